"""COD-AB boundaries and GeoNames dumps made into a gazetteer. The files are invented, to the formats' own documents."""

import contextlib
import csv
import dataclasses
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.terms import read_gazetteer
from hudna.terms.load_places import load_places, write_places

OLD = {
    "ADM0_EN": "Nuria",
    "ADM0_AR": "نوريا",
    "ADM0_PCODE": "NU",
    "date": "2020-01-01",
    "validOn": "2021-03-04T00:00:00Z",
}
EAST, WEST = shapely.box(10.0, 30.0, 11.0, 31.0), shapely.box(9.0, 30.0, 10.0, 31.0)


def feature(polygon: Any, **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": shapely.geometry.mapping(polygon) if polygon else None,
    }


def write_boundaries(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8"
    )
    return path


@pytest.fixture
def boundaries(tmp_path: Path) -> list[Path]:
    first = write_boundaries(
        tmp_path / "nur_admin1.geojson",
        feature(EAST, **OLD, ADM1_EN="Eastland", ADM1_AR="الشرق", ADM1ALT1EN="East", ADM1_PCODE="NU01"),
        feature(WEST, **OLD, ADM1_EN="Westland", ADM1_AR=None, ADM1_PCODE="NU02"),
    )
    second = write_boundaries(
        tmp_path / "nur_admin2.geojson",
        feature(
            shapely.box(10.0, 30.0, 10.5, 30.5),
            adm0_pcode="NU", adm1_pcode="NU01", adm2_pcode="NU0101", adm2_name="Qasr", adm2_name1="القصر",
            adm1_name="Eastland", valid_on="2025-01-01", version="v03", lang="en", lang1="ar",
        ),
    )  # fmt: skip
    return [second, first]  # in the wrong order


def line(geonameid: str, name: str, latitude: str, longitude: str, **told: str) -> str:
    cells = [
        geonameid, name, told.get("ascii", name), told.get("others", ""), latitude, longitude, told.get("kind", "P"), told.get("code", "PPL"),
        "NU", "", "01", "", "", "", told.get("population", "0"), "", "300", "Asia/Damascus", "2024-05-06",
    ]  # fmt: skip
    return "\t".join(cells)


DUMP = "\n".join(
    [
        line(
            "101",
            "Al Quşayr",
            "30.25",
            "10.25",
            ascii="Al Qusayr",
            others="Al Qusayr,Kusayr,القصير",
            population="150000",
        ),
        line("102", "Al Qaşr", "30.75", "10.75", others='القصر,"Old" Castle'),
        line("103", "Nahr al Nur", "30.5", "10.5", kind="H", code="STM"),
        line("104", "Nowhere", "0", "0"),
        line("105", "Far", "130.0", "10.5"),
        "106\tshort",
        line("101", "Again", "30.0", "10.1"),
        line("107", "Border", "45.0", "10.1", code="PPLW"),
    ]
)
NAMES = "\n".join(
    [
        "1\t101\tar\tالقصير\t1\t\t\t\t\t",
        "2\t101\ten\tQusayr\t1\t1\t\t\t\t",
        "3\t101\tlink\thttps://example.org/q\t\t\t\t\t\t",
        "4\t999\ten\tElsewhere\t\t\t\t\t\t",
        "5\t102\ttr\tKasr\t\t\t\t\t\t",
    ]
)


@pytest.fixture
def dump(tmp_path: Path) -> list[Path]:
    with zipfile.ZipFile(tmp_path / "NU.zip", "w") as packed:
        packed.writestr("NU.txt", DUMP)
        packed.writestr("readme.txt", "columns")
    (tmp_path / "alternateNamesV2.txt").write_text(NAMES, encoding="utf-8")
    return [tmp_path / "NU.zip", tmp_path / "alternateNamesV2.txt"]


