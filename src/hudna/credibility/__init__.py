"""The stress test: would each party and each guarantor rather keep the deal than break it, and what would make it so."""

from hudna.credibility.constraints import Constraint, Constraints, constrain, in_order, say
from hudna.credibility.deviation import Step, Why, steps_of_cost, why
from hudna.credibility.inputs import Inputs, Leaf, check, leaves, take_draws
from hudna.credibility.joint import Joint, change_jointly
from hudna.credibility.point import Point, find_both, solve_point, take_draw
from hudna.credibility.repair import (
    Clause,
    ClauseSet,
    Effects,
    Lever,
    Menu,
    Repair,
    effects_of,
    move_lever,
    try_clauses,
    try_levers,
)
from hudna.credibility.simulate import Runs, Survival, survive
from hudna.credibility.summary import Summary, summarise
from hudna.credibility.tornado import Bar, draw_tornado, join

__all__ = [
    "Bar",
    "Clause",
    "ClauseSet",
    "Constraint",
    "Constraints",
    "Effects",
    "Inputs",
    "Joint",
    "Leaf",
    "Lever",
    "Menu",
    "Point",
    "Repair",
    "Runs",
    "Step",
    "Summary",
    "Survival",
    "Why",
    "change_jointly",
    "check",
    "constrain",
    "draw_tornado",
    "effects_of",
    "find_both",
    "in_order",
    "join",
    "leaves",
    "move_lever",
    "say",
    "solve_point",
    "steps_of_cost",
    "summarise",
    "survive",
    "take_draw",
    "take_draws",
    "try_clauses",
    "try_levers",
    "why",
]
