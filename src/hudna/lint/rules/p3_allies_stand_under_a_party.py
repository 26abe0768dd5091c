"""P3: allied, proxy, militia and foreign forces stand under a party."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Undefined, names_in

EXPECTED = "a party under whose `actors` they stand"


def forces_that_stand_under_nobody(draft: Draft) -> Iterator[Remark]:
    """Remark on obligors told in undefined words, on forces of a third state that no prohibition binds, and on allies that the register names.

    An ally is in the file of `actors_from` allied with a party's actor, or commanded by it, while the deal holds. Whoever stands under a party or a
    guarantor, if only as a possible member of a label such as "allied militias", or in an exclusion, is no remark.
    """
    for provision in draft.provisions:
        by = provision.clause.by
        if isinstance(by, Undefined):
            yield Remark((*provision.where, "by"), f"forces told only as {by.undefined!r}", EXPECTED)
    bound = {role for ban in draft.prohibitions for role in draft.obligors(ban)}
    commanded = {actor for name in bound if name in draft.agreement.parties for actor in draft.actors_of(name)}
    for name, other in draft.agreement.others.items():
        if name not in bound and not commanded.issuperset(names_in(other.actors)):
            yield Remark(("others", name, "actors"), f"forces of {name} that no prohibition binds", EXPECTED)
    for name in (party for party in draft.agreement.parties if party in bound):
        allies = _allies_under_nobody(draft, name)
        if allies:
            found = f"allies of {name} that stand under no party: {', '.join(allies)}"
            yield Remark(("parties", name), found, EXPECTED)


def _allies_under_nobody(draft: Draft, party: str) -> list[str]:
    register, agreement = draft.actors, draft.agreement
    if register is None:
        return []
    roles = (*agreement.parties, *agreement.guarantors)
    named = {actor for role in roles for actor in draft.actors_of(role)}
    named |= {actor for exclusion in agreement.exclusions.values() for actor in names_in(exclusion.actors)}
    named |= {actor for label in named & set(register.ids) for actor in register.actor(label).possible_members}
    under_somebody = register.close(named, draft.days)
    return [ally for ally in register.allies(draft.actors_of(party), draft.days) if ally not in under_somebody]


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
