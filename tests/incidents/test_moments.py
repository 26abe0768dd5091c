"""Incidents as they stood: a later claim joins nothing before it was known."""

import polars as pl

from hudna.incidents import link_incidents, stand_at_moments
from incidents.made_claims import DAY, MIDNIGHT, a_claim, claims_of


def test_what_a_later_claim_bridges_stood_apart_until_it_was_known() -> None:
    north, south = a_claim("north", latitude=33.690, killed_min=9), a_claim("south", latitude=33.732, killed_min=9)
    bridges = [a_claim(f"bridge-{n}", latitude=33.711, killed_min=9, known_day=8.0) for n in range(2)]
    claims = claims_of(north, south, *bridges)
    linked = link_incidents(claims)

    stood = stand_at_moments(claims, linked)

    assert linked.incidents.height == 1
    by_moment = stood.moments.group_by("moment_at").len().sort("moment_at")
    assert by_moment.rows() == [(MIDNIGHT + 2 * DAY, 2), (MIDNIGHT + 8 * DAY, 1)]
    assert stood.moments["incident_id"].unique().to_list() == linked.incidents["incident_id"].to_list()
    assert sorted(stood.incidents["claims"].to_list()) == [1, 1, 4]


def test_an_incident_stands_once_for_each_moment_and_is_known_since_that_moment() -> None:
    claims = claims_of(
        a_claim("first", known_day=1.0), a_claim("second", known_day=3.0), a_claim("third", known_day=3.0)
    )
    linked = link_incidents(claims)

    stood = stand_at_moments(claims, linked)

    assert linked.incidents.height == 1
    assert stood.incidents.sort("known_at").select("known_at", "claims").rows() == [
        (MIDNIGHT + DAY, 1),
        (MIDNIGHT + 3 * DAY, 3),
    ]


def test_a_moment_says_whether_its_day_is_inferred() -> None:
    claims = claims_of(a_claim("first", date_precision="inferred", known_day=1.0), a_claim("second", known_day=3.0))

    stood = stand_at_moments(claims, link_incidents(claims))

    assert stood.moments.sort("moment_at")["is_day_inferred"].to_list() == [True, False]


def test_the_order_of_the_claims_changes_nothing() -> None:
    claims = claims_of(*(a_claim(f"c{n}", known_day=1.0 + n % 3, latitude=33.69 + n * 0.004) for n in range(9)))
    turned = claims_of(*claims.to_dicts()[::-1])

    one = stand_at_moments(claims, link_incidents(claims))
    other = stand_at_moments(turned, link_incidents(turned))

    assert one.moments.equals(other.moments)
    assert one.memberships.equals(other.memberships)
    assert isinstance(one.incidents, pl.DataFrame)
    assert one.incidents.equals(other.incidents)
