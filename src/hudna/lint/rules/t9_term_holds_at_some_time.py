"""T9: every term holds at some time at which the deal is in force."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity

EXPECTED = "a time in which the deal is in force, and ground to hold on"


def terms_that_never_hold(draft: Draft) -> Iterator[Remark]:
    """Remark on a prohibition without a box and a duty without a time to open, even read as widely as can be."""
    if draft.compiled is None:
        return
    where = {p.id: p.where for p in draft.provisions}
    for norm in draft.compiled.norms:
        if not norm.boxes.upper:
            yield Remark(where[norm.norm_id], "a prohibition that nothing can breach", EXPECTED)
    for duty in draft.compiled.duties:
        if not duty.opens:
            yield Remark(where[duty.duty_id], "a duty that never opens", EXPECTED)


RULE = Rule(
    id="T9",
    severity=Severity.ERROR,
    title={"en": "Term that never holds", "ar": "مادة لا تسري أبداً"},
    explanation={
        "en": "A term whose interval is empty, or lies after the end of the deal, binds nobody; read quickly, it looks like an obligation.",
        "ar": "المادة التي تقع مدتها خارج مدة الاتفاق أو تنتهي قبل أن تبدأ لا تلزم أحداً، وإن بدت التزاماً لمن يقرؤها مسرعاً.",
    },
    evidence="No deal is known to have fallen to it; a clause met only because it could never apply is a known failure of rules written as code.",
    source="https://github.com/loonwerks/AGREE/issues/40",
    check=terms_that_never_hold,
)
