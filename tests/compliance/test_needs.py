"""Acts that an allowance needs: established, possible, impossible."""

from datetime import timedelta
from typing import Any

import pytest

from compliance.scenes import (
    GUARD,
    Row,
    agreement,
    bounds_of,
    box,
    cell,
    evidence,
    hold,
    incident,
    norm,
    same,
    share,
    taking,
    voice,
)
from hudna.compliance import Evidence
from hudna.terms.compiled import Need, Proof

SHELLING = frozenset({"shelling"})
NOTICE = frozenset({"notice_given"})


def need(**fields: Any) -> Need:
    silent: dict[str, Any] = {
        "by": GUARD,
        "by_target": False,
        "to": None,
        "since": None,
        "before": None,
        "within": None,
        "metres": None,
    }
    return Need(**({"kinds": SHELLING} | silent | fields))


def told_of(
    act: Row, *, p: float | tuple[float, float, float] = 1.0, kinds: tuple[str, ...] = ("shelling",), voices: list[Row] | None = None,
    targets: tuple[Row, ...] = (), held: Row | None = None,
) -> Evidence:  # fmt: skip
    """Fire of the army from hour 10 to 11 (known at hour 100), and an act of the guard that two groups report."""
    if voices is None:
        voices = [voice("act", source, names=["guard"], sides=["west"]) for source in ("a", "b")]
    fire = held or incident("fire", hours=(10, 11))
    return evidence([fire, act], [cell("fire"), cell("act", actors=["guard"], kinds=kinds, p=p)], targets, voices)


def bounds(
    told: Evidence, *needs: Need, proof: Proof | None = None, acts: Evidence | None = None
) -> tuple[float, float, float]:
    defence = taking("4", same(box()), needs=needs)
    held = hold(agreement(norm(same(box()), defence), proof=proof), told, acts=acts)
    return bounds_of(held) if len(held) else (0.0, 0.0, 0.0)


APPLIES, MAY_APPLY, DOES_NOT = (0.0, 0.0, 0.0), (0.0, 1.0, 1.0), (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param((9, 10), APPLIES, id="ended as the fire began"),
        pytest.param((8, 9), APPLIES, id="at most three hours before, whenever it was"),
        pytest.param((9.5, 10.5), MAY_APPLY, id="may have been later than the fire"),
        pytest.param((7, 9), MAY_APPLY, id="may be four hours old"),
        pytest.param((2, 3), DOES_NOT, id="too long ago"),
        pytest.param((12, 13), DOES_NOT, id="after the fire"),
    ],
)
def test_since_asks_for_an_act_at_most_that_long_before(
    hours: tuple[float, float], expected: tuple[float, ...]
) -> None:
    assert bounds(told_of(incident("act", hours=hours)), need(since=timedelta(hours=3))) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [((7, 8), APPLIES), ((7, 9), MAY_APPLY), ((9.5, 9.75), DOES_NOT)],
)
def test_before_asks_for_an_act_complete_at_least_that_long_ahead(
    hours: tuple[float, float], expected: tuple[float, ...]
) -> None:
    assert bounds(told_of(incident("act", hours=hours)), need(before=timedelta(hours=2))) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [((11, 12), APPLIES), ((11, 17), MAY_APPLY), ((10.5, 12), MAY_APPLY), ((8, 9), DOES_NOT), ((18, 19), DOES_NOT)],
)
def test_within_asks_for_an_act_complete_at_most_that_long_after(
    hours: tuple[float, float], expected: tuple[float, ...]
) -> None:
    assert bounds(told_of(incident("act", hours=hours)), need(within=timedelta(hours=6))) == expected


@pytest.mark.parametrize(
    ("x", "expected"), [(1_000.0, APPLIES), (3_000.0, MAY_APPLY), (9_000.0, DOES_NOT), (None, MAY_APPLY)]
)
def test_distance_counts_from_the_discs_extremes(x: float | None, expected: tuple[float, ...]) -> None:
    act = incident("act", hours=(9, 9.5), at=None if x is None else (x, 0.0))

    assert bounds(told_of(act), need(since=timedelta(hours=3), metres=3_500.0)) == expected


