"""R6: each phase is agreed before the first begins."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Undefined, settled


def phases_that_are_only_talks(draft: Draft) -> Iterator[Remark]:
    """Remark on a phase that is not agreed, or for which only talks are."""
    for name, phase in (draft.agreement.phases or {}).items():
        if (
            settled(phase.agreed) is False
            or isinstance(phase.agreed, Undefined)
            or (phase.talks_by and not settled(phase.agreed))
        ):
            held = settled(phase.meanwhile)
            told = (
                "silent on what holds meanwhile"
                if held is None
                else f"meanwhile {held if isinstance(held, str) else 'some terms continue'}"
            )
            yield Remark(
                ("phases", name),
                f"a phase that is not agreed; {told}",
                "`agreed: true`, or terms of the first that go on by themselves",
            )


RULE = Rule(
    id="R6",
    severity=Severity.WARNING,
    title={"en": "Phase that is not agreed", "ar": "مرحلة لم يُتفق عليها"},
    explanation={
        "en": "A first phase that ends in talks on the second ends in a cliff: whoever wants to stop has only to talk.",
        "ar": "المرحلة الأولى التي تنتهي بمحادثات عن الثانية تنتهي بهاوية: من يريد التوقف يكفيه أن يتفاوض.",
    },
    evidence="Gaza, 2025: talks on phase two by day 16; it never began, aid stopped on 2 March, 404 were killed on 18 March.",
    source="https://zealnews.africa/en/post/acaps-briefing-note-palestine-end-of-ceasefire-and-blockade-in-gaza-lD7Xl",
    check=phases_that_are_only_talks,
)
