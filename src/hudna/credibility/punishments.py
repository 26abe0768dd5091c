"""How much each guarantor takes from its client: the least that deters, as far as the guarantor would rather take it than pretend to.

Each guarantor's is found by bisection, the other's being as it was, in rounds until both stand still. On a grid, and in equal proportion
for both, deterrence falls where the grid is coarse, not where a guarantor gives up (docs/decisions/0012).
"""

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from hudna.credibility.given import Given, of_guarantors
from hudna.credibility.inputs import Flags, Floats, Inputs
from hudna.credibility.regime import Regime, relaxed, solve_regime

ROOT, ROUGH, MOST_HALVINGS = 1e-11, 1e-4, 200
ROUGH_ROUNDS = 2
MOST_STRIDE = 2.0
NO_BRACKET = -1  # of scipy: the ends have one sign
MOST_ROUNDS = 20
SAME = 1e-9
SLACK = 1e-7  # a guarantor at its ceiling is at it as nearly as values stand still


class Backing(NamedTuple):
    """What stands behind the rulings on each party; arrays (draws, 2)."""

    lever: Floats
    """Stated maximum of K."""
    q: Floats
    sham_noticed: Floats
    cost: Floats
    outside: Floats
    hollow_value: Floats
    """Of the guarantor in the regime that follows a default."""

    def take(self, which: NDArray[Any]) -> Self:
        """Give some of the draws."""
        return type(self)(*(each[which] for each in self))


def backing_of(inputs: Inputs, hollow: Regime) -> Backing:
    """Take what stands behind the rulings, and what follows a default."""
    return Backing(
        inputs.lever_days,
        inputs.war_after_punishment,
        inputs.sham_noticed,
        inputs.cost_per_client_day,
        of_guarantors(inputs, inputs.outside_penalty),
        hollow.guarantor_value,
    )


def temptation(given: Given, alpha: float) -> Floats:
    """The size that a share alpha of temptations stays under, by kind; (draws, 2, kinds)."""
    size: Floats = np.exp(given.log_gain + given.sigma * float(ndtri(alpha)))
    return size


def stake(backing: Backing, regime: Regime) -> Floats:
    """What a guarantor loses if its default is noticed: S = (1 - q) V^G - V^N + Z."""
    return (1.0 - backing.q) * regime.guarantor_value - backing.hollow_value + backing.outside


def is_willing(backing: Backing, regime: Regime, punishment: Floats) -> Flags:
    """Whether punishing costs the guarantor no more than pretending to."""
    return np.asarray(
        relative_margin(backing.cost * punishment, backing.sham_noticed * stake(backing, regime)) >= -SLACK
    )


def relative_margin(left: Floats, right: Floats) -> Floats:
    """How far the right side exceeds the left, as a share of the larger; 0 for two zeros."""
    size = np.maximum(np.abs(left), np.abs(right))
    # Infinite means beyond anything that could be asked or offered.
    finite = np.isfinite(size)
    share = np.where(finite, right, 0.0) - np.where(finite, left, 0.0)
    margin: Floats = np.where(finite, share / np.where(finite & (size > 0.0), size, 1.0), np.sign(right - left))
    return margin


def choose_punishments(
    given: Given, backing: Backing, acts: Flags, *, alpha: float, start: Floats | None
) -> tuple[Floats, Regime]:
    """Choose K for all who act, with the regime that follows.

    A guarantor that would not take even the least amount gets 0 and is found unwilling by `is_willing`.
    """
    share = np.ones_like(backing.lever)
    chosen = np.where(acts, backing.lever, 0.0)
    pending = np.arange(len(chosen))
    step, last = np.ones((len(chosen), 1)), np.zeros_like(chosen)
    scale = np.where(backing.lever > 0.0, backing.lever, 1.0)
    for turn in range(MOST_ROUNDS):
        some = given.take(pending), backing.take(pending), acts[pending]
        begun = None if start is None else start[pending]
        exact = turn >= ROUGH_ROUNDS or not acts.all(axis=1).any()
        found = _bisect_each(*some, chosen[pending], alpha=alpha, start=begun, precision=ROOT if exact else ROUGH)
        move = (found - chosen[pending]) / scale[pending]
        on: Flags = np.any(np.abs(move) > SAME, axis=1) & np.all(some[2], axis=1)  # alone there is nobody to adjust to
        if turn:
            step[pending] = relaxed(step[pending], last[pending], move, most=MOST_STRIDE)
        here = chosen[pending]
        chosen[pending] = np.where(
            on[:, None], np.clip(here + step[pending] * (found - here), 0.0, some[1].lever), found
        )
        last[pending] = move
        pending = pending[on]
        if not len(pending):
            break
    return chosen, solve_regime(given, acts, chosen, share, start=start)


def _bisect_each(
    given: Given, backing: Backing, acts: Flags, now: Floats, *, alpha: float, start: Floats | None, precision: float
) -> Floats:
    """Find each party's K with the other's held: one row for each draw and acting party, all at once.

    Bisection with interpolation (Chandrupatla 1997) for where a larger K is no longer wanted: it deters already, or is not credible.
    """
    from scipy.optimize import elementwise

    draw, party = np.nonzero(acts)
    given, backing, acts, trial = given.take(draw), backing.take(draw), acts[draw], now[draw]
    warm = None if start is None else start[draw]
    most = backing.lever[np.arange(len(draw)), party]

    def judge(size: Floats, rows: NDArray[Any]) -> tuple[Floats, Floats]:
        """Say by how much each row deters, and by how much its guarantor would rather pretend."""
        nonlocal warm
        trial[rows, party[rows]] = size
        some, those, here = given.take(rows), backing.take(rows), (np.arange(len(rows)), party[rows])
        begun = None if warm is None else warm[rows]
        regime = solve_regime(some, acts[rows], trial[rows], np.ones((len(rows), 2)), start=begun)
        if warm is None:
            warm = np.zeros((len(draw), 3))
        warm[rows] = np.concatenate([regime.value, regime.hazard], axis=1)
        deters = relative_margin(temptation(some, alpha) + regime.lasting, regime.cost).min(axis=2)
        shams = those.cost * trial[rows] - those.sham_noticed * stake(those, regime)
        scale = those.cost * those.lever + some.stake / (1.0 - some.delta) + 1e-12
        return deters[here], (shams / scale)[here]

    def unwanted(size: Floats, rows: Floats) -> Floats:
        return np.maximum(*judge(size, rows.astype(int)))

    rows = np.arange(len(draw))
    result = most.copy()
    is_too_much = unwanted(most, rows.astype(float)) >= 0.0
    between = rows[is_too_much]
    if len(between):
        found = elementwise.find_root(
            unwanted,
            (np.zeros(len(between)), most[between]),
            args=(between.astype(float),),
            tolerances={"xatol": 0.0, "xrtol": precision, "fatol": 0.0, "frtol": 0.0},
            maxiter=MOST_HALVINGS,
        )
        is_between = found.status != NO_BRACKET  # else even nothing is enough, or too much
        low, high = (np.where(is_between, end, 0.0) for end in found.bracket)
        deters, shams = judge(high, between)
        result[between] = np.where((deters >= 0.0) & (shams <= 0.0), high, low)
    chosen = now.copy()
    chosen[draw, party] = result
    return chosen
