"""Incidents as they stood: what had been joined by the time each further claim, or decision, became known.

A clock starts at the earliest instant at which what was known then reached a standard. So each incident of now is taken back to each
moment at which one of its claims became known, or somebody decided about one, and only what was known by then is clustered: parts that a
later claim joined are still apart. The weights of the comparisons are those measured on all claims given (and taught by all labels); they
move by little and are not dated.
"""

from typing import NamedTuple

import dataframely as dy
import numpy as np
import polars as pl

from hudna.incidents.arrays import Ints
from hudna.incidents.cluster import Edges, contract
from hudna.incidents.decisions import Decisions
from hudna.incidents.link import Linked
from hudna.incidents.pool import pool_incidents
from hudna.incidents.tables import Incidents, Memberships, Moments
from hudna.incidents.ties import Ties, Together, log_odds_of, partition_groups, settle, tie_claims
from hudna.reports.tables import Claims


class Stood(NamedTuple):
    """Incidents at earlier moments; ids name the moment, and `incidents.known_at` is that moment."""

    moments: dy.DataFrame[Moments]
    incidents: dy.DataFrame[Incidents]
    memberships: dy.DataFrame[Memberships]


def stand_at_moments(claims: dy.DataFrame[Claims], linked: Linked, *, ties: Ties | None = None) -> Stood:
    """Take each incident back to each moment at which more of it became known.

    Args:
        claims: the claims that were linked.
        linked: what `link_incidents` made of them.
        ties: the ties by which it did; none: made here, without decisions.

    Returns:
        Rows by incident, moment and part. At its last moment an incident is whole, as it is now.
    """
    told = _name_parts(_take_back(claims, linked, ties))
    weights = linked.memberships.select("claim_id", "p_member", "margin")
    memberships = Memberships.validate(
        told.select("claim_id", incident_id="at_moment")
        .join(weights, on="claim_id", maintain_order="left")
        .select("claim_id", "incident_id", "p_member", "margin")
    )
    parts = told.select("at_moment", "incident_id", "moment_at").unique(maintain_order=True)
    pooled = (
        pool_incidents(claims, memberships)
        .drop("known_at")
        .join(parts.select(incident_id="at_moment", known_at="moment_at"), on="incident_id", maintain_order="left")
    )
    incidents = Incidents.validate(pooled.select(Incidents.column_names()))
    inferred = incidents.select("is_day_inferred", at_moment="incident_id")
    moments = Moments.validate(parts.join(inferred, on="at_moment", maintain_order="left"))
    return Stood(moments, incidents, memberships)


def _take_back(claims: dy.DataFrame[Claims], linked: Linked, ties: Ties | None) -> pl.DataFrame:
    """Give (incident, moment, claim, part) for every moment of each incident, in the order in which claims became known."""
    known = claims.select("claim_id", known_us=pl.col("known_at").dt.epoch("us"))
    members = linked.memberships.select("claim_id", "incident_id").join(known, on="claim_id")
    members = members.sort("incident_id", "known_us", "claim_id")
    moments = members.select("incident_id", moment_us="known_us")
    decided = _moments_of_decisions(members, ties.decisions) if ties is not None else moments.clear()
    moments = pl.concat([moments, decided]).unique().sort("incident_id", "moment_us")
    last = moments.group_by("incident_id").agg(pl.col("moment_us").max().alias("last_us"))
    nodes = (
        moments.join(members, on="incident_id", maintain_order="left_right")
        .filter(pl.col("known_us") <= pl.col("moment_us"))
        .join(last, on="incident_id", maintain_order="left")
        .with_columns(pl.struct("incident_id", "moment_us").rle_id().alias("group"))
    )
    several = nodes.filter((pl.col("moment_us") < pl.col("last_us")) & (pl.len().over("group") > 1))
    if several.is_empty():
        return nodes.with_columns(pl.lit(0, pl.Int64).alias("part"))
    ties = ties or tie_claims(claims)
    parts = _parts(several, ties, decided["incident_id"].unique())
    return nodes.join(parts, on=["group", "claim_id"], how="left", maintain_order="left").with_columns(
        pl.col("part").fill_null(0)
    )


def _moments_of_decisions(members: pl.DataFrame, decisions: dy.DataFrame[Decisions]) -> pl.DataFrame:
    """Give each incident the moments at which somebody decided about one of its claims, once it was known at all."""
    at = pl.col("decided_at").dt.epoch("us").alias("moment_us")
    ends = [decisions.select(at, claim_id=name) for name in ("claim_id", "other_claim_id")]
    first = members.group_by("incident_id").agg(pl.col("known_us").min().alias("first_us"))
    met = pl.concat(ends).join(members.select("claim_id", "incident_id"), on="claim_id").join(first, on="incident_id")
    return met.filter(pl.col("moment_us") > pl.col("first_us")).select("incident_id", "moment_us")


