"""Compliance: incidents held against norms, the states of duties, clocks, and the scorecard (docs/semantics.md)."""

from hudna.compliance.answers import no_answers, read_answers
from hudna.compliance.clocks import open_ladders, run_clocks
from hudna.compliance.counting import Count, count_breaches, largest_per_incident
from hudna.compliance.duties import evaluate_duties
from hudna.compliance.listing import list_norms
from hudna.compliance.notices import date_notices
from hudna.compliance.prohibitions import Evidence, hold_against_norms
from hudna.compliance.rulings import apply_rulings
from hudna.compliance.scorecard import score
from hudna.compliance.standards import Naming, count_naming, grade, hear, lower_end, reaches, standard_reached

__all__ = [
    "Count",
    "Evidence",
    "Naming",
    "apply_rulings",
    "count_breaches",
    "count_naming",
    "date_notices",
    "evaluate_duties",
    "grade",
    "hear",
    "hold_against_norms",
    "largest_per_incident",
    "list_norms",
    "lower_end",
    "no_answers",
    "open_ladders",
    "reaches",
    "read_answers",
    "run_clocks",
    "score",
    "standard_reached",
]
