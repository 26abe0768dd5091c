"""The share of a disc in circles and polygons: by hand, against shapely, and against the slow formula of geometry books."""

from itertools import pairwise
from math import acos, atan2, hypot, pi, sqrt

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.compliance.arcs import common_area
from hudna.compliance.shares import Outline, RingKernel, disc_in_circle, disc_in_polygon, disc_in_ring
from hudna.compliance.shares_fast import (
    disc_in_ring_fast,
)  # the extra `fast` is part of `dev`: without numba this must fail

Disc = tuple[float, float, float]
KERNELS = pytest.mark.parametrize("kernel", [disc_in_ring, disc_in_ring_fast], ids=["numpy", "numba"])
SQUARE = shapely.box(0, 0, 10, 10)
whole = st.integers(-6, 6).map(float)
discs = st.tuples(whole, whole, st.sampled_from([1.0, 2.0, 3.0, 5.0, 10.0, 13.0]))


@st.composite
def polygons(draw: st.DrawFn) -> shapely.Polygon:
    """Simple polygons with whole corners, so that corners fall on circles, edges touch them and centres lie on edges."""
    corners = draw(st.lists(st.tuples(st.integers(-6, 6), st.integers(-6, 6)), min_size=3, max_size=9, unique=True))
    x, y = (sum(side) / len(corners) for side in zip(*corners, strict=True))
    polygon = shapely.Polygon(sorted(corners, key=lambda corner: (atan2(corner[1] - y, corner[0] - x), corner)))
    return polygon if polygon.is_valid and polygon.area > 0 else shapely.box(-3, -4, 3, 4)


def share(disc: Disc, polygon: shapely.Polygon, kernel: RingKernel = disc_in_ring) -> float:
    x, y, radius = (np.array([value]) for value in disc)
    return float(disc_in_polygon(x, y, radius, Outline(polygon), kernel=kernel)[0])


def in_circle(disc: Disc, circle: Disc) -> float:
    x, y, radius = (np.array([value]) for value in disc)
    return float(disc_in_circle(x, y, radius, circle)[0])


def share_edge_by_edge(disc: Disc, polygon: shapely.Polygon) -> float:
    """Add up, over the edges, the signed area of the disc and the triangle of its centre and the edge."""
    x, y, radius = disc
    corners = [(px - x, py - y) for px, py in shapely.get_coordinates(polygon).tolist()]
    return abs(sum(disc_and_triangle(a, b, radius) for a, b in pairwise(corners))) / (pi * radius**2)


def disc_and_triangle(a: tuple[float, float], b: tuple[float, float], radius: float) -> float:
    def sector(p: tuple[float, float], q: tuple[float, float]) -> float:
        return radius**2 * atan2(p[0] * q[1] - p[1] * q[0], p[0] * q[0] + p[1] * q[1]) / 2

    if a == (0, 0) or b == (0, 0) or a[0] * b[1] == a[1] * b[0]:
        return 0.0  # the edge points at the centre: the triangle is flat
    dx, dy = b[0] - a[0], b[1] - a[1]
    length, along = dx * dx + dy * dy, a[0] * dx + a[1] * dy
    room = along * along - length * (a[0] ** 2 + a[1] ** 2 - radius**2)
    first, last = ((-along + sign * sqrt(max(room, 0.0))) / length for sign in (-1, 1))
    first, last = max(first, 0.0), min(last, 1.0)
    if room <= 0 or first >= last:
        return sector(a, b)
    p, q = (a[0] + first * dx, a[1] + first * dy), (a[0] + last * dx, a[1] + last * dy)
    return sector(a, p) + (p[0] * q[1] - p[1] * q[0]) / 2 + sector(q, b)


