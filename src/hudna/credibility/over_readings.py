"""What a change that suffices at the likely values does over all readings: often far less, and that is said beside it."""

import numpy as np

from hudna.credibility.constraints import MET, constrain
from hudna.credibility.inputs import Inputs
from hudna.credibility.joint import Joint
from hudna.credibility.point import solve_point
from hudna.credibility.repair import Clause, ClauseSet, Lever, Menu, Repair, move_lever, with_clauses
from hudna.credibility.stress_values import Fix, Tried

MOST_SHOWN = 3


def try_over_readings(inputs: Inputs, *, alpha: float) -> Tried:
    point = solve_point(inputs, alpha=alpha)
    worth = np.median(point.regime.value - inputs.war_value, axis=0)
    return Tried(
        float(constrain(point).holds.mean()),
        float(np.median(point.deterred)),
        tuple(float(each) for each in worth),
    )


def try_alone(drawn: Inputs, levers: list[Lever], repairs: list[Repair], *, alpha: float) -> list[Fix]:
    by_id = {lever.id: lever for lever in levers}
    enough = [each for each in repairs if each.suffices and each.before.least_margin < MET]
    return [
        Fix(
            (each.lever,),
            each.value,
            each.effects,
            try_over_readings(move_lever(drawn, by_id[each.lever], each.value), alpha=alpha),
        )
        for each in enough[:MOST_SHOWN]
    ]


def move_jointly(drawn: Inputs, levers: list[Lever], joint: Joint) -> Inputs:
    by_id = {lever.id: lever for lever in levers}
    for name, value in joint.values:
        drawn = move_lever(drawn, by_id[name], value)
    return drawn


def try_sets(drawn: Inputs, clauses: list[Clause], menu: Menu, *, alpha: float) -> list[Fix]:
    by_id = {clause.id: clause for clause in clauses}

    def drafted(found: ClauseSet) -> Inputs:
        return with_clauses(drawn, [by_id[name] for name in found.clauses])

    shown = [found for found in menu.found if found.clauses][:MOST_SHOWN] or ([menu.best] if menu.best.clauses else [])
    return [
        Fix(each.clauses, float("nan"), each.effects, try_over_readings(drafted(each), alpha=alpha)) for each in shown
    ]
