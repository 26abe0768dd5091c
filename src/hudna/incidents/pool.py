"""Pool the claims of each incident: what they say together about where, when and how many.

A claim may stand in several incidents: the same incident as it was known at several moments, under several ids.
"""

import dataframely as dy
import polars as pl

from hudna.incidents.tables import Incidents, Memberships
from hudna.reports.tables import Claims

EARTH_M = 6_371_008.8
ORDER = ("incident_id", "known_at", "claim_id")
_COLUMNS = (
    "claim_id", "known_at", "date_precision", "occurred_from", "occurred_to", "place", "place_role", "latitude", "longitude", "radius_m",
    "unit", "origin_latitude", "origin_longitude", "origin_radius_m", "is_denial", "killed_min", "killed_max", "injured", "quantity",
    "quantity_unit",
)  # fmt: skip


def pool_incidents(claims: dy.DataFrame[Claims], memberships: dy.DataFrame[Memberships]) -> dy.DataFrame[Incidents]:
    """Pool the claims of each incident.

    - Place: the best placed claim (smallest radius; a point before a unit, a longer p-code before a shorter; then the first known).
      Where an equally precise claim has its point farther away than that radius, nobody can say which is right: the disc keeps
      its centre and grows until it holds both points.
    - Origin: likewise the smallest radius.
    - Time: what all claims allow together, inferred days aside. If they exclude one another, from the first to the last of those
      that tell the day (if none does, of all). Inferred days only where there is nothing else.
    - Killed: least and most that anybody tells, never a sum. Injured: the lower median of those told.
    - Quantity: the median of what is told in the unit that most claims use (ties: the one told first).
    - Denials tell no toll and no quantity.

    Args:
        claims: one row for each claim.
        memberships: which claim belongs to which incident; claims in none are left out.

    Returns:
        One row for each incident of `memberships`, by `occurred_from` and `incident_id`. Instants UTC, degrees WGS84, metres.
    """
    read = claims.select(_COLUMNS)  # not the rows as they came: they are most of a table's bytes
    told = memberships.select("claim_id", "incident_id").join(read, on="claim_id", how="inner").sort(ORDER)
    pooled = (
        told.group_by("incident_id")
        .agg(
            pl.col("known_at").min(),
            (pl.col("date_precision") == "inferred").all().alias("is_day_inferred"),
            pl.len().alias("claims"),
        )
        .join(_pool_times(told), on="incident_id")
        .join(_pool_places(told), on="incident_id")
        .join(_pool_origins(told), on="incident_id", how="left")
        .join(_pool_tolls(told), on="incident_id", how="left")
        .join(_pool_quantities(told), on="incident_id", how="left")
    )
    return Incidents.validate(pooled.select(Incidents.column_names()).sort("occurred_from", "incident_id"), cast=True)


def _pool_times(told: pl.DataFrame) -> pl.DataFrame:
    """Intersection, else hull; an instant counts as holding itself, though intervals are half-open."""
    rank = pl.col("date_precision").cast(pl.String).replace_strict({"day": 0, "inferred": 2}, default=1)
    begin, end = pl.col("occurred_from"), pl.col("occurred_to")
    ranked = told.select("incident_id", "occurred_from", "occurred_to", rank.alias("rank"))
    ranked = ranked.filter((pl.col("rank") < 2) | (pl.col("rank").min().over("incident_id") == 2))
    is_best = pl.col("rank") == pl.col("rank").min()
    closed_end = pl.when(begin == end).then(end + pl.duration(microseconds=1)).otherwise(end)
    pooled = ranked.group_by("incident_id").agg(
        begin.max().alias("meet_from"),
        end.min().alias("meet_to"),
        closed_end.min().alias("closed_to"),
        begin.filter(is_best).min().alias("hull_from"),
        end.filter(is_best).max().alias("hull_to"),
    )
    meets = pl.col("meet_from") < pl.col("closed_to")
    return pooled.select(
        "incident_id",
        pl.when(meets).then("meet_from").otherwise("hull_from").alias("occurred_from"),
        pl.when(meets).then("meet_to").otherwise("hull_to").alias("occurred_to"),
    )


