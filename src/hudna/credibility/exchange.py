"""Staged exchanges: whether each step is worth making, how many rounds that takes, and how long the steps take when incidents freeze them.

Two sides give in turn. What is still to come is the hostage for the step that is due; the last to give has no hostage left, and goes through
with it only because of what stopping costs otherwise (`penalty`). So many small rounds tie better than few large ones, and take longer.
Source: docs/guide/stress.md, "Staged exchanges". All arguments may be arrays over draws.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hudna.credibility.ranges import Floats

MOST_ROUNDS = 100
NEVER = 0
TINY = 1e-12
FEW_FREEZES = 1_000  # beyond, the sum of so many interrupted attempts is as good as normal


@dataclass(frozen=True)
class Side:
    """One side of an exchange: what giving all of its part costs it, what all of the other's is worth to it, what stopping costs it."""

    cost: ArrayLike
    value: ArrayLike
    penalty: ArrayLike


def step_margins(first: Side, second: Side, *, rounds: int, discount: ArrayLike) -> Floats:
    """Give by how much each step is worth making, in days of the side that makes it; below 0 it stops there.

    Args:
        first: the side that gives first in every round.
        second: the side that gives second.
        rounds: equal rounds in which all is given.
        discount: what half a round later is worth.

    Returns:
        (…, 2, rounds): the first side's and the second's, by rounds left less one, so that place 0 is the last round.
    """
    discount = np.asarray(discount, dtype=np.float64)[..., None]
    left = np.arange(rounds)
    gives = np.cumsum(discount ** (2 * left), axis=-1) / rounds  # at once, and every whole round after
    first_receives = discount * gives
    # the second has this round's part already: what it can lose comes from the next round on
    second_receives = (np.cumsum(discount ** np.abs(2 * left - 1), axis=-1) - discount) / rounds
    cost, value, penalty = (
        np.asarray(x, dtype=np.float64)[..., None] for x in (first.cost, first.value, first.penalty)
    )
    ours = -cost * gives + value * first_receives + penalty
    cost, value, penalty = (
        np.asarray(x, dtype=np.float64)[..., None] for x in (second.cost, second.value, second.penalty)
    )
    theirs = -cost * gives + value * second_receives + penalty
    return np.stack(np.broadcast_arrays(ours, theirs), axis=-2)


def least_rounds(
    first: Side, second: Side, *, discount: ArrayLike, most: int = MOST_ROUNDS
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Give the fewest rounds in which every step is worth making; 0 where none up to `most` is enough.

    It is never fewer than the last mover's cost over its penalty: without a penalty no number of rounds is enough.
    """
    shape = np.broadcast_shapes(
        *(
            np.shape(x)
            for x in (first.cost, first.value, first.penalty, second.cost, second.value, second.penalty, discount)
        )
    )
    found = np.full(shape, NEVER, dtype=np.int64)
    for rounds in range(1, most + 1):
        holds = np.all(step_margins(first, second, rounds=rounds, discount=discount) >= 0, axis=(-2, -1))
        found = np.where((found == NEVER) & holds, rounds, found)
        if np.all(found != NEVER):
            break
    return found


def expected_delay(
    incidents_per_day: ArrayLike, *, quiet_days: ArrayLike, freeze_days: ArrayLike, is_mirrored: bool
) -> Floats:
    """Give the days that one step takes on average, when it needs so many undisturbed ones and each believed incident freezes it.

    It grows with the exponential of incidents times days, which is why the wounded must not wait in a mirror: unmirrored, a step takes
    its quiet days and no more.
    """
    rate, quiet, freeze = (np.asarray(x, dtype=np.float64) for x in (incidents_per_day, quiet_days, freeze_days))
    if not is_mirrored:
        return np.broadcast_to(quiet, np.broadcast_shapes(rate.shape, quiet.shape, freeze.shape)).copy()
    with np.errstate(over="ignore"):
        failures = np.expm1(rate * quiet)
        waited = np.divide(failures, rate, out=np.broadcast_to(quiet, failures.shape).copy(), where=rate * quiet > TINY)
        return np.asarray(waited + failures * freeze)


def draw_delays(incidents_per_day: Floats, *, quiet_days: Floats, freeze_days: Floats, seed: int) -> Floats:
    """Draw for each draw how long one mirrored step takes: its mean is `expected_delay`, its spread is nearly as large."""
    rate, quiet, freeze = np.broadcast_arrays(incidents_per_day, quiet_days, freeze_days)
    random = np.random.Generator(np.random.PCG64([seed, 0xDE1A]))
    p_quiet = np.exp(-rate * quiet)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        attempts = np.where(p_quiet > 0, np.ceil(np.log1p(-random.random(rate.shape)) / np.log1p(-p_quiet)), np.inf)
        failures = np.where((p_quiet < 1) & (attempts > 0), attempts - 1, 0)
    waited = np.zeros(rate.shape)
    few = (failures > 0) & (failures <= FEW_FREEZES)
    owner = np.repeat(np.flatnonzero(few), failures[few].astype(np.int64))
    # an interrupted attempt ends at an exponential time that is cut off at the quiet days
    cut = -np.log1p(-random.random(owner.size) * (1 - p_quiet[owner])) / rate[owner]
    waited += np.bincount(owner, weights=cut, minlength=waited.size)
    many = failures > FEW_FREEZES
    if np.any(many):
        mean = 1 / rate[many] - quiet[many] * p_quiet[many] / (1 - p_quiet[many])
        square = 2 / rate[many] * mean - quiet[many] ** 2 * p_quiet[many] / (1 - p_quiet[many])
        spread = np.sqrt(np.maximum(square - mean**2, 0) * failures[many])
        waited[many] = failures[many] * mean + spread * random.standard_normal(int(many.sum()))
    return np.asarray(waited + np.where(failures > 0, failures * freeze, 0.0) + quiet)
