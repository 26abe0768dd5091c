"""D5: aid and patrols have a period; a single delivery is counted and dated."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled


def aid_that_comes_once(draft: Draft) -> Iterator[Remark]:
    """Remark on aid or a patrol without `every`, but for one delivery of a stated amount by a stated day."""
    for duty in draft.duties_of("aid_delivery", "patrol"):
        clause = duty.clause
        is_one_delivery = settled(clause.deadline) is not None and settled(clause.quantity) is not None
        if is_missing(clause.every) and not is_one_delivery:
            yield Remark(duty.where, "aid or patrols without a period", "`every: P1W`", is_of_absence=True)


RULE = Rule(
    id="D5",
    severity=Severity.WARNING,
    title={"en": "Aid or patrols without a period", "ar": "معونة أو دوريات بلا تكرار محدد"},
    explanation={
        "en": "A duty to deliver aid that names no period is met by one convoy.",
        "ar": "واجب إيصال المعونة بلا فترة محددة تؤديه قافلة واحدة.",
    },
    evidence="Four Towns: no aid to Madaya from 18 October 2015 to 11 January 2016, 85 days.",
    source="https://www.syriahr.com/en/33272/",
    check=aid_that_comes_once,
)
