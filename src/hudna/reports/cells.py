"""A file as cells of text, before anybody has believed any of it: CSV, XLSX or Parquet, each row with its number and as it came."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import dataframely as dy
import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.dialects import delimiter_of, told_delimiter
from hudna.reports.encodings import Text, decode_text, is_plain_utf8
from hudna.reports.hxl import tags_of
from hudna.reports.sheets import column_letters, read_sheet
from hudna.reports.tables import Quarantine
from hudna.reports.written import AS_FOUND, Written
from hudna.terms import DECEIVING

ROW = "#row"  # a header cannot be this by accident
RAW = "#raw"
PARQUET, WORKBOOKS = (".parquet", ".pq"), (".xlsx", ".xlsm")
TABLES = (*PARQUET, *WORKBOOKS)  # files that are what they are called
_TITLE_WITHIN = 20  # rows among which the header stands, if the first row is a title
_START = 1 << 16  # bytes by which we tell how a text is written


@dataclass(frozen=True)
class Cells:
    """The rows of one file, every cell a text (empty where nothing stood), with `#row` counted from the header as row 1."""

    file: str
    columns: tuple[str, ...]
    rows: pl.DataFrame
    ragged: pl.DataFrame  # rows with more cells than the header: row, found (how many), cells
    notes: tuple[str, ...] = ()  # what was found of how the file is written
    tags: Mapping[str, str] = field(default_factory=dict)  # HXL tag by column, from a row of tags
    header: tuple[str, ...] = ()  # the file's own names, where a column map has put ours in their place
    is_1904: bool | None = None  # a workbook that counts days from 1904; nothing: no workbook
    ours: tuple[str, ...] = ()  # columns that the format itself tells under our names, as lat and lon of a geometry
    aside: dy.DataFrame[Quarantine] = field(default_factory=Quarantine.create_empty)  # rows that are no row of cells

    @property
    def rows_read(self) -> int:
        return self.rows.height + self.ragged.height + self.aside["row"].n_unique()

    @property
    def own_header(self) -> tuple[str, ...]:
        return self.header or self.columns


def read_cells(path: Path, *, written: Written = AS_FOUND) -> Cells:
    """Read a file without typing it, so that the quarantine can show what came.

    CSV in UTF-8, UTF-16, Windows-1256 or ISO-8859-6, with commas, semicolons, tabs or pipes; XLSX; Parquet. A byte order mark, either line
    ending, quoted separators and quoted line breaks are taken as they come; a row that is empty in every cell is no row, and neither is a row
    of HXL tags under the header. Rows with fewer cells than the header are filled up with empty ones.

    Args:
        path: the file; `.parquet`, `.pq`, `.xlsx` and `.xlsm` are what they are called, everything else is text.
        written: what its sender says of how it is written; the rest is found, and `notes` tell what.

    Raises:
        Refused: the file is not there or not what it is called; how it is written cannot be told; a column is named twice or not at all.
    """
    refuse_absent(path)
    kind = path.suffix.lower()
    if kind in PARQUET:
        return _read_parquet(path)
    if kind in WORKBOOKS:
        return _read_xlsx(path, written)
    return _read_csv(path, written)


def read_header(path: Path) -> list[str]:
    """Read the names in the first line of a CSV file, stripped; raises as `read_cells` does."""
    refuse_absent(path)
    text = _decoded(path.read_bytes(), path, AS_FOUND).text
    delimiter = delimiter_of(text[:_START], file=path.name)
    try:
        return [name.strip() for name in next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])]
    except csv.Error as error:
        raise Refused([Problem(path.name, row=1, found=_first_line(error), expected="a header")]) from error


def name_and_digest(path: Path) -> tuple[str, str]:
    """Give a file's name and the SHA-256 of its bytes, by which an output says what it rests on."""
    with path.open("rb") as file:
        return path.name, hashlib.file_digest(file, "sha256").hexdigest()


