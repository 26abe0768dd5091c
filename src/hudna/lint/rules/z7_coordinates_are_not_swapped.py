"""Z7: latitude and longitude of a zone are not written in each other's place."""

from collections.abc import Iterator
from typing import Any

import shapely

from hudna.lint.draft import Draft
from hudna.lint.rule import Fix, Remark, Rule, Severity, Where
from hudna.terms import is_swapped, settled, to_plane


def zones_with_swapped_coordinates(draft: Draft) -> Iterator[Remark]:
    """Remark on a circle that lies outside all other zones, and inside or beside one of them if its coordinates are swapped."""
    compiled = draft.compiled
    circles = {name: circle for name, zone in draft.agreement.zones.items() if (circle := settled(zone.circle))}
    for name, circle in circles.items():
        if compiled is None or abs(circle.lon) > 90:
            continue
        others = [
            draft.ground(zone) for zone in draft.agreement.zones if zone != name and not draft.is_made_of(zone, name)
        ]
        here, swapped = (
            _point(compiled.plane, *place) for place in ((circle.lon, circle.lat), (circle.lat, circle.lon))
        )
        near = [(other.lon, other.lat) for other_name, other in circles.items() if other_name != name]
        is_outside = not any(ground.covers(here) for ground in others)
        if is_outside and (
            any(ground.covers(swapped) for ground in others) or is_swapped(shapely.Point(circle.lon, circle.lat), near)
        ):
            at: Where = ("zones", name, "circle")
            yield Remark(
                at,
                f"{circle.lat:g} north, {circle.lon:g} east, outside every other zone, and inside or beside one if swapped",
                f"lat: {circle.lon:g}, lon: {circle.lat:g}",
                fix=Fix("swap lat and lon", (((*at, "lat"), circle.lon), ((*at, "lon"), circle.lat))),
            )


def _point(plane: str, lon: float, lat: float) -> Any:
    x, y = to_plane(plane, lon, lat)
    return shapely.Point(float(x), float(y))


RULE = Rule(
    id="Z7",
    severity=Severity.WARNING,
    title={"en": "Coordinates that look swapped", "ar": "إحداثيات تبدو مقلوبة"},
    explanation={
        "en": "Latitude and longitude written in each other's place put a town into another country, and every event in it outside the zone.",
        "ar": "إذا كُتب خط العرض مكان خط الطول انتقلت البلدة إلى بلد آخر، وصار كل ما يقع فيها خارج المنطقة.",
    },
    evidence="No deal is known to have fallen to it.",
    source='docs/semantics.md, "Coordinates"',
    check=zones_with_swapped_coordinates,
)
