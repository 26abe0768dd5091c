"""Zones as ground: every shape of an agreement becomes a region of its plane, at each bound and at each time.

What is undefined or unread is nowhere for certain and, at most, its `within`, else everywhere; so is an administrative unit of a
gazetteer that is not at hand, and one side of a line where nothing says which side is meant. Set operations carry the bounds
through: `minus` takes the upper of what it takes from its lower. A zone with `during` is ground only then.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from hudna.terms.compiled import BOUNDS, Bound, Region
from hudna.terms.force import Complain, Force
from hudna.terms.gaps import Bounded, Unknown, bounded, readings, same
from hudna.terms.gazetteer import Gazetteer
from hudna.terms.globe import corners, middle_of
from hudna.terms.intervals import ALWAYS, Times, holds
from hudna.terms.maps import NotAMap, is_swapped, read_ground, read_line
from hudna.terms.model import Agreement
from hudna.terms.places import AlongLine, Circle, Line, Zone
from hudna.terms.plane import equal_area_plane, project, to_plane
from hudna.terms.regions import EVERYWHERE, NOWHERE, circle_region, intersect, polygon_region, subtract, unite
from hudna.terms.strips import PlacedLine, beyond, strip
from hudna.terms.values import Disputed, Undefined, Unread

Ground = Bounded[Region]
Where = tuple[str | int, ...]

UNKNOWN_GROUND: Ground = Bounded(NOWHERE, NOWHERE, EVERYWHERE)


@dataclass
class Grounds:
    """The ground of one agreement, made as it is asked for; `regions` holds all that was asked for, by key."""

    agreement: Agreement
    gazetteer: Gazetteer | None
    folder: Path | None
    force: Force
    complain: Complain
    plane: str = ""
    regions: dict[str, Region] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _made: dict[tuple[str, datetime | None], Ground] = field(default_factory=dict)
    _times: dict[str, Bounded[Times]] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)  # zones being made, to catch one that means itself

    def __post_init__(self) -> None:
        self.plane = self.plane or plane_of(self.agreement, self.gazetteer, self.folder)

    # --- keys --------------------------------------------------------------------------------------------------------------------

    def key(self, zones: Any, bound: Bound, at: datetime | None = None) -> str:
        """Give the key under which `regions` holds the union of a list of zones (or what a gap makes of it) at a bound.

        `at`: an instant within a stretch in which no zone begins or ends to be meant; None: whatever the time.
        """
        told = readings(zones)
        name = "|".join("?" if isinstance(names, Unknown) else "+".join(names) for names in told.values)
        state = "" if at is None else self._state(zones, at)
        key = f"{name}@{bound}{state}"
        if key not in self.regions:
            ground = bounded(
                zones,
                lambda names: self.union(names, at if state else None),
                meet=intersect,
                join=unite,
                nothing=NOWHERE,
                everything=EVERYWHERE,
            )
            for each in BOUNDS:
                self.regions[f"{name}@{each}{state}"] = ground.at(each)
        return key

    def _state(self, zones: Any, at: datetime) -> str:
        """Name the zones that are not meant at an instant: `/-held`, or `/-held:lower,point` where the bounds differ."""
        off = ""
        for zone in sorted(set(self._reached(_names(zones)))):
            bounds = [bound for bound in BOUNDS if not holds(self._zone_times(zone).at(bound), at)]
            if bounds:
                off += f"/-{zone}" + ("" if len(bounds) == len(BOUNDS) else ":" + ",".join(bounds))
        return off

    def changes(self, zones: Any) -> list[datetime]:
        """Give the instants at which any of these zones begins or ends to be meant."""
        moments: set[datetime] = set()
        for zone in self._reached(_names(zones)):
            for times in self._zone_times(zone):
                moments |= {m for span in times for m in (span.begins_at, span.ends_at) if m is not None}
        return sorted(moments)

    def reached(self, zones: Any) -> frozenset[str]:
        """Give every zone that a list of zones means, itself or through others, whichever of its readings holds."""
        return frozenset(self._reached(_names(zones)))

    def differs(self, zones: Any) -> bool:
        """Say whether the ground of a list of zones depends on the bound."""
        lower, upper = (self.regions[self.key(zones, bound)] for bound in BOUNDS[::2])
        return lower != upper

    def union(self, names: Iterable[str], at: datetime | None = None) -> Ground:
        """Give the ground of several zones taken together."""
        grounds = [self.zone(name, at) for name in names]
        return Bounded(*(unite(ground.at(bound) for ground in grounds) for bound in BOUNDS))

    # --- one zone ----------------------------------------------------------------------------------------------------------------

    def zone(self, name: str, at: datetime | None = None) -> Ground:
        """Give a zone's ground at an instant, or (None) whenever it is meant."""
        found = self._made.get((name, at))
        if found is not None:
            return found
        zone = self.agreement.zones.get(name)
        if zone is None:
            self.complain(("zones", name), f"no zone {name!r}", "a zone of this agreement")
            return UNKNOWN_GROUND
        if name in self._open:
            self.complain(
                ("zones", name),
                f"a zone that means itself: {' > '.join([*self._open, name])}",
                "zones that end in a shape",
            )
            return UNKNOWN_GROUND
        self._open.append(name)
        ground = self._shape(zone, ("zones", name), at)
        self._open.pop()
        if at is not None and zone.during is not None:
            times = self._zone_times(name)
            ground = Bounded(*(ground.at(b) if holds(times.at(b), at) else NOWHERE for b in BOUNDS))
        self._made[name, at] = ground
        return ground

    def _shape(self, zone: Any, where: Where, at: datetime | None) -> Ground:
        """Give the ground of a shape, whatever the time of the zone itself."""
        if getattr(zone, "disputed", None):
            shapes = [version.val for version in zone.disputed]
            told = [self._shape(s, where, at) for s in shapes]
            point = told[0].point if zone.use is None else self._shape(zone.use, where, at).point
            if zone.use is not None:
                told.append(self._shape(zone.use, where, at))
            return Bounded(intersect(g.lower for g in told), point, unite(g.upper for g in told))
        if zone.undefined is not None or zone.unread is not None:
            return self._at_most(zone, at)
        if zone.union is not None:
            return self.union(zone.union, at)
        if zone.minus is not None:
            whole, *taken = [self.zone(name, at) for name in zone.minus]
            return Bounded(
                subtract(whole.lower, [t.upper for t in taken]),
                subtract(whole.point, [t.point for t in taken]),
                subtract(whole.upper, [t.lower for t in taken]),
            )
        for word, make in self._makers().items():
            written = getattr(zone, word)
            if written is not None:
                return self._limited(self._open_shape(written, make, (*where, word)), zone, at)
        self.complain(where, "no shape", "exactly one shape")
        return UNKNOWN_GROUND

    def _makers(self) -> dict[str, Callable[[Any, Where], Ground]]:
        return {
            "circle": self._circle,
            "admin": self._admin,
            "geojson": self._drawn,
            "strip": self._strip,
            "beyond": self._beyond,
        }

    def _open_shape(self, written: Any, make: Callable[[Any, Where], Ground], where: Where) -> Ground:
        return bounded(
            written,
            lambda shape: make(shape, where),
            meet=intersect,
            join=unite,
            nothing=NOWHERE,
            everything=EVERYWHERE,
        )

    def _at_most(self, zone: Any, at: datetime | None) -> Ground:
        return Bounded(NOWHERE, NOWHERE, EVERYWHERE if zone.within is None else self.zone(zone.within, at).upper)

    def _limited(self, ground: Ground, zone: Any, at: datetime | None) -> Ground:
        """Keep ground that nobody can measure inside the zone that is the most it can mean."""
        if zone.within is None or not ground.upper.is_everywhere:
            return ground
        return Bounded(ground.lower, ground.point, self.zone(zone.within, at).upper)

    # --- shapes ------------------------------------------------------------------------------------------------------------------

    def _circle(self, circle: Circle, where: Where) -> Ground:
        x, y = to_plane(self.plane, circle.lon, circle.lat)
        return _by_length(circle.km, lambda metres: same(circle_region(float(x), float(y), metres)))

    def _admin(self, admin: str | list[str], where: Where) -> Ground:
        pcodes = [admin] if isinstance(admin, str) else admin
        gazetteer = self.gazetteer
        if gazetteer is None or gazetteer.name != self.agreement.gazetteer:
            self._note(
                f"zone {where[1]}: units of {self.agreement.gazetteer or 'no gazetteer'} are not at hand; nowhere at least, everywhere at most"
            )
            return UNKNOWN_GROUND
        regions = []
        for pcode in pcodes:
            if pcode not in gazetteer:
                self.complain(where, repr(pcode), f"a p-code of {gazetteer.name}", nearest=gazetteer.nearest(pcode))
                continue
            if gazetteer.unit(pcode).is_disc:
                self._note(
                    f"zone {where[1]}: no polygon of {pcode} in {gazetteer.name}; a disc of its area stands for it"
                )
            regions.append(unit_region(gazetteer, pcode, self.plane))
        return same(unite(regions)) if regions else UNKNOWN_GROUND

    def _drawn(self, file: str, where: Where) -> Ground:
        try:
            drawn = read_ground(self.folder, file)
        except NotAMap as wrong:
            self.complain(where, f"{file}: {wrong.found}", wrong.expected)
            return UNKNOWN_GROUND
        if is_swapped(drawn.geometry, known_points(self.agreement, self.gazetteer)):
            self.complain(
                where,
                f"{file}: far from all other zones, and near them with its axes swapped",
                "longitude first, then latitude",
            )
            return UNKNOWN_GROUND
        for note in drawn.notes:
            self._note(f"zone {where[1]}: {note}")
        return same(polygon_region(project(self.plane, drawn.geometry)))

    def _strip(self, told: AlongLine, where: Where) -> Ground:
        return self._along(told, strip)

    def _beyond(self, told: AlongLine, where: Where) -> Ground:
        return self._along(told, beyond)

    def _along(self, told: AlongLine, make: Callable[[PlacedLine, float, str], tuple[Region, Region]]) -> Ground:
        courses = self._courses(told.line)
        grounds = []
        for course in courses:
            if course is None:
                grounds.append(UNKNOWN_GROUND)
                continue

            def at_distance(metres: float, line: PlacedLine = course) -> Ground:
                least, most = make(line, metres, told.side)
                return Bounded(least, least, most)

            grounds.append(_by_length(told.km, at_distance))
        return Bounded(intersect(g.lower for g in grounds), grounds[0].point, unite(g.upper for g in grounds))

    def _courses(self, name: str) -> list[PlacedLine | None]:
        """Give the courses a line may have, the point first; None: nobody can draw it."""
        line = self.agreement.lines.get(name)
        if line is None:
            self.complain(("lines", name), f"no line {name!r}", "a line of this agreement")
            return [None]
        where = ("lines", name, "geojson")
        versions: Sequence[Line] = [version.val for version in line.disputed] if line.disputed else [line]
        courses: list[PlacedLine | None] = []
        for version in versions:
            if version.geojson is None:
                courses.append(None)
                continue
            told = readings(version.geojson)
            files = [told.point, *(value for value in told.values if value != told.point)]
            courses += [None if isinstance(file, Unknown) else self._course(file, where) for file in files]
        return courses

    def _course(self, file: str, where: Where) -> PlacedLine | None:
        try:
            drawn = read_line(self.folder, file)
        except NotAMap as wrong:
            self.complain(where, f"{file}: {wrong.found}", wrong.expected)
            return None
        if is_swapped(drawn.geometry, known_points(self.agreement, self.gazetteer)):
            self.complain(
                where,
                f"{file}: far from all zones, and near them with its axes swapped",
                "longitude first, then latitude",
            )
            return None
        return PlacedLine.of(drawn, project(self.plane, drawn.geometry))

    # --- time --------------------------------------------------------------------------------------------------------------------

    def _zone_times(self, name: str) -> Bounded[Times]:
        if name not in self._times:
            zone = self.agreement.zones.get(name)
            if zone is None or zone.during is None:
                self._times[name] = same(ALWAYS)
            else:
                self._times[name] = self.force.period(zone.during, ("zones", name, "during"), same(ALWAYS), same(None))
        return self._times[name]

    def _reached(self, names: Iterable[str]) -> Iterator[str]:
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            zone = self.agreement.zones.get(name)
            if name in seen or zone is None:
                continue
            seen.add(name)
            yield name
            shapes = [zone, *(v.val for v in zone.disputed or ()), *([zone.use] if zone.use is not None else [])]
            for shape in shapes:
                waiting += [*(shape.union or ()), *(shape.minus or ()), *([shape.within] if shape.within else [])]

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def unit_region(gazetteer: Gazetteer, pcode: str, plane: str) -> Region:
    """Give an administrative unit as ground: its polygon, or a disc of its area around its centroid. Raises LookupError for an unknown p-code."""
    unit = gazetteer.unit(pcode)
    if unit.polygon is not None:
        return polygon_region(project(plane, unit.polygon))
    x, y = to_plane(plane, unit.longitude, unit.latitude)
    return circle_region(float(x), float(y), (unit.area_km2 * 1e6 / 3.141592653589793) ** 0.5)