def with_columns_for(rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Add the columns that a file may leave out, empty."""
    return rows.with_columns(pl.lit("").alias(name) for name in columns if name not in rows.columns)


def as_it_came(columns: Sequence[str]) -> pl.Expr:
    """Give the row as JSON, of these columns only, in their order."""
    return pl.struct(pl.col(name) for name in columns).struct.json_encode().alias(RAW)


def too_long_as_they_came(cells: Cells, *, leave_out: Sequence[str] = ()) -> pl.DataFrame:
    """Give the rows with too many cells: row, found, and raw, their cells as JSON without those that may be of a column to leave out.

    A cell too many, wherever it stands, moves those after it one further: all places to which a column can have been moved are left out.
    """
    places = [place for place, name in enumerate(cells.own_header) if name in leave_out]

    def kept(row: Sequence[str]) -> list[str]:
        too_many = len(row) - len(cells.own_header)
        hidden = {place + moved for place in places for moved in range(too_many + 1)}
        return [cell for place, cell in enumerate(row) if place not in hidden]

    told = [json.dumps({"cells": kept(row)}, ensure_ascii=False) for row in cells.ragged["cells"].to_list()]
    return cells.ragged.select("row", "found", raw=pl.Series(told, dtype=pl.String))


def refuse_absent(path: Path) -> None:
    """Refuse a path where no file is."""
    if not path.is_file():
        found = "a folder" if path.is_dir() else "no such file"
        raise Refused([Problem(file=path.name, found=found, expected="a CSV, XLSX or Parquet file")])


def _read_parquet(path: Path) -> Cells:
    try:
        table = pl.read_parquet(path)
        rows = table.select(pl.all().cast(pl.String).fill_null(""))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused(
            [Problem(file=path.name, found=_first_line(error), expected="a Parquet file of plain columns")]
        ) from error
    return _numbered(path.name, rows, ragged=[])


def _read_xlsx(path: Path, written: Written) -> Cells:
    """Read a sheet; rows above the header are titles, and are not read."""
    sheet = read_sheet(path, sheet=written.sheet)
    top = (written.header or 1) - 1
    if sheet.rows.height <= top:
        raise Refused([Problem(path.name, row=top + 1, found="an empty sheet", expected="a header and rows")])
    names = [(name or "").strip() for name in sheet.rows.row(top)]
    below = sheet.rows.slice(top + 1).fill_null("")
    widest = max((sum(map(bool, row)) for row in below.head(_TITLE_WITHIN).iter_rows()), default=0)
    if sum(map(bool, names)) < 2 <= widest:
        found = f"a title in row {top + 1}: {next(filter(None, names), '')!r}"
        raise Refused([Problem(path.name, row=top + 1, found=found, expected="the header; say its row with --header")])
    notes = [f"read sheet {sheet.name!r}"] if sheet.others else []
    notes += ["the workbook counts days from 1904"] if sheet.is_1904 else []
    merged = sorted(row for row in sheet.merged_rows if row > top + 1)
    if merged:
        told = ", ".join(map(str, merged[:5])) + (" …" if len(merged) > 5 else "")
        notes.append(f"merged cells in rows {told}: a merged cell counts for its first row and column only")
    cells = _numbered(path.name, below, names=names, ragged=[], first=top + 2, letters_from=sheet.first_column)
    return replace(cells, notes=(*notes, *cells.notes), is_1904=sheet.is_1904)


def _read_csv(path: Path, written: Written) -> Cells:
    """Read a text file: with the fast reader where it can be trusted with it, else row by row."""
    above = (written.header or 1) - 1
    with path.open("rb") as file:
        start = file.read(_START)
    if not start.strip():
        raise Refused([Problem(path.name, row=1, found="an empty file", expected="a header and rows")])
    if written.encoding is None and is_plain_utf8(start) and not _has_bare_returns(start):
        text = start.decode("utf-8", errors="ignore").removeprefix("\ufeff")
        delimiter = delimiter_of(_below(text, above), file=path.name, said=written.delimiter)
        rows = _read_fast(path, delimiter, above=above)
        if rows is not None:
            cells = _numbered(path.name, rows, ragged=[], first=above + 2)
            return _noted(cells, "UTF-8", delimiter, is_told=False)
    decoded = _decoded(path.read_bytes(), path, written)
    text = _below(decoded.text, above)
    delimiter = delimiter_of(text[:_START], file=path.name, said=written.delimiter)
    rows = _read_fast(io.BytesIO(text.encode("utf-8", errors="replace")), delimiter)
    if rows is None:
        cells = _read_row_by_row(path.name, text, delimiter, first=above + 2)
    else:
        cells = _numbered(path.name, rows, ragged=[], first=above + 2)
    return _noted(cells, decoded.encoding, delimiter, is_told=decoded.is_told)


def _decoded(content: bytes, path: Path, written: Written) -> Text:
    decoded = decode_text(content, file=path.name, encoding=written.encoding)
    if "\n" in decoded.text or "\r" not in decoded.text:
        return decoded
    return decoded._replace(text=decoded.text.replace("\r", "\n"))


def _below(text: str, above: int) -> str:
    """Give the text without the lines above its header."""
    return text.split("\n", above)[-1] if above else text


def _has_bare_returns(start: bytes) -> bool:
    return b"\r" in start and b"\n" not in start


def _noted(cells: Cells, encoding: str, delimiter: str, *, is_told: bool) -> Cells:
    if not is_told and delimiter == ",":
        return cells
    return replace(cells, notes=(f"read as {encoding} with {told_delimiter(delimiter)}", *cells.notes))


def _read_fast(source: Path | io.BytesIO, delimiter: str, *, above: int = 0) -> pl.DataFrame | None:
    """Read with polars; nothing where it cannot, or where an odd number of quotes says that it would mend what it must not."""
    if _count_quotes(source) % 2:
        return None
    try:
        rows = pl.read_csv(
            source, separator=delimiter, infer_schema=False, empty_string_is_null=False, skip_lines=above
        )
    except pl.exceptions.PolarsError:
        return None
    return rows.fill_null("")


def _count_quotes(source: Path | io.BytesIO) -> int:
    if isinstance(source, io.BytesIO):
        return source.getvalue().count(b'"')
    with source.open("rb") as file:
        return sum(part.count(b'"') for part in iter(lambda: file.read(1 << 20), b""))


def _read_row_by_row(file: str, text: str, delimiter: str, *, first: int) -> Cells:
    """Read what the fast reader refuses, and set the rows with too many cells aside."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    lines: list[list[str]] = []
    began = 1
    try:
        header = next(reader, [])
        while True:
            began = reader.line_num + first - 1
            lines.append(next(reader))
    except StopIteration:
        pass
    except csv.Error as error:
        found = f"{_first_line(error)}, in the row that begins in line {began}"
        expected = "a quote at the beginning of a cell closed at its end, and doubled within"
        raise Refused([Problem(file, row=first + len(lines), found=found, expected=expected)]) from error
    names = [name.strip() for name in header]
    ragged = [(number, line) for number, line in enumerate(lines, start=first) if len(line) > len(header)]
    kept = [
        line + [""] * (len(header) - len(line)) if len(line) <= len(header) else [""] * len(header) for line in lines
    ]
    rows = pl.DataFrame(kept, schema={str(number): pl.String for number in range(len(names))}, orient="row")
    return _numbered(file, rows, names=names, ragged=ragged, first=first)


def _numbered(
    file: str,
    rows: pl.DataFrame,
    *,
    ragged: list[tuple[int, list[str]]],
    names: Sequence[str] | None = None,
    first: int = 2,
    letters_from: int = 0,
) -> Cells:
    """Name the columns, without what is not seen, and number the rows; a column without a name and without a cell is none."""
    names = [DECEIVING.sub("", name).strip() for name in (_as_in_header(rows.columns) if names is None else names)]
    rows.columns = [str(number) for number in range(rows.width)]
    if not any(names):
        raise Refused([Problem(file, row=first - 1, found="no names of columns", expected="a header and rows")])
    nameless = [str(number) for number, name in enumerate(names) if not name]
    filled = [column for column in nameless if (rows[column] != "").any()]
    if filled:
        shown = ", ".join(column_letters(int(column) + letters_from) for column in filled)
        raise Refused(
            [
                Problem(
                    file,
                    row=first - 1,
                    found=f"no name over column {shown}",
                    expected="a name in each column of the header; a merged cell names its first column only",
                )
            ]
        )
    _refuse_twins([name for name in names if name], file=file)
    rows = rows.drop(nameless).rename({str(number): name for number, name in enumerate(names) if name})
    columns = tuple(rows.columns)
    numbered = rows.with_columns(pl.int_range(first, rows.height + first, dtype=pl.UInt32).alias(ROW))
    numbered = numbered.filter(pl.any_horizontal(pl.col(name) != "" for name in columns))
    tags = tags_of(numbered.row(0, named=True), columns) if numbered.height else {}
    notes = (f"row {numbered[ROW][0]} holds HXL tags: no data",) if tags else ()
    aside = pl.DataFrame(
        [(number, str(len(cells)), cells) for number, cells in ragged],
        schema={"row": pl.UInt32, "found": pl.String, "cells": pl.List(pl.String)},
        orient="row",
    )
    return Cells(
        file=file, columns=columns, rows=numbered[1:] if tags else numbered, ragged=aside, notes=notes, tags=tags
    )


def _as_in_header(columns: Sequence[str]) -> list[str]:
    """Give the names as they stand in the file; the fast reader has renamed a second one of the same name `…_duplicated_0`."""
    return [first if (first := re.sub(r"_duplicated_\d+$", "", name)) in columns else name for name in columns]


def _refuse_twins(names: Sequence[str], *, file: str) -> None:
    taken = [name for name in names if name in (ROW, RAW)]
    twins = sorted({name for name in names if names.count(name) > 1})
    problems = [
        Problem(file, row=1, field=name, found="two columns of this name", expected="each column once")
        for name in twins
    ]
    problems += [
        Problem(file, row=1, field=name, found="a name that we use ourselves", expected="another name")
        for name in taken
    ]
    if problems:
        raise Refused(problems)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
