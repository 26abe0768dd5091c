"""Ground on a globe: longitudes meet at 180, and at a pole they all do.

Ground in degrees is kept as RFC 7946 (3.1.9) asks: within -180 to 180 and cut at 180. Many files do not cut; there an edge between
positions more than 180 degrees of longitude apart goes the short way round, since no ground of an agreement is half the globe wide.
A ring that goes round a pole holds the nearer pole. A line is not cut but unrolled, so that it stays one line: its longitudes may pass 180.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
TURN = 360.0
HALF_TURN = 180.0


def cut_at_180(ground: Any) -> Any:
    """Give polygons (degrees, longitude first) cut at 180; those that never cross it come back as they are."""
    parts = shapely.get_parts(ground)
    if not any(_jumps(ring) for part in parts for ring in (part.exterior, *part.interiors)):
        return ground
    return shapely.union_all([_cut(part) for part in parts])


def unroll(line: Any) -> Any:
    """Give a line, or several, without the jump from 180 to -180; one that does not cross comes back as it is."""
    parts = shapely.get_parts(line)
    smooth = [_unrolled(part) if _jumps(part) else part for part in parts]
    moved = _moved(smooth)
    if all(part is was for part, was in zip(moved, parts, strict=True)):
        return line
    return moved[0] if len(moved) == 1 else shapely.MultiLineString(moved)


def side_by_side(geometry: Any) -> Any:
    """Move the parts of a geometry cut at 180 together: those west of the widest empty stretch of longitudes go on past 180."""
    parts = shapely.get_parts(geometry)
    moved = _moved(parts)
    if all(part is was for part, was in zip(moved, parts, strict=True)):
        return geometry
    return shapely.GeometryCollection(moved)


def centroid(geometry: Any) -> tuple[float, float]:
    """Give the middle of the area (or points) of a geometry in degrees, also of one cut at 180: longitude, latitude."""
    middle = side_by_side(geometry).centroid
    return within_180(middle.x), float(middle.y)


def corners(geometry: Any) -> list[tuple[float, float]]:
    """Give the south-western and the north-eastern corner of the box around a geometry, also around one cut at 180."""
    west, south, east, north = side_by_side(geometry).bounds
    return [(within_180(west), south), (within_180(east), north)]


def middle_of(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Give the middle of the smallest box that holds all points (longitude, latitude), the short way round the globe.

    Points on all sides of a pole have no such box; their middle is that of their directions from the centre of the earth.
    """
    lons, lats = (np.asarray(side, dtype=float) for side in zip(*points, strict=True))
    start = _start(lons, lons)
    east = np.where(lons < start, lons + TURN, lons)
    if east.max() - east.min() <= HALF_TURN:
        return within_180((east.min() + east.max()) / 2), float((lats.min() + lats.max()) / 2)
    turn, rise = np.radians(lons), np.radians(lats)
    x, y, z = (np.cos(rise) * np.cos(turn)).mean(), (np.cos(rise) * np.sin(turn)).mean(), np.sin(rise).mean()
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def degrees_apart(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Give the distance of two points on the map of degrees, the short way round: good enough to tell near from far."""
    return math.hypot(within_180(lon - other_lon), lat - other_lat)


def within_180(longitude: float) -> float:
    """Give a longitude as -180 to 180; one that is so already comes back as it is."""
    if -HALF_TURN <= longitude <= HALF_TURN:
        return float(longitude)
    return float((longitude + HALF_TURN) % TURN - HALF_TURN)


def touches_180(geometry: Any) -> bool:
    """Say whether a geometry reaches 180 from both sides, as ground does that was cut there."""
    west, _, east, _ = geometry.bounds
    return bool(west <= -HALF_TURN and east >= HALF_TURN)


def _moved(parts: Sequence[Any]) -> list[Any]:
    bounds = [part.bounds for part in parts]
    start = _start(np.array([west for west, *_ in bounds]), np.array([east for _, _, east, _ in bounds]))
    return [_shifted(part, TURN) if west < start else part for part, (west, *_) in zip(parts, bounds, strict=True)]


def _start(west: Floats, east: Floats) -> float:
    """Give the longitude at which the stretches begin that lie east of the widest empty one; where that one lies over 180: the least."""
    order = np.argsort(west, kind="stable")
    reached = np.maximum.accumulate(east[order])
    gaps = np.append(west[order][1:] - reached[:-1], west.min() + TURN - reached[-1])
    widest = int(np.argmax(gaps)) if gaps.max() > gaps[-1] else len(gaps) - 1
    return float(west.min() if widest == len(gaps) - 1 else west[order][widest + 1])


def _jumps(ring: Any) -> bool:
    return bool((np.abs(np.diff(shapely.get_coordinates(ring)[:, 0])) > HALF_TURN).any())


def _unrolled(line: Any) -> Any:
    at = shapely.get_coordinates(line)
    return shapely.LineString(np.column_stack([np.unwrap(at[:, 0], period=TURN), at[:, 1]]))


def _cut(polygon: Any) -> Any:
    whole = shapely.difference(
        _filled(polygon.exterior), shapely.union_all([_filled(hole) for hole in polygon.interiors])
    )
    return whole if whole.geom_type in ("Polygon", "MultiPolygon") else shapely.Polygon()


def _filled(ring: Any) -> Any:
    """Give what a ring holds, cut at 180: laid out past 180 first, then brought back piece by piece."""
    at = shapely.get_coordinates(ring)
    lon, lat = np.unwrap(at[:, 0], period=TURN), at[:, 1]
    goes_round = abs(lon[-1] - lon[0]) > HALF_TURN
    if goes_round:
        pole = math.copysign(90.0, lat.mean())
        lon, lat = np.append(lon, [lon[-1], lon[0]]), np.append(lat, [pole, pole])
    laid = shapely.Polygon(np.column_stack([lon, lat]))
    pieces = []
    for turn in (-2, -1, 0, 1, 2):
        strip = shapely.box(turn * TURN - HALF_TURN, -90.0, turn * TURN + HALF_TURN, 90.0)
        pieces.append(_shifted(shapely.intersection(laid, strip), -turn * TURN))
    areas = [part for piece in pieces for part in shapely.get_parts(piece) if part.geom_type == "Polygon"]
    return shapely.union_all(areas)


def _shifted(geometry: Any, degrees: float) -> Any:
    return shapely.transform(geometry, lambda at: at + np.array([degrees, 0.0]))
