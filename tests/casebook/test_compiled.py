"""The deals of the casebook compile, and mean what was read off them by hand."""

import random
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytest
import shapely

from hudna.casebook import agreement_path, agreements
from hudna.terms import (
    CompiledAgreement,
    arm_names,
    compile_agreement,
    kind_tree,
    read_agreement,
    read_gazetteer,
    target_tree,
)
from hudna.terms.compiled import BOUNDS, BoundedBoxes, Box, Interval
from hudna.terms.regions import is_inside, outline
from terms.areas import region_area


@lru_cache
def deal(name: str) -> CompiledAgreement:
    return compile_agreement(read_agreement(agreement_path(name)), gazetteer=read_gazetteer("cod-ab-syr"), actors=None)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize("name", agreements())
def test_every_deal_compiles_to_sound_boxes_and_ground(name: str) -> None:
    agreement = deal(name)

    for norm in agreement.norms:
        for boxes in (norm.boxes, *(taking.boxes for taking in norm.takings)):
            for bound in BOUNDS:
                for box in boxes.at(bound):
                    assert box.kinds <= set(kind_tree().ids)
                    assert box.kinds
                    assert box.when
                    assert all(place.region in agreement.regions for place in box.places)
    for duty in agreement.duties:
        for region in (duty.from_region, duty.to_region, duty.in_region):
            assert region is None or region in agreement.regions
        assert set(duty.after) <= {d.duty_id for d in agreement.duties}
    for tranche in agreement.tranches:
        assert set(tranche.duties) <= {d.duty_id for d in agreement.duties}
    assert all(region.polygon is None or region.polygon.is_valid for region in agreement.regions.values())


@pytest.mark.parametrize("name", agreements())
def test_ground_grows_from_bound_to_bound(name: str) -> None:
    agreement = deal(name)

    for keys in agreement.zone_regions.values():
        lower, point, upper = (agreement.regions[keys[bound]] for bound in BOUNDS)
        assert region_area(lower) <= region_area(point) * (1 + 1e-6) <= region_area(upper) * (1 + 1e-5)
        if not upper.is_everywhere:
            assert outline(point).difference(shapely.buffer(outline(upper), 1.0)).area < 1.0


@pytest.mark.parametrize("name", agreements())
def test_no_gap_among_the_bounds_goes_unnamed(name: str) -> None:
    for norm in deal(name).norms:
        if not len(norm.boxes.lower) == len(norm.boxes.point) == len(norm.boxes.upper):
            assert norm.gaps, norm.norm_id


def test_the_four_towns_hold_six_months_from_the_start_in_use() -> None:
    agreement = deal("four-towns-2015")

    assert agreement.in_force == (Interval(utc("2015-09-24T09:00"), utc("2016-03-24T22:00")),)
    assert agreement.regions["south@lower"] == agreement.regions["south@point"]
    assert agreement.regions["south@upper"].is_everywhere


def test_jaish_al_fatah_stands_for_its_members_of_2015() -> None:
    opposition = deal("four-towns-2015").roles["armed_opposition"]

    assert {"ahrar_al_sham", "nusra_front", "jund_al_aqsa"} <= opposition.actors
    assert "hts" not in opposition.actors
    assert opposition.camps == {"opposition_side"}


def test_russia_answers_for_the_government_and_its_own_forces_together() -> None:
    agreement = deal("cessation-2016")

    accused = [norm.accused for norm in agreement.norms if norm.norm_id == "government_fire"]

    assert accused == [("government",), ("russian_forces",), ("government", "russian_forces")]


def test_the_cessation_ends_with_the_day_on_which_it_was_declared_over() -> None:
    assert deal("cessation-2016").in_force == (Interval(utc("2016-02-26T22:00"), utc("2016-09-19T21:00")),)


def test_an_exclusion_without_a_map_takes_nothing_for_certain() -> None:
    norm = next(
        n for n in deal("cessation-2016").norms if n.norm_id == "government_fire" and n.accused == ("government",)
    )
    exclusion = next(t for t in norm.takings if t.taking_id == "terrorists")

    assert exclusion.boxes.lower == exclusion.boxes.point == ()
    parts = [box.targets or frozenset() for box in exclusion.boxes.upper]
    assert all({"isil", "nusra_front"} <= part for part in parts)
    assert "jabhat_fath_al_sham" in parts[-1] - parts[0]  # its own from 28 July 2016 on
    assert not any("hts" in part for part in parts)  # which came after the end


