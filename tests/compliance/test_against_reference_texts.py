"""The whole road against the slow twin: a text parsed, compiled and held, and the same text read by hand."""

import pytest
from hypothesis import given

from hudna.compliance import hold_against_norms
from hudna.compliance.tables import DutyStates
from hudna.terms import compile_agreement, parse_agreement
from reference.evidence import Tables, draw_evidence, rows_as, tables
from reference.places import OnTheEdge
from reference.prohibitions import hold
from reference.strategies import examples, hour, seeded
from reference.texts import ALL_PARENTS, draw_text, mean

TOLERANCE = 2e-3  # another plane than the engine's, and circles of 64 sides where zones are joined


@examples(60)
@given(text=seeded(draw_text), facts=seeded(draw_evidence))
def test_a_text_means_what_reading_it_by_hand_gives(text: str, facts: Tables) -> None:
    compiled = compile_agreement(parse_agreement(text, file="drawn.yaml"), gazetteer=None, actors=None)
    try:
        expected = hold(mean(text), facts.as_rows(), parents=ALL_PARENTS, as_of=hour(200))
    except OnTheEdge:
        return

    rows = hold_against_norms(
        compiled, facts.incidents, facts.findings, facts.targets, facts.voices,
        duty_states=rows_as(DutyStates, []), as_of=hour(200),
    ).to_dicts()  # fmt: skip

    found = {(row["incident_id"], row["norm_id"], row["accused"]): row for row in rows}
    for key in set(found) | set(expected):
        held = expected.get(key)
        reckoned = (held.lower, held.point, held.upper) if held else (0.0, 0.0, 0.0)
        row = found.get(key)
        engine = (row["p_lower"], row["p_breach"], row["p_upper"]) if row else (0.0, 0.0, 0.0)
        assert engine == pytest.approx(reckoned, abs=TOLERANCE), key


def test_leave_to_fire_at_each_other_excuses_no_fire_within_a_party() -> None:
    text = """hudna: 1
id: small
title: {en: Small}
version: "1"
status: signed
clock: UTC
in_force: {from: "2016-02-28T00:00", until: 2016-03-03}
parties:
  republic: {name: {en: Republic}, actors: [army, militia]}
  council: {name: {en: Council}, actors: [guard]}
  river: {name: {en: River}, actors: [boats]}
guarantors:
  eastland: {name: {en: Eastland}, answers_for: [republic, river]}
terms:
  "2": {forbid: [armed_attack], by: [republic, river], against: anyone}
  "3": {allow: [armed_attack], despite: ["2"], by: [republic, council], against: [each_other]}
"""
    facts = tables(
        [{"incident_id": "i", "known_at": hour(2), "occurred_from": hour(0), "occurred_to": hour(1)}],
        [{"incident_id": "i", "draw": 0, "cell": 0, "actors": ["army"], "actor_reading": "one", "kinds": ["shelling"],
          "arm": "unknown", "p_lower": 0.5, "p_actor_kind": 0.6, "p_upper": 0.7}],
        [{"incident_id": "i", "target": "militia", "p_target": 1.0}], [],
    )  # fmt: skip
    compiled = compile_agreement(parse_agreement(text, file="small.yaml"), gazetteer=None, actors=None)

    rows = hold_against_norms(
        compiled, facts.incidents, facts.findings, facts.targets, facts.voices,
        duty_states=rows_as(DutyStates, []), as_of=hour(3),
    ).to_dicts()  # fmt: skip

    assert {row["accused"]: row["p_breach"] for row in rows} == {"republic": 0.6, "republic+river": 0.6}
