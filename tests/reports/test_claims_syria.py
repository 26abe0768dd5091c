"""The first user of claims CSV: 195 rows on the Syrian truces, as shipped, row by row."""

import csv
import hashlib
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from hudna.reports import Intake, Lexicon, read_claims
from hudna.reports.claims_types import type_table
from hudna.terms import Gazetteer, kind_tree, target_tree
from reports.conftest import CLAIMS_SYRIA, CLOCK
from reports.golden import as_text, golden


def claim(intake: Intake, row_id: str) -> dict[str, Any]:
    (found,) = intake.claims.filter(pl.col("claim_id") == f"claims-csv:{row_id}").to_dicts()
    return found


def rows_as_they_are() -> list[dict[str, str]]:
    with CLAIMS_SYRIA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_shipped_file_is_the_file_as_compiled() -> None:
    assert (
        hashlib.sha256(CLAIMS_SYRIA.read_bytes()).hexdigest()
        == "c7790e616d03fe0edc3aed450d06b95370a279a95632a253bd1e3b7bb710cb2c"
    )


def test_195_rows_are_157_claims_and_38_tallies_and_none_in_quarantine(claims_syria: Intake) -> None:
    assert (claims_syria.rows_read, claims_syria.claims.height, claims_syria.tallies.height) == (195, 157, 38)
    assert claims_syria.quarantine.height == 0
    assert claims_syria.notes == ()


def test_claims_come_out_as_in_the_golden_table(claims_syria: Intake) -> None:
    text = as_text(claims_syria.claims)

    assert text == golden("claims_syria.csv", text)


def test_tallies_come_out_as_in_the_golden_table(claims_syria: Intake) -> None:
    text = as_text(claims_syria.tallies)

    assert text == golden("claims_syria_tallies.csv", text)


def test_each_type_leads_to_the_kinds_of_the_readme(claims_syria: Intake) -> None:
    counted = dict(claims_syria.claims.group_by(pl.col("kinds").list.join("+")).len().iter_rows())

    assert counted == {
        "air_strike": 33, "shelling": 36, "ground_attack": 10, "armed_attack": 9, "sniping": 3, "improvised_explosive": 1,
        "chemical_attack": 1, "mine_explosion": 2, "abduction": 1, "hostile_speech": 1, "blockade": 1, "siege": 9, "aid_obstruction": 3,
        "aid_delivery": 11, "evacuation": 9, "passage_allowed": 1, "leave_given": 1, "acceptance_given": 1, "meeting_held": 1,
        "ceasefire_begun": 7, "": 16,
    }  # fmt: skip


def test_every_type_of_the_table_names_kinds_and_targets_of_the_trees() -> None:
    table = type_table()

    assert len(table) == 46
    assert all(kind in kind_tree() for known in table.values() for kind in known.kinds)
    assert all(target in target_tree() for known in table.values() for target in known.targets)
    assert all(arm in kind_tree().arms for known in table.values() for arm in known.arms)


def test_place_is_where_aid_went_to_and_where_the_evacuated_came_from(claims_syria: Intake) -> None:
    roles = claims_syria.claims.group_by("place_role").agg(pl.col("kinds").explode().unique().sort()).sort("place_role")

    assert dict(roles.filter(pl.col("place_role") != "at").iter_rows()) == {
        "to": ["aid_delivery"],
        "from": ["evacuation"],
    }


def test_who_was_evacuated_and_served_is_told_by_the_overlay_and_the_type(claims_syria: Intake) -> None:
    told = claims_syria.claims.filter(pl.col("targets").list.len() > 0)

    assert dict(told.group_by(pl.col("targets").list.join("+")).len().iter_rows()) == {
        "wounded": 8,
        "displaced": 1,
        "civilians": 11,
    }
    assert claim(claims_syria, "FT-068")["targets"] == ["displaced"]


def test_amounts_have_units_and_only_performances_have_amounts(claims_syria: Intake) -> None:
    amounts = claims_syria.claims.filter(pl.col("quantity").is_not_null())

    assert amounts.filter(pl.col("quantity_unit").is_null()).height == 0
    assert dict(amounts.group_by(pl.col("kinds").list.first()).len().iter_rows()) == {
        "aid_delivery": 10,
        "evacuation": 9,
    }
    assert (claim(claims_syria, "FT-045")["quantity"], claim(claims_syria, "FT-045")["quantity_unit"]) == (
        44.0,
        "trucks",
    )
    assert (claim(claims_syria, "FT-028")["quantity"], claim(claims_syria, "FT-028")["quantity_unit"]) == (
        10_000.0,
        "persons",
    )


