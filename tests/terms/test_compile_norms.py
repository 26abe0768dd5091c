"""Prohibitions become norms: who is accused, of what, where and when, at each bound."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import hudna.casebook
from hudna.problems import Refused
from hudna.terms import compile_agreement, parse_actors, read_agreement, read_gazetteer, target_tree
from hudna.terms.compiled import Box, Interval, Norm
from terms.deals import HEAD, SIDES, ZONES, compiled

CASEBOOK = Path(hudna.casebook.__file__).parent


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def norms(terms: str, **more: object) -> dict[tuple[str, tuple[str, ...]], Norm]:
    return {(norm.norm_id, norm.accused): norm for norm in compiled(terms, **more).norms}  # type: ignore[arg-type]


def test_each_obligor_is_accused_by_itself_and_answered_for_by_its_guarantor() -> None:
    found = norms("  fire: {forbid: [armed_attack], by: [all], in: [centre]}")

    assert [accused for _, accused in found] == [("army",), ("town",), ("friend",)]
    assert found["fire", ("army",)].guarantors == ("patron",)
    assert found["fire", ("friend",)].guarantors == ("friend",)
    assert found["fire", ("army",)].boxes.point[0].actors == {"army", "brigade_one", "brigade_two"}


def test_nobody_is_bound_who_is_not_named() -> None:
    assert norms("  fire: {forbid: [armed_attack], in: [centre]}") == {}


def test_the_clients_of_one_guarantor_are_accused_together_as_well() -> None:
    sides = SIDES.replace("answers_for: [army]", "answers_for: [army, town]").replace("answers_for: [town], ", "")

    found = norms("  fire: {forbid: [armed_attack], by: [army, town], in: [centre]}", sides=sides)

    joint = found["fire", ("army", "town")]
    assert list(found)[-1] == ("fire", ("army", "town"))
    assert joint.guarantors == ("patron",)
    assert joint.boxes.point[0].actors == {"army", "brigade_one", "brigade_two", "town", "town_guard"}


def test_each_other_are_the_other_obligors() -> None:
    found = norms("  fire: {forbid: [armed_attack], by: [army, town], against: [each_other, civilians], in: [centre]}")

    assert found["fire", ("army",)].boxes.point[0].targets == {"town", "town_guard"} | target_tree().below("civilians")
    assert "brigade_two" not in (found["fire", ("army",)].boxes.point[0].targets or ())


def test_a_joint_norm_on_each_other_counts_fire_between_two_clients_once() -> None:
    sides = SIDES.replace("answers_for: [army]", "answers_for: [army, town]").replace("answers_for: [town], ", "")

    found = norms("  fire: {forbid: [armed_attack], by: [army, town, friend], against: [each_other]}", sides=sides)

    boxes = found["fire", ("army", "town")].boxes.point
    cells = [(actor, target) for box in boxes for actor in box.actors or () for target in box.targets or ()]
    assert len(cells) == len(set(cells))
    assert ("brigade_one", "town_guard") in cells
    assert ("brigade_one", "brigade_two") not in cells
    assert ("town_guard", "friend_air") in cells


def test_against_anyone_limits_nothing() -> None:
    found = norms("  fire: {forbid: [armed_attack], by: [army], against: anyone}")

    assert found["fire", ("army",)].boxes.lower[0].targets is None


def test_a_kind_is_closed_downward_and_spelled_the_other_way_too() -> None:
    found = norms("  care: {forbid: [attack_on_hospital], by: [army]}")

    first, second = found["care", ("army",)].boxes.point
    assert first.kinds == {"attack_on_hospital"}
    assert "air_strike" in second.kinds
    assert "attack_on_hospital" not in second.kinds
    assert second.targets == {"hospitals", "ambulances", "medical"}


def test_other_spellings_that_overlap_are_kept_apart() -> None:
    found = norms("  care: {forbid: [attack_on_hospital, attack_on_convoy, chemical_attack], by: [army]}")

    boxes = found["care", ("army",)].boxes.point
    assert is_disjoint(boxes)
    inside = [b for b in boxes if "shelling" in b.kinds]
    assert [b.targets == {"convoys"} for b in inside].count(True) == 1
    chlorine = [b for b in inside if b.arms is not None]
    assert all("hospitals" not in (b.targets or ()) for b in chlorine)
    assert any("homes" in (b.targets or ()) for b in chlorine)


def is_disjoint(boxes: tuple[Box, ...]) -> bool:
    """Say whether no two boxes share a kind, an arm and a target."""

    def meets(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
        return one is None or other is None or not one.isdisjoint(other)

    pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    return not any(meets(a.kinds, b.kinds) and meets(a.arms, b.arms) and meets(a.targets, b.targets) for a, b in pairs)


def test_a_list_of_zones_is_their_union_and_relations_stay_apart() -> None:
    deal = compiled("  fire: {forbid: [armed_attack], by: [army], in: [centre, suburb], from: [centre]}")

    places = deal.norms[0].boxes.point[0].places
    assert [(p.relation, p.region) for p in places] == [("in", "centre+suburb@point"), ("from", "centre@point")]
    assert len(deal.regions["centre+suburb@point"].circles) == 2


def test_vague_ground_is_nothing_at_least_and_its_widest_at_most() -> None:
    deal = compiled("  fire: {forbid: [armed_attack], by: [army], in: [vague]}")

    boxes = deal.norms[0].boxes
    assert boxes.lower == boxes.point == ()
    assert deal.regions[boxes.upper[0].places[0].region] == deal.regions["widest@upper"]
    assert "zone: in" in deal.norms[0].gaps


def test_disputed_kinds_are_their_meet_their_join_and_the_first() -> None:
    found = norms("  enter: {forbid: {disputed: [{val: [advance]}, {val: [advance, scouting]}]}, by: [army]}")

    boxes = found["enter", ("army",)].boxes
    assert boxes.lower[0].kinds == boxes.point[0].kinds == {"advance", "incursion"}
    assert boxes.upper[0].kinds > boxes.point[0].kinds


def test_a_disputed_obligor_is_accused_at_most() -> None:
    found = norms("  fire: {forbid: [armed_attack], by: {disputed: [{val: [army]}, {val: [army, town]}]}}")

    assert found["fire", ("army",)].boxes.lower != ()
    assert found["fire", ("town",)].boxes.lower == found["fire", ("town",)].boxes.point == ()
    assert found["fire", ("town",)].boxes.upper != ()


def test_actors_that_nobody_can_list_are_at_most_those_whom_no_other_side_commands() -> None:
    sides = SIDES.replace("actors: [town_guard]", "actors: {undefined: groups in the area}")
    register = parse_actors("actors: {brigade_one: {}, band: {}, gang: {}}", file="actors.yaml")

    found = norms("  fire: {forbid: [armed_attack], by: [town]}", sides=sides, actors=register)
    without = norms("  fire: {forbid: [armed_attack], by: [town]}", sides=sides)

    assert found["fire", ("town",)].boxes.lower[0].actors == {"town"}
    assert found["fire", ("town",)].boxes.upper[0].actors == {"town", "band", "gang"}
    assert without["fire", ("town",)].boxes.upper[0].actors is None
    assert "undefined: actors of town" in found["fire", ("town",)].gaps


def test_each_day_holds_those_who_are_members_on_it() -> None:
    register = parse_actors(
        "actors: {town_guard: {members: [{actor: early, until: 2015-12-31}, {actor: leaver, until: 2016-03-09}, {actor: late, from: 2016-03-10}]},"
        " early: {}, leaver: {}, late: {}}",
        file="actors.yaml",
    )
    terms = "  fire: {forbid: [armed_attack], by: [town]}\n  march: {forbid: [advance], by: [town], during: {from: 2016-02-27, until: 2016-02-29}}"

    found = norms(terms, actors=register)

    left = utc("2016-03-09T22:00")  # the end of the 9th in Damascus
    assert [(box.actors, box.when) for box in found["fire", ("town",)].boxes.point] == [
        ({"town", "town_guard", "leaver"}, (Interval(utc("2016-02-26T22:00"), left),)),
        ({"town", "town_guard", "late"}, (Interval(left, None),)),
    ]
    assert [box.actors for box in found["march", ("town",)].boxes.point] == [{"town", "town_guard", "leaver"}]


def test_the_four_towns_bind_jund_al_aqsa_as_long_as_it_was_in_jaish_al_fatah() -> None:
    agreement = read_agreement(CASEBOOK / "four-towns-2015.yaml")

    deal = compile_agreement(agreement, gazetteer=read_gazetteer("cod-ab-syr"), actors=None)

    ops = next(norm for norm in deal.norms if (norm.norm_id, norm.accused) == ("ops", ("armed_opposition",)))
    holding = [box.when for box in ops.boxes.upper if "jund_al_aqsa" in (box.actors or ())]
    assert [times[-1].ends_at for times in holding] == [utc("2015-10-31T22:00")]  # it left in October 2015


def test_who_comes_and_goes_cuts_no_norm_that_does_not_name_them() -> None:
    register = parse_actors(
        "actors: {town_guard: {members: [{actor: late, from: 2016-03-10}]}, late: {}}", file="actors.yaml"
    )

    found = norms("  fire: {forbid: [armed_attack], by: [army], against: [civilians]}", actors=register)

    [box] = found["fire", ("army",)].boxes.point
    assert box.when == (Interval(utc("2016-02-26T22:00"), None),)


def test_whom_a_norm_protects_is_settled_day_by_day_too() -> None:
    register = parse_actors(
        "actors: {town_guard: {members: [{actor: leaver, until: 2016-03-09}]}, leaver: {}}", file="actors.yaml"
    )

    found = norms("  fire: {forbid: [armed_attack], by: [all], against: [each_other]}", actors=register)

    before, after = found["fire", ("army",)].boxes.point
    assert (before.targets or frozenset()) - (after.targets or frozenset()) == {"leaver"}
    assert (before.when[0].ends_at, after.when) == (utc("2016-03-09T22:00"), (Interval(utc("2016-03-09T22:00"), None),))


def test_an_adherent_is_bound_from_the_day_on_which_it_joined() -> None:
    sides = SIDES.replace("actors: [town_guard]", "actors: [town_guard], adherents: [{actor: band, date: 2016-03-10}]")

    before, after = norms("  fire: {forbid: [armed_attack], by: [town]}", sides=sides)["fire", ("town",)].boxes.point

    assert (before.actors, after.actors) == ({"town", "town_guard"}, {"town", "town_guard", "band"})
    assert after.when == (Interval(utc("2016-03-09T22:00"), None),)


def test_successors_stay_bound_unless_a_split_frees_them() -> None:
    actors = "actors: {town_guard: {became: [{actor: new_guard, date: 2016-04-01}]}, new_guard: {}}\n"
    free = SIDES.replace("actors: [town_guard]", "actors: [town_guard], on_split: free")

    bound = norms("  fire: {forbid: [armed_attack], by: [town]}", more=actors)
    freed = norms("  fire: {forbid: [armed_attack], by: [town]}", more=actors, sides=free)

    before, after = bound["fire", ("town",)].boxes.point
    assert (after.actors or frozenset()) - (before.actors or frozenset()) == {"new_guard"}
    assert after.when[0].begins_at == utc("2016-03-31T21:00")
    assert [box.actors for box in freed["fire", ("town",)].boxes.point] == [{"town", "town_guard"}]


def test_a_table_is_its_rows() -> None:
    found = norms("  fire: {forbid: [armed_attack], by: [army], rows: {a: {in: [centre]}, b: {in: [suburb]}}}")

    assert [norm_id for norm_id, _ in found] == ["fire/a", "fire/b"]


def test_a_condition_names_its_duties_and_says_if_nobody_can_measure_it() -> None:
    terms = (
        "  fire: {forbid: [armed_attack], by: [army], after: [food, {undefined: if it goes well}]}\n"
        "  food: {require: aid_delivery, by: [army], rows: {a: {to: [centre]}, b: {to: [suburb]}}}"
    )

    norm = norms(terms)["fire", ("army",)]

    assert norm.after == ("food/a", "food/b")
    assert norm.after_undefined


def test_ground_that_is_meant_for_a_time_cuts_the_box() -> None:
    zones = ZONES + "  held: {circle: {lat: 33.46, lon: 36.19, km: 2}, during: {from: 2016-03-01, until: 2016-03-10}}\n"

    deal = compiled("  fire: {forbid: [armed_attack], by: [army], in: [held, suburb]}", zones=zones)

    without, with_it = deal.norms[0].boxes.point
    assert [(place.relation, place.region) for place in without.places] == [("in", "held+suburb@point/-held")]
    assert [len(without.when), len(with_it.when)] == [2, 1]
    assert len(deal.regions[without.places[0].region].circles) == 1
    assert len(deal.regions[with_it.places[0].region].circles) == 2


def test_weapons_are_the_deals_own_and_those_of_the_tree() -> None:
    arms = "arms: {heavy: {types: [tank, gun]}, big: {types: [gun], calibre_mm: {at_least: 100}}}\n"
    terms = "  heavy: {forbid: [military_movement], by: [army], with: [heavy]}\n  big: {forbid: [military_movement], by: [army], with: [big]}"

    found = norms(terms, more=arms)

    assert found["heavy", ("army",)].boxes.lower[0].arms == {"heavy", "tank", "artillery"}
    assert found["big", ("army",)].boxes.lower[0].arms == {"big"}
    assert found["big", ("army",)].boxes.upper[0].arms == {"big", "artillery"}


def test_units_of_a_gazetteer_that_is_not_at_hand_are_nothing_at_least_and_everything_at_most() -> None:
    head = HEAD + "gazetteer: cod-ab-yem\n"
    zones = "zones: {yemen: {admin: YE}}\n"

    deal = compiled(
        "  fire: {forbid: [armed_attack], by: [army], in: [yemen]}",
        head=head,
        zones=zones,
        gazetteer=read_gazetteer("cod-ab-syr"),
    )

    assert deal.norms[0].boxes.point == ()
    assert deal.regions[deal.norms[0].boxes.upper[0].places[0].region].is_everywhere
    assert "cod-ab-yem" in deal.notes[0]


def test_an_unknown_pcode_is_refused_with_its_place_in_the_file() -> None:
    head = HEAD + "gazetteer: cod-ab-syr\n"

    with pytest.raises(Refused) as refused:
        compiled(
            "  fire: {forbid: [armed_attack], by: [army]}",
            head=head,
            zones="zones: {z: {admin: SY0399}}\n",
            gazetteer=read_gazetteer("cod-ab-syr"),
        )

    problem = refused.value.problems[0]
    assert problem.line is not None
    assert problem.field == "zones.z.admin"
    assert problem.nearest == "SY03"
