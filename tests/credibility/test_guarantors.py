"""Two guarantors, one, one for both, none; and one that gains from its client's breaches."""

from dataclasses import replace

import numpy as np
import pytest

from credibility.cases import CESSATION, FOUR_TOWNS, at_mode, drawn
from hudna.credibility import Inputs, Point, constrain, refuse_impossible, solve_point
from hudna.credibility.fighting import cost_of_own_breach
from hudna.credibility.simulate import mean_and_error, play_of, simulate

ALPHA, APPLIED = 0.75, np.array([[8.0, 6.0]])


def with_one_for_both(inputs: Inputs) -> Inputs:
    return replace(
        inputs,
        guarantors=("of_both",),
        guarantor_of=(0, 0),
        stake_per_day=inputs.stake_per_day[:, :1],
        outside_penalty=inputs.outside_penalty[:, :1],
    )


def test_a_party_without_a_guarantor_is_never_punished_and_has_no_guarantors_rows() -> None:
    inputs = replace(drawn(FOUR_TOWNS, draws=30, seed=1), guarantor_of=(0, -1))
    refuse_impossible(inputs, file="one-sided")

    point = solve_point(inputs, alpha=ALPHA)

    assert (point.punishment[:, 1] == 0.0).all()
    assert not point.acts[:, 1].any()
    assert {row.id for row in constrain(point).rows} & {"G1", "G2", "XG2"} == {"G1"}


def test_a_shared_guarantor_has_one_stake_and_pays_for_both() -> None:
    inputs = with_one_for_both(at_mode(FOUR_TOWNS))
    refuse_impossible(inputs, file="shared")

    shared = solve_point(inputs, alpha=ALPHA, applied=APPLIED / 2)

    apart = solve_point(at_mode(FOUR_TOWNS), alpha=ALPHA, applied=APPLIED / 2)
    assert shared.acts.all()
    assert apart.acts.all()
    values = shared.regime.guarantor_value[0]
    assert values[0] == values[1]
    assert values[0] < apart.regime.guarantor_value[0].min()
    assert (shared.regime.breaches == apart.regime.breaches).all()


def test_a_shared_guarantors_value_is_that_of_the_deal_as_it_is_played() -> None:
    point = solve_point(with_one_for_both(at_mode(FOUR_TOWNS)), alpha=ALPHA, applied=APPLIED / 2)

    played = simulate(play_of(point, runs=3000), days=300, seed=4).guarantor_value[:, 0]

    mean, error = mean_and_error(played)
    assert abs(mean - point.regime.guarantor_value[0, 0]) < 3 * error + 0.01 * mean


def test_what_a_guarantor_gains_from_its_clients_breaches_lowers_its_ceiling() -> None:
    cessation = at_mode(CESSATION)

    ceilings = [
        solve_point(replace(cessation, gains_from_client_breach=np.array([[share, 0.0]])), alpha=ALPHA).ceiling[0, 0]
        for share in (0.0, 1.0, 3.0)
    ]

    assert ceilings == sorted(ceilings, reverse=True)
    assert ceilings[0] > ceilings[2]


def test_a_guarantor_with_no_stake_guarantees_nothing_however_strong() -> None:
    towns = at_mode(FOUR_TOWNS)
    weak = replace(
        towns,
        stake_per_day=np.zeros((1, 2)),
        outside_penalty=np.zeros((1, 2)),
        cares_for_client_harm=np.zeros((1, 2)),
        lever_days=np.full((1, 2), 1_000.0),
    )

    point = solve_point(weak, alpha=ALPHA)

    assert point.deterred[0] == pytest.approx(solve_point(towns, alpha=ALPHA, applied=APPLIED * 50).deterred[0])
    assert not point.acts.any()


def own_cost(point: Point, *, outside: float) -> np.ndarray:
    inputs = replace(point.inputs, outside_penalty=np.full_like(point.inputs.outside_penalty, outside))
    return cost_of_own_breach(inputs, point.given, point.regime, point.acts, point.punishment)


