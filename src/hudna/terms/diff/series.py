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
    first: dict[str, str] = {}  # the name a term had when it was first seen
    for number, step in enumerate(steps):
        moved = {each.new: first.get(each.old, each.old) for each in step.renumbered}
        first = {
            **{name: told for name, told in first.items() if name not in {r.old for r in step.renumbered}},
            **moved,
        }
        for change in step.changes:
            about = first.get(change.about, change.about) if change.section == "terms" else change.about
            row = rows.setdefault((change.section, about, change.point), [None] * len(steps))
            row[number] = change
    return tuple(Point(key, tuple(row)) for key, row in rows.items())
