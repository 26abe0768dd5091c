"""Standards of proof: what an allegation's probability, its lower end and the voices that name the accused amount to.

Source: docs/semantics.md, "Standards of proof". `beyond_reasonable_doubt` is only ever proposed; without a ruling nothing is
graded above `clear_and_convincing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from hudna.compliance.incident_arrays import Flags, Indices
from hudna.compliance.tables import STANDARDS

LOWER_ENDS: Mapping[str, float] = {
    "reasonable_suspicion": 0.25,
    "reasonable_grounds": 0.50,
    "clear_and_convincing": 0.75,
    "beyond_reasonable_doubt": 0.95,
}
DUTY_STANDARDS = (
    "reasonable_suspicion",
    "reasonable_grounds",
    "clear_and_convincing",
)  # states of duties are given at these
MORE_LIKELY_THAN_NOT = 0.50
TOLERANCE = 1e-9  # a probability that rounding put below a threshold still reaches it
WITH_NOBODY = ("none", "unclear")  # leanings that are nobody's side


@dataclass(frozen=True)
class Naming:
    """For each incident, who names the accused: distinct echo groups, and what they have at stake."""

    groups: Indices
    groups_not_adverse: Indices  # with a voice of no side, or of a side the accused stands on
    groups_not_aligned: Indices  # with a voice that does not lean to the accused's side
    is_admitted: Flags  # an organ of a side says so of its own
    is_contested: Flags  # denied, or another side is named as well


@dataclass(frozen=True)
class Heard:
    """Voices known by `as_of`, for incidents numbered as asked."""

    incidents: int
    voices: pl.DataFrame  # with `voice`, its number, and `incident`
    named: pl.DataFrame  # voice, actor


def lower_end(standard: str, thresholds: Mapping[str, float]) -> float:
    """Give the lower end that a standard asks for: the agreement's, else the table's; nothing for `reported`."""
    return thresholds.get(standard, LOWER_ENDS.get(standard, 0.0))


def grade(
    p: ArrayLike,
    lower: ArrayLike,
    *,
    groups_naming: ArrayLike,
    groups_not_adverse: ArrayLike,
    is_admitted: ArrayLike,
    thresholds: Mapping[str, float],
    is_ruled: bool = False,
) -> list[str]:
    """Give the highest standard of proof that each allegation reaches.

    Args:
        p, lower: the probability and its lower end.
        groups_naming, groups_not_adverse, is_admitted: as `Naming` counts them.
        thresholds: the agreement's own lower ends, by standard.
        is_ruled: a person decides; only then can `beyond_reasonable_doubt` be reached.

    Returns:
        One word of `STANDARDS` each; `none` when nobody names the accused and no threshold is reached.
    """
    naming = (np.asarray(groups_naming), np.asarray(groups_not_adverse), np.asarray(is_admitted, dtype=bool))
    rank = np.zeros(np.shape(p), dtype=np.int64)
    for number, standard in enumerate(STANDARDS[1:] if is_ruled else STANDARDS[1:-1], start=1):
        rank[reaches(standard, np.asarray(p), np.asarray(lower), *naming, thresholds=thresholds)] = number
    return np.array(STANDARDS, dtype=object)[rank].tolist()  # type: ignore[no-any-return]


def standard_reached(
    p: float, lower: float, *, groups: int, not_adverse: int, admitted: bool, thresholds: Mapping[str, float]
) -> str:
    """Give the highest standard of proof that one allegation or performance reaches; `grade` for a single one."""
    one = grade(
        [p], [lower], groups_naming=[groups], groups_not_adverse=[not_adverse], is_admitted=[admitted],
        thresholds=thresholds,
    )  # fmt: skip
    return one[0]


def standard_given(standard: str) -> str:
    """Give the standard at which to read the states of duties for a consequence that needs `standard`: the nearest they are given at."""
    ranks = {STANDARDS.index(each): each for each in DUTY_STANDARDS}
    return ranks[min(max(STANDARDS.index(standard), min(ranks)), max(ranks))]


def reaches(
    standard: str,
    p: Any,
    lower: Any,
    groups_naming: Any,
    groups_not_adverse: Any,
    is_admitted: Any,
    *,
    thresholds: Mapping[str, float],
) -> Any:
    """Say whether one standard is reached, whatever the others; numbers give a truth, arrays an array of truths."""
    is_enough = lower >= lower_end(standard, thresholds) - TOLERANCE
    is_likely = p >= MORE_LIKELY_THAN_NOT - TOLERANCE
    match standard:
        case "reported":
            return groups_naming >= 1
        case "reasonable_suspicion":
            return is_likely & is_enough
        case "reasonable_grounds":
            return is_likely & is_enough & ((groups_naming >= 2) | is_admitted)
        case "clear_and_convincing":
            return is_enough & (groups_naming >= 2) & (groups_not_adverse >= 1)
        case "beyond_reasonable_doubt":
            two_ways = ((groups_naming >= 3) & (groups_not_adverse >= 1)) | (is_admitted & (groups_naming >= 2))
            return is_enough & two_ways
    raise LookupError(f"{standard!r} is no standard of proof")


def hear(voices: pl.DataFrame, incident_ids: pl.Series, *, as_of: datetime) -> Heard:
    """Make voices ready to be counted, for incidents in the order of `incident_ids`."""
    numbered = pl.DataFrame({"incident_id": incident_ids, "incident": np.arange(len(incident_ids))})
    known = (
        voices.filter(pl.col("known_at") < as_of)
        .join(numbered, on="incident_id", how="inner")
        .sort("incident", "source_id")
        .with_row_index("voice")
    )
    named = known.select("voice", actor="actors").explode("actor").drop_nulls()
    return Heard(len(incident_ids), known, named)


def count_naming(heard: Heard, actors: frozenset[str] | None, camps: frozenset[str]) -> Naming:
    """Count who names one of `actors` (None: whoever tells of the incident), for each incident.

    Any reading of several actors names each of them. A denial names nobody, but is heard as a contest.
    """
    voices = heard.voices
    is_naming = np.ones(len(voices), dtype=bool)
    if actors is not None:
        is_naming = np.zeros(len(voices), dtype=bool)
        is_naming[heard.named.filter(pl.col("actor").is_in(sorted(actors)))["voice"].to_numpy()] = True
    names_other = np.zeros(len(voices), dtype=bool)
    if actors is not None:
        names_other[heard.named.filter(~pl.col("actor").is_in(sorted(actors)))["voice"].to_numpy()] = True
    lean = pl.col("leans_to")
    marked = voices.select(
        "incident",
        "echo_group",
        "is_admission",
        is_naming=pl.Series(is_naming),
        is_telling=pl.Series(is_naming) & ~pl.col("is_denial"),
        is_not_adverse=lean.is_in([*WITH_NOBODY, *sorted(camps)]),
        is_aligned=lean.is_in(sorted(camps)) | (pl.col("sides_named").list.contains(lean) if actors is None else False),
        is_denied=pl.col("is_denial") & (pl.Series(is_naming) | (pl.col("actors").list.len() == 0)),
        names_other=~pl.col("is_denial") & _names_other_side(names_other, camps),
    )
    telling = marked.filter("is_telling")
    return Naming(
        groups=_distinct_groups(telling, heard.incidents),
        groups_not_adverse=_distinct_groups(telling.filter("is_not_adverse"), heard.incidents),
        groups_not_aligned=_distinct_groups(telling.filter(~pl.col("is_aligned")), heard.incidents),
        # Of a performance an admission says that it was not done: that can never help to establish it.
        is_admitted=_any(telling.filter("is_admission"), heard.incidents),
        is_contested=_any(marked.filter(pl.col("is_denied") | pl.col("names_other")), heard.incidents),
    )


def _names_other_side(names_other: Flags, camps: frozenset[str]) -> pl.Expr:
    """Another side is named; where nobody knows the accused's own side, another actor."""
    if not camps:
        return pl.lit(pl.Series(names_other))
    return pl.col("sides_named").list.set_difference(pl.lit(sorted(camps), dtype=pl.List(pl.String))).list.len() > 0


def _distinct_groups(voices: pl.DataFrame, incidents: int) -> Indices:
    counted = voices.select("incident", "echo_group").unique()
    return np.bincount(counted["incident"].to_numpy(), minlength=incidents).astype(np.int64)


def _any(voices: pl.DataFrame, incidents: int) -> Flags:
    return np.bincount(voices["incident"].to_numpy(), minlength=incidents) > 0
