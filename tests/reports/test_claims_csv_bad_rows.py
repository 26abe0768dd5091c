"""What is wrong with a row of claims CSV, told so that its sender can mend it; the good rows beside it go in."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problems import Problem, Refused
from reports.conftest import Reading

HEADER = {
    "row_id": "G-1",
    "date": "2016-03-01",
    "date_end": "",
    "date_precision": "",
    "place": "Madaya",
    "lat": "33.6906",
    "lon": "36.1027",
    "coord_precision": "town",
    "type": "shelling",
    "claimed_perpetrator": "Hezbollah",
    "claimant": "SOHR",
    "killed_min": "1",
    "killed_max": "2",
    "injured": "",
    "count_value": "",
    "arm": "",
    "target": "",
    "place_role": "",
    "denies": "",
    "known_at": "",
}


def file_with(*rows: dict[str, str]) -> str:
    lines = [HEADER | row for row in rows]
    quoted = [",".join(f'"{cell}"' if "," in cell else cell for cell in row.values()) for row in lines]
    return "\n".join([",".join(HEADER), *quoted]) + "\n"


A_DAY = "a day: 2016-02-27, 2016-02 or 2016, between 1900 and 2100"
TWO_DAYS = "a day that can be read in one way only; or say --dates day-first or --dates month-first"
DEGREES_NORTH, DEGREES_EAST = "degrees north, -90 to 90", "degrees east, -180 to 180"
NO_PLACE = "a place: 0, 0 lies in the sea off Africa, and is what programs write for no place; leave both empty"
TWO_NUMBERS = "a number that can be read in one way only; or say --decimal point or --decimal comma"
SWAPPED = "degrees north, then degrees east; these two seem swapped"
PERSONS = "a whole number of persons, not below 0"

BAD: dict[str, tuple[dict[str, str], tuple[str, str, str]]] = {
    "no date": ({"date": ""}, ("date", "", A_DAY)),
    "a date that can be two": ({"date": "01/03/2016"}, ("date", "01/03/2016", TWO_DAYS)),
    "a year of another calendar": ({"date": "27/02/1437"}, ("date", "27/02/1437", A_DAY)),
    "a year of two digits": ({"date": "27/02/16"}, ("date", "27/02/16", A_DAY)),
    "a provider's year 0025": ({"date": "0025-07-01"}, ("date", "0025-07-01", A_DAY)),  # L18
    "a day that is not in the calendar": ({"date": "2016-02-30"}, ("date", "2016-02-30", A_DAY)),
    "a year before 1900": ({"date": "1016-03-01"}, ("date", "1016-03-01", A_DAY)),
    "a year after 2100": ({"date": "2106-03-01"}, ("date", "2106-03-01", A_DAY)),
    "a year at the end of time": ({"date": "9999-12-31"}, ("date", "9999-12-31", A_DAY)),
    "an end before the start": ({"date_end": "2016-02-01"}, ("date_end", "2016-02-01", "a day not before date")),
    "an end that is no day": ({"date_end": "later"}, ("date_end", "later", A_DAY)),
    "an unknown precision of the day": (
        {"date_precision": "week"},
        ("date_precision", "week", "one of day, range, month, year, inferred"),
    ),
    "no place at all": ({"place": "", "lat": "", "lon": ""}, ("place", "", "a place, or lat and lon")),
    "a latitude beyond the pole": ({"lat": "93.1", "lon": "136.1"}, ("lat", "93.1", DEGREES_NORTH)),
    "a latitude that is a word": ({"lat": "north"}, ("lat", "north", DEGREES_NORTH)),
    "a latitude that is no number": ({"lat": "nan"}, ("lat", "nan", DEGREES_NORTH)),
    "a longitude beyond the date line": ({"lon": "236.1"}, ("lon", "236.1", DEGREES_EAST)),
    "a longitude missing": ({"lon": ""}, ("lon", "", DEGREES_EAST)),
    "coordinates swapped, inside their ranges": (
        {"lat": "36.1027", "lon": "33.6906"},
        ("lat", "36.1027, 33.6906", SWAPPED),
    ),
    "coordinates swapped, out of range": ({"lat": "136.1", "lon": "33.69"}, ("lat", "136.1, 33.69", SWAPPED)),
    "no place, as a program writes it": ({"lat": "0", "lon": "0.0"}, ("lat", "0, 0.0", NO_PLACE)),
    "degrees of the other axis": ({"lat": "33.69 E"}, ("lat", "33.69 E", DEGREES_NORTH)),
    "minutes beyond sixty": ({"lat": "33°61'N"}, ("lat", "33°61'N", DEGREES_NORTH)),
    "a count that may be one and a fifth": ({"injured": "1.200"}, ("injured", "1.200", PERSONS)),
    "an amount that may be one and a fifth": ({"count_value": "1,200"}, ("count_value", "1,200", TWO_NUMBERS)),
    "a formula that failed": ({"claimant": "#REF!"}, ("claimant", "#REF!", "a value; this is the error of a formula")),
    "an unknown precision of the point": (
        {"coord_precision": "street"},
        ("coord_precision", "street", "one of site, town, city, district, area, governorate, country"),
    ),
    "an unknown type": (
        {"type": "shelllng"},
        ("type", "shelllng", "a kind of the tree, a type of the table of types, or none; did you mean 'shelling'?"),
    ),
    "no type": ({"type": ""}, ("type", "", "a kind of the tree, a type of the table of types, or none")),
    "an unknown arm": ({"arm": "morter"}, ("arm", "morter", "the id of an arm; did you mean 'mortar'?")),
    "an unknown target": (
        {"target": "hospital"},
        ("target", "hospital", "the id of a target or an actor; did you mean 'hospitals'?"),
    ),
    "an unknown role of the place": ({"place_role": "via"}, ("place_role", "via", "one of at, to, from")),
    "nobody says it": ({"claimant": " ; "}, ("claimant", " ; ", "who says it")),
    "a denial that is neither yes nor no": ({"denies": "perhaps"}, ("denies", "perhaps", "yes or no")),
    "a toll that is no number": ({"killed_max": "several"}, ("killed_max", "several", PERSONS)),
    "a toll below nothing": ({"killed_min": "-1"}, ("killed_min", "-1", PERSONS)),
    "a toll the wrong way round": ({"killed_min": "3"}, ("killed_max", "2", "a number not below killed_min")),
    "injured in fractions": ({"injured": "1.5"}, ("injured", "1.5", PERSONS)),
    "a count without end": ({"count_value": "inf"}, ("count_value", "inf", "a number, not below 0")),
    "known at no instant": (
        {"known_at": "noon"},
        ("known_at", "noon", "an instant, as 2016-02-27T18:00+02:00, or a day"),
    ),
    "known before it happened": (
        {"known_at": "2016-02-28T12:00"},
        ("known_at", "2016-02-28T12:00", "an instant not before date"),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_is_quarantined_with_field_found_and_expected(case: str, read: Reading) -> None:
    cells, (field, found, expected) = BAD[case]

    intake = read(file_with({"row_id": "good-1"}, {"row_id": "bad"} | cells, {"row_id": "good-2"}))

    assert intake.quarantine.drop("raw").rows() == [("claims.csv", 3, field, found, expected)]
    assert intake.claims["claim_id"].to_list() == ["claims-csv:good-1", "claims-csv:good-2"]
    assert json.loads(intake.quarantine["raw"][0]) == HEADER | {"row_id": "bad"} | cells


def test_a_row_id_used_twice_is_quarantined_the_second_time(read: Reading) -> None:
    text = file_with({"row_id": "A"}, {"row_id": "A"}, {"row_id": "B"})

    intake = read(text)

    assert intake.claims["row"].to_list() == [2, 4]
    assert intake.quarantine.select("row", "field", "found").rows() == [(3, "row_id", "A")]


def test_a_row_with_two_things_wrong_has_two_entries_and_is_counted_once(read: Reading) -> None:
    intake = read(file_with({"date": "soon", "claimant": ""}, {"row_id": "G-2"}))

    assert intake.quarantine.select("row", "field").rows() == [(2, "date"), (2, "claimant")]
    assert (intake.rows_read, intake.rows_with_claims, intake.rows_in_quarantine) == (2, 1, 1)


def test_a_row_with_more_cells_than_the_header_is_quarantined_and_the_others_go_in(read: Reading) -> None:
    text = "date,place,type,claimant\n2016-03-01,Madaya,shelling,SOHR\n2016-03-01,Aleppo, Old City,shelling,SOHR\n2016-03-02,Madaya,shelling,SNHR\n"

    intake = read(text)

    assert intake.claims["row"].to_list() == [2, 4]
    assert intake.quarantine.drop("file", "raw").rows() == [(3, "", "5 cells", "4 cells, as in the header")]
    assert intake.rows_read == 3


def test_a_missing_required_column_refuses_the_file_and_names_the_nearest(read: Reading) -> None:
    with pytest.raises(Refused) as refused:
        read("date,plaec,type,claimed_by\n2016-03-01,Madaya,shelling,SOHR\n")

    assert [(problem.field, problem.found, problem.nearest) for problem in refused.value.problems] == [
        ("claimant", "no such column; 1 of 1 rows have no claimant", None),
        ("place", "no such column; 1 of 1 rows have no place", "plaec"),
        ("claimed_by", "column claimed_by not used", "claimed_perpetrator"),
    ]


def test_a_misnamed_column_of_places_is_told_with_the_rows_it_leaves_without_a_place(read: Reading) -> None:  # L27
    rows = "".join(f'2016-03-0{day},shelling,SOHR,"33.7263, 36.0953"\n' for day in range(1, 7))

    with pytest.raises(Refused) as refused:
        read(f"date,type,claimant,geolocation\n{rows}")

    assert [str(problem) for problem in refused.value.problems] == [
        "claims.csv:1: place: found no such column; 6 of 6 rows have no place, expected place as the source writes it; without lat and lon "
        "it is looked up in the gazetteer",
        "claims.csv:1: geolocation: found column geolocation not used, expected a column of claims CSV, or a column map (--guess); did you "
        "mean 'coordinates'?",
    ]


def test_a_column_that_nobody_used_is_noted(read: Reading) -> None:  # UW2
    intake = read("date,place,type,claimant,geolocation,colour\n2016-03-01,Madaya,shelling,SOHR,33.7,red\n")

    assert intake.notes == ("column geolocation not used; did you mean coordinates?", "column colour not used")


def test_a_column_that_stands_twice_refuses_the_file(read: Reading) -> None:
    with pytest.raises(Refused) as refused:
        read("date,place,type,claimant,date\n2016-03-01,Madaya,shelling,SOHR,2016-03-02\n")

    assert refused.value.problems == (
        Problem(file="claims.csv", row=1, field="date", found="two columns of this name", expected="each column once"),
    )


def test_what_must_not_be_read_is_not_in_the_raw_of_a_row_that_is_too_long_either(read: Reading) -> None:
    intake = read(
        "row_id,incident_key,date,place,type,claimant,contested\n"
        "A,KEY-1,2016-03-01,Madaya, Rif Dimashq,shelling,SOHR,yes\n"  # one comma too many after the key
        "B, or C,KEY-2,2016-03-01,Madaya,shelling,SOHR,no\n"  # and before it
    )

    assert [json.loads(raw) for raw in intake.quarantine["raw"]] == [
        {"cells": ["A", "Madaya", " Rif Dimashq", "shelling"]},
        {"cells": ["B", "2016-03-01", "Madaya", "shelling"]},
    ]
    assert intake.quarantine["found"].to_list() == ["8 cells", "8 cells"]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"date,place\n\xff\xfe\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40)]
)
def test_a_file_that_is_no_text_is_refused(content: bytes, read: Reading) -> None:
    with pytest.raises(Refused):
        read(content)


WORDS = st.sampled_from(
    [
        "",
        "2016-03-01",
        "2016-02",
        "Madaya",
        "33.69",
        "-1",
        "36.10",
        "shelling",
        "none",
        "town",
        "SOHR",
        "yes",
        "مضايا",
        "9e99",
    ]
)


@given(rows=st.lists(st.lists(WORDS, min_size=len(HEADER), max_size=len(HEADER)), min_size=1, max_size=6))
def test_every_row_is_in_claims_in_tallies_or_in_quarantine_and_in_one_only(
    rows: list[list[str]], session_read: Any
) -> None:
    text = "\n".join([",".join(HEADER), *(",".join(row) for row in rows)]) + "\n"
    numbers = {number for number, row in enumerate(rows, start=2) if any(row)}

    intake = session_read(text)

    places = [set(intake.claims["row"]), set(intake.tallies["row"]), set(intake.quarantine["row"])]
    assert set.union(*places) == numbers
    assert sum(map(len, places)) == len(numbers) == intake.rows_read
