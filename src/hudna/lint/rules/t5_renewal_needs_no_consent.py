"""T5: renewal does not hang on the consent of somebody who may want the deal to end."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import names_in, settled


def renewals_by_consent(draft: Draft) -> Iterator[Remark]:
    """Remark on a renewal by consent: silence then ends the deal."""
    renewal = settled(draft.agreement.in_force.renewal) if draft.agreement.in_force else None
    if renewal is not None and settled(renewal.how) == "consent":
        by = ", ".join(names_in(renewal.by)) or "everybody"
        yield Remark(
            ("in_force", "renewal"),
            f"renewal only by consent of {by}",
            "`how: unless_refused`, so that silence renews it",
        )


RULE = Rule(
    id="T5",
    severity=Severity.WARNING,
    title={"en": "Renewal by consent", "ar": "التجديد مشروط بالموافقة"},
    explanation={
        "en": "Where renewal needs consent, whoever wants the deal to end has only to say nothing.",
        "ar": "حين يحتاج التجديد إلى موافقة، يكفي من يريد إنهاء الاتفاق أن يسكت.",
    },
    evidence='De-escalation areas, 2017: "automatic" renewal by consensus of the guarantors; three of the four areas were retaken by July 2018.',
    source="https://www.dohainstitute.org/en/PoliticalStudies/Pages/De-escalation-Zones-Russian-Strategy-Military-Victory-Syria.aspx",
    check=renewals_by_consent,
)
