"""Duties: when they open, fall due, are met, are late and lapse."""

from datetime import timedelta

import polars as pl
import pytest

from compliance.duty_scenes import (
    IN_TOWN,
    Done,
    at,
    day,
    deal,
    duty,
    end_of,
    evaluate,
    falls_due,
    owed,
    persons,
    state,
    states,
)
from hudna.compliance.tables import STANDARDS
from hudna.terms.compiled import BoundedDue, BoundedQuantity, Due, Interval, Quantity

DEADLINE = falls_due(end_of("2016-03-10"))


def test_a_duty_is_open_until_it_falls_due_and_then_in_breach() -> None:
    compiled = deal(duty(due=DEADLINE))

    before = state(compiled, as_of=end_of("2016-03-10") - timedelta(microseconds=1))
    after = state(compiled, as_of=end_of("2016-03-10"))

    assert (before["state"], before["opened_at"], before["breach_known_at"]) == ("open", day("2016-01-01"), None)
    assert (after["state"], after["breach_known_at"], after["days_late"]) == ("breached", end_of("2016-03-10"), None)


def test_before_its_interval_begins_a_duty_waits_and_names_no_opening() -> None:
    row = state(deal(duty(due=DEADLINE)), as_of=day("2015-12-01"))

    assert (row["state"], row["opened_at"]) == ("waiting", None)


def test_what_is_done_on_the_last_day_is_in_time() -> None:
    row = state(deal(duty(due=DEADLINE)), Done("a", "2016-03-10"))

    assert (row["state"], row["met_at"], row["days_late"], row["incidents"]) == (
        "met",
        end_of("2016-03-10"),
        None,
        ["a"],
    )


def test_an_act_at_the_very_instant_of_the_limit_is_late_and_a_second_before_is_not() -> None:
    limit, second = end_of("2016-03-10"), timedelta(seconds=1)

    at_limit = state(deal(duty(due=DEADLINE)), Done("a", (limit, limit)))
    just_before = state(deal(duty(due=DEADLINE)), Done("a", (limit - second, limit - second)))

    assert at_limit["state"] == "breached"
    assert just_before["state"] == "met"


def test_the_wounded_of_the_four_towns_left_94_days_late_and_the_breach_stays() -> None:
    compiled = deal(duty(opens=(Interval(at("2015-09-24T12:00"), None),), due=falls_due(end_of("2015-09-25"))))

    row = state(compiled, Done("evacuation", "2015-12-28"))

    assert (row["state"], row["days_late"], row["met_at"]) == ("breached", 94, end_of("2015-12-28"))
    assert row["breach_known_at"] == row["due_at"] == end_of("2015-09-25")


def test_within_counts_from_the_opening_in_the_clock_of_the_deal() -> None:
    by_days = state(deal(duty(due=falls_due(within="P14D"), opens=(Interval(at("2016-03-20T10:00"), None),))))
    by_hours = state(deal(duty(due=falls_due(within="PT48H"), opens=(Interval(at("2016-03-24T20:00"), None),))))

    assert by_days["due_at"] == end_of("2016-04-03")
    assert by_hours["due_at"].isoformat() == "2016-03-26T18:00:00+00:00"


def test_a_duty_without_a_date_is_never_breached_and_lapses_with_the_deal() -> None:
    compiled = deal(duty(), until=day("2016-07-01"))

    assert state(compiled, as_of=day("2016-06-30"))["state"] == "open"
    assert state(compiled, as_of=day("2016-07-01"))["state"] == "lapsed"


def test_the_end_of_the_deal_closes_what_waits_or_is_open_and_leaves_what_is_met_or_breached() -> None:
    waiting = duty("w", after=("open",))
    breached, met = duty("b", due=DEADLINE), duty("m", by=("republic",), due=DEADLINE)
    compiled = deal(waiting, duty("open"), breached, met, until=day("2016-07-01"))

    rows = states(compiled, Done("a", "2016-03-01", by="army"))

    assert [row["state"] for row in rows] == ["lapsed", "lapsed", "breached", "met"]


def test_a_deadline_after_the_end_lapses_and_one_at_the_end_is_a_breach() -> None:
    after = duty("after", due=falls_due(end_of("2016-08-01")))
    at_end = duty("at", due=falls_due(day("2016-07-01")))

    rows = states(deal(after, at_end, until=day("2016-07-01")))

    assert [row["state"] for row in rows] == ["lapsed", "breached"]


