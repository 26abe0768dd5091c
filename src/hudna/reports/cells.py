"""A file as cells of text, before anybody has believed any of it: CSV or Parquet, each row with its number and as it came."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hudna.problems import Problem, Refused

ROW = "#row"  # a header cannot be this by accident
RAW = "#raw"


@dataclass(frozen=True)
class Cells:
    """The rows of one file, every cell a text (empty where nothing stood), with `#row` counted from the header as row 1."""

    file: str
    columns: tuple[str, ...]
    rows: pl.DataFrame
    ragged: pl.DataFrame  # rows with more cells than the header: row, found (how many), cells

    @property
    def rows_read(self) -> int:
        return self.rows.height + self.ragged.height


def read_cells(path: Path) -> Cells:
    """Read a file without typing it, so that the quarantine can show what came.

    A byte order mark, either line ending, quoted commas and quoted line breaks are taken as they come; a row that is empty in every cell is
    no row. Rows with fewer cells than the header are filled up with empty ones.

    Raises:
        Refused: the file is not there, not UTF-8, or not Parquet although it is called so.
    """
    refuse_absent(path)
    if path.suffix.lower() in (".parquet", ".pq"):
        return _read_parquet(path)
    return _read_csv(path)


def read_header(path: Path) -> list[str]:
    """Read the names in the first line of a CSV file, stripped; raises as `read_cells` does."""
    refuse_absent(path)
    _refuse_other_dialects(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [name.strip() for name in next(csv.reader(file), [])]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused(
            [Problem(file=path.name, found=_first_line(error), expected="CSV in UTF-8 with commas")]
        ) from error


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
    places = [place for place, name in enumerate(cells.columns) if name in leave_out]

    def kept(row: Sequence[str]) -> list[str]:
        too_many = len(row) - len(cells.columns)
        hidden = {place + moved for place in places for moved in range(too_many + 1)}
        return [cell for place, cell in enumerate(row) if place not in hidden]

    told = [json.dumps({"cells": kept(row)}, ensure_ascii=False) for row in cells.ragged["cells"].to_list()]
    return cells.ragged.select("row", "found", raw=pl.Series(told, dtype=pl.String))


def refuse_absent(path: Path) -> None:
    """Refuse a path where no file is."""
    if not path.is_file():
        found = "a folder" if path.is_dir() else "no such file"
        raise Refused([Problem(file=path.name, found=found, expected="a CSV or Parquet file")])


def _read_parquet(path: Path) -> Cells:
    try:
        table = pl.read_parquet(path)
        rows = table.select(pl.all().cast(pl.String).fill_null(""))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused(
            [Problem(file=path.name, found=_first_line(error), expected="a Parquet file of plain columns")]
        ) from error
    return _numbered(path.name, rows, ragged=[])


def _read_csv(path: Path) -> Cells:
    _refuse_other_dialects(path)
    try:
        rows = pl.read_csv(path, infer_schema=False, empty_string_is_null=False)
    except pl.exceptions.NoDataError as error:
        raise Refused([Problem(file=path.name, row=1, found="an empty file", expected="a header and rows")]) from error
    except pl.exceptions.PolarsError as error:
        if "more fields" in str(error):
            return _read_ragged_csv(path)
        raise Refused(
            [Problem(file=path.name, found=_first_line(error), expected="CSV in UTF-8 with commas")]
        ) from error
    return _numbered(path.name, rows.fill_null(""), ragged=[])


def _refuse_other_dialects(path: Path) -> None:
    """Name the two ways in which spreadsheets save a CSV that is not ours: as UTF-16, and with semicolons or tabs."""
    with path.open("rb") as file:
        header = file.readline()
    found = ""
    if header.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = "UTF-16 text"
    elif b"," not in header and header.count(b";") + header.count(b"\t") > 1:
        found = f"a header with {'semicolons' if b';' in header else 'tabs'} and no comma"
    if found:
        raise Refused([Problem(file=path.name, row=1, found=found, expected="CSV in UTF-8 with commas")])


def _read_ragged_csv(path: Path) -> Cells:
    """Read row by row what the fast reader refuses, and set the rows with too many cells aside."""
    try:
        header, *lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused(
            [Problem(file=path.name, found=_first_line(error), expected="CSV in UTF-8 with commas")]
        ) from error
    _refuse_twins(header, file=path.name)
    ragged = [(number, line) for number, line in enumerate(lines, start=2) if len(line) > len(header)]
    kept = [
        line + [""] * (len(header) - len(line)) if len(line) <= len(header) else [""] * len(header) for line in lines
    ]
    rows = pl.DataFrame(kept, schema=dict.fromkeys(header, pl.String), orient="row")
    return _numbered(path.name, rows, ragged=ragged)


def _numbered(file: str, rows: pl.DataFrame, *, ragged: list[tuple[int, list[str]]]) -> Cells:
    _refuse_twins([name.strip() for name in rows.columns], file=file)
    rows = rows.rename({name: name.strip() for name in rows.columns})
    columns = tuple(rows.columns)
    numbered = rows.with_columns(pl.int_range(2, rows.height + 2, dtype=pl.UInt32).alias(ROW))
    is_row = pl.any_horizontal(pl.col(name) != "" for name in columns)
    aside = pl.DataFrame(
        [(number, str(len(cells)), cells) for number, cells in ragged],
        schema={"row": pl.UInt32, "found": pl.String, "cells": pl.List(pl.String)},
        orient="row",
    )
    return Cells(file=file, columns=columns, rows=numbered.filter(is_row), ragged=aside)


def _refuse_twins(header: Sequence[str], *, file: str) -> None:
    """Refuse a header that names a column twice; the fast reader has by then renamed the second `…_duplicated_0`."""
    names = [name if (first := re.sub(r"_duplicated_\d+$", "", name)) not in header else first for name in header]
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        found, expected = "two columns of this name", "each column once"
        raise Refused(Problem(file=file, row=1, field=name, found=found, expected=expected) for name in twins)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
