"""Numbers, days and degrees as people write them. Cases L23, L37, OD6, UW3, UW4 of the list of faults."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from hudna.problems import Refused
from hudna.reports.cells import read_cells
from hudna.reports.coordinates import read_degrees, split_pair
from hudna.reports.digits import fold_digits
from hudna.reports.numbers import read_counts, read_numbers
from hudna.reports.written import Written
from hudna.reports.written_days import read_written_days
from reports.conftest import Reading

HEADER = "date;place;lat;lon;type;claimant;killed_min;count_value"


def days(*cells: str, **options: Any) -> list[str | None]:
    rows = pl.DataFrame({"date": cells, "#row": range(2, len(cells) + 2)})
    return read_written_days(rows, "date", file="f.csv", **options).iso.to_list()


@pytest.mark.parametrize(
    ("cell", "folded"),
    [("٢٠١٦-٠٢-٢٧", "2016-02-27"), ("١٢", "12"), ("٣٣٫٧٢٦٣", "33.7263"), ("١٬٢٠٠", "1200"), ("۱٬۲۳۴٬۵۶۷", "1234567"),
     ("\u200f-١٢", "-12"), ("−3", "-3"), ("١٬٢", "1٬2"), ("مضايا ٣", "مضايا 3")],
)  # fmt: skip
def test_arabic_and_persian_digits_are_digits(cell: str, folded: str) -> None:
    assert pl.select(fold_digits(pl.lit(cell))).item() == folded


def test_arabic_digits_are_read_in_every_number_day_and_coordinate(read: Reading) -> None:
    intake = read(
        f"{HEADER}\n٢٠١٦-٠٢-٢٧;;٣٣٫٧٢٦٣;٣٦٫٠٩٥٣;shelling;SOHR;١٢;١٬٢٠٠\n۲۷/۰۲/۲۰۱۶;;۳۳٫۷۲۶۳;۳۶٫۰۹۵۳;daily_tally;SOHR;۱۲;۱٬۲۰۰\n"
    )

    assert intake.quarantine.height == 0
    claim, tally = intake.claims.row(0, named=True), intake.tallies.row(0, named=True)
    assert (claim["latitude"], claim["longitude"], claim["killed_min"]) == (33.7263, 36.0953, 12)
    assert claim["occurred_from"] == tally["occurred_from"] == datetime(2016, 2, 26, 22, tzinfo=UTC)
    assert (tally["killed_min"], tally["count_value"]) == (12, 1200.0)
    assert "٣٣٫٧٢٦٣" in claim["raw"]  # as it came


@pytest.mark.parametrize(
    ("cells", "values", "doubtful"),
    [
        (["1,200", "5"], [None, 5.0], [True, False]),
        (["1,200", "0,5"], [1.2, 0.5], [False, False]),
        (["1,200", "5.25"], [1200.0, 5.25], [False, False]),
        (["1.200", "0,25"], [1200.0, 0.25], [False, False]),
        (["1.200", "5"], [1.2, 5.0], [False, False]),
        (["1.200,5", "1.200"], [1200.5, 1200.0], [False, False]),
        (["1,200,300", "1,200"], [1200300.0, 1200.0], [False, False]),
        (["1,200.5", "1.200,5", "1,200"], [1200.5, 1200.5, None], [False, False, True]),
        (["1 200", "1\u202f200,5", "1'200"], [1200.0, 1200.5, 1200.0], [False, False, False]),
        (["١٫٢٠٠", "0,5", "1.200"], [1.2, 0.5, 1200.0], [False, False, False]),
        (["12,34,5", "1,2.3", "12 3", "x", ""], [None] * 5, [False] * 5),
    ],
)
def test_what_a_comma_is_the_column_shows_or_nobody_knows(
    cells: list[str], values: list[float | None], doubtful: list[bool]
) -> None:
    read = read_numbers(pl.Series(cells))

    assert (read.values.to_list(), read.is_doubtful.to_list()) == (values, doubtful)


def test_what_a_comma_is_can_be_said() -> None:
    cells = pl.Series(["1,200", "1.200"])

    assert read_numbers(cells, decimal="comma").values.to_list() == [1.2, 1200.0]
    assert read_numbers(cells, decimal="point").values.to_list() == [1200.0, 1.2]


def test_persons_are_whole() -> None:
    cells = pl.Series(["1,200", "5", "12.0", "1.5", "1.200", "12,5", "1.234.567", "-3", ""])

    assert read_counts(cells).to_list() == [1200, 5, 12, None, None, None, 1234567, -3, None]


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("27/02/2016", "2016-02-27"), ("27-2-2016", "2016-02-27"), ("27.02.2016", "2016-02-27"), ("2016/2/27", "2016-02-27"),
        ("20160227", "2016-02-27"), ("02/2016", "2016-02"), ("2016/2", "2016-02"), ("٢٠١٦", "2016"), ("٢٧/٢/٢٠١٦", "2016-02-27"),
        ("27 February 2016", "2016-02-27"), ("Feb 27th, 2016", "2016-02-27"), ("27-Feb-2016", "2016-02-27"), ("Sept 2016", "2016-09"),
        ("27 شباط 2016", "2016-02-27"), ("٢٧ شباط ٢٠١٦", "2016-02-27"), ("27 فبراير 2016", "2016-02-27"),
        ("27 فبراير/شباط 2016", "2016-02-27"), ("27 شباط (فبراير) 2016م", "2016-02-27"), ("١٠ كانون الثاني ٢٠١٦", "2016-01-10"),
        ("10 كانون ثاني 2016", "2016-01-10"), ("تشرين الأول 2015", "2015-10"), ("27 أفريل 2016", "2016-04-27"), ("27 غشت 2016", "2016-08-27"),
        ("27/02/2016 18:30", "2016-02-27"), ("2016-02-27 00:00:00", "2016-02-27"), ("27/02/2016 11:30 PM", "2016-02-27"),
        ("27 شباط/آذار 2016", None), ("27/02/16", None), ("31/02/2016", None), ("27 رمضان 1437", None), ("27 May March 2016", None),
        ("noon", None), ("2016-02-27 25:00", None), ("99999", None),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_way_that_says_one_day(cell: str, iso: str | None) -> None:
    assert days(cell, "2016-01-01", clock="Asia/Damascus") == [iso, "2016-01-01"]


@pytest.mark.parametrize(("cells", "read"), [
    (["01/03/2016", "27/02/2016"], ["2016-03-01", "2016-02-27"]),
    (["01/03/2016", "02/27/2016"], ["2016-01-03", "2016-02-27"]),
    (["05/05/2016"], ["2016-05-05"]),  # the same both ways
])  # fmt: skip
def test_one_cell_decides_the_order_of_the_whole_column(cells: list[str], read: list[str]) -> None:
    assert days(*cells) == read


def test_how_the_order_was_found_is_told(read: Reading) -> None:
    intake = read("date,place,type,claimant\n01/03/2016,Madaya,shelling,SOHR\n27/02/2016,Madaya,shelling,SOHR\n")

    assert "column date is read day first, since 27/02/2016 can be read in no other way" in intake.notes


@pytest.mark.parametrize(
    "cells",
    [
        ["01/03/2016", "02/03/2016", "2016-03-01"],
        ["01/03/2016", "27/02/2016", "02/27/2016", "01/04/2016", "01/05/2016"],
    ],
)
def test_a_column_that_nothing_decides_is_asked_about(cells: list[str]) -> None:
    with pytest.raises(Refused, match="--dates day-first or --dates month-first") as refused:
        days(*cells)

    assert (refused.value.problems[0].row, refused.value.problems[0].field) == (2, "date")
    assert days(*cells, order="day-first")[0] == "2016-03-01"
    assert days(*cells, order="month-first")[0] == "2016-01-03"


def test_an_order_that_is_said_is_not_bent() -> None:
    assert days("27/02/2016", "02/27/2016", order="month-first") == [None, "2016-02-27"]


@pytest.mark.parametrize(("is_1904", "cell", "iso"), [
    (True, "40965", "2016-02-27"), (False, "42427", "2016-02-27"), (False, "40965", "2012-02-26"), (False, "42427.75", "2016-02-27T18:00:00"),
])  # fmt: skip
def test_the_workbook_says_from_when_its_days_count(is_1904: bool, cell: str, iso: str) -> None:
    assert days(cell, is_1904=is_1904) == [iso]


def test_in_a_text_file_a_serial_day_is_read_only_among_days_and_told(read: Reading) -> None:
    assert days("2016-02-26", "27/02/2016", "42427") == ["2016-02-26", "2016-02-27", "2016-02-27"]
    assert days("42427", "2016-02-26") == [None, "2016-02-26"]
    intake = read(
        "date,place,type,claimant\n2016-02-26,Madaya,shelling,SOHR\n2016-02-26,Aleppo,shelling,SOHR\n42427,Idlib,shelling,SOHR\n"
    )
    assert intake.notes == (
        "column date: 1 cells are read as serial days of Excel, counted from 1900: 42427 as 2016-02-27",
    )


@pytest.mark.parametrize(
    ("cells", "clock", "read"),
    [
        (["2016-02-26T23:00:00Z"], "Asia/Damascus", ["2016-02-27"]),
        (["2016-02-26T22:00:00.000Z"], "Asia/Damascus", ["2016-02-27"]),
        (["2016-02-27T00:00:00Z", "2016-03-01T00:00:00Z"], "America/New_York", ["2016-02-27", "2016-03-01"]),
        (["2016-02-27T23:30:00"], "America/New_York", ["2016-02-27"]),
        (["2016-02-27T10:00:00.000+03:00"], "Asia/Damascus", ["2016-02-27"]),
    ],
)
def test_a_day_is_a_day_whatever_clock_a_program_wrote_it_by(cells: list[str], clock: str, read: list[str]) -> None:
    assert days(*cells, clock=clock) == read


def test_a_day_is_the_day_in_the_clock_of_those_who_lived_it(read: Reading) -> None:  # L01
    intake = read("date,place,type,claimant\n27/02/2016,Madaya,shelling,SOHR\n")

    claim = intake.claims.row(0, named=True)
    assert (claim["occurred_from"], claim["occurred_to"]) == (
        datetime(2016, 2, 26, 22, tzinfo=UTC),
        datetime(2016, 2, 27, 22, tzinfo=UTC),
    )


def test_when_it_became_known_may_be_written_so_too(read: Reading) -> None:
    intake = read(
        "date,place,type,claimant,known_at\n2016-02-27,Madaya,shelling,SOHR,٢٨/٠٢/٢٠١٦ ١٨:٠٠\n2016-02-27,Idlib,shelling,SOHR,28 شباط 2016\n"
    )

    assert intake.claims["known_at"].to_list() == [
        datetime(2016, 2, 28, 16, tzinfo=UTC),
        datetime(2016, 2, 28, 22, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("cell", "degrees"),
    [
        ("33,7263", 33.7263), ("33.7263° N", 33.7263), ("N 33.7263", 33.7263), ("33.7263N", 33.7263), ("-33.7263", -33.7263), ("33.7263 S", -33.7263),
        ("33°43'34.68\"N", 33.7263), ("33° 43′ 34,68″", 33.7263), ("33 43 34.68 N", 33.7263), ("33°43.578'", 33.7263),
        ("٣٣٫٧٢٦٣ شمالاً", 33.7263), ("٣٣° ٤٣′ ٣٤٫٦٨″ شمال", 33.7263), ("33،7263", 33.7263), ("33.7263° جنوبا", -33.7263),
        ("33.7263 E", None), ("33°61'N", None), ("33°43'60\"N", None), ("33.5°43'N", None), ("-33 S", None), ("33 43 34", None), ("33.7.2", None),
        ("N 33 N", None), ("", None),
    ],
)  # fmt: skip
def test_degrees_are_read_in_every_way_that_says_one_latitude(cell: str, degrees: float | None) -> None:
    assert read_degrees(pl.Series([cell, "1"]), axis="north").to_list() == [
        pytest.approx(degrees) if degrees else None,
        1.0,
    ]


@pytest.mark.parametrize(
    ("cell", "pair"),
    [
        ("33.7263, 36.0953", ("33.7263", "36.0953")), ("33.7263,36.0953", ("33.7263", "36.0953")), ("33,7263 36,0953", ("33,7263", "36,0953")),
        ("33,7263; 36,0953", ("33,7263", "36,0953")), ("33.7263 36.0953 0 0", ("33.7263", "36.0953")), ("[33.7263, 36.0953]", ("33.7263", "36.0953")),
        ("33.7263، 36.0953", ("33.7263", "36.0953")), ("33°43'N 36°5'E", ("33°43'N", "36°5'E")), ("36.1E 33.7N", ("33.7N", "36.1E")),
        ("33 43 34 N, 36 5 43 E", ("33 43 34 N", "36 5 43 E")), ("33.7° شمالاً، 36.1° شرقاً", ("33.7° شمالاً", "36.1° شرقاً")),
        ("33,7263,36,0953", None), ("33.7263", None), ("Madaya", None), ("33.7 N 36.1 N", None),
    ],
)  # fmt: skip
def test_both_in_one_cell_latitude_first_unless_letters_say_otherwise(cell: str, pair: tuple[str, str] | None) -> None:
    assert split_pair(cell) == pair


def test_a_place_may_be_given_in_one_cell(read: Reading) -> None:
    intake = read(
        "date,place,type,claimant,coordinates\n"
        '2016-03-01,,shelling,SOHR,"33.7263, 36.0953"\n2016-03-02,,shelling,SOHR,33.7263 36.0953 0 0\n'
        "2016-03-03,Madaya,shelling,SOHR,\n2016-03-04,,shelling,SOHR,somewhere\n2016-03-05,,shelling,SOHR,\n"
        '2016-03-06,,shelling,SOHR,"36.0953, 33.7263"\n2016-03-07,,shelling,SOHR,0 0 0 0\n'
    )

    assert intake.claims.select("row", "latitude", "longitude").rows() == [
        (2, 33.7263, 36.0953),
        (3, 33.7263, 36.0953),
        (4, None, None),
    ]
    assert intake.quarantine.select("row", "field").rows() == [(5, "coordinates"), (6, "place"), (7, "lat"), (8, "lat")]


@pytest.fixture
def workbook(tmp_path: Path) -> Any:
    def write(
        rows: list[list[Any]], *, sheets: tuple[str, ...] = ("Data",), is_1904: bool = False, merge: str = ""
    ) -> Path:
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": is_1904}) as book:
            a_day = book.add_format({"num_format": "yyyy-mm-dd"})
            for name in sheets:
                sheet = book.add_worksheet(name)
                for r, row in enumerate(rows):
                    for c, cell in enumerate(row):
                        if isinstance(cell, datetime):
                            sheet.write_datetime(r, c, cell, a_day)
                        elif isinstance(cell, str) and cell.startswith("#"):
                            sheet.write_formula(r, c, "=1/0", None, cell)
                        elif cell is not None:
                            sheet.write(r, c, cell)
                if merge:
                    sheet.merge_range(merge, "merged")
        return path

    return write


NAMES = ["row_id", "date", "place", "type", "claimant", "killed_min"]


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_workbook_gives_days_by_its_own_count_and_texts_as_texts(workbook: Any, read: Reading, is_1904: bool) -> None:
    serial = 40965 if is_1904 else 42427
    path = workbook(
        [
            NAMES,
            ["007", datetime(2016, 2, 27), "الزبداني", "shelling", "SOHR", 3],
            ["008", serial, "مضايا", "shelling", "SOHR", 1200],
        ],
        is_1904=is_1904,
    )

    intake = read(path.read_bytes(), name="claims.xlsx")

    assert intake.quarantine.height == 0
    assert intake.claims["claim_id"].to_list() == ["claims-csv:007", "claims-csv:008"]
    assert intake.claims["occurred_from"].to_list() == [datetime(2016, 2, 26, 22, tzinfo=UTC)] * 2
    assert intake.claims["killed_min"].to_list() == [3, 1200]
    assert intake.claims["place"].to_list() == ["الزبداني", "مضايا"]


def test_a_formula_that_failed_is_nobodys_word(workbook: Any, read: Reading) -> None:
    path = workbook(
        [
            NAMES,
            ["1", datetime(2016, 2, 27), "#REF!", "shelling", "SOHR", 1],
            [],
            ["2", "#N/A", "Madaya", "shelling", "#VALUE!", 1],
        ]
    )

    intake = read(path.read_bytes(), name="claims.xlsx")

    assert intake.quarantine.select("row", "field", "found").rows() == [
        (2, "place", "#REF!"),
        (4, "date", "#N/A"),
        (4, "claimant", "#VALUE!"),
    ]
    assert (intake.rows_read, intake.rows_in_quarantine) == (2, 2)


def test_which_sheet_is_asked_and_said(workbook: Any) -> None:
    path = workbook([["a"], ["1"]], sheets=("May", "June"))

    with pytest.raises(Refused, match="found 2 sheets, expected --sheet with one of 'May', 'June'"):
        read_cells(path)
    with pytest.raises(Refused, match="did you mean 'June'"):
        read_cells(path, written=Written(sheet="Jun"))
    assert read_cells(path, written=Written(sheet="June")).notes == ("read sheet 'June'",)


def test_a_title_above_the_header_is_told_and_can_be_passed_over(workbook: Any) -> None:
    path = workbook([["Incidents of May"], [], ["date", "place"], ["2016-05-01", "Madaya"]])

    with pytest.raises(Refused, match="--header"):
        read_cells(path)
    cells = read_cells(path, written=Written(header=3))
    assert (cells.columns, cells.rows["#row"].to_list()) == (("date", "place"), [4])


def test_a_column_without_a_name_and_merged_cells_are_told(workbook: Any) -> None:
    with pytest.raises(Refused, match="no name over column B"):
        read_cells(workbook([["date", None, "place"], ["1", "2", "3"]]))
    cells = read_cells(workbook([["date", "place"], ["1", "2"], [], []], merge="A3:B4"))
    assert cells.notes == ("merged cells in rows 3, 4: a merged cell counts for its first row and column only",)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04 no workbook")

    with pytest.raises(Refused, match="an XLSX workbook"):
        read_cells(tmp_path / "book.xlsx")


def test_days_with_names_of_months_leave_the_months_of_the_board_as_they_are() -> None:
    code = (
        "import datetime, babel.dates\n"
        "from hudna.reports.written_days import read_day\n"
        "assert read_day('27 شباط 2016')\n"
        "print(babel.dates.format_date(datetime.date(2015, 9, 29), 'MMM', locale='ar_SY'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=os.environ | {"PYTHONUTF8": "1"}
    )

    assert told.stdout.decode().strip() == "أيلول"
