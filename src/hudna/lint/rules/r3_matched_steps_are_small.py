"""R3: matched steps are small and alternate, so that as much is at stake at each point."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import names_in, settled

SMALL = 3
"""With two steps one side holds half of everything when the other has given half: three are the least in which a step can be lost."""


def big_last_steps(draft: Draft) -> Iterator[Remark]:
    """Remark on a tranche of fewer than three steps (in steps) or without slack (in proportion), and on a whole that waits for a whole."""
    for name, tranche in draft.agreement.tranches.items():
        if tranche.rule == "in_steps" and len(tranche.steps or ()) < SMALL:
            found = (
                f"a tranche of {len(tranche.steps or ()) or 'no'} step{'' if len(tranche.steps or ()) == 1 else 's'}"
            )
            yield Remark(("tranches", name), found, f"at least {SMALL} steps")
        elif tranche.rule == "in_proportion" and is_missing(tranche.slack):
            found = "a tranche in proportion without slack"
            yield Remark(("tranches", name), found, "`slack: 0.1`: how far one may lead", is_of_absence=True)
    counted = {duty.id for duty in draft.duties if settled(duty.clause.quantity) is not None}
    for duty in draft.duties:
        firsts = draft.expand(trigger for trigger in names_in(duty.clause.after) if isinstance(trigger, str))
        foreign = [
            first.id for first in firsts if first.id in counted and not draft.obligors(duty) & draft.obligors(first)
        ]
        if duty.id in counted and foreign:
            found = f"a whole that waits for the whole of {', '.join(foreign)}, which others owe"
            yield Remark((*duty.where, "after"), found, "a tranche of small steps")


RULE = Rule(
    id="R3",
    severity=Severity.WARNING,
    title={"en": "Big last step", "ar": "خطوة أخيرة كبيرة"},
    explanation={
        "en": "Who has received everything and still owes everything is tempted to stop there.",
        "ar": "من تسلّم كل شيء وما زال عليه كل شيء يغريه أن يتوقف عند ذلك.",
    },
    evidence="Four Towns, 2015: 500 detainees only after all fighters had left.",
    source="https://pax.peaceagreements.org/agreements/1440",
    check=big_last_steps,
)
