"""Draws from the ranges: each number once in each draw, together as their rank correlations say; the same seed gives the same bytes.

Every number has its own stream, seeded by its path: to add one, or to drop it, changes no other's draws, so that two drafts of a deal are
compared on the same luck. Each is stratified: of 400 draws one lies in each 400th of its range, which makes means steadier than chance does.
Source: docs/guide/stress.md.
"""

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np
from scipy.special import ndtr, ndtri

from hudna.credibility.assumptions import Assumptions
from hudna.credibility.inputs import NONE, Inputs
from hudna.credibility.ranges import Floats
from hudna.credibility.rank_correlation import normal_correlation, rank_matrix

Values = Mapping[str, Floats]
"""By path, the value of a number in each draw."""

LOW, HIGH = 0.1, 0.9
PERFECT = 1.0


def draw_values(assumptions: Assumptions, *, draws: int, seed: int) -> dict[str, Floats]:
    """Draw every number.

    Returns:
        By path, in the order of the assumptions, one value for each draw. A number without width is the same in every draw.
    """
    shares = {path: _stratified(path, draws, seed) for path, value in assumptions.values.items() if value.range.varies}
    if assumptions.correlated:
        names, rank = rank_matrix(assumptions.correlated)
        weights, axes = np.linalg.eigh(normal_correlation(rank))
        root = axes * np.sqrt(np.clip(weights, 0.0, None))
        together = ndtr(root @ ndtri(np.stack([shares[name] for name in names])))
        shares |= dict(zip(names, together, strict=True))
    return {
        path: value.range.quantile(shares.get(path, np.full(draws, 0.5))) for path, value in assumptions.values.items()
    }


def _stratified(path: str, draws: int, seed: int) -> Floats:
    own = int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big")
    random = np.random.Generator(np.random.PCG64([seed, own]))
    return np.asarray((random.permutation(draws) + random.random(draws)) / draws)


def likely_values(assumptions: Assumptions) -> dict[str, Floats]:
    """Give every number at its likely value, as one draw."""
    return {path: np.array([value.range.likely], dtype=np.float64) for path, value in assumptions.values.items()}


def bars(assumptions: Assumptions) -> tuple[tuple[str, ...], ...]:
    """Give the numbers that a tornado moves, those that rise and fall perfectly together as one."""
    bar_of = {path: {path} for path, value in assumptions.values.items() if value.range.varies}
    for one, other, rank in assumptions.correlated:
        if rank == PERFECT and bar_of[one] is not bar_of[other]:
            joined = bar_of[one] | bar_of[other]
            bar_of |= dict.fromkeys(joined, joined)
    order = {path: number for number, path in enumerate(assumptions.values)}
    return tuple(dict.fromkeys(tuple(sorted(bar, key=order.__getitem__)) for bar in bar_of.values()))


def tornado_values(assumptions: Assumptions) -> tuple[tuple[tuple[str, ...], ...], dict[str, Floats]]:
    """Lay out one solve for the whole tornado: each bar at its 10 % and its 90 % quantile, all else likely.

    Returns:
        The bars, and the values: draw 2 k is bar k low, draw 2 k + 1 is bar k high.
    """
    found = bars(assumptions)
    values = {
        path: np.full(2 * len(found), value.range.likely, dtype=np.float64)
        for path, value in assumptions.values.items()
    }
    for number, bar in enumerate(found):
        for path in bar:
            values[path][2 * number : 2 * number + 2] = assumptions.values[path].range.quantile([LOW, HIGH])
    return found, values


