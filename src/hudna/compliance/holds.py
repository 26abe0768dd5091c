"""Stretches of time in which a duty is held up, and what they do to its due date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Hold:
    """A stretch [since, until) in which a duty need not be done; `until` None: it still lasts."""

    since: datetime
    until: datetime | None

    def holds_at(self, instant: datetime) -> bool:
        return self.since <= instant and (self.until is None or instant < self.until)


def merge_holds(holds: Iterable[Hold]) -> list[Hold]:
    """Give the same time as disjoint stretches, in order."""
    merged: list[Hold] = []
    for hold in sorted(holds, key=lambda hold: hold.since):
        last = merged[-1] if merged else None
        if last is None or (last.until is not None and hold.since > last.until):
            merged.append(hold)
        elif last.until is not None:
            until = None if hold.until is None else max(last.until, hold.until)
            merged[-1] = Hold(last.since, until)
    return merged


def move_due(due_at: datetime, holds: Iterable[Hold]) -> datetime | None:
    """Give the due date with the time left: what was held up does not run. None: it is held up still and falls due never.

    A hold that begins at or after the due date moves nothing.
    """
    for hold in merge_holds(holds):
        if hold.since >= due_at:
            break
        if hold.until is None:
            return None
        due_at += hold.until - hold.since
    return due_at
