"""A solved deal in time: how near to its end it is still safe, and whether and how fast its staged exchange can be carried out.

Source: docs/guide/stress.md, "Staged exchanges" and "The last days".
"""

from dataclasses import dataclass

import numpy as np

from hudna.credibility.assumptions import Assumptions
from hudna.credibility.draws import Values
from hudna.credibility.ending import LONGEST, LastDays, last_safe_day
from hudna.credibility.exchange import MOST_ROUNDS, Side, draw_delays, expected_delay, least_rounds, step_margins
from hudna.credibility.inputs import Flags, Floats
from hudna.credibility.point import Point
from hudna.credibility.punishments import temptation


@dataclass(frozen=True)
class Carried:
    """A staged exchange over the draws."""

    rounds: Floats
    holds: Flags
    """Whether every step is worth making, in the rounds that are written."""
    least_rounds: Floats
    """Fewest rounds in which it would be; 0: no number is enough."""
    delay_if_mirrored: Floats
    """Days to carry out all of it, on average."""
    delay_if_free: Floats
    drawn_delay: Floats
    """Days for one step, drawn once in each draw, mirrored."""


def last_safe_days(point: Point, *, renewal: float = 0.0, longest: int = LONGEST) -> Floats:
    """Give for each draw and party the fewest days before the end with which it is still deterred at every kind, (draws, 2).

    Near the end a guarantor may take more than it would at other times, up to its stated lever. All else that deters is the deal's own
    future and runs out with it; only an outside penalty outlives the deal. inf: not deterred even far from the end.
    """
    inputs, given, regime = point.inputs, point.given, point.regime
    acts = point.acts[:, :, None]
    by_punishment = given.proof * (regime.answered_discount * point.punishment)[:, :, None] * acts
    outside = _of_its_guarantor(point, inputs.outside_penalty)
    found = last_safe_day(
        LastDays(
            temptation=temptation(given, point.alpha) + regime.lasting,
            proof=given.proof,
            stake=np.clip(point.stakes - outside, 0.0, None)[:, :, None],
            discount=(given.delta * (1 - regime.hazard))[:, :, None],
            lever=np.where(acts, inputs.lever_days[:, :, None], 0.0),
            cost_per_day_taken=inputs.cost_per_client_day[:, :, None],
            sham_noticed=inputs.sham_noticed[:, :, None],
            answer_days=inputs.answer_days[:, :, None],
            future=np.clip(regime.cost - by_punishment, 0.0, None),
            outlives=outside[:, :, None],
            renewal=renewal,
        ),
        longest=longest,
    )
    tempted = given.chance > 0
    return np.asarray(np.where(tempted, found, 1.0).max(axis=2))


def carry_out(assumptions: Assumptions, values: Values, point: Point, *, seed: int) -> Carried | None:
    """Carry out the staged exchange of the assumptions in every draw; None where they tell of none.

    What stopping costs a side is the least that any breach costs it, less the mirror where that is this same exchange: nothing is hostage
    for itself.
    """
    if assumptions.exchange is None:
        return None
    regime, given = point.regime, point.given
    rate = regime.beliefs.sum(axis=1)
    quiet, freeze = values["exchange.quiet_days"], values["exchange.freeze_days"]
    mirrored, free = (
        expected_delay(rate, quiet_days=quiet, freeze_days=freeze, is_mirrored=is_mirrored)
        for is_mirrored in (True, False)
    )
    sides = [_side(assumptions, values, point, party) for party in assumptions.exchange.order]
    discount = (given.delta * (1 - regime.hazard))[:, 0] ** mirrored
    rounds = np.rint(values["exchange.rounds"])
    holds = np.zeros(len(rounds), dtype=bool)
    for count in np.unique(rounds):
        margins = step_margins(sides[0], sides[1], rounds=int(count), discount=discount)
        holds = np.where(rounds == count, np.all(margins >= 0, axis=(-2, -1)), holds)
    return Carried(
        rounds=rounds,
        holds=holds,
        least_rounds=least_rounds(sides[0], sides[1], discount=discount, most=MOST_ROUNDS).astype(np.float64),
        delay_if_mirrored=2 * rounds * mirrored,
        delay_if_free=2 * rounds * free,
        drawn_delay=draw_delays(rate, quiet_days=quiet, freeze_days=freeze, seed=seed),
    )


def _side(assumptions: Assumptions, values: Values, point: Point, party: str) -> Side:
    place = assumptions.parties.index(party)
    costs = point.regime.cost[:, place]
    if assumptions.linked_by.get(party) in assumptions.terms.tranches:
        costs = costs - point.given.belief[:, place] * point.given.mirror[:, place, None]
    penalty = np.clip(costs.min(axis=1), 0.0, None)
    return Side(values[f"exchange.cost.{party}"], values[f"exchange.value.{party}"], penalty)


def _of_its_guarantor(point: Point, values: Floats) -> Floats:
    places = point.inputs.guarantor_of
    none = np.zeros(len(point.acts))
    return np.stack([none if place < 0 else values[:, place] for place in places], axis=1)
