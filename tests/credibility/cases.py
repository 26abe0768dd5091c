"""Three Syrian truces and Barzeh as ranges, (low, mode, high) in days of the player's own benefit: assumed by us, elicited from nobody.

Source: docs/guide/stress-model.md. Kinds are fire, advance and siege; an advance is worth twice the fire's prize and harms half as much again,
a siege is worth half as much again.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from hudna.credibility import Inputs

Range = tuple[float, float, float]
KINDS = ("fire", "advance", "siege")
SHARES, PRIZES, HARMS = np.array([0.6, 0.2, 0.2]), np.array([1.0, 2.0, 1.5]), np.array([1.0, 1.5, 1.0])
NOTHING: Range = (0.0, 0.0, 0.0)
WEAK_PLEA = 0.3


@dataclass(frozen=True)
class Case:
    """Pairs are of the strong and the weak side."""

    has_guarantors: bool
    opportunities: tuple[Range, Range]
    gain: Range | tuple[Range, Range]
    harm: Range | tuple[Range, Range]
    war: Range | tuple[Range, Range]
    horizon: Range
    detection: Range
    attribution: Range | tuple[Range, Range]
    plea: Range
    mirror: Range
    suspends: Range
    leaves: Range | tuple[Range, Range]
    retaliates: Range
    accidents: Range
    false_rulings: Range
    unfounded: Range
    tau: Range = (1, 7, 30)
    lever: Range | tuple[Range, Range] = NOTHING
    cost: Range | tuple[Range, Range] = NOTHING
    shares: Range | tuple[Range, Range] = NOTHING
    outside: Range = (0, 2, 10)
    others: dict[str, Range] = field(
        default_factory=lambda: {
            "belief": (0.6, 0.85, 0.98),
            "wrong": (0, 0.05, 0.15),
            "tail": (2, 3, 5),
            "stake": (0.3, 1, 2),
            "cares": (0.05, 0.2, 0.5),
            "sham": (0.3, 0.6, 0.9),
            "spiral": (0.01, 0.05, 0.15),
        }
    )


LOCAL = Case(
    has_guarantors=False,
    opportunities=((0.03, 0.08, 0.2), (0.01, 0.03, 0.08)),
    gain=((2, 6, 15), (1, 2, 6)),
    harm=((3, 6, 15), (1, 2, 5)),
    war=((0, 10, 40), (-60, -25, 0)),
    horizon=(30, 90, 240),
    detection=(0.4, 0.6, 0.9),
    attribution=(0.05, 0.2, 0.5),
    plea=(0, 0.05, 0.2),
    mirror=(0, 0.2, 1),
    suspends=(0, 0.2, 1),
    leaves=((0.05, 0.2, 0.5), (0.02, 0.05, 0.15)),
    retaliates=(0.1, 0.3, 0.6),
    accidents=(0.002, 0.01, 0.03),
    false_rulings=(0, 0, 0.001),
    unfounded=(0.002, 0.01, 0.03),
)
FOUR_TOWNS = Case(
    has_guarantors=True,
    opportunities=((0.03, 0.08, 0.2), (0.02, 0.05, 0.12)),
    gain=((2, 5, 12), (1, 3, 8)),
    harm=(2, 5, 10),
    war=(-20, -5, 5),
    horizon=(90, 180, 365),
    detection=(0.5, 0.75, 0.95),
    attribution=(0.2, 0.45, 0.7),
    plea=(0, 0.02, 0.1),
    mirror=(2, 6, 14),
    suspends=(0.5, 2, 5),
    leaves=(0, 0.01, 0.05),
    retaliates=(0.2, 0.4, 0.7),
    accidents=(0.005, 0.015, 0.04),
    false_rulings=(0, 0.003, 0.01),
    unfounded=(0.005, 0.02, 0.05),
    lever=((2, 8, 20), (2, 6, 15)),
    cost=(0.3, 1, 3),
    shares=(0, 0, 0.2),
)
CESSATION = Case(
    has_guarantors=True,
    opportunities=((0.1, 0.3, 0.6), (0.05, 0.15, 0.4)),
    gain=((2, 6, 15), (1, 4, 10)),
    harm=((1, 3, 6), (0.5, 1.5, 4)),
    war=((0, 10, 40), (-10, 0, 10)),
    horizon=(60, 150, 365),
    detection=(0.5, 0.75, 0.95),
    attribution=((0.003, 0.006, 0.018), (0.05, 0.15, 0.4)),
    plea=(0.3, 0.6, 0.9),
    mirror=(0, 0.3, 1.5),
    suspends=(0, 0.3, 1.5),
    leaves=((0.002, 0.01, 0.03), (0.01, 0.03, 0.08)),
    retaliates=(0.1, 0.25, 0.5),
    accidents=(0.02, 0.06, 0.15),
    false_rulings=(0, 0.003, 0.01),
    unfounded=(0.01, 0.05, 0.15),
    tau=(7, 20, 45),
    lever=((5, 15, 40), (1, 3, 8)),
    cost=((0.5, 1.5, 4), (0.3, 1, 3)),
    shares=((0.2, 1, 3), NOTHING),
)
BARZEH = replace(
    LOCAL,
    opportunities=((0.02, 0.05, 0.12), (0.01, 0.03, 0.08)),
    gain=(1, 2, 5),
    harm=(2, 5, 12),
    war=(-10, 0, 5),
    horizon=(180, 365, 900),
    attribution=(0.3, 0.6, 0.9),
    mirror=(4, 10, 25),
    retaliates=(0.05, 0.15, 0.3),
    accidents=(0.001, 0.005, 0.02),
)


def at_mode(case: Case) -> Inputs:
    """One draw: every leaf at its likeliest value."""
    return _inputs(case, lambda told: np.array([told[1]]))


def drawn(case: Case, *, draws: int, seed: int) -> Inputs:
    """Independent triangular draws of every leaf; a leaf told once for both sides is drawn once."""
    rng = np.random.default_rng(seed)

    def draw(told: Range) -> np.ndarray:
        low, mode, high = told
        return np.full(draws, float(low)) if low == high else rng.triangular(low, mode, high, draws)

    return _inputs(case, draw)


def _inputs(case: Case, draw: object) -> Inputs:
    take = draw
    assert callable(take)

    def one(told: Range) -> np.ndarray:
        return np.asarray(take(told), dtype=float)

    def two(told: Range | tuple[Range, Range]) -> np.ndarray:
        if isinstance(told[0], tuple):
            return np.stack([one(each) for each in told], axis=1)  # type: ignore[arg-type]
        shared = one(told)  # type: ignore[arg-type]
        return np.stack([shared, shared], axis=1)

    def by_kind(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
        return values[..., None] * weights

    def across(values: np.ndarray) -> np.ndarray:
        pairs = np.zeros((len(values), 2, *values.shape[1:]))
        pairs[:, 0, 1], pairs[:, 1, 0] = values[:, 0], values[:, 1]
        return pairs

    ones, others = np.ones(3), case.others
    plea = one(case.plea)
    horizon = one(case.horizon)
    return Inputs(
        parties=("strong", "weak"),
        kinds=KINDS,
        guarantors=("of_strong", "of_weak") if case.has_guarantors else (),
        guarantor_of=(0, 1) if case.has_guarantors else (-1, -1),
        impatience_per_year=np.ones_like(horizon),
        horizon_days=horizon,
        benefit_per_day=np.ones((len(horizon), 2)),
        benefit_if_hollow=np.full((len(horizon), 2), 0.6),
        war_value=two(case.war),
        opportunities_per_day=by_kind(two(case.opportunities), SHARES),
        gain=by_kind(two(case.gain), PRIZES),
        gain_tail=by_kind(two(others["tail"]), ones),
        pays_per_day=np.zeros((len(horizon), 2, 3)),
        until_day=np.zeros((len(horizon), 2, 3)),
        harm=across(by_kind(two(case.harm), HARMS)),
        accidents_per_day=two(case.accidents),
        retaliates=across(two(case.retaliates)),
        walks_out_credible=two(case.leaves),
        walks_out_in_anger=np.full((len(horizon), 2), 0.01),
        walks_out_after_days=np.full((len(horizon), 2), 2.0),
        mirror_loses=two(case.mirror),
        mirror_costs_suspender=two(case.suspends),
        detection=by_kind(one(case.detection)[:, None] * np.ones(2), ones),
        attribution=two(case.attribution),
        carve_out_plea=np.stack([plea, WEAK_PLEA * plea], axis=1),
        wrong_author=two(others["wrong"]),
        victim_believes=by_kind(one(others["belief"])[:, None] * np.ones(2), ones),
        false_rulings_per_day=two(case.false_rulings),
        unfounded_beliefs_per_day=two(case.unfounded),
        war_after_punishment=two(others["spiral"]),
        lever_days=two(case.lever),
        cost_per_client_day=two(case.cost),
        answer_days=two(case.tau),
        sham_noticed=two(others["sham"]),
        cares_for_client_harm=two(others["cares"]),
        gains_from_client_breach=two(case.shares),
        stake_per_day=two(others["stake"]) if case.has_guarantors else np.zeros((len(horizon), 0)),
        outside_penalty=two(case.outside) if case.has_guarantors else np.zeros((len(horizon), 0)),
    )
