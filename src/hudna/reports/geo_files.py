"""KML and GeoPackage as the same rows as GeoJSON, through GDAL (`pyogrio`, the extra `geo`)."""

import warnings
from pathlib import Path
from typing import Any, NamedTuple

from hudna.problems import Problem, Refused
from hudna.reports.geojson import PlaceCells, PlacedCells, place_of_shape, placed_cells

GPKG_BEGINS = b"SQLite format 3\x00"
_GPKG_IS = b"GPKG", b"GP10", b"GP11"  # its application id, bytes 68 to 71
KML_HOLDS = b"<kml"
_WGS84 = ("EPSG:4326", "OGC:CRS84")
_NAMELESS = "non conformant file extension"  # of bytes that have no name, GDAL warns


class _Layer(NamedTuple):
    """One layer: its shapes as WKB, its fields by name."""

    name: str
    crs: str | None
    shapes: list[bytes | None]
    fields: dict[str, Any]


def cells_of_geo_file(path: Path, *, what: str) -> PlacedCells:
    """Read all features of all layers that have places, in their order; with several layers a column `layer` says which.

    Args:
        path: the file. GDAL sees its bytes and not its name, and only once they are known to be of this kind: it would take a `.csv` for a
            table, and in some kinds follow links to other files.
        what: `kml` or `gpkg`.

    Raises:
        Refused: the extra `geo` is not installed; GDAL cannot read the file; a layer is not in WGS84.
    """
    content = path.read_bytes()
    wrong = _is_no_kml(content) if what == "kml" else "" if content[68:72] in _GPKG_IS else "another kind of file"
    if wrong:
        raise Refused([Problem(path.name, found=wrong, expected={"gpkg": "a GeoPackage", "kml": "KML"}[what])])
    try:
        import pyogrio
    except ImportError:
        raise Refused(
            [Problem(path.name, found=f"no reader for {what.upper()}", expected='`pip install "hudna[geo]"` first')]
        ) from None
    layers, said = _layers_of(path.name, content, pyogrio, what=what)
    _refuse_other_crs(path.name, layers)
    rows = []
    for layer in layers:
        for number, shape in enumerate(layer.shapes):
            row = {field: _cell(column[number]) for field, column in layer.fields.items()}
            rows.append(({"layer": layer.name} | row if len(layers) > 1 else row, _place(shape)))
    if not rows:
        raise Refused([Problem(path.name, found="no feature", expected="features with fields and places")])
    several = [f"layers read: {', '.join(layer.name for layer in layers)}"] if len(layers) > 1 else []
    return placed_cells(path.name, rows)._replace(notes=(*several, *said))


def _layers_of(file: str, content: bytes, pyogrio: Any, *, what: str) -> tuple[list[_Layer], list[str]]:
    """Read the layers that have places, else all; and give what GDAL warns of, as a field that it leaves out."""
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            listed = list(enumerate(pyogrio.list_layers(content)))
            placed = [one for one in listed if one[1][1] is not None] or listed
            told = [
                (str(name), pyogrio.raw.read(content, layer=at, datetime_as_string=True)) for at, (name, _) in placed
            ]
    except (RuntimeError, ValueError) as error:
        found = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise Refused([Problem(file, found=found, expected=f"{what.upper()} that GDAL reads")]) from error
    layers = []
    for name, (meta, _, shapes, columns) in told:
        fields = dict(zip(map(str, meta["fields"]), columns, strict=True))
        rows = len(columns[0]) if columns else 0
        layers.append(_Layer(name, meta["crs"], [None] * rows if shapes is None else list(shapes), fields))
    said = [str(one.message) for one in warned if _NAMELESS not in str(one.message)]
    return layers, [f"{file}: {text}" for text in dict.fromkeys(said)]


def _is_no_kml(content: bytes) -> str:
    """Say why this is no KML, if it is none: KML is XML with one root, `kml`."""
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        return f"no XML that can be read: {error}"
    return "" if root.tag.rpartition("}")[2] == "kml" else f"XML with the root {root.tag[:80]!r}"


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


def _refuse_other_crs(file: str, layers: list[_Layer]) -> None:
    problems = [
        Problem(file, field=layer.name, found=layer.crs[:80], expected="WGS84 (EPSG:4326); save the layer anew in it")
        for layer in layers
        if layer.crs is not None and layer.crs not in _WGS84
    ]
    if problems:
        raise Refused(problems)
