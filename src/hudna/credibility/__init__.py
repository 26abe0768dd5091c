"""The stress test: would each party and each guarantor rather keep the deal than break it, and what would make it so."""

from hudna.credibility.assumptions import Assumptions, Exchange, Value, parse_assumptions, read_assumptions
from hudna.credibility.calibration import Predicted, score_count, score_numbers, score_record
from hudna.credibility.catalogue import LEAVES, Default, Sort
from hudna.credibility.constraints import Constraint, Constraints, constrain, in_order, say
from hudna.credibility.deviation import Step, Why, steps_of_cost, why
from hudna.credibility.document import MOST_DRAWS
from hudna.credibility.drafting import Article, Offer, Proposed
from hudna.credibility.draws import bars, draw_values, lay_out_inputs, likely_values, tornado_values
from hudna.credibility.elicitation import (
    Pooled,
    Sheet,
    pool_sheets,
    questions,
    read_sheet,
    write_assumptions,
    write_sheet,
)
from hudna.credibility.ending import LastDays, last_safe_day, last_safe_day_by_formula, shortest_useful_truce
from hudna.credibility.exchange import Side, draw_delays, expected_delay, least_rounds, step_margins
from hudna.credibility.impossible import refuse_impossible
from hudna.credibility.inputs import Floats, Inputs, Leaf, leaves, take_draws
from hudna.credibility.joint import Joint, change_jointly
from hudna.credibility.learning import Record, Seen, days_in_force, learn, read_record
from hudna.credibility.point import Point, find_both, solve_point, take_draw
from hudna.credibility.ranges import Quantiles, Range, Triangular
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
from hudna.credibility.said_by_terms import SaidByTerms, read_terms
from hudna.credibility.simulate import Runs, Survival, survive
from hudna.credibility.stress_record import record_stress, record_why
from hudna.credibility.stress_test import WHY_RUNS, constraint, delay_under, explain, stress
from hudna.credibility.stress_values import (
    Bands,
    BarOf,
    Chain,
    Delay,
    Ending,
    Fix,
    Quartiles,
    Row,
    Stress,
    Threat,
    Tried,
    Window,
)
from hudna.credibility.summary import LEAST_WORTH, PARTLY, SELF_ENFORCING, Summary, summarise
from hudna.credibility.timing import Carried, carry_out, last_safe_days
from hudna.credibility.tornado import Bar, draw_tornado, join

__all__ = [
    "LEAST_WORTH",
    "LEAVES",
    "MOST_DRAWS",
    "PARTLY",
    "SELF_ENFORCING",
    "WHY_RUNS",
    "Article",
    "Assumptions",
    "Bands",
    "Bar",
    "BarOf",
    "Carried",
    "Chain",
    "Clause",
    "ClauseSet",
    "Constraint",
    "Constraints",
    "Default",
    "Delay",
    "Effects",
    "Ending",
    "Exchange",
    "Fix",
    "Floats",
    "Inputs",
    "Joint",
    "LastDays",
    "Leaf",
    "Lever",
    "Menu",
    "Offer",
    "Point",
    "Pooled",
    "Predicted",
    "Proposed",
    "Quantiles",
    "Quartiles",
    "Range",
    "Record",
    "Repair",
    "Row",
    "Runs",
    "SaidByTerms",
    "Seen",
    "Sheet",
    "Side",
    "Sort",
    "Step",
    "Stress",
    "Summary",
    "Survival",
    "Threat",
    "Triangular",
    "Tried",
    "Value",
    "Why",
    "Window",
    "bars",
    "carry_out",
    "change_jointly",
    "constrain",
    "constraint",
    "days_in_force",
    "delay_under",
    "draw_delays",
    "draw_tornado",
    "draw_values",
    "effects_of",
    "expected_delay",
    "explain",
    "find_both",
    "in_order",
    "join",
    "last_safe_day",
    "last_safe_day_by_formula",
    "last_safe_days",
    "lay_out_inputs",
    "learn",
    "least_rounds",
    "leaves",
    "likely_values",
    "move_lever",
    "parse_assumptions",
    "pool_sheets",
    "questions",
    "read_assumptions",
    "read_record",
    "read_sheet",
    "read_terms",
    "record_stress",
    "record_why",
    "refuse_impossible",
    "say",
    "score_count",
    "score_numbers",
    "score_record",
    "shortest_useful_truce",
    "solve_point",
    "step_margins",
    "steps_of_cost",
    "stress",
    "summarise",
    "survive",
    "take_draw",
    "take_draws",
    "tornado_values",
    "try_clauses",
    "try_levers",
    "why",
    "write_assumptions",
    "write_sheet",
]
