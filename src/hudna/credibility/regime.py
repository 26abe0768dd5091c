"""One regime of the deal, solved: what it is worth to everybody, who breaches what, how often, and how soon war ends it.

A regime is guaranteed (G) as far as `acts` says whose rulings are answered, and bare (N) if nobody's are. In it every party breaches at
an opportunity worth more than a breach costs it (a cut-off), so that values give costs, costs cut-offs, and cut-offs values again. All
draws are iterated together, each until its own values stand still; a draw's result does not depend on its neighbours.
Source: docs/guide/stress-model.md; Green and Porter 1984, Rotemberg and Saloner 1986.
"""

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from hudna.credibility.given import Given
from hudna.credibility.inputs import Flags, Floats

TOLERANCE = 1e-12
MOST_ITERATIONS = 400
MOST_STRIDE = 3.0
ACCELERATED = 60  # from then on small plain steps, for the draws in which acceleration runs in a circle
LEAST_CUTOFF = 1e-300


class Regime(NamedTuple):
    """A solved regime; arrays (draws, 2) and (draws, 2, kinds) where not said otherwise."""

    value: Floats
    guarantor_value: Floats
    """Of the party's guarantor; nan-free: 0 where there is none."""
    cost: Floats
    """What a breach costs its author."""
    lasting: Floats
    """What a breach pays as long as it is not corrected."""
    cutoff: Floats
    breaches: Floats
    """A day, by kind; without accidents and retaliation."""
    incidents: Floats
    rulings: Floats
    beliefs: Floats
    hazard: Floats
    """Chance a day that the deal ends in war, (draws, 1)."""
    answered_discount: Floats
    """delta_tau: of a sanction, by its delay and by the chance that the deal ends before."""
    retaliation_cost: Floats
    """To the party, of one retaliatory incident by the other with all that follows."""
    is_settled: Flags
    """Whether the values stood still within `MOST_ITERATIONS`, (draws, 1)."""

    def take(self, which: NDArray[Any]) -> Self:
        """Give some of the draws."""
        columns: tuple[Any, ...] = self
        return type(self)(*(each[which] for each in columns))


def solve_regime(
    given: Given, acts: Flags, punishment: Floats, benefit_share: Floats, *, start: Floats | None = None
) -> Regime:
    """Find the values that reproduce themselves.

    Args:
        given: as `derive` gives it.
        acts: whose rulings its guarantor answers, (draws, 2).
        punishment: K, days taken from the party at each ruling, (draws, 2).
        benefit_share: of a day's benefit, (draws, 2); 1 in G.
        start: values and hazard to begin with, (draws, 3); else from above, the benefit without a breach.
    """
    ceiling = given.benefit / (1.0 - given.delta)
    state = np.concatenate([ceiling, np.zeros_like(given.delta)], axis=1) if start is None else start
    scale = np.concatenate([np.maximum(ceiling, np.abs(given.war)) + 1e-12, 1.0 - given.delta], axis=1)
    result: list[Any] | None = None
    rows = np.arange(len(state))
    step, last = np.full((len(state), 1), 0.5), np.zeros_like(state)
    for iteration in range(MOST_ITERATIONS):
        wanted, day = one_day(given, acts, punishment, benefit_share, state[:, :2], state[:, 2:])
        move = (wanted - state) / scale
        is_done = (np.abs(move) < TOLERANCE).all(axis=1)
        is_last = iteration == MOST_ITERATIONS - 1
        if result is None:
            result = [np.empty((len(rows), *each.shape[1:]), each.dtype) for each in day]
        if is_done.any() or is_last:
            stored = np.ones_like(is_done) if is_last else is_done
            for kept, found in zip(result, day._replace(is_settled=is_done[:, None]), strict=True):
                kept[rows[stored]] = found[stored]
            on = ~is_done
            if is_last or not on.any():
                break
            given, acts, punishment, benefit_share = given.take(on), acts[on], punishment[on], benefit_share[on]
            rows, state, scale, step, last, move = rows[on], state[on], scale[on], step[on], last[on], move[on]
        if iteration:
            step = relaxed(step, last, move, most=MOST_STRIDE) if iteration < ACCELERATED else np.full_like(step, 0.2)
        state, last = state + step * move * scale, move
        state[:, 2] = np.clip(state[:, 2], 0.0, 0.99)
    assert result is not None
    return Regime(*result)


def relaxed(step: Floats, last: Floats, move: Floats, *, most: float) -> Floats:
    """Aitken's relaxation (Irons and Tuck 1969): the length of step that the last two moves would have wanted, (draws, 1)."""
    turn = move - last
    along, square = last * turn, turn * turn
    # Two parties first, so that their order cannot matter in the last bit.
    wanted = -step[:, 0] * _sum(along) / np.maximum(_sum(square), 1e-300)
    return np.clip(wanted, 0.1, most)[:, None]


def _sum(rows: Floats) -> Floats:
    total: Floats = rows[:, 0] + rows[:, 1]
    return total + rows[:, 2] if rows.shape[1] == 3 else total


