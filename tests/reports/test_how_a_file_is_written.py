"""How a file is written is found and told, or asked: encodings, separators, quotes, rows of tags. Cases L30 and UW2 of the list of faults."""

import csv
import random
from pathlib import Path

import pytest

from hudna.problems import Refused
from hudna.reports.cells import Cells, read_cells
from hudna.reports.encodings import decode_text
from hudna.reports.written import Written
from hudna.terms import read_gazetteer

ROWS = [
    ["date", "place", "note"],
    ["2016-02-27", "الزبداني", "قصف، ثم; هدوء"],
    ["2016-03-01", "مضايا", 'he said "no", twice\nand left'],
]


def table(delimiter: str, *, line_end: str = "\n") -> str:
    def cell(text: str) -> str:
        return f'"{text.replace(chr(34), chr(34) * 2)}"' if any(mark in text for mark in f'"\n{delimiter}') else text

    return line_end.join(delimiter.join(map(cell, row)) for row in ROWS) + line_end


def cells_of(tmp_path: Path, content: bytes, **written: str) -> Cells:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return read_cells(path, written=Written(**written))  # type: ignore[arg-type]


def as_decoded(content: bytes) -> str | None:
    try:
        return decode_text(content, file="names.csv").text
    except Refused:
        return None


def as_rows(cells: Cells) -> list[list[str]]:
    return [list(cells.columns), *(list(row) for row in cells.rows.select(cells.columns).iter_rows())]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(("delimiter", "named"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs"), ("|", "pipes")])
@pytest.mark.parametrize(
    ("encoding", "named_encoding"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 (little end first)"),
        ("utf-16-be", "UTF-16 (big end first)"),
        ("cp1256", "Windows-1256"),
        ("iso8859-6", "ISO-8859-6"),
    ],
)
def test_every_encoding_with_every_separator_gives_the_same_cells(
    tmp_path: Path, encoding: str, named_encoding: str, delimiter: str, named: str, line_end: str
) -> None:
    cells = cells_of(tmp_path, table(delimiter, line_end=line_end).encode(encoding))

    assert as_rows(cells) == ROWS
    is_plain = named_encoding == "UTF-8" and delimiter == ","
    assert cells.notes == (() if is_plain else (f"read as {named_encoding} with {named}",))


def test_a_file_of_one_line_end_for_macs_is_read(tmp_path: Path) -> None:
    assert as_rows(cells_of(tmp_path, b"date,place\r2016-02-27,Madaya\r")) == [
        ["date", "place"],
        ["2016-02-27", "Madaya"],
    ]


def test_a_mark_at_the_beginning_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert cells_of(tmp_path, "\ufeffdate;place\n".encode()).columns == ("date", "place")
    assert cells_of(tmp_path, "date,place\n".encode("utf-16")).columns == ("date", "place")


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859-6"])
@pytest.mark.parametrize(("names", "least_read"), [(1, 0.6), (3, 0.9), (10, 0.99)])
def test_no_arabic_name_that_ships_is_misread_and_short_files_are_asked_about(
    encoding: str, names: int, least_read: float
) -> None:
    known = [unit.name["ar"] for unit in read_gazetteer("cod-ab-syr").units.values() if unit.name.get("ar")]
    draw = random.Random(names)
    texts = ["place\n" + "\n".join(draw.choices(known, k=names)) for _ in range(300)]

    found = [as_decoded(text.encode(encoding)) for text in texts]

    assert all(read in (None, text) for text, read in zip(texts, found, strict=True))
    assert sum(read is not None for read in found) / 300 >= least_read


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Münster, Köln, Café", "cp1252"),
        ("Peña Niño", "latin-1"),
        ("обстрел Донецка", "cp1251"),
        ("обстрел Донецка", "koi8-r"),
        ("שלום עולם", "cp1255"),
    ],
)
def test_a_text_of_another_script_is_asked_about_and_read_when_told(tmp_path: Path, text: str, encoding: str) -> None:
    content = f"place;n\n{text};1\n".encode(encoding)

    with pytest.raises(Refused, match="--encoding"):
        cells_of(tmp_path, content)

    assert cells_of(tmp_path, content, encoding=encoding).rows["place"].to_list() == [text]


