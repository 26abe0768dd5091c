"""The door of a file: which adapter reads it is told by its shape, or by who gives it."""

import codecs
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports import gdelt, gdelt_mentions, ucdp_candidate
from hudna.reports.acled import read_acled
from hudna.reports.acled_deletions import read_acled_deletions
from hudna.reports.cells import Cells, name_and_digest, read_cells, refuse_absent
from hudna.reports.claims_columns import missing_columns
from hudna.reports.claims_csv import read_claims_csv
from hudna.reports.collection import intake_of_collection, is_collection, read_collection
from hudna.reports.formats import CLAIMS_CSV, FORMATS, format_by_bytes, format_by_columns, refuse_unknown_format
from hudna.reports.gdelt import read_gdelt
from hudna.reports.gdelt_mentions import read_mentions, refuse_alone
from hudna.reports.geo_files import cells_of_geo_file
from hudna.reports.geojson import PlacedCells, cells_of_geojson
from hudna.reports.headerless import read_headerless
from hudna.reports.intake import Intake, with_more_quarantine
from hudna.reports.json_records import cells_of_records, cells_of_ucdp_page
from hudna.reports.lexicon import Lexicon
from hudna.reports.typed_claims import is_typed_claims, read_typed_claims, read_typed_parquet
from hudna.reports.ucdp_ged import read_ucdp_ged
from hudna.terms import Gazetteer

OVERLAY = "targets.csv"
_SWAPPED = "seem swapped"


class Terms(NamedTuple):
    """By which a file is read, whatever its format."""

    lexicon: Lexicon
    gazetteer: Gazetteer | None
    clock: str
    hide_given_keys: bool
    licence: str | None


def read_claims(
    path: Path,
    *,
    lexicon: Lexicon,
    gazetteer: Gazetteer | None,
    clock: str,
    hide_given_keys: bool = False,
    licence: str | None = None,
    format_name: str | None = None,
) -> Intake:
    """Read a file of claims in the format that its shape shows (`formats.FORMATS`), else as claims CSV; a note says which it was.

    A claims CSV may have a `targets.csv` beside it, which tells row by row what it has no column for; GDELT events their mentions.

    Args:
        path: the file, `.parquet` and `.pq` being Parquet; or a collection, which was read when it was imported.
        lexicon: who is who in these reports.
        gazetteer: units by name and p-code; without one a place without a point is unknown.
        clock: IANA name of the clock in which days are days.
        hide_given_keys: leave out by which event a coder joined claims, as benches of linkage must.
        licence: of the file, where its rows do not state one.
        format_name: the format to read it as, whatever it looks like; one of `formats.FORMATS`.

    Returns:
        Claims, tallies and withdrawals in file order; the quarantine by row. Each row of the file is in exactly one. Of a collection the last
        version of each claim, with the history by which `standing_at` finds that of another moment.

    Raises:
        Refused: the file cannot be read, or lacks a column that its format needs; nobody knows the format.
    """
    refuse_unknown_format(format_name)
    if is_collection(path):
        return intake_of_collection(read_collection(path))
    refuse_absent(path)
    terms = Terms(lexicon, gazetteer, clock, hide_given_keys, licence)
    is_parquet = path.suffix.lower() in (".parquet", ".pq")
    name = format_name or (None if is_parquet else format_by_bytes(path))
    cells = None
    if name is None and is_parquet and is_typed_claims(list(pl.read_parquet_schema(path))):
        name = "hudna-claims"
    if name is None:
        cells = read_cells(path)
        name = format_by_columns(cells.columns)
    intake = _read_as(name, path, cells, terms)
    files = (name_and_digest(path), *intake.files)
    is_plain = name == CLAIMS_CSV and format_name is None
    notes = intake.notes if is_plain else (f"{path.name}: read as {FORMATS[name]}", *intake.notes)
    return replace(intake, files=files, notes=notes, format_name=name)


