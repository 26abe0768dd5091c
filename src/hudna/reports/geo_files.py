"""KML and GeoPackage as the same rows as GeoJSON, through GDAL (`pyogrio`, the extra `geo`)."""

from pathlib import Path
from typing import Any

from hudna.problems import Problem, Refused
from hudna.reports.geojson import PlaceCells, PlacedCells, place_of_shape, placed_cells

GPKG_BEGINS = b"SQLite format 3\x00"
KML_HOLDS = b"<kml"
_WGS84 = ("EPSG:4326", "OGC:CRS84")


def cells_of_geo_file(path: Path, *, what: str) -> PlacedCells:
    """Read all features of all layers that have places, in their order; with several layers a column `layer` says which.

    Args:
        path: the file; it is opened only if it begins as its kind does, since GDAL would follow links in other kinds.
        what: `kml` or `gpkg`.

    Raises:
        Refused: the extra `geo` is not installed; GDAL cannot read the file; a layer is not in WGS84.
    """
    begins = path.read_bytes()[:4096]
    if not (begins.startswith(GPKG_BEGINS) if what == "gpkg" else KML_HOLDS in begins):
        raise Refused(
            [Problem(path.name, found="another kind of file", expected={"gpkg": "a GeoPackage", "kml": "KML"}[what])]
        )
    try:
        import pyogrio
    except ImportError:
        raise Refused(
            [Problem(path.name, found=f"no reader for {what.upper()}", expected='`pip install "hudna[geo]"` first')]
        ) from None
    try:
        listed = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
        layers = [name for name, kind in listed if kind is not None] or [name for name, _ in listed]
        tables = [pyogrio.raw.read(path, layer=name, datetime_as_string=True) for name in layers]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        found = str(error).splitlines()[0][:200]
        raise Refused([Problem(path.name, found=found, expected=f"{what.upper()} that GDAL reads")]) from error
    _refuse_other_crs(path.name, layers, [meta["crs"] for meta, *_ in tables])
    rows = []
    for name, (meta, _, shapes, columns) in zip(layers, tables, strict=True):
        fields = [str(field) for field in meta["fields"]]
        for number, shape in enumerate(_shapes(shapes, columns)):
            row = {field: _cell(column[number]) for field, column in zip(fields, columns, strict=True)}
            rows.append(({"layer": name} | row if len(layers) > 1 else row, _place(shape)))
    placed = placed_cells(path.name, rows)
    return placed._replace(notes=(f"layers read: {', '.join(layers)}",) if len(layers) > 1 else ())


def _shapes(shapes: Any, columns: Any) -> list[bytes | None]:
    if shapes is not None:
        return list(shapes)
    return [None] * (len(columns[0]) if columns else 0)  # a table without geometry


def _place(shape: bytes | None) -> PlaceCells:
    import shapely

    if shape is None:
        return PlaceCells()
    try:
        return place_of_shape(shapely.from_wkb(shape))
    except (shapely.errors.ShapelyError, ValueError):
        return PlaceCells(found=f"{len(shape)} bytes", expected="a geometry that can be read")


def _cell(value: Any) -> str:
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool_" or type(value).__name__ == "bool":
        return "yes" if value else "no"
    return str(value)


def _refuse_other_crs(file: str, layers: list[str], found: list[str | None]) -> None:
    problems = [
        Problem(file, field=layer, found=str(crs)[:80], expected="WGS84 (EPSG:4326); save the layer anew in it")
        for layer, crs in zip(layers, found, strict=True)
        if crs is not None and crs not in _WGS84
    ]
    if problems:
        raise Refused(problems)
