"""Which place a claim means by a name: one, or none with all that it may mean."""

from pathlib import Path

import pytest

from hudna.reports import Intake, Lexicon, read_claims
from hudna.terms import read_gazetteer

HEADER = "date,place,lat,lon,coord_precision,type,claimed_perpetrator,claimant,known_at\n"
UNITS = """\
pcode,level,parent,name_en,name_ar,aliases_en,aliases_ar,lat,lon,area_km2
NU01,1,NU,Eastland,الشرق,,,30.5,10.5,10000
NU0101,2,NU01,Qasr,القصر,,,30.2,10.2,300
NU02,1,NU,Westland,الغرب,,,30.5,9.5,10000
"""
PLACES = """\
id,name_en,name_ar,lat,lon,radius_m,unit
castle,Qasr,القصر,30.21,10.21,1500,NU0101
qusayr,Qusayr,القصير,30.6,10.6,1500,NU01
mill-1,Mill,الطاحونة,30.3,10.3,500,NU01
mill-2,Mill,الطاحونة,30.3,9.3,500,NU02
"""


def read_with_place(folder: Path, place: str, precision: str = "") -> Intake:
    (folder / "nuria").mkdir()
    (folder / "nuria" / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "nuria" / "places.csv").write_text(PLACES, encoding="utf-8")
    row = f"2026-02-01,{place},,,{precision},shelling,,Village council,2026-02-01T20:00\n"
    (folder / "claims.csv").write_text(HEADER + row, encoding="utf-8")
    gazetteer = read_gazetteer(folder / "nuria")
    return read_claims(folder / "claims.csv", lexicon=Lexicon.empty(), gazetteer=gazetteer, clock="UTC")


@pytest.mark.parametrize(
    ("place", "precision", "unit", "point"),
    [
        ("القصير", "", None, (30.6, 10.6, 1500.0)),
        ("Qusayr", "town", None, (30.6, 10.6, 1500.0)),
        ("القصر", "town", None, (30.21, 10.21, 1500.0)),  # the narrowest: the town, which its district holds
        ("القصر", "", "NU0101", None),  # nobody says how exact it is: the widest
        ("القصر", "district", "NU0101", None),
        ("NU02", "", "NU02", None),
        ("mill-2", "", None, (30.3, 9.3, 500.0)),
    ],
)
def test_a_name_of_one_place_gives_its_unit_or_its_point_and_radius(
    tmp_path: Path, place: str, precision: str, unit: str | None, point: tuple[float, float, float] | None
) -> None:
    [claim] = read_with_place(tmp_path, place, precision).claims.iter_rows(named=True)

    assert claim["unit"] == unit
    assert (claim["latitude"], claim["longitude"], claim["radius_m"]) == (point or (None, None, None))
    assert claim["place"] == place


def test_a_name_of_two_places_is_never_the_first_and_the_note_names_both(tmp_path: Path) -> None:
    intake = read_with_place(tmp_path, "الطاحونة", "town")

    [claim] = intake.claims.iter_rows(named=True)
    assert (claim["unit"], claim["latitude"]) == (None, None)
    assert (
        "place 'الطاحونة' (1 rows) may be 2 places of nuria: place unknown; write the p-code or id of one of mill-1 Mill, mill-2 Mill"
        in intake.notes
    )


@pytest.mark.parametrize(
    ("place", "hint"),
    [("Kusair", "qusayr Qusayr (transliteration)"), ("قصير", "qusayr Qusayr (same but for article or unit)")],
)
def test_a_name_that_is_only_spelled_alike_places_nothing_and_is_offered(tmp_path: Path, place: str, hint: str) -> None:
    intake = read_with_place(tmp_path, place)

    [claim] = intake.claims.iter_rows(named=True)
    assert (claim["unit"], claim["latitude"]) == (None, None)
    assert f"place '{place}' (1 rows) not found in nuria: place unknown; may be meant: {hint}" in intake.notes
