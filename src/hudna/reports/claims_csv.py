"""Claims CSV, Hudna's own open format: one row for each claim, or for each tally over many happenings.

Its columns are listed in `claims_columns.COLUMNS`; its first user is `casebook/evidence/claims_syria`. A file `targets.csv` beside it
(row_id, and any of target, quantity_unit, actor, quotes) tells, row by row, what the file itself has no column for.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import dataframely as dy
import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.cells import RAW, ROW, Cells, as_it_came, read_cells, too_long_as_they_came, with_columns_for
from hudna.reports.claims_cells import OWN_ID, checks_of_claims, is_empty, type_cells
from hudna.reports.claims_columns import NAMES, NEVER_READ, missing_columns, unused_columns
from hudna.reports.claims_types import TypeOf, read_type
from hudna.reports.counter_claims import read_counter_claims
from hudna.reports.days import day_ends
from hudna.reports.digits import fold_digits
from hudna.reports.door import admit, with_those_aside
from hudna.reports.intake import Intake, intake_of
from hudna.reports.lexicon import Lexicon
from hudna.reports.names import read_blame, read_claimant, with_naming
from hudna.reports.places import place_claims
from hudna.reports.tables import NAMES_INSTEAD, Claims, Tallies
from hudna.reports.written import AS_FOUND, Written
from hudna.terms import Gazetteer

FORMAT = "claims-csv"
HASH_LENGTH = 16  # hexadecimal digits: of a million rows two share one with a chance of 3 in 100 million
_CONTENT = "#content"
NUMBERS = (
    "lat", "lon", "radius_m", "origin_lat", "origin_lon", "killed_min", "killed_max", "injured", "quantity", "count_value",
)  # fmt: skip
DAYS = ("date", "date_end", "known_at")
UNITS = {"trucks": "trucks", "persons": "persons", "people": "persons", "boxes": "boxes"}
# Cells that are read and typed by the time a row is let in.
_TYPED = (
    "row_id", "date", "date_end", "lat", "lon", "coordinates", "radius_m", "origin_lat", "origin_lon", "killed_min", "killed_max",
    "injured", "quantity", "count_value", "known_at", "type", "actor", "source_url", "note", "denies", "d_date", "d_date_end", "d_known_at",
    "end_day",
)  # fmt: skip
# And those that are ids, discs and instants by the time claims are made; of a million rows they hold a tenth of a gigabyte.
_RESOLVED = (
    "claimed_perpetrator", "counter_claim", "arm", "target", "coord_precision", "origin_precision", "n_lat", "n_lon", "n_radius_m",
    "n_origin_lat", "n_origin_lon", "starts_at", "type_arms", "type_targets", "type_role", "type_denies", "b_denies",
)  # fmt: skip
_OVERLAID = ("target", "quantity_unit", "actor", "quotes")
_ARABIC = r"\p{Arabic}"


def read_claims_csv(
    cells: Cells,
    *,
    lexicon: Lexicon,
    gazetteer: Gazetteer | None,
    clock: str,
    overlay: Path | None = None,
    licence: str | None = None,
    written: Written = AS_FOUND,
) -> Intake:
    """Read claims CSV. `overlay` is a table like `targets.csv` above; `licence` is that of rows without one of their own.

    Raises:
        Refused: a required column is missing; or a column of days can be read in two ways, and `written` does not say which.
    """
    problems = missing_columns(cells)
    if problems:
        raise Refused(problems)
    kept = [name for name in cells.columns if name not in NEVER_READ]
    rows = cells.rows if RAW in cells.rows.columns else cells.rows.with_columns(as_it_came(kept))
    rows = with_columns_for(rows, sorted(NAMES)).select(ROW, RAW, *sorted(NAMES))
    notes = unused_columns(cells.columns)
    rows = _one_name_for_each_thing(_with_own_ids(rows))
    if overlay:
        rows, not_met = _overlaid(rows, overlay)
        notes += not_met
    rows, how_read = type_cells(
        rows, file=cells.file, written=written, is_1904=cells.is_1904, gazetteer=gazetteer, clock=clock
    )
    types = {cell: read_type(cell) for cell in rows["kind"].unique().sort()}
    good, quarantine = admit(
        rows,
        checks_of_claims(rows, types, lexicon=lexicon, columns=cells.columns),
        file=cells.file,
        ragged=too_long_as_they_came(cells, leave_out=NEVER_READ),
        cells_in_header=len(cells.own_header),
        kept=[name for name in rows.columns if name not in _TYPED],
    )
    quarantine = with_those_aside(quarantine, cells.aside)
    del rows  # of a million rows it is half a gigabyte
    told, more = _resolved(good, types, lexicon=lexicon, gazetteer=gazetteer, clock=clock)
    del good
    return intake_of(
        cells.file,
        claims=_claims(told.filter(~pl.col("is_tally")), file=cells.file, licence=licence),
        tallies=_tallies(told.filter("is_tally"), file=cells.file),
        quarantine=quarantine,
        rows_read=cells.rows_read,
        notes=[*cells.notes, *notes, *how_read, *more],
    )


def _one_name_for_each_thing(rows: pl.DataFrame) -> pl.DataFrame:
    """Merge the columns that may go by two names; the first is used where both are filled in."""

    def first(*names: str) -> pl.Expr:
        told = [pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)) for name in names]
        return pl.coalesce(*told, pl.lit(""))

    return rows.with_columns(
        first("kind", "type").str.strip_chars().alias("kind"),
        is_empty("kind").alias("is_kind_from_type"),
        first("claimed_perpetrator", "actor").alias("claimed_perpetrator"),
        first("source_url", "address").str.strip_chars().alias("address"),
        first("text", "note").alias("text"),
        pl.col(
            "row_id", "coord_precision", "origin_precision", "date_precision", "place_role", "denies"
        ).str.strip_chars(),
    )


def _content() -> pl.Expr:
    """Spell out what a row says: neither the order of columns, nor one left empty or not used, nor how a number is written, nor in which digits a
    day is, changes it.
    """
    said = [
        pl.when(cell != "").then(pl.format("{}={}\x1e", pl.lit(name), cell)).otherwise(pl.lit(""))
        for name in sorted(NAMES - {"row_id"})
        for cell in [
            _as_number(name)
            if name in NUMBERS
            else _in_our_digits(name)
            if name in DAYS
            else pl.col(name).str.strip_chars()
        ]
    ]
    return pl.concat_str(said).alias(_CONTENT)


def _as_number(name: str) -> pl.Expr:
    """Write a number in one way, `33.70` as `33.7`; what is none stays as it came."""
    cell = _in_our_digits(name)
    return pl.coalesce(cell.cast(pl.Float64, strict=False).cast(pl.String), cell)


def _in_our_digits(name: str) -> pl.Expr:
    return fold_digits(pl.col(name).str.strip_chars())


def _with_own_ids(rows: pl.DataFrame) -> pl.DataFrame:
    """Give each row its id: the file's own, else `#` and a hash of what it says; equal rows of a file are numbered from the second on."""
    own = pl.col("row_id").str.strip_chars().alias(OWN_ID)
    named = rows.with_columns(own)
    nameless = named.filter(pl.col(OWN_ID) == "").select(ROW, _content())
    if nameless.is_empty():
        return named
    hashes = {
        text: "#" + hashlib.sha256(text.encode("utf-8")).hexdigest()[:HASH_LENGTH]
        for text in nameless[_CONTENT].unique()
    }
    number = pl.int_range(1, pl.len() + 1).over(_CONTENT)
    hashed = pl.col(_CONTENT).replace_strict(hashes, default="", return_dtype=pl.String)
    numbered = pl.when(number == 1).then(hashed).otherwise(pl.format("{}.{}", hashed, number))
    made = nameless.select(ROW, numbered.alias("#made"))
    return (
        named.join(made, on=ROW, how="left", maintain_order="left")
        .with_columns(pl.coalesce("#made", OWN_ID).alias(OWN_ID))
        .drop("#made")
    )


