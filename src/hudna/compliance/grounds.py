"""Ground where several regions overlap, and the share of a disc or of a unit in it.

A region is a union of disjoint pieces, each a circle or a polygon. What several regions have in common is again a union of disjoint
pieces, each the meet of some circles and at most one polygon. Circles stay circles throughout.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from math import pi
from typing import Any

import numpy as np
import shapely

from hudna.compliance.arcs import Circle, common_area, needed_circles
from hudna.compliance.shares import Floats, Outline, RingKernel, disc_in_circle, disc_in_polygon
from hudna.terms.compiled import Region


@dataclass(frozen=True)
class Piece:
    """What lies in every one of `circles` and in the outline; without circles the outline alone, without both: everywhere."""

    circles: tuple[Circle, ...] = ()
    outline: Outline | None = None


Ground = tuple[Piece, ...]  # disjoint; () is nowhere
Bounds = tuple[float, float, float, float]  # left, bottom, right, top in metres
EVERYWHERE: Ground = (Piece(),)


def ground_of(region: Region) -> Ground:
    """Give a region as pieces."""
    if region.is_everywhere:
        return EVERYWHERE
    pieces = [Piece(circles=(circle,)) for circle in region.circles if circle[2] > 0]
    if region.polygon is not None and not region.polygon.is_empty:
        pieces.append(Piece(outline=Outline(region.polygon)))
    return tuple(pieces)


def meet(grounds: Iterable[Ground]) -> Ground:
    """Give what several grounds have in common; of none: everywhere."""
    return reduce(_meet_two, grounds, EVERYWHERE)


def discs_in_ground(
    x: Floats, y: Floats, radius: Floats, ground: Ground, *, kernel: RingKernel | None = None
) -> Floats:
    """Give the share of each disc (radius above 0, metres) that lies on the ground."""
    total = np.zeros(len(x))
    for piece in ground:
        total += _discs_in_piece(x, y, radius, piece, kernel)
    return np.clip(total, 0.0, 1.0)


def points_in_region(x: Floats, y: Floats, region: Region) -> Floats:
    """Give 1 for each point in the region, its edge included, and 0 for others."""
    if region.is_everywhere:
        return np.ones(len(x))
    inside = np.zeros(len(x), dtype=bool)
    for cx, cy, reach in region.circles:
        inside |= np.hypot(x - cx, y - cy) <= reach
    if region.polygon is not None:
        shapely.prepare(region.polygon)
        inside |= shapely.intersects_xy(region.polygon, x, y)
    return inside.astype(np.float64)


def area_of(ground: Ground) -> float:
    """Give the area in square metres; everywhere has none that could be told, and is not asked."""
    return sum(_area_of_piece(piece) for piece in ground)


def bounds_of(ground: Ground) -> Bounds | None:
    """Give the box around the ground; None for nowhere. Everywhere has infinite bounds."""
    boxes = [_bounds_of_piece(piece) for piece in ground]
    if not boxes:
        return None
    left, bottom, right, top = (list(side) for side in zip(*boxes, strict=True))
    return min(left), min(bottom), max(right), max(top)


def _discs_in_piece(x: Floats, y: Floats, radius: Floats, piece: Piece, kernel: RingKernel | None) -> Floats:
    shares = [disc_in_circle(x, y, radius, circle) for circle in piece.circles]
    if piece.outline is not None:
        shares.append(disc_in_polygon(x, y, radius, piece.outline, kernel=kernel))
    if len(shares) < 2:
        return shares[0] if shares else np.ones(len(x))
    least: Floats = np.minimum.reduce(shares)
    cut_by = sum((share < 1.0).astype(np.int64) for share in shares)
    for i in np.flatnonzero((least > 0) & (cut_by > 1)):  # only a disc cut by two edges at once needs the general way
        disc = (float(x[i]), float(y[i]), float(radius[i]))
        least[i] = common_area([disc, *piece.circles], piece.outline) / (pi * disc[2] ** 2)
    return least


def _meet_two(one: Ground, other: Ground) -> Ground:
    found = (_meet_pieces(a, b) for a in one for b in other)
    return tuple(piece for piece in found if piece is not None)


def _meet_pieces(one: Piece, other: Piece) -> Piece | None:
    circles = needed_circles([*one.circles, *other.circles])
    if circles is None:
        return None
    outline = one.outline or other.outline
    if one.outline is not None and other.outline is not None and one.outline is not other.outline:
        common = _polygons_only(shapely.intersection(one.outline.polygon, other.outline.polygon))
        if common.is_empty:
            return None
        outline = Outline(common)
    if outline is None:
        return Piece(circles)
    kept = []
    for circle in circles:
        x, y, radius = (np.array([value]) for value in circle)
        inside = float(disc_in_polygon(x, y, radius, outline)[0])
        if inside == 0.0:
            return None
        if inside == 1.0 and len(circles) == 1:
            return Piece(circles)
        if _furthest(outline, circle) > circle[2]:
            kept.append(circle)
    return Piece(tuple(kept), outline)


def _furthest(outline: Outline, circle: Circle) -> float:
    return max(float(np.hypot(ring.corner_x - circle[0], ring.corner_y - circle[1]).max()) for ring in outline.rings)


def _polygons_only(geometry: Any) -> Any:
    """Drop the lines and points that touching polygons have in common."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if len(parts) != 1 else parts[0]


def _area_of_piece(piece: Piece) -> float:
    if not piece.circles:
        return float(piece.outline.polygon.area) if piece.outline is not None else float("inf")
    return common_area(piece.circles, piece.outline)


def _bounds_of_piece(piece: Piece) -> Bounds:
    left, bottom, right, top = -np.inf, -np.inf, np.inf, np.inf
    if piece.outline is not None:
        left, bottom, right, top = piece.outline.polygon.bounds
    for x, y, radius in piece.circles:
        left, bottom = max(left, x - radius), max(bottom, y - radius)
        right, top = min(right, x + radius), min(top, y + radius)
    return left, bottom, right, top
