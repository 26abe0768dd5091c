"""Where a report places something: a disc around a point, or an administrative unit where the point is only the unit's middle."""

import polars as pl
import shapely

from hudna.reports.door import Check
from hudna.reports.place_names import UNIT_LEVEL, not_found, place_named, unit_named
from hudna.terms import COUNTRY, Gazetteer, Place, Unit

# Radius by precision, stated once. A district of a city or an area of countryside is taken as 15 km; what is wider is no disc.
DISC_RADIUS_M = {"site": 500.0, "town": 2_000.0, "city": 6_000.0, "district": 15_000.0, "area": 15_000.0}
PRECISIONS = (*DISC_RADIUS_M, *UNIT_LEVEL)
NO_PLACE = "a place: 0, 0 lies in the sea off Africa, and is what programs write for no place; leave both empty"
WIDEST_DISC_M = DISC_RADIUS_M["area"]  # a point of which nobody says how exact it is
WIDEST_RADIUS_M = 1_000_000.0  # a disc that is told in metres; what is wider than most countries is no place


def checks_of_point(lat: str, lon: str) -> list[Check]:
    """List what can be wrong with a point: `lat` and `lon` are cells, `n_…` their numbers, `is_swapped_…` what `is_swapped` found."""
    both = pl.format("{}, {}", lat, lon)
    swapped = pl.col(f"is_swapped_{lat}")
    checks = [Check(lat, swapped, "degrees north, then degrees east; these two seem swapped", found=both)]
    for cell, other, limit, what in ((lat, lon, 90, "north"), (lon, lat, 180, "east")):
        number = pl.col(f"n_{cell}")
        is_off = (number.is_null() & (pl.col(cell).str.strip_chars() != "")) | ~number.is_between(-limit, limit)
        is_alone = (pl.col(cell).str.strip_chars() == "") & (pl.col(other).str.strip_chars() != "")
        checks.append(Check(cell, (is_off | is_alone) & ~swapped, f"degrees {what}, -{limit} to {limit}"))
    nowhere = (pl.col(f"n_{lat}") == 0) & (pl.col(f"n_{lon}") == 0)
    return [*checks, Check(lat, nowhere, NO_PLACE, found=both)]


def is_swapped(latitude: pl.Series, longitude: pl.Series, *, gazetteer: Gazetteer | None) -> pl.Series:
    """Tell which points seem to have latitude and longitude in each other's place.

    Out of range as they stand and in range the other way round; or outside the gazetteer's country and inside it the other way round.
    (Around Iskenderun both readings make sense, and the second is taken: a good row in quarantine is seen, a misplaced one is not.)
    """
    points = pl.DataFrame({"lat": latitude, "lon": longitude})
    in_range_only_swapped = (pl.col("lat").abs() > 90) & (pl.col("lat").abs() <= 180) & (pl.col("lon").abs() <= 90)
    out_of_range = points.select(in_range_only_swapped.fill_null(value=False)).to_series()
    country = _country(gazetteer)
    if country is None:
        return out_of_range
    lat, lon = points["lat"].fill_null(float("nan")).to_numpy(), points["lon"].fill_null(float("nan")).to_numpy()
    inside_only_swapped = ~shapely.contains_xy(country, lon, lat) & shapely.contains_xy(country, lat, lon)
    return out_of_range | pl.Series(inside_only_swapped)


def is_swapped_at_home(
    countries: pl.Series, latitude: pl.Series, longitude: pl.Series, *, gazetteer: Gazetteer | None
) -> pl.Series:
    """Tell which points seem swapped, where each row names its country.

    Elsewhere the points of the gazetteer's country mean nothing: Adana with its numbers swapped would lie near Aleppo.
    """
    known = [
        name for name in countries.unique().sort() if gazetteer and unit_named(name, gazetteer=gazetteer, level=COUNTRY)
    ]
    at_home = is_swapped(latitude, longitude, gazetteer=gazetteer)
    anywhere = is_swapped(latitude, longitude, gazetteer=None)
    return at_home.zip_with(countries.is_in(known), anywhere)


