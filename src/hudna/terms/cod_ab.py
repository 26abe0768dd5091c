"""UN OCHA's common operational boundaries (COD-AB) as rows of a gazetteer.

A file holds the units of one level; each feature carries its own p-code and those of the levels above. Two sets of properties are
about: `ADM2_EN`, `ADM2_AR`, `ADM2ALT1EN`, `ADM2_PCODE`, `validOn` (to 2024), and `adm2_name`, `adm2_name1`, `adm2_pcode`, `valid_on`,
`version` (since). Names are sorted by their letters, since `adm2_name1` may be in any language. Source: data.humdata.org, tag cod-ab.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pyproj
import shapely

from hudna.terms.gazetteer_outlines import UNREADABLE, polygon_of
from hudna.terms.gazetteer_rows import Wrong
from hudna.terms.globe import within_180
from hudna.terms.spelling import is_arabic

LICENCE = "CC BY 3.0 IGO"  # of most of them; the page of each on HDX says which

_PCODE = re.compile(r"adm(\d)_?p_?code$|adm(\d)_pc$", re.IGNORECASE)


class CodUnit(NamedTuple):
    """One feature: its cells for `units.csv`, its polygon, and whether its rings crossed and were mended."""

    cells: dict[str, str]
    polygon: Any
    is_mended: bool


def is_cod_ab(data: Any) -> bool:
    """Say whether a GeoJSON document carries p-codes of administrative levels."""
    features = data.get("features") if isinstance(data, Mapping) else None
    return bool(features) and isinstance(features, list) and any(_levels(_properties(each)) for each in features[:10])


def read_cod_ab(features: list[Any], *, source: str, licence: str) -> Iterator[tuple[int, CodUnit | Wrong]]:
    """Give each feature by its number (from 1): a unit, or what is wrong with it."""
    for number, feature in enumerate(features, start=1):
        try:
            if not isinstance(feature, Mapping):
                raise Wrong("feature", repr(feature), "a Feature")
            yield number, _unit(_properties(feature), feature.get("geometry"), source=source, licence=licence)
        except Wrong as wrong:
            yield number, wrong


def _properties(feature: Any) -> Mapping[str, Any]:
    told = feature.get("properties") if isinstance(feature, Mapping) else None
    return told if isinstance(told, Mapping) else {}


def _levels(properties: Mapping[str, Any]) -> dict[int, str]:
    """Give the p-codes that a feature carries, by level."""
    found = {}
    for key, value in properties.items():
        match = _PCODE.fullmatch(key)
        if match and value:
            found[int(match.group(1) or match.group(2))] = str(value).strip()
    return found


def _unit(properties: Mapping[str, Any], geometry: Any, *, source: str, licence: str) -> CodUnit:
    pcodes = _levels(properties)
    if not pcodes:
        raise Wrong("pcode", "no p-code", "a property such as ADM2_PCODE or adm2_pcode")
    level = max(pcodes)
    if level and level - 1 not in pcodes:
        raise Wrong("parent", "no p-code of the level above", f"a property such as ADM{level - 1}_PCODE")
    names = [str(value).strip() for value in _names(properties, level) if value and str(value).strip()]
    latin = [name for name in names if not is_arabic(name)]
    arabic = [name for name in names if is_arabic(name)]
    polygon, is_mended = _polygon(geometry)
    longitude, latitude = _middle(polygon)
    cells = {
        "pcode": pcodes[level],
        "level": str(level),
        "parent": pcodes[level - 1] if level else "",
        "name_en": latin[0] if latin else "",
        "name_ar": arabic[0] if arabic else "",
        "aliases_en": "|".join(dict.fromkeys(name for name in latin[1:] if name != latin[0])),
        "aliases_ar": "|".join(dict.fromkeys(name for name in arabic[1:] if name != arabic[0])),
        "lat": f"{latitude:.5f}",
        "lon": f"{longitude:.5f}",
        "area_km2": f"{area_km2(polygon):.3f}",
        "source": _source(properties, source),
        "licence": licence,
    }
    return CodUnit(cells, polygon, is_mended)


def _names(properties: Mapping[str, Any], level: int) -> Iterator[Any]:
    """Give the names of a feature, the English one first where the property says which it is."""
    pattern = re.compile(rf"adm{level}(_?[a-z]{{2}}|_?name\d?|_?alt\d_?[a-z]{{2}}|_?ref(_?name\d?)?)$", re.IGNORECASE)
    found = [key for key in properties if pattern.fullmatch(key) and not _PCODE.fullmatch(key)]
    order = {"en": 0, "name": 0}
    for key in sorted(found, key=lambda key: ("alt" in key.lower(), order.get(key.lower()[4:].strip("_"), 1), key)):
        yield properties[key]


def _polygon(geometry: Any) -> tuple[Any, bool]:
    """Give the ground of a feature; rings that cross, of which published files have some, are mended, and it is said that they were."""
    try:
        return polygon_of(geometry), False
    except Wrong as wrong:
        if not (isinstance(geometry, Mapping) and geometry.get("type") in ("Polygon", "MultiPolygon")):
            raise
        try:
            mended = shapely.make_valid(shapely.geometry.shape(geometry), method="structure", keep_collapsed=False)
            return polygon_of(shapely.geometry.mapping(mended)), True
        except (*UNREADABLE, Wrong):
            raise wrong from None


def _middle(polygon: Any) -> tuple[float, float]:
    """Give a point of the ground itself: a centroid may lie outside it, in the next unit."""
    point = polygon.representative_point()
    return within_180(point.x), float(point.y)


def area_km2(polygon: Any) -> float:
    """Give the area of ground on the ellipsoid, its edges straight in degrees and cut up so that they stay so."""
    geod = pyproj.Geod(ellps="WGS84")
    return (
        sum(
            abs(geod.geometry_area_perimeter(shapely.orient_polygons(shapely.segmentize(part, 0.05)))[0])
            for part in shapely.get_parts(polygon)
        )
        / 1e6
    )


def _source(properties: Mapping[str, Any], source: str) -> str:
    told = {key.lower().replace("_", ""): value for key, value in properties.items()}
    version = f" {told['version']}" if told.get("version") else ""
    valid = str(told.get("validon") or "")[:10]
    return f"{source}{version}" + (f", valid on {valid}" if valid else "")