def one_day(
    given: Given, acts: Flags, punishment: Floats, share: Floats, value: Floats, hazard: Floats
) -> tuple[Floats, Regime]:
    """Give the values and the hazard that follow from these, and everything on the way to them."""
    gap = value - given.war
    alive = given.delta * (1.0 - hazard)
    soon, later = alive**given.tau, alive**given.leaves_after
    answered = np.where(acts, soon, 0.0)
    proof = given.proof * acts[..., None]
    doubt = given.belief - proof
    cost, retaliation = _cost_of_a_breach(given, proof, doubt, answered, later, punishment, gap)
    lasting = _lasting_gain(given, proof)
    cutoff = np.maximum(cost - lasting, LEAST_CUTOFF)
    height = (given.log_gain - np.log(cutoff)) / given.sigma
    breaches = given.chance * ndtr(height)
    taken = (given.chance * given.mean_gain * ndtr(height + given.sigma) + breaches * lasting).sum(axis=2)
    incidents = _with_retaliation(given, breaches)
    beliefs = (given.belief * incidents).sum(axis=2) + given.unfounded
    blamed = (proof * incidents).sum(axis=2) + (given.wrong * incidents).sum(axis=2)[:, ::-1] + given.false_rulings
    rulings = np.where(acts, blamed, 0.0)
    walked = ((doubt * incidents).sum(axis=2) + given.unfounded) * given.leaves[:, ::-1]
    # An end that comes later is discounted like all that comes later; the hazard itself is not.
    ended = (rulings * given.q * answered + walked * later[:, ::-1]).sum(axis=1, keepdims=True)
    new_hazard = (rulings * given.q + walked).sum(axis=1, keepdims=True)
    harmed = (incidents * given.harm).sum(axis=2)[:, ::-1]
    lost = answered * rulings * punishment + beliefs * given.mirror + harmed + beliefs[:, ::-1] * given.suspends
    rate = 1.0 - given.delta + ended
    new_value = (share * given.benefit + taken - lost + ended * given.war) / rate
    to_guarantor = (
        -answered * rulings * given.cost * punishment - given.cares * harmed + given.shares * breaches.sum(axis=2)
    )
    # A guarantor of both has one stake in the deal and all that happens to either client.
    to_guarantor = to_guarantor + np.where(given.is_shared, to_guarantor[:, ::-1], 0.0)
    remains = np.where(given.is_shared, (share + share[:, ::-1]) / 2.0, share)
    of_guarantor = (remains * given.stake + to_guarantor) / rate
    regime = Regime(
        value,
        of_guarantor,
        cost,
        lasting,
        np.maximum(cost - lasting, 0.0),
        breaches,
        incidents,
        rulings,
        beliefs,
        hazard,
        soon,
        retaliation,
        np.zeros(hazard.shape, dtype=bool),
    )
    return np.concatenate([new_value, new_hazard], axis=1), regime


def _cost_of_a_breach(
    given: Given, proof: Floats, doubt: Floats, answered: Floats, later: Floats, punishment: Floats, gap: Floats
) -> tuple[Floats, Floats]:
    """What a breach of each kind costs its author, and one retaliatory incident its victim.

    Retaliation is answered by retaliation: own = cost without it, c = cost of the other's incident to me, and the chain of both in
    closed form. Leaving the chain out understates the cost by a sixth.
    """
    punished = answered * (punishment + given.q * gap)
    left = given.leaves[:, ::-1] * later[:, ::-1] * gap
    other_punished = (answered * given.q)[:, ::-1] * gap
    own = (
        proof * punished[..., None]
        + given.belief * given.mirror[..., None]
        + doubt * left[..., None]
        + given.wrong * other_punished[..., None]
    )
    fire = (
        given.harm[:, ::-1, 0]
        + given.belief[:, ::-1, 0] * given.suspends
        + proof[:, ::-1, 0] * other_punished
        + doubt[:, ::-1, 0] * given.leaves * later * gap
        + given.wrong[:, ::-1, 0] * punished
    )
    hits_back = given.belief[..., 0] * given.retaliates[:, ::-1]
    both = hits_back[:, :1] * hits_back[:, 1:] * given.delta**2
    retaliation = (fire + hits_back[:, ::-1] * given.delta * own[..., 0]) / (1.0 - both)
    cost = own + given.belief * (given.retaliates[:, ::-1] * given.delta * retaliation)[..., None]
    return cost, retaliation


def _lasting_gain(given: Given, proof: Floats) -> Floats:
    """What an uncorrected breach pays, y [p A(tau and L) + (1 - p) A(L)]: an answered ruling ends what a breach pays."""
    if not given.pays.any():
        return np.zeros_like(given.pays)
    rate, delta = (1.0 - given.delta)[..., None], given.delta[..., None]
    until = (1.0 - delta**given.until) / rate
    corrected = (1.0 - delta ** np.minimum(given.until, given.tau[..., None])) / rate
    return given.pays * (proof * corrected + (1.0 - proof) * until)


def _with_retaliation(given: Given, breaches: Floats) -> Floats:
    """Add accidents and what comes back for them, all of kind 0: two equations in two unknowns."""
    incidents = breaches.copy()
    incidents[..., 0] += given.accidents
    believed = (given.belief * incidents).sum(axis=2)
    chance = given.belief[..., 0] * given.retaliates
    spiral = 1.0 - chance[:, :1] * chance[:, 1:]
    own_again = given.belief[:, ::-1, 0] * given.retaliates[:, ::-1] * believed
    incidents[..., 0] += given.retaliates * (believed[:, ::-1] + own_again) / spiral
    return incidents