def _overlaid(rows: pl.DataFrame, overlay: Path) -> tuple[pl.DataFrame, list[str]]:
    """Fill in, by row_id, what the file leaves empty; a cell of the file itself always wins."""
    table = read_cells(overlay)
    if "row_id" not in table.columns:
        raise Refused(
            [
                Problem(
                    file=overlay.name,
                    row=1,
                    field="row_id",
                    found="no such column",
                    expected="the row_id of the claims",
                )
            ]
        )
    told = with_columns_for(table.rows, _OVERLAID).select(
        "row_id", *(pl.col(name).alias(f"over_{name}") for name in _OVERLAID)
    )
    again = [
        f"{overlay.name}: row {row}: row_id {name} stands in an earlier row, which is used; this one is not"
        for row, name in table.rows.filter(~pl.col("row_id").is_first_distinct()).select(ROW, "row_id").iter_rows()
    ]
    again += [
        f"{overlay.name}: row {row}: {found} cells, more than the header; not used"
        for row, found in table.ragged.select("row", "found").iter_rows()
    ]
    told = told.unique("row_id", keep="first", maintain_order=True)
    strangers = told.filter(~pl.col("row_id").is_in(rows["row_id"].implode()))["row_id"].to_list()
    joined = rows.join(told, on="row_id", how="left", maintain_order="left")

    def unless_told(name: str, over: str) -> pl.Expr:
        return pl.when(pl.col(name) == "").then(pl.col(over).fill_null("")).otherwise(pl.col(name)).alias(name)

    filled = joined.with_columns(
        unless_told("target", "over_target"),
        unless_told("quantity_unit", "over_quantity_unit"),
        unless_told("claimed_perpetrator", "over_actor"),
        unless_told("quotes", "over_quotes"),
    )
    notes = [f"{overlay.name}: row_id {name} is not in the file" for name in strangers]
    return filled.drop(f"over_{name}" for name in _OVERLAID), notes + again


