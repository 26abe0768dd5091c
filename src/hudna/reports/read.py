"""The door of a file: which adapter reads it is told by its shape, by a column map, or by who gives it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hudna.problems import Problem, Refused
from hudna.reports import ucdp_candidate
from hudna.reports.acled import read_acled
from hudna.reports.acled_deletions import read_acled_deletions
from hudna.reports.cells import PARQUET, Cells, name_and_digest, refuse_absent
from hudna.reports.claims_csv import read_claims_csv
from hudna.reports.collection import intake_of_collection, is_collection, read_collection
from hudna.reports.column_map import ColumnMap, apply_map, in_their_words, map_beside, read_column_map
from hudna.reports.formats import (
    CLAIMS_CSV,
    FORMATS,
    TYPED_CLAIMS,
    WITH_PLACES,
    WITH_THEIR_COLUMNS,
    refuse_unknown_format,
)
from hudna.reports.gdelt import read_gdelt
from hudna.reports.gdelt_mentions import read_mentions, refuse_alone
from hudna.reports.intake import Intake
from hudna.reports.lexicon import Lexicon
from hudna.reports.read_by import reading_as_text
from hudna.reports.recognised import read_gdelt_mentions_beside, read_recognised
from hudna.reports.typed_claims import is_typed_claims, read_typed_claims, read_typed_parquet
from hudna.reports.ucdp_ged import read_ucdp_ged
from hudna.reports.written import AS_FOUND, Written
from hudna.terms import Gazetteer

OVERLAY = "targets.csv"
_SWAPPED = "seem swapped"


@dataclass(frozen=True)
class _Terms:
    """By which a file is read, whatever its format."""

    lexicon: Lexicon
    gazetteer: Gazetteer | None
    clock: str
    hide_given_keys: bool
    licence: str | None
    written: Written
    column_map: ColumnMap | None


def read_claims(
    path: Path,
    *,
    lexicon: Lexicon,
    gazetteer: Gazetteer | None,
    clock: str,
    hide_given_keys: bool = False,
    licence: str | None = None,
    written: Written = AS_FOUND,
    column_map: Path | ColumnMap | None = None,
    format_name: str | None = None,
) -> Intake:
    """Read a file of claims in the format that its shape shows (`formats.FORMATS`), else as claims CSV; a note says which it was.

    A claims CSV may have a `targets.csv` beside it, which tells row by row what it has no column for; GDELT events their mentions.

    Args:
        path: the file; `.parquet`, `.pq`, `.xlsx` and `.xlsm` are what they are called, all else is what its bytes show. Or a
            collection, which was read when it was imported.
        lexicon: who is who in these reports.
        gazetteer: units by name and p-code; without one a place without a point is unknown.
        clock: IANA name of the clock in which days are days.
        hide_given_keys: leave out by which event a coder joined claims, as benches of linkage must.
        licence: of the file, where its rows do not state one.
        written: how the file is written, as far as its sender says it; the rest is found, and told in `notes`.
        column_map: which of its columns (or properties) is which of ours; without one that beside it, `claims.map.yaml` for `claims.csv`, if
            there is one. What is said here of how the file is written goes before what the map says, and the map's clock before ours.
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
    chosen = _map_for(path, column_map, format_name)
    told = read_column_map(chosen) if isinstance(chosen, Path) else chosen
    written = written.or_else(told.written) if told else written
    is_typed = path.suffix.lower() in PARQUET and format_name in (None, TYPED_CLAIMS) and not told
    if is_typed and (intake := read_typed_parquet(path)):
        name = TYPED_CLAIMS
    else:
        name, cells = read_recognised(path, written=written, format_name=format_name)
        name = CLAIMS_CSV if told and name not in WITH_THEIR_COLUMNS else name
        clock = told.clock or clock if told else clock
        terms = _Terms(lexicon, gazetteer, clock, hide_given_keys, licence, written, told)
        intake = replace(_read_as(name, path, cells, terms), read_by=reading_as_text(told, written, ours=cells.ours))
    files = (name_and_digest(path), *([name_and_digest(chosen)] if isinstance(chosen, Path) else []), *intake.files)
    is_plain = name == CLAIMS_CSV and format_name is None
    notes = intake.notes if is_plain else (f"{path.name}: read as {FORMATS[name]}", *intake.notes)
    return replace(intake, files=files, notes=notes, format_name=name)


