"""Which input matters most: the deal at everybody's likeliest values, with one leaf at a time at its low and its high value."""

from collections.abc import Sequence
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


def draw_tornado(names: Sequence[str], ends: Inputs, *, alpha: float) -> list[Bar]:
    """Solve both ends of every bar at once, the widest bar first.

    Args:
        names: of the bars, as a reader knows them.
        ends: draw 2 k is bar k at its 10 % quantile and all else likely, draw 2 k + 1 the same at its 90 % (`draws.tornado_values`).
    """
    if not names:
        return []
    shares = solve_point(ends, alpha=alpha).deterred.reshape(len(names), 2)
    bars = [Bar(name, float(low), float(high)) for name, (low, high) in zip(names, shares, strict=True)]
    return sorted(bars, key=lambda bar: (-bar.width, bar.leaf))


def join(many: list[Inputs]) -> Inputs:
    """Lay draws of the same deal one after another."""
    joined: dict[str, Any] = {name: np.concatenate([getattr(each, name) for each in many]) for name in leaves()}
    return replace(many[0], **joined)
