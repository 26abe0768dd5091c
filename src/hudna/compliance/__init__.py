"""Compliance: incidents held against norms, the states of duties, clocks, and the scorecard (docs/semantics.md)."""

from hudna.compliance.answers import check_answers, is_about, no_answers, read_answers
from hudna.compliance.clocks import open_ladders, run_clocks
from hudna.compliance.counting import LIKELIER_THAN_NOT, count_breaches, largest_per_incident
from hudna.compliance.doubts import sides_of_accused
from hudna.compliance.duties import evaluate_duties
from hudna.compliance.listing import list_norms
from hudna.compliance.notices import date_notices
from hudna.compliance.otherwise import Judgement, Otherwise, judge_otherwise
from hudna.compliance.prohibitions import Evidence, hold_against_norms
from hudna.compliance.rulings import apply_rulings, counts_as_breach, put_before_guarantor
from hudna.compliance.scorecard import score
from hudna.compliance.standards import grade, lower_end, standard_given, standard_reached

__all__ = [
    "LIKELIER_THAN_NOT",
    "Evidence",
    "Judgement",
    "Otherwise",
    "apply_rulings",
    "check_answers",
    "count_breaches",
    "counts_as_breach",
    "date_notices",
    "evaluate_duties",
    "grade",
    "hold_against_norms",
    "is_about",
    "judge_otherwise",
    "largest_per_incident",
    "list_norms",
    "lower_end",
    "no_answers",
    "open_ladders",
    "put_before_guarantor",
    "read_answers",
    "run_clocks",
    "score",
    "sides_of_accused",
    "standard_given",
    "standard_reached",
]
