"""Days as reports write them, and the instants at which local days end. A day is a day in the agreement's own clock."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

import polars as pl

from hudna.terms import end_of_local_day, to_instant

_end = lru_cache(maxsize=100_000)(end_of_local_day)  # the end of a day is the start of the next
INSTANT = pl.Datetime("us", "UTC")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100  # a year outside is a typing error; extremes seen in UCDP are centuries off


def read_days(cells: pl.Series) -> pl.DataFrame:
    """Give the first and the last day that each cell can mean, and how finely it is written; each distinct cell is read once."""
    cells = cells.rename("cell")
    distinct = cells.unique().to_frame()
    written = pl.when(is_year("cell")).then(pl.lit("year")).when(is_month("cell")).then(pl.lit("month"))
    read = distinct.with_columns(first=first_day("cell"), last=last_day("cell"), written=written)
    return cells.to_frame().join(read, on="cell", how="left", nulls_equal=True, maintain_order="left")


def first_day(cell: str) -> pl.Expr:
    """Give the first day that `2016`, `2016-02` or `2016-02-27` can mean; null for anything else."""
    text = pl.col(cell).str.strip_chars()
    padded = pl.when(is_year(cell)).then(text + "-01-01").when(is_month(cell)).then(text + "-01").otherwise(text)
    return pl.when(text.str.contains(r"^\d{4}(-\d{2}){0,2}$")).then(padded.str.to_date("%Y-%m-%d", strict=False))


def last_day(cell: str) -> pl.Expr:
    """Give the last day, inclusive, that `2016`, `2016-02` or `2016-02-27` can mean; null for anything else."""
    first = first_day(cell)
    end_of_year = first.dt.offset_by("1y").dt.offset_by("-1d")
    return pl.when(is_year(cell)).then(end_of_year).when(is_month(cell)).then(first.dt.month_end()).otherwise(first)


def is_year(cell: str) -> pl.Expr:
    return pl.col(cell).str.strip_chars().str.contains(r"^\d{4}$")


def is_month(cell: str) -> pl.Expr:
    return pl.col(cell).str.strip_chars().str.contains(r"^\d{4}-\d{2}$")


def is_outside_the_years(day: str) -> pl.Expr:
    return ~pl.col(day).dt.year().is_between(EARLIEST_YEAR, LATEST_YEAR)


def day_ends(days: pl.Series, *, clock: str) -> pl.Series:
    """Give the instant at which each local day ends, UTC: the first instant of the next (a null day stays null).

    Each distinct day is asked once: in some zones a local midnight does not exist (Damascus, 2016-03-25).
    """
    distinct = days.drop_nulls().unique().sort()
    ends = pl.Series([_end(day, clock) for day in distinct], dtype=INSTANT)
    return days.replace_strict(distinct, ends, default=None, return_dtype=INSTANT)


def day_starts(days: pl.Series, *, clock: str) -> pl.Series:
    """Give the instant at which each local day starts, UTC."""
    return day_ends(days.dt.offset_by("-1d"), clock=clock)


def instants_as_stated(cells: pl.Series, *, clock: str) -> Mapping[str, datetime | None]:
    """Read each distinct cell that states when something became known; None where it cannot be read.

    An instant with its offset is that instant; without one it is read in the local clock; a day is the end of that local day.
    """
    return {cell: _instant(cell.strip(), clock=clock) for cell in cells.unique().sort() if cell.strip()}


def _instant(cell: str, *, clock: str) -> datetime | None:
    try:
        if len(cell) == len("2016-02-27"):
            instant = end_of_local_day(date.fromisoformat(cell), clock)
        elif cell.endswith("Z") or cell[-6:-5] in ("+", "-"):
            instant = datetime.fromisoformat(cell).astimezone(
                UTC
            )  # an offset settles it, whatever the local clock shows
        else:
            instant = to_instant(cell, clock)
    except (ValueError, OverflowError):
        return None
    return instant if EARLIEST_YEAR <= instant.year <= LATEST_YEAR else None
