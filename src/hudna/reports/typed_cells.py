"""A table of ours as cells of text, and back, so that what is exported comes in again as it was.

Instants carry their offset; lists stand in one cell with `|` between, or as JSON where a member holds one; an empty text and none are one.
"""

import json
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import dataframely as dy
import polars as pl

from hudna.reports.door import Check
from hudna.reports.formula_guard import guarded, unguarded

UTC_COLUMN, LOCAL_COLUMN, ZONE_COLUMN = "_utc", "_local", "time_zone"  # of workbooks, whose cells have no offset
_TRUTHS = {"true": True, "false": False, "yes": True, "no": False}
_NICE_MEMBER = r"^[^|\[\s'\"\\][^|\\\x00]*$"
_WHOLE_MINUTES = pl.duration(seconds=60)


def cells_of_table(table: pl.DataFrame, *, clock: str, is_guarded: bool = True) -> pl.DataFrame:
    """Write every column as text; instants in the clock, texts guarded against being run as formulas where a spreadsheet may open them."""

    def guard(cell: pl.Expr) -> pl.Expr:
        return guarded(cell) if is_guarded else cell

    cells = []
    for name, kind in table.schema.items():
        column = pl.col(name)
        if isinstance(kind, pl.Datetime):
            cell = _with_offset(column, clock)
        elif isinstance(kind, pl.List):
            cell = guard(_joined(table[name]))
        elif kind == pl.String or isinstance(kind, pl.Enum | pl.Categorical):
            cell = guard(column.cast(pl.String))
        else:
            cell = column.cast(pl.String)
        cells.append(cell.fill_null("").alias(name))
    return table.select(cells)


def typed_columns(cells: pl.DataFrame, schema: type[dy.Schema], *, is_guarded: bool = True) -> pl.DataFrame:
    """Type the columns of a table of ours, null where a cell is empty or cannot be read; a column that is missing is empty.

    Of a workbook the UTC columns are read; local ones stand beside them for people.
    """
    typed = []
    for name, column in schema.columns().items():
        source = f"{name}{UTC_COLUMN}" if f"{name}{UTC_COLUMN}" in cells.columns else name
        cell = pl.col(source) if source in cells.columns else pl.lit("")
        typed.append(_read(cell, column, is_guarded=is_guarded).alias(name))
    return cells.select(typed)


def checks_of_columns(schema: type[dy.Schema], cells: Sequence[str]) -> list[Check]:
    """List what can be wrong with the cells of a table of ours: the columns `cells` as they came, those typed under their name and `#`."""
    checks = []
    for name, column in schema.columns().items():
        typed = pl.col(f"{name}#")
        source = f"{name}{UTC_COLUMN}" if f"{name}{UTC_COLUMN}" in cells else name
        is_empty = (pl.col(source) == "") if source in cells else pl.lit(value=True)
        wrong = typed.is_null() & (
            ~is_empty if column.nullable or isinstance(column, dy.String | dy.List) else pl.lit(value=True)
        )
        for limit, is_beyond in (("min", typed.__lt__), ("max", typed.__gt__)):
            bound = getattr(column, limit, None)
            if bound is not None and not isinstance(column, dy.List):
                wrong |= is_beyond(bound).fill_null(value=False)
        if isinstance(column, dy.Float64):
            wrong |= (~typed.is_finite()).fill_null(value=False)
        if isinstance(column, dy.String) and column.min_length:
            wrong |= (typed.str.len_chars() < column.min_length).fill_null(value=not column.nullable)
        found = pl.col(source) if source in cells else pl.lit("")
        checks.append(Check(source if source in cells else name, wrong, column.description or "", found=found))
    return checks


def _with_offset(column: pl.Expr, clock: str) -> pl.Expr:
    """Write an instant in the clock, with its offset; in UTC where the offset of that age is no whole number of minutes."""
    local = column.dt.convert_time_zone(str(ZoneInfo(clock)))
    offset = local.dt.base_utc_offset() + local.dt.dst_offset()
    form = "%Y-%m-%dT%H:%M:%S%.f%:z"
    return (
        pl.when(offset.dt.total_seconds() % 60 == 0)
        .then(local.dt.to_string(form))
        .otherwise(column.dt.convert_time_zone("UTC").dt.to_string(form))
    )


def _joined(column: pl.Series) -> pl.Expr:
    """Write lists in one cell; as JSON where joining could not be undone."""
    told = column.to_frame("list").with_row_index("#")
    is_nice = (
        pl.col("list").list.eval(pl.element().str.contains(_NICE_MEMBER)).list.all() & (pl.col("list").list.len() > 0)
    ).fill_null(value=False)
    plain = told.with_columns(is_nice.alias("is_nice"), cell=pl.col("list").list.join("|"))
    if plain["is_nice"].all():
        return pl.lit(plain["cell"])
    cells = [
        cell if nice else "" if not members else json.dumps(members, ensure_ascii=False)
        for cell, nice, members in plain.select("cell", "is_nice", "list").iter_rows()
    ]
    return pl.lit(pl.Series(column.name, cells, dtype=pl.String))


def _read(cell: pl.Expr, column: dy.Column, *, is_guarded: bool) -> pl.Expr:
    text = unguarded(cell) if is_guarded else cell
    filled = pl.when(cell != "").then(text)
    if isinstance(column, dy.List):
        return text.map_batches(_members, return_dtype=pl.List(pl.String))
    if isinstance(column, dy.Datetime):
        return _instant(cell)
    if isinstance(column, dy.Date):
        return cell.str.to_date("%Y-%m-%d", strict=False)
    if isinstance(column, dy.Bool):
        return cell.str.to_lowercase().replace_strict(_TRUTHS, default=None, return_dtype=pl.Boolean)
    if isinstance(column, dy.Enum):
        return filled.cast(column.dtype, strict=False)
    if isinstance(column, dy.String):
        return filled if column.nullable else text
    return cell.cast(column.dtype, strict=False)


def _instant(cell: pl.Expr) -> pl.Expr:
    """Read an instant with its offset; without one, as in a workbook's UTC columns, in UTC."""
    spaced = cell.str.replace(" ", "T", literal=True)
    has_offset = spaced.str.contains(r"(Z|[+-]\d\d:?\d\d)$")
    whole = pl.when(has_offset).then(spaced).otherwise(spaced + "Z").str.replace(r"Z$", "+00:00")
    return whole.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", time_unit="us", time_zone="UTC", strict=False)


def _members(cells: pl.Series) -> pl.Series:
    told = {cell: _members_of(cell) for cell in cells.unique()}
    return pl.Series(cells.name, [told[cell] for cell in cells], dtype=pl.List(pl.String))


def _members_of(cell: str) -> list[str] | None:
    if not cell.startswith("["):
        return cell.split("|") if cell else []
    try:
        told = json.loads(cell)
    except ValueError:
        return None
    return told if isinstance(told, list) and all(isinstance(one, str) for one in told) else None


def renamed_for_workbook(table: pl.DataFrame) -> Mapping[str, tuple[str, str]]:
    """Give for each column of instants its two names in a workbook: in UTC, and local."""
    return {
        name: (f"{name}{UTC_COLUMN}", f"{name}{LOCAL_COLUMN}")
        for name, kind in table.schema.items()
        if isinstance(kind, pl.Datetime)
    }
