"""D2: a counted duty says what a part of it is worth, and from which share on it counts as met."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Unread, settled

COUNTED = ("exactly", "at_least", "between", "all")


def counted_duties_without_a_floor(draft: Draft) -> Iterator[Remark]:
    """Remark on a duty of an amount that has no `partial.floor`, or does not say whether a part counts pro rata."""
    for duty in draft.duties:
        amount = settled(duty.clause.quantity)
        if amount is None or isinstance(duty.clause.partial, Unread):
            continue
        missing = lacking(settled(duty.clause.partial), {"floor": "floor", "pro_rata": "word on what a part is worth"})
        if missing and any(getattr(amount, field) is not None for field in COUNTED):
            expected = "`partial: {pro_rata: true, floor: 0.9}`"
            yield Remark(duty.where, f"a counted duty without {listed(missing)}", expected, is_of_absence=True)


RULE = Rule(
    id="D2",
    severity=Severity.ERROR,
    title={"en": "No floor for partial delivery", "ar": "لا حد أدنى للتسليم الجزئي"},
    explanation={
        "en": "Without a floor and a quality, a token counts as delivery: trucks arrive, and what is in them does not count.",
        "ar": "إذا لم يُحدد حد أدنى ولا جودة عُدّ التسليم الرمزي تسليماً: تصل الشاحنات ولا يُحسب ما فيها.",
    },
    evidence="Four Towns, 18 October 2015: 320 of 650 boxes of biscuits had expired. Aceh, 2005, rejected 58 of 291 weapons in one round, as it should.",
    source="https://www.syriahr.com/en/33272/",
    check=counted_duties_without_a_floor,
)
