"""A collection: what is imported again, mended, edited, deleted or stopped half way."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.reports import Import, Intake, Lexicon, collection, import_files, join_intakes, read_claims, standing_at
from hudna.reports.collection import LOCK, MANIFEST, read_collection
from hudna.terms import Gazetteer
from reports.conftest import CLAIMS_SYRIA, CLOCK

HEADER = "row_id,date,place,type,claimed_perpetrator,claimant,killed_min,text"
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
Importing = Callable[..., Import]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "collection"


@pytest.fixture
def take(tmp_path: Path, folder: Path, lexicon: Lexicon, gazetteer: Gazetteer) -> Importing:
    """Import texts, each under its name, so many days after the first."""

    def taking(*texts: str, day: int = 0, name: str = "claims.csv") -> Import:
        paths = []
        for number, text in enumerate(texts):
            beside = tmp_path / f"{day}-{number}-{random.random()}"
            beside.mkdir()
            paths.append(beside / name)
            paths[-1].write_text(text, encoding="utf-8")

        def read(path: Path) -> Intake:
            return read_claims(path, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)

        return import_files(folder, paths, read=read, imported_at=FIRST + timedelta(days=day), clock=CLOCK)[0]

    return taking


def row(number: int, *, day: str = "2016-03-04", place: str = "Madaya", who: str = "SOHR", text: str = "") -> str:
    return f"{number},{day},{place},shelling,Syrian army,{who},{number},{text}"


def table(rows: Sequence[str]) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def counts(made: Import) -> tuple[int, int, int, int, int]:
    return tuple(  # type: ignore[return-value]
        sum(getattr(one, name) for one in made.files)
        for name in ("rows_read", "new", "known", "changed", "in_quarantine")
    )


def texts_at(folder: Path, as_of: datetime) -> dict[str, str]:
    intake = read_claims(folder, lexicon=Lexicon.empty(), gazetteer=None, clock=CLOCK)
    return dict(standing_at(intake, as_of=as_of).select("claim_id", "text").iter_rows())


def test_a_hundred_rows_one_bad_then_mended_then_again(take: Importing, folder: Path) -> None:
    """L28: 99 + 1 in quarantine; then +1; then +0."""
    rows = [row(n) for n in range(1, 101)]
    bad = [*rows[:59], row(60, day="2016-02-31"), *rows[60:]]

    first, mended, again = take(table(bad)), take(table(rows), day=1), take(table(rows), day=2)

    assert counts(first) == (100, 99, 0, 0, 1)
    assert counts(mended) == (100, 1, 99, 0, 0)
    assert counts(again) == (100, 0, 100, 0, 0)
    held = read_collection(folder)
    assert held.open_faults.is_empty()
    assert held.tables["resolutions"].select("how", "row", "ids").rows() == [("mended", 61, ["claims-csv:60"])]
    assert held.tables["claims"].height == 100


def test_rows_without_ids_are_known_again_whatever_the_order_of_columns(take: Importing) -> None:
    take("date,place,type,claimant,text\n2016-03-04,Madaya,shelling,SOHR,قصف\nx,Madaya,shelling,SOHR,b\n")

    again = take(
        "\ufefftext,claimant,type,place,date\nقصف,SOHR,shelling,Madaya,2016-03-04\nb,SOHR,shelling,Madaya,2016-03-05\n"
    )

    assert counts(again) == (2, 1, 1, 0, 0)
    assert again.files[0].resolved == 1


def test_rows_without_ids_are_known_again_in_arabic_digits(take: Importing) -> None:
    take("date,place,lat,lon,type,claimant,text,killed_min\n2016-03-04,Madaya,33.6906,36.1027,shelling,SOHR,قصف,2\n")

    again = take(
        "date,place,lat,lon,type,claimant,text,killed_min\n٢٠١٦-٠٣-٠٤,Madaya,٣٣٫٦٩٠٦,٣٦٫١٠٢٧,shelling,SOHR,قصف,٢\n",
        day=1,
    )

    assert counts(again) == (1, 0, 1, 0, 0)


def test_an_edited_row_is_a_new_version_that_stands_from_the_import(take: Importing, folder: Path) -> None:
    take(table([row(1, text="one"), row(2)]))

    edited = take(table([row(1, text="one corrected", place="Zabadani"), row(2)]), day=5)

    assert counts(edited) == (2, 0, 1, 1, 0)
    assert texts_at(folder, FIRST + timedelta(days=5))["claims-csv:1"] == "one"
    assert texts_at(folder, FIRST + timedelta(days=5, seconds=1))["claims-csv:1"] == "one corrected"
    now = standing_at(
        read_claims(folder, lexicon=Lexicon.empty(), gazetteer=None, clock=CLOCK), as_of=FIRST + timedelta(days=9)
    )
    assert now["known_at"].to_list()[0] == FIRST + timedelta(days=5)
    assert now["known_basis"].to_list() == ["assumed", "assumed"]


def test_an_edit_that_says_the_same_starts_no_clock_anew(take: Importing, folder: Path) -> None:
    take(table([row(1, text="one")]))
    intake = read_claims(folder, lexicon=Lexicon.empty(), gazetteer=None, clock=CLOCK)
    known_at = intake.claims["known_at"][0]

    take(table([row(1, text="one in other words")]), day=5)

    intake = read_claims(folder, lexicon=Lexicon.empty(), gazetteer=None, clock=CLOCK)
    standing = standing_at(intake, as_of=FIRST + timedelta(days=9))
    assert standing.select("text", "known_at").rows() == [("one in other words", known_at)]


def test_a_file_that_comes_again_after_a_mended_one_does_not_bring_its_mistakes_back(
    take: Importing, folder: Path
) -> None:
    old, new = table([row(1, place="Madaya")]), table([row(1, place="Zabadani")])
    take(old)
    take(new, day=1)

    again = take(old, day=2)

    assert counts(again) == (1, 0, 1, 0, 0)
    assert read_claims(folder, lexicon=Lexicon.empty(), gazetteer=None, clock=CLOCK).claims["place"].to_list() == [
        "Zabadani"
    ]


def test_a_row_read_otherwise_is_no_new_version_but_counts_at_once(
    take: Importing, folder: Path, tmp_path: Path, gazetteer: Gazetteer
) -> None:
    (tmp_path / "claims.csv").write_text(table([row(1)]), encoding="utf-8")

    def read(path: Path) -> Intake:
        return read_claims(path, lexicon=Lexicon.empty(), gazetteer=gazetteer, clock=CLOCK)

    import_files(folder, [tmp_path / "claims.csv"], read=read, imported_at=FIRST, clock=CLOCK)

    again = take(table([row(1)]), day=3)

    assert again.files[0].read_anew == 1
    then = standing_at(read_claims(folder, lexicon=Lexicon.empty(), gazetteer=None, clock=CLOCK), as_of=FIRST)
    assert then["actors"].to_list() == [["syrian_armed_forces"]]


def test_two_files_of_one_name_both_survive(take: Importing, folder: Path) -> None:
    """AT1. An id of two files that is about another day and of another source is no version of the first."""
    one, other = row(1, text="of one office"), row(1, day="2017-05-06", who="Red Crescent", text="of another")

    made = take(table([one]), table([other, row(2)]))

    assert counts(made) == (3, 2, 0, 0, 1)
    held = read_collection(folder)
    assert texts_at(folder, FIRST) == {"claims-csv:1": "of one office", "claims-csv:2": ""}
    assert "of another" in held.open_faults["raw"][0]
    assert "an id of its own" in held.open_faults["expected"][0]
    assert len({digest for _, digest in held.imports[0].beside}) == 2


ACLED_HEADER = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,admin1,location,latitude,"
    "longitude,geo_precision,source,notes,fatalities,timestamp"
)


def acled(event: str, *, stamp: datetime, notes: str = "shells fell") -> str:
    return (
        f"{event},2016-03-04,1,Explosions/Remote violence,Shelling/artillery/missile attack,Unidentified Armed Group,Political militia,,,"
        f"Syria,Rural Damascus,Madaya,33.6906,36.1027,1,SOHR,{notes},0,{int(stamp.timestamp())}"
    )


def at(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("order", [(2017, 2018), (2018, 2017)])
def test_a_dated_version_stands_from_its_own_instant_whichever_came_first(
    take: Importing, folder: Path, order: tuple[int, int]
) -> None:
    for day, year in enumerate(order):
        made = take(
            f"{ACLED_HEADER}\n{acled('SYR1', stamp=at(year), notes=f'as of {year}')}\n", day=day, name="acled.csv"
        )
        assert counts(made)[1:4] == ((1, 0, 0) if day == 0 else (0, 0, 1))

    assert texts_at(folder, at(2017)) == {}
    assert texts_at(folder, at(2018)) == {"acled:SYR1": "as of 2017"}
    assert texts_at(folder, at(2019)) == {"acled:SYR1": "as of 2018"}


def test_a_withdrawn_claim_counts_until_it_is_withdrawn_and_again_when_told_again(
    take: Importing, folder: Path
) -> None:
    take(f"{ACLED_HEADER}\n{acled('SYR1', stamp=at(2017))}\n", name="acled.csv")
    deletions = f"event_id_cnty,deleted_timestamp\nSYR1,{int(at(2018).timestamp())}\n"

    first, again = take(deletions, day=1, name="deleted.csv"), take(deletions, day=2, name="deleted.csv")
    known = take(f"{ACLED_HEADER}\n{acled('SYR1', stamp=at(2017))}\n", day=3, name="acled.csv")

    assert (first.files[0].withdrawn, again.files[0].withdrawn, again.files[0].known) == (1, 0, 1)
    assert counts(known) == (1, 0, 1, 0, 0)
    assert list(texts_at(folder, at(2018))) == ["acled:SYR1"]
    assert texts_at(folder, at(2019)) == {}
    take(f"{ACLED_HEADER}\n{acled('SYR1', stamp=at(2019))}\n", day=4, name="acled.csv")
    assert texts_at(folder, at(2019)) == {}
    assert list(texts_at(folder, at(2020))) == ["acled:SYR1"]


edits = st.lists(
    st.dictionaries(
        st.integers(1, 4), st.tuples(st.sampled_from(["Madaya", "Zabadani"]), st.integers(0, 3)), min_size=1
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(edits=edits)
def test_nothing_that_is_known_later_changes_what_stood(
    edits: list[dict[int, tuple[str, int]]],
    tmp_path_factory: pytest.TempPathFactory,
    lexicon: Lexicon,
    gazetteer: Gazetteer,
) -> None:
    """The law of `as_of`: after each import all earlier moments stand as they stood, but for rows never met before."""
    folder = tmp_path_factory.mktemp("law") / "collection"
    path = folder.with_name("claims.csv")
    stood: dict[datetime, list[tuple[object, ...]]] = {}

    def read(path: Path) -> Intake:
        return read_claims(path, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)

    met: set[str] = set()
    for number, edit in enumerate(edits):
        instant = FIRST + timedelta(days=number)
        path.write_text(
            table([row(n, place=place, text=f"{words}") for n, (place, words) in edit.items()]), encoding="utf-8"
        )
        made, _ = import_files(folder, [path], read=read, imported_at=instant, clock=CLOCK)
        assert made.files[0].rows_read == len(edit)
        now = read(folder)
        for moment, before in stood.items():
            rows = standing_at(now, as_of=moment).rows()
            assert [one for one in rows if one[0] in {old[0] for old in before}] == before
        met |= set(now.claims["claim_id"])
        stood[instant + timedelta(hours=1)] = standing_at(now, as_of=instant + timedelta(hours=1)).rows()
    assert {f"claims-csv:{n}" for edit in edits for n in edit} == met
    last = {n: places for edit in edits for n, places in edit.items()}
    assert dict(now.claims.select("claim_id", "place").iter_rows()) == {
        f"claims-csv:{n}": place for n, (place, _) in last.items()
    }


def test_a_collection_of_one_file_gives_what_the_file_gives(folder: Path, claims_syria: Intake) -> None:
    import_files(folder, [CLAIMS_SYRIA], read=lambda _: claims_syria, imported_at=FIRST, clock=CLOCK)

    held = read_claims(folder, lexicon=Lexicon.empty(), gazetteer=None, clock=CLOCK)

    assert held.claims.equals(claims_syria.claims)
    assert held.tallies.equals(claims_syria.tallies)
    assert standing_at(held, as_of=FIRST).equals(standing_at(claims_syria, as_of=FIRST))
    assert held.files == claims_syria.files


def test_a_collection_beside_a_file_of_the_same_claims_is_one_witness(folder: Path, claims_syria: Intake) -> None:
    import_files(folder, [CLAIMS_SYRIA], read=lambda _: claims_syria, imported_at=FIRST, clock=CLOCK)
    held = read_claims(folder, lexicon=Lexicon.empty(), gazetteer=None, clock=CLOCK)

    joined = join_intakes([held, claims_syria])

    assert joined.claims.equals(claims_syria.claims)
    assert joined.counts[1].rows_in_quarantine == claims_syria.rows_read


def test_one_refused_file_imports_none(take: Importing, folder: Path) -> None:
    take(table([row(1)]))
    before = (folder / MANIFEST).read_bytes()

    with pytest.raises(Refused):
        take(table([row(2)]), "a,b\n1,2\n", day=1)

    assert (folder / MANIFEST).read_bytes() == before
    assert list(texts_at(folder, FIRST)) == ["claims-csv:1"]


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from hudna.reports import Lexicon, import_files, read_claims

os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
read = lambda path: read_claims(path, lexicon=Lexicon.empty(), gazetteer=None, clock="UTC")
import_files(Path(sys.argv[1]), [Path(sys.argv[2])], read=read, imported_at=datetime(2020, 1, 2, tzinfo=UTC), clock="UTC")
"""


