"""P5: every third state or host whose act the deal needs has consented."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled


def third_states_that_can_refuse(draft: Draft) -> Iterator[Remark]:
    """Remark on a third state that refused, or whose consent the deal does not tell."""
    for name, other in draft.agreement.others.items():
        if settled(other.consents) == "refused":
            yield Remark(
                ("others", name, "consents"), f"{name}, which refused", "a way that does not need it, or its consent"
            )
        elif is_missing(other.consents):
            yield Remark(("others", name), f"no consent of {name}", '`consents: "yes"`', is_of_absence=True)


RULE = Rule(
    id="P5",
    severity=Severity.ERROR,
    title={"en": "Third state that has not consented", "ar": "دولة ثالثة لم توافق"},
    explanation={
        "en": "A step that needs a border, an airport or a bed in another state stops at one refusal.",
        "ar": "الخطوة التي تحتاج إلى حدود دولة أخرى أو مطارها أو مستشفاها تتوقف عند رفض واحد.",
    },
    evidence="Four Towns, 28 December 2015: Lebanon refused one evacuee; Iran was to obtain the passage.",
    source="https://reliefweb.int/report/syrian-arab-republic/syria-flash-update-1-az-zabdani-madaya-bqine-foah-kafraya-operation-20",
    check=third_states_that_can_refuse,
)
