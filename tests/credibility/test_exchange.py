"""Staged exchanges against playing them out from their last step, and their delay against waiting day by day."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.credibility.exchange import NEVER, Side, draw_delays, expected_delay, least_rounds, step_margins


def played_to_its_end(first: Side, second: Side, rounds: int, discount: float) -> bool:
    """Play the exchange back from its last step: whoever is to give does so if that is worth no less to it than stopping and its penalty.

    The slow twin: values of going on, one half-round at a time, for the two in turn.
    """
    ahead = {"first": 0.0, "second": 0.0}  # what is still to come for each, if all goes on, seen from the step after
    goes_through = True
    for _ in range(rounds):
        for mover, giver, taker in (("second", second, first), ("first", first, second)):
            other = "first" if mover == "second" else "second"
            ours = -float(giver.cost) / rounds + discount * ahead[mover]
            if ours < -float(giver.penalty):
                goes_through = False
            theirs = float(taker.value) / rounds + discount * ahead[other]
            ahead = {mover: ours, other: theirs}
    return goes_through


amount = st.floats(0.1, 20)


@given(
    costs=st.tuples(amount, amount),
    values=st.tuples(amount, amount),
    penalties=st.tuples(st.floats(0, 5), st.floats(0, 5)),
    rounds=st.integers(1, 15),
    discount=st.floats(0.5, 1),
)
def test_every_step_is_worth_making_exactly_where_the_exchange_is_played_to_its_end(
    costs: tuple[float, float],
    values: tuple[float, float],
    penalties: tuple[float, float],
    rounds: int,
    discount: float,
) -> None:
    first, second = (Side(c, v, d) for c, v, d in zip(costs, values, penalties, strict=True))

    margins = step_margins(first, second, rounds=rounds, discount=discount)

    if np.min(np.abs(margins)) > 1e-9:  # at a tie rounding decides
        assert bool(np.all(margins >= 0)) == played_to_its_end(first, second, rounds, discount)


def test_two_thousand_exchanges_at_random_agree_and_some_go_each_way() -> None:
    random = np.random.default_rng(1)
    through = 0
    for _ in range(2_000):
        first, second = (Side(*random.uniform((1, 1, 0), (20, 20, 4))) for _ in range(2))
        rounds, discount = int(random.integers(1, 20)), float(random.uniform(0.7, 1))
        expected = played_to_its_end(first, second, rounds, discount)
        assert bool(np.all(step_margins(first, second, rounds=rounds, discount=discount) >= 0)) == expected
        through += expected
    assert 200 < through < 1_800


@pytest.mark.parametrize(("cost", "penalty", "rounds"), [(8, 3, 3), (8, 1, 8), (6, 0.5, 12)])
def test_the_last_to_give_needs_as_many_rounds_as_its_cost_over_its_penalty(
    cost: float, penalty: float, rounds: int
) -> None:
    first, second = Side(4, 20, 10), Side(cost, 20, penalty)

    assert int(least_rounds(first, second, discount=1.0)) == rounds == math.ceil(cost / penalty)


def test_without_a_penalty_no_number_of_rounds_is_enough() -> None:
    assert int(least_rounds(Side(4, 20, 10), Side(8, 20, 0), discount=0.99)) == NEVER


def test_rounds_are_found_for_every_draw_at_once() -> None:
    second = Side(np.array([8.0, 8.0, 6.0, 8.0]), 20.0, np.array([3.0, 1.0, 0.5, 0.0]))

    assert least_rounds(Side(4, 20, 10), second, discount=1.0).tolist() == [3, 8, 12, NEVER]


@pytest.mark.parametrize(
    ("rate", "quiet", "freeze", "days"),
    [(0.05, 7, 14, 14.248), (0.05, 14, 21, 41.564), (0.1, 10, 7, 29.211), (0.2, 10, 3, 51.112)],
)
def test_a_mirrored_step_takes_as_long_as_waiting_for_quiet_does(
    rate: float, quiet: float, freeze: float, days: float
) -> None:
    runs = 200_000

    drawn = draw_delays(np.full(runs, rate), quiet_days=np.array(quiet), freeze_days=np.array(freeze), seed=1)

    assert float(expected_delay(rate, quiet_days=quiet, freeze_days=freeze, is_mirrored=True)) == pytest.approx(
        days, abs=1e-3
    )
    assert abs(drawn.mean() - days) < 3 * drawn.std() / math.sqrt(runs) + 1e-3


def wait_for_quiet(rate: float, quiet: float, freeze: float, luck: Callable[[], float]) -> float:
    """Wait incident by incident."""
    waited = 0.0
    while (gap := luck() / rate) < quiet:
        waited += gap + freeze
    return waited + quiet


def test_the_spread_of_a_delay_is_that_of_waiting_incident_by_incident() -> None:
    random = np.random.default_rng(5)
    twin = np.array([wait_for_quiet(0.1, 10, 7, random.standard_exponential) for _ in range(20_000)])

    drawn = draw_delays(np.full(20_000, 0.1), quiet_days=np.array(10.0), freeze_days=np.array(7.0), seed=2)

    assert np.quantile(drawn, [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(twin, [0.1, 0.5, 0.9]), rel=0.05, abs=0.3)
    assert drawn.std() == pytest.approx(twin.std(), rel=0.05)


def test_a_step_that_is_frozen_thousands_of_times_still_has_its_mean() -> None:
    drawn = draw_delays(np.full(20_000, 1.0), quiet_days=np.array(9.0), freeze_days=np.array(2.0), seed=3)

    mean = float(expected_delay(1.0, quiet_days=9.0, freeze_days=2.0, is_mirrored=True))

    assert abs(drawn.mean() - mean) < 3 * drawn.std() / math.sqrt(20_000)


@given(rate=st.floats(0, 1), quiet=st.floats(0.5, 20), freeze=st.floats(0, 30))
def test_taken_out_of_the_mirror_a_step_takes_its_quiet_days_whatever_happens(
    rate: float, quiet: float, freeze: float
) -> None:
    mirrored, free = (
        float(expected_delay(rate, quiet_days=quiet, freeze_days=freeze, is_mirrored=m)) for m in (True, False)
    )

    assert free == quiet
    assert mirrored >= quiet * (1 - 1e-9)


def test_where_nothing_happens_nothing_waits() -> None:
    assert float(expected_delay(0.0, quiet_days=7, freeze_days=14, is_mirrored=True)) == 7
    assert draw_delays(np.zeros(3), quiet_days=np.array(7.0), freeze_days=np.array(14.0), seed=1).tolist() == [7, 7, 7]
