"""G7: each guarantor is present at the risky step."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity


def guarantors_that_stay_away(draft: Draft) -> Iterator[Remark]:
    """Note a guarantor without `present_at`."""
    for name, guarantor in draft.agreement.guarantors.items():
        if is_missing(guarantor.present_at):
            yield Remark(
                ("guarantors", name),
                f"no step at which {name} is present",
                "`present_at:` with the risky terms",
                is_of_absence=True,
            )


RULE = Rule(
    id="G7",
    severity=Severity.NOTE,
    title={"en": "Guarantor absent from the risky step", "ar": "الضامن غائب عن الخطوة الخطرة"},
    explanation={
        "en": "A guarantor who rides on the bus raises the price of shooting at it.",
        "ar": "الضامن الذي يركب الحافلة يرفع ثمن إطلاق النار عليها.",
    },
    evidence="Good models: Homs, May 2014, where UN staff and Iranian negotiators rode on the buses; Al-Waer, 2017, with 60 to 100 Russian troops inside.",
    source="https://dailynewsegypt.com/2014/05/04/deal-clinched-rebel-retreat-syrias-homs-negotiator",
    check=guarantors_that_stay_away,
)
