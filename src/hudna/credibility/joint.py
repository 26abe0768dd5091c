"""The least joint change of several levers that makes a deal hold: a sequence of linear programmes in the logarithms of the levers.

The window in which a guarantor's punishment deters and is credible is a product of everything that goes into it, so effort is counted
in logarithms: halving a prize costs as much as doubling a mirror. It is a local method. It starts from several points, every lever ends
where a draft can really go, and what it finds is solved in full before it is called enough.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from hudna.credibility.constraints import MET
from hudna.credibility.fighting import cost_of_own_breach
from hudna.credibility.given import derive, has_guarantor, hollow_share
from hudna.credibility.inputs import NONE, Floats, Inputs
from hudna.credibility.punishments import backing_of, relative_margin, stake, temptation
from hudna.credibility.regime import solve_regime
from hudna.credibility.repair import Effects, Lever, effects_of, value_now
from hudna.credibility.tornado import join

TRUST, LEAST_TRUST, SHRINKS, MOST_STEPS = 0.35, 1e-5, 0.5, 60
SLACK_PRICE = 1_000.0
DIFFERENCE = 1e-5
SAFETY = 1e-5  # the margin asked for, so that the full solution agrees
LEAST_SHARE = 0.02  # a lever that may go to nothing goes to a fiftieth: nothing has no logarithm
STARTS = (0.0, 0.5, 1.0)
FURTHEST, SCAN, ZOOMS = 1.2, 20, 3
NEXT_TO_NOTHING = 1e-3


class Joint(NamedTuple):
    """The least change found, or the best that fails."""

    suffices: bool
    """Whether the full solution holds."""
    values: tuple[tuple[str, float], ...]
    """Each lever that moves, by name, with its factor or value."""
    effort: float
    """Sum of the absolute logarithms of all changes."""
    effects: Effects
    solved: int
    """Regimes solved on the way."""


def change_jointly(inputs: Inputs, levers: Sequence[Lever], *, alpha: float) -> Joint:
    """Move several levers of one draw as little as makes it hold.

    A lever whose value now is 0 has no logarithm and is left where it is: give it a small value first.
    """
    usable = [lever for lever in levers if abs(_reach(inputs, lever)) > 0.0]
    found = [_descend(inputs, usable, begin, alpha) for begin in STARTS] if usable else []
    if not found:
        effects = effects_of(inputs, alpha=alpha)[0]
        return Joint(effects.least_margin >= MET, (), 0.0, effects, 1)
    solved = sum(each.solved for each in found)
    enough = [each for each in found if each.suffices]
    best = (
        min(enough, key=lambda each: each.effort) if enough else max(found, key=lambda each: each.effects.least_margin)
    )
    return best._replace(solved=solved)


def _descend(inputs: Inputs, levers: Sequence[Lever], begin: float, alpha: float) -> Joint:
    from scipy.optimize import linprog

    reach = np.array([_reach(inputs, lever) for lever in levers])
    guarded = has_guarantor(inputs)
    # Where each lever stands, from 0 (now) to 1 (its end), and how much of its lever each guarantor uses.
    place = np.concatenate([np.full(len(levers), begin), np.where(guarded, 0.5, 0.0)])
    most_used = np.where(guarded, 1.0, 0.0)
    efforts = np.concatenate([np.abs(reach), np.zeros(2)])
    length = np.concatenate([np.abs(reach), np.ones(2)])
    most = np.concatenate([np.ones(len(levers)), most_used])
    trust, solved = TRUST, 1 + len(place)
    margins, slopes = _margins_and_slopes(inputs, levers, place, alpha)
    for _ in range(MOST_STEPS):
        step = linprog(
            np.concatenate([efforts, np.full(len(margins), SLACK_PRICE)]),
            A_ub=np.hstack([-slopes, -np.eye(len(margins))]),
            b_ub=margins - SAFETY,
            bounds=[
                *zip(np.maximum(-trust / length, -place), np.minimum(trust / length, most - place), strict=True),
                *[(0.0, None)] * len(margins),
            ],
        )
        if step.status != 0 or trust < LEAST_TRUST:
            break
        there = np.clip(place + step.x[: len(place)], 0.0, most)
        found = _margins_and_slopes(inputs, levers, there, alpha)
        solved += 1 + len(place)
        # A straight line is believed as far as it has been right: else the steps go to and fro across the same bend.
        if _merit(efforts, there, found[0]) < _merit(efforts, place, margins):
            place, (margins, slopes) = there, found
        else:
            trust *= SHRINKS
    place, effects = _until_it_holds(inputs, levers, place[: len(levers)], alpha)
    values = tuple(
        (lever.id, float(value_now(inputs, lever) * np.exp(at * far)))
        for lever, at, far in zip(levers, place, reach, strict=True)
        if at * abs(far) > NEXT_TO_NOTHING
    )
    effort = float((place * np.abs(reach)).sum())
    return Joint(effects.least_margin >= MET, values, effort, effects, solved)


def _until_it_holds(inputs: Inputs, levers: Sequence[Lever], place: Floats, alpha: float) -> tuple[Floats, Effects]:
    """Go a little further the same way: the full solution chooses punishments by its own rule, so it asks for slightly more."""
    low, high = 1.0, FURTHEST
    best: tuple[Floats, Effects] | None = None
    for _ in range(ZOOMS):
        factors = np.linspace(low, high, SCAN + 1)
        places = [np.clip(place * factor, 0.0, 1.0) for factor in factors]
        found = effects_of(join([_moved(inputs, levers, each) for each in places]), alpha=alpha)
        first = next((at for at, effects in enumerate(found) if effects.least_margin >= MET), None)
        if first is None:
            nearest = max(range(len(found)), key=lambda at: found[at].least_margin)
            return best or (places[nearest], found[nearest])
        best = places[first], found[first]
        if first == 0:
            return best
        low, high = float(factors[first - 1]), float(factors[first])
    assert best is not None
    return best


def _merit(efforts: Floats, place: Floats, margins: Floats) -> float:
    return float(efforts @ place + SLACK_PRICE * np.maximum(SAFETY - margins, 0.0).sum())


def _margins_and_slopes(inputs: Inputs, levers: Sequence[Lever], place: Floats, alpha: float) -> tuple[Floats, Floats]:
    """Give the margins of the fully guaranteed deal at a place, and their differences along each axis."""
    places = place + DIFFERENCE * np.concatenate([np.zeros((1, len(place))), np.eye(len(place))])
    drafts = join([_moved(inputs, levers, each[: len(levers)]) for each in places])
    margins = _guaranteed_margins(drafts, drafts.lever_days * places[:, -2:], alpha)
    return margins[0], ((margins[1:] - margins[0]) / DIFFERENCE).T


def _guaranteed_margins(inputs: Inputs, punishment: Floats, alpha: float) -> Floats:
    """Every required margin with all guarantors acting, whether or not they would; (draws, constraints)."""
    given, guarded = derive(inputs), has_guarantor(inputs)
    acts, share = np.tile(guarded, (inputs.draws, 1)), hollow_share(inputs)
    nobody, nothing = np.zeros_like(acts), np.zeros_like(punishment)
    hollow = solve_regime(given, nobody, nothing, share)
    regime = (
        solve_regime(given, acts, np.where(acts, punishment, 0.0), np.ones_like(share)) if guarded.any() else hollow
    )
    backing = backing_of(inputs, hollow)
    deters = relative_margin(temptation(given, alpha) + regime.lasting, regime.cost).reshape(inputs.draws, -1)
    stays = relative_margin(given.war, regime.value)
    serves = relative_margin(backing.cost * punishment, backing.sham_noticed * stake(backing, regime))[:, guarded]
    backs = relative_margin(np.zeros_like(regime.guarantor_value), regime.guarantor_value)[:, guarded]
    fighting = np.array(
        [place != NONE and bool(inputs.fights) and inputs.fights[place] for place in inputs.guarantor_of]
    )
    own = cost_of_own_breach(inputs, given, regime, acts, punishment)[:, fighting]
    refrains = relative_margin(inputs.gains_from_client_breach[:, fighting, None], own).reshape(inputs.draws, -1)
    return np.concatenate([deters, stays, serves, backs, refrains], axis=1)


def _reach(inputs: Inputs, lever: Lever) -> float:
    """Logarithm of the furthest change; 0 for a lever that cannot move."""
    now = value_now(inputs, lever)
    return float(np.log(_end(inputs, lever) / now)) if now > 0.0 else 0.0


def _end(inputs: Inputs, lever: Lever) -> float:
    return max(lever.most, LEAST_SHARE * value_now(inputs, lever))


def _moved(inputs: Inputs, levers: Sequence[Lever], place: Floats) -> Inputs:
    """Move every lever a share of its way; both parties from where each stands."""
    draft = inputs
    for lever, at in zip(levers, place, strict=True):
        end, where = _end(inputs, lever), np.s_[:] if lever.party is None else np.s_[:, lever.party]
        values = getattr(draft, lever.leaf).copy()
        if lever.how == "times":
            values[where] = values[where] * end**at
        else:
            moved = values[where] ** (1.0 - at) * end**at
            values[where] = (
                np.maximum(values[where], moved) if lever.how == "at_least" else np.minimum(values[where], moved)
            )
        draft = replace(draft, **{lever.leaf: values})
    return draft