def plane_of(agreement: Agreement, gazetteer: Gazetteer | None, folder: Path | None) -> str:
    """Choose the agreement's plane: centred on the middle of all places its zones and lines name."""
    points = known_points(agreement, gazetteer)
    for file, read in _files(agreement):
        try:
            points += corners(read(folder, file).geometry)
        except NotAMap:
            continue
    return equal_area_plane(*(middle_of(points) if points else (0.0, 0.0)))


def known_points(agreement: Agreement, gazetteer: Gazetteer | None) -> list[tuple[float, float]]:
    """Give the places that zones name by coordinates or p-code (degrees, longitude first): centres of circles, corners of units."""
    points: list[tuple[float, float]] = []
    for zone in agreement.zones.values():
        for shape in (zone, *(v.val for v in zone.disputed or ())):
            points += [(circle.lon, circle.lat) for circle in _written(shape.circle)]
            for admin in _written(shape.admin):
                if gazetteer is None or gazetteer.name != agreement.gazetteer:
                    continue
                for pcode in [admin] if isinstance(admin, str) else admin:
                    if pcode in gazetteer:
                        points += _corners(gazetteer, pcode)
    return points


def _corners(gazetteer: Gazetteer, pcode: str) -> list[tuple[float, float]]:
    unit = gazetteer.unit(pcode)
    if unit.polygon is None:
        return [(unit.longitude, unit.latitude)]
    return corners(unit.polygon)


