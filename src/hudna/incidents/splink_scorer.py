"""Splink 5 as a second scorer (the extra `splink`): our comparisons as its SQL, fed with our m and u, so that its users can check ours.

Not its learning, which takes half of all pairs for true, and not its components, which chain a whole offensive into one incident. Splink has
one prior for all pairs and ours is local, so it scores the comparisons alone. Only placed claims and day events are handed over.
"""

import re
from typing import Any

import numpy as np
import polars as pl

from hudna.incidents.arrays import DAY_S, EARTH_KM, HOUR_S, ClaimArrays, Floats, family_of
from hudna.incidents.candidates import NEAREST_KM, ONE_DAY_APART_S, SPREADS
from hudna.incidents.compare import COMPARISONS, DAYS_BETWEEN_REPORTS, FINE_KM, MIDDLE_KM, Vocabulary
from hudna.incidents.ties import Ties

_ONE_DAY = DAY_S + HOUR_S
_KM = (
    f"(2 * {EARTH_KM} * sqrt(pow(sin(radians(r.lat - l.lat) / 2), 2) + cos(radians(l.lat)) * cos(radians(r.lat)) "
    "* pow(sin(radians(r.lon - l.lon) / 2), 2)))"
)
_SIGMA = "sqrt(l.sigma * l.sigma + r.sigma * r.sigma)"
_MEETS = (
    "(greatest(l.from_s, r.from_s) < least(l.to_s, r.to_s) or ((l.from_s = l.to_s or r.from_s = r.to_s) "
    "and greatest(l.from_s, r.from_s) = least(l.to_s, r.to_s)))"
)
_TOLD = "l.killed_high >= 0 and r.killed_high >= 0"
_LOW, _HIGH = "greatest(l.killed_low, r.killed_low)", "least(l.killed_high, r.killed_high)"
_RATIO = f"(case when {_LOW} > 0 then {_HIGH} / greatest({_LOW}, 1.0) else 1.0 end)"
_SAME_SOURCE = "l.source_set = r.source_set"
_DAYS = f"(abs(l.known_s - r.known_s) / {DAY_S})"
_COARSER = "list_has_any(l.branches, r.branches) and l.kind_set <> r.kind_set and (l.tells_branch or r.tells_branch)"
_LABEL_FITS = "list_has_any(l.labelled, r.sides) or list_has_any(l.sides, r.labelled)"
_NAMED = "l.tells_actors and r.tells_actors"


def _place_levels() -> dict[int, str]:
    near, town, far = 0.05, 1.0, 2.5
    fine = [f"{_SIGMA} <= {FINE_KM} and {_KM} < {km}" for km in (near, town, far)] + [f"{_SIGMA} <= {FINE_KM}"]
    spreads = [f"{_KM} / {_SIGMA} < {z}" for z in (0.5, 1.0, 1.7)] + ["true"]
    middle = [f"{_SIGMA} <= {MIDDLE_KM} and {spread}" for spread in spreads]
    return dict(enumerate([*fine, *middle, *spreads]))


def _levels() -> dict[str, dict[int, str]]:
    """Conditions of each level, in the order in which they are asked; the last is what remains."""
    days = DAYS_BETWEEN_REPORTS
    within = [f"{_DAYS} < {limit}" for limit in days] + ["true"]
    return {
        "place": _place_levels(),
        "time": {
            4: f"not {_MEETS}",
            0: f"l.to_s - l.from_s <= {_ONE_DAY} and r.to_s - r.from_s <= {_ONE_DAY}",
            1: "l.from_s = r.from_s and l.to_s = r.to_s",
            2: f"greatest(l.to_s, r.to_s) - least(l.from_s, r.from_s) <= {2 * _ONE_DAY}",
            3: "true",
        },
        "kind": {
            2: f"not (l.tells_kind and r.tells_kind) or ({_COARSER})",
            0: "l.kind_set = r.kind_set",
            1: "list_has_any(l.branches, r.branches)",
            3: "true",
        },
        "actors": {
            1: f"not ({_NAMED})",
            3: "l.actor_set = r.actor_set",
            2: f"l.is_label or r.is_label or list_has_any(l.actors, r.actors) or {_LABEL_FITS}",
            0: "true",
        },
        "toll": {
            0: f"not ({_TOLD})",
            1: f"{_LOW} <= {_HIGH} and {_HIGH} >= 8",
            2: f"{_LOW} <= {_HIGH} and {_HIGH} >= 3",
            3: f"{_LOW} <= {_HIGH}",
            4: f"{_RATIO} >= 0.6",
            5: f"{_RATIO} >= 0.35",
            6: "true",
        },
        "source": dict(enumerate([f"{_SAME_SOURCE} and {text}" for text in within] + within)),
    }


def splink_settings(ties: Ties | None, relation: int = 0) -> dict[str, Any]:
    """Give Splink's settings for our comparisons; with ties fed with their m and u between two files, without them for Splink to learn.

    m is u times the factor of the level, brought to a sum of 1; `splink_offset` says what that takes from a pair's log-odds.
    """
    comparisons = []
    for name, conditions in _levels().items():
        levels: list[dict[str, Any]] = []
        for place, (number, condition) in enumerate(conditions.items()):
            is_last = place == len(conditions) - 1
            asked = "ELSE" if is_last else _in_levels(condition)
            level: dict[str, Any] = {"sql_condition": asked, "label_for_charts": f"{name} {number}"}
            if ties is not None:
                m, u = _m_and_u(ties, name, relation)
                level |= {"m_probability": float(m[number]), "u_probability": float(u[number])}
            levels.append(level)
        comparisons.append({"output_column_name": name, "comparison_levels": levels})
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "comparisons": comparisons,
        "blocking_rules_to_generate_predictions": [_rule(days) for days in range(-3, 4)],
        "probability_two_random_records_match": 0.5,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }


