"""Six comparisons of two claims: place, time, kind, actors, toll, and who published when (research page "linkage", section 3).

Each gives a level; weights.py says what a level is worth. Who is accused of whom is never compared: two opposed sources that
tell of one incident swap the roles, so actors and participants are one set.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from hudna.incidents.arrays import DAY_S, HOUR_S, Bools, ClaimArrays, Ints, family_of
from hudna.incidents.candidates import Pairs, joint_sigma_km
from hudna.terms import ActorRegister, kind_tree

FINE_KM, MIDDLE_KM = 1.6, 18.0  # joint deviations up to which a place is a town, and a district
SAME_UNIT = 12  # a level of place that says nothing: the pair was only made because the unit is the same
SAME_KIND, SAME_FAMILY, UNKNOWN_KIND, OTHER_FAMILY = 0, 1, 2, 3
ACTORS_CLASH, UNKNOWN_ACTORS, ACTORS_FIT, SAME_ACTORS = 0, 1, 2, 3
UNKNOWN_TOLL = 0
LABEL = "unspecified"  # kind of an actor that is a name for all of a side
NO_SIDE = frozenset({"unknown", "third_state"})
FEW_SETS = 4_000
ANY_KIND = 3  # a claim whose kinds lie in so many branches of the tree tells no kind
DAYS_BETWEEN_REPORTS = (0.5, 1.5, 7.0)

# What each level means, in the words a reader of "why" sees.
MEANINGS: dict[str, tuple[str, ...]] = {
    "place": (
        "the same point",
        "within one town",
        "about a town's width",
        "more than a town's width",
        "well within what is known of the two places",
        "within what is known of the two places",
        "at the edge of what is known of the two places",
        "farther apart than what is known of the two places would say",
        "well within what is known of two very uncertain places",
        "within what is known of two very uncertain places",
        "at the edge of what is known of two very uncertain places",
        "farther apart than two very uncertain places would say",
        "known only as the same unit",
    ),
    "time": (
        "the same day",
        "the same stretch of days",
        "overlapping within two days",
        "overlapping over a longer time",
        "a day apart",
    ),
    "kind": ("the same kind", "kinds of one branch", "a kind not told by one of them", "different kinds"),
    "actors": (
        "different actors named",
        "actors not named by one of them",
        "actors that fit one another",
        "the same actors named",
    ),
    "toll": (
        "a toll not told by one of them",
        "tolls that agree, 8 killed or more",
        "tolls that agree, 3 to 7 killed",
        "tolls that agree, fewer than 3 killed",
        "tolls that differ a little",
        "tolls that differ",
        "tolls that differ much",
    ),
    "source": (
        "the same source on the same day",
        "the same source a day later",
        "the same source within a week",
        "the same source more than a week later",
        "two sources on the same day",
        "two sources a day apart",
        "two sources within a week",
        "two sources more than a week apart",
    ),
}
COMPARISONS = tuple(MEANINGS)
ABOUT_THE_EVENT = COMPARISONS[:5]  # what a cluster of claims can say together too; who published when it cannot


@dataclass(frozen=True)
class Vocabulary:
    """Which sets of kinds and of actors of a table of claims share what.

    With a register of actors a label of one side ("Syrian insurgents") fits whoever stands on that side; without one, only names do.
    """

    rows: ClaimArrays
    register: ActorRegister | None = None

    @cached_property
    def branches_shared(self) -> csr_array | NDArray[np.int32]:
        """Number of branches of the tree that two sets of kinds share."""
        return _shared([frozenset(family_of(kind) for kind in kinds) for kinds in self.rows.kind_sets])

    @cached_property
    def actors_shared(self) -> csr_array | NDArray[np.int32]:
        """Number of actors that two sets share."""
        return _shared(self.rows.actor_sets)

    @cached_property
    def labels_fitting(self) -> csr_array | NDArray[np.int32]:
        """Number of sides that one of two sets tells by a label, and the other by a label or a name."""
        sides = [self.sides(actors, by_label=False) for actors in self.rows.actor_sets]
        labelled = [self.sides(actors, by_label=True) for actors in self.rows.actor_sets]
        told = _shared(labelled, sides)
        return told + told.T

    def sides(self, actors: frozenset[str], *, by_label: bool) -> frozenset[str]:
        """Give the sides on which these actors stand; by_label: only those told by a label."""
        if self.register is None:
            return frozenset()
        named = [self.register.actor(id_) for id_ in actors if id_ in self.register]
        return frozenset(one.camp for one in named if one.kind == LABEL or not by_label) - NO_SIDE

    @cached_property
    def tells_kind(self) -> Bools:
        """Tell of each set of kinds whether it narrows anything down."""
        branches = [len({family_of(kind) for kind in kinds}) for kinds in self.rows.kind_sets]
        return np.array([0 < count < ANY_KIND for count in branches], dtype=bool)

    @cached_property
    def tells_branch(self) -> Bools:
        """Tell of each set of kinds whether it names whole branches and nothing finer, which fits whatever stands on them."""
        tree = kind_tree()
        return np.array(
            [
                bool(kinds)
                and all(kind == family_of(kind) and kind in tree and len(tree.below(kind)) > 1 for kind in kinds)
                for kinds in self.rows.kind_sets
            ],
            dtype=bool,
        )

    @cached_property
    def tells_actors(self) -> Bools:
        """Tell of each set of actors whether it names anybody."""
        return np.array([bool(actors) for actors in self.rows.actor_sets], dtype=bool)


Levels = dict[str, NDArray[np.int8]]  # by comparison, one element for each pair


def compare(rows: ClaimArrays, pairs: Pairs, vocabulary: Vocabulary, *, shift_days: float = 0.0) -> Levels:
    """Give the level of each comparison for each pair; `shift_days` as in `candidate_pairs`."""
    i, j = pairs.i, pairs.j
    levels = {
        "place": _compare_places(rows, pairs),
        "time": _compare_times(rows, i, j, shift_days * DAY_S),
        "kind": _compare_kinds(rows.kind_set[i], rows.kind_set[j], vocabulary),
        "actors": _compare_actors(rows, i, j, vocabulary),
        "toll": _compare_tolls(rows, i, j),
        "source": _compare_sources(rows, i, j, shift_days),
    }
    return {name: level.astype(np.int8) for name, level in levels.items()}


def _compare_places(rows: ClaimArrays, pairs: Pairs) -> Ints:
    sigma = joint_sigma_km(rows, pairs.i, pairs.j)
    fine = np.digitize(pairs.km, (0.05, 1.0, 2.5))
    spread = np.digitize(pairs.km / sigma, (0.5, 1.0, 1.7))
    level = np.where(sigma <= FINE_KM, fine, np.where(sigma <= MIDDLE_KM, 4 + spread, 8 + spread))
    return np.where(rows.is_placed[pairs.i], level, SAME_UNIT)


def _compare_times(rows: ClaimArrays, i: Ints, j: Ints, shift_s: float) -> Ints:
    from_i, to_i = rows.from_s[i], rows.to_s[i]
    from_j, to_j = rows.from_s[j] + shift_s, rows.to_s[j] + shift_s
    begins, ends = np.maximum(from_i, from_j), np.minimum(to_i, to_j)
    is_instant = (from_i == to_i) | (from_j == to_j)
    overlaps = (begins < ends) | (is_instant & (begins == ends))
    one_day = DAY_S + HOUR_S
    both_days = (to_i - from_i <= one_day) & (to_j - from_j <= one_day)
    same_stamp = (from_i == from_j) & (to_i == to_j)
    span = np.maximum(to_i, to_j) - np.minimum(from_i, from_j)
    overlapping = np.where(both_days, 0, np.where(same_stamp, 1, np.where(span <= 2 * one_day, 2, 3)))
    return np.where(overlaps, overlapping, 4)


def _compare_kinds(left: Ints, right: Ints, vocabulary: Vocabulary) -> Ints:
    shares = _at(vocabulary.branches_shared, left, right) > 0
    unknown = ~(vocabulary.tells_kind[left] & vocabulary.tells_kind[right])
    unknown |= shares & (left != right) & (vocabulary.tells_branch[left] | vocabulary.tells_branch[right])
    level = np.where(left == right, SAME_KIND, np.where(shares, SAME_FAMILY, OTHER_FAMILY))
    return np.where(unknown, UNKNOWN_KIND, level)


def _compare_actors(rows: ClaimArrays, i: Ints, j: Ints, vocabulary: Vocabulary) -> Ints:
    """Clash; one of them names nobody; fit (they overlap, one is only a label, or a label of one is of the other's side); the same set."""
    left, right = rows.actor_set[i], rows.actor_set[j]
    shares = _at(vocabulary.actors_shared, left, right) > 0
    fits = shares | (_at(vocabulary.labels_fitting, left, right) > 0) | rows.is_label[i] | rows.is_label[j]
    level = np.where(left == right, SAME_ACTORS, np.where(fits, ACTORS_FIT, ACTORS_CLASH))
    return np.where(vocabulary.tells_actors[left] & vocabulary.tells_actors[right], level, UNKNOWN_ACTORS)


def _compare_tolls(rows: ClaimArrays, i: Ints, j: Ints) -> Ints:
    low = np.maximum(rows.killed_low[i], rows.killed_low[j])
    high = np.minimum(rows.killed_high[i], rows.killed_high[j])
    unknown = (rows.killed_high[i] < 0) | (rows.killed_high[j] < 0)
    overlap = np.where(high >= 8, 1, np.where(high >= 3, 2, 3))
    ratio = np.where(low > 0, high / np.maximum(low, 1.0), 1.0)  # of the nearest ends, where the ranges do not meet
    apart = np.where(ratio >= 0.6, 4, np.where(ratio >= 0.35, 5, 6))
    return np.where(unknown, UNKNOWN_TOLL, np.where(low <= high, overlap, apart))


def _compare_sources(rows: ClaimArrays, i: Ints, j: Ints, shift_days: float) -> Ints:
    days = np.abs(rows.known_s[i] - rows.known_s[j] - shift_days * DAY_S) / DAY_S
    return np.digitize(days, DAYS_BETWEEN_REPORTS) + np.where(rows.source_set[i] == rows.source_set[j], 0, 4)


def _shared(sets: list[frozenset[str]], others: list[frozenset[str]] | None = None) -> csr_array | NDArray[np.int32]:
    """Number of members that each set shares with each of the others, which are the same sets unless they are given."""
    names = {name: n for n, name in enumerate(sorted(frozenset().union(*sets, *(others or []))))}
    shared = csr_array(_holds(sets, names) @ _holds(others or sets, names).T)
    if len(sets) > FEW_SETS:
        return shared
    full: NDArray[np.int32] = shared.toarray()  # few fit a full table, which is read six times as fast
    return full


def _holds(sets: list[frozenset[str]], names: dict[str, int]) -> csr_array:
    rows = np.repeat(np.arange(len(sets)), [len(members) for members in sets])
    columns = np.array([names[name] for members in sets for name in sorted(members)], dtype=np.int64)
    return csr_array((np.ones(rows.size, np.int32), (rows, columns)), shape=(len(sets), max(len(names), 1)))


def _at(shared: csr_array | NDArray[np.int32], left: Ints, right: Ints) -> NDArray[np.int32]:
    if not left.size:
        return np.empty(0, np.int32)
    return np.asarray(shared[left, right]).ravel()
