"""T2: every duty falls due: at a date, a stated time after it opens, or every so often."""

from collections.abc import Iterator

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Undefined

EXPECTED = "`deadline: 2022-06-01`, `within: P14D` or `every: P7D`"


def duties_that_never_fall_due(draft: Draft) -> Iterator[Remark]:
    """Remark on each duty without `deadline`, `within` or `every`; `after` alone opens a duty and never closes it."""
    for duty in draft.duties:
        limits = [duty.clause.deadline, duty.clause.within, duty.clause.every]
        if all(limit is None for limit in limits):
            yield Remark(duty.where, "a duty without a date", EXPECTED, is_of_absence=True)
        elif all(limit is None or (isinstance(limit, Undefined) and limit.within is None) for limit in limits):
            words = next(limit.undefined for limit in limits if isinstance(limit, Undefined))
            yield Remark(duty.where, f"a duty whose date nobody can measure: {words!r}", EXPECTED)


RULE = Rule(
    id="T2",
    severity=Severity.ERROR,
    title={"en": "Duty without a date", "ar": "واجب بلا موعد"},
    explanation={
        "en": "A duty that never falls due can never be breached: whoever owes it can wait for ever and stay within the deal.",
        "ar": "الواجب الذي لا يحين موعده لا يُخرق أبداً: يستطيع من عليه أداؤه أن ينتظر إلى ما لا نهاية دون أن يخالف الاتفاق.",
    },
    evidence="Yemen truce, 2022: the meeting on the roads of Taiz and the roads themselves had no date; none had opened when the truce lapsed. Libya, 2020: the joint force.",
    source="https://www.siasat.com/un-yemens-warring-sides-extend-truce-until-october-2382360/",
    check=duties_that_never_fall_due,
)
