"""Rulings: which count, and what they replace."""

from typing import Any

import pytest

from compliance.duty_scenes import LATER, Row, allegation, allegations, answers, at, deal
from hudna.compliance import apply_rulings, counts_as_breach, open_ladders, put_before_guarantor
from hudna.terms.compiled import Proof

RULED, NOTICE = at("2016-04-01T12:00"), at("2016-03-24T20:00")


def ruled(*rulings: Row, held: Any = None, as_of: Any = LATER) -> list[Row]:
    told = answers(*({"known_at": RULED, "answer": "ruling"} | each for each in rulings))
    return apply_rulings(allegations(*(held or [allegation(notice_at=NOTICE)])), told, deal(), as_of=as_of).to_dicts()


def p(row: Row) -> tuple[float, float, float]:
    return row["p_lower"], row["p_breach"], row["p_upper"]


def test_a_breach_ruled_is_certain_and_counts_at_every_standard() -> None:
    [row] = ruled({"by": "mission", "ruling": "breach"})

    assert (p(row), row["standard"], row["ruling"]) == ((1, 1, 1), "beyond_reasonable_doubt", "breach")
    assert (row["notice_at"], row["breach_at"]) == (NOTICE, RULED)


@pytest.mark.parametrize("word", ["no_breach", "outside", "not_attributable"])
def test_what_clears_leaves_nothing_but_the_instants(word: str) -> None:
    [row] = ruled({"by": "mission", "ruling": word})

    assert (p(row), row["standard"], row["ruling"], row["notice_at"]) == ((0, 0, 0), "none", word, NOTICE)


def test_not_attributable_is_so_for_every_accused() -> None:
    held = [allegation(), allegation(accused="council")]

    rows = ruled({"by": "mission", "ruling": "not_attributable", "accused": "republic"}, held=held)

    assert [p(row) for row in rows] == [(0, 0, 0), (0, 0, 0)]


def test_other_rulings_are_about_the_accused_they_name() -> None:
    held = [allegation(), allegation(accused="council"), allegation("i2")]

    rows = ruled({"by": "mission", "ruling": "no_breach", "accused": "republic"}, held=held)

    assert [row["ruling"] for row in rows] == ["no_breach", None, None]


def test_a_guarantor_on_its_own_client_is_shown_and_changes_nothing() -> None:
    for word in ("breach", "no_breach"):
        [row] = ruled({"by": "eastland", "ruling": word})

        assert (p(row), row["standard"]) == ((0.8, 0.9, 1.0), "reasonable_grounds")
        assert (row["ruling"], row["ruling_not_counting"]) == (None, f"{word} by eastland")


def test_a_ruling_that_counts_and_one_that_does_not_stand_side_by_side() -> None:
    own = {"by": "eastland", "ruling": "no_breach", "known_at": at("2016-04-02T12:00")}

    [row] = ruled({"by": "mission", "ruling": "breach"}, own)

    assert (row["ruling"], row["ruling_not_counting"]) == ("breach", "no_breach by eastland")


def test_what_counts_as_a_breach_is_ruled_so_or_reaches_its_standard_with_no_ruling_that_counts() -> None:
    held = allegations(
        allegation("i1", standard="reported", ruling="breach"),
        allegation("i2", standard="none", ruling="no_breach"),
        allegation("i3", standard="reasonable_grounds", ruling_not_counting="no_breach by eastland"),
        allegation("i4", standard="reasonable_suspicion"),
    )

    assert counts_as_breach(held, deal()).to_list() == [True, False, True, False]
    strict = deal(proof=Proof(breach="clear_and_convincing"))
    assert counts_as_breach(held, strict).to_list() == [True, False, False, False]


def test_what_stands_before_a_guarantor_was_noticed_and_is_not_cleared() -> None:
    held = allegations(
        allegation("i1", notice_at=NOTICE),
        allegation("i2", notice_at=NOTICE, ruling="outside"),
        allegation("i3", notice_at=NOTICE, ruling="breach"),
        allegation("i4", notice_at=NOTICE, ruling_not_counting="no_breach by eastland"),
        allegation("i5"),
        allegation("i6", notice_at=LATER),
    )

    standing = put_before_guarantor(held, as_of=LATER)

    assert standing["incident_id"].to_list() == ["i1", "i3", "i4"]
    assert [row["incident_id"] for row in open_ladders(held, as_of=LATER)] == ["i1", "i3", "i4"]


def test_a_body_rules_only_on_those_it_can_find_against() -> None:
    held = [allegation(accused="eastland", guarantors=[])]

    [row] = ruled({"by": "mission", "ruling": "breach"}, held=held)

    assert p(row) == (0.8, 0.9, 1.0)


def test_a_joint_ruling_counts_once_the_guarantors_of_both_sides_have_given_it() -> None:
    east = {"by": "eastland", "answer": "joint_ruling", "ruling": "breach"}
    west = {"by": "westland", "answer": "joint_ruling", "ruling": "breach", "known_at": at("2016-04-02T12:00")}

    [one], [both] = ruled(east), ruled(east, west)
    [otherwise] = ruled(east, west | {"ruling": "no_breach"})
    [in_one_row] = ruled(east | {"by": "eastland+westland"})

    assert p(one) == p(otherwise) == (0.8, 0.9, 1.0)
    assert (p(both), both["breach_at"]) == ((1, 1, 1), at("2016-04-02T12:00"))
    assert (p(in_one_row), in_one_row["breach_at"]) == ((1, 1, 1), RULED)


def test_the_last_ruling_holds_and_none_before_it_is_known() -> None:
    first = {"by": "mission", "ruling": "breach"}
    later = {"by": "mission", "ruling": "no_breach", "known_at": at("2016-05-01T12:00")}

    assert ruled(first, later)[0]["ruling"] == "no_breach"
    assert ruled(later, first)[0]["ruling"] == "no_breach"
    assert ruled(first, later, as_of=at("2016-05-01T12:00"))[0]["ruling"] == "breach"
    assert ruled(first, as_of=RULED)[0]["ruling"] is None


def test_of_several_accused_together_a_breach_by_one_is_a_breach_and_clearing_must_clear_all() -> None:
    held = [allegation(accused="republic+river")]

    assert p(ruled({"by": "mission", "ruling": "breach", "accused": "republic"}, held=held)[0]) == (1, 1, 1)
    assert p(ruled({"by": "mission", "ruling": "no_breach", "accused": "republic"}, held=held)[0]) == (0.8, 0.9, 1.0)