def test_the_yemen_truce_lapsed_after_two_renewals() -> None:
    assert deal("yemen-2022").in_force == (Interval(utc("2022-04-02T16:00"), utc("2022-10-02T21:00")),)


def test_the_convoys_of_madaya_take_turns_by_rows() -> None:
    [turns] = deal("madaya-aid-2016").tranches

    assert turns.duties == ("madaya/first", "madaya/second", "north/first", "north/second")
    assert turns.steps[0] == {"madaya/first": 2.0, "north/first": 6.0}
    assert turns.steps[1] == {"madaya/first": "rest", "north/first": "rest"}


def test_the_first_of_munich_is_a_word_that_is_not_evaluated() -> None:
    [at_once] = deal("vienna-2254-2015").tranches

    assert len(at_once.not_evaluated) == 7


def test_the_model_deal_leaves_nothing_open_but_the_keys_that_are_listed() -> None:
    agreement = deal("model")

    assert {key for _, key in agreement.not_evaluated} == {
        "renewal",
        "sides",
        "denial_of_access",
        "partial.pro_rata",
        "parts.in",
        "purpose",
        "quantity.of",
        "quantity.incl",
        "quantity.named",
        "quantity.swap",
        "quantity.quality",
        "one_incident",
    }
    assert all(norm.gaps == () for norm in agreement.norms)
    assert all(counts["undefined"] + counts["disputed"] + counts["unread"] == 0 for counts in agreement.gaps.values())
    assert agreement.proof.silent == ()
    assert [rung.rung for rung in agreement.ladder] == ["notice", "answer", "ruling", "commission", "consequence"]


def test_the_model_strip_and_what_lies_behind_it_make_up_the_valley() -> None:
    agreement = deal("model")
    valley, strip, back = (agreement.regions[f"{zone}@point"] for zone in ("valley", "no_heavy", "back"))

    inside = outline(valley).intersection(outline(strip)).area
    assert region_area(back) + inside == pytest.approx(region_area(valley), rel=1e-6)


@pytest.mark.parametrize("name", agreements())
def test_random_deeds_lie_in_at_most_one_box_and_in_every_wider_bound(name: str) -> None:
    agreement = deal(name)
    dice = random.Random(2016)

    for boxes in boxes_of(agreement):
        for _ in range(40):
            deed = random_deed(boxes, agreement, dice)
            counts = [sum(holds(box, deed, agreement) for box in boxes.at(bound)) for bound in BOUNDS]
            assert max(counts) <= 1
            assert counts == sorted(counts)


Deed = tuple[str, str, str, str, float, float, datetime]


def boxes_of(agreement: CompiledAgreement) -> list[BoundedBoxes]:
    return [boxes for norm in agreement.norms for boxes in (norm.boxes, *(taking.boxes for taking in norm.takings))]


def random_deed(boxes: BoundedBoxes, agreement: CompiledAgreement, dice: random.Random) -> Deed:
    """Draw an actor, kind, arm, target, place and instant, most of them from the sides of one of the boxes."""
    box = dice.choice([*boxes.lower, *boxes.point, *boxes.upper] or [None])
    everybody = sorted(actor for role in agreement.roles.values() for actor in role.actors) or ["nobody"]
    whom = sorted((box.targets if box else None) or target_tree().ids)
    times = [t for i in (box.when if box else ()) for t in (i.begins_at, i.ends_at) if t is not None] or [
        utc("2016-03-01")
    ]
    region = agreement.regions[box.places[0].region] if box and box.places else None
    middle = (
        outline(region).representative_point()
        if region is not None and not region.is_everywhere
        else shapely.Point(0, 0)
    )
    return (
        dice.choice(sorted((box.actors if box else None) or everybody)),
        dice.choice(sorted(box.kinds if box else kind_tree().ids)),
        dice.choice(sorted((box.arms if box else None) or arm_names())),
        dice.choice(whom),
        middle.x + dice.gauss(0, 3000),
        middle.y + dice.gauss(0, 3000),
        dice.choice(times) + dice.choice([-1, 1]) * timedelta(hours=dice.choice([0, 1, 30, 700])),
    )


def holds(box: Box, deed: Deed, agreement: CompiledAgreement) -> bool:
    actor, kind, arm, target, x, y, at = deed
    return (
        (box.actors is None or actor in box.actors)
        and kind in box.kinds
        and (box.arms is None or arm in box.arms)
        and (box.targets is None or target in box.targets)
        and all(is_inside(agreement.regions[place.region], x, y) for place in box.places)
        and any((i.begins_at is None or i.begins_at <= at) and (i.ends_at is None or at < i.ends_at) for i in box.when)
    )
