"""The solved values judged by playing the deal day by day."""

import numpy as np
import pytest

from credibility.cases import BARZEH, CESSATION, FOUR_TOWNS, LOCAL, Case, at_mode, drawn
from hudna.credibility.deviation import steps_of_cost, why
from hudna.credibility.point import solve_point
from hudna.credibility.simulate import mean_and_error, play_of, simulate, survive
from hudna.problems import Refused

ALPHA, APPLIED = 0.75, np.array([[8.0, 6.0]])
CASES = [LOCAL, FOUR_TOWNS, CESSATION, BARZEH]


@pytest.mark.parametrize("case", CASES, ids=["local", "four towns", "cessation", "barzeh"])
def test_values_are_those_of_the_deal_as_it_is_played(case: Case) -> None:
    point = solve_point(at_mode(case), alpha=ALPHA)

    played = simulate(play_of(point, runs=4000), days=300, seed=1)

    for party in range(2):
        mean, error = mean_and_error(played.value[:, party])
        solved = point.regime.value[0, party]
        assert abs(mean - solved) < 3 * error + 0.01 * abs(solved)


def test_guarantors_values_are_those_of_the_deal_as_it_is_played() -> None:
    point = solve_point(at_mode(FOUR_TOWNS), alpha=ALPHA, applied=APPLIED)

    for is_hollow, regime in ((False, point.regime), (True, point.hollow)):
        played = simulate(play_of(point, runs=4000, is_hollow=is_hollow), days=300, seed=2)
        for party in range(2):
            mean, error = mean_and_error(played.guarantor_value[:, party])
            assert abs(mean - regime.guarantor_value[0, party]) < 3 * error + 0.01 * mean


def test_no_single_breach_is_worth_more_than_the_cut_off_says() -> None:
    point = solve_point(at_mode(FOUR_TOWNS), alpha=ALPHA, applied=APPLIED)

    found = why(point, "P1.advance", draw=0, runs=6000, seed=1)

    assert found.solved == pytest.approx(13.33, abs=0.01)
    assert sum(step.days for step in found.steps) == pytest.approx(found.solved, rel=1e-9)
    assert abs(found.simulated - found.solved) < 3 * found.error + 0.01 * found.solved
    assert found.error < 0.05 * found.solved


def test_leaving_out_the_chain_of_retaliation_would_understate_the_cost() -> None:
    point = solve_point(at_mode(FOUR_TOWNS), alpha=ALPHA, applied=APPLIED)

    steps = {step.name: step.days for step in steps_of_cost(point, 0, 1)}

    harm_alone = 0.85 * 0.4 * point.given.delta[0, 0] * point.given.harm[0, 1, 0]
    assert sum(steps.values()) - steps["retaliation"] + harm_alone < 0.85 * sum(steps.values())


def test_neither_guarantor_of_the_four_towns_gains_from_a_sham() -> None:
    point = solve_point(at_mode(FOUR_TOWNS), alpha=ALPHA, applied=APPLIED)

    for name, gain in (("G1", -2.74), ("G2", -7.72)):
        found = why(point, name, draw=0, runs=6000, seed=3)
        assert abs(found.temptation - found.simulated - gain) < 3 * found.error + 0.25


def test_a_draw_is_taken_apart_without_its_neighbours() -> None:
    point = solve_point(drawn(CESSATION, draws=6, seed=2), alpha=ALPHA)

    found = why(point, "P2.advance", draw=4, runs=50, seed=1)

    assert found.solved == point.regime.cost[4, 1, 1]


def test_there_is_no_step_to_play_for_a_threat() -> None:
    point = solve_point(at_mode(FOUR_TOWNS), alpha=ALPHA)

    with pytest.raises(Refused) as refused:
        why(point, "P1.advanse", draw=0, runs=10, seed=1)

    assert refused.value.problems[0].nearest == "P1.advance"


def test_the_hazard_of_war_is_a_little_less_than_solved_since_files_overlap() -> None:
    point = solve_point(at_mode(FOUR_TOWNS), alpha=ALPHA, applied=APPLIED)

    played = simulate(play_of(point, runs=3000), days=1500, seed=1)

    lived = np.minimum(played.war_day, 1500)
    hazard = (played.war_day <= 1500).sum() / lived.sum()
    assert 0.92 * point.regime.hazard[0, 0] < hazard < 1.02 * point.regime.hazard[0, 0]


def test_on_peace_alone_the_cheated_sides_truce_looks_better_than_it_is() -> None:
    local, towns, barzeh = (
        survive(solve_point(drawn(case, draws=60, seed=1), alpha=ALPHA), runs=10, days=365, seed=1)[0]
        for case in (LOCAL, FOUR_TOWNS, BARZEH)
    )

    assert local.is_at_peace[:, -1].mean() > towns.is_at_peace[:, -1].mean() + 0.1
    assert local.is_sound[:, -1].mean() <= towns.is_sound[:, -1].mean() < barzeh.is_sound[:, -1].mean()
    assert (np.diff(towns.is_sound, axis=1) <= 0).all()
    assert (towns.is_sound <= towns.is_at_peace).all()


def test_the_same_seed_gives_the_same_runs() -> None:
    point = solve_point(at_mode(CESSATION), alpha=ALPHA)

    one, other, third = (simulate(play_of(point, runs=30), days=90, seed=seed) for seed in (5, 5, 6))

    assert one.value.tobytes() == other.value.tobytes() != third.value.tobytes()
