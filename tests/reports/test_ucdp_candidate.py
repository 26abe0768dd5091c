"""UCDP's candidate events and the pages of its API: the same claims as a GED file gives, and what is still in doubt is said."""

import json

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.reports.ucdp_candidate import COLUMNS
from reports.conftest import Reading
from reports.counting import adds_up
from reports.golden import as_text, golden
from reports.test_ucdp_ged import EVENT, citations, file_with

CANDIDATE = dict.fromkeys(COLUMNS, "") | EVENT | {
    "relid": "SYR-2016-1-1-1", "year": "2016", "active_year": "True", "code_status": "Clear", "country_id": "652", "region": "Middle East",
    "date_start": "2016-03-01 00:00:00.000", "date_end": "2016-03-01 00:00:00.000", "event_clarity": "1", "deaths_civilians": "2",
}  # fmt: skip
EVENTS = [
    {},
    {"code_status": "Check deaths", "where_prec": "3", **citations("Reuters,2016-03-02,Invented", "SANA,2016-03-03,Invented")},
    {"code_status": "Check deaths", "type_of_violence": "3", "side_a": "IS", "side_b": "Civilians"},
    {"date_prec": "9"},
]  # fmt: skip


def candidate_file(*events: dict[str, str], has_header: bool = True) -> bytes:
    rows = [CANDIDATE | {"id": str(number)} | event for number, event in enumerate(events, start=1)]
    table = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    return table.write_csv(include_header=has_header).encode()


def page(*events: dict[str, object], **other: object) -> str:
    told = {
        "TotalCount": len(events),
        "TotalPages": 1,
        "PreviousPageUrl": "",
        "NextPageUrl": "",
        "Result": list(events),
    }
    return json.dumps(told | other, ensure_ascii=False)


def as_json_event(row: dict[str, str]) -> dict[str, object]:
    numbers = (
        "id",
        "year",
        "type_of_violence",
        "where_prec",
        "latitude",
        "longitude",
        "date_prec",
        "low",
        "best",
        "high",
        "number_of_sources",
    )
    told: dict[str, object] = {name: json.loads(row[name]) if name in numbers else row[name] or None for name in row}
    return told | {name: row[name].replace(" 00:00:00.000", "T00:00:00") for name in ("date_start", "date_end")}


def test_candidate_events_give_the_golden_table_and_say_what_is_not_clear(read: Reading) -> None:
    intake = read(candidate_file(*EVENTS), name="GEDEvent_v16_0_3.csv")

    assert adds_up(intake)
    assert (intake.rows_with_claims, intake.claims.height, intake.rows_in_quarantine) == (3, 4, 1)
    assert intake.notes[:2] == (
        "GEDEvent_v16_0_3.csv: read as UCDP GED or candidate events",
        "events that UCDP does not yet call clear: 2 'Check deaths' of 4",
    )
    assert as_text(intake.claims) == golden("ucdp_candidate.csv", as_text(intake.claims))


def test_where_the_fields_agree_a_candidate_is_what_ged_gives(read: Reading) -> None:
    ged, candidate = read(file_with({}), name="a.csv"), read(candidate_file({}), name="a.csv")

    assert candidate.claims.drop("raw").equals(ged.claims.drop("raw"))


def test_a_file_without_a_header_is_known_by_its_cells(read: Reading) -> None:
    with_header, without = read(candidate_file(*EVENTS)), read(candidate_file(*EVENTS, has_header=False))

    assert without.claims.drop("raw", "row").equals(with_header.claims.drop("raw", "row"))
    assert without.claims["row"].to_list() == [row - 1 for row in with_header.claims["row"]]
    assert without.notes[0] == "claims.csv: read as UCDP candidate events without a header"
    assert adds_up(without)


def test_a_page_of_the_api_gives_the_claims_of_the_file(read: Reading) -> None:
    rows = [CANDIDATE | {"id": str(number)} | event for number, event in enumerate(EVENTS, start=1)]
    from_page = read(page(*map(as_json_event, rows)), name="page.json")
    from_file = read(candidate_file(*EVENTS), name="page.csv")

    assert from_page.claims.drop("raw", "file").equals(from_file.claims.drop("raw", "file"))
    assert from_page.quarantine.drop("raw", "file").equals(from_file.quarantine.drop("raw", "file"))
    assert from_page.notes[0] == "page.json: read as a page of UCDP's API"
    assert json.loads(from_page.claims["raw"][0])["latitude"] == "33.69"


def test_one_page_of_several_says_so(read: Reading) -> None:
    intake = read(
        page(as_json_event(CANDIDATE), TotalCount=3, TotalPages=3, NextPageUrl="https://example.org/2"),
        name="page.json",
    )

    assert "one of 3 pages: 1 of 3 events" in intake.notes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"TotalCount": 1, "Result": [7]}', "7"),
        ('{"TotalCount": 1, "Result": {}}', "other JSON"),
        ('{"TotalCount": 0, "Result": []}', "an empty list"),
        ('{"TotalCount": NaN, "Result": []}', "NaN, which is no number"),
        ('{"TotalCount": 1, "Result": [', "Expecting value"),
        ('{"TotalCount": 1, "Result": [{"id": "\\ud83d"}]}', "surrogates not allowed"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_no_page_is_refused_with_the_reason(read: Reading, text: str, found: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text, name="page.json", format_name="ucdp-api")

    assert found in refused.value.problems[0].found


VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.lists(st.integers(), max_size=2)
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), VALUES, max_size=8), max_size=4))
def test_whatever_the_api_answers_no_event_is_lost(read: Reading, events: list[dict[str, object]]) -> None:
    whole = [as_json_event(CANDIDATE | {"id": str(number)}) | event for number, event in enumerate(events)]
    try:
        intake = read(page(*whole), name="page.json")
    except Refused:
        assert not events  # a page without events has no columns
        return

    assert intake.rows_read == len(events)
    assert adds_up(intake)
