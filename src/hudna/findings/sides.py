"""Which side did it: a posterior over sides with a lower and an upper end, from what echo groups of sources say.

A group of sources that carry one line has a hidden line; each member repeats it with probability phi or speaks for itself
(research page "linkage", section 4). Silence is not used. The ends allow for a side factor k (section 4, "Uncertainty").
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from hudna.findings.rates import DENIAL, PHI, UNATTRIBUTED, End, stretched_rate


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


@lru_cache(maxsize=100_000)
def weigh_sides(groups: tuple[Group, ...], sides: tuple[str, ...], *, k: float, phi: float = PHI) -> tuple[Mass, ...]:
    """Weigh every side; prior uniform.

    Two rules beside the page's corner keep the ends honest. Stretching by k can make a group's accusation worthless, never turn it
    round: a second source that repeats the first does not lower the lower end. And k stretches what is read out of words that name
    nobody: the guilty deny more often than others, which the probability knows, but as long as that tells less than k, no denial
    lifts the lower end of the one who denies.

    Args:
        groups: the words of each echo group that spoke.
        sides: what may be true, at least two.
        k: side factor, at least 1; with 1 both ends are p.
        phi: how often a member of a group repeats its line.

    Returns:
        For each of `sides` its mass; lower <= p <= upper, lower falls and upper rises with k.
    """
    masses = []
    for accused in sides:
        others = [side for side in sides if side != accused]
        against = [[_log_ratios(group, sides, accused, other, k, phi) for group in groups] for other in others]
        point = _share([sum(ratio[0] for ratio in ratios) for ratios in against])
        lower = _share([sum(ratio[1] for ratio in ratios) - math.log(k) for ratios in against])
        upper = _share([sum(ratio[2] for ratio in ratios) + math.log(k) for ratios in against])
        masses.append(Mass(point, min(lower, point), max(upper, point)))
    return tuple(masses)


def _share(log_ratios: list[float]) -> float:
    """Probability of a side from its log-odds against each of the others."""
    return 1.0 / (1.0 + sum(math.exp(min(-ratio, 700.0)) for ratio in log_ratios))


def _log_ratios(
    group: Group, sides: tuple[str, ...], accused: str, other: str, k: float, phi: float
) -> tuple[float, float, float]:
    """Log likelihood ratio of the accused against another side in what one group says: at the point, lower and upper end."""
    point, lower, upper = (_log_ratio(group, sides, accused, other, end, k, phi) for end in ("point", "lower", "upper"))
    names_accused = any(word.said == accused for word in group)
    names_others = any(word.said not in (accused, UNATTRIBUTED, DENIAL) for word in group)
    if not names_others:
        lower = max(lower, min(0.0, point))
        upper = max(upper, min(max(0.0, point), point + math.log(k)))
    if not names_accused:
        upper = min(upper, max(0.0, point))
        lower = min(lower, max(min(0.0, point), point - math.log(k)))
    return point, lower, upper


def _log_ratio(group: Group, sides: tuple[str, ...], accused: str, other: str, end: End, k: float, phi: float) -> float:
    return math.log(
        _likelihood(group, sides, accused, accused, end, k, phi)
        / _likelihood(group, sides, other, accused, end, k, phi)
    )


def _likelihood(
    group: Group, sides: tuple[str, ...], truth: str, accused: str, end: End, k: float, phi: float
) -> float:
    """Probability of what a group says if `truth` did it. A group of one has no line.

    Sum over the hidden line of its rate times, for each member, phi if it says the line, plus (1 - phi) times its own rate. The rate
    of the line is the mean of what its members would say by themselves: a group mostly stands where they all stand.
    """

    def theta(stand: str, said: str) -> float:
        return stretched_rate(stand, truth, said, sides, accused=accused, end=end, k=k)

    if len(group) == 1:
        return theta(*group[0])
    total = 0.0
    for line in (*sides, UNATTRIBUTED, DENIAL):
        members = (phi * (word.said == line) + (1.0 - phi) * theta(word.stand, word.said) for word in group)
        total += sum(theta(word.stand, line) for word in group) / len(group) * math.prod(members)
    return total
