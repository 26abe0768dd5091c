"""Where incidents lie among the agreement's zones, for counting in words and for drawing; in the agreement's plane, metres."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely

from hudna.papers.evaluation import Evaluation
from hudna.terms import to_plane
from hudna.terms.compiled import Bound, CompiledAgreement, Region


@dataclass(frozen=True)
class Spot:
    """An incident on the plane: centre and radius in metres; `zone` is the smallest that holds the centre, `is_outside`: no term reaches it."""

    x: float
    y: float
    radius_m: float
    zone: str | None
    is_outside: bool


def shape_of(region: Region) -> shapely.Geometry:
    """The ground of a region as one shape; circles become polygons of 64 sides. Everywhere is an empty shape: it is not drawn."""
    circles = [shapely.Point(x, y).buffer(radius, quad_segs=16) for x, y, radius in region.circles]
    polygon = [region.polygon] if region.polygon is not None and not region.polygon.is_empty else []
    return shapely.union_all([*circles, *polygon]) if circles or polygon else shapely.Polygon()


def zones_in_use(compiled: CompiledAgreement) -> dict[str, Region]:
    """The zones that stand on the ground: as the point reads them, or at the most they can mean where the point has nothing."""
    found = {}
    for zone, by_bound in compiled.zone_regions.items():
        for bound in ("point", "upper"):
            region = compiled.regions.get(by_bound.get(bound, ""))
            if region is not None and not region.is_nowhere:
                if not region.is_everywhere:
                    found[zone] = region
                break
    return found


def norm_ground(compiled: CompiledAgreement) -> shapely.Geometry | None:
    """All ground that some norm reaches: at the point, or at the upper bound where the point has nothing; None: without a limit."""
    bounds: tuple[Bound, ...] = ("point", "upper")
    for bound in bounds:
        shapes = []
        for norm in compiled.norms:
            for box in norm.boxes.at(bound):
                regions = [compiled.regions[side.region] for side in box.places if side.region in compiled.regions]
                if not regions or any(region.is_everywhere for region in regions):
                    return None
                shapes += [shape_of(region) for region in regions]
        ground = shapely.union_all(shapes)
        if not ground.is_empty:
            return ground
    return None


def locate(evaluation: Evaluation) -> Mapping[str, Spot]:
    """Place every incident that has a point; one known only to a unit has no spot and is counted apart."""
    compiled = evaluation.compiled
    placed = evaluation.incidents.filter(
        evaluation.incidents["latitude"].is_not_null() & evaluation.incidents["longitude"].is_not_null()
    )
    if placed.is_empty():
        return {}
    xs, ys = to_plane(compiled.plane, placed["longitude"].to_numpy(), placed["latitude"].to_numpy())
    radii = placed["radius_m"].fill_null(0.0).to_numpy()
    points = shapely.points(xs, ys)
    shapes = {zone: shape_of(region) for zone, region in zones_in_use(compiled).items()}
    smallest_first = sorted(shapes, key=lambda zone: (shapes[zone].area, zone))
    zone_of: list[str | None] = [None] * len(placed)
    for zone in reversed(smallest_first):  # smaller zones overwrite larger ones
        for index in np.flatnonzero(shapely.intersects(shapes[zone], points)):
            zone_of[int(index)] = zone
    ground = norm_ground(compiled)
    far = np.zeros(len(placed), bool) if ground is None else shapely.distance(points, ground) > radii
    return {
        incident: Spot(float(x), float(y), float(radius), zone, bool(outside))
        for incident, x, y, radius, zone, outside in zip(
            placed["incident_id"], xs, ys, radii, zone_of, far, strict=True
        )
    }
