"""GDELT 2.0 events: what a machine read in one sentence of one article. Many rows are one happening, and an outlet that copies is no witness.

Tab-separated, 61 columns, no header. A file of mentions beside it says who else told of the event, and when: then each mention is a claim.
Source: GDELT Event Codebook V2.0 (19 February 2015): order of columns, ActionGeo_Type, DATEADDED in UTC; codes: `code_maps`.
"""

import polars as pl

from hudna.reports.cells import RAW, ROW, Cells, as_it_came, too_long_as_they_came
from hudna.reports.claims_rows import IDS, as_claims
from hudna.reports.code_maps import meaning_of_cameo
from hudna.reports.days import day_ends, day_starts, is_outside_the_years
from hudna.reports.door import Check, admit
from hudna.reports.gdelt_mentions import Mentions, gdelt_instant
from hudna.reports.intake import Intake, intake_of
from hudna.reports.lexicon import Lexicon
from hudna.reports.names import read_blame, read_claimant, with_naming
from hudna.reports.places import checks_of_point, is_swapped, place_claims
from hudna.reports.tables import Tallies
from hudna.terms import Gazetteer

FORMAT = "gdelt"
LICENCE = "GDELT Project, gdeltproject.org: free to use with this citation"
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{part}" for part in _ACTOR), *(f"Actor2{part}" for part in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{whose}Geo_{part}" for whose in ("Actor1", "Actor2", "Action") for part in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
# 3 and 4 are a city or a landmark; of a state (2, 5) or a country (1) the point is only the middle.
PRECISION_OF_PLACE = {"": "", "0": "", "1": "country", "2": "governorate", "3": "city", "4": "city", "5": "governorate"}
# CAMEO types of actors that are persons under protection; others stay in the row.
TARGET_OF_TYPE = {"CVL": "civilians", "REF": "displaced"}
# CAMEO 193 is fighting with small arms and light weapons, 1951 with guided bombs; 194 leaves gun or tank open.
ARM_OF_CODE = {"193": "small_arms", "1951": "guided_bomb"}


def read_gdelt(
    cells: Cells, *, lexicon: Lexicon, gazetteer: Gazetteer | None, clock: str, mentions: Mentions | None = None
) -> Intake:
    """Read a file of events, with the mentions of them if there are any.

    The first actor did it to the second, as the sentence has it. The day is what the machine understood: `inferred`. `known_at` is when GDELT
    took the event in (`DATEADDED`), or the mention. There is no text, and no key: two rows may well be one happening.
    """
    rows = cells.rows.with_columns(as_it_came(cells.columns)).select(ROW, RAW, *COLUMNS)
    rows = _typed(rows, clock=clock)
    events, quarantine = admit(
        rows, _checks(), file=cells.file, ragged=too_long_as_they_came(cells), cells_in_header=len(cells.columns)
    )
    events, notes = _resolved(events, lexicon=lexicon, gazetteer=gazetteer)
    told = _told_by(events, mentions)
    notes = notes if mentions is None else [*mentions.notes_on(events), *notes]
    voices = {text: list(read_claimant(text, lexicon=lexicon)) for text in told["claimant"].unique().sort()}
    claims = told.with_columns(
        pl.lit(FORMAT).alias("format"),
        pl.lit(cells.file).alias("file"),
        pl.col(ROW).alias("row"),
        pl.col("claimant").replace_strict(voices, default=[], return_dtype=IDS).alias("sources"),
        pl.lit("published").alias("known_basis"),
        pl.lit("inferred").alias("date_precision"),
        pl.lit(LICENCE).alias("licence"),
        pl.col(RAW).alias("raw"),
    )
    return intake_of(
        cells.file,
        claims=as_claims(claims),
        tallies=Tallies.create_empty(),
        quarantine=quarantine,
        rows_read=cells.rows_read,
        notes=["a row of GDELT is one sentence of one article, read by a machine; many rows are one happening", *notes],
    )


def _typed(rows: pl.DataFrame, *, clock: str) -> pl.DataFrame:
    rows = rows.with_columns(pl.col(COLUMNS).str.strip_chars())
    meanings = {code: meaning_of_cameo(code) for code in rows["EventCode"].unique().sort()}
    kinds = {code: list(meaning.kinds) for code, meaning in meanings.items() if meaning is not None}
    typed = rows.with_columns(
        pl.col("SQLDATE").str.to_date("%Y%m%d", strict=False).alias("day"),
        pl.col("ActionGeo_Lat").cast(pl.Float64, strict=False).alias("n_ActionGeo_Lat"),
        pl.col("ActionGeo_Long").cast(pl.Float64, strict=False).alias("n_ActionGeo_Long"),
        gdelt_instant("DATEADDED").alias("added_at"),
        pl.col("EventCode").replace_strict(kinds, default=None, return_dtype=IDS).alias("kinds"),
    )
    plausible = typed.select(pl.when(~is_outside_the_years("day")).then("day")).to_series()
    # Places all over the world: what is out of range is found, what lies on the wrong continent is not.
    swapped = is_swapped(typed["n_ActionGeo_Lat"], typed["n_ActionGeo_Long"], gazetteer=None)
    return typed.with_columns(
        swapped.alias("is_swapped_ActionGeo_Lat"),
        # GDELT does not say in whose clock its day is one: it holds the day of the world's clock and the local one.
        pl.min_horizontal(day_starts(plausible, clock=clock), day_starts(plausible, clock="UTC")).alias(
            "occurred_from"
        ),
        pl.max_horizontal(day_ends(plausible, clock=clock), day_ends(plausible, clock="UTC")).alias("occurred_to"),
    )


