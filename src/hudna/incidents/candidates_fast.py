"""The sieve of candidates compiled by numba (the extra `fast`): the same comparisons as `candidates._sieve`, without arrays of what is thrown away.

Nothing is computed here that could round differently: only subtractions and comparisons of numbers made outside.
"""

import numba
import numpy as np

from hudna.incidents.arrays import Floats, Ints


def sieve_fast(
    prober: Ints, low: Ints, found: Ints, target: Ints, order: int, shift_s: float, apart_s: float,
    sigma: Floats, lon: Floats, width: Floats, line: Ints, begins: Floats, last: Floats,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Give the pairs that pass, in the order in which they are met; agrees with `_sieve` exactly."""
    told = (prober, low, found, target, order, shift_s, apart_s, sigma, lon, width, line, begins, last)
    size = _pass(*told, np.empty(0, np.int64), np.empty(0, np.int64), False)
    i, j = np.empty(size, np.int64), np.empty(size, np.int64)
    _pass(*told, i, j, True)
    return i, j


@numba.njit(cache=True)
def _pass(
    prober: Ints, low: Ints, found: Ints, target: Ints, order: int, shift_s: float, apart_s: float,
    sigma: Floats, lon: Floats, width: Floats, line: Ints, begins: Floats, last: Floats, out_i: Ints, out_j: Ints, is_kept: bool,
) -> int:  # fmt: skip
    count = 0
    for look in range(prober.size):
        i = prober[look]
        for place in range(low[look], low[look] + found[look]):
            j = target[place]
            if sigma[j] > sigma[i] or line[j] != line[i] or abs(lon[i] - lon[j]) > width[i]:
                continue
            if sigma[j] == sigma[i] and (order == 0 or (order == 1 and i >= j)):
                continue
            if max(begins[i], begins[j] + shift_s) - min(last[i], last[j] + shift_s) > apart_s:
                continue
            if is_kept:
                out_i[count], out_j[count] = i, j
            count += 1
    return count
