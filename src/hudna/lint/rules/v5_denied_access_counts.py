"""V5: keeping the monitor out is a breach, presumed against whoever did it."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity


def denials_that_cost_nothing(draft: Draft) -> Iterator[Remark]:
    """Remark where `proof.denial_of_access` is silent, or draws no inference."""
    proof = draft.agreement.proof
    expected = "`proof: {denial_of_access: presumed_breach}`"
    if proof is None or proof.denial_of_access is None:
        yield Remark(("proof",), "no word on what denial of access means", expected, is_of_absence=True)
    elif proof.denial_of_access != "presumed_breach":
        yield Remark(("proof", "denial_of_access"), "denial of access from which nothing follows", expected)


RULE = Rule(
    id="V5",
    severity=Severity.WARNING,
    title={"en": "Denied access costs nothing", "ar": "منع الدخول بلا ثمن"},
    explanation={
        "en": "If keeping the monitor out costs nothing, the monitor is kept out where it matters.",
        "ar": "إذا كان منع المراقب لا يكلف شيئاً مُنع حيث يجب أن يكون.",
    },
    evidence="Minsk II: the OSCE's monitors were named, present from day 1, and often denied access.",
    source="https://uacrisis.org/en/63399-osce-75/amp",
    check=denials_that_cost_nothing,
)
