"""X2: at least one rung does more than name, ask, meet or rule."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled

WORDS_ONLY = (
    "acknowledge",
    "answer",
    "rule",
    "ask",
    "meet",
    "convene",
    "inform",
    "notify",
    "name",
    "publish",
    "report",
    "register",
    "demand",
)
"""How acts begin from which nothing follows on the ground."""


def ladders_that_lead_nowhere(draft: Draft) -> Iterator[Remark]:
    """Remark where no rung has an act beyond words."""
    acts = [settled(rung.act) for rung in draft.agreement.escalation]
    if not any(act is not None and not act.startswith(WORDS_ONLY) for act in acts):
        expected = "a rung with an act such as `order_remedy`, `loses_protection` or `withhold_lever`"
        yield Remark(("escalation",), "no consequence beyond words", expected, is_of_absence=True)


RULE = Rule(
    id="X2",
    severity=Severity.ERROR,
    title={"en": "No consequence beyond words", "ar": "لا عاقبة غير الكلام"},
    explanation={
        "en": "A breach that costs nothing will be repeated.",
        "ar": "الخرق الذي لا يكلف شيئاً يتكرر.",
    },
    evidence="Hodeidah, 2018: no penalty clause, as a government official said on 24 December.",
    source="https://www.albawaba.com/news/un-team-hodeidah-call-houthis-start-pull-out-port-city-new-year-1230156",
    check=ladders_that_lead_nowhere,
)