def test_an_encoding_that_does_not_fit_or_is_unknown_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="klingon"):
        cells_of(tmp_path, b"a,b\n", encoding="klingon")
    with pytest.raises(Refused, match="rot13"):
        cells_of(tmp_path, b"a,b\n", encoding="rot13")
    with pytest.raises(Refused, match="no UTF-8, after 4 bytes"):
        cells_of(tmp_path, b"a,b\n\xe1,1\n", encoding="utf-8")


def test_a_text_that_is_a_table_in_two_ways_is_asked_about(tmp_path: Path) -> None:
    content = b"a,b;c,d\n1,2;3,4\n5,6;7,8\n"

    with pytest.raises(Refused, match="--delimiter comma or semicolon"):
        cells_of(tmp_path, content)

    assert cells_of(tmp_path, content, delimiter="semicolon").columns == ("a,b", "c,d")
    assert cells_of(tmp_path, content, delimiter=",").columns == ("a", "b;c", "d")
    with pytest.raises(Refused, match="one of comma, semicolon, tab, pipe"):
        cells_of(tmp_path, content, delimiter="dash")


def test_a_separator_within_cells_does_not_make_a_table(tmp_path: Path) -> None:
    assert cells_of(tmp_path, b"date,place;village\n1,a;b\n2,c\n").columns == ("date", "place;village")


@pytest.mark.parametrize("row", ['3,"open', '3,"a" b', '""3"",b"'])
def test_quotes_that_do_not_close_are_refused_with_their_row_and_swallow_nothing(tmp_path: Path, row: str) -> None:
    with pytest.raises(Refused) as refused:
        cells_of(tmp_path, f"a,b\n1,2\n{row}\n5,6\n".encode())

    assert refused.value.problems[0].row == 3


def test_a_quote_within_a_cell_is_a_quote(tmp_path: Path) -> None:
    assert as_rows(cells_of(tmp_path, b'a,b\n1,5" pipe\n2,x\n'))[1:] == [["1", '5" pipe'], ["2", "x"]]


def test_empty_columns_without_a_name_are_none_and_filled_ones_are_refused(tmp_path: Path) -> None:
    assert cells_of(tmp_path, b"a,b,,\n1,2,,\n").columns == ("a", "b")
    with pytest.raises(Refused, match="no name over column C"):
        cells_of(tmp_path, b"a,b,,\n1,2,3,\n")


@pytest.mark.parametrize("row", ["1,2", "1,2,3"])
def test_lines_above_the_header_are_passed_over_when_told(tmp_path: Path, row: str) -> None:
    cells = cells_of(tmp_path, f"Incidents; of May\n\na,b\n{row}\n3,4\n".encode(), header=3)  # type: ignore[arg-type]

    assert (cells.columns, cells.rows["#row"].to_list()[-1], cells.rows_read) == (("a", "b"), 5, 2)


def test_a_row_of_hxl_tags_is_no_data(tmp_path: Path) -> None:
    cells = cells_of(tmp_path, b"Date,Place,Lat,Remark\n#date +event,#loc+name,#geo+lat,\n2016-02-27,Madaya,33.7,#1\n")

    assert cells.tags == {"Date": "#date+event", "Place": "#loc+name", "Lat": "#geo+lat"}
    assert cells.rows.select("#row", "Place", "Remark").rows() == [(3, "Madaya", "#1")]
    assert cells.rows_read == 1
    assert cells.notes == ("row 2 holds HXL tags: no data",)


@pytest.mark.parametrize("row", ["#REF!,#REF!", "#1,#2", "#date,Madaya", "a b #date,"])
def test_a_row_that_only_looks_like_tags_is_data(tmp_path: Path, row: str) -> None:
    assert cells_of(tmp_path, f"Date,Place\n{row}\n".encode()).rows_read == 1


def test_what_is_written_with_quotes_comes_back_as_pythons_own_reader_gives_it(tmp_path: Path) -> None:
    draw = random.Random(5)
    parts = ["a", "ب", '"', ",", "\n", ";", " ", "٣", "\u200f"]

    for _ in range(300):
        rows = [
            ["h", "k"],
            *(["x" + "".join(draw.choices(parts, k=draw.randint(0, 6))) for _ in range(2)] for _ in range(4)),
        ]
        path = tmp_path / "file.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=draw.choice(",;\t|"), quoting=csv.QUOTE_ALL).writerows(rows)

        assert as_rows(read_cells(path)) == rows
