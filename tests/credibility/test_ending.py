"""The last days of a deal, backward from the end."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credibility.deals import DEAL, deal
from hudna.credibility.ending import LastDays, last_safe_day, last_safe_day_by_formula, shortest_useful_truce
from hudna.credibility.said_by_terms import read_terms

TABLE = [(3, 0.3, 100, 0.99, 10.483), (10, 0.3, 100, 0.99, 40.343), (10, 0.5, 60, 0.985, 26.828)]


@pytest.mark.parametrize(("x", "p", "stake", "discount", "days"), TABLE)
def test_the_formula_and_the_induction_name_the_same_day(
    x: float, p: float, stake: float, discount: float, days: float
) -> None:
    by_formula = float(last_safe_day_by_formula(x, proof=p, stake=stake, discount=discount))
    by_induction = float(last_safe_day(LastDays(x, p, stake, discount)))

    assert by_formula == pytest.approx(days, abs=1e-3)
    assert by_induction == math.ceil(days)


def test_every_draw_is_reckoned_as_if_it_were_alone() -> None:
    x, p, stake, discount, _ = (np.array(column) for column in zip(*TABLE, strict=True))

    assert last_safe_day(LastDays(x, p, stake, discount)).tolist() == [11, 41, 27]


@given(
    x=st.floats(0.5, 30),
    p=st.floats(0.05, 1),
    stake=st.floats(1, 200),
    discount=st.floats(0.95, 0.999),
    renewal=st.floats(0, 0.9),
)
def test_with_a_stake_that_runs_evenly_the_induction_is_the_formula_in_whole_days(
    x: float, p: float, stake: float, discount: float, renewal: float
) -> None:
    exact = float(last_safe_day_by_formula(x, proof=p, stake=stake, discount=discount, renewal=renewal))

    found = float(last_safe_day(LastDays(x, p, stake, discount, renewal=renewal), longest=2_000))

    if exact > 1_900 or abs(exact - round(exact)) < 1e-6:
        return
    assert found == max(1, math.ceil(exact))


def test_a_guarantee_worth_something_only_while_it_deters_unravels_from_the_end() -> None:
    deal = LastDays(3, 0.3, 100, 0.99)
    only_deterring = LastDays(3, 0.3, 100, 0.99, stake_while_deterring=1.0)

    assert math.isfinite(float(last_safe_day(deal)))
    assert last_safe_day(only_deterring).item() == math.inf


@pytest.mark.parametrize("what", [{"outlives": 20.0}, {"renewal": 0.5}, {"standing": 3.0}])
def test_what_outlives_the_deal_keeps_it_safe_to_the_last_day(what: dict[str, float]) -> None:
    assert last_safe_day(LastDays(3, 0.3, 100, 0.99, **what)).item() == 1
    assert last_safe_day(LastDays(3, 0.3, 100, 0.99, stake_while_deterring=1.0, **what)).item() == 1


def test_an_answer_that_comes_after_the_end_deters_nobody() -> None:
    at_once, in_a_month = (last_safe_day(LastDays(3, 0.3, 100, 0.999, answer_days=days)).item() for days in (0, 30))

    assert in_a_month >= at_once + 30


@given(
    x=st.floats(0.5, 10),
    lever=st.floats(0.5, 60),
    cost=st.floats(0.2, 4),
    noticed=st.floats(0.1, 1),
    wait=st.integers(0, 20),
)
def test_a_stronger_guarantee_is_never_safe_for_fewer_days(
    x: float, lever: float, cost: float, noticed: float, wait: int
) -> None:
    def safe_from(**changed: float) -> float:
        told = {
            "lever": lever,
            "cost_per_day_taken": cost,
            "sham_noticed": noticed,
            "answer_days": float(wait),
        } | changed
        return last_safe_day(LastDays(x, 0.4, 80, 0.99, **told), longest=600).item()

    base = safe_from()
    assert safe_from(lever=2 * lever) <= base
    assert safe_from(cost_per_day_taken=cost / 2) <= base
    assert safe_from(sham_noticed=(1 + noticed) / 2) <= base
    assert safe_from(renewal=0.5) <= base


def test_a_truce_must_outlast_its_unravelling_and_its_rulings() -> None:
    safe = last_safe_day(LastDays(3, 0.3, 100, 0.99))

    assert shortest_useful_truce(safe, days_for_rulings=3.0).item() == 11
    assert shortest_useful_truce(safe, days_for_rulings=42.0).item() == 42


@pytest.mark.parametrize("days", [41, 42])
def test_lint_and_the_stress_test_hold_the_same_truce_too_short(days: int) -> None:
    agreement = deal(DEAL.replace("P90D", f"P{days}D") + "complaints: {by: [east], to: [panel], ruled_within: P14D}\n")

    terms = read_terms(agreement)

    assert terms.is_shorter_than_its_rulings == (days < terms.days_for_rulings)


def test_a_temptation_beyond_the_whole_stake_is_never_deterred() -> None:
    assert last_safe_day(LastDays(40, 0.3, 100, 0.99)).item() == math.inf
    assert float(last_safe_day_by_formula(40, proof=0.3, stake=100, discount=0.99)) == math.inf
