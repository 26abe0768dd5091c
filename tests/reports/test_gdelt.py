"""GDELT 2 events and mentions: recognised by their width, codes as text, and a mention is who told and when, not what."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.reports import Intake
from hudna.reports.code_maps import meaning_of_cameo
from hudna.reports.gdelt import COLUMNS
from hudna.reports.gdelt_mentions import COLUMNS as MENTION_COLUMNS
from reports.conftest import Reading
from reports.counting import adds_up
from reports.golden import as_text, golden

EVENTS, MENTIONS = "20160228184500.export.CSV", "20160228184500.mentions.CSV"
EVENT = dict.fromkeys(COLUMNS, "") | {
    "GLOBALEVENTID": "1001", "SQLDATE": "20160227", "MonthYear": "201602", "Year": "2016", "FractionDate": "2016.1589",
    "Actor1Code": "SYRMIL", "Actor1Name": "Syrian army", "Actor1CountryCode": "SYR", "Actor1Type1Code": "MIL",
    "Actor2Code": "CVL", "Actor2Name": "Villager", "Actor2Type1Code": "CVL", "IsRootEvent": "1", "EventCode": "190", "EventBaseCode": "190",
    "EventRootCode": "19", "QuadClass": "4", "GoldsteinScale": "-10", "NumMentions": "2", "NumSources": "1", "NumArticles": "2",
    "AvgTone": "-5.1", "ActionGeo_Type": "4", "ActionGeo_FullName": "Madaya, Rif Dimashq, Syria", "ActionGeo_CountryCode": "SY",
    "ActionGeo_ADM1Code": "SY08", "ActionGeo_Lat": "33.6906", "ActionGeo_Long": "36.1027", "ActionGeo_FeatureID": "-2541",
    "DATEADDED": "20160228184500", "SOURCEURL": "https://www.example.org/a/1",
}  # fmt: skip
MENTION = dict.fromkeys(MENTION_COLUMNS, "") | {
    "GLOBALEVENTID": "1001", "EventTimeDate": "20160228184500", "MentionTimeDate": "20160228184500", "MentionType": "1",
    "MentionSourceName": "example.org", "MentionIdentifier": "https://www.example.org/a/1", "SentenceID": "3", "Actor1CharOffset": "10",
    "Actor2CharOffset": "40", "ActionCharOffset": "20", "InRawText": "1", "Confidence": "40", "MentionDocLen": "2000",
    "MentionDocTone": "-5.1", "MentionDocTranslationInfo": "",
}  # fmt: skip
SAMPLE = [
    {},
    {"EventCode": "0871", "ActionGeo_Type": "1", "ActionGeo_FullName": "Syria", "Actor1Name": "Russian air force"},
    {
        "EventCode": "195",
        "ActionGeo_Type": "5",
        "ActionGeo_FullName": "Aleppo, Halab, Syria",
        "Actor1Name": "",
        "Actor2Name": "",
    },
    {"EventCode": "010", "ActionGeo_Type": "0", "ActionGeo_FullName": "", "ActionGeo_Lat": "", "ActionGeo_Long": ""},
    {"EventCode": "1951", "SOURCEURL": "A citation of a broadcast"},
    {"EventCode": "2199"},
]


def lines(template: dict[str, str], *rows: dict[str, str], first: int | None = None) -> bytes:
    numbered = [{} if first is None else {"GLOBALEVENTID": str(first + at)} for at in range(len(rows))]
    return "".join(
        "\t".join((template | number | row).values()) + "\n" for number, row in zip(numbered, rows, strict=True)
    ).encode()


def events_file(*rows: dict[str, str]) -> bytes:
    return lines(EVENT, *rows, first=1001)


def only_claim(intake: Intake) -> dict[str, Any]:
    assert intake.quarantine.height == 0, intake.quarantine.rows()
    (claim,) = intake.claims.to_dicts()
    return claim


def test_the_format_has_61_and_16_columns() -> None:
    assert (len(COLUMNS), len(set(COLUMNS)), len(MENTION_COLUMNS)) == (61, 61, 16)


def test_invented_events_give_the_golden_table(read: Reading) -> None:
    intake = read(events_file(*SAMPLE), name=EVENTS)

    assert (intake.rows_read, intake.rows_with_claims, intake.rows_in_quarantine) == (6, 5, 1)
    assert adds_up(intake)
    assert intake.notes[:2] == (
        f"{EVENTS}: read as GDELT 2 events",
        "a row of GDELT is one sentence of one article, read by a machine; many rows are one happening",
    )
    assert as_text(intake.claims) == golden("gdelt_invented.csv", as_text(intake.claims))


def test_an_event_is_what_one_actor_did_to_another_on_a_day_that_was_inferred(read: Reading) -> None:
    claim = only_claim(read(events_file({}), name=EVENTS))

    assert (claim["actors"], claim["targets"], claim["kinds"]) == (
        ["syrian_armed_forces"],
        ["civilians"],
        ["armed_attack"],
    )
    assert (claim["date_precision"], claim["occurred_from"], claim["occurred_to"]) == (
        "inferred", datetime(2016, 2, 26, 22, tzinfo=UTC), datetime(2016, 2, 28, tzinfo=UTC),
    )  # fmt: skip
    assert claim["known_at"] == datetime(2016, 2, 28, 18, 45, tzinfo=UTC)
    assert (claim["claimant"], claim["address"], claim["text"], claim["given_key"]) == (
        "example.org", "https://www.example.org/a/1", "", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("1831", ("suicide_bombing",)),
        ("1839", ("improvised_explosive",)),  # not listed: its first three digits are
        ("0879", ("performance",)),  # 087
        ("0119", ()),  # the root 01 is known, and outside the tree
        ("11", ()),
        ("196", ("armed_attack", "military_movement", "siege")),  # a verdict is no kind: all stay open
    ],
)
def test_a_code_is_looked_up_whole_then_by_three_digits_then_by_its_root(
    read: Reading, code: str, kinds: tuple[str, ...]
) -> None:
    assert tuple(only_claim(read(events_file({"EventCode": code}), name=EVENTS))["kinds"]) == kinds


def test_whoever_accuses_is_not_blamed(read: Reading) -> None:
    accusation = {"EventCode": "112", "Actor1Name": "Syrian army", "Actor2Name": "ISIL"}
    claim = only_claim(read(events_file(accusation), name=EVENTS))

    assert (claim["kinds"], claim["actors"], claim["actor_reading"], claim["targets"]) == ([], [], "unknown", [])


def test_west_of_greenwich_an_event_of_the_same_hour_is_let_in(read: Reading) -> None:
    event = {"SQLDATE": "20160227", "DATEADDED": "20160227010000"}
    intake = read(events_file(event), name=EVENTS, clock="America/Bogota")

    assert only_claim(intake)["occurred_from"] == datetime(2016, 2, 27, tzinfo=UTC)


@pytest.mark.parametrize("code", ["", "0", "00", "21", "99", "x", "1e1"])
def test_no_code_is_guessed(code: str) -> None:
    assert meaning_of_cameo(code) is None


@pytest.mark.parametrize(
    ("kind", "name", "radius_m", "unit"),
    [
        ("4", "Madaya, Rif Dimashq, Syria", 6_000.0, None),
        ("3", "Springfield, Illinois, United States", 6_000.0, None),
        ("5", "Rural Damascus, Syria", None, "SY03"),
        ("1", "Syria", None, "SY"),
        ("0", "", None, None),
    ],
)
def test_a_point_is_as_exact_as_its_kind_says(
    read: Reading, kind: str, name: str, radius_m: float | None, unit: str | None
) -> None:
    claim = only_claim(read(events_file({"ActionGeo_Type": kind, "ActionGeo_FullName": name}), name=EVENTS))

    assert (claim["radius_m"], claim["unit"], claim["latitude"] is None) == (radius_m, unit, radius_m is None)


def test_each_mention_beside_the_events_is_a_claim_of_its_outlet(read: Reading, tmp_path: Path) -> None:
    told = lines(
        MENTION,
        {},
        {"MentionSourceName": "alquds.example", "MentionIdentifier": "https://alquds.example/2", "MentionTimeDate": "20160229010000",
         "MentionDocTranslationInfo": "srclc:ara;eng:GT-ARA 1.0"},
        {"GLOBALEVENTID": "7"},
        {"MentionTimeDate": "2016"},
        {},
    )  # fmt: skip
    (tmp_path / MENTIONS).write_bytes(told + b"1001\t2\n")

    intake = read(events_file({}, {}), name=EVENTS)

    assert (intake.rows_read, intake.rows_with_claims, intake.claims.height) == (2, 2, 3)
    assert intake.claims["claimant"].to_list() == ["example.org", "alquds.example", "example.org"]
    assert intake.claims["known_at"].to_list() == [
        datetime(2016, 2, 28, 18, 45, tzinfo=UTC), datetime(2016, 2, 29, 1, 0, tzinfo=UTC), datetime(2016, 2, 28, 18, 45, tzinfo=UTC),
    ]  # fmt: skip
    assert intake.claims["language"].to_list() == ["en", "ar", None]
    assert intake.claims["claim_id"].str.count_matches(":").to_list() == [2, 2, 1]
    assert '"Confidence":"40"' in intake.claims["raw"][0]
    assert [name for name, _ in intake.files] == [EVENTS, MENTIONS]
    assert intake.notes[2:6] == (
        f"read with the mentions in {MENTIONS}",
        f"{MENTIONS}: 2 mentions not used; the first is row 4: MentionTimeDate '2016' cannot be read",
        f"{MENTIONS}: 1 mentions stand twice; used once",
        f"{MENTIONS}: 1 of 3 mentions are of events that were not let in, or are in other files; not used",
    )


def test_mentions_alone_are_refused_and_told_what_they_lack(read: Reading) -> None:
    with pytest.raises(Refused) as refused:
        read(lines(MENTION, {}), name=MENTIONS)

    assert f"the file of events ({EVENTS}), with this one beside it" in refused.value.problems[0].expected


def test_a_table_with_a_header_in_small_letters_is_read_too(read: Reading) -> None:
    header = ",".join(name.lower() for name in COLUMNS)
    row = ",".join(f'"{cell}"' for cell in EVENT.values())
    intake = read(f"{header}\n{row}\n")

    assert only_claim(intake)["claim_id"] == "gdelt:1001"
    assert intake.claims["row"].to_list() == [2]


BAD: dict[str, tuple[dict[str, str], str]] = {
    "an id that is none": ({"GLOBALEVENTID": "1,001"}, "GLOBALEVENTID"),
    "an event twice": ({"GLOBALEVENTID": "1001"}, "GLOBALEVENTID"),
    "a day of another century": ({"SQLDATE": "00250701"}, "SQLDATE"),
    "a month that is none": ({"SQLDATE": "20161301"}, "SQLDATE"),
    "a code without its zero": ({"EventCode": "71"}, "EventCode"),
    "a kind of place": ({"ActionGeo_Type": "6"}, "ActionGeo_Type"),
    "a latitude that is none": ({"ActionGeo_Lat": "36.1027#"}, "ActionGeo_Lat"),
    "swapped numbers": ({"ActionGeo_Lat": "136.1", "ActionGeo_Long": "33.7"}, "ActionGeo_Lat"),
    "an instant that is none": ({"DATEADDED": "201602281845"}, "DATEADDED"),
    "told before it happened": ({"DATEADDED": "20150228184500"}, "DATEADDED"),
}


@pytest.mark.parametrize(("row", "field"), BAD.values(), ids=BAD)
def test_what_cannot_be_read_stays_outside(read: Reading, row: dict[str, str], field: str) -> None:
    intake = read(events_file({}, row), name=EVENTS)

    assert intake.quarantine.select("row", "field", "found").rows() == [(2, field, ANY)]
    assert adds_up(intake)


class _Any:
    def __eq__(self, other: object) -> bool:
        return bool(other)

    __hash__ = None  # type: ignore[assignment]


ANY = _Any()


def test_a_row_of_another_width_is_set_aside(read: Reading) -> None:
    intake = read(events_file({}) + b"1002\t20160227\n", name=EVENTS)

    assert intake.quarantine.select("row", "found", "expected").rows() == [(2, "2 cells", "61 cells, as in the header")]
    assert adds_up(intake)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(COLUMNS), st.text(max_size=8) | st.sampled_from(["1", "99", "-1", "nan", "inf"]), max_size=6
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_stands_in_the_cells_no_row_is_lost(read: Reading, rows: list[dict[str, str]]) -> None:
    text = events_file({}, *rows)
    try:
        intake = read(text, name=EVENTS, format_name="gdelt")
    except Refused:
        return  # a line end inside a line

    assert adds_up(intake)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80), st.integers(0, 400))
def test_mentions_that_are_broken_never_break_the_events(read: Reading, tmp_path: Path, noise: bytes, at: int) -> None:
    told = lines(MENTION, {}, {"SentenceID": "4"})
    (tmp_path / MENTIONS).write_bytes(told[:at] + noise + told[at:])
    try:
        intake = read(events_file({}), name=EVENTS)
    except Refused:
        return  # not UTF-8

    assert adds_up(intake)
    assert pl.Series(["gdelt"]).is_in(intake.claims["format"].implode()).all()
