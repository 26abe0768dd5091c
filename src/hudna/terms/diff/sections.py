"""The rest of an agreement side by side: who stands in it, when it holds, how breaches are proved and answered, what ends it.

Each section is compared key by key, part by part; a key that no function below knows more of is compared as it is written and said to
cut nobody knows which way. So nothing that the format can say is passed over.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from hudna.terms.actors import DayRange
from hudna.terms.diff.change import CANNOT_BE_TOLD, Change, Direction, Gain
from hudna.terms.diff.directions import of_ids, of_length, of_number, of_times
from hudna.terms.diff.gains import ANYONE, everybody, opposite
from hudna.terms.diff.gains_of_rules import CHOICES, GAINS, gain_of_whole
from hudna.terms.diff.ground import compare_zones
from hudna.terms.diff.plain import fields_of, plain, written
from hudna.terms.diff.readers import Readers
from hudna.terms.diff.times import compare_periods, day_sizes, spell, stamp
from hudna.terms.gaps import Bounded, bounded_ids, same, settled

ALWAYS = float("inf")
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
STANDARDS = (
    "reported",
    "reasonable_suspicion",
    "reasonable_grounds",
    "clear_and_convincing",
    "beyond_reasonable_doubt",
)
LENGTHS = frozenset({"answers_within", "reports_within", "publishes_within", "acknowledged_within", "facts_within", "ruled_within", "within",
                     "grace", "notice", "ask_before", "horizon"})  # fmt: skip
PARTS = (
    "parties",
    "guarantors",
    "bodies",
    "others",
    "exclusions",
    "tranches",
    "classes",
    "phases",
    "actors",
    "arms",
    "lines",
)
"""Sections that hold parts by id; terms and zones have modules of their own, the ladder is a list."""
SINGLE = ("in_force", "proof", "counting", "complaints", "ending", "watch", "record", "languages")
"""Sections that are one part."""
TOLD_ELSEWHERE = frozenset(
    {"hudna", "id", "title", "version", "status", "published", "glossary", "sources", "unread", "history", "day_zero",
     "actors_from", "terms", "zones", "escalation"}
)  # fmt: skip
"""What stands at the top and is compared otherwise, or only describes: history through the time in force, day zero through what is
counted from it, a file of actors through whom roles and exclusions name.
"""
TOP = frozenset({"clock", "gazetteer", "signed"})


def compare_sections(readers: Readers) -> Iterator[Change]:
    """Give what changed outside terms and zones, in the order of the model."""
    yield from _top(readers)
    yield from _in_force(readers)
    for section in SINGLE:
        old, new = (getattr(reader.agreement, section) for reader in (readers.old, readers.new))
        yield from _part(readers, section, "", old, new)
    yield from _phases(readers)
    for section in PARTS:
        before, after = (getattr(reader.agreement, section) or {} for reader in (readers.old, readers.new))
        yield from _parts(readers, section, before, after)
    ladders = [{rung.rung: rung for rung in reader.agreement.escalation} for reader in (readers.old, readers.new)]
    yield from _parts(readers, "escalation", *ladders)
    yield from _order(readers, "escalation", *(list(ladder) for ladder in ladders))
    yield from _order(readers, "classes", list(readers.old.agreement.classes), list(readers.new.agreement.classes))


def _top(readers: Readers) -> Iterator[Change]:
    old, new = readers.old.agreement, readers.new.agreement
    if old.clock != new.clock:
        yield Change("agreement", "", "clock", "word", old.clock, new.clock)
    if old.gazetteer != new.gazetteer:
        yield Change("agreement", "", "gazetteer", "word", old.gazetteer, new.gazetteer)
    signed = [
        None if r.agreement.signed is None else r.deal.force.at_bound(r.agreement.signed, "start", "lower", ("signed",))
        for r in (readers.old, readers.new)
    ]  # fmt: skip
    if signed[0] != signed[1]:
        yield Change("agreement", "", "signed", "moment", stamp(signed[0]), stamp(signed[1]))
    added = [sorted({name for event in a.history or () for name in event.adds or ()}) for a in (old, new)]
    if added[0] != added[1]:
        yield Change("agreement", "", "adds", "terms", added[0], added[1])


def _in_force(readers: Readers) -> Iterator[Change]:
    """The time in force, at every bound, through the deal's history."""
    before, after = (reader.deal.force.in_force() for reader in (readers.old, readers.new))
    direction = of_times(before, after)
    if (
        direction is None
    ):  # a renewal can hide that it was agreed for longer: before it was known, the deal ended otherwise
        before, after = (replace(r.deal.force, as_of=BEFORE_ALL).in_force() for r in (readers.old, readers.new))
        direction = of_times(before, after)
    if direction is not None:
        longer = Gain(bound=everybody(readers.new), more_protected=ANYONE)
        gain = CANNOT_BE_TOLD if direction == "unclear" else longer if direction == "wider" else longer.reversed
        old, new = spell(before.point), spell(after.point)
        measure = "times"
        if old == new:  # only how vague it is has changed
            written_of = [r.agreement.in_force for r in (readers.old, readers.new)]
            old, new, measure = written(written_of[0]), written(written_of[1]), "in_force"
        sizes = day_sizes(before.point, after.point)
        yield Change("in_force", "", "times", measure, old, new, gain, sizes=sizes)


