"""GeoJSON, KoboToolbox's JSON, KML and GeoPackage: the same claims as a CSV gives, with each format's own order of coordinates."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from hudna.problems import Refused
from hudna.reports import Intake, geo_files
from hudna.reports.covering_disc import covering_disc
from reports.conftest import Reading
from reports.counting import adds_up
from reports.golden import as_text, golden

ZABADANI = 36.0953, 33.7263  # longitude, latitude
CLAIM = {"date": "2016-02-27", "place": "Zabadani", "type": "shelling", "claimant": "SOHR", "coord_precision": "town"}


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": CLAIM | properties}


def point(*coordinates: object) -> dict[str, object]:
    return {"type": "Point", "coordinates": list(coordinates)}


def collection(*features: object, **other: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)} | other, ensure_ascii=False)


def only_claim(intake: Intake) -> dict[str, Any]:
    assert intake.quarantine.height == 0, intake.quarantine.rows()
    (claim,) = intake.claims.to_dicts()
    return claim


SQUARE = {"type": "Polygon", "coordinates": [[[36.0, 33.6], [36.2, 33.6], [36.2, 33.8], [36.0, 33.8], [36.0, 33.6]]]}


def test_features_of_every_shape_give_the_golden_table(read: Reading) -> None:
    told = collection(
        feature(point(*ZABADANI), row_id="A", killed_min=2, killed_max=3, text="قصف على الزبداني", denies=False),
        feature(SQUARE, row_id="B"),
        feature({"type": "LineString", "coordinates": [[36.0953, 33.7263], [36.1027, 33.6906]]}, row_id="C"),
        feature(None, row_id="D", place="Madaya"),
        feature({"type": "Point", "coordinates": []}, row_id="E", place="Idleb", coord_precision="governorate"),
        feature(point(33.7263, 36.0953), row_id="F"),
        feature(point("36.1", 33.7), row_id="G"),
        feature(point(*ZABADANI), row_id="H", date="soon"),
    )
    intake = read(told, name="claims.geojson")

    assert (intake.rows_read, intake.rows_with_claims, intake.rows_in_quarantine) == (8, 5, 3)
    assert adds_up(intake)
    assert intake.quarantine.select("row", "field", "found").rows() == [
        (7, "lat", "36.0953, 33.7263"), (8, "geometry", '["36.1", 33.7]'), (9, "date", "soon"),
    ]  # fmt: skip
    assert intake.notes[:2] == (
        "claims.geojson: read as GeoJSON",
        "1 features seem to have latitude first; longitude stands first in this format",
    )
    assert as_text(intake.claims) == golden("geojson_invented.csv", as_text(intake.claims))


def test_each_format_keeps_its_own_order_and_a_swap_is_found(read: Reading) -> None:  # L25, US8
    kobo = read(json.dumps([CLAIM | {"_geolocation": [33.7263, 36.0953], "_uuid": "a"}]), name="kobo.json")
    geojson = read(collection(feature(point(36.0953, 33.7263))), name="claims.geojson")
    header = "date,place,type,claimant,coord_precision,lat,lon\n"
    table = read(header + "2016-02-27,Zabadani,shelling,SOHR,town,36.0953,33.7263\n")

    places = [(claim["latitude"], claim["longitude"]) for claim in map(only_claim, (kobo, geojson))]
    assert places == [(33.7263, 36.0953)] * 2
    assert table.claims.height == 0
    assert "these two seem swapped" in table.quarantine["expected"][0]


def test_a_feature_and_a_row_that_say_the_same_are_one_claim(read: Reading) -> None:
    geojson = read(collection(feature(point(*ZABADANI))), name="a.geojson")
    table = read(
        "date,place,type,claimant,coord_precision,lat,lon\n2016-02-27,Zabadani,shelling,SOHR,town,33.7263,36.0953\n"
    )

    assert geojson.claims.drop("file", "raw").equals(table.claims.drop("file", "raw"))


def test_no_geometry_is_no_point_and_never_the_sea_off_africa(read: Reading) -> None:
    claim = only_claim(read(collection(feature(None, place="nowhere known")), name="a.geojson"))

    assert (claim["latitude"], claim["longitude"], claim["radius_m"], claim["unit"]) == (None, None, None, None)


def test_numbers_keep_the_digits_they_came_with(read: Reading) -> None:
    text = collection(feature(point(*ZABADANI), killed_min=1)).replace("36.0953", "36.09530")

    assert '"lon":"36.09530"' in only_claim(read(text, name="a.geojson"))["raw"]


def test_coordinates_that_contradict_the_geometry_stay_outside(read: Reading) -> None:
    same = feature(point(*ZABADANI), lat=33.7263, lon=36.0953)
    other = feature(point(*ZABADANI), lat=36.0953, lon=33.7263)
    intake = read(collection(same, other), name="a.geojson")

    assert intake.quarantine.select("row", "field", "found", "expected").rows() == [
        (3, "geometry", "33.7263, 36.0953", "the place of the properties lat, lon: 36.0953, 33.7263")
    ]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"])
def test_wgs84_by_its_names_is_read(read: Reading, name: str) -> None:
    crs = {"type": "name", "properties": {"name": name}}

    assert only_claim(read(collection(feature(point(*ZABADANI)), crs=crs), name="a.geojson"))["latitude"] == 33.7263


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (collection(feature(point(*ZABADANI)), crs={"properties": {"name": "EPSG:32637"}}), "EPSG:32637"),
        (collection(feature(point(*ZABADANI)), crs="WGS84"), "WGS84"),
        (collection(), "an empty list"),
        (collection(7), "7"),
        (collection({"type": "Feature", "geometry": None, "properties": [1]}), "[1]"),
        (collection(feature(None, **{"#row": 1})), "a property of this name"),
        (collection(feature(None, **{" place": "x"})), "two properties of this name"),
        ('{"type": "FeatureCollection", "features": null}', ""),
        ('{"type": "Topology"}', "other JSON"),
        ('{"type": "FeatureCollection"', "Expecting"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused_with_the_reason(read: Reading, text: str, found: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text, name="a.geojson")

    assert found in refused.value.problems[0].found
    assert refused.value.problems[0].expected


def test_a_misnamed_property_is_told_with_the_nearest_name(read: Reading) -> None:
    with pytest.raises(Refused) as refused:
        read(
            collection({"type": "Feature", "geometry": None, "properties": {"dates": 1, "kind": "x"}}), name="a.geojson"
        )

    assert {(one.field, one.nearest) for one in refused.value.problems} >= {("date", "dates")}


SHAPES = st.one_of(
    st.lists(st.tuples(st.floats(-179, 179), st.floats(-80, 80)), min_size=3, max_size=8).map(shapely.MultiPoint),
    st.tuples(st.floats(-175, 175), st.floats(-80, 80), st.floats(0.01, 3)).map(
        lambda one: shapely.Point(one[:2]).buffer(one[2])
    ),
)


@given(SHAPES.filter(lambda shape: shape.bounds[2] - shape.bounds[0] < 60))
def test_a_covering_disc_leaves_nothing_outside(shape: shapely.Geometry) -> None:
    disc = covering_disc(shape)
    inside = shapely.get_coordinates(shape)
    if shape.geom_type == "Polygon":
        inside = np.vstack([inside, shapely.get_coordinates(shape.representative_point())])

    _, _, away = Geod(ellps="WGS84").inv(
        np.full(len(inside), disc.longitude), np.full(len(inside), disc.latitude), inside[:, 0], inside[:, 1]
    )
    assert max(away) <= disc.radius_m + 1.0


def test_an_area_across_the_antimeridian_is_one_small_area() -> None:
    shape = shapely.union_all([shapely.box(179.5, -17, 180, -16), shapely.box(-180, -17, -179.5, -16)])

    disc = covering_disc(shape)

    assert abs(abs(disc.longitude) - 180) < 1e-9
    assert disc.radius_m == pytest.approx(Geod(ellps="WGS84").inv(180, -16.5, 179.5, -16)[2], rel=1e-3)


def test_a_kobo_page_gives_ids_and_instants_and_says_that_there_is_more(read: Reading) -> None:
    record = CLAIM | {
        "place": "Madaya",
        "_id": 7,
        "_uuid": "u-7",
        "_submission_time": "2016-02-28T06:00:00",
        "_geolocation": [None, None],
        "_tags": [],
    }
    intake = read(
        json.dumps({"count": 9, "next": "https://example.org/2", "previous": None, "results": [record]}),
        name="data.json",
    )

    claim = only_claim(intake)
    assert (claim["claim_id"], claim["known_basis"]) == ("claims-csv:u-7", "stated")
    assert f"{claim['known_at']:%Y-%m-%dT%H:%MZ}" == "2016-02-28T06:00Z"
    assert (claim["latitude"], claim["unit"]) == (None, "SY030703")
    assert intake.notes[:2] == (
        "data.json: read as records in JSON, as KoboToolbox gives them",
        "one of several pages: 1 of 9 records",
    )


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-400, 400) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates", "geometries", "x"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
KINDS = ["Point", "LineString", "Polygon", "MultiPoint", "MultiPolygon", "GeometryCollection", "Circle"]
GEOMETRIES = JSON_VALUES | st.fixed_dictionaries({"type": st.sampled_from(KINDS), "coordinates": JSON_VALUES}) | st.fixed_dictionaries(
    {"type": st.sampled_from(KINDS), "coordinates": st.lists(st.lists(st.lists(st.floats(-200, 200), min_size=2, max_size=3), max_size=5), max_size=2)}
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            GEOMETRIES, st.dictionaries(st.sampled_from([*CLAIM, "lat", "lon", "radius_m"]), JSON_VALUES, max_size=3)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_the_features_hold_none_is_lost(read: Reading, told: list[tuple[object, dict[str, object]]]) -> None:
    intake = read(collection(*(feature(shape, **properties) for shape, properties in told)), name="a.geojson")

    assert intake.rows_read == len(told)
    assert adds_up(intake)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    JSON_VALUES
    | st.lists(
        st.dictionaries(st.sampled_from([*CLAIM, "_geolocation", "_uuid", "_submission_time", "results"]), JSON_VALUES)
    )
)
def test_whatever_the_json_holds_it_is_read_or_refused(read: Reading, value: object) -> None:
    try:
        intake = read(json.dumps(value), name="a.json")
    except Refused:
        return

    assert adds_up(intake)


KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>claims</name>
<Schema name="claims" id="claims"><SimpleField name="date" type="string"/><SimpleField name="place" type="string"/>
<SimpleField name="type" type="string"/><SimpleField name="claimant" type="string"/></Schema>
{}
</Document></kml>
"""
PLACEMARK = """<Placemark><ExtendedData><SchemaData schemaUrl="#claims"><SimpleData name="date">2016-02-27</SimpleData>
<SimpleData name="place">الزبداني</SimpleData><SimpleData name="type">shelling</SimpleData>
<SimpleData name="claimant">SOHR</SimpleData></SchemaData></ExtendedData>{}</Placemark>"""
KML_POINT = "<Point><coordinates>36.0953,33.7263,0</coordinates></Point>"
KML_AREA = "<Polygon><outerBoundaryIs><LinearRing><coordinates>36,33.6 36.2,33.6 36.2,33.8 36,33.8 36,33.6</coordinates></LinearRing></outerBoundaryIs></Polygon>"