@KERNELS
@pytest.mark.parametrize(
    ("disc", "expected"),
    [
        pytest.param((5, 5, 1), 1.0, id="the disc lies inside the zone"),
        pytest.param((5, 5, 5), 1.0, id="it touches all four edges from inside"),
        pytest.param((15, 5, 5), 0.0, id="it touches one edge from outside"),
        pytest.param((0, 5, 2), 0.5, id="its centre lies on an edge"),
        pytest.param((0, 0, 2), 0.25, id="its centre lies on a corner"),
        pytest.param((5, 5, 50), 100 / (pi * 2500), id="the zone lies inside the disc"),
        pytest.param((5, 5, sqrt(50)), 100 / (pi * 50), id="all corners lie on the circle"),
        pytest.param((30, 30, 3), 0.0, id="far away"),
        pytest.param((10, 5, 0), 1.0, id="a point on the edge is inside"),
        pytest.param((10.001, 5, 0), 0.0, id="a point just outside"),
    ],
)
def test_the_share_of_a_disc_in_a_square_is_what_a_hand_finds(disc: Disc, expected: float, kernel: RingKernel) -> None:
    assert share(disc, SQUARE, kernel) == pytest.approx(expected, abs=1e-12)


@KERNELS
@settings(max_examples=100)
@given(disc=discs, polygon=polygons())
def test_the_share_agrees_with_adding_up_edge_by_edge(kernel: RingKernel, disc: Disc, polygon: shapely.Polygon) -> None:
    assert share(disc, polygon, kernel) == pytest.approx(share_edge_by_edge(disc, polygon), abs=1e-9)


@KERNELS
@settings(max_examples=60)
@given(disc=discs, polygon=polygons())
def test_the_share_agrees_with_shapely_as_far_as_shapely_knows_circles(
    kernel: RingKernel, disc: Disc, polygon: shapely.Polygon
) -> None:
    x, y, radius = disc
    drawn = shapely.Point(x, y).buffer(radius, quad_segs=256)

    assert share(disc, polygon, kernel) == pytest.approx(drawn.intersection(polygon).area / (pi * radius**2), abs=7e-6)


@given(disc=discs, polygon=polygons())
def test_the_compiled_kernel_agrees_with_the_one_in_numpy(disc: Disc, polygon: shapely.Polygon) -> None:
    assert share(disc, polygon, disc_in_ring_fast) == pytest.approx(share(disc, polygon), abs=1e-12)


@KERNELS
def test_long_rings_are_cut_into_blocks_without_loss(kernel: RingKernel) -> None:
    around = np.linspace(0, 2 * pi, 301)[:-1]
    ring = shapely.Polygon(
        np.column_stack([(3 + np.sin(7 * around)) * np.cos(around), (3 + np.sin(7 * around)) * np.sin(around)])
    )

    for disc in [(0.0, 0.0, 2.5), (3.0, 0.5, 1.0), (-2.0, 2.0, 4.0), (0.1, 0.1, 0.3)]:
        assert share(disc, ring, kernel) == pytest.approx(share_edge_by_edge(disc, ring), abs=1e-12)


@KERNELS
def test_holes_are_subtracted_and_parts_are_added(kernel: RingKernel) -> None:
    holed = shapely.Polygon(SQUARE.exterior, [shapely.box(4, 4, 6, 6).exterior])
    two = shapely.MultiPolygon([holed, shapely.box(20, 0, 30, 10)])

    assert share((5, 5, 1), holed, kernel) == pytest.approx(0.0, abs=1e-12)
    assert share((5, 5, 4), holed, kernel) == pytest.approx(1 - 4 / (pi * 16), abs=1e-12)
    assert share((15, 5, 5), two, kernel) == pytest.approx(0.0, abs=1e-12)
    assert share((25, 5, 100), two, kernel) == pytest.approx(196 / (pi * 10_000), abs=1e-12)


def test_the_direction_of_a_ring_does_not_matter() -> None:
    assert share((0, 5, 2), shapely.reverse(SQUARE)) == share((0, 5, 2), SQUARE) == pytest.approx(0.5)


