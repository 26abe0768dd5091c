"""Standards of proof: the table of docs/semantics.md, row by row, and who counts as naming the accused."""

import pytest

from compliance.scenes import Row, agreement, box, cell, evidence, hold, incident, norm, same, voice
from hudna.compliance import grade, standard_given, standard_reached
from hudna.terms.compiled import Proof


@pytest.mark.parametrize(
    ("p", "lower", "groups", "not_adverse", "admitted", "expected"),
    [
        pytest.param(0.9, 0.9, 0, 0, False, "reasonable_suspicion", id="nobody names the accused"),
        pytest.param(0.1, 0.0, 1, 0, False, "reported", id="one claim"),
        pytest.param(0.1, 0.0, 0, 0, False, "none", id="not even that"),
        pytest.param(0.5, 0.25, 1, 0, False, "reasonable_suspicion", id="just suspicion"),
        pytest.param(0.49, 0.25, 1, 0, False, "reported", id="less likely than not"),
        pytest.param(0.5, 0.24, 1, 0, False, "reported", id="the lower end too low"),
        pytest.param(0.6, 0.5, 2, 0, False, "reasonable_grounds", id="two groups"),
        pytest.param(0.6, 0.5, 1, 0, False, "reasonable_suspicion", id="one group"),
        pytest.param(0.6, 0.5, 1, 0, True, "reasonable_grounds", id="one group and an admission"),
        pytest.param(0.8, 0.75, 2, 1, False, "clear_and_convincing", id="two groups, one not adverse"),
        pytest.param(0.8, 0.75, 2, 0, False, "reasonable_grounds", id="two adverse groups"),
        pytest.param(0.99, 0.97, 3, 1, True, "clear_and_convincing", id="beyond doubt is only proposed"),
        pytest.param(0.3 + 0.2, 0.1 + 0.15, 1, 0, False, "reasonable_suspicion", id="rounding does not matter"),
    ],
)
def test_the_standard_is_the_highest_whose_rule_holds(
    p: float, lower: float, groups: int, not_adverse: int, admitted: bool, expected: str
) -> None:
    together = grade(
        [p], [lower], groups_naming=[groups], groups_not_adverse=[not_adverse], is_admitted=[admitted], thresholds={}
    )
    alone = standard_reached(p, lower, groups=groups, not_adverse=not_adverse, admitted=admitted, thresholds={})

    assert together == [alone] == [expected]


def test_a_ruling_can_go_beyond_reasonable_doubt() -> None:
    graded = grade([0.99, 0.99], [0.96, 0.96], groups_naming=[3, 2], groups_not_adverse=[1, 1], is_admitted=[False, True],
                   thresholds={}, is_ruled=True)  # fmt: skip

    assert graded == ["beyond_reasonable_doubt", "beyond_reasonable_doubt"]


def test_the_agreements_thresholds_override_the_lower_ends() -> None:
    lenient = {"reasonable_suspicion": 0.1}

    assert (
        standard_reached(0.6, 0.15, groups=1, not_adverse=0, admitted=False, thresholds=lenient)
        == "reasonable_suspicion"
    )
    assert standard_reached(0.6, 0.15, groups=1, not_adverse=0, admitted=False, thresholds={}) == "reported"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("none", "reasonable_suspicion"),
        ("reported", "reasonable_suspicion"),
        ("reasonable_suspicion", "reasonable_suspicion"),
        ("reasonable_grounds", "reasonable_grounds"),
        ("clear_and_convincing", "clear_and_convincing"),
        ("beyond_reasonable_doubt", "clear_and_convincing"),
    ],
)
def test_the_states_of_duties_are_read_at_the_nearest_standard_they_are_given_at(asked: str, given: str) -> None:
    assert standard_given(asked) == given


def allegation(*voices: Row, p: float | tuple[float, float, float] = 0.8, proof: Proof | None = None) -> Row:
    held = hold(agreement(norm(same(box())), proof=proof), evidence([incident()], [cell(p=p)], (), voices))
    return held.row(0, named=True)


def test_sources_that_copy_one_another_are_one_group() -> None:
    row = allegation(voice("i1", "a", group="agency"), voice("i1", "b", group="agency"), voice("i1", "c"))

    assert (row["groups_naming"], row["standard"]) == (2, "clear_and_convincing")


def test_a_voice_of_the_other_side_is_adverse_and_one_of_the_own_side_is_not() -> None:
    west = [voice("i1", name, leans_to="west") for name in ("a", "b")]

    assert allegation(*west)["groups_not_adverse"] == 0
    assert allegation(*west)["standard"] == "reasonable_grounds"
    assert allegation(*west, voice("i1", "c", leans_to="east"))["standard"] == "clear_and_convincing"


def test_a_denial_names_nobody_and_contests() -> None:
    row = allegation(voice("i1", "a"), voice("i1", "b", is_denial=True))

    assert (row["groups_naming"], row["is_contested"]) == (1, True)


def test_another_side_named_as_well_contests() -> None:
    assert not allegation(voice("i1", "a"))["is_contested"]
    assert allegation(voice("i1", "a"), voice("i1", "b", names=["guard"], sides=["west"]))["is_contested"]


def test_an_organ_of_the_own_side_admits() -> None:
    row = allegation(voice("i1", "a", leans_to="east", is_admission=True))

    assert (row["is_admitted"], row["standard"]) == (True, "reasonable_grounds")


def test_a_voice_known_too_late_is_not_heard() -> None:
    assert allegation(voice("i1", "a", known=20_000))["groups_naming"] == 0
