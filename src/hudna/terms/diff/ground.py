"""Where, side by side: ground in square kilometres, on the plane of the new version, as both versions compile it."""

from collections.abc import Iterator
from typing import Any

from hudna.terms.compiled import BOUNDS, Region
from hudna.terms.diff.change import Change, Gain, join_gains
from hudna.terms.diff.directions import of_ground, sizes_at_bounds
from hudna.terms.diff.gains import gain_of_clause, gain_of_exclusion
from hudna.terms.diff.plain import plain, written
from hudna.terms.diff.readers import Reader, Readers
from hudna.terms.gaps import Bounded, same
from hudna.terms.places import Zone
from hudna.terms.regions import EVERYWHERE

PLACES = ("in_", "into", "from_", "to")


def ground_of(reader: Reader, zones: Any) -> Bounded[Region]:
    """Give the ground a field names, whatever the time; everywhere, where it is silent."""
    if zones is None:
        return same(EVERYWHERE)
    grounds = reader.deal.grounds
    return Bounded(*(grounds.regions[grounds.key(zones, bound)] for bound in BOUNDS))


def compare_places(readers: Readers, field: str, old: Any, new: Any) -> Any:
    """Compare the zones of a field as ground, and when they are meant; the same ground under other names is no change."""
    key = f"{field}_" if field in ("in", "from") else field
    zones = [getattr(getattr(part, "clause", part), key) for part in (old, new)]
    return compare_zones(readers, *zones)


def compare_zones(readers: Readers, old: Any, new: Any) -> Any:
    before, after = ground_of(readers.old, old), ground_of(readers.new, new)
    direction = of_ground(before, after)
    more: dict[str, Any] = {"measure": "zones", "sizes": sizes_at_bounds(before, after)}
    if _states(readers.old, old) == _states(readers.new, new):
        return None if direction is None else (direction, more)
    return "unclear", more


def _states(reader: Reader, zones: Any) -> Any:
    """Give when zones that come and go are meant: the instants at which any begins or ends."""
    return [] if zones is None else reader.deal.grounds.changes(zones)


# --- zones themselves -------------------------------------------------------------------------------------------------------------------


def compare_shapes(readers: Readers) -> Iterator[Change]:
    """Give the zones of both versions that mean other ground, or at other times, and that something cites; each once, at its root."""
    shared = [zone for zone in readers.new.agreement.zones if zone in readers.old.agreement.zones]
    moved = {zone: told for zone in shared if (told := compare_zones(readers, [zone], [zone])) is not None}
    for zone, (_, more) in moved.items():
        old, new = readers.old.agreement.zones[zone], readers.new.agreement.zones[zone]
        parts = {*_parts(old), *_parts(new)} - {zone}
        if plain(old) == plain(new) and parts & set(moved):
            continue  # told at its part
        reaches = tuple(user for user, _, _ in _users(readers, zone))
        if reaches:
            # One zone that grows and another that shrinks in the same term: each is judged with the other as it was.
            alone = readers.new if len(moved) == 1 else readers.with_zone(zone)
            yield Change(
                "zones", zone, "ground", "ground", written(old), written(new), gain=_gain(readers, zone, alone),
                sizes=more["sizes"], reaches=tuple(dict.fromkeys(reaches)),
            )  # fmt: skip


def _parts(zone: Zone) -> Iterator[str]:
    for shape in (zone, *(version.val for version in zone.disputed or ()), *([zone.use] if zone.use else [])):
        yield from (*(shape.union or ()), *(shape.minus or ()), *([shape.within] if shape.within else ()))


def _users(readers: Readers, zone: str) -> Iterator[tuple[str, str, str]]:
    """Give what cites a zone in both versions, itself or through other zones: id, section, field."""
    new = readers.new
    for id_, provision in new.provisions.items():
        for field in PLACES:
            if id_ in readers.old.provisions and reaches(new, getattr(provision.clause, field), zone):
                yield id_, "terms", field
    for id_, exclusion in new.agreement.exclusions.items():
        if id_ in readers.old.agreement.exclusions and reaches(new, exclusion.zones, zone):
            yield id_, "exclusions", "zones"
    for id_, body in new.agreement.bodies.items():
        if reaches(new, body.access, zone):
            yield id_, "bodies", "access"
    for id_, tranche in new.agreement.tranches.items():
        if reaches(new, tranche.in_, zone):
            yield id_, "tranches", "in"
    if new.agreement.watch is not None and reaches(new, new.agreement.watch.in_, zone):
        yield "watch", "watch", "in"


def reaches(reader: Reader, zones: Any, zone: str) -> bool:
    """Say whether a field names a zone, itself or through others."""
    return zones is not None and zones != "everywhere" and zone in reader.deal.grounds.reached(zones)


def _gain(readers: Readers, zone: str, alone: Reader) -> Gain:
    """Give who gains by what cites the zone: a ban that reaches further binds, an allowance frees. A duty there is neither easier nor
    harder for it, as far as anybody can tell; where nothing else cites the zone, it cannot be told. `alone`: the old version with this zone
    moved and nothing else.
    """
    gains = []
    for id_, section, field in _users(readers, zone):
        if section == "terms":
            old, new = readers.old.provisions[id_], alone.provisions[id_]
            moved = of_ground(
                ground_of(readers.old, getattr(old.clause, field)), ground_of(alone, getattr(new.clause, field))
            )
            if moved is not None and new.form != "require":
                gains.append(gain_of_clause(readers.new, new, moved))
        elif section == "exclusions":
            sets = [ground_of(r, r.agreement.exclusions[id_].zones) for r in (readers.old, alone)]
            moved = of_ground(*sets)
            if moved is not None:
                gains.append(gain_of_exclusion(readers.new, id_, moved))
    return join_gains(gains)
