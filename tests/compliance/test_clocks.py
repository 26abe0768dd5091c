"""Clocks: when each rung opens, falls due, stops, and passes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import dataframely as dy
import pytest

from compliance.duty_scenes import LATER, ROLES, Row, allegation, allegations, answers, at, deal
from hudna.compliance import run_clocks
from hudna.compliance.tables import Clocks
from hudna.terms.compiled import CompiledAgreement, Role, Rung

NOTICE = at("2016-03-24T20:00")
ANSWER = Rung("answer", ("guarantor",), "PT48H", None, ("accepted", "remedied", "denied_with_evidence"), ())
FIRST = Rung("notice", ("guarantor",), "PT2H", "acknowledge", ("acknowledged",), ())
CONSEQUENCE = Rung("consequence", ("guarantor",), "P7D", "withhold_lever", ("done",), ())
SECOND = timedelta(seconds=1)


def clocks(compiled: CompiledAgreement, told: Any = (), held: Any = None, as_of: datetime = LATER) -> list[Row]:
    table: dy.DataFrame[Clocks] = run_clocks(compiled, allegations(*(held or [accused()])), answers(*told), as_of=as_of)
    return table.to_dicts()


def accused(*args: Any, **fields: Any) -> Row:
    return allegation(*args, **({"notice_at": NOTICE, "breach_at": NOTICE + timedelta(days=1)} | fields))


def hours(number: float) -> datetime:
    return NOTICE + timedelta(hours=number)


def ladder(*rungs: Rung, **parts: Any) -> CompiledAgreement:
    return deal(ladder=rungs, **parts)


def test_a_limit_of_hours_is_exact_over_the_night_in_which_damascus_moved_its_clocks() -> None:
    [clock] = clocks(ladder(ANSWER), as_of=NOTICE + SECOND)

    assert clock["starts_at"] == NOTICE
    assert clock["due_at"] == datetime(2016, 3, 26, 18, tzinfo=UTC)
    assert (clock["addressee"], clock["position"], clock["state"], clock["seconds_late"]) == (
        "eastland",
        1,
        "running",
        None,
    )


@pytest.mark.parametrize(
    ("after", "state", "late"),
    [(48 * 3600 - 1, "stopped", None), (48 * 3600, "stopped", None), (48 * 3600 + 1, "overdue", 1)],
)
def test_an_answer_exactly_at_the_limit_is_in_time(after: int, state: str, late: int | None) -> None:
    answered = NOTICE + timedelta(seconds=after)

    [clock] = clocks(
        ladder(ANSWER),
        [(answered, "eastland", "denied_with_evidence"), (answered + SECOND, "republic", "acknowledged")],
    )

    assert (clock["state"], clock["seconds_late"], clock["stopped_at"], clock["stopped_by"]) == (
        state,
        late,
        answered,
        "denied_with_evidence",
    )


def test_silence_is_overdue_from_the_limit_whenever_one_looks() -> None:
    compiled, limit = ladder(ANSWER), hours(48)

    assert clocks(compiled, as_of=limit - SECOND)[0]["state"] == "running"
    assert clocks(compiled, as_of=limit)[0]["state"] == "overdue"
    assert clocks(compiled, as_of=limit + 10 * SECOND)[0]["seconds_late"] == 10


def test_the_next_rung_opens_at_the_instant_the_one_before_is_overdue() -> None:
    first, second = clocks(ladder(FIRST, ANSWER))

    assert (first["state"], first["due_at"]) == ("overdue", hours(2))
    assert (second["starts_at"], second["due_at"]) == (hours(2), hours(50))


@pytest.mark.parametrize("word", ["refused", "not_ours"])
def test_who_refuses_ends_the_rung_and_opens_the_next(word: str) -> None:
    first, second = clocks(ladder(ANSWER, CONSEQUENCE), [(hours(30), "eastland", word)])

    assert (first["state"], first["stopped_at"], first["stopped_by"]) == ("ended", hours(30), word)
    assert second["starts_at"] == hours(30)


@pytest.mark.parametrize("word", ["accepted", "remedied", "done"])
def test_what_settles_the_matter_opens_nothing_more(word: str) -> None:
    listed = replace(ANSWER, stops_when=("accepted", "remedied", "done"))

    [only] = clocks(ladder(listed, CONSEQUENCE), [(hours(1), "eastland", word)])

    assert (only["rung"], only["state"], only["stopped_by"]) == ("answer", "stopped", word)


def test_a_word_that_a_rung_does_not_list_does_not_stop_it() -> None:
    # The consequence asks for something to be done; to accept the charge by then is not to do it.
    first, second = clocks(ladder(ANSWER, CONSEQUENCE), [(hours(50), "eastland", "accepted")])

    assert (first["state"], first["seconds_late"]) == ("overdue", 2 * 3600)
    assert (second["state"], second["stopped_by"]) == ("overdue", None)


def test_whoever_does_what_is_to_be_done_stops_the_clock() -> None:
    _, second = clocks(ladder(ANSWER, CONSEQUENCE), [(hours(60), "westland", "done")])

    assert (second["state"], second["stopped_at"]) == ("stopped", hours(60))


def test_an_acknowledgement_stops_its_rung_and_opens_the_next() -> None:
    first, second = clocks(ladder(FIRST, ANSWER), [(hours(1), "eastland", "acknowledged")])

    assert first["state"] == "stopped"
    assert second["starts_at"] == hours(1)


def test_a_contest_leads_to_the_next_rung_too() -> None:
    _, second = clocks(ladder(ANSWER, CONSEQUENCE), [(hours(30), "eastland", "denied_with_evidence")])

    assert second["starts_at"] == hours(30)


def test_asking_for_facts_stops_nothing_even_where_it_is_listed() -> None:
    listed = Rung("answer", ("guarantor",), "PT48H", None, ("asks_for_facts",), ())

    [clock] = clocks(ladder(listed), [(hours(1), "eastland", "asks_for_facts")])

    assert clock["state"] == "overdue"


def test_nobody_else_answers_for_the_addressee() -> None:
    [clock] = clocks(ladder(ANSWER), [(hours(1), "westland", "accepted"), (hours(1), "republic", "accepted")])

    assert clock["state"] == "overdue"


def test_an_answer_about_another_accused_is_no_answer() -> None:
    [clock] = clocks(
        ladder(ANSWER), [{"known_at": hours(1), "by": "eastland", "answer": "accepted", "accused": "council"}]
    )

    assert clock["state"] == "overdue"


def test_a_shorter_limit_on_a_later_rung_does_not_shorten_an_earlier_one() -> None:
    short = Rung("consequence", ("guarantor",), "PT1H", None, (), ())

    first, second = clocks(ladder(ANSWER, short))

    assert first["due_at"] == hours(48)
    assert (second["starts_at"], second["due_at"]) == (hours(48), hours(49))


def test_an_answer_given_before_its_rung_opened_stops_it_as_it_opens() -> None:
    # A contest is no acknowledgement, so the first rung runs out; but the guarantor has answered, and is not asked again.
    first, second = clocks(ladder(FIRST, ANSWER), [(hours(1), "eastland", "denied_with_evidence")])

    assert first["state"] == "overdue"
    assert (second["state"], second["starts_at"], second["stopped_at"]) == ("stopped", hours(2), hours(2))


def test_one_answer_in_time_does_not_stop_two_rungs_of_one_addressee() -> None:
    again = Rung("second", ("guarantor",), "PT2H", None, ("denied_with_evidence",), ())

    first, second = clocks(ladder(ANSWER, again), [(hours(30), "eastland", "denied_with_evidence")])

    assert (first["state"], second["state"]) == ("stopped", "overdue")


def test_a_late_acceptance_fills_the_overdue_rung_and_stops_the_one_that_runs() -> None:
    either = replace(CONSEQUENCE, stops_when=("accepted", "done"))

    first, second = clocks(ladder(ANSWER, either), [(hours(50), "eastland", "accepted")])

    assert (first["state"], first["seconds_late"]) == ("overdue", 2 * 3600)
    assert (second["state"], second["stopped_at"]) == ("stopped", hours(50))


def test_later_rungs_wait_for_the_standard_of_breach() -> None:
    compiled = ladder(FIRST, ANSWER, CONSEQUENCE)

    never = clocks(compiled, held=[accused(breach_at=None)])
    late = clocks(compiled, held=[accused(breach_at=hours(100))])

    assert [clock["rung"] for clock in never] == ["notice", "answer"]
    assert late[2]["starts_at"] == hours(100)


def test_without_a_rung_called_answer_the_first_two_run_from_notice() -> None:
    rungs = [Rung(name, ("guarantor",), "PT1H", None, (), ()) for name in ("one", "two", "three")]

    found = clocks(ladder(*rungs), held=[accused(breach_at=hours(10))])

    assert [clock["starts_at"] for clock in found] == [hours(0), hours(1), hours(10)]


def test_a_rung_for_other_classes_is_passed_over() -> None:
    grave = Rung("grave", ("guarantor",), "PT1H", None, (), ("grave",))
    compiled = ladder(grave, ANSWER)

    other, same = (
        clocks(compiled, held=[accused(breach_class="other")]),
        clocks(compiled, held=[accused(breach_class="grave")]),
    )

    assert [(clock["rung"], clock["starts_at"], clock["position"]) for clock in other] == [("answer", hours(0), 2)]
    assert [(clock["rung"], clock["starts_at"]) for clock in same] == [("grave", hours(0)), ("answer", hours(1))]


def test_a_rung_without_limit_takes_that_of_its_addressee_and_else_has_none() -> None:
    own = Rung("answer", ("guarantor",), None, None, ("accepted",), ())
    to_mission = Rung("answer", ("mission",), None, None, ("ruling",), ())

    [of_role] = clocks(ladder(own))
    [without] = clocks(ladder(to_mission, CONSEQUENCE))

    assert of_role["due_at"] == hours(48)
    assert (without["state"], without["due_at"], without["addressee"]) == ("no_limit", None, "mission")


def test_a_rung_that_nobody_answers_passes_at_once_and_says_so() -> None:
    compiled = ladder(ANSWER, Rung("room", ("mission",), "P1D", None, (), ()))

    first, second = clocks(compiled, held=[accused(guarantors=[])])

    assert (first["addressee"], first["state"], first["stopped_at"], first["stopped_by"]) == (
        "",
        "ended",
        NOTICE,
        "nobody answers",
    )
    assert (second["addressee"], second["starts_at"]) == ("mission", hours(24))  # the second rung needs a breach


def test_each_guarantor_has_its_own_clock_and_its_own_way_up() -> None:
    both = [accused(guarantors=["eastland", "westland"])]

    found = clocks(ladder(ANSWER, CONSEQUENCE), [(hours(10), "eastland", "accepted")], held=both)

    assert [(clock["rung"], clock["addressee"], clock["state"]) for clock in found] == [
        ("answer", "eastland", "stopped"),
        ("answer", "westland", "overdue"),
        ("consequence", "westland", "overdue"),
    ]


def test_who_is_no_party_answers_for_itself() -> None:
    [clock] = clocks(ladder(ANSWER), held=[accused(accused="eastland", guarantors=[])])

    assert clock["addressee"] == "eastland"


def test_where_silence_is_acceptance_it_is_entered_at_the_limit_and_ends_the_ladder() -> None:
    silent = Role(
        "eastland",
        "guarantor",
        {},
        frozenset(),
        (),
        frozenset(),
        (),
        answers_within="PT48H",
        if_silent="taken_as_accepted",
    )

    [clock] = clocks(ladder(ANSWER, CONSEQUENCE, roles=ROLES | {"eastland": silent}))

    assert (clock["state"], clock["stopped_at"], clock["stopped_by"]) == ("overdue", hours(48), "accepted in silence")


def test_a_ladder_stands_on_the_allegation_with_the_highest_lower_end() -> None:
    held = [
        accused(norm="n1", p=(0.9, 0.6, 1.0)),
        accused(norm="n2", p=(0.9, 0.8, 1.0), notice_at=hours(5)),
        accused(norm="n3", p=(0.9, 0.8, 1.0)),
    ]

    [clock] = clocks(ladder(ANSWER), held=held)

    assert (clock["allegation_id"], clock["starts_at"]) == ("i1/n2/republic", hours(5))


def test_several_clients_together_have_a_ladder_only_if_none_has_its_own() -> None:
    together = accused(accused="republic+river")

    assert [clock["accused"] for clock in clocks(ladder(ANSWER), held=[together, accused(notice_at=None)])] == [
        "republic+river"
    ]
    assert [clock["accused"] for clock in clocks(ladder(ANSWER), held=[together, accused()])] == ["republic"]


def test_without_notice_no_clock_runs_and_later_facts_change_nothing() -> None:
    compiled = ladder(ANSWER)

    assert clocks(compiled, held=[accused(notice_at=None)]) == []
    assert clocks(compiled, as_of=NOTICE) == []
    assert clocks(compiled, [(hours(40), "eastland", "accepted")], as_of=hours(40)) == clocks(compiled, as_of=hours(40))


def test_a_ruling_that_clears_stops_what_runs_and_opens_nothing() -> None:
    cleared = {"known_at": hours(20), "by": "mission", "answer": "ruling", "ruling": "no_breach"}

    [clock] = clocks(ladder(ANSWER, CONSEQUENCE), [cleared])

    assert (clock["state"], clock["stopped_at"], clock["stopped_by"]) == ("stopped", hours(20), "ruled no_breach")


def test_what_was_overdue_stays_so_when_the_matter_is_cleared_later() -> None:
    cleared = {"known_at": hours(60), "by": "mission", "answer": "ruling", "ruling": "no_breach"}
    settled = accused(p=(0, 0, 0), standard="none", ruling="no_breach")

    [first, _] = clocks(ladder(ANSWER, CONSEQUENCE), [cleared], [settled])

    assert (first["state"], first["due_at"], first["stopped_by"]) == ("overdue", hours(48), "ruled no_breach")


def test_a_ruling_stops_the_rung_that_waits_for_one() -> None:
    waits = Rung("ruled", ("mission",), "P7D", None, ("ruling",), ())

    by_mission, _ = clocks(
        ladder(waits, CONSEQUENCE), [{"known_at": hours(30), "by": "mission", "answer": "ruling", "ruling": "breach"}]
    )
    [by_client, *_] = clocks(
        ladder(waits), [{"known_at": hours(30), "by": "eastland", "answer": "ruling", "ruling": "no_breach"}]
    )

    assert (by_mission["state"], by_mission["stopped_at"]) == ("stopped", hours(30))
    assert by_client["state"] == "overdue"  # a guarantor does not rule on its own client


def test_rows_come_in_order_whatever_the_order_of_the_facts() -> None:
    held = [accused("i2"), accused("i1"), accused("i1", "council")]
    told = [(hours(1), "eastland", "acknowledged"), (hours(2), "westland", "acknowledged")]

    found, turned = clocks(ladder(FIRST, ANSWER), told, held), clocks(ladder(FIRST, ANSWER), told[::-1], held[::-1])

    assert found == turned
    assert [(clock["incident_id"], clock["accused"], clock["position"]) for clock in found] == [
        ("i1", "council", 1), ("i1", "council", 2), ("i1", "republic", 1), ("i1", "republic", 2), ("i2", "republic", 1), ("i2", "republic", 2),
    ]  # fmt: skip
