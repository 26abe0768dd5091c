"""X3: the consequence falls on the unit that did it, not on civilians or aid."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled


def consequences_that_fall_on_others(draft: Draft) -> Iterator[Remark]:
    """Remark where no rung says `falls_on: responsible_unit`, and on a rung that falls on somebody else."""
    told = {index: settled(rung.falls_on) for index, rung in enumerate(draft.agreement.escalation) if rung.falls_on}
    expected = "`falls_on: responsible_unit`"
    if not told:
        yield Remark(("escalation",), "no word on whom the consequence falls", expected, is_of_absence=True)
    for index, whom in told.items():
        if whom is not None and whom != "responsible_unit":
            yield Remark(("escalation", index, "falls_on"), f"a consequence that falls on {whom}", expected)


RULE = Rule(
    id="X3",
    severity=Severity.WARNING,
    title={"en": "Consequence may fall on civilians", "ar": "العاقبة قد تقع على المدنيين"},
    explanation={
        "en": "If the text does not say on whom the consequence falls, it falls on those who are nearest: civilians and aid.",
        "ar": "إذا لم يحدد النص على من تقع العاقبة وقعت على الأقرب: المدنيين والمعونة.",
    },
    evidence="Gaza, 2 March 2025: aid was stopped as a lever.",
    source="https://zealnews.africa/en/post/acaps-briefing-note-palestine-end-of-ceasefire-and-blockade-in-gaza-lD7Xl",
    check=consequences_that_fall_on_others,
)
