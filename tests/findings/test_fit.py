"""What is learnt of sources: the properties of the research page "linkage", section 7, and its bars on worlds whose truth we planted."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from benchmarks.peers import dawid_skene, majority
from benchmarks.worlds import WORLDS, Told, simulate
from hypothesis import given, settings
from hypothesis import strategies as st

from hudna.findings.audit_echo import agreements
from hudna.findings.bounds import bound_sides
from hudna.findings.contents import NOT_ANCHORED, Contents
from hudna.findings.fit import learn, rates_of
from hudna.findings.posterior import posterior
from hudna.findings.templates import NEUTRAL_STAND, NOTHING

seeds = st.integers(0, 10_000)
few = settings(max_examples=4)


def small(name: str, seed: int, incidents: int = 300) -> Told:
    return simulate(replace(WORLDS[name], incidents=incidents), seed=seed)


def accuracy(p: np.ndarray, told: Told) -> float:
    hidden = told.has_truth_hidden
    return float((p.argmax(axis=1)[hidden] == told.truth[hidden]).mean())


def swapped(contents: Contents) -> Contents:
    """The same reports with the two sides called by each other's names."""

    def other(values: np.ndarray) -> np.ndarray:
        return np.where((values == 0) | (values == 1), 1 - values, values)

    return replace(
        contents,
        stands=other(contents.stands),
        said=other(contents.said),
        holders=1 - contents.holders,
        anchors=other(contents.anchors),
    )


@few
@given(seed=seeds)
def test_swapping_the_sides_everywhere_swaps_what_is_learnt(seed: int) -> None:
    told = small("coordinated", seed)

    one, other = learn(told.contents), learn(swapped(told.contents))

    assert one.p == pytest.approx(other.p[:, ::-1], abs=1e-9)


@few
@given(seed=seeds)
def test_the_order_of_incidents_changes_nothing(seed: int) -> None:
    told = small("balanced", seed)
    order = np.random.default_rng(seed).permutation(len(told.contents))
    contents = told.contents
    shuffled = replace(
        contents, said=contents.said[order], holders=contents.holders[order], anchors=contents.anchors[order]
    )

    one, other = learn(contents), learn(shuffled)

    assert one.p[order] == pytest.approx(other.p, abs=1e-9)


@few
@given(seed=seeds)
def test_what_is_learnt_is_what_the_posterior_uses(seed: int) -> None:
    told = small("copying", seed)

    fit = learn(told.contents)

    assert fit.has_converged
    assert posterior(told.contents, fit.rates) == pytest.approx(fit.p, abs=1e-5)
    assert np.isfinite(fit.p).all()


@few
@given(seed=seeds, k=st.sampled_from([1.5, 2.0, 3.0]))
def test_ends_hold_the_probability_and_widen_with_k(seed: int, k: float) -> None:
    told = small("one_sided", seed)
    rates = learn(told.contents).rates

    by_k = [bound_sides(told.contents, rates, k=factor) for factor in (1.0, k, 5.0)]

    p = posterior(told.contents, rates)
    assert by_k[0].lower == pytest.approx(p, abs=1e-6)
    assert by_k[0].upper == pytest.approx(p, abs=1e-6)
    for narrow, wide in pairwise(by_k):
        assert (wide.lower <= narrow.lower + 1e-12).all()
        assert (wide.upper >= narrow.upper - 1e-12).all()


@few
@given(seed=seeds)
def test_the_silence_of_an_inactive_source_changes_nothing(seed: int) -> None:
    told = small("balanced", seed)
    contents = told.contents
    absent = np.ones(contents.said.shape, dtype=bool)
    absent[:, 0] = False  # it told of nothing, since it was not there
    said = contents.said.copy()
    said[:, 0] = NOTHING
    is_told = (said != NOTHING).any(axis=1)
    with_it = replace(
        contents,
        said=said[is_told],
        is_active=absent[is_told],
        holders=contents.holders[is_told],
        anchors=contents.anchors[is_told],
    )
    without = replace(
        with_it,
        said=with_it.said[:, 1:],
        is_active=None,
        stands=contents.stands[1:],
        groups=np.unique(contents.groups[1:], return_inverse=True)[1],
    )

    one, other = learn(with_it), learn(without)

    assert one.p == pytest.approx(other.p, abs=1e-9)


