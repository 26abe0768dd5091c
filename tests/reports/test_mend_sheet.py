"""The quarantine as a sheet: written, mended in a spreadsheet, tried again."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.reports import Intake, Lexicon, Retry, import_files, mend_sheet, read_claims, read_collection, retry_sheet
from hudna.reports.formula_guard import guarded, unguarded
from hudna.terms import Gazetteer
from reports.conftest import CLOCK

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
BAD = """\
date,place,type,claimant,text
2016-02-31,مضايا,shelling,SOHR,"=HYPERLINK(""http://x"")"
2016-03-04,Madaya,shelling,SOHR,fine
2016-03-05,Madaya,shelllling,SOHR,"two
lines"
soon,Madaya,shelling,SOHR,-5
"""


@pytest.fixture
def folder(tmp_path: Path, lexicon: Lexicon, gazetteer: Gazetteer) -> Path:
    path = tmp_path / "claims.csv"
    path.write_text(BAD, encoding="utf-8")

    def read(path: Path) -> Intake:
        return read_claims(path, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)

    import_files(tmp_path / "held", [path], read=read, imported_at=FIRST, clock=CLOCK)
    return tmp_path / "held"


def retry(folder: Path, sheet: Path, lexicon: Lexicon) -> Retry:
    def read(path: Path, format_name: str, read_by: str) -> Intake:
        return read_claims(path, lexicon=lexicon, gazetteer=None, clock=CLOCK, format_name=format_name)

    return retry_sheet(folder, sheet, read=read, imported_at=FIRST + timedelta(days=1), clock=CLOCK)


def written(folder: Path) -> Path:
    sheet = folder.with_name("mend.csv")
    mend_sheet(read_collection(folder)).write_csv(sheet, include_bom=True)
    return sheet


def test_the_sheet_holds_the_cells_as_they_came_and_what_was_wrong(folder: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(written(folder).read_text(encoding="utf-8-sig"), newline="")))

    assert [row["date"] for row in rows] == ["2016-02-31", "2016-03-05", "soon"]
    assert [row["place"] for row in rows] == ["مضايا", "Madaya", "Madaya"]
    assert [row["text"] for row in rows] == ['\'=HYPERLINK("http://x")', "two\nlines", "-5"]
    assert rows[0]["quarantine_wrong"].startswith("date: found '2016-02-31', expected a day")
    assert "did you mean" in rows[1]["quarantine_wrong"]
    assert [(row["quarantine_file"], row["quarantine_row"]) for row in rows] == [
        ("claims.csv", n) for n in ("2", "4", "5")
    ]


def test_mended_rows_are_let_in_and_the_rest_stays(folder: Path, lexicon: Lexicon) -> None:
    sheet = written(folder)
    text = (
        sheet.read_text(encoding="utf-8-sig").replace("2016-02-31,", "2016-02-29,").replace("shelllling,", "shelling,")
    )
    sheet.write_text("\ufeff" + text, encoding="utf-8")

    told = retry(folder, sheet, lexicon)

    assert (told.rows, told.let_in, told.still_wrong, told.left_before) == (3, 2, 1, 0)
    held = read_collection(folder)
    assert held.open_faults["found"].to_list() == ["soon"]
    trace = held.tables["resolutions"].select("how", "file", "row", "resolved_at").rows()
    assert trace == [("retried", "mend.csv", row, FIRST + timedelta(days=1)) for row in (2, 3)]
    assert held.tables["claims"]["text"].to_list() == ["fine", '=HYPERLINK("http://x")', "two\nlines"]


def test_the_same_sheet_again_adds_nothing(folder: Path, lexicon: Lexicon) -> None:
    sheet = written(folder)
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("soon,", "2016-03-09,"), encoding="utf-8")
    retry(folder, sheet, lexicon)
    before = read_collection(folder).tables["claims"].height

    again = retry(folder, sheet, lexicon)

    assert (again.rows, again.let_in, again.still_wrong, again.left_before) == (3, 0, 2, 1)
    assert read_collection(folder).tables["claims"].height == before


def test_a_row_of_another_collection_is_refused(folder: Path, lexicon: Lexicon) -> None:
    sheet = written(folder)
    sheet.write_text("quarantine_id,date\n0123456789abcdef,2016-03-04\n", encoding="utf-8")

    with pytest.raises(Refused, match="a row of the quarantine of held"):
        retry(folder, sheet, lexicon)


def test_a_row_that_was_too_long_shows_its_cells(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("date,place,type,claimant\n2016-03-04,Madaya,shelling,SOHR,more\n", encoding="utf-8")

    def read(path: Path) -> Intake:
        return read_claims(path, lexicon=lexicon, gazetteer=None, clock=CLOCK)

    import_files(tmp_path / "held", [path], read=read, imported_at=FIRST, clock=CLOCK)

    assert mend_sheet(read_collection(tmp_path / "held"))["quarantine_cells"].to_list() == [
        "2016-03-04 | Madaya | shelling | SOHR | more"
    ]


@given(cell=st.text(st.sampled_from("'=+-@\t\r\n1.,aمـ٣＝"), max_size=6))
def test_the_guard_comes_off_as_it_went_on_and_lets_nothing_run(cell: str) -> None:
    on = pl.DataFrame({"cell": [cell]}).select(guarded(pl.col("cell")).alias("cell"))
    off = on.select(unguarded(pl.col("cell")).alias("cell"))

    assert off.item() == cell
    runs = on.item()[:1] in tuple("=+-@\t\r\n＝")
    assert not runs or on.item().lstrip("+-")[:1].isdigit()


@pytest.mark.parametrize("number", ["-5", "-12.5", "+3", "-٣٫٥", "-1e-9"])
def test_negative_numbers_stay_numbers(number: str) -> None:
    assert pl.DataFrame({"cell": [number]}).select(guarded(pl.col("cell")).alias("cell")).item() == number