def _read_as(name: str, path: Path, cells: Cells | None, terms: Terms) -> Intake:
    """Read a file as this format; `cells` are given where they were read to find out."""
    match name:
        case "geojson":
            return _read_placed(cells_of_geojson(path), terms)
        case "kml" | "gpkg":
            return _read_placed(cells_of_geo_file(path, what=name), terms)
        case "kobo-json":
            records, notes = cells_of_records(path)
            return _with_notes(_read_claims_cells(records, terms), notes)
        case "ucdp-api":
            page, notes = cells_of_ucdp_page(path)
            return _with_notes(_read_ucdp(page, terms), notes)
        case "ucdp-candidate":
            return _read_ucdp(read_headerless(path, ucdp_candidate.COLUMNS, separator=",", quoted=True), terms)
        case "hudna-claims":
            typed = None if cells else read_typed_parquet(path)
            return typed or read_typed_claims(cells or read_cells(path))
        case "ucdp-ged":
            return _read_ucdp(cells or read_cells(path), terms)
        case "acled":
            return read_acled(
                cells or read_cells(path),
                lexicon=terms.lexicon,
                gazetteer=terms.gazetteer,
                clock=terms.clock,
                hide_given_keys=terms.hide_given_keys,
            )
        case "acled-deletions":
            return read_acled_deletions(cells or read_cells(path))
        case "gdelt-mentions":
            raise refuse_alone(path.name)
        case "gdelt":
            return _read_gdelt(path, cells, terms)
        case _:
            overlay = path.with_name(OVERLAY) if path.with_name(OVERLAY).is_file() else None
            return _read_claims_cells(cells or read_cells(path), terms, overlay=overlay)


def _read_claims_cells(cells: Cells, terms: Terms, *, overlay: Path | None = None) -> Intake:
    if is_typed_claims(cells.columns):  # our own export as GeoJSON
        return read_typed_claims(cells, is_guarded=False)
    problems = missing_columns(cells.columns, file=cells.file)
    if problems:
        raise Refused(problems)
    intake = read_claims_csv(
        cells,
        lexicon=terms.lexicon,
        gazetteer=terms.gazetteer,
        clock=terms.clock,
        overlay=overlay,
        licence=terms.licence,
    )
    return replace(intake, files=() if overlay is None else (name_and_digest(overlay),))


def _read_placed(placed: PlacedCells, terms: Terms) -> Intake:
    """Read rows that have their place from a geometry, in the order longitude, latitude."""
    intake = with_more_quarantine(_read_claims_cells(placed.cells, terms), placed.aside)
    swapped = intake.quarantine["expected"].str.contains(_SWAPPED).sum()
    order = f"{swapped} features seem to have latitude first; longitude stands first in this format"
    return _with_notes(intake, [*placed.notes, *([order] if swapped else [])])


def _read_ucdp(cells: Cells, terms: Terms) -> Intake:
    intake = read_ucdp_ged(
        cells,
        lexicon=terms.lexicon,
        gazetteer=terms.gazetteer,
        clock=terms.clock,
        hide_given_keys=terms.hide_given_keys,
    )
    return _with_notes(intake, ucdp_candidate.notes_on_status(cells))


def _read_gdelt(path: Path, cells: Cells | None, terms: Terms) -> Intake:
    beside = path.with_name(path.name.replace(".export.", ".mentions."))
    has_mentions = beside != path and beside.is_file()
    mentions = read_mentions(_gdelt_cells(beside, None, gdelt_mentions.COLUMNS)) if has_mentions else None
    intake = read_gdelt(
        _gdelt_cells(path, cells, gdelt.COLUMNS),
        lexicon=terms.lexicon,
        gazetteer=terms.gazetteer,
        clock=terms.clock,
        mentions=mentions,
    )
    return replace(intake, files=(name_and_digest(beside),) if has_mentions else ())


def _gdelt_cells(path: Path, cells: Cells | None, columns: Sequence[str]) -> Cells:
    """Give the cells under GDELT's own names: of a table with a header in any case of letters, else in the order of the format."""
    if cells is None and _begins_with_digit(path):
        return read_headerless(path, columns, separator="\t", quoted=False)
    cells = cells or read_cells(path)
    now = {name.lower(): name for name in columns}
    names = {name: now.get(name.lower(), name) for name in cells.columns}
    missing = [name for name in columns if list(names.values()).count(name) != 1]
    if missing:
        expected = "a column of GDELT 2, once"
        raise Refused(
            Problem(cells.file, 1, field=name, found="none, or several", expected=expected) for name in missing
        )
    return replace(cells, columns=tuple(names.values()), rows=cells.rows.rename(names))


def _begins_with_digit(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4).removeprefix(codecs.BOM_UTF8)[:1].isdigit()


def _with_notes(intake: Intake, notes: Sequence[str]) -> Intake:
    return replace(intake, notes=(*notes, *intake.notes))
