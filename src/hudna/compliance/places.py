"""The probability that an incident's place satisfies the place sides of boxes (docs/semantics.md, "Places").

Effect and origin are independent and uniform. `into` asks the effect, `from` the origin, `in` either of them; an unknown origin
counts as the effect alone under `in`. Each share of an incident in a region, or in the meet of several, is computed once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal, NamedTuple

import numpy as np

from hudna.compliance.grid import Grid, build_grid
from hudna.compliance.grounds import (
    Bounds,
    Ground,
    area_of,
    bounds_of,
    discs_in_ground,
    ground_of,
    meet,
    points_in_region,
)
from hudna.compliance.incident_arrays import Discs, Flags, Happenings, Indices
from hudna.compliance.shares import Floats, RingKernel
from hudna.terms.compiled import PlaceSide, Region

Keys = frozenset[str]  # of regions; their meet


class Side(NamedTuple):
    """A place side, read at the upper bound of its own box or below it: places that are not known are inside only there."""

    relation: Literal["in", "into", "from"]
    region: str
    is_upper: bool


@dataclass
class Known:
    """Shares already computed, for incidents in ascending order."""

    incident: Indices
    share: Floats


@dataclass
class Places:
    """Where the incidents are, and the shares found so far. A cache with a life: make one for one evaluation."""

    happenings: Happenings
    regions: Mapping[str, Region]
    unit_grounds: Sequence[Ground | None]
    grid: Grid
    has_disc: Flags
    has_unit: Flags
    has_origin: Flags
    kernel: RingKernel | None
    grounds: dict[Keys, Ground] = field(default_factory=dict)
    effects: dict[Keys, Known] = field(default_factory=dict)
    origins: dict[Keys, Known] = field(default_factory=dict)
    unit_shares: dict[tuple[Keys, int], float] = field(default_factory=dict)


def place_incidents(
    happenings: Happenings, regions: Mapping[str, Region], *, kernel: RingKernel | None = None
) -> Places:
    """Sort incidents by place and make ready to ask for shares; units are the regions named `unit:<p-code>`."""
    units = [regions.get(f"unit:{unit}") for unit in happenings.units]
    grounds = [ground_of(unit) if unit is not None and not unit.is_everywhere else () for unit in units]
    has_ground = np.array([bool(ground) for ground in grounds] + [False], dtype=bool)
    has_disc = happenings.effect.is_known
    return Places(
        happenings=happenings,
        regions=regions,
        unit_grounds=[ground or None for ground in grounds],
        grid=build_grid(happenings, [bounds_of(ground) for ground in grounds]),
        has_disc=has_disc,
        has_unit=~has_disc & has_ground[happenings.unit],
        has_origin=happenings.origin.is_known,
        kernel=kernel,
    )


def sides_of(places: Iterable[PlaceSide], *, is_upper: bool) -> frozenset[Side]:
    """Read the place sides of a box at a bound of its own."""
    return frozenset(Side(side.relation, side.region, is_upper) for side in places)


def search_box(places: Places, sides: Iterable[PlaceSide]) -> Bounds | None:
    """Give the box that the effect of an incident without origin must meet; infinite if any place will do, None if none will."""
    left, bottom, right, top = -np.inf, -np.inf, np.inf, np.inf
    for side in sides:
        region = places.regions[side.region]
        if region.is_nowhere:
            return None
        if side.relation == "from" or region.is_everywhere:
            continue
        box = bounds_of(_ground(places, frozenset({side.region})))
        if box is None:
            return None
        left, bottom, right, top = max(left, box[0]), max(bottom, box[1]), min(right, box[2]), min(top, box[3])
    return left, bottom, right, top


def place_share(places: Places, sides: frozenset[Side], chosen: Indices) -> Floats:
    """Give the probability that all `sides` hold, for each chosen incident (in ascending order)."""
    regions = places.regions
    if any(regions[side.region].is_nowhere for side in sides):
        return np.zeros(len(chosen))
    limits = sorted(side for side in sides if not regions[side.region].is_everywhere)
    if not limits:
        return np.ones(len(chosen))
    has_origin = places.has_origin[chosen]
    if not has_origin.any():
        return _without_origin(places, limits, chosen)
    share = np.empty(len(chosen))
    share[~has_origin] = _without_origin(places, limits, chosen[~has_origin])
    share[has_origin] = _with_origin(places, limits, chosen[has_origin])
    return share


def _without_origin(places: Places, sides: Sequence[Side], chosen: Indices) -> Floats:
    """`in` and `into` ask the effect; nobody knows about `from`, which holds at an upper bound only."""
    if any(side.relation == "from" and not side.is_upper for side in sides):
        return np.zeros(len(chosen))
    return _effect_share(places, [side for side in sides if side.relation != "from"], chosen)


def _with_origin(places: Places, sides: Sequence[Side], chosen: Indices) -> Floats:
    """Write each `in` as effect + origin - both, and multiply out: effect and origin are independent."""
    ways: dict[str, list[tuple[int, bool, bool]]] = {  # sign, asks the effect, asks the origin
        "into": [(1, True, False)],
        "from": [(1, False, True)],
        "in": [(1, True, False), (1, False, True), (-1, True, True)],
    }
    share = np.zeros(len(chosen))
    for choice in product(*(ways[side.relation] for side in sides)):
        effect = [side for side, (_, asks_effect, _) in zip(sides, choice, strict=True) if asks_effect]
        origin = frozenset(side.region for side, (_, _, asks_origin) in zip(sides, choice, strict=True) if asks_origin)
        sign = np.prod([sign for sign, _, _ in choice])
        of_origin = _shares(places, places.origins, places.happenings.origin, origin, chosen)
        share += sign * _effect_share(places, effect, chosen) * of_origin
    return np.clip(share, 0.0, 1.0)


def _effect_share(places: Places, sides: Sequence[Side], chosen: Indices) -> Floats:
    keys = frozenset(side.region for side in sides)
    if not keys:
        return np.ones(len(chosen))
    is_known = places.has_disc[chosen] | places.has_unit[chosen]
    if is_known.all():
        return _shares(places, places.effects, places.happenings.effect, keys, chosen)
    share = np.full(len(chosen), float(all(side.is_upper for side in sides)))  # a place that is not known
    share[is_known] = _shares(places, places.effects, places.happenings.effect, keys, chosen[is_known])
    return share


def _shares(places: Places, found: dict[Keys, Known], discs: Discs, keys: Keys, chosen: Indices) -> Floats:
    """Look up shares in the meet of regions; compute the missing ones and keep them."""
    if not keys or not len(chosen):
        return np.ones(len(chosen))
    known = found.get(keys)
    if known is None:
        share = _compute(places, discs, keys, chosen)
        found[keys] = Known(chosen, share)
        return share
    if len(known.incident) == len(chosen) and np.array_equal(known.incident, chosen):
        return known.share
    at = np.minimum(np.searchsorted(known.incident, chosen), len(known.incident) - 1)
    missing = chosen[known.incident[at] != chosen]
    if len(missing):
        incident = np.concatenate([known.incident, missing])
        share = np.concatenate([known.share, _compute(places, discs, keys, missing)])
        order = np.argsort(incident, kind="stable")
        known = found[keys] = Known(incident[order], share[order])
        at = np.searchsorted(known.incident, chosen)
    return known.share[at]


def _compute(places: Places, discs: Discs, keys: Keys, chosen: Indices) -> Floats:
    x, y, radius = discs.x[chosen], discs.y[chosen], discs.radius[chosen]
    share = np.zeros(len(chosen))
    is_disc = ~np.isnan(x)
    spread, point = np.flatnonzero(is_disc & (radius > 0)), np.flatnonzero(is_disc & (radius == 0))
    share[spread] = discs_in_ground(x[spread], y[spread], radius[spread], _ground(places, keys), kernel=places.kernel)
    if len(point):
        inside = [points_in_region(x[point], y[point], places.regions[key]) for key in sorted(keys)]
        share[point] = np.minimum.reduce(inside)
    unit = np.where(is_disc, -1, places.happenings.unit[chosen])
    for each in np.unique(unit[unit >= 0]).tolist():
        share[unit == each] = _unit_share(places, keys, each)
    return share


def _ground(places: Places, keys: Keys) -> Ground:
    if keys not in places.grounds:
        if len(keys) == 1:
            places.grounds[keys] = ground_of(places.regions[min(keys)])
        else:
            places.grounds[keys] = meet(_ground(places, frozenset({key})) for key in sorted(keys))
    return places.grounds[keys]


def _unit_share(places: Places, keys: Keys, unit: int) -> float:
    if (keys, unit) not in places.unit_shares:
        own = places.unit_grounds[unit]
        assert own is not None
        common = area_of(meet([own, _ground(places, keys)]))
        places.unit_shares[keys, unit] = min(common / area_of(own), 1.0)
    return places.unit_shares[keys, unit]
