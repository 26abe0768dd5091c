"""What is exported comes in again as it was, whatever stands in it; no formula runs, and every time carries its offset."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import dataframely as dy
import fastexcel
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.reports import Intake, Lexicon, read_claims
from hudna.reports.cells import Cells
from hudna.reports.export import FORMATS, export_table
from hudna.reports.tables import DATE_PRECISIONS, KNOWN_BASES, PLACE_ROLES, READINGS, Claims
from hudna.reports.typed_claims import read_typed_claims
from reports.conftest import CLOCK

NAMED = {
    "csv": "out.csv",
    "hxl-csv": "out.csv",
    "xlsx": "out.xlsx",
    "parquet": "out.parquet",
    "geojson": "out.geojson",
    "geoparquet": "out.parquet",
}


def back(path: Path) -> Intake:
    if path.suffix == ".xlsx":
        return read_typed_claims(cells_of_sheet(path))
    return read_claims(path, lexicon=Lexicon.empty(), gazetteer=None, clock="UTC")


def cells_of_sheet(path: Path) -> Cells:
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars().fill_null("")
    header, *rows = sheet.rows()
    table = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
    numbered = table.with_columns(pl.int_range(2, pl.len() + 2, dtype=pl.UInt32).alias("#row"))
    ragged = pl.DataFrame(schema={"row": pl.UInt32, "found": pl.String, "cells": pl.List(pl.String)})
    return Cells(path.name, tuple(header), numbered, ragged)


def as_exported(claims: pl.DataFrame) -> pl.DataFrame:
    return claims.drop("file", "row")


@pytest.mark.parametrize("to", FORMATS)
def test_the_shipped_claims_come_back_as_they_were(to: str, tmp_path: Path, claims_syria: Intake) -> None:
    path = tmp_path / NAMED[to]
    export_table(claims_syria.claims, path, to=to, clock=CLOCK)

    read = back(path)

    assert as_exported(read.claims).equals(as_exported(claims_syria.claims))
    assert (read.rows_read, read.rows_in_quarantine) == (157, 0)


texts = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"\t\r\n,;|[]\\#قصفمَـ٣ً\u200f\ufeff=1.5"),
        st.characters(exclude_characters="\x00", exclude_categories=["Cs"]),
    ),
    max_size=12,
)
some_text = texts.filter(bool)
instants = st.datetimes(datetime(1890, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)) | st.datetimes(
    datetime(1960, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)
).map(lambda at: at.replace(microsecond=0))
counts = st.none() | st.integers(0, 2**63 - 1)
lists = st.lists(texts, max_size=3)
degrees = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))
amounts = st.none() | st.floats(0, 1e18)


@st.composite
def claims(draw: st.DrawFn) -> dy.DataFrame[Claims]:
    rows = []
    for claim_id in draw(st.lists(some_text, min_size=1, max_size=4, unique=True)):
        first = draw(instants)
        point, origin = draw(degrees) or (None, None), draw(degrees) or (None, None)
        row: dict[str, object] = {
            "claim_id": claim_id, "row": 2, "known_at": draw(instants), "occurred_from": first,
            "occurred_to": first + timedelta(microseconds=draw(st.integers(1, 10**12))), "is_denial": draw(st.booleans()),
            "latitude": point[0], "longitude": point[1], "origin_latitude": origin[0], "origin_longitude": origin[1],
            "known_basis": draw(st.sampled_from(KNOWN_BASES)), "date_precision": draw(st.sampled_from(DATE_PRECISIONS)),
            "place_role": draw(st.sampled_from(PLACE_ROLES)), "actor_reading": draw(st.sampled_from(READINGS)),
        }  # fmt: skip
        for name, column in Claims.columns().items():
            if name in row:
                continue
            if isinstance(column, dy.List):
                row[name] = draw(lists)
            elif isinstance(column, dy.String):
                row[name] = draw(st.none() | some_text) if column.nullable else draw(texts)
            else:
                row[name] = draw(amounts if isinstance(column, dy.Float64) else counts)
        rows.append(row)
    return Claims.validate(pl.DataFrame(rows, schema=Claims.create_empty().schema), cast=True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=claims(), clock=st.sampled_from([CLOCK, "Asia/Kathmandu", "UTC"]))
@pytest.mark.parametrize("to", FORMATS)
def test_whatever_stands_in_claims_comes_back(
    to: str, table: dy.DataFrame[Claims], clock: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("out") / NAMED[to]
    export_table(table, path, to=to, clock=clock)

    read = back(path)

    assert read.quarantine.rows() == []
    assert as_exported(read.claims).rows() == as_exported(table).rows()


def one_claim(claims_syria: Intake, **changes: object) -> pl.DataFrame:
    changed = {name: pl.lit(value).cast(claims_syria.claims.schema[name]) for name, value in changes.items()}
    return claims_syria.claims.head(1).with_columns(**changed)


def test_a_workbook_tells_an_instant_in_utc_and_local_with_the_zone(tmp_path: Path, claims_syria: Intake) -> None:
    """L68: 2016-02-27T00:00+02:00 comes back as 2016-02-26T22:00Z."""
    at = datetime.fromisoformat("2016-02-27T00:00+02:00").astimezone(UTC)
    export_table(one_claim(claims_syria, known_at=at), tmp_path / "out.xlsx", to="xlsx", clock=CLOCK)

    cells = cells_of_sheet(tmp_path / "out.xlsx").rows
    read = back(tmp_path / "out.xlsx")

    assert cells["known_at_utc"].to_list() == ["2016-02-26 22:00:00"]
    assert cells["known_at_local"].to_list() == ["2016-02-27 00:00:00"]
    assert cells["time_zone"].to_list() == ["Asia/Damascus"]
    assert read.claims["known_at"].to_list() == [datetime(2016, 2, 26, 22, tzinfo=UTC)]


def test_no_formula_runs_and_numbers_stay_numbers(tmp_path: Path, claims_syria: Intake) -> None:
    table = one_claim(claims_syria, text="=1+1", claimant="-cmd", longitude=-36.5)
    export_table(table, tmp_path / "out.csv", to="csv", clock=CLOCK)
    export_table(table, tmp_path / "out.xlsx", to="xlsx", clock=CLOCK)

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    sheet = ZipFile(tmp_path / "out.xlsx").read("xl/worksheets/sheet1.xml").decode()

    assert (row["text"], row["claimant"], row["longitude"]) == ("'=1+1", "'-cmd", "-36.5")
    assert "<f>" not in sheet
    assert "<v>-36.5</v>" in sheet


def test_geojson_has_longitude_first_and_no_geometry_where_there_is_no_place(
    tmp_path: Path, claims_syria: Intake
) -> None:
    table = pl.concat(
        [
            one_claim(claims_syria, latitude=33.7, longitude=36.1),
            one_claim(claims_syria, claim_id="x", latitude=None, longitude=None),
        ]
    )
    export_table(table, tmp_path / "out.geojson", to="geojson", clock=CLOCK)

    placed, nowhere = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]

    assert placed["geometry"] == {"type": "Point", "coordinates": [36.1, 33.7]}
    assert nowhere["geometry"] is None
    assert placed["properties"]["occurred_from"].endswith(("+02:00", "+03:00"))


def test_geoparquet_says_what_the_specification_asks_for(tmp_path: Path, claims_syria: Intake) -> None:
    """GeoParquet 1.1: version, primary_column and columns; of each column encoding and geometry_types."""
    export_table(claims_syria.claims, tmp_path / "out.parquet", to="geoparquet", clock=CLOCK)

    told = json.loads(pl.read_parquet_metadata(tmp_path / "out.parquet")["geo"])

    assert set(told) == {"version", "primary_column", "columns"}
    assert (told["version"], told["primary_column"]) == ("1.1.0", "geometry")
    column = told["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    west, south, east, north = column["bbox"]
    assert (west, north) == (claims_syria.claims["longitude"].min(), claims_syria.claims["latitude"].max())
    assert south <= north
    assert west <= east


def test_a_csv_with_tags_has_one_row_of_them(tmp_path: Path, claims_syria: Intake) -> None:
    export_table(claims_syria.claims, tmp_path / "out.csv", to="hxl-csv", clock=CLOCK)

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        header, tags, *rows = csv.reader(file)

    assert dict(zip(header, tags, strict=True))["latitude"] == "#geo+lat"
    assert all(tag.startswith("#") for tag in tags)
    assert len(rows) == 157


def test_a_nul_is_refused_with_its_row(tmp_path: Path, claims_syria: Intake) -> None:
    with pytest.raises(Refused, match="text: found a NUL character"):
        export_table(one_claim(claims_syria, text="a\x00b"), tmp_path / "out.csv", to="csv", clock=CLOCK)


def test_a_bad_cell_of_an_edited_export_goes_to_quarantine(tmp_path: Path, claims_syria: Intake) -> None:
    export_table(claims_syria.claims.head(3), tmp_path / "out.csv", to="csv", clock=CLOCK)
    edited = pl.read_csv(tmp_path / "out.csv", infer_schema=False).with_row_index("n")
    edited.with_columns(
        pl.when(pl.col("n") == 1).then(pl.lit("two")).otherwise("actor_reading").alias("actor_reading")
    ).drop("n").write_csv(tmp_path / "out.csv")

    read = back(tmp_path / "out.csv")

    assert (read.rows_read, read.claims.height, read.rows_in_quarantine) == (3, 2, 1)
    assert read.quarantine.select("field", "found").rows() == [("actor_reading", "two")]
