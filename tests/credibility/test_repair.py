"""What would make the deal hold: single levers, and sets of clauses."""

from itertools import combinations

import pytest

from credibility.cases import CESSATION, FOUR_TOWNS, at_mode
from hudna.credibility.constraints import constrain
from hudna.credibility.joint import change_jointly
from hudna.credibility.point import solve_point
from hudna.credibility.repair import Clause, Lever, effects_of, move_lever, try_clauses, try_levers

ALPHA = 0.75
LEVERS = [
    Lever("mirror", "mirror_loses", 20.0, "at_least"),
    Lever("prize", "gain", 0.3, "times"),
    Lever("leverage", "lever_days", 4.0, "times"),
    Lever("detection", "detection", 0.99, "at_least"),
    Lever("attribution", "attribution", 0.95, "at_least"),
    Lever("plea", "carve_out_plea", 0.0, "at_most"),
    Lever("answer", "answer_days", 1.0, "at_most"),
    Lever("visibility", "sham_noticed", 1.0, "at_least"),
    Lever("cost", "cost_per_client_day", 0.1, "times"),
    Lever("bond", "outside_penalty", 60.0, "at_least"),
    Lever("horizon", "horizon_days", 3.0, "times"),
]
BY_ID = {lever.id: lever for lever in LEVERS}
MENU = [
    Clause("panel", ((BY_ID["attribution"], 0.7),), article="7", rule="G3"),
    Clause("verified", ((BY_ID["visibility"], 1.0),)),
    Clause("double_lever", ((BY_ID["leverage"], 2.0),)),
    Clause("double_mirror", ((Lever("twice", "mirror_loses", 2.0, "times"), 2.0),)),
    Clause("half_cost", ((BY_ID["cost"], 0.5),)),
]


def test_two_single_levers_suffice_for_the_four_towns_and_nine_do_not() -> None:
    repairs = {repair.lever: repair for repair in try_levers(at_mode(FOUR_TOWNS), LEVERS, alpha=ALPHA)}

    assert {name for name, repair in repairs.items() if repair.suffices} == {"mirror", "prize"}
    assert repairs["mirror"].value == pytest.approx(11.55, abs=0.05)
    assert repairs["prize"].value == pytest.approx(0.74, abs=0.01)


def test_a_lever_is_moved_just_as_far_as_it_must_be() -> None:
    towns = at_mode(FOUR_TOWNS)
    mirror = next(repair for repair in try_levers(towns, LEVERS[:1], alpha=ALPHA))

    enough, short = (
        constrain(solve_point(move_lever(towns, LEVERS[0], mirror.value * factor), alpha=ALPHA)).holds[0]
        for factor in (1.0, 0.999)
    )

    assert enough
    assert not short
    assert mirror.before.least_margin < 0 <= mirror.effects.least_margin + 1e-7
    assert mirror.effects.worth[0] < mirror.before.worth[0]  # a costlier mirror is a side effect too


def test_no_single_lever_suffices_for_the_cessation() -> None:
    repairs = try_levers(at_mode(CESSATION), LEVERS, alpha=ALPHA)

    assert not any(repair.suffices for repair in repairs)
    assert len(repairs) == len(LEVERS)


def test_the_menu_finds_exactly_the_smallest_sets_that_suffice() -> None:
    towns = at_mode(FOUR_TOWNS)

    menu = try_clauses(towns, MENU, alpha=ALPHA, most=3)

    def holds(names: tuple[str, ...]) -> bool:
        draft = towns
        for clause in MENU:
            for lever, value in clause.sets if clause.id in names else ():
                draft = move_lever(draft, lever, value)
        return bool(constrain(solve_point(draft, alpha=ALPHA)).holds[0])

    ids = [clause.id for clause in MENU]
    suffices = [set(names) for size in (1, 2, 3) for names in combinations(ids, size) if holds(names)]
    smallest = [names for names in suffices if not any(other < names for other in suffices)]
    assert sorted(map(sorted, smallest)) == sorted(sorted(one.clauses) for one in menu.found)
    assert {"double_mirror"} in smallest


def test_a_clause_that_changes_nothing_changes_nothing() -> None:
    towns = at_mode(FOUR_TOWNS)
    same = move_lever(towns, BY_ID["visibility"], 0.6)

    assert effects_of(same, alpha=ALPHA) == effects_of(towns, alpha=ALPHA)


def test_moving_all_levers_costs_no_more_than_the_cheapest_alone() -> None:
    towns = at_mode(FOUR_TOWNS)

    alone = change_jointly(towns, [BY_ID["prize"]], alpha=ALPHA)
    together = change_jointly(towns, [BY_ID["prize"], BY_ID["mirror"], BY_ID["bond"]], alpha=ALPHA)

    assert alone.suffices
    assert together.suffices
    assert dict(alone.values)["prize"] == pytest.approx(0.735, abs=0.002)
    assert together.effort <= alone.effort + 0.01


def test_without_smaller_prizes_and_hostages_it_takes_proof_and_a_guarantor_with_more_at_stake() -> None:
    towns = at_mode(FOUR_TOWNS)
    levers = [lever for lever in LEVERS if lever.id not in ("prize", "mirror", "horizon", "cost")]

    found = change_jointly(towns, levers, alpha=ALPHA)

    assert found.suffices
    moved = dict(found.values)
    assert moved["attribution"] > 0.8
    assert moved["detection"] > 0.75
    assert found.effects.deterred > 0.85


def test_where_no_paper_fix_exists_the_least_joint_change_says_so() -> None:
    levers = [BY_ID[name] for name in ("leverage", "detection", "answer", "visibility")]

    found = change_jointly(at_mode(CESSATION), levers, alpha=ALPHA)

    assert not found.suffices
    assert found.effects.least_margin < -0.5
