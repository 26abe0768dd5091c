"""The disc that covers a line or an area: nothing of the shape lies outside, much that is not of the shape lies inside."""

from typing import NamedTuple

import numpy as np
import shapely
from pyproj import Geod

_EARTH = Geod(ellps="WGS84")
_STRETCHES = 64  # edges are cut, so that the bend of a long one between its ends is measured too


class Disc(NamedTuple):
    """Degrees WGS84, metres."""

    latitude: float
    longitude: float
    radius_m: float


def covering_disc(geometry: shapely.Geometry) -> Disc:
    """Give a disc around a shape in degrees; its middle is that of the shape's bounds, its radius reaches the furthest point.

    A shape in parts on both sides of the antimeridian (RFC 7946 cuts it there) is taken as one.
    """
    west, south, east, north = geometry.bounds
    points = shapely.get_coordinates(
        shapely.segmentize(geometry, max((east - west), (north - south), 1e-9) / _STRETCHES)
    )
    longitude, latitude = points[:, 0], points[:, 1]
    if east - west > 180:
        longitude = np.where(longitude < 0, longitude + 360, longitude)
    middle_east = (longitude.min() + longitude.max()) / 2
    middle_north = (south + north) / 2
    middle_east = (middle_east + 180) % 360 - 180
    _, _, away = _EARTH.inv(
        np.full_like(longitude, middle_east), np.full_like(latitude, middle_north), longitude, latitude
    )
    return Disc(middle_north, float(middle_east), float(away.max()))
