"""When a deal and its terms hold, at each bound."""

from datetime import UTC, datetime

import pytest

from hudna.terms.compiled import Interval
from terms.deals import compiled

BAN = "  fire: {forbid: [armed_attack], by: [army], in: [centre]}"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(begin: str | None, end: str | None) -> Interval:
    return Interval(None if begin is None else utc(begin), None if end is None else utc(end))


def times(in_force: str, terms: str = BAN, more: str = "") -> dict[str, list[Interval]]:
    """Give the times of the first norm at each bound."""
    norm = compiled(terms, in_force=in_force, more=more).norms[0]
    return {bound: [i for box in getattr(norm.boxes, bound) for i in box.when] for bound in ("lower", "point", "upper")}


def the_same(interval: Interval) -> dict[str, list[Interval]]:
    return {bound: [interval] for bound in ("lower", "point", "upper")}


def test_a_deal_without_an_end_runs_on() -> None:
    assert times('in_force: {from: "2016-02-27T00:00"}\n') == the_same(span("2016-02-26T22:00", None))


def test_six_months_end_with_the_same_date() -> None:
    found = times('in_force: {from: "2016-02-27T06:00", for: P6M}\n')

    assert found == the_same(span("2016-02-27T04:00", "2016-08-27T21:00"))


def test_a_bare_date_ends_with_that_day_and_an_hour_at_that_hour() -> None:
    assert times('in_force: {from: "2016-02-27T00:00", until: 2016-03-24}\n') == the_same(
        span("2016-02-26T22:00", "2016-03-24T22:00")
    )
    assert times('in_force: {from: "2016-02-27T00:00", until: "2016-03-24T12:00"}\n') == the_same(
        span("2016-02-26T22:00", "2016-03-24T10:00")
    )


def test_a_vague_start_within_a_span_has_begun_by_its_end() -> None:
    found = times("in_force: {from: {undefined: at once, within: {from: 2016-02-27, until: 2016-02-28}}}\n")

    assert found["lower"] == found["point"] == [span("2016-02-28T22:00", None)]
    assert found["upper"] == [span("2016-02-26T22:00", None)]


def test_a_start_that_nobody_can_measure_is_never_at_least_and_always_at_most() -> None:
    found = times("in_force: {from: {undefined: once both agree}}\n")

    assert found == {"lower": [], "point": [], "upper": [span(None, None)]}


def test_a_disputed_start_is_the_latest_the_earliest_and_the_one_to_use() -> None:
    disputed = '{disputed: [{val: "2016-02-26T00:00"}, {val: "2016-02-28T00:00"}], use: "2016-02-27T00:00"}'

    found = times(f"in_force: {{from: {disputed}, for: P1M}}\n")

    assert found["lower"] == [span("2016-02-27T22:00", "2016-03-26T21:00")]
    assert found["point"] == [span("2016-02-26T22:00", "2016-03-27T21:00")]
    assert found["upper"] == [span("2016-02-25T22:00", "2016-03-28T21:00")]


def test_renewal_until_moves_the_end_and_suspension_does_not() -> None:
    history = (
        "history:\n  - {what: renewed, date: 2016-03-20, until: 2016-06-01}\n  - {what: suspended, date: 2016-04-01}\n"
    )

    found = times('in_force: {from: "2016-02-27T00:00", for: P1M}\n', more=history)

    assert found == the_same(span("2016-02-26T22:00", "2016-06-01T21:00"))


def test_a_deal_renewed_after_it_ran_out_has_a_gap() -> None:
    history = "history:\n  - {what: renewed, date: 2016-05-01, until: 2016-06-01}\n"

    found = times('in_force: {from: "2016-02-27T00:00", until: 2016-03-31}\n', more=history)

    assert found["point"] == [
        span("2016-02-26T22:00", "2016-03-31T21:00"),
        span("2016-04-30T21:00", "2016-06-01T21:00"),
    ]


@pytest.mark.parametrize("what", ["lapsed", "ended"])
def test_a_lapse_or_an_end_closes_with_its_day(what: str) -> None:
    history = f"history:\n  - {{what: {what}, date: 2016-04-10}}\n"

    assert times('in_force: {from: "2016-02-27T00:00"}\n', more=history) == the_same(
        span("2016-02-26T22:00", "2016-04-10T21:00")
    )


def test_a_term_that_continues_outlasts_the_duration_but_not_an_end() -> None:
    in_force = 'in_force: {from: "2016-02-27T00:00", for: P1M, on_lapse: {continues: [fire]}}\n'
    ended = "history:\n  - {what: ended, date: 2016-05-10}\n"

    assert times(in_force) == the_same(span("2016-02-26T22:00", None))
    assert times(in_force, more=ended) == the_same(span("2016-02-26T22:00", "2016-05-10T21:00"))


def test_a_term_of_its_own_time_may_precede_the_deal_and_never_outlasts_it() -> None:
    early = (
        '  fire: {forbid: [armed_attack], by: [army], during: {from: "2016-02-22T12:00", until: "2016-02-27T00:00"}}'
    )
    late = "  fire: {forbid: [armed_attack], by: [army], during: {from: 2016-03-01}}"
    in_force = 'in_force: {from: "2016-02-27T00:00", until: 2016-03-31}\n'

    assert times(in_force, early) == the_same(span("2016-02-22T10:00", "2016-02-26T22:00"))
    assert times(in_force, late) == the_same(span("2016-02-29T22:00", "2016-03-31T21:00"))


def test_a_term_of_its_own_time_with_an_end_holds_though_nobody_knows_when_the_deal_began() -> None:
    own = "  fire: {forbid: [armed_attack], by: [army], during: {from: {day: 2}, until: {day: 4}}}"

    assert times("in_force: {from: {undefined: once both agree}}\n", own) == the_same(
        span("2016-02-28T22:00", "2016-03-02T22:00")
    )


def test_a_phase_gives_its_terms_its_interval() -> None:
    term = "  fire: {forbid: [armed_attack], by: [army], phase: one}"
    phases = "phases:\n  one: {from: 2016-02-27, for: P42D, next: two}\n  two: {agreed: false}\n"

    assert times('in_force: {from: "2016-02-27T00:00"}\n', term, phases) == the_same(
        span("2016-02-26T22:00", "2016-04-09T21:00")
    )


def test_a_phase_continues_while_the_next_is_not_agreed_if_the_deal_says_so() -> None:
    term = "  fire: {forbid: [armed_attack], by: [army], phase: one}"
    phases = "phases:\n  one: {from: 2016-02-27, for: P42D, next: two}\n  two: {agreed: false, meanwhile: continues}\n"

    assert times('in_force: {from: "2016-02-27T00:00"}\n', term, phases) == the_same(span("2016-02-26T22:00", None))


def test_what_is_not_agreed_binds_nobody_for_certain() -> None:
    term = "  fire: {forbid: [armed_attack], by: [army], phase: two}"
    phases = "phases:\n  two: {from: 2016-04-10, agreed: false}\n"

    found = times('in_force: {from: "2016-02-27T00:00"}\n', term, phases)

    assert found["lower"] == found["point"] == []
    assert found["upper"] == [span("2016-04-09T21:00", None)]


def test_a_term_that_continues_is_not_cut_by_a_renewal() -> None:
    in_force = 'in_force: {from: "2016-02-27T00:00", for: P1M, on_lapse: {continues: [fire]}}\n'
    history = (
        "history:\n  - {what: renewed, date: 2016-03-20, until: 2016-06-01}\n  - {what: lapsed, date: 2016-06-01}\n"
    )

    assert times(in_force, more=history) == the_same(span("2016-02-26T22:00", None))
