"""Correlation clustering, held against the example of the research page and against all partitions."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hudna.incidents.cluster import Edges, Tokens, contract


def clusters(
    size: int,
    pairs: list[tuple[int, int, float]],
    *,
    joined: list[int] | None = None,
    tokens: list[tuple[int, int]] | None = None,
) -> list[int]:
    i, j, weight = (np.array(column) for column in zip(*pairs, strict=True))
    held = np.array(tokens or [], dtype=np.int64).reshape(-1, 2)
    return contract(
        size,
        Edges(i, j, weight.astype(float), weight.astype(float)),
        joined=None if joined is None else np.array(joined),
        tokens=Tokens(held[:, 0], held[:, 1]),
        at_least=0.0,
    ).tolist()


def test_two_strong_edges_do_not_outvote_a_stronger_no() -> None:
    assert clusters(3, [(0, 1, 3.0), (1, 2, 2.0), (0, 2, -4.0)]) == [0, 0, 2]


def test_a_token_keeps_two_apart_by_whatever_way_round() -> None:
    pairs = [(0, 1, 9.0), (1, 2, 8.0), (2, 3, 9.0), (0, 3, 9.0), (1, 3, 9.0), (0, 2, 9.0)]

    cluster = clusters(4, pairs, tokens=[(0, 7), (3, 7)])

    assert cluster[0] != cluster[3]


def test_what_is_joined_from_the_start_adds_its_edges() -> None:
    assert clusters(3, [(0, 2, 1.0), (1, 2, -2.5)], joined=[0, 0, 2]) == [0, 0, 2]


def one_at_a_time(size: int, pairs: list[tuple[int, int, float]]) -> list[int]:
    """The slow twin: join the two clusters whose pairs speak most for one another on average, one join at a time."""
    weight = {(i, j): w for i, j, w in pairs}
    groups = [[n] for n in range(size)]
    while True:
        speaks = [
            (-sum(weight[min(i, j), max(i, j)] for i in a for j in b) / (len(a) * len(b)), a[0], b[0], a, b)
            for a, b in combinations(groups, 2)
        ]
        best = min(speaks, default=(0.0,))
        if best[0] >= 0.0:
            return [next(min(group) for group in groups if n in group) for n in range(size)]
        _, _, _, a, b = best
        groups = sorted([group for group in groups if group not in (a, b)] + [sorted(a + b)])


# Sums and means of quarters are exact, and their differing fractions leave few ties.
weights = st.lists(st.integers(-16, 20).map(lambda n: n / 4 + 0.01 * n), min_size=15, max_size=15, unique=True)


@given(weights=weights)
def test_joining_mutual_bests_in_rounds_gives_what_joining_one_at_a_time_gives(weights: list[float]) -> None:
    pairs = [(i, j, weight) for (i, j), weight in zip(combinations(range(6), 2), weights, strict=True)]

    assert clusters(6, pairs) == one_at_a_time(6, pairs)


@given(weights=weights)
def test_no_two_clusters_are_left_that_it_would_pay_to_join(weights: list[float]) -> None:
    pairs = [(i, j, weight) for (i, j), weight in zip(combinations(range(6), 2), weights, strict=True)]

    cluster = clusters(6, list(reversed(pairs)))

    assert cluster == clusters(6, pairs)
    for a, b in combinations(sorted(set(cluster)), 2):
        assert sum(w for i, j, w in pairs if {cluster[i], cluster[j]} == {a, b}) <= 1e-9