def test_an_import_that_is_killed_half_way_leaves_the_collection_as_it_was(
    take: Importing, folder: Path, tmp_path: Path
) -> None:
    take(table([row(1)]))
    (tmp_path / "claims.csv").write_text(table([row(2)]), encoding="utf-8")

    ended = subprocess.run([sys.executable, "-c", KILLED, folder, tmp_path / "claims.csv"], timeout=60, check=False)

    assert ended.returncode == -signal.SIGKILL
    assert (folder / "parts" / "000002-claims.parquet").is_file()
    assert list(texts_at(folder, FIRST)) == ["claims-csv:1"]
    assert counts(take(table([row(1), row(2)]), day=2)) == (2, 1, 1, 0, 0)
    assert list(texts_at(folder, FIRST)) == ["claims-csv:1", "claims-csv:2"]


@pytest.mark.parametrize("step", ["_digest", "_to_disk", "_as_json"])
def test_an_import_that_fails_at_any_step_leaves_the_collection_as_it_was(
    take: Importing, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    take(table([row(1)]))
    before = (folder / MANIFEST).read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(collection, step, fail)
        with pytest.raises((OSError, Refused)):
            take(table([row(2)]), day=1)

    assert (folder / MANIFEST).read_bytes() == before
    assert counts(take(table([row(1), row(2)]), day=2)) == (2, 1, 1, 0, 0)


def test_two_imports_at_once_are_refused_in_words(take: Importing, folder: Path) -> None:
    take(table([row(1)]))

    with FileLock(folder / LOCK), pytest.raises(Refused, match="an import that is under way"):
        take(table([row(2)]), day=1)

    assert counts(take(table([row(2)]), day=2)) == (1, 1, 0, 0, 0)


def test_a_part_that_was_changed_is_refused(take: Importing, folder: Path) -> None:
    take(table([row(1)]))
    part = folder / "parts" / "000001-claims.parquet"
    pl.read_parquet(part).with_columns(place=pl.lit("elsewhere")).write_parquet(part)

    with pytest.raises(Refused, match="other bytes than the import wrote"):
        read_collection(folder)
