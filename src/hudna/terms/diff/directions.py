"""Whether a side of a term covers more or less than it did: read at each bound, and unclear where the bounds do not agree."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from math import pi
from typing import Any, TypeVar

from hudna.terms.clock import parse_duration
from hudna.terms.compiled import BOUNDS, BoundedDue, BoundedQuantity, Quantity, Region
from hudna.terms.diff.change import Direction
from hudna.terms.gaps import Bounded, Ids, Unknown, readings
from hudna.terms.intervals import Times, join, meet
from hudna.terms.regions import subtract, unite

T = TypeVar("T")
LEAST_GROUND_M2 = 1.0  # less ground than this is the arithmetic of outlines, and no change
M2_PER_KM2 = 1_000_000.0


def of_bounds(old: Bounded[T], new: Bounded[T], holds: Callable[[T, T], bool]) -> Direction | None:
    """Compare a set at each bound; `holds(outer, inner)`. None: the same at every one."""
    told: set[Direction] = set()
    for bound in BOUNDS:
        before, after = old.at(bound), new.at(bound)
        grows, shrinks = holds(after, before), holds(before, after)
        if not (grows and shrinks):
            told.add("wider" if grows else "narrower" if shrinks else "unclear")
    return agreed(told)


def agreed(directions: Iterable[Direction | None]) -> Direction | None:
    """Give the direction in which all that moved have moved; unclear where they differ, None where nothing has."""
    told = {direction for direction in directions if direction is not None}
    return told.pop() if len(told) == 1 else "unclear" if told else None


def of_ids(old: Bounded[Ids | None], new: Bounded[Ids | None]) -> Direction | None:
    """Compare sets of ids; None limits nothing."""
    return of_bounds(old, new, lambda outer, inner: outer is None or (inner is not None and inner <= outer))


def of_times(old: Bounded[Times], new: Bounded[Times]) -> Direction | None:
    return of_bounds(old, new, lambda outer, inner: meet([join([outer]), join([inner])]) == join([inner]))


def of_ground(old: Bounded[Region], new: Bounded[Region]) -> Direction | None:
    return of_bounds(old, new, covers)


def covers(outer: Region, inner: Region) -> bool:
    """Say whether a region holds another, but for less than a square metre."""
    if outer == inner or outer.is_everywhere:
        return True
    return not inner.is_everywhere and area_m2(subtract(inner, [outer])) < LEAST_GROUND_M2


def area_m2(region: Region) -> float:
    """Give the area of a region in its plane, square metres; infinite for everywhere. Circles are measured as circles."""
    if region.is_everywhere:
        return float("inf")
    circles = sum(pi * radius**2 for _, _, radius in region.circles)
    return circles + (0.0 if region.polygon is None else float(region.polygon.area))


def ground_sizes(old: Region, new: Region) -> dict[str, float]:
    """Give the areas before and after, what went and what came, in square kilometres; of ground without end nothing."""
    sizes = {"km2_old": old, "km2_new": new}
    told = {name: area_m2(region) / M2_PER_KM2 for name, region in sizes.items() if not region.is_everywhere}
    if len(told) == len(sizes):
        whole = area_m2(unite([old, new]))
        told |= {
            "km2_gone": max(0.0, whole / M2_PER_KM2 - told["km2_new"]),
            "km2_added": max(0.0, whole / M2_PER_KM2 - told["km2_old"]),
        }
    return told


def sizes_at_bounds(old: Bounded[Region], new: Bounded[Region]) -> dict[str, float]:
    """Give the areas at the point, and at the lower and upper bound where they are others: what the ground is at least, and at most."""
    sizes = ground_sizes(old.point, new.point)
    for word, bound in (("least", "lower"), ("most", "upper")):
        before, after = getattr(old, bound), getattr(new, bound)
        if (before, after) != (old.point, new.point):
            told = {f"km2_{word}_old": before, f"km2_{word}_new": after}
            sizes |= {name: area_m2(region) / M2_PER_KM2 for name, region in told.items() if not region.is_everywhere}
    return sizes


# --- lengths and amounts ----------------------------------------------------------------------------------------------------------------


def of_length(old: Any, new: Any, *, silence: float) -> Direction | None:
    """Compare durations, vague ones at their points; `silence`: the length, in seconds, of one that is not told."""
    before, after = _seconds(old, silence), _seconds(new, silence)
    return "wider" if after > before else "narrower" if after < before else "unclear"


def _seconds(written: Any, silence: float) -> float:
    if written is None:
        return silence
    point = readings(written).point
    return silence if isinstance(point, Unknown) else parse_duration(point).nominal() / timedelta(seconds=1)


def of_number(old: float | None, new: float | None, *, silence: float) -> Direction | None:
    before, after = silence if old is None else old, silence if new is None else new
    return "wider" if after > before else "narrower" if after < before else None


def of_due(old: BoundedDue, new: BoundedDue) -> Direction | None:
    """Compare when a duty falls due: wider is later. Never is later than any day."""
    never = float("inf")
    told: list[Direction | None] = []
    for bound in BOUNDS:
        before, after = getattr(old, bound).deadline_at, getattr(new, bound).deadline_at
        told.append(
            of_number(before and before.timestamp(), after and after.timestamp(), silence=never)
        )  # fmt: skip
    return agreed(told)


def of_quantity(old: BoundedQuantity, new: BoundedQuantity) -> Direction | None:
    """Compare what is owed, the number and each category: wider is more. Another unit, or a cap on what counts, is neither."""
    told: list[Direction | None] = []
    for bound in BOUNDS:
        before, after = getattr(old, bound), getattr(new, bound)
        if before == after:
            continue
        told += [*_amounts(before, after), *_kinds_of_amount(before, after)]
    return agreed(told)


def _amounts(old: Quantity, new: Quantity) -> Iterable[Direction | None]:
    nothing = float("-inf")
    yield of_number(old.owed, new.owed, silence=nothing)
    for parts in ("of", "incl"):
        before, after = getattr(old, parts), getattr(new, parts)
        for category in {*before, *after}:
            yield of_number(before.get(category), after.get(category), silence=nothing)


def _kinds_of_amount(old: Quantity, new: Quantity) -> Iterable[Direction | None]:
    for field in ("unit", "at_most", "is_all"):
        if getattr(old, field) != getattr(new, field):
            yield "unclear"
    if set(old.only) != set(new.only):
        before, after = set(old.only), set(new.only)
        yield (
            "wider"
            if after and (not before or after < before)
            else "narrower"
            if before and (not after or before < after)
            else "unclear"
        )
