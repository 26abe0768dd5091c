"""Link claims to incidents: which claims tell of one thing that happened (research page "linkage"; docs/semantics.md).

Candidates near in space and time, a scored match for each, greedy clustering. A coder's key joins what it joins and keeps apart
what it keeps apart; two claims of one bulletin are two happenings. Tallies never come here: they are about many.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import dataframely as dy
import numpy as np
import polars as pl

from hudna.incidents.candidates import ClaimArrays, candidate_pairs, read_arrays
from hudna.incidents.cluster import UNSEEN, contract
from hudna.incidents.compare import compare
from hudna.incidents.pool import pool_incidents
from hudna.incidents.tables import Incidents, Memberships
from hudna.incidents.weights import score, weigh_levels
from hudna.reports.tables import Claims

MERGE_AT = 0.35  # probability above which two are one: a policy, since splitting one breach in two doubles a count
MERGE_AT_LOG_ODDS = float(np.log(MERGE_AT / (1.0 - MERGE_AT)))
WEAK = -3.0  # log-odds below which a pair cannot pull a cluster together


class Linked(NamedTuple):
    """Incidents, and which claim belongs to which."""

    incidents: dy.DataFrame[Incidents]
    memberships: dy.DataFrame[Memberships]


def link_incidents(claims: dy.DataFrame[Claims]) -> Linked:
    """Join the claims that tell of one happening.

    Claims with equal `given_key` are one incident; two keys of one key space (what stands before the colon) are two, whatever
    lies between; so are two claims of one bulletin, unless one key joins them. An act and a performance, the two ends of a
    transport, and claims with and without a kind never meet. A claim over more than two days is an episode and one without a
    known place could be anywhere: both stand alone unless a key joins them.

    Args:
        claims: one row for each claim.

    Returns:
        Incidents in the order of their first instant and id, and one membership for each claim in the order of `claim_id`.
        `p_member` weighs the claim's own incident against every other that it could belong to and against standing alone. The
        order of the rows of `claims` changes nothing. An incident keeps its id when later claims come in.
    """
    ties = tie_claims(claims)
    edges = [edge for edge in ties.edges if edge[2] > WEAK]
    joined = _groups(ties.keys)
    cluster = contract(len(ties.rows.ids), edges, joined=joined, tokens=ties.tokens, at_least=MERGE_AT_LOG_ODDS)
    ids = _name_incidents(ties.rows, cluster)
    p_member, margin = _weigh_memberships(cluster, ties.edges, joined, ties.tokens)
    memberships = pl.DataFrame(
        {
            "claim_id": ties.rows.ids,
            "incident_id": [ids[node] for node in cluster],
            "p_member": p_member,
            "margin": margin,
        },
        schema={"claim_id": pl.String, "incident_id": pl.String, "p_member": pl.Float64, "margin": pl.Float64},
    )
    checked = Memberships.validate(memberships)
    return Linked(pool_incidents(claims, checked), checked)


@dataclass(frozen=True)
class Ties:
    """What holds claims together and apart, by their positions in the order of `claim_id`."""

    rows: ClaimArrays
    keys: list[str | None]
    tokens: list[frozenset[str]]
    edges: list[tuple[int, int, float]]  # i < j, log-odds that they are one

    @cached_property
    def position(self) -> dict[str, int]:
        """Position of each claim by its id."""
        return {claim_id: n for n, claim_id in enumerate(self.rows.ids)}

    @cached_property
    def edges_from(self) -> dict[int, list[tuple[int, int, float]]]:
        """The edges that can pull, by their first claim."""
        found: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
        for edge in self.edges:
            if edge[2] > WEAK:
                found[edge[0]].append(edge)
        return found


def tie_claims(claims: dy.DataFrame[Claims]) -> Ties:
    """Score every pair of claims that can be one happening."""
    rows = read_arrays(claims)
    ordered = claims.sort("claim_id")
    keys, bulletins = ordered["given_key"].to_list(), ordered["bulletin_id"].to_list()
    pairs = candidate_pairs(rows)
    log_odds = score(compare(rows, pairs), weigh_levels(rows, candidates=pairs.i.size))
    return Ties(
        rows=rows,
        keys=keys,
        tokens=[_apart(key, bulletin) for key, bulletin in zip(keys, bulletins, strict=True)],
        edges=list(zip(pairs.i.tolist(), pairs.j.tolist(), log_odds.tolist(), strict=True)),
    )


def partition(ties: Ties, chosen: list[int]) -> list[list[int]]:
    """Partition some of the claims as they would be if there were no others, each part in the order given; parts by their first."""
    place = {member: n for n, member in enumerate(chosen)}
    edges = [
        (min(place[i], place[j]), max(place[i], place[j]), weight)
        for member in chosen
        for i, j, weight in ties.edges_from.get(member, ())
        if j in place
    ]
    cluster = contract(
        len(chosen),
        edges,
        joined=_groups([ties.keys[member] for member in chosen]),
        tokens=[ties.tokens[member] for member in chosen],
        at_least=MERGE_AT_LOG_ODDS,
    )
    parts: dict[int, list[int]] = defaultdict(list)
    for member, node in zip(chosen, cluster, strict=True):
        parts[node].append(member)
    return sorted(parts.values(), key=lambda part: chosen.index(part[0]))


def _apart(key: str | None, bulletin: str | None) -> frozenset[str]:
    """What no other cluster may hold beside this claim: its bulletin, and the space of its key."""
    told = [] if bulletin is None else [f"bulletin {bulletin}"]
    return frozenset(told if key is None else [*told, f"space {key.split(':', 1)[0]}"])


def _groups(keys: Iterable[str | None]) -> list[list[int]]:
    by_key: dict[str, list[int]] = defaultdict(list)
    for member, key in enumerate(keys):
        if key is not None:
            by_key[key].append(member)
    return [group for group in by_key.values() if len(group) > 1]


def _name_incidents(rows: ClaimArrays, cluster: list[int]) -> dict[int, str]:
    """Name each cluster after its claim first known (ties: smallest id): "I-" and 8 hex digits of the SHA-256 of its id.

    Where two incidents would share a name (about one pair in 17,000 incidents 3 times in 100), the one known later gets 16 digits.
    """
    first: dict[int, tuple[float, str]] = {}
    for known_s, claim_id, node in zip(rows.known_s.tolist(), rows.ids, cluster, strict=True):
        first[node] = min(first.get(node, (known_s, claim_id)), (known_s, claim_id))
    names: dict[int, str] = {}
    taken: set[str] = set()
    for node, (_, claim_id) in sorted(first.items(), key=lambda item: item[1]):
        digest = hashlib.sha256(claim_id.encode()).hexdigest()
        name = f"I-{digest[:8]}"
        names[node] = name if name not in taken else f"I-{digest[:16]}"
        taken.add(names[node])
    return names


def _weigh_memberships(
    cluster: list[int], edges: Iterable[tuple[int, int, float]], joined: list[list[int]], tokens: list[frozenset[str]]
) -> tuple[list[float], list[float | None]]:
    """For each claim: the probability that it belongs where it is, and the log-odds over the best other incident.

    A claim's log-odds with an incident are the sum over its members, -1 for each never compared, as in the clustering; standing
    alone is 0. What a key joined is certain; where a token keeps it out it cannot go.
    """
    pull: list[dict[int, tuple[float, int]]] = [{} for _ in cluster]
    for i, j, weight in edges:
        for one, other in ((i, cluster[j]), (j, cluster[i])):
            total, seen = pull[one].get(other, (0.0, 0))
            pull[one][other] = (total + weight, seen + 1)
    sizes = np.bincount(np.array(cluster, dtype=np.int64)).tolist() if cluster else []
    held: dict[int, set[str]] = defaultdict(set)
    for node, claim_tokens in zip(cluster, tokens, strict=True):
        held[node] |= claim_tokens
    certain = {member for group in joined for member in group}
    p_member: list[float] = []
    margins: list[float | None] = []
    for member, node in enumerate(cluster):
        mates = sizes[node] - 1
        total, seen = pull[member].get(node, (0.0, 0))
        own = total + UNSEEN * (mates - seen)
        others = [
            w + UNSEEN * (sizes[other] - n)
            for other, (w, n) in pull[member].items()
            if other != node and not held[other] & tokens[member]
        ]
        rivals = np.array(sorted([*others, 0.0] if mates else others))
        p = 1.0 if member in certain else 1.0 / (1.0 + float(np.exp(np.clip(rivals - own, -700.0, 700.0)).sum()))
        p_member.append(p)
        margins.append(own - max(others) if others and member not in certain else None)
    return p_member, margins
