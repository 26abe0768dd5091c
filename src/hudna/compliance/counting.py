"""How many breaches, when each is only probable: the exact distribution of the sum, its mean and its 90 % interval.

The sum of independent yes-or-no events with different probabilities (Poisson-binomial). Exact by divide and conquer with batched
Fourier transforms; Source: Fernandez and Williams, "Closed-form expression for the Poisson-binomial probability density function",
IEEE Transactions on Aerospace and Electronic Systems 46 (2010), for the transform; Cornish and Fisher (1938) for the expansion.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.fft import irfft, next_fast_len, rfft

from hudna.compliance.tables import STANDARDS

EXACT_UP_TO = 100_000
LEAF = 64  # probabilities multiplied out one by one before the transforms begin
QUANTILES = (0.05, 0.95)
NORMAL_QUANTILE = 1.6448536269514722  # 95 % quantile of the normal distribution
LIKELIER_THAN_NOT = 0.5
MOST_TOGETHER = 8  # summaries that share days and are counted out exactly: twice the work for each more
NOISE = 1e-12  # of the transform; smaller tail probabilities are not to be told


@dataclass(frozen=True)
class Count:
    """A number of breaches: its mean, and the numbers below which it lies with 5 % and 95 %."""

    mean: float
    lower: int
    upper: int
    is_exact: bool  # False: too many to count exactly, the interval is a Cornish-Fisher expansion

    def __iter__(self) -> Iterator[float]:
        """Unpack to mean, lower, upper."""
        yield from (self.mean, self.lower, self.upper)


@dataclass(frozen=True)
class Summary:
    """One probability that stands for several days, by the places of the others: what it adds is never what they already are."""

    whole: int
    parts: tuple[int, ...]
    p_covers: tuple[float, ...]  # how likely the summary means each part


def count_breaches(
    p: ArrayLike | Sequence[ArrayLike], *, summaries: Sequence[Summary] = (), is_counted: ArrayLike | None = None
) -> Count:
    """Count breaches that are each only probable.

    A summary is a breach beside its parts only where it is one and means none of those parts that are breaches.

    Args:
        p: one probability for each incident and party; or one row of them for each draw of the source parameters: then the
            distribution is averaged over the draws.
        summaries: which of them stand for which others.
        is_counted: which of them are counted (as those of one class); parts that are not still take away from their summary. None: all.
    Returns:
        The count; exact up to 100,000 probabilities, above that by an expansion that takes all for independent, and `is_exact` says so.
    Raises:
        ValueError: a probability outside 0 to 1.
    """
    draws = np.atleast_2d(np.asarray(p, dtype=np.float64))
    if draws.size and not (np.nanmin(draws) >= 0.0 and np.nanmax(draws) <= 1.0 and not np.isnan(draws).any()):
        raise ValueError("probabilities lie between 0 and 1")
    counted = np.ones(draws.shape[1], dtype=bool) if is_counted is None else np.asarray(is_counted, dtype=bool)
    told = [summary for summary in summaries if counted[summary.whole] and summary.parts]
    added = draws.copy()
    for summary in told:
        added[:, summary.whole] *= np.prod(1.0 - draws[:, summary.parts] * np.array(summary.p_covers), axis=1)
    mean = float(added[:, counted].sum(axis=1).mean())
    if counted.sum() > EXACT_UP_TO:
        return Count(mean, *_by_expansion(added[:, counted]), is_exact=False)
    groups = [group for group in _overlapping(told) if len(group) <= MOST_TOGETHER]
    together = sorted({place for group in groups for one in group for place in (one.whole, *one.parts)})
    alone = np.setdiff1d(np.flatnonzero(counted), together)
    found = [
        _sum_of([distribution(apart[alone]), *(_beside(draw, group, counted) for group in groups)])
        for draw, apart in zip(draws, added, strict=True)
    ]
    cumulative = np.cumsum(np.mean(found, axis=0))
    low, high = (int(np.searchsorted(cumulative, quantile - NOISE)) for quantile in QUANTILES)
    most = int(counted.sum())
    # Of many summaries that share days the mean is right, and the ends are taken as if they were independent.
    is_exact = sum(map(len, groups)) == len(told)
    return Count(mean, min(low, most), min(high, most), is_exact=is_exact)


def _overlapping(summaries: Sequence[Summary]) -> list[list[Summary]]:
    """Group summaries that share a place; those of different groups are independent."""
    groups: list[tuple[set[int], list[Summary]]] = []
    for summary in summaries:
        places, members = {summary.whole, *summary.parts}, [summary]
        for group in [each for each in groups if each[0] & places]:
            groups.remove(group)
            places, members = places | group[0], group[1] + members
        groups.append((places, members))
    return [sorted(members, key=lambda one: one.whole) for _, members in groups]


def _beside(p: NDArray[np.float64], group: Sequence[Summary], counted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give the distribution of the number of breaches among summaries and their parts.

    Each summary e adds one with probability p_e where it means no part that is a breach: of generating functions in z,
    sum over sets S of summaries of prod_{e in S} p_e (z - 1) * prod_i (1 - p_i + p_i z prod_{e in S} (1 - c_ei)).
    """
    parts = sorted({place for one in group for place in one.parts})
    covers = np.zeros((len(group), len(parts)))
    for row, one in enumerate(group):
        covers[row, [parts.index(place) for place in one.parts]] = one.p_covers
    size = len(group) + len(parts) + 1
    total = np.zeros(size)
    for chosen in product((False, True), repeat=len(group)):
        meant = np.prod(1.0 - covers[list(chosen)], axis=0) if any(chosen) else np.ones(len(parts))
        poly = np.ones(1)
        for place, left in zip(parts, meant, strict=True):
            breach = p[place] * left
            poly = np.convolve(poly, [1.0 - p[place], breach] if counted[place] else [1.0 - p[place] + breach])
        for one, is_in in zip(group, chosen, strict=True):
            if is_in:
                poly = np.convolve(poly, [-p[one.whole], p[one.whole]])
        total[: poly.size] += poly
    return np.clip(total, 0.0, 1.0)


