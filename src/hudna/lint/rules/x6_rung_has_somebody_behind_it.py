"""X6: behind each rung stands somebody, whoever is accused."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Body, settled


def rungs_with_nobody_behind(draft: Draft) -> Iterator[Remark]:
    """Remark on a rung to the guarantor where a bound party has none, and on a rung to a body without members, chair or tasks."""
    bound = {role for ban in draft.prohibitions for role in draft.obligors(ban)} & set(draft.agreement.parties)
    alone = sorted(party for party in bound if not draft.guarantors_of(party))
    for index, rung in enumerate(draft.agreement.escalation):
        to = settled(rung.to) or []
        names = [to] if isinstance(to, str) else to
        empty = [name for name in names if name in draft.agreement.bodies and _is_empty(draft.agreement.bodies[name])]
        if "guarantor" in names and alone:
            found = f"the rung {rung.rung} with nobody behind it when {listed(alone)} is accused"
            yield Remark(("escalation", index, "to"), found, "a guarantor for each party, or a body")
        if empty:
            found = f"the rung {rung.rung} to {listed(empty)}, of which nothing is said but its name"
            yield Remark(("escalation", index, "to"), found, "a body with `members:`, `chair:` or `tasks:`")


def _is_empty(body: Body) -> bool:
    return body.members is None and body.chair is None and body.tasks is None


RULE = Rule(
    id="X6",
    severity=Severity.ERROR,
    title={"en": "Rung with nobody behind it", "ar": "درجة لا أحد وراءها"},
    explanation={
        "en": "A rung addressed to nobody waits out its time and hands on: a deadline that nobody had to meet.",
        "ar": "الدرجة الموجهة إلى لا أحد تستنفد مهلتها ثم تمرر الأمر: موعد لم يكن على أحد الوفاء به.",
    },
    evidence="No deal is known to have fallen to it; in systems that page people it is a known failure.",
    source="https://github.com/target/goalert/issues/4548",
    check=rungs_with_nobody_behind,
)