def test_kml_gives_what_geojson_gives(read: Reading) -> None:
    placemarks = "".join(PLACEMARK.format(shape) for shape in (KML_POINT, KML_AREA, ""))
    kml = read(KML.format(placemarks), name="claims.kml")
    plain = {"place": "الزبداني", "coord_precision": ""}
    geojson = read(
        collection(*(feature(shape, **plain) for shape in (point(*ZABADANI), SQUARE, None))), name="a.geojson"
    )

    assert kml.notes[0] == "claims.kml: read as KML"
    told = ["latitude", "longitude", "radius_m", "unit", "place", "kinds", "sources", "occurred_from"]
    assert kml.claims.select(told).equals(geojson.claims.select(told))
    assert adds_up(kml)


def write_gpkg(path: Path, *, crs: str = "EPSG:4326") -> None:
    import pyogrio

    shapes = np.array(
        [shapely.to_wkb(shapely.Point(ZABADANI)), shapely.to_wkb(shapely.from_geojson(json.dumps(SQUARE))), None],
        dtype=object,
    )
    fields = {name: np.array([cell] * 3, dtype=object) for name, cell in CLAIM.items()}
    fields["killed_min"] = np.array([1, 2, 3])
    pyogrio.raw.write(
        path, shapes, [*fields.values()], [*fields], driver="GPKG", layer="claims", crs=crs, geometry_type="Unknown"
    )