@given(disc=discs, polygon=polygons(), cut=st.integers(-5, 5))
def test_a_zone_cut_in_two_has_the_shares_of_its_parts(disc: Disc, polygon: shapely.Polygon, cut: int) -> None:
    halves = [polygon.intersection(shapely.box(-20, -20, cut, 20)), polygon.intersection(shapely.box(cut, -20, 20, 20))]

    assert sum(share(disc, half) for half in halves) == pytest.approx(share(disc, polygon), abs=1e-9)


@pytest.mark.parametrize(
    ("disc", "circle", "expected"),
    [
        pytest.param((0, 0, 1), (0, 0, 3), 1.0, id="inside"),
        pytest.param((2, 0, 1), (0, 0, 3), 1.0, id="inside, touching"),
        pytest.param((4, 0, 1), (0, 0, 3), 0.0, id="outside, touching"),
        pytest.param((1, 0, 4), (0, 0, 2), 0.25, id="the zone lies inside the disc"),
        pytest.param((2, 0, 4), (0, 0, 2), 0.25, id="the same, touching"),
        pytest.param((0, 0, 2), (0, 0, 2), 1.0, id="one and the same"),
        pytest.param((1, 0, 1), (0, 0, 1), 2 / 3 - sqrt(3) / (2 * pi), id="each on the other's centre"),
        pytest.param((3, 0, 0), (0, 0, 3), 1.0, id="a point on the circle is inside"),
        pytest.param((3.001, 0, 0), (0, 0, 3), 0.0, id="a point just outside"),
    ],
)
def test_the_share_of_a_disc_in_a_circle_is_what_a_hand_finds(disc: Disc, circle: Disc, expected: float) -> None:
    assert in_circle(disc, circle) == pytest.approx(expected, abs=1e-12)


@given(disc=discs, circle=discs)
def test_the_lens_agrees_with_the_formula_of_geometry_books(disc: Disc, circle: Disc) -> None:
    r, big, d = disc[2], circle[2], hypot(disc[0] - circle[0], disc[1] - circle[1])
    if d >= r + big or d <= abs(r - big):
        expected = 0.0 if d >= r + big else min(1.0, (big / r) ** 2)
    else:
        a, b = acos((d * d + r * r - big * big) / (2 * d * r)), acos((d * d + big * big - r * r) / (2 * d * big))
        kite = sqrt((-d + r + big) * (d + r - big) * (d - r + big) * (d + r + big)) / 2
        expected = (r * r * a + big * big * b - kite) / (pi * r * r)

    assert in_circle(disc, circle) == pytest.approx(expected, abs=1e-9)


@given(one=discs, other=discs, third=discs)
def test_the_area_common_to_three_circles_agrees_with_shapely(one: Disc, other: Disc, third: Disc) -> None:
    drawn = [shapely.Point(x, y).buffer(radius, quad_segs=256) for x, y, radius in (one, other, third)]

    area = common_area([one, other, third], None)

    assert area == pytest.approx(shapely.intersection_all(drawn).area, abs=1e-2, rel=1e-4)


@given(one=discs, other=discs, polygon=polygons())
def test_the_area_common_to_two_circles_and_a_polygon_agrees_with_shapely(
    one: Disc, other: Disc, polygon: shapely.Polygon
) -> None:
    drawn = [shapely.Point(x, y).buffer(radius, quad_segs=256) for x, y, radius in (one, other)]

    area = common_area([one, other], Outline(polygon))

    assert area == pytest.approx(shapely.intersection_all([*drawn, polygon]).area, abs=1e-2, rel=1e-4)


@given(disc=discs, circle=discs, polygon=polygons())
def test_the_general_way_agrees_with_the_kernels_where_both_can_tell(
    disc: Disc, circle: Disc, polygon: shapely.Polygon
) -> None:
    area = pi * disc[2] ** 2

    assert common_area([disc, circle], None) / area == pytest.approx(in_circle(disc, circle), abs=1e-9)
    assert common_area([disc], Outline(polygon)) / area == pytest.approx(share(disc, polygon), abs=1e-9)
