"""The quarantine as a sheet to mend in a spreadsheet, and the way back: rows go through the adapter by which they came."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.cells import ROW, name_and_digest, read_cells
from hudna.reports.collection import Collection, Import, changing, write_import
from hudna.reports.formula_guard import guarded, unguarded
from hudna.reports.import_rows import add_files
from hudna.reports.intake import Intake
from hudna.reports.mended import AS_TABLE

ENTRY = "quarantine_id"
OURS = (ENTRY, "quarantine_file", "quarantine_row", "quarantine_wrong", "quarantine_cells")
_BLANK = ""


@dataclass(frozen=True)
class Retry:
    """What became of the rows of a mended sheet: each was let in, is still wrong, or had left the quarantine before."""

    made: Import | None  # nothing: every row had left before
    rows: int
    let_in: int
    still_wrong: int
    left_before: int
    quarantine: pl.DataFrame  # what is still wrong, as Quarantine


def mend_sheet(collection: Collection) -> pl.DataFrame:
    """Give the open rows: their own cells in their columns, then what was wrong.

    The cells of a row that was too long stand in `quarantine_cells`, since nobody knows which is one too many.
    """
    entries = collection.open_faults.group_by("entry_id", maintain_order=True).agg(
        pl.first("file", "row", "raw"),
        wrong=pl.format("{}: found '{}', expected {}", "field", "found", "expected").str.join("; "),
    )
    rows = []
    for entry_id, file, row, raw, wrong in entries.iter_rows():
        told = json.loads(raw)
        is_too_long = isinstance(told.get("cells"), list)
        cells = {} if is_too_long else {name: cell for name, cell in told.items() if cell is not None}
        written = {name: cell if isinstance(cell, str) else json.dumps(cell) for name, cell in cells.items()}
        spare = " | ".join(told["cells"]) if is_too_long else ""
        rows.append({**written, **dict(zip(OURS, (entry_id, file, str(row), wrong, spare), strict=True))})
    columns = [name for name in dict.fromkeys(name for one in rows for name in one) if name not in OURS]
    sheet = pl.DataFrame(rows, schema=dict.fromkeys([*columns, *OURS], pl.String))
    return sheet.select(guarded(pl.col(name).fill_null("")).alias(name) for name in sheet.columns)


def retry_sheet(
    folder: Path,
    sheet: Path,
    *,
    read: Callable[[Path, str, str], Intake],
    imported_at: datetime,
    clock: str,
) -> Retry:
    """Let the mended rows of a sheet into the collection; those still wrong stay in its quarantine, and a row left out stays too.

    Args:
        folder: the collection.
        sheet: as `mend_sheet` gives it, mended.
        read: reads a file as a format, the second argument, by what its rows were read by at first, the third.
        imported_at: instant of the import.
        clock: IANA name of the clock in which days are days.

    Raises:
        Refused: the sheet cannot be read, names an entry twice, or one that the collection does not have.
    """
    with changing(folder) as collection:
        cells = read_cells(sheet)
        rows = cells.rows.with_columns(unguarded(pl.col(name)).alias(name) for name in cells.columns)
        _refuse_strangers(rows, cells.columns, collection, file=sheet.name)
        faults = (
            collection.tables["faults"].unique("entry_id", keep="first").select("entry_id", "format", "read_by", "raw")
        )
        named = rows.join(faults, left_on=ENTRY, right_on="entry_id", how="left", maintain_order="left")
        left_before = named[ENTRY].is_in(collection.tables["resolutions"]["entry_id"].implode())
        waiting = named.filter(~left_before)
        if waiting.is_empty():
            return Retry(None, rows.height, 0, 0, int(left_before.sum()), collection.open_faults.head(0))
        intakes = [
            _read_group(group, list(cells.columns), name=sheet.name, key=key, read=read)
            for key, group in waiting.group_by("format", "read_by", maintain_order=True)
        ]
        intakes = [_as_of_sheet(one, sheet) for one in intakes]
        retried = dict(waiting.select(ROW, ENTRY).iter_rows())
        added = add_files(collection, intakes, imported_at=imported_at, clock=clock, retried=retried)
        write_import(folder, collection, added.made, added.additions)
    still = sum(one.in_quarantine for one in added.made.files)
    let_in = sum(one.resolved for one in added.made.files)
    return Retry(added.made, rows.height, let_in, still, int(left_before.sum()), added.quarantine)


def _read_group(
    group: pl.DataFrame,
    columns: Sequence[str],
    *,
    name: str,
    key: tuple[object, ...],
    read: Callable[[Path, str, str], Intake],
) -> Intake:
    """Write the rows of one format, read by the same map, as a file of their own, each at its place in the sheet, and read it by the format's adapter."""
    own = {column for raw in group["raw"] for column in json.loads(raw)} - {"cells"}
    has_cell = {column for column in columns if (group[column] != "").any()}
    kept = [column for column in columns if column not in OURS and column in own | has_cell]
    last = int(group.select(pl.col(ROW).max()).item())
    places = pl.DataFrame({ROW: range(2, last + 1)}, schema={ROW: pl.UInt32})
    table = places.join(group, on=ROW, how="left", maintain_order="left").select(pl.col(kept).fill_null(_BLANK))
    with TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).stem + ".csv")
        table.write_csv(path, include_bom=True)
        format_name, read_by = map(str, key)
        return read(path, AS_TABLE.get(format_name, format_name), read_by)


def _as_of_sheet(intake: Intake, sheet: Path) -> Intake:
    """Say of the rows that they stand in the sheet, which may be a workbook."""
    count = intake.counts[0]._replace(file=sheet.name)
    tables = {
        name: getattr(intake, name).with_columns(file=pl.lit(sheet.name))
        for name in ("claims", "tallies", "quarantine", "withdrawals")
    }
    return replace(intake, **tables, counts=(count,), files=(name_and_digest(sheet),))


def _refuse_strangers(rows: pl.DataFrame, columns: Sequence[str], collection: Collection, *, file: str) -> None:
    if ENTRY not in columns:
        expected = "the column by which `hudna quarantine fix` names each row"
        raise Refused([Problem(file, 1, field=ENTRY, found="no such column", expected=expected)])
    strange = rows.filter(~pl.col(ENTRY).is_in(collection.tables["faults"]["entry_id"].implode()))
    twice = rows.filter(~pl.col(ENTRY).is_first_distinct())
    problems = [
        Problem(file, row, field=ENTRY, found=entry, expected=expected)
        for table, expected in (
            (strange, f"a row of the quarantine of {collection.name}; a row that is new goes in by `hudna import`"),
            (twice, "each row of the quarantine once"),
        )
        for row, entry in table.select(ROW, ENTRY).iter_rows()
    ]
    if problems:
        raise Refused(problems)