def lay_out_inputs(assumptions: Assumptions, values: Values) -> Inputs:
    """Lay the values out as the arrays that the solver reads; shares of kinds are made to add up to 1 in every draw."""
    draws = len(next(iter(values.values())))
    parties, kinds = assumptions.parties, assumptions.kinds

    def told(path: str, of: str = "") -> Floats:
        return values[f"{path}.{of}"] if of and f"{path}.{of}" in values else values[path]

    def by_party(pattern: str) -> Floats:
        return np.stack([told(pattern.format(party=party)) for party in parties], axis=1)

    def monitored(path: str) -> Floats:
        return np.stack([told(path, party) for party in parties], axis=1)

    def by_kind(what: str, otherwise: float) -> Floats:
        missing = np.full(draws, otherwise)
        rows = [[values.get(f"parties.{p}.kinds.{k}.{what}", missing) for k in kinds] for p in parties]
        return np.moveaxis(np.array(rows), 2, 0)

    def seen(path: str) -> Floats:
        return np.repeat(np.stack([told(path, kind) for kind in kinds], axis=1)[:, None, :], len(parties), axis=1)

    def guaranteed(what: str, otherwise: float) -> Floats:
        rows: list[Floats] = []
        for party in parties:
            guarantor = assumptions.guarantor_of[party]
            missing = np.full(draws, otherwise)
            rows.append(missing if guarantor is None else told(f"guarantors.{guarantor}.{what}", party))
        return np.stack(rows, axis=1)

    def by_guarantor(columns: Iterable[Floats]) -> Floats:
        stacked = list(columns)
        return np.stack(stacked, axis=1) if stacked else np.zeros((draws, 0))

    def across(pairs: Floats) -> Floats:
        """Spread what a party does over those to whom it does it; the diagonal is not read."""
        off = 1.0 - np.eye(len(parties))
        return pairs[:, :, None] * (off if pairs.ndim == 2 else off[:, :, None])

    shares = by_kind("share", 0.0)
    shares = shares / shares.sum(axis=2, keepdims=True)
    return Inputs(
        parties=parties,
        kinds=kinds,
        guarantors=assumptions.guarantors,
        guarantor_of=tuple(
            NONE if (g := assumptions.guarantor_of[p]) is None else assumptions.guarantors.index(g) for p in parties
        ),
        fights=tuple(g in assumptions.terms.fighting for g in assumptions.guarantors),
        impatience_per_year=told("impatience_per_year"),
        horizon_days=told("horizon_days"),
        benefit_per_day=by_party("parties.{party}.benefit_per_day"),
        benefit_if_hollow=by_party("parties.{party}.benefit_if_hollow"),
        war_value=by_party("parties.{party}.war_value"),
        opportunities_per_day=by_party("parties.{party}.opportunities_per_day")[:, :, None] * shares,
        gain=by_kind("gain", 1.0),
        gain_tail=by_kind("gain_tail", 2.0),
        pays_per_day=by_kind("pays_per_day", 0.0),
        until_day=by_kind("until_day", 0.0),
        harm=across(by_kind("harm_to_other", 0.0)),
        accidents_per_day=by_party("parties.{party}.accidents_per_day"),
        retaliates=across(by_party("parties.{party}.retaliates")),
        walks_out_credible=by_party("parties.{party}.walks_out.credible"),
        walks_out_in_anger=by_party("parties.{party}.walks_out.in_anger"),
        walks_out_after_days=by_party("parties.{party}.walks_out.after_days"),
        mirror_loses=by_party("parties.{party}.mirror.loses"),
        mirror_costs_suspender=by_party("parties.{party}.mirror.costs_the_other")[:, ::-1],
        detection=seen("monitoring.detection"),
        attribution=monitored("monitoring.attribution"),
        carve_out_plea=monitored("monitoring.carve_out_plea"),
        wrong_author=monitored("monitoring.wrong_author"),
        victim_believes=seen("monitoring.victim_believes"),
        false_rulings_per_day=monitored("monitoring.false_rulings_per_day"),
        unfounded_beliefs_per_day=monitored("monitoring.unfounded_beliefs_per_day"),
        war_after_punishment=monitored("monitoring.war_after_punishment"),
        lever_days=guaranteed("lever.max_client_days", 0.0),
        cost_per_client_day=guaranteed("cost_per_client_day", 0.0),
        answer_days=guaranteed("answer_days", 0.0),
        sham_noticed=guaranteed("sham_noticed", 0.0),
        cares_for_client_harm=guaranteed("cares_for_client_harm", 0.0),
        gains_from_client_breach=guaranteed("gains_from_client_breach", 0.0),
        stake_per_day=by_guarantor(told(f"guarantors.{g}.stake_per_day") for g in assumptions.guarantors),
        outside_penalty=by_guarantor(told("outside_penalty", g) for g in assumptions.guarantors),
    )