def test_a_copy_that_always_repeats_leaves_the_probability() -> None:
    one = Contents(2, np.array([1]), np.array([0]), np.array([[0]], dtype=np.int16), np.array([0]))
    two = Contents(2, np.array([1, 1]), np.array([0, 0]), np.array([[0, 0]], dtype=np.int16), np.array([0]))
    from hudna.findings.posterior import template_of

    assert posterior(two, template_of(two, phi=1.0)) == pytest.approx(posterior(one, template_of(one)), abs=1e-12)


def test_an_anchor_is_what_it_is() -> None:
    told = small("balanced", 3)

    fit = learn(told.contents)

    known = np.flatnonzero(told.contents.anchors != NOT_ANCHORED)
    assert (fit.p[known, told.truth[known]] == 1.0).all()


def test_a_word_that_surely_belongs_elsewhere_tells_nothing() -> None:
    contents = Contents(
        2,
        np.array([-1]),
        np.array([0]),
        np.array([[0], [0], [0]], dtype=np.int16),
        np.zeros(3, dtype=np.int64),
        weights=np.array([[1.0], [0.5], [0.0]]),
    )
    from hudna.findings.posterior import template_of

    p = posterior(contents, template_of(contents))[:, 0]

    assert p[0] == pytest.approx(0.9016, abs=5e-4)
    assert p[0] > p[1] > p[2] == pytest.approx(0.5)


@settings(max_examples=3)
@given(seed=seeds)
def test_a_coordinated_bloc_does_not_pass_for_the_truth(seed: int) -> None:
    told = simulate(WORLDS["coordinated"], seed=seed)

    ours, theirs = accuracy(learn(told.contents).p, told), accuracy(dawid_skene(told.contents), told)

    assert ours >= 0.78
    assert ours >= theirs + 0.05


@few
@given(seed=seeds, members=st.sampled_from([1, 2]))
def test_how_often_a_source_blames_a_third_side_is_learnt_as_it_was(seed: int, members: int) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, 6_000)

    def words() -> np.ndarray:
        third, at = (truth + rng.integers(1, 3, truth.size)) % 3, rng.random(truth.size)
        return np.select([at < 0.55, at < 0.75], [truth, third], 3)  # a fifth of its words blames a third side

    contents = Contents(
        sides=3,
        stands=np.full(members, NEUTRAL_STAND),
        groups=np.zeros(members, dtype=np.int64),  # a group in which nobody repeats a line
        said=np.stack([words() for _ in range(members)], axis=1).astype(np.int16),
        holders=np.zeros(truth.size, dtype=np.int64),
        anchors=truth,
    )

    counts = learn(contents, uses_silence=False, learns_base=False).counts.theta[0].sum(axis=0)

    assert counts[2] / counts.sum() == pytest.approx(0.2, abs=0.05)  # of two, some agreement passes for a line


@few
@given(seed=seeds)
def test_independent_sources_agree_as_often_as_is_expected_of_them_also_among_three_sides(seed: int) -> None:
    told = simulate(replace(WORLDS["three_sides"], incidents=4_000), seed=seed)

    agreed, expected, _, _ = agreements(told.contents, learn(told.contents))

    pairs = np.triu_indices(len(agreed), 1)
    assert agreed[pairs].sum() / expected[pairs].sum() == pytest.approx(1.0, abs=0.02)


@few
@given(seed=seeds)
def test_of_three_sides_it_finds_the_right_one_more_often_than_counting_heads(seed: int) -> None:
    told = simulate(WORLDS["three_sides"], seed=seed)

    assert accuracy(learn(told.contents).p, told) > accuracy(majority(told.contents), told)


def test_where_dawid_and_skene_follow_the_loud_bloc_we_do_not() -> None:
    worlds = [simulate(WORLDS["coordinated"], seed=seed) for seed in range(4)]

    captured = [told for told in worlds if accuracy(dawid_skene(told.contents), told) <= 0.52]

    assert len(captured) >= 2  # no better than a coin
    assert min(accuracy(learn(told.contents).p, told) for told in captured) >= 0.78


def test_what_was_learnt_yesterday_is_a_start_for_today() -> None:
    told = small("coordinated", 5, incidents=1_000)
    fit = learn(told.contents)

    again = learn(told.contents, start=fit.counts)

    assert again.iterations < fit.iterations / 2
    assert again.p == pytest.approx(fit.p, abs=1e-4)
    assert rates_of(fit.counts, told.contents).phi == pytest.approx(fit.rates.phi)
