"""X4: a single breach never ends the deal; a threshold does, decided by somebody."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Unread, settled


def deals_that_one_shot_can_end(draft: Draft) -> Iterator[Remark]:
    """Remark where `one_breach` is not `never_ends`, or the threshold is not whole."""
    ending = draft.agreement.ending
    if ending is None or is_missing(ending.one_breach):
        fix = draft.write_down("one breach never ends it", (("ending", "one_breach"), "never_ends"))
        found = "no word on what a single breach does"
        yield Remark(("ending",), found, "`one_breach: never_ends`", is_of_absence=True, fix=fix)
    elif settled(ending.one_breach) == "may_end":
        yield Remark(("ending", "one_breach"), "a single breach that may end all", "`one_breach: never_ends`")
    fields = {
        "class_": "class",
        "count": "count",
        "in_": "time",
        "standard": "standard of proof",
        "decided_by": "role that decides",
    }
    missing = lacking(settled(ending.threshold) if ending is not None else None, fields)
    if missing and not (ending is not None and isinstance(ending.threshold, Unread)):
        expected = "`threshold: {class: grave, count: 3, in: P30D, standard: …, decided_by: …}`"
        found = (
            "no threshold for the end"
            if len(missing) == len(fields)
            else f"a threshold for the end without {listed(missing)}"
        )
        yield Remark(("ending",), found, expected, is_of_absence=True)


RULE = Rule(
    id="X4",
    severity=Severity.WARNING,
    title={"en": "One breach may end the deal", "ar": "خرق واحد قد ينهي الاتفاق"},
    explanation={
        "en": "All or nothing is a choice for whoever wants nothing: one shell suffices.",
        "ar": "«الكل أو لا شيء» خيار من يريد لا شيء: تكفيه قذيفة واحدة.",
    },
    evidence="Cessation of hostilities, 18 April 2016: one side suspended everything after breaches that no rule weighed.",
    source="http://www.rbs0.com/CF20160222.html",
    check=deals_that_one_shot_can_end,
)
