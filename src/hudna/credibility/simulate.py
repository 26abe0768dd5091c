"""The deal day by day, as its solution says everybody behaves: for survival, and as the judge of the solved values.

Many runs of many draws go side by side. Every incident opens a file of its own, so that sanctions and walk-outs overlap, which the
solved values leave out: the simulated hazard of war is 2 to 6 % lower. The same seed gives the same runs, and a run with a forced breach
meets the same chances as one without.
Source: docs/guide/stress-model.md.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna.credibility.given import Given, hollow_share
from hudna.credibility.inputs import Flags, Floats
from hudna.credibility.point import Point
from hudna.credibility.regime import Regime

Counts = NDArray[np.int64]
NEVER = 2**31 - 1
HITS_A_DAY = 2  # what commanders still owe after that, they pay tomorrow
WINDOW = 30
HOLLOW_SHARE, HOLLOW_LEAST = 0.5, 3.0


class Runs(NamedTuple):
    """What became of each run; arrays (rows,) or (rows, 2), a row for each draw and run, draw by draw."""

    war_day: Counts
    """First day without the deal; `NEVER` if it outlives the runs."""
    hollow_day: Counts
    """First day on which the believed, unanswered incidents of 30 days reach half of what no deal at all would bring, and at least 3."""
    breach_day: Counts
    """Day of the first breach that somebody decided."""
    value: Floats
    guarantor_value: Floats


class Play(NamedTuple):
    """How everybody behaves, in each row."""

    given: Given
    acts: Flags
    punishment: Floats
    share: Floats
    regime: Regime


def play_of(point: Point, *, runs: int, is_hollow: bool = False) -> Play:
    """Take the behaviour of a solution, or of the truce after a default, with so many rows for each draw."""
    rows = np.repeat(np.arange(point.inputs.draws), runs)
    hollow, nobody = hollow_share(point.inputs), ~point.acts.any(axis=1, keepdims=True)
    share = hollow if is_hollow else np.where(nobody, hollow, 1.0)
    acts = np.zeros_like(point.acts) if is_hollow else point.acts
    regime = point.hollow if is_hollow else point.regime
    return Play(
        point.given.take(rows), acts[rows], np.where(acts, point.punishment, 0.0)[rows], share[rows], regime.take(rows)
    )


def simulate(play: Play, *, days: int, seed: int, forced: tuple[int, int] | None = None) -> Runs:
    """Play so many days; what a run is still worth after them is its solved value.

    Args:
        play: the rows.
        days: how long.
        seed: the same seed meets the same chances, forced or not.
        forced: party and kind of a breach on the first day, on top of all else and without its gain.
    """
    given, rows = play.given, len(play.acts)
    kinds = given.chance.shape[2]
    rng = np.random.default_rng(seed)
    slot_kind = np.array([*range(kinds), 0, *([0] * HITS_A_DAY), forced[1] if forced else 0])
    slots = len(slot_kind)
    proof = (given.proof * play.acts[..., None])[..., slot_kind]
    belief, wrong, harm = (each[..., slot_kind] for each in (given.belief, given.wrong, given.harm))
    tau, leaves_after = np.rint(given.tau).astype(int), np.rint(given.leaves_after).astype(int)[:, ::-1]
    ring = int(max(tau.max(), leaves_after.max())) + 1
    files, walks = np.zeros((rows, 2, ring), dtype=int), np.zeros((rows, 2, ring), dtype=int)
    unanswered, threshold = np.zeros((rows, WINDOW), dtype=int), _hollow_threshold(given)
    owed, alive = np.zeros((rows, 2), dtype=int), np.ones(rows, dtype=bool)
    war, hollow, first = (np.full(rows, NEVER, dtype=np.int64) for _ in range(3))
    value, to_guarantor, discount = np.zeros((rows, 2)), np.zeros((rows, 2)), np.ones((rows, 1))
    every, both = np.arange(rows)[:, None], np.arange(2)[None, :]
    for day in range(days):
        chance = rng.random((rows, 2, kinds))
        size = np.exp(given.log_gain + given.sigma * rng.standard_normal((rows, 2, kinds)))
        noise = rng.random((rows, 2, 4))
        seen, misjudged, strikes, leaves = (rng.random((rows, 2, slots)) for _ in range(4))
        luck = rng.random((rows, 2))
        is_breach = (chance < given.chance) & (size > play.regime.cutoff)
        is_one = np.zeros((rows, 2, slots), dtype=bool)
        is_one[..., :kinds] = is_breach
        is_one[..., kinds] = noise[..., 0] < given.accidents
        hits = np.minimum(owed, HITS_A_DAY)
        is_one[..., kinds + 1 : -1] = np.arange(HITS_A_DAY) < hits[..., None]
        if forced and day == 0:
            is_one[:, forced[0], -1] = True
        is_believed, is_ruled = is_one & (seen < belief), is_one & (seen < proof)
        is_mistaken = is_one & (misjudged < wrong)
        imagined = noise[..., 1] < given.unfounded
        rulings = is_ruled.sum(axis=2) + is_mistaken.sum(axis=2)[:, ::-1] + (noise[..., 2] < given.false_rulings)
        rulings = np.where(play.acts, rulings, 0)
        is_open = is_believed & ~is_ruled
        walking = (is_open & (leaves < given.leaves[:, ::-1, None])).sum(axis=2)
        walking += imagined & (noise[..., 3] < given.leaves[:, ::-1])
        files[every, both, (day + tau) % ring] += rulings
        walks[every, both, (day + leaves_after) % ring] += walking
        struck = (is_believed & (strikes < given.retaliates[:, ::-1, None])).sum(axis=2)[:, ::-1]
        owed = owed - hits + struck

        due = files[..., day % ring].copy()
        ends = np.any((luck < 1.0 - (1.0 - given.q) ** due) | (walks[..., day % ring] > 0), axis=1)
        files[..., day % ring], walks[..., day % ring] = 0, 0
        beliefs = is_believed.sum(axis=2) + imagined
        harmed = (is_one * harm).sum(axis=2)[:, ::-1]
        gained = (is_breach * size).sum(axis=2) + (is_breach * play.regime.lasting).sum(axis=2)
        lost = due * play.punishment + beliefs * given.mirror + beliefs[:, ::-1] * given.suspends + harmed
        flow = play.share * given.benefit + gained - lost + np.where(ends[:, None], given.war, 0.0)
        answer = -due * given.cost * play.punishment - given.cares * harmed + given.shares * is_breach.sum(axis=2)
        answer = answer + np.where(given.is_shared, answer[:, ::-1], 0.0)
        value += np.where(alive[:, None], discount * flow, 0.0)
        to_guarantor += np.where(alive[:, None], discount * (play.share * given.stake + answer), 0.0)
        unanswered[:, day % WINDOW] = is_open.sum(axis=(1, 2))
        first = np.where(alive & is_breach.any(axis=(1, 2)), np.minimum(first, day), first)
        hollow = np.where(alive & (unanswered.sum(axis=1) >= threshold), np.minimum(hollow, day), hollow)
        war = np.where(alive & ends, day + 1, war)
        alive = alive & ~ends
        discount = discount * given.delta
        if not alive.any():
            break
    rest = np.where(alive[:, None], discount, 0.0)
    return Runs(war, hollow, first, value + rest * play.regime.value, to_guarantor + rest * play.regime.guarantor_value)


class Survival(NamedTuple):
    """Shares of runs, (draws, days + 1): of each draw, on each day from the first."""

    is_at_peace: Floats
    """Not at war."""
    is_sound: Floats
    """Neither at war nor hollow. On peace alone the truce in which one side is cheated and stays looks better than it is."""


def survive(point: Point, *, runs: int, days: int, seed: int) -> tuple[Survival, Runs]:
    """Simulate every draw and count what is left on each day."""
    found = simulate(play_of(point, runs=runs), days=days, seed=seed)
    ends = np.minimum(found.war_day, found.hollow_day)
    return Survival(*(_left_on_each_day(each, runs, days) for each in (found.war_day, ends))), found


def _left_on_each_day(ends: Counts, runs: int, days: int) -> Floats:
    left: Floats = (ends.reshape(-1, runs)[:, :, None] > np.arange(days + 1)).mean(axis=1)
    return left


def _hollow_threshold(given: Given) -> Floats:
    without_deal = (given.belief * given.chance).sum(axis=(1, 2)) + (given.belief[..., 0] * given.accidents).sum(axis=1)
    threshold: Floats = np.maximum(HOLLOW_SHARE * WINDOW * without_deal, HOLLOW_LEAST)
    return threshold


def mean_and_error(values: NDArray[Any]) -> tuple[float, float]:
    """Give the mean of independent values and its standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))