def test_two_rows_deny_and_nothing_else_does(claims_syria: Intake) -> None:
    denials = claims_syria.claims.filter("is_denial").select("claim_id", "kinds", "actors").rows()

    assert denials == [
        ("claims-csv:FT-039", ["passage_allowed"], ["lebanese_armed_forces"]),
        ("claims-csv:FT-044", ["siege"], []),
    ]


def test_the_truce_was_accepted_by_both_sides(claims_syria: Intake) -> None:
    accepted = claim(claims_syria, "COH-003")

    assert (accepted["kinds"], accepted["actors"], accepted["actor_reading"]) == (
        ["acceptance_given"],
        ["syrian_armed_forces", "accepted_groups"],
        "each",
    )
    assert (accepted["quantity"], accepted["unit"]) == (
        None,
        "SY",
    )  # five operation centres are not an amount of acceptance


def test_an_aircraft_is_syrian_or_russian_and_accuses_neither(claims_syria: Intake) -> None:
    strike = claim(claims_syria, "COH-082")

    assert (strike["actors"], strike["actor_reading"]) == (["syrian_armed_forces", "russian_air_force"], "any_of")


def test_known_time_is_a_day_after_the_end_of_the_last_day(claims_syria: Intake) -> None:
    late = claims_syria.claims.select(pl.col("known_at") - pl.col("occurred_to")).to_series().unique().to_list()

    assert late == [timedelta(hours=24)]
    assert claims_syria.claims["known_basis"].unique().to_list() == ["assumed"]
    assert claim(claims_syria, "FT-053")["known_at"] == datetime(
        2016, 3, 1, 22, tzinfo=UTC
    )  # "2016-02" ended on the 29th


def test_fourteen_days_less_two_tallies_are_inferred(claims_syria: Intake) -> None:
    assert claims_syria.claims.filter(pl.col("date_precision") == "inferred").height == 12


def test_units_stand_for_what_is_wider_than_a_disc(claims_syria: Intake) -> None:
    units = claims_syria.claims.filter(pl.col("unit").is_not_null())

    assert dict(units.group_by("unit").len().iter_rows()) == {"SY": 10, "SY12": 2}
    assert units.filter(pl.col("latitude").is_not_null() | pl.col("radius_m").is_not_null()).height == 0


def test_all_sources_are_of_the_lexicon_and_carriers_are_no_witnesses(claims_syria: Intake, lexicon: Lexicon) -> None:
    voices = claims_syria.claims["sources"].explode()

    assert set(voices) <= set(lexicon.sources["source_id"])
    assert claim(claims_syria, "COH-065")["sources"] == ["ahrar_al_sham_media"]  # "Ahrar al-Sham via Sputnik"
    assert claim(claims_syria, "FT-065")["sources"] == ["phr", "sams"]


def test_no_two_claims_of_one_bulletin_are_one_incident(claims_syria: Intake) -> None:
    keys = {row["row_id"]: row["incident_key"] for row in rows_as_they_are()}
    bulletins = claims_syria.claims.filter(pl.col("bulletin_id").is_not_null()).select("bulletin_id", "claim_id")

    for _, claims in bulletins.group_by("bulletin_id"):
        told = [keys[claim_id.removeprefix("claims-csv:")] for claim_id in claims["claim_id"]]
        assert len(told) == len(set(told))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_answers_in_the_file_are_never_read(
    seed: int, tmp_path: Path, claims_syria: Intake, lexicon: Lexicon, gazetteer: Gazetteer
) -> None:
    rows = rows_as_they_are()
    for column in ("incident_key", "inside_agreement_scope", "perpetrator_side", "contested"):
        cells = [row[column] for row in rows]
        random.Random(f"{seed}{column}").shuffle(cells)
        for row, cell in zip(rows, cells, strict=True):
            row[column] = cell
    path = tmp_path / CLAIMS_SYRIA.name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "targets.csv").write_bytes(CLAIMS_SYRIA.with_name("targets.csv").read_bytes())

    shuffled = read_claims(path, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)

    assert shuffled.claims.equals(claims_syria.claims)
    assert shuffled.tallies.equals(claims_syria.tallies)


def test_reading_twice_gives_the_same_bytes(claims_syria: Intake, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    again = read_claims(CLAIMS_SYRIA, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)

    assert again.claims.write_json() == claims_syria.claims.write_json()
