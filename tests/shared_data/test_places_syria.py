"""Real boundaries, under the names that COD-AB gives their properties, loaded as a gazetteer."""

import json
from pathlib import Path

import pytest
import shapely

from hudna.terms import read_gazetteer
from hudna.terms.load_places import load_places, write_places
from shared_data.conftest import SHARED


@pytest.mark.parametrize("is_new", [False, True])
def test_the_governorates_of_syria_are_loaded_with_their_published_areas(tmp_path: Path, is_new: bool) -> None:
    data = json.loads((SHARED / "data/syria_admin/syria_adm1_simplified.geojson").read_text(encoding="utf-8"))
    areas = {}
    for feature in data["features"]:
        told = feature["properties"]
        areas[told["pcode"]] = told["area_sqkm"]
        names = (
            ("adm0_pcode", "adm1_pcode", "adm1_name", "adm1_name1")
            if is_new
            else ("ADM0_PCODE", "ADM1_PCODE", "ADM1_EN", "ADM1_AR")
        )
        feature["properties"] = dict(zip(names, ("SY", told["pcode"], told["name_en"], told["name_ar"]), strict=True))
    (tmp_path / "syr_admin1.geojson").write_text(json.dumps(data), encoding="utf-8")

    loaded = load_places([tmp_path / "syr_admin1.geojson"])
    write_places(loaded, tmp_path / "syria")

    gazetteer = read_gazetteer(tmp_path / "syria")
    shipped = read_gazetteer("cod-ab-syr")
    assert (len(gazetteer.units), loaded.quarantine) == (15, [])
    for pcode, area in areas.items():
        unit = gazetteer.unit(pcode)
        is_small = area < 1_000  # Damascus: simplified at 0.01 degree it lost most
        assert unit.area_km2 == pytest.approx(area, rel=0.03 if is_small else 0.005)
        assert unit.polygon.covers(shapely.Point(unit.longitude, unit.latitude))
        assert unit.name["ar"] in (shipped.unit(pcode).name["ar"], *shipped.unit(pcode).aliases)
    assert shapely.equals(gazetteer.unit("SY").polygon.normalize(), shipped.unit("SY").polygon.normalize())