def _pool_places(told: pl.DataFrame) -> pl.DataFrame:
    is_placed = pl.col("latitude").is_not_null() & pl.col("longitude").is_not_null()
    placed = told.with_columns(
        is_placed.alias("is_placed"),
        pl.when(is_placed).then("radius_m").alias("radius_m"),
        pl.when(is_placed).then(None).otherwise("unit").alias("unit"),
    ).sort(
        pl.col("incident_id"),
        ~is_placed,
        pl.col("radius_m"),
        -pl.col("unit").str.len_chars().cast(pl.Int64).fill_null(0),
        pl.col("known_at"),
        pl.col("claim_id"),
        nulls_last=True,
    )
    best = placed.group_by("incident_id", maintain_order=True).first()
    columns = ("incident_id", "place", "place_role", "latitude", "longitude", "radius_m", "unit")
    equal = placed.filter("is_placed").join(
        best.select("incident_id", pl.col("latitude", "longitude", "radius_m").name.suffix("_best")), on="incident_id"
    )
    equal = equal.filter(pl.col("radius_m") == pl.col("radius_m_best"))
    reach = equal.group_by("incident_id").agg(_distance_m().max().alias("reach_m"))
    grown = best.join(reach, on="incident_id", how="left")
    # A metre of slack: the same point read from two files may differ in the last digit.
    radius = pl.when(pl.col("reach_m") > pl.col("radius_m") + 1.0).then("reach_m").otherwise("radius_m")
    return grown.with_columns(radius.alias("radius_m")).select(columns)


def _distance_m() -> pl.Expr:
    lat, lat_best = pl.col("latitude").radians(), pl.col("latitude_best").radians()
    half_lat, half_lon = (lat - lat_best) / 2, (pl.col("longitude") - pl.col("longitude_best")).radians() / 2
    chord = half_lat.sin() ** 2 + lat.cos() * lat_best.cos() * half_lon.sin() ** 2
    return 2 * EARTH_M * chord.clip(0, 1).sqrt().arcsin()


def _pool_origins(told: pl.DataFrame) -> pl.DataFrame:
    origins = told.filter(pl.col("origin_latitude").is_not_null() & pl.col("origin_longitude").is_not_null())
    best = origins.sort("incident_id", "origin_radius_m", "known_at", "claim_id", nulls_last=True).group_by(
        "incident_id", maintain_order=True
    )
    return best.first().select("incident_id", "origin_latitude", "origin_longitude", "origin_radius_m")


def _pool_tolls(told: pl.DataFrame) -> pl.DataFrame:
    affirmed = told.filter(~pl.col("is_denial"))
    return affirmed.group_by("incident_id").agg(
        pl.coalesce("killed_min", "killed_max").min().alias("killed_min"),
        pl.coalesce("killed_max", "killed_min").max().alias("killed_max"),
        pl.col("injured").drop_nulls().quantile(0.5, interpolation="lower").cast(pl.Int64).alias("injured"),
    )


def _pool_quantities(told: pl.DataFrame) -> pl.DataFrame:
    amounts = told.filter(pl.col("quantity").is_not_null() & ~pl.col("is_denial"))
    by_unit = amounts.group_by("incident_id", "quantity_unit", maintain_order=True).agg(
        pl.col("quantity").median(), pl.len().alias("told"), pl.struct("known_at", "claim_id").first().alias("first")
    )
    best = by_unit.with_columns(pl.col("first").struct.unnest()).sort(
        "incident_id", -pl.col("told").cast(pl.Int64), "known_at", "claim_id"
    )
    return best.group_by("incident_id", maintain_order=True).first().select("incident_id", "quantity", "quantity_unit")
