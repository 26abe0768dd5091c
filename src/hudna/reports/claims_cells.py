"""The cells of a claims CSV, typed by the column, and what can be wrong with them."""

from collections.abc import Mapping, Sequence

import polars as pl

from hudna.problems import nearest_name
from hudna.reports.claims_types import TypeOf
from hudna.reports.days import INSTANT, day_starts, first_day, instants_as_stated, is_outside_the_years, last_day
from hudna.reports.door import Check
from hudna.reports.lexicon import Lexicon, split
from hudna.reports.places import DISC_RADIUS_M, PRECISIONS, WIDEST_RADIUS_M, checks_of_point, is_swapped
from hudna.reports.tables import DATE_PRECISIONS, PLACE_ROLES
from hudna.terms import Gazetteer, arm_names, target_tree

OWN_ID = "#id"  # the row's own id, or one made of what it says
_COUNTS = ("killed_min", "killed_max", "injured")
_AMOUNTS = ("quantity", "count_value")


def type_cells(rows: pl.DataFrame, *, gazetteer: Gazetteer | None, clock: str) -> pl.DataFrame:
    """Type the cells, null where a cell is empty or cannot be read; the cells stay as they came."""
    number = [pl.col(name).str.strip_chars().cast(pl.Float64, strict=False).alias(f"n_{name}") for name in _AMOUNTS]
    degrees = [
        pl.col(name).str.strip_chars().cast(pl.Float64, strict=False).alias(f"n_{name}")
        for name in ("lat", "lon", "origin_lat", "origin_lon", "radius_m")
    ]
    counts = [pl.col(name).str.strip_chars().cast(pl.Int64, strict=False).alias(f"n_{name}") for name in _COUNTS]
    typed = rows.with_columns(
        *number,
        *degrees,
        *counts,
        first_day=first_day("date"),
        date_last=last_day("date"),
        end_day=last_day("date_end"),
    )
    typed = typed.with_columns(last_day=pl.coalesce("end_day", "date_last"))
    typed = typed.with_columns(
        is_swapped(typed[f"n_{lat}"], typed[f"n_{lon}"], gazetteer=gazetteer).alias(f"is_swapped_{lat}")
        for lat, lon in (("lat", "lon"), ("origin_lat", "origin_lon"))
    )
    plausible = typed.select(pl.when(~is_outside_the_years("first_day")).then("first_day")).to_series()
    stated = instants_as_stated(typed["known_at"], clock=clock)
    return typed.with_columns(
        pl.col("known_at").replace_strict(stated, default=None, return_dtype=INSTANT).alias("stated_at"),
        day_starts(plausible, clock=clock).alias("starts_at"),
        pl.when(pl.col("denies") != "")
        .then(pl.col("denies").replace_strict({"yes": True, "no": False}, default=None))
        .alias("b_denies"),
    )


def checks_of_claims(rows: pl.DataFrame, types: Mapping[str, TypeOf], *, lexicon: Lexicon) -> list[Check]:
    """List what can be wrong with a row; the text is what its sender reads."""
    targets = frozenset(target_tree().ids) | frozenset(lexicon.actors.actors)
    a_day = "a day: 2016-02-27, 2016-02 or 2016, between 1900 and 2100"
    unread = {cell: read.problem for cell, read in types.items() if read.problem}
    a_precision = f"one of {', '.join(PRECISIONS)}"
    checks = [
        Check("row_id", ~pl.col(OWN_ID).is_first_distinct(), "an id used once in the file"),
        Check("date", pl.col("first_day").is_null() | is_outside_the_years("first_day"), a_day),
        Check("date_end", _unread("date_end", "end_day") | is_outside_the_years("end_day"), a_day),
        Check("date_end", pl.col("last_day") < pl.col("first_day"), "a day not before date"),
        Check("date_precision", _not_among("date_precision", DATE_PRECISIONS), f"one of {', '.join(DATE_PRECISIONS)}"),
        Check("place", is_empty("place") & is_empty("lat") & is_empty("lon"), "a place, or lat and lon"),
        *checks_of_point("lat", "lon"),
        *checks_of_point("origin_lat", "origin_lon"),
        Check("coord_precision", _not_among("coord_precision", PRECISIONS), a_precision),
        Check(
            "radius_m",
            _unread("radius_m", "n_radius_m")
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
        Check("known_at", _unread("known_at", "stated_at"), "an instant, as 2016-02-27T18:00+02:00, or a day"),
        Check("known_at", pl.col("stated_at") < pl.col("starts_at"), "an instant not before date"),
    ]
    persons = dict.fromkeys(_COUNTS, "a whole number of persons, not below 0")
    amounts = dict.fromkeys(_AMOUNTS, "a number, not below 0")
    checks += [
        Check(name, _unread(name, f"n_{name}") | (pl.col(f"n_{name}") < 0), expected)
        for name, expected in {**persons, **amounts}.items()
    ]
    checks += [Check(name, ~pl.col(f"n_{name}").is_finite(), expected) for name, expected in amounts.items()]
    checks.append(Check("killed_max", pl.col("n_killed_min") > pl.col("n_killed_max"), "a number not below killed_min"))
    return checks


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
