"""Which format a file is in, told by its shape: its first bytes, the number of its cells, its columns. Its name is only believed of Parquet and workbooks."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from hudna.problems import Problem, Refused, nearest_name
from hudna.reports import gdelt, gdelt_mentions, ucdp_candidate
from hudna.reports.acled import is_acled
from hudna.reports.acled_deletions import is_acled_deletions
from hudna.reports.cells import TABLES
from hudna.reports.geo_files import GPKG_BEGINS, KML_HOLDS
from hudna.reports.geojson import is_geojson
from hudna.reports.json_cells import read_json
from hudna.reports.json_records import is_records, is_ucdp_page
from hudna.reports.typed_claims import is_typed_claims
from hudna.reports.ucdp_ged import is_ucdp_ged

CLAIMS_CSV, TYPED_CLAIMS = "claims-csv", "hudna-claims"
FORMATS = {
    CLAIMS_CSV: "claims CSV",
    TYPED_CLAIMS: "claims as `hudna export` writes them",
    "ucdp-ged": "UCDP GED or candidate events",
    "ucdp-candidate": "UCDP candidate events without a header",
    "ucdp-api": "a page of UCDP's API",
    "acled": "an ACLED export",
    "acled-deletions": "ACLED's deleted events",
    "gdelt": "GDELT 2 events",
    "gdelt-mentions": "GDELT 2 mentions",
    "geojson": "GeoJSON",
    "kobo-json": "records in JSON, as KoboToolbox gives them",
    "kml": "KML",
    "gpkg": "GeoPackage",
}
WITH_THEIR_COLUMNS = (
    CLAIMS_CSV,
    "geojson",
    "kobo-json",
    "kml",
    "gpkg",
)  # whose columns the sender names, ours or with a column map
WITH_PLACES = ("geojson", "kml", "gpkg")  # that have places of their own, longitude first
_PEEK = 1 << 16


def refuse_unknown_format(name: str | None) -> None:
    """Refuse a format that nobody knows, with the nearest that is."""
    if name is not None and name not in FORMATS:
        expected = f"one of {', '.join(FORMATS)}"
        raise Refused([Problem("format", found=repr(name), expected=expected, nearest=nearest_name(name, FORMATS))])


def format_by_bytes(path: Path) -> str | None:
    """Tell the format of a file that is no table with a header; None where it may be one.

    Raises:
        Refused: it is JSON of no shape that we know.
    """
    if path.suffix.lower() in TABLES:
        return None
    with path.open("rb") as file:
        begins = file.read(_PEEK)
    if begins.startswith(GPKG_BEGINS):
        return "gpkg"
    text = begins.decode("utf-8-sig", errors="replace").lstrip()
    if text.startswith("<") and KML_HOLDS.decode() in text[:4096]:
        return "kml"
    if path.suffix.lower() in (".json", ".geojson") or text.startswith(('{"', "[{", "{\n", "[\n")):
        return _format_of_json(path)
    return _format_without_header(text)


def format_by_columns(columns: Sequence[str]) -> str:
    """Tell the format of a table by its header; a claims CSV is what no other knows."""
    if is_typed_claims(columns):
        return TYPED_CLAIMS
    small = {name.lower() for name in columns}
    if is_acled_deletions(columns) and not is_acled(columns):
        return "acled-deletions"
    if is_acled(columns):
        return "acled"
    if {"globaleventid", "eventcode", "sqldate"} <= small:
        return "gdelt"
    if {"globaleventid", "mentiontimedate"} <= small:
        return "gdelt-mentions"
    return "ucdp-ged" if is_ucdp_ged(columns) else CLAIMS_CSV


def _format_of_json(path: Path) -> str:
    value = read_json(path)
    if is_geojson(value):
        return "geojson"
    if is_ucdp_page(value):
        return "ucdp-api"
    if is_records(value):
        return "kobo-json"
    expected = "a GeoJSON FeatureCollection, a page of UCDP's API, or a list of records"
    raise Refused([Problem(path.name, found="other JSON", expected=expected)])


def _format_without_header(text: str) -> str | None:
    line = text.split("\n", 1)[0].rstrip("\r")
    cells = line.split("\t")
    if cells[0].isdigit():
        by_width = {len(gdelt.COLUMNS): "gdelt", len(gdelt_mentions.COLUMNS): "gdelt-mentions"}
        return by_width.get(len(cells))
    try:
        first = next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error:
        return None
    return "ucdp-candidate" if ucdp_candidate.is_headerless(first) else None
