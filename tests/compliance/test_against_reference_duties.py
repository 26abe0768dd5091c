"""The fast engine against the slow twin: states of duties. The reference walks from performance to performance."""

from datetime import timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from hudna.compliance import evaluate_duties
from hudna.terms.compiled import CompiledAgreement
from reference.duties import walk_duties
from reference.evidence import Tables
from reference.obligations import draw_duties, draw_performances
from reference.strategies import PARENTS, examples, hour, seeded

agreements = seeded(draw_duties)
evidence = seeded(draw_performances)
moments = st.sampled_from([hour(n + 0.5) for n in (20, 99, 160, 230, 400, 800)])
ASKED = ("state", "opened_at", "due_at", "met_at", "days_late")


def states_of(compiled: CompiledAgreement, facts: Tables, as_of: Any) -> pl.DataFrame:
    return evaluate_duties(compiled, facts.incidents, facts.findings, facts.targets, facts.voices, as_of=as_of)


@examples(100)
@given(compiled=agreements, facts=evidence, as_of=moments)
def test_every_instance_agrees_with_walking_from_performance_to_performance(
    compiled: CompiledAgreement, facts: Tables, as_of: Any
) -> None:
    expected = walk_duties(compiled, facts.as_rows(), parents=PARENTS, as_of=as_of)

    found = {
        (row["duty_id"], row["obligor"], row["instance"], row["bound"], row["standard"]): row
        for row in states_of(compiled, facts, as_of).to_dicts()
    }

    assert set(found) == set(expected)
    for key, row in found.items():
        asked = (
            ASKED if row["opened_at"] else ("state", "opened_at", "met_at")
        )  # a due date before opening is a forecast
        assert {name: row[name] for name in asked} == {name: getattr(expected[key], name) for name in asked}, key


@examples(30)
@given(compiled=agreements, facts=evidence, as_of=moments, seed=st.integers(0, 2**32))
def test_the_order_of_rows_changes_no_state(compiled: CompiledAgreement, facts: Tables, as_of: Any, seed: int) -> None:
    shuffled = Tables(
        *(
            table.sample(fraction=1.0, shuffle=True, seed=seed)
            for table in (facts.incidents, facts.findings, facts.targets, facts.voices)
        )
    )

    assert states_of(compiled, facts, as_of).write_ndjson() == states_of(compiled, shuffled, as_of).write_ndjson()


@examples(30)
@given(compiled=agreements, facts=evidence, as_of=moments)
def test_a_performance_known_after_as_of_changes_no_state(
    compiled: CompiledAgreement, facts: Tables, as_of: Any
) -> None:
    known = facts.incidents.filter(pl.col("known_at") < as_of)
    only_known = Tables(
        known,
        *(table.join(known, on="incident_id", how="semi") for table in (facts.findings, facts.targets, facts.voices)),
    )

    assert states_of(compiled, facts, as_of).equals(states_of(compiled, only_known, as_of))


@examples(30)
@given(compiled=agreements, facts=evidence, as_of=moments)
def test_a_state_that_is_met_or_breached_stays_so_when_only_time_goes_on(
    compiled: CompiledAgreement, facts: Tables, as_of: Any
) -> None:
    frozen = facts.incidents.filter(pl.col("known_at") < as_of)
    facts = Tables(
        frozen,
        *(table.join(frozen, on="incident_id", how="semi") for table in (facts.findings, facts.targets, facts.voices)),
    )
    keys = ["duty_id", "obligor", "instance", "bound", "standard"]

    now, later = states_of(compiled, facts, as_of), states_of(compiled, facts, as_of + timedelta(days=40))

    settled = now.filter(pl.col("state").is_in(["met", "breached"])).join(later, on=keys, suffix="_later")
    assert settled.height == now.filter(pl.col("state").is_in(["met", "breached"])).height
    assert (settled["state"] == settled["state_later"]).all()
