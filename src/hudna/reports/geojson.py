"""GeoJSON features as rows of claims: properties named as the columns of a claims CSV, the geometry as the place.

Longitude stands first, then latitude (RFC 7946, 3.1.1). A line or an area becomes a point with a radius that covers it, so that nothing
of it is outside; a feature without geometry has the place that its properties name, or none.
"""

import math
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.cells import Cells
from hudna.reports.covering_disc import covering_disc
from hudna.reports.json_cells import FIRST_ROW, WrittenNumber, cell_of, cells_of_rows, objects_of, read_json
from hudna.reports.tables import Quarantine

# Names by which files say WGS84. The order of coordinates is the format's, longitude first, whatever a name's own list says.
WGS84 = ("CRS84", "EPSG:4326", "EPSG::4326", "OGC:1.3:CRS84")


class PlacedCells(NamedTuple):
    """The rows as cells with `lat`, `lon` and `radius_m`; those whose geometry cannot be read; and what is to be said."""

    cells: Cells
    aside: pl.DataFrame  # as Quarantine
    notes: tuple[str, ...] = ()


class PlaceCells(NamedTuple):
    """Where a geometry lies, as cells; empty where there is none. Of one that cannot be read `found` and `expected` say why."""

    lat: str = ""
    lon: str = ""
    radius_m: str = ""
    found: str = ""
    expected: str = ""


def is_geojson(value: Any) -> bool:
    """Tell whether a JSON value is a FeatureCollection or one Feature."""
    return isinstance(value, dict) and value.get("type") in ("FeatureCollection", "Feature")


def cells_of_geojson(path: Path) -> PlacedCells:
    """Read features; feature n is row n + 1.

    Raises:
        Refused: no JSON, no FeatureCollection or Feature, a member `crs` that is not WGS84, a feature or its properties that are no object.
    """
    value = read_json(path)
    if not is_geojson(value):
        found = f"JSON of type {value.get('type')!r}" if isinstance(value, dict) else "other JSON"
        raise Refused([Problem(path.name, found=found, expected="a GeoJSON FeatureCollection")])
    _refuse_other_crs(value, file=path.name)
    listed = value.get("features") if value["type"] == "FeatureCollection" else [value]
    if not isinstance(listed, list):
        raise Refused([Problem(path.name, field="features", found=cell_of(listed)[:80], expected="a list of features")])
    features = objects_of(listed, file=path.name, what="a feature")
    told = objects_of([one.get("properties") or {} for one in features], file=path.name, what="properties")
    rows = []
    for feature, properties in zip(features, told, strict=True):
        row = {name: cell_of(inner) for name, inner in properties.items()}
        if feature.get("id") not in (None, ""):
            row.setdefault("row_id", cell_of(feature["id"]))
        rows.append((row, _place_of(feature.get("geometry"))))
    return placed_cells(path.name, rows)


def placed_cells(file: str, rows: list[tuple[dict[str, str], PlaceCells]]) -> PlacedCells:
    """Join properties and places; where a row tells lat and lon by itself, they must be those of its geometry."""
    good, aside = [], []
    for number, (row, place) in enumerate(rows, start=FIRST_ROW):
        expected = place.expected or _contradiction(row, place)
        if expected:
            found = place.found or f"{place.lat}, {place.lon}"
            aside.append((file, number, "geometry", found, expected, cell_of(dict(row))))
        else:
            filled = {"lat": place.lat, "lon": place.lon, "radius_m": place.radius_m}
            good.append((number, row | {name: cell for name, cell in filled.items() if cell}))
    quarantine = pl.DataFrame(aside, schema=Quarantine.create_empty().schema, orient="row")
    others = [name for row, _ in rows for name in row]
    return PlacedCells(cells_of_rows(file, good, others=others), quarantine)


def place_of_shape(geometry: Any) -> PlaceCells:
    """Give the place of a shapely geometry: a point as it is, all else as the disc that covers it."""
    if geometry.is_empty:
        return PlaceCells()
    if geometry.geom_type == "Point":
        return PlaceCells(lat=repr(geometry.y), lon=repr(geometry.x))
    west, south, east, north = geometry.bounds
    is_on_earth = all(map(math.isfinite, geometry.bounds)) and max(-west, east) <= 180 and max(-south, north) <= 90
    if not is_on_earth:
        found = f"{geometry.geom_type} from {west:g}, {south:g} to {east:g}, {north:g}"
        return PlaceCells(found=found, expected="degrees east, -180 to 180, then degrees north, -90 to 90")
    disc = covering_disc(geometry)
    return PlaceCells(lat=f"{disc.latitude:.6f}", lon=f"{disc.longitude:.6f}", radius_m=f"{math.ceil(disc.radius_m)}")


def _place_of(geometry: Any) -> PlaceCells:
    if geometry is None:
        return PlaceCells()
    if not isinstance(geometry, dict):
        return PlaceCells(found=cell_of(geometry)[:80], expected="a geometry, or null")
    coordinates = geometry.get("coordinates")
    if coordinates == []:  # "MAY be interpreted as null" (RFC 7946, 3.1)
        return PlaceCells()
    if geometry.get("type") == "Point":
        if isinstance(coordinates, list) and len(coordinates) >= 2 and all(_is_number(one) for one in coordinates[:2]):
            return PlaceCells(lat=str(coordinates[1]), lon=str(coordinates[0]))
        return PlaceCells(
            found=cell_of(coordinates)[:80], expected="a point: two numbers, degrees east and then degrees north"
        )
    return _place_of_others(geometry)


def _place_of_others(geometry: dict[str, Any]) -> PlaceCells:
    import shapely
    from shapely.geometry import shape

    try:
        return place_of_shape(shape(_with_numbers(geometry)))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError, RecursionError):
        expected = "a geometry of GeoJSON: Point, LineString, Polygon, their Multi forms, or a collection of them"
        return PlaceCells(found=cell_of(geometry)[:80], expected=expected)


def _with_numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_numbers(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_with_numbers(inner) for inner in value]
    return float(value) if isinstance(value, WrittenNumber) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, WrittenNumber) and math.isfinite(float(value))


def _contradiction(row: dict[str, str], place: PlaceCells) -> str:
    """Say what is wrong where the row's own lat and lon are not those of the geometry."""
    own = row.get("lat", "").strip(), row.get("lon", "").strip()
    if not all(own) or not place.lat:
        return ""
    try:
        differs = any(
            abs(float(one) - float(other)) > 1e-5 for one, other in zip(own, (place.lat, place.lon), strict=True)
        )
    except ValueError:
        differs = True
    return f"the place of the properties lat, lon: {own[0]}, {own[1]}" if differs else ""


def _refuse_other_crs(value: dict[str, Any], *, file: str) -> None:
    crs = value.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if crs is not None and not (isinstance(name, str) and name.upper().endswith(WGS84)):
        expected = "WGS84 (urn:ogc:def:crs:OGC:1.3:CRS84) or no member crs; save the file anew in EPSG:4326"
        raise Refused(
            [Problem(file, field="crs", found=cell_of(name if name is not None else crs)[:80], expected=expected)]
        )
