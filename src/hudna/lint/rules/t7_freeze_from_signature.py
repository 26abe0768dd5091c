"""T7: nobody gains ground in the days between signature and start."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import local_date, settled


def days_of_grabbing(draft: Draft) -> Iterator[Remark]:
    """Remark where days lie between signature and start, and no prohibition begins at the signature."""
    signed, starts, clock = draft.signed_at, draft.starts_at, draft.agreement.clock
    if signed is None or starts is None or local_date(starts, clock) <= local_date(signed, clock):
        return
    for ban in draft.prohibitions:
        begins = draft.instant(getattr(settled(ban.clause.during), "from_", None), "start")
        if begins is not None and local_date(begins, clock) <= local_date(signed, clock):
            return
    days = (local_date(starts, clock) - local_date(signed, clock)).days
    yield Remark(
        ("in_force", "from"),
        f"{days} day{'s' if days > 1 else ''} between signature and start, and no freeze",
        "a term that forbids taking ground and striking, with `during:` from the signature to the start",
        is_of_absence=True,
    )


RULE = Rule(
    id="T7",
    severity=Severity.WARNING,
    title={"en": "No freeze from signature to start", "ar": "لا تجميد بين التوقيع والنفاذ"},
    explanation={
        "en": "Between signature and start each side takes what it still can: the last hours are among the deadliest.",
        "ar": "بين التوقيع والنفاذ يأخذ كل طرف ما يستطيع أخذه، فتكون الساعات الأخيرة من أشدها فتكاً.",
    },
    evidence="Cessation of hostilities, 26 February 2016: 16 dead in the last hours. Minsk II, 2015: the battle for Debaltseve.",
    source="http://www.rbs0.com/CF20160222.html",
    check=days_of_grabbing,
)
