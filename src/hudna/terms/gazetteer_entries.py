"""What a gazetteer lists: administrative units, which have ground, and populated places, which have a point."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COUNTRY, GOVERNORATE, DISTRICT, SUBDISTRICT = 0, 1, 2, 3  # levels, as UN OCHA numbers them


@dataclass(frozen=True)
class Unit:
    """One administrative unit. Degrees WGS84, square kilometres; `polygon` (shapely, longitude first) is None where unknown."""

    pcode: str
    level: int
    name: Mapping[str, str]  # en, ar
    aliases: tuple[str, ...]
    longitude: float  # of the centroid
    latitude: float
    area_km2: float
    parent: str | None
    polygon: Any = field(default=None, repr=False, compare=False)
    source: str = ""
    licence: str = ""

    @property
    def is_disc(self) -> bool:
        return self.polygon is None


@dataclass(frozen=True)
class Place:
    """One populated place: a point, and the metres around it within which whatever is said to have happened there can have been."""

    id: str
    name: Mapping[str, str]  # en, ar
    aliases: tuple[str, ...]
    longitude: float
    latitude: float
    radius_m: float
    unit: str | None  # p-code of the smallest unit known to hold it
    source: str = ""
    licence: str = ""
