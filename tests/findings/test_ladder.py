"""The ladder keeps its promise: what reaches reasonable grounds or better at k = 3 is true at least 95 times in a hundred."""

from benchmarks.evidence import as_fitted, doubt, grounds_or_better, ladder
from benchmarks.worlds import WORLDS
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.compliance.tables import STANDARDS


@settings(max_examples=2)
@given(seed=st.integers(0, 10_000))
def test_reasonable_grounds_or_better_is_true_in_worlds_of_partisans_liars_and_choirs(seed: int) -> None:
    worlds = [WORLDS[name] for name in ("balanced", "coordinated", "copying", "liars_O")]

    reached = ladder(worlds, seeds=[seed])

    better = [reached[name] for name in STANDARDS[STANDARDS.index("reasonable_grounds") :] if reached[name][0]]
    assert sum(n for n, _ in better) > 500
    assert sum(n * true for n, true in better) / sum(n for n, _ in better) >= 0.95


@settings(max_examples=2)
@given(seed=st.integers(0, 10_000))
def test_of_what_is_learnt_from_collected_claims_93_in_a_hundred_are_true_in_these_worlds(seed: int) -> None:
    worlds = [WORLDS[name] for name in ("balanced", "coordinated", "copying", "liars_O", "three_sides")]

    assert grounds_or_better(ladder(worlds, seeds=[seed], fitted_by=as_fitted)) >= 0.93


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_told_how_doubtful_each_place_among_the_incidents_is_the_engine_scores_better_and_decides_more(
    seed: int,
) -> None:
    rows = {(share, way): score for share, way, *score in doubt(WORLDS["balanced"], seeds=[seed])}

    ignored, told = rows[0.3, "doubt ignored"], rows[0.3, "doubt told"]
    assert told[0] < ignored[0]  # Brier
    assert told[2] > ignored[2]  # share decided
    assert told[3] > 0.85
    assert rows[0.0, "doubt told"] == rows[0.0, "doubt ignored"]