def _map_for(path: Path, column_map: Path | ColumnMap | None, format_name: str | None) -> Path | ColumnMap | None:
    """Give the map by which a file is read; a format whose columns are its own has none."""
    if format_name is None or format_name in WITH_THEIR_COLUMNS:
        return column_map or map_beside(path)
    if column_map is not None:
        expected = f"no map, or one of {', '.join(WITH_THEIR_COLUMNS)}: the columns of {FORMATS[format_name]} are known"
        raise Refused([Problem("format", found=f"{format_name!r} with a column map", expected=expected)])
    return None


def _read_as(name: str, path: Path, cells: Cells, terms: _Terms) -> Intake:
    """Read the cells of a file as this format."""
    match name:
        case "ucdp-ged" | "ucdp-candidate" | "ucdp-api":
            intake = _read_ucdp(cells, terms)
        case "hudna-claims":
            intake = read_typed_claims(cells)
        case "acled":
            intake = read_acled(
                cells,
                lexicon=terms.lexicon,
                gazetteer=terms.gazetteer,
                clock=terms.clock,
                hide_given_keys=terms.hide_given_keys,
            )
        case "acled-deletions":
            intake = read_acled_deletions(cells)
        case "gdelt-mentions":
            raise refuse_alone(path.name)
        case "gdelt":
            intake = _read_gdelt(path, cells, terms)
        case _:
            return _read_their_columns(name, path, cells, terms)
    return _with_notes(intake, cells.notes)


def _read_their_columns(name: str, path: Path, cells: Cells, terms: _Terms) -> Intake:
    """Read cells with our columns, or with others and a map; the quarantine is in the sender's own."""
    if is_typed_claims(cells.columns) and not terms.column_map:  # our own export as GeoJSON
        return read_typed_claims(cells, is_guarded=False)
    beside = path.with_name(OVERLAY)
    overlay = beside if name == CLAIMS_CSV and not terms.column_map and beside.is_file() else None
    intake = read_claims_csv(
        apply_map(cells, terms.column_map) if terms.column_map else cells,
        lexicon=terms.lexicon,
        gazetteer=terms.gazetteer,
        clock=terms.clock,
        overlay=overlay,
        licence=terms.licence,
        written=terms.written,
    )
    if terms.column_map:
        intake = replace(intake, quarantine=in_their_words(intake.quarantine, terms.column_map))
    swapped = intake.quarantine["expected"].str.contains(_SWAPPED).sum() if name in WITH_PLACES else 0
    if swapped:
        order = f"{swapped} features seem to have latitude first; longitude stands first in this format"
        intake = _with_notes(intake, [order])
    return replace(intake, files=() if overlay is None else (name_and_digest(overlay),))


def _read_ucdp(cells: Cells, terms: _Terms) -> Intake:
    intake = read_ucdp_ged(
        cells,
        lexicon=terms.lexicon,
        gazetteer=terms.gazetteer,
        clock=terms.clock,
        hide_given_keys=terms.hide_given_keys,
    )
    return _with_notes(intake, ucdp_candidate.notes_on_status(cells))


def _read_gdelt(path: Path, cells: Cells, terms: _Terms) -> Intake:
    beside, mentions = read_gdelt_mentions_beside(path)
    intake = read_gdelt(
        cells,
        lexicon=terms.lexicon,
        gazetteer=terms.gazetteer,
        clock=terms.clock,
        mentions=read_mentions(mentions) if mentions else None,
    )
    return replace(intake, files=(name_and_digest(beside),) if mentions else ())


def _with_notes(intake: Intake, notes: Sequence[str]) -> Intake:
    return replace(intake, notes=(*notes, *intake.notes))
