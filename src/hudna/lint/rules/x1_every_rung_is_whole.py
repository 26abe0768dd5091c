"""X1: each rung of the ladder has somebody who acts, an act, a time, and an answer that stops it."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import RungOf, settled

EXPECTED = "`{rung: answer, to: guarantor, within: PT48H, act: answer, stops_when: [accepted]}`"


def ladders_with_broken_rungs(draft: Draft) -> Iterator[Remark]:
    """Remark on an absent ladder, and on each rung that lacks one of them."""
    if not draft.agreement.escalation:
        yield Remark(("escalation",), "no ladder of escalation", EXPECTED, is_of_absence=True)
    for index, rung in enumerate(draft.agreement.escalation):
        missing = lacking(rung, {"to": "addressee", "act": "act", "stops_when": "answer that stops it"})
        if is_missing(rung.within) and not _has_default(draft, rung):
            missing.append("time")
        if missing:
            yield Remark(
                ("escalation", index), f"the rung {rung.rung} without {listed(missing)}", EXPECTED, is_of_absence=True
            )


def _has_default(draft: Draft, rung: RungOf) -> bool:
    """Say whether every addressee is a guarantor with a time to answer of its own."""
    to = settled(rung.to) or []
    names = [to] if isinstance(to, str) else to
    guarantors = draft.agreement.guarantors
    asked = list(guarantors) if "guarantor" in names else names
    return bool(asked) and all(name in guarantors and not is_missing(guarantors[name].answers_within) for name in asked)


RULE = Rule(
    id="X1",
    severity=Severity.ERROR,
    title={"en": "Broken rung of the ladder", "ar": "درجة ناقصة في سلم التصعيد"},
    explanation={
        "en": "A ladder of which one rung has no time or no act stops at that rung for ever.",
        "ar": "السلم الذي تنقص إحدى درجاته المهلة أو الفعل يتوقف عند تلك الدرجة إلى الأبد.",
    },
    evidence='Cessation of hostilities, 2016: the last rung was "ministers", with no time.',
    source="https://specialenvoysyria.unmissions.org/ceasefire-task-force",
    check=ladders_with_broken_rungs,
)
