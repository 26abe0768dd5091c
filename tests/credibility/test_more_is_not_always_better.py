"""Where raising a good thing lowers deterrence, or a threat jumps: each row was measured, and the naive opposite is false."""

from dataclasses import replace

import numpy as np
import pytest

from credibility.cases import CESSATION, FOUR_TOWNS, HARMS, LOCAL, at_mode, drawn
from hudna.credibility import Inputs
from hudna.credibility.constraints import constrain
from hudna.credibility.exchange import Side, expected_delay, step_margins
from hudna.credibility.point import Point, solve_point
from hudna.credibility.regime import one_day

ALPHA = 0.75
APPLIED = np.array([[8.0, 6.0]])


def with_(inputs: Inputs, **values: object) -> Inputs:
    """Set leaves, broadcast to their shapes."""
    told = {
        name: np.broadcast_to(np.asarray(value, dtype=float), getattr(inputs, name).shape).copy()
        for name, value in values.items()
    }
    return replace(inputs, **told)


def solved(inputs: Inputs, *, applied: np.ndarray | None = None) -> Point:
    return solve_point(inputs, alpha=ALPHA, applied=applied)


def test_a_heavier_applied_punishment_loses_its_guarantors() -> None:
    towns = at_mode(FOUR_TOWNS)

    points = [solved(towns, applied=APPLIED * factor) for factor in (1.0, 1.25, 1.5, 2.0)]

    assert [round(float(point.deterred[0]), 3) for point in points] == [0.824, 0.805, 0.763, 0.696]
    assert [point.acts[0].tolist() for point in points] == [[True, True], [True, False], [False, True], [False, False]]


@pytest.mark.parametrize("applied", [APPLIED, None], ids=["as applied", "best"])
def test_detection_that_brings_false_rulings_deters_less_in_the_end(applied: np.ndarray | None) -> None:
    towns = at_mode(FOUR_TOWNS)

    points = [
        solved(with_(towns, detection=d, false_rulings_per_day=0.003 * (d / 0.75) ** 4), applied=applied)
        for d in (0.75, 0.90, 0.98)
    ]

    assert points[2].deterred[0] < points[1].deterred[0]
    stakes = [float(point.stakes[0, 0]) for point in points]
    assert stakes == sorted(stakes, reverse=True)


def test_proof_against_an_unwilling_guarantor_makes_it_default() -> None:
    cessation = at_mode(CESSATION)
    panel = with_(cessation, attribution=0.7)
    panel_and_map = with_(panel, carve_out_plea=[0.05, 0.015])

    without_map, with_map = (solved(each, applied=cessation.lever_days) for each in (panel, panel_and_map))

    assert with_map.deterred[0] < without_map.deterred[0] - 0.05
    assert with_map.acts.sum() < without_map.acts.sum()


def test_the_weak_sides_better_exit_makes_its_threat_count_at_once() -> None:
    local = at_mode(LOCAL)

    flat, before, after = (solved(with_(local, war_value=[10, war])).deterred[0] for war in (-25, 30, 40))

    assert before <= flat < 0.11
    assert after > 3 * before


def test_an_atrocity_may_deter_where_shelling_does_not() -> None:
    local = at_mode(LOCAL)

    def deterred(harm: float) -> float:
        told = local.harm.copy()
        told[:, 0, 1] = harm * HARMS
        return float(solved(replace(local, harm=told)).deterred[0])

    assert deterred(12) < deterred(6) < 0.11
    assert deterred(15) > 3 * deterred(12)


@pytest.mark.parametrize("applied", [APPLIED, None], ids=["as applied", "best"])
def test_an_answer_may_come_too_soon_if_time_makes_it_right(applied: np.ndarray | None) -> None:
    towns = at_mode(FOUR_TOWNS)

    early, middle, late = (
        solved(with_(towns, answer_days=tau, attribution=0.6 * (1 - np.exp(-tau / 6))), applied=applied).deterred[0]
        for tau in (1.0, 14.0, 60.0)
    )

    assert early == pytest.approx(0.754, abs=1e-3)
    assert middle > late > early


def test_readiness_to_walk_out_deters_and_shortens_the_life_of_the_deal() -> None:
    towns = at_mode(FOUR_TOWNS)

    points = [solved(with_(towns, walks_out_in_anger=anger), applied=APPLIED) for anger in (0.01, 0.05, 0.3)]

    shares, lives = (
        [float(value) for value in each]
        for each in zip(*[(p.deterred[0], 1 / p.regime.hazard[0, 0]) for p in points], strict=True)
    )
    assert shares == sorted(shares)
    assert lives[0] > 2 * lives[1] > 4 * lives[2]
    stakes = [point.stakes[0, 0] for point in points]
    assert stakes[0] < stakes[1] > stakes[2]