def test_a_geopackage_gives_what_geojson_gives(read: Reading, tmp_path: Path) -> None:
    write_gpkg(tmp_path / "made.gpkg")
    gpkg = read((tmp_path / "made.gpkg").read_bytes(), name="claims.gpkg")
    shapes = (point(*ZABADANI), SQUARE, None)
    geojson = read(
        collection(*(feature(shape, killed_min=toll) for toll, shape in enumerate(shapes, start=1))), name="a.geojson"
    )

    assert gpkg.notes[0] == "claims.gpkg: read as GeoPackage"
    assert gpkg.claims.drop("file", "raw").equals(geojson.claims.drop("file", "raw"))
    assert adds_up(gpkg)


def test_folders_of_kml_are_read_one_after_the_other_even_of_one_name(read: Reading) -> None:
    folder = f"<Folder><name>week</name>{PLACEMARK.format(KML_POINT)}</Folder>"
    schema, _, rest = KML.partition("{}")
    intake = read(f"{schema}{folder}{folder.replace('2016-02-27', '2016-02-28')}{rest}", name="claims.kml")

    assert intake.claims["row"].to_list() == [2, 3]
    assert intake.claims["occurred_to"].n_unique() == 2
    assert intake.notes[1].startswith("layers read: week")


def test_kml_without_a_placemark_is_refused(read: Reading) -> None:
    with pytest.raises(Refused, match=r"found no feature|GDAL reads"):
        read(KML.format(""), name="claims.kml")


