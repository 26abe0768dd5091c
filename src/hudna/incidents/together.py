"""What the claims of a cluster say together, as if they were one claim: the other half of scoring, claim against incident.

Two claims one by one may each miss ("a siege", "shelling"); held against three others who say shelling in one street, the odd word weighs
little. Place: the first of the exactly placed, else the mean by precision. Time: what all allow, else from the first to the last. Kind and
actors: what most of those say that tell any. Toll: the mean of the least and of the most told.
"""

from dataclasses import replace

import numpy as np

from hudna.incidents.arrays import DAY_S, SIGMA_MIN_KM, Bools, ClaimArrays, Floats, Ints
from hudna.incidents.candidates import Pairs, distance_km
from hudna.incidents.compare import Vocabulary


def say_together(rows: ClaimArrays, label: Ints, vocabulary: Vocabulary) -> ClaimArrays:
    """Give for each cluster, at the position of its smallest claim, what its claims say together; other positions mean nothing."""
    size = label.size
    lat, lon, sigma = _place(rows, label)
    begins, ends = np.full(size, -np.inf), np.full(size, np.inf)
    np.maximum.at(begins, label, rows.from_s)
    np.minimum.at(ends, label, rows.to_s)
    first, last = np.full(size, np.inf), np.full(size, -np.inf)
    np.minimum.at(first, label, rows.from_s)
    np.maximum.at(last, label, rows.to_s)
    meets = begins < ends
    begins, ends = np.where(meets, begins, first), np.where(meets, ends, last)
    is_told = rows.killed_high >= 0
    told = np.bincount(label[is_told], minlength=size)
    low, high = (
        np.where(told > 0, np.bincount(label[is_told], toll[is_told], size) / np.maximum(told, 1), -1.0)
        for toll in (rows.killed_low, rows.killed_high)
    )
    return replace(
        rows,
        lat=lat,
        lon=lon,
        sigma_km=sigma,
        from_s=begins,
        to_s=ends,
        last_s=ends - np.minimum(ends - begins, DAY_S),
        kind_set=_most_told(rows.kind_set, label, vocabulary.tells_kind),
        actor_set=_most_told(rows.actor_set, label, vocabulary.tells_actors),
        killed_low=low,
        killed_high=high,
    )


def pairs_of(told: ClaimArrays, a: Ints, b: Ints) -> Pairs:
    """Pair clusters by their smallest claims."""
    return Pairs(a, b, np.where(told.is_placed[a], distance_km(told, a, b), 0.0))


def _place(rows: ClaimArrays, label: Ints) -> tuple[Floats, Floats, Floats]:
    size = label.size
    precision = rows.sigma_km**-2.0
    weight = np.bincount(label, precision, size)
    known = np.maximum(weight, 1e-12)
    x, y, z = (
        np.bincount(label, precision * along, size) / known for along in rows.points_km
    )  # a mean of degrees breaks at 180
    lat, lon = np.degrees(np.arctan2(z, np.hypot(x, y))), np.degrees(np.arctan2(y, x))
    sigma = np.maximum(SIGMA_MIN_KM, known**-0.5)
    exact = np.flatnonzero(rows.sigma_km <= SIGMA_MIN_KM)[::-1]  # backwards, so that the first is written last
    lat[label[exact]], lon[label[exact]] = rows.lat[exact], rows.lon[exact]
    return lat, lon, sigma


def _most_told(code: Ints, label: Ints, tells: Bools) -> Ints:
    """Code that most claims of each cluster tell, among those that tell anything; ties: the smallest code."""
    most = code.copy()
    told = np.flatnonzero(tells[code]) if code.size else code
    if not told.size:
        return most
    span = int(code.max()) + 1
    key, times = np.unique(label[told] * span + code[told], return_counts=True)
    cluster, which = key // span, key % span
    order = np.lexsort((which, -times, cluster))
    best = order[np.flatnonzero(np.diff(cluster[order], prepend=-1))]
    most[cluster[best]] = which[best]
    return most
