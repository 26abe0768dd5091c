"""Correlation clustering by greedy additive edge contraction: join the pair of clusters with the strongest edge, add up, go on.

Components of strong edges would chain a whole offensive into one incident (research page "linkage": pair F1 .28 against .52). What
a coder joined is joined before the first edge. What must stay apart is told by tokens: two clusters that hold one token (a
bulletin, or the key space of one coder) never meet, however many claims speak for it and by whatever way round.
"""

import heapq
from collections.abc import Sequence

UNSEEN = -1.0  # log-odds of a pair that was never a candidate; 0 to -4 makes no difference


def contract(
    size: int,
    edges: Sequence[tuple[int, int, float]],
    *,
    joined: Sequence[Sequence[int]] = (),
    tokens: Sequence[frozenset[str]] = (),
    at_least: float,
) -> list[int]:
    """Partition 0 … size-1.

    Args:
        size: number of members.
        edges: (i, j, log-odds), each pair once; a pair without an edge counts -1.
        joined: groups that are one from the start.
        tokens: for each member what no second cluster may hold beside it; within a group of `joined` it is not asked.
        at_least: log-odds above which two clusters are joined.

    Returns:
        For each member the smallest member of its cluster. Does not depend on the order of `edges` or `joined`.
    """
    leader = list(range(size))
    for group in joined:
        for member in group:
            leader[member] = min(group)
    members: dict[int, list[int]] = {}
    held: dict[int, set[str]] = {}
    for member, node in enumerate(leader):
        members.setdefault(node, []).append(member)
        held.setdefault(node, set()).update(tokens[member] if tokens else ())
    count = {node: len(group) for node, group in members.items()}
    near = _sum_edges(leader, count, edges)
    version = dict.fromkeys(count, 0)
    heap = [(-weight, x, y, 0, 0) for x in near for y, weight in near[x].items() if x < y and weight > at_least]
    heapq.heapify(heap)
    while heap:
        _, x, y, version_x, version_y = heapq.heappop(heap)
        if version.get(x) != version_x or version.get(y) != version_y or held[x] & held[y]:
            continue
        keep, gone = (x, y) if (len(near[x]), -x) >= (len(near[y]), -y) else (y, x)
        _absorb(keep, gone, near, count)
        held[keep] |= held.pop(gone)
        members[keep] += members.pop(gone)
        count[keep] += count.pop(gone)
        del version[gone]
        version[keep] += 1
        for z, weight in near[keep].items():
            if weight > at_least:
                a, b = min(keep, z), max(keep, z)
                heapq.heappush(heap, (-weight, a, b, version[a], version[b]))
    cluster = [0] * size
    for group in members.values():
        for member in group:
            cluster[member] = min(group)
    return cluster


def _sum_edges(
    leader: list[int], count: dict[int, int], edges: Sequence[tuple[int, int, float]]
) -> dict[int, dict[int, float]]:
    """Edges between the first clusters: the sum over their members, -1 for each pair never compared."""
    near: dict[int, dict[int, float]] = {node: {} for node in count}
    for i, j, weight in sorted(edges):
        x, y = leader[i], leader[j]
        if x == y:
            continue
        before = near[x].get(y, UNSEEN * count[x] * count[y])
        near[x][y] = near[y][x] = before + weight - UNSEEN
    return near


def _absorb(keep: int, gone: int, near: dict[int, dict[int, float]], count: dict[int, int]) -> None:
    edges_gone = near.pop(gone)
    edges = near[keep]
    edges.pop(gone)
    edges_gone.pop(keep)
    for z in sorted(edges.keys() | edges_gone.keys()):
        weight = edges.get(z, UNSEEN * count[keep] * count[z]) + edges_gone.get(z, UNSEEN * count[gone] * count[z])
        edges[z] = near[z][keep] = weight
        near[z].pop(gone, None)
