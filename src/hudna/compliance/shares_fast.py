"""The share of discs in a ring, compiled by numba (the extra `fast`): the same steps as `shares.disc_in_ring`, one disc at a time.

Compiled without `fastmath`, so that every machine rounds alike; the first call of a process takes about a second to compile.
"""

from math import atan2, pi, sqrt

import numba
import numpy as np

from hudna.compliance.shares import NEARLY_NO_ARC, NEARLY_NO_AREA, Floats, Ring

FULL = 2 * pi


def disc_in_ring_fast(ring: Ring, x: Floats, y: Floats, radius: Floats) -> Floats:
    """Give the share of each disc (radius above 0, metres) inside one ring; agrees with `disc_in_ring` to 1e-12."""
    share = np.empty(len(x))
    _discs_in_ring(
        ring.corner_x, ring.corner_y, ring.left, ring.right, ring.bottom, ring.top,
        np.ascontiguousarray(x), np.ascontiguousarray(y), np.ascontiguousarray(radius), share,
    )  # fmt: skip
    return share


@numba.njit(cache=True)
def _discs_in_ring(
    corner_x: Floats, corner_y: Floats, left: Floats, right: Floats, bottom: Floats, top: Floats,
    x: Floats, y: Floats, radius: Floats, share: Floats,
) -> None:  # fmt: skip
    blocks, edges = corner_x.shape[0], corner_x.shape[1] - 1
    for i in range(len(x)):
        cx, cy, r = x[i], y[i], radius[i]
        squared = r * r
        cross, arc = 0.0, 0.0
        crossings, touches = 0, 0
        parity = False
        for b in range(blocks):
            off_x = max(left[b] - cx, cx - right[b], 0.0)
            off_y = max(bottom[b] - cy, cy - top[b], 0.0)
            is_near = off_x * off_x + off_y * off_y <= squared
            if not is_near and (cy < bottom[b] or cy > top[b] or cx > right[b]):
                continue  # neither the disc nor the ray from its centre to the right meets this block
            bx, by = corner_x[b, 0] - cx, corner_y[b, 0] - cy
            ends = bx * bx + by * by < squared
            for e in range(edges):
                ax, ay, starts = bx, by, ends
                bx, by = corner_x[b, e + 1] - cx, corner_y[b, e + 1] - cy
                ends = bx * bx + by * by < squared
                dx, dy = bx - ax, by - ay
                turn = ax * dy - ay * dx
                if (ay <= 0.0) != (by <= 0.0) and (turn > 0.0) == (dy > 0.0):
                    parity = not parity
                if not is_near:
                    continue
                length = dx * dx + dy * dy
                along = ax * dx + ay * dy
                room = length * squared - turn * turn
                if not (starts or ends or (along < 0.0 and -along < length and room > 0.0)):
                    continue
                touches += 1
                root = sqrt(max(room, 0.0))
                first, last = 0.0, 1.0
                if not starts:
                    crossings += 1
                    first = min(max((-along - root) / length, 0.0), 1.0)
                    arc += atan2(ay + first * dy, ax + first * dx)
                if not ends:
                    crossings += 1
                    last = min(max((-along + root) / length, 0.0), 1.0)
                    arc -= atan2(ay + last * dy, ax + last * dx)
                cross += (last - first) * turn
        if touches == 0:
            share[i] = 1.0 if parity else 0.0
        elif crossings == 0:
            share[i] = cross / (FULL * squared)
        else:
            arc = arc % FULL
            wrapped = arc - FULL if arc > pi else arc
            full = 0.0
            if abs(wrapped) < NEARLY_NO_ARC:
                arc = wrapped
                twice = cross + squared * wrapped
                if twice < -NEARLY_NO_AREA * squared or (twice <= NEARLY_NO_AREA * squared and parity):
                    full = 1.0
            share[i] = min(max((cross + squared * arc) / (FULL * squared) + full, 0.0), 1.0)
