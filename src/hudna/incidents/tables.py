"""The tables that record linkage hands on: incidents and who belongs to them."""

import dataframely as dy

from hudna.reports.tables import PLACE_ROLES


class Incidents(dy.Schema):
    """One row for each thing that happened, pooled from its claims."""

    incident_id = dy.String(
        primary_key=True, min_length=1, description="from the claim first known; adding claims keeps it"
    )
    known_at = dy.Datetime(time_zone="UTC", time_unit="us", description="first instant any of its claims was known")
    occurred_from = dy.Datetime(time_zone="UTC", time_unit="us", description="earliest instant it can have happened")
    occurred_to = dy.Datetime(
        time_zone="UTC", time_unit="us", description="latest instant it can have happened, exclusive"
    )
    is_day_inferred = dy.Bool(description="every claim infers the day: it never starts or stops a clock")
    place = dy.String(description="place as its best placed claim writes it")
    place_role = dy.Enum(PLACE_ROLES, description="at: where it happened; to, from: end or start of a transport")
    latitude = dy.Float64(min=-90, max=90, nullable=True, description="degrees north, WGS84")
    longitude = dy.Float64(min=-180, max=180, nullable=True, description="degrees east, WGS84")
    radius_m = dy.Float64(
        min=0, nullable=True, description="metres around the point; empty when only the unit is known"
    )
    unit = dy.String(nullable=True, description="p-code of the unit, where there is no point")
    origin_latitude = dy.Float64(
        min=-90, max=90, nullable=True, description="degrees north of where it was launched, if told"
    )
    origin_longitude = dy.Float64(
        min=-180, max=180, nullable=True, description="degrees east of where it was launched, if told"
    )
    origin_radius_m = dy.Float64(min=0, nullable=True, description="metres around the origin")
    killed_min = dy.Int64(min=0, nullable=True, description="least killed that any claim tells")
    killed_max = dy.Int64(min=0, nullable=True, description="most killed that any claim tells; never a sum")
    injured = dy.Int64(min=0, nullable=True, description="persons injured: the lower median of the claims")
    quantity = dy.Float64(min=0, nullable=True, description="amount performed: the median of the claims in one unit")
    quantity_unit = dy.String(nullable=True, description="unit of the amount")
    claims = dy.UInt32(min=1, description="number of claims")


class Moments(dy.Schema):
    """One row for each moment at which more was known of an incident, and each part in which its claims then lay."""

    at_moment = dy.String(primary_key=True, min_length=1, description="id of the part as it stood: incident, @, moment")
    incident_id = dy.String(min_length=1, description="the incident it is part of, as known now")
    moment_at = dy.Datetime(time_zone="UTC", time_unit="us", description="instant from which that much was known")
    is_day_inferred = dy.Bool(description="every claim known by then infers the day")


class Memberships(dy.Schema):
    """One row for each claim: the incident it belongs to, how surely, and by what margin.

    `link_incidents` gives each claim one row. A table that holds the same incident as it was known at several moments, under
    several ids, may name a claim once for each of them: the key is the pair.
    """

    claim_id = dy.String(primary_key=True, description="the claim")
    incident_id = dy.String(primary_key=True, description="the incident it belongs to")
    p_member = dy.Float64(min=0, max=1, description="probability that it belongs")
    margin = dy.Float64(nullable=True, description="log-odds to the next best incident; empty: there was none")


class IncidentCounts(dy.Schema):
    """One row for each threshold: how many incidents the same claims would make, were two joined sooner or later than published."""

    merge_at = dy.Float64(primary_key=True, min=0, max=1, description="probability above which two claims are one")
    incidents = dy.UInt32(description="number of incidents")
    told_several_times = dy.UInt32(description="of these, with more than one claim")
    is_published = dy.Bool(description="the threshold by which everything else was computed")


class Coverings(dy.Schema):
    """One row for each episode and each day event that lies within it: the summary covers the event, and is not one with it."""

    episode_id = dy.String(primary_key=True, min_length=1, description="incident over more than two days")
    incident_id = dy.String(primary_key=True, min_length=1, description="incident of a day within it")
    p_covers = dy.Float64(
        min=0, max=1, description="probability that the episode's teller meant this event among others"
    )
    killed_min = dy.Int64(
        min=0, nullable=True, description="least killed over the whole episode that any of them tells"
    )
    killed_max = dy.Int64(
        min=0, nullable=True, description="most killed over the whole episode that any of them tells; never a sum"
    )


class IncidentChanges(dy.Schema):
    """One row for each incident that became part of another, or of several, when claims or decisions came in."""

    change = dy.Enum(["merge", "split"], primary_key=True, description="merge: two became one; split: one became two")
    incident_id = dy.String(primary_key=True, min_length=1, description="the incident as it was known before")
    becomes = dy.String(primary_key=True, min_length=1, description="an incident of now that holds claims of it")
    claims = dy.UInt32(min=1, description="how many of its claims that one holds")
