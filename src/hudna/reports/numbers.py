"""Numbers as people write them: `1,200`, `1.200,5`, `1 200`, `١٬٢٠٠`, `12.0`. Where a mark can stand for two things, the column decides, or nobody."""

from typing import NamedTuple

import polars as pl

from hudna.reports.digits import fold_digits_where_needed
from hudna.reports.written import DecimalMark

TWO_NUMBERS = "a number that can be read in one way only; or say --decimal point or --decimal comma"
_SPACED = r"^[+-]?\d{1,3}([ \u00a0\u2009\u202f'’]\d{3})+([.,]\d+)?$"
_SPACES = r"[ \u00a0\u2009\u202f'’]"
_ONE_COMMA = r"^[+-]?[1-9]\d{0,2},\d{3}$"  # 1,200: twelve hundred, or one and a fifth
_ONE_POINT = r"^[+-]?[1-9]\d{0,2}\.\d{3}$"
_COMMAS = r"^[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})$"  # only groups of thousands look so
_POINTS = r"^[+-]?\d{1,3}((\.\d{3})+,\d+|(\.\d{3}){2,})$"
_DECIMAL_COMMA = r"^[+-]?(\d+,(\d{1,2}|\d{4,})|0?,\d+)$"
_DECIMAL_POINT = r"^[+-]?(\d+\.(\d{1,2}|\d{4,})|0?\.\d+)$"
_EXACT = 2.0**53


class Numbers(NamedTuple):
    """The numbers, null where a cell is empty or cannot be read; and where it can be read as two numbers."""

    values: pl.Series
    is_doubtful: pl.Series


def read_numbers(cells: pl.Series, *, decimal: DecimalMark | None = None) -> Numbers:
    """Read a column of numbers. What the column shows elsewhere (`0,5`; `1,200.5`) decides what its commas and points are."""
    text = fold_digits_where_needed(cells.str.strip_chars())
    values = text.cast(pl.Float64, strict=False)
    if decimal != "comma" and (values.is_not_null() | (text == "")).all():
        return Numbers(values, pl.repeat(value=False, n=len(cells), eager=True))
    text = text.str.replace("،", ",", literal=True)
    is_arabic = cells.str.contains("٫", literal=True)  # says what it is, and nothing of commas and points
    mark = decimal or _mark_shown(text.filter(~is_arabic))
    frame = pl.DataFrame({"text": text, "plain": values, "is_arabic": is_arabic})
    cell = pl.col("text")
    spaced = pl.when(cell.str.contains(_SPACED)).then(cell.str.replace_all(_SPACES, "")).otherwise(cell)
    frame = frame.with_columns(text=spaced)
    is_thousands_comma = cell.str.contains(_COMMAS) | (cell.str.contains(_ONE_COMMA) & (pl.lit(mark) == "point"))
    is_thousands_point = cell.str.contains(_POINTS) | (cell.str.contains(_ONE_POINT) & (pl.lit(mark) == "comma"))
    is_doubtful = cell.str.contains(_ONE_COMMA) & pl.lit(mark is None)
    is_decimal_comma = cell.str.contains(_DECIMAL_COMMA) | (cell.str.contains(_ONE_COMMA) & (pl.lit(mark) == "comma"))
    written = (
        pl.when("is_arabic").then("text")
        .when(is_thousands_comma).then(cell.str.replace_all(",", "", literal=True))
        .when(is_thousands_point).then(cell.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(is_decimal_comma).then(cell.str.replace(",", ".", literal=True))
        .when(is_doubtful).then(pl.lit(None, pl.String))
        .otherwise(cell)
    )  # fmt: skip
    read = frame.select(values=written.cast(pl.Float64, strict=False), is_doubtful=is_doubtful)
    return Numbers(read["values"], read["is_doubtful"])


def read_counts(cells: pl.Series) -> pl.Series:
    """Read a column of whole numbers; `12.0` is 12, and `1,200` 1200, since nobody counts one and a fifth. `1.200` may be 1 and is nothing."""
    text = fold_digits_where_needed(cells.str.strip_chars())
    counts = text.cast(pl.Int64, strict=False)
    left = (counts.is_null() & (text != "")).arg_true()
    if left.is_empty():
        return counts
    text = text.gather(left)
    is_one_point = pl.col("text").str.contains(_ONE_POINT)
    number = read_numbers(text, decimal="point").values
    is_whole = (number == number.floor()) & (number.abs() < _EXACT)
    whole = pl.select(pl.when(is_whole).then(number)).to_series().cast(pl.Int64, strict=False)
    read = pl.DataFrame({"text": text, "whole": whole}).select(pl.when(~is_one_point).then("whole")).to_series()
    return counts.scatter(left, read)


def _mark_shown(text: pl.Series) -> DecimalMark | None:
    """Tell which mark the column shows to be the decimal one, if it shows one and not the other."""
    shows_comma = text.str.contains(_DECIMAL_COMMA).any() or text.str.contains(_POINTS).any()
    shows_point = text.str.contains(_DECIMAL_POINT).any() or text.str.contains(_COMMAS).any()
    if shows_comma == shows_point:
        return None
    return "comma" if shows_comma else "point"
