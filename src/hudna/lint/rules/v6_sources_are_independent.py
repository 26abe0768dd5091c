"""V6: a breach is confirmed by at least two independent sources that lean differently."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, listed
from hudna.lint.rule import Remark, Rule, Severity


def confirmations_by_one_side(draft: Draft) -> Iterator[Remark]:
    """Remark where fewer than two independent sources of different sides are asked for."""
    proof = draft.agreement.proof
    missing = []
    if proof is None or (proof.independent or 0) < 2:
        missing.append("two independent sources")
    if proof is None or proof.sides != "different":
        missing.append("sources of different sides")
    if missing:
        found = f"confirmation without {listed(missing)}"
        yield Remark(("proof",), found, "`proof: {independent: 2, sides: different}`", is_of_absence=True)


RULE = Rule(
    id="V6",
    severity=Severity.WARNING,
    title={"en": "One side can confirm alone", "ar": "جانب واحد يكفي للتأكيد"},
    explanation={
        "en": "A count from one side names only the other.",
        "ar": "إحصاء الجانب الواحد لا يسمي إلا الجانب الآخر.",
    },
    evidence="Cessation of hostilities, 2016: the Russian centre never named the government side; the opposition's monitors blamed it for 93 to 98 in a hundred.",
    source="https://sn4hr.org/blog/2016/09/23/27146/",
    check=confirmations_by_one_side,
)
