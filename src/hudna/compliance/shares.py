"""Which share of a disc lies inside a circle or a polygon, exactly.

One pass over the edges: the boundary of (disc and ring) is made of pieces of edges, whose part of the area is a cross product, and
of arcs of the disc's own circle, whose angles add up without sorting any crossings. Source: Green's theorem. Tried and lost: counting
crossings for each edge instead of deciding once for each corner, which is wrong by up to 0.9 where a corner lies on the circle.

Lengths in metres of one plane; a radius of 0 is a point, and points on an edge are inside.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RingKernel = Callable[["Ring", Floats, Floats, Floats], Floats]

EDGES_IN_A_BLOCK = 16
PAIRS_AT_ONCE = 2_000_000  # pairs times blocks held in memory at one time
FULL = 2 * np.pi
NEARLY_NO_ARC = 1e-7  # an arc so near to nothing or to the full circle may be the other: rounding wraps it round
NEARLY_NO_AREA = 1e-10  # of the squared radius


@dataclass(frozen=True)
class Ring:
    """A simple closed line, counter-clockwise, cut into blocks of 16 edges; the last corner is repeated to fill its block."""

    sign: float  # 1: ground; -1: a hole in it
    corner_x: Floats  # blocks x 17: a block's last corner is the first of the next
    corner_y: Floats
    left: Floats  # the box around each block
    right: Floats
    bottom: Floats
    top: Floats
    body: Any  # the ring filled, a prepared shapely Polygon


@dataclass(frozen=True)
class Outline:
    """A polygon, or several, with holes, made ready for many discs."""

    polygon: Any  # shapely Polygon or MultiPolygon, valid

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """All rings: those of the ground with sign 1, those of its holes with sign -1."""
        rings: list[Ring] = []
        for part in shapely.get_parts(self.polygon):
            if part.is_empty or part.geom_type != "Polygon":  # lines and points, where polygons only touch
                continue
            rings.append(_cut_ring(part.exterior, 1.0))
            rings.extend(_cut_ring(hole, -1.0) for hole in part.interiors)
        return tuple(rings)


def disc_in_circle(x: Floats, y: Floats, radius: Floats, circle: tuple[float, float, float]) -> Floats:
    """Give the share of each disc that lies inside a circle: the lens of two discs, exact also where one holds the other.

    Args:
        x, y, radius: the discs, metres.
        circle: centre and radius, metres, in the same plane.
    Returns:
        One share for each disc, 0 to 1. A point is inside (1) up to the circle itself.
    """
    big = circle[2]
    apart = np.hypot(x - circle[0], y - circle[1])
    share = np.zeros_like(apart)
    point = radius == 0
    share[point] = apart[point] <= big
    share[~point & (apart <= big - radius)] = 1.0
    held = ~point & (apart <= radius - big)
    share[held] = (big / radius[held]) ** 2
    cross = ~point & (apart > np.abs(radius - big)) & (apart < radius + big)
    d, r = apart[cross], radius[cross]
    to_chord = ((d - big) * (d + big) + r * r) / (2 * d)  # from the disc's centre, along the line of centres
    half_chord = np.sqrt(np.maximum((d + r + big) * (d + r - big) * (d - r + big) * (r - d + big), 0.0)) / (2 * d)
    own = np.arctan2(half_chord, to_chord)  # half the angle of each cap
    other = np.arctan2(half_chord, d - to_chord)
    caps = r * r * own - half_chord * to_chord + big * big * other - half_chord * (d - to_chord)
    share[cross] = np.clip(caps / (np.pi * r * r), 0.0, 1.0)
    return share


def disc_in_polygon(
    x: Floats, y: Floats, radius: Floats, outline: Outline, *, kernel: RingKernel | None = None
) -> Floats:
    """Give the share of each disc that lies inside a polygon; holes are subtracted, several parts added.

    Args:
        x, y, radius: the discs, metres.
        outline: the polygon, in the same plane.
        kernel: the share in one ring; `disc_in_ring` unless the compiled one of `shares_fast` is given.
    Returns:
        One share for each disc, 0 to 1, right to about 1e-12.
    """
    share = np.zeros(len(x))
    point = radius == 0
    if point.any():
        shapely.prepare(outline.polygon)
        share[point] = shapely.intersects_xy(outline.polygon, x[point], y[point])
        spread = np.flatnonzero(~point)
        share[spread] = disc_in_polygon(x[spread], y[spread], radius[spread], outline, kernel=kernel)
        return share
    for ring in outline.rings:
        share += ring.sign * (kernel or disc_in_ring)(ring, x, y, radius)
    return np.clip(share, 0.0, 1.0)


def disc_in_ring(ring: Ring, x: Floats, y: Floats, radius: Floats) -> Floats:
    """Give the share of each disc (radius above 0) inside one ring."""
    step = max(1, PAIRS_AT_ONCE // len(ring.left))
    parts = [
        _disc_in_ring(ring, x[i : i + step], y[i : i + step], radius[i : i + step]) for i in range(0, len(x), step)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _disc_in_ring(ring: Ring, x: Floats, y: Floats, radius: Floats) -> Floats:
    cross, arc, crossings, touches = _walk_edges(ring, x, y, radius)
    squared = radius * radius
    share = cross / (FULL * squared)  # right as it stands where the ring lies wholly inside the disc
    arc = np.mod(arc, FULL)
    wrapped = np.where(arc > np.pi, arc - FULL, arc)
    is_slight = np.abs(wrapped) < NEARLY_NO_ARC
    twice = cross + squared * np.where(is_slight, wrapped, arc)  # twice the area, short of a full circle at most
    is_open = is_slight & (np.abs(twice) <= NEARLY_NO_AREA * squared)
    asks_centre = (touches == 0) | ((crossings > 0) & is_open)
    is_inside = np.zeros(len(x), dtype=bool)
    is_inside[asks_centre] = shapely.contains_xy(ring.body, x[asks_centre], y[asks_centre])
    is_full = is_slight & np.where(is_open, is_inside, twice < 0)
    crossed = np.clip(twice / (FULL * squared) + is_full, 0.0, 1.0)
    share = np.where(crossings > 0, crossed, share)
    return np.where(touches == 0, is_inside.astype(np.float64), share)


def _walk_edges(
    ring: Ring, x: Floats, y: Floats, radius: Floats
) -> tuple[Floats, Floats, NDArray[np.intp], NDArray[np.intp]]:
    """Add up, for each disc, the cross products and arc angles of the edges that meet it, and count crossings and edges met."""
    off_x = np.maximum(np.maximum(ring.left - x[:, None], x[:, None] - ring.right), 0.0)
    off_y = np.maximum(np.maximum(ring.bottom - y[:, None], y[:, None] - ring.top), 0.0)
    near, block = np.nonzero(off_x * off_x + off_y * off_y <= (radius * radius)[:, None])
    to_x = ring.corner_x[block] - x[near, None]  # corners as seen from the centre
    to_y = ring.corner_y[block] - y[near, None]
    squared = (radius * radius)[near, None]
    inside = to_x * to_x + to_y * to_y < squared  # decided once for each corner: two edges never disagree about it
    starts, ends = inside[:, :-1], inside[:, 1:]
    ax, ay = to_x[:, :-1], to_y[:, :-1]
    dx, dy = to_x[:, 1:] - ax, to_y[:, 1:] - ay
    along, length = ax * dx + ay * dy, dx * dx + dy * dy
    turn = ax * dy - ay * dx
    room = length * squared - turn * turn
    meets = starts | ends | ((along < 0) & (-along < length) & (room > 0))
    row, col = np.nonzero(meets)
    disc = near[row]
    ax, ay, dx, dy, along, length, turn = (each[row, col] for each in (ax, ay, dx, dy, along, length, turn))
    root = np.sqrt(np.maximum(room[row, col], 0.0))
    length = np.where(length > 0, length, 1.0)  # the corner repeated to fill a block
    enters, leaves = ~starts[row, col], ~ends[row, col]
    first = np.where(enters, np.clip((-along - root) / length, 0.0, 1.0), 0.0)
    last = np.where(leaves, np.clip((-along + root) / length, 0.0, 1.0), 1.0)
    n = len(x)
    cross = sum_by(disc, (last - first) * turn, n)
    u, v = first[enters], last[leaves]
    entry = np.arctan2(ay[enters] + u * dy[enters], ax[enters] + u * dx[enters])
    exit_ = np.arctan2(ay[leaves] + v * dy[leaves], ax[leaves] + v * dx[leaves])
    arc = sum_by(disc[enters], entry, n) - sum_by(disc[leaves], exit_, n)
    crossings = np.bincount(disc[enters | leaves], minlength=n)
    return cross, arc, crossings, np.bincount(disc, minlength=n)


def sum_by(owner: NDArray[np.int64], values: Floats, owners: int) -> Floats:
    """Add up the values of each owner, in the order they come."""
    return np.bincount(owner, weights=values, minlength=owners).astype(np.float64)


def _cut_ring(line: Any, sign: float) -> Ring:
    """Turn a shapely ring into a counter-clockwise one in blocks."""
    corners = shapely.get_coordinates(line)
    if not shapely.is_ccw(line):
        corners = corners[::-1]
    edges = len(corners) - 1
    blocks = -(-edges // EDGES_IN_A_BLOCK)
    filled = np.concatenate([corners, np.repeat(corners[-1:], blocks * EDGES_IN_A_BLOCK - edges, axis=0)])
    index = np.arange(blocks)[:, None] * EDGES_IN_A_BLOCK + np.arange(EDGES_IN_A_BLOCK + 1)
    x, y = np.ascontiguousarray(filled[index, 0]), np.ascontiguousarray(filled[index, 1])
    body = shapely.Polygon(line)
    shapely.prepare(body)
    return Ring(sign, x, y, x.min(axis=1), x.max(axis=1), y.min(axis=1), y.max(axis=1), body)
