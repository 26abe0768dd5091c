"""What things are called in the language of the page: by a name that somebody gave them, never by one we made up."""

from hudna.papers import name_places, name_things
from hudna.terms import parse_agreement, read_gazetteer, register_of
from hudna.terms.actors import parse_actors

DEAL = """\
hudna: 1
id: river
title: {en: Ceasefire of the river}
version: "2026-01-01"
status: draft
clock: Asia/Damascus
gazetteer: cod-ab-syr
in_force: {from: "2026-01-01T00:00", for: P6M}
parties:
  north: {name: North, actors: [hezbollah]}
actors: {hezbollah: {name: Hizbullah}}
zones:
  idlib: {admin: SY07}
  named: {admin: SY07, name: {en: The north-west}}
  bridge: {circle: {lat: 35.0, lon: 38.0, km: 5}}
terms:
  "1": {forbid: [armed_attack], by: [all], against: anyone, in: [bridge]}
"""
REGISTER = "actors:\n  hezbollah: {name: {en: Hezbollah, ar: حزب الله}}\n"


def test_an_agreement_that_names_an_actor_in_english_takes_its_arabic_name_not_away() -> None:
    deal = parse_agreement(DEAL, file="river.yaml")

    names = name_things(deal, register_of(deal, parse_actors(REGISTER, file="actors.yaml")))

    assert names.actors["hezbollah"] == {"en": "Hizbullah", "ar": "حزب الله"}


def test_a_zone_that_is_a_unit_goes_by_its_name_where_it_has_none() -> None:
    deal = parse_agreement(DEAL, file="river.yaml")

    names = name_things(deal, register_of(deal), read_gazetteer("cod-ab-syr"))

    assert names.zones["idlib"] == {"en": "Idlib", "ar": "إدلب"}
    assert names.zones["named"]["en"] == "The north-west"
    assert "bridge" not in names.zones


def test_a_place_has_the_name_of_the_gazetteer_in_the_other_language_and_else_stays_as_written() -> None:
    names = name_places(["Aleppo", "حلب", "القصير", "Zabadani", "Nowhere", ""], read_gazetteer("cod-ab-syr"))

    assert names["Aleppo"] == {"en": "Aleppo", "ar": "حلب"}
    assert names["حلب"] == {"en": "Aleppo", "ar": "حلب"}
    assert names["القصير"]["en"] == "Al-Qusayr"
    assert not names.keys() & {"Zabadani", "Nowhere", ""}  # spelled alike is not the same name
    assert name_places(["Aleppo"], None) == {}
