"""Counting breaches that are each only probable: against adding one after the other, and against scipy."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson_binom

from compliance.scenes import ARMY, agreement, box, cell, evidence, hold, incident, norm, same
from hudna.compliance import count_breaches, largest_per_incident
from hudna.compliance.counting import distribution


def one_after_the_other(p: list[float]) -> np.ndarray:
    counts = np.array([1.0])
    for chance in p:
        counts = np.append(counts * (1 - chance), 0.0) + np.append(0.0, counts * chance)
    return counts


def quantile(p: list[float], at: float) -> int:
    return int(np.searchsorted(np.cumsum(one_after_the_other(p)), at - 1e-12))


@given(p=st.lists(st.floats(0, 1), max_size=50))
def test_up_to_fifty_it_is_scipys_distribution(p: list[float]) -> None:
    expected = poisson_binom(p).cdf(np.arange(len(p) + 1)) if p else [1.0]

    assert np.cumsum(distribution(np.array(p))) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("n", [1, 2, 63, 64, 65, 129, 500, 2000])
def test_quantiles_are_those_of_adding_one_after_the_other(n: int) -> None:
    p = np.random.default_rng(n).beta(0.6, 0.9, n).tolist()

    count = count_breaches(p)

    assert (count.lower, count.upper) == (quantile(p, 0.05), quantile(p, 0.95))
    assert count.mean == pytest.approx(sum(p))
    assert count.is_exact


@pytest.mark.parametrize(
    ("p", "expected"), [([], (0, 0, 0)), ([1.0] * 7, (7, 7, 7)), ([0.0] * 3, (0, 0, 0)), ([0.5], (0.5, 0, 1))]
)
def test_what_is_certain_has_no_width(p: list[float], expected: tuple[float, int, int]) -> None:
    assert tuple(count_breaches(p)) == expected


def test_several_draws_are_averaged_as_distributions_not_as_probabilities() -> None:
    count = count_breaches([[1.0] * 10, [0.0] * 10])

    assert tuple(count) == (5.0, 0, 10)


def test_above_a_hundred_thousand_it_expands_and_says_so() -> None:
    p = np.random.default_rng(1).beta(0.6, 0.9, 100_000)

    exact, expanded = count_breaches(p), count_breaches(np.append(p, 0.0))

    assert (exact.is_exact, expanded.is_exact) == (True, False)
    assert (expanded.lower, expanded.upper) == pytest.approx((exact.lower, exact.upper), abs=1)


def test_a_probability_above_one_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        count_breaches([0.2, 1.2])


def test_one_incident_under_several_norms_is_one_breach_for_each_party() -> None:
    fire = norm(same(box(kinds=["shelling"])), norm_id="1")
    any_attack = norm(same(box(kinds=["shelling", "sniping"], actors=ARMY)), norm_id="2")
    council = norm(same(box(kinds=["sniping"], actors=frozenset({"guard"}))), norm_id="3", accused=("council",))
    cells = [
        cell(p=0.5),
        cell(number=1, kinds=["sniping"], p=0.2),
        cell(number=2, kinds=["sniping"], actors=["guard"], p=0.2),
    ]
    allegations = hold(agreement(fire, any_attack, council), evidence([incident(hours=(0, 1))], cells))

    def counted(accused: str) -> list[tuple[str, float]]:
        rows = allegations.filter(pl.col("accused") == accused).to_dicts()
        return [(row["norm_id"], row["p_breach"]) for row in largest_per_incident(rows)]

    assert (counted("council"), counted("republic")) == ([("3", 0.2)], [("2", 0.7)])


def test_of_two_norms_that_hold_an_incident_alike_the_first_of_the_agreement_counts() -> None:
    norms = [norm(same(box()), norm_id=name) for name in ("9", "1")]

    [row] = largest_per_incident(hold(agreement(*norms), evidence([incident()], [cell()])).to_dicts())

    assert row["norm_id"] == "9"
