"""Where a thing happened, by slicing: the slow, obvious measure of ground.

A place is uniform on its ground (docs/semantics.md, "An incident is a distribution"). To know with what probability it lies in
which regions, the ground is cut by vertical lines at every corner, every crossing and every left and right end of a circle.
Between two such lines nothing changes its order, so the lengths of the pieces of one vertical chord, integrated over x, are the
areas wanted. No formula for the common area of a disc and a polygon is used anywhere: that is the engine's way.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, pi, sin, sqrt

from numpy.polynomial.legendre import leggauss
from pyproj import CRS, Transformer

from hudna.terms.compiled import Region

Point = tuple[float, float]
Segment = tuple[Point, Point]
Circle = tuple[float, float, float]
Chord = list[tuple[float, float]]  # disjoint pieces of a vertical line, from below

# x = sin(angle) takes the square-root ends of a circle away; 16 nodes then give about 1e-9 of a slab.
ANGLES = [(float(node) * pi / 2, float(weight) * pi / 2) for node, weight in zip(*leggauss(16), strict=True)]
TOO_THIN = 1e-7  # metres: slabs between two breaks nearer than this weigh nothing
EDGE = 0.01  # metres: a point nearer to an edge than this is not a fair question after a projection there and back


class OnTheEdge(Exception):  # noqa: N818  (the case is unfair, nobody erred)
    """A place without extent lies so near an edge that projecting it there and back may put it on either side."""


@dataclass(frozen=True)
class Place:
    """The ground on which an incident or its origin is uniform: a region, or one point."""

    ground: Region | None = None
    point: Point | None = None


def disc(x: float, y: float, radius: float) -> Place:
    """A disc of `radius` metres; with radius 0 the point itself."""
    return Place(ground=Region(circles=((x, y, radius),))) if radius > 0 else Place(point=(x, y))


@cache
def projection(plane: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", CRS(plane), always_xy=True)


@cache
def to_plane(plane: str, longitude: float, latitude: float) -> Point:
    """Metres in the agreement's plane for degrees WGS84."""
    x, y = projection(plane).transform(longitude, latitude)
    return float(x), float(y)


def from_plane(plane: str, x: float, y: float) -> Point:
    """(longitude, latitude) in degrees WGS84 of a point of the agreement's plane."""
    longitude, latitude = projection(plane).transform(x, y, direction="INVERSE")
    return float(longitude), float(latitude)


def patterns(place: Place, regions: Mapping[str, Region]) -> dict[frozenset[str], float]:
    """For each set of region keys, the probability that the place lies in exactly these of `regions`. Sums to 1."""
    everywhere = frozenset(key for key, region in regions.items() if region.is_everywhere)
    bounded = {key: region for key, region in regions.items() if not region.is_everywhere}
    if place.point is not None:
        return {everywhere | frozenset(key for key, region in bounded.items() if holds(region, place.point)): 1.0}
    assert place.ground is not None
    areas: dict[frozenset[str], float] = {}
    for x, width in abscissas([place.ground, *bounded.values()]):
        chords = {key: chord(region, x) for key, region in bounded.items()}
        for low, high in chord(place.ground, x):
            cuts = sorted(
                {low, high, *(y for pieces in chords.values() for piece in pieces for y in piece if low < y < high)}
            )
            for below, above in itertools.pairwise(cuts):
                middle = (below + above) / 2
                inside = everywhere | frozenset(
                    key for key, pieces in chords.items() if any(a < middle < b for a, b in pieces)
                )
                areas[inside] = areas.get(inside, 0.0) + width * (above - below)
    total = sum(areas.values())
    return {inside: area / total for inside, area in areas.items()}


def abscissas(regions: list[Region]) -> Iterator[tuple[float, float]]:
    """Yield (x, width) such that the sum of f(x) times width is the integral of f, for chord lengths f of these regions."""
    breaks = sorted(set(break_points(regions)))
    for left, right in itertools.pairwise(breaks):
        if right - left > TOO_THIN:
            middle, half = (left + right) / 2, (right - left) / 2
            for angle, weight in ANGLES:
                yield middle + half * sin(angle), half * cos(angle) * weight


