"""Keys of a section that mean more than they write: each compared by what it compiles to.

A function takes both versions, the id of the part and the part in each, and gives how the key moved with what the change says; or None: the
same.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, get_args

from hudna.terms.actors import DayRange
from hudna.terms.diff.change import CANNOT_BE_TOLD, Direction, Gain
from hudna.terms.diff.directions import of_ids, of_number, of_times
from hudna.terms.diff.gains import opposite
from hudna.terms.diff.ground import compare_zones
from hudna.terms.diff.plain import plain
from hudna.terms.diff.readers import Readers
from hudna.terms.diff.times import compare_periods, day_sizes, spell, unclear_if_vague
from hudna.terms.gaps import Bounded, bounded_ids, same, settled
from hudna.terms.intervals import ALWAYS
from hudna.terms.values import Standard

STANDARDS = get_args(Standard.__value__)
BUILT_IN = {
    "reasonable_suspicion": 0.25, "reasonable_grounds": 0.5, "clear_and_convincing": 0.75, "beyond_reasonable_doubt": 0.95,
}  # fmt: skip
"""Lower ends of the standards where the deal is silent (docs/semantics.md, "Standards of proof")."""


def _actors(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    """Whom a role commands, closed over members and successors, adherents among them."""
    sets = [r.deal.people.of_role(id_) for r in (readers.old, readers.new)]
    direction = of_ids(*sets)
    if direction is None and _on_each_day(readers, id_):
        return None
    direction = direction or "unclear"
    gone, came = _between(sets[0], sets[1])
    gain = Gain(freed=gone, bound=came) if gone or came else CANNOT_BE_TOLD
    named = [list(r.deal.people.named_actors(id_)) for r in (readers.old, readers.new)]
    if named[0] == named[1]:
        named = [sorted(s.point) if s.point is not None else None for s in sets]  # type: ignore[misc]
    return direction, {"measure": "actors", "gone": gone, "added": came, "gain": gain, "old": named[0], "new": named[1]}


def _on_each_day(readers: Readers, id_: str) -> bool:
    """Say whether a role commands the same actors on every day on which anybody joins or leaves it in either version."""
    both = (readers.old.deal.people, readers.new.deal.people)
    days = {day for people in both for day in people.changes([id_])}
    return all(
        both[0].of_role(id_, DayRange(day, day)) == both[1].of_role(id_, DayRange(day, day))
        for changed in days
        for day in (changed - timedelta(days=1), changed)
    )


def _between(old: Bounded[Any], new: Bounded[Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if old.point is None or new.point is None:
        return (), ()
    return tuple(sorted(old.point - new.point)), tuple(sorted(new.point - old.point))


def _adherents(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    """Who joined when. Who joined under which name is told under `actors`; here, when and through whom, and how many of no name."""
    told = [plain(getattr(part, "adherents", None), "adherents") for part in (old, new)]
    return None if told[0] == told[1] else ("unclear", {"measure": "adherents"})


def _is_signed(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    """Whether anybody signed for it; which person is no matter of meaning."""
    told = [settled(part.signed_by) == "nobody" for part in (old, new)]
    return None if told[0] == told[1] else ("unclear", {"measure": "signed_by"})


def _excluded(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    sets = [
        bounded_ids(part.actors, reader.deal.people.of_names)
        for reader, part in ((readers.old, old), (readers.new, new))
    ]
    return _of_sets(sets, "actors")


def _protected(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    """Who stays protected from an exclusion: the more, the less it reaches."""
    sets = [
        same(frozenset()) if part.still_protected is None else reader.deal.people.of_names(settled(part.still_protected) or ())
        for reader, part in ((readers.old, old), (readers.new, new))
    ]  # fmt: skip
    told = _of_sets(sets, "targets")
    return None if told is None else (opposite(told[0]), told[1])


def _strikers(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    sets = [r.deal.people.obligors(part.by) for r, part in ((readers.old, old), (readers.new, new))]
    told = _of_sets(sets, "roles")
    if told is None:
        return None
    gone, came = told[1]["gone"], told[1]["added"]
    return told[0], told[1] | ({"gain": Gain(bound=gone, freed=came)} if gone or came else {})


def _kinds(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    return _of_sets([r.deal.kinds(part.kinds) for r, part in ((readers.old, old), (readers.new, new))], "kinds")


def _of_sets(sets: list[Any], measure: str) -> Any:
    direction = of_ids(sets[0], sets[1])
    if direction is None:
        return None
    gone, added = _between(*sets)
    return direction, {"measure": measure, "gone": gone, "added": added}


def _zones(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    if plain(old.zones) == plain(new.zones):
        return None  # the zones themselves are compared where they stand
    return compare_zones(readers, old.zones, new.zones)


def _access(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    if plain(old.access) == plain(new.access):
        return None
    zones = [settled(part.access) for part in (old, new)]
    if any(told is None for told in zones):
        return ("wider" if zones[0] is None else "narrower"), {"measure": "zones"}
    named = [None if told == "everywhere" else told for told in zones]
    return compare_zones(readers, *named)


def _times(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    return compare_periods(readers, old, new, "during")


def _presence(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    """When a body is there."""
    before, after = (
        same(ALWAYS)
        if part.during is None
        else reader.deal.force.period(part.during, ("bodies", id_, "during"), same(ALWAYS), same(None))
        for reader, part in ((readers.old, old), (readers.new, new))
    )
    direction = of_times(before, after) or unclear_if_vague((old, new), "during", before)
    told = {
        "measure": "times",
        "old": spell(before.point),
        "new": spell(after.point),
        "sizes": day_sizes(before.point, after.point),
    }
    return None if direction is None else (direction, told if told["old"] != told["new"] else {"measure": "period"})


def _phase_of(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    return None if plain(old.phase) == plain(new.phase) else compare_periods(readers, old, new, "phase")


def compare_phases(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    """When a phase holds; one that only follows the deal's own time is told there."""
    shapes = [tuple(plain(getattr(p, key), key) for key in ("from_", "until", "for_")) for p in (old, new)]
    if shapes[0] == shapes[1] and shapes[0] == (None, None, None):
        return None
    before, after = (
        r.deal.force.between(p.from_, p.until, p.for_, ("phases", id_), r.deal.force.in_force(), same(None))
        for r, p in ((readers.old, old), (readers.new, new))
    )
    direction = of_times(before, after)
    for key in ("from_", "until", "for_"):
        direction = direction or unclear_if_vague((old, new), key, before)
    if direction is None or (
        shapes[0] == shapes[1] and readers.old.deal.force.in_force() != readers.new.deal.force.in_force()
    ):
        return None
    return direction, {
        "measure": "times",
        "old": spell(before.point),
        "new": spell(after.point),
        "sizes": day_sizes(before.point, after.point),
    }


