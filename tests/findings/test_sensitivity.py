"""What a finding would be otherwise."""

import pytest

from findings.made_world import ACTORS, SOURCES
from findings.test_learn_sources import told
from findings.test_weigh import says
from hudna.findings import ask_again, hear_voices


def asked(
    *rows: dict[str, object], is_performance: bool = False
) -> dict[tuple[str, str, str], tuple[float, float, float]]:
    claims, memberships = told({"I": list(rows)})
    voices = hear_voices(claims, memberships, sources=SOURCES, actors=ACTORS)["I"]
    table = ask_again(voices, k=3.0, is_performance=is_performance)
    return {row[:3]: row[3:] for row in table.iter_rows()}  # type: ignore[misc]


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
    found = asked(says("un", "army", kinds=["aid_delivery"]), is_performance=True)

    assert found["done", "as_found", ""][0] == pytest.approx(0.9016, abs=5e-4)


def test_nobody_named_is_nothing_to_ask() -> None:
    assert asked(says("un")) == {}
