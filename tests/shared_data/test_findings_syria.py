"""Findings on the claims about the Syrian truces: what the sources there can carry. Not a finding of anybody."""

from datetime import date

import dataframely as dy
import polars as pl
import pytest

from hudna.findings import Weighed, weigh_findings
from hudna.incidents import Linked, link_incidents
from hudna.reports import read_claims, read_lexicon, sources_with_unlisted
from hudna.reports.lexicon import Lexicon
from hudna.reports.tables import Claims
from hudna.terms import read_gazetteer
from shared_data.conftest import SHARED

K = 3.0


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(SHARED / "data/syria_actors_sources")


def weigh_file(name: str, lexicon: Lexicon) -> tuple[dy.DataFrame[Claims], Linked, Weighed]:
    claims = read_claims(
        SHARED / "data" / name, lexicon=lexicon, gazetteer=read_gazetteer("cod-ab-syr"), clock="Asia/Damascus"
    ).claims
    linked = link_incidents(claims)
    weighed = weigh_findings(
        claims, linked.incidents, linked.memberships, sources=lexicon.sources, actors=lexicon.actors, k=K
    )
    return claims, linked, weighed


@pytest.fixture(scope="module")
def truces(lexicon: Lexicon) -> tuple[dy.DataFrame[Claims], Linked, Weighed]:
    return weigh_file("claims_syria/claims_syria_2015_2016.csv", lexicon)


def incident_of(linked: Linked, row_id: str) -> str:
    return str(linked.memberships.filter(pl.col("claim_id") == f"claims-csv:{row_id}")["incident_id"].item())


def mass_of_side(weighed: Weighed, incident_id: str, side: str, lexicon: Lexicon) -> tuple[float, float, float]:
    cells = weighed.findings.filter(pl.col("incident_id") == incident_id).select(
        "actors", "p_actor_kind", "p_lower", "p_upper"
    )
    inside = [
        row[1:] for row in cells.iter_rows() if row[0] and all(lexicon.actors.camp(name) == side for name in row[0])
    ]
    return tuple(sum(row[n] for row in inside) for n in range(3))  # type: ignore[return-value]


Truces = tuple[dy.DataFrame[Claims], Linked, Weighed]


def test_three_voices_of_one_side_on_taftanaz_are_a_suspicion_and_no_more(truces: Truces, lexicon: Lexicon) -> None:
    _, linked, weighed = truces
    incident = incident_of(linked, "FT-013")

    p, lower, _ = mass_of_side(weighed, incident, "government_side", lexicon)

    told = linked.incidents.filter(pl.col("incident_id") == incident).row(0, named=True)
    assert (told["claims"], told["killed_min"], told["killed_max"]) == (3, 4, 5)
    assert told["occurred_to"].date() == date(2015, 9, 26)
    assert p >= 0.5
    assert lower == pytest.approx(0.25, abs=1e-9)
    kinds = weighed.findings.filter(pl.col("incident_id") == incident)["kinds"].to_list()
    assert all(kind == ["air_strike"] for kind in kinds)


def test_the_shelling_of_fuaa_the_same_night_is_admitted(truces: Truces, lexicon: Lexicon) -> None:
    _, linked, weighed = truces
    incident = incident_of(linked, "FT-016")

    p, lower, _ = mass_of_side(weighed, incident, "opposition_side", lexicon)

    voices = weighed.voices.filter(pl.col("incident_id") == incident)
    assert voices["is_admission"].any()
    assert p >= 0.5
    assert lower >= 0.5


def test_five_voices_of_one_side_on_deir_al_asafir_are_a_suspicion_and_no_more(
    truces: Truces, lexicon: Lexicon
) -> None:
    _, linked, weighed = truces
    incident = incident_of(linked, "COH-055")

    p, lower, _ = mass_of_side(weighed, incident, "government_side", lexicon)

    assert p >= 0.5
    assert lower == pytest.approx(0.25, abs=1e-9)


def test_two_groups_near_no_side_carry_the_convoy_stopped_at_daraya(truces: Truces, lexicon: Lexicon) -> None:
    _, linked, weighed = truces
    incident = incident_of(linked, "COH-110")

    p, lower, _ = mass_of_side(weighed, incident, "government_side", lexicon)

    groups = weighed.voices.filter((pl.col("incident_id") == incident) & (pl.col("actors").list.len() > 0))[
        "echo_group"
    ]
    assert groups.n_unique() >= 2
    assert p >= 0.9
    assert lower >= 0.5


def test_no_claim_of_one_sides_sources_alone_passes_suspicion(truces: Truces, lexicon: Lexicon) -> None:
    _, _, weighed = truces

    checked = 0
    for key, voices in weighed.voices.group_by("incident_id"):
        sides = {side for named in voices["sides_named"].to_list() for side in named}
        if len(sides) != 1 or voices["is_performance"].any() or voices["is_denial"].any():
            continue
        side = sides.pop()
        if set(voices["leans_to"]) & {"none", "unclear", side}:
            continue
        checked += 1
        assert mass_of_side(weighed, str(key[0]), side, lexicon)[1] <= 1 / (1 + K) + 1e-9
    assert checked >= 10


def test_every_incident_is_weighed(truces: Truces, lexicon: Lexicon) -> None:
    _, linked, weighed = truces
    assert set(weighed.findings["incident_id"]) == set(linked.incidents["incident_id"])

    _, linked, weighed = weigh_file("ucdp_ged_syria/ucdp_ged_syria_2016_2019.parquet", lexicon)

    assert weighed.findings["incident_id"].n_unique() == linked.incidents.height


def test_a_source_not_in_the_table_counts_as_one_listed_as_unclear(truces: Truces, lexicon: Lexicon) -> None:
    claims, linked, weighed = truces

    widened = weigh_findings(
        claims,
        linked.incidents,
        linked.memberships,
        sources=sources_with_unlisted(lexicon.sources, claims),
        actors=lexicon.actors,
        k=K,
    )

    assert widened.findings.equals(weighed.findings)
