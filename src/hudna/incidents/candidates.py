"""Which two claims can be about one happening: near in space and time for what is known of both (research page "linkage", section 3).

The coarser placed of two claims looks for the other, day by day and within its own reach north and south, so each pair is met once
and a town's claims never look at the whole country. Pairs come in stretches: memory follows the pairs kept, not those met.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hudna.incidents.arrays import (
    DAY_S,
    EARTH_KM,
    EPISODE_S,
    HOUR_S,
    LONGEST_EPISODE_S,
    Bools,
    ClaimArrays,
    Floats,
    Ints,
)

ONE_DAY_APART_S = DAY_S + HOUR_S
NEAREST_KM = 4.0  # below this distance two claims are always compared
SPREADS = 3.0  # else up to so many joint standard deviations
SLACK = 1.000001  # of the first sieve, so that rounding loses no pair
PAIRS_AT_ONCE = 1_000_000
BAND = 1_000.0  # keys are day * BAND + latitude
NEVER, BY_POSITION, ALWAYS = 0, 1, 2  # whether two claims that are placed equally well meet from this side
LOOKS_WORTH_COMPILING = 300_000  # below that the compiler's second is not earned back


@dataclass(frozen=True)
class Pairs:
    """Pairs of claims that can be one happening: positions i and j (i < j unless the second is shifted), km apart."""

    i: Ints
    j: Ints
    km: Floats


@dataclass(frozen=True)
class Ground:
    """The claims that may meet one another, in the order of day and latitude: each looks for others, and is looked for."""

    claim: Ints  # position among all claims
    first_day: Ints  # first day of a claim that can still meet it, in days since 1970
    last_day: Ints
    reach: Floats  # degrees of latitude
    width: Floats  # degrees of longitude
    days: Ints  # the days on which claims begin, each once
    starts: Ints  # where each of them starts, and the end of all
    lat: Floats
    lon: Floats
    x: Floats  # kilometres from the middle of the earth
    y: Floats
    z: Floats
    variance: Floats  # of the place, square kilometres
    line: Ints
    key_space: Ints
    begins: Floats
    last: Floats


@dataclass(frozen=True)
class Grounds:
    """All claims, and those with a place surveyed: day events and episodes, which never meet."""

    rows: ClaimArrays
    parts: tuple[Ground, ...]


def survey(rows: ClaimArrays) -> Grounds:
    """Order the claims for the search, once for all shifts."""
    parts = []
    for is_episode, longest in ((False, EPISODE_S), (True, LONGEST_EPISODE_S)):
        chosen = np.flatnonzero(~rows.is_single & rows.is_placed & (rows.is_episode == is_episode))
        if chosen.size > 1:
            parts.append(_survey(rows, chosen, longest))
    return Grounds(rows, tuple(parts))


def candidate_pairs(
    grounds: Grounds, *, shift_days: float = 0.0, pairs_at_once: int = PAIRS_AT_ONCE
) -> Iterator[Pairs]:
    """Pair the claims at most a day apart and at most max(4, 3 S) km apart, S being the joint standard deviation of their places.

    A claim that knows only its unit is paired only with one of the same unit, day, kind and actors: at the precision of a
    governorate it would else be a candidate for everything. Acts, performances and claims without a kind stay among themselves,
    and so do the two ends of a transport, and day events and episodes.

    Args:
        grounds: the claims, surveyed.
        shift_days: pair claims that are so many days apart instead (pairs that cannot be true): i is the later, and j is
            compared as if it had happened so many days after it did. Above 0.
        pairs_at_once: how many pairs are looked at in one stretch; changes nothing but the memory.

    Yields:
        Pairs, each once, in no order that may be relied on; without a shift i < j.
    """
    shift_s = shift_days * DAY_S
    for ground in grounds.parts:
        if not shift_s:
            for i, j, squared in _meet(ground, 0.0, BY_POSITION, pairs_at_once):
                yield Pairs(np.minimum(i, j), np.maximum(i, j), np.sqrt(squared))
        else:
            for i, j, squared in _meet(ground, shift_s, ALWAYS, pairs_at_once):
                yield Pairs(i, j, np.sqrt(squared))
            for i, j, squared in _meet(ground, -shift_s, NEVER, pairs_at_once):
                yield Pairs(j, i, np.sqrt(squared))
    yield from _same_unit(grounds.rows, shift_s)


def joint_sigma_km(rows: ClaimArrays, i: Ints, j: Ints) -> Floats:
    """Joint standard deviation of two places in kilometres."""
    return np.hypot(rows.sigma_km[i], rows.sigma_km[j])


def distance_km(rows: ClaimArrays, i: Ints, j: Ints) -> Floats:
    """Distance of two places in kilometres, straight through the earth: 0.06 km less than over the ground at 380 km."""
    km: Floats = np.sqrt(_squared_km(*(along[i] - along[j] for along in rows.points_km)))
    return km


def is_near(rows: ClaimArrays, i: Ints, j: Ints) -> tuple[Bools, Floats]:
    """Tell whether two places can be one, and how many kilometres they are apart."""
    squared = _squared_km(*(along[i] - along[j] for along in rows.points_km))
    return squared <= _reach_squared(rows.sigma_km[i] ** 2, rows.sigma_km[j] ** 2), np.sqrt(squared)


def _squared_km(x: Floats, y: Floats, z: Floats) -> Floats:
    return x * x + y * y + z * z


def _reach_squared(variance: Floats, other: Floats) -> Floats:
    return np.maximum(NEAREST_KM * NEAREST_KM, SPREADS * SPREADS * (variance + other))


def _survey(rows: ClaimArrays, chosen: Ints, longest_s: float) -> Ground:
    day = np.floor(rows.from_s[chosen] / DAY_S).astype(np.int64)
    order = np.argsort(day * BAND + rows.lat[chosen], kind="stable")
    claim = chosen[order]
    days, starts = np.unique(day[order], return_index=True)
    sigma, lat = rows.sigma_km[claim], rows.lat[claim]
    # The one that looks is the coarser, so its own reach bounds that of the pair.
    reach, width = _sieve(np.maximum(NEAREST_KM, SPREADS * np.sqrt(2.0) * sigma), lat)
    x, y, z = (along[claim] for along in rows.points_km)
    begins, last = rows.from_s[claim], rows.last_s[claim]
    return Ground(
        claim=claim,
        first_day=np.floor((begins - (longest_s - DAY_S) - ONE_DAY_APART_S) / DAY_S).astype(np.int64),
        last_day=np.floor((last + ONE_DAY_APART_S) / DAY_S).astype(np.int64),
        reach=reach,
        width=width,
        days=days,
        starts=np.append(starts, claim.size),
        lat=lat,
        lon=rows.lon[claim],
        x=x,
        y=y,
        z=z,
        variance=sigma**2,
        line=rows.line[claim],
        key_space=rows.key_space[claim],
        begins=begins,
        last=last,
    )


def _sieve(km: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Give how many degrees of latitude and of longitude a point so many km off, straight through the earth, can lie away.

    A circle round a place reaches furthest east not beside its centre but where a meridian touches it; one that holds a pole
    reaches all longitudes.
    """
    arc = 2.0 * np.arcsin(np.minimum(km / (2.0 * EARTH_KM), 1.0))
    ratio = np.sin(np.minimum(arc, np.pi / 2)) / np.maximum(np.cos(np.radians(lat)), 1e-12)
    holds_pole = np.radians(np.abs(lat)) + arc >= np.pi / 2 / SLACK
    width = np.where(holds_pole, 180.0, np.degrees(np.arcsin(np.minimum(ratio, 1.0))))
    return np.degrees(arc) * SLACK, width * SLACK


