"""The cells of a claims CSV, typed by the column, and what can be wrong with them."""

from collections.abc import Mapping, Sequence

import polars as pl

from hudna.problems import nearest_name
from hudna.reports.claims_types import TypeOf
from hudna.reports.coordinates import A_PAIR, Axis, read_degrees, split_pairs
from hudna.reports.days import INSTANT, day_starts, instants_as_stated, is_outside_the_years, read_days
from hudna.reports.door import Check
from hudna.reports.lexicon import Lexicon, split
from hudna.reports.numbers import TWO_NUMBERS, read_counts, read_numbers
from hudna.reports.places import DISC_RADIUS_M, PRECISIONS, WIDEST_RADIUS_M, checks_of_point, is_swapped
from hudna.reports.sheets import ERRORS
from hudna.reports.tables import DATE_PRECISIONS, PLACE_ROLES
from hudna.reports.written import Written
from hudna.reports.written_days import TWO_DAYS, read_written_days
from hudna.terms import Gazetteer, arm_names, target_tree

OWN_ID = "#id"  # the row's own id, or one made of what it says
_COUNTS = ("killed_min", "killed_max", "injured")
_AMOUNTS = ("quantity", "count_value")
_NUMBERS = (*_AMOUNTS, "radius_m")
_DAYS = ("date", "date_end", "known_at")
_DEGREES: Mapping[str, Axis] = {"lat": "north", "lon": "east", "origin_lat": "north", "origin_lon": "east"}
_FREE = (
    "row_id", "place", "claimed_perpetrator", "actor", "claimant", "quotes", "counter_claim", "quantity_unit", "count_breakdown",
    "text", "note", "language", "source_url", "address", "licence",
)  # fmt: skip


def type_cells(
    rows: pl.DataFrame, *, file: str, written: Written, is_1904: bool | None, gazetteer: Gazetteer | None, clock: str
) -> tuple[pl.DataFrame, list[str]]:
    """Type the cells, null where a cell is empty or cannot be read; the cells stay as they came. And tell how they were read.

    Raises:
        Refused: most of a column of days can be read in two ways.
    """
    rows = _with_both_of_one_cell(rows)
    filled = _filled(rows, [*_DEGREES, *_COUNTS, *_NUMBERS])
    typed = rows.with_columns(
        *(
            (read_degrees(rows[name], axis=axis) if name in filled else pl.lit(None, pl.Float64)).alias(f"n_{name}")
            for name, axis in _DEGREES.items()
        ),
        *(
            (read_counts(rows[name]) if name in filled else pl.lit(None, pl.Int64)).alias(f"n_{name}")
            for name in _COUNTS
        ),
    )
    for name in _NUMBERS:
        if name not in filled:
            typed = typed.with_columns(_nothing(f"n_{name}"), pl.lit(value=False).alias(f"is_two_{name}"))
            continue
        numbers = read_numbers(rows[name], decimal=written.decimal)
        typed = typed.with_columns(numbers.values.alias(f"n_{name}"), numbers.is_doubtful.alias(f"is_two_{name}"))
    notes: list[str] = []
    for name in _DAYS:
        told = read_written_days(
            rows, name, file=file, order=written.dates, is_1904=is_1904, clock=None if name == "known_at" else clock
        )
        notes += told.notes
        is_two = pl.col(name).str.strip_chars().is_in(list(told.doubtful)) if told.doubtful else pl.lit(value=False)
        typed = typed.with_columns(told.iso.alias(f"d_{name}"), is_two.alias(f"is_two_{name}"))
    begin, end = read_days(typed["d_date"]), read_days(typed["d_date_end"])
    typed = typed.with_columns(
        first_day=begin["first"],
        end_day=end["last"],
        last_day=end["last"].fill_null(begin["last"]),
        date_written=begin["written"],
    )
    typed = typed.with_columns(
        (
            is_swapped(typed[f"n_{lat}"], typed[f"n_{lon}"], gazetteer=gazetteer)
            if lat in filled
            else pl.lit(value=False)
        ).alias(f"is_swapped_{lat}")
        for lat, lon in (("lat", "lon"), ("origin_lat", "origin_lon"))
    )
    plausible = typed.select(pl.when(~is_outside_the_years("first_day")).then("first_day")).to_series()
    stated = instants_as_stated(typed["d_known_at"].fill_null(""), clock=clock)
    return typed.with_columns(
        pl.col("d_known_at").replace_strict(stated, default=None, return_dtype=INSTANT).alias("stated_at"),
        day_starts(plausible, clock=clock).alias("starts_at"),
        pl.when(pl.col("denies") != "")
        .then(pl.col("denies").replace_strict({"yes": True, "no": False}, default=None))
        .alias("b_denies"),
    ), notes


