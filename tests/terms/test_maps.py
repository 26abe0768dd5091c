"""GeoJSON maps: both windings are one ground, and what is wrong is said, not repaired."""

import json
from pathlib import Path

import pytest
import shapely

from hudna.terms.maps import NotAMap, is_swapped, read_ground, read_line

RING = [[36.0, 33.6], [36.2, 33.6], [36.2, 33.8], [36.0, 33.8], [36.0, 33.6]]


def write(folder: Path, geometry: object, properties: dict[str, str] | None = None) -> str:
    (folder / "map.geojson").write_text(
        json.dumps({"type": "Feature", "properties": properties or {}, "geometry": geometry}), encoding="utf-8"
    )
    return "map.geojson"


def polygon(*rings: list[list[float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def test_both_windings_are_the_same_ground_and_the_wrong_one_is_noted(tmp_path: Path) -> None:  # L49
    right = read_ground(tmp_path, write(tmp_path, polygon(RING)))
    wrong = read_ground(tmp_path, write(tmp_path, polygon(RING[::-1])))

    assert right.geometry.equals(wrong.geometry)
    assert wrong.geometry.contains(shapely.Point(36.0953, 33.7263))
    assert right.notes == ()
    assert "clockwise" in wrong.notes[0]


def test_several_features_are_taken_together(tmp_path: Path) -> None:
    other = [[x + 1, y] for x, y in RING]
    collection = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": polygon(r)} for r in (RING, other)],
    }
    (tmp_path / "two.geojson").write_text(json.dumps(collection), encoding="utf-8")

    assert read_ground(tmp_path, "two.geojson").geometry.geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    ("geometry", "found"),
    [
        (polygon([[36.0, 33.6], [36.2, 33.8], [36.2, 33.6], [36.0, 33.8], [36.0, 33.6]]), "Self-intersection"),
        (polygon(RING[:-1]), "last position is not its first"),
        (polygon(RING[:2]), "fewer than 4 positions"),
        (
            polygon([[33.6, 136.0], [33.6, 136.2], [33.8, 136.2], [33.6, 136.0]]),
            r"latitude out of range|position \[33.6, 136.0\]",
        ),
        (polygon([[36.0, "x"], *RING[1:]]), "position"),
        ({"type": "Point", "coordinates": [36.0, 33.6]}, "a Point"),
    ],
)
def test_what_cannot_be_ground_is_said(tmp_path: Path, geometry: object, found: str) -> None:
    with pytest.raises(NotAMap, match=found):
        read_ground(tmp_path, write(tmp_path, geometry))


def test_a_file_that_is_missing_outside_or_no_json_is_said(tmp_path: Path) -> None:
    (tmp_path / "broken.geojson").write_text("{", encoding="utf-8")

    for file in ("none.geojson", "../other.geojson"):
        with pytest.raises(NotAMap, match="no file"):
            read_ground(tmp_path, file)
    with pytest.raises(NotAMap, match="no JSON"):
        read_ground(tmp_path, "broken.geojson")
    with pytest.raises(NotAMap, match="without its folder"):
        read_ground(None, "map.geojson")


def test_a_map_in_another_coordinate_system_is_refused(tmp_path: Path) -> None:
    (tmp_path / "utm.geojson").write_text(
        json.dumps({**polygon(RING), "crs": {"properties": {"name": "EPSG:32637"}}}), encoding="utf-8"
    )

    with pytest.raises(NotAMap, match="coordinate system"):
        read_ground(tmp_path, "utm.geojson")


def test_swapped_axes_are_seen_by_where_the_other_zones_lie() -> None:
    swapped = shapely.box(25.0, 45.0, 25.2, 45.2)

    assert is_swapped(swapped, [(45.3, 25.1)])
    assert not is_swapped(swapped, [(25.3, 45.1)])
    assert not is_swapped(swapped, [])
    assert not is_swapped(shapely.box(36.0, 33.6, 36.2, 33.8), [(36.1, 33.7)])  # near the diagonal nothing can be told


def test_a_line_says_whose_its_sides_are(tmp_path: Path) -> None:
    line = read_line(
        tmp_path,
        write(tmp_path, {"type": "LineString", "coordinates": RING[:3]}, {"left": "republic", "right": "council"}),
    )

    assert (line.left, line.right) == ("republic", "council")


def test_pieces_that_meet_are_one_line_and_one_that_crosses_itself_is_none(tmp_path: Path) -> None:
    pieces = {"type": "MultiLineString", "coordinates": [RING[:2], RING[1:3]]}
    crossing = {"type": "LineString", "coordinates": [[0, 0], [2, 2], [2, 0], [0, 2]]}

    assert read_line(tmp_path, write(tmp_path, pieces)).geometry.geom_type == "LineString"
    with pytest.raises(NotAMap, match="crosses itself"):
        read_line(tmp_path, write(tmp_path, crossing))
