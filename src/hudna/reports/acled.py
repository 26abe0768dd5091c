"""ACLED: events coded by people from reports, one claim for each event. The user's own export, in the old columns or the new.

What the codebook says and we keep to: the order of the two actors means nothing, but for violence against civilians, where the target
is the second; `fatalities` is the lowest number reported, 0 where none is, and 3, 10, 12 or 100 stand for "several", "many", "dozens", "hundreds".
Source: ACLED Codebook (acleddata.com/knowledge-base/codebook): spatial and time precision codes, reported fatalities, civilian targeting.
"""

import re
from collections.abc import Sequence

import polars as pl

from hudna.problems import Problem, Refused, nearest_name
from hudna.reports.acled_sides import checks_of_sides, with_sides
from hudna.reports.cells import RAW, ROW, Cells, as_it_came, too_long_as_they_came, with_columns_for
from hudna.reports.claims_rows import IDS, as_claims
from hudna.reports.code_maps import acled_kinds
from hudna.reports.days import INSTANT, day_ends, day_starts, is_outside_the_years
from hudna.reports.door import Check, admit
from hudna.reports.intake import Intake, intake_of
from hudna.reports.lexicon import Lexicon
from hudna.reports.names import read_claimant
from hudna.reports.places import checks_of_point, is_swapped_at_home, place_claims
from hudna.reports.tables import Tallies, Versions
from hudna.terms import Gazetteer

FORMAT = "acled"
LICENCE = "ACLED terms of use: not to be passed on"
PUBLISHED_AT = "https://acleddata.com/"
COLUMNS = (
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "inter1", "actor2", "inter2", "country",
    "admin1", "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities",
)  # fmt: skip
_OPTIONAL = ("assoc_actor_1", "assoc_actor_2", "civilian_targeting", "timestamp")
_OLD_NAMES = {"ally_actor_1": "assoc_actor_1", "ally_actor_2": "assoc_actor_2"}  # until 2017
_TELLING = ("event_id_cnty", "event_type", "actor1")

# "A particular town" is within 2 km of its middle; "a small part of a region" or "near a town" is an area; of "a larger region" the point is
# only the provincial capital or the nearest thing with a name.
PRECISION_OF_PLACE = {"1": "town", "2": "area", "3": "governorate"}
DATE_PRECISION = {"1": "day", "2": "range", "3": "month"}
# The middle of a week "on either Wednesday or Thursday": four days to either side hold the week, wherever it begins.
DAYS_AROUND = 4
# Coded and published weekly, with the week before: seven days to the end of that week and three to its release.
DAYS_TO_RELEASE = 10
# "Several" is at least two, and is written as 3 or as 10; 12 and 100 are below what they stand for.
LEAST_OF_STAND_INS = {3: 2, 10: 2}
_WRITTEN_DAYS = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d-%b-%Y")


def own_names(columns: Sequence[str]) -> dict[str, str]:
    """Give for each column its name as ACLED writes it now; exports have been in capitals and with blanks."""
    plain = {name: re.sub(r"\s+", "_", name.strip().lower()) for name in columns}
    return {name: _OLD_NAMES.get(now, now) for name, now in plain.items()}


def is_acled(columns: Sequence[str]) -> bool:
    """Tell whether a file with these columns is an export of ACLED's events."""
    return set(_TELLING) <= set(own_names(columns).values())


def read_acled(
    cells: Cells, *, lexicon: Lexicon, gazetteer: Gazetteer | None, clock: str, hide_given_keys: bool = False
) -> Intake:
    """Read an export of events.

    `timestamp` is when ACLED last changed the row. It is the version of the claim, and its `known_at`: as it reads now, the row was public
    from then on. Without one, ten days after the event are assumed. Of several versions in one file the latest is read.

    Raises:
        Refused: a column is missing, or two columns are one.
    """
    rows = by_own_names(cells, required=COLUMNS, optional=_OPTIONAL)
    rows = _typed(rows, gazetteer=gazetteer, clock=clock)
    events, quarantine = admit(
        rows, _checks(rows), file=cells.file, ragged=too_long_as_they_came(cells), cells_in_header=len(cells.columns)
    )
    events, notes = with_sides(events, lexicon=lexicon)
    events, notes_of_places = _placed(events, gazetteer=gazetteer)
    told = _told(events, file=cells.file, lexicon=lexicon, clock=clock, hide_given_keys=hide_given_keys)
    claims = as_claims(told)
    versions = told.filter(pl.col("version_at").is_not_null()).select(
        "claim_id", "version_at", own_id=pl.col("event_id_cnty")
    )
    return intake_of(
        cells.file,
        claims=claims,
        tallies=Tallies.create_empty(),
        quarantine=quarantine,
        rows_read=cells.rows_read,
        notes=[*notes, *notes_of_places],
        versions=Versions.validate(versions.select(Versions.column_names()), cast=True),
    )


