"""C5: the list of excluded groups is one document, dated, with a rule for amending it."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Unread, settled


def exclusions_without_one_list(draft: Draft) -> Iterator[Remark]:
    """Remark on an exclusion without `list`, or whose list has no document, no date or nobody to amend it."""
    for name, exclusion in draft.agreement.exclusions.items():
        if isinstance(exclusion.list_, Unread):
            continue
        missing = lacking(
            settled(exclusion.list_), {"document": "document", "dated": "date", "amended_by": "rule for amending it"}
        )
        if missing:
            expected = "`list: {document: annex 3, dated: 2027-02-26, amended_by: commission}`"
            yield Remark(
                ("exclusions", name), f"a list of groups without {listed(missing)}", expected, is_of_absence=True
            )


RULE = Rule(
    id="C5",
    severity=Severity.WARNING,
    title={"en": "No one list of excluded groups", "ar": "لا قائمة واحدة للجماعات المستثناة"},
    explanation={
        "en": "With a list for each sponsor, a group can be protected in one capital and a target in the other.",
        "ar": "إذا كان لكل راعٍ قائمته كانت الجماعة محمية في عاصمة وهدفاً في أخرى.",
    },
    evidence="Vienna, 2015: Jordan was to help build a common list; it never became common.",
    source="https://sharecast.com/news/international-economic/russia-and-us-agree-on-need-for-syrian-led-political-transition--930567.html",
    check=exclusions_without_one_list,
)
