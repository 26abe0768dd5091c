"""What a draw fixes before anybody's value is known: discounting, signals, temptations, and whose threat to leave is believed."""

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from hudna.credibility.inputs import NONE, Flags, Floats, Inputs, belief, proof

Q90 = float(ndtri(0.9))
DAYS_PER_YEAR = 365.0


class Given(NamedTuple):
    """Arrays with the draw first; `(draws, 2)` and `(draws, 2, kinds)` where not said otherwise. Of pairs, what concerns the opponent."""

    delta: Floats
    """Discount of a day, (draws, 1)."""
    benefit: Floats
    war: Floats
    chance: Floats
    """Of an opportunity, a day, by kind."""
    log_gain: Floats
    sigma: Floats
    mean_gain: Floats
    pays: Floats
    until: Floats
    harm: Floats
    """Of an incident by the party, to the other."""
    accidents: Floats
    retaliates: Floats
    leaves: Floats
    """Chance that the party walks out over a believed incident without ruling."""
    leaves_after: Floats
    mirror: Floats
    suspends: Floats
    """What suspending costs the party if it suspends."""
    proof: Floats
    wrong: Floats
    """Chance that an incident by the party is ruled the other's, by kind."""
    belief: Floats
    false_rulings: Floats
    unfounded: Floats
    q: Floats
    tau: Floats
    cost: Floats
    """What a day taken from the party costs its guarantor."""
    cares: Floats
    shares: Floats
    stake: Floats
    """A day of the deal to the party's guarantor."""
    is_shared: Flags
    """Whether the other party has the same guarantor, (1, 1) broadcast to (draws, 1)."""

    def take(self, which: NDArray[Any]) -> Self:
        """Give some of the draws."""
        columns: tuple[Any, ...] = self
        return type(self)(*(each[which] for each in columns))


def derive(inputs: Inputs) -> Given:
    """Work out what does not depend on anybody's value."""
    delta = np.exp(-(inputs.impatience_per_year / DAYS_PER_YEAR + 1.0 / inputs.horizon_days))[:, None]
    sigma = np.log(inputs.gain_tail) / Q90
    credible = np.ones_like(inputs.war_value, dtype=bool) if inputs.is_grim else is_threat_credible(inputs)
    first, second = inputs.guarantor_of
    return Given(
        delta,
        inputs.benefit_per_day,
        inputs.war_value,
        inputs.opportunities_per_day,
        np.log(inputs.gain),
        sigma,
        inputs.gain * np.exp(sigma**2 / 2.0),
        inputs.pays_per_day,
        inputs.until_day,
        across(inputs.harm),
        inputs.accidents_per_day,
        across(inputs.retaliates),
        np.minimum(inputs.walks_out_in_anger + inputs.walks_out_credible * credible, 1.0),
        inputs.walks_out_after_days,
        inputs.mirror_loses,
        inputs.mirror_costs_suspender,
        proof(inputs),
        inputs.wrong_author[..., None] * inputs.detection,
        belief(inputs),
        inputs.false_rulings_per_day,
        inputs.unfounded_beliefs_per_day,
        inputs.war_after_punishment,
        inputs.answer_days,
        inputs.cost_per_client_day,
        inputs.cares_for_client_harm,
        inputs.gains_from_client_breach,
        of_guarantors(inputs, inputs.stake_per_day),
        np.full(delta.shape, first == second != NONE),
    )


def tolerated_values(inputs: Inputs) -> Floats:
    """What the deal is worth to a party that is cheated at every opportunity and cheats at its own: closed form, (draws, 2).

    The benefit is the hollow one, unless nobody has a guarantor: then the bare truce is the deal.
    """
    delta = np.exp(-(inputs.impatience_per_year / DAYS_PER_YEAR + 1.0 / inputs.horizon_days))[:, None]
    mean = inputs.gain * np.exp((np.log(inputs.gain_tail) / Q90) ** 2 / 2.0)
    incidents = inputs.opportunities_per_day.copy()
    incidents[..., 0] += inputs.accidents_per_day
    suffered = (incidents * across(inputs.harm)).sum(axis=2)[:, ::-1]
    gained = (inputs.opportunities_per_day * mean).sum(axis=2)
    day = inputs.benefit_per_day * hollow_share(inputs) + gained - suffered
    return np.asarray(day / (1.0 - delta))


def is_threat_credible(inputs: Inputs) -> Flags:
    """Whether leaving beats tolerating: a side that would rather be cheated than fight cannot deter; (draws, 2)."""
    flags: Flags = inputs.war_value >= tolerated_values(inputs)
    return flags


def hollow_share(inputs: Inputs) -> Floats:
    """Share of the benefit in a truce for which nobody answers; all of it if nobody was to answer."""
    nobody = all(place == NONE for place in inputs.guarantor_of)
    return np.ones_like(inputs.benefit_if_hollow) if nobody else inputs.benefit_if_hollow


def has_guarantor(inputs: Inputs) -> Flags:
    """Which party has one, (2,)."""
    return np.array([place != NONE for place in inputs.guarantor_of], dtype=np.bool_)


def of_guarantors(inputs: Inputs, values: Floats) -> Floats:
    """Hand each party its guarantor's value; 0 where it has none."""
    columns = [np.zeros(inputs.draws) if place == NONE else values[:, place] for place in inputs.guarantor_of]
    return np.stack(columns, axis=1)


def across(pairs: Floats) -> Floats:
    """Of a matrix of parties (draws, 2, 2, …), what each does to its opponent."""
    return np.stack([pairs[:, 0, 1], pairs[:, 1, 0]], axis=1)
