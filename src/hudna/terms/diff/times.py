"""When something holds, side by side: intervals at each bound, and days counted in the clock of the new version."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hudna.terms.clock import local_date
from hudna.terms.diff.change import Direction
from hudna.terms.diff.directions import of_times
from hudna.terms.diff.plain import plain
from hudna.terms.diff.readers import Reader, Readers
from hudna.terms.gaps import Bounded, same
from hudna.terms.intervals import ALWAYS, Times

DAY = timedelta(days=1)


def compare_periods(readers: Readers, old: Any, new: Any, field: str) -> Any:
    """Compare when two provisions or exclusions hold by themselves. One that says nothing holds as long as the deal.

    `during` and `phase` are one side of a box: where both versions name a phase, the phase itself is compared where it stands.
    """
    is_taking = getattr(new, "form", "allow") == "allow"
    clauses = [getattr(part, "clause", part) for part in (old, new)]
    if field == "phase" and any(clause.during is not None for clause in clauses):
        return None  # told under `during`
    if field == "during" and all(clause.phase is not None for clause in clauses):
        return None
    before, after = (
        own_times(reader, clause, is_taking=is_taking)
        for reader, clause in zip((readers.old, readers.new), clauses, strict=True)
    )
    direction = of_times(before, after) or unclear_if_vague(clauses, field, before)
    if direction is None:
        return None
    old_times, new_times = spell(before.point), spell(after.point)
    if old_times == new_times:  # only how vague it is has changed: the words say more
        return direction, {"measure": "period"}
    sizes = day_sizes(before.point, after.point)
    return direction, {"measure": "times", "old": old_times, "new": new_times, "sizes": sizes}


def unclear_if_vague(parts: Sequence[Any], field: str, times: Bounded[Times]) -> Direction | None:
    """Say `unclear` of times that are the same at every bound only because nobody can measure them, though they are written otherwise.

    Six months from a start that is undefined are as vague as three, and yet the deal says another thing.
    """
    told = [plain(getattr(part, field, None), field) for part in parts]
    return None if told[0] == told[1] or times.lower == times.upper else "unclear"


def own_times(reader: Reader, part: Any, *, is_taking: bool) -> Bounded[Times]:
    """Give when a part holds by its own words, whether or not the deal is in force then; silent, as the deal does, or (of what takes
    from a prohibition) whenever that holds.
    """
    if is_taking:
        return reader.deal.times_of_taking(part, ("during",))
    force = reader.deal.force
    if part.during is not None:
        return force.period(part.during, ("during",), same(ALWAYS), same(None))
    return force.in_force() if part.phase is None else force.term_times(None, part.phase, ("phase",))


def spell(times: Times) -> list[list[str | None]]:
    """Write intervals as pairs of instants in UTC; None: open."""
    return [[stamp(span.begins_at), stamp(span.ends_at)] for span in times]


def stamp(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def day_sizes(old: Times, new: Times) -> dict[str, float]:
    """Give the days of both, where both have an end."""
    told = {"days_old": days(old), "days_new": days(new)}
    return {name: count for name, count in told.items() if count is not None}


def days(times: Times) -> float | None:
    """Give the length of intervals in days; None for one without end or beginning, and for none."""
    lengths = [s.ends_at - s.begins_at for s in times if s.begins_at is not None and s.ends_at is not None]
    return sum(length / DAY for length in lengths) if times and len(lengths) == len(times) else None


def days_between(old: datetime, new: datetime, clock: str) -> float:
    """Count the local days from one due instant (an exclusive end) to another."""
    least = timedelta(microseconds=1)
    return float((local_date(new - least, clock) - local_date(old - least, clock)).days)
