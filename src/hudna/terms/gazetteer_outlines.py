"""The polygons of a gazetteer's units: GeoJSON, longitude first, read strictly and kept cut at 180 degrees."""

import json
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from hudna.problems import Problem, Refused
from hudna.terms.gazetteer_rows import Wrong
from hudna.terms.globe import cut_at_180

OUTLINES = ("areas.geojson", "governorates.geojson")
# What shapely raises at coordinates that are none.
UNREADABLE = (TypeError, ValueError, AttributeError, IndexError, KeyError, OverflowError, shapely.errors.GEOSException)


def read_outlines(folder: Traversable | Path, *, name: str) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """Read the polygons of units, and the names that stand beside them.

    Raises:
        Refused: one of them is no polygon, crosses itself, or leaves the globe.
    """
    found: dict[str, tuple[Any, tuple[str, ...]]] = {}
    problems = []
    for path in (folder.joinpath(each) for each in OUTLINES):
        file = f"{name}/{path.name}"
        for number, feature in enumerate(_features(path, file) if path.is_file() else (), start=1):
            properties = (feature.get("properties") if isinstance(feature, Mapping) else None) or {}
            pcode = properties.get("pcode") if isinstance(properties, Mapping) else None
            try:
                if not isinstance(pcode, str):
                    raise Wrong("pcode", repr(pcode), "a feature with the property pcode")
                names = tuple(v for k, v in properties.items() if k.startswith("name_") and isinstance(v, str))
                found[pcode] = polygon_of(feature.get("geometry")), names
            except Wrong as wrong:
                problems.append(
                    Problem(file, row=number, field=pcode or wrong.field, found=wrong.found, expected=wrong.expected)
                )
    if problems:
        raise Refused(problems)
    return found


def _features(path: Traversable | Path, file: str) -> list[Any]:
    try:
        data = json.loads(path.read_bytes())
        features = data["features"]
    except (ValueError, KeyError, TypeError) as wrong:
        raise Refused([Problem(file, found=f"no collection of features: {wrong}", expected="GeoJSON")]) from wrong
    return features if isinstance(features, list) else []


def polygon_of(geometry: Any) -> Any:
    """Make a polygon of a GeoJSON geometry, cut at 180 degrees.

    Raises:
        Wrong: it is no polygon, crosses itself, or leaves the globe.
    """
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise Wrong("geometry", f"a {kind}" if kind else "no geometry", "Polygon or MultiPolygon")
    try:
        drawn = shape(geometry)
    except UNREADABLE as wrong:
        raise Wrong(
            "geometry", f"coordinates that cannot be read: {wrong}", "rings of positions, longitude first"
        ) from wrong
    if drawn.is_empty:
        raise Wrong("geometry", "an empty polygon", "rings of positions, longitude first")
    west, south, east, north = drawn.bounds
    if not (-180.0 <= west <= east <= 180.0 and -90.0 <= south <= north <= 90.0):
        found = f"{west:g} to {east:g} east, {south:g} to {north:g} north"
        raise Wrong("geometry", found, "degrees WGS84, longitude first: -180 to 180, -90 to 90")
    ground = cut_at_180(drawn)
    if not ground.is_valid:
        raise Wrong("geometry", shapely.is_valid_reason(ground), "rings that do not cross themselves or one another")
    return ground
