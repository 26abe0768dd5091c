"""P6: groups that join a party are on one list, kept by one role."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Undefined, settled


def adherents_on_several_lists(draft: Draft) -> Iterator[Remark]:
    """Remark on a party that groups joined and that has no register, or one that nobody can find."""
    for name, party in draft.agreement.parties.items():
        if settled(party.adherents) and is_missing(party.register_):
            told = f": {party.register_.undefined}" if isinstance(party.register_, Undefined) else ""
            yield Remark(
                ("parties", name, "adherents"),
                f"groups that joined, and no one register of them{told}",
                "`register:` with the role that keeps the one public list",
                is_of_absence=not told,
            )


RULE = Rule(
    id="P6",
    severity=Severity.WARNING,
    title={"en": "No one list of who joined", "ar": "لا قائمة واحدة بالمنضمين"},
    explanation={
        "en": "Where each sponsor keeps a list of its own, a group on one list only is protected by one side only.",
        "ar": "حين يحتفظ كل راعٍ بقائمة خاصة به، لا يحمي الجماعةَ المدرجة في قائمة واحدة إلا جانب واحد.",
    },
    evidence="Cessation of hostilities, 27 February 2016: 17 groups by one count, 69 by another, 97 by a third; the lists never merged.",
    source="https://specialenvoysyria.unmissions.org/ceasefire-task-force",
    check=adherents_on_several_lists,
)
