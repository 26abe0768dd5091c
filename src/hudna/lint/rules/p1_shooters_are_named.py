"""P1: every party names the groups it commands, one by one, and no listed group sits inside one without a word on it."""

from collections.abc import Iterable, Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity, Where
from hudna.terms import Undefined, names_in, settled

LISTED = frozenset({"isil", "nusra_front", "jabhat_fath_al_sham", "hts", "al_qaida"})
"""Groups on the Security Council's ISIL and Al-Qaida list at some time in this war, by their ids in the register of actors (casebook/syria)."""
EXPECTED = "`actors:` with each armed group by its name"


def shooters_that_nobody_named(draft: Draft) -> Iterator[Remark]:
    """Remark on a party without actors, with actors told in undefined words, joined by number, or with a listed group and no exclusion."""
    for name, party in draft.agreement.parties.items():
        at: Where = ("parties", name)
        if isinstance(party.actors, Undefined):
            yield Remark((*at, "actors"), f"shooters told only as {party.actors.undefined!r}", EXPECTED)
        elif party.actors is None or settled(party.actors) == []:
            yield Remark(at, "a party without armed groups", EXPECTED, is_of_absence=True)
        if any(adherent.actor is None for adherent in settled(party.adherents) or ()):
            yield Remark((*at, "adherents"), "groups that joined by number, not by name", EXPECTED)
        listed_inside = sorted(_closed(draft, names_in(party.actors)) & LISTED)
        if listed_inside and not draft.agreement.exclusions:
            found = f"{', '.join(listed_inside)}, a listed group, inside the party, and no exclusion"
            yield Remark((*at, "actors"), found, "an exclusion that names it, or a word that it is protected")


def _closed(draft: Draft, names: Iterable[str]) -> frozenset[str]:
    known = draft.agreement.actors
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += names_in(known[name].members) if name in known else ()
    return frozenset(found)


RULE = Rule(
    id="P1",
    severity=Severity.ERROR,
    title={"en": "Shooter that no party names", "ar": "مسلحون لا يسميهم أي طرف"},
    explanation={
        "en": "Whoever can fire in the zone must stand under a bound party or in a carve-out; a group that nobody named can fire and nobody answers.",
        "ar": "كل من يستطيع إطلاق النار في المنطقة يجب أن يكون تابعاً لطرف ملتزم أو مذكوراً في الاستثناءات؛ فالجماعة التي لم يسمها أحد تطلق النار ولا يُسأل عنها أحد.",
    },
    evidence="Zara, 12 May 2016: one group of the coalition had accepted, others attacked. Four Towns, 2015: Nusra, listed by the Security Council, sat inside the coalition that signed.",
    source="https://www.syriahr.com/en/33272/",
    check=shooters_that_nobody_named,
)
