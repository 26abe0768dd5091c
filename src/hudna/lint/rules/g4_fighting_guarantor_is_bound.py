"""G4: a guarantor whose own forces fight is bound by some prohibition."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled


def guarantors_that_fight_unbound(draft: Draft) -> Iterator[Remark]:
    """Remark on a guarantor with forces of its own that stand in no prohibition, neither under its name nor under a bound party."""
    bound = {role for ban in draft.prohibitions for role in draft.obligors(ban)}
    commanded = {actor for role in bound for actor in draft.actors_of(role)}
    for name, guarantor in draft.agreement.guarantors.items():
        free = [actor for actor in settled(guarantor.actors) or () if actor not in commanded]
        if free and name not in bound:
            found = f"forces of {name} that no prohibition binds: {', '.join(free)}"
            yield Remark(("guarantors", name, "actors"), found, f"a prohibition `by: [all]`, or by {name}")


RULE = Rule(
    id="G4",
    severity=Severity.WARNING,
    title={"en": "Guarantor that fights and is not bound", "ar": "ضامن يقاتل ولا يلتزم"},
    explanation={
        "en": "A guarantor whose aircraft are over the zone is a party in all but name; unbound, its strikes are nobody's breach.",
        "ar": "الضامن الذي تحلّق طائراته فوق المنطقة طرف في الواقع وإن لم يُسمَّ طرفاً؛ فإن لم يُلزم لم تكن ضرباته خرقاً من أحد.",
    },
    evidence="Cessation of hostilities, 29 February 2016: Russian strikes on Wasta by the co-chair that received the complaints.",
    source="http://www.rbs0.com/CF20160222.html",
    check=guarantors_that_fight_unbound,
)
