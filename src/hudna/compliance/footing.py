"""Where an act was done, for duties: does its place meet `from`, `to` and `in` (docs/semantics.md, "Duties").

The place of a performance may be told by one end only: a convoy that reached a town speaks for `to`, buses that left one for
`from`. A duty with both is not contradicted by the end that nobody told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

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
from hudna.terms import to_plane
from hudna.terms.compiled import OTHER_WAY_ROUND, Bound, CompiledAgreement, Duty, Region

EVEN = 0.5  # at the point a place counts when at least half of it lies inside
NEARLY_ONE = 1 - 1e-9  # strictly: all of it


@dataclass(frozen=True)
class Place:
    """The ground on which an act is uniform, in the agreement's plane: a disc (a point when its radius is 0) or a unit."""

    x: float = 0.0
    y: float = 0.0
    radius_m: float = 0.0
    unit: Region | None = None


def with_plane(incidents: pl.DataFrame, plane: str) -> pl.DataFrame:
    """Add where incidents and their origins are in the agreement's plane: `x`, `y`, `origin_x`, `origin_y` in metres, empty if unknown."""
    for end in ("", "origin_"):
        x, y = to_plane(
            plane, *(incidents[f"{end}{side}"].to_numpy().astype(float) for side in ("longitude", "latitude"))
        )
        is_known = np.isfinite(x) & np.isfinite(y)
        columns = {f"{end}x": x, f"{end}y": y}
        incidents = incidents.with_columns(
            pl.Series(name, np.where(is_known, values, np.nan)).fill_nan(None) for name, values in columns.items()
        )
    return incidents


def is_placed(
    incident: Mapping[str, Any],
    duty: Duty,
    compiled: CompiledAgreement,
    bound: Bound,
    *,
    only_from: bool = False,
) -> bool:
    """Say whether an act lies where the duty asks: possibly (lower), as likely as not (point) or certainly (upper).

    Args:
        incident: a row of Incidents with what `with_plane` adds.
        duty: its `from_region`, `to_region` and `in_region` are keys of `compiled.regions`; the same zone at the reading's
            own bound is used where it is compiled (`south@upper` for `south@point`), a generous reading taking the wider.
        compiled: the agreement.
        bound: reading of the duty.
        only_from: ask only whether the act itself was inside `from_region` (what undoes a withdrawal).
    """
    place = _place(incident, "", compiled)
    if only_from:
        return duty.from_region is not None and _is_inside(place, duty.from_region, compiled, bound)
    if duty.in_region is not None and not _is_inside(place, duty.in_region, compiled, bound):
        return False
    if duty.from_region is None and duty.to_region is None:
        return True
    role = incident["place_role"]
    if (
        role == "at"
        and duty.from_region is not None
        and duty.to_region is not None
        and incident["origin_latitude"] is None
    ):
        return any(_is_inside(place, region, compiled, bound) for region in (duty.from_region, duty.to_region))
    spoken = []
    if duty.to_region is not None and role in ("to", "at"):
        spoken.append(_is_inside(place, duty.to_region, compiled, bound))
    if duty.from_region is not None:
        if incident["origin_latitude"] is not None and role != "from":
            spoken.append(_is_inside(_place(incident, "origin_", compiled), duty.from_region, compiled, bound))
        elif role in ("from", "at"):
            spoken.append(_is_inside(place, duty.from_region, compiled, bound))
    if not spoken:  # only the end that the duty does not ask about was told
        return bound == "lower"
    return all(spoken)


def _is_inside(place: Place | None, key: str, compiled: CompiledAgreement, bound: Bound) -> bool:
    region = _region(compiled, key, bound)
    if region.is_everywhere:
        return True
    if place is None:
        return bound == "lower"
    share = _share(place, region)
    if bound == "lower":
        return share > 0
    return share >= (EVEN - 1e-9 if bound == "point" else NEARLY_ONE)


def _region(compiled: CompiledAgreement, key: str, bound: Bound) -> Region:
    """Find the ground of a zone as this reading takes it: the widest when generous, the narrowest when strict."""
    ground = OTHER_WAY_ROUND[bound]
    zone = key.rsplit("@", 1)[0]
    return compiled.regions.get(f"{zone}@{ground}") or compiled.regions[key]


def _place(incident: Mapping[str, Any], end: str, compiled: CompiledAgreement) -> Place | None:
    """Give the ground of an incident or of its origin (`end` is the prefix of its columns); None when it is not known."""
    x, y = incident[f"{end}x"], incident[f"{end}y"]
    if x is not None:
        return Place(x, y, incident[f"{end}radius_m"] or 0.0)
    unit = compiled.regions.get(f"unit:{incident['unit']}") if not end and incident["unit"] else None
    return None if unit is None or unit.is_nowhere else Place(unit=unit)


def _share(place: Place, region: Region) -> float:
    ground, bounds = _ground(region)
    if place.unit is not None:
        unit, _ = _ground(place.unit)
        return area_of(meet([unit, ground])) / area_of(unit)
    r = place.radius_m
    if bounds is None or not (bounds[0] - r <= place.x <= bounds[2] + r and bounds[1] - r <= place.y <= bounds[3] + r):
        return 0.0
    x, y, radius = (np.array([value]) for value in (place.x, place.y, r))
    if not r:
        return float(points_in_region(x, y, region)[0])
    return float(discs_in_ground(x, y, radius, ground)[0])


@lru_cache(maxsize=1024)
def _ground(region: Region) -> tuple[Ground, Bounds | None]:
    ground = ground_of(region)
    return ground, bounds_of(ground)
