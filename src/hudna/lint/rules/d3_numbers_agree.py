"""D3: numbers agree: across versions, parts with their sum, steps with the amount, and amounts per unit with their bounds."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity, Where
from hudna.terms import Disputed, settled


def numbers_that_do_not_agree(draft: Draft) -> Iterator[Remark]:
    """Remark on a disputed quantity, parts or steps that do not add up, and bounds that rates cannot give."""
    amounts: dict[str, float] = {}
    for duty in draft.duties:
        at: Where = (*duty.where, "quantity")
        amount = settled(duty.clause.quantity)
        if isinstance(duty.clause.quantity, Disputed):
            yield Remark(
                at,
                f"{len(duty.clause.quantity.disputed)} versions that differ",
                "one number, or the version that prevails",
            )
        exactly = settled(amount.exactly) if amount is not None else None
        if amount is None or exactly is None:
            continue
        amounts[duty.id] = exactly
        parts = settled(amount.of) or {}
        if parts and sum(parts.values()) != exactly:
            yield Remark(
                (*at, "of"),
                f"parts that add up to {sum(parts.values()):g}, not to {exactly:g}",
                "parts that add up to the whole",
            )
        for category, least in (settled(amount.incl) or {}).items():
            if least > exactly:
                yield Remark((*at, "incl", category), f"{least:g} among {exactly:g}", "at most the whole")
    yield from _bounds_out_of_reach(draft, amounts)
    for name, tranche in draft.agreement.tranches.items():
        for term, whole in amounts.items():
            steps = [step[term] for step in tranche.steps or () if term in step]
            numbers = [step for step in steps if isinstance(step, float)]
            if numbers and len(numbers) == len(steps) and sum(numbers) != whole:
                found = f"steps of {term} that add up to {sum(numbers):g}, not to {whole:g} ({draft.line_of(term)})"
                yield Remark(("tranches", name, "steps"), found, "steps that add up to the amount, or `rest`")


def _bounds_out_of_reach(draft: Draft, amounts: dict[str, float]) -> Iterator[Remark]:
    for duty in draft.duties:
        amount = settled(duty.clause.quantity)
        rates = settled(amount.rates) if amount is not None else None
        bounds = settled(amount.between) if amount is not None else None
        if amount is None or not rates or not bounds or amount.per not in amounts:
            continue
        least, most = (pick(rates.values()) * amounts[amount.per] for pick in (min, max))
        if bounds[0] > most or bounds[1] < least:
            found = f"{bounds[0]:g} to {bounds[1]:g}, where the rates give {least:g} to {most:g}"
            yield Remark((*duty.where, "quantity", "between"), found, "bounds that the rates can give")


RULE = Rule(
    id="D3",
    severity=Severity.ERROR,
    title={"en": "Numbers that do not agree", "ar": "أرقام لا تتفق"},
    explanation={
        "en": "Two drafts with two sums make two deals, and each side keeps the one it likes.",
        "ar": "مسودتان بمجموعين مختلفين اتفاقان، ويتمسك كل طرف بما يناسبه.",
    },
    evidence="Four Towns, 2015: 325 women, 25 juveniles and 150 men in one version, 325 and 125 children in another, 1,000 and 500 in a third.",
    source="https://pax.peaceagreements.org/agreements/1440",
    check=numbers_that_do_not_agree,
)
