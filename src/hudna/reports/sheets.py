"""A sheet of an XLSX workbook as rows of text: dates by the workbook's own clock of days, formula errors by their name."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from hudna.problems import Problem, Refused, nearest_name

ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!")
_ADDRESS = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"')
_ERROR = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL)
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00(\.0+)?$"
_MOMENT = r"^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})"


@dataclass(frozen=True)
class Sheet:
    """One sheet: all its rows from the first, empty ones too, so that a row's number is the spreadsheet's own."""

    name: str
    others: tuple[str, ...]
    rows: pl.DataFrame  # columns 0, 1, 2, …; null where a cell is empty
    first_column: int  # of the sheet: 0 is A
    is_1904: bool
    merged_rows: frozenset[int]  # rows that hold a merged cell


def read_sheet(path: Path, *, sheet: str | None = None) -> Sheet:
    """Read the sheet named, or the only one.

    Raises:
        Refused: no workbook, no sheet of this name, or several and none named.
    """
    import fastexcel  # heavy at import

    try:
        book = fastexcel.read_excel(path)
        names = book.sheet_names
        name = _chosen(names, sheet, file=path.name)
        rows = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
        is_1904, content = _content(path, name)
    except (
        fastexcel.FastExcelError,
        zipfile.BadZipFile,
        ElementTree.ParseError,
        KeyError,
        OSError,
        pl.exceptions.PolarsError,
    ) as error:
        raise Refused([Problem(path.name, found=str(error).splitlines()[0], expected="an XLSX workbook")]) from error
    rows = rows.rename({column: str(number) for number, column in enumerate(rows.columns)})
    first = _first_column(content) if b't="e"' in content or b"<mergeCell " in content else 0
    rows = _with_errors(_plain_days(rows), content, first)
    merged = {
        row
        for _, top, _, bottom in _MERGED.findall(content)
        for row in range(int(top), min(int(bottom), int(top) + 50) + 1)
    }
    return Sheet(name, tuple(other for other in names if other != name), rows, first, is_1904, frozenset(merged))


def _chosen(names: list[str], sheet: str | None, *, file: str) -> str:
    listed = ", ".join(repr(name) for name in names)
    if sheet is None and len(names) != 1:
        raise Refused(
            [Problem(file, field="sheet", found=f"{len(names)} sheets", expected=f"--sheet with one of {listed}")]
        )
    if sheet is not None and sheet not in names:
        raise Refused(
            [
                Problem(
                    file,
                    field="sheet",
                    found=repr(sheet),
                    expected=f"one of {listed}",
                    nearest=nearest_name(sheet, names),
                )
            ]
        )
    return names[0] if sheet is None else sheet


def _content(path: Path, name: str) -> tuple[bool, bytes]:
    """Give whether days are counted from 1904, and the sheet's own XML: the reader of cells drops formula errors, and we must not."""
    with zipfile.ZipFile(path) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        settings = book.find("{*}workbookPr")
        is_1904 = settings is not None and settings.get("date1904", "") in ("1", "true", "on")
        ids = {
            one.get("name"): next((value for key, value in one.items() if key.endswith("}id")), None)
            for one in book.findall("{*}sheets/{*}sheet")
        }
        target = {one.get("Id"): one.get("Target", "") for one in links}.get(ids.get(name), "")
        within = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return is_1904, archive.read(within) if target else b""


def _plain_days(rows: pl.DataFrame) -> pl.DataFrame:
    """Write a date without a time as a day, and one with a time with `T`."""
    return rows.with_columns(pl.all().str.replace(_MIDNIGHT, "$1").str.replace(_MOMENT, "${1}T$2"))


def _with_errors(rows: pl.DataFrame, content: bytes, first: int) -> pl.DataFrame:
    """Put the name of a formula's error where it stands."""
    found: dict[int, dict[int, str]] = {}
    for column, row, error in _ERROR.findall(content):
        found.setdefault(_number(column) - first, {})[int(row) - 1] = error.decode("utf-8", "replace")
    for number, errors in found.items():
        if str(number) in rows.columns:
            at = pl.Series(list(errors), dtype=pl.UInt32)
            rows = rows.with_columns(rows[str(number)].clone().scatter(at, list(errors.values())))
    return rows


def _first_column(content: bytes) -> int:
    return min((_number(column) for column, _ in set(_ADDRESS.findall(content))), default=0)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def column_letters(number: int) -> str:
    """Give the letters of a column as a spreadsheet shows them: 0 is A."""
    letters = ""
    while number >= 0:
        letters, number = chr(65 + number % 26) + letters, number // 26 - 1
    return letters
