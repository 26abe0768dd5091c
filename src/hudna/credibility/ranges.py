"""What people think of one number: a range from low over likely to high, some quantiles, or a point.

A range of three numbers is read as a triangular distribution, because that is what three numbers say and no more. Quantiles are joined by
straight lines, and the lines at both ends go on to 0 and 1. Source: docs/guide/stress.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Triangular:
    """Low, likely, high; three equal numbers are a point."""

    low: float
    mode: float
    high: float

    @property
    def varies(self) -> bool:
        return self.high > self.low

    @property
    def likely(self) -> float:
        return self.mode

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3

    def quantile(self, share: ArrayLike) -> Floats:
        """Give the value below which `share` of the distribution lies, for each share."""
        share = np.asarray(share, dtype=np.float64)
        if not self.varies:
            return np.full(share.shape, self.mode, dtype=np.float64)
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        rising = self.low + np.sqrt(share * width * left)
        falling = self.high - np.sqrt((1 - share) * width * right)
        return np.where(share * width < left, rising, falling)

    def share_below(self, value: ArrayLike) -> Floats:
        """Give the share of the distribution at or below each value."""
        value = np.asarray(value, dtype=np.float64)
        if not self.varies:
            return np.where(value >= self.mode, 1.0, 0.0)
        width, left, right = self.high - self.low, self.mode - self.low, self.high - self.mode
        inside = np.clip(value, self.low, self.high)
        rising = (inside - self.low) ** 2 / (width * left) if left else np.zeros_like(inside)
        falling = 1 - (self.high - inside) ** 2 / (width * right) if right else np.ones_like(inside)
        return np.asarray(np.where(inside < self.mode, rising, falling), dtype=np.float64)


@dataclass(frozen=True)
class Quantiles:
    """At least two pairs of a share and the value below which it lies, both rising."""

    shares: tuple[float, ...]
    values: tuple[float, ...]
    least: float = -np.inf  # no value of the quantity can lie outside: the lines at the ends stop there
    most: float = np.inf

    @property
    def varies(self) -> bool:
        return self.values[-1] > self.values[0]

    @property
    def likely(self) -> float:
        return float(self.quantile(0.5))

    @property
    def mean(self) -> float:
        shares, values = self._whole()
        return float(np.sum(np.diff(shares) * (values[1:] + values[:-1]) / 2))

    def quantile(self, share: ArrayLike) -> Floats:
        """Give the value below which `share` of the distribution lies, for each share."""
        return np.asarray(np.interp(np.asarray(share, dtype=np.float64), *self._whole()), dtype=np.float64)

    def share_below(self, value: ArrayLike) -> Floats:
        """Give the share of the distribution at or below each value."""
        shares, values = self._whole()
        value = np.asarray(value, dtype=np.float64)
        place = np.searchsorted(values, value, side="right")
        low, high = np.clip(place - 1, 0, None), np.clip(place, None, len(values) - 1)
        step = values[high] - values[low]
        part = np.divide(value - values[low], step, out=np.zeros(np.shape(value)), where=step > 0)
        below = shares[low] + part * (shares[high] - shares[low])
        return np.asarray(np.where(place == 0, 0.0, np.where(place == len(values), 1.0, below)), dtype=np.float64)

    def _whole(self) -> tuple[Floats, Floats]:
        """Give the line from share 0 to share 1."""
        shares, values = np.asarray(self.shares), np.asarray(self.values)
        slope = np.diff(values) / np.diff(shares)
        first = max(self.least, values[0] - slope[0] * shares[0])
        last = min(self.most, values[-1] + slope[-1] * (1 - shares[-1]))
        return np.concatenate(([0.0], shares, [1.0])), np.concatenate(([first], values, [last]))


Range = Triangular | Quantiles


def point(value: float) -> Triangular:
    """Give a number as a range without width."""
    return Triangular(value, value, value)


JUMP = 0.001


def pool(ranges: Sequence[Range], *, least: float = -np.inf, most: float = np.inf) -> Range:
    """Pool what several people think linearly: the mixture in which each of them counts the same.

    The mixture keeps their disagreement: between two that have nothing in common it has two humps, where an average would invent a middle
    that nobody named. It is given as its quantiles; one opinion, or equal ones, stay as they are.
    """
    if all(other == ranges[0] for other in ranges):
        return ranges[0]
    grid = np.unique(np.concatenate([r.quantile(np.linspace(0, 1, 2001)) for r in ranges]))
    below = np.mean([r.share_below(grid) for r in ranges], axis=0)
    # Where one opinion ends and the next has not begun the mixture jumps: a share on either side keeps the gap between them empty.
    jumps = {round(count / len(ranges) + side, 4) for count in range(1, len(ranges)) for side in (-JUMP, JUMP)}
    shares = tuple(sorted({0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99} | jumps))
    first_reached = np.searchsorted(below, np.asarray(shares) - 1e-12)
    return Quantiles(shares, tuple(float(v) for v in grid[first_reached]), least, most)


def disagreement(ranges: Sequence[Range]) -> float:
    """Give how far apart the two furthest of several people are: the share of what one holds possible that is not what the other does.

    0: they say the same; 1: what one holds possible the other excludes. It is the total variation distance, on a fine grid.
    """
    grid = np.unique(np.concatenate([r.quantile(np.linspace(0, 1, 501)) for r in ranges]))
    steps = [np.diff(r.share_below(grid), prepend=0.0) for r in ranges]
    apart = [np.abs(one - other).sum() / 2 for i, one in enumerate(steps) for other in steps[:i]]
    return float(max(apart, default=0.0))
