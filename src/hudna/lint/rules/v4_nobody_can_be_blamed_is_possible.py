"""V4: the standard of proof is stated, and "nobody can say who" is a possible ruling."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity


def blame_that_is_forced(draft: Draft) -> Iterator[Remark]:
    """Remark where `proof` is silent on its standards, or `not_attributable` is not a possible ruling."""
    proof = draft.agreement.proof
    missing = lacking(proof, {"notice": "standard for notice", "breach": "standard for a breach"})
    fix = None
    if proof is None or not proof.not_attributable:
        missing.append('ruling "not attributable"')
        fix = draft.write_down("not attributable is a possible ruling", (("proof", "not_attributable"), True))
    if missing:
        expected = "`proof: {notice: …, breach: …, not_attributable: true}`"
        yield Remark(("proof",), f"no {listed(missing)}", expected, is_of_absence=True, fix=fix)


RULE = Rule(
    id="V4",
    severity=Severity.WARNING,
    title={"en": "Blame that is forced", "ar": "اتهام بلا بديل"},
    explanation={
        "en": "If every incident must have an author, some get the wrong one; if no standard is stated, any claim will do.",
        "ar": "إذا وجب أن يكون لكل حادث فاعل نُسب بعضها إلى غير فاعله؛ وإذا لم يُذكر معيار للإثبات كفى أي ادعاء.",
    },
    evidence='Good model: South Sudan, 10 October 2019, where one of five rulings was "not attributable".',
    source="https://ctsamvm.org/operations",
    check=blame_that_is_forced,
)
