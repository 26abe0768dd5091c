"""The point solution against closed forms, measured values of the reference prototype, and what must hold for any inputs."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credibility.cases import BARZEH, CESSATION, FOUR_TOWNS, LOCAL, Case, at_mode, drawn
from hudna.credibility import Inputs, leaves, refuse_impossible, take_draws
from hudna.credibility.constraints import constrain, in_order, say
from hudna.credibility.given import derive
from hudna.credibility.point import Point, find_both, solve_point
from hudna.credibility.punishments import temptation
from hudna.credibility.regime import Regime, one_day, solve_regime
from hudna.problems import Refused

ALPHA = 0.75
CASES = {"local": LOCAL, "four towns": FOUR_TOWNS, "cessation": CESSATION, "barzeh": BARZEH}
APPLIED = np.array([[8.0, 6.0]])
PAYOFFS = (
    "benefit_per_day",
    "war_value",
    "gain",
    "pays_per_day",
    "mirror_loses",
    "mirror_costs_suspender",
    "lever_days",
)
some_case = st.sampled_from(sorted(CASES))


def with_(inputs: Inputs, **values: object) -> Inputs:
    """Set leaves to one value for all; other fields as they are given."""
    told = {
        name: np.full_like(getattr(inputs, name), value) if isinstance(value, int | float) else value
        for name, value in values.items()
    }
    return replace(inputs, **told)


def margins(point: Point) -> dict[str, np.ndarray]:
    return {row.id: row.margin for row in constrain(point).rows}


def test_without_temptation_the_value_is_a_sum_of_days() -> None:
    quiet = {
        "opportunities_per_day": 0.0,
        "walks_out_credible": 0.0,
        "walks_out_in_anger": 0.0,
        "accidents_per_day": 0.0,
        "false_rulings_per_day": 0.0,
        "unfounded_beliefs_per_day": 0.01,
        "mirror_loses": 2.0,
        "mirror_costs_suspender": 1.0,
    }
    inputs = with_(at_mode(LOCAL), **quiet)

    point = solve_point(inputs, alpha=ALPHA)

    delta = np.exp(-(1 / 365 + 1 / 90))
    assert point.regime.value == pytest.approx((1 - 0.03) / (1 - delta), rel=1e-12)


def test_a_breach_that_nobody_sees_or_believes_is_always_taken() -> None:
    inputs = with_(at_mode(FOUR_TOWNS), detection=0.0, victim_believes=0.0)

    point = solve_point(inputs, alpha=ALPHA)

    assert (point.regime.breaches == inputs.opportunities_per_day).all()


def test_a_punishment_without_end_or_cost_deters_everything() -> None:
    inputs = with_(at_mode(FOUR_TOWNS), cost_per_client_day=0.0)

    point = solve_point(inputs, alpha=ALPHA, applied=np.full((1, 2), 1e7))

    assert (point.regime.breaches < 1e-40).all()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_alone_the_guarantee_is_the_window_of_the_seed_idea(seed: int) -> None:
    """With q = M = s = theta = noise = 0: cost = temptation at the floor, and a guarantor acts iff c x floor <= upsilon x S."""
    silent = dict.fromkeys(
        (
            "war_after_punishment",
            "mirror_loses",
            "mirror_costs_suspender",
            "retaliates",
            "walks_out_credible",
            "walks_out_in_anger",
            "accidents_per_day",
            "false_rulings_per_day",
            "unfounded_beliefs_per_day",
            "wrong_author",
        ),
        0.0,
    )
    inputs = with_(drawn(FOUR_TOWNS, draws=20, seed=seed), **silent)
    told = derive(inputs)
    floor = (temptation(told, ALPHA) / (told.proof * (told.delta**told.tau)[..., None])).max(axis=2)

    point = solve_point(inputs, alpha=ALPHA, applied=floor)

    acted = point.acts.all(axis=1)
    worst = temptation(told, ALPHA).max(axis=2)
    assert point.regime.cost.max(axis=2)[acted] == pytest.approx(worst[acted], rel=1e-12)
    both = solve_regime(told, np.ones((20, 2), dtype=bool), floor, np.ones((20, 2)))
    stakes = both.guarantor_value - point.hollow.guarantor_value + inputs.outside_penalty
    willing = inputs.cost_per_client_day * floor <= inputs.sham_noticed * stakes
    assert (acted == willing.all(axis=1)).all()


def test_four_towns_as_the_prototype_solved_it() -> None:
    point = solve_point(at_mode(FOUR_TOWNS), alpha=ALPHA, applied=APPLIED)

    constraints = constrain(point)
    assert point.regime.value[0] == pytest.approx([59.2, 33.9], abs=0.05)
    assert point.regime.guarantor_value[0] == pytest.approx([77.68, 81.12], abs=0.01)
    assert point.hollow.guarantor_value[0] == pytest.approx([58.31, 56.58], abs=0.01)
    assert point.stakes[0, 0] == pytest.approx(17.49, abs=0.01)
    assert point.deterred[0] == pytest.approx(0.824, abs=5e-4)
    assert point.regime.cost[0, :, 1] == pytest.approx([13.33, 11.80], abs=0.01)
    assert point.regime.hazard[0, 0] == pytest.approx(0.00253, abs=1e-5)
    assert constraints.rows[constraints.binding[0]].id == "P1.advance"
    assert constraints.least[0] == pytest.approx(-0.253, abs=1e-3)


@pytest.mark.parametrize(
    ("without", "deterred"), [(("guarantors",), 0.72), (("mirror",), 0.64), (("guarantors", "mirror"), 0.30)]
)
def test_the_hostages_of_four_towns_did_more_than_its_backers(without: tuple[str, ...], deterred: float) -> None:
    inputs = at_mode(FOUR_TOWNS)
    if "mirror" in without:
        inputs = with_(inputs, mirror_loses=0.0, mirror_costs_suspender=0.0)
    if "guarantors" in without:
        empty = np.zeros((1, 0))
        inputs = replace(inputs, guarantors=(), guarantor_of=(-1, -1), stake_per_day=empty, outside_penalty=empty)

    point = solve_point(inputs, alpha=ALPHA, applied=APPLIED)

    assert point.deterred[0] == pytest.approx(deterred, abs=0.006)


@given(case=some_case, seed=st.integers(0, 10_000), factor=st.sampled_from([7.3, 0.11]))
@settings(max_examples=15, deadline=None)
def test_a_partys_unit_of_account_changes_nothing(case: str, seed: int, factor: float) -> None:
    inputs = drawn(CASES[case], draws=8, seed=seed)
    scale = np.array([factor, 1.0])
    told = {
        name: getattr(inputs, name) * (scale[:, None] if getattr(inputs, name).ndim == 3 else scale) for name in PAYOFFS
    }
    harm = inputs.harm.copy()
    harm[:, 1, 0] *= factor
    # What is counted in days of the first party: what one of its days costs its guarantor, and how much the guarantor minds one.
    told |= {name: getattr(inputs, name) / scale for name in ("cost_per_client_day", "cares_for_client_harm")}

    one, other = (solve_point(each, alpha=ALPHA) for each in (inputs, replace(inputs, harm=harm, **told)))

    assert other.regime.breaches == pytest.approx(one.regime.breaches, rel=1e-8, abs=1e-10)
    assert (other.acts == one.acts).all()


def mirrored(inputs: Inputs) -> Inputs:
    """Call the first party the second."""
    told = {}
    for name, declared in leaves().items():
        values = getattr(inputs, name)
        for axis, what in enumerate(declared.axes.split(), start=1):
            if what in ("party", "victim", "guarantor"):
                values = np.flip(values, axis=axis)
        told[name] = np.ascontiguousarray(values)
    return replace(inputs, parties=inputs.parties[::-1], guarantors=inputs.guarantors[::-1], **told)


@given(case=some_case, seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_parties_changes_nothing_at_all(case: str, seed: int) -> None:
    inputs = drawn(CASES[case], draws=8, seed=seed)

    one, other = solve_point(inputs, alpha=ALPHA), solve_point(mirrored(inputs), alpha=ALPHA)

    assert (other.regime.breaches[:, ::-1] == one.regime.breaches).all()
    assert (other.punishment[:, ::-1] == one.punishment).all()


@given(case=some_case, seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_all_draws_together_are_each_draw_alone(case: str, seed: int) -> None:
    inputs = drawn(CASES[case], draws=12, seed=seed)

    together = solve_point(inputs, alpha=ALPHA)

    alone = [solve_point(take_draws(inputs, np.array([draw])), alpha=ALPHA) for draw in range(12)]
    for name in Regime._fields:
        assert (getattr(together.regime, name) == np.concatenate([getattr(each.regime, name) for each in alone])).all()
    assert (together.punishment == np.concatenate([each.punishment for each in alone])).all()


@given(case=some_case, seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_what_must_hold_of_any_solution(case: str, seed: int) -> None:
    inputs = drawn(CASES[case], draws=40, seed=seed)

    point = solve_point(inputs, alpha=ALPHA)

    told = margins(point)
    assert point.regime.is_settled.all()
    assert (point.regime.breaches <= inputs.opportunities_per_day).all()
    for party in range(2):
        leaves_war = point.regime.value[:, party] >= inputs.war_value[:, party]
        assert (leaves_war == (told[f"X{party + 1}"] >= 0.0)).all()
    acts = point.acts
    assert (point.punishment[acts] <= inputs.lever_days[acts]).all()
    cost, worth = inputs.cost_per_client_day * point.punishment, inputs.sham_noticed * point.stakes
    assert (cost[acts] <= worth[acts] * (1 + 1e-6)).all()
    constraints = constrain(point)
    for draw in range(5):
        ordered = [row for row in in_order(constraints, draw=draw) if row.is_required]
        assert ordered[0].id == constraints.rows[constraints.binding[draw]].id
        assert [row.margin[draw] for row in ordered] == sorted(row.margin[draw] for row in ordered)


@given(seed=st.integers(0, 10_000), factor=st.floats(1.0, 4.0))
@settings(max_examples=15, deadline=None)
def test_at_fixed_values_a_larger_mirror_or_sanction_deters_more(seed: int, factor: float) -> None:
    inputs = drawn(FOUR_TOWNS, draws=30, seed=seed)
    both, share = np.ones((30, 2), dtype=bool), np.ones((30, 2))
    found = solve_regime(derive(inputs), both, inputs.lever_days, share)
    start = np.concatenate([found.value, found.hazard], axis=1)

    def cost(inputs: Inputs, punishment: np.ndarray) -> np.ndarray:
        return one_day(derive(inputs), both, punishment, share, start[:, :2], start[:, 2:])[1].cost

    more_mirror = cost(replace(inputs, mirror_loses=inputs.mirror_loses * factor), inputs.lever_days)
    more_sanction = cost(inputs, inputs.lever_days * factor)

    assert (more_mirror >= found.cost - 1e-9).all()
    assert (more_sanction >= found.cost - 1e-9).all()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_a_larger_stated_leverage_never_hurts(seed: int) -> None:
    inputs = drawn(FOUR_TOWNS, draws=30, seed=seed)

    stated = solve_point(inputs, alpha=ALPHA)
    doubled = solve_point(replace(inputs, lever_days=2 * inputs.lever_days), alpha=ALPHA)

    assert (doubled.deterred >= stated.deterred - 1e-6).all()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_an_outside_penalty_and_a_sham_that_is_noticed_never_hurt_a_guarantors_will(seed: int) -> None:
    inputs = drawn(FOUR_TOWNS, draws=30, seed=seed)
    before = solve_point(inputs, alpha=ALPHA, applied=inputs.lever_days)

    for better in (
        replace(inputs, outside_penalty=inputs.outside_penalty + 5),
        replace(inputs, sham_noticed=np.minimum(inputs.sham_noticed * 1.3, 1.0)),
    ):
        after = solve_point(better, alpha=ALPHA, applied=inputs.lever_days)
        assert (after.acts.sum(axis=1) >= before.acts.sum(axis=1)).all()


@pytest.mark.parametrize("case", sorted(CASES))
def test_values_from_above_and_from_below_are_one_equilibrium(case: str) -> None:
    above, below, differs = find_both(drawn(CASES[case], draws=60, seed=1), alpha=ALPHA)

    assert not differs.any()
    assert above.regime.value == pytest.approx(below.regime.value, rel=1e-6, abs=1e-6)


def test_the_same_draws_give_the_same_bytes() -> None:
    one, other = (solve_point(drawn(CESSATION, draws=20, seed=3), alpha=ALPHA) for _ in range(2))

    assert one.regime.value.tobytes() == other.regime.value.tobytes()


def test_each_constraint_says_its_sentence() -> None:
    point = solve_point(at_mode(FOUR_TOWNS), alpha=ALPHA, applied=APPLIED)

    said = {row.id: say(row, point, draw=0) for row in constrain(point).rows}
    assert said["P1.advance"] == "strong, at an opportunity of advance: worth 17.8 days, costs 13.3; it is taken."
    assert said["R2"] == "weak: being cheated is worth 44.4 days, war -5.0; it would rather be cheated than leave."
    assert said["G1"].startswith(
        "of_strong, asked to punish strong: costs it 8.0 of its days, pretending to would cost 10.5"
    )


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"attribution": 1.2}, "monitoring.attribution.strong"),
        ({"accidents_per_day": -0.1}, "parties.strong.accidents_per_day"),
        ({"gain": float("nan")}, "parties.strong.kinds.fire.gain"),
        ({"retaliates": 1.0, "victim_believes": 1.0}, "parties.*.retaliates"),
        ({"guarantor_of": (0, 5)}, "guarantors"),
        ({"war_value": np.zeros((1, 3))}, "parties.{party}.war_value"),
        ({"cost_per_client_day": -1.0}, "guarantors.of_strong.cost_per_client_day"),
        ({"lever_days": np.array([[1.0, -1.0]]), "guarantor_of": (0, -1)}, "guarantors.of weak.lever.max_client_days"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_leaf(broken: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_impossible(with_(at_mode(FOUR_TOWNS), **broken), file="deal.assumptions.yaml")

    assert refused.value.problems[0].field == field
    assert refused.value.problems[0].file == "deal.assumptions.yaml"


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_cases_themselves_can_be(case: str) -> None:
    told: Case = CASES[case]

    refuse_impossible(drawn(told, draws=50, seed=1), file="case")
