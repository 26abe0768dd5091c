"""Small agreements for the tests of compiling: a frame, and what a test adds to it."""

from pathlib import Path

from hudna.terms import ActorRegister, CompiledAgreement, Gazetteer, compile_agreement, parse_agreement

HEAD = """\
hudna: 1
id: small
title: A small deal
version: "2016-02-26"
status: signed
clock: Asia/Damascus
signed: "2016-02-22T12:00"
day_zero: 2016-02-27
"""
IN_FORCE = 'in_force: {from: "2016-02-27T00:00"}\n'
SIDES = """\
parties:
  army: {name: Army, actors: [brigade_one, brigade_two]}
  town: {name: Town, actors: [town_guard]}
guarantors:
  patron: {answers_for: [army], answers_within: PT48H}
  friend: {answers_for: [town], actors: [friend_air]}
bodies:
  mission: {tasks: [observe]}
"""
ZONES = """\
zones:
  centre: {circle: {lat: 33.46, lon: 36.19, km: 2}}
  suburb: {circle: {lat: 33.60, lon: 36.19, km: 2}}
  widest: {circle: {lat: 33.46, lon: 36.19, km: 20}}
  vague: {undefined: near the town, within: widest}
"""


def compiled(
    terms: str,
    *,
    in_force: str = IN_FORCE,
    sides: str = SIDES,
    zones: str = ZONES,
    more: str = "",
    head: str = HEAD,
    gazetteer: Gazetteer | None = None,
    actors: ActorRegister | None = None,
    folder: Path | None = None,
) -> CompiledAgreement:
    """Compile a small agreement: `terms` are lines under `terms:`, indented by two; the rest replaces or adds sections."""
    text = head + in_force + sides + zones + (f"terms:\n{terms}\n" if terms else "") + more
    return compile_agreement(
        parse_agreement(text, file="small.yaml", folder=folder), gazetteer=gazetteer, actors=actors
    )
