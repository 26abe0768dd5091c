"""Which input matters most: the deal at everybody's likeliest values, with one leaf at a time at its low and its high value."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from hudna.credibility.inputs import Inputs, leaves
from hudna.credibility.point import solve_point


class Bar(NamedTuple):
    """One leaf: deterred shares with it low and high, everything else as it was."""

    leaf: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How much it matters."""
        return abs(self.high - self.low)


def draw_tornado(ends: Mapping[str, tuple[Inputs, Inputs]], *, alpha: float) -> list[Bar]:
    """Solve both ends of every leaf at once, the widest bar first.

    Args:
        ends: for each leaf, by the name a reader knows it by, one draw at the middle of every other range and at the 10 % quantile
            of this one, and one at its 90 % quantile.
    """
    if not ends:
        return []
    all_of_them = join([each for pair in ends.values() for each in pair])
    shares = solve_point(all_of_them, alpha=alpha).deterred.reshape(-1, 2)
    bars = [Bar(leaf, float(low), float(high)) for leaf, (low, high) in zip(ends, shares, strict=True)]
    return sorted(bars, key=lambda bar: (-bar.width, bar.leaf))


def join(many: list[Inputs]) -> Inputs:
    """Lay draws of the same deal one after another."""
    joined: dict[str, Any] = {name: np.concatenate([getattr(each, name) for each in many]) for name in leaves()}
    return replace(many[0], **joined)
