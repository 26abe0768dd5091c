"""The whole road against the slow twin: a text parsed, compiled and held, and the same text read by hand."""

import pytest
from hypothesis import given

from hudna.compliance import hold_against_norms
from hudna.compliance.tables import DutyStates
from hudna.terms import compile_agreement, parse_agreement
from reference.evidence import Tables, draw_evidence, rows_as
from reference.places import OnTheEdge
from reference.prohibitions import hold
from reference.strategies import examples, hour, seeded
from reference.texts import ALL_PARENTS, draw_text, mean

TOLERANCE = 2e-3  # another plane than the engine's, and circles of 192 sides where zones are joined


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
