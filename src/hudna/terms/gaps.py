"""Silent, undefined, unread, disputed: what a side of a box is at each bound when the deal does not settle it.

Undefined and unread: nothing at `lower`, which is also the point, and its `within` (else everything) at `upper`. Disputed: the
meet of the values, their join, and `use` (else the first) at the point. Source: docs/semantics.md, "Bounds".
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from hudna.terms.compiled import Bound
from hudna.terms.values import Disputed, Undefined, Unread

T = TypeVar("T")
S = TypeVar("S")

Ids = frozenset[str]


class Bounded(NamedTuple, Generic[T]):
    """A value at each bound."""

    lower: T
    point: T
    upper: T

    def at(self, bound: Bound) -> T:
        return {"lower": self.lower, "point": self.point, "upper": self.upper}[bound]

    def map(self, change: Callable[[T], S]) -> "Bounded[S]":
        return Bounded(change(self.lower), change(self.point), change(self.upper))


def same(value: T) -> Bounded[T]:
    """Give a value that is the same at every bound."""
    return Bounded(value, value, value)


@dataclass(frozen=True)
class Unknown:
    """The deal says it, and nobody can measure it or nobody here has seen it; `within` is the most it can mean."""

    within: Any | None


@dataclass(frozen=True)
class Readings:
    """The values a field may have: one where the deal is clear. `point` is among them."""

    values: tuple[Any, ...]  # plain values and Unknown
    point: Any


def readings(value: Any) -> Readings:
    """Spell out what a field may mean; call it only where the field is not silent."""
    if isinstance(value, Undefined | Unread):
        unknown = Unknown(value.within)
        return Readings((unknown,), unknown)
    if isinstance(value, Disputed):
        values = tuple(readings(version.val).point for version in value.disputed)
        if value.use is None:
            return Readings(values, values[0])
        return Readings(values if value.use in values else (*values, value.use), value.use)
    return Readings((value,), value)


def settled(value: Any) -> Any | None:
    """Give the value at the point: None where the deal is silent, or says it without anybody being able to measure it."""
    if value is None:
        return None
    point = readings(value).point
    return None if isinstance(point, Unknown) else point


def bounded(
    value: Any,
    to_set: Callable[[Any], Bounded[T]],
    *,
    meet: Callable[[list[T]], T],
    join: Callable[[list[T]], T],
    nothing: T,
    everything: T,
) -> Bounded[T]:
    """Give a side at each bound, `to_set` telling what one written value is; a silent side limits nothing."""
    if value is None:
        return same(everything)

    def one(reading: Any) -> Bounded[T]:
        if not isinstance(reading, Unknown):
            return to_set(reading)
        return Bounded(nothing, nothing, everything if reading.within is None else to_set(reading.within).upper)

    told = readings(value)
    sets = [one(reading) for reading in told.values]
    return Bounded(meet([s.lower for s in sets]), one(told.point).point, join([s.upper for s in sets]))


def bounded_ids(value: Any, to_set: Callable[[Any], Bounded[Ids | None]]) -> Bounded[Ids | None]:
    """Give a side that is a set of ids, None being all there are."""
    return bounded(value, to_set, meet=meet_ids, join=join_ids, nothing=frozenset(), everything=None)


def meet_ids(sets: Iterable[Ids | None]) -> Ids | None:
    """Give the ids in all sets; None limits nothing."""
    limits = [s for s in sets if s is not None]
    return frozenset.intersection(*limits) if limits else None


def join_ids(sets: Iterable[Ids | None]) -> Ids | None:
    """Give the ids in any set; one that limits nothing makes the whole so."""
    parts = list(sets)
    return None if any(s is None for s in parts) else frozenset[str]().union(*(s for s in parts if s is not None))


GAPS = (("undefined", Undefined), ("unread", Unread), ("disputed", Disputed))


def gap_words(value: Any) -> Iterator[str]:
    """Name every gap in a value and below it: `undefined`, `unread`, `disputed`, as often as they occur.

    Zones and lines write a gap as a key of their own (`undefined: parts of the hills`), which counts as well.
    """
    if isinstance(value, BaseModel):
        for word, model in GAPS:
            if isinstance(value, model) or (
                "undefined" in type(value).model_fields and getattr(value, word, None) is not None
            ):
                yield word
        for name in type(value).model_fields:
            yield from gap_words(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from gap_words(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from gap_words(item)
