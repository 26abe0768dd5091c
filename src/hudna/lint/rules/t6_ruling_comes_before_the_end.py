"""T6: a complaint is ruled on well before the truce is over: three rulings fit into it."""

from collections.abc import Iterator
from typing import Any

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity, Where
from hudna.terms import parse_duration, settled

USUAL_RULING = "P14D"
"""Time to a final ruling that the evidence supports, where the deal gives none: research on how complaints travel, section 2.2."""
RULINGS = 3


def truces_shorter_than_their_rulings(draft: Draft) -> Iterator[Remark]:
    """Remark on a missing time to rule, and on a deal, or a prohibition with a length of its own, shorter than three rulings."""
    complaints = draft.agreement.complaints
    ruled_within = settled(complaints.ruled_within) if complaints else None
    if complaints is None or is_missing(complaints.ruled_within):
        yield Remark(("complaints",), "no time to rule on a complaint", "`ruled_within: P14D`", is_of_absence=True)
    needed = RULINGS * parse_duration(ruled_within or USUAL_RULING).nominal()
    written = draft.agreement.in_force
    spans: list[tuple[Where, Any]] = [(("in_force", "for"), written.for_ if written and ruled_within else None)]
    spans += [((*ban.where, "during"), getattr(settled(ban.clause.during), "for_", None)) for ban in draft.prohibitions]
    for at, span in spans:
        length = settled(span)
        if length is not None and parse_duration(length).nominal() < needed:
            expected = f"at least {RULINGS} times the time to rule ({ruled_within or 'usually ' + USUAL_RULING})"
            yield Remark(at, f"a truce of {length}", expected)


RULE = Rule(
    id="T6",
    severity=Severity.WARNING,
    title={"en": "Truce shorter than its rulings", "ar": "هدنة أقصر من مدة البت في الشكاوى"},
    explanation={
        "en": "A breach in a truce of two days is ruled on when the truce is long over: the ruling changes nothing.",
        "ar": "الخرق في هدنة مدتها يومان لا يُبت فيه إلا بعد انتهائها بزمن طويل، فلا يغيّر البت شيئاً.",
    },
    evidence="Regimes of silence of 24, 48 and 72 hours, April and May 2016; rulings elsewhere took weeks to months.",
    source="http://www.rbs0.com/CF20160222.html",
    check=truces_shorter_than_their_rulings,
)
