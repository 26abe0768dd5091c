"""What a finding would be otherwise."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from findings.made_world import ACTORS, SOURCES
from findings.test_learn_sources import told
from findings.test_weigh import says
from hudna.findings import ask_again, hear_voices, weigh_findings
from hudna.incidents import Memberships, pool_incidents


def asked(
    *rows: dict[str, object],
) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    claims, memberships = told({"I": list(rows)})
    heard = hear_voices(claims, memberships, sources=SOURCES, actors=ACTORS)
    table = ask_again(heard, k=3.0)
    return {row[1:4]: row[4:] for row in table.iter_rows()}  # type: ignore[misc]


def test_each_source_is_left_out_once_and_what_rests_on_one_is_seen() -> None:
    found = asked(says("opp1", "army"), says("un", "army"))

    side = "government_side"
    assert found[side, "as_found", ""] == pytest.approx((0.9387, 0.5046, 0.9976), abs=5e-4)
    assert found[side, "without", "un"] == pytest.approx((0.6255, 0.25, 0.9376), abs=5e-4)
    assert found[side, "without", "opp1"][0] == pytest.approx(0.9016, abs=5e-4)


def test_k_and_the_base_rate_are_moved() -> None:
    found = asked(says("opp1", "army"))

    side = "government_side"
    assert found[side, "side_factor", "1"] == pytest.approx((0.6255,) * 3, abs=5e-4)
    assert found[side, "side_factor", "2"][1] == pytest.approx(0.3333, abs=5e-4)
    assert found[side, "side_factor", "5"][1] == pytest.approx(1 / 6, abs=5e-4)
    odds = 0.6255 / 0.3745
    assert found[side, "base_odds", "2"][0] == pytest.approx(2 * odds / (1 + 2 * odds), abs=5e-4)


def test_without_the_only_source_there_is_no_finding() -> None:
    found = asked(says("un", "army"))

    assert found["government_side", "without", "un"] == (None, None, None)


def test_of_a_performance_it_is_asked_whether_it_was_done() -> None:
    found = asked(says("un", "army", kinds=["aid_delivery"]))

    assert found["done", "as_found", ""][0] == pytest.approx(0.9016, abs=5e-4)


def test_nobody_named_is_nothing_to_ask() -> None:
    assert asked(says("un")) == {}


def test_many_incidents_asked_at_once_are_answered_as_each_alone_and_as_they_were_found() -> None:
    tellings = {
        "I": [says("opp1", "army"), says("un", "army")],
        "J": [says("un", "rebels"), says("gov", "rebels"), says("opp1", "army")],
        "K": [says("un", "army", kinds=["aid_delivery"])],
    }
    claims, memberships = told(tellings)
    heard = hear_voices(claims, memberships, sources=SOURCES, actors=ACTORS)

    together = ask_again(heard, k=3.0)

    alone = [ask_again({incident_id: voices}, k=3.0) for incident_id, voices in heard.items()]
    assert_frame_equal(together, pl.concat(alone))
    found = weigh_findings(
        claims, pool_incidents(claims, memberships), memberships, sources=SOURCES, actors=ACTORS, k=3.0
    ).findings.filter(pl.col("actors") == ["army"], pl.col("incident_id") == "J")
    as_found = together.filter(
        pl.col("incident_id") == "J", pl.col("side") == "government_side", pl.col("change") == "as_found"
    )
    assert found.select("p_actor_kind", "p_lower", "p_upper").row(0) == as_found.select("p", "p_lower", "p_upper").row(
        0
    )


def test_what_is_found_of_one_incident_does_not_hang_on_the_others_weighed_with_it() -> None:
    tellings = {
        "I": [says("echo0", "army"), says("echo1", "army"), says("un", "army"), says("gov", "brigade")],
        "J": [says("un", "front"), says("gov", "neighbour")],
        "K": [says("press", "stranger")],
    }
    claims, memberships = told(tellings)
    doubtful = Memberships.validate(memberships.with_columns(p_member=pl.lit(0.7)))
    heard = hear_voices(claims, doubtful, sources=SOURCES, actors=ACTORS)

    alone = ask_again({"I": heard["I"]}, k=3.0)
    findings = weigh_findings(
        claims, pool_incidents(claims, doubtful), doubtful, sources=SOURCES, actors=ACTORS, k=3.0
    ).findings

    is_asked = (pl.col("side") == "government_side") & (pl.col("change") == "as_found")
    found = findings.filter(pl.col("incident_id") == "I", pl.col("actors") == ["army"])
    assert found.select("p_actor_kind", "p_lower", "p_upper").row(0) == pytest.approx(
        alone.filter(is_asked).select("p", "p_lower", "p_upper").row(0), abs=1e-12
    )


def test_sides_that_only_one_names_together_are_added_up_without_it() -> None:
    found = asked(says("opp1", "army", "front"), says("un", "front"))

    joined = "government_side+kurdish_side"
    assert found[joined, "as_found", ""][0] > 0.9
    # What the UN's word alone gives the one side, whatever the other hypothesis then is called.
    assert found[joined, "without", "opp1"] == pytest.approx((0.9016, 0.5046, 0.9880), abs=5e-4)


def test_voices_of_one_origin_are_left_out_together_too() -> None:
    found = asked(says("echo0", "army"), says("echo1", "army"), says("un", "army"))

    side, un_alone = "government_side", (0.9016, 0.5046, 0.9880)
    assert found[side, "without_origin", "echo"] == pytest.approx(un_alone, abs=5e-4)
    assert found[side, "without", "echo0"][0] == pytest.approx(0.9387, abs=5e-4)  # the other still says it
    assert (side, "without_origin", "un") not in found
