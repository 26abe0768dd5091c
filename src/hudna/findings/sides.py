"""Which side did one incident: words in, masses out. The page's oracles are told in this form; tables of incidents use `bounds`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from hudna.findings.bounds import bound_sides
from hudna.findings.contents import Contents
from hudna.findings.posterior import template_of
from hudna.findings.templates import NEUTRAL_STAND, PHI, UNCLEAR_STAND

UNATTRIBUTED = "U"  # tells of the act and names nobody
DENIAL = "D"  # denies for its own side
NEUTRAL = "neutral"  # stands near no side
UNCLEAR = "unclear"  # stands near a side, or none: nobody has found out


class Word(NamedTuple):
    """What one source says: where it stands (a side, NEUTRAL, UNCLEAR), and the side it names, UNATTRIBUTED or DENIAL."""

    stand: str
    said: str


@dataclass(frozen=True)
class Mass:
    """A probability with its lower and upper end."""

    p: float
    lower: float
    upper: float

    def share(self, part: float) -> "Mass":
        return Mass(self.p * part, self.lower * part, self.upper * part)

    def plus(self, other: "Mass") -> "Mass":
        return Mass(self.p + other.p, self.lower + other.lower, self.upper + other.upper)


Group = tuple[Word, ...]


def weigh_sides(groups: Sequence[Group], sides: Sequence[str], *, k: float, phi: float = PHI) -> tuple[Mass, ...]:
    """Weigh every side of one incident by the template's rates; prior uniform.

    Args:
        groups: the words of each echo group that spoke.
        sides: what may be true, at least two.
        k: side factor, at least 1; with 1 both ends are p.
        phi: how often a member of a group repeats its line.

    Returns:
        For each of `sides` its mass; lower <= p <= upper, lower falls and upper rises with k.
    """
    words = [(number, word) for number, group in enumerate(groups) for word in group]
    contents = Contents(
        sides=len(sides),
        stands=np.array([stand_number(word.stand, sides) for _, word in words], dtype=np.int64),
        groups=np.array([number for number, _ in words], dtype=np.int64),
        said=np.array([[content_number(word.said, sides) for _, word in words]], dtype=np.int16),
        holders=np.zeros(1, dtype=np.int64),
    )
    found = bound_sides(contents, template_of(contents, phi=phi), k=k)
    return tuple(Mass(*(float(table[0, side]) for table in found)) for side in range(len(sides)))


def stand_number(stand: str, sides: Sequence[str]) -> int:
    """Give the number of a stand; NEUTRAL and UNCLEAR have numbers of their own."""
    return sides.index(stand) if stand in sides else {NEUTRAL: NEUTRAL_STAND, UNCLEAR: UNCLEAR_STAND}[stand]


def content_number(said: str, sides: Sequence[str]) -> int:
    """Give the number of a content."""
    return sides.index(said) if said in sides else {UNATTRIBUTED: len(sides), DENIAL: len(sides) + 1}[said]
