"""How many breaches, when each is only probable: the exact distribution of the sum, its mean and its 90 % interval.

The sum of independent yes-or-no events with different probabilities (Poisson-binomial). Exact by divide and conquer with batched
Fourier transforms; Source: Fernandez and Williams, "Closed-form expression for the Poisson-binomial probability density function",
IEEE Transactions on Aerospace and Electronic Systems 46 (2010), for the transform; Cornish and Fisher (1938) for the expansion.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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


def count_breaches(p: ArrayLike | Sequence[ArrayLike]) -> Count:
    """Count breaches that are each only probable.

    Args:
        p: one probability for each incident and party; or one row of them for each draw of the source parameters: then the
            distribution is averaged over the draws.
    Returns:
        The count; exact up to 100,000 probabilities, above that by an expansion, and `is_exact` says so.
    Raises:
        ValueError: a probability outside 0 to 1.
    """
    draws = np.atleast_2d(np.asarray(p, dtype=np.float64))
    if draws.size and not (np.nanmin(draws) >= 0.0 and np.nanmax(draws) <= 1.0 and not np.isnan(draws).any()):
        raise ValueError("probabilities lie between 0 and 1")
    mean = float(draws.sum(axis=1).mean())
    if draws.shape[1] > EXACT_UP_TO:
        return Count(mean, *_by_expansion(draws), is_exact=False)
    cumulative = np.cumsum(np.mean([distribution(draw) for draw in draws], axis=0))
    low, high = (int(np.searchsorted(cumulative, quantile - NOISE)) for quantile in QUANTILES)
    most = draws.shape[1]
    return Count(mean, min(low, most), min(high, most), is_exact=True)


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


def beyond_parts(
    breaches: Sequence[Mapping[str, Any]], coverings: Mapping[str, Mapping[str, float]]
) -> list[dict[str, Any]]:
    """Say what a summary of several days adds to the breaches of those days: never the same act twice.

    Args:
        breaches: as `largest_per_incident` gives them, of one accused or of several.
        coverings: for each episode, the incidents of single days that it may cover, and how likely.
    Returns:
        The same rows with `adds`, the probability that none of the covered is a breach of the same accused that the episode means
        (1 for whatever covers nothing); and `rank_of_parts`, the highest standard reached by one that it likelier covers than not.
    """
    found = {(row["incident_id"], row["accused"]): row for row in breaches}
    told = []
    for row in breaches:
        adds, rank = 1.0, 0
        for part, p_covers in sorted(coverings.get(row["incident_id"], {}).items()):
            covered = found.get((part, row["accused"]))
            if covered is not None:
                adds *= 1.0 - p_covers * covered["p_breach"]
                rank = max(rank, covered["rank"] if p_covers > LIKELIER_THAN_NOT else 0)
        told.append({**row, "adds": adds, "rank_of_parts": rank})
    return told


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
