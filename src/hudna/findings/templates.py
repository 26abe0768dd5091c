"""How often a source says what, given who did it: the template rows of the research page "linkage", sections 4 and 7.

The rows say that sources lean, never which side lies more: swap the sides and nothing changes. They are kept by *relation*: did the
source name the side that did it, its own, a third; did it name nobody; did it deny. So a row is the same whether a war has two
sides or seven. Where several third sides are in play, the probability spreads false blame evenly over them (`spread_over`); the ends of
a finding allow for a source that aims all of it at one. For two sides relations are the page's rows to the digit.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

NEUTRAL_STAND, UNCLEAR_STAND = -1, -2  # beside 0, 1, …: the side it stands near
NOTHING = -1  # a source that said nothing of an incident

RELATIONS = ("truth", "own", "third", "unattributed", "denial")
TRUTH, OWN, THIRD, UNATTRIBUTED, DENIAL = range(len(RELATIONS))

OWN_SIDE_DID_IT = (0.06, 0.0, 0.44, 0.28, 0.22)  # its own side is the truth, so it cannot name it falsely
OTHER_SIDE_DID_IT = (0.735, 0.010, 0.04, 0.174, 0.081)
NEUTRAL_ROW = (0.55, 0.0, 0.06, 0.38, 0.01)
# Near the one who did it, near the other, or near nobody: the mean of the three rows between two sides. One more voice of unknown
# standing is worth little, and at k = 3 no more than the other side's word. The same in wars of many sides, where most are near neither.
UNCLEAR_ROW = tuple(
    (own + other + neutral) / 3
    for own, other, neutral in zip(
        (*OWN_SIDE_DID_IT[:2], OWN_SIDE_DID_IT[2] + OTHER_SIDE_DID_IT[1], *OWN_SIDE_DID_IT[3:]),
        (OTHER_SIDE_DID_IT[0], 0.0, 0.0, *OTHER_SIDE_DID_IT[3:]),
        NEUTRAL_ROW,
        strict=True,
    )
)
PHI = (
    0.9  # how often a member of an echo group repeats its line instead of looking for itself, until a fit has learnt it
)


def contents_of(sides: int) -> int:
    """Give the number of contents: each side named, then UNATTRIBUTED, then DENIAL."""
    return sides + 2


@lru_cache(maxsize=4096)
def relations_of(stand: int, sides: int) -> Indices:
    """Give, for each truth and content, the relation between them as a source of this stand sees it; shape (sides, sides + 2)."""
    relation = np.full((sides, contents_of(sides)), THIRD, dtype=np.int64)
    relation[:, sides], relation[:, sides + 1] = UNATTRIBUTED, DENIAL
    if stand >= 0:
        relation[:, stand] = OWN
    relation[np.arange(sides), np.arange(sides)] = TRUTH
    relation.setflags(write=False)
    return relation


@lru_cache(maxsize=4096)
def template(stand: int, sides: int) -> Floats:
    """Give the template by relation, shape (sides, 5): one row for each side that may have done it; 0 where it cannot be met."""
    row = {NEUTRAL_STAND: NEUTRAL_ROW, UNCLEAR_STAND: UNCLEAR_ROW}.get(stand, OTHER_SIDE_DID_IT)
    rows = np.tile(np.array(row), (sides, 1))
    if stand >= 0:
        rows[stand] = OWN_SIDE_DID_IT
    return rows * is_met(stand, sides)


@lru_cache(maxsize=4096)
def is_met(stand: int, sides: int) -> NDArray[np.bool_]:
    """Say which relations can be met at all under each truth, shape (sides, 5)."""
    relation = relations_of(stand, sides)
    return np.stack([(relation == each).any(axis=1) for each in range(len(RELATIONS))], axis=1)


@lru_cache(maxsize=4096)
def spread_over(stand: int, sides: int, in_play: int) -> Floats:
    """Give, for each truth and content, over how many third sides false blame is spread, shape (sides, sides + 2); 1 for all but it.

    `in_play`: how many sides may have done the incident at all, the source's own among them.
    """
    thirds = np.full(sides, in_play - 1.0)
    if stand >= 0:
        thirds[np.arange(sides) != stand] -= 1.0
    over: Floats = np.where(relations_of(stand, sides) == THIRD, np.maximum(thirds, 1.0)[:, None], 1.0)
    over.setflags(write=False)
    return over


def expand(rows: Floats, stand: int) -> Floats:
    """Give the rate of each content under each truth, shape (sides, sides + 2), from rows by relation."""
    relation = relations_of(stand, len(rows))
    return np.take_along_axis(rows, relation, axis=1)


def by_relation(values: Floats, stand: int, *, pooled: str = "sum") -> Floats:
    """Pool values by content, shape (sides, sides + 2), into relations, shape (sides, 5): their sum, or the first (they are alike)."""
    relation = relations_of(stand, len(values))
    rows = np.zeros((len(values), len(RELATIONS)))
    for each in range(len(RELATIONS)):
        is_it = relation == each
        total = np.where(is_it, values, 0.0).sum(axis=1)
        rows[:, each] = total if pooled == "sum" else total / np.maximum(is_it.sum(axis=1), 1)
    return rows


def template_rates(stands: Indices, sides: int) -> Floats:
    """Give the template rate of each content, by source and truth: shape (sources, sides, sides + 2)."""
    if not len(stands):
        return np.zeros((0, sides, contents_of(sides)))
    return np.stack([expand(template(int(stand), sides), int(stand)) for stand in stands])
