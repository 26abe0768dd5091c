"""ACLED: rows invented in its columns; who is blamed and who only took part, versions, deletions, and what the importer has to survive."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.reports import Intake, Lexicon, join_intakes, standing_at
from hudna.reports.code_maps import acled_kinds
from hudna.terms import kind_tree
from reports.conftest import Reading
from reports.counting import adds_up
from reports.golden import as_text, golden

SAMPLE = Path(__file__).parent / "samples" / "acled_invented.csv"
LATER = 1_457_000_000  # 2016-03-03T10:13:20Z
EVENT = {
    "event_id_cnty": "SYR1", "event_date": "2016-02-27", "year": "2016", "time_precision": "1", "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Syrian army (Syria)", "assoc_actor_1": "", "inter1": "State forces", "actor2": "Civilians (Syria)", "assoc_actor_2": "",
    "inter2": "Civilians", "interaction": "State forces-Civilians", "civilian_targeting": "Civilian targeting", "iso": "760",
    "region": "Middle East", "country": "Syria", "admin1": "Rural Damascus", "admin2": "Az-Zabdani", "admin3": "Madaya", "location": "Madaya",
    "latitude": "33.6906", "longitude": "36.1027", "geo_precision": "1", "source": "SOHR", "source_scale": "Other",
    "notes": "Invented: shells on a village, \"two\" hurt.", "fatalities": "0", "tags": "", "timestamp": str(LATER),
}  # fmt: skip


def file_with(*events: dict[str, str], columns: tuple[str, ...] = tuple(EVENT)) -> bytes:
    rows = [EVENT | {"event_id_cnty": f"SYR{number}"} | event for number, event in enumerate(events, start=1)]
    return pl.DataFrame(rows, schema=dict.fromkeys(EVENT, pl.String)).select(columns).write_csv().encode()


def only_claim(intake: Intake) -> dict[str, Any]:
    assert intake.quarantine.height == 0, intake.quarantine.rows()
    (claim,) = intake.claims.to_dicts()
    return claim


def test_an_invented_export_gives_the_golden_table(read: Reading) -> None:
    intake = read(SAMPLE.read_bytes(), name=SAMPLE.name)

    assert (intake.rows_read, intake.rows_with_claims, intake.rows_in_quarantine) == (12, 11, 1)
    assert adds_up(intake)
    assert intake.notes[0] == "acled_invented.csv: read as an ACLED export"
    assert as_text(intake.claims) == golden("acled_invented.csv", as_text(intake.claims))


def test_a_year_of_the_first_century_stays_outside_and_the_other_rows_go_in(read: Reading) -> None:  # L18
    intake = read(file_with({}, {"event_date": "0025-07-01"}, {}))

    assert intake.claims["row"].to_list() == [2, 4]
    (wrong,) = intake.quarantine.select("row", "field", "found", "expected").rows()
    assert wrong == (3, "event_date", "0025-07-01", "a day between 1900 and 2100, as 2016-02-27 or 27 February 2016")


@pytest.mark.parametrize(
    ("precision", "first", "end"),
    [
        ("1", "2016-02-26T22:00Z", "2016-02-27T22:00Z"),
        ("2", "2016-02-22T22:00Z", "2016-03-02T22:00Z"),
        ("3", "2016-01-31T22:00Z", "2016-02-29T22:00Z"),
    ],
)
def test_a_day_a_week_and_a_month_are_local_and_hold_what_the_code_means(
    read: Reading, precision: str, first: str, end: str
) -> None:
    claim = only_claim(read(file_with({"time_precision": precision})))

    assert f"{claim['occurred_from']:%Y-%m-%dT%H:%MZ}" == first
    assert f"{claim['occurred_to']:%Y-%m-%dT%H:%MZ}" == end


@pytest.mark.parametrize("written", ["27 February 2016", "27-Feb-2016", "27-February-2016"])
def test_the_days_of_old_exports_are_read(read: Reading, written: str) -> None:
    assert only_claim(read(file_with({"event_date": written})))["occurred_to"] == datetime(2016, 2, 27, 22, tzinfo=UTC)


@pytest.mark.parametrize(("precision", "radius_m"), [("1", 2_000.0), ("2", 15_000.0)])
def test_a_town_and_its_surroundings_are_discs(read: Reading, precision: str, radius_m: float) -> None:
    claim = only_claim(read(file_with({"geo_precision": precision})))

    assert (claim["latitude"], claim["longitude"], claim["radius_m"]) == (33.6906, 36.1027, radius_m)


def test_of_a_region_only_the_governorate_is_known(read: Reading) -> None:
    claim = only_claim(read(file_with({"geo_precision": "3", "location": "Damascus", "admin1": "Rural Damascus"})))

    assert (claim["unit"], claim["latitude"], claim["radius_m"], claim["place"]) == ("SY03", None, None, "Damascus")


SHELLING: dict[str, str] = {}
BATTLE = {
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "civilian_targeting": "",
    "actor2": "ISIL",
    "inter2": "Rebel group",
}
ABDUCTION = {
    "event_type": "Violence against civilians", "sub_event_type": "Abduction/forced disappearance", "actor1": "ISIL", "inter1": "2",
}  # fmt: skip
INTERCEPTION = {
    "event_type": "Strategic developments", "sub_event_type": "Disrupted weapons use", "actor2": "", "inter2": "", "civilian_targeting": "",
}  # fmt: skip
FORCE = {
    "event_type": "Protests", "sub_event_type": "Excessive force against protesters", "actor1": "Protesters (Syria)", "inter1": "6",
    "actor2": "Syrian army", "inter2": "1",
}  # fmt: skip
STRIKE_ON_FIGHTERS = {"actor2": "ISIL", "inter2": "2", "civilian_targeting": ""}


@pytest.mark.parametrize(
    ("event", "blamed", "took_part", "targets"),
    [
        pytest.param(SHELLING, ["syrian_armed_forces"], [], ["civilians"], id="the one armed side of a shelling"),
        pytest.param(BATTLE, [], ["isil", "syrian_armed_forces"], [], id="both sides of a battle take part"),
        pytest.param(STRIKE_ON_FIGHTERS, [], ["isil", "syrian_armed_forces"], [], id="two armed sides: no order"),
        pytest.param(ABDUCTION, ["isil"], [], ["civilians"], id="the first actor against civilians"),
        pytest.param(FORCE, ["syrian_armed_forces"], [], ["civilians"], id="the force, not the protesters"),
        pytest.param(INTERCEPTION, [], ["syrian_armed_forces"], [], id="who stopped a drone did not send it"),
        pytest.param(
            {"assoc_actor_1": "Hezbollah; Unidentified Armed Group (Syria)", "assoc_actor_2": "Women (Syria)"},
            ["syrian_armed_forces"], ["hezbollah"], ["women"], id="an ally takes part, victims are named",
        ),
    ],
)  # fmt: skip
def test_whom_an_event_blames(
    read: Reading, event: dict[str, str], blamed: list[str], took_part: list[str], targets: list[str]
) -> None:
    claim = only_claim(read(file_with(event)))

    assert (claim["actors"], sorted(claim["participants"]), claim["targets"]) == (blamed, took_part, targets)
    assert claim["actor_reading"] == ("one" if blamed else "unknown")


def test_the_order_of_two_armed_sides_changes_nothing(read: Reading) -> None:
    one = only_claim(read(file_with(BATTLE)))
    other = only_claim(
        read(file_with(BATTLE | {"actor1": "ISIL", "inter1": "2", "actor2": "Syrian army", "inter2": "1"}))
    )

    assert sorted(one["participants"]) == sorted(other["participants"])
    assert one["actors"] == other["actors"] == []


def test_every_pair_of_types_gives_the_kinds_of_the_map(read: Reading) -> None:
    pairs = [*acled_kinds()]
    intake = read(file_with(*({"event_type": one, "sub_event_type": other} for one, other in pairs)))

    assert intake.quarantine.height == 0
    told = intake.claims["kinds"].to_list()
    assert told == [list(acled_kinds()[pair].kinds) for pair in pairs]
    assert all(kind in kind_tree() for kinds in told for kind in kinds)
    by_pair = dict(zip(pairs, told, strict=True))
    assert by_pair["battles", "armed clash"] == ["armed_clash"]  # exact
    assert by_pair["explosions/remote violence", "air/drone strike"] == ["armed_attack"]  # family: their common parent
    assert by_pair["strategic developments", "non-violent transfer of territory"] == [
        "advance", "withdrawal", "handover_of_control",
    ]  # open: all, none picked  # fmt: skip
    assert by_pair["protests", "peaceful protest"] == []  # none: known, and outside the tree


@pytest.mark.parametrize(
    ("written", "toll"), [("0", (None, None)), ("1", (1, 1)), ("3", (2, 3)), ("10", (2, 10)), ("12", (12, 12))]
)
def test_a_toll_is_at_least_what_its_stand_in_can_mean(
    read: Reading, written: str, toll: tuple[int | None, int | None]
) -> None:
    claim = only_claim(read(file_with({"fatalities": written})))

    assert (claim["killed_min"], claim["killed_max"]) == toll


def test_a_row_is_known_since_its_last_change_and_without_one_after_the_weekly_release(read: Reading) -> None:
    dated = read(file_with({}))
    undated = read(file_with({}, columns=tuple(name for name in EVENT if name != "timestamp")))

    assert only_claim(dated)["known_at"] == datetime(2016, 3, 3, 10, 13, 20, tzinfo=UTC)
    assert only_claim(dated)["known_basis"] == "published"
    assert dated.versions.rows() == [("acled:SYR1", "SYR1", datetime(2016, 3, 3, 10, 13, 20, tzinfo=UTC))]
    assert only_claim(undated)["known_at"] == datetime(2016, 3, 8, 22, tzinfo=UTC)
    assert (only_claim(undated)["known_basis"], undated.versions.height) == ("assumed", 0)


def test_a_later_timestamp_is_a_later_version_in_one_file_and_in_two(read: Reading) -> None:
    newer = {"event_id_cnty": "SYR1", "timestamp": str(LATER + 86_400), "fatalities": "7"}
    together = read(file_with({"event_id_cnty": "SYR1"}, newer))
    old, new = read(file_with({}), name="old.csv"), read(file_with(newer), name="new.csv")

    assert only_claim(join_intakes([new]))["killed_min"] == 7
    for intake in (together, join_intakes([old, new]), join_intakes([new, old])):
        assert intake.claims.select("claim_id", "killed_min").rows() == [("acled:SYR1", 7)]
        assert intake.rows_in_quarantine == 1
        assert intake.versions["version_at"].to_list() == [datetime(2016, 3, 4, 10, 13, 20, tzinfo=UTC)]
        assert intake.rows_read == intake.rows_with_claims + intake.rows_in_quarantine == 2
    assert join_intakes([old, new]).quarantine.drop("raw").rows() == [
        ("old.csv", 2, "id", "acled:SYR1", "the latest version of this claim; it stands in new.csv, row 2")
    ]


def test_a_deleted_event_counts_until_it_was_taken_back(read: Reading) -> None:
    events = read(file_with({}, {}))
    deletions = read(f"event_id_cnty,deleted_timestamp\nSYR1,{LATER + 86_400}\nSYR9,{LATER}\n,{LATER}\nSYR2,soon\n")

    assert (deletions.rows_read, deletions.withdrawals.height, deletions.rows_in_quarantine) == (4, 2, 2)
    assert adds_up(deletions)
    joined = join_intakes([events, deletions])
    assert joined.claims.height == 2
    before, after = (datetime(2016, 3, day, tzinfo=UTC) for day in (4, 6))
    assert standing_at(joined, as_of=before)["claim_id"].to_list() == ["acled:SYR1", "acled:SYR2"]
    assert standing_at(joined, as_of=after)["claim_id"].to_list() == ["acled:SYR2"]


def test_an_event_told_again_after_its_deletion_stands(read: Reading) -> None:
    events = read(file_with({"timestamp": str(LATER + 2 * 86_400)}))
    deletions = read(f"event_id_cnty,deleted_timestamp\nSYR1,{LATER + 86_400}\n")

    assert standing_at(join_intakes([events, deletions]), as_of=datetime(2016, 4, 1, tzinfo=UTC)).height == 1


def test_old_columns_in_capitals_are_read(read: Reading) -> None:
    gone = ("disorder_type", "civilian_targeting", "tags", "timestamp")
    rows = pl.read_csv(file_with({"inter1": "1", "inter2": "7"}), infer_schema=False).drop(gone)
    old = rows.rename({name: name.upper() for name in rows.columns}).rename(
        {"ASSOC_ACTOR_1": "ALLY_ACTOR_1", "SOURCE_SCALE": "SOURCE SCALE"}
    )

    claim = only_claim(read(old.write_csv()))
    assert (claim["actors"], claim["targets"]) == (["syrian_armed_forces"], ["civilians"])


BAD: dict[str, tuple[dict[str, str], tuple[str, str]]] = {
    "no id": ({"event_id_cnty": ""}, ("event_id_cnty", "")),
    "an id twice": ({"event_id_cnty": "SYR1"}, ("event_id_cnty", "SYR1")),
    "a time precision": ({"time_precision": "4"}, ("time_precision", "4")),
    "a sub-event type": (
        {"sub_event_type": "Shelling"},
        ("sub_event_type", "Explosions/Remote violence / Shelling"),
    ),
    "an actor type": ({"inter1": "9"}, ("inter1", "9")),
    "a word for targeting": ({"civilian_targeting": "maybe"}, ("civilian_targeting", "maybe")),
    "a geo precision": ({"geo_precision": ""}, ("geo_precision", "")),
    "swapped coordinates": (
        {"latitude": "36.1027", "longitude": "33.6906"},
        ("latitude", "36.1027, 33.6906"),
    ),
    "no coordinates": ({"latitude": "", "longitude": ""}, ("latitude", "")),
    "no source": ({"source": " ; "}, ("source", ";")),
    "a toll": ({"fatalities": "some"}, ("fatalities", "some")),
    "a version before the event": ({"timestamp": "1400000000"}, ("timestamp", "1400000000")),
    "a version that is no number": ({"timestamp": "yesterday"}, ("timestamp", "yesterday")),
    "nobody": ({"actor1": "", "actor2": ""}, ("actor1", "")),
}


@pytest.mark.parametrize(("event", "wrong"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_stays_outside_with_its_reason(
    read: Reading, event: dict[str, str], wrong: tuple[str, str]
) -> None:
    intake = read(file_with({}, event))

    assert intake.quarantine.select("row", "field", "found").rows() == [(3, *wrong)]
    assert intake.quarantine["expected"][0]
    assert adds_up(intake)


def test_a_missing_column_and_one_that_stands_twice_are_told_together(read: Reading) -> None:
    text = file_with({}).decode().replace("geo_precision", "geo precison").replace(",iso,", ",SOURCE,", 1)

    with pytest.raises(Refused) as refused:
        read(text)

    assert [(problem.field, problem.nearest) for problem in refused.value.problems] == [
        ("source", None), ("geo_precision", "geo precison"),
    ]  # fmt: skip


WORDS = st.sampled_from(
    ["", "1", "2", "3", "9", "Civilians", "State forces", "2016-02-27", "Grenade", "\u0661", "x", "-1", "1e9", "36.1"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from([*EVENT]), WORDS | st.text(max_size=6), max_size=6), max_size=5))
def test_whatever_stands_in_the_cells_no_row_is_lost(read: Reading, events: list[dict[str, str]]) -> None:
    try:
        intake = read(file_with(*events))
    except Refused:
        return  # e.g. a file of rows that are empty everywhere

    assert adds_up(intake)


def test_a_lexicon_that_knows_nobody_blames_nobody(read: Reading) -> None:
    claim = only_claim(read(file_with({}), lexicon=Lexicon.empty()))

    assert (claim["actors"], claim["actor_reading"]) == ([], "unknown")
