"""The actor register: whom an actor stands for, and whose name a word was on a day."""

from datetime import date

import pytest

from hudna.problems import Refused
from hudna.terms import DayRange, parse_actors
from hudna.terms.actors import Actor, Member

REGISTER = """
actors:
  front:
    name: {en: Front, ar: الجبهة}
    camp: opposition_side
    aliases: [The Front]
    dated_aliases: [{name: Conquest, in: ucdp, until: 2016-07-27}]
    became: [{actor: conquest, date: 2016-07-28}]
  conquest:
    name: {en: Conquest Front}
    camp: opposition_side
    dated_aliases: [{name: Conquest, from: 2016-07-28}]
    members: [{actor: small, from: 2016-10, until: 2017-01}]
  small: {name: Small}
  room:
    kind: coalition
    members: [{actor: front, from: 2015-03-24, until: 2016-07-28}]
    possible_members: [small]
  wing: {flies: drones_only, flies_from: 2016-10, active: {in_syria_from: 2016-05}, allied_with: [{actor: front}]}
  guard: {commanded_by: [{actor: front, until: 2016-03}]}
"""


def register():
    return parse_actors(REGISTER, file="actors.yaml")


def test_an_actor_stands_for_its_successors_from_their_day_on() -> None:
    actors = register()

    assert actors.stands_for("front", DayRange(date(2016, 1, 1), date(2016, 7, 27))) == {"front"}
    assert actors.stands_for("front", DayRange(date(2016, 1, 1), date(2016, 7, 28))) == {"front", "conquest"}
    assert actors.stands_for("front") == {"front", "conquest", "small"}


def test_members_count_while_their_membership_meets_the_days() -> None:
    actors = register()

    assert actors.stands_for("conquest", DayRange(date(2017, 2, 1), None)) == {"conquest"}
    assert actors.stands_for("conquest", DayRange(date(2017, 1, 31), None)) == {
        "conquest",
        "small",
    }  # `until: 2017-01` is its last day
    assert "front" in actors.stands_for("room", DayRange(date(2015, 9, 1), date(2015, 9, 2)))


def test_possible_members_are_nobody() -> None:
    assert "small" not in register().stands_for("room", DayRange(date(2015, 9, 1), date(2015, 9, 2)))


def test_allies_are_those_who_were_there_and_fought_for_it_on_the_days() -> None:
    actors = register()

    assert actors.allies(["front"], DayRange(date(2016, 3, 31), date(2016, 4, 30))) == ("guard",)
    assert actors.allies(["front"], DayRange(date(2016, 5, 1), date(2016, 6, 1))) == ("wing",)
    assert actors.allies(["front", "wing", "guard"]) == ()


def test_successors_of_a_party_that_lets_them_go_are_free() -> None:
    assert register().stands_for("front", with_successors=False) == {"front"}


def test_a_dated_name_is_read_by_the_day_and_by_whose_usage_it_is() -> None:
    actors = register()

    assert actors.resolve("Conquest", date(2016, 2, 1), "ucdp") == "front"
    assert actors.resolve("Conquest", date(2016, 2, 1)) is None
    assert actors.resolve("Conquest", date(2016, 8, 1), "ucdp") == "conquest"
    assert actors.resolve("الجبهه", date(2016, 8, 1)) == "front"
    assert actors.resolve("nobody we know") is None


def test_a_name_of_two_actors_is_nobodys() -> None:
    twins = register().merged([Actor("other_front", name={"en": "the  front"})])

    assert twins.resolve("The Front") is None


def test_an_agreement_adds_to_what_is_known_of_an_actor() -> None:
    merged = register().merged(
        [Actor("front", name={}, aliases=("Al-Jabha",), members=(Member("small"),)), Actor("new")]
    )

    assert merged.resolve("al jabha") == "front"
    assert "small" in merged.stands_for("front", DayRange(date(2016, 1, 1), date(2016, 1, 2)))
    assert merged.camp("front") == "opposition_side"
    assert merged.camp("new") == "unknown"


def test_an_actor_flies_from_a_day_on() -> None:
    wing = register().actor("wing")

    assert wing.flies_on(date(2016, 9, 30)) is False
    assert wing.flies_on(date(2016, 10, 1)) == "drones_only"
    assert register().actor("small").flies_on(date(2016, 10, 1)) is None


def test_a_register_that_points_at_nobody_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused) as refused:
        parse_actors(REGISTER.replace("actor: conquest,", "actor: conqest,"), file="actors.yaml")

    assert refused.value.problems[0].nearest == "conquest"


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(LookupError, match="front"):
        register().actor("frnt")


@pytest.mark.parametrize(
    "text", ["actors: [a, b]", "people: {}", "actors: {a: {active: {from: soon}}}", "actors: {a: [}"]
)
def test_what_is_no_register_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_actors(text, file="actors.yaml")