def test_boundaries_of_both_spellings_become_units_with_parents_names_and_areas(
    boundaries: list[Path], tmp_path: Path
) -> None:
    loaded = load_places(boundaries)
    write_places(loaded, tmp_path / "nuria")
    gazetteer = read_gazetteer(tmp_path / "nuria")

    assert list(gazetteer.units) == ["NU", "NU01", "NU02", "NU0101"]
    east, castle = gazetteer.unit("NU01"), gazetteer.unit("NU0101")
    assert (east.name, east.aliases, east.parent) == ({"en": "Eastland", "ar": "الشرق"}, ("East",), "NU")
    assert (castle.name["ar"], castle.parent, castle.source) == (
        "القصر",
        "NU01",
        "UN OCHA COD-AB v03, valid on 2025-01-01",
    )
    assert east.source == "UN OCHA COD-AB, valid on 2021-03-04"
    assert gazetteer.unit("NU02").name == {"en": "Westland", "ar": ""}
    assert east.area_km2 == pytest.approx(
        10_633, rel=1e-3
    )  # a degree by a degree at 30 north: 96.5 by 110.9 km, less the bend
    assert shapely.equals(gazetteer.unit("NU").polygon, shapely.box(9, 30, 11, 31))
    assert "CC BY 3.0 IGO" in gazetteer.source


def test_every_row_becomes_a_unit_a_place_no_place_or_a_row_of_the_quarantine(
    boundaries: list[Path], dump: list[Path], tmp_path: Path
) -> None:
    loaded = load_places([*boundaries, *dump])
    write_places(loaded, tmp_path / "nuria")

    assert loaded.rows == len(loaded.units) + len(loaded.places) + loaded.left_out + len(loaded.quarantine) == 11
    assert loaded.left_out == 1
    told = [(problem.row, problem.field, problem.found) for problem, _ in loaded.quarantine]
    assert told == [
        (4, "lat", "0, 0"),
        (5, "lat", "'130.0'"),
        (6, "line", "2 columns"),
        (7, "id", "'geonames:101'"),
    ]
    with (tmp_path / "nuria" / "quarantine.csv").open(encoding="utf-8", newline="") as file:
        assert [row["raw"] for row in csv.DictReader(file)][2] == "106\tshort"


def test_a_populated_place_has_its_names_by_language_its_unit_and_its_radius(
    boundaries: list[Path], dump: list[Path], tmp_path: Path
) -> None:
    write_places(load_places([*boundaries, *dump]), tmp_path / "nuria")
    gazetteer = read_gazetteer(tmp_path / "nuria")

    city, castle, border = (gazetteer.places[f"geonames:{n}"] for n in (101, 102, 107))
    assert (city.name, city.unit, city.radius_m) == ({"en": "Qusayr", "ar": "القصير"}, "NU0101", 6_000.0)
    assert {"Al Quşayr", "Kusayr"} <= set(city.aliases)
    assert (castle.unit, castle.radius_m, castle.name["ar"]) == ("NU01", 2_000.0, "القصر")
    assert '"Old" Castle' in castle.aliases
    assert (border.unit, border.source) == (None, "GeoNames, 2024-05-06, no longer lived in")
    assert gazetteer.named("القصير") == [city]
    assert [entry.name["en"] for entry in gazetteer.named("القصر")] == ["Qasr", "Al Qaşr"]


def test_places_may_be_put_into_the_units_of_another_gazetteer(tmp_path: Path) -> None:
    (tmp_path / "SY.txt").write_text(line("9", "Madaya", "33.69", "36.10", others="مضايا"), encoding="utf-8")

    loaded = load_places([tmp_path / "SY.txt"], units=read_gazetteer("cod-ab-syr"))
    write_places(loaded, tmp_path / "syria")

    again = read_gazetteer(tmp_path / "syria")
    for pcode, unit in read_gazetteer("cod-ab-syr").units.items():
        kept = again.unit(pcode)
        assert set(kept.aliases) == set(unit.aliases)
        assert dataclasses.replace(kept, aliases=()) == dataclasses.replace(unit, aliases=())
    assert again.places["geonames:9"].unit == "SY03"  # districts have no polygons there


