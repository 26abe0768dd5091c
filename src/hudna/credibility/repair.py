"""The smallest changes that make a deal hold: one lever alone, and sets of clauses.

Margins are not monotone in any lever: more detection may bring more false rulings, and a heavier hand loses its guarantor. So a lever is
scanned for the first value that works, and only then bisected. What does not suffice is said as well. Every repair tells its side
effects: a deal can be made to hold by making it worth no more than war.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Literal, NamedTuple

import numpy as np

from hudna.credibility.constraints import MET, constrain
from hudna.credibility.inputs import Floats, Inputs, leaves
from hudna.credibility.point import solve_point
from hudna.credibility.tornado import join

How = Literal["times", "at_least", "at_most"]
"""A factor; or a value up to which, or down to which, all that falls short of it is moved: nothing is moved for the worse."""
SCAN = 24
HALVINGS = 30
CLOSE = 1e-4


class Lever(NamedTuple):
    """Something a draft can change, as a leaf for all or for one party; from what it is to the most that can really be written."""

    id: str
    leaf: str
    """Field of `Inputs`."""
    most: float
    """The far end: a factor for `times`, else a value."""
    how: How
    party: int | None = None


class Effects(NamedTuple):
    """What a change does besides; parties in their order."""

    least_margin: float
    binding: str
    deterred: float
    hazard: float
    """Chance a day of war."""
    believed_per_day: float
    """Incidents that somebody believes: they freeze a mirrored exchange."""
    worth: tuple[float, float]
    """V - W, days of each party."""
    acting: int
    """Parties whose guarantor acts."""


class Repair(NamedTuple):
    """A lever, and how far it must be moved; `effects` are there, or at the best point it reaches if none suffices."""

    lever: str
    suffices: bool
    value: float
    """Factor or value, as the lever's `most`."""
    before: Effects
    effects: Effects


class Clause(NamedTuple):
    """A real drafting choice: what it sets, by lever and value, with the article it changes and the lint rule it meets."""

    id: str
    sets: tuple[tuple[Lever, float], ...]
    article: str = ""
    rule: str = ""


class ClauseSet(NamedTuple):
    """Clauses that together make the deal hold, none of which can be left out."""

    clauses: tuple[str, ...]
    effects: Effects


class Menu(NamedTuple):
    """All smallest sets that suffice, and the best of those that do not."""

    found: tuple[ClauseSet, ...]
    best: ClauseSet
    """By margin; of any size that was tried."""
    tried: int


def move_lever(inputs: Inputs, lever: Lever, value: float) -> Inputs:
    """Set a lever; shares stay shares."""
    told = leaves()[lever.leaf]
    values = getattr(inputs, lever.leaf).copy()
    where = np.s_[:] if lever.party is None else np.s_[:, lever.party]
    values[where] = _shifted(values[where], lever, value)
    return replace(inputs, **{lever.leaf: np.clip(values, told.least, told.most)})


def value_now(inputs: Inputs, lever: Lever) -> float:
    """Give where a lever stands: 1 for a factor, else what falls furthest short of its end."""
    values: Floats = getattr(inputs, lever.leaf)
    here = values if lever.party is None else values[:, lever.party]
    return 1.0 if lever.how == "times" else float(here.min() if lever.how == "at_least" else here.max())


def _shifted(values: Floats, lever: Lever, value: float) -> Floats:
    if lever.how == "times":
        return values * value
    return np.maximum(values, value) if lever.how == "at_least" else np.minimum(values, value)


def try_levers(inputs: Inputs, levers: Iterable[Lever], *, alpha: float) -> list[Repair]:
    """Try each lever alone on one draw; those that suffice first, the smallest change of them first.

    "No single lever suffices" is when none of the answers `suffices`.
    """
    repairs = [_try_one(inputs, lever, alpha) for lever in levers]
    return sorted(repairs, key=lambda repair: (not repair.suffices, -repair.effects.least_margin, repair.lever))


def try_clauses(inputs: Inputs, menu: Sequence[Clause], *, alpha: float, most: int) -> Menu:
    """Try every set of at most so many clauses on one draw, smaller ones first, leaving out supersets of what suffices.

    Exact: all sets of one size are solved at once.
    """
    found: list[ClauseSet] = []
    best = ClauseSet((), effects_of(inputs, alpha=alpha)[0])
    tried = 1
    if best.effects.least_margin >= MET:
        return Menu((best,), best, tried)
    for size in range(1, most + 1):
        sets = [
            each
            for each in combinations(menu, size)
            if not any(set(one.clauses) <= {clause.id for clause in each} for one in found)
        ]
        if not sets:
            break
        tried += len(sets)
        drafts = [with_clauses(inputs, each) for each in sets]
        for each, effects in zip(sets, effects_of(join(drafts), alpha=alpha), strict=True):
            told = ClauseSet(tuple(clause.id for clause in each), effects)
            best = max(best, told, key=lambda one: one.effects.least_margin)
            if effects.least_margin >= MET:
                found.append(told)
    return Menu(tuple(sorted(found, key=lambda one: (len(one.clauses), -one.effects.least_margin))), best, tried)


def effects_of(inputs: Inputs, *, alpha: float) -> list[Effects]:
    """Solve every draw and say what can be set against another draft."""
    point = solve_point(inputs, alpha=alpha)
    constraints = constrain(point)
    worth: Floats = point.regime.value - inputs.war_value
    return [
        Effects(
            float(constraints.least[draw]),
            constraints.rows[constraints.binding[draw]].id,
            float(point.deterred[draw]),
            float(point.regime.hazard[draw, 0]),
            float(point.regime.beliefs[draw].sum()),
            (float(worth[draw, 0]), float(worth[draw, 1])),
            int(point.acts[draw].sum()),
        )
        for draw in range(inputs.draws)
    ]


def _try_one(inputs: Inputs, lever: Lever, alpha: float) -> Repair:
    now = value_now(inputs, lever)
    grid = np.linspace(now, lever.most, SCAN + 1)
    found = effects_of(
        join([move_lever(inputs, lever, float(value)) if at else inputs for at, value in enumerate(grid)]), alpha=alpha
    )
    first = next((at for at, effects in enumerate(found) if effects.least_margin >= MET), None)
    if first is None:
        best = max(range(len(found)), key=lambda at: found[at].least_margin)
        return Repair(lever.id, False, float(grid[best]), found[0], found[best])
    if first == 0:
        return Repair(lever.id, True, now, found[0], found[0])
    short, enough, effects = float(grid[first - 1]), float(grid[first]), found[first]
    for _ in range(HALVINGS):
        if abs(enough - short) <= CLOSE * abs(enough):
            break
        middle = (short + enough) / 2.0
        there = effects_of(move_lever(inputs, lever, middle), alpha=alpha)[0]
        if there.least_margin >= MET:
            enough, effects = middle, there
        else:
            short = middle
    return Repair(lever.id, True, enough, found[0], effects)


def with_clauses(inputs: Inputs, clauses: Iterable[Clause]) -> Inputs:
    """Write clauses into a draft, one after the other."""
    for clause in clauses:
        for lever, value in clause.sets:
            inputs = move_lever(inputs, lever, value)
    return inputs
