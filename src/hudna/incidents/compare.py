"""Five comparisons of two claims: place, time, kind, actors, toll (research page "linkage", section 3).

Each gives a level; weights.py says what a level is worth. Who is accused of whom is never compared: two opposed sources that
tell of one incident swap the roles, so actors and participants are one set.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hudna.incidents.candidates import DAY_S, HOUR_S, ClaimArrays, Ints, Pairs, joint_sigma_km
from hudna.terms import kind_tree

FINE_KM, MIDDLE_KM = 1.6, 18.0  # joint deviations up to which a place is a town, and a district
SAME_UNIT = 12  # a level of place that says nothing: the pair was only made because the unit is the same
SAME_KIND, SAME_FAMILY, UNKNOWN_KIND, OTHER_FAMILY = 0, 1, 2, 3
ACTORS_CLASH, UNKNOWN_ACTORS, ACTORS_FIT, SAME_ACTORS = 0, 1, 2, 3
UNKNOWN_TOLL = 0


@dataclass(frozen=True)
class Levels:
    """Levels of each comparison, one element for each pair. Meanings stand beside the weights in weights.py."""

    geo: Ints
    time: Ints
    kind: Ints
    actors: Ints
    toll: Ints


def compare(rows: ClaimArrays, pairs: Pairs, *, shift_days: float = 0.0) -> Levels:
    """Give the level of each comparison for each pair; `shift_days` as in `candidate_pairs`."""
    return Levels(
        geo=_compare_places(rows, pairs),
        time=_compare_times(rows, pairs, shift_days * DAY_S),
        kind=_look_up(
            _level_table(_kind_level, rows.kind_sets, rows.kind_set, pairs), rows.kind_set, len(rows.kind_sets), pairs
        ),
        actors=_compare_actors(rows, pairs),
        toll=_compare_tolls(rows, pairs),
    )


def _compare_places(rows: ClaimArrays, pairs: Pairs) -> Ints:
    sigma = joint_sigma_km(rows, pairs.i, pairs.j)
    fine = np.digitize(pairs.km, (0.05, 1.0, 2.5))
    spread = np.digitize(pairs.km / sigma, (0.5, 1.0, 1.7))
    level = np.where(sigma <= FINE_KM, fine, np.where(sigma <= MIDDLE_KM, 4 + spread, 8 + spread))
    return np.where(rows.is_placed[pairs.i], level, SAME_UNIT)


def _compare_times(rows: ClaimArrays, pairs: Pairs, shift_s: float) -> Ints:
    from_i, to_i = rows.from_s[pairs.i], rows.to_s[pairs.i]
    from_j, to_j = rows.from_s[pairs.j] + shift_s, rows.to_s[pairs.j] + shift_s
    begins, ends = np.maximum(from_i, from_j), np.minimum(to_i, to_j)
    is_instant = (from_i == to_i) | (from_j == to_j)
    overlaps = (begins < ends) | (is_instant & (begins == ends))
    one_day = DAY_S + HOUR_S
    both_days = (to_i - from_i <= one_day) & (to_j - from_j <= one_day)
    same_stamp = (from_i == from_j) & (to_i == to_j)
    span = np.maximum(to_i, to_j) - np.minimum(from_i, from_j)
    overlapping = np.where(both_days, 0, np.where(same_stamp, 1, np.where(span <= 2 * one_day, 2, 3)))
    return np.where(overlaps, overlapping, 4)


def _compare_actors(rows: ClaimArrays, pairs: Pairs) -> Ints:
    """Clash; one of them names nobody; fit (they overlap, or one is only a label); the same set.

    Without a register at hand camps are not compared: a label as "armed groups" fits every name instead.
    """
    by_set = _look_up(
        _level_table(_actor_level, rows.actor_sets, rows.actor_set, pairs), rows.actor_set, len(rows.actor_sets), pairs
    )
    has_label = rows.is_label[pairs.i] | rows.is_label[pairs.j]
    return np.where((by_set == ACTORS_CLASH) & has_label, ACTORS_FIT, by_set)


def _compare_tolls(rows: ClaimArrays, pairs: Pairs) -> Ints:
    low = np.maximum(rows.killed_low[pairs.i], rows.killed_low[pairs.j])
    high = np.minimum(rows.killed_high[pairs.i], rows.killed_high[pairs.j])
    unknown = (rows.killed_high[pairs.i] < 0) | (rows.killed_high[pairs.j] < 0)
    overlap = np.where(high >= 8, 1, np.where(high >= 3, 2, 3))
    ratio = np.where(low > 0, high / np.maximum(low, 1.0), 1.0)  # of the nearest ends, where the ranges do not meet
    apart = np.where(ratio >= 0.6, 4, np.where(ratio >= 0.35, 5, 6))
    return np.where(unknown, UNKNOWN_TOLL, np.where(low <= high, overlap, apart))


def _kind_level(left: frozenset[str], right: frozenset[str]) -> int:
    if not left or not right:
        return UNKNOWN_KIND
    if left == right:
        return SAME_KIND
    return SAME_FAMILY if {family_of(kind) for kind in left} & {family_of(kind) for kind in right} else OTHER_FAMILY


def family_of(kind: str) -> str:
    """The branch that two words for one act share: the top of the tree, but for performances the kind just below it.

    Shelling and an air strike are often one event in two mouths; a delivery is never a release.
    """
    tree = kind_tree()
    line = (kind, *tree.above(kind)) if kind in tree else (kind,)
    return line[-2] if len(line) > 1 and kind in tree.performances() else line[-1]


def _actor_level(left: frozenset[str], right: frozenset[str]) -> int:
    if not left or not right:
        return UNKNOWN_ACTORS
    return SAME_ACTORS if left == right else ACTORS_FIT if left & right else ACTORS_CLASH


def _level_table(
    level: Callable[[frozenset[str], frozenset[str]], int], sets: list[frozenset[str]], code: Ints, pairs: Pairs
) -> dict[int, int]:
    """Levels of the pairs of sets that occur, by number of the pair; far fewer than the pairs of claims."""
    size = max(len(sets), 1)
    keys = np.unique(code[pairs.i] * size + code[pairs.j]).tolist()
    return {key: level(sets[key // size], sets[key % size]) for key in keys}


def _look_up(table: dict[int, int], code: Ints, size: int, pairs: Pairs) -> Ints:
    keys = np.array(sorted(table), dtype=np.int64)
    values = np.array([table[key] for key in keys.tolist()], dtype=np.int64)
    if not keys.size:
        return np.empty(0, np.int64)
    found: Ints = values[np.searchsorted(keys, code[pairs.i] * max(size, 1) + code[pairs.j])]
    return found
