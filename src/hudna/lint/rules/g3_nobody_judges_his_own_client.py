"""G3: no body that rules has in it a guarantor of a party it rules against, and it is told against whom it can find."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity, Where
from hudna.terms import names_in, settled


def judges_of_their_own_clients(draft: Draft) -> Iterator[Remark]:
    """Remark on each guarantor that sits in a ruling body with its client in `rules_against`, and on a ruling body without that list."""
    for name, body in draft.agreement.bodies.items():
        if "rule" not in (settled(body.tasks) or ()):
            continue
        at: Where = ("bodies", name)
        if is_missing(body.rules_against):
            yield Remark(
                at, "a body that rules, against nobody named", "`rules_against:` with the parties", is_of_absence=True
            )
        sitting = dict.fromkeys((*names_in(body.members), *names_in(body.chair)))
        for guarantor in (g for g in sitting if g in draft.agreement.guarantors):
            clients = set(names_in(draft.agreement.guarantors[guarantor].answers_for)) & set(
                names_in(body.rules_against)
            )
            if clients:
                found = f"{guarantor}, which rules on its own client {', '.join(sorted(clients))}"
                yield Remark(at, found, "members that answer for nobody they rule on")


RULE = Rule(
    id="G3",
    severity=Severity.ERROR,
    title={"en": "Guarantor who judges his own client", "ar": "ضامن يحكم على موكله"},
    explanation={
        "en": "A guarantor who sits in judgement on his own client finds nothing, and who finds nothing need do nothing.",
        "ar": "الضامن الذي يحكم على موكله لا يجد خرقاً، ومن لا يجد خرقاً لا يلزمه فعل شيء.",
    },
    evidence="Astana, 2017: in the seven bulletins that give a ruling, the Russian side confirmed 0 of 166 breaches that the Turkish side had registered.",
    source="http://tass.com/world/944937",
    check=judges_of_their_own_clients,
)