def test_a_deal_that_holds_by_retaliation_is_not_a_good_deal() -> None:
    towns = at_mode(FOUR_TOWNS)

    some, much = (solved(with_(towns, retaliates=chance), applied=APPLIED) for chance in (0.8, 0.95))

    assert constrain(some).holds[0]
    assert much.deterred[0] > some.deterred[0]
    assert much.regime.value[0, 0] - towns.war_value[0, 0] < 0.5


def test_a_weak_guarantee_can_crowd_out_a_strong_threat_to_leave() -> None:
    """At fixed values: a ruling replaces a walk-out, so more proof costs less where delta_tau (K + q gap) < theta delta_N gap."""
    towns = with_(at_mode(FOUR_TOWNS), walks_out_in_anger=0.5, retaliates=0.0, wrong_author=0.0)
    point = solved(towns, applied=APPLIED / 20)
    surer = with_(towns, attribution=0.6)
    both, share = np.ones((1, 2), dtype=bool), np.ones((1, 2))

    def cost(inputs: Inputs, punishment: np.ndarray) -> np.ndarray:
        from hudna.credibility.given import derive

        return one_day(derive(inputs), both, punishment, share, point.regime.value, point.regime.hazard)[1].cost

    assert (cost(surer, APPLIED / 20) < cost(towns, APPLIED / 20)).all()
    assert (cost(surer, APPLIED * 5) > cost(towns, APPLIED * 5)).all()


@pytest.mark.parametrize(
    ("cares", "alone", "with_the_other"), [(0.2, 20.6, 17.5), (1.0, 25.0, 24.0), (2.0, 30.5, 32.2), (4.0, 41.4, 48.6)]
)
def test_whether_a_second_guarantor_holds_the_first_depends_on_how_much_it_cares(
    cares: float, alone: float, with_the_other: float
) -> None:
    towns = with_(at_mode(FOUR_TOWNS), cares_for_client_harm=cares)
    single = replace(towns, guarantor_of=(0, -1))

    both, one = (solved(each, applied=APPLIED * [1.0, keep]) for each, keep in ((towns, 1.0), (single, 0.0)))

    assert both.stakes[0, 0] == pytest.approx(with_the_other, abs=0.1)
    assert one.stakes[0, 0] == pytest.approx(alone, abs=0.1)


@pytest.mark.parametrize(
    ("leaf", "factor"),
    [
        ("outside_penalty", 2.0),
        ("sham_noticed", 1.2),
        ("false_rulings_per_day", 0.5),
        ("mirror_loses", 1.3),
        ("cost_per_client_day", 0.8),
        ("lever_days", 2.0),
        ("gain", 0.8),
    ],
)
def test_on_sixty_drawn_deals_these_never_lowered_deterrence(leaf: str, factor: float) -> None:
    towns = drawn(FOUR_TOWNS, draws=60, seed=7)
    most = 1.0 if leaf == "sham_noticed" else np.inf

    before, after = solved(towns), solved(replace(towns, **{leaf: np.minimum(getattr(towns, leaf) * factor, most)}))

    assert (after.deterred >= before.deterred - 1e-4).all()


def test_a_longer_horizon_can_cost_a_guarantor_and_with_it_deterrence() -> None:
    towns = drawn(FOUR_TOWNS, draws=60, seed=7)

    before, after = solved(towns), solved(replace(towns, horizon_days=towns.horizon_days * 1.5))

    fell = after.deterred < before.deterred - 1e-4
    assert fell.any()
    assert fell.sum() < 20


def test_the_sum_of_values_is_no_objective_it_falls_as_deterrence_rises() -> None:
    towns = drawn(FOUR_TOWNS, draws=60, seed=7)

    before, after = solved(towns), solved(replace(towns, mirror_loses=towns.mirror_loses * 1.3))

    assert (after.deterred > before.deterred).all()
    assert ((after.regime.value - before.regime.value).sum(axis=1) < 0).sum() > 50


def test_more_tranches_tie_better_and_take_longer() -> None:
    giver, last = Side(cost=8.0, value=10.0, penalty=1.0), Side(cost=8.0, value=10.0, penalty=1.0)
    rounds = range(1, 13)

    worst = [float(step_margins(giver, last, rounds=count, discount=0.99).min()) for count in rounds]
    step = float(expected_delay(0.1, quiet_days=14, freeze_days=14, is_mirrored=True))
    busier = float(expected_delay(0.2, quiet_days=14, freeze_days=14, is_mirrored=True))

    assert worst == sorted(worst)
    assert worst[0] < 0.0 < worst[-1]
    delays = [2 * count * step for count in rounds]
    assert delays == sorted(delays)
    assert delays[7] > 365.0  # the first number of rounds that ties is one for which nobody can wait
    assert next(count for count, margin in zip(rounds, worst, strict=True) if margin >= 0.0) == 8
    assert busier > 2 * step  # in incidents a day it grows faster than any multiple of them
