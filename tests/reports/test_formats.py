"""A file is told by its shape, may be told by hand, and whatever its bytes are it is read or refused, never more."""

import json

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.reports.formats import FORMATS
from reports.conftest import Reading
from reports.counting import adds_up
from reports.test_acled import file_with as acled_file
from reports.test_gdelt import MENTION, events_file, lines
from reports.test_geojson import KML, KML_POINT, PLACEMARK, ZABADANI, collection, feature, point
from reports.test_ucdp_candidate import CANDIDATE, as_json_event, candidate_file, page
from reports.test_ucdp_ged import file_with as ged_file

CSV = "date,place,type,claimant\n2016-02-27,Madaya,shelling,SOHR\n"
FILES: dict[str, bytes] = {
    "claims-csv": CSV.encode(),
    "ucdp-ged": ged_file({}),
    "ucdp-candidate": candidate_file({}, has_header=False),
    "ucdp-api": page(as_json_event(CANDIDATE)).encode(),
    "acled": acled_file({}),
    "acled-deletions": b"event_id_cnty,deleted_timestamp\nSYR1,1457000000\n",
    "gdelt": events_file({}),
    "geojson": collection(feature(point(*ZABADANI))).encode(),
    "kobo-json": json.dumps([{"date": "2016-02-27", "place": "Madaya", "type": "shelling", "claimant": "SOHR"}]).encode(),
    "kml": KML.format(PLACEMARK.format(KML_POINT)).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_format_is_told_by_its_shape_whatever_the_file_is_called(read: Reading, name: str) -> None:
    intake = read(FILES[name], name="data.txt")

    assert (intake.rows_read, intake.rows_in_quarantine) == (1, 0)
    assert (f"data.txt: read as {FORMATS[name]}" in intake.notes) == (name != "claims-csv")


@pytest.mark.parametrize("name", FILES)
def test_the_same_format_may_be_given_by_hand(read: Reading, name: str) -> None:
    by_hand, by_shape = read(FILES[name], format_name=name), read(FILES[name])

    assert by_hand.claims.equals(by_shape.claims)
    assert by_hand.notes[0] == f"claims.csv: read as {FORMATS[name]}"


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"claims-csv"}))
def test_a_format_that_it_is_not_is_refused_with_what_is_missing(read: Reading, name: str) -> None:
    try:
        intake = read(CSV, format_name=name)
    except Refused:
        return

    assert intake.claims.height == 0  # rows of another width, each in quarantine
    assert adds_up(intake)


def test_a_format_that_nobody_knows_is_refused_with_the_nearest(read: Reading) -> None:
    with pytest.raises(Refused, match="did you mean 'acled'"):
        read(CSV, format_name="aclde")


OURS = (
    "claim_id", "day", "first_day", "unit", "actors", "named_1", "actors_a", "withdrawn_at", "version_at", "kinds", "file", "row", "outlet",
    "n_lat", "is_tally", "sources", "occurred_from", "radius",
)  # fmt: skip


@pytest.mark.parametrize("name", ["claims-csv", "ucdp-ged", "acled", "acled-deletions"])
def test_columns_of_the_sender_never_meet_ours(read: Reading, name: str) -> None:
    table = pl.read_csv(FILES[name], infer_schema=False)
    wider = table.with_columns(pl.lit("x").alias(column) for column in OURS)

    alone, beside = read(table.write_csv().encode()), read(wider.write_csv().encode())

    assert beside.claims.drop("raw").equals(alone.claims.drop("raw"))
    assert beside.withdrawals.equals(alone.withdrawals)
    assert beside.versions.equals(alone.versions)


def test_mentions_are_known_by_their_sixteen_cells(read: Reading) -> None:
    with pytest.raises(Refused, match="GDELT mentions alone"):
        read(lines(MENTION, {}), name="data.txt")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*FILES]), st.floats(0, 1), st.binary(max_size=6), st.integers(0, 6))
@example("claims-csv", 0.0, b"\x00", 0)
@example("geojson", 0.0, b"\xff\xfe", 0)
@example("acled", 1.0, b'"', 0)
@example("claims-csv", 0.0, b"\x00\r", 0)
def test_bytes_that_are_broken_anywhere_are_read_or_refused(
    read: Reading, name: str, where: float, noise: bytes, lost: int
) -> None:
    whole = FILES[name]
    at = int(where * len(whole))
    try:
        intake = read(whole[:at] + noise + whole[at + lost :], name="data.txt")
    except Refused:
        return

    assert adds_up(intake)
