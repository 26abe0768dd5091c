"""Claims CSV as anybody may send it: the fewest columns, dates half known, places without points, Arabic, names nobody knows."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hudna.reports import CLAIMS_CSV_COLUMNS, Lexicon, sources_with_unlisted
from reports.conftest import Reading

FEWEST = "date,place,type,claimant"


def only_claim(intake: Any) -> dict[str, Any]:
    assert intake.quarantine.height == 0, intake.quarantine.rows()
    (claim,) = intake.claims.to_dicts()
    return claim


def test_four_columns_are_enough(read: Reading) -> None:
    claim = only_claim(read(f"{FEWEST}\n2016-03-01,Madaya,shelling,SOHR\n"))

    assert re.fullmatch("claims-csv:#[0-9a-f]{16}", claim["claim_id"])
    assert (claim["kinds"], claim["sources"], claim["actors"], claim["actor_reading"]) == (
        ["shelling"],
        ["sohr"],
        [],
        "unknown",
    )
    assert (claim["unit"], claim["latitude"], claim["radius_m"]) == ("SY030703", None, None)
    assert (claim["known_at"], claim["known_basis"]) == (datetime(2016, 3, 2, 22, tzinfo=UTC), "assumed")
    assert claim["date_precision"] == "day"


def test_byte_order_mark_windows_line_ends_quoted_commas_and_arabic_are_read_as_they_come(read: Reading) -> None:
    text = '\ufeffdate,place,type,claimant,note\r\n2016-03-01,مضايا,shelling,المرصد السوري لحقوق الإنسان,"قصف، ثم, هدوء\r\nوصمت"\r\n\r\n'

    claim = only_claim(read(text))

    assert claim["sources"] == ["sohr"]
    assert claim["text"] == "قصف، ثم, هدوء\r\nوصمت"
    assert claim["language"] == "ar"
    assert claim["unit"] == "SY030703"


@pytest.mark.parametrize(
    ("date", "date_end", "told", "precision", "first", "end"),
    [
        ("2016-02", "", "", "month", datetime(2016, 1, 31, 22), datetime(2016, 2, 29, 22)),
        ("2016", "", "", "year", datetime(2015, 12, 31, 22), datetime(2016, 12, 31, 22)),
        ("2016-02", "", "day", "month", datetime(2016, 1, 31, 22), datetime(2016, 2, 29, 22)),
        ("2016-02", "", "inferred", "inferred", datetime(2016, 1, 31, 22), datetime(2016, 2, 29, 22)),
        ("2016-02-27", "2016-03", "", "range", datetime(2016, 2, 26, 22), datetime(2016, 3, 31, 21)),
        (
            "2016-03-24",
            "",
            "",
            "day",
            datetime(2016, 3, 23, 22),
            datetime(2016, 3, 24, 22),
        ),  # no midnight on the 25th: it began at 01:00
        ("2016-03-25", "", "", "day", datetime(2016, 3, 24, 22), datetime(2016, 3, 25, 21)),  # 23 hours long
    ],
)
def test_days_are_local_and_as_wide_as_they_are_written(
    read: Reading, date: str, date_end: str, told: str, precision: str, first: datetime, end: datetime
) -> None:
    claim = only_claim(read(f"{FEWEST},date_end,date_precision\n{date},Madaya,shelling,SOHR,{date_end},{told}\n"))

    assert claim["date_precision"] == precision
    assert claim["occurred_from"] == first.replace(tzinfo=UTC)
    assert claim["occurred_to"] == end.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("known_at", "instant"),
    [
        ("2016-03-02T18:00+02:00", datetime(2016, 3, 2, 16)),
        ("2016-03-02T18:00:00Z", datetime(2016, 3, 2, 18)),
        ("2016-03-02T18:00", datetime(2016, 3, 2, 16)),
        ("2016-03-02", datetime(2016, 3, 2, 22)),
    ],
)
def test_when_it_became_known_is_read_in_the_local_clock_unless_it_names_its_offset(
    read: Reading, known_at: str, instant: datetime
) -> None:
    claim = only_claim(read(f"{FEWEST},known_at\n2016-03-01,Madaya,shelling,SOHR,{known_at}\n"))

    assert (claim["known_at"], claim["known_basis"]) == (instant.replace(tzinfo=UTC), "stated")


@pytest.mark.parametrize(
    ("precision", "radius_m", "unit"),
    [
        ("site", 500.0, None),
        ("town", 2_000.0, None),
        ("city", 6_000.0, None),
        ("district", 15_000.0, None),
        ("area", 15_000.0, None),
        ("", 15_000.0, None),
        ("governorate", None, "SY12"),
        ("country", None, "SY"),
    ],
)
def test_a_point_is_a_disc_by_its_precision_and_the_middle_of_a_unit_is_the_unit(
    read: Reading, precision: str, radius_m: float | None, unit: str | None
) -> None:
    claim = only_claim(
        read(f"{FEWEST},lat,lon,coord_precision\n2016-03-01,somewhere,shelling,SOHR,32.75,36.15,{precision}\n")
    )

    assert (claim["radius_m"], claim["unit"]) == (radius_m, unit)
    assert (claim["latitude"] is None) == (unit is not None)


@pytest.mark.parametrize(
    ("place", "precision", "unit"),
    [
        ("Idlib", "", "SY07"),
        ("Idlib", "district", "SY0700"),
        ("Idlib", "town", "SY070000"),
        ("Syria", "", "SY"),
        ("Atlantis", "", None),
    ],
)
def test_a_place_without_a_point_is_the_widest_unit_of_its_name_unless_the_precision_says_which(
    read: Reading, place: str, precision: str, unit: str | None
) -> None:
    intake = read(f"{FEWEST},coord_precision\n2016-03-01,{place},shelling,SOHR,{precision}\n")

    assert only_claim(intake)["unit"] == unit
    assert (unit is None) == ("place 'Atlantis' (1 rows) not found in cod-ab-syr: place unknown" in intake.notes)


def test_without_a_gazetteer_a_place_without_a_point_is_unknown_and_said_so(read: Reading) -> None:
    intake = read(f"{FEWEST}\n2016-03-01,Madaya,shelling,SOHR\n", gazetteer=None)

    assert only_claim(intake)["unit"] is None
    assert intake.notes == ("place 'Madaya' (1 rows) not found in a gazetteer (none given): place unknown",)


@pytest.mark.parametrize(
    ("said", "day", "actors", "reading"),
    [
        ("Hezbollah", "2016-03-01", ["hezbollah"], "one"),
        ("حزب الله", "2016-03-01", ["hezbollah"], "one"),
        ("hezbollah", "2016-03-01", ["hezbollah"], "one"),
        ("Hezbollah; Syrian army", "2016-03-01", ["hezbollah", "syrian_armed_forces"], "each"),
        ("Hezbollah|Syrian army", "2016-03-01", ["hezbollah", "syrian_armed_forces"], "each"),
        ("Hezbollah or Syrian army", "2016-03-01", ["hezbollah", "syrian_armed_forces"], "any_of"),
        ("Syrian army or Russian air force", "2015-09-29", ["syrian_armed_forces"], "one"),
        ("Syrian army or Russian air force", "2015-09-30", ["syrian_armed_forces", "russian_air_force"], "any_of"),
        ("warplanes", "2015-09-29", ["syrian_armed_forces"], "one"),
        ("warplanes", "2015-09-30", ["syrian_armed_forces", "russian_air_force"], "any_of"),
        ("Russian aircraft", "2015-09-01", ["russian_air_force"], "one"),  # the source names it: it is not ours to mend
        ("militias", "2016-03-01", ["allied_militias"], "unspecified"),
        ("", "2016-03-01", [], "unknown"),
    ],
)
@pytest.mark.parametrize("column", ["claimed_perpetrator", "actor"])
def test_who_is_blamed_is_a_set_and_how_it_is_to_be_read(
    read: Reading, column: str, said: str, day: str, actors: list[str], reading: str
) -> None:
    claim = only_claim(read(f"{FEWEST},{column}\n{day},Madaya,shelling,SOHR,{said}\n"))

    assert (claim["actors"], claim["actor_reading"]) == (actors, reading)


@pytest.mark.parametrize(
    ("said", "actors", "reading"),
    [
        ("the Martians", [], "unknown"),
        ("Hezbollah; the Martians", ["hezbollah"], "one"),
        ("Hezbollah or the Martians", [], "unknown"),  # naming only Hezbollah would blame it more than the source does
    ],
)
def test_an_author_nobody_knows_is_unknown_with_a_note_and_not_quarantined(
    read: Reading, said: str, actors: list[str], reading: str
) -> None:
    intake = read(f"{FEWEST},actor\n2016-03-01,Madaya,shelling,SOHR,{said}\n")

    claim = only_claim(intake)
    assert (claim["actors"], claim["actor_reading"]) == (actors, reading)
    assert intake.notes == ("claimed_perpetrator 'the Martians' is not in the lexicon: read as unknown",)


@pytest.mark.parametrize(
    ("claimant", "sources"),
    [
        ("SOHR via Reuters", ["sohr"]),  # who carries it is no witness
        ("SOHR via Radio Nowhere", ["sohr"]),
        ("SOHR; SNHR", ["sohr", "snhr"]),
        ("Radio Nowhere", ["unlisted:radio nowhere"]),
        ("radio  nowhere via AFP", ["unlisted:radio nowhere"]),
        ("إذاعة لا مكان", ["unlisted:اذاعه لا مكان"]),
    ],
)
def test_a_claim_belongs_to_those_whose_word_it_is(read: Reading, claimant: str, sources: list[str]) -> None:
    claim = only_claim(read(f"{FEWEST}\n2016-03-01,Madaya,shelling,{claimant}\n"))

    assert claim["sources"] == sources


def test_an_unlisted_claimant_is_a_source_of_unclear_lean_and_an_echo_group_of_its_own(
    read: Reading, lexicon: Lexicon
) -> None:
    intake = read(
        f"{FEWEST}\n2016-03-01,Madaya,shelling,Radio Nowhere\n2016-03-02,Madaya,shelling,SOHR; radio nowhere\n"
    )

    sources = sources_with_unlisted(lexicon.sources, intake.claims)

    assert sources.head(lexicon.sources.height).equals(lexicon.sources)
    assert sources.tail(-lexicon.sources.height).rows() == [
        (
            "unlisted:radio nowhere",
            "Radio Nowhere",
            None,
            "unlisted",
            "unclear",
            "unlisted:radio nowhere",
            [],
            None,
            None,
            [],
            None,
        )
    ]
    assert sources_with_unlisted(sources, intake.claims).equals(sources)


def test_the_same_claimant_at_the_same_address_is_one_bulletin(read: Reading) -> None:
    rows = [
        "SOHR,https://a.example/1",
        "SOHR (Arabic),https://a.example/1",
        "SNHR,https://a.example/1",
        "SOHR,https://a.example/2",
        "SOHR,",
    ]
    text = f"{FEWEST},source_url\n" + "".join(f"2016-03-01,Madaya,shelling,{row}\n" for row in rows)

    bulletins = read(text).claims["bulletin_id"].to_list()

    assert bulletins[0] == bulletins[1] == "https://a.example/1|sohr"
    assert len(set(bulletins[1:4])) == 3
    assert bulletins[4] is None


def test_kinds_may_be_given_by_id_several_as_candidates_or_none(read: Reading) -> None:
    kinds = ["air_strike", "air_strike; shelling", "none", "sniper"]
    text = f"{FEWEST}\n" + "".join(f"2016-03-01,Madaya,{kind},SOHR\n" for kind in kinds)

    intake = read(text)

    assert intake.claims["kinds"].to_list() == [["air_strike"], ["air_strike", "shelling"], [], ["sniping"]]


def test_the_column_kind_goes_before_the_senders_own_type(read: Reading) -> None:
    claim = only_claim(read(f"{FEWEST},kind\n2016-03-01,Madaya,Bombardment (own code 7),SOHR,shelling\n"))

    assert claim["kinds"] == ["shelling"]


@pytest.mark.parametrize(
    ("kind", "cells", "quantity", "unit"),
    [
        ("evacuation", {"quantity": "120", "quantity_unit": "persons"}, 120.0, "persons"),
        ("evacuation", {"quantity": "120"}, 120.0, None),
        ("aid_convoy_delivered", {"count_value": "44", "count_breakdown": "Trucks; 21 elsewhere"}, 44.0, "trucks"),
        ("aid_convoy_delivered", {"count_value": "200", "count_breakdown": "people supplied"}, 200.0, "persons"),
        ("aid_convoy_delivered", {"count_value": "44", "count_breakdown": "all told"}, None, None),  # 44 of what?
        ("shelling", {"count_value": "9", "count_breakdown": "trucks burnt"}, None, None),  # nothing performed
    ],
)
def test_only_what_was_performed_has_an_amount(
    read: Reading, kind: str, cells: dict[str, str], quantity: float | None, unit: str | None
) -> None:
    claim = only_claim(read(f"{FEWEST},{','.join(cells)}\n2016-03-01,Madaya,{kind},SOHR,{','.join(cells.values())}\n"))

    assert (claim["quantity"], claim["quantity_unit"]) == (quantity, unit)


def test_arms_targets_denial_role_and_origin_are_taken_as_told(read: Reading) -> None:
    columns = {
        "arm": "mortar; rocket", "target": "hospitals; ahrar_al_sham", "denies": "yes", "place_role": "to",
        "origin_lat": "33.72", "origin_lon": "36.09", "origin_precision": "town", "language": "en", "licence": "CC0",
    }  # fmt: skip

    claim = only_claim(
        read(f"{FEWEST},{','.join(columns)}\n2016-03-01,Madaya,rocket,SOHR,{','.join(columns.values())}\n")
    )

    assert (claim["arms"], claim["targets"]) == (["mortar", "rocket"], ["hospitals", "ahrar_al_sham"])
    assert (claim["is_denial"], claim["place_role"], claim["language"], claim["licence"]) == (True, "to", "en", "CC0")
    assert (claim["origin_latitude"], claim["origin_longitude"], claim["origin_radius_m"]) == (33.72, 36.09, 2_000.0)


def test_a_tally_goes_to_a_table_of_its_own(read: Reading) -> None:
    intake = read(
        f"{FEWEST},count_value,actor\n2016-03-01,Syria,daily_tally,SNHR,35,government forces\n2016-03-01,Madaya,shelling,SNHR,,\n"
    )

    assert intake.tallies.select("row", "form", "count_value", "actors").rows() == [
        (2, "daily_tally", 35.0, ["syrian_armed_forces"])
    ]
    assert intake.claims["row"].to_list() == [3]
    assert (intake.rows_read, intake.rows_with_claims, intake.rows_with_tallies, intake.rows_in_quarantine) == (
        2,
        1,
        1,
        0,
    )


def test_a_column_nobody_reads_is_reported_with_the_nearest_name(read: Reading) -> None:
    intake = read(f"{FEWEST},colour,killed_maxx\n2016-03-01,Madaya,shelling,SOHR,red,3\n")

    assert intake.notes == ("column colour not used", "column killed_maxx not used; did you mean killed_max?")


def test_a_file_with_a_header_and_no_rows_gives_empty_tables(read: Reading) -> None:
    intake = read(f"{FEWEST}\n")

    assert (intake.rows_read, intake.claims.height, intake.tallies.height, intake.quarantine.height) == (0, 0, 0, 0)


def test_the_same_file_as_parquet_gives_the_same_claims(read: Reading, tmp_path: Any) -> None:
    text = f"{FEWEST},lat,lon,killed_min\n2016-03-01,Madaya,shelling,SOHR,33.6906,36.1027,2\n2016-03-02,Madaya,sniper,SNHR,,,\n"
    pl.read_csv(text.encode(), try_parse_dates=True).write_parquet(tmp_path / "as.parquet")

    from_csv = read(text).claims
    from_parquet = read((tmp_path / "as.parquet").read_bytes(), name="claims.parquet").claims

    differing = ["claim_id", "file", "raw"]
    assert from_parquet.drop(differing).equals(from_csv.drop(differing))


def test_targets_beside_a_file_tell_what_it_has_no_column_for_and_the_file_itself_wins(
    read: Reading, tmp_path: Any
) -> None:
    told = "row_id,target,quantity_unit,actor\nA,wounded,persons,Hezbollah; Syrian army\nB,displaced,,\nZ,wounded,,\n"
    (tmp_path / "targets.csv").write_text(told)

    intake = read(
        f"row_id,{FEWEST},count_value,target\nA,2016-03-01,Madaya,evacuation,SOHR,120,\nB,2016-03-01,Madaya,evacuation,SOHR,5,wounded\n"
    )

    assert intake.claims.select("targets", "quantity", "quantity_unit", "actors").rows() == [
        (["wounded"], 120.0, "persons", ["hezbollah", "syrian_armed_forces"]),
        (["wounded"], None, None, []),
    ]
    assert intake.notes == ("targets.csv: row_id Z is not in the file",)


def test_every_column_of_the_format_is_described_once() -> None:
    names = [column.name for column in CLAIMS_CSV_COLUMNS]

    assert len(names) == len(set(names))
    assert {column.need for column in CLAIMS_CSV_COLUMNS} == {"required", "or", "optional"}
    assert all(column.description for column in CLAIMS_CSV_COLUMNS)


def test_an_id_made_of_the_content_knows_no_file_no_row_and_no_order_of_columns(read: Reading) -> None:
    first = read("date,place,type,claimant\n2016-03-01,Madaya,shelling,SOHR\n", name="one.csv")
    second = read(
        "colour,claimant,place,note,type,date\n"
        "red,SANA,Madaya,,shelling,2016-03-01\n"
        "blue,SOHR, Madaya,,shelling,2016-03-01\n",
        name="two.csv",
    )

    assert second.claims["claim_id"][1] == first.claims["claim_id"].item()
    assert second.claims["claim_id"][0] != first.claims["claim_id"].item()


def test_equal_rows_without_an_id_are_numbered_from_the_second_on(read: Reading) -> None:
    row = "2016-03-01,Madaya,shelling,SOHR\n"

    ids = read(f"{FEWEST}\n{row}{row}{row}").claims["claim_id"].to_list()

    assert ids == [ids[0], f"{ids[0]}.2", f"{ids[0]}.3"]


def test_a_row_that_a_table_beside_tells_twice_is_told_once_and_noted(read: Reading, tmp_path: Path) -> None:
    (tmp_path / "targets.csv").write_text("row_id,target\nA,civilians\nA,hospitals\n", encoding="utf-8")

    intake = read("row_id,date,place,type,claimant\nA,2016-03-01,Madaya,shelling,SOHR\n")

    assert intake.claims["targets"].to_list() == [["civilians"]]
    assert intake.notes == ("targets.csv: row 3: row_id A stands in an earlier row, which is used; this one is not",)