@pytest.mark.parametrize("is_shared", [False, True])
def test_what_a_breach_by_a_guarantors_own_forces_costs_it_is_what_it_costs_as_the_deal_is_played(
    is_shared: bool,
) -> None:
    towns = replace(
        with_one_for_both(at_mode(FOUR_TOWNS)) if is_shared else at_mode(FOUR_TOWNS),
        fights=(True, True)[: 2 - is_shared],
    )
    towns = replace(
        towns, walks_out_credible=np.full((1, 2), 0.1), walks_out_in_anger=np.full((1, 2), 0.05), is_grim=True
    )
    point = solve_point(
        replace(towns, cares_for_client_harm=np.full((1, 2), 0.8)), alpha=ALPHA, applied=np.zeros((1, 2))
    )

    # With no punishment nobody's rulings are answered, so that a breach by the client meets what one by the guarantor's own forces does.
    plays = [simulate(play_of(point, runs=40_000), days=60, seed=5, forced=forced) for forced in (None, (0, 0))]

    mean, error = mean_and_error(plays[0].guarantor_value[:, 0] - plays[1].guarantor_value[:, 0])
    expected = own_cost(point, outside=0.0)[0, 0, 0]
    assert expected > 1.0
    assert abs(mean - expected) < 3 * error + 0.02 * expected


def test_a_guarantor_that_fights_has_a_row_of_its_own_for_each_kind_and_no_lever_reaches_it() -> None:
    cessation = replace(at_mode(CESSATION), fights=(True, False))
    refuse_impossible(cessation, file="fights")

    rows, stronger, penalised = (
        {row.id: row for row in constrain(solve_point(inputs, alpha=ALPHA)).rows}
        for inputs in (
            cessation,
            replace(cessation, lever_days=cessation.lever_days * 10),
            replace(cessation, outside_penalty=np.full((1, 2), 500.0)),
        )
    )

    own = [row for row in rows.values() if row.step == "F"]
    assert [row.id for row in own] == ["F1.fire", "F1.advance", "F1.siege"]
    assert all(row.is_required and row.left[0] == 1.0 for row in own)
    assert "F1.fire" not in {row.id for row in constrain(solve_point(at_mode(CESSATION), alpha=ALPHA)).rows}
    assert penalised["F1.fire"].right[0] > rows["F1.fire"].right[0]
    assert stronger["F1.fire"].right[0] == pytest.approx(
        rows["F1.fire"].right[0], rel=0.02
    )  # by what the deal is worth alone


def test_the_other_client_blamed_and_punished_is_charged_at_the_guarantors_own_stake() -> None:
    towns = replace(
        at_mode(FOUR_TOWNS),
        attribution=np.array([[0.0, 0.45]]),
        wrong_author=np.array([[0.6, 0.05]]),
        war_after_punishment=np.full((1, 2), 0.3),
        cost_per_client_day=np.array([[1_000.0, 0.1]]),
        stake_per_day=np.array([[1.0, 6.0]]),
        outside_penalty=np.array([[0.0, 300.0]]),
    )

    point = solve_point(towns, alpha=ALPHA, applied=np.array([[5.0, 1.0]]))
    plays = [simulate(play_of(point, runs=40_000), days=60, seed=5, forced=forced) for forced in (None, (0, 0))]

    mean, error = mean_and_error(plays[0].guarantor_value[:, 0] - plays[1].guarantor_value[:, 0])
    expected = own_cost(point, outside=0.0)[0, 0, 0]
    regime = point.regime._replace(guarantor_value=point.regime.guarantor_value * [[1.0, 10.0]])
    assert point.acts.tolist() == [[False, True]]
    assert abs(mean - expected) < 3 * error + 0.15 * expected  # several files may be open at once
    assert own_cost(point._replace(regime=regime), outside=0.0)[0, 0, 0] == expected