def _sum_of(parts: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    total = parts[0]
    for part in parts[1:]:
        total = np.convolve(total, part)
    return total


def distribution(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the probability of each number of breaches from 0 to all, right to about 1e-13; nothing below 1e-12 means anything."""
    blocks = 1
    while blocks * LEAF < len(p):
        blocks *= 2
    padded = np.zeros(blocks * LEAF)
    padded[: len(p)] = p
    counts = np.zeros((blocks, LEAF + 1))
    counts[:, 0] = 1.0
    for column in padded.reshape(blocks, LEAF).T:
        yes = column[:, None]
        counts[:, 1:] = counts[:, 1:] * (1 - yes) + counts[:, :-1] * yes
        counts[:, 0] *= 1 - column
    while len(counts) > 1:
        width = 2 * counts.shape[1] - 1
        length = next_fast_len(width, True)
        transformed = rfft(counts, length, axis=1)
        counts = np.maximum(irfft(transformed[0::2] * transformed[1::2], length, axis=1)[:, :width], 0.0)
    result: NDArray[np.float64] = counts[0, : len(p) + 1]
    return result


def largest_per_incident(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Make one breach of the allegations of one accused on each incident, however many norms name it.

    Args:
        rows: of `Allegations`, in the agreement's order.
    Returns:
        For each incident, by its id, the allegation with the largest probability (ties: the agreement's order), with `rank`, the highest
        standard that any of them reaches as an index of `STANDARDS`.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        rank = STANDARDS.index(row["standard"])
        best = found.get(row["incident_id"])
        if best is None or row["p_breach"] > best["p_breach"]:
            found[row["incident_id"]] = {**row, "rank": max(rank, best["rank"] if best else 0)}
        else:
            best["rank"] = max(best["rank"], rank)
    return [found[incident] for incident in sorted(found)]


def summaries_among(
    breaches: Sequence[Mapping[str, Any]], coverings: Mapping[str, Mapping[str, float]]
) -> list[Summary]:
    """Find which breaches sum up which others, of the same accused; one accused together with others is the same as each of them.

    Args:
        breaches: as `largest_per_incident` gives them, of one accused or of several.
        coverings: for each episode, the incidents of single days that it may cover, and how likely.
    """
    of_incident: dict[str, list[int]] = {}
    for place, row in enumerate(breaches):
        of_incident.setdefault(row["incident_id"], []).append(place)
    found = []
    for place, row in enumerate(breaches):
        accused = set(row["accused"].split("+"))
        parts = [
            (part, p_covers)
            for incident_id, p_covers in sorted(coverings.get(row["incident_id"], {}).items())
            for part in of_incident.get(incident_id, [])
            if accused & set(breaches[part]["accused"].split("+"))
        ]
        if parts:
            found.append(Summary(place, *(tuple(column) for column in zip(*parts, strict=True))))
    return found


def _by_expansion(draws: NDArray[np.float64]) -> tuple[int, int]:
    """Quantiles from mean, spread and skew; over several draws, of the mixture's moments."""
    means = draws.sum(axis=1)
    spreads = (draws * (1 - draws)).sum(axis=1)
    skews = (draws * (1 - draws) * (1 - 2 * draws)).sum(axis=1)
    mean = float(means.mean())
    off = means - mean
    variance = float((spreads + off**2).mean())
    if variance == 0:
        return round(mean), round(mean)
    third = float((skews + 3 * off * spreads + off**3).mean())
    scale = variance**0.5
    bend = (NORMAL_QUANTILE**2 - 1) * third / scale**3 / 6
    ends = [mean + scale * (sign * NORMAL_QUANTILE + bend) - 0.5 for sign in (-1, 1)]
    low, high = (int(np.clip(np.ceil(end), 0, draws.shape[1])) for end in ends)
    return low, high
