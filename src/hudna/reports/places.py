"""Where a report places something: a disc around a point, or an administrative unit where the point is only the unit's middle."""

from collections import Counter
from collections.abc import Iterable

import polars as pl
import shapely

from hudna.reports.door import Check
from hudna.terms import COUNTRY, DISTRICT, GOVERNORATE, Gazetteer, Unit

# Radius by precision, stated once. A district of a city or an area of countryside is taken as 15 km; what is wider is no disc.
DISC_RADIUS_M = {"site": 500.0, "town": 2_000.0, "city": 6_000.0, "district": 15_000.0, "area": 15_000.0}
UNIT_LEVEL = {"governorate": GOVERNORATE, "country": COUNTRY}
PRECISIONS = (*DISC_RADIUS_M, *UNIT_LEVEL)
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
    return checks


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

    Metres in `n_radius_m` go before the radius of a precision. Governorate and country are the unit's own area, never its point. A place without a point is looked up by name. What is not found
    stays unknown (neither point nor unit), with a note.
    """
    keys = ["place", "n_lat", "n_lon", "coord_precision"]
    wants_unit = pl.col("coord_precision").is_in(list(UNIT_LEVEL)) | pl.col("n_lat").is_null()
    asked = rows.filter(wants_unit).select(keys).unique(maintain_order=True)
    by_name = {
        pair: _unit_named_as(*pair, gazetteer=gazetteer)
        for pair in asked.select("place", "coord_precision").unique().iter_rows()
    }
    found = [
        by_name[place, precision] or _unit_around(lat, lon, precision, gazetteer=gazetteer)
        for place, lat, lon, precision in asked.iter_rows()
    ]
    units = asked.with_columns(pl.Series("unit", found, dtype=pl.String))
    rows = rows.join(units, on=keys, how="left", nulls_equal=True, maintain_order="left")
    is_disc = ~wants_unit
    usual = pl.col("coord_precision").replace_strict(DISC_RADIUS_M, default=WIDEST_DISC_M, return_dtype=pl.Float64)
    radius = pl.coalesce("n_radius_m", usual)
    origin_radius = pl.col("origin_precision").replace_strict(
        DISC_RADIUS_M, default=WIDEST_DISC_M, return_dtype=pl.Float64
    )
    placed = rows.with_columns(
        pl.when(is_disc).then("n_lat").alias("latitude"),
        pl.when(is_disc).then("n_lon").alias("longitude"),
        pl.when(is_disc).then(radius).alias("radius_m"),
        pl.col("n_origin_lat").alias("origin_latitude"),
        pl.col("n_origin_lon").alias("origin_longitude"),
        pl.when(pl.col("n_origin_lat").is_not_null()).then(origin_radius).alias("origin_radius_m"),
    )
    lost = placed.filter(pl.col("latitude").is_null() & pl.col("unit").is_null())["place"]
    notes = not_found(lost, gazetteer=gazetteer)
    is_unsaid = pl.col("n_radius_m").is_null() & (pl.col("coord_precision") == "")
    unsaid = placed.filter(pl.col("radius_m").is_not_null() & is_unsaid).height
    if unsaid:
        notes.append(f"{unsaid} rows give a point without coord_precision: read as within {WIDEST_DISC_M / 1000:g} km")
    return placed, notes


def unit_named(name: str, *, gazetteer: Gazetteer, level: int | None = None, smallest: bool = False) -> str | None:
    """Find the one unit that goes by a name.

    A name often belongs to a governorate, its district and its subdistrict at once: without a level the widest is meant, since it
    holds the others (`smallest`: the narrowest, where all the others hold it). A name of several of which none holds the rest is nobody's.
    """
    found = gazetteer.find(name, level)
    if not found:
        return None
    if smallest and all(_holds(wide, found[-1], gazetteer) for wide in found[:-1]):
        return found[-1].pcode
    return found[0].pcode if all(_holds(found[0], narrow, gazetteer) for narrow in found[1:]) else None


def _unit_named_as(place: str, precision: str, *, gazetteer: Gazetteer | None) -> str | None:
    if gazetteer is None:
        return None
    level = UNIT_LEVEL.get(precision, DISTRICT if precision == "district" else None)
    return unit_named(place, gazetteer=gazetteer, level=level, smallest=precision in ("site", "town", "city"))


def _unit_around(lat: float | None, lon: float | None, precision: str, *, gazetteer: Gazetteer | None) -> str | None:
    """Find the governorate or country that holds a point, where its name did not settle it."""
    if gazetteer is None or lat is None or lon is None:
        return None
    level = UNIT_LEVEL[precision]
    here = [unit for unit in gazetteer.units.values() if unit.level == level and unit.polygon is not None]
    return next((unit.pcode for unit in here if unit.polygon.covers(shapely.Point(lon, lat))), None)


def not_found(places: Iterable[str], *, gazetteer: Gazetteer | None) -> list[str]:
    """Give a note for each place that has neither a point nor a known unit."""
    where = gazetteer.name if gazetteer else "a gazetteer (none given)"
    return [
        f"place {place!r} ({rows} rows) not found in {where}: place unknown"
        for place, rows in sorted(Counter(places).items())
    ]


def _holds(wide: Unit, narrow: Unit, gazetteer: Gazetteer) -> bool:
    parent = narrow.parent
    while parent is not None:
        if parent == wide.pcode:
            return True
        parent = gazetteer.units[parent].parent
    return False


def _country(gazetteer: Gazetteer | None) -> shapely.Geometry | None:
    parts = [unit.polygon for unit in gazetteer.units.values() if unit.level == COUNTRY] if gazetteer else []
    if not parts or any(part is None for part in parts):
        return None
    country = shapely.union_all(parts)
    shapely.prepare(country)
    return country
