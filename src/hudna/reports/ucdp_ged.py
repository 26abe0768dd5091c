"""UCDP GED: lethal events placed and dated by a coder, each with the reports behind it. One claim for each citation.

The citation says who reported and when; place, days, sides and toll are the event's, since the coder keeps no others. So all claims of an
event agree by construction, and the coder's own event is their `given_key`: benches that test linkage hide it.
Source: Hogbladh, UCDP GED Codebook 19.1 (precision codes); casebook/evidence/ucdp_ged_syria/LICENCE.md.
"""

from collections.abc import Sequence

import dataframely as dy
import polars as pl

from hudna.problems import Problem, Refused, nearest_name
from hudna.reports.cells import RAW, ROW, Cells, as_it_came, too_long_as_they_came, with_columns_for
from hudna.reports.code_maps import ucdp_kinds
from hudna.reports.days import day_ends, day_starts, is_outside_the_years
from hudna.reports.door import Check, admit
from hudna.reports.intake import Intake, intake_of
from hudna.reports.lexicon import Lexicon
from hudna.reports.names import read_claimant, read_side, with_naming
from hudna.reports.place_names import not_found
from hudna.reports.places import checks_of_point, is_swapped_at_home
from hudna.reports.tables import Claims, Tallies
from hudna.reports.ucdp_citations import cited, count_citations
from hudna.reports.ucdp_units import units_of_events
from hudna.terms import Gazetteer

FORMAT = "ucdp-ged"
LICENCE = "CC BY 4.0"
PUBLISHED_AT = "https://ucdp.uu.se/"  # a citation has no address of its own: its event is public where the data set is
COLUMNS = (
    "id", "type_of_violence", "side_a", "side_b", "source_article", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude",
    "longitude", "country", "date_prec", "date_start", "date_end", "low", "best", "high",
)  # fmt: skip
_TELLING = ("type_of_violence", "source_article", "where_prec")  # no other format has these three
_OPTIONAL = ("number_of_sources", "source_office")

# where_prec 1 is "exact", for which we allow a kilometre; 2 is "within about 25 km"; 3 to 7 know only the unit.
RADIUS_M = {"1": 1_000.0, "2": 25_000.0}
WHERE_PREC = ("1", "2", "3", "4", "5", "6", "7")
# date_prec: 1 the day; 2 two to six days; 3 a week; 4 a month; 5 a year or more. date_start and date_end say which.
DATE_PRECISION = {"1": "day", "2": "range", "3": "range", "4": "month", "5": "year"}
ONE_SIDED = "3"
_TOLLS = ("low", "best", "high")
_IDS = pl.List(pl.String)


def is_ucdp_ged(columns: Sequence[str]) -> bool:
    """Tell whether a file with these columns is a GED file."""
    return set(_TELLING) <= set(columns)


def read_ucdp_ged(
    cells: Cells, *, lexicon: Lexicon, gazetteer: Gazetteer | None, clock: str, hide_given_keys: bool = False
) -> Intake:
    """Read a GED file as published, CSV or Parquet.

    `known_at` is the citation's own date (end of that local day) if it lies -1 to +30 days from the event's last day, else that last day
    + 2 days, `assumed`; never the day of a download. A one-sided event (type 3) names its author; a battle names two sides and blames
    neither: both stand in `participants`. Ranges written backwards (high below low) are put in order, with a note.

    Raises:
        Refused: a column is missing.
    """
    missing = [name for name in COLUMNS if name not in cells.columns]
    if missing:
        raise Refused(
            Problem(
                file=cells.file,
                row=1,
                field=name,
                found="no such column",
                expected="a column of UCDP GED",
                nearest=nearest_name(name, cells.columns),
            )
            for name in missing
        )
    rows = with_columns_for(cells.rows.with_columns(as_it_came(cells.columns)), _OPTIONAL)
    rows = _typed(rows.select(ROW, RAW, *COLUMNS, *_OPTIONAL), gazetteer=gazetteer)
    events, quarantine = admit(
        rows, _checks(), file=cells.file, ragged=too_long_as_they_came(cells), cells_in_header=len(cells.columns)
    )
    events, notes = _told_by_the_event(events, lexicon=lexicon, gazetteer=gazetteer, clock=clock)
    claims = _claims(cited(events), file=cells.file, lexicon=lexicon, clock=clock, hide_given_keys=hide_given_keys)
    return intake_of(
        cells.file,
        claims=claims,
        tallies=Tallies.create_empty(),
        quarantine=quarantine,
        rows_read=cells.rows_read,
        notes=notes,
    )


