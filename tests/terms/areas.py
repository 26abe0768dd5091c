"""The area of a region, for the tests that measure ground."""

import math

from hudna.terms.compiled import Region


def region_area(region: Region) -> float:
    """Give the area of a region in square metres, infinite for everywhere; its circles exactly."""
    if region.is_everywhere:
        return math.inf
    polygon = 0.0 if region.polygon is None else float(region.polygon.area)
    return polygon + math.fsum(math.pi * radius * radius for _, _, radius in region.circles)