def _resolved(
    rows: pl.DataFrame, types: Mapping[str, TypeOf], *, lexicon: Lexicon, gazetteer: Gazetteer | None, clock: str
) -> tuple[pl.DataFrame, list[str]]:
    """Turn words into ids, days into instants and places into discs or units; each distinct text is read once."""
    type_of = pl.DataFrame(
        [
            (cell, read.is_tally, list(read.kinds), list(read.arms), list(read.targets), read.place_role, read.is_denial, read.is_performance)
            for cell, read in types.items()
            if not read.problem
        ],
        schema={
            "kind": pl.String, "is_tally": pl.Boolean, "kinds": pl.List(pl.String), "type_arms": pl.List(pl.String),
            "type_targets": pl.List(pl.String), "type_role": pl.String, "type_denies": pl.Boolean, "is_performance": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    rows = rows.join(type_of, on="kind", how="left", maintain_order="left")
    rows, strangers = with_naming(
        rows,
        "claimed_perpetrator",
        "last_day",
        read=read_blame,
        lexicon=lexicon,
        actors="actors",
        reading="actor_reading",
    )
    notes = [f"claimed_perpetrator {name!r} is not in the lexicon: read as unknown" for name in strangers]
    voices = {text: list(read_claimant(text, lexicon=lexicon)) for text in rows["claimant"].unique().sort()}
    quoted = {text: list(read_claimant(text, lexicon=lexicon)) for text in rows["quotes"].unique().sort() if text}
    rows = rows.join(
        _answered(rows, lexicon=lexicon), on=["counter_claim", "last_day"], how="left", maintain_order="left"
    )
    rows, notes_place = place_claims(rows, gazetteer=gazetteer)
    return rows.with_columns(
        pl.col("claimant").replace_strict(voices, default=[], return_dtype=pl.List(pl.String)).alias("sources"),
        pl.col("claimant")
        .replace_strict({text: "|".join(told) for text, told in voices.items()}, default="")
        .alias("voices"),
        pl.col("quotes").replace_strict(quoted, default=[], return_dtype=pl.List(pl.String)).alias("quotes"),
        pl.col("starts_at").alias("occurred_from"),
        day_ends(rows["last_day"], clock=clock).alias("occurred_to"),
        _words("arm", otherwise="type_arms").alias("arms"),
        _words("target", otherwise="type_targets").alias("targets"),
        pl.when(pl.col("place_role") != "").then("place_role").otherwise("type_role").alias("place_role"),
        pl.coalesce("b_denies", "type_denies").alias("is_denial"),
    ).drop(_RESOLVED), [*notes, *notes_place]


def _answered(rows: pl.DataFrame, *, lexicon: Lexicon) -> pl.DataFrame:
    """Read each distinct counter-claim once, for the day it is about."""
    asked = rows.select("counter_claim", "last_day").unique().sort("counter_claim", "last_day")
    answers = [read_counter_claims(text, on=day, lexicon=lexicon) if text else () for text, day in asked.iter_rows()]
    denied = [[each.source_id for each in told if not each.actors] for told in answers]
    countered = [
        [f"{each.source_id}{NAMES_INSTEAD}{name}" for each in told for name in each.actors] for told in answers
    ]
    ids = pl.List(pl.String)
    return asked.with_columns(
        pl.Series("denied_by", denied, dtype=ids), pl.Series("countered_by", countered, dtype=ids)
    )


def _claims(rows: pl.DataFrame, *, file: str, licence: str | None) -> dy.DataFrame[Claims]:
    amount, unit = _amount_and_unit()
    told = rows.with_columns(
        pl.format("{}:{}", pl.lit(FORMAT), OWN_ID).alias("claim_id"),
        pl.when(pl.col("address") != "").then(pl.concat_str("address", pl.lit("|"), "voices")).alias("bulletin_id"),
        pl.lit(FORMAT).alias("format"),
        pl.lit(file).alias("file"),
        pl.col(ROW).alias("row"),
        _language().alias("language"),
        pl.coalesce("stated_at", pl.col("occurred_to").dt.offset_by("24h")).alias("known_at"),
        pl.when(pl.col("stated_at").is_not_null())
        .then(pl.lit("stated"))
        .otherwise(pl.lit("assumed"))
        .alias("known_basis"),
        _date_precision().alias("date_precision"),
        pl.lit([], pl.List(pl.String)).alias("participants"),
        pl.col("n_killed_min").alias("killed_min"),
        pl.col("n_killed_max").alias("killed_max"),
        pl.col("n_injured").alias("injured"),
        amount.alias("quantity"),
        unit.alias("quantity_unit"),
        pl.lit(None, pl.String).alias("given_key"),
        _unless_empty("address").alias("address"),
        pl.coalesce(_unless_empty("licence"), pl.lit(licence, pl.String)).alias("licence"),
        pl.col(RAW).alias("raw"),
    )
    return Claims.validate(told.select(Claims.column_names()), cast=True)


def _tallies(rows: pl.DataFrame, *, file: str) -> dy.DataFrame[Tallies]:
    told = rows.with_columns(
        pl.format("{}:{}", pl.lit(FORMAT), OWN_ID).alias("tally_id"),
        pl.lit(file).alias("file"),
        pl.col(ROW).alias("row"),
        pl.col("kind").alias("form"),
        pl.coalesce("stated_at", pl.col("occurred_to").dt.offset_by("24h")).alias("known_at"),
        pl.coalesce("n_count_value", "n_quantity").alias("count_value"),
        pl.col("n_killed_min").alias("killed_min"),
        pl.col("n_killed_max").alias("killed_max"),
        _unless_empty("address").alias("address"),
        pl.col("text").alias("note"),
        pl.col(RAW).alias("raw"),
    )
    return Tallies.validate(told.select(Tallies.column_names()), cast=True)


def _unless_empty(name: str) -> pl.Expr:
    return pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name).str.strip_chars())


