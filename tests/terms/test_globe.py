"""Zones, lines and planes across 180 degrees and near the poles, with values from the geodesic."""

import json
import math
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hudna.compliance.shares import Outline, disc_in_polygon
from hudna.terms import compile_agreement, from_plane, read_agreement, to_plane
from hudna.terms.globe import centroid, corners, cut_at_180, middle_of, side_by_side, unroll, within_180
from hudna.terms.maps import NotAMap, is_swapped, read_ground, read_line
from hudna.terms.plane import equal_area_plane, project

GEOD = pyproj.Geod(ellps="WGS84")
TAVEUNI = [[179.0, -17.5], [-179.0, -17.5], [-179.0, -16.5], [179.0, -16.5], [179.0, -17.5]]  # Fiji, uncut


def true_area_km2(west: float, south: float, east: float, north: float) -> float:
    """Area of a box of degrees, its sides along parallels: many small edges, since a geodesic leaves its parallel."""
    box = shapely.segmentize(shapely.box(west, south, east, north), 0.01)
    return float(abs(GEOD.geometry_area_perimeter(box)[0])) / 1e6


def cap_area_km2(latitude: float) -> float:
    """Area of the ellipsoid beyond a parallel. Source: Snyder, Map Projections, 1987, (3-12): pi a^2 (q of the pole - q)."""
    a, e = 6_378_137.0, math.sqrt(0.00669437999014)

    def q(degrees: float) -> float:
        s = math.sin(math.radians(degrees))
        return (1 - e**2) * (s / (1 - (e * s) ** 2) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    return math.pi * a**2 * (q(90) - q(latitude)) / 1e6


def write_map(folder: Path, coordinates: object, kind: str = "Polygon") -> str:
    (folder / "map.geojson").write_text(json.dumps({"type": kind, "coordinates": coordinates}), encoding="utf-8")
    return "map.geojson"


@pytest.mark.parametrize("is_clockwise", [False, True])
def test_ground_drawn_across_180_is_the_small_piece_of_it(tmp_path: Path, is_clockwise: bool) -> None:
    ring = TAVEUNI[::-1] if is_clockwise else TAVEUNI

    drawn = read_ground(tmp_path, write_map(tmp_path, [ring])).geometry
    plane = equal_area_plane(*middle_of(corners(drawn)))

    assert sorted(part.bounds for part in drawn.geoms) == [(-180, -17.5, -179, -16.5), (179, -17.5, 180, -16.5)]
    whole = project(plane, drawn)
    assert whole.geom_type == "Polygon"
    assert whole.area / 1e6 == pytest.approx(true_area_km2(-1, -17.5, 1, -16.5), rel=1e-5)


def test_ground_already_cut_at_180_is_one_piece_in_the_plane(tmp_path: Path) -> None:
    cut = [
        [[[179, -17.5], [180, -17.5], [180, -16.5], [179, -16.5], [179, -17.5]]],
        [[[-180, -17.5], [-179, -17.5], [-179, -16.5], [-180, -16.5], [-180, -17.5]]],
    ]

    drawn = read_ground(tmp_path, write_map(tmp_path, cut, "MultiPolygon")).geometry

    whole = project(equal_area_plane(*middle_of(corners(drawn))), drawn)
    assert whole.geom_type == "Polygon"
    assert whole.area / 1e6 == pytest.approx(true_area_km2(-1, -17.5, 1, -16.5), rel=1e-5)


def test_a_hole_across_180_is_taken_out(tmp_path: Path) -> None:
    hole = [[179.5, -17.2], [179.5, -16.8], [-179.5, -16.8], [-179.5, -17.2], [179.5, -17.2]]

    drawn = read_ground(tmp_path, write_map(tmp_path, [TAVEUNI, hole])).geometry

    whole = project(equal_area_plane(180, -17), drawn)
    expected = true_area_km2(-1, -17.5, 1, -16.5) - true_area_km2(-0.5, -17.2, 0.5, -16.8)
    assert whole.area / 1e6 == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("pole", [1, -1])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_ring_round_a_pole_holds_the_pole(tmp_path: Path, pole: int, direction: int) -> None:
    ring = [[longitude, 80.0 * pole] for longitude in (-180, -90, 0, 90, 180)][::direction]
    ring += [ring[0]] if ring[-1] != ring[0] else []

    drawn = read_ground(tmp_path, write_map(tmp_path, [ring])).geometry

    cap = project(equal_area_plane(0, 90 * pole), drawn)
    assert cap.geom_type == "Polygon"
    assert cap.area / 1e6 == pytest.approx(cap_area_km2(80), rel=1e-6)
    assert cap.covers(shapely.Point(0, 0))


@pytest.mark.parametrize("is_cut", [False, True])
def test_a_line_across_180_stays_one_line(tmp_path: Path, is_cut: bool) -> None:
    whole = [[178.0, 10.0], [-178.0, 10.0]]
    pieces = [[[178.0, 10.0], [180.0, 10.0]], [[-180.0, 10.0], [-178.0, 10.0]]]
    kind, coordinates = ("MultiLineString", pieces) if is_cut else ("LineString", whole)

    line = read_line(tmp_path, write_map(tmp_path, coordinates, kind)).geometry

    projected = project(equal_area_plane(*middle_of(corners(line))), line)
    assert line.geom_type == "LineString"
    assert projected.length == pytest.approx(4 * GEOD.inv(0, 10, 1, 10)[2], rel=1e-3)


def test_what_does_not_cross_180_is_left_alone() -> None:
    ground = shapely.MultiPolygon([shapely.box(-170, 0, -10, 5), shapely.box(10, 0, 170, 5)])
    line = shapely.LineString([(-170, 0), (0, 1), (170, 0)])

    assert cut_at_180(ground) is ground
    assert unroll(line) is line
    assert side_by_side(shapely.box(-130, 0, 130, 5)).bounds == (-130, 0, 130, 5)


def test_a_middle_goes_the_short_way_round() -> None:
    assert middle_of([(36.0, 33.0), (38.0, 35.0)]) == (37.0, 34.0)
    assert middle_of([(179.0, -17.0), (-177.0, -16.0)]) == (-179.0, -16.5)
    assert middle_of([(0.0, 85.0), (90.0, 85.0), (180.0, 85.0), (-90.0, 85.0)])[1] == pytest.approx(90.0)
    assert centroid(shapely.MultiPoint([(179, -17), (-177, -16)])) == (-179.0, -16.5)


def test_swapped_axes_are_told_across_180_and_not_suspected_near_zero() -> None:
    suva = [(178.4, -18.1)]

    assert not is_swapped(shapely.Point(-178.5, -18.1), suva)  # three degrees on, beyond 180
    assert is_swapped(shapely.Point(5.6, -10.0), [(-10.0, 5.6)])  # Liberia
    assert not is_swapped(shapely.Point(1.5, 2.0), [(2.0, 1.5)])  # near zero both readings are near: nobody is accused


def test_a_map_out_of_range_is_still_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAMap, match="181"):
        read_ground(tmp_path, write_map(tmp_path, [[[179, 0], [181, 0], [181, 1], [179, 0]]]))


