"""T8: complaints can be brought from the first day of the ceasefire."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import local_date


def rules_that_come_late(draft: Draft) -> Iterator[Remark]:
    """Remark where complaints have no rules, no opening date, or one after the start."""
    complaints = draft.agreement.complaints
    expected = "`complaints: {opens: …}`, no later than the start of the deal"
    if complaints is None:
        yield Remark(("complaints",), "no rules for complaints", expected, is_of_absence=True)
        return
    if is_missing(complaints.opens):
        yield Remark(("complaints",), "complaints without an opening date", expected, is_of_absence=True)
    opens = draft.instant(complaints.opens, "start")
    if opens is not None and draft.starts_at is not None and opens > draft.starts_at:
        days = (local_date(opens, draft.agreement.clock) - local_date(draft.starts_at, draft.agreement.clock)).days
        if days > 0:
            yield Remark(("complaints", "opens"), f"complaints that open {days} days after the start", expected)


RULE = Rule(
    id="T8",
    severity=Severity.WARNING,
    title={"en": "Complaints open after the start", "ar": "باب الشكاوى يُفتح بعد بدء الهدنة"},
    explanation={
        "en": "Days without a procedure are days in which breaches are counted by nobody but the sides.",
        "ar": "الأيام التي لا إجراءات فيها أيام لا يحصي فيها الخروق إلا الأطراف نفسها.",
    },
    evidence="Cessation of hostilities, 2016: the procedures came into force on 28 March, 30 days after the start, and stayed secret until September.",
    source="https://www.resavr.com/comment/moscow-makes-public-full-5378168",
    check=rules_that_come_late,
)