def _standard(key: str) -> Callable[..., Any]:
    def compare(readers: Readers, id_: str, old: Any, new: Any) -> Any:
        told = [getattr(r.compiled.proof, key) for r in (readers.old, readers.new)]
        if told[0] == told[1]:
            vague = [plain(getattr(p, key, None), key) for p in (old, new) if p is not None]
            return (
                None
                if len(vague) < 2 or not any(isinstance(v, tuple) for v in vague) or vague[0] == vague[1]
                else ("unclear", {"measure": "standard"})
            )
        ranks = [STANDARDS.index(word) for word in told]
        return ("wider" if ranks[1] > ranks[0] else "narrower"), {"measure": "standard", "old": told[0], "new": told[1]}

    return compare


def _factor(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    told = [r.compiled.proof.k for r in (readers.old, readers.new)]
    direction = of_number(told[0], told[1], silence=3.0)
    return None if direction is None else (direction, {"measure": "number", "old": told[0], "new": told[1]})


def _thresholds(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    told = [r.compiled.proof.thresholds for r in (readers.old, readers.new)]
    if told[0] == told[1]:
        return None
    names = sorted({*told[0], *told[1]})
    moved = {
        of_number(told[0].get(n, BUILT_IN.get(n)), told[1].get(n, BUILT_IN.get(n)), silence=0.0) for n in names
    } - {None}
    if not moved:
        return None
    direction = moved.pop() if len(moved) == 1 else "unclear"
    ends = [{name: t.get(name, BUILT_IN.get(name)) for name in names} for t in told]
    return direction, {"measure": "thresholds", "old": ends[0], "new": ends[1]}


def _roles(key: str) -> Callable[..., Any]:
    def compare(readers: Readers, id_: str, old: Any, new: Any) -> Any:
        told = [frozenset(settled(getattr(part, key)) or ()) for part in (old, new)]
        if told[0] == told[1]:
            is_alike = plain(getattr(old, key), key) == plain(getattr(new, key), key)
            return None if is_alike else ("unclear", {"measure": "roles"})
        gone, came = tuple(sorted(told[0] - told[1])), tuple(sorted(told[1] - told[0]))
        direction: Direction = "wider" if not gone else "narrower" if not came else "unclear"
        return direction, {"measure": "roles", "gone": gone, "added": came}

    return compare


def _rung_classes(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    sets: list[Any] = [None if p.classes is None else frozenset(settled(p.classes) or ()) for p in (old, new)]
    if any(told is None for told in sets):
        sets = [
            frozenset(r.agreement.classes) if told is None else told
            for r, told in zip((readers.old, readers.new), sets, strict=True)
        ]
        direction: Direction = "wider" if new.classes is None else "narrower"
    else:
        direction = of_ids(same(sets[0]), same(sets[1])) or "unclear"
    if plain(old.classes) == plain(new.classes):
        return None
    return direction, {
        "measure": "classes",
        "gone": tuple(sorted(sets[0] - sets[1])),
        "added": tuple(sorted(sets[1] - sets[0])),
    }


def _members_of_tranche(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    """The duties of a tranche; their order counts where it says so."""
    lists = [r.deal.expand(part.terms) for r, part in ((readers.old, old), (readers.new, new))]
    is_ordered = "as_listed" in (old.order, new.order)
    is_alike = lists[0] == lists[1] if is_ordered else set(lists[0]) == set(lists[1])
    return None if is_alike else ("unclear", {"measure": "terms"})


def _nothing(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    return None  # told in the time in force


def _lists(key: str) -> Callable[..., Any]:
    """A list of words: more of them is wider."""

    def compare(readers: Readers, id_: str, old: Any, new: Any) -> Any:
        told = [plain(getattr(part, key, None), key) or frozenset() for part in (old, new)]  # a section may be absent
        if told[0] == told[1]:
            return None
        if not all(isinstance(one, frozenset) for one in told):
            return "unclear", {}
        return ("wider" if told[1] >= told[0] else "narrower" if told[1] <= told[0] else "unclear"), {}

    return compare


ASPECTS: Mapping[tuple[str, str], Callable[..., Any]] = {
    **{(section, "actors"): _actors for section in ("parties", "guarantors", "others")},
    ("parties", "adherents"): _adherents, ("parties", "signed_by"): _is_signed,
    ("guarantors", "answers_for"): _roles("answers_for"), ("bodies", "rules_against"): _roles("rules_against"),
    ("guarantors", "levers"): _lists("levers"), ("bodies", "access"): _access, ("bodies", "tasks"): _lists("tasks"),
    ("bodies", "during"): _presence,
    ("exclusions", "actors"): _excluded, ("exclusions", "still_protected"): _protected, ("exclusions", "by"): _strikers,
    ("exclusions", "kinds"): _kinds, ("exclusions", "zones"): _zones, ("exclusions", "during"): _times, ("exclusions", "phase"): _phase_of,
    ("exclusions", "needs"): _lists("needs"), ("exclusions", "judged"): _lists("judged"),
    ("phases", "from"): _nothing, ("phases", "until"): _nothing, ("phases", "for"): _nothing,
    ("proof", "notice"): _standard("notice"), ("proof", "breach"): _standard("breach"), ("proof", "suspension"): _standard("suspension"),
    ("proof", "k"): _factor, ("proof", "thresholds"): _thresholds,
    **{("lines", key): _nothing for key in ("geojson", "undefined", "unread", "within", "disputed")},  # told as ground
    ("complaints", "by"): _lists("by"), ("tranches", "terms"): _members_of_tranche,
    ("escalation", "classes"): _rung_classes, ("escalation", "stops_when"): _lists("stops_when"),
    ("in_force", "from"): _nothing, ("in_force", "until"): _nothing, ("in_force", "for"): _nothing, ("in_force", "endless"): _nothing,
}  # fmt: skip
