"""Incidents as they stood: what had been joined by the time each further claim became known.

A clock starts at the earliest instant at which what was known then reached a standard. So each incident of now is taken back to each
moment at which one of its claims became known, and only the claims known by then are clustered: parts that a later claim joined are
still apart. The weights of the comparisons are those measured on all claims given; they move by little and are not dated.
"""

from collections import defaultdict
from typing import NamedTuple

import dataframely as dy
import polars as pl

from hudna.incidents.link import Linked, Ties, partition, tie_claims
from hudna.incidents.pool import pool_incidents
from hudna.incidents.tables import Incidents, Memberships, Moments
from hudna.reports.tables import Claims


class Stood(NamedTuple):
    """Incidents at earlier moments; ids name the moment, and `incidents.known_at` is that moment."""

    moments: dy.DataFrame[Moments]
    incidents: dy.DataFrame[Incidents]
    memberships: dy.DataFrame[Memberships]


def stand_at_moments(claims: dy.DataFrame[Claims], linked: Linked) -> Stood:
    """Take each incident back to each moment at which one of its claims became known.

    Args:
        claims: the claims that were linked.
        linked: what `link_incidents` made of them.

    Returns:
        Rows by incident, moment and part. At its last moment an incident is whole, as it is now.
    """
    rows = [row for incident in _by_incident(claims, linked) for row in _take_back(*incident)]
    told = pl.DataFrame(
        rows,
        schema={"at_moment": pl.String, "incident_id": pl.String, "moment_us": pl.Int64, "claim_id": pl.String},
        orient="row",
    ).with_columns(moment_at=pl.from_epoch("moment_us", time_unit="us").dt.replace_time_zone("UTC"))
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


def _by_incident(claims: dy.DataFrame[Claims], linked: Linked) -> list[tuple[str, list[tuple[int, str]], Ties | None]]:
    """Give each incident with its claims as (known at in microseconds, claim id), first known first; ties where they are needed."""
    known = claims.select("claim_id", known_us=pl.col("known_at").dt.epoch("us"))
    told = linked.memberships.join(known, on="claim_id").sort("incident_id", "known_us", "claim_id")
    by_incident: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for incident_id, known_us, claim_id in told.select("incident_id", "known_us", "claim_id").iter_rows():
        by_incident[incident_id].append((known_us, claim_id))
    grew = any(members[0][0] != members[-1][0] for members in by_incident.values())
    ties = tie_claims(claims) if grew else None
    return [(incident_id, members, ties) for incident_id, members in by_incident.items()]


def _take_back(incident_id: str, members: list[tuple[int, str]], ties: Ties | None) -> list[tuple[str, str, int, str]]:
    """Give (part as it stood, incident, moment, claim) for every moment of one incident."""
    rows = []
    moments = sorted({known_us for known_us, _ in members})
    for moment in moments:
        then = [claim_id for known_us, claim_id in members if known_us <= moment]
        parts = [then] if ties is None or moment == moments[-1] else _parts(ties, then)
        for number, part in enumerate(parts):
            name = f"{incident_id}@{moment}" + (f"/{number}" if number else "")
            rows += [(name, incident_id, moment, claim_id) for claim_id in part]
    return rows


def _parts(ties: Ties, then: list[str]) -> list[list[str]]:
    if len(then) == 1:
        return [then]
    chosen = [ties.position[claim_id] for claim_id in then]
    return [[ties.rows.ids[member] for member in part] for part in partition(ties, chosen)]
