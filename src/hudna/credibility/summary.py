"""From draws to what is said of them: how much is deterred, what fails first, and how many guarantors would do what is asked."""

from typing import NamedTuple

import numpy as np

from hudna.credibility.constraints import MET, constrain
from hudna.credibility.given import has_guarantor, is_threat_credible
from hudna.credibility.inputs import Floats, Inputs
from hudna.credibility.point import Point, find_both

QUANTILES = (0.1, 0.5, 0.9)
DAYS = 30.0
SELF_ENFORCING, PARTLY, MOST_DRAWS = 0.8, 0.5, 0.8
LEAST_WORTH = 5.0


class Summary(NamedTuple):
    """Of all draws; shares are of the draws."""

    verdict: str
    """`self_enforcing`, `partly` or `not`, by the deterred share: the share of draws that hold is a knife edge."""
    deterred: tuple[float, float, float]
    """10, 50 and 90 % quantiles of the harm-weighted share of temptations not taken."""
    p_holds: float
    p_holds_error: float
    """Two standard errors of `p_holds`."""
    binding: tuple[tuple[str, float], ...]
    """What fails first or is next to fail: id of the constraint and share, most frequent first."""
    breaches: tuple[float, float, float]
    """Of 30 days, deliberate ones, while the deal lasts; the same quantiles."""
    willing: tuple[float, ...]
    """Share of draws in which 0, 1, … of the guaranteed parties have a guarantor that would do all that is asked."""
    acting: tuple[float, ...]
    """The same for guarantors that would do at least something."""
    threats: tuple[float, ...]
    """For each party, the share in which its threat to leave counts."""
    hazard: tuple[float, float, float]
    """Chance a day that the deal ends in war."""
    worth: tuple[float, ...]
    """For each party, the median of V - W: what the deal is worth beyond war, in its days."""
    is_hardly_worth_it: bool
    """Whether some party's `worth` is under five days: then "holds" is not "good"."""
    several_equilibria: float
    """Share of draws in which values approached from above and from below differ."""
    unsettled: float
    """Share of draws whose values did not stand still; their figures are not to be trusted."""


def summarise(inputs: Inputs, *, alpha: float) -> tuple[Summary, Point]:
    """Solve all draws, from both sides, and say what they have in common."""
    point, _, differs = find_both(inputs, alpha=alpha)
    constraints = constrain(point)
    ids = [row.id for row in constraints.rows]
    counts = np.bincount(constraints.binding, minlength=len(ids)) / inputs.draws
    order = sorted((place for place in range(len(ids)) if counts[place] > 0.0), key=lambda at: (-counts[at], ids[at]))
    guarded = int(has_guarantor(inputs).sum())
    asked = [row.margin >= MET for row in constraints.rows if row.step == "G"]
    refrains = [row.margin >= MET for row in constraints.rows if row.step == "F"]
    willing = np.sum(asked, axis=0) if asked else np.zeros(inputs.draws, dtype=int)
    p_holds = float(constraints.holds.mean())
    worth = tuple(float(each) for each in np.median(point.regime.value - inputs.war_value, axis=0))
    deterred = quantiles(point.deterred)
    each_willing = all(each.mean() >= MOST_DRAWS for each in (*asked, *refrains))
    return Summary(
        verdict_of(deterred, each_willing=each_willing),
        deterred,
        p_holds,
        2.0 * float(np.sqrt(p_holds * (1.0 - p_holds) / inputs.draws)),
        tuple((ids[place], float(counts[place])) for place in order),
        quantiles(DAYS * point.regime.breaches.sum(axis=(1, 2))),
        _shares(willing, guarded),
        _shares(point.acts.sum(axis=1), guarded),
        tuple(float(each) for each in is_threat_credible(inputs).mean(axis=0)),
        quantiles(point.regime.hazard[:, 0]),
        worth,
        min(worth) < LEAST_WORTH,
        float(differs.mean()),
        float(1.0 - point.regime.is_settled.mean()),
    ), point


def verdict_of(deterred: tuple[float, float, float], *, each_willing: bool) -> str:
    """Give the word: 10 % quantile at least .8 and every guarantor willing, and none tempted itself, in at least 80 % of draws; median at least .5; else not."""
    if deterred[0] >= SELF_ENFORCING and each_willing:
        return "self_enforcing"
    return "partly" if deterred[1] >= PARTLY else "not"


def quantiles(values: Floats) -> tuple[float, float, float]:
    """Give the 10, 50 and 90 % quantiles."""
    low, middle, high = (float(each) for each in np.quantile(values, QUANTILES))
    return low, middle, high


def _shares(counts: np.ndarray, most: int) -> tuple[float, ...]:
    return tuple(float(each) for each in np.bincount(counts, minlength=most + 1) / len(counts))
