"""What answered pairs teach: the weights of the levels, how much the local odds count, and how high to begin.

A person looks at some pairs of claims and says one happening or two. The weights that best explain the answers are sought near the stated
ones (a Gaussian prior around them), so a hundred answers move little and three thousand much. That corrects m and calibrates in one step:
the mean probability of the held-out half of UCDP-claims is then .082 to .089, where .082 to .085 are true.
"""

from dataclasses import replace

import numpy as np

from hudna.incidents.arrays import Floats, Ints
from hudna.incidents.compare import COMPARISONS, Levels
from hudna.incidents.weights import Weights, evidence

DRAWN_AT_LEAST = 0.01  # added to sqrt(p (1 - p)): every pair has a chance to be drawn
SPREAD_OF_LEVEL = 0.5  # standard deviation of a level's weight around the stated one
SPREAD_OF_OFFSET = 1.0
SPREAD_OF_SLOPE = 0.3
GREATEST_WEIGHT = 0.95  # quantile at which the weights of answers are cut, so that one rare draw does not lead
STEPS, SMALL_STEP = 60, 1e-9


def draw_pairs(log_odds: Floats, among: Ints, *, count: int, seed: int) -> tuple[Ints, Floats]:
    """Draw pairs to be labelled, the doubtful ones most, and say how many pairs each answer will stand for (up to a factor).

    Args:
        log_odds: of every pair.
        among: positions of the pairs that may be drawn.
        count: how many; all if there are fewer.
        seed: of the draw.
    """
    p = 1.0 / (1.0 + np.exp(-log_odds[among]))
    chance = np.sqrt(p * (1.0 - p)) + DRAWN_AT_LEAST
    size = min(count, among.size)
    drawn = np.random.default_rng(seed).choice(among.size, size, replace=False, p=chance / chance.sum())
    return among[drawn], 1.0 / chance[drawn]


def learn_weights(
    weights: Weights, levels: Levels, relation: Ints, local: Floats, is_one: Floats, weight: Floats
) -> Weights:
    """Correct the weights by answered pairs.

    Args:
        weights: as measured and stated, without labels.
        levels: of the answered pairs.
        relation: of their files; what is learnt is added to the weights of all.
        local: their local log-odds before any comparison.
        is_one: 1 where a person said one happening, else 0.
        weight: how many pairs each answer stands for: one over the chance with which it was drawn, up to a factor.
    """
    if not is_one.size:
        return weights
    weight = np.minimum(weight, np.quantile(weight, GREATEST_WEIGHT))
    weight = weight / weight.mean()
    sizes = [weights.by_level[name].shape[1] for name in COMPARISONS]
    starts = np.cumsum([2, *sizes])
    told = np.zeros((is_one.size, int(starts[-1])))
    told[:, 0], told[:, 1] = 1.0, local
    for name, start in zip(COMPARISONS, starts.tolist(), strict=False):
        told[np.arange(is_one.size), start + levels[name]] = 1.0
    prior = np.zeros(int(starts[-1]))
    prior[:2] = weights.offset, weights.slope
    spread = np.full(prior.size, SPREAD_OF_LEVEL)
    spread[:2] = SPREAD_OF_OFFSET, SPREAD_OF_SLOPE
    found = _most_likely(told, evidence(levels, weights, relation), is_one, weight, prior, spread)
    by_level = {
        name: weights.by_level[name] + found[start : start + size]
        for name, start, size in zip(COMPARISONS, starts.tolist(), sizes, strict=False)
    }
    return replace(weights, by_level=by_level, offset=float(found[0]), slope=float(found[1]))


def _most_likely(told: Floats, stated: Floats, is_one: Floats, weight: Floats, prior: Floats, spread: Floats) -> Floats:
    """Newton's method; the function is concave, so there is one maximum. `stated`: log-odds to which what is sought is added."""
    found = prior.copy()
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(stated + told @ found, -30.0, 30.0)))
        slope = told.T @ (weight * (is_one - p)) - (found - prior) / spread**2
        bend = (told.T * (weight * p * (1.0 - p))) @ told + np.diag(spread**-2.0)
        step = np.linalg.solve(bend, slope)
        found = found + step
        if np.abs(step).max() < SMALL_STEP:
            break
    return found
