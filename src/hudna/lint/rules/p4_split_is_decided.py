"""P4: each party says whether the successors of a group that splits stay bound."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity, Where


def parties_that_may_split(draft: Draft) -> Iterator[Remark]:
    """Remark on a party without `on_split`; the change it offers a draft writes what an evaluation presumes."""
    for name, party in draft.agreement.parties.items():
        if party.on_split is None:
            at: Where = ("parties", name)
            yield Remark(
                at,
                "no rule for a group that splits or merges",
                "`on_split: bound` (or `free`)",
                is_of_absence=True,
                fix=draft.write_down("successors stay bound", ((*at, "on_split"), "bound")),
            )


RULE = Rule(
    id="P4",
    severity=Severity.WARNING,
    title={"en": "No rule for a split", "ar": "لا قاعدة لانقسام الجماعات"},
    explanation={
        "en": "Groups change names and join others; without a rule, a new name is a way out of the deal.",
        "ar": "الجماعات تغيّر أسماءها وتنضم إلى غيرها؛ وبلا قاعدة يصبح الاسم الجديد باباً للخروج من الاتفاق.",
    },
    evidence="Astana, 2016 to 2018: Nusra became Fath al-Sham and then HTS, and who was inside changed with each name.",
    source="https://pax.peaceagreements.org/agreements/2092",
    check=parties_that_may_split,
)
