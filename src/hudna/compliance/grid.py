"""Which incidents can lie near a region, without looking at all of them.

Discs without a known origin are sorted by size and then by a grid of 5 km, row by row, so that a region's box is a few slices.
Incidents placed by their unit are grouped by unit. Those with an origin, or with no place, are few and always looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hudna.compliance.grounds import Bounds
from hudna.compliance.incident_arrays import Happenings, Indices
from hudna.compliance.shares import Floats

CELL_M = 5_000.0
SIZES_M = (
    2_000.0,
    16_000.0,
    np.inf,
)  # discs up to each size share a grid, so that a few wide ones do not widen every search


@dataclass(frozen=True)
class Layer:
    """Incidents of one size class, sorted by cell. `order`: their numbers; `key`: row-major number of each one's cell."""

    order: Indices
    key: Indices
    left: float
    bottom: float
    columns: int
    rows: int
    reach: float  # largest radius, metres


@dataclass(frozen=True)
class Grid:
    """All incidents, found by place."""

    layers: tuple[Layer, ...]
    by_unit: tuple[Indices, ...]  # incidents of each unit, in order
    unit_bounds: Sequence[Bounds | None]
    always: Indices  # with an origin, or with no place


def build_grid(happenings: Happenings, unit_bounds: Sequence[Bounds | None]) -> Grid:
    """Sort incidents by place.

    Args:
        happenings: the incidents.
        unit_bounds: the box around each unit; None where the unit has no ground: its place is not known.
    """
    has_disc, has_origin = happenings.effect.is_known, happenings.origin.is_known
    in_grid = np.flatnonzero(has_disc & ~has_origin)
    radius = happenings.effect.radius[in_grid]
    size = np.searchsorted(SIZES_M, radius)
    has_ground = np.array([bounds is not None for bounds in unit_bounds] + [False], dtype=bool)  # the last is unit -1
    in_unit = ~has_disc & ~has_origin & has_ground[happenings.unit]
    unit = np.where(in_unit, happenings.unit, -1)
    ordered = np.argsort(unit, kind="stable")
    starts = np.searchsorted(unit[ordered], np.arange(len(unit_bounds) + 1))
    return Grid(
        layers=tuple(_layer(happenings, in_grid[size == each]) for each in range(len(SIZES_M)) if (size == each).any()),
        by_unit=tuple(ordered[low:high] for low, high in pairwise(starts.tolist())),
        unit_bounds=unit_bounds,
        always=np.flatnonzero((has_origin | ~has_disc) & ~in_unit),
    )


def near(grid: Grid, bounds: Bounds) -> Indices:
    """Give the incidents whose place can meet a box, in no order: all that do and some that do not."""
    left, bottom, right, top = bounds
    found = [_near_in_layer(layer, bounds) for layer in grid.layers]
    for incidents, box in zip(grid.by_unit, grid.unit_bounds, strict=True):
        if box is not None and box[0] <= right and box[2] >= left and box[1] <= top and box[3] >= bottom:
            found.append(incidents)
    found.append(grid.always)
    return np.concatenate(found)


def _layer(happenings: Happenings, incidents: Indices) -> Layer:
    x, y = happenings.effect.x[incidents], happenings.effect.y[incidents]
    left, bottom = float(x.min()), float(y.min())
    column, row = _cell(x - left), _cell(y - bottom)
    columns = int(column.max()) + 1
    key = row * columns + column
    order = np.argsort(key, kind="stable")
    reach = float(happenings.effect.radius[incidents].max())
    return Layer(incidents[order], key[order], left, bottom, columns, int(row.max()) + 1, reach)


def _near_in_layer(layer: Layer, bounds: Bounds) -> Indices:
    west, south = bounds[0] - layer.reach - layer.left, bounds[1] - layer.reach - layer.bottom
    east, north = bounds[2] + layer.reach - layer.left, bounds[3] + layer.reach - layer.bottom
    low, high = (int(np.clip(each // CELL_M, -1, layer.columns)) for each in (west, east))
    first, last = (int(np.clip(each // CELL_M, -1, layer.rows)) for each in (south, north))
    low, high, first, last = max(low, 0), min(high, layer.columns - 1), max(first, 0), min(last, layer.rows - 1)
    if low > high or first > last:
        return np.zeros(0, dtype=np.int64)
    rows = np.arange(first, last + 1) * layer.columns
    starts = np.searchsorted(layer.key, rows + low, side="left")
    stops = np.searchsorted(layer.key, rows + high, side="right")
    slices = [layer.order[a:b] for a, b in zip(starts.tolist(), stops.tolist(), strict=True) if a < b]
    return np.concatenate(slices) if slices else np.zeros(0, dtype=np.int64)


def _cell(metres: Floats) -> Indices:
    return np.floor(metres / CELL_M).astype(np.int64)
