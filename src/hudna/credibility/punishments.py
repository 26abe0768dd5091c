"""How much each guarantor takes from its client: the least that deters, as far as the guarantor would rather take it than pretend to.

Each guarantor's is found by bisection, the other's being as it was, in rounds until both stand still. On a grid, and in equal proportion
for both, deterrence falls where the grid is coarse, not where a guarantor gives up (docs/decisions/0012).
"""

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from hudna.credibility.given import Given
from hudna.credibility.inputs import Flags, Floats
from hudna.credibility.regime import Regime, solve_regime

HALVINGS = 36
MOST_ROUNDS = 12
SAME = 1e-9
SLACK = 1e-7
"""A constraint this little short of its mark is met: values stand still to 1e-12 only."""


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


def temptation(given: Given, alpha: float) -> Floats:
    """The size that a share alpha of temptations stays under, by kind; (draws, 2, kinds)."""
    return np.exp(given.log_gain + given.sigma * ndtri(alpha))


def stake(backing: Backing, regime: Regime) -> Floats:
    """What a guarantor loses if its default is noticed: S = (1 - q) V^G - V^N + Z."""
    return (1.0 - backing.q) * regime.guarantor_value - backing.hollow_value + backing.outside


def is_deterred(given: Given, regime: Regime, alpha: float) -> Flags:
    """Whether a share alpha of each kind of temptation costs more than it is worth, (draws, 2)."""
    needed = temptation(given, alpha) + regime.lasting
    return np.asarray((relative_margin(needed, regime.cost) >= 0.0).all(axis=2))


def is_willing(backing: Backing, regime: Regime, punishment: Floats) -> Flags:
    """Whether punishing costs the guarantor no more than pretending to."""
    return np.asarray(backing.cost * punishment <= backing.sham_noticed * stake(backing, regime))


def relative_margin(left: Floats, right: Floats) -> Floats:
    """How far the right side exceeds the left, as a share of the larger; 0 for two zeros."""
    size = np.maximum(np.abs(left), np.abs(right))
    # Infinite means beyond anything that could be asked or offered.
    finite = np.isfinite(size)
    share = np.where(finite, right, 0.0) - np.where(finite, left, 0.0)
    return np.where(finite, share / np.where(finite & (size > 0.0), size, 1.0), np.sign(right - left))


def choose_punishments(
    given: Given, backing: Backing, acts: Flags, *, alpha: float, start: Floats | None
) -> tuple[Floats, Regime]:
    """Choose K for all who act, with the regime that follows.

    A guarantor that would not take even the least amount gets 0 and is found unwilling by `is_willing`.
    """
    share = np.ones_like(backing.lever)
    chosen = np.where(acts, backing.lever, 0.0)
    pending = np.arange(len(chosen))
    for _ in range(MOST_ROUNDS):
        some = given.take(pending), backing.take(pending), acts[pending]
        found = _bisect_each(*some, chosen[pending], alpha=alpha, start=None if start is None else start[pending])
        moved = (np.abs(found - chosen[pending]) > SAME * backing.lever[pending]).any(axis=1)
        chosen[pending] = found
        pending = pending[moved & (some[2].sum(axis=1) > 1)]  # alone there is nobody else to adjust to
        if not len(pending):
            break
    return chosen, solve_regime(given, acts, chosen, share, start=start)


def _bisect_each(
    given: Given, backing: Backing, acts: Flags, now: Floats, *, alpha: float, start: Floats | None
) -> Floats:
    """Bisect each party's K with the other's held: one row for each draw and acting party, all at once."""
    draw, party = np.nonzero(acts)
    rows = np.arange(len(draw))
    given, backing, acts, trial = given.take(draw), backing.take(draw), acts[draw], now[draw]
    low, high = np.zeros(len(rows)), backing.lever[rows, party]
    result = now.copy()

    def judge(which: NDArray[Any], size: Floats, start: Floats | None) -> tuple[Flags, Flags, Floats]:
        trial[which, party[which]] = size
        some, those = given.take(which), backing.take(which)
        regime = solve_regime(some, acts[which], trial[which], np.ones((len(which), 2)), start=start)
        here = np.arange(len(which)), party[which]
        deters = is_deterred(some, regime, alpha)[here]
        willing = is_willing(those, regime, trial[which])[here]
        return deters, willing, np.concatenate([regime.value, regime.hazard], axis=1)

    deters, willing, warm = judge(rows, high, None if start is None else start[draw])
    high_is_right = deters & willing
    pending = rows[deters | ~willing]
    low[willing & ~deters] = high[willing & ~deters]
    for _ in range(HALVINGS) if len(pending) else ():
        middle = (low[pending] + high[pending]) / 2.0
        deters, willing, warm[pending] = judge(pending, middle, warm[pending])
        down = deters | ~willing
        high[pending[down]], low[pending[~down]] = middle[down], middle[~down]
        high_is_right[pending[down]] = (deters & willing)[down]
    result[draw, party] = np.where(high_is_right, high, low)
    return result