def test_what_is_done_after_the_end_is_no_performance() -> None:
    compiled = deal(duty(due=DEADLINE), until=day("2016-07-01"))

    row = state(compiled, Done("a", "2016-08-01"))

    assert (row["state"], row["met_at"], row["performed"]) == ("breached", None, 0)


def test_a_duty_opens_when_all_it_waits_for_is_met_and_counts_from_then() -> None:
    first, second = duty("3"), duty("5", by=("republic",))
    third = duty("8", after=("3", "5"), due=falls_due(within="P14D"))

    one_done = states(deal(first, second, third), Done("a", "2016-02-01"))
    both_done = states(deal(first, second, third), Done("a", "2016-02-01"), Done("b", "2016-02-10", by="army"))

    assert one_done[2]["state"] == "waiting"
    assert (both_done[2]["state"], both_done[2]["opened_at"]) == ("breached", end_of("2016-02-10"))
    assert both_done[2]["due_at"] == end_of("2016-02-25")  # the opening is the first instant of the 11th


def test_a_late_performance_opens_what_waits_for_it() -> None:
    compiled = deal(duty("3", due=DEADLINE), duty("8", by=("republic",), after=("3",)))

    rows = states(compiled, Done("a", "2016-04-01"))

    assert [row["state"] for row in rows] == ["breached", "open"]


def test_every_obligor_of_a_trigger_and_every_row_of_it_must_have_met_it() -> None:
    compiled = deal(duty("3/a"), duty("3/b", by=("republic",)), duty("8", after=("3",)))

    half = states(compiled, Done("a", "2016-02-01"))
    whole = states(compiled, Done("a", "2016-02-01"), Done("b", "2016-02-02", by="army"))

    assert half[2]["state"] == "waiting"
    assert whole[2]["opened_at"] == end_of("2016-02-02")


def test_of_a_recurring_trigger_the_first_instance_counts() -> None:
    compiled = deal(duty("3", every="P1M"), duty("8", by=("republic",), after=("3",)))

    rows = states(compiled, Done("a", "2016-01-10"), Done("b", "2016-02-10"), as_of=day("2016-03-15"))

    assert rows[-1]["opened_at"] == end_of("2016-01-10")


def test_duties_that_wait_for_one_another_never_open() -> None:
    compiled = deal(duty("6", after=("8",)), duty("8", after=("6",)), duty("9", after=("8",)))

    assert {row["state"] for row in evaluate(compiled, Done("a", "2016-02-01")).to_dicts()} == {"waiting"}


def test_an_undefined_trigger_never_comes_at_lower_and_point_and_at_once_at_upper() -> None:
    compiled = deal(duty(after_undefined=True, due=falls_due(within="P7D")))

    found = {bound: state(compiled, bound=bound)["state"] for bound in ("lower", "point", "upper")}

    assert found == {"lower": "waiting", "point": "waiting", "upper": "breached"}


def test_an_undefined_trigger_opens_at_once_at_upper_whatever_else_it_waits_for() -> None:
    rows = states(deal(duty("3"), duty("8", after=("3",), after_undefined=True)), bound="upper")

    assert rows[1]["opened_at"] == day("2016-01-01")


def test_each_bound_has_its_own_due_date_and_amount() -> None:
    due = BoundedDue(Due(end_of("2016-05-01")), Due(end_of("2016-04-01")), Due(end_of("2016-03-01")))
    amounts = BoundedQuantity(*(Quantity(exactly=n, unit="persons") for n in (10.0, 20.0, 30.0)))
    compiled = deal(duty(due=due, quantity=amounts))

    found = {bound: state(compiled, Done("a", "2016-03-20", 20), bound=bound) for bound in ("lower", "point", "upper")}

    assert [row["state"] for row in found.values()] == ["met", "met", "breached"]
    assert [row["owed"] for row in found.values()] == [10, 20, 30]


def test_what_it_waits_for_must_be_met_at_every_reading_leniently_and_at_one_strictly() -> None:
    # Who released them was not told: generously the council did, strictly nobody knows. The republic's own duty hangs on it.
    compiled = deal(duty("3"), duty("8", by=("republic",), after=("3",), due=falls_due(within="P7D")))

    table = evaluate(compiled, Done("a", "2016-02-01", by=None)).filter(pl.col("standard") == "reasonable_grounds")
    found = {(row["duty_id"], row["bound"]): row["state"] for row in table.to_dicts()}

    assert (found["3", "lower"], found["3", "upper"]) == ("met", "open")
    assert (found["8", "lower"], found["8", "upper"]) == ("waiting", "breached")


