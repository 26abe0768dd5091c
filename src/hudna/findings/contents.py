"""What every source said of every incident, as numbers: the table x of the research page, and the distinct words of each echo group.

An incident enters a model only through what each group said of it. Groups repeat themselves (most are silent on most incidents), so the
arithmetic is done once for each distinct word of a group and looked up for each incident.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hudna.findings.templates import NOTHING, Floats, Indices

NOT_ANCHORED = -1
WEIGHT_STEPS = 20  # weights are rounded to twentieths: finer is not known of a linkage, and like words stay alike


@dataclass(frozen=True)
class Contents:
    """What was said of some incidents. Sides are numbered from 0; contents are a side, `sides` (names nobody), `sides + 1` (denies).

    Sources and incidents come in a fixed order, so that sums of floats are the same in every run.
    """

    sides: int
    stands: Indices  # (sources,) a side, NEUTRAL_STAND or UNCLEAR_STAND
    groups: Indices  # (sources,) number of the echo group
    said: NDArray[np.int16]  # (incidents, sources) content, or NOTHING
    holders: Indices  # (incidents,) who holds the ground; a number of its own where nobody knows
    is_active: NDArray[np.bool_] | None = (
        None  # (incidents, sources); False: absent, which is not silence. None: all always
    )
    may_be: NDArray[np.bool_] | None = None  # (incidents, sides) whether a side can have done it at all. None: any
    anchors: Indices | None = None  # (incidents,) the side known to have done it, or NOT_ANCHORED
    weights: Floats | None = None  # (incidents, sources) probability that what is said belongs to the incident. None: 1

    def __len__(self) -> int:
        return len(self.said)

    @cached_property
    def in_play(self) -> Indices:
        """How many sides may have done each incident, (incidents,)."""
        if self.may_be is None:
            return np.full(len(self), self.sides, dtype=np.int64)
        count: Indices = self.may_be.sum(axis=1, dtype=np.int64)
        return count

    @property
    def group_count(self) -> int:
        return int(self.groups.max()) + 1 if len(self.groups) else 0

    @cached_property
    def words(self) -> tuple["Words", ...]:
        """The distinct words of each group, in the order of the groups."""
        return tuple(self._words_of(group) for group in range(self.group_count))

    @cached_property
    def spoke(self) -> NDArray[np.bool_]:
        """Which groups spoke, (incidents, groups)."""
        return _any_of_group(self.said != NOTHING, self.groups, self.group_count)

    @cached_property
    def was_there(self) -> NDArray[np.bool_]:
        """Which groups had a source that could have spoken, (incidents, groups)."""
        if self.is_active is None:
            return np.ones((len(self), self.group_count), dtype=bool)
        return _any_of_group(self.is_active, self.groups, self.group_count) | self.spoke

    def _words_of(self, group: int) -> "Words":
        members = np.flatnonzero(self.groups == group)
        said = self.said[:, members]
        steps = np.full(said.shape, WEIGHT_STEPS, dtype=np.int16)
        if self.weights is not None:
            steps = np.where(said == NOTHING, WEIGHT_STEPS, np.rint(self.weights[:, members] * WEIGHT_STEPS))
            steps = steps.astype(np.int16)
        key = np.zeros(len(said), dtype=np.int64)
        may_be = np.ones((len(said), self.sides), dtype=bool) if self.may_be is None else self.may_be
        for column in (*said.T, *(() if self.weights is None else steps.T), *may_be.T):
            key = _joined(key, column)
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        weights = steps[first] / WEIGHT_STEPS
        return Words(members, self.stands[members], said[first], weights, may_be[first], which.reshape(-1))


@dataclass(frozen=True)
class Words:
    """The distinct words of one echo group. A word is what each of its members says, or NOTHING."""

    members: Indices  # (members,) numbers of the sources
    stands: Indices  # (members,) where each stands
    said: NDArray[np.int16]  # (words, members)
    weights: Floats  # (words, members)
    may_be: NDArray[np.bool_]  # (words, sides) which sides may have done it
    which: Indices  # (incidents,) number of the word said of each incident
    is_aimed: bool = False  # all false blame is aimed at one third side, not spread over those in play

    @property
    def has_line(self) -> bool:
        """A group of one has no line to repeat."""
        return len(self.members) > 1

    @cached_property
    def in_play(self) -> Indices:
        """How many sides may have done it, (words,)."""
        count: Indices = self.may_be.sum(axis=1, dtype=np.int64)
        return count

    def aimed(self) -> "Words":
        """Give the same words with all false blame aimed at one third side."""
        return replace(self, is_aimed=True)


def alike(columns: Sequence[NDArray[np.generic]], length: int) -> tuple[Indices, Indices]:
    """Find incidents that are alike in every column.

    Returns:
        The first incident of each kind, and for each incident the number of its kind.
    """
    key = np.zeros(length, dtype=np.int64)
    for column in columns:
        key = _joined(key, column)
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    return first, which.reshape(-1)


def _joined(key: Indices, column: NDArray[np.generic]) -> Indices:
    """Number the distinct pairs of two columns; exact, unlike a hash."""
    values, codes = np.unique(column, return_inverse=True)
    if len(values) == 1:
        return key
    _, joined = np.unique(key * len(values) + codes.reshape(-1), return_inverse=True)
    return joined.reshape(-1).astype(np.int64)


def _any_of_group(flags: NDArray[np.bool_], groups: Indices, count: int) -> NDArray[np.bool_]:
    member_of = np.zeros((len(groups), count), dtype=np.float32)
    member_of[np.arange(len(groups)), groups] = 1.0
    found: NDArray[np.bool_] = flags.astype(np.float32) @ member_of > 0
    return found
