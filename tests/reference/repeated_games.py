"""Repeated games of two, solved slowly: what is the most that any equilibrium can give, exactly, by linear programmes.

Abreu, Pearce and Stacchetti (Econometrica 1990): the set of payoffs that perfect public equilibria can give is the largest set that generates
itself. It is approached from outside by its supporting half-planes, after Judd, Yeltekin and Conklin (2003), here with public signals. The facet
normals of the hull of what one day can pay must be among the directions: without them the bound is too large (0.113 too large at a discount of
0.8 in the prisoners' dilemma, with 32 directions).
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.spatial import ConvexHull

Floats = NDArray[np.float64]
ENOUGH = 1e-8


@dataclass(frozen=True)
class Game:
    """A game of two, played every day; `pays[a, b]` are both payoffs, `signals[a, b]` the chances of each public signal."""

    pays: Floats
    signals: Floats

    @property
    def actions(self) -> list[tuple[int, int]]:
        return list(product(range(self.pays.shape[0]), range(self.pays.shape[1])))


def seen_perfectly(pays: Floats) -> Game:
    """Give the game in which everybody sees what was done."""
    rows, columns = pays.shape[:2]
    return Game(pays, np.eye(rows * columns).reshape(rows, columns, -1))


def directions(game: Game, *, plain: int, with_facets: bool = True) -> Floats:
    """Give unit directions: evenly spread ones, and the normals of the hull of what one day can pay."""
    angles = 2 * np.pi * np.arange(plain) / plain
    spread = np.column_stack([np.cos(angles), np.sin(angles)])
    if not with_facets:
        return spread
    normals = ConvexHull(game.pays.reshape(-1, 2)).equations[:, :2]
    return np.unique(np.round(np.vstack([spread, normals]), 12), axis=0)


def equilibrium_bounds(game: Game, *, discount: float, along: Floats, most: int = 400) -> Floats:
    """Give how far the equilibrium payoffs reach along each direction; all NaN if there are none.

    Args:
        game: what is played every day.
        discount: of a day.
        along: unit directions.
        most: rounds after which it stops shrinking the set.
    """
    reach = (game.pays.reshape(-1, 2) @ along.T).max(axis=0)
    for _ in range(most):
        found = np.array([_furthest(game, direction, along, reach, discount) for direction in along])
        if not np.all(np.isfinite(found)):
            return np.full(len(along), np.nan)
        found = np.minimum(found, reach)
        if np.max(reach - found) < ENOUGH:
            return found
        reach = found
    return reach


def _furthest(game: Game, direction: Floats, along: Floats, reach: Floats, discount: float) -> float:
    best = [reach_with(game, actions, direction, along, reach, discount) for actions in game.actions]
    return max(best)


def reach_with(
    game: Game, actions: tuple[int, int], direction: Floats, along: Floats, reach: Floats, discount: float
) -> float:
    """Maximise along a direction over what a promise for each signal, itself within reach, can sustain: today's actions played willingly."""
    chances, signals = game.signals[actions], game.signals.shape[2]
    objective = -discount * np.einsum("s,i->si", chances, direction).ravel()
    rows, limits = [], []
    for signal in range(signals):
        block = np.zeros((len(along), 2 * signals))
        block[:, 2 * signal : 2 * signal + 2] = along
        rows.append(block)
        limits.append(reach)
    for player in (0, 1):
        for other in range(game.pays.shape[player]):
            if other == actions[player]:
                continue
            deviation = (other, actions[1]) if player == 0 else (actions[0], other)
            row = np.zeros((1, 2 * signals))
            row[0, player::2] = discount * (game.signals[deviation] - chances)
            rows.append(row)
            limits.append(np.array([(1 - discount) * (game.pays[actions][player] - game.pays[deviation][player])]))
    solved = linprog(objective, A_ub=np.vstack(rows), b_ub=np.concatenate(limits), bounds=(None, None), method="highs")
    return float((1 - discount) * direction @ game.pays[actions] - solved.fun) if solved.status == 0 else -np.inf


def prisoners_dilemma(temptation: float, reward: float, punishment: float, sucker: float) -> Floats:
    """Give payoffs with action 0 to keep and action 1 to break."""
    return np.array(
        [[[reward, reward], [sucker, temptation]], [[temptation, sucker], [punishment, punishment]]], dtype=np.float64
    )


def blamed_by_rulings(pays: Floats, *, proof: float, false: float) -> Game:
    """Give the game in which nobody sees what was done, and a ruling may name one side: rightly with `proof`, wrongly with `false`."""
    signals = np.zeros((2, 2, 4))  # nobody, the first, the second, both
    for actions in product((0, 1), (0, 1)):
        first, second = (proof if action else false for action in actions)
        signals[actions] = [(1 - first) * (1 - second), first * (1 - second), (1 - first) * second, first * second]
    return Game(pays, signals)


def heard_explosions(pays: Floats, *, quiet_if_kept: float, quiet_if_broken: float) -> Game:
    """Give the game with two signals that blame nobody: quiet, likelier when both keep, or explosions."""
    signals = np.zeros((2, 2, 2))
    for actions in product((0, 1), (0, 1)):
        quiet = quiet_if_kept if actions == (0, 0) else quiet_if_broken
        signals[actions] = [quiet, 1 - quiet]
    return Game(pays, signals)


# --- closed forms ---------------------------------------------------------------------------------------------------------------------


def reversion_value(kept: float, broken: float, *, discount: float, alarm: float, days: int) -> float:
    """Give the value of keeping, where an alarm starts a reversion of so many days (Porter 1983), by its closed form."""
    return broken + (kept - broken) * (1 - discount) / (1 - discount + alarm * (discount - discount ** (days + 1)))


def shortest_reversion(
    gain: float, *, lost_per_day: float, alarm_if_kept: float, alarm_if_broken: float, discount: float
) -> int | None:
    """Give the fewest days of reversion that deter, by closed form; None where no number does."""
    pace = gain / ((alarm_if_broken - alarm_if_kept) * lost_per_day)
    if pace * alarm_if_kept >= 1:
        return None
    needed = pace * (1 - discount) / (discount * (1 - pace * alarm_if_kept))
    return None if needed >= 1 else int(np.ceil(np.log1p(-needed) / np.log(discount)))