def test_what_waits_for_something_undefined_through_another_duty_is_never_breached_leniently() -> None:
    compiled = deal(
        duty("1", after_undefined=True), duty("2", by=("republic",), after=("1",), due=falls_due(within="P7D"))
    )

    table = evaluate(compiled, Done("a", "2016-02-01")).filter(
        pl.col("standard") == "reasonable_grounds", pl.col("duty_id") == "2"
    )

    assert dict(table.select(pl.col("bound").cast(pl.String), "state").iter_rows()) == {
        "lower": "waiting",
        "point": "waiting",
        "upper": "breached",
    }


def test_amounts_add_up_and_the_act_that_reaches_the_total_completes_it() -> None:
    compiled = deal(duty(quantity=persons(200), due=DEADLINE))
    acts = [Done("a", "2016-02-01", 80), Done("b", "2016-02-05", 70), Done("c", "2016-03-01", 60)]

    partly, whole = state(compiled, *acts[:2]), state(compiled, *acts)

    assert (partly["state"], partly["performed"], partly["owed"], partly["unit"]) == ("breached", 150, 200, "persons")
    assert (whole["state"], whole["performed"], whole["met_at"]) == ("met", 210, end_of("2016-03-01"))


def test_another_unit_counts_for_nothing_but_generously_it_may_be_any_amount() -> None:
    compiled = deal(duty(quantity=persons(200), due=DEADLINE))

    found = {
        b: state(compiled, Done("a", "2016-02-01", 80, unit="families"), bound=b) for b in ("lower", "point", "upper")
    }

    assert [(row["state"], row["performed"]) for row in found.values()] == [
        ("met", 200),
        ("breached", 0),
        ("breached", 0),
    ]


def test_a_happening_that_is_the_unit_itself_counts_one_without_saying_so() -> None:
    meeting = duty(kinds=frozenset({"meeting_held"}), quantity=owed(Quantity(exactly=1, unit="meetings")), due=DEADLINE)

    assert state(deal(meeting), Done("a", "2016-02-01", kind="meeting_held"))["state"] == "met"


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (Quantity(exactly=50, unit="persons"), ("met", 50.0, 60.0)),
        (Quantity(at_least=61, unit="persons"), ("breached", 61.0, 60.0)),
        (Quantity(between=(40, 70), unit="persons"), ("met", 40.0, 60.0)),
        (Quantity(at_most=55, unit="persons"), ("met", None, 55.0)),  # caps what counts; the first performance meets it
        (Quantity(is_all=True, unit="persons"), ("met", None, 60.0)),
    ],
)
def test_each_way_to_write_an_amount(quantity: Quantity, expected: tuple[str, float | None, float]) -> None:
    row = state(deal(duty(quantity=owed(quantity), due=DEADLINE)), Done("a", "2016-02-01", 60))

    assert (row["state"], row["owed"], row["performed"]) == expected


def test_a_floor_makes_a_share_count() -> None:
    compiled = deal(duty(quantity=persons(200), floor=0.9, due=DEADLINE))

    assert state(compiled, Done("a", "2016-02-01", 180))["state"] == "met"
    assert state(compiled, Done("a", "2016-02-01", 179))["state"] == "breached"


def test_parts_of_an_amount_are_not_evaluated_only_once_the_total_is_reached() -> None:
    compiled = deal(duty(quantity=persons(200, of={"women": 100, "men": 100}, only=("women", "men")), due=DEADLINE))

    short, reached = state(compiled, Done("a", "2016-02-01", 80)), state(compiled, Done("a", "2016-02-01", 200))

    assert (short["state"], short["not_evaluated"]) == ("breached", [])
    assert (reached["state"], reached["not_evaluated"]) == ("not_evaluated", ["quantity.of", "quantity.only"])


def test_parts_without_a_total_add_up_to_one() -> None:
    assert state(deal(duty(quantity=owed(Quantity(of={"women": 325, "children": 125})))))["owed"] == 450


def test_a_key_that_is_not_evaluated_makes_the_duty_and_what_hangs_on_it_not_evaluated() -> None:
    compiled = deal(duty("9", not_evaluated=("quantity.per",), every="P1M"), duty("10", by=("republic",), after=("9",)))

    rows = states(compiled, Done("a", "2016-02-01"))

    assert [(row["duty_id"], row["instance"], row["state"]) for row in rows] == [
        ("9", 1, "not_evaluated"),
        ("10", 1, "not_evaluated"),
    ]
    assert [row["not_evaluated"] for row in rows] == [["quantity.per"], ["after.9"]]


