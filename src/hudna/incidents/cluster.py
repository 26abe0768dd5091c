"""Greedy correlation clustering: join the two clusters that speak most for one another, take them as one, and go on.

What speaks for two clusters is the mean log-odds of their pairs, less the threshold: the sum of that over the pairs inside clusters is
what correlation clustering maximises, so two are joined exactly as long as it grows. Components of strong edges would chain a whole
offensive into one incident (research page "linkage": pair F1 .28 against .52). By order of sums, as first tried, big clusters draw first.

Every cluster whose best partner holds it for best too is joined in the same round. Since a mean lies between its parts, that gives the
same clusters as joining one at a time, in a dozen rounds over arrays; and what lies far away can have no part in it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from hudna.incidents.arrays import Bools, Floats, Ints

UNSEEN = -3.0  # log-odds of a pair that was never a candidate; -1 to -4 moves B3 by .003
WEAK = -3.0  # log-odds below which a pair cannot pull a cluster together
# Weight of what clusters say together (claim to incident) against what their pairs say one by one; .3 to .7 are alike, 1 loses precision.
SHARE_TOGETHER = 0.5


@dataclass(frozen=True)
class Edges:
    """Pairs of nodes (i < j) with the log-odds that they are one."""

    i: Ints
    j: Ints
    log_odds: Floats
    about: Floats  # of that what the two tell about the event itself; the rest is who published when


@dataclass(frozen=True)
class Tokens:
    """What no two clusters that are joined may both hold: a bulletin, the key space of one coder, a decision to keep apart."""

    node: Ints
    token: Ints


# Given the cluster of each node and two arrays of clusters: log-odds of what each cluster says together, held against the other.
Together = Callable[[Ints, Ints, Ints], Floats]


def contract(
    size: int, edges: Edges, *, joined: Ints | None = None, tokens: Tokens | None = None, at_least: float,
    together: Together | None = None,
) -> Ints:  # fmt: skip
    """Partition 0 … size-1.

    Args:
        size: number of nodes.
        edges: each pair once; a pair without an edge counts -3.
        joined: for each node the smallest of those it is one with from the start; what two of one group hold is not asked.
        tokens: what keeps clusters apart, however much speaks for them and by whatever way round.
        at_least: log-odds above which two clusters are joined.
        together: log-odds of clusters of several nodes as each says it together; half of what they say about the event; none: only pairs.

    Returns:
        For each node the smallest node of its cluster. Does not depend on the order of `edges`, `joined` or `tokens`.
    """
    label = np.arange(size) if joined is None else joined.copy()
    held = tokens or Tokens(np.empty(0, np.int64), np.empty(0, np.int64))
    bonds = _Bonds.between(label, edges, size)
    weight = np.bincount(label, minlength=size).astype(np.float64)
    while bonds.a.size:
        pairs = weight[bonds.a] * weight[bonds.b]
        speaks = (bonds.total + UNSEEN * (pairs - bonds.seen)) / pairs
        if together is not None:
            several = np.flatnonzero((pairs > 1) & ~bonds.is_barred)
            if several.size:
                one_by_one = bonds.about[several] / bonds.seen[several]
                pooled = together(label, bonds.a[several], bonds.b[several])
                speaks[several] += SHARE_TOGETHER * (pooled - one_by_one)
        able = np.flatnonzero((speaks > at_least) & ~bonds.is_barred)
        if not able.size:
            break
        chosen = able[_mutual_best(bonds.a[able], bonds.b[able], speaks[able], size)]
        barred = _share_token(label, held, bonds.a[chosen], bonds.b[chosen], size)
        bonds.is_barred[chosen[barred]] = True
        chosen = chosen[~barred]
        if chosen.size:
            becomes = np.arange(size)
            becomes[bonds.b[chosen]] = bonds.a[chosen]
            label = becomes[label]
            weight = np.bincount(label, minlength=size).astype(np.float64)
            bonds = bonds.after(becomes, size)
    return label


def components(size: int, edges: Edges, joined: Ints | None = None) -> Ints:
    """Number what hangs together by edges that can pull, or is one from the start: clusters never reach farther."""
    strong = edges.log_odds > WEAK
    i, j = edges.i[strong], edges.j[strong]
    if joined is not None:
        i, j = np.concatenate([i, np.arange(size)]), np.concatenate([j, joined])
    graph = coo_array((np.ones(i.size, np.int8), (i, j)), shape=(size, size))
    found: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return found


@dataclass(frozen=True)
class _Bonds:
    """Between two clusters a < b, named by their smallest nodes: sum of the log-odds, pairs compared, and whether they must stay apart."""

    a: Ints
    b: Ints
    total: Floats
    about: Floats
    seen: Floats
    is_barred: Bools

    @classmethod
    def between(cls, label: Ints, edges: Edges, size: int) -> "_Bonds":
        order = np.argsort(
            edges.i * size + edges.j, kind="stable"
        )  # sums of floats must not see the order in which pairs came
        part = components(size, edges, label)
        order = order[part[edges.i[order]] == part[edges.j[order]]]
        ones = np.ones(order.size)
        one_each = cls(
            edges.i[order], edges.j[order], edges.log_odds[order], edges.about[order], ones, np.zeros(order.size, bool)
        )
        return one_each.after(label, size)

    def after(self, becomes: Ints, size: int) -> "_Bonds":
        """Take clusters that have become one as one."""
        x, y = becomes[self.a], becomes[self.b]
        kept = np.flatnonzero(x != y)
        low, high = np.minimum(x[kept], y[kept]), np.maximum(x[kept], y[kept])
        key = low * size + high
        order = np.argsort(key, kind="stable")
        starts = np.flatnonzero(np.diff(key[order], prepend=-1))
        if not starts.size:
            empty = np.empty(0, np.int64)
            return _Bonds(empty, empty, np.empty(0), np.empty(0), np.empty(0), np.empty(0, dtype=bool))
        rows = kept[order]
        return _Bonds(
            low[order][starts],
            high[order][starts],
            np.add.reduceat(self.total[rows], starts),
            np.add.reduceat(self.about[rows], starts),
            np.add.reduceat(self.seen[rows], starts),
            np.logical_or.reduceat(self.is_barred[rows], starts),
        )


def _mutual_best(a: Ints, b: Ints, speaks: Floats, size: int) -> Ints:
    """Positions of the bonds that are the best of both their ends; ties go to the smaller nodes."""
    order = np.lexsort((b, a, -speaks))
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size)
    best = np.full(size, order.size)
    # Written from worst to best, so that the last one to write is the best.
    best[a[order[::-1]]] = rank[order[::-1]]
    best_b = np.full(size, order.size)
    best_b[b[order[::-1]]] = rank[order[::-1]]
    best = np.minimum(best, best_b)
    return np.flatnonzero((best[a] == rank) & (best[b] == rank))


def _share_token(label: Ints, held: Tokens, a: Ints, b: Ints, size: int) -> Bools:
    """Tell which of these joins would bring two holders of one token together."""
    if not held.node.size:
        return np.zeros(a.size, dtype=bool)
    becomes = np.full(size, -1)
    becomes[a] = becomes[b] = np.arange(a.size)
    holder = label[held.node]
    asked = becomes[holder] >= 0
    once = np.unique(held.token[asked] * size + holder[asked])
    join, token = becomes[once % size], once // size
    found, times = np.unique(token * a.size + join, return_counts=True)
    share = np.zeros(a.size, dtype=bool)
    share[found[times > 1] % a.size] = True
    return share