DEAL = """hudna: 1
id: strait
title: {{en: Ceasefire of the strait}}
version: "2027-02-26"
status: draft
clock: UTC
in_force: {{from: 2027-03-01T06:00, for: P6M}}
parties: {{east: {{name: {{en: East}}, actors: [east_army]}}, west: {{name: {{en: West}}, actors: [west_army]}}}}
lines: {{front: {{geojson: map.geojson, dated: 2027-02-20}}}}
zones:
  left: {{circle: {{lat: {lat}, lon: 179.95, km: 10}}}}
  right: {{circle: {{lat: {lat}, lon: -179.9, km: 10}}}}
  corridor: {{strip: {{line: front, km: 6, side: each}}}}
terms:
  "1": {{forbid: [armed_attack], by: [all], against: anyone, in: [left]}}
  "3": {{forbid: [armed_attack], by: [all], against: anyone, in: [right]}}
  "2": {{forbid: [armed_attack], by: [all], against: anyone, in: [corridor]}}
"""


@pytest.mark.parametrize("latitude", [0.0, 65.8, 88.0])
def test_circles_and_a_corridor_on_both_sides_of_180_lie_where_they_are(tmp_path: Path, latitude: float) -> None:
    write_map(tmp_path, [[179.9, latitude], [-179.9, latitude]], "LineString")
    (tmp_path / "deal.yaml").write_text(DEAL.format(lat=latitude), encoding="utf-8")

    agreement = read_agreement(tmp_path / "deal.yaml")
    compiled = compile_agreement(agreement, gazetteer=None, actors=None)

    left, right, corridor = (compiled.regions[f"{name}@point"] for name in ("left", "right", "corridor"))
    apart = math.dist(left.circles[0][:2], right.circles[0][:2])
    assert apart == pytest.approx(GEOD.inv(179.95, latitude, -179.9, latitude)[2], rel=1e-4)
    length = GEOD.inv(179.9, latitude, -179.9, latitude)[2]
    assert corridor.polygon.area == pytest.approx(length * 12_000 + math.pi * 6_000**2, rel=2e-3)


@given(longitude=st.floats(-180, 180), latitude=st.floats(-89.9, 89.9), turn=st.floats(0, 360), km=st.floats(0.1, 60.0))
def test_a_point_at_a_distance_lies_that_far_in_the_plane_wherever_on_the_globe(
    longitude: float, latitude: float, turn: float, km: float
) -> None:
    plane = equal_area_plane(longitude, latitude)
    lon, lat, _ = GEOD.fwd(longitude, latitude, turn, km * 1000)

    (x0, x1), (y0, y1) = to_plane(plane, [longitude, lon], [latitude, lat])

    assert math.hypot(x1 - x0, y1 - y0) == pytest.approx(km * 1000, rel=3e-5, abs=0.1)
    back = from_plane(plane, x1, y1)
    assert GEOD.inv(lon, lat, float(back[0]), float(back[1]))[2] < 0.01


@given(st.floats(-1000, 1000))
def test_a_longitude_is_brought_within_180(longitude: float) -> None:
    inside = within_180(longitude)

    assert -180 <= inside <= 180
    assert math.cos(math.radians(inside)) == pytest.approx(math.cos(math.radians(longitude)), abs=1e-9)


def test_a_disc_on_180_lies_half_in_ground_that_ends_there_and_wholly_in_ground_across_it(tmp_path: Path) -> None:
    drawn = read_ground(tmp_path, write_map(tmp_path, [TAVEUNI])).geometry
    plane = equal_area_plane(180.0, -17.0)
    x, y = to_plane(plane, [180.0, -179.99], [-17.0, -17.0])
    radius = np.array([3_000.0, 3_000.0])

    across = disc_in_polygon(x, y, radius, Outline(project(plane, drawn)))
    eastern_half = disc_in_polygon(x, y, radius, Outline(project(plane, drawn.geoms[0])))

    assert across.tolist() == pytest.approx([1.0, 1.0])
    assert eastern_half[0] == pytest.approx(0.5, abs=1e-4)