def _filled(rows: pl.DataFrame, names: Sequence[str]) -> set[str]:
    """Tell in which columns anything stands; a column that a file leaves out costs nothing."""
    return {
        name
        for name, is_filled in rows.select((pl.col(name) != "").any() for name in names).to_dicts()[0].items()
        if is_filled
    }


def _nothing(name: str) -> pl.Expr:
    return pl.lit(None, pl.Float64).alias(name)


def _with_both_of_one_cell(rows: pl.DataFrame) -> pl.DataFrame:
    """Fill empty lat and lon from `coordinates`, which holds both."""
    if not _filled(rows, ["coordinates"]):
        return rows.with_columns(pl.lit(value=False).alias("is_no_pair"))
    north, east = split_pairs(rows["coordinates"])
    is_free = is_empty("lat") & is_empty("lon")
    return rows.with_columns(is_free.alias("is_free"), north=north, east=east).with_columns(
        pl.when("is_free").then(pl.col("north").fill_null("")).otherwise("lat").alias("lat"),
        pl.when("is_free").then(pl.col("east").fill_null("")).otherwise("lon").alias("lon"),
        (pl.col("is_free") & pl.col("north").is_null() & ~is_empty("coordinates")).alias("is_no_pair"),
    )


def checks_of_claims(
    rows: pl.DataFrame, types: Mapping[str, TypeOf], *, lexicon: Lexicon, columns: Sequence[str]
) -> list[Check]:
    """List what can be wrong with a row; the text is what its sender reads."""
    targets = frozenset(target_tree().ids) | frozenset(lexicon.actors.actors)
    a_day = "a day: 2016-02-27, 2016-02 or 2016, between 1900 and 2100"
    unread = {cell: read.problem for cell, read in types.items() if read.problem}
    a_precision = f"one of {', '.join(PRECISIONS)}"
    checks = [
        Check("row_id", _is_again(rows[OWN_ID]), "an id used once in the file"),
        *(Check(name, pl.col(f"is_two_{name}"), TWO_DAYS) for name in _DAYS),
        Check(
            "date", ~pl.col("is_two_date") & (pl.col("first_day").is_null() | is_outside_the_years("first_day")), a_day
        ),
        Check(
            "date_end",
            ~pl.col("is_two_date_end") & (_unread("date_end", "end_day") | is_outside_the_years("end_day")),
            a_day,
        ),
        Check("date_end", pl.col("last_day") < pl.col("first_day"), "a day not before date"),
        Check("date_precision", _not_among("date_precision", DATE_PRECISIONS), f"one of {', '.join(DATE_PRECISIONS)}"),
        Check("coordinates", pl.col("is_no_pair"), A_PAIR),
        Check(
            "place",
            is_empty("place") & is_empty("lat") & is_empty("lon") & ~pl.col("is_no_pair"),
            "a place, or lat and lon",
        ),
        *checks_of_point("lat", "lon"),
        *checks_of_point("origin_lat", "origin_lon"),
        Check("coord_precision", _not_among("coord_precision", PRECISIONS), a_precision),
        Check(
            "radius_m",
            (_unread("radius_m", "n_radius_m") & ~pl.col("is_two_radius_m"))
            | ~pl.col("n_radius_m").is_between(0, WIDEST_RADIUS_M)
            | (~is_empty("radius_m") & is_empty("lat")),
            f"metres around lat and lon, 0 to {WIDEST_RADIUS_M:.0f}",
        ),
        Check(
            "origin_precision",
            _not_among("origin_precision", list(DISC_RADIUS_M)),
            f"one of {', '.join(DISC_RADIUS_M)}",
        ),
        Check("place_role", _not_among("place_role", PLACE_ROLES), f"one of {', '.join(PLACE_ROLES)}"),
        Check("kind", pl.col("kind").is_in(list(unread)) & ~pl.col("is_kind_from_type"), unread),
        Check("type", pl.col("kind").is_in(list(unread)) & pl.col("is_kind_from_type"), unread, found=pl.col("kind")),
        _known_words("arm", _strangers(rows["arm"], frozenset(arm_names()), what="an arm")),
        _known_words("target", _strangers(rows["target"], targets, what="a target or an actor")),
        Check("claimant", pl.col("claimant").str.strip_chars(" ;|\t\n\r") == "", "who says it"),
        Check("denies", pl.col("b_denies").is_null() & (pl.col("denies") != ""), "yes or no"),
        Check(
            "known_at",
            ~pl.col("is_two_known_at") & _unread("known_at", "stated_at"),
            "an instant, as 2016-02-27T18:00+02:00, or a day",
        ),
        Check("known_at", pl.col("stated_at") < pl.col("starts_at"), "an instant not before date"),
    ]
    persons = dict.fromkeys(_COUNTS, "a whole number of persons, not below 0")
    amounts = dict.fromkeys(_AMOUNTS, "a number, not below 0")
    is_two = {name: pl.col(f"is_two_{name}") for name in _NUMBERS}
    checks += [
        Check(
            name,
            (_unread(name, f"n_{name}") & ~is_two.get(name, pl.lit(value=False))) | (pl.col(f"n_{name}") < 0),
            expected,
        )
        for name, expected in {**persons, **amounts}.items()
    ]
    checks += [Check(name, is_two[name], TWO_NUMBERS) for name in _NUMBERS]
    checks += [Check(name, ~pl.col(f"n_{name}").is_finite(), expected) for name, expected in amounts.items()]
    checks.append(Check("killed_max", pl.col("n_killed_min") > pl.col("n_killed_max"), "a number not below killed_min"))
    return checks + _formula_errors(rows, columns)


