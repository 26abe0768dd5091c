"""Several versions of one deal, in the order in which they were made, and when each point moved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hudna.terms.diff.change import Change, Difference
from hudna.terms.gaps import settled
from hudna.terms.model import Agreement
from hudna.terms.values import Day

PointKey = tuple[str, str, str]


@dataclass(frozen=True)
class Point:
    """One point of a deal through its versions: what changed at each step, None where nothing did."""

    key: PointKey  # section, id in the first version that had it, point
    steps: tuple[Change | None, ...]


def in_order(versions: Sequence[Agreement]) -> tuple[Agreement, ...]:
    """Sort versions by their own word: `version` where it is a date, else the day of signature or publication, else `version` as people
    count (2 before 10). Versions with a day come before those without; equal ones by the name of their file.
    """
    return tuple(sorted(versions, key=_rank))


def _rank(agreement: Agreement) -> tuple[bool, str, list[tuple[bool, int, str]], str]:
    day = _day_of(agreement)
    parts = [
        (not part.isdigit(), int(part) if part.isdigit() else 0, part)
        for part in re.findall(r"\d+|\D+", agreement.version)
    ]
    return day is None, day or "", parts, agreement.file


def _day_of(agreement: Agreement) -> str | None:
    if re.match(r"\d{4}-\d{2}-\d{2}", agreement.version):
        return agreement.version[:10]
    for moment in (agreement.signed, agreement.published):
        told: Any = None if moment is None else settled(moment)
        if isinstance(told, str) and not isinstance(told, Day):
            return told[:10]
    return None


def when_points_moved(steps: Sequence[Difference]) -> tuple[Point, ...]:
    """Lay the changes of successive versions out by point; a term that is renumbered on the way stays one row.

    Returns:
        Points in the order in which they first moved, and of one step in that of its changes.
    """
    rows: dict[PointKey, list[Change | None]] = {}
    terms: dict[
        str, str
    ] = {}  # which term a name of the version at hand stands for: the name under which it was first seen
    for number, step in enumerate(steps):
        moved = {each.old: each.new for each in step.renumbered}
        gone = {change.about for change in step.changes if change.section == "terms" and change.point == "removed"}
        before = {name: terms.get(name, name) for name in {*terms, *moved}}
        terms = {moved.get(name, name): told for name, told in before.items() if name not in gone}
        for change in step.changes:
            about = change.about
            if change.section == "terms":
                known = before if change.point == "removed" else terms
                about = known.setdefault(change.about, _unused(change.about, {*before.values(), *terms.values()}))
            row = rows.setdefault((change.section, about, change.point), [None] * len(steps))
            row[number] = change
    return tuple(Point(key, tuple(row)) for key, row in rows.items())


def _unused(name: str, taken: set[str]) -> str:
    """Name a term apart from another that had its id before."""
    while name in taken:
        name += "′"
    return name
