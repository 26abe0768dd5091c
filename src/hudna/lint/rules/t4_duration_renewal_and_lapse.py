"""T4: the deal says for how long it holds, how it is renewed, and what holds when it lapses."""

from collections.abc import Iterator

from hudna.lint.draft import Draft, is_missing, lacking, listed
from hudna.lint.rule import Remark, Rule, Severity


def deals_that_end_in_a_cliff(draft: Draft) -> Iterator[Remark]:
    """Remark on whichever of duration, renewal and lapse is not given; a deal that says it is endless needs none of them."""
    written = draft.agreement.in_force
    if written is not None and written.endless:
        return
    has_end = written is not None and not (is_missing(written.for_) and is_missing(written.until))
    missing = ([] if has_end else ["duration"]) + lacking(
        written, {"renewal": "renewal", "on_lapse": "word on what holds after it"}
    )
    if missing:
        expected = "`for:` or `until:`, `renewal:` and `on_lapse:`; or `endless: true`"
        yield Remark(("in_force",), f"no {listed(missing)}", expected, is_of_absence=True)


RULE = Rule(
    id="T4",
    severity=Severity.ERROR,
    title={"en": "Duration, renewal or lapse not given", "ar": "المدة أو التجديد أو ما بعد الانتهاء غير محدد"},
    explanation={
        "en": "Without an end, a way to renew and a word on what then holds, the last day is a cliff: nobody knows whether fire is free the day after.",
        "ar": "إذا غابت المدة أو طريقة التجديد أو حكم ما بعد الانتهاء صار اليوم الأخير هاوية: لا يعرف أحد هل يُباح إطلاق النار في اليوم التالي.",
    },
    evidence="Yemen, 2 October 2022: the truce lapsed with no word on what went on. Aleppo, 12 May 2016: the calm ran out.",
    source="https://www.bnnbloomberg.ca/yemen-truce-has-expired-with-no-new-pact-reached-un-envoy-says-1.1827109",
    check=deals_that_end_in_a_cliff,
)