def test_a_unit_without_the_one_that_holds_it_and_one_of_a_wrong_shape_go_to_the_quarantine(tmp_path: Path) -> None:
    orphan = feature(EAST, ADM1_PCODE="NU09", ADM2_PCODE="NU0901", ADM2_EN="Orphan")
    swapped = feature(shapely.box(30.0, 100.0, 31.0, 101.0), ADM0_PCODE="NU", ADM1_PCODE="NU03", ADM1_EN="Swapped")
    nothing = feature(None, ADM0_PCODE="NU", ADM1_PCODE="NU04", ADM1_EN="Flat")
    nameless = feature(EAST, ADM0_PCODE="NU", ADM1_PCODE="NU05")
    bow = feature(
        shapely.Polygon([(9, 30), (10, 31), (10, 30), (9, 31)]), ADM0_PCODE="NU", ADM1_PCODE="NU06", ADM1_EN="Bow"
    )

    hollow = {**nameless, "geometry": {"type": "Polygon"}}  # this one and the next were found by fuzzing
    bad = [orphan, swapped, nothing, nameless, bow, hollow, None]

    loaded = load_places([write_boundaries(tmp_path / "bad.geojson", *bad)])  # type: ignore[arg-type]

    assert list(loaded.units) == ["NU06"]
    assert loaded.notes == ["1 outlines crossed themselves and were mended"]
    assert {(problem.row, problem.field) for problem, _ in loaded.quarantine} == {
        (1, "parent"),
        (2, "geometry"),
        (3, "geometry"),
        (4, "name_en"),
        (6, "geometry"),
        (7, "feature"),
    }


def test_ground_across_180_is_cut_and_its_middle_lies_in_it(tmp_path: Path) -> None:
    ring = [[179.0, -17.5], [-179.0, -17.5], [-179.0, -16.5], [179.0, -16.5], [179.0, -17.5]]
    fiji = feature(None, ADM0_PCODE="FJ", ADM1_PCODE="FJ01", ADM1_EN="North")
    fiji["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    (tmp_path / "FJ.txt").write_text(line("1", "Taveuni", "-16.9", "-179.9"), encoding="utf-8")

    loaded = load_places([write_boundaries(tmp_path / "fj.geojson", fiji), tmp_path / "FJ.txt"])

    write_places(loaded, tmp_path / "fiji")
    unit = read_gazetteer(tmp_path / "fiji").unit("FJ")
    assert abs(unit.longitude) > 179
    assert unit.area_km2 == pytest.approx(2 * 106.5 * 110.7, rel=1e-2)
    assert loaded.places["geonames:1"].unit == "FJ01"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.txt", "one\ttwo", "2 columns"),
        ("a.geojson", '{"type": "FeatureCollection", "features": [{"properties": {"name": "x"}}]}', "no p-codes"),
        ("a.geojson", "{broken", "no JSON"),
        ("a.csv", "", "0 columns"),
    ],
)
def test_a_file_of_another_shape_is_refused_whole(tmp_path: Path, name: str, content: str, found: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(Refused, match=found):
        load_places([tmp_path / name])


def test_a_gazetteer_that_is_there_is_not_written_over(boundaries: list[Path], tmp_path: Path) -> None:
    write_places(load_places(boundaries), tmp_path / "nuria")

    with pytest.raises(Refused, match=r"units\.csv"):
        write_places(load_places(boundaries), tmp_path / "nuria")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bytes_of_a_good_file_changed_anywhere_are_read_refused_or_quarantined(
    tmp_path: Path, data: st.DataObject
) -> None:
    whole = data.draw(st.sampled_from([DUMP.encode(), json.dumps({"type": "FeatureCollection", "features": [
        feature(EAST, **OLD, ADM1_EN="Eastland", ADM1_PCODE="NU01"), feature(WEST, **OLD, ADM1_EN="West", ADM1_PCODE="NU02")]}).encode()]))  # fmt: skip
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + data.draw(st.integers(0, 12)) :]
    (tmp_path / "broken").write_bytes(broken)

    with contextlib.suppress(Refused):
        loaded = load_places([tmp_path / "broken"])
        assert loaded.rows == len(loaded.units) + len(loaded.places) + loaded.left_out + len(loaded.quarantine)
