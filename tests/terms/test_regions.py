"""Set algebra of ground: disjoint parts, true areas, and agreement with shapely's own buffers."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hudna.terms.compiled import Region
from hudna.terms.plane import equal_area_plane, from_plane, project, to_plane
from hudna.terms.regions import (
    EVERYWHERE,
    NOWHERE,
    circle_region,
    intersect,
    is_inside,
    outline,
    polygon_region,
    subtract,
    unite,
)
from terms.areas import region_area

SQUARE = polygon_region(shapely.box(0, 0, 1000, 1000))
metres = st.floats(-5000, 5000).map(lambda m: round(m, 1))
circles = st.builds(circle_region, metres, metres, st.floats(50, 3000).map(lambda m: round(m, 1)))
boxes = st.builds(
    lambda x, y, w, h: polygon_region(shapely.box(x, y, x + w, y + h)),
    metres,
    metres,
    st.floats(10, 4000),
    st.floats(10, 4000),
)
regions = st.lists(st.one_of(circles, boxes), min_size=1, max_size=5)


def by_shapely(region: Region) -> shapely.Geometry:
    """The slow twin: circles as buffers of 4,096 corners."""
    discs = [shapely.Point(x, y).buffer(r, quad_segs=1024) for x, y, r in region.circles]
    return shapely.union_all([*discs, *([region.polygon] if region.polygon is not None else [])])


def test_circles_apart_stay_circles() -> None:
    united = unite([circle_region(0, 0, 100), circle_region(500, 0, 100)])

    assert united.circles == ((0, 0, 100), (500, 0, 100))
    assert united.polygon is None


def test_circles_that_meet_become_one_polygon_of_their_joint_area() -> None:
    united = unite([circle_region(0, 0, 100), circle_region(100, 0, 100)])

    lens = 2 * 100**2 * math.acos(0.5) - 50 * math.sqrt(3) * 100
    assert united.circles == ()
    assert region_area(united) == pytest.approx(2 * math.pi * 100**2 - lens, rel=1e-5)


def test_a_circle_inside_another_is_swallowed() -> None:
    assert unite([circle_region(0, 0, 100), circle_region(10, 0, 20)]) == circle_region(0, 0, 100)


def test_everywhere_and_nowhere_are_the_ends_of_the_algebra() -> None:
    assert unite([SQUARE, EVERYWHERE]).is_everywhere
    assert unite([]).is_nowhere
    assert intersect([]).is_everywhere
    assert intersect([SQUARE, EVERYWHERE]) == SQUARE
    assert intersect([SQUARE, NOWHERE]).is_nowhere
    assert subtract(SQUARE, [EVERYWHERE]).is_nowhere
    assert subtract(EVERYWHERE, [NOWHERE]).is_everywhere
    assert not subtract(EVERYWHERE, [SQUARE]).is_everywhere
    assert not is_inside(subtract(EVERYWHERE, [SQUARE]), 500, 500)
    assert is_inside(subtract(EVERYWHERE, [SQUARE]), 500_000, 500)


def test_what_is_taken_leaves_other_circles_alone() -> None:
    left = subtract(unite([circle_region(0, 0, 100), circle_region(5000, 0, 100)]), [circle_region(50, 0, 100)])

    assert left.circles == ((5000, 0, 100),)
    assert left.polygon is not None


def test_a_circle_inside_a_polygon_is_their_meet() -> None:
    circle = circle_region(500, 500, 100)

    assert intersect([circle, SQUARE]) == circle
    assert intersect([circle_region(0, 0, 50), circle_region(0, 0, 90)]) == circle_region(0, 0, 50)


@given(parts=regions)
def test_a_union_has_the_area_that_shapely_finds_and_disjoint_parts(parts: list[Region]) -> None:
    united = unite(parts)

    assert region_area(united) == pytest.approx(by_shapely_union(parts), rel=2e-4)
    assert region_area(united) == pytest.approx(outline(united).area, rel=1e-6, abs=1e-3)


def by_shapely_union(parts: list[Region]) -> float:
    return float(shapely.union_all([by_shapely(part) for part in parts]).area)


@given(one=regions, other=regions)
def test_a_meet_and_a_rest_make_up_the_whole(one: list[Region], other: list[Region]) -> None:
    whole, taken = unite(one), unite(other)

    both, rest = intersect([whole, taken]), subtract(whole, [taken])

    assert region_area(both) + region_area(rest) == pytest.approx(region_area(whole), rel=1e-4, abs=5.0)
    assert region_area(both) == pytest.approx(
        by_shapely(whole).intersection(by_shapely(taken)).area, rel=1e-3, abs=50.0
    )


@given(parts=regions)
def test_polygons_are_counter_clockwise_and_simple(parts: list[Region]) -> None:
    polygon = unite(parts).polygon

    if polygon is not None:
        assert polygon.is_valid
        assert all(part.exterior.is_ccw for part in shapely.get_parts(polygon))


@given(lon=st.floats(-5, 5), lat=st.floats(-3, 3))
def test_the_plane_takes_points_there_and_back(lon: float, lat: float) -> None:
    plane = equal_area_plane(36.1, 33.7)

    there = to_plane(plane, [36.1 + lon], [33.7 + lat])
    back = from_plane(plane, *there)

    assert back[0][0] == pytest.approx(36.1 + lon, abs=1e-7)
    assert back[1][0] == pytest.approx(33.7 + lat, abs=1e-7)


def test_the_plane_keeps_areas() -> None:  # L49: 411.3 km2 by pyproj on the ellipsoid
    ring = shapely.box(36.0, 33.6, 36.2, 33.8)

    assert project(equal_area_plane(36.1, 33.7), ring).area / 1e6 == pytest.approx(411.3, abs=0.05)
    assert project(equal_area_plane(39.0, 35.0), ring).area / 1e6 == pytest.approx(411.3, abs=0.05)


def test_a_missing_coordinate_stays_missing() -> None:
    x, y = to_plane(equal_area_plane(36.1, 33.7), [36.1, math.nan], [33.7, math.nan])

    assert x[0] == pytest.approx(0, abs=1e-6)
    assert math.isnan(x[1])
    assert math.isnan(y[1])
