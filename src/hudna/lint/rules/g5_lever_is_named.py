"""G5: each guarantor's lever over its client is named."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled

EXPECTED = "`levers: [{lever: fuel, over: [army]}]`: what it can withhold, and from whom"


def guarantors_without_a_lever(draft: Draft) -> Iterator[Remark]:
    """Remark on a guarantor without `levers`, or with a lever over nobody."""
    for name, guarantor in draft.agreement.guarantors.items():
        levers = settled(guarantor.levers) or []
        if is_missing(guarantor.levers) or levers == []:
            yield Remark(("guarantors", name), f"no lever of {name}", EXPECTED, is_of_absence=True)
        for index, lever in enumerate(levers):
            if is_missing(lever.over):
                yield Remark(("guarantors", name, "levers", index), f"a lever ({lever.lever}) over nobody", EXPECTED)


RULE = Rule(
    id="G5",
    severity=Severity.WARNING,
    title={"en": "Guarantor without a lever", "ar": "ضامن بلا وسيلة ضغط"},
    explanation={
        "en": "A guarantee is worth what the guarantor can withhold: fuel, pay, air cover, a crossing. A promise without means is a wish.",
        "ar": "قيمة الضمان بقدر ما يستطيع الضامن أن يمنعه: وقود أو رواتب أو غطاء جوي أو معبر. والوعد بلا وسيلة أمنية.",
    },
    evidence="Hodeidah, 2018: verbal promises only. Four Towns, 2015: no lever of Iran or Turkey in the text.",
    source="https://reliefweb.int/report/yemen/status-implementation-security-council-resolution-2451-2018-s20181173-enar",
    check=guarantors_without_a_lever,
)
