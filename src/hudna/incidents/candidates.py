"""Which two claims can be about one happening: near in space and time for what is known of both (research page "linkage", section 3).

The coarser placed of two claims looks for the other, day by day and within its own reach north and south, so each pair is met once
and a town's claims never look at the whole country. Pairs come in stretches of days: memory follows the pairs kept, not those met.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np

from hudna.incidents.arrays import DAY_S, EPISODE_S, HOUR_S, LONGEST_EPISODE_S, Bools, ClaimArrays, Floats, Ints

ONE_DAY_APART_S = DAY_S + HOUR_S
NEAREST_KM = 4.0  # below this distance two claims are always compared
SPREADS = 3.0  # else up to so many joint standard deviations
EARTH_KM = 6_371.0088
KM_PER_DEGREE = 111.0  # of latitude, rounded down: a first sieve
PAIRS_AT_ONCE = 1_000_000
BAND = 1_000.0  # keys are day * BAND + latitude
NEVER, BY_POSITION, ALWAYS = 0, 1, 2  # whether two claims that are placed equally well meet from this side
LOOKS_WORTH_COMPILING = 300_000  # below that the compiler's second is not earned back

Sieve = Callable[..., tuple[Ints, Ints]]


@dataclass(frozen=True)
class Pairs:
    """Pairs of claims that can be one happening: positions i and j (i < j unless the second is shifted), km apart."""

    i: Ints
    j: Ints
    km: Floats


def candidate_pairs(
    rows: ClaimArrays, *, shift_days: float = 0.0, pairs_at_once: int = PAIRS_AT_ONCE
) -> Iterator[Pairs]:
    """Pair the claims at most a day apart and at most max(4, 3 S) km apart, S being the joint standard deviation of their places.

    A claim that knows only its unit is paired only with one of the same unit, day, kind and actors: at the precision of a
    governorate it would else be a candidate for everything. Acts, performances and claims without a kind stay among themselves,
    and so do the two ends of a transport, and day events and episodes.

    Args:
        rows: the claims.
        shift_days: pair claims that are so many days apart instead (pairs that cannot be true): i is the later, and j is
            compared as if it had happened so many days after it did. Above 0.
        pairs_at_once: how many pairs are looked at in one stretch; changes nothing but the memory.

    Yields:
        Pairs, each once, in no order that may be relied on; without a shift i < j.
    """
    shift_s = shift_days * DAY_S
    for is_episode, longest in ((False, EPISODE_S), (True, LONGEST_EPISODE_S)):
        chosen = np.flatnonzero(~rows.is_single & rows.is_placed & (rows.is_episode == is_episode))
        if not shift_s:
            yield from _probe(rows, chosen, longest, 0.0, pairs_at_once, order=BY_POSITION)
        else:
            yield from _probe(rows, chosen, longest, shift_s, pairs_at_once, order=ALWAYS)
            for pairs in _probe(rows, chosen, longest, -shift_s, pairs_at_once, order=NEVER):
                yield Pairs(pairs.j, pairs.i, pairs.km)
    yield from _same_unit(rows, shift_s)


def joint_sigma_km(rows: ClaimArrays, i: Ints, j: Ints) -> Floats:
    """Joint standard deviation of two places in kilometres."""
    return np.hypot(rows.sigma_km[i], rows.sigma_km[j])


def distance_km(rows: ClaimArrays, i: Ints, j: Ints) -> Floats:
    """Great-circle distance of two places in kilometres."""
    lat_i, lat_j = np.radians(rows.lat[i]), np.radians(rows.lat[j])
    half_lat, half_lon = (lat_j - lat_i) / 2.0, np.radians(rows.lon[j] - rows.lon[i]) / 2.0
    chord = np.sin(half_lat) ** 2 + np.cos(lat_i) * np.cos(lat_j) * np.sin(half_lon) ** 2
    km: Floats = 2.0 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return km


def is_near(rows: ClaimArrays, i: Ints, j: Ints) -> tuple[Bools, Floats]:
    """Tell whether two places can be one, and how many kilometres they are apart."""
    km = distance_km(rows, i, j)
    return km <= np.maximum(NEAREST_KM, SPREADS * joint_sigma_km(rows, i, j)), km


def _probe(
    rows: ClaimArrays, chosen: Ints, longest_s: float, shift_s: float, pairs_at_once: int, *, order: int
) -> Iterator[Pairs]:
    """Let each claim look for those at most as coarse, moved by the shift, whose days can meet its own."""
    if chosen.size < 2:
        return
    day = np.floor((rows.from_s[chosen] + shift_s) / DAY_S)
    key = day * BAND + rows.lat[chosen]
    by_key = np.argsort(key, kind="stable")
    key, target = key[by_key], chosen[by_key]

    prober = chosen[np.argsort(rows.from_s[chosen], kind="stable")]
    first = np.floor((rows.from_s[prober] - (longest_s - DAY_S) - ONE_DAY_APART_S) / DAY_S)
    last = np.floor((rows.last_s[prober] + ONE_DAY_APART_S) / DAY_S)
    reach = np.maximum(NEAREST_KM, SPREADS * np.sqrt(2.0) * rows.sigma_km[prober]) / KM_PER_DEGREE
    days = (last - first).astype(np.int64) + 1
    # The prober is the coarser, so its own reach bounds that of the pair; one degree of longitude is shorter than one of latitude.
    wide_km = np.maximum(NEAREST_KM, SPREADS * np.sqrt(2.0) * rows.sigma_km)
    width = wide_km / (KM_PER_DEGREE * np.cos(np.radians(np.minimum(np.abs(rows.lat) + 5.0, 89.0))))
    told = (rows.sigma_km, rows.lon, width, rows.line, rows.from_s, rows.last_s)
    sieve = _fast_sieve(int(days.sum()))
    for start, stop in _stretches(days, pairs_at_once):
        looks = np.repeat(np.arange(start, stop), days[start:stop])
        on_day = (first[looks] + _count_up(days[start:stop])) * BAND
        lat, wide = rows.lat[prober[looks]], reach[looks]
        low = np.searchsorted(key, on_day + lat - wide, side="left")
        found = np.searchsorted(key, on_day + lat + wide, side="right") - low
        looks, low, found = looks[found > 0], low[found > 0], found[found > 0]
        for begin, end in _stretches(found, pairs_at_once):
            part = slice(begin, end)
            i, j = sieve(prober[looks[part]], low[part], found[part], target, order, shift_s, ONE_DAY_APART_S, *told)
            yield _keep_near(rows, i, j, is_shifted=bool(shift_s))


def _sieve(
    prober: Ints, low: Ints, found: Ints, target: Ints, order: int, shift_s: float, apart_s: float,
    sigma: Floats, lon: Floats, width: Floats, line: Ints, begins: Floats, last: Floats,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Sieve by what costs least first: most pairs met are on another day or farther east."""
    i = np.repeat(prober, found)
    j = target[np.repeat(low, found) + _count_up(found)]
    near = (sigma[j] <= sigma[i]) & (line[j] == line[i]) & (np.abs(lon[i] - lon[j]) <= width[i])
    i, j = i[near], j[near]
    if order != ALWAYS:
        tie = sigma[j] == sigma[i]
        near = ~tie if order == NEVER else ~tie | (i < j)
        i, j = i[near], j[near]
    near = np.maximum(begins[i], begins[j] + shift_s) - np.minimum(last[i], last[j] + shift_s) <= apart_s
    return i[near], j[near]


def _fast_sieve(looks: int) -> Sieve:
    """Give the compiled sieve where the extra `fast` is installed and there is enough to do."""
    if looks < LOOKS_WORTH_COMPILING:
        return _sieve
    try:
        from hudna.incidents.candidates_fast import sieve_fast
    except ModuleNotFoundError:
        return _sieve
    return cast(Sieve, sieve_fast)


def _keep_near(rows: ClaimArrays, i: Ints, j: Ints, *, is_shifted: bool) -> Pairs:
    near, km = is_near(rows, i, j)
    near &= (rows.key_space[i] < 0) | (rows.key_space[i] != rows.key_space[j])
    i, j, km = i[near], j[near], km[near]
    return Pairs(i, j, km) if is_shifted else Pairs(np.minimum(i, j), np.maximum(i, j), km)


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