def break_points(regions: list[Region]) -> Iterator[float]:
    """Every x at which a chord of these regions can change its character."""
    circles = [circle for region in regions for circle in region.circles]
    segments = [segment for region in regions for segment in edges(region)]
    for x, _, radius in circles:
        yield from (x - radius, x + radius)
    for (x1, _), (x2, _) in segments:
        yield from (x1, x2)
    for n, one in enumerate(circles):
        for other in circles[:n]:
            yield from circles_cross(one, other)
        for segment in segments:
            yield from circle_crosses(one, segment)
    for n, segment in enumerate(segments):
        for other_segment in segments[:n]:
            yield from segments_cross(segment, other_segment)


def circles_cross(one: Circle, other: Circle) -> Iterator[float]:
    (x1, y1, r1), (x2, y2, r2) = one, other
    distance = hypot(x2 - x1, y2 - y1)
    if distance == 0 or distance > r1 + r2 or distance < abs(r1 - r2):
        return
    along = (distance**2 + r1**2 - r2**2) / (2 * distance)
    across = sqrt(max(0.0, r1**2 - along**2))
    for side in (across, -across):
        yield x1 + (along * (x2 - x1) + side * (y2 - y1)) / distance


def circle_crosses(circle: Circle, segment: Segment) -> Iterator[float]:
    (x, y, radius), ((x1, y1), (x2, y2)) = circle, segment
    dx, dy = x2 - x1, y2 - y1
    a, b, c = dx * dx + dy * dy, 2 * (dx * (x1 - x) + dy * (y1 - y)), (x1 - x) ** 2 + (y1 - y) ** 2 - radius**2
    if a == 0 or b * b < 4 * a * c:
        return
    for sign in (1, -1):
        share = (-b + sign * sqrt(b * b - 4 * a * c)) / (2 * a)
        if 0 <= share <= 1:
            yield x1 + share * dx


def segments_cross(one: Segment, other: Segment) -> Iterator[float]:
    (x1, y1), (x2, y2) = one
    (x3, y3), (x4, y4) = other
    slant = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3)
    if slant == 0:
        return
    share = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / slant
    if 0 <= share <= 1:
        yield x1 + share * (x2 - x1)


def chord(region: Region, x: float) -> Chord:
    """The pieces of the vertical line at x that lie in the region (its circles and its polygon are disjoint)."""
    pieces: Chord = []
    for cx, cy, radius in region.circles:
        if abs(x - cx) < radius:
            reach = sqrt(radius**2 - (x - cx) ** 2)
            pieces.append((cy - reach, cy + reach))
    crossings = sorted(
        y1 + (x - x1) / (x2 - x1) * (y2 - y1) for (x1, y1), (x2, y2) in edges(region) if min(x1, x2) < x < max(x1, x2)
    )
    pieces.extend(zip(crossings[::2], crossings[1::2], strict=True))  # even-odd: holes fall out by themselves
    return sorted(pieces)


def edges(region: Region) -> Iterator[Segment]:
    """Every edge of the region's polygons, holes included."""
    if region.polygon is None or region.polygon.is_empty:
        return
    for polygon in getattr(region.polygon, "geoms", [region.polygon]):
        for ring in (polygon.exterior, *polygon.interiors):
            corners = [(float(x), float(y)) for x, y in ring.coords]
            yield from itertools.pairwise(corners)


def holds(region: Region, point: Point) -> bool:
    """Is the point inside? Raises OnTheEdge when it lies within a centimetre of an edge."""
    x, y = point
    for cx, cy, radius in region.circles:
        if abs(hypot(x - cx, y - cy) - radius) < EDGE:
            raise OnTheEdge
    for segment in edges(region):
        if distance_to(segment, point) < EDGE:
            raise OnTheEdge
    in_circle = any(hypot(x - cx, y - cy) < radius for cx, cy, radius in region.circles)
    crossings_below = sum(
        (x1 <= x) != (x2 <= x) and y1 + (x - x1) / (x2 - x1) * (y2 - y1) < y for (x1, y1), (x2, y2) in edges(region)
    )
    return in_circle or crossings_below % 2 == 1


def distance_to(segment: Segment, point: Point) -> float:
    (x1, y1), (x2, y2) = segment
    x, y = point
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = 0.0 if length == 0 else min(1.0, max(0.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return hypot(x - (x1 + share * (x2 - x1)), y - (y1 + share * (y2 - y1)))
