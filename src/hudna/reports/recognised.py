"""A file as cells, whatever its format: a table with a header, one without, JSON, GeoJSON, KML or GeoPackage."""

import codecs
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hudna.problems import Problem, Refused
from hudna.reports import gdelt, gdelt_mentions, ucdp_candidate
from hudna.reports.cells import Cells, read_cells, refuse_absent
from hudna.reports.formats import format_by_bytes, format_by_columns
from hudna.reports.geo_files import cells_of_geo_file
from hudna.reports.geojson import cells_of_geojson
from hudna.reports.headerless import read_headerless
from hudna.reports.json_records import cells_of_records, cells_of_ucdp_page
from hudna.reports.written import AS_FOUND, Written


def read_recognised(path: Path, *, written: Written = AS_FOUND, format_name: str | None = None) -> tuple[str, Cells]:
    """Read a file without typing it, and give the format that its shape shows with its cells.

    Args:
        path: the file.
        written: what its sender says of how it is written.
        format_name: the format to read it as, whatever it looks like.

    Raises:
        Refused: the file cannot be read as what it is, or as what it is said to be.
    """
    refuse_absent(path)
    name = format_name or format_by_bytes(path)
    match name:
        case None:
            cells = read_cells(path, written=written)
            name = format_by_columns(cells.columns)
            return name, _by_gdelts_names(cells, gdelt.COLUMNS) if name == "gdelt" else cells
        case "geojson":
            return name, cells_of_geojson(path)
        case "kml" | "gpkg":
            return name, cells_of_geo_file(path, what=name)
        case "kobo-json":
            return name, cells_of_records(path)
        case "ucdp-api":
            return name, cells_of_ucdp_page(path)
        case "ucdp-candidate":
            return name, read_headerless(path, ucdp_candidate.COLUMNS, separator=",", quoted=True)
        case "gdelt":
            return name, _gdelt_cells(path, gdelt.COLUMNS)
        case "gdelt-mentions":
            return name, _gdelt_cells(path, gdelt_mentions.COLUMNS)
        case _:
            return name, read_cells(path, written=written)


def read_gdelt_mentions_beside(path: Path) -> tuple[Path, Cells | None]:
    """Give where the mentions of a file of GDELT events would lie, and their cells if they lie there."""
    beside = path.with_name(path.name.replace(".export.", ".mentions."))
    if beside == path or not beside.is_file():
        return beside, None
    return beside, _gdelt_cells(beside, gdelt_mentions.COLUMNS)


def _gdelt_cells(path: Path, columns: Sequence[str]) -> Cells:
    if _begins_with_digit(path):
        return read_headerless(path, columns, separator="\t", quoted=False)
    return _by_gdelts_names(read_cells(path), columns)


def _by_gdelts_names(cells: Cells, columns: Sequence[str]) -> Cells:
    """Name the columns of a table with a header, in any case of letters, as GDELT does."""
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
