"""The echo audit: it finds liars who pose as neutrals, and nobody where there is nobody to find."""

import numpy as np
import pytest
from benchmarks.worlds import WORLDS, simulate
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.test_fit import accuracy
from hudna.findings.audit_echo import audit_echo, merge_echoes
from hudna.findings.fit import learn

seeds = st.integers(0, 10_000)


@settings(max_examples=3)
@given(seed=seeds)
def test_the_audit_lifts_a_world_in_which_liars_pose_as_neutrals(seed: int) -> None:
    told = simulate(WORLDS["mislabelled"], seed=seed)

    _, fit, merges = merge_echoes(told.contents)

    assert merges
    assert accuracy(fit.p, told) >= 0.78


@settings(max_examples=3)
@given(seed=seeds, world=st.sampled_from(["coordinated", "copying", "balanced"]))
def test_the_audit_proposes_nothing_where_the_register_is_right(seed: int, world: str) -> None:
    told = simulate(WORLDS[world], seed=seed)

    _, _, merges = merge_echoes(told.contents)

    assert merges == []


def test_a_proposal_names_both_and_what_speaks_for_it() -> None:
    told = simulate(WORLDS["mislabelled"], seed=1)
    names = [f"s{number}" for number in range(len(told.contents.stands))]
    groups = [f"g{group}" for group in told.contents.groups]

    proposals = audit_echo(told.contents, learn(told.contents), source_ids=names, group_ids=groups)

    assert {"s0", "s1"} <= set(proposals["source_id"]) | set(proposals["other_id"])
    assert (proposals["agreed"] > proposals["expected"]).all()
    assert proposals["z"].to_list() == pytest.approx(np.sort(proposals["z"].to_numpy())[::-1].tolist())
    assert (proposals["echo_group"] != proposals["other_group"]).all()