def test_each_of_several_obligors_owes_its_own_and_joint_ones_owe_one() -> None:
    each = deal(duty("4"), duty("4", by=("republic",)))
    jointly = deal(duty("4", by=("republic", "council"), actors=frozenset({"army", "guard"})))

    apart, joint = states(each, Done("a", "2016-02-01")), states(jointly, Done("a", "2016-02-01"))

    assert [(row["obligor"], row["state"]) for row in apart] == [("council", "met"), ("republic", "open")]
    assert [(row["obligor"], row["state"]) for row in joint] == [("republic+council", "met")]


def test_a_duty_owed_by_nobody_named_is_met_by_whoever_performs() -> None:
    compiled = deal(duty(by=(), due=DEADLINE))

    by_unknown = state(compiled, Done("a", "2016-02-01", by=None))
    by_somebody = state(compiled, Done("a", "2016-02-01", by="red_crescent"))

    assert (by_unknown["obligor"], by_unknown["state"], by_somebody["state"]) == ("", "met", "met")


def test_an_unknown_performer_counts_for_a_named_obligor_only_generously() -> None:
    found = {
        b: state(deal(duty(due=DEADLINE)), Done("a", "2016-02-01", by=None), bound=b)
        for b in ("lower", "point", "upper")
    }

    assert [row["state"] for row in found.values()] == ["met", "breached", "breached"]


def test_an_act_nobody_defined_is_met_by_nothing_and_breached_only_at_the_strictest() -> None:
    compiled = deal(duty(kinds=None, due=DEADLINE))

    found = {b: state(compiled, Done("a", "2016-02-01"), bound=b)["state"] for b in ("lower", "point", "upper")}

    assert found == {"lower": "open", "point": "open", "upper": "breached"}


def test_periods_are_reckoned_from_the_opening_and_never_chained() -> None:
    compiled = deal(duty(every="P1M", opens=(Interval(day("2016-01-31"), None),)))

    rows = states(compiled, as_of=end_of("2016-03-31") + timedelta(days=1))

    assert [row["due_at"] for row in rows] == [end_of("2016-02-29"), end_of("2016-03-31"), end_of("2016-04-30")]
    assert [row["opened_at"] for row in rows] == [day("2016-01-31"), end_of("2016-02-29"), end_of("2016-03-31")]
    assert [row["state"] for row in rows] == ["breached", "breached", "open"]


def test_surplus_of_one_period_does_not_carry_to_the_next() -> None:
    compiled = deal(duty(every="P7D", quantity=persons(20), opens=(Interval(day("2016-03-01"), None),)))

    rows = states(compiled, Done("a", "2016-03-02", 60), as_of=day("2016-03-20"))

    assert [(row["instance"], row["state"], row["performed"]) for row in rows] == [
        (1, "met", 60),
        (2, "breached", 0),
        (3, "open", 0),
    ]


def test_a_period_that_the_end_cuts_is_lapsed() -> None:
    compiled = deal(duty(every="P7D", opens=(Interval(day("2016-03-01"), None),)), until=day("2016-03-12"))

    rows = states(compiled, as_of=day("2016-05-01"))

    assert [(row["instance"], row["state"]) for row in rows] == [(1, "breached"), (2, "lapsed")]


def test_only_periods_that_have_begun_have_an_instance() -> None:
    compiled = deal(duty(every="P1D", opens=(Interval(day("2016-03-01"), None),)))

    assert len(states(compiled, as_of=end_of("2016-03-02"))) == 1
    assert len(states(compiled, as_of=end_of("2016-03-02") + timedelta(seconds=1))) == 2


def test_what_is_known_only_later_changes_nothing_yet() -> None:
    compiled = deal(duty(due=DEADLINE))
    late_word = Done("a", "2016-03-01", known=day("2016-04-01"))

    then = evaluate(compiled, late_word, as_of=day("2016-04-01"))
    without = evaluate(compiled, as_of=day("2016-04-01"))

    assert then.equals(without)
    assert state(compiled, late_word, as_of=day("2016-04-02"))["state"] == "met"


def test_an_inferred_day_meets_nothing() -> None:
    assert state(deal(duty(due=DEADLINE)), Done("a", "2016-02-01", inferred=True))["state"] == "breached"


def test_what_was_done_before_the_opening_does_not_count() -> None:
    compiled = deal(duty(opens=(Interval(at("2016-02-01T12:00"), None),), due=DEADLINE))

    day_of_opening = {
        b: state(compiled, Done("a", "2016-02-01"), bound=b)["state"] for b in ("lower", "point", "upper")
    }

    assert day_of_opening == {"lower": "met", "point": "breached", "upper": "breached"}
    assert state(compiled, Done("a", "2016-01-31"), bound="lower")["state"] == "breached"