def _parts(
    readers: Readers, section: str, old: Mapping[str, BaseModel], new: Mapping[str, BaseModel]
) -> Iterator[Change]:
    """Compare parts by id. One that says nothing, or that nothing cites, is no change to have or not to have."""
    for id_, part in old.items():
        if id_ not in new and not (section in CITED and not fields_of(part)):
            gain = gain_of_whole(readers.old, section, id_, "removed")
            yield Change(section, id_, "removed", "part", written(part), None, gain)
    for id_, part in new.items():
        before = old.get(id_)
        if before is not None:
            yield from _part(readers, section, id_, before, part)
        elif not (section in CITED and not fields_of(part)):
            gain = gain_of_whole(readers.new, section, id_, "added")
            yield Change(section, id_, "added", "part", None, written(part), gain)


CITED = frozenset({"actors", "arms", "lines", "phases", "others"})
"""Sections whose parts do nothing by themselves: what cites them is compared by what it means."""


def _order(readers: Readers, section: str, old: list[str], new: list[str]) -> Iterator[Change]:
    """Where order counts: rungs open one after the other, and an incident is of the first class that it matches."""
    before, after = [name for name in old if name in new], [name for name in new if name in old]
    if before != after:
        yield Change(section, "", "order", "words", before, after)


def _phases(readers: Readers) -> Iterator[Change]:
    """When each phase holds; one that only follows the deal's own time is told there."""
    old, new = (reader.agreement.phases or {} for reader in (readers.old, readers.new))
    for id_, phase in new.items():
        told = _phase(readers, id_, old[id_], phase) if id_ in old else None
        if told is not None:
            yield Change("phases", id_, "times", gain=CANNOT_BE_TOLD, **told[1])


def _part(readers: Readers, section: str, id_: str, old: BaseModel | None, new: BaseModel | None) -> Iterator[Change]:
    before = {} if old is None else fields_of(old)
    after = {} if new is None else fields_of(new)
    for key in dict.fromkeys((*before, *after)):
        told = _key(readers, section, id_, key, before.get(key), after.get(key), old, new)
        if told is not None:
            yield told


def _key(
    readers: Readers,
    section: str,
    id_: str,
    key: str,
    one: Any,
    other: Any,
    old: BaseModel | None,
    new: BaseModel | None,
) -> Change | None:
    aspect = ASPECTS.get((section, key))
    if aspect is None and plain(one, key) == plain(other, key):
        return None
    more: dict[str, Any] = {}
    direction: Direction | None = "unclear"
    if aspect is not None:
        told = aspect(readers, id_, old, new)
        if told is None:
            return None
        direction, more = told
    elif key in LENGTHS:
        direction = of_length(one, other, silence=ALWAYS)
    measure = more.pop("measure", None) or ("duration" if key in LENGTHS else MEASURES.get(key, key))
    rule = GAINS.get((section, key))
    is_clear = direction not in (None, "unclear") or key in CHOICES
    gain = more.pop("gain", None) or (
        rule(readers, id_, direction or "unclear") if rule and is_clear else CANNOT_BE_TOLD
    )
    values = {"old": written(one), "new": written(other)} | more
    return Change(section, id_, key, measure, gain=gain, **values)


MEASURES = {
    "by": "roles", "to": "roles", "members": "roles", "chair": "roles", "rules_against": "roles", "answers_for": "roles", "accepted_by": "roles",
    "refused_by": "roles", "attended_by": "roles", "keeper": "roles", "register": "roles", "present_at": "terms", "terms": "terms",
    "kinds": "kinds", "outcome": "kinds", "classes": "classes", "notice": "standard", "breach": "standard", "suspension": "standard",
    "tasks": "words", "stops_when": "words", "judged": "words", "public": "words", "zones": "zones", "access": "zones", "in": "zones",
    "still_protected": "targets", "k": "number", "independent": "number", "not_attributable": "truth", "slack": "number", "after": "terms",
}  # fmt: skip


# --- keys that mean more than they write -------------------------------------------------------------------------------------------------


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


def _phase_of(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    return None if plain(old.phase) == plain(new.phase) else compare_periods(readers, old, new, "phase")


def _phase(readers: Readers, id_: str, old: Any, new: Any) -> Any:
    """When a phase holds; one that only follows the deal's own time is told there."""
    shapes = [tuple(plain(getattr(p, key), key) for key in ("from_", "until", "for_")) for p in (old, new)]
    if shapes[0] == shapes[1] and shapes[0] == (None, None, None):
        return None
    before, after = (
        r.deal.force.between(p.from_, p.until, p.for_, ("phases", id_), r.deal.force.in_force(), same(None))
        for r, p in ((readers.old, old), (readers.new, new))
    )
    direction = of_times(before, after)
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


BUILT_IN = {
    "reasonable_suspicion": 0.25,
    "reasonable_grounds": 0.5,
    "clear_and_convincing": 0.75,
    "beyond_reasonable_doubt": 0.95,
}
"""Lower ends of the standards where the deal is silent (docs/semantics.md, "Standards of proof")."""


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
    ("bodies", "during"): _times,
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