def _typed(rows: pl.DataFrame, *, gazetteer: Gazetteer | None) -> pl.DataFrame:
    # GED global writes days as "2016-01-01 00:00:00.000".
    days = [
        pl.col(name).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).alias(f"day_{name}")
        for name in ("date_start", "date_end")
    ]
    degrees = [pl.col(name).cast(pl.Float64, strict=False).alias(f"n_{name}") for name in ("latitude", "longitude")]
    tolls = [pl.col(name).cast(pl.Int64, strict=False).alias(f"n_{name}") for name in _TOLLS]
    typed = rows.with_columns(*days, *degrees, *tolls, count_citations().alias("citations"))
    swapped = is_swapped_at_home(typed["country"], typed["n_latitude"], typed["n_longitude"], gazetteer=gazetteer)
    return typed.with_columns(swapped.alias("is_swapped_latitude"))


def _checks() -> list[Check]:
    a_day = "a day between 1900 and 2100, as 2016-02-27"
    told = pl.col("number_of_sources").cast(pl.Int64, strict=False)
    return [
        Check("id", ~pl.col("id").is_first_distinct() | (pl.col("id") == ""), "an id used once in the file"),
        Check(
            "type_of_violence",
            ~pl.col("type_of_violence").is_in([code for (code,) in ucdp_kinds()]),
            "1 state-based, 2 non-state or 3 one-sided",
        ),
        Check("side_a", pl.col("side_a") == "", "the name of a side"),
        Check(
            "source_article", pl.col("source_article").str.strip_chars('" ') == "", "a citation: outlet, date, headline"
        ),
        Check(
            "source_article",
            (told > 0) & (told != pl.col("citations")),
            "as many citations (outlet, date, headline) as number_of_sources says",
            found=pl.format("{} citations, number_of_sources {}", "citations", "number_of_sources"),
        ),
        Check("where_prec", ~pl.col("where_prec").is_in(list(WHERE_PREC)), "1 exact to 7 not even the country"),
        *checks_of_point("latitude", "longitude"),
        Check(
            "latitude",
            pl.col("where_prec").is_in(list(RADIUS_M)) & (pl.col("latitude") == ""),
            "degrees north, -90 to 90",
        ),
        Check("date_start", pl.col("day_date_start").is_null() | is_outside_the_years("day_date_start"), a_day),
        Check("date_end", pl.col("day_date_end").is_null() | is_outside_the_years("day_date_end"), a_day),
        Check("date_end", pl.col("day_date_end") < pl.col("day_date_start"), "a day not before date_start"),
        Check("date_prec", ~pl.col("date_prec").is_in(list(DATE_PRECISION)), "1 the day to 5 a year or more"),
        *(
            Check(
                name,
                pl.col(f"n_{name}").is_null() | (pl.col(f"n_{name}") < 0),
                "a whole number of persons, not below 0",
            )
            for name in _TOLLS
        ),
    ]


def _told_by_the_event(
    events: pl.DataFrame, *, lexicon: Lexicon, gazetteer: Gazetteer | None, clock: str
) -> tuple[pl.DataFrame, list[str]]:
    """Say of each event what all its citations share: place, days, kinds, sides, toll."""
    is_disc = pl.col("where_prec").is_in(list(RADIUS_M))
    units = units_of_events(events.filter(~is_disc), gazetteer=gazetteer)
    events = events.join(units, on=["where_prec", "country", "adm_1", "adm_2"], how="left", maintain_order="left")
    events, strangers = _with_sides(events, lexicon=lexicon)
    lost = (
        events.filter(~is_disc & pl.col("unit").is_null()).select(pl.format("{}, {}", "adm_1", "country")).to_series()
    )
    backwards = events.filter(pl.col("n_high") < pl.col("n_low")).height
    notes = [f"{name!r} is not in the lexicon: side read as unknown" for name in strangers]
    notes += not_found(lost, gazetteer=gazetteer)
    notes += [f"{backwards} rows have high below low: range put in order"] if backwards else []
    is_one_sided = pl.col("type_of_violence") == ONE_SIDED
    both_sides = pl.concat_list("actors_a", "actors_b").list.unique(maintain_order=True)
    nobody = pl.lit([], _IDS)
    return events.with_columns(
        pl.when(is_disc).then("n_latitude").alias("point_latitude"),
        pl.when(is_disc).then("n_longitude").alias("point_longitude"),
        pl.col("where_prec").replace_strict(RADIUS_M, default=None, return_dtype=pl.Float64).alias("radius_m"),
        day_starts(events["day_date_start"], clock=clock).alias("occurred_from"),
        day_ends(events["day_date_end"], clock=clock).alias("occurred_to"),
        pl.col("date_prec").replace_strict(DATE_PRECISION).alias("date_precision"),
        pl.col("type_of_violence")
        .replace_strict({code: list(told.kinds) for (code,), told in ucdp_kinds().items()}, return_dtype=_IDS)
        .alias("kinds"),
        pl.when(is_one_sided).then(pl.lit(["civilians"], _IDS)).otherwise(nobody).alias("targets"),
        pl.when(is_one_sided).then("actors_a").otherwise(nobody).alias("actors"),
        pl.when(is_one_sided).then("reading_a").otherwise(pl.lit("unknown")).alias("actor_reading"),
        pl.when(is_one_sided).then(nobody).otherwise(both_sides).alias("participants"),
        pl.min_horizontal("n_low", "n_best", "n_high").alias("killed_min"),
        pl.max_horizontal("n_low", "n_best", "n_high").alias("killed_max"),
    ), notes


