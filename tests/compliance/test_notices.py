"""When an allegation reached notice: never before what it rests on was known."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from compliance.duty_scenes import Done, Row, allegation, allegations, at, deal, duty, evaluate, persons, rows_as
from hudna.compliance import date_notices
from hudna.incidents.tables import Moments
from hudna.terms.compiled import BoundedBoxes, Norm

SHELLED, ACCEPTED, LEARNT = at("2016-02-01T20:00"), "2016-01-10", at("2016-02-06T20:00")
AS_OF = datetime(2016, 2, 7, tzinfo=UTC)


def norm(*after: str) -> Norm:
    nothing = BoundedBoxes((), (), ())
    return Norm("n1", ("republic",), ("eastland",), nothing, (), after=after)


def dated(compiled: Any, *done: Done, moment: datetime = SHELLED, is_day_inferred: bool = False) -> Row:
    moments = rows_as(Moments, [
        {"at_moment": "i1@then", "incident_id": "i1", "moment_at": moment, "is_day_inferred": is_day_inferred}
    ])  # fmt: skip
    stood = allegations(allegation("i1@then", standard="reasonable_grounds"))
    states = evaluate(compiled, *done, as_of=AS_OF)
    return date_notices(allegations(allegation()), stood, moments, compiled, states).row(0, named=True)


def test_notice_is_the_moment_at_which_what_was_known_reached_the_standard() -> None:
    row = dated(deal(norms=(norm(),)))

    assert (row["notice_at"], row["breach_at"]) == (SHELLED, SHELLED)
    assert dated(deal(norms=(norm(),)), is_day_inferred=True)["notice_at"] is None


def test_a_duty_learnt_of_late_makes_no_guarantor_late() -> None:
    compiled = deal(duty("18"), norms=(norm("18"),))
    accepted = Done("accepted", ACCEPTED, known=LEARNT)

    row = dated(compiled, accepted)

    assert (row["notice_at"], row["breach_at"]) == (LEARNT, LEARNT)
    later = LEARNT + timedelta(hours=2)
    assert dated(compiled, accepted, moment=later)["notice_at"] == later


def test_of_several_duties_the_one_known_last_decides() -> None:
    compiled = deal(duty("18"), duty("19", by=("republic",)), norms=(norm("18", "19"),))
    done = [Done("late", ACCEPTED, known=LEARNT), Done("early", ACCEPTED, by="army")]

    assert dated(compiled, *done)["notice_at"] == LEARNT


@pytest.mark.parametrize(
    ("owed", "expected"),
    [(5, None), (8, LEARNT), (20, LEARNT)],
    ids=["by the first", "with the second", "with the third"],
)
def test_a_duty_is_known_to_be_met_when_the_last_act_that_completed_it_is_known(
    owed: float, expected: datetime | None
) -> None:
    done = [
        Done("a", "2016-01-10", 5),
        Done("b", "2016-01-11", 5, known=LEARNT),
        Done("c", "2016-01-12", 10),
        Done("d", "2016-01-13", 10, known=LEARNT + timedelta(hours=1)),
    ]

    states = evaluate(deal(duty(quantity=persons(owed))), *done, as_of=AS_OF)

    at_point = states.filter(pl.col("bound") == "point", pl.col("standard") == "reasonable_grounds")
    assert at_point["met_known_at"].to_list() == [expected or at_point["met_at"].item()]


def test_what_is_not_met_is_not_known_to_be() -> None:
    states = evaluate(deal(duty()), as_of=AS_OF)

    assert states["met_known_at"].null_count() == len(states)
