"""R5: where people are moved, those in transit are protected while steps wait."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import names_in


def transfers_without_protection(draft: Draft) -> Iterator[Remark]:
    """Remark where people are evacuated or released and no prohibition names persons in transit."""
    moved = draft.duties_of("evacuation", "detainee_release")
    protected = {target for ban in draft.prohibitions for target in names_in(ban.clause.against)}
    if moved and "persons_in_transit" not in protected:
        expected = "`forbid: [armed_attack]`, `against: [persons_in_transit]`"
        yield Remark(
            ("terms",), "people who are moved, and nothing that protects them on the way", expected, is_of_absence=True
        )


RULE = Rule(
    id="R5",
    severity=Severity.WARNING,
    title={"en": "People in transit not protected", "ar": "المارّون بلا حماية"},
    explanation={
        "en": "A convoy that is held up at the exchange point is a crowd in the open.",
        "ar": "القافلة المتوقفة عند نقطة التبادل جمع من الناس في العراء.",
    },
    evidence="Rashidin, 15 April 2017: a car bomb at the held-up convoy, 126 dead, 68 of them children.",
    source="https://alshahidwitness.com/four-towns-agreement-syria/",
    check=transfers_without_protection,
)
