"""What compiles otherwise and is told by nothing is told as it is."""

import pytest

from hudna.terms import parse_agreement
from hudna.terms.diff.backstop import tell_the_rest
from hudna.terms.diff.change import Change
from hudna.terms.diff.readers import read_side_by_side
from terms.diff.versions import FIRE, deal

AID = '  "2": {require: aid_delivery, by: [army], deadline: 2016-03-10}\n'


def rest(old: str, new: str, changes: list[Change]) -> list[tuple[str, str]]:
    readers = read_side_by_side(
        parse_agreement(old, file="old.yaml"),
        parse_agreement(new, file="new.yaml"),
        gazetteers=(None, None),
        registers=(None, None),
    )
    return [(change.about, change.point) for change in tell_the_rest(readers, changes)]


@pytest.mark.parametrize(
    ("passage", "by", "expected"),
    [
        ("[armed_attack]", "[shelling]", {("1", "kinds"), ("1", "boxes")}),
        ("in: [centre]", "in: [suburb]", {("1", "places")}),
        ("[armed_attack], by: [all]", "[armed_attack], by: [army]", {("1", "accused")}),
        ("deadline: 2016-03-10", "deadline: 2016-03-11", {("2", "due")}),
        ("deadline: 2016-03-10", "deadline: 2016-03-10, sustain: true", {("2", "sustain")}),
        ("in: [centre]", "against: [civilians], in: [centre]", {("1", "targets"), ("1", "boxes")}),
    ],
)
def test_a_column_that_no_change_explains_is_told(passage: str, by: str, expected: set[tuple[str, str]]) -> None:
    old = deal(FIRE + AID)

    assert expected <= set(rest(old, old.replace(passage, by), []))


def test_a_change_of_a_zone_explains_places_and_no_kinds() -> None:
    old = deal(FIRE)
    new = old.replace("in: [centre]", "in: [suburb]").replace("[armed_attack]", "[shelling]")
    zone = Change("zones", "centre", "ground", "ground", None, None)

    assert ("1", "places") not in rest(old, new, [zone])
    assert ("1", "kinds") in rest(old, new, [zone])


def test_the_same_deal_leaves_nothing_to_tell() -> None:
    assert rest(deal(FIRE + AID), deal(FIRE + AID), []) == []