Met = Iterator[tuple[Ints, Ints, Floats]]  # who looks, who is found, square kilometres between them


def _meet(ground: Ground, shift_s: float, order: int, pairs_at_once: int) -> Met:
    """Let each claim look for those at most as coarse, moved by the shift, whose days can meet its own."""
    looks = int((ground.last_day - ground.first_day + 1).sum())
    if looks >= LOOKS_WORTH_COMPILING:
        try:
            from hudna.incidents.candidates_fast import meet_fast
        except ModuleNotFoundError:  # the extra `fast` is not installed
            pass
        else:
            yield from meet_fast(ground, shift_s, order, pairs_at_once)
            return
    yield from meet_plainly(ground, shift_s, order, pairs_at_once)


def meet_plainly(ground: Ground, shift_s: float, order: int, pairs_at_once: int) -> Met:
    """Meet with arrays: sieve by what costs least first, since most pairs met are on another day or farther east."""
    key = np.floor(ground.begins / DAY_S) * BAND + ground.lat
    days = ground.last_day - ground.first_day + 1
    shifted_days = shift_s / DAY_S
    for start, stop in _stretches(days, pairs_at_once):
        looks = np.repeat(np.arange(start, stop), days[start:stop])
        on_day = (ground.first_day[looks] + _count_up(days[start:stop]) - shifted_days) * BAND
        low = np.searchsorted(key, on_day + ground.lat[looks] - ground.reach[looks], side="left")
        found = np.searchsorted(key, on_day + ground.lat[looks] + ground.reach[looks], side="right") - low
        looks, low, found = looks[found > 0], low[found > 0], found[found > 0]
        for begin, end in _stretches(found, pairs_at_once):
            part = slice(begin, end)
            i = np.repeat(looks[part], found[part])
            j = np.repeat(low[part], found[part]) + _count_up(found[part])
            near = (ground.variance[j] <= ground.variance[i]) & (ground.line[j] == ground.line[i])
            east = np.abs(ground.lon[i] - ground.lon[j])
            near &= np.minimum(east, 360.0 - east) <= ground.width[i]
            i, j = i[near], j[near]
            if order != ALWAYS:
                tie = ground.variance[j] == ground.variance[i]
                near = ~tie if order == NEVER else ~tie | (ground.claim[i] < ground.claim[j])
                i, j = i[near], j[near]
            latest = np.maximum(ground.begins[i], ground.begins[j] + shift_s)
            earliest = np.minimum(ground.last[i], ground.last[j] + shift_s)
            near = latest - earliest <= ONE_DAY_APART_S
            near &= (ground.key_space[i] < 0) | (ground.key_space[i] != ground.key_space[j])
            i, j = i[near], j[near]
            squared = _squared_km(ground.x[i] - ground.x[j], ground.y[i] - ground.y[j], ground.z[i] - ground.z[j])
            near = squared <= _reach_squared(ground.variance[i], ground.variance[j])
            yield ground.claim[i[near]], ground.claim[j[near]], squared[near]


