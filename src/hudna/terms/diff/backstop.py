"""The backstop: what both versions compile to, column by column. Whatever differs there and was not told is told as it is, never lost.

A column is explained by a change of its own term, or of what stands elsewhere and can reach that column: a zone cannot explain kinds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from hudna.terms.compiled import BOUNDS, Box, Norm, Region, Taking
from hudna.terms.diff.change import Change
from hudna.terms.diff.directions import covers
from hudna.terms.diff.plain import plain
from hudna.terms.diff.readers import Reader, Readers
from hudna.terms.intervals import join

PEOPLE = frozenset({"parties", "guarantors", "bodies", "others", "actors"})
TIME = frozenset({"in_force", "phases", "agreement", "zones"}) | PEOPLE
ROOTS: Mapping[str, frozenset[str]] = {
    "actors": PEOPLE, "targets": PEOPLE, "arms": frozenset({"arms"}), "kinds": frozenset(), "places": frozenset({"zones"}), "when": TIME,
    "boxes": TIME | {"arms", "zones"}, "accused": PEOPLE, "guarantors": PEOPLE, "receivers": PEOPLE, "after": frozenset({"phases"}),
    "after_undefined": frozenset({"phases", "in_force"}), "opens": TIME, "due": frozenset({"agreement"}), "from_region": frozenset({"zones"}),
    "to_region": frozenset({"zones"}), "in_region": frozenset({"zones"}), "takings": TIME | {"arms", "zones", "exclusions"},
}  # fmt: skip
"""Sections that can move a column of a norm or a duty without its own term having changed."""
NO_BOX = "no box"
UNTOLD = frozenset({"norm_id", "duty_id", "gaps"})
"""Columns that name a row, or say in words why its bounds differ."""


def tell_the_rest(readers: Readers, changes: Iterable[Change]) -> Iterator[Change]:
    """Give a change for each column of each term that compiled otherwise, and that no change explains."""
    told = list(changes)
    sections = {change.section for change in told}
    terms = {change.about for change in told if change.section == "terms"}
    terms |= {name.split("/", 1)[0] for name in terms}
    for id_, column, is_taken in _differing(readers):
        is_own = id_ in terms or (column == "takings" and bool(is_taken & (terms | _exclusions(told))))
        if not is_own and sections.isdisjoint(ROOTS.get(column, frozenset())):
            yield Change("terms", id_, column, "also", None, None)


def _exclusions(changes: Iterable[Change]) -> set[str]:
    return {change.about for change in changes if change.section == "exclusions"}


def _differing(readers: Readers) -> Iterator[tuple[str, str, set[str]]]:
    """Give each term of both versions and each column in which its norms or duties differ; of takings, which."""
    for table, name in (("norms", "norm_id"), ("duties", "duty_id")):
        old, new = (_rows(reader, getattr(reader.compiled, table), name) for reader in (readers.old, readers.new))
        for id_ in new:
            if id_ not in old:
                continue
            found: dict[str, set[str]] = {}
            for key in old[id_].keys() | new[id_].keys():
                before, after = old[id_].get(key), new[id_].get(key)
                if before is None or after is None:
                    found.setdefault("accused", set())
                    continue
                for column in after:
                    if not _same(before[column], after[column]):
                        is_taken = {*before[column], *after[column]} if column == "takings" else set()
                        found.setdefault(column, set()).update(is_taken)
            yield from ((id_, column, found[column]) for column in sorted(found))


def _rows(reader: Reader, rows: Iterable[Any], name: str) -> dict[str, dict[frozenset[str], dict[str, Any]]]:
    laid: dict[str, dict[frozenset[str], dict[str, Any]]] = {}
    for row in rows:
        who = frozenset(row.accused if name == "norm_id" else row.obligors)
        laid.setdefault(getattr(row, name), {})[who] = _columns(reader, row)
    return laid


def _columns(reader: Reader, row: Any) -> dict[str, Any]:
    regions = reader.compiled.regions
    columns = {
        each.name: getattr(row, each.name) for each in fields(row) if each.name not in UNTOLD | {"accused", "obligors"}
    }
    if isinstance(row, Norm):
        boxes = columns.pop("boxes")
        for side in ("kinds", "arms", "actors", "targets"):
            columns[side] = [_side(getattr(boxes, bound), side) for bound in BOUNDS]
        columns["when"] = tuple(join(box.when for box in getattr(boxes, bound)) for bound in BOUNDS)
        columns["places"] = tuple(_ground(getattr(boxes, bound), regions) for bound in BOUNDS)
        columns["boxes"] = tuple(_spelled(getattr(boxes, bound)) for bound in BOUNDS)
        columns["takings"] = {taking.taking_id: _taking(taking, regions) for taking in row.takings}
    else:
        for side in ("from_region", "to_region", "in_region"):
            columns[side] = [regions[_at(columns[side], bound)] for bound in BOUNDS] if columns[side] else []
        dues = [getattr(columns["due"], bound) for bound in BOUNDS]
        columns |= {"due": [(due.deadline_at, plain(due.within)) for due in dues]}
        columns |= {side: plain(columns[side]) for side in ("every", "at_most")}
    for side in ("guarantors", "after", "not_evaluated"):
        columns[side] = frozenset(columns[side])
    return columns


def _at(key: str, bound: str) -> str:
    return key.replace("@point", f"@{bound}", 1)


def _side(boxes: Iterable[Box], side: str) -> Any:
    """Give what boxes hold on one side; of no box nothing is asked, as it is the place or the time that has left none."""
    held = frozenset(getattr(box, side) for box in boxes)
    return held or NO_BOX


def _ground(boxes: Iterable[Box], regions: Mapping[str, Region]) -> list[Any]:
    """Give the places of boxes as (relation, ground), each once, in the order of the boxes."""
    sides = dict.fromkeys((side.relation, side.region) for box in boxes for side in box.places)
    return [(relation, regions[key]) for relation, key in sides]


def _spelled(boxes: Iterable[Box]) -> frozenset[Any]:
    """Give boxes without the names of their ground, in no order."""
    return frozenset((b.actors, b.kinds, b.arms, b.targets, tuple(s.relation for s in b.places), b.when) for b in boxes)


def _taking(taking: Taking, regions: Mapping[str, Region]) -> dict[str, Any]:
    """Give what a taking compiles to, its needs and words in no order."""
    return {
        "boxes": [_spelled(getattr(taking.boxes, bound)) for bound in BOUNDS],
        "places": [_ground(getattr(taking.boxes, bound), regions) for bound in BOUNDS],
        "needs": frozenset(taking.needs), "judged": frozenset(taking.judged),
        "rest": (taking.form, taking.proof_on == "striker", taking.co_located_protected, frozenset(taking.not_evaluated)),
    }  # fmt: skip


def _same(old: Any, new: Any) -> bool:
    """Compare two columns; ground is the same that differs by less than a square metre."""
    if NO_BOX in (old, new):
        return True
    if isinstance(old, Region) and isinstance(new, Region):
        return covers(old, new) and covers(new, old)
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    if isinstance(old, list | tuple) and type(old) is type(new):
        return len(old) == len(new) and all(_same(a, b) for a, b in zip(old, new, strict=True))
    return bool(old == new)
