"""The area common to several circles and a polygon, exactly: the slow, general way for what the kernels of `shares` do not cover.

Every piece of the common boundary is a stretch of an edge that lies in all circles, or an arc of one circle that lies in all others
and in the polygon. Source: Green's theorem.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray

from hudna.compliance.shares import Outline

Circle = tuple[float, float, float]  # x, y, radius in metres
NEARLY = 1e-9  # of an edge
ALONG_AN_ARC = (0.5, 0.29, 0.77)  # places to look at; an edge that only touches the arc can spoil one of them


def common_area(circles: Sequence[Circle], outline: Outline | None) -> float:
    """Give the area, in square metres, that lies in every one of `circles` (at least one, radius above 0) and in the polygon."""
    needed = needed_circles(circles)
    if needed is None:
        return 0.0
    x0, y0, _ = min(
        needed, key=lambda circle: circle[2]
    )  # the area is near its smallest circle: least rounding from there
    seen = [(x - x0, y - y0, radius) for x, y, radius in needed]
    edges = _edges(outline, x0, y0)
    twice = _along_edges(seen, edges)
    for circle in seen:
        twice += _along_arcs(circle, [other for other in seen if other != circle], edges, outline, (x0, y0))
    return max(twice / 2, 0.0)


def needed_circles(circles: Iterable[Circle]) -> tuple[Circle, ...] | None:
    """Leave out circles that hold another one; None if two have nothing in common but a point. What is left crosses."""
    distinct = sorted(set(circles))
    kept: list[Circle] = []
    for circle in distinct:
        x, y, radius = circle
        others = [other for other in distinct if other != circle]
        if any(hypot(x - ox, y - oy) >= radius + reach for ox, oy, reach in others):
            return None
        if not any(hypot(x - ox, y - oy) <= radius - reach for ox, oy, reach in others):
            kept.append(circle)
    return tuple(kept)


def _edges(outline: Outline | None, x0: float, y0: float) -> NDArray[np.float64]:
    """One row for each edge (ax, ay, dx, dy), ground on its left: rings of holes are turned round."""
    rows = []
    for ring in outline.rings if outline is not None else ():
        ax, ay = ring.corner_x[:, :-1].ravel() - x0, ring.corner_y[:, :-1].ravel() - y0
        bx, by = ring.corner_x[:, 1:].ravel() - x0, ring.corner_y[:, 1:].ravel() - y0
        if ring.sign < 0:
            ax, ay, bx, by = bx, by, ax, ay
        rows.append(np.column_stack([ax, ay, bx - ax, by - ay]))
    edges: NDArray[np.float64] = np.concatenate(rows) if rows else np.zeros((0, 4))
    has_length: NDArray[np.bool_] = (edges[:, 2] != 0) | (edges[:, 3] != 0)
    return edges[has_length]


def _roots(circle: Circle, edges: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the line of each edge enters and leaves the circle, in units of the edge; NaN where it does not meet it."""
    ax, ay = edges[:, 0] - circle[0], edges[:, 1] - circle[1]
    dx, dy = edges[:, 2], edges[:, 3]
    length = dx * dx + dy * dy
    room = length * circle[2] ** 2 - (ax * dy - ay * dx) ** 2
    root = np.sqrt(np.where(room > 0, room, np.nan))
    along = ax * dx + ay * dy
    return (-along - root) / length, (-along + root) / length


def _along_edges(circles: Sequence[Circle], edges: NDArray[np.float64]) -> float:
    first, last = np.zeros(len(edges)), np.ones(len(edges))
    for circle in circles:
        enters, leaves = _roots(circle, edges)
        first = np.maximum(first, np.where(np.isnan(enters), 1.0, enters))
        last = np.minimum(last, np.where(np.isnan(leaves), 0.0, leaves))
    return float(np.sum(np.maximum(last - first, 0.0) * (edges[:, 0] * edges[:, 3] - edges[:, 1] * edges[:, 2])))


def _along_arcs(
    circle: Circle,
    others: Sequence[Circle],
    edges: NDArray[np.float64],
    outline: Outline | None,
    away: tuple[float, float],
) -> float:
    x, y, radius = circle
    cuts = {-pi, pi}
    for other in others:
        cuts.update(_angles_at(circle, other))
    for share in _roots(circle, edges):
        on_edge = (share >= -NEARLY) & (
            share <= 1 + NEARLY
        )  # a crossing at a corner must not fall between its two edges
        px = edges[on_edge, 0] + share[on_edge] * edges[on_edge, 2] - x
        py = edges[on_edge, 1] + share[on_edge] * edges[on_edge, 3] - y
        cuts.update(np.arctan2(py, px).tolist())
    ordered = sorted(cuts)
    twice = 0.0
    for low, high in pairwise(ordered):
        middle = (low + high) / 2
        if any(hypot(x + radius * cos(middle) - ox, y + radius * sin(middle) - oy) > reach for ox, oy, reach in others):
            continue
        if outline is not None:
            angles = np.array([low + share * (high - low) for share in ALONG_AN_ARC])
            px, py = x + radius * np.cos(angles) + away[0], y + radius * np.sin(angles) + away[1]
            if not shapely.contains_xy(outline.polygon, px, py).any():
                continue
        twice += radius * (radius * (high - low) + x * (sin(high) - sin(low)) - y * (cos(high) - cos(low)))
    return twice


def _angles_at(circle: Circle, other: Circle) -> list[float]:
    """The angles, on `circle`, of the points where `other` crosses it."""
    dx, dy = other[0] - circle[0], other[1] - circle[1]
    apart, r, big = hypot(dx, dy), circle[2], other[2]
    if apart == 0 or apart >= r + big or apart <= abs(r - big):
        return []
    to_chord = ((apart - big) * (apart + big) + r * r) / (2 * apart)
    half = sqrt(max((apart + r + big) * (apart + r - big) * (apart - r + big) * (r - apart + big), 0.0)) / (2 * apart)
    towards, aside = atan2(dy, dx), atan2(half, to_chord)
    return [(angle + pi) % (2 * pi) - pi for angle in (towards - aside, towards + aside)]
