"""C4: the removal of an excluded group has an owner, a date, an amount and evidence."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity

EXPECTED = "`by:`, `deadline:`, `quantity:` and `evidence:`"


def removals_that_nobody_owns(draft: Draft) -> Iterator[Remark]:
    """Remark on each duty `group_removed` that lacks one of them, or whose owner is known only from its role."""
    for duty in draft.duties_of("group_removed"):
        clause = duty.clause
        missing = lacking(clause, {"by": "owner", "quantity": "amount", "evidence": "evidence"})
        if all(is_missing(limit) for limit in (clause.deadline, clause.within, clause.every)):
            missing.append("date")
        if isinstance(clause.trust, dict) and clause.trust.get("by") == "known":
            missing.append("an owner in the text")
        if missing:
            yield Remark(duty.where, f"a removal without {listed(missing)}", EXPECTED, is_of_absence=True)


RULE = Rule(
    id="C4",
    severity=Severity.WARNING,
    title={"en": "Removal of a group that nobody owns", "ar": "إخراج جماعة لا يتولاه أحد"},
    explanation={
        "en": '"Radical groups leave" binds nobody. Whoever must remove them needs a name, a date and the means.',
        "ar": "عبارة «تخرج الجماعات المتطرفة» لا تلزم أحداً. من عليه إخراجها يحتاج إلى اسم وموعد ووسيلة.",
    },
    evidence="Sochi, 2018: radical groups out by 15 October, owner by role only; HTS grew.",
    source="https://sn4hr.org/?p=53463",
    check=removals_that_nobody_owns,
)
