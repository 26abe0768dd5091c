"""Ground told by its distance from a line: strips along it and ground beyond, on each side or on one.

Sides. `inside` and `outside` of a closed line are what it encloses and the rest. Of an open line the sides are the left and right
of its drawing direction, and the file must say whose they are: properties `left` and `right` of the GeoJSON feature, holding a
party's id, `inside` or `outside` (one of the latter two settles both). To part the plane, an open line is carried on straight at both
ends. Where nothing says which side is meant, the side is unknown: nothing for certain, and both sides at most.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.ops import polygonize

from hudna.terms.compiled import Region
from hudna.terms.maps import DrawnLine
from hudna.terms.regions import NOWHERE, REACH_M, all_ground, polygon_region

ARC_SEGMENTS = 64  # segments in a quarter of a circle where a buffer goes round a corner
OPPOSITE = {"inside": "outside", "outside": "inside"}


@dataclass(frozen=True)
class PlacedLine:
    """A line projected into the agreement's plane, metres, with what its two sides are called."""

    geometry: Any
    left: str | None
    right: str | None

    @classmethod
    def of(cls, drawn: DrawnLine, projected: Any) -> "PlacedLine":
        left = drawn.left or OPPOSITE.get(drawn.right or "")
        right = drawn.right or OPPOSITE.get(drawn.left or "")
        return cls(projected, left, right)


def strip(line: PlacedLine, metres: float, side: str) -> tuple[Region, Region]:
    """Give the ground at most `metres` from a line on a side (`each`, `inside`, `outside` or a party): at least, and at most."""
    near = shapely.buffer(line.geometry, metres, quad_segs=ARC_SEGMENTS)
    if side == "each":
        return (ground := polygon_region(near)), ground
    half = side_of(line, side)
    if half is None:
        return NOWHERE, polygon_region(near)
    return (ground := polygon_region(shapely.intersection(near, half))), ground


def beyond(line: PlacedLine, metres: float, side: str) -> tuple[Region, Region]:
    """Give the ground further than `metres` from a line on a side: at least, and at most; it ends with the plane's square of 6,000 km."""
    near = shapely.buffer(line.geometry, metres, quad_segs=ARC_SEGMENTS)
    half = all_ground() if side == "each" else side_of(line, side)
    if half is None:
        return NOWHERE, polygon_region(shapely.difference(all_ground(), near))
    return (ground := polygon_region(shapely.difference(half, near))), ground


def side_of(line: PlacedLine, side: str) -> Any | None:
    """Give the half of the plane on a side of the line, or None where the data do not say which it is."""
    if line.geometry.geom_type != "LineString":
        return None
    if line.geometry.is_closed and side in OPPOSITE:
        enclosed = shapely.Polygon(line.geometry)
        return enclosed if side == "inside" else shapely.difference(all_ground(), enclosed)
    if side == line.left:
        return _half(line.geometry, is_left=True)
    if side == line.right:
        return _half(line.geometry, is_left=False)
    return None


def _half(line: Any, *, is_left: bool) -> Any:
    cut = shapely.LinearRing(line.coords) if line.is_closed else _carried_on(line)
    faces = list(polygonize(shapely.union_all([all_ground().exterior, cut])))
    chosen = [face for face in faces if _is_left(cut, face.representative_point()) == is_left]
    return shapely.union_all(chosen)


def _carried_on(line: Any) -> Any:
    """Carry an open line on straight at both ends, past the edge of the plane's square."""
    at = shapely.get_coordinates(line)
    ends = []
    for end, before in ((at[0], at[1]), (at[-1], at[-2])):
        step = end - before
        ends.append(end + step / np.hypot(*step) * 4 * REACH_M)
    return shapely.LineString([ends[0], *at, ends[1]])


def _is_left(line: Any, point: Any) -> bool:
    """Say whether a point lies left of a line, by the piece of it that is nearest; at a corner, by the turn of its two pieces."""
    at = shapely.get_coordinates(line)
    starts, ends = at[:-1], at[1:]
    here = np.array([point.x, point.y])
    along = np.clip(((here - starts) * (ends - starts)).sum(1) / ((ends - starts) ** 2).sum(1), 0, 1)
    feet = starts + along[:, None] * (ends - starts)
    apart = np.hypot(*(here - feet).T)
    nearest = np.flatnonzero(apart <= apart.min() * (1 + 1e-12) + 1e-9)
    # Of two pieces that meet in the nearest corner, the one the point is further off the direction of decides.
    a, b = starts[nearest], ends[nearest]
    cross = (b - a)[:, 0] * (here - a)[:, 1] - (b - a)[:, 1] * (here - a)[:, 0]
    off = cross / np.hypot(*(b - a).T)
    return bool(off[np.argmax(np.abs(off))] > 0)