def _checks() -> list[Check]:
    needs_point = pl.col("ActionGeo_Type").is_in(["3", "4"]) & (pl.col("ActionGeo_Lat") == "")
    return [
        Check("GLOBALEVENTID", ~pl.col("GLOBALEVENTID").str.contains(r"^\d+$"), "the number of an event"),
        Check("GLOBALEVENTID", ~pl.col("GLOBALEVENTID").is_first_distinct(), "an event once in the file"),
        Check("SQLDATE", pl.col("day").is_null() | is_outside_the_years("day"), "a day between 1900 and 2100, as 20160227"),
        Check("EventCode", pl.col("kinds").is_null(), "a CAMEO code of GDELT, 01 to 20 and what is below, with its leading zero"),
        Check("ActionGeo_Type", ~pl.col("ActionGeo_Type").is_in(list(PRECISION_OF_PLACE)), "1 to 5, 0 or nothing"),
        *checks_of_point("ActionGeo_Lat", "ActionGeo_Long"),
        Check("ActionGeo_Lat", needs_point, "degrees north, -90 to 90"),
        Check("DATEADDED", pl.col("added_at").is_null(), "an instant in UTC, as 20160227184500"),
        Check("DATEADDED", pl.col("added_at") < pl.col("occurred_from"), "an instant not before SQLDATE"),
    ]  # fmt: skip


def _resolved(events: pl.DataFrame, *, lexicon: Lexicon, gazetteer: Gazetteer | None) -> tuple[pl.DataFrame, list[str]]:
    """Say who did it to whom, with what, and where. Whoever states, asks or accuses did nothing that is a kind, and is not named."""
    events, strangers = with_naming(
        events, "Actor1Name", "day", read=read_blame, lexicon=lexicon, actors="actors", reading="actor_reading"
    )
    events, _ = with_naming(
        events, "Actor2Name", "day", read=read_blame, lexicon=lexicon, actors="suffered", reading="reading_suffered"
    )
    protected = pl.col("Actor2Type1Code").replace_strict(TARGET_OF_TYPE, default=None, return_dtype=pl.String)
    is_act, nobody = pl.col("kinds").list.len() > 0, pl.lit([], IDS)
    arm = pl.col("EventCode").replace_strict(ARM_OF_CODE, default=None, return_dtype=pl.String)
    name = pl.col("ActionGeo_FullName")
    is_unit = pl.col("ActionGeo_Type").is_in(["2", "5"])
    asked = events.with_columns(
        pl.when(is_act).then("actors").otherwise(nobody).alias("actors"),
        pl.when(is_act).then("actor_reading").otherwise(pl.lit("unknown")).alias("actor_reading"),
        pl.when(is_act)
        .then(pl.concat_list(pl.concat_list(protected).list.drop_nulls(), "suffered"))
        .otherwise(nobody)
        .alias("targets"),
        pl.concat_list(arm).list.drop_nulls().alias("arms"),
        pl.when(is_unit).then(name.str.split(",").list.first()).otherwise(name).alias("place"),
        pl.col("ActionGeo_Type").replace_strict(PRECISION_OF_PLACE, return_dtype=pl.String).alias("coord_precision"),
        pl.when(pl.col("ActionGeo_Type").is_in(["", "0"])).then(None).otherwise("n_ActionGeo_Lat").alias("n_lat"),
        pl.when(pl.col("ActionGeo_Type").is_in(["", "0"])).then(None).otherwise("n_ActionGeo_Long").alias("n_lon"),
        pl.lit("").alias("origin_precision"),
        *(pl.lit(None, pl.Float64).alias(column) for column in ("n_origin_lat", "n_origin_lon", "n_radius_m")),
    )
    placed, notes = place_claims(asked, gazetteer=gazetteer)
    unknown = [f"{len(strangers)} names of first actors are not in the lexicon: read as unknown"] if strangers else []
    return placed.with_columns(name.alias("place")), [*unknown, *notes]


def _told_by(events: pl.DataFrame, mentions: Mentions | None) -> pl.DataFrame:
    """Give one row for each mention of an event; an event that nobody mentions is told by its own article."""
    host = pl.col("SOURCEURL").str.extract(r"^[a-z]+://(?:www\.)?([^/:?#]+)", 1)
    own = events.with_columns(
        pl.format("{}:{}", pl.lit(FORMAT), "GLOBALEVENTID").alias("claim_id"),
        pl.coalesce(host, pl.when(pl.col("SOURCEURL") != "").then("SOURCEURL"), pl.lit("an outlet that is not named")).alias("claimant"),
        pl.col("added_at").alias("known_at"),
        _address("SOURCEURL"),
        pl.lit(None, pl.String).alias("language"),
    )  # fmt: skip
    if mentions is None:
        return own
    told = events.join(mentions.rows, on="GLOBALEVENTID", how="inner", maintain_order="left_right").with_columns(
        pl.format("{}:{}:{}", pl.lit(FORMAT), "GLOBALEVENTID", "mention").alias("claim_id"),
        pl.col("MentionSourceName").alias("claimant"),
        pl.col("mentioned_at").alias("known_at"),
        _address("MentionIdentifier"),
        pl.format('{{"event":{},"mention":{}}}', RAW, "raw_mention").alias(RAW),
    )
    alone = own.join(mentions.rows, on="GLOBALEVENTID", how="anti", maintain_order="left")
    both = pl.concat([told.select(alone.columns), alone])
    return both.sort(ROW, maintain_order=True)


def _address(column: str) -> pl.Expr:
    return pl.when(pl.col(column).str.contains("^https?://")).then(column).alias("address")
