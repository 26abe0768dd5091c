"""The trees of kinds and targets: what a word means with all that lies below it."""

import pytest

from hudna.terms import arm_names, kind_tree, target_tree


def test_a_kind_means_it_and_all_below_it() -> None:
    tree = kind_tree()

    closed = tree.below("air_strike")

    assert closed == {"air_strike", "barrel_bomb"}
    assert closed < tree.below("armed_attack")
    assert tree.above("barrel_bomb") == ("air_strike", "armed_attack")


def test_a_term_against_civilians_means_aid_workers_and_journalists_too() -> None:
    closed = target_tree().below("civilians")

    assert {"civilians", "aid_workers", "journalists", "children", "displaced"} <= closed
    assert "hospitals" not in closed
    assert "detainees" not in closed


def test_another_spelling_names_kinds_arms_and_targets_that_exist() -> None:
    tree = kind_tree()
    spelled = {id_: node.same_as for id_, node in tree.nodes.items() if node.same_as is not None}

    assert spelled["attack_on_hospital"].kinds == ("armed_attack",)
    assert spelled["attack_on_hospital"].targets == ("hospitals", "ambulances", "medical")
    for same_as in spelled.values():
        assert set(same_as.kinds) <= set(tree.ids)
        assert set(same_as.arms or ()) <= set(arm_names())
        assert set(same_as.targets or ()) <= set(target_tree().ids)


def test_flown_kinds_are_those_nobody_does_from_the_ground() -> None:
    assert {"air_strike", "barrel_bomb", "drone_strike", "overflight"} <= kind_tree().flown()
    assert "shelling" not in kind_tree().flown()


def test_performances_are_one_branch() -> None:
    performances = kind_tree().performances()

    assert {"aid_delivery", "evacuation", "detainee_release"} <= performances
    assert performances.isdisjoint(kind_tree().below("armed_attack"))


def test_every_kind_and_target_has_a_name_in_both_languages_and_a_definition() -> None:
    for tree in (kind_tree(), target_tree()):
        assert all(node.name.keys() >= {"en", "ar"} and node.definition for node in tree.nodes.values())


def test_a_word_that_is_no_kind_is_not_closed_over() -> None:
    with pytest.raises(KeyError):
        kind_tree().below("ceasefire_violation")
