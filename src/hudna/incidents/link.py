"""Link claims to incidents: which claims tell of one thing that happened (research page "linkage"; docs/guide/linkage.md).

Candidates near in space and time, a scored match for each, greedy clustering. A coder's key joins what it joins and keeps apart
what it keeps apart; two claims of one bulletin are two happenings; a person's decision beats both. Tallies never come here: they
are about many.
"""

import hashlib
from typing import NamedTuple

import dataframely as dy
import numpy as np
import polars as pl

from hudna.incidents.arrays import Bools, Floats, Ints
from hudna.incidents.cluster import UNSEEN, Tokens
from hudna.incidents.pool import pool_incidents
from hudna.incidents.tables import IncidentCounts, Incidents, Memberships
from hudna.incidents.ties import Ties, partition, settle, tie_claims
from hudna.reports.tables import Claims

SOONER, LATER = 0.2, 0.5  # what would be counted if less, and if more, were asked before two claims are one


class Linked(NamedTuple):
    """Incidents, and which claim belongs to which."""

    incidents: dy.DataFrame[Incidents]
    memberships: dy.DataFrame[Memberships]


def link_incidents(claims: dy.DataFrame[Claims], *, ties: Ties | None = None) -> Linked:
    """Join the claims that tell of one happening.

    Claims with equal `given_key` are one incident; two keys of one key space (what stands before the colon) are two, whatever
    lies between; so are two claims of one bulletin, unless one key joins them. An act and a performance, the two ends of a
    transport, and claims with and without a kind never meet. A claim over more than two days is an episode: it is joined with other
    episodes, and never with a day event, which it may cover (`cover_episodes`). One over more than a month, or without a known
    place, stands alone unless a key joins it.

    Args:
        claims: one row for each claim.
        ties: what `tie_claims` made of them, with people's decisions; none: it is made here, without decisions.

    Returns:
        Incidents in the order of their first instant and id, and one membership for each claim in the order of `claim_id`.
        `p_member` weighs the claim's own incident against every other that it could belong to and against standing alone. The
        order of the rows of `claims` changes nothing. An incident keeps its id when later claims come in.

    Raises:
        Refused: people's decisions contradict one another.
    """
    ties = ties or tie_claims(claims)
    label = partition(ties)
    joined, tokens = settle(ties.rows, ties.decisions)
    p_member, margin = _weigh_memberships(ties, label, joined, tokens)
    memberships = pl.DataFrame(
        {"claim_id": ties.rows.ids, "incident_id": _name_incidents(ties, label), "p_member": p_member}
        | {"margin": pl.Series(margin, dtype=pl.Float64).fill_nan(None)},
        schema={"claim_id": pl.String, "incident_id": pl.String, "p_member": pl.Float64, "margin": pl.Float64},
    )
    checked = Memberships.validate(memberships)
    return Linked(pool_incidents(claims, checked), checked)


def count_at_thresholds(ties: Ties) -> dy.DataFrame[IncidentCounts]:
    """Count the incidents that the claims would make at other thresholds: the published number is a policy, and this its spread."""
    rows = []
    for threshold in sorted({SOONER, ties.merge_at, LATER}):
        sizes = np.bincount(np.unique(partition(ties, merge_at=threshold), return_inverse=True)[1])
        rows.append((threshold, sizes.size, int((sizes > 1).sum()), threshold == ties.merge_at))
    schema = IncidentCounts.create_empty().schema
    return IncidentCounts.validate(pl.DataFrame(rows, schema=schema, orient="row"))


def _name_incidents(ties: Ties, label: Ints) -> list[str]:
    """Name each cluster after its claim first known (ties: smallest id): "I-" and 8 hex digits of the SHA-256 of its id.

    Where two incidents would share a name (about one pair in 17,000 incidents 3 times in 100), the one known later gets 16 digits.
    """
    order = np.argsort(ties.rows.known_s, kind="stable")  # rows are in the order of their ids
    first = np.full(label.size, label.size)
    np.minimum.at(first, label[order], np.arange(order.size))
    names: dict[int, str] = {}
    taken: set[str] = set()
    heads = np.unique(label)
    for place, node in sorted(zip(first[heads].tolist(), heads.tolist(), strict=True)):
        digest = hashlib.sha256(ties.rows.ids[int(order[place])].encode()).hexdigest()
        name = f"I-{digest[:8]}"
        names[node] = name if name not in taken else f"I-{digest[:16]}"
        taken.add(names[node])
    return [names[node] for node in label.tolist()]


def _weigh_memberships(ties: Ties, label: Ints, joined: Ints, tokens: Tokens) -> tuple[Floats, Floats]:
    """For each claim: the probability that it belongs where it is, and the log-odds over the best other incident (NaN: none).

    A claim's log-odds with an incident are the mean over its members, -3 for each never compared, as in the clustering; standing
    alone is 0. What a key or a person joined is certain; where a token keeps it out it cannot go.
    """
    size = label.size
    members = np.bincount(label, minlength=size).astype(np.float64)
    claim = np.concatenate([ties.edges.i, ties.edges.j])
    cluster = label[np.concatenate([ties.edges.j, ties.edges.i])]
    key, total, seen = _sum_by(claim * size + cluster, np.concatenate([ties.edges.log_odds, ties.edges.log_odds]))
    claim, cluster = key // max(size, 1), key % max(size, 1)
    is_own = label[claim] == cluster
    mates = members[cluster] - is_own
    log_odds = (total + UNSEEN * (mates - seen)) / mates

    own = np.where(members[label] > 1, UNSEEN, 0.0)
    own[claim[is_own]] = log_odds[is_own]
    rival = ~is_own & ~_kept_out(claim, cluster, label, tokens)
    others = np.bincount(claim[rival], np.exp(np.clip(log_odds[rival] - own[claim[rival]], -700.0, 300.0)), size)
    others = others + np.where(members[label] > 1, np.exp(-own), 0.0)
    best = np.full(size, -np.inf)
    np.maximum.at(best, claim[rival], log_odds[rival])
    is_certain = np.bincount(joined, minlength=size)[joined] > 1
    p_member = np.where(is_certain, 1.0, 1.0 / (1.0 + others))
    margin = np.where(is_certain | ~np.isfinite(best), np.nan, own - best)
    return p_member, margin


def _kept_out(claim: Ints, cluster: Ints, label: Ints, tokens: Tokens) -> Bools:
    """Tell which of these clusters hold something that the claim beside them holds too."""
    held = pl.DataFrame({"claim": tokens.node, "token": tokens.token, "cluster": label[tokens.node]})
    asked = pl.DataFrame({"claim": claim, "cluster": cluster}).with_row_index("pair")
    met = asked.join(held.select("claim", "token"), on="claim").join(held, on=["token", "cluster"], how="semi")
    is_out = np.zeros(claim.size, dtype=bool)
    is_out[met["pair"].to_numpy()] = True
    return is_out


def _sum_by(key: Ints, value: Floats) -> tuple[Ints, Floats, Floats]:
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    if not starts.size:
        return key, value, value
    counts = np.diff(starts, append=key.size).astype(np.float64)
    return key[order][starts], np.add.reduceat(value[order], starts), counts
