"""What each level of a comparison is worth: log-odds that two claims are one happening (Fellegi and Sunter).

`m`: how often true pairs stand at a level, a stated prior (research page "linkage", section 3). `u`: how often pairs that cannot
be true stand there, measured on the table itself by pairing it with copies moved by some days, which keeps the density of its
places, actors and kinds. Learning the two from unlabelled pairs fails: it takes half of all pairs for true.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hudna.incidents.candidates import ClaimArrays, candidate_pairs
from hudna.incidents.compare import (
    ACTORS_CLASH,
    ACTORS_FIT,
    OTHER_FAMILY,
    SAME_ACTORS,
    SAME_FAMILY,
    SAME_KIND,
    UNKNOWN_ACTORS,
    UNKNOWN_KIND,
    UNKNOWN_TOLL,
    Levels,
    compare,
)

Floats = NDArray[np.float64]

PRIOR_MATCH = (
    0.05  # least share of candidates that are true; on dense event data it is that (0.02 to 0.20 moves B3 by .006)
)
# Candidates beyond those that chance makes bound the true share from above; where both were measured, .41 of them were true.
TRUE_IN_EXCESS = 0.41
SHIFTS_DAYS = (-7.0, 5.0)  # no multiple of one another, past the day-to-day run of one event
PAIRS_ENOUGH = 300  # below this a measured level is noise and the stated table is used
NEAR_TO_FAR = (0, 1, 2, 3)
PSEUDO_PAIRS = 20.0  # pairs added to the measured ones, spread as m: a level that chance never showed is worth little, not everything
GEO_BANDS = (slice(0, 4), slice(4, 8), slice(8, 12))  # towns, districts, coarser
CLAIMS_FOR_NULL = 25_000  # more teach nothing new; beyond, every n-th claim

# geo: towns (joint deviation up to 1.6 km) < .05, < 1, < 2.5 km, more; districts (up to 18 km) and coarser: d/S < .5, < 1, < 1.7, more.
# time: same single day; same longer stamp; overlap within two days; longer overlap; a day apart.
# kind: same; same family; unknown; different.
# actors: clash; unknown; fit; same. The eight levels of the page, read with a register of camps, folded into the four told without.
# toll: unknown; overlap with at least 8 killed, 3, fewer; else ratio of the nearest ends >= .6, >= .35, less.
M_PRIOR: dict[str, tuple[float, ...]] = {
    "geo": (0.30, 0.12, 0.05, 0.03, 0.25, 0.12, 0.08, 0.05, 0.02, 0.02, 0.01, 0.01),
    "time": (0.50, 0.10, 0.30, 0.05, 0.05),
    "kind": (0.60, 0.13, 0.20, 0.07),
    "actors": (0.19, 0.16, 0.28, 0.37),
    "toll": (0.36, 0.08, 0.12, 0.20, 0.13, 0.07, 0.04),
}
# For tables too small to measure: rounded from impossible pairs, without any label; place and time of 46,251 of UCDP GED Syria, kind,
# actors and toll of 58 of the claims on the Syrian truces, whose kinds and names are as mixed as a mission's own reports.
U_STATED: dict[str, tuple[float, ...]] = {
    "geo": (0.21, 0.01, 0.04, 0.06, 0.19, 0.11, 0.15, 0.18, 0.02, 0.01, 0.01, 0.01),
    "time": (0.30, 0.01, 0.06, 0.01, 0.62),
    "kind": (0.28, 0.65, 0.04, 0.03),
    "actors": (0.26, 0.24, 0.38, 0.12),
    "toll": (0.62, 0.03, 0.04, 0.08, 0.10, 0.05, 0.08),
}


AGREEMENT = {
    "kind": (SAME_KIND, SAME_FAMILY, OTHER_FAMILY),
    "actors": (SAME_ACTORS, ACTORS_FIT, ACTORS_CLASH),
}  # from best to worst
NOT_TOLD = {"kind": UNKNOWN_KIND, "actors": UNKNOWN_ACTORS, "toll": UNKNOWN_TOLL}  # levels that say nothing either way


@dataclass(frozen=True)
class Weights:
    """ln(m/u) of each level of each comparison, and the log-odds of a pair before any comparison."""

    by_level: dict[str, Floats]
    prior: float
    is_measured: bool


def weigh_levels(rows: ClaimArrays, *, candidates: int) -> Weights:
    """Weights for one table of claims and its number of candidates: `u` measured where there are some hundred impossible pairs, else stated.

    What a claim does not tell weighs nothing, and the other levels are taken among those that tell: how much is left out differs
    from one body of reports to the next, and m was stated for another.
    """
    sample = rows.sample(CLAIMS_FOR_NULL)
    impossible = [compare(sample, candidate_pairs(sample, shift_days=days), shift_days=days) for days in SHIFTS_DAYS]
    size = sum(levels.geo.size for levels in impossible)
    is_measured = size >= PAIRS_ENOUGH
    by_level = {}
    u_of = {}
    for name, m in M_PRIOR.items():
        u = np.array(U_STATED[name])
        if is_measured:
            levels = np.concatenate([getattr(each, name) for each in impossible])
            u = np.bincount(levels[levels < len(m)], minlength=len(m)) + PSEUDO_PAIRS * np.array(m)
        u_of[name] = u
        by_level[name] = _log_ratio(np.array(m), u, NOT_TOLD.get(name), AGREEMENT.get(name))
    # How precisely two claims are placed tells nothing about a match; how far apart they are for that precision does.
    bands = [_log_ratio(np.array(M_PRIOR["geo"])[band], u_of["geo"][band], None, NEAR_TO_FAR) for band in GEO_BANDS]
    by_level["geo"] = np.concatenate([*bands, [0.0]])  # last: SAME_UNIT
    by_chance = size / (2.0 * len(SHIFTS_DAYS)) * (len(rows.ids) / max(len(sample.ids), 1)) ** 2
    return Weights(by_level, prior_log_odds(candidates, by_chance), is_measured)


def prior_log_odds(candidates: int, by_chance: float) -> float:
    """Log-odds that a candidate is true, before any comparison: from how many more candidates there are than chance makes.

    A shifted copy meets each unordered pair from both ends, so chance makes half of the pairs of one shift.
    """
    excess = 1.0 - by_chance / candidates if candidates else 0.0
    share = max(PRIOR_MATCH, TRUE_IN_EXCESS * excess)
    return float(np.log(share / (1.0 - share)))


def score(levels: Levels, weights: Weights) -> Floats:
    """Log-odds that each pair is one happening."""
    total: Floats = np.full(levels.geo.size, weights.prior)
    for name, weight in weights.by_level.items():
        total = total + weight[getattr(levels, name)]
    return total


def _log_ratio(m: Floats, u: Floats, not_told: int | None, agreement: tuple[int, ...] | None) -> Floats:
    """ln(m/u) among the levels that tell something; 0 at the one that does not.

    Where all claims of a table name the same two sides, chance agrees more often than the stated m: agreeing must then not speak
    against a match, nor a worse level speak more for it than a better one.
    """
    tells = np.arange(m.size) != (-1 if not_told is None else not_told)
    m, u = np.where(tells, m, 0.0), np.where(tells, u, 0.0)
    m, u = m / m.sum(), u / u.sum()
    if agreement:
        best = agreement[0]
        rest = np.arange(m.size) != best
        m[rest] *= (1.0 - max(m[best], u[best])) / m[rest].sum()
        m[best] = max(m[best], u[best])
    ratio = np.zeros(m.size)
    ratio[tells] = np.log(m[tells]) - np.log(u[tells])
    if agreement:
        ratio[list(agreement)] = np.minimum.accumulate(ratio[list(agreement)])
    return ratio
