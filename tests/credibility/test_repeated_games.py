"""The oracles from the theory of repeated games: closed forms, a Markov chain, search, quantecon, and the exact set of equilibria."""

import numpy as np
import pytest

from reference.repeated_games import (
    blamed_by_rulings,
    directions,
    equilibrium_bounds,
    heard_explosions,
    prisoners_dilemma,
    reach_with,
    reversion_value,
    seen_perfectly,
    shortest_reversion,
)

DILEMMA = prisoners_dilemma(3, 2, 0, -1)
DIAGONAL = np.array([[1.0, 1.0]]) / np.sqrt(2)
# Nine seconds to forty-five each, on two cores.
slow = pytest.mark.soak


def best_joint(discount: float) -> float:
    game = seen_perfectly(DILEMMA)
    along = np.vstack([DIAGONAL, directions(game, plain=8)])
    return float(equilibrium_bounds(game, discount=discount, along=along)[0]) / np.sqrt(2)


def test_grim_trigger_holds_from_a_discount_of_one_third_on() -> None:
    assert pytest.approx(1 / 3, abs=1e-12) == (3 - 2) / (3 - 0)
    assert best_joint(0.30) == pytest.approx(0, abs=1e-6)
    assert best_joint(0.34) == pytest.approx(2, abs=1e-6)


@slow
@pytest.mark.parametrize("discount", [0.34, 0.5, 0.8])
def test_the_set_of_equilibria_is_that_of_quantecon(discount: float) -> None:
    from quantecon.game_theory import NormalFormGame, Player, RepeatedGame  # of the extra `oracles`

    game = seen_perfectly(DILEMMA)
    along = directions(game, plain=32)
    players = [Player(DILEMMA[:, :, 0]), Player(DILEMMA[:, :, 1].T)]
    hull = RepeatedGame(NormalFormGame(players), discount).equilibrium_payoffs(
        method="abreu_sannikov", options={"tol": 1e-10, "u_init": np.zeros(2)}
    )

    ours = equilibrium_bounds(game, discount=discount, along=along)

    theirs = (hull.points[hull.vertices] @ along.T).max(axis=0)
    assert np.max(np.abs(ours - theirs)) < 1e-5


@slow
def test_without_the_normals_of_the_hull_the_bound_is_too_large() -> None:
    game = seen_perfectly(DILEMMA)
    exact = equilibrium_bounds(game, discount=0.8, along=directions(game, plain=32))
    plain = directions(game, plain=32, with_facets=False)
    places = [int(np.argmin(np.linalg.norm(directions(game, plain=32) - d, axis=1))) for d in plain]

    loose = equilibrium_bounds(game, discount=0.8, along=plain)

    assert np.max(loose - exact[places]) > 0.05


def symmetric_best(p: float, q: float, discount: float) -> float:
    """Give the most that both can have alike, where signals blame nobody: promises lie on the diagonal, as in Mailath and Samuelson, ch. 7."""
    game = heard_explosions(DILEMMA, quiet_if_kept=p, quiet_if_broken=q)
    anti = np.array([[1.0, -1.0], [-1.0, 1.0]]) / np.sqrt(2)
    along = np.vstack([DIAGONAL, -DIAGONAL, anti])
    high, low = 2.0, 0.0
    for _ in range(2_000):
        reach = np.array([high * np.sqrt(2), -low * np.sqrt(2), 0.0, 0.0])
        kept = max(reach_with(game, (0, 0), DIAGONAL[0], along, reach, discount), 0.0)
        best = max(kept / np.sqrt(2), discount * high)
        if abs(high - best) < 1e-10:
            break
        high = best
    return high


@pytest.mark.parametrize(("p", "q", "value"), [(0.9, 0.5, 1.75), (0.95, 0.5, 2 - 0.05 / 0.45)])
def test_with_signals_that_blame_nobody_the_best_is_the_closed_form(p: float, q: float, value: float) -> None:
    assert 2 - (1 - p) / (p - q) == pytest.approx(value, abs=1e-9)
    assert symmetric_best(p, q, 0.9) == pytest.approx(value, abs=1e-6)


def test_below_its_threshold_signals_that_blame_nobody_sustain_nothing() -> None:
    threshold = 1 / (3 * 0.9 - 2 * 0.5)

    assert threshold == pytest.approx(0.5882, abs=1e-4)
    assert symmetric_best(0.9, 0.5, 0.57) == pytest.approx(0, abs=1e-5)
    assert symmetric_best(0.9, 0.5, 0.60) == pytest.approx(1.75, abs=1e-6)


def value_by_chain(kept: float, broken: float, discount: float, alarm: float, days: int) -> float:
    """Solve the Markov chain of keeping and of so many days of reversion."""
    move = np.zeros((days + 1, days + 1))
    move[0, 0], move[0, min(1, days)] = 1 - alarm, alarm
    for day in range(1, days + 1):
        move[day, (day + 1) % (days + 1)] = 1
    pays = np.array([kept] + [broken] * days)
    return float((1 - discount) * np.linalg.solve(np.eye(days + 1) - discount * move, pays)[0])


@pytest.mark.parametrize("discount", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("alarm", [0.01, 0.1, 0.4])
@pytest.mark.parametrize("days", [1, 5, 40])
def test_the_value_of_keeping_under_alarms_is_that_of_its_chain(discount: float, alarm: float, days: int) -> None:
    closed = reversion_value(2.0, 0.3, discount=discount, alarm=alarm, days=days)

    assert closed == pytest.approx(value_by_chain(2.0, 0.3, discount, alarm, days), abs=1e-12)


def test_the_shortest_reversion_that_deters_is_found_by_closed_form() -> None:
    random = np.random.default_rng(3)
    found = 0
    for _ in range(300):
        kept, gain, discount = 2.0, float(random.uniform(0.05, 3)), float(random.uniform(0.6, 0.99))
        rare, often = sorted(random.uniform(0.01, 0.9, size=2))
        closed = shortest_reversion(
            gain, lost_per_day=kept, alarm_if_kept=rare, alarm_if_broken=often, discount=discount
        )
        searched = None
        for days in range(1, 2_000):
            keeping = value_by_chain_fast(kept, discount, rare, days)
            after_alarm = discount**days * keeping
            if (1 - discount) * gain <= discount * (often - rare) * (keeping - after_alarm) + 1e-12:
                searched = days
                break
        assert closed == searched
        found += closed is not None
    assert 30 < found < 290


def value_by_chain_fast(kept: float, discount: float, alarm: float, days: int) -> float:
    """Give the value of keeping from its own recursion, broken days worth nothing."""
    return (1 - discount) * kept / (1 - discount * (1 - alarm) - discount * alarm * discount**days)


@slow
def test_rulings_that_name_the_author_sustain_more_than_tickets_and_no_peace_below_their_reach() -> None:
    """A breach is worth 1 and costs the victim 2; what tickets give up is bounded by the exact set."""
    pays = prisoners_dilemma(2, 1, 0, -1) + 0.0
    game = blamed_by_rulings(pays, proof=0.5, false=0.05)
    along = np.vstack([DIAGONAL, directions(game, plain=16)])

    patient = equilibrium_bounds(game, discount=0.9, along=along, most=90)[0] / np.sqrt(2)
    impatient = equilibrium_bounds(blamed_by_rulings(pays, proof=0.3, false=0.05), discount=0.6, along=along, most=200)[
        0
    ] / np.sqrt(2)

    assert 0.889 < patient < 0.970  # from outside; more directions bring it down to 0.966
    assert impatient == pytest.approx(0, abs=1e-3)