def _is_again(ids: pl.Series) -> pl.Expr:
    """Tell which ids stand in an earlier row; where all their hashes differ, so do they, and that is seen at a fifth of the cost."""
    return pl.lit(value=False) if ids.hash().n_unique() == len(ids) else ~pl.col(ids.name).is_first_distinct()


def _formula_errors(rows: pl.DataFrame, columns: Sequence[str]) -> list[Check]:
    """List the columns of free text in which a formula of a spreadsheet failed: what stands there is nobody's word."""
    free = [name for name in _FREE if name in columns]
    there = rows.select(pl.col(name).str.starts_with("#").any() for name in free).row(0) if free else ()
    failed = [name for name, is_there in zip(free, there, strict=True) if is_there]
    return [Check(name, pl.col(name).is_in(ERRORS), "a value; this is the error of a formula") for name in failed]


def is_empty(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars() == ""


def _unread(name: str, typed: str) -> pl.Expr:
    """Something stands in the cell and could not be read."""
    return pl.col(typed).is_null() & ~is_empty(name)


def _not_among(name: str, words: Sequence[str]) -> pl.Expr:
    return ~pl.col(name).is_in([*words, ""])


def _strangers(cells: pl.Series, known: frozenset[str], *, what: str) -> dict[str, str]:
    """Say, of each distinct cell with a word that is not known, what was expected."""
    expected = {}
    for cell in cells.unique().sort():
        unknown = [word for word in split(cell, ";") if word not in known]
        if unknown:
            near = nearest_name(unknown[0], known)
            expected[cell] = f"the id of {what}" + (f"; did you mean {near!r}?" if near else "")
    return expected


def _known_words(field: str, expected: Mapping[str, str]) -> Check:
    return Check(field, pl.col(field).is_in(list(expected)), expected)
