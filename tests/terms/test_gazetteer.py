"""Administrative units by p-code and by name."""

import contextlib
from pathlib import Path

import pyproj
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.terms import fold_name, read_gazetteer, shipped_gazetteers


def test_the_shipped_gazetteer_has_every_level_of_syria() -> None:
    gazetteer = read_gazetteer("cod-ab-syr")

    levels = [unit.level for unit in gazetteer.units.values()]

    assert [levels.count(level) for level in range(4)] == [1, 14, 62, 272]
    assert "cod-ab-syr" in shipped_gazetteers()


def test_a_governorate_has_a_polygon_and_a_district_stands_as_a_disc() -> None:
    gazetteer = read_gazetteer("cod-ab-syr")

    assert not gazetteer.unit("SY07").is_disc
    assert gazetteer.unit("SY0307").is_disc
    assert gazetteer.unit("SY0307").parent == "SY03"
    assert gazetteer.unit("SY030703").parent == "SY0307"


def test_the_country_is_the_union_of_its_governorates() -> None:
    gazetteer = read_gazetteer("cod-ab-syr")
    geod = pyproj.Geod(ellps="WGS84")

    whole = abs(geod.geometry_area_perimeter(gazetteer.unit("SY").polygon)[0])
    parts = sum(abs(geod.geometry_area_perimeter(u.polygon)[0]) for u in gazetteer.units.values() if u.level == 1)

    assert whole == pytest.approx(parts, rel=1e-4)
    assert gazetteer.unit("SY").name["ar"] == "سوريا"


def test_an_unknown_pcode_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="SY0307"):
        read_gazetteer("cod-ab-syr").unit("SY030799")


def test_a_name_finds_every_unit_that_goes_by_it() -> None:
    gazetteer = read_gazetteer("cod-ab-syr")

    assert [unit.pcode for unit in gazetteer.find("Az-Zabdani")] == ["SY0307", "SY030700"]
    assert [unit.pcode for unit in gazetteer.find("az zabdani", level=3)] == ["SY030700"]
    assert gazetteer.find("Atlantis") == []


@pytest.mark.parametrize(
    "spelling", ["إدلب", "ادلب", "أدلب", "\u0627\u0655\u062f\u0644\u0628", "إدلـب", "idlib", "IDLEB"]
)
def test_spellings_that_differ_in_marks_find_one_governorate(spelling: str) -> None:
    found = read_gazetteer("cod-ab-syr").find(spelling, level=1)

    assert [unit.pcode for unit in found] == ["SY07"]


def test_spellings_of_zabadani_share_one_key() -> None:
    assert len({fold_name(name) for name in ("الزبداني", "الزبدانى", "الزَّبداني", "الزبـداني")}) == 1


def test_an_unknown_gazetteer_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused) as refused:
        read_gazetteer("cod-ab-sy")

    assert refused.value.problems[0].nearest == "cod-ab-syr"


def test_a_folder_is_a_gazetteer_and_its_bad_rows_are_named(tmp_path: Path) -> None:
    head = "level,id,governorate_id,district_id,name_en,name_ar,lat,lon,area_km2,ocha_pcode,aliases_en,aliases_ar\n"
    good = "1,valley,valley,,Valley,الوادي,33.2,39.1,100,XX01,,\n"
    folder = tmp_path / "nur"
    folder.mkdir()
    (folder / "units.csv").write_text(head + good, encoding="utf-8")

    gazetteer = read_gazetteer(folder)
    (folder / "units.csv").write_text(head + good + good.replace("33.2", "north"), encoding="utf-8")

    assert gazetteer.unit("XX01").is_disc
    with pytest.raises(Refused) as refused:
        read_gazetteer(folder)
    assert refused.value.problems[0].row == 3


UNITS = """\
pcode,level,parent,name_en,name_ar,aliases_en,aliases_ar,lat,lon,area_km2,source,licence
NU,0,,Nuria,نوريا,,,30.5,10.5,20000,ours,CC0
NU01,1,NU,Eastland,الشرق,East,,30.5,10.5,10000,ours,CC0
NU0101,2,NU01,Qasr,القصر,,,30.2,10.2,300,ours,CC0
"""
PLACES = """\
id,name_en,name_ar,lat,lon,radius_m,unit
p1,Old Castle,القصر,30.2,10.2,1500,NU0101
p2,"Mill, the",,٣٠.٣,10.3,500,
"""


def write_folder(folder: Path, units: str = UNITS, places: str = PLACES) -> Path:
    folder.mkdir()
    (folder / "units.csv").write_text(units, encoding="utf-8-sig")
    (folder / "places.csv").write_text(places, encoding="utf-8")
    return folder


def test_a_folder_holds_units_with_their_parents_and_populated_places_with_a_radius(tmp_path: Path) -> None:
    gazetteer = read_gazetteer(write_folder(tmp_path / "nuria"))

    assert list(gazetteer.units) == ["NU", "NU01", "NU0101"]
    assert gazetteer.unit("NU").name["ar"] == "نوريا"
    assert gazetteer.unit("NU01").licence == "CC0"
    castle, mill = gazetteer.places["p1"], gazetteer.places["p2"]
    assert (castle.radius_m, castle.unit, mill.latitude, mill.unit) == (1500.0, "NU0101", 30.3, None)
    assert [unit.pcode for unit in gazetteer.within(castle)] == ["NU0101", "NU01", "NU"]


