"""T1: the deal, and every prohibition with an interval of its own, starts at one instant."""

from collections.abc import Iterator
from typing import Any

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Disputed, Undefined

EXPECTED = 'one local time on one day: `from: "2027-03-01T06:00"`'


def starts_that_are_not_one_instant(draft: Draft) -> Iterator[Remark]:
    """Remark on a start that is absent, undefined or disputed; the offset is that of the deal's clock."""
    written = draft.agreement.in_force
    if written is None or written.from_ is None:
        yield Remark(("in_force",), "no start of the deal", EXPECTED, is_of_absence=True)
    elif isinstance(written.from_, Undefined | Disputed):
        yield Remark(("in_force", "from"), f"a start of the deal that is {_gap(written.from_)}", EXPECTED)
    for ban in draft.prohibitions:
        period = ban.clause.during
        start = period if isinstance(period, Undefined | Disputed) else getattr(period, "from_", None)
        if isinstance(start, Undefined | Disputed):
            yield Remark((*ban.where, "during"), f"a start that is {_gap(start)}", EXPECTED)


def _gap(value: Undefined[Any] | Disputed[Any, Any]) -> str:
    return "undefined" if isinstance(value, Undefined) else "disputed"


RULE = Rule(
    id="T1",
    severity=Severity.ERROR,
    title={"en": "Start that is not one instant", "ar": "بداية ليست لحظة واحدة"},
    explanation={
        "en": "A ceasefire begins at one minute on one clock. With two starts, or one that nobody can date, the first shell is already a dispute.",
        "ar": "يبدأ وقف إطلاق النار في دقيقة واحدة على ساعة واحدة. فإذا كانت له بدايتان، أو بداية لا يستطيع أحد تحديدها، صارت أول قذيفة موضع خلاف.",
    },
    evidence="Aleppo, May 2016: one side counted the calm from 4 May 00:00, the other from 5 May 01:00. De-escalation areas, 2017: on signing, on 5 May or on 6 May.",
    source="https://tass.com/politics/944911",
    check=starts_that_are_not_one_instant,
)
