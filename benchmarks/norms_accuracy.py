"""How right the shares are: the slow formula, in the shared plane and in a plane of each incident's own."""

from itertools import pairwise
from math import acos, atan2, hypot, pi, sqrt
from typing import Any

import numpy as np
import shapely

from benchmarks.norms import candidates, fast_kernel, ground_in
from benchmarks.norms_world import PLANE, World, happenings_in
from hudna.compliance.grounds import discs_in_ground
from hudna.compliance.places import place_incidents
from hudna.terms import from_plane, to_plane
from hudna.terms.compiled import Region


def accuracy(world: World) -> dict[str, float]:
    x, y = to_plane(PLANE, world.longitude, world.latitude)
    places = place_incidents(happenings_in(world, x, y), world.compiled.regions)
    kernel = fast_kernel()
    same, own, drawn_anew = 0.0, 0.0, 0.0
    for norm in world.compiled.norms:
        ground = ground_in(world, norm)
        chosen = candidates(world, places, norm)
        share = discs_in_ground(x[chosen], y[chosen], world.radius[chosen], ground, kernel=kernel)
        numpy_share = discs_in_ground(x[chosen], y[chosen], world.radius[chosen], ground)
        same = max(same, float(np.abs(share - numpy_share).max(initial=0.0)))
        cut = np.flatnonzero((share > 0) & (share < 1))[:20]
        region = world.compiled.regions[norm.boxes.point[0].places[0].region]
        for i in cut.tolist():
            incident = int(chosen[i])
            disc = (float(x[incident]), float(y[incident]), float(world.radius[incident]))
            same = max(same, abs(share[i] - slow_share(disc, region)))
            plane = (
                f"+proj=laea +lat_0={world.latitude[incident]} +lon_0={world.longitude[incident]} +ellps=WGS84 +units=m"
            )
            here = (0.0, 0.0, disc[2])
            own = max(own, abs(share[i] - slow_share(here, _moved(region, plane))))
            drawn_anew = max(drawn_anew, abs(share[i] - slow_share(here, _drawn_anew(region, plane))))
    return {"same_plane": same, "own_plane": own, "circles_drawn_anew": drawn_anew}


def _moved(region: Region, plane: str) -> Region:
    """The same ground in another plane: its edge, corner by corner."""
    edge = region.polygon or _round(region.circles[0])
    corners = shapely.get_coordinates(edge)
    moved = np.column_stack(to_plane(plane, *from_plane(PLANE, corners[:, 0], corners[:, 1])))
    return Region(polygon=shapely.Polygon(moved))


def _drawn_anew(region: Region, plane: str) -> Region:
    """A circle zone drawn with its radius in the incident's own plane instead of the agreement's: what the choice of plane costs."""
    if region.polygon is not None:
        return _moved(region, plane)
    cx, cy, radius = region.circles[0]
    x, y = to_plane(plane, *from_plane(PLANE, [cx], [cy]))
    return Region(circles=((float(x[0]), float(y[0]), radius),))


def _round(circle: tuple[float, float, float]) -> Any:
    x, y, radius = circle
    return shapely.Point(x, y).buffer(radius, quad_segs=4096)


def slow_share(disc: tuple[float, float, float], region: Region) -> float:
    """One disc, one edge after another: the signed area of disc and triangle (centre, a, b), as geometry books give it."""
    cx, cy, r = disc
    if region.circles:
        return _slow_lens(disc, region.circles[0])
    corners = [(a - cx, b - cy) for a, b in shapely.get_coordinates(region.polygon).tolist()]
    area = sum(_triangle(*a, *b, r) for a, b in pairwise(corners))
    return abs(area) / (pi * r * r)


def _triangle(ax: float, ay: float, bx: float, by: float, r: float) -> float:
    def sector(px: float, py: float, qx: float, qy: float) -> float:
        return r * r * atan2(px * qy - py * qx, px * qx + py * qy) / 2

    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    room = length * r * r - (ax * dy - ay * dx) ** 2
    if length == 0 or room <= 0:
        return sector(ax, ay, bx, by)
    u, v = ((-(ax * dx + ay * dy) + sign * sqrt(room)) / length for sign in (-1, 1))
    u, v = max(u, 0.0), min(v, 1.0)
    if u >= v:
        return sector(ax, ay, bx, by)
    px, py, qx, qy = ax + u * dx, ay + u * dy, ax + v * dx, ay + v * dy
    return sector(ax, ay, px, py) + (px * qy - py * qx) / 2 + sector(qx, qy, bx, by)


def _slow_lens(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The lens of two circles, with arc cosines as geometry books give it."""
    (x1, y1, r), (x2, y2, big) = one, other
    d = hypot(x2 - x1, y2 - y1)
    if d >= r + big:
        return 0.0
    if d <= abs(r - big):
        return min(1.0, (big / r) ** 2)
    a, b = acos((d * d + r * r - big * big) / (2 * d * r)), acos((d * d + big * big - r * r) / (2 * d * big))
    kite = sqrt((-d + r + big) * (d + r - big) * (d - r + big) * (d + r + big)) / 2
    return (r * r * a + big * big * b - kite) / (pi * r * r)