def _same_unit(rows: ClaimArrays, shift_s: float) -> Iterator[Pairs]:
    """Pair the claims that know only their unit with those of the same unit, stretch of time, kind and actors."""
    names_actor = np.array([bool(actors) for actors in rows.actor_sets], dtype=bool)
    has_kind = np.array([bool(kinds) for kinds in rows.kind_sets], dtype=bool)
    chosen = np.flatnonzero(~rows.is_single & ~rows.is_placed)
    chosen = chosen[names_actor[rows.actor_set[chosen]] & has_kind[rows.kind_set[chosen]]]
    if chosen.size < 2:
        return
    same = [rows.unit, rows.line, rows.kind_set, rows.actor_set]
    told = np.stack([column[chosen].astype(np.float64) for column in same])
    when = np.stack([rows.from_s[chosen], rows.to_s[chosen]])
    both = np.concatenate([np.concatenate([told, when]), np.concatenate([told, when + shift_s])], axis=1)
    group = np.unique(both, axis=1, return_inverse=True)[1].reshape(-1)
    mine, theirs = group[: chosen.size], group[chosen.size :]
    order = np.argsort(theirs, kind="stable")
    low = np.searchsorted(theirs[order], mine, side="left")
    found = np.searchsorted(theirs[order], mine, side="right") - low
    i = np.repeat(chosen, found)
    j = chosen[order[np.repeat(low, found) + _count_up(found)]]
    keep = (rows.key_space[i] < 0) | (rows.key_space[i] != rows.key_space[j])
    if not shift_s:
        keep &= i < j
    yield Pairs(i[keep], j[keep], np.zeros(int(keep.sum())))


def _stretches(counts: Ints, at_once: int) -> list[tuple[int, int]]:
    """Cut rows into stretches of at most about so many counted things."""
    if not counts.size:
        return []
    chunk = np.cumsum(counts) // at_once
    return list(pairwise([0, *(np.flatnonzero(np.diff(chunk)) + 1).tolist(), counts.size]))


def _count_up(counts: Ints) -> Ints:
    """0, 1, … within each of so many repeats."""
    ends = np.cumsum(counts)
    return np.arange(int(ends[-1]) if ends.size else 0) - np.repeat(ends - counts, counts)