def _with_sides(events: pl.DataFrame, *, lexicon: Lexicon) -> tuple[pl.DataFrame, list[str]]:
    """Resolve both sides by name and day: UCDP writes later names back in time."""
    strangers: list[str] = []
    for side, suffix in (("side_a", "a"), ("side_b", "b")):
        events, unknown = with_naming(
            events,
            side,
            "day_date_start",
            read=read_side,
            lexicon=lexicon,
            actors=f"actors_{suffix}",
            reading=f"reading_{suffix}",
        )
        strangers += unknown
    return events, sorted(set(strangers))


def _claims(
    citations: pl.DataFrame, *, file: str, lexicon: Lexicon, clock: str, hide_given_keys: bool
) -> dy.DataFrame[Claims]:
    voices = {outlet: list(read_claimant(outlet, lexicon=lexicon)) for outlet in citations["outlet"].unique().sort()}
    days_late = (pl.col("cited_on") - pl.col("day_date_end")).dt.total_days()
    is_plausible = days_late.is_between(-1, 30).fill_null(value=False)
    when = citations.with_columns(
        pl.when(is_plausible).then(pl.lit("published")).otherwise(pl.lit("assumed")).alias("known_basis"),
        pl.when(is_plausible).then("cited_on").otherwise(pl.col("day_date_end").dt.offset_by("2d")).alias("known_day"),
        pl.col("outlet").replace_strict(voices, default=[], return_dtype=_IDS).alias("sources"),
    )
    event_key = pl.format("{}:{}", pl.lit(FORMAT), "id")
    told = when.select(
        pl.format("{}:{}:{}", pl.lit(FORMAT), "id", "citation").alias("claim_id"),
        # outlet, date and headline: one bulletin tells many happenings, and each outlet spells its name in several ways
        pl.format("{}|{}|{}", pl.col("sources").list.join("+"), "cited_as", "headline").alias("bulletin_id"),
        pl.lit(FORMAT).alias("format"),
        pl.lit(file).alias("file"),
        pl.col(ROW).alias("row"),
        "sources",
        pl.col("outlet").alias("claimant"),
        pl.col("headline").alias("text"),
        pl.when(pl.col("headline").str.contains(r"\p{Arabic}")).then(pl.lit("ar")).alias("language"),
        day_ends(when["known_day"], clock=clock).alias("known_at"),
        "known_basis", "occurred_from", "occurred_to", "date_precision",
        pl.col("where_coordinates").alias("place"),
        pl.lit("at").alias("place_role"),
        pl.col("point_latitude").alias("latitude"),
        pl.col("point_longitude").alias("longitude"),
        "radius_m", "unit",
        *(pl.lit(None, pl.Float64).alias(name) for name in ("origin_latitude", "origin_longitude", "origin_radius_m")),
        "kinds", "actors", "actor_reading", "participants",
        pl.lit([], pl.List(pl.String)).alias("arms"),
        "targets",
        pl.lit(value=False).alias("is_denial"),
        pl.lit([], pl.List(pl.String)).alias("quotes"),
        pl.lit([], pl.List(pl.String)).alias("denied_by"),
        pl.lit([], pl.List(pl.String)).alias("countered_by"),
        "killed_min", "killed_max",
        pl.lit(None, pl.Int64).alias("injured"),
        pl.lit(None, pl.Float64).alias("quantity"),
        pl.lit(None, pl.String).alias("quantity_unit"),
        (pl.lit(None, pl.String) if hide_given_keys else event_key).alias("given_key"),
        pl.lit(PUBLISHED_AT).alias("address"),
        pl.lit(LICENCE).alias("licence"),
        pl.col(RAW).alias("raw"),
    )  # fmt: skip
    return Claims.validate(told.select(Claims.column_names()), cast=True)