def splink_offset(ties: Ties, relation: int = 0) -> float:
    """Log-odds that bringing each m to a sum of 1 takes from every pair."""
    return float(sum(np.log(_factors(ties, name, relation)[1].sum()) for name in COMPARISONS))


def splink_table(rows: ClaimArrays, vocabulary: Vocabulary) -> pl.DataFrame:
    """Give the placed day events as Splink reads them; `unique_id` is the position of the claim."""
    branches = [sorted({family_of(kind) for kind in kinds}) for kinds in rows.kind_sets]
    actors = [sorted(named) for named in rows.actor_sets]
    sides, labelled = (
        [sorted(vocabulary.sides(named, by_label=by_label)) for named in rows.actor_sets] for by_label in (False, True)
    )
    table = pl.DataFrame(
        {
            "unique_id": np.arange(rows.from_s.size),
            "day": np.floor(rows.from_s / DAY_S).astype(np.int64),
            # Splink learns on pairs that share this; days alone would leave the levels of time untaught.
            "cell": np.rint(rows.lat * 4) * 1e7 + np.rint(rows.lon * 4) % 1440 * 1e4 + np.floor(rows.from_s / DAY_S / 3) % 1e4,
            "from_s": rows.from_s, "to_s": rows.to_s, "last_s": rows.last_s, "known_s": rows.known_s,
            "lat": rows.lat, "lon": rows.lon, "sigma": rows.sigma_km,
            "line": rows.line, "key_space": rows.key_space, "kind_set": rows.kind_set, "actor_set": rows.actor_set,
            "source_set": rows.source_set, "is_label": rows.is_label,
            "tells_branch": vocabulary.tells_branch[rows.kind_set],
            "tells_kind": vocabulary.tells_kind[rows.kind_set], "tells_actors": vocabulary.tells_actors[rows.actor_set],
            "killed_low": rows.killed_low, "killed_high": rows.killed_high,
            "branches": pl.Series(branches, dtype=pl.List(pl.String)).gather(rows.kind_set),
            "actors": pl.Series(actors, dtype=pl.List(pl.String)).gather(rows.actor_set),
            "sides": pl.Series(sides, dtype=pl.List(pl.String)).gather(rows.actor_set),
            "labelled": pl.Series(labelled, dtype=pl.List(pl.String)).gather(rows.actor_set),
        }
    )  # fmt: skip
    return table.filter(pl.Series(rows.is_placed & ~rows.is_single & ~rows.is_episode))


def score_with_splink(ties: Ties) -> pl.DataFrame:
    """Score the candidate pairs of placed day events with Splink on DuckDB.

    Returns:
        `i`, `j` (positions, i < j) and `evidence`: the log-odds that the comparisons give, without those before any comparison.

    Raises:
        ModuleNotFoundError: the extra `splink` is not installed.
    """
    from splink import DuckDBAPI, Linker

    database = DuckDBAPI()
    table = database.register(splink_table(ties.rows, ties.vocabulary).to_arrow())
    files = ties.crowd.files
    parts = []
    for relation in range(files.relations):  # each relation of files has an m and a u of its own
        linker = Linker(table, splink_settings(ties, relation), log_level=None)
        told: pl.DataFrame = linker.inference.predict().as_duckdbpyrelation().pl()
        i, j = pl.col("unique_id_l"), pl.col("unique_id_r")
        evidence = (pl.col("match_weight") * np.log(2.0) + splink_offset(ties, relation)).alias("evidence")
        pairs = told.select(pl.min_horizontal(i, j).alias("i"), pl.max_horizontal(i, j).alias("j"), evidence)
        ends = (pairs[end].cast(pl.Int64).to_numpy() for end in ("i", "j"))
        parts.append(pairs.filter(pl.Series(files.relation(*ends) == relation)))
    return pl.concat(parts).sort("i", "j")


def _rule(days: int) -> dict[str, str]:
    reach = f"{_KM} <= greatest({NEAREST_KM}, {SPREADS} * {_SIGMA})"
    apart = f"greatest(l.from_s, r.from_s) - least(l.last_s, r.last_s) <= {ONE_DAY_APART_S}"
    sieve = f"abs(l.lat - r.lat) * 111.0 <= greatest({NEAREST_KM}, {SPREADS} * {_SIGMA})"
    keys = "(l.key_space < 0 or l.key_space <> r.key_space)"
    rule = f"l.day = r.day + ({days}) and l.line = r.line and {keys} and {apart} and {sieve} and {reach}"
    return {"blocking_rule": rule, "sql_dialect": "duckdb"}


def _in_levels(condition: str) -> str:
    """Write l.lat as lat_l: blocking rules of Splink name columns the one way, levels the other."""
    return re.sub(r"\b([lr])\.(\w+)", r"\2_\1", condition)


def _factors(ties: Ties, name: str, relation: int) -> tuple[Floats, Floats]:
    u = ties.weights.u[name][relation]
    return u, u * np.exp(ties.weights.by_level[name][relation][: u.size])


def _m_and_u(ties: Ties, name: str, relation: int) -> tuple[Floats, Floats]:
    u, m = _factors(ties, name, relation)
    return m / m.sum(), u
