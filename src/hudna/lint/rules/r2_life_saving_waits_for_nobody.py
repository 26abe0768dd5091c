"""R2: medical evacuation and food wait for nobody: no mirror, no tranche, no step of the other side."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Provision, names_in, settled

EXPECTED = "`lifesaving: true`, which no mirror and no tranche can hold"


def lives_held_by_a_match(draft: Draft) -> Iterator[Remark]:
    """Remark on a life-saving duty that mirrors another, stands in a tranche, or opens after a step of somebody else.

    With `lifesaving: true` no mirror and no tranche can hold it; `after` still does.
    """
    saving = [duty for duty in draft.duties if duty.clause.lifesaving or _saves_lives(duty)]
    held = [duty for duty in saving if not duty.clause.lifesaving]
    for duty in held:
        if duty.clause.mirrors is not None:
            yield Remark((*duty.where, "mirrors"), f"a life-saving duty that mirrors {duty.clause.mirrors}", EXPECTED)
    for name, tranche in draft.agreement.tranches.items():
        ids = dict.fromkeys(duty.id for duty in draft.expand(tranche.terms) if duty in held)
        if ids:
            yield Remark(("tranches", name, "terms"), f"life-saving duties in a tranche: {', '.join(ids)}", EXPECTED)
    for duty in saving:
        foreign = [
            first.id
            for first in draft.expand(trigger for trigger in names_in(duty.clause.after) if isinstance(trigger, str))
            if not draft.obligors(duty) & draft.obligors(first)
        ]
        if foreign:
            found = f"a life-saving duty that waits for {', '.join(foreign)}, which others owe"
            yield Remark((*duty.where, "after"), found, "no `after` here")


def _saves_lives(duty: Provision) -> bool:
    kind = settled(duty.clause.require)
    return kind == "aid_delivery" or (kind == "evacuation" and "wounded" in names_in(duty.clause.for_))


RULE = Rule(
    id="R2",
    severity=Severity.ERROR,
    title={"en": "Life-saving duty that waits", "ar": "واجب منقذ للحياة ينتظر"},
    explanation={
        "en": "If the wounded leave one town only when as many leave another, the healthy hold the dying hostage.",
        "ar": "إذا لم يغادر جرحى بلدة إلا بقدر من يغادر بلدة أخرى صار المحتضرون رهائن.",
    },
    evidence="Four Towns, 30 March 2016: three boys hit by a mine at Bqine; two might have lived, no matched patient in Fuaa or Kefraya.",
    source="https://syriadirect.org/bombings-recriminations-in-a-series-of-towns-tied-by-one-ceasefire-people-are-afraid-the-agreement-will-break-down/",
    check=lives_held_by_a_match,
)