def by_own_names(cells: Cells, *, required: Sequence[str], optional: Sequence[str] = ()) -> pl.DataFrame:
    """Give these columns under ACLED's names, cells stripped, and each row as it came; raises `Refused` for what is missing or twice."""
    names = own_names(cells.columns)
    now = list(names.values())
    problems = [
        Problem(cells.file, 1, field=name, found="two columns of this name", expected="each column once")
        for name in dict.fromkeys(now)
        if now.count(name) > 1
    ]
    problems += [
        Problem(
            cells.file,
            1,
            field=name,
            found="no such column",
            expected="a column of ACLED",
            nearest=nearest_name(name, cells.columns),
        )
        for name in required
        if name not in now
    ]
    if problems:
        raise Refused(problems)
    stripped = [pl.col(name).str.strip_chars() for name in cells.columns]
    rows = cells.rows.with_columns(as_it_came(cells.columns)).with_columns(stripped).rename(names)
    return with_columns_for(rows, optional).select(ROW, RAW, *required, *optional)


def unix_instant(cell: str) -> pl.Expr:
    """Read whole seconds since 1970; null for anything else, and for what lies after the year 2100."""
    seconds = pl.col(cell).str.strip_chars().cast(pl.Int64, strict=False)
    is_plausible = seconds.is_between(0, 4_133_980_800)
    return pl.when(is_plausible).then(pl.from_epoch(seconds * 1_000_000, time_unit="us").cast(INSTANT))


def _typed(rows: pl.DataFrame, *, gazetteer: Gazetteer | None, clock: str) -> pl.DataFrame:
    days = [pl.col("event_date").str.slice(0, 20).str.to_date(form, strict=False) for form in _WRITTEN_DAYS]
    numbers = {"latitude": pl.Float64, "longitude": pl.Float64, "fatalities": pl.Int64}
    typed = rows.with_columns(
        pl.coalesce(days).alias("day"),
        *(pl.col(name).cast(dtype, strict=False).alias(f"n_{name}") for name, dtype in numbers.items()),
        unix_instant("timestamp").alias("version_at"),
        pl.concat_str("event_type", pl.lit(" / "), "sub_event_type").alias("types"),
    )
    plausible = pl.when(~is_outside_the_years("day")).then("day")
    typed = typed.with_columns(
        _around(plausible, before=True).alias("first_day"), _around(plausible, before=False).alias("last_day")
    )
    swapped = is_swapped_at_home(typed["country"], typed["n_latitude"], typed["n_longitude"], gazetteer=gazetteer)
    return typed.with_columns(
        swapped.alias("is_swapped_latitude"),
        day_starts(typed["first_day"], clock=clock).alias("occurred_from"),
        day_ends(typed["last_day"], clock=clock).alias("occurred_to"),
    )


def _around(day: pl.Expr, *, before: bool) -> pl.Expr:
    week = day.dt.offset_by(f"{-DAYS_AROUND if before else DAYS_AROUND}d")
    month = day.dt.month_start() if before else day.dt.month_end()
    precision = pl.col("time_precision")
    return pl.when(precision == "2").then(week).when(precision == "3").then(month).otherwise(day)


def _checks(rows: pl.DataFrame) -> list[Check]:
    latest = pl.col("version_at").max().over("event_id_cnty")
    twice = pl.struct("event_id_cnty", "version_at").is_first_distinct()
    is_number = pl.col("n_fatalities").is_null() | (pl.col("n_fatalities") < 0)
    return [
        Check("event_id_cnty", (pl.col("event_id_cnty") == "") | ~twice, "an event id used once in the file"),
        Check("timestamp", pl.col("version_at") < latest, "the latest version of the event in this file"),
        Check(
            "event_date",
            pl.col("day").is_null() | is_outside_the_years("day"),
            "a day between 1900 and 2100, as 2016-02-27 or 27 February 2016",
        ),
        Check("time_precision", ~pl.col("time_precision").is_in(list(DATE_PRECISION)), "1 the day, 2 a week, 3 a month"),
        Check(
            "sub_event_type", pl.col("types").is_in(list(strange := _strange_types(rows))), strange, found=pl.col("types")
        ),
        *checks_of_sides(),
        Check("geo_precision", ~pl.col("geo_precision").is_in(list(PRECISION_OF_PLACE)), "1 a town, 2 near it, 3 a region"),
        *checks_of_point("latitude", "longitude"),
        Check("latitude", (pl.col("latitude") == "") & (pl.col("geo_precision") != "3"), "degrees north, -90 to 90"),
        Check("source", pl.col("source").str.strip_chars("; ") == "", "who reported it"),
        Check("fatalities", is_number, "a whole number of persons, not below 0"),
        Check(
            "timestamp",
            (pl.col("version_at").is_null() & (pl.col("timestamp") != ""))
            | (pl.col("version_at") < pl.col("occurred_from")),
            "seconds since 1970, not before the event",
        ),
    ]  # fmt: skip


