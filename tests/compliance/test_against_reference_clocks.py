"""The fast engine against the slow twin: clocks. The reference climbs each ladder rung by rung."""

from datetime import timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hudna.compliance import run_clocks
from hudna.compliance.tables import Allegations, Answers
from hudna.terms.compiled import CompiledAgreement
from reference.clocks import walk_ladders
from reference.evidence import rows_as
from reference.obligations import draw_allegations, draw_answers, draw_ladder
from reference.strategies import examples, hour, seeded

agreements = seeded(draw_ladder)
allegations = seeded(draw_allegations)
answers = seeded(draw_answers)
moments = st.sampled_from([hour(n + 0.5) for n in (20, 70, 120, 200, 400)])
ASKED = ("allegation_id", "starts_at", "due_at")


def clocks_of(compiled: CompiledAgreement, alleged: list[Any], answered: list[Any], as_of: Any) -> pl.DataFrame:
    return run_clocks(compiled, rows_as(Allegations, alleged), rows_as(Answers, answered), as_of=as_of)


@examples(150)
@given(compiled=agreements, alleged=allegations, answered=answers, as_of=moments)
def test_every_clock_agrees_with_climbing_the_ladder_rung_by_rung(
    compiled: CompiledAgreement, alleged: list[Any], answered: list[Any], as_of: Any
) -> None:
    expected = walk_ladders(compiled, alleged, answered, as_of=as_of)

    found = {
        (row["incident_id"], row["accused"], row["rung"], row["addressee"]): row
        for row in clocks_of(compiled, alleged, answered, as_of).to_dicts()
    }

    assert set(found) == set(expected)
    for key, row in found.items():
        assert {name: row[name] for name in ASKED} == {name: getattr(expected[key], name) for name in ASKED}, key
        assert (row["state"] == "overdue") == expected[key].is_overdue, key
        if not expected[key].is_overdue:
            assert (row["stopped_at"], row["stopped_by"]) == (expected[key].stopped_at, expected[key].stopped_by), key


@examples(40)
@given(compiled=agreements, alleged=allegations, answered=answers, as_of=moments)
def test_no_later_entry_turns_late_back_into_open(
    compiled: CompiledAgreement, alleged: list[Any], answered: list[Any], as_of: Any
) -> None:
    later = [row | {"known_at": as_of + timedelta(hours=n)} for n, row in enumerate(answered)]
    now = clocks_of(compiled, alleged, [], as_of).filter(pl.col("state") == "overdue")

    then = clocks_of(compiled, alleged, later, as_of + timedelta(days=30))

    keys = ["incident_id", "accused", "rung", "addressee"]
    assert now.join(then.filter(pl.col("state") == "overdue"), on=keys, how="anti").is_empty()


@examples(40)
@given(compiled=agreements, alleged=allegations, answered=answers, as_of=moments)
def test_an_answer_known_after_as_of_changes_no_clock(
    compiled: CompiledAgreement, alleged: list[Any], answered: list[Any], as_of: Any
) -> None:
    known = [row for row in answered if row["known_at"] < as_of]

    assert clocks_of(compiled, alleged, answered, as_of).equals(clocks_of(compiled, alleged, known, as_of))
