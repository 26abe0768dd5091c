"""A small valid agreement for the tests of this room, and a way to break it in one place."""

from hudna.problems import Problem, Refused
from hudna.terms import Agreement, parse_agreement

SMALL = """\
# a deal between two
hudna: 1
id: small
title: {en: A small deal, ar: اتفاق صغير}
version: "2016-02-26"
status: signed
languages: {authentic: [ar, en], prevails: ar}
sources: {text: {title: Text as signed, date: 2016-02-26}}
clock: Asia/Damascus
day_zero: 2016-02-27
in_force: {from: "2016-02-27T06:00", for: P6M, source: text}
parties:
  army: {name: Army, actors: [brigade_one], signed_by: nobody}
  town: {name: Town, actors: [town_guard]}
guarantors:
  iran: {answers_for: [army], answers_within: PT48H}
bodies:
  un: {name: United Nations, tasks: [observe]}
actors: {black_banner: {aliases: [الراية السوداء]}}
arms: {heavy: {types: [tank]}}
lines: {front: {undefined: line of contact}}
zones:
  centre: {circle: {lat: 33.46, lon: 36.19, km: 2}}   # radius ours
  strip: {strip: {line: front, km: 5, side: army}}
  all_of_it: {union: [centre, strip]}
terms:
  fire:
    forbid: [armed_attack]
    by: [all]
    against: [each_other, civilians]
    in: [all_of_it]
  defence:
    allow: [armed_attack]
    despite: [fire]
    by: [army]
    needs: [{act: armed_attack, by: [target], since: PT15M}]
  food:
    require: aid_delivery
    by: [army]
    for: [civilians]
    rows:
      first: {to: [centre], deadline: {day: 14}}
      second: {to: [strip], within: P21D}
  flag:
    require: ceasefire_begun
    by: [town]
    after: [food/first]
    deadline: 2016-03-25
tranches:
  steps: {terms: [food, flag], rule: in_steps, steps: [{food/first: all, flag: all}]}
exclusions:
  banner: {actors: [black_banner], zones: [strip], by: [army]}
escalation:
  - {rung: notice, to: guarantor, within: PT2H}
complaints: {by: [army, public], to: [un]}
"""


def parse(text: str) -> Agreement:
    return parse_agreement(text, file="deal.yaml")


def problems_of(text: str) -> list[Problem]:
    """Everything that the reader says of a text; nothing if it reads it."""
    try:
        parse(text)
    except Refused as refused:
        return list(refused.problems)
    return []


def broken(old: str, new: str) -> str:
    """The small agreement with one passage replaced; the passage stands in it exactly once."""
    assert SMALL.count(old) == 1, f"{old!r} stands {SMALL.count(old)} times in the small agreement"
    return SMALL.replace(old, new)


def place(text: str, passage: str) -> tuple[int, int]:
    """Line and column, from 1, of the first place where a passage stands."""
    before = text[: text.index(passage)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
