"""T3: whatever opens or closes a duty, or starts the deal or a phase, can be measured."""

from collections.abc import Iterator
from typing import Any

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity, Where
from hudna.terms import Undefined


def triggers_that_nobody_can_measure(draft: Draft) -> Iterator[Remark]:
    """Remark on undefined words in `after`, `deadline` and `require`, in the start of a phase, and in a start of the deal without bounds."""
    start = draft.agreement.in_force.from_ if draft.agreement.in_force else None
    if isinstance(start, Undefined) and start.within is None:
        yield _remark(("in_force", "from"), start)
    for name, phase in (draft.agreement.phases or {}).items():
        for field in ("from_", "after"):
            for gap in _undefined(getattr(phase, field)):
                yield _remark(("phases", name, field.rstrip("_")), gap)
    for provision in draft.provisions:
        clause = provision.clause
        for field in ("require", "after", "deadline"):
            for gap in _undefined(getattr(clause, field)):
                yield _remark((*provision.where, field), gap)


def _undefined(value: Any) -> Iterator[Undefined[Any]]:
    yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, Undefined))


def _remark(at: Where, gap: Undefined[Any]) -> Remark:
    return Remark(
        at,
        f"{gap.undefined!r}, which nobody can measure",
        "a date, or an act of `hudna kinds` that somebody can see done",
    )


RULE = Rule(
    id="T3",
    severity=Severity.ERROR,
    title={"en": "Trigger that nobody can measure", "ar": "شرط لا يمكن قياسه"},
    explanation={
        "en": '"When conditions allow", "if it goes well", "all necessary measures": each side reads them as it likes, so each side has a veto.',
        "ar": "«عندما تسمح الظروف» و«إذا سارت الأمور جيداً» و«كل التدابير اللازمة» عبارات يقرؤها كل طرف كما يشاء، فيملك كل طرف حق النقض.",
    },
    evidence='Vienna, 2015: the ceasefire was to begin as soon as both sides had taken the first steps of transition; it never began. Moadamiya, 2013: heavy weapons "if it goes well".',
    source="https://sharecast.com/news/international-economic/russia-and-us-agree-on-need-for-syrian-led-political-transition--930567.html",
    check=triggers_that_nobody_can_measure,
)
