"""B4: fortifying, reinforcing, recruiting, flying and scouting are forbidden or allowed."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity

PAUSE = ("fortification", "reinforcement", "recruitment", "overflight", "scouting")


def rearming_left_open(draft: Draft) -> Iterator[Remark]:
    """Remark on the acts of a pause to rearm in that no term decides."""
    open_ = [kind for kind in PAUSE if kind not in draft.decided]
    if open_:
        yield Remark(
            ("terms",), f"not decided: {', '.join(open_)}", "a term that forbids or allows them", is_of_absence=True
        )


RULE = Rule(
    id="B4",
    severity=Severity.WARNING,
    title={"en": "Rearming not decided", "ar": "إعادة التسلح غير محسومة"},
    explanation={
        "en": "If trenches, reinforcements and scouts are not decided, the truce is a pause to prepare the next attack in.",
        "ar": "إذا لم تُحسم الخنادق والتعزيزات والاستطلاع كانت الهدنة فرصة للتحضير للهجوم التالي.",
    },
    evidence="Hodeidah, after December 2018: 51 trenches and 109 barricades were counted.",
    source="https://al-masdaronline.net/national/176",
    check=rearming_left_open,
)