def _words(name: str, *, otherwise: str) -> pl.Expr:
    told = (
        pl.col(name)
        .str.split(";")
        .list.eval(pl.element().str.strip_chars())
        .list.eval(pl.element().filter(pl.element() != ""))
    )
    return pl.when(~is_empty(name)).then(told).otherwise(pl.col(otherwise))


def _date_precision() -> pl.Expr:
    """Give the precision as told, but never finer than the day is written; an untold one is what is written."""
    written = (
        pl.when(pl.col("date_written").is_not_null()).then("date_written")
        .when(pl.col("last_day") != pl.col("first_day")).then(pl.lit("range")).otherwise(pl.lit("day"))
    )  # fmt: skip
    is_finer = (pl.col("date_precision") == "") | ((pl.col("date_precision") == "day") & (written != "range"))
    return pl.when(is_finer).then(written).otherwise("date_precision")


def _amount_and_unit() -> tuple[pl.Expr, pl.Expr]:
    """Give the amount performed: told as such; or a count whose unit is told or begins its breakdown. A number without unit is none."""
    begins = (
        pl.col("count_breakdown")
        .str.extract(r"^\s*(\p{L}+)", 1)
        .str.to_lowercase()
        .replace_strict(UNITS, default=None, return_dtype=pl.String)
    )
    unit = pl.coalesce(_unless_empty("quantity_unit"), begins)
    counted = pl.when(unit.is_not_null()).then("n_count_value")
    amount = pl.when("is_performance").then(pl.coalesce("n_quantity", counted))
    return amount, pl.when(amount.is_not_null()).then(unit)


def _language() -> pl.Expr:
    """Give the language as told; text in Arabic script is taken for Arabic, and of other scripts nobody guesses."""
    return pl.coalesce(_unless_empty("language"), pl.when(pl.col("text").str.contains(_ARABIC)).then(pl.lit("ar")))
