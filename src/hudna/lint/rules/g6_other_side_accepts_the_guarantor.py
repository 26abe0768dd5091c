"""G6: the opposing side accepts each guarantor, and nobody refused it."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Unread, names_in, settled


def guarantors_the_other_side_did_not_accept(draft: Draft) -> Iterator[Remark]:
    """Remark on a guarantor that a party refused, or that parties other than its clients are not told to have accepted."""
    for name, guarantor in draft.agreement.guarantors.items():
        refused = names_in(guarantor.refused_by)
        if refused:
            found = f"{name}, refused by {', '.join(refused)}"
            yield Remark(("guarantors", name, "refused_by"), found, "a guarantor that both sides accept")
            continue
        clients = settled(guarantor.answers_for) or ()
        accepted = names_in(guarantor.accepted_by)
        silent = [party for party in draft.agreement.parties if party not in (*clients, *accepted)]
        if silent and not isinstance(guarantor.accepted_by, Unread):
            found = f"{name}, which {', '.join(silent)} did not accept"
            yield Remark(("guarantors", name), found, "`accepted_by:` with every other party", is_of_absence=True)


RULE = Rule(
    id="G6",
    severity=Severity.WARNING,
    title={"en": "Guarantor not accepted by the other side", "ar": "ضامن لا يقبله الطرف الآخر"},
    explanation={
        "en": "A guarantor whom the other side does not accept is one more enemy with an office.",
        "ar": "الضامن الذي لا يقبله الطرف الآخر خصم جديد له مكتب.",
    },
    evidence="Astana, 2017: the opposition rejected Iran as a guarantor.",
    source="https://tass.com/politics/944911",
    check=guarantors_the_other_side_did_not_accept,
)
