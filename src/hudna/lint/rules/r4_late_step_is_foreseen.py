"""R4: if one step is late, there is a time of grace, and then something else than waiting."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity


def tranches_that_freeze(draft: Draft) -> Iterator[Remark]:
    """Remark on a tranche without `grace`, or that waits for ever for a late step."""
    for name, tranche in draft.agreement.tranches.items():
        missing = lacking(tranche, {"grace": "time of grace"})
        if tranche.if_late in (None, "wait"):
            missing.append("way on when a step is late")
        if missing:
            expected = "`grace: P2D` and `if_late: substitute` or `go_on`"
            yield Remark(("tranches", name), f"a tranche without {listed(missing)}", expected, is_of_absence=True)


RULE = Rule(
    id="R4",
    severity=Severity.WARNING,
    title={"en": "Late step freezes all", "ar": "تأخر خطوة يجمّد كل شيء"},
    explanation={
        "en": "Where the next step waits for a late one, one obstacle stops the whole exchange, for everybody.",
        "ar": "إذا انتظرت الخطوة التالية خطوة متأخرة أوقفت عقبة واحدة التبادل كله على الجميع.",
    },
    evidence="Four Towns, 2015: the wounded planned for 25 September left on 28 December, 94 days late.",
    source="https://www.syriahr.com/en/33272/",
    check=tranches_that_freeze,
)
