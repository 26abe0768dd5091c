"""P3: allied, proxy, militia and foreign forces stand under a party."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Undefined, names_in

EXPECTED = "a party under whose `actors` they stand"


def forces_that_stand_under_nobody(draft: Draft) -> Iterator[Remark]:
    """Remark on obligors told in undefined words, and on forces of a third state that no prohibition binds."""
    for provision in draft.provisions:
        by = provision.clause.by
        if isinstance(by, Undefined):
            yield Remark((*provision.where, "by"), f"forces told only as {by.undefined!r}", EXPECTED)
    bound = {role for ban in draft.prohibitions for role in draft.obligors(ban)}
    commanded = {actor for name in bound if name in draft.agreement.parties for actor in draft.actors_of(name)}
    for name, other in draft.agreement.others.items():
        if name not in bound and not commanded.issuperset(names_in(other.actors)):
            yield Remark(("others", name, "actors"), f"forces of {name} that no prohibition binds", EXPECTED)


RULE = Rule(
    id="P3",
    severity=Severity.WARNING,
    title={"en": "Forces that stand under no party", "ar": "قوات لا تتبع أي طرف"},
    explanation={
        "en": "A force that stands under nobody can break the deal for a party that then denies it.",
        "ar": "القوة التي لا تتبع أحداً تستطيع أن تخرق الاتفاق لحساب طرف ينكر صلته بها.",
    },
    evidence='Minsk II, 2015: "foreign armed formations" had to leave and were named under nobody. Four Towns, 2015: Hezbollah posts around Madaya.',
    source="https://themoscowtimes.com/2015/02/12/the-minsk-deal-what-was-agreed-at-ukraine-peace-talks-a43848",
    check=forces_that_stand_under_nobody,
)
