"""UCDP GED: one claim for each citation, everything else from the event; and what the importer has to survive."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hudna.problems import Refused
from hudna.reports import Intake, Lexicon, read_claims
from hudna.reports.ucdp_units import district_named
from hudna.terms import Gazetteer, kind_tree
from reports.conftest import CLOCK, GED_SYRIA, Reading
from reports.golden import as_text, golden

EVENT = {
    "id": "1", "type_of_violence": "1", "side_a": "Government of Syria", "side_b": "Syrian insurgents", "number_of_sources": "1",
    "source_article": '"SOHR,2016-03-02,"Shells" fall, again"', "where_prec": "1", "where_coordinates": "Madaya town",
    "adm_1": "Rif Dimashq Governorate", "adm_2": "Mintaqat az Zabadani district", "latitude": "33.69", "longitude": "36.10",
    "country": "Syria", "date_prec": "1", "date_start": "2016-03-01", "date_end": "2016-03-01", "low": "1", "best": "2", "high": "3",
}  # fmt: skip


def file_with(*events: dict[str, str]) -> bytes:
    rows = [EVENT | {"id": str(number)} | event for number, event in enumerate(events, start=1)]
    return pl.DataFrame(rows, schema=dict.fromkeys(EVENT, pl.String)).write_csv().encode()


def citations(*told: str) -> dict[str, str]:
    return {"source_article": ";".join(f'"{text}"' for text in told), "number_of_sources": str(len(told))}


def only_claim(intake: Intake) -> dict[str, Any]:
    assert intake.quarantine.height == 0, intake.quarantine.rows()
    (claim,) = intake.claims.to_dicts()
    return claim


def test_the_shipped_file_is_the_file_of_the_readme() -> None:
    assert (
        hashlib.sha256(GED_SYRIA.read_bytes()).hexdigest()
        == "e1cbd9fa68446e2f73fc17bd8d651f80d6ccf382128d255ab79af736071947c2"
    )


def test_16566_events_give_21137_claims_and_none_in_quarantine(ged_syria: Intake) -> None:
    assert (ged_syria.rows_read, ged_syria.rows_with_claims, ged_syria.claims.height) == (16_566, 16_566, 21_137)
    assert (ged_syria.quarantine.height, ged_syria.tallies.height) == (0, 0)
    assert ged_syria.notes == (
        f"{GED_SYRIA.name}: read as UCDP GED or candidate events",
        "58 rows have high below low: range put in order",
    )


def test_the_first_claims_come_out_as_in_the_golden_table(ged_syria: Intake) -> None:
    one_sided = ged_syria.claims.filter(pl.col("actors").list.len() > 0).head(10)
    text = as_text(
        pl.concat(
            [ged_syria.claims.head(30), one_sided, ged_syria.claims.filter(pl.col("unit").is_not_null()).head(10)]
        )
    )

    assert text == golden("ucdp_ged_syria.csv", text)


def test_a_bulletin_is_outlet_date_and_headline(ged_syria: Intake) -> None:
    # Research counts 13,767 with 99 outlets; where two of these are one source (OHR is SOHR mistyped), five bulletins are one with another.
    assert ged_syria.claims["bulletin_id"].n_unique() == 13_767 - 5


def test_596_citations_have_no_plausible_date_and_are_assumed_two_days_after(ged_syria: Intake) -> None:
    # 311 are dated more than a day before the event's last day, 285 more than 30 days after it (research: data.md 2.1)
    assumed = ged_syria.claims.filter(pl.col("known_basis") == "assumed")

    assert assumed.height == 311 + 285
    late = (
        assumed.select((pl.col("known_at") - pl.col("occurred_to")).dt.total_hours())
        .to_series()
        .unique()
        .sort()
        .to_list()
    )
    assert late == [47, 48, 49]  # two local days; the clock changes


def test_a_battle_blames_neither_side_and_one_sided_violence_names_its_author(ged_syria: Intake) -> None:
    is_one_sided = pl.col("raw").str.json_path_match("$.type_of_violence") == "3"
    one_sided, battles = ged_syria.claims.filter(is_one_sided), ged_syria.claims.filter(~is_one_sided)

    assert one_sided["given_key"].n_unique() == 482
    assert battles.filter((pl.col("actors").list.len() > 0) | (pl.col("actor_reading") != "unknown")).height == 0
    assert battles.filter(pl.col("participants").list.len() == 0).height == 0
    assert one_sided.filter((pl.col("actors").list.len() == 0) | (pl.col("participants").list.len() > 0)).height == 0
    assert one_sided["targets"].explode().unique().to_list() == ["civilians"]


def test_kinds_are_the_common_parent_or_all_candidates(ged_syria: Intake) -> None:
    kinds = {tuple(kinds) for kinds in ged_syria.claims["kinds"].to_list()}

    assert kinds == {
        ("armed_attack",),
        (
            "execution",
            "death_in_custody",
            "assassination",
            "small_arms_fire",
            "air_strike",
            "shelling",
            "suicide_bombing",
        ),
    }
    assert all(kind in kind_tree() for candidates in kinds for kind in candidates)


def test_every_actor_is_of_the_register_and_every_unit_of_the_gazetteer(
    ged_syria: Intake, lexicon: Lexicon, gazetteer: Gazetteer
) -> None:
    named = set(ged_syria.claims["actors"].explode().drop_nulls()) | set(
        ged_syria.claims["participants"].explode().drop_nulls()
    )

    assert all(actor in lexicon.actors for actor in named)
    assert all(unit in gazetteer for unit in ged_syria.claims["unit"].drop_nulls().unique())
    assert ged_syria.claims.filter(pl.col("latitude").is_null() == pl.col("unit").is_null()).height == 0


def test_all_57_spellings_of_districts_are_found(gazetteer: Gazetteer) -> None:
    spellings = pl.read_parquet(GED_SYRIA)["adm_2"].drop_nulls().unique().sort()

    found = {name: district_named("Syria", name, gazetteer=gazetteer) for name in spellings}

    assert None not in found.values()
    assert len(set(found.values())) == len(found)
    assert (found["Mintaqat az Zabadani district"], found["Jabal Saman district"], found["Atarib district"]) == (
        "SY0307",
        "SY0200",
        "SY020001",
    )


def test_all_but_42_citations_are_of_a_described_source(ged_syria: Intake) -> None:
    unlisted = ged_syria.claims.filter(pl.col("sources").list.first().str.starts_with("unlisted:"))

    assert unlisted.height == 42
    assert ged_syria.claims.filter(pl.col("sources").list.len() != 1).height == 0


def test_the_coders_event_is_a_key_that_benches_can_hide(
    ged_syria: Intake, lexicon: Lexicon, gazetteer: Gazetteer
) -> None:
    hidden = read_claims(GED_SYRIA, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK, hide_given_keys=True)

    assert ged_syria.claims["given_key"].n_unique() == 16_566
    assert hidden.claims["given_key"].null_count() == 21_137
    assert hidden.claims.drop("given_key").equals(ged_syria.claims.drop("given_key"))


def test_an_event_is_split_into_its_citations_with_headlines_as_written(read: Reading) -> None:
    told = citations("SOHR ,2016-03-01,Shells, many", 'SN4HR,2016-03-02,He said "no"', "Radio Nowhere,2016-03-03,x")

    intake = read(file_with(told, {}))

    assert intake.claims.select("claim_id", "bulletin_id", "sources", "claimant", "text", "given_key").rows() == [
        ("ucdp-ged:1:0", "sohr|2016-03-01|Shells, many", ["sohr"], "SOHR", "Shells, many", "ucdp-ged:1"),
        ("ucdp-ged:1:1", 'snhr|2016-03-02|He said "no"', ["snhr"], "SN4HR", 'He said "no"', "ucdp-ged:1"),
        (
            "ucdp-ged:1:2",
            "unlisted:radio nowhere|2016-03-03|x",
            ["unlisted:radio nowhere"],
            "Radio Nowhere",
            "x",
            "ucdp-ged:1",
        ),
        (
            "ucdp-ged:2:0",
            'sohr|2016-03-02|"Shells" fall, again',
            ["sohr"],
            "SOHR",
            '"Shells" fall, again',
            "ucdp-ged:2",
        ),
    ]
    assert (intake.rows_read, intake.rows_with_claims) == (2, 2)


@pytest.mark.parametrize(
    ("cited", "known", "basis"),
    [
        ("2016-03-09", date(2016, 3, 9), "published"),
        ("2016-03-08", date(2016, 3, 12), "assumed"),
        ("2016-04-09", date(2016, 4, 9), "published"),
        ("2016-04-10", date(2016, 3, 12), "assumed"),
        ("2016-02-30", date(2016, 3, 12), "assumed"),
        ("0216-03-10", date(2016, 3, 12), "assumed"),
    ],
)
def test_a_citation_is_known_at_the_end_of_its_own_day_if_that_is_plausible(
    read: Reading, cited: str, known: date, basis: str
) -> None:
    claim = only_claim(
        read(file_with(citations(f"SOHR,{cited},x") | {"date_start": "2016-03-08", "date_end": "2016-03-10"}))
    )

    end_of_day = datetime(known.year, known.month, known.day, 22, tzinfo=UTC) - (
        timedelta(hours=1) if known > date(2016, 3, 24) else timedelta()
    )
    assert (claim["known_at"], claim["known_basis"]) == (end_of_day, basis)


@pytest.mark.parametrize(
    ("place", "radius_m", "unit"),
    [
        ({"where_prec": "1"}, 1_000.0, None),
        ({"where_prec": "2"}, 25_000.0, None),
        ({"where_prec": "3"}, None, "SY0307"),
        ({"where_prec": "3", "adm_2": ""}, None, "SY03"),
        ({"where_prec": "3", "adm_2": "Nowhere district"}, None, "SY03"),
        ({"where_prec": "4"}, None, "SY03"),
        ({"where_prec": "5"}, None, "SY03"),
        ({"where_prec": "4", "adm_1": ""}, None, "SY"),
        ({"where_prec": "6"}, None, "SY"),
        ({"where_prec": "7"}, None, "SY"),
        ({"where_prec": "6", "country": "Turkey"}, None, None),
    ],
)
def test_a_place_is_a_disc_or_the_smallest_unit_known_to_hold_it(
    read: Reading, place: dict[str, str], radius_m: float | None, unit: str | None
) -> None:
    claim = only_claim(read(file_with(place)))

    assert (claim["radius_m"], claim["unit"], claim["latitude"] is None) == (radius_m, unit, radius_m is None)


@pytest.mark.parametrize(
    ("side", "day", "actors", "reading"),
    [
        ("IS", "2016-03-01", ["isil"], "one"),
        ("Government of Syria", "2016-03-01", ["government_side_unspecified"], "unspecified"),
        ("Jabhat Fateh al-Sham", "2016-07-27", ["nusra_front"], "one"),  # UCDP writes the later name back in time
        ("Jabhat Fateh al-Sham", "2016-07-28", ["jabhat_fath_al_sham"], "one"),
        ("HTS, Southern Front", "2017-03-01", ["hts", "southern_front"], "any_of"),
        (
            "Ahrar al-Sham, HTS, Southern Front",
            "2016-05-01",
            ["ahrar_al_sham", "nusra_front", "southern_front"],
            "any_of",
        ),
        ("Nobody Anyone Knows", "2016-03-01", [], "unknown"),
    ],
)
def test_sides_are_resolved_on_the_day_of_the_event(
    read: Reading, side: str, day: str, actors: list[str], reading: str
) -> None:
    intake = read(
        file_with({"type_of_violence": "3", "side_a": side, "side_b": "Civilians", "date_start": day, "date_end": day})
    )

    claim = only_claim(intake)
    assert (claim["actors"], claim["actor_reading"], claim["participants"]) == (actors, reading, [])


@pytest.mark.parametrize(
    ("toll", "range_"),
    [
        ({"low": "1", "best": "2", "high": "3"}, (1, 3)),
        ({"low": "3", "best": "2", "high": "4"}, (2, 4)),
        ({"low": "1", "best": "5", "high": "4"}, (1, 5)),
        ({"low": "3", "best": "0", "high": "2"}, (0, 3)),
        ({"low": "0", "best": "0", "high": "0"}, (0, 0)),
    ],
)
def test_a_toll_written_backwards_is_put_in_order_and_kept(
    read: Reading, toll: dict[str, str], range_: tuple[int, int]
) -> None:
    intake = read(file_with(toll))

    claim = only_claim(intake)
    assert (claim["killed_min"], claim["killed_max"]) == range_
    assert ("1 rows have high below low: range put in order" in intake.notes) == (int(toll["high"]) < int(toll["low"]))


BAD: dict[str, tuple[dict[str, str], tuple[str, str, str]]] = {
    "an id used twice": ({"id": "1"}, ("id", "1", "an id used once in the file")),
    "an unknown type": (
        {"type_of_violence": "4"},
        ("type_of_violence", "4", "1 state-based, 2 non-state or 3 one-sided"),
    ),
    "an unknown precision": ({"where_prec": "9"}, ("where_prec", "9", "1 exact to 7 not even the country")),
    "no side": ({"side_a": ""}, ("side_a", "", "the name of a side")),
    "no citation": (
        {"source_article": "", "number_of_sources": ""},
        ("source_article", "", "a citation: outlet, date, headline"),
    ),
    "fewer citations than it says": (
        {"number_of_sources": "2"},
        (
            "source_article",
            "1 citations, number_of_sources 2",
            "as many citations (outlet, date, headline) as number_of_sources says",
        ),
    ),
    "no point": ({"latitude": "", "longitude": ""}, ("latitude", "", "degrees north, -90 to 90")),
    "a swapped point": (
        {"latitude": "36.10", "longitude": "33.69"},
        ("latitude", "36.10, 33.69", "degrees north, then degrees east; these two seem swapped"),
    ),
    "no day": ({"date_start": "1.3.2016"}, ("date_start", "1.3.2016", "a day between 1900 and 2100, as 2016-02-27")),
    "a last day before the first": (
        {"date_end": "2016-02-01"},
        ("date_end", "2016-02-01", "a day not before date_start"),
    ),
    "an unknown precision of the day": ({"date_prec": "0"}, ("date_prec", "0", "1 the day to 5 a year or more")),
    "a toll that is no number": ({"best": "many"}, ("best", "many", "a whole number of persons, not below 0")),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_event_is_quarantined_with_field_found_and_expected(case: str, read: Reading) -> None:
    cells, (field, found, expected) = BAD[case]

    intake = read(file_with({}, cells, {}), name="ged.csv")

    assert intake.quarantine.drop("raw").rows() == [("ged.csv", 3, field, found, expected)]
    assert intake.claims["row"].to_list() == [2, 4]
    assert json.loads(intake.quarantine["raw"][0]) == EVENT | {"id": "2"} | cells
    assert intake.rows_read == intake.rows_with_claims + intake.rows_in_quarantine


def test_a_point_elsewhere_is_not_held_against_this_country(read: Reading) -> None:
    adana = {"country": "Turkey", "latitude": "37.0", "longitude": "35.3"}  # the other way round it lies near Aleppo

    claim = only_claim(read(file_with(adana)))

    assert (claim["latitude"], claim["longitude"]) == (37.0, 35.3)


def test_events_from_before_sources_were_listed_are_one_citation_without_a_date(read: Reading) -> None:
    old = {
        "source_article": "Reuters 3 March 2016: shelling",
        "number_of_sources": "-1",
        "date_start": "2016-03-01 00:00:00.000",
    }

    claim = only_claim(read(file_with(old)))

    assert (claim["claimant"], claim["text"], claim["known_basis"]) == (
        "Reuters 3 March 2016: shelling",
        "Reuters 3 March 2016: shelling",
        "assumed",
    )


def test_csv_and_parquet_give_the_same_claims(
    tmp_path: Path, read: Reading, lexicon: Lexicon, gazetteer: Gazetteer
) -> None:
    some = pl.read_parquet(GED_SYRIA).head(300)
    some.write_parquet(tmp_path / "ged.parquet")

    from_csv = read(some.write_csv().encode(), name="ged.csv").claims
    from_parquet = read_claims(tmp_path / "ged.parquet", lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK).claims

    assert from_csv.drop("file").equals(from_parquet.drop("file"))


def test_a_missing_column_refuses_the_file_and_names_the_nearest(read: Reading) -> None:
    text = file_with({}).replace(b"date_start", b"date_begin")

    with pytest.raises(Refused) as refused:
        read(text)

    assert [(p.row, p.field, p.found) for p in refused.value.problems] == [(1, "date_start", "no such column")]