def _parts(nodes: pl.DataFrame, ties: Ties, decided: pl.Series) -> pl.DataFrame:
    """Partition each group as if there were no other claims; incidents that somebody decided about one by one, the rest at once."""
    position = pl.DataFrame({"claim_id": ties.rows.ids, "claim": np.arange(len(ties.rows.ids))})
    nodes = nodes.join(position, on="claim_id", maintain_order="left").with_columns(
        pl.col("incident_id").is_in(decided.implode()).alias("is_decided")
    )
    rest = nodes.filter(~pl.col("is_decided")).sort("group", "claim").with_row_index("node")
    found = [rest.with_columns(pl.Series("label", partition_groups(*_grouped(rest, ties)), dtype=pl.Int64))]
    for group in nodes.filter("is_decided").sort("group", "claim").partition_by("group", maintain_order=True):
        alone = group.with_row_index("node")
        found.append(alone.with_columns(pl.Series("label", _part_decided(alone, ties), dtype=pl.Int64)))
    labelled = pl.concat(found, how="vertical_relaxed").sort("group", "known_us", "claim_id")
    turn = pl.int_range(pl.len()).over("group")
    first = labelled.with_columns(turn.alias("turn")).with_columns(
        pl.col("turn").min().over("group", "label").alias("first")  # parts are numbered by their claim first known
    )
    part = pl.col("first").rank("dense").over("group").cast(pl.Int64) - 1
    return first.select("group", "claim_id", part.alias("part"))


def _grouped(nodes: pl.DataFrame, ties: Ties) -> tuple[Ties, Ints, Ints, Edges]:
    """Give the nodes of the groups and the edges between them: each pair of claims once for each group that holds both."""
    held = nodes.select("node", "group", "claim")
    is_held = np.zeros(len(ties.rows.ids), dtype=bool)
    is_held[held["claim"].to_numpy()] = True
    at = np.flatnonzero(is_held[ties.edges.i] & is_held[ties.edges.j])
    pairs = pl.DataFrame({"edge": at, "i": ties.edges.i[at], "j": ties.edges.j[at]})
    met = pairs.join(held.rename({"node": "node_i", "claim": "i"}), on="i").join(
        held.rename({"node": "node_j", "claim": "j"}), on=["j", "group"]
    )
    edge = met["edge"].to_numpy()
    ends = [met[name].cast(pl.Int64).to_numpy() for name in ("node_i", "node_j")]
    edges = Edges(
        np.minimum(*ends), np.maximum(*ends), ties.edges.log_odds[edge], ties.edges.about[edge]
    )  # a pair's i lies before its j, and so do their nodes
    return ties, held["claim"].to_numpy(), held["group"].cast(pl.Int64).to_numpy(), edges


def _part_decided(nodes: pl.DataFrame, ties: Ties) -> Ints:
    """Partition one group by the decisions known at its moment."""
    moment = int(nodes["moment_us"][0])
    ids = nodes["claim_id"]
    then = ties.decisions.filter(
        (pl.col("decided_at").dt.epoch("us") <= moment)
        & pl.col("claim_id").is_in(ids.implode())
        & pl.col("other_claim_id").is_in(ids.implode())
    )
    _, claim, _, edges = _grouped(nodes, ties)
    joined, tokens = settle(ties.rows.narrow(claim, ids=ids.to_list()), Decisions.validate(then))
    at_least = log_odds_of(ties.merge_at)
    return contract(claim.size, edges, joined=joined, tokens=tokens, at_least=at_least, together=Together(ties, claim))


def _name_parts(nodes: pl.DataFrame) -> pl.DataFrame:
    """Name each part: incident, @, moment in microseconds, and a number for the second and further parts."""
    number = pl.when(pl.col("part") > 0).then(pl.format("/{}", "part")).otherwise(pl.lit(""))
    name = pl.concat_str("incident_id", pl.lit("@"), pl.col("moment_us").cast(pl.String), number)
    order = pl.col("incident_id"), pl.col("moment_us"), pl.col("part")
    return (
        nodes.sort(*order, maintain_order=True)
        .with_columns(
            name.alias("at_moment"),
            pl.from_epoch("moment_us", time_unit="us").dt.replace_time_zone("UTC").alias("moment_at"),
        )
        .select("at_moment", "incident_id", "moment_at", "claim_id")
    )
