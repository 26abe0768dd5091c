"""Duties: where an act was done, and for whom."""

from typing import Any

import pytest

from compliance.duty_scenes import CAMP, IN_CAMP, IN_TOWN, TOWN, Done, deal, duty, end_of, falls_due, state
from hudna.terms.compiled import Region

DEADLINE = falls_due(end_of("2016-03-10"))
ELSEWHERE, ON_THE_EDGE = (20_000.0, 0.0), (3000.0, 0.0)
BOUNDS = ("lower", "point", "upper")


def found(asked: dict[str, Any], done: dict[str, Any], **parts: Any) -> list[str]:
    """Met or not at the lenient reading, the point and the strict one."""
    compiled = deal(duty(due=DEADLINE, **asked), **parts)
    return [
        "met" if state(compiled, Done("a", "2016-02-01", **done), bound=bound)["state"] == "met" else "not"
        for bound in BOUNDS
    ]


YES, NO, PERHAPS = ["met", "met", "met"], ["not", "not", "not"], ["met", "not", "not"]
FROM, TO, IN = {"from_region": "town@point"}, {"to_region": "town@point"}, {"in_region": "town@point"}
BOTH = {"from_region": "town@point", "to_region": "camp@point"}


@pytest.mark.parametrize(
    ("asked", "done", "expected"),
    [
        (TO, {"place": IN_TOWN, "role": "to"}, YES),
        (TO, {"place": IN_TOWN, "role": "at"}, YES),
        (TO, {"place": ELSEWHERE, "role": "to"}, NO),
        (TO, {"place": IN_TOWN, "role": "from"}, PERHAPS),  # where it went was not told
        (TO, {"place": None}, PERHAPS),
        (FROM, {"place": IN_TOWN, "role": "from"}, YES),
        (FROM, {"place": IN_TOWN, "role": "to"}, PERHAPS),
        (BOTH, {"place": IN_TOWN, "role": "from"}, YES),  # the end that nobody told contradicts nothing
        (BOTH, {"place": IN_CAMP, "role": "to"}, YES),
        (BOTH, {"place": IN_CAMP, "role": "from"}, NO),
        (BOTH, {"place": IN_CAMP, "role": "at"}, YES),  # speaks for either
        (BOTH, {"place": ELSEWHERE, "role": "at"}, NO),
        (IN, {"place": IN_TOWN, "role": "from"}, YES),
        (IN, {"place": IN_CAMP}, NO),
        (TO, {"place": ON_THE_EDGE, "role": "to", "radius_m": 1000.0}, PERHAPS),  # somewhat less than half inside
        (TO, {"place": (2600.0, 0.0), "role": "to", "radius_m": 1000.0}, ["met", "met", "not"]),
        (TO, {"place": (2999.0, 0.0), "role": "to", "radius_m": 0.0}, YES),  # a point is inside or outside
    ],
)
def test_each_end_of_an_act_speaks_for_its_own_place(
    asked: dict[str, Any], done: dict[str, Any], expected: list[str]
) -> None:
    assert found(asked, done) == expected


def test_a_generous_reading_takes_the_widest_ground_and_a_strict_one_the_narrowest() -> None:
    regions = {"hills@lower": Region(), "hills@point": Region(), "hills@upper": TOWN}

    assert found({"to_region": "hills@point"}, {"place": IN_TOWN, "role": "to"}, regions=regions) == PERHAPS


def test_a_unit_counts_by_its_share() -> None:
    square = {"unit:SY01": CAMP, "town@point": TOWN}
    act = Done("a", "2016-02-01")
    act.incident["unit"] = "SY01"

    assert state(deal(duty(due=DEADLINE, to_region="town@point"), regions=square), act)["state"] == "breached"
    assert (
        state(deal(duty(due=DEADLINE, to_region="town@point"), regions=square | {"unit:SY01": TOWN}), act)["state"]
        == "met"
    )


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ({"civilians": 1.0}, YES),
        ({"civilians": 0.5, "unknown": 0.5}, ["met", "met", "not"]),
        ({"civilians": 0.4, "unknown": 0.6}, PERHAPS),
        ({"army": 1.0}, NO),
        ({"unknown": 1.0}, PERHAPS),
        ({}, PERHAPS),
    ],
)
def test_for_whom_it_was_done_must_be_told(shares: dict[str, float], expected: list[str]) -> None:
    assert found({"receivers": frozenset({"civilians", "aid_workers"})}, {"shares": shares}) == expected


def test_anyone_as_receiver_limits_nothing() -> None:
    assert found({"receivers": frozenset({"anyone", "civilians"})}, {"shares": {"army": 1.0}}) == YES


def test_an_arm_that_was_not_told_counts_only_generously() -> None:
    assert found({"arms": frozenset({"artillery"})}, {}) == PERHAPS


def test_a_wider_word_for_the_act_counts_only_generously() -> None:
    assert found({}, {"kind": "performance"}) == PERHAPS
