"""What each level of a comparison is worth: log-odds that two claims are one happening (Fellegi and Sunter).

`m`: how often true pairs stand at a level, a stated prior (research page "linkage", section 3), which labels correct (learn.py). `u`:
how often pairs that cannot be true stand there, measured on the table itself by pairing each claim with those of some days before, which
keeps the density of its places, actors and kinds. Learning the two from unlabelled pairs fails: it takes half of all pairs for true.

The same impossible pairs say how many candidates chance alone gives each claim. In a village without another claim in a fortnight the one
candidate is likely the same event; in a city with twenty a day it is not. So the odds before any comparison are local. Both look only
backwards in time, so a claim about a later day changes nothing for two earlier ones but the measured `u`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hudna.incidents.arrays import DAY_S, ClaimArrays, Floats, Ints
from hudna.incidents.candidates import Grounds, Pairs, candidate_pairs
from hudna.incidents.compare import (
    ABOUT_THE_EVENT,
    ACTORS_CLASH,
    ACTORS_FIT,
    COMPARISONS,
    MEANINGS,
    OTHER_FAMILY,
    SAME_ACTORS,
    SAME_FAMILY,
    SAME_KIND,
    UNKNOWN_ACTORS,
    UNKNOWN_KIND,
    UNKNOWN_TOLL,
    Levels,
    Vocabulary,
    compare,
)

# Share of the candidates beyond those of chance that are true: .41 and .42 where it was measured; other incidents cluster in the same days.
TRUE_IN_EXCESS = 0.42
SHIFTS_DAYS = (5.0, 7.0, 11.0)  # no multiples of one another, past the day-to-day run of one event
PAIRS_ENOUGH = 300  # below this a measured level is noise and the stated table is used
NEAR_TO_FAR = (0, 1, 2, 3)
PSEUDO_PAIRS = 20.0  # pairs added to the measured ones, spread as m: a level that chance never showed is worth little, not everything
PLACE_BANDS = (slice(0, 4), slice(4, 8), slice(8, 12))  # towns, districts, coarser
CLAIMS_FOR_NULL = 25_000  # more teach nothing new about u; beyond, every n-th claim
SEASON_S = (
    180 * DAY_S
)  # how many claims an event gets changes with the war and the press; taken over the half year before
CLAIMS_FOR_SEASON = 300.0  # claims' worth of the whole table's mean in each season
LEAST_EXCESS = 0.05  # mates beyond chance for each claim; a table so dense that chance hides all still has some

# place: towns (joint deviation up to 1.6 km) < .05, < 1, < 2.5 km, more; districts (up to 18 km) and coarser: d/S < .5, < 1, < 1.7, more.
# time: same single day; same longer stamp; overlap within two days; longer overlap; a day apart.
# kind: same; same family; unknown; different.
# actors: clash; unknown; fit; same. The eight levels of the page, read with a register of camps, folded into the four told without.
# toll: unknown; overlap with at least 8 killed, 3, fewer; else ratio of the nearest ends >= .6, >= .35, less.
M_PRIOR: dict[str, tuple[float, ...]] = {
    "place": (0.30, 0.12, 0.05, 0.03, 0.25, 0.12, 0.08, 0.05, 0.02, 0.02, 0.01, 0.01),
    "time": (0.50, 0.10, 0.30, 0.05, 0.05),
    "kind": (0.60, 0.13, 0.20, 0.07),
    "actors": (0.19, 0.16, 0.28, 0.37),
    "toll": (0.36, 0.08, 0.12, 0.20, 0.13, 0.07, 0.04),
}
# For tables too small to measure: rounded from impossible pairs, without any label; place and time of 46,251 of UCDP GED Syria, kind,
# actors and toll of 58 of the claims on the Syrian truces, whose kinds and names are as mixed as a mission's own reports.
U_STATED: dict[str, tuple[float, ...]] = {
    "place": (0.21, 0.01, 0.04, 0.06, 0.19, 0.11, 0.15, 0.18, 0.02, 0.01, 0.01, 0.01),
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
class Files:
    """Whose claims are compared with whose. Claims that one coder keyed are a file, never compared among themselves; all others are one.

    A file of theirs fills a city with candidates for everybody else's claims, and holds no more than one that is true. And it words its
    claims its own way: how often chance agrees is another thing between two files than within one.
    """

    of: Ints  # number of the file of each claim
    count: int

    def relation(self, i: Ints, j: Ints) -> Ints:
        """Number the two files of a pair, whichever comes first."""
        low, high = np.minimum(self.of[i], self.of[j]), np.maximum(self.of[i], self.of[j])
        number: Ints = low * self.count - low * (low - 1) // 2 + high - low
        return number

    @property
    def relations(self) -> int:
        return self.count * (self.count + 1) // 2


@dataclass(frozen=True)
class Weights:
    """ln(m/u) of each level of each comparison, and how the local odds before any comparison enter."""

    by_level: dict[str, Floats]  # (relations of files, levels)
    u: dict[str, Floats]  # shares of each level among impossible pairs, (relations, levels); rows sum to 1
    offset: float = 0.0  # added to every pair; labels may correct it
    slope: float = 1.0  # of the local log-odds; labels may correct it


@dataclass(frozen=True)
class Crowd:
    """For each claim: how many candidates chance gives it, and how many more claims have in its season; by their file, (claims, files)."""

    files: Files
    chance: Floats
    excess: Floats

    def log_odds(self, i: Ints, j: Ints) -> Floats:
        """Log-odds that a candidate is true, before any comparison: true ones among those beyond chance, against all others."""
        chance, excess = (
            by_file[i, self.files.of[j]] + by_file[j, self.files.of[i]] for by_file in (self.chance, self.excess)
        )
        odds: Floats = np.log(TRUE_IN_EXCESS * excess) - np.log(chance + (1.0 - TRUE_IN_EXCESS) * excess)
        return odds


def files_of(rows: ClaimArrays) -> Files:
    """Number the key spaces; all claims without a key are as of one file."""
    spaces, file = np.unique(rows.key_space, return_inverse=True)
    return Files(file.reshape(-1).astype(np.int64), max(spaces.size, 1))


def weigh_levels(grounds: Grounds, vocabulary: Vocabulary, files: Files) -> tuple[Weights, Floats]:
    """Weights for one table of claims, and how many candidates chance gives each claim, by the file that they are in.

    `u` is measured between two files, or within one, where there are some hundred impossible pairs, else stated. What a claim does not tell weighs nothing, and the other
    levels are taken among those that tell: how much is left out differs from one body of reports to the next, and m was stated for
    another. Who published when has no stated m, since it differs from one press to the next: it weighs nothing until labels say.
    """
    rows = grounds.rows
    counts = {name: np.zeros((files.relations, len(MEANINGS[name]))) for name in COMPARISONS}
    chance = np.zeros(len(rows.ids) * files.count)
    step = max(1, -(-len(rows.ids) // CLAIMS_FOR_NULL))
    for days in SHIFTS_DAYS:
        for pairs in candidate_pairs(grounds, shift_days=days):
            chance += np.bincount(pairs.i * files.count + files.of[pairs.j], minlength=chance.size)
            few = (pairs.i % step == 0) & (pairs.j % step == 0)
            sampled = Pairs(pairs.i[few], pairs.j[few], pairs.km[few])
            for name, levels in compare(rows, sampled, vocabulary, shift_days=days).items():
                relation = files.relation(sampled.i, sampled.j)
                size = counts[name].shape[1]
                counts[name] += np.bincount(relation * size + levels, minlength=counts[name].size).reshape(-1, size)
    is_measured = counts["time"].sum(axis=1) >= PAIRS_ENOUGH
    told = [
        _weigh({name: found[one] for name, found in counts.items()}, bool(is_measured[one]))
        for one in range(files.relations)
    ]
    by_level, u = ({name: np.stack([one[part][name] for one in told]) for name in COMPARISONS} for part in (0, 1))
    return Weights(by_level, u), chance.reshape(-1, files.count) / len(SHIFTS_DAYS)


def _weigh(counts: dict[str, Floats], is_measured: bool) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Give ln(m/u) and u of each level, from counts of impossible pairs at each."""
    by_level, u_of = {}, {}
    for name in ABOUT_THE_EVENT:
        m = np.array(M_PRIOR[name])
        u = counts[name][: m.size] + PSEUDO_PAIRS * m if is_measured else np.array(U_STATED[name])
        u_of[name] = u / u.sum()
        by_level[name] = _log_ratio(m, u, NOT_TOLD.get(name), AGREEMENT.get(name))
    # How precisely two claims are placed tells nothing about a match; how far apart they are for that precision does.
    bands = [
        _log_ratio(np.array(M_PRIOR["place"])[band], u_of["place"][band], None, NEAR_TO_FAR) for band in PLACE_BANDS
    ]
    by_level["place"] = np.concatenate([*bands, [0.0]])  # last: SAME_UNIT
    by_level["source"] = np.zeros(len(MEANINGS["source"]))
    u_of["source"] = (counts["source"] + 1.0) / (counts["source"] + 1.0).sum()
    return by_level, u_of


