"""Which rows of the quarantine have come again, mended: the same row in every cell but those that were wrong, or the same id."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import polars as pl
from polars._typing import PolarsDataType

from hudna.reports.collection import Collection

# The column in which a table has the id of a row, and the table as which the rows of other formats are read.
ID_COLUMN = {"claims-csv": "row_id", "ucdp-ged": "id", "acled": "event_id_cnty", "gdelt": "GLOBALEVENTID"}
AS_TABLE = {
    "geojson": "claims-csv", "kml": "claims-csv", "gpkg": "claims-csv", "kobo-json": "claims-csv",
    "ucdp-api": "ucdp-ged", "ucdp-candidate": "ucdp-ged",
}  # fmt: skip
# Who mends one cell of these mends the other with it: swapped degrees, a last day before the first.
_TOGETHER = (
    {"lat", "lon", "coordinates"}, {"origin_lat", "origin_lon"}, {"latitude", "longitude"}, {"date", "date_end", "date_precision"},
    {"killed_min", "killed_max"}, {"type", "kind"}, {"date_start", "date_end"},
)  # fmt: skip
_LEAST_IN_COMMON = 2  # cells; a row of one cell is like any other
_IDS: dict[str, PolarsDataType] = {
    "row": pl.UInt32,
    "file": pl.String,
    "ids": pl.List(pl.String),
    "entry_id": pl.String,
    "how": pl.String,
}

Rest = frozenset[tuple[str, str]]


class LetIn(NamedTuple):
    """A row of the file that became claims or a tally."""

    row: int
    file: str
    ids: tuple[str, ...]
    cells: Mapping[str, str]
    is_known: bool


class Entry(NamedTuple):
    """A row that is still in quarantine, and the cells that were wrong or may be changed with them."""

    entry_id: str
    file: str
    row: int
    id_column: str | None
    cells: Mapping[str, str]
    wrong: frozenset[str]


def resolve_mended(collection: Collection, claims: pl.DataFrame, tallies: pl.DataFrame, *, file: str) -> pl.DataFrame:
    """Find for each open entry the row that is it, mended; a row answers for one entry at most.

    A row that was let in before answers only where it stands in the same row of a file of the same name.
    """
    entries = list(_open_entries(collection))
    if not entries:
        return pl.DataFrame(schema=_IDS)
    places = {entry.row for entry in entries if entry.file == file}
    rows = [one for one in _rows_let_in(claims, tallies) if not one.is_known or one.row in places]
    by_own, by_rest = _by_own_id(rows), _by_rest(rows, entries)
    taken: set[int] = set()
    found = []
    for entry in entries:
        own = entry.cells.get(entry.id_column or "", "")
        candidates = [
            *by_own.get((entry.id_column or "", own), ()),
            *by_rest[entry.wrong].get(_rest(entry.cells, entry.wrong), ()),
        ]
        fit = [
            one
            for one in candidates
            if one.row not in taken and (not one.is_known or (one.file, one.row) == (entry.file, entry.row))
        ]
        if fit:
            match = min(fit, key=lambda one: one.row != entry.row)
            taken.add(match.row)
            found.append((match.row, match.file, list(match.ids), entry.entry_id, "mended"))
    return pl.DataFrame(found, schema=_IDS, orient="row")


def resolve_retried(
    claims: pl.DataFrame, tallies: pl.DataFrame, withdrawals: pl.DataFrame, retried: Mapping[int, str]
) -> pl.DataFrame:
    """Resolve the entries whose rows were let in; which row is which entry is told."""
    found = [(one.row, one.file, list(one.ids), retried[one.row], "retried") for one in _rows_let_in(claims, tallies)]
    found += [
        (row, file, [claim_id], retried[row], "retried")
        for row, file, claim_id in withdrawals.select("row", "file", "claim_id").iter_rows()
    ]
    return pl.DataFrame(found, schema=_IDS, orient="row")


def cells_of_raw(raw: str) -> dict[str, str]:
    """Give the cells of a row as it came, without the empty ones; a row that was too long has none that can be named."""
    told = json.loads(raw)
    if not isinstance(told, dict) or isinstance(told.get("cells"), list):
        return {"#cells": json.dumps(told, ensure_ascii=False)}
    return {name: str(cell) for name, cell in told.items() if cell not in ("", None)}


def _open_entries(collection: Collection) -> Iterator[Entry]:
    grouped = collection.open_faults.group_by("entry_id", maintain_order=True).agg(
        pl.first("file", "row", "raw", "format"), pl.col("field").unique()
    )
    for entry_id, file, row, raw, format_name, fields in grouped.iter_rows():
        wrong = set(fields).union(*(group for group in _TOGETHER if group & set(fields)))
        column = ID_COLUMN.get(AS_TABLE.get(format_name, format_name))
        yield Entry(entry_id, file, row, column, cells_of_raw(raw), frozenset(wrong))


def _rows_let_in(claims: pl.DataFrame, tallies: pl.DataFrame) -> Iterator[LetIn]:
    rows = pl.concat(
        [
            claims.select("row", "file", "raw", "#status", id="claim_id"),
            tallies.select("row", "file", "raw", "#status", id="tally_id"),
        ]
    )
    by_row = rows.group_by("row", maintain_order=True).agg(
        pl.first("file", "raw"), pl.col("id"), (pl.col("#status") == "known").all()
    )
    for row, file, raw, ids, is_known in by_row.sort("row").iter_rows():
        yield LetIn(row, file, tuple(ids), cells_of_raw(raw), is_known)


def _by_own_id(rows: list[LetIn]) -> Mapping[tuple[str, str], list[LetIn]]:
    found: dict[tuple[str, str], list[LetIn]] = defaultdict(list)
    for one in rows:
        for column in ID_COLUMN.values():
            if one.cells.get(column):
                found[column, one.cells[column]].append(one)
    return found


def _by_rest(rows: list[LetIn], entries: list[Entry]) -> Mapping[frozenset[str], Mapping[Rest, list[LetIn]]]:
    """Index the rows by all their cells but those that were wrong, once for each set of wrong cells."""
    index: dict[frozenset[str], dict[Rest, list[LetIn]]] = {}
    for wrong in {entry.wrong for entry in entries}:
        found: dict[Rest, list[LetIn]] = defaultdict(list)
        for one in rows:
            rest = _rest(one.cells, wrong)
            if len(rest) >= _LEAST_IN_COMMON:
                found[rest].append(one)
        index[wrong] = found
    return index


def _rest(cells: Mapping[str, str], wrong: frozenset[str]) -> Rest:
    return frozenset((name, cell) for name, cell in cells.items() if name not in wrong)
