"""UCDP-claims: the citations of UCDP GED Syria with simulated noise (benchmarks/ucdp_claims.py), against the coder's clusters."""

import numpy as np
import polars as pl
import pytest
from benchmarks.linkage import window_method
from benchmarks.linkage_scores import agreement
from benchmarks.ucdp_claims import Bench, draw_labels, make_bench
from polars.testing import assert_frame_equal

from hudna.incidents import Ties, link_incidents, stand_at_moments, tie_claims
from hudna.incidents.candidates import candidate_pairs, survey
from hudna.incidents.ties import partition
from hudna.incidents.weights import evidence


@pytest.fixture(scope="module")
def war() -> Bench:
    return make_bench(0)


@pytest.fixture(scope="module")
def ties(war: Bench) -> Ties:
    return tie_claims(war.claims)


def test_the_bench_is_the_one_of_the_research_page(war: Bench) -> None:
    sizes = np.bincount(war.truth)
    same = war.claims.with_columns(truth=pl.Series(war.truth)).filter(pl.col("bulletin_id").is_not_null())
    per_bulletin = same.group_by("bulletin_id").len()["len"].cast(pl.Int64)
    both = same.group_by("bulletin_id", "truth").len()["len"].cast(pl.Int64)

    assert war.claims.height == 21_137
    assert (sizes * (sizes - 1) // 2).sum() == 7_650
    assert (per_bulletin * (per_bulletin - 1) // 2).sum() == pytest.approx(
        23_542, rel=0.02
    )  # names of outlets merged otherwise
    assert (both * (both - 1) // 2).sum() == pytest.approx(48, abs=10)
    alone = agreement(war.truth[war.is_test], np.arange(int(war.is_test.sum())))
    assert alone.b3_f == pytest.approx(0.846, abs=0.0005)


@pytest.mark.parametrize("seed", [0, 4])
def test_without_labels_it_stays_above_the_bar_and_the_window(seed: int) -> None:
    bench = make_bench(seed)
    tied = tie_claims(bench.claims)

    ours, window = (
        agreement(bench.truth[bench.is_test], found[bench.is_test]) for found in (partition(tied), window_method(tied))
    )

    assert ours.b3_f >= 0.90
    assert ours.pair_f >= 0.51
    assert ours.b3_f - window.b3_f >= 0.03


def test_three_thousand_labels_lift_it(war: Bench, ties: Ties) -> None:
    taught = tie_claims(war.claims, decisions=draw_labels(war, ties, count=3_000, seed=0))

    score = agreement(war.truth[war.is_test], partition(taught)[war.is_test])

    assert score.b3_f >= 0.915
    assert score.pair_f >= 0.60
    assert 0.97 <= score.incidents <= 1.07  # the goal's 1.03 is beyond its candidates: joining all true ones gives 1.04


def test_the_size_of_the_chunks_changes_nothing(war: Bench, ties: Ties) -> None:
    small = tie_claims(war.claims, pairs_at_once=7_001)

    assert np.array_equal(small.edges.i, ties.edges.i)
    assert np.array_equal(small.edges.j, ties.edges.j)
    assert np.array_equal(small.edges.log_odds, ties.edges.log_odds)


def test_each_candidate_is_met_once_and_all_are_met(war: Bench, ties: Ties) -> None:
    rows = ties.rows
    few = np.flatnonzero(
        (rows.from_s > rows.from_s.min() + 86_400 * 100) & (rows.from_s < rows.from_s.min() + 86_400 * 104)
    )
    i, j = (ends.ravel() for ends in np.meshgrid(few, few, indexing="ij"))
    i, j = i[i < j], j[i < j]
    reach = np.maximum(4.0, 3.0 * np.hypot(rows.sigma_km[i], rows.sigma_km[j]))
    phi = np.radians(rows.lat)
    half = (
        np.sin((phi[j] - phi[i]) / 2) ** 2
        + np.cos(phi[i]) * np.cos(phi[j]) * np.sin(np.radians(rows.lon[j] - rows.lon[i]) / 2) ** 2
    )
    near = 2 * 6_371.0088 * np.arcsin(np.sqrt(half)) <= reach
    near &= np.maximum(rows.from_s[i], rows.from_s[j]) - np.minimum(rows.last_s[i], rows.last_s[j]) <= 90_000
    near &= (rows.line[i] == rows.line[j]) & ~rows.is_single[i] & ~rows.is_single[j]

    met = list(candidate_pairs(survey(rows)))
    found = list(
        zip(np.concatenate([p.i for p in met]).tolist(), np.concatenate([p.j for p in met]).tolist(), strict=True)
    )

    assert len(found) == len(set(found))
    inside = set(few.tolist())
    assert {pair for pair in found if set(pair) <= inside} == set(zip(i[near].tolist(), j[near].tolist(), strict=True))


def test_later_claims_leave_the_ids_of_incidents_far_away_alone(war: Bench) -> None:
    begins = war.claims["occurred_from"]
    cut = begins.sort()[12_000]
    before = link_incidents(war.claims.filter(begins < cut))  # type: ignore[arg-type]
    after = link_incidents(war.claims)

    ids = before.memberships.join(after.memberships, on="claim_id", suffix="_after")
    kept = (ids["incident_id"] == ids["incident_id_after"]).mean()

    assert kept >= 0.98  # u is measured anew on more claims; what chance gives each claim looks only backwards


def test_moments_of_a_war_stand_as_their_claims_alone_would(war: Bench) -> None:
    season = war.claims.sort("occurred_from", "claim_id").head(3_000)
    tied = tie_claims(season)  # type: ignore[arg-type]
    linked = link_incidents(season, ties=tied)  # type: ignore[arg-type]

    stood = stand_at_moments(season, linked, ties=tied)  # type: ignore[arg-type]

    last = stood.moments.filter(pl.col("moment_at") == pl.col("moment_at").max().over("incident_id"))
    assert last.height == linked.incidents.height
    whole = stood.memberships.join(last, left_on="incident_id", right_on="at_moment")
    again = whole.select("claim_id", incident_id="incident_id_right").sort("claim_id")
    assert_frame_equal(again, linked.memberships.select("claim_id", "incident_id"))


def test_splink_fed_with_our_m_and_u_gives_our_log_odds(war: Bench, ties: Ties) -> None:
    from hudna.incidents.splink_scorer import score_with_splink

    taught = tie_claims(war.claims, decisions=draw_labels(war, ties, count=500, seed=0))
    theirs = score_with_splink(taught)

    is_day = ~taught.rows.is_episode[taught.edges.i]
    relation = taught.crowd.files.relation(taught.edges.i, taught.edges.j)
    ours = evidence(taught.levels, taught.weights, relation)[is_day]
    assert np.array_equal(theirs["i"].to_numpy(), taught.edges.i[is_day])
    assert np.array_equal(theirs["j"].to_numpy(), taught.edges.j[is_day])
    assert np.abs(theirs["evidence"].to_numpy() - ours).max() < 1e-9


def test_the_compiled_sieve_lets_through_what_the_other_does(
    war: Bench, ties: Ties, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hudna.incidents.candidates.LOOKS_WORTH_COMPILING", 0)

    compiled = tie_claims(war.claims)

    assert np.array_equal(compiled.edges.i, ties.edges.i)
    assert np.array_equal(compiled.edges.log_odds, ties.edges.log_odds)
