"""G2: each guarantor has a time to answer, and its silence means something."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity


def guarantors_without_a_clock(draft: Draft) -> Iterator[Remark]:
    """Remark on a guarantor without `answers_within` or without `if_silent`."""
    for name, guarantor in draft.agreement.guarantors.items():
        missing = lacking(
            guarantor, {"answers_within": "time to answer", "if_silent": "word on what its silence means"}
        )
        if missing:
            expected = "`answers_within: PT48H` and `if_silent: next_rung`"
            yield Remark(("guarantors", name), f"no {listed(missing)}", expected, is_of_absence=True)


RULE = Rule(
    id="G2",
    severity=Severity.ERROR,
    title={"en": "Guarantor without a time to answer", "ar": "ضامن بلا مهلة للرد"},
    explanation={
        "en": "Without a limit and a default, silence costs a guarantor nothing, so silence is what it answers.",
        "ar": "إذا لم توجد مهلة ولا حكم للسكوت لم يكلّف السكوت الضامن شيئاً، فيسكت.",
    },
    evidence="No Syrian text gave its guarantors a time to answer: cessation of hostilities 2016, Astana 2017.",
    source="https://pax.peaceagreements.org/agreements/2090",
    check=guarantors_without_a_clock,
)
