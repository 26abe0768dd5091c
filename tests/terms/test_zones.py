"""Every shape of a zone becomes ground of the agreement's plane, at each bound; wrong maps are refused, never repaired."""

import json
import math
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.terms import CompiledAgreement, read_gazetteer, to_plane
from hudna.terms.compiled import Region
from hudna.terms.plane import equal_area_plane
from hudna.terms.regions import is_inside, outline
from terms.areas import region_area
from terms.deals import HEAD, compiled

GEOD = pyproj.Geod(ellps="WGS84")
SYRIAN = HEAD + "gazetteer: cod-ab-syr\n"
RING = [[36.0, 33.6], [36.2, 33.6], [36.2, 33.8], [36.0, 33.8], [36.0, 33.6]]
LINE = {"type": "LineString", "coordinates": [[36.1, 33.5], [36.1, 33.9]]}


def deal(zones: str, *, lines: str = "", folder: Path | None = None, head: str = HEAD) -> CompiledAgreement:
    gazetteer = read_gazetteer("cod-ab-syr") if head == SYRIAN else None
    return compiled("", zones=f"{lines}zones:\n{zones}", head=head, folder=folder, gazetteer=gazetteer)


def ground(agreement: CompiledAgreement, zone: str, bound: str = "point") -> Region:
    return agreement.regions[agreement.zone_regions[zone][bound]]


def holds(agreement: CompiledAgreement, zone: str, lon: float, lat: float, bound: str = "point") -> bool:
    x, y = to_plane(agreement.plane, lon, lat)
    return is_inside(ground(agreement, zone, bound), float(x), float(y))


def draw(folder: Path, geometry: object, properties: dict[str, str] | None = None, name: str = "map.geojson") -> None:
    feature = {"type": "Feature", "properties": properties or {}, "geometry": geometry}
    (folder / name).write_text(json.dumps(feature), encoding="utf-8")


def test_a_circle_stays_a_circle() -> None:
    found = deal("  town: {circle: {lat: 33.7263, lon: 36.0953, km: 3}}\n")

    assert ground(found, "town").circles == ((pytest.approx(0, abs=600), pytest.approx(0, abs=600), 3000.0),)
    assert found.plane.startswith("+proj=laea +lat_0=33.73 +lon_0=36.10")


@pytest.mark.parametrize("ring", [RING, RING[::-1]])
def test_both_windings_are_one_zone_of_the_same_area(tmp_path: Path, ring: list[list[float]]) -> None:  # L49
    draw(tmp_path, {"type": "Polygon", "coordinates": [ring]})

    found = deal("  z: {geojson: map.geojson}\n", folder=tmp_path)

    assert region_area(ground(found, "z")) / 1e6 == pytest.approx(411.3, abs=0.05)
    assert holds(found, "z", 36.0953, 33.7263)
    assert bool(found.notes) == (ring != RING)


def test_a_ring_that_crosses_itself_is_refused_with_its_place(tmp_path: Path) -> None:
    draw(tmp_path, {"type": "Polygon", "coordinates": [[RING[0], RING[2], RING[1], RING[3], RING[0]]]})

    with pytest.raises(Refused) as refused:
        deal("  z: {geojson: map.geojson}\n", folder=tmp_path)

    [problem] = refused.value.problems
    assert problem.field == "zones.z.geojson"
    assert "Self-intersection" in problem.found
    assert problem.line is not None


def test_swapped_axes_are_refused_by_where_the_other_zones_lie(tmp_path: Path) -> None:
    swapped = [[lat, lon] for lon, lat in [[44.0, 15.0], [44.2, 15.0], [44.2, 15.2], [44.0, 15.0]]]
    draw(tmp_path, {"type": "Polygon", "coordinates": [swapped]})

    with pytest.raises(Refused, match="axes swapped"):
        deal("  town: {circle: {lat: 15.3, lon: 44.2, km: 3}}\n  z: {geojson: map.geojson}\n", folder=tmp_path)


def test_admin_units_are_polygons_discs_and_the_country_their_union() -> None:
    found = deal(
        "  idlib: {admin: SY07}\n  both: {admin: [SY07, SY06]}\n  district: {admin: SY0307}\n  country: {admin: SY}\n",
        head=SYRIAN,
    )

    assert region_area(ground(found, "both")) > region_area(ground(found, "idlib"))
    assert ground(found, "district").polygon is None
    assert "SY0307" in found.notes[0]
    assert region_area(ground(found, "country")) / 1e6 == pytest.approx(187_000, rel=0.02)


def test_a_strip_is_both_sides_or_the_one_that_the_map_names(tmp_path: Path) -> None:
    draw(tmp_path, LINE, {"left": "army", "right": "town"})
    zones = (
        "  each: {strip: {line: front, km: 5, side: each}}\n"
        "  west: {strip: {line: front, km: 5, side: army}}\n"
        "  rear: {beyond: {line: front, km: 25, side: army}}\n"
    )

    found = deal(zones, lines="lines: {front: {geojson: map.geojson}}\n", folder=tmp_path)

    length = GEOD.line_length(*zip(*LINE["coordinates"], strict=True))
    assert region_area(ground(found, "each")) == pytest.approx(2 * 5000 * length + math.pi * 5000**2, rel=2e-4)
    assert holds(found, "west", 36.06, 33.7)
    assert not holds(found, "west", 36.14, 33.7)
    assert holds(found, "rear", 35.7, 33.7)
    assert not holds(found, "rear", 36.5, 33.7)


