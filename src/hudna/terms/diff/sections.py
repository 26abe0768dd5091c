"""The rest of an agreement side by side: who stands in it, when it holds, how breaches are proved and answered, what ends it.

Each section is compared key by key, part by part; a key that no function below knows more of is compared as it is written and said to
cut nobody knows which way. So nothing that the format can say is passed over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from hudna.terms.diff.change import CANNOT_BE_TOLD, Change, Direction, Gain
from hudna.terms.diff.directions import of_length, of_times
from hudna.terms.diff.gains import ANYONE, everybody
from hudna.terms.diff.gains_of_rules import CHOICES, GAINS, gain_of_whole
from hudna.terms.diff.keys import ASPECTS, compare_phases
from hudna.terms.diff.plain import fields_of, plain, written
from hudna.terms.diff.readers import Readers
from hudna.terms.diff.times import day_sizes, spell, stamp, unclear_if_vague

ALWAYS = float("inf")
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
LENGTHS = frozenset({
    "answers_within", "reports_within", "publishes_within", "acknowledged_within", "facts_within", "ruled_within", "within", "grace",
    "ask_before", "horizon",
})  # fmt: skip
"""Keys that are a time to act, wherever they stand."""
PARTS = (
    "parties", "guarantors", "bodies", "others", "exclusions", "tranches", "classes", "phases", "actors", "arms", "lines",
)  # fmt: skip
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
    written_by = [reader.agreement.in_force for reader in (readers.old, readers.new)]
    for key in ("from_", "until", "for_"):
        direction = direction or unclear_if_vague(written_by, key, before)
    if direction is not None:
        longer = Gain(bound=everybody(readers.new), more_protected=ANYONE)
        gain = CANNOT_BE_TOLD if direction == "unclear" else longer if direction == "wider" else longer.reversed
        old, new = spell(before.point), spell(after.point)
        measure = "times"
        if old == new:  # only how vague it is has changed
            old, new = (_moved_keys(part, written_by) for part in written_by)
            measure = "in_force"
        sizes = day_sizes(before.point, after.point)
        yield Change("in_force", "", "times", measure, old, new, gain, sizes=sizes)


def _moved_keys(part: Any, both: Sequence[Any]) -> Any:
    """Give those of start, end and length that the two versions write otherwise, as one of them writes them."""
    told = {key.rstrip("_"): [getattr(one, key, None) for one in both] for key in ("from_", "until", "for_")}
    moved = [key for key, values in told.items() if plain(values[0]) != plain(values[1])]
    return {key: value for key, value in (written(part) or {}).items() if key in moved} or None


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
        told = compare_phases(readers, id_, old[id_], phase) if id_ in old else None
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
