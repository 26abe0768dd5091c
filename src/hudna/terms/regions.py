"""Set algebra of ground in a plane: circles stay circles as long as they can, because a circle's share of a disc is exact.

A region's parts never overlap. Where a circle meets another part in more than a point, both become one polygon: the circle a
polygon of 720 corners whose radius is a little longer, so that its area is the circle's.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import shapely

from hudna.terms.compiled import Region

NOWHERE = Region()
EVERYWHERE = Region(is_everywhere=True)

CORNERS = 720
REACH_M = (
    3_000_000.0  # half the side of the square that stands for "everywhere" where something is taken out of it, metres
)

CircleXYR = tuple[float, float, float]


def circle_region(x: float, y: float, radius: float) -> Region:
    """Make a disc, metres of the plane."""
    return Region(circles=((x, y, radius),))


def polygon_region(polygon: Any) -> Region:
    """Make ground of a shapely polygon or multipolygon: outlines counter-clockwise, holes clockwise; empty ones are nowhere."""
    ground = _only_areas(polygon)
    return NOWHERE if ground is None or ground.is_empty else Region(polygon=shapely.orient_polygons(ground))


def unite(regions: Iterable[Region]) -> Region:
    """Give all ground that is in at least one of the regions."""
    parts = list(regions)
    if any(part.is_everywhere for part in parts):
        return EVERYWHERE
    circles = _without_covered(sorted({circle for part in parts for circle in part.circles}))
    polygon = shapely.union_all([part.polygon for part in parts if part.polygon is not None])
    crossing = {c for i, c in enumerate(circles) for d in circles[i + 1 :] if _overlap(c, d) for c in (c, d)}
    loose: list[CircleXYR] = []
    joined: list[Any] = [polygon]
    for circle in circles:
        outline = circle_outline(circle)
        if circle in crossing or (not polygon.is_empty and shapely.intersects(polygon, outline)):
            joined.append(outline)
        else:
            loose.append(circle)
    whole = polygon_region(shapely.union_all(joined))
    return Region(circles=tuple(loose), polygon=whole.polygon)


def intersect(regions: Iterable[Region]) -> Region:
    """Give the ground that is in all of the regions; everywhere, if there are none."""
    result = EVERYWHERE
    for region in regions:
        result = _intersect_two(result, region)
    return result


def subtract(region: Region, taken: Iterable[Region]) -> Region:
    """Give the ground of a region that is in none of `taken`."""
    away = unite(taken)
    if away.is_nowhere:
        return region
    if away.is_everywhere:
        return NOWHERE
    if region.is_everywhere:
        return polygon_region(shapely.difference(all_ground(), outline(away)))
    gone = outline(away)
    kept = [c for c in region.circles if not _touches(away, c)]
    cut = [circle_outline(c) for c in region.circles if c not in kept and not _covers(away, c)]
    rest = shapely.union_all([*cut, *([region.polygon] if region.polygon is not None else [])])
    return Region(circles=tuple(kept), polygon=polygon_region(shapely.difference(rest, gone)).polygon)


def outline(region: Region) -> Any:
    """Give a region as one shapely geometry, its circles as polygons of 720 corners; everywhere is a square of 6,000 km."""
    if region.is_everywhere:
        return all_ground()
    parts = [circle_outline(circle) for circle in region.circles]
    return shapely.union_all([*parts, *([region.polygon] if region.polygon is not None else [])])


def is_inside(region: Region, x: float, y: float) -> bool:
    """Say whether a point of the plane lies in a region, its edge included."""
    if region.is_everywhere:
        return True
    if any((x - cx) ** 2 + (y - cy) ** 2 <= r * r for cx, cy, r in region.circles):
        return True
    return region.polygon is not None and bool(shapely.intersects_xy(region.polygon, x, y))


def all_ground() -> Any:
    """Give the square that stands for everywhere where a shape is needed."""
    return shapely.box(-REACH_M, -REACH_M, REACH_M, REACH_M)


@lru_cache(maxsize=4096)
def circle_outline(circle: CircleXYR) -> Any:
    """Give the polygon that stands for a circle: 720 corners, the circle's own area."""
    x, y, radius = circle
    longer = radius * math.sqrt(2 * math.pi / (CORNERS * math.sin(2 * math.pi / CORNERS)))
    turns = [2 * math.pi * k / CORNERS for k in range(CORNERS)]
    return shapely.Polygon([(x + longer * math.cos(turn), y + longer * math.sin(turn)) for turn in turns])


def _intersect_two(one: Region, other: Region) -> Region:
    if one.is_everywhere:
        return other
    if other.is_everywhere:
        return one
    if one == other:
        return one
    kept = [c for a, b in ((one, other), (other, one)) for c in a.circles if _covers(b, c)]
    if kept and len(one.circles) + len(other.circles) == 2 and one.polygon is None and other.polygon is None:
        return Region(circles=(min(kept, key=lambda c: c[2]),))
    whole = _only_areas(shapely.intersection(outline(one), outline(other)))
    circles = tuple(sorted(set(kept)))
    if circles and whole is not None:  # circles wholly inside the other region stay circles; the rest is cut
        rest = shapely.difference(whole, shapely.union_all([circle_outline(c) for c in circles]).buffer(1e-6))
        return Region(circles=circles, polygon=polygon_region(rest).polygon)
    return polygon_region(whole)


def _only_areas(geometry: Any) -> Any:
    """Drop the points and lines that set operations leave where two outlines only touch."""
    if geometry is None or geometry.is_empty:
        return None
    if geometry.geom_type in ("Polygon", "MultiPolygon"):
        return geometry
    areas = [part for part in shapely.get_parts(geometry) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(areas) if areas else None


def _without_covered(circles: Sequence[CircleXYR]) -> list[CircleXYR]:
    kept: list[CircleXYR] = []
    for circle in sorted(circles, key=lambda c: (-c[2], c)):
        if not any(_holds(other, circle) for other in kept):
            kept.append(circle)
    return sorted(kept)


def _overlap(one: CircleXYR, other: CircleXYR) -> bool:
    return math.dist(one[:2], other[:2]) < one[2] + other[2]


def _holds(outer: CircleXYR, inner: CircleXYR) -> bool:
    return math.dist(outer[:2], inner[:2]) + inner[2] <= outer[2]


def _touches(region: Region, circle: CircleXYR) -> bool:
    if any(_overlap(circle, other) for other in region.circles):
        return True
    return region.polygon is not None and bool(shapely.intersects(region.polygon, circle_outline(circle)))


def _covers(region: Region, circle: CircleXYR) -> bool:
    if region.is_everywhere or any(_holds(other, circle) for other in region.circles):
        return True
    return region.polygon is not None and bool(shapely.covers(region.polygon, circle_outline(circle)))