def crowd_of(rows: ClaimArrays, files: Files, chance: Floats, i: Ints, j: Ints) -> Crowd:
    """How crowded it is around each claim; i and j are the candidates that nothing forbids."""
    met = np.bincount(i * files.count + files.of[j], minlength=chance.size)
    met = met + np.bincount(j * files.count + files.of[i], minlength=chance.size)
    beyond = met.reshape(-1, files.count) - chance
    excess = np.full(chance.shape, LEAST_EXCESS)
    by_time = np.argsort(rows.from_s, kind="stable")
    for own in range(files.count):
        order = by_time[files.of[by_time] == own]
        begins = rows.from_s[order]
        low = np.searchsorted(begins, begins - SEASON_S, side="left")
        high = np.searchsorted(begins, begins, side="right")
        for other in range(files.count):
            sums = np.concatenate([[0.0], np.cumsum(beyond[order, other])])
            overall = max(float(sums[-1]) / max(order.size, 1), LEAST_EXCESS)
            season = (sums[high] - sums[low] + CLAIMS_FOR_SEASON * overall) / (high - low + CLAIMS_FOR_SEASON)
            excess[order, other] = np.maximum(season, LEAST_EXCESS)
    return Crowd(files, chance, excess)


def evidence(levels: Levels, weights: Weights, relation: Ints, comparisons: Iterable[str] = COMPARISONS) -> Floats:
    """Sum of the log-odds that the comparisons give, without those before any comparison; `relation`: of the files of each pair."""
    total: Floats = np.zeros(levels["time"].size)
    for name in comparisons:
        total = total + weights.by_level[name][relation, levels[name]]
    return total


def before_comparing(crowd: Crowd, weights: Weights, i: Ints, j: Ints) -> Floats:
    """Log-odds of each pair before any comparison."""
    return weights.offset + weights.slope * crowd.log_odds(i, j)


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