def test_a_gazetteer_may_have_places_alone(tmp_path: Path) -> None:
    (tmp_path / "towns").mkdir()
    (tmp_path / "towns" / "places.csv").write_text(PLACES.replace("NU0101", ""), encoding="utf-8")

    assert list(read_gazetteer(str(tmp_path / "towns")).places) == ["p1", "p2"]


@pytest.mark.parametrize(
    ("line", "row", "field", "found"),
    [
        ("NU02,1,NU,,,,,30,10,5,,", 5, "name_en", "no name"),
        ("NU02,seven,NU,West,,,,30,10,5,,", 5, "level", "'seven'"),
        ("NU02,9,NU,West,,,,30,10,5,,", 5, "level", "'9'"),
        ("NU02,1,NU,West,,,,,10,5,,", 5, "lat", "''"),
        ("NU02,1,NU,West,,,,0,0,5,,", 5, "lat", "0, 0"),
        ("NU02,1,NU,West,,,,30,190,5,,", 5, "lon", "'190'"),
        ("NU02,1,NU,West,,,,30,nan,5,,", 5, "lon", "'nan'"),
        ("NU01,1,NU,West,,,,30,10,5,,", 5, "pcode", "'NU01'"),
        ("NU0201,2,NU02,West,,,,30,10,5,,", 5, "parent", "'NU02'"),
        ("NU02,1,,West,,,,30,10,5,,", 5, "parent", "nothing"),
        ("NU02,1,NU,West,,,,30,10,-5,,", 5, "area_km2", "'-5'"),
    ],
)
def test_a_bad_row_of_units_says_which_cell_and_why(
    tmp_path: Path, line: str, row: int, field: str, found: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_gazetteer(write_folder(tmp_path / "nuria", units=UNITS + line + "\n"))

    [problem] = refused.value.problems
    assert (problem.file, problem.row, problem.field, problem.found) == ("nuria/units.csv", row, field, found)
    assert problem.expected


@pytest.mark.parametrize(
    ("line", "field", "found"),
    [
        ("p3,Ford,,30.1,10.1,,NU01", "radius_m", "''"),
        ("p3,Ford,,30.1,10.1,900000,NU01", "radius_m", "'900000'"),
        ("p3,Ford,,30.1,10.1,500,NU0102", "unit", "'NU0102'"),
        ("p1,Ford,,30.1,10.1,500,NU01", "id", "'p1'"),
        ("NU01,Ford,,30.1,10.1,500,NU01", "id", "'NU01'"),
        (",Ford,,30.1,10.1,500,NU01", "id", "nothing"),
        ("p3,Ford,,30.1", "lon", "''"),
    ],
)
def test_a_bad_row_of_places_says_which_cell_and_why(tmp_path: Path, line: str, field: str, found: str) -> None:
    with pytest.raises(Refused) as refused:
        read_gazetteer(write_folder(tmp_path / "nuria", places=PLACES + line + "\n"))

    [problem] = refused.value.problems
    assert (problem.file, problem.row, problem.field, problem.found) == ("nuria/places.csv", 4, field, found)


def test_a_misnamed_column_and_a_comma_too_many_are_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"radius_m.*did you mean 'radius'"):
        read_gazetteer(write_folder(tmp_path / "a", places=PLACES.replace("radius_m", "radius")))
    with pytest.raises(Refused, match="8 cells under 7 columns"):
        read_gazetteer(write_folder(tmp_path / "b", places=PLACES + "p3,Ford, the,,30.1,10.1,500,NU01\n"))
    folder = write_folder(tmp_path / "c")
    (folder / "places.csv").write_bytes(PLACES.encode("windows-1256", errors="replace"))
    with pytest.raises(Refused, match="no UTF-8"):
        read_gazetteer(folder)


@pytest.mark.parametrize(
    ("areas", "found"),
    [
        ("{broken", "no collection of features"),
        ("[]", "no collection of features"),
        ('{"features": [null]}', "None"),
        (
            '{"features": [{"properties": {"pcode": "NU01"}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
            "a Point",
        ),
    ],
)
def test_a_map_of_areas_that_is_none_is_refused_with_the_feature(tmp_path: Path, areas: str, found: str) -> None:
    folder = write_folder(tmp_path / "nuria")
    (folder / "areas.geojson").write_text(areas, encoding="utf-8")

    with pytest.raises(Refused, match=found):
        read_gazetteer(folder)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_bytes_of_a_good_folder_changed_anywhere_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "nuria"
    folder = folder if folder.is_dir() else write_folder(folder)
    table = data.draw(st.sampled_from(["units.csv", "places.csv"]))
    whole = {"units.csv": UNITS, "places.csv": PLACES}[table].encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + data.draw(st.integers(0, 12)) :]

    (folder / table).write_bytes(broken)
    with contextlib.suppress(Refused):
        read_gazetteer(folder)
    (folder / table).write_bytes(whole)
