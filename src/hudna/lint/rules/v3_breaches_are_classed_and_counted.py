"""V3: breaches have at least two classes, and there is a rule for counting them."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity


def breaches_that_nobody_can_count(draft: Draft) -> Iterator[Remark]:
    """Remark where there are fewer than two classes, or no unit of counting, or no word on what one incident is."""
    classes, counting = draft.agreement.classes, draft.agreement.counting
    missing = ["second class" if classes else "classes"] if len(classes) < 2 else []
    missing += lacking(counting, {"unit": "unit of counting", "one_incident": "rule for what one incident is"})
    rest = [name for name, told in classes.items() if told.kinds is None and told.or_ is None]
    if len(rest) > 1:
        yield Remark(
            ("classes", rest[1]),
            f"two classes for whatever is left: {rest[0]} and {rest[1]}",
            "`kinds:` or `or: {killed: …}`",
        )
    if missing:
        at = ("classes",) if classes and len(classes) < 2 else ("counting",)
        yield Remark(
            at,
            f"no {listed(missing)}",
            "`classes:` (grave, other), `counting: {unit: incident, one_incident: {…}}`",
            is_of_absence=True,
        )


RULE = Rule(
    id="V3",
    severity=Severity.ERROR,
    title={"en": "Breaches without classes or count", "ar": "خروق بلا تصنيف أو قاعدة للعد"},
    explanation={
        "en": "Counts by different rules cannot be compared, so each side's count proves what that side says.",
        "ar": "الأعداد المحسوبة بقواعد مختلفة لا تُقارن، فيُثبت عدد كل طرف ما يقوله ذلك الطرف.",
    },
    evidence="Cessation of hostilities, 27 February 2016: 9, 14 and 15 breaches of one day.",
    source="http://www.rbs0.com/CF20160222.html",
    check=breaches_that_nobody_can_count,
)
