"""Sides: the oracles and properties of the research page "linkage", section 7."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.findings import DENIAL, NEUTRAL, UNATTRIBUTED, UNCLEAR, Word, weigh_sides

G, O = "government", "opposition"  # noqa: E741  (the page's letters)
BLAMES_G, NEUTRAL_G, ADMITS, BLAMES_O, DENIES = Word(O, G), Word(NEUTRAL, G), Word(G, G), Word(G, O), Word(G, DENIAL)


@pytest.mark.parametrize(
    ("groups", "phi", "p"),
    [
        ([[BLAMES_G]], 0.9, 0.6255),
        ([[BLAMES_G], [BLAMES_G]], 0.9, 0.7362),
        ([[BLAMES_G]] * 10, 0.9, 0.9941),
        ([[BLAMES_G] * 2], 0.5, 0.6977),
        ([[BLAMES_G] * 2], 0.9, 0.6397),
        ([[BLAMES_G] * 2], 1.0, 0.6255),
        ([[BLAMES_G] * 10], 0.5, 0.9150),
        ([[BLAMES_G] * 10], 0.9, 0.6944),
        ([[BLAMES_G] * 10], 1.0, 0.6255),
        ([[BLAMES_G], [NEUTRAL_G]], 0.9, 0.9387),
        ([[NEUTRAL_G]], 0.9, 0.9016),
        ([[ADMITS]], 0.9, 0.8571),
        ([[BLAMES_G], [BLAMES_O]], 0.9, 0.5000),
        ([[BLAMES_G], [DENIES]], 0.9, 0.8194),
    ],
)
def test_probabilities_are_those_of_the_page(groups: list[list[Word]], phi: float, p: float) -> None:
    mass = weigh_sides(tuple(tuple(group) for group in groups), (G, O), k=3.0, phi=phi)[0]

    assert mass.p == pytest.approx(p, abs=5e-4)


@pytest.mark.parametrize(
    ("groups", "k", "lower", "upper"),
    [
        ([[BLAMES_G]], 3.0, 0.2500, 0.9376),
        ([[BLAMES_G]] * 2, 3.0, 0.2500, 0.9869),
        ([[BLAMES_G], [NEUTRAL_G]], 3.0, 0.5046, 0.9976),
        ([[NEUTRAL_G]] * 2, 3.0, 0.7568, 0.9996),
        ([[BLAMES_G]], 2.0, 0.3333, 0.8698),
        ([[BLAMES_G], [NEUTRAL_G]], 2.0, 0.6962, 0.9919),
        ([[BLAMES_G]], 1.0, 0.6255, 0.6255),
        ([[ADMITS]], 3.0, 0.6667, 0.9474),
    ],
)
def test_ends_are_those_of_the_page(groups: list[list[Word]], k: float, lower: float, upper: float) -> None:
    mass = weigh_sides(tuple(tuple(group) for group in groups), (G, O), k=k)[0]

    assert (mass.lower, mass.upper) == pytest.approx((lower, upper), abs=5e-4)


words = st.builds(Word, st.sampled_from([G, O, NEUTRAL, UNCLEAR]), st.sampled_from([G, O, UNATTRIBUTED, DENIAL]))
worlds = st.lists(st.lists(words, min_size=1, max_size=3).map(tuple), min_size=1, max_size=5).map(tuple)
SWAP = {G: O, O: G}


@given(groups=worlds, k=st.sampled_from([1.0, 1.5, 2.0, 3.0, 5.0]))
def test_swapping_the_sides_swaps_the_masses(groups: tuple[tuple[Word, ...], ...], k: float) -> None:
    swapped = tuple(
        tuple(Word(SWAP.get(w.stand, w.stand), SWAP.get(w.said, w.said)) for w in group) for group in groups
    )

    one, other = weigh_sides(groups, (G, O), k=k)
    other_swapped, one_swapped = weigh_sides(swapped, (G, O), k=k)

    for mass, mirror in ((one, one_swapped), (other, other_swapped)):
        assert (mass.p, mass.lower, mass.upper) == pytest.approx((mirror.p, mirror.lower, mirror.upper), abs=1e-12)
    assert one.p + other.p == pytest.approx(1.0, abs=1e-12)
    assert one.lower == pytest.approx(1.0 - other.upper, abs=1e-12)


@given(groups=worlds, sides=st.sampled_from([(G, O), (G, O, "third")]))
def test_lower_falls_and_upper_rises_with_k(groups: tuple[tuple[Word, ...], ...], sides: tuple[str, ...]) -> None:
    by_k = [weigh_sides(groups, sides, k=k) for k in (1.0, 1.5, 2.0, 3.0, 5.0)]

    for masses in zip(*by_k, strict=True):
        assert masses[0].lower == pytest.approx(masses[0].p, abs=1e-9)
        assert masses[0].upper == pytest.approx(masses[0].p, abs=1e-9)
        for smaller, larger in pairwise(masses):
            assert larger.lower <= smaller.lower + 1e-12 <= smaller.p + 2e-12
            assert larger.upper >= smaller.upper - 1e-12 >= smaller.p - 2e-12


adverse = st.lists(
    st.lists(st.sampled_from([BLAMES_G, Word(O, UNATTRIBUTED), Word(UNCLEAR, G)]), min_size=1, max_size=4).map(tuple),
    min_size=1,
    max_size=12,
)


@given(groups=adverse, k=st.sampled_from([3.0, 5.0]))
def test_one_sides_word_never_lifts_the_lower_end_whatever_its_number(groups: list[tuple[Word, ...]], k: float) -> None:
    mass = weigh_sides(tuple(groups), (G, O), k=k)[0]

    assert mass.lower <= 1.0 / (1.0 + k) + 1e-12


@given(copies=st.integers(1, 10))
def test_repeating_an_accusation_does_not_lower_the_lower_end(copies: int) -> None:
    mass = weigh_sides(((BLAMES_G,) * copies,), (G, O), k=3.0)[0]

    assert mass.lower == pytest.approx(0.25, abs=1e-12)


def test_a_partys_denial_does_not_lift_its_lower_end() -> None:
    accused = weigh_sides(((BLAMES_G,),), (G, O), k=3.0)[0]

    denying = weigh_sides(((BLAMES_G,), (DENIES,), (Word(G, DENIAL),)), (G, O), k=3.0)[0]

    assert denying.lower == pytest.approx(accused.lower, abs=1e-12)


@given(groups=st.lists(words.map(lambda word: (word,)), max_size=4), denials=st.integers(1, 6))
def test_a_denial_by_the_accused_raises_the_middle_and_a_neutral_one_nothing(
    groups: list[tuple[Word, ...]], denials: int
) -> None:
    """docs/decisions/0007; each voice an echo group of its own."""
    before = weigh_sides(tuple(groups), (G, O), k=3.0)[0]

    own = weigh_sides((*groups, *[(DENIES,)] * denials), (G, O), k=3.0)[0]
    neutral = weigh_sides((*groups, *[(Word(NEUTRAL, DENIAL),)] * denials), (G, O), k=3.0)[0]

    assert own.p > before.p
    assert own.lower <= before.lower + 1e-12
    assert (neutral.p, neutral.lower, neutral.upper) == pytest.approx((before.p, before.lower, before.upper), abs=1e-12)


@pytest.mark.parametrize(
    ("groups", "k", "figures"),
    [
        ([[BLAMES_G], [DENIES]], 3.0, (0.8194, 0.2500, 0.9761)),
        ([[BLAMES_G], *[[DENIES]] * 5], 3.0, (0.9960, 0.2500, 0.9996)),
        ([[BLAMES_G], [DENIES]], 2.0, (0.8194, 0.3333, 0.9478)),
        ([[BLAMES_G], [Word(G, UNATTRIBUTED), DENIES]], 3.0, (0.8795, 0.2500, 0.9850)),
        ([[Word(G, G), DENIES]], 3.0, (0.9422, 0.6600, 0.9803)),
    ],
)
def test_the_figures_of_the_decision_on_denials(
    groups: list[list[Word]], k: float, figures: tuple[float, float, float]
) -> None:
    mass = weigh_sides(tuple(tuple(group) for group in groups), (G, O), k=k)[0]

    assert (mass.p, mass.lower, mass.upper) == pytest.approx(figures, abs=5e-4)


@given(
    groups=st.lists(st.lists(words, min_size=1, max_size=4).map(tuple), min_size=1, max_size=4),
    denier=st.sampled_from([G, UNCLEAR, NEUTRAL]),
    joins=st.integers(0, 3),
    denials=st.integers(1, 4),
    k=st.sampled_from([1.5, 2.0, 3.0, 5.0]),
)
def test_no_denial_within_any_group_lifts_the_lower_end(
    groups: list[tuple[Word, ...]], denier: str, joins: int, denials: int, k: float
) -> None:
    """docs/decisions/0007; the end is no higher than that of the same words without any denial of a possible own source."""
    plain = [tuple(word for word in group if word.said != DENIAL) for group in groups]
    denied = [list(group) for group in plain]
    denied[joins % len(denied)] += [Word(denier, DENIAL)] * denials

    before = weigh_sides(tuple(group for group in plain if group), (G, O), k=k)[0]
    after = weigh_sides(tuple(tuple(group) for group in denied if group), (G, O), k=k)[0]

    assert after.lower <= before.lower + 1e-12


def test_an_adversary_that_clears_a_side_by_naming_another_is_heard() -> None:
    mass = weigh_sides(((BLAMES_G,), (Word("third", O),)), (G, O, "third"), k=3.0)[0]

    assert mass.p < 0.5


@pytest.mark.parametrize(
    ("word", "sides", "odds"),
    [
        (NEUTRAL_G, (G, O), [0.06]),
        (NEUTRAL_G, (G, O, "third"), [0.03, 0.03]),  # false blame of any third side, spread over two of them
        (
            BLAMES_G,
            (G, O, "third"),
            [0.22, 0.04],
        ),  # its own side did it: spread over two; the third did it: one is left to blame
    ],
)
def test_false_blame_is_spread_over_the_third_sides_in_play(
    word: Word, sides: tuple[str, ...], odds: list[float]
) -> None:
    true = 0.55 if word.stand == NEUTRAL else 0.735

    mass = weigh_sides(((word,),), sides, k=3.0)[0]

    assert mass.p == pytest.approx(true / (true + sum(odds)), abs=5e-4)


def test_at_the_lower_end_a_source_may_aim_all_its_false_blame_at_one_side() -> None:
    one, ten = (weigh_sides(((BLAMES_G,),) * copies, (G, O, "third"), k=3.0)[0] for copies in (1, 10))

    third = 3 * 3 * 0.04 / 0.735  # that O's sources blame G for what a third side did, three times as often as it looks
    assert one.lower == pytest.approx(1 / (1 + 3 + third), abs=5e-4)
    assert ten.lower == pytest.approx(1 / (1 + 3), abs=5e-4)  # they rule the third side out, and never their own


def test_an_echo_groups_line_spreads_its_false_blame_as_its_members_do() -> None:
    mass = weigh_sides(((BLAMES_G, BLAMES_G),), (G, O, "third"), k=3.0, phi=0.9)[0]

    def told(line: float, whole: float) -> float:
        """Both repeat the line that blames G, or one or both look for themselves; `line`: how often it is G's blame."""
        return line * (0.9 + 0.1 * line) ** 2 + (whole - line) * (0.1 * line) ** 2

    true, own, third = told(0.735, 1.04), told(0.22, 1.0), told(0.04, 1.04)
    assert mass.p == pytest.approx(true / (true + own + third), abs=5e-4)
