"""The tables that findings hand on: who did what, how surely, at what or whom, and who says so."""

import dataframely as dy

from hudna.reports.tables import READINGS


class Findings(dy.Schema):
    """The joint table of each incident over (actor, kind, arm). Within an incident and draw `p_actor_kind` sums to at most 1.

    Mass on several actors (`any_of`) or several kinds is not split: it is inside a box at the lower bound only if every one
    of them is, and at the upper bound if any of them is. `each`: they acted together, inside if any of them is.
    Mass nobody claims has no actors (`unknown`).
    """

    incident_id = dy.String(primary_key=True, description="the incident")
    draw = dy.UInt16(primary_key=True, description="always 0: the finding itself; other draws are in SideDraws")
    cell = dy.UInt16(primary_key=True, description="number of the cell within the incident")
    actors = dy.List(dy.String(), description="empty: unknown author")
    actor_reading = dy.Enum(
        READINGS, description="one; any_of: one of these; each: they acted together; unspecified: a label; unknown"
    )
    kinds = dy.List(dy.String(), description="one kind, or several candidates; empty: outside the tree")
    arm = dy.String(description="arm, or unknown")
    p_actor_kind = dy.Float64(min=0, max=1, description="probability of the cell")
    p_lower = dy.Float64(min=0, max=1, description="lower end with side factor k")
    p_upper = dy.Float64(min=0, max=1, description="upper end with side factor k")


class SideDraws(dy.Schema):
    """How surely a side did an incident under other rates of its sources that the fit holds possible.

    A draw holds for all incidents, so doubt about a source moves them together. Performances and incidents of which nobody names
    anybody have no rows.
    """

    incident_id = dy.String(primary_key=True, description="the incident")
    draw = dy.UInt16(primary_key=True, description="draw of the source parameters, from 1; 0 is the finding itself")
    side = dy.String(primary_key=True, description="side named; a+b: sides named together")
    p_side = dy.Float64(min=0, max=1, description="probability that it did it")


class TargetShares(dy.Schema):
    """The target distribution of each incident; what is not told lies on `unknown`."""

    incident_id = dy.String(primary_key=True, description="the incident")
    target = dy.String(primary_key=True, description="target or actor id, or unknown")
    p_target = dy.Float64(min=0, max=1, description="its share")


class Voices(dy.Schema):
    """One row for each source's word on an incident: its latest claim. Two that copy one another share an echo group."""

    incident_id = dy.String(primary_key=True, description="the incident")
    source_id = dy.String(primary_key=True, description="who says it")
    claim_id = dy.String(description="the claim in which it says so")
    echo_group = dy.String(description="sources that carry one line; its own id when it stands alone")
    leans_to = dy.String(description="side it is usually near; none, unclear")
    actors = dy.List(dy.String(), description="whom it names")
    actor_reading = dy.Enum(READINGS, description="how to read the actors it names")
    sides_named = dy.List(dy.String(), description="sides of those it names, without repeats")
    is_denial = dy.Bool(description="it says that it did not happen, or that they did not do it")
    is_performance = dy.Bool(description="the act is a performance: interests are reversed")
    is_admission = dy.Bool(
        description="an organ of a side says that its own side did it (performances: that it did not)"
    )
    known_at = dy.Datetime(time_zone="UTC", time_unit="us", description="instant it became known")
    address = dy.String(nullable=True, description="public address; empty: not a public source")
