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
