"""Which two claims can be about one happening: blocking in space and time (research page "linkage", section 3).

Claims become arrays once, in the order of `claim_id`; pairs are made for a stretch of claims at a time, sorted by day, so
memory does not grow with the square of the table.
"""

from dataclasses import dataclass, fields, replace
from itertools import pairwise

import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hudna.reports.tables import PLACE_ROLES, Claims
from hudna.terms import kind_tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DAY_S = 86_400.0
HOUR_S = 3_600.0
# An episode is about many happenings; it is joined by a coder's key or stands alone. Two days and an hour: a clock may turn.
EPISODE_S = 2 * DAY_S + HOUR_S
ONE_DAY_APART_S = DAY_S + HOUR_S
NEAREST_KM = 4.0  # below this distance two claims are always compared
SPREADS = 3.0  # else up to so many joint standard deviations
SIGMA_MIN_KM = 1.0  # "exact" in event data allows a town's width
EARTH_KM = 6_371.0088
PAIRS_AT_ONCE = 2_000_000

NO_KIND, ACT, PERFORMANCE = 0, 1, 2


@dataclass(frozen=True)
class ClaimArrays:
    """The claims as arrays, one element for each claim, in the order of `claim_id`.

    Seconds since 1970 UTC, degrees, kilometres. Codes number what is equal; -1: not told.
    """

    ids: list[str]
    known_s: Floats
    from_s: Floats
    to_s: Floats
    last_s: Floats  # start of the last day it may have happened: `to` less its length, at most a day
    lat: Floats
    lon: Floats
    sigma_km: Floats  # standard deviation of the place on each axis: half the radius of a uniform disc
    is_placed: Bools
    unit: Ints
    has_kind: Bools
    kind_set: Ints  # code of the set of kinds
    actor_set: Ints  # code of the set of actors and participants
    is_label: Bools  # names a label only, as "armed groups"
    line: Ints  # what must agree for any comparison: act or performance or neither, and the role of the place
    is_single: Bools  # episode, or a place nobody knows: compared with none
    killed_low: Floats  # -1: not told
    killed_high: Floats
    key_space: (
        Ints  # code of the space of its given key; two claims of one space are settled by the coder and never compared
    )
    kind_sets: list[frozenset[str]]
    actor_sets: list[frozenset[str]]

    def sample(self, at_most: int) -> "ClaimArrays":
        """Every n-th claim, so that at most so many are left."""
        step = -(-len(self.ids) // at_most)
        if step <= 1:
            return self
        thin = {
            each.name: getattr(self, each.name)[::step]
            for each in fields(self)
            if each.name not in ("kind_sets", "actor_sets")
        }
        return replace(self, **thin)


@dataclass(frozen=True)
class Pairs:
    """Pairs of claims that can be one happening: positions i and j (i < j unless the second table is shifted), km apart."""

    i: Ints
    j: Ints
    km: Floats


def read_arrays(claims: dy.DataFrame[Claims]) -> ClaimArrays:
    """Turn claims into arrays in the order of `claim_id`, so that no later step can see the order of the rows."""
    rows = claims.sort("claim_id")
    kind_sets, kind_codes = _codes([frozenset(kinds) for kinds in rows["kinds"].to_list()])
    told = zip(rows["actors"].to_list(), rows["participants"].to_list(), strict=True)
    actor_sets, actor_codes = _codes([frozenset(actors) | frozenset(others) for actors, others in told])
    lines = (
        np.array([_line_of(kinds) for kinds in kind_sets], dtype=np.int64)[kind_codes] if rows.height else kind_codes
    )
    roles = _ints(
        rows["place_role"]
        .cast(pl.String)
        .replace_strict({role: n for n, role in enumerate(PLACE_ROLES)}, return_dtype=pl.Int64)
    )
    from_s, to_s = _seconds(rows["occurred_from"]), _seconds(rows["occurred_to"])
    is_placed = _bools(rows["latitude"].is_not_null() & rows["longitude"].is_not_null())
    spaces = rows["given_key"].str.split(":").list.first().rank("dense").fill_null(0)
    units = sorted(set(rows["unit"].drop_nulls().to_list()))
    unit = (
        rows["unit"]
        .replace_strict({name: n for n, name in enumerate(units)}, default=-1, return_dtype=pl.Int64)
        .fill_null(-1)
    )
    low = rows.select(pl.coalesce("killed_min", "killed_max", pl.lit(-1)))["killed_min"]
    high = rows.select(pl.coalesce("killed_max", "killed_min", pl.lit(-1)))["killed_max"]
    return ClaimArrays(
        ids=rows["claim_id"].to_list(),
        known_s=_seconds(rows["known_at"]),
        from_s=from_s,
        to_s=to_s,
        last_s=to_s - np.minimum(to_s - from_s, DAY_S),
        lat=_floats(rows["latitude"].fill_null(0.0)),
        lon=_floats(rows["longitude"].fill_null(0.0)),
        sigma_km=np.maximum(SIGMA_MIN_KM, _floats(rows["radius_m"].fill_null(0.0)) / 2_000.0),
        is_placed=is_placed,
        unit=np.where(is_placed, -1, _ints(unit)),
        has_kind=np.array([bool(kinds) for kinds in kind_sets], dtype=bool)[kind_codes] if rows.height else is_placed,
        kind_set=kind_codes,
        actor_set=actor_codes,
        is_label=_bools(rows["actor_reading"].cast(pl.String) == "unspecified"),
        line=lines * len(PLACE_ROLES) + roles,
        key_space=_ints(spaces) - 1,
        is_single=(to_s - from_s > EPISODE_S) | (~is_placed & (_ints(unit) < 0)),
        killed_low=_floats(low),
        killed_high=_floats(high),
        kind_sets=kind_sets,
        actor_sets=actor_sets,
    )


def candidate_pairs(rows: ClaimArrays, *, shift_days: float = 0.0) -> Pairs:
    """Pair the claims at most a day apart and at most max(4, 3 S) km apart, S being the joint standard deviation of their places.

    A claim that knows only its unit is paired only with one of the same unit, day, kind and actors: at the precision of a
    governorate it would else be a candidate for everything. Acts, performances and claims without a kind stay among themselves,
    and so do the two ends of a transport.

    Args:
        rows: the claims.
        shift_days: pair every claim with a copy of the table moved by so many days instead (pairs that cannot be true).

    Returns:
        Pairs in the order of (i, j); without a shift i < j.
    """
    open_rows = np.flatnonzero(~rows.is_single)
    if open_rows.size < 2:
        return _join_pairs([])
    shift_s = shift_days * DAY_S
    by_day = open_rows[np.lexsort((open_rows, rows.from_s[open_rows]))]
    begins = rows.from_s[by_day] + shift_s  # of the second claim
    is_shifted = shift_days != 0.0
    first_of = (
        np.searchsorted(begins, rows.from_s[by_day] - EPISODE_S - ONE_DAY_APART_S, side="left")
        if is_shifted
        else np.arange(by_day.size) + 1
    )
    stop_of = np.searchsorted(begins, rows.last_s[by_day] + ONE_DAY_APART_S, side="right")
    counts = np.maximum(stop_of - first_of, 0)
    parts: list[Pairs] = []
    for start, stop in _stretches(counts):
        within = counts[start:stop]
        left = np.repeat(np.arange(start, stop), within)
        right = (
            np.arange(within.sum())
            - np.repeat(np.cumsum(within) - within, within)
            + np.repeat(first_of[start:stop], within)
        )
        parts.append(_keep_near(rows, by_day[left], by_day[right], shift_s))
    pairs = _join_pairs(parts)
    i, j = (pairs.i, pairs.j) if is_shifted else (np.minimum(pairs.i, pairs.j), np.maximum(pairs.i, pairs.j))
    order = np.lexsort((j, i))
    return Pairs(i[order], j[order], pairs.km[order])


def joint_sigma_km(rows: ClaimArrays, i: Ints, j: Ints) -> Floats:
    """Joint standard deviation of two places in kilometres."""
    return np.hypot(rows.sigma_km[i], rows.sigma_km[j])


def _keep_near(rows: ClaimArrays, i: Ints, j: Ints, shift_s: float) -> Pairs:
    near = (rows.line[i] == rows.line[j]) & ((rows.key_space[i] < 0) | (rows.key_space[i] != rows.key_space[j]))
    near &= (
        np.maximum(rows.from_s[i], rows.from_s[j] + shift_s) - np.minimum(rows.last_s[i], rows.last_s[j] + shift_s)
        <= ONE_DAY_APART_S
    )
    near &= rows.is_placed[i] == rows.is_placed[j]
    # One degree of latitude is 111 km: a cheap first sieve before the trigonometry.
    reach_km = np.maximum(NEAREST_KM, SPREADS * joint_sigma_km(rows, i, j))
    near &= ~rows.is_placed[i] | (np.abs(rows.lat[i] - rows.lat[j]) * 111.0 <= reach_km)
    same_unit = (
        (rows.unit[i] == rows.unit[j])
        & (rows.kind_set[i] == rows.kind_set[j])
        & (rows.actor_set[i] == rows.actor_set[j])
    )
    same_unit &= (
        (rows.from_s[i] == rows.from_s[j] + shift_s) & (rows.to_s[i] == rows.to_s[j] + shift_s) & rows.has_kind[i]
    )
    names_actor = np.array([bool(actors) for actors in rows.actor_sets], dtype=bool)
    near &= rows.is_placed[i] | (same_unit & names_actor[rows.actor_set[i]])
    i, j, reach_km = i[near], j[near], reach_km[near]
    km = np.where(rows.is_placed[i], _distance_km(rows, i, j), 0.0)
    keep = km <= reach_km
    return Pairs(i[keep], j[keep], km[keep])


def _distance_km(rows: ClaimArrays, i: Ints, j: Ints) -> Floats:
    lat_i, lat_j = np.radians(rows.lat[i]), np.radians(rows.lat[j])
    half_lat, half_lon = (lat_j - lat_i) / 2.0, np.radians(rows.lon[j] - rows.lon[i]) / 2.0
    chord = np.sin(half_lat) ** 2 + np.cos(lat_i) * np.cos(lat_j) * np.sin(half_lon) ** 2
    km: Floats = 2.0 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return km


def _stretches(counts: Ints) -> list[tuple[int, int]]:
    """Cut the rows, in order of day, into stretches of at most about two million pairs."""
    chunk = np.cumsum(counts) // PAIRS_AT_ONCE
    cuts = [0, *(np.flatnonzero(np.diff(chunk)) + 1).tolist(), counts.size]
    return list(pairwise(cuts))


def _join_pairs(parts: list[Pairs]) -> Pairs:
    if not parts:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    return Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("i", "j", "km")))


def _line_of(kinds: frozenset[str]) -> int:
    if not kinds:
        return NO_KIND
    return PERFORMANCE if kinds <= kind_tree().performances() else ACT


def _codes(sets: list[frozenset[str]]) -> tuple[list[frozenset[str]], Ints]:
    distinct = sorted(set(sets), key=sorted)
    number = {each: n for n, each in enumerate(distinct)}
    return distinct, np.array([number[each] for each in sets], dtype=np.int64)


def _seconds(column: pl.Series) -> Floats:
    return _floats(column.dt.epoch("us")) / 1e6


def _floats(column: pl.Series) -> Floats:
    return column.cast(pl.Float64).to_numpy().astype(np.float64)


def _ints(column: pl.Series) -> Ints:
    return column.cast(pl.Int64).to_numpy().astype(np.int64)


def _bools(column: pl.Series) -> Bools:
    return column.cast(pl.Boolean).to_numpy().astype(np.bool_)
