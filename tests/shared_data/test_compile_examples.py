"""The sixteen example agreements compile, and mean what was read off them by hand."""

from datetime import UTC, datetime
from functools import lru_cache

import pytest
import shapely

from hudna.terms import CompiledAgreement, compile_agreement, kind_tree, read_actors, read_agreement, read_gazetteer
from hudna.terms.compiled import BOUNDS, Interval
from hudna.terms.regions import outline, region_area
from shared_data.conftest import SHARED

EXAMPLES = sorted(path.stem for path in (SHARED / "examples").glob("*.yaml"))


@lru_cache
def example(name: str) -> CompiledAgreement:
    return compile_agreement(
        read_agreement(SHARED / "examples" / f"{name}.yaml"),
        gazetteer=read_gazetteer("cod-ab-syr"),
        actors=read_actors(SHARED / "data" / "syria_actors_sources" / "actors.yaml"),
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_there_are_sixteen() -> None:
    assert len(EXAMPLES) == 16


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_compiles_to_sound_boxes_and_ground(name: str) -> None:
    agreement = example(name)

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


@pytest.mark.parametrize("name", EXAMPLES)
def test_ground_grows_from_bound_to_bound(name: str) -> None:
    agreement = example(name)

    for keys in agreement.zone_regions.values():
        lower, point, upper = (agreement.regions[keys[bound]] for bound in BOUNDS)
        assert region_area(lower) <= region_area(point) * (1 + 1e-6) <= region_area(upper) * (1 + 1e-5)
        if not upper.is_everywhere:
            assert outline(point).difference(shapely.buffer(outline(upper), 1.0)).area < 1.0


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_gap_among_the_bounds_goes_unnamed(name: str) -> None:
    for norm in example(name).norms:
        if norm.boxes.lower != norm.boxes.point or len(norm.boxes.point) != len(norm.boxes.upper):
            assert norm.gaps, norm.norm_id


def test_the_four_towns_hold_six_months_from_the_start_in_use() -> None:
    agreement = example("four-towns-2015")

    assert agreement.in_force == (Interval(utc("2015-09-24T09:00"), utc("2016-03-24T22:00")),)
    assert agreement.regions["south@lower"] == agreement.regions["south@point"]
    assert agreement.regions["south@upper"].is_everywhere


def test_jaish_al_fatah_stands_for_its_members_of_2015() -> None:
    opposition = example("four-towns-2015").roles["armed_opposition"]

    assert {"ahrar_al_sham", "nusra_front", "jund_al_aqsa"} <= opposition.actors
    assert "hts" not in opposition.actors
    assert opposition.camps == {"opposition_side"}


def test_russia_answers_for_the_government_and_its_own_forces_together() -> None:
    agreement = example("cessation-2016")

    accused = [norm.accused for norm in agreement.norms if norm.norm_id == "government_fire"]

    assert accused == [("government",), ("russian_forces",), ("government", "russian_forces")]


def test_the_cessation_ends_with_the_day_on_which_it_was_declared_over() -> None:
    assert example("cessation-2016").in_force == (Interval(utc("2016-02-26T22:00"), utc("2016-09-19T21:00")),)


def test_an_exclusion_without_a_map_takes_nothing_for_certain() -> None:
    norm = next(
        n for n in example("cessation-2016").norms if n.norm_id == "government_fire" and n.accused == ("government",)
    )
    exclusion = next(t for t in norm.takings if t.taking_id == "terrorists")

    assert exclusion.boxes.lower == exclusion.boxes.point == ()
    assert {"isil", "nusra_front", "jabhat_fath_al_sham"} <= (exclusion.boxes.upper[0].targets or frozenset())
    assert "hts" not in (exclusion.boxes.upper[0].targets or frozenset())


def test_the_yemen_truce_lapsed_after_two_renewals() -> None:
    assert example("yemen-2022").in_force == (Interval(utc("2022-04-02T16:00"), utc("2022-10-02T21:00")),)


def test_the_convoys_of_madaya_take_turns_by_rows() -> None:
    [turns] = example("madaya-aid-2016").tranches

    assert turns.duties == ("madaya/first", "madaya/second", "north/first", "north/second")
    assert turns.steps[0] == {"madaya/first": 2.0, "north/first": 6.0}
    assert turns.steps[1] == {"madaya/first": "rest", "north/first": "rest"}


def test_the_first_of_munich_is_a_word_that_is_not_evaluated() -> None:
    [at_once] = example("vienna-2254-2015").tranches

    assert len(at_once.not_evaluated) == 7


def test_the_model_deal_leaves_nothing_open_but_the_keys_that_are_listed() -> None:
    agreement = example("model")

    assert {key for _, key in agreement.not_evaluated} == {
        "purpose",
        "quantity.named",
        "quantity.swap",
        "quantity.quality",
        "one_incident",
    }
    assert all(norm.boxes.lower == norm.boxes.point or norm.gaps == () for norm in agreement.norms)
    assert all(counts["undefined"] + counts["disputed"] + counts["unread"] == 0 for counts in agreement.gaps.values())
    assert agreement.proof.silent == ()
    assert [rung.rung for rung in agreement.ladder] == ["notice", "answer", "ruling", "commission", "consequence"]


def test_the_model_strip_and_what_lies_behind_it_make_up_the_valley() -> None:
    agreement = example("model")
    valley, strip, back = (agreement.regions[f"{zone}@point"] for zone in ("valley", "no_heavy", "back"))

    inside = outline(valley).intersection(outline(strip)).area
    assert region_area(back) + inside == pytest.approx(region_area(valley), rel=1e-6)