def place_claims(rows: pl.DataFrame, *, gazetteer: Gazetteer | None) -> tuple[pl.DataFrame, list[str]]:
    """Give each row its disc (latitude, longitude, radius_m) or its unit, and the disc of its origin.

    Metres in `n_radius_m` go before the radius of a precision. Governorate and country are the unit's own area, never its point. A place
    without a point is looked up by name: a unit, or a populated place with its point and radius. What is not found stays unknown (neither
    point nor unit), with a note.
    """
    keys = ["place", "n_lat", "n_lon", "coord_precision"]
    wants_unit = pl.col("coord_precision").is_in(list(UNIT_LEVEL)) | pl.col("n_lat").is_null()
    asked = rows.filter(wants_unit).select(keys).unique(maintain_order=True)
    rows = rows.join(
        _found_by_name(asked, gazetteer=gazetteer), on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    is_disc = ~wants_unit
    usual = pl.col("coord_precision").replace_strict(DISC_RADIUS_M, default=WIDEST_DISC_M, return_dtype=pl.Float64)
    radius = pl.coalesce("n_radius_m", usual)
    origin_radius = pl.col("origin_precision").replace_strict(
        DISC_RADIUS_M, default=WIDEST_DISC_M, return_dtype=pl.Float64
    )
    placed = rows.with_columns(
        pl.when(is_disc).then("n_lat").otherwise("named_lat").alias("latitude"),
        pl.when(is_disc).then("n_lon").otherwise("named_lon").alias("longitude"),
        pl.when(is_disc).then(radius).otherwise("named_radius_m").alias("radius_m"),
        pl.col("n_origin_lat").alias("origin_latitude"),
        pl.col("n_origin_lon").alias("origin_longitude"),
        pl.when(pl.col("n_origin_lat").is_not_null()).then(origin_radius).alias("origin_radius_m"),
    )
    lost = placed.filter(pl.col("latitude").is_null() & pl.col("unit").is_null())["place"]
    notes = not_found(lost, gazetteer=gazetteer)
    is_unsaid = is_disc & pl.col("n_radius_m").is_null() & (pl.col("coord_precision") == "")
    unsaid = placed.filter(is_unsaid).height
    if unsaid:
        notes.append(f"{unsaid} rows give a point without coord_precision: read as within {WIDEST_DISC_M / 1000:g} km")
    return placed, notes


def _found_by_name(asked: pl.DataFrame, *, gazetteer: Gazetteer | None) -> pl.DataFrame:
    """Give each of the distinct places asked for its unit, or the disc of a populated place."""
    by_name = {
        (place, precision): place_named(place, precision, gazetteer=gazetteer) if gazetteer else None
        for place, precision in asked.select("place", "coord_precision").unique().iter_rows()
    }
    units: list[str | None] = []
    discs: list[tuple[float, float, float] | tuple[None, None, None]] = []
    for place, lat, lon, precision in asked.iter_rows():
        found = by_name[place, precision]
        discs.append(
            (found.latitude, found.longitude, found.radius_m) if isinstance(found, Place) else (None, None, None)
        )
        unit = found.pcode if isinstance(found, Unit) else None
        units.append(unit if found else _unit_around(lat, lon, precision, gazetteer=gazetteer))
    named = pl.DataFrame(discs, {f"named_{n}": pl.Float64 for n in ("lat", "lon", "radius_m")}, orient="row")
    return pl.concat([asked, named, pl.DataFrame({"unit": units}, {"unit": pl.String})], how="horizontal")


def _unit_around(lat: float | None, lon: float | None, precision: str, *, gazetteer: Gazetteer | None) -> str | None:
    """Find the governorate or country that holds a point, where its name did not settle it."""
    if gazetteer is None or lat is None or lon is None:
        return None
    level = UNIT_LEVEL[precision]
    here = [unit for unit in gazetteer.units.values() if unit.level == level and unit.polygon is not None]
    return next((unit.pcode for unit in here if unit.polygon.covers(shapely.Point(lon, lat))), None)


def _country(gazetteer: Gazetteer | None) -> shapely.Geometry | None:
    parts = [unit.polygon for unit in gazetteer.units.values() if unit.level == COUNTRY] if gazetteer else []
    if not parts or any(part is None for part in parts):
        return None
    country = shapely.union_all(parts)
    shapely.prepare(country)
    return country
