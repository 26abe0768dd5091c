"""Tranches and mirrors: what holds a duty up, and what that does to its date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from compliance.duty_scenes import LATER, Done, day, deal, duty, end_of, falls_due, owed, persons, state, states
from hudna.terms.compiled import CompiledAgreement, Interval, Proof, Tranche

DEADLINE = falls_due(end_of("2016-03-10"))


def tranche(*steps: Mapping[str, Any], duties: tuple[str, ...] = ("9", "10"), **fields: Any) -> Tranche:
    settled: dict[str, Any] = {"rule": "in_steps", "order": "together", "slack": None, "grace": None, "if_late": "wait"}
    return Tranche("parts", duties, steps=steps, **(settled | fields))


def exchange(*tranches: Tranche, ten: Mapping[str, Any] | None = None, **parts: Any) -> CompiledAgreement:
    """The council releases 80 persons against 80 of the republic, by 10 March."""
    nine = duty("9", quantity=persons(80), due=DEADLINE)
    other = duty("10", by=("republic",), quantity=persons(80), due=DEADLINE)
    return deal(nine, replace(other, **(ten or {})), tranches=tranches, **parts)


STEPS = tranche({"9": 40, "10": 40}, {"9": "rest", "10": "rest"})
HALF = Done("half", "2016-02-01", 40)
OTHER_HALF = Done("other", "2016-02-20", 40, by="army")


def found(compiled: CompiledAgreement, *done: Done, **reading: Any) -> list[str]:
    return [row["state"] for row in states(compiled, *done, **reading)]


def test_who_has_done_its_part_waits_for_the_others_and_is_not_in_breach() -> None:
    assert found(exchange(STEPS), HALF) == ["waiting", "breached"]


def test_without_a_tranche_both_are_in_breach() -> None:
    assert found(exchange(), HALF) == ["breached", "breached"]


def test_who_has_not_done_its_part_does_not_wait() -> None:
    assert found(exchange(STEPS), as_of=day("2016-03-01")) == ["open", "open"]
    assert found(exchange(STEPS)) == ["breached", "breached"]


def test_while_it_waits_its_time_does_not_run() -> None:
    rows = states(exchange(STEPS), HALF, OTHER_HALF, as_of=day("2016-03-20"))

    assert rows[0]["due_at"] == end_of("2016-03-10") + (end_of("2016-02-20") - end_of("2016-02-01"))
    assert [row["state"] for row in rows] == ["open", "breached"]


def test_what_is_done_ahead_of_its_step_counts() -> None:
    rows = states(exchange(STEPS), Done("all", "2016-02-01", 80))

    assert [row["state"] for row in rows] == ["met", "breached"]


def test_an_unfinished_wait_ends_with_the_deal() -> None:
    assert found(exchange(STEPS, until=day("2016-06-01")), HALF) == ["lapsed", "breached"]


def test_as_listed_the_second_waits_for_the_first_inside_a_step() -> None:
    listed = replace(STEPS, order="as_listed")

    assert found(exchange(listed)) == ["breached", "waiting"]
    assert found(exchange(STEPS)) == ["breached", "breached"]


def test_without_steps_all_is_one_step() -> None:
    whole = tranche(order="as_listed")

    assert found(exchange(whole), HALF) == ["breached", "waiting"]
    assert found(exchange(whole), Done("all", "2016-02-01", 80), as_of=day("2016-03-01")) == ["met", "open"]


def test_go_on_releases_the_others_once_the_late_one_has_had_its_grace() -> None:
    going_on = replace(STEPS, if_late="go_on", grace="P2D")

    rows = states(exchange(going_on), HALF, as_of=day("2016-03-20"))

    waited = end_of("2016-03-13") - end_of("2016-02-01")  # two days after the first instant of the 11th
    assert rows[0]["due_at"] == end_of("2016-03-10") + waited
    assert [row["state"] for row in rows] == ["open", "breached"]
    assert found(exchange(going_on), HALF) == ["breached", "breached"]


def test_a_substitute_closes_the_step_for_the_others_after_grace_and_meets_nothing() -> None:
    for_council = {"receivers": frozenset({"guard"})}
    substitute = Done("stand-in", "2016-03-15", 40, by="army", shares={"civilians": 1.0})

    waiting = found(exchange(STEPS, ten=for_council), HALF, substitute, as_of=day("2016-03-20"))
    closed = found(
        exchange(replace(STEPS, if_late="substitute", grace="P2D"), ten=for_council),
        HALF,
        substitute,
        as_of=day("2016-03-20"),
    )

    assert waiting == ["waiting", "breached"]
    assert closed == ["open", "breached"]


def test_a_lifesaving_duty_never_waits() -> None:
    compiled = deal(
        duty("9", quantity=persons(80), due=DEADLINE, lifesaving=True),
        duty("10", by=("republic",), quantity=persons(80), due=DEADLINE),
        tranches=(STEPS,),
    )

    assert found(compiled, HALF) == ["breached", "breached"]


def test_in_proportion_the_one_ahead_by_more_than_the_slack_waits() -> None:
    strict, slack = tranche(rule="in_proportion"), tranche(rule="in_proportion", slack=0.5)

    assert found(exchange(strict), HALF) == ["waiting", "breached"]
    assert found(exchange(slack), HALF) == ["breached", "breached"]
    assert found(exchange(strict), HALF, OTHER_HALF, as_of=day("2016-02-25")) == ["open", "open"]


def test_in_proportion_as_listed_the_later_one_follows() -> None:
    listed = tranche(rule="in_proportion", order="as_listed")

    assert found(exchange(listed), as_of=day("2016-02-01")) == ["open", "waiting"]
    assert found(exchange(listed), HALF, as_of=day("2016-02-10")) == ["waiting", "open"]


def test_a_share_of_an_amount_without_a_number_is_not_evaluated_unless_it_is_met_anyway() -> None:
    compiled = exchange(tranche(rule="in_proportion"), ten={"quantity": owed()})

    rows = states(compiled, HALF, Done("any", "2016-02-02", by="army"))

    assert [row["state"] for row in rows] == ["not_evaluated", "met"]
    assert rows[0]["not_evaluated"] == ["tranches.parts.share"]


def mirrored(
    nine: Mapping[str, Any] | None = None, ten: Mapping[str, Any] | None = None, **parts: Any
) -> CompiledAgreement:
    """The council owes 9 by 10 March; the republic owes 10 by 20 March and may withhold it while 9 is in breach."""
    return deal(
        replace(duty("9", due=DEADLINE), **(nine or {})),
        replace(duty("10", by=("republic",), due=falls_due(end_of("2016-03-20")), mirrors="9"), **(ten or {})),
        **parts,
    )


def test_a_duty_is_suspended_while_its_mirror_is_in_breach() -> None:
    assert found(mirrored(), as_of=day("2016-03-05")) == ["open", "open"]
    assert found(mirrored(), as_of=day("2016-03-15")) == ["breached", "suspended"]
    assert found(mirrored()) == ["breached", "suspended"]


def test_it_opens_again_with_the_time_left_when_the_mirror_is_made_good() -> None:
    made_good = Done("late", "2016-04-01")

    rows = states(mirrored(), made_good, as_of=day("2016-04-05"))

    assert [row["state"] for row in rows] == ["breached", "open"]
    assert rows[1]["due_at"] == end_of("2016-04-01") + timedelta(days=10)
    assert found(mirrored(), made_good) == ["breached", "breached"]


def test_withholding_ends_at_the_longest_the_deal_allows() -> None:
    compiled = mirrored(ten={"at_most": "P14D"})

    assert found(compiled, as_of=end_of("2016-03-25") - timedelta(seconds=1)) == ["breached", "suspended"]
    assert found(compiled, as_of=end_of("2016-03-25")) == ["breached", "open"]
    assert found(compiled) == ["breached", "breached"]


def test_what_was_met_is_not_suspended_and_a_lifesaving_duty_never_is() -> None:
    assert found(mirrored(), Done("a", "2016-02-01", by="army")) == ["breached", "met"]
    assert found(mirrored(ten={"lifesaving": True})) == ["breached", "breached"]


def test_of_two_that_would_suspend_each_other_the_first_known_is_in_breach() -> None:
    assert found(mirrored(nine={"mirrors": "10"})) == ["breached", "suspended"]


def test_of_two_known_at_the_same_instant_both_are_in_breach() -> None:
    assert found(mirrored(nine={"mirrors": "10"}, ten={"due": DEADLINE})) == ["breached", "breached"]


def test_withholding_needs_a_breach_of_which_no_reasonable_doubt_is_left() -> None:
    # One source alone says that the council performed: no performance at reasonable grounds, and no clear breach either.
    one_voice = Done("a", "2016-03-01", leans=["none"])

    assert found(mirrored(), one_voice) == ["breached", "breached"]
    assert found(mirrored(proof=Proof(suspension="reasonable_grounds")), one_voice) == ["breached", "suspended"]


def test_a_period_is_withheld_over_the_same_period_of_its_mirror() -> None:
    opens = (Interval(day("2016-03-01"), None),)
    each_week = {"every": "P7D", "due": falls_due(), "opens": opens}
    compiled = mirrored(nine=each_week | {"due": falls_due(within="P2D")}, ten=each_week)

    rows = states(compiled, Done("second", "2016-03-10"), as_of=end_of("2016-03-13"))

    assert [(r["duty_id"], r["instance"], r["state"]) for r in rows] == [
        ("9", 1, "breached"),
        ("9", 2, "met"),
        ("10", 1, "suspended"),
        ("10", 2, "open"),
    ]


def test_a_mirror_that_is_not_evaluated_leaves_what_hangs_on_it_unevaluated() -> None:
    row = states(mirrored(nine={"not_evaluated": ("quality",)}))[1]

    assert (row["state"], row["not_evaluated"]) == ("not_evaluated", ["mirrors.9"])


@pytest.mark.parametrize("bound", ["lower", "point", "upper"])
def test_the_end_of_the_deal_closes_what_is_suspended(bound: str) -> None:
    assert found(mirrored(until=day("2016-06-01")), bound=bound) == ["breached", "lapsed"]
    assert state(mirrored(until=day("2016-06-01")), as_of=LATER, bound=bound)["state"] == "breached"