def test_a_side_that_the_map_does_not_name_is_nothing_at_least_and_both_at_most(tmp_path: Path) -> None:
    draw(tmp_path, LINE)

    found = deal(
        "  west: {strip: {line: front, km: 5, side: army}}\n",
        lines="lines: {front: {geojson: map.geojson}}\n",
        folder=tmp_path,
    )

    assert ground(found, "west", "lower").is_nowhere
    assert ground(found, "west", "point").is_nowhere
    assert holds(found, "west", 36.06, 33.7, "upper")
    assert holds(found, "west", 36.14, 33.7, "upper")


def test_a_disputed_depth_is_the_least_the_most_and_the_first(tmp_path: Path) -> None:
    draw(tmp_path, LINE)
    zones = "  dmz: {strip: {line: front, km: {disputed: [{val: 15}, {val: 20}]}, side: each}}\n"

    found = deal(zones, lines="lines: {front: {geojson: map.geojson}}\n", folder=tmp_path)

    areas = [region_area(ground(found, "dmz", bound)) for bound in ("lower", "point", "upper")]
    assert areas[0] == pytest.approx(areas[1])
    assert areas[2] > 1.3 * areas[1]


def test_a_line_that_nobody_can_draw_is_nothing_at_least_and_everywhere_at_most() -> None:
    found = deal(
        "  dmz: {strip: {line: front, km: 15, side: each}}\n", lines="lines: {front: {undefined: line of contact}}\n"
    )

    assert ground(found, "dmz").is_nowhere
    assert ground(found, "dmz", "upper").is_everywhere


def test_what_is_taken_from_a_zone_carries_its_bounds_through() -> None:
    zones = (
        "  wide: {circle: {lat: 33.5, lon: 36.2, km: 20}}\n"
        "  vague: {undefined: somewhere near, within: near}\n"
        "  near: {circle: {lat: 33.5, lon: 36.2, km: 5}}\n"
        "  left: {minus: [wide, vague]}\n"
    )

    found = deal(zones)

    assert not holds(found, "left", 36.2, 33.5, "lower")
    assert holds(found, "left", 36.2, 33.5, "point")
    assert ground(found, "left", "upper") == ground(found, "wide")


def test_disputed_ground_is_its_meet_and_its_join() -> None:
    zones = (
        "  a: {circle: {lat: 33.5, lon: 36.2, km: 3}}\n"
        "  b: {circle: {lat: 33.9, lon: 36.2, km: 3}}\n"
        "  south: {disputed: [{val: {union: [a]}}, {val: {union: [a, b]}}]}\n"
    )

    found = deal(zones)

    assert ground(found, "south", "lower") == ground(found, "south", "point") == ground(found, "a")
    assert len(ground(found, "south", "upper").circles) == 2


def test_zones_that_mean_one_another_are_refused() -> None:
    with pytest.raises(Refused):
        deal("  a: {union: [b]}\n  b: {union: [a]}\n")


def test_a_map_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        deal("  z: {geojson: none.geojson}\n", folder=tmp_path)


shapes = st.sampled_from(
    [
        "{circle: {lat: 33.50, lon: 36.20, km: 3}}",
        "{circle: {lat: 33.52, lon: 36.22, km: {disputed: [{val: 2}, {val: 4}]}}}",
        "{undefined: hills, within: base}",
        "{unread: annex}",
        "{union: [base, p0]}",
        "{minus: [base, p0]}",
        "{disputed: [{val: {union: [base]}}, {val: {union: [p0, base]}}, {val: {undefined: hills, within: base}}]}",
    ]
)


@given(first=shapes.filter(lambda s: "p0" not in s), second=shapes)
def test_lower_is_within_the_point_and_the_point_within_the_upper(first: str, second: str) -> None:
    found = deal(
        f"  base: {{circle: {{lat: 33.5, lon: 36.2, km: 5}}}}\n  p0: {first}\n  p1: {second}\n  whole: {{union: [p0, p1]}}\n"
    )

    for zone in ("p0", "p1", "whole"):
        lower, point, upper = (outline(ground(found, zone, bound)) for bound in ("lower", "point", "upper"))
        assert lower.difference(point.buffer(0.5)).area < 1.0
        assert point.difference(upper.buffer(0.5)).area < 1.0


@given(
    east=st.floats(-250, 250),
    north=st.floats(-250, 250),
    km=st.floats(0.5, 20),
    bearing=st.floats(0, 360),
    away=st.floats(0, 1.8),
)
def test_a_disc_in_the_plane_shares_as_much_of_a_zone_as_a_geodesic_one(
    east: float, north: float, km: float, bearing: float, away: float
) -> None:
    """The slow twin: geodesic circles of 720 points, met in a plane of their own centred on the incident."""
    lon, lat = GEOD.fwd(38.0, 35.0, math.degrees(math.atan2(east, north)), 1000 * math.hypot(east, north))[:2]
    lon2, lat2 = GEOD.fwd(lon, lat, bearing, 1000 * km * away)[:2]
    own, shared = equal_area_plane(lon, lat), equal_area_plane(38.0, 35.0)

    def geodesic(at_lon: float, at_lat: float) -> shapely.Polygon:
        azimuths = np.linspace(0, 360, 720, endpoint=False)
        n = np.ones_like(azimuths)
        lons, lats, _ = GEOD.fwd(n * at_lon, n * at_lat, azimuths, n * 1000 * km)
        return shapely.Polygon(np.column_stack(to_plane(own, lons, lats)))

    (x, x2), (y, y2) = to_plane(shared, [lon, lon2], [lat, lat2])
    one, other = (shapely.Point(px, py).buffer(1000 * km, quad_segs=256) for px, py in ((x, y), (x2, y2)))
    in_plane = one.intersection(other).area / one.area
    disc, zone = geodesic(lon, lat), geodesic(lon2, lat2)

    assert in_plane == pytest.approx(disc.intersection(zone).area / disc.area, abs=5e-4)
