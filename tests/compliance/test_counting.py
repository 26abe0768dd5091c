"""Counting breaches that are each only probable: against adding one after the other, and against scipy."""

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson_binom

from compliance.scenes import ARMY, agreement, box, cell, evidence, hold, incident, norm, same
from hudna.compliance import count_breaches, largest_per_incident
from hudna.compliance.counting import Summary, distribution


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


CHANCES = st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0])


@st.composite
def summed_up(draw: st.DrawFn) -> tuple[list[float], list[Summary], list[bool]]:
    """Up to two summaries over up to three days, which may share days, and which of all are counted."""
    days = draw(st.integers(0, 3))
    wholes = draw(st.integers(0, 2))
    p = [draw(CHANCES) for _ in range(days + wholes)]
    summaries = []
    for whole in range(days, days + wholes):
        parts = draw(st.lists(st.integers(0, days - 1), unique=True)) if days else []
        summaries.append(Summary(whole, tuple(sorted(parts)), tuple(draw(CHANCES) for _ in parts)))
    return p, summaries, [draw(st.booleans()) for _ in p]


def by_every_course_of_events(
    p: list[float], summaries: list[Summary], counted: list[bool]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Give the probability of each number, event by event: what happened, and which days each summary means."""
    found = np.zeros(sum(counted) + 1)
    meanings = [(n, part) for n, one in enumerate(summaries) for part in one.parts]
    chances = [*p, *(chance for one in summaries for chance in one.p_covers)]
    for course in product((False, True), repeat=len(chances)):
        likely = float(
            np.prod([chance if is_so else 1.0 - chance for chance, is_so in zip(chances, course, strict=True)])
        )
        happened, means = course[: len(p)], dict(zip(meanings, course[len(p) :], strict=True))
        is_told_already = {
            one.whole: any(happened[part] and means[n, part] for part in one.parts) for n, one in enumerate(summaries)
        }
        number = sum(
            is_in and is_so and not is_told_already.get(place, False)
            for place, (is_so, is_in) in enumerate(zip(happened, counted, strict=True))
        )
        found[number] += likely
    return found


@settings(max_examples=150, deadline=None)
@given(told=summed_up())
def test_the_count_beside_summaries_is_that_of_every_course_of_events(
    told: tuple[list[float], list[Summary], list[bool]],
) -> None:
    p, summaries, counted = told
    expected = by_every_course_of_events(p, summaries, counted)

    count = count_breaches(p, summaries=summaries, is_counted=counted)

    cumulative = np.cumsum(expected)
    assert count.mean == pytest.approx(float((np.arange(expected.size) * expected).sum()), abs=1e-12)
    assert cumulative[count.lower] >= 0.05 - 1e-9
    assert count.lower == 0 or cumulative[count.lower - 1] < 0.05 + 1e-9
    assert cumulative[count.upper] >= 0.95 - 1e-9
    assert count.upper == 0 or cumulative[count.upper - 1] < 0.95 + 1e-9
    assert count.is_exact


def test_a_week_that_is_surely_a_breach_and_one_day_of_it_make_one_whatever_the_day_is() -> None:
    count = count_breaches([0.5, 1.0], summaries=[Summary(1, (0,), (1.0,))])

    assert tuple(count) == (1.0, 1, 1)


def test_of_many_summaries_that_share_days_the_mean_stays_right() -> None:
    summaries = [Summary(whole, (0,), (0.5,)) for whole in range(1, 31)]

    count = count_breaches([0.5] * 31, summaries=summaries)

    assert count.mean == pytest.approx(0.5 + 30 * 0.5 * 0.75)
    assert not count.is_exact
