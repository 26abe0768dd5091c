"""C2: whoever strikes under a carve-out must show that the target was excluded, and ground held together is settled."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity, Where


def exclusions_without_a_burden_of_proof(draft: Draft) -> Iterator[Remark]:
    """Remark on an exclusion without `proof_on: striker`, or without `co_located`."""
    for name, exclusion in draft.agreement.exclusions.items():
        at: Where = ("exclusions", name)
        if exclusion.proof_on == "complainant":
            yield Remark((*at, "proof_on"), "proof on whoever was struck", "`proof_on: striker`")
        missing = lacking(
            exclusion, {"proof_on": "burden of proof", "co_located": "rule for ground held together with a party"}
        )
        if missing:
            expected = "`proof_on: striker` and `co_located: protected`"
            yield Remark(at, f"an exclusion without {listed(missing)}", expected, is_of_absence=True)


RULE = Rule(
    id="C2",
    severity=Severity.ERROR,
    title={"en": "Carve-out without burden of proof", "ar": "استثناء بلا عبء إثبات"},
    explanation={
        "en": "Where nobody has to prove that the target was the excluded group, every target was.",
        "ar": "حين لا يُطلب من أحد أن يثبت أن الهدف هو الجماعة المستثناة، يصبح كل هدف هو تلك الجماعة.",
    },
    evidence='Cessation of hostilities, April 2016: Al-Eis, where Nusra stood beside parties; Maarat al-Numan, called "Nusra-held".',
    source="http://www.rbs0.com/CF20160222.html",
    check=exclusions_without_a_burden_of_proof,
)
