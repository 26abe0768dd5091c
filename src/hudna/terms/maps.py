"""GeoJSON maps beside an agreement: ground and lines, read strictly and never repaired in silence (RFC 7946).

A ring that crosses itself, that is not closed, or whose coordinates stand latitude first is a problem. A clockwise outer ring is
against RFC 7946 and still names one piece of ground only, the small one inside it: it is read so, and a note says it.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from hudna.terms.globe import centroid, cut_at_180, degrees_apart, unroll

FAR_DEGREES = 5.0  # a map this far from all other zones, and near them when swapped, has its coordinates swapped


class NotAMap(ValueError):  # noqa: N818  (it says what the file is)
    """The file cannot stand for ground or a line; the message says what was found. `expected` says what was wanted."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found, self.expected = found, expected


@dataclass(frozen=True)
class DrawnLine:
    """A line in degrees, longitude first; `left` and `right` as its properties name them, seen from its first to its last point."""

    geometry: Any
    left: str | None = None
    right: str | None = None


@dataclass(frozen=True)
class DrawnGround:
    geometry: Any  # Polygon or MultiPolygon in degrees, longitude first
    notes: tuple[str, ...] = ()


def read_ground(folder: Path | None, file: str) -> DrawnGround:
    """Read the polygons of a GeoJSON file beside the agreement; several features are taken together.

    Raises:
        NotAMap: the file is missing, is no GeoJSON, holds no polygons, or one that crosses itself or is not closed.
    """
    polygons: list[Any] = []
    notes: list[str] = []
    for _, geometry in _features(_load(folder, file)):
        if geometry.get("type") not in ("Polygon", "MultiPolygon"):
            raise NotAMap(f"a {geometry.get('type')}", "Polygon or MultiPolygon")
        pieces = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        for rings in pieces:
            for ring in rings:
                _check_positions(ring, at_least=4)
                if list(ring[0][:2]) != list(ring[-1][:2]):
                    raise NotAMap("a ring whose last position is not its first", "a closed ring")
        drawn = cut_at_180(shape(geometry))
        if not drawn.is_valid:
            raise NotAMap(shapely.is_valid_reason(drawn), "rings that do not cross themselves or one another")
        if any(not part.exterior.is_ccw for part in shapely.get_parts(drawn)):
            notes.append(f"{file}: outer ring drawn clockwise, which RFC 7946 forbids; read as the ground inside it")
        polygons.append(drawn)
    if not polygons:
        raise NotAMap("no geometry", "Polygon or MultiPolygon")
    return DrawnGround(shapely.union_all(polygons), tuple(dict.fromkeys(notes)))


def read_line(folder: Path | None, file: str) -> DrawnLine:
    """Read a line of a GeoJSON file beside the agreement; the pieces of a MultiLineString are joined where they meet.

    Raises:
        NotAMap: the file is missing, is no GeoJSON, or holds no line or one that crosses itself.
    """
    lines: list[Any] = []
    left = right = None
    for properties, geometry in _features(_load(folder, file)):
        if geometry.get("type") not in ("LineString", "MultiLineString"):
            raise NotAMap(f"a {geometry.get('type')}", "LineString or MultiLineString")
        for positions in [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]:
            _check_positions(positions, at_least=2)
        lines.append(unroll(shape(geometry)))
        left, right = properties.get("left", left), properties.get("right", right)
    if not lines:
        raise NotAMap("no geometry", "LineString or MultiLineString")
    whole = (
        lines[0]
        if len(lines) == 1 and lines[0].geom_type == "LineString"
        else shapely.line_merge(unroll(shapely.union_all(lines)))
    )
    if not whole.is_simple:
        raise NotAMap("a line that crosses itself", "a line that does not")
    return DrawnLine(whole, left, right)


def is_swapped(geometry: Any, near: Sequence[tuple[float, float]]) -> bool:
    """Say whether a map lies far from every known point (degrees, longitude first) and near one of them if its axes are swapped."""
    lon, lat = centroid(geometry)

    def distance(lon: float, lat: float) -> float:
        return min(degrees_apart(lon, lat, *point) for point in near)

    return bool(near) and distance(lon, lat) > FAR_DEGREES and distance(lat, lon) <= FAR_DEGREES


def _load(folder: Path | None, file: str) -> Any:
    if folder is None:
        raise NotAMap(f"{file!r}, and the agreement was read without its folder", "a file beside the agreement")
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise NotAMap(f"no file {file!r}", "a file beside the agreement")
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as broken:
        raise NotAMap(f"no JSON: {broken}", "GeoJSON") from broken


def _features(data: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    if not isinstance(data, Mapping) or "type" not in data:
        raise NotAMap("no GeoJSON object", "a Feature, a FeatureCollection or a geometry")
    if data.get("crs") and "CRS84" not in json.dumps(data["crs"]) and "4326" not in json.dumps(data["crs"]):
        raise NotAMap("a coordinate system of its own", "degrees WGS84, longitude first")
    if data["type"] == "FeatureCollection":
        for feature in data.get("features") or []:
            yield from _features(feature)
    elif data["type"] == "Feature":
        yield data.get("properties") or {}, data.get("geometry") or {}
    else:
        yield {}, data


def _check_positions(positions: Any, *, at_least: int) -> None:
    if not isinstance(positions, list) or len(positions) < at_least:
        raise NotAMap(f"fewer than {at_least} positions", f"at least {at_least}")
    for position in positions:
        if (
            not isinstance(position, list)
            or len(position) < 2
            or not all(isinstance(n, int | float) and math.isfinite(n) for n in position)
        ):
            raise NotAMap(f"position {position!r}", "two finite numbers, longitude first")
        longitude, latitude = position[:2]
        if abs(latitude) > 90 and abs(longitude) <= 90:
            raise NotAMap(
                f"position [{longitude}, {latitude}]: latitude out of range, axes swapped",
                "longitude first, then latitude",
            )
        if abs(latitude) > 90 or abs(longitude) > 180:
            raise NotAMap(f"position [{longitude}, {latitude}]", "longitude -180 to 180, latitude -90 to 90")
