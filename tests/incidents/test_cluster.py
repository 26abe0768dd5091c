"""Correlation clustering, held against the example of the research page and against all partitions."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from hudna.incidents.cluster import contract


def test_two_strong_edges_do_not_outvote_a_stronger_no() -> None:
    edges = [(0, 1, 3.0), (1, 2, 2.0), (0, 2, -4.0)]

    cluster = contract(3, edges, at_least=0.0)

    assert cluster == [0, 0, 2]


def test_a_token_keeps_two_apart_by_whatever_way_round() -> None:
    edges = [(0, 1, 9.0), (1, 2, 8.0), (2, 3, 9.0), (0, 3, 9.0), (1, 3, 9.0), (0, 2, 9.0)]

    cluster = contract(4, edges, tokens=[frozenset({"x"}), frozenset(), frozenset(), frozenset({"x"})], at_least=0.0)

    assert cluster[0] != cluster[3]


def test_what_is_joined_from_the_start_adds_its_edges() -> None:
    edges = [(0, 2, 1.0), (1, 2, -2.5)]

    cluster = contract(3, edges, joined=[[0, 1]], at_least=0.0)

    assert cluster == [0, 0, 2]


weights = st.lists(st.sampled_from([-4.0, -1.0, 0.5, 2.0, 5.0]), min_size=10, max_size=10)


@given(weights=weights)
def test_no_two_clusters_are_left_that_it_would_pay_to_join(weights: list[float]) -> None:
    edges = [(i, j, weight) for (i, j), weight in zip(combinations(range(5), 2), weights, strict=True)]

    cluster = contract(5, list(reversed(edges)), at_least=0.0)

    assert cluster == contract(5, edges, at_least=0.0)
    for a, b in combinations(sorted(set(cluster)), 2):
        assert sum(w for i, j, w in edges if {cluster[i], cluster[j]} == {a, b}) <= 0.0
