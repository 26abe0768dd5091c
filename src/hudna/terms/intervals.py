"""Stretches of time as sets: tuples of half-open intervals, disjoint and in order. `None` as an end: since ever, for ever."""

from collections.abc import Iterable
from datetime import UTC, datetime

from hudna.terms.compiled import Interval

Times = tuple[Interval, ...]

NEVER: Times = ()
ALWAYS: Times = (Interval(None, None),)

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def interval(begins_at: datetime | None, ends_at: datetime | None) -> Times:
    """Make a set of one interval; empty if it would end before it begins."""
    return (Interval(begins_at, ends_at),) if (begins_at or _FIRST) < (ends_at or _LAST) else NEVER


def join(sets: Iterable[Times]) -> Times:
    """Give all instants in at least one of the sets."""
    merged: list[Interval] = []
    for span in sorted(
        (span for times in sets for span in times), key=lambda s: (s.begins_at or _FIRST, s.ends_at or _LAST)
    ):
        if merged and (span.begins_at or _FIRST) <= (merged[-1].ends_at or _LAST):
            last = merged.pop()
            end = None if last.ends_at is None or span.ends_at is None else max(last.ends_at, span.ends_at)
            merged.append(Interval(last.begins_at, end))
        else:
            merged.append(span)
    return tuple(merged)


def meet(sets: Iterable[Times]) -> Times:
    """Give the instants in all of the sets; always, if there are none."""
    result = ALWAYS
    for times in sets:
        result = tuple(
            piece
            for one in result
            for other in times
            for piece in interval(
                max((b for b in (one.begins_at, other.begins_at) if b is not None), default=None),
                min((e for e in (one.ends_at, other.ends_at) if e is not None), default=None),
            )
        )
    return result


def split(times: Times, at: Iterable[datetime]) -> Times:
    """Cut intervals at instants, so that none holds one of them in its inside."""
    pieces: list[Interval] = []
    cuts = sorted(set(at))
    for span in times:
        begin = span.begins_at
        for cut in cuts:
            if (begin or _FIRST) < cut < (span.ends_at or _LAST):
                pieces.append(Interval(begin, cut))
                begin = cut
        pieces.append(Interval(begin, span.ends_at))
    return tuple(pieces)


def holds(times: Times, instant: datetime) -> bool:
    """Say whether an instant is in the set."""
    return any((s.begins_at or _FIRST) <= instant < (s.ends_at or _LAST) for s in times)


def last_end(times: Times) -> datetime | None:
    """Give the end of the last interval, None if it has none; raises IndexError for the empty set."""
    return times[-1].ends_at
