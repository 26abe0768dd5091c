"""P2: each party has a person who signed for it, and must send the order down its chain of command."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled


def parties_that_signed_or_ordered_nothing(draft: Draft) -> Iterator[Remark]:
    """Remark on a party without a signatory, and on one that no duty binds to issue orders."""
    ordering = {role for duty in draft.duties_of("orders_issued") for role in draft.obligors(duty)}
    for name, party in draft.agreement.parties.items():
        signed = settled(party.signed_by)
        if signed == "nobody":
            yield Remark(("parties", name, "signed_by"), "nobody who signed", "a signature of the party itself")
        elif is_missing(party.signed_by) or (signed is not None and is_missing(signed.who)):
            yield Remark(
                ("parties", name), "no signatory", "`signed_by: {who: Minister of Defence}`", is_of_absence=True
            )
        if name not in ordering:
            yield Remark(
                ("parties", name),
                "no order down the chain",
                "a duty `require: orders_issued` by it",
                is_of_absence=True,
            )


RULE = Rule(
    id="P2",
    severity=Severity.ERROR,
    title={"en": "Party that did not sign or gives no orders", "ar": "طرف لم يوقّع أو لا يصدر أوامر"},
    explanation={
        "en": "A deal that only sponsors signed binds sponsors; and a commander who got no order has broken none.",
        "ar": "الاتفاق الذي لم يوقّعه إلا الرعاة لا يلزم إلا الرعاة؛ والقائد الذي لم يصله أمر لم يخالف أمراً.",
    },
    evidence="Astana, 24 January 2017: neither Syrian side signed. Nuba Mountains, 2002, is the good model: orders by radio, press and chain of command.",
    source="http://tass.com/world/926976",
    check=parties_that_signed_or_ordered_nothing,
)
