"""Claims made by hand: one town, one day, one shelling, unless the test says otherwise."""

from datetime import UTC, datetime, timedelta

import dataframely as dy
import polars as pl

from hudna.reports.tables import Claims

MIDNIGHT = datetime(2016, 3, 1, 22, tzinfo=UTC)  # local midnight in Damascus, in winter
DAY = timedelta(days=1)

USUAL: dict[str, object] = {
    "bulletin_id": None,
    "format": "claims-csv",
    "file": "made.csv",
    "row": 2,
    "sources": ["un"],
    "claimant": "UN",
    "text": "",
    "language": None,
    "known_basis": "stated",
    "date_precision": "day",
    "place": "Madaya",
    "place_role": "at",
    "latitude": 33.69,
    "longitude": 36.10,
    "radius_m": 1_000.0,
    "unit": None,
    "origin_latitude": None,
    "origin_longitude": None,
    "origin_radius_m": None,
    "kinds": ["shelling"],
    "actors": ["army"],
    "actor_reading": "one",
    "participants": [],
    "arms": [],
    "targets": [],
    "is_denial": False,
    "quotes": [],
    "denied_by": [],
    "countered_by": [],
    "killed_min": None,
    "killed_max": None,
    "injured": None,
    "quantity": None,
    "quantity_unit": None,
    "given_key": None,
    "address": None,
    "licence": None,
    "raw": "{}",
}


def a_claim(
    claim_id: str, *, day: float = 0.0, days: float = 1.0, known_day: float = 2.0, **told: object
) -> dict[str, object]:
    """One claim about the day `day` days after the first, `days` long, known `known_day` days after the first."""
    begins = MIDNIGHT + day * DAY
    when = {"occurred_from": begins, "occurred_to": begins + days * DAY, "known_at": MIDNIGHT + known_day * DAY}
    return {"claim_id": claim_id, **USUAL, **when, **told}


def claims_of(*rows: dict[str, object]) -> dy.DataFrame[Claims]:
    return Claims.validate(pl.DataFrame(list(rows), schema=Claims.create_empty().schema), cast=True)
