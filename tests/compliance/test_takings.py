"""What allowances and exclusions take out of a norm, computed by hand."""

from dataclasses import replace
from math import pi

import pytest
import shapely

from compliance.scenes import agreement, bounds_of, box, cell, evidence, hold, incident, norm, same, share, taking
from hudna.terms.compiled import BoundedBoxes, Proof, Region, Taking

GROUND = {
    "east": Region(polygon=shapely.box(0, -50_000, 50_000, 50_000)),
    "north": Region(polygon=shapely.box(-50_000, 0, 50_000, 50_000)),
    "round": Region(circles=((0.0, 0.0, 2_000.0),)),
    "right": Region(circles=((1_000.0, 0.0, 1_000.0),)),
}
BANNER = frozenset({"banner"})


def held_with(*takings: Taking, told=None, **fields):  # type: ignore[no-untyped-def]
    told = told or evidence([incident(at=(0, 0), hours=(0, 2))], [cell()])
    return hold(agreement(norm(same(box()), *takings), regions=GROUND, **fields), told)


def test_an_allowance_takes_its_box_out() -> None:
    held = held_with(taking("4", same(box(hours=(0, 1)))))

    assert bounds_of(held) == (0.5, 0.5, 0.5)
    assert held.select("p_excepted", "p_time").row(0) == (0.5, 1.0)
    assert held["taken_by"].to_list() == [["4"]]


def test_what_two_allowances_both_take_is_taken_once() -> None:
    held = held_with(taking("4", same(box(hours=(0, 1.5)))), taking("5", same(box(hours=(0.5, 2)))))

    assert held.is_empty()

    held = held_with(taking("4", same(box(hours=(0, 1)))), taking("5", same(box(hours=(0.5, 1.5)))))

    assert bounds_of(held) == (0.25, 0.25, 0.25)
    assert held["taken_by"].to_list() == [["4", "5"]]


def test_overlapping_allowances_of_place_and_time_keep_the_exact_rest() -> None:
    in_east, in_north = (
        taking("4", same(box(places=[("in", "east")]))),
        taking("5", same(box(places=[("in", "north")]))),
    )
    first_hour = taking("6", same(box(hours=(0, 1))))

    assert bounds_of(held_with(in_east, in_north)) == pytest.approx((0.25,) * 3, abs=1e-9)
    assert bounds_of(held_with(in_east, in_north, first_hour)) == pytest.approx((0.125,) * 3, abs=1e-9)


def test_circles_that_cut_each_other_stay_circles() -> None:
    told = evidence([incident(at=(0, 0), radius_m=1000)], [cell()])
    lens = 2 * pi / 3 - 3**0.5 / 2  # of two unit circles, each on the other's centre

    held = held_with(
        taking("4", same(box(places=[("in", "round")]))), taking("5", same(box(places=[("in", "right")]))), told=told
    )
    in_right = held_with(taking("5", same(box(places=[("in", "right")]))), told=told)

    assert held.is_empty()
    assert bounds_of(in_right) == pytest.approx((1 - lens / pi,) * 3, abs=1e-9)


def test_an_exclusion_without_a_map_leaves_a_breach_anywhere_between_all_and_nothing() -> None:
    held = held_with(taking("banner", BoundedBoxes((), (), (box(),)), form="exclusion"))

    assert bounds_of(held) == (0.0, 1.0, 1.0)
    assert held["taken_by"].to_list() == [["banner"]]


def test_a_judged_word_may_take_everything_until_somebody_rules() -> None:
    assert bounds_of(held_with(taking("4", same(box()), judged=("proportion",)))) == (0.0, 1.0, 1.0)


def test_an_exclusion_takes_out_only_its_own_by() -> None:
    told = evidence([incident()], [cell(p=0.5), cell(number=1, actors=["militia"], p=0.4)])

    held = held_with(taking("banner", same(box(actors=frozenset({"army"}))), form="exclusion"), told=told)

    assert bounds_of(held) == pytest.approx((0.4, 0.4, 0.4))


