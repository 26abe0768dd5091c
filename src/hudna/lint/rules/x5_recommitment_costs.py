"""X5: taking the deal up again after a collapse resets the counter and adds a duty."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Unread, settled


def recommitments_for_free(draft: Draft) -> Iterator[Remark]:
    """Remark where `after_collapse` is silent on the counter or adds nothing."""
    ending = draft.agreement.ending
    again = settled(ending.after_collapse) if ending is not None else None
    missing = lacking(again, {"counter": "word on the count of breaches", "adds": "duty that is added"})
    if missing and not (ending is not None and isinstance(ending.after_collapse, Unread)):
        expected = "`after_collapse: {counter: zero, adds: …}`"
        yield Remark(("ending",), f"a new start without {listed(missing)}", expected, is_of_absence=True)


RULE = Rule(
    id="X5",
    severity=Severity.WARNING,
    title={"en": "Recommitment for free", "ar": "تجديد الالتزام بلا ثمن"},
    explanation={
        "en": "A truce that can be declared anew at no cost is declared anew, and broken anew.",
        "ar": "الهدنة التي تُعلن من جديد بلا ثمن تُعلن من جديد وتُخرق من جديد.",
    },
    evidence="Minsk: twelve recommitments in three years, each holding about two weeks.",
    source="https://en.lb.ua/news/2018/08/09/6414_osce_says_effect_harvest.html",
    check=recommitments_for_free,
)
