"""Z3: the deal says what an event outside its zones does to it."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import settled


def outside_events_left_open(draft: Draft) -> Iterator[Remark]:
    """Remark where `ending.outside` is silent, or lets such an event end the deal; the change offered a draft writes what an evaluation presumes."""
    ending = draft.agreement.ending
    expected = "`ending: {outside: irrelevant}`, or `{ground_for: [talks]}`"
    if ending is None or is_missing(ending.outside):
        fix = draft.write_down("events outside are irrelevant", (("ending", "outside"), "irrelevant"))
        found = "no word on events outside the zones"
        yield Remark(("ending",), found, expected, is_of_absence=True, fix=fix)
    elif settled(ending.outside) == "may_end":
        yield Remark(("ending", "outside"), "events outside the zones that may end the deal, without a limit", expected)


RULE = Rule(
    id="Z3",
    severity=Severity.WARNING,
    title={"en": "Events outside the zones not settled", "ar": "أثر الأحداث خارج المناطق غير محسوم"},
    explanation={
        "en": "If it is not settled, any shell anywhere is a pretext to suspend duties inside.",
        "ar": "إذا لم يُحسم ذلك صارت أي قذيفة في أي مكان ذريعة لتعليق الواجبات داخل المناطق.",
    },
    evidence="Four Towns, 26 September 2015: an event at Al-Waer, outside, was used to suspend duties inside.",
    source="https://www.syriahr.com/en/33272/",
    check=outside_events_left_open,
)