def _strange_types(rows: pl.DataFrame) -> dict[str, str]:
    """Say of each pair of types that nobody knows what was expected."""
    known = {" / ".join(pair) for pair in acled_kinds()}
    expected = {}
    for types in rows["types"].unique().sort():
        if types.lower() not in known:
            near = nearest_name(types.lower(), known)
            expected[types] = "an event type and sub-event type of ACLED" + (
                f"; did you mean {near!r}?" if near else ""
            )
    return expected


def _placed(events: pl.DataFrame, *, gazetteer: Gazetteer | None) -> tuple[pl.DataFrame, list[str]]:
    """Give each event its disc, or the governorate where the point only stands for a region."""
    asked = events.with_columns(
        pl.when(pl.col("geo_precision") == "3").then("admin1").otherwise("location").alias("place"),
        pl.col("geo_precision").replace_strict(PRECISION_OF_PLACE, return_dtype=pl.String).alias("coord_precision"),
        pl.lit("").alias("origin_precision"),
        *(pl.lit(None, pl.Float64).alias(name) for name in ("n_origin_lat", "n_origin_lon", "n_radius_m")),
    ).rename({"n_latitude": "n_lat", "n_longitude": "n_lon"})
    placed, notes = place_claims(asked.drop("latitude", "longitude"), gazetteer=gazetteer)
    return placed.with_columns(pl.col("location").alias("place")), notes


def _told(events: pl.DataFrame, *, file: str, lexicon: Lexicon, clock: str, hide_given_keys: bool) -> pl.DataFrame:
    types = {" / ".join(pair): list(meaning.kinds) for pair, meaning in acled_kinds().items()}
    voices = {text: list(read_claimant(text, lexicon=lexicon)) for text in events["source"].unique().sort()}
    released = day_ends(events["last_day"].dt.offset_by(f"{DAYS_TO_RELEASE}d"), clock=clock)
    is_grenade = pl.col("sub_event_type").str.to_lowercase() == "grenade"
    key = pl.format("{}:{}", pl.lit(FORMAT), "event_id_cnty")
    # 0 is written too where a report says nothing of deaths
    toll = pl.when(pl.col("n_fatalities") > 0).then("n_fatalities")
    return events.with_columns(
        key.alias("claim_id"),
        pl.lit(FORMAT).alias("format"),
        pl.lit(file).alias("file"),
        pl.col(ROW).alias("row"),
        pl.col("source").replace_strict(voices, default=[], return_dtype=IDS).alias("sources"),
        pl.col("source").alias("claimant"),
        pl.col("notes").alias("text"),
        pl.when(pl.col("notes") != "").then(pl.lit("en")).alias("language"),
        pl.coalesce("version_at", released).alias("known_at"),
        pl.when(pl.col("version_at").is_not_null()).then(pl.lit("published")).otherwise(pl.lit("assumed")).alias("known_basis"),
        pl.col("time_precision").replace_strict(DATE_PRECISION, return_dtype=pl.String).alias("date_precision"),
        pl.col("types").str.to_lowercase().replace_strict(types, default=[], return_dtype=IDS).alias("kinds"),
        pl.when(is_grenade).then(pl.lit(["grenade"], IDS)).otherwise(pl.lit([], IDS)).alias("arms"),
        toll.replace(LEAST_OF_STAND_INS).alias("killed_min"),
        toll.alias("killed_max"),
        (pl.lit(None, pl.String) if hide_given_keys else key).alias("given_key"),
        pl.lit(PUBLISHED_AT).alias("address"),
        pl.lit(LICENCE).alias("licence"),
        pl.col(RAW).alias("raw"),
    )  # fmt: skip
