"""The door of a file: which adapter reads it is told by its columns."""

from dataclasses import replace
from pathlib import Path

from hudna.problems import Refused
from hudna.reports.cells import name_and_digest, read_cells
from hudna.reports.claims_columns import missing_columns
from hudna.reports.claims_csv import read_claims_csv
from hudna.reports.column_map import apply_map, in_their_words, map_beside, read_column_map
from hudna.reports.intake import Intake
from hudna.reports.lexicon import Lexicon
from hudna.reports.ucdp_ged import is_ucdp_ged, read_ucdp_ged
from hudna.reports.written import AS_FOUND, Written
from hudna.terms import Gazetteer

OVERLAY = "targets.csv"


def read_claims(
    path: Path,
    *,
    lexicon: Lexicon,
    gazetteer: Gazetteer | None,
    clock: str,
    hide_given_keys: bool = False,
    licence: str | None = None,
    written: Written = AS_FOUND,
    column_map: Path | None = None,
) -> Intake:
    """Read a file of claims, CSV, XLSX or Parquet, in the format that its columns show: UCDP GED, else claims CSV.

    A claims CSV may have a `targets.csv` beside it, which tells row by row what it has no column for.

    Args:
        path: the file; `.parquet`, `.pq`, `.xlsx` and `.xlsm` are what they are called, everything else is CSV.
        lexicon: who is who in these reports.
        gazetteer: units by name and p-code; without one a place without a point is unknown.
        clock: IANA name of the clock in which days are days.
        hide_given_keys: leave out by which event a coder joined claims, as benches of linkage must.
        licence: of the file, where its rows do not state one.
        written: how the file is written, as far as its sender says it; the rest is found, and told in `notes`.
        column_map: which of its columns is which of ours; without one that beside it, `claims.map.yaml` for `claims.csv`, if there is one.

    Returns:
        Claims and tallies in file order; the quarantine by row. Each row of the file is in exactly one.

    Raises:
        Refused: the file cannot be read, or lacks a column that its format needs.
    """
    beside = column_map or map_beside(path)
    if beside is not None:
        return _read_mapped(
            path, beside, lexicon=lexicon, gazetteer=gazetteer, clock=clock, licence=licence, written=written
        )
    cells = read_cells(path, written=written)
    files = (name_and_digest(path),)
    if is_ucdp_ged(cells.columns):
        intake = read_ucdp_ged(
            cells, lexicon=lexicon, gazetteer=gazetteer, clock=clock, hide_given_keys=hide_given_keys
        )
        return replace(intake, files=files)
    problems = missing_columns(cells)
    if problems:
        raise Refused(problems)
    overlay = path.with_name(OVERLAY) if path.with_name(OVERLAY).is_file() else None
    intake = read_claims_csv(
        cells, lexicon=lexicon, gazetteer=gazetteer, clock=clock, overlay=overlay, licence=licence, written=written
    )
    return replace(intake, files=files if overlay is None else (*files, name_and_digest(overlay)))


def _read_mapped(
    path: Path,
    map_file: Path,
    *,
    lexicon: Lexicon,
    gazetteer: Gazetteer | None,
    clock: str,
    licence: str | None,
    written: Written,
) -> Intake:
    """Read a file by a column map; what is said here of how it is written goes before what the map says, and the map's clock before ours."""
    column_map = read_column_map(map_file)
    written = written.or_else(column_map.written)
    cells = apply_map(read_cells(path, written=written), column_map)
    intake = read_claims_csv(
        cells, lexicon=lexicon, gazetteer=gazetteer, clock=column_map.clock or clock, licence=licence, written=written
    )
    quarantine = in_their_words(intake.quarantine, column_map)
    return replace(intake, quarantine=quarantine, files=(name_and_digest(path), name_and_digest(map_file)))
