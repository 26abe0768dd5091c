"""What a person reads or prints: the board, its drawings, and the one catalogue of our words."""

from hudna.papers.board import write_board
from hudna.papers.comparison import Against, Comparison, Happened, Hindsight, happenings_of, name_both
from hudna.papers.diff import (
    Paper,
    paper_on_disputes,
    paper_on_series,
    paper_on_versions,
    write_diff_page,
    write_diff_text,
)
from hudna.papers.diff_record import DiffAnswer, diff_schema, record_diff, record_points
from hudna.papers.evaluation import Evaluation, FileCount, Names, Outline, TermWords
from hudna.papers.naming import facts_not_reread, is_proposal, name_places, name_things, outlines
from hudna.papers.owed import say_state, told_as_done
from hudna.papers.sentences import say_range
from hudna.papers.stress import write_stress_page, write_stress_text
from hudna.papers.stress_pdf import write_stress_pdf
from hudna.papers.words import Words, bare, plain

__all__ = [
    "Against",
    "Comparison",
    "DiffAnswer",
    "Evaluation",
    "FileCount",
    "Happened",
    "Hindsight",
    "Names",
    "Outline",
    "Paper",
    "TermWords",
    "Words",
    "bare",
    "diff_schema",
    "facts_not_reread",
    "happenings_of",
    "is_proposal",
    "name_both",
    "name_places",
    "name_things",
    "outlines",
    "paper_on_disputes",
    "paper_on_series",
    "paper_on_versions",
    "plain",
    "record_diff",
    "record_points",
    "say_range",
    "say_state",
    "told_as_done",
    "write_board",
    "write_diff_page",
    "write_diff_text",
    "write_stress_page",
    "write_stress_pdf",
    "write_stress_text",
]