def test_a_geopackage_in_metres_is_refused(read: Reading, tmp_path: Path) -> None:
    write_gpkg(tmp_path / "made.gpkg", crs="EPSG:32637")

    with pytest.raises(Refused, match="found EPSG:32637, expected WGS84"):
        read((tmp_path / "made.gpkg").read_bytes(), name="claims.gpkg")


@pytest.mark.parametrize("name", ["kml", "gpkg"])
def test_without_the_extra_the_command_that_brings_it_is_told(
    read: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    write_gpkg(tmp_path / "made.gpkg")
    monkeypatch.setitem(__import__("sys").modules, "pyogrio", None)
    content = {"kml": KML.format("").encode(), "gpkg": (tmp_path / "made.gpkg").read_bytes()}[name]

    with pytest.raises(Refused, match=r'`pip install "hudna\[geo\]"` first'):
        read(content, name=f"claims.{name}")


def test_a_file_that_would_send_gdal_elsewhere_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "claims.kml"
    path.write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/hosts</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
    )

    with pytest.raises(Refused, match="found XML with the root 'OGRVRTDataSource', expected KML"):
        geo_files.cells_of_geo_file(path, what="kml")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=12))
def test_kml_that_is_broken_is_read_or_refused(read: Reading, at: int, noise: bytes) -> None:
    whole = KML.format(PLACEMARK.format(KML_POINT) * 2).encode()
    try:
        intake = read(whole[:at] + noise + whole[at + len(noise) :], name="claims.kml", format_name="kml")
    except Refused:
        return

    assert adds_up(intake)