def map_files(agreement: Agreement) -> list[str]:
    """Give the GeoJSON files that its zones and lines name, each once."""
    return list(dict.fromkeys(file for file, _ in _files(agreement)))


def _files(agreement: Agreement) -> Iterator[tuple[str, Any]]:
    for zone in agreement.zones.values():
        for shape in (zone, *(v.val for v in zone.disputed or ())):
            yield from ((file, read_ground) for file in _written(shape.geojson))
    for line in agreement.lines.values():
        for version in (line, *(v.val for v in line.disputed or ())):
            yield from ((file, read_line) for file in _written(version.geojson))


def _written(value: Any) -> list[Any]:
    """Give the values a field may have that can be measured."""
    if value is None or isinstance(value, Undefined | Unread):
        return []
    return [v for v in readings(value).values if not isinstance(v, Unknown)] if isinstance(value, Disputed) else [value]


def _names(zones: Any) -> list[str]:
    """Give every zone that a list of zones can mean."""
    told = readings(zones).values
    return [name for names in told for name in ((names.within or ()) if isinstance(names, Unknown) else names)]


def _by_length(km: Any, make: Callable[[float], Ground]) -> Ground:
    """Make ground of a distance in kilometres that may itself be a gap."""
    return bounded(
        km, lambda value: make(1000.0 * value), meet=intersect, join=unite, nothing=NOWHERE, everything=EVERYWHERE
    )


__all__ = ["UNKNOWN_GROUND", "Ground", "Grounds", "Zone", "known_points", "map_files", "plane_of", "unit_region"]
