"""One column map reads a table, JSON, GeoJSON, KML and GeoPackage alike, and what it cannot read is named as the sender names it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
import xlsxwriter
from typer.testing import CliRunner

from hudna.cli.app import app
from hudna.cli.imports import IN_QUARANTINE
from hudna.problems import Refused
from hudna.reports import Intake, Lexicon, read_claims, read_collection
from reports.conftest import CLOCK
from reports.counting import adds_up

MAP = """map: 1
columns: {date: اليوم, place: البلدة, type: النوع, killed_max: القتلى}
fixed: {claimant: SOHR, coord_precision: town}
words: {type: {قصف: shelling}}
empty: [لا يوجد]
not_used: [الجهاز]
"""
PLACES = [(36.0953, 33.7263), (36.1027, 33.6906), (36.0953, 33.7263)]  # longitude, latitude
ROWS = [
    {"اليوم": "٢٧/٠٢/٢٠١٦", "البلدة": "الزبداني", "النوع": "قصف", "القتلى": "٣", "الجهاز": "a"},
    {"اليوم": "28/02/2016", "البلدة": "مضايا", "النوع": "قصف", "القتلى": "لا يوجد", "الجهاز": "b"},
    {"اليوم": "29/02/2016", "البلدة": "الزبداني", "النوع": "ضرب", "القتلى": "1", "الجهاز": "c"},
]
DEGREES = "{lat: خط العرض, lon: خط الطول, "


def write_table(path: Path) -> None:
    rows = [row | {"خط العرض": str(lat), "خط الطول": str(lon)} for row, (lon, lat) in zip(ROWS, PLACES, strict=True)]
    told = [list(rows[0]), *(list(row.values()) for row in rows)]
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("June")
            for at, cells in enumerate(told):
                sheet.write_row(at, 0, cells)
    else:
        path.write_bytes("\r\n".join(";".join(cells) for cells in told).encode("utf-16"))


def write_records(path: Path) -> None:
    records = [row | {"_geolocation": [lat, lon]} for row, (lon, lat) in zip(ROWS, PLACES, strict=True)]
    path.write_text(json.dumps(records), encoding="utf-8")


def write_features(path: Path) -> None:
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": row}
        for row, place in zip(ROWS, PLACES, strict=True)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def write_layer(path: Path) -> None:
    pyogrio.raw.write(
        path,
        geometry=np.array([shapely.to_wkb(shapely.Point(place)) for place in PLACES], dtype=object),
        field_data=[np.array([row[name] for row in ROWS], dtype=object) for name in ROWS[0]],
        fields=list(ROWS[0]),
        geometry_type="Point",
        crs="EPSG:4326",
        driver={".kml": "LIBKML", ".gpkg": "GPKG"}[path.suffix],
    )


WRITERS: dict[str, Any] = {
    "c.csv": write_table, "c.xlsx": write_table, "c.json": write_records, "c.geojson": write_features, "c.gpkg": write_layer, "c.kml": write_layer,
}  # fmt: skip


def read_mapped(path: Path, column_map: str, lexicon: Lexicon) -> Intake:
    path.with_name("said.yaml").write_text(column_map, encoding="utf-8")
    return read_claims(path, lexicon=lexicon, gazetteer=None, clock=CLOCK, column_map=path.with_name("said.yaml"))


@pytest.mark.parametrize("name", WRITERS)
def test_one_map_reads_every_format_whose_columns_the_sender_names(name: str, tmp_path: Path, lexicon: Lexicon) -> None:
    WRITERS[name](tmp_path / name)
    column_map = MAP.replace("columns: {", f"columns: {DEGREES}") if WRITERS[name] is write_table else MAP
    intake = read_mapped(tmp_path / name, column_map, lexicon)

    assert adds_up(intake)
    assert intake.claims.select("row", "place", "latitude", "longitude", "radius_m", "killed_max").rows() == [
        (2, "الزبداني", 33.7263, 36.0953, 2000.0, 3), (3, "مضايا", 33.6906, 36.1027, 2000.0, None),
    ]  # fmt: skip
    assert intake.claims["occurred_from"].dt.strftime("%dT%H").to_list() == ["26T22", "27T22"]
    assert intake.quarantine.select("row", "field", "found").rows() == [(4, "النوع", "ضرب")]
    assert json.loads(intake.quarantine["raw"][0])["الجهاز"] == "c"
    assert not any("الجهاز" in note for note in intake.notes)


def test_a_shape_that_cannot_be_read_waits_beside_the_mapped_rows(tmp_path: Path, lexicon: Lexicon) -> None:
    write_features(tmp_path / "c.geojson")
    told = json.loads((tmp_path / "c.geojson").read_text(encoding="utf-8"))
    told["features"][1]["geometry"]["coordinates"] = ["36.1", 33.7]
    (tmp_path / "c.geojson").write_text(json.dumps(told), encoding="utf-8")

    intake = read_mapped(tmp_path / "c.geojson", MAP, lexicon)

    assert adds_up(intake)
    assert intake.quarantine.select("row", "field").rows() == [(3, "geometry"), (4, "النوع")]


def test_a_map_is_guessed_for_features_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_features(Path("c.geojson"))

    result = CliRunner().invoke(app, ["import", "c.geojson", "--guess", "--clock", CLOCK])

    assert result.exit_code == 0, result.output
    guessed = Path("c.map.yaml").read_text(encoding="utf-8")
    assert '  date: "اليوم"' in guessed
    assert '  place: "البلدة"' in guessed


def test_a_format_with_columns_of_its_own_takes_no_map(tmp_path: Path, lexicon: Lexicon) -> None:
    write_table(tmp_path / "c.csv")
    (tmp_path / "c.map.yaml").write_text(MAP, encoding="utf-8")

    with pytest.raises(Refused, match="with a column map"):
        read_claims(
            tmp_path / "c.csv", lexicon=lexicon, gazetteer=None, clock=CLOCK, format_name="acled",
            column_map=tmp_path / "c.map.yaml",
        )  # fmt: skip


def test_event_data_in_another_encoding_say_so(tmp_path: Path, lexicon: Lexicon) -> None:
    deletions = "event_id_cnty;deleted_timestamp\nSYR1;1456600000\n"
    (tmp_path / "gone.csv").write_bytes(deletions.encode("utf-16"))

    intake = read_claims(tmp_path / "gone.csv", lexicon=lexicon, gazetteer=None, clock=CLOCK)

    assert intake.withdrawals.height == 1
    assert intake.notes[:2] == ("gone.csv: read as ACLED's deleted events", "read as UTF-16 with semicolons")


@pytest.mark.parametrize("name", ["c.csv", "c.geojson"])
def test_a_mended_row_is_read_by_the_map_by_which_it_came(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    WRITERS[name](Path(name))
    column_map = MAP.replace("columns: {", f"columns: {DEGREES}") if WRITERS[name] is write_table else MAP
    Path("said.yaml").write_text(column_map, encoding="utf-8")

    imported = CliRunner().invoke(app, ["import", name, "--map", "said.yaml", "--clock", CLOCK, "--out", "reports"])
    CliRunner().invoke(app, ["quarantine", "fix", "reports", "--out", "mend.csv"])
    sheet = Path("mend.csv").read_text(encoding="utf-8")
    Path("said.yaml").unlink()
    Path("mend.csv").write_text(sheet.replace(",ضرب,", ",قصف,"), encoding="utf-8")
    retried = CliRunner().invoke(app, ["quarantine", "retry", "reports", "mend.csv", "--json"])

    assert imported.exit_code == IN_QUARANTINE, imported.output
    assert retried.exit_code == 0, retried.output
    told = json.loads(retried.stdout)
    assert (told["rows"], told["let_in"], told["still_wrong"]) == (1, 1, 0)
    held = read_collection(Path("reports")).tables["claims"]
    assert held["occurred_from"].dt.strftime("%dT%H").to_list() == ["26T22", "27T22", "28T22"]
    assert held["latitude"].to_list() == [33.7263, 33.6906, 33.7263]
