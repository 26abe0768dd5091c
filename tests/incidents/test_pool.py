"""What the claims of one incident say together."""

from datetime import timedelta

import dataframely as dy
import polars as pl
import pytest

from hudna.incidents import Incidents, Memberships, pool_incidents
from incidents.made_claims import DAY, MIDNIGHT, a_claim, claims_of


def in_incident(incident_id: str, *claim_ids: str) -> pl.DataFrame:
    rows = {"claim_id": list(claim_ids), "incident_id": incident_id, "p_member": 1.0, "margin": None}
    return pl.DataFrame(rows, schema=Memberships.create_empty().schema)


def pool(*rows: dict[str, object]) -> dict[str, object]:
    memberships = in_incident("I-1", *(str(row["claim_id"]) for row in rows))
    pooled: dy.DataFrame[Incidents] = pool_incidents(claims_of(*rows), Memberships.validate(memberships))
    assert pooled.height == 1
    return pooled.row(0, named=True)


def test_the_best_placed_claim_gives_the_place() -> None:
    incident = pool(a_claim("a", radius_m=5_000.0, place="near Madaya"), a_claim("b", latitude=33.70, place="Madaya"))

    assert (incident["latitude"], incident["radius_m"], incident["place"]) == (33.70, 1_000.0, "Madaya")


def test_equally_precise_points_that_disagree_widen_the_disc_to_hold_both() -> None:
    incident = pool(a_claim("a"), a_claim("b", latitude=33.69 + 3 / 111.195))

    assert incident["latitude"] == 33.69
    assert incident["radius_m"] == pytest.approx(3_000.0, rel=1e-3)


def test_a_point_is_better_than_a_unit_and_a_small_unit_than_a_large_one() -> None:
    vague = {"latitude": None, "longitude": None, "radius_m": None}

    assert pool(a_claim("a", **vague, unit="SY03"), a_claim("b"))["unit"] is None
    assert pool(a_claim("a", **vague, unit="SY03"), a_claim("b", **vague, unit="SY0304"))["unit"] == "SY0304"


def test_time_is_what_all_claims_allow() -> None:
    incident = pool(a_claim("a", days=3.0), a_claim("b", day=1.0), a_claim("c", day=1.5, days=0.0))

    assert (incident["occurred_from"], incident["occurred_to"]) == (MIDNIGHT + 1.5 * DAY, MIDNIGHT + 1.5 * DAY)


def test_days_that_exclude_one_another_give_the_stretch_from_first_to_last() -> None:
    incident = pool(a_claim("a"), a_claim("b", day=1.0), a_claim("c", day=-20.0, days=30.0, date_precision="month"))

    assert (incident["occurred_from"], incident["occurred_to"]) == (MIDNIGHT, MIDNIGHT + 2 * DAY)


def test_inferred_days_count_only_where_there_is_nothing_better() -> None:
    told = pool(a_claim("a", date_precision="inferred", day=1.0), a_claim("b"))
    inferred = pool(a_claim("a", date_precision="inferred", day=1.0))

    assert (told["occurred_from"], told["is_day_inferred"]) == (MIDNIGHT, False)
    assert (inferred["occurred_from"], inferred["is_day_inferred"]) == (MIDNIGHT + DAY, True)


def test_tolls_are_spanned_and_never_added() -> None:
    incident = pool(
        a_claim("a", killed_min=23, killed_max=23, injured=10),
        a_claim("b", killed_min=30, killed_max=33),
        a_claim("c", killed_min=0, killed_max=0, is_denial=True),
    )

    assert (incident["killed_min"], incident["killed_max"], incident["injured"]) == (23, 33, 10)


def test_a_quantity_is_the_median_in_the_unit_most_use() -> None:
    rows = [a_claim(f"c{n}", quantity=float(q), quantity_unit="trucks") for n, q in enumerate((44, 40, 50))]

    incident = pool(*rows, a_claim("z", quantity=40_000.0, quantity_unit="persons"))

    assert (incident["quantity"], incident["quantity_unit"]) == (44.0, "trucks")


def test_an_incident_is_known_from_its_first_claim_and_pooled_as_known_at_each_moment() -> None:
    claims = claims_of(
        a_claim("a", killed_min=5, killed_max=5), a_claim("b", killed_min=9, killed_max=9, known_day=6.0)
    )
    versions = Memberships.validate(pl.concat([in_incident("I-1@1", "a"), in_incident("I-1@2", "a", "b")]))

    pooled = pool_incidents(claims, versions)

    assert pooled["incident_id"].to_list() == ["I-1@1", "I-1@2"]
    assert pooled["killed_max"].to_list() == [5, 9]
    assert pooled["known_at"].to_list() == [MIDNIGHT + timedelta(days=2)] * 2
