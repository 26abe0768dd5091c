"""What a person reads or prints: the board, its drawings, and the one catalogue of our words."""

from hudna.papers.board import write_board
from hudna.papers.evaluation import Evaluation, FileCount, Names, Outline, TermWords
from hudna.papers.naming import facts_not_reread, is_proposal, name_things, outlines
from hudna.papers.owed import say_state, told_as_done
from hudna.papers.sentences import say_range
from hudna.papers.words import Words, plain

__all__ = [
    "Evaluation",
    "FileCount",
    "Names",
    "Outline",
    "TermWords",
    "Words",
    "facts_not_reread",
    "is_proposal",
    "name_things",
    "outlines",
    "plain",
    "say_range",
    "say_state",
    "told_as_done",
    "write_board",
]
