"""Duties: who owes what by when, from the most lenient reading to the strictest."""

from datetime import UTC, datetime

import pytest

from hudna.terms.compiled import Due, Duty, Interval
from terms.deals import SIDES, compiled


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def duties(terms: str, **more: object) -> list[Duty]:
    return list(compiled(terms, **more).duties)  # type: ignore[arg-type]


def duty(fields: str, **more: object) -> Duty:
    return duties(f"  food: {{require: aid_delivery, by: [army], {fields}}}", **more)[0]


def test_each_of_several_owes_its_own_and_jointly_they_owe_one() -> None:
    each = duties("  food: {require: aid_delivery, by: [army, town]}")
    jointly = duties("  food: {require: aid_delivery, by: [army, town], jointly: true}")

    assert [d.obligors for d in each] == [("army",), ("town",)]
    assert [d.guarantors for d in each] == [("patron",), ("friend",)]
    assert [d.obligors for d in jointly] == [("army", "town")]
    assert jointly[0].guarantors == ()


def test_a_body_owes_a_duty_as_itself() -> None:
    [owed] = duties("  note: {require: report_given, by: [mission], every: P1D}")

    assert owed.obligors == owed.guarantors == ("mission",)
    assert owed.actors == {"mission"}
    assert owed.every == "P1D"


@pytest.mark.parametrize("by", ["", "by: {undefined: local forces}, "])
def test_a_duty_of_nobody_named_is_one_instance_that_whoever_performs_meets(by: str) -> None:
    [owed] = duties(f"  food: {{require: aid_delivery, {by}to: [centre]}}")

    assert owed.obligors == owed.guarantors == ()
    assert owed.actors == frozenset()


def test_deadlines_end_with_their_day_or_at_their_hour() -> None:
    assert duty("deadline: 2016-03-24").due.point == Due(utc("2016-03-24T22:00"))
    assert duty("deadline: {day: 26}").due.point == Due(utc("2016-03-24T22:00"))
    assert duty('deadline: "2016-03-24T12:00"').due.point == Due(utc("2016-03-24T10:00"))
    assert duty("within: P21D").due.point == Due(within="P21D")


def test_a_disputed_deadline_is_the_latest_and_the_earliest() -> None:
    due = duty('deadline: {disputed: [{val: "2016-03-18"}, {val: "2016-03-14"}, {val: {undefined: early}}]}').due

    assert due.lower == Due(None)
    assert due.point == Due(utc("2016-03-18T22:00"))
    assert due.upper == Due(utc("2016-03-14T22:00"))


def test_a_vague_deadline_never_falls_due_unless_it_lies_within_a_span() -> None:
    never = duty("deadline: {undefined: early}").due
    spring = duty("deadline: {undefined: in spring, within: {from: 2016-03-21, until: 2016-06-20}}").due

    assert never.lower == never.point == never.upper == Due(None)
    assert spring.lower == spring.point == Due(utc("2016-06-20T21:00"))
    assert spring.upper == Due(utc("2016-03-20T22:00"))


def test_a_duty_due_before_the_deal_begins_is_open_from_signature() -> None:
    owed = duty('deadline: "2016-02-26T12:00"')

    assert owed.opens == (Interval(utc("2016-02-21T22:00"), None),) or owed.opens == (
        Interval(utc("2016-02-22T10:00"), None),
    )


def test_a_duty_whose_start_nobody_can_measure_opens_at_the_upper_bound_only() -> None:
    owed = duty("deadline: 2016-03-24", in_force="in_force: {from: {undefined: once both agree}}\n")

    assert owed.after_undefined
    assert owed.opens == (Interval(utc("2016-02-22T10:00"), None),)


def test_a_trigger_nobody_can_measure_is_marked() -> None:
    terms = "  arms: {require: weapons_handover, by: [town], after: [food, {undefined: if it goes well}]}\n  food: {require: aid_delivery, by: [army]}"

    owed = duties(terms)[0]

    assert owed.after == ("food",)
    assert owed.after_undefined


def test_a_duty_of_a_phase_waits_for_what_the_phase_waits_for() -> None:
    terms = "  arms: {require: weapons_handover, by: [town], phase: two}\n  food: {require: aid_delivery, by: [army]}"

    owed = duties(terms, more="phases:\n  two: {after: [food]}\n")[0]

    assert owed.after == ("food",)
    assert owed.opens == (Interval(utc("2016-02-26T22:00"), None),)


def test_a_disputed_quantity_is_the_least_and_the_most_owed() -> None:
    quantity = duty(
        "quantity: {disputed: [{val: {exactly: 500, unit: persons}}, {val: {exactly: 1500, unit: persons}}, {val: {at_least: 100}}]}"
    ).quantity

    assert (quantity.lower.owed, quantity.point.owed, quantity.upper.owed) == (100, 500, 1500)


def test_a_quantity_nobody_can_measure_owes_no_number() -> None:
    assert duty("quantity: {undefined: prisoners}").quantity.upper.owed is None
    assert duty("quantity: {all: true, unit: persons}").quantity.point.is_all
    assert duty("quantity: {at_most: 10000, unit: persons}").quantity.point.owed is None


def test_keys_that_are_not_read_yet_are_listed() -> None:
    deal = compiled(
        "  hostages: {require: detainee_release, by: [town], quantity: {exactly: 3, unit: persons, named: true, swap: [dead]}}\n"
        "  prisoners: {require: detainee_release, by: [army], quantity: {per: hostages, rates: {men: 30}, between: [90, 150], unit: persons}}\n"
        "  food: {require: aid_delivery, by: [army], partial: {floor: {undefined: most of it}}}"
    )

    assert deal.not_evaluated == (
        ("hostages", "quantity.named"),
        ("hostages", "quantity.swap"),
        ("prisoners", "quantity.per"),
        ("prisoners", "quantity.rates"),
        ("food", "partial"),
    )
    assert deal.duties[1].quantity.point.between == (90, 150)


def test_an_act_that_is_not_defined_is_no_kind() -> None:
    [owed] = duties("  good: {require: {undefined: all necessary measures}, by: [army]}")

    assert owed.kinds is None
    assert "undefined: require" in owed.gaps


def test_places_stand_at_the_point_with_their_bounds_beside_them() -> None:
    deal = compiled("  food: {require: aid_delivery, by: [army], from: [suburb], to: [centre, vague]}")

    assert deal.duties[0].from_region == "suburb@point"
    assert deal.duties[0].to_region == "centre+vague@point"
    assert {"centre+vague@lower", "centre+vague@upper"} <= set(deal.regions)


def test_rows_fill_in_what_the_term_leaves_open() -> None:
    rows = "rows: {a: {by: [army], to: [centre], deadline: {day: 14}}, b: {by: [town], to: [suburb], within: P1M}}"

    first, second = duties(f"  food: {{require: aid_delivery, for: [civilians], {rows}}}")

    assert (first.duty_id, first.obligors, second.duty_id, second.obligors) == (
        "food/a",
        ("army",),
        "food/b",
        ("town",),
    )
    assert "aid_workers" in (second.receivers or ())
    assert second.due.point.within == "P1M"


def test_a_guarantor_with_clients_of_its_own_answers_for_all_of_them() -> None:
    sides = SIDES.replace("answers_for: [army]", "answers_for: [army, town]").replace("answers_for: [town], ", "")

    [owed] = duties("  food: {require: aid_delivery, by: [army, town], jointly: true}", sides=sides)

    assert owed.guarantors == ("patron",)
