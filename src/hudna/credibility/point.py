"""The point solution: which guarantors act, how hard, and what the deal is then worth, in every draw at once.

Sets of guarantors are tried most guaranteed first, and the first in which each would rather act than pretend to is the answer; of two
sets of one size the one that deters more. If none is, nobody answers and the truce is bare.
Source: docs/guide/stress-model.md.
"""

from itertools import combinations
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna.credibility.given import Given, derive, has_guarantor, hollow_share
from hudna.credibility.inputs import Flags, Floats, Inputs, take_draws
from hudna.credibility.punishments import (
    backing_of,
    choose_punishments,
    is_willing,
    stake,
    temptation,
)
from hudna.credibility.regime import Regime, solve_regime

Side = Literal["above", "below"]
FAR = 1e-6
SAME_SIZE = 1e-6
TOKEN = 0.01  # a punishment under this share of the lever, if it does not deter, answers for nothing


class Point(NamedTuple):
    """A solution; arrays (draws, 2) where not said otherwise."""

    inputs: Inputs
    given: Given
    alpha: float
    acts: Flags
    """Whose rulings are answered."""
    punishment: Floats
    asked: Floats
    """What K would have to be: as applied, or the least that deters within the stated leverage."""
    floor: Floats
    """Least K that deters a share alpha of every kind, values as they are; infinite if no K does."""
    ceiling: Floats
    """Largest K that the guarantor would rather take than pretend to, values as they are."""
    stakes: Floats
    regime: Regime
    hollow: Regime
    """The truce for which nobody answers."""
    deterred: Floats
    """Share of temptations not taken, weighted by the harm they would do, (draws,)."""
    is_contested: Flags
    """Whether another set of as many guarantors would have acted as well, (draws,)."""


def solve_point(inputs: Inputs, *, alpha: float, applied: Floats | None = None, start: Side = "above") -> Point:
    """Solve every draw.

    Args:
        inputs: as `check` has passed them.
        alpha: share of each kind of temptation that is to be deterred.
        applied: K as it is applied, instead of the best; (draws, 2).
        start: from which side values are approached; where the two differ there are several equilibria.
    """
    given, guarded = derive(inputs), has_guarantor(inputs)
    nobody = np.zeros((inputs.draws, 2), dtype=bool)
    begin = np.concatenate([given.war, np.zeros_like(given.delta)], axis=1) if start == "below" else None
    hollow = solve_regime(given, nobody, np.zeros((inputs.draws, 2)), hollow_share(inputs), start=begin)
    backing = backing_of(inputs, hollow)
    acts, punishment, regime = nobody.copy(), np.zeros((inputs.draws, 2)), _copy(hollow)
    tried, asked_for, is_contested = hollow, punishment, np.zeros(inputs.draws, dtype=bool)
    pending = np.arange(inputs.draws)
    for size in range(int(guarded.sum()), 0, -1):
        best = np.full(len(pending), -1.0)
        some, those = given.take(pending), backing.take(pending)
        for members in combinations(np.flatnonzero(guarded), size):
            who = np.zeros((len(pending), 2), dtype=bool)
            who[:, members] = True
            begun = None if begin is None else begin[pending]
            if applied is None:
                sizes, found = choose_punishments(some, those, who, alpha=alpha, start=begun)
            else:
                sizes = np.where(who, applied[pending], 0.0)
                found = solve_regime(some, who, sizes, np.ones((len(pending), 2)), start=begun)
            if size == guarded.sum():
                tried, asked_for = found, sizes
            enough = _floor(some, found, sizes, alpha) <= sizes + SAME_SIZE * those.lever
            is_word_kept = is_willing(those, found, sizes) & ((sizes >= TOKEN * those.lever) | enough)
            is_answer = (is_word_kept | ~who).all(axis=1)
            is_contested[pending] |= is_answer & (best >= 0.0)
            share = deterred_share(some, found)
            better = is_answer & (share > best)
            best = np.where(better, share, best)
            rows = pending[better]
            acts[rows], punishment[rows] = who[better], sizes[better]
            _put(regime, rows, found.take(better))
        pending = pending[best < 0.0]
        if not len(pending):
            break
    # A guarantor that acts is judged by the answer, one that does not by the deal in which it was asked to.
    floor = np.where(acts, _floor(given, regime, punishment, alpha), _floor(given, tried, asked_for, alpha))
    stakes = np.where(acts, stake(backing, regime), stake(backing, tried))
    free = np.where(stakes >= 0.0, np.inf, 0.0)
    worth = backing.sham_noticed * np.maximum(stakes, 0.0)
    ceiling = np.where(backing.cost > 0.0, worth / np.where(backing.cost > 0.0, backing.cost, 1.0), free)
    asked = np.minimum(floor, backing.lever) if applied is None else applied
    return Point(
        inputs,
        given,
        alpha,
        acts,
        punishment,
        np.where(guarded, asked, 0.0),
        np.where(guarded, floor, np.inf),
        np.where(guarded, ceiling, 0.0),
        np.where(guarded, stakes, 0.0),
        regime,
        hollow,
        deterred_share(given, regime),
        is_contested,
    )


def find_both(inputs: Inputs, *, alpha: float) -> tuple[Point, Point, Flags]:
    """Solve from above and from below, and say in which draws the two differ: there expectations decide, not terms."""
    above, below = (solve_point(inputs, alpha=alpha, start=start) for start in ("above", "below"))
    scale = np.abs(above.regime.value) + inputs.benefit_per_day
    differs = (np.abs(above.regime.value - below.regime.value) > FAR * scale).any(axis=1)
    return above, below, differs | (above.acts != below.acts).any(axis=1)


def take_draw(point: Point, draw: int) -> Point:
    """Give the solution of one draw alone."""
    which = np.array([draw])
    rows: dict[str, Any] = {
        name: value[which] if isinstance(value, np.ndarray) else value for name, value in point._asdict().items()
    }
    rows |= {name: getattr(point, name).take(which) for name in ("given", "regime", "hollow")}
    return Point(**rows | {"inputs": take_draws(point.inputs, which)})


def deterred_share(given: Given, regime: Regime) -> Floats:
    """Share of temptations not taken, each weighted by the harm it would do; 1 if there are none."""
    possible = (given.chance * given.harm).sum(axis=(1, 2))
    done = (regime.breaches * given.harm).sum(axis=(1, 2))
    share: Floats = np.where(possible > 0.0, 1.0 - done / np.where(possible > 0.0, possible, 1.0), 1.0)
    return share


def _floor(given: Given, regime: Regime, punishment: Floats, alpha: float) -> Floats:
    """Least K for all kinds, everything else as it is in this regime."""
    weight = given.proof * regime.answered_discount[..., None]
    without = regime.cost - weight * punishment[..., None]
    short = temptation(given, alpha) + regime.lasting - without
    needed = np.where(weight > 0.0, short / np.where(weight > 0.0, weight, 1.0), np.where(short > 0.0, np.inf, 0.0))
    least: Floats = np.maximum(needed.max(axis=2), 0.0)
    return least


def _copy(regime: Regime) -> Regime:
    columns: tuple[Any, ...] = regime
    return Regime(*(each.copy() for each in columns))


def _put(into: Regime, rows: NDArray[Any], values: Regime) -> None:
    for whole, part in zip(into, values, strict=True):
        whole[rows] = part
