"""Administrative units by p-code and by name."""

from pathlib import Path

import pyproj
import pytest

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
