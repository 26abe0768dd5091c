"""Draws: the ranges they come from, the ranks they keep, the same bytes for the same seed, and the arrays they are laid out in."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from credibility.deals import NUMBERS, deal
from hudna.credibility import draw_tornado
from hudna.credibility.assumptions import Assumptions, Value, parse_assumptions
from hudna.credibility.draws import bars, draw_values, lay_out_inputs, likely_values, tornado_values
from hudna.credibility.impossible import refuse_impossible
from hudna.credibility.ranges import Quantiles, Triangular, disagreement, point, pool

numbers = st.floats(-50, 50, allow_nan=False)
triangulars = st.lists(numbers, min_size=3, max_size=3).map(sorted).map(lambda three: Triangular(*three))


def assumptions(text: str = NUMBERS) -> Assumptions:
    return parse_assumptions(text, deal(), file="numbers.yaml")


@given(range_=triangulars, share=st.floats(0.001, 0.999))
def test_a_range_is_the_triangle_of_its_three_numbers(range_: Triangular, share: float) -> None:
    if range_.high - range_.low < 1e-3:
        return
    width = range_.high - range_.low
    twin = stats.triang(c=(range_.mode - range_.low) / width, loc=range_.low, scale=width)

    assert float(range_.quantile(share)) == pytest.approx(twin.ppf(share), abs=1e-6)
    assert float(range_.share_below(range_.quantile(share))) == pytest.approx(share, abs=1e-6)
    assert range_.mean == pytest.approx(twin.mean(), abs=1e-9)


@given(
    shares=st.lists(st.floats(0.01, 0.99), min_size=2, max_size=6, unique=True).map(sorted),
    start=numbers,
    steps=st.lists(st.floats(0.1, 10), min_size=6, max_size=6),
    share=st.floats(0, 1),
)
def test_quantiles_pass_through_what_was_said(
    shares: list[float], start: float, steps: list[float], share: float
) -> None:
    if min(np.diff(shares)) < 1e-3:
        return
    values = tuple(float(v) for v in start + np.cumsum(steps)[: len(shares)])

    range_ = Quantiles(tuple(shares), values)

    assert range_.quantile(shares) == pytest.approx(values)
    assert float(range_.share_below(range_.quantile(share))) == pytest.approx(share, abs=1e-6)
    assert np.mean(range_.quantile((np.arange(20_000) + 0.5) / 20_000)) == pytest.approx(
        range_.mean, abs=0.02 * sum(steps)
    )


def test_the_tails_of_quantiles_stop_where_the_quantity_does() -> None:
    range_ = Quantiles((0.1, 0.9), (0.02, 0.95), 0.0, 1.0)

    assert float(range_.quantile(0.0)) == 0.0
    assert float(range_.quantile(1.0)) == 1.0


def test_every_draw_lies_in_its_range_one_in_each_slice() -> None:
    found = assumptions("\n".join(line for line in NUMBERS.splitlines() if not line.startswith("correlated")))

    values = draw_values(found, draws=200, seed=3)

    for path, value in found.values.items():
        slices = np.floor(value.range.share_below(values[path]) * 200 - 1e-9).astype(int)
        if value.range.varies:
            assert sorted(slices) == list(range(200)), path
        else:
            assert set(values[path]) == {value.range.likely}


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    found = assumptions()

    one, same, other = (draw_values(found, draws=50, seed=seed) for seed in (7, 7, 8))

    assert list(one) == list(same)
    assert all(one[path].tobytes() == same[path].tobytes() for path in one)
    assert one["monitoring.wrong_author"].tobytes() != other["monitoring.wrong_author"].tobytes()


def test_a_number_more_changes_no_draw_of_the_others() -> None:
    found = assumptions()
    more = replace(found, values={"zeal": Value(Triangular(0, 1, 2), "assumed"), **found.values})

    before, after = draw_values(found, draws=50, seed=1), draw_values(more, draws=50, seed=1)

    assert all(before[path].tobytes() == after[path].tobytes() for path in before)


@pytest.mark.parametrize("rank", [-0.8, -0.3, 0.5, 0.9])
def test_ranks_are_correlated_as_was_said(rank: float) -> None:
    text = NUMBERS.replace(
        "[[gain, war_value, 0.5]]", f"[[parties.west.kinds.armed_attack.gain, parties.west.war_value, {rank}]]"
    )

    values = draw_values(assumptions(text), draws=40_000, seed=2)

    gain, war = values["parties.west.kinds.armed_attack.gain"], values["parties.west.war_value"]
    assert stats.spearmanr(gain, war).statistic == pytest.approx(rank, abs=0.015)  # 3 standard errors
    assert np.quantile(gain, [0.1, 0.5, 0.9]) == pytest.approx(Triangular(1, 3, 8).quantile([0.1, 0.5, 0.9]), rel=0.02)
    other = values["parties.east.war_value"]
    assert stats.spearmanr(gain, other).statistic == pytest.approx(0, abs=0.015)


def test_a_last_word_ties_the_numbers_of_a_party_and_not_those_of_two() -> None:
    pairs = {frozenset(c[:2]) for c in assumptions().correlated}

    assert frozenset(("parties.east.kinds.advance.gain", "parties.east.war_value")) in pairs
    assert frozenset(("parties.west.kinds.armed_attack.gain", "parties.east.war_value")) not in pairs
    assert len(pairs) == 3


def test_numbers_that_rise_and_fall_together_are_one_bar_of_the_tornado() -> None:
    text = NUMBERS.replace("[[gain, war_value, 0.5]]", "[[gain, gain, 1]]")
    found = assumptions(text)

    drawn, moved = draw_values(found, draws=30, seed=1), tornado_values(found)

    one, other = "parties.east.kinds.armed_attack.gain", "parties.east.kinds.advance.gain"
    shares = [found.values[path].range.share_below(drawn[path]) for path in (one, other)]
    assert shares[0] == pytest.approx(shares[1], abs=1e-6)
    assert (one, other) in moved[0]
    place = moved[0].index((one, other))
    assert moved[1][one][2 * place : 2 * place + 2] == pytest.approx(Triangular(2, 5, 12).quantile([0.1, 0.9]))
    assert set(np.delete(moved[1][other], [2 * place, 2 * place + 1])) == {5.0}


def test_each_bar_moves_alone() -> None:
    found = assumptions()

    parts, values = tornado_values(found)

    likely = {path: value.range.likely for path, value in found.values.items()}
    assert parts == bars(found)
    for number, bar in enumerate(parts):
        moved = {path for path in values if set(values[path][2 * number : 2 * number + 2]) != {likely[path]}}
        assert moved == set(bar)


def test_the_tornado_of_a_file_of_numbers_is_solved_as_it_is_laid_out() -> None:
    found = assumptions()
    parts, values = tornado_values(found)

    solved = draw_tornado([" + ".join(bar) for bar in parts], lay_out_inputs(found, values), alpha=0.75)

    assert len(solved) == len(parts)
    assert [bar.width for bar in solved] == sorted((bar.width for bar in solved), reverse=True)
    assert solved[0].width > 0


def test_values_are_laid_out_where_the_solver_reads_them() -> None:
    found = assumptions()

    inputs = lay_out_inputs(found, likely_values(found))

    refuse_impossible(inputs, file="numbers.yaml")
    assert (inputs.parties, inputs.kinds, inputs.guarantor_of) == (
        ("east", "west"),
        ("armed_attack", "advance"),
        (0, 1),
    )
    assert inputs.opportunities_per_day[0] == pytest.approx(np.array([[0.08 * 0.7, 0.08 * 0.3], [0.05, 0]]))
    assert inputs.gain[0, 0].tolist() == [5, 5]
    assert inputs.harm[0, 0, 1].tolist() == [5, 5]
    assert inputs.harm[0, 1, 0].tolist() == [5, 0]
    assert inputs.mirror_costs_suspender[0].tolist() == [2, 2]
    assert inputs.detection[0].tolist() == [[0.8, 0.75], [0.8, 0.75]]
    assert inputs.answer_days[0].tolist() == [2, 20]
    assert inputs.lever_days[0].tolist() == [8, 8]
    assert inputs.stake_per_day.shape == (1, 2)


def test_what_a_suspension_costs_is_told_with_the_accused_and_laid_out_with_the_suspender() -> None:
    text = NUMBERS.replace(
        "{term: bodies, loses: [2, 6, 14], costs_the_other: [0.5, 2, 5]}", "{loses: 6, costs_the_other: 3}"
    )
    found = assumptions(text)

    inputs = lay_out_inputs(found, likely_values(found))

    assert inputs.mirror_costs_suspender[0].tolist() == [2, 3]


@given(ranges=st.lists(triangulars, min_size=1, max_size=4))
def test_a_pool_gives_each_person_the_same_weight(ranges: list[Triangular]) -> None:
    pooled = pool(ranges)

    if any(r.high - r.low < 0.5 for r in ranges) or isinstance(pooled, Triangular):
        return
    for share, value in zip(pooled.shares, pooled.values, strict=True):
        # the grid of the mixture is fine, not exact
        assert np.mean([float(r.share_below(value)) for r in ranges]) == pytest.approx(share, abs=0.01)


def test_two_who_share_nothing_keep_two_humps_and_stand_wholly_apart() -> None:
    low, high = Triangular(0, 1, 2), Triangular(10, 11, 12)

    pooled = pool([low, high])

    assert float(pooled.quantile(0.4)) < 2
    assert float(pooled.quantile(0.6)) > 10
    assert disagreement([low, high]) == pytest.approx(1, abs=1e-6)
    assert disagreement([low, low]) == 0
    assert pool([low, low]) == low
    assert disagreement([point(3), point(4)]) == 1