def test_an_act_below_the_standard_stands_in_the_lower_bound_with_its_upper_probability() -> None:
    act = incident("act", hours=(9, 9.5))

    one_voice = [voice("act", "a", names=["guard"], sides=["west"])]
    assert bounds(told_of(act, p=(0.3, 0.6, 0.7)), need(since=timedelta(hours=3))) == pytest.approx((0.3, 1.0, 1.0))
    assert bounds(told_of(act, voices=one_voice), need(since=timedelta(hours=3))) == MAY_APPLY
    suspicion = Proof(breach="reasonable_suspicion")
    assert bounds(told_of(act, voices=one_voice), need(since=timedelta(hours=3)), proof=suspicion) == APPLIES


def test_of_several_needs_the_smallest_counts() -> None:
    told = told_of(incident("act", hours=(9, 9.5)), p=(0.3, 0.6, 0.7))
    nothing_there = need(kinds=NOTICE, before=timedelta(minutes=1))

    assert bounds(told, need(since=timedelta(hours=3)), nothing_there) == DOES_NOT


def test_an_act_counts_now_whenever_it_became_known_and_at_a_moment_only_if_known_by_then() -> None:
    told = told_of(incident("act", hours=(9, 9.5), known=101))
    answered = need(since=timedelta(hours=3))

    def stood_at(moment: float) -> Evidence:
        return evidence([incident("fire@then", hours=(10, 11), known=moment)], [cell("fire@then")])

    assert bounds(told, answered) == APPLIES
    assert bounds(stood_at(100), answered, acts=told) == DOES_NOT
    assert bounds(stood_at(101), answered, acts=told) == APPLIES


def test_by_target_means_whoever_the_incident_hit() -> None:
    act = incident("act", hours=(9, 9.5))
    by_target = need(by=None, by_target=True, since=timedelta(hours=3))

    assert bounds(told_of(act, targets=(share("fire", "guard", 0.4),)), by_target) == APPLIES
    assert bounds(told_of(act, targets=(share("fire", "civilians", 0.4),)), by_target) == DOES_NOT


def test_an_incident_is_no_act_for_itself_nor_for_itself_as_it_stood_before() -> None:
    fire = need(by=frozenset({"army"}), since=timedelta(hours=3))
    two = [voice("fire", source) for source in ("a", "b")]
    now = evidence([incident("fire", hours=(10, 10))], [cell("fire")], (), two)
    then = evidence([incident("fire@2027-03-05", hours=(10, 10))], [cell("fire@2027-03-05")])

    assert bounds(now, fire) == DOES_NOT
    assert bounds(then, fire, acts=now) == DOES_NOT


def test_a_notice_counts_for_whom_it_was_given_to() -> None:
    def given_to(*targets: Row) -> Evidence:
        return told_of(incident("act", hours=(7, 8)), kinds=("notice_given",), targets=targets)

    notice = need(kinds=NOTICE, to=frozenset({"republic"}), before=timedelta(hours=1))

    assert bounds(given_to(share("act", "army", 1.0)), notice) == APPLIES
    assert bounds(given_to(share("act", "civilians", 1.0)), notice) == DOES_NOT
    assert bounds(given_to(), notice) == MAY_APPLY


def test_a_performance_needs_a_voice_that_is_not_the_performers() -> None:
    notice = need(kinds=NOTICE, before=timedelta(hours=1))
    own = [voice("act", source, names=["guard"], sides=["west"], leans_to="west") for source in ("a", "b")]
    act = incident("act", hours=(7, 8))

    assert bounds(told_of(act, kinds=("notice_given",), voices=own), notice) == MAY_APPLY
    own[1]["leans_to"] = "none"
    assert bounds(told_of(act, kinds=("notice_given",), voices=own), notice) == APPLIES


def test_a_performers_own_denial_does_not_establish_the_notice_it_denies() -> None:
    told_by_one = voice("act", "monitor", names=["guard"], sides=["west"])
    denied = voice("act", "organ", names=["guard"], sides=["west"], leans_to="west", is_denial=True, is_admission=True)
    act = incident("act", hours=(4, 5))
    given = need(kinds=NOTICE, before=timedelta(hours=1))

    told = told_of(act, kinds=("notice_given",), voices=[told_by_one, denied])

    assert bounds(told, given) == (0.0, 1.0, 1.0)