@pytest.mark.parametrize(
    ("done", "reached"),
    [
        ({"p": (1.0, 1.0), "leans": ["none", "none"]}, "clear_and_convincing"),
        ({"p": (0.9, 0.6), "leans": ["none", "none"]}, "reasonable_grounds"),
        ({"p": (0.9, 0.6), "leans": ["none"]}, "reasonable_suspicion"),  # one group alone
        ({"p": (1.0, 1.0), "leans": ["west", "west"]}, "reasonable_suspicion"),  # nobody but the performer's own side
        ({"p": (1.0, 1.0), "leans": ["west", "east"]}, "clear_and_convincing"),  # the other side says so too
        (
            {"p": (1.0, 1.0), "leans": ["none"], "denied_by": ["none"]},
            "reasonable_suspicion",
        ),  # a denial reports no act
        ({"p": (0.4, 0.3)}, None),
    ],
)
def test_a_performance_counts_from_the_standard_it_reaches(done: dict, reached: str | None) -> None:  # type: ignore[type-arg]
    rows = (
        evaluate(deal(duty(due=DEADLINE)), Done("a", "2016-02-01", **done))
        .filter(pl.col("bound") == "point")
        .to_dicts()
    )

    met = [row["standard"] for row in rows if row["state"] == "met"]

    ranks = ["reasonable_suspicion", "reasonable_grounds", "clear_and_convincing"]
    assert met == [s for s in ranks if reached is not None and STANDARDS.index(s) <= STANDARDS.index(reached)]


def test_one_of_several_possible_performers_counts_only_if_each_of_them_would() -> None:
    compiled = deal(duty(due=DEADLINE))
    either = Done("a", "2016-02-01", by="guard+army", reading="any_of")
    together = Done("a", "2016-02-01", by="guard+army", reading="each")

    assert [state(compiled, either, bound=b)["state"] for b in ("lower", "point")] == ["met", "breached"]
    assert state(compiled, together)["state"] == "met"


def test_rows_come_in_the_order_of_the_deal_whatever_the_order_of_the_facts() -> None:
    compiled = deal(duty("2", quantity=persons(50)), duty("1", by=("republic",), every="P1M"))
    acts = [Done("a", "2016-02-01", 30), Done("b", "2016-02-01", 30), Done("c", "2016-01-05", by="army")]

    table, turned = evaluate(compiled, *acts), evaluate(compiled, *acts[::-1])

    assert table.equals(turned)
    assert table["duty_id"].unique(maintain_order=True).to_list() == ["2", "1"]
    assert table["incidents"][0].to_list() == ["a", "b"]


SUSTAINED = duty(kinds=frozenset({"withdrawal"}), from_region="town@point", sustain=True, due=DEADLINE)
LEFT = Done("left", "2016-02-01", kind="withdrawal", place=IN_TOWN, role="from")


def came_back(on: str, **fields: object) -> Done:
    return Done("back", on, kind="advance", place=IN_TOWN, leans=["none", "east"], **fields)  # type: ignore[arg-type]


def test_a_withdrawal_that_is_undone_before_its_date_is_open_again_and_can_be_made_good() -> None:
    compiled = deal(SUSTAINED)
    again = Done("again", "2016-03-05", kind="withdrawal", place=IN_TOWN, role="from")

    undone = state(compiled, LEFT, came_back("2016-02-20"), as_of=day("2016-03-01"))
    made_good = state(compiled, LEFT, came_back("2016-02-20"), again)

    assert (undone["state"], undone["met_at"]) == ("open", None)
    assert (made_good["state"], made_good["met_at"]) == ("met", end_of("2016-03-05"))


def test_a_withdrawal_that_is_undone_after_its_date_is_in_breach_from_when_that_is_known() -> None:
    row = state(deal(SUSTAINED), LEFT, came_back("2016-04-20", known=at("2016-04-23T08:00")))

    assert (row["state"], row["breach_known_at"], row["met_at"]) == ("breached", at("2016-04-23T08:00"), None)


def test_nobody_else_undoes_a_withdrawal_and_nothing_elsewhere_does() -> None:
    other_side = Done("x", "2016-04-20", kind="advance", by="army", place=IN_TOWN)
    elsewhere = Done("y", "2016-04-20", kind="advance", place=(50_000.0, 0.0))

    assert state(deal(SUSTAINED), LEFT, other_side, elsewhere)["state"] == "met"
