"""A solved deal in time: its last safe day against the formula where nobody guarantees, and the Four Towns exchange against its record."""

from dataclasses import replace

import numpy as np
import pytest

from hudna.casebook import agreement_path, assumptions_path
from hudna.credibility import (
    Assumptions,
    Carried,
    Point,
    carry_out,
    draw_values,
    last_safe_days,
    lay_out_inputs,
    read_assumptions,
    solve_point,
)
from hudna.credibility.punishments import temptation
from hudna.terms import read_agreement


def solved(
    case: str, *, draws: int = 200
) -> tuple[Assumptions, dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]], Point]:
    found = read_assumptions(assumptions_path(case), read_agreement(agreement_path(case)))
    values = draw_values(found, draws=draws, seed=1)
    return found, values, solve_point(lay_out_inputs(found, values), alpha=found.alpha)


def test_where_nobody_guarantees_the_last_safe_day_is_where_the_future_is_worth_the_temptation() -> None:
    _, _, point = solved("barzeh-2014")

    found = last_safe_days(point)

    discount = (point.given.delta * (1 - point.regime.hazard))[:, :, None]
    share = (temptation(point.given, point.alpha) + point.regime.lasting) / point.regime.cost
    with np.errstate(invalid="ignore"):
        exact = np.where(share < 1, np.ceil(np.log1p(-np.minimum(share, 1 - 1e-15)) / np.log(discount)), np.inf).max(
            axis=2
        )
    expected = np.where(exact > 3_650, np.inf, np.maximum(exact, 1))
    assert np.mean(found == expected) > 0.99  # a tie in the last digit may fall a day to either side
    assert np.all(np.isinf(found) == np.isinf(expected))
    assert 0.1 < np.isinf(found).mean() < 0.5


@pytest.mark.parametrize("name", ["outside_penalty", "lever_days"])
def test_a_penalty_from_outside_and_a_longer_lever_never_shorten_the_safe_time(name: str) -> None:
    _, _, point = solved("four-towns-2015")
    base = last_safe_days(point, longest=800)

    more = point._replace(inputs=replace(point.inputs, **{name: getattr(point.inputs, name) + 20}))
    if name == "outside_penalty":
        more = more._replace(stakes=point.stakes + 20)

    assert np.all(last_safe_days(more, longest=800) <= base)


def test_the_exchange_of_four_towns_takes_months_in_a_mirror_and_weeks_out_of_it() -> None:
    found, values, point = solved("four-towns-2015", draws=400)

    carried = carry_out(found, values, point, seed=1)

    assert isinstance(carried, Carried)
    assert np.quantile(point.regime.beliefs.sum(axis=1), [0.1, 0.5, 0.9]) == pytest.approx([0.10, 0.15, 0.21], abs=0.02)
    low, high = np.quantile(carried.drawn_delay, [0.25, 0.75])
    assert low < 94 < high  # planned for 25 September, done on 28 December 2015
    assert np.quantile(carried.delay_if_free, 1.0) <= 2 * 21
    assert np.all(carried.delay_if_mirrored >= carried.delay_if_free)


def test_an_exchange_holds_in_one_round_exactly_where_one_is_the_least() -> None:
    found, values, point = solved("four-towns-2015")

    carried = carry_out(found, values, point, seed=1)

    assert carried is not None
    assert set(carried.rounds) == {1.0}
    assert np.array_equal(carried.holds, carried.least_rounds == 1)
    assert 0 < carried.holds.mean() < 1


def test_a_deal_without_an_exchange_carries_out_none() -> None:
    assert carry_out(*solved("barzeh-2014", draws=5), seed=1) is None
