"""Meeting of candidates compiled by numba (the extra `fast`): as `candidates.meet_plainly`, without arrays of what is thrown away.

Sums, products and comparisons of numbers made outside, in the same order: nothing can round differently.
"""

import numba
import numpy as np

from hudna.incidents.arrays import DAY_S, Floats, Ints
from hudna.incidents.candidates import ALWAYS, BY_POSITION, NEAREST_KM, ONE_DAY_APART_S, SPREADS, Ground, Met

NEAREST_SQUARED, SPREADS_SQUARED = NEAREST_KM**2, SPREADS**2


def meet_fast(ground: Ground, shift_s: float, order: int, pairs_at_once: int) -> Met:
    """Give the pairs that `meet_plainly` gives; a claim that meets more than one stretch holds makes the stretch longer."""
    room = pairs_at_once
    start = 0
    while start < ground.claim.size:
        i, j, squared = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
        stopped, count = _meet(
            start, int(shift_s / DAY_S), shift_s, order, ground.claim, ground.first_day, ground.last_day, ground.reach, ground.width,
            ground.days, ground.starts, ground.lat, ground.lon, ground.x, ground.y, ground.z, ground.variance, ground.line,
            ground.key_space, ground.begins, ground.last, i, j, squared,
        )  # fmt: skip
        if stopped == start:
            room *= 2
            continue
        start = stopped
        yield ground.claim[i[:count]], ground.claim[j[:count]], squared[:count].copy()


@numba.njit(cache=True)
def _meet(
    start: int, shift_days: int, shift_s: float, order: int, claim: Ints, first_day: Ints, last_day: Ints, reach: Floats, width: Floats,
    days: Ints, starts: Ints, lat: Floats, lon: Floats, x: Floats, y: Floats, z: Floats, variance: Floats, line: Ints, key_space: Ints,
    begins: Floats, last: Floats, out_i: Ints, out_j: Ints, out_squared: Floats,
) -> tuple[int, int]:  # fmt: skip
    """Fill the arrays given, claim by claim; give the first claim that found no room, and how many pairs there are."""
    count = 0
    for i in range(start, claim.size):
        whole = count  # of the claims before
        day = np.searchsorted(days, first_day[i] - shift_days)
        while day < days.size and days[day] <= last_day[i] - shift_days:
            south, north = lat[i] - reach[i], lat[i] + reach[i]
            j = starts[day] + np.searchsorted(lat[starts[day] : starts[day + 1]], south)
            while j < starts[day + 1] and lat[j] <= north:
                east = abs(lon[i] - lon[j])
                if (
                    variance[j] <= variance[i]
                    and line[j] == line[i]
                    and min(east, 360.0 - east) <= width[i]
                    and (order == ALWAYS or variance[j] < variance[i] or (order == BY_POSITION and claim[i] < claim[j]))
                    and max(begins[i], begins[j] + shift_s) - min(last[i], last[j] + shift_s) <= ONE_DAY_APART_S
                    and (key_space[i] < 0 or key_space[i] != key_space[j])
                ):
                    dx, dy, dz = x[i] - x[j], y[i] - y[j], z[i] - z[j]
                    squared = dx * dx + dy * dy + dz * dz
                    if squared <= max(NEAREST_SQUARED, SPREADS_SQUARED * (variance[i] + variance[j])):
                        if count == out_i.size:
                            return i, whole
                        out_i[count], out_j[count], out_squared[count] = i, j, squared
                        count += 1
                j += 1
            day += 1
    return claim.size, count
