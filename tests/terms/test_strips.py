"""Ground along a line: each side, one side, or a side that nobody can tell."""

import math

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from hudna.terms.maps import DrawnLine
from hudna.terms.regions import is_inside, outline
from hudna.terms.strips import PlacedLine, beyond, strip
from terms.areas import region_area

NORTHWARD = shapely.LineString([(0, 0), (0, 10_000)])


def placed(geometry: shapely.Geometry, left: str | None = None, right: str | None = None) -> PlacedLine:
    return PlacedLine.of(DrawnLine(geometry, left, right), geometry)


def test_each_side_is_a_buffer_with_round_ends() -> None:
    least, most = strip(placed(NORTHWARD), 1000.0, "each")

    assert least == most
    assert region_area(least) == pytest.approx(2 * 1000 * 10_000 + math.pi * 1000**2, rel=1e-4)


def test_the_left_of_a_line_northward_is_its_west() -> None:
    line = placed(NORTHWARD, "republic", "council")

    west, _ = strip(line, 1000.0, "republic")
    east, _ = strip(line, 1000.0, "council")

    assert is_inside(west, -500, 5000)
    assert not is_inside(west, 500, 5000)
    assert is_inside(east, 500, 5000)
    assert region_area(west) == pytest.approx(region_area(east), rel=1e-6)


def test_a_side_that_nothing_tells_is_nothing_at_least_and_both_sides_at_most() -> None:
    least, most = strip(placed(NORTHWARD), 1000.0, "republic")

    assert least.is_nowhere
    assert is_inside(most, -500, 5000)
    assert is_inside(most, 500, 5000)


def test_inside_of_a_closed_line_is_what_it_encloses() -> None:
    ring = placed(shapely.box(0, 0, 10_000, 10_000).exterior)
    ring = placed(shapely.LineString(ring.geometry.coords))

    inside, _ = strip(ring, 1000.0, "inside")
    outside, _ = strip(ring, 1000.0, "outside")

    assert region_area(inside) == pytest.approx(10_000**2 - 8_000**2, rel=1e-6)
    assert is_inside(outside, -500, 5000)
    assert not is_inside(outside, 500, 5000)


def test_one_named_side_settles_inside_and_outside() -> None:
    line = placed(NORTHWARD, left="inside")

    outside, most = strip(line, 1000.0, "outside")

    assert outside == most
    assert is_inside(outside, 500, 5000)


def test_beyond_is_the_rest_of_that_side() -> None:
    ground, _ = beyond(placed(NORTHWARD, "republic", "council"), 25_000.0, "republic")

    assert is_inside(ground, -30_000, 5000)
    assert not is_inside(ground, -20_000, 5000)
    assert not is_inside(ground, 30_000, 5000)


@given(points=st.lists(st.tuples(st.integers(-20, 20), st.integers(-20, 20)), min_size=2, max_size=6, unique=True))
def test_the_two_sides_of_a_line_make_up_the_strip(points: list[tuple[int, int]]) -> None:
    line = shapely.LineString([(1000.0 * x, 1000.0 * y) for x, y in points])
    assume(line.is_simple and shapely.remove_repeated_points(line).length > 0)

    whole = strip(placed(line), 2000.0, "each")[0]
    left = strip(placed(line, "a", "b"), 2000.0, "a")[0]
    right = strip(placed(line, "a", "b"), 2000.0, "b")[0]

    assert region_area(left) + region_area(right) == pytest.approx(region_area(whole), rel=1e-6)
    assert outline(left).intersection(outline(right)).area == pytest.approx(0, abs=1.0)