def test_mass_that_may_be_the_excluded_actors_is_taken_in_the_lower_bound_only() -> None:
    told = evidence([incident()], [cell(actors=["army", "militia"], reading="any_of")])

    held = held_with(taking("banner", same(box(actors=frozenset({"army"}))), form="exclusion"), told=told)

    assert bounds_of(held) == (0.0, 1.0, 1.0)


def struck(p_banner: float, p_guard: float = 0.0):  # type: ignore[no-untyped-def]
    targets = [share("i1", "banner", p_banner), share("i1", "guard", p_guard)]
    return evidence([incident()], [cell()], targets)


def exclusion(**fields: object) -> Taking:
    return taking("banner", same(box(targets=BANNER)), form="exclusion", **fields)


@pytest.mark.parametrize(
    ("proof_on", "p_banner", "expected"),
    [
        pytest.param("complainant", 0.3, (0.7, 0.7, 0.7), id="by its probability"),
        pytest.param(None, 0.3, (0.7, 0.7, 0.7), id="silent: by its probability"),
        pytest.param("striker", 0.3, (1.0, 1.0, 1.0), id="on the striker, not established"),
        pytest.param("striker", 0.5, (0.5, 0.5, 0.5), id="on the striker, established"),
    ],
)
def test_who_bears_the_proof_decides_what_an_unsure_target_takes(
    proof_on: str | None, p_banner: float, expected: tuple[float, ...]
) -> None:
    assert bounds_of(held_with(exclusion(proof_on=proof_on), told=struck(p_banner))) == pytest.approx(expected)


def test_the_threshold_of_the_striker_is_the_agreements_own() -> None:
    proof = Proof(thresholds={"reasonable_grounds": 0.9})

    assert bounds_of(held_with(exclusion(proof_on="striker"), told=struck(0.8), proof=proof)) == (1.0, 1.0, 1.0)


def test_a_target_nobody_told_may_be_an_excluded_one_unless_the_striker_must_show_it() -> None:
    untold = evidence([incident()], [cell()], [share("i1", "unknown", 1.0)])

    assert bounds_of(held_with(exclusion(), told=untold)) == (0.0, 1.0, 1.0)
    assert bounds_of(held_with(exclusion(proof_on="striker"), told=untold)) == (1.0, 1.0, 1.0)


def test_ground_held_together_with_a_party_is_protected() -> None:
    protecting = exclusion(co_located_protected=True)

    assert bounds_of(held_with(protecting, told=struck(0.6, 0.1))) == (1.0, 1.0, 1.0)
    assert bounds_of(held_with(protecting, told=struck(0.6))) == pytest.approx((0.4, 0.4, 0.4))


def test_an_allowance_that_covers_everything_leaves_no_row() -> None:
    assert held_with(taking("4", same(box()))).is_empty()


def test_an_act_that_a_reading_puts_into_two_boxes_of_an_allowance_is_taken_once() -> None:
    of_each = (box(actors=frozenset({"army"})), box(actors=frozenset({"militia"})))
    together = evidence([incident()], [cell(actors=["army", "militia"], reading="each", p=0.8)])

    first_hour = taking("4", same(*(replace(each, when=box(hours=(0, 1)).when) for each in of_each)))

    assert bounds_of(held_with(first_hour, told=together)) == pytest.approx((0.4,) * 3)


def test_an_act_that_a_reading_puts_into_two_boxes_of_a_norm_is_excepted_once() -> None:
    of_each = same(box(actors=frozenset({"army"})), box(actors=frozenset({"militia"})))
    together = evidence([incident()], [cell(actors=["army", "militia"], reading="each", p=0.8)])

    held = hold(agreement(norm(of_each, taking("4", same(box(hours=(0, 1)))))), together)

    assert bounds_of(held) == pytest.approx((0.4,) * 3)
    assert held["p_excepted"].to_list() == pytest.approx([0.4])
