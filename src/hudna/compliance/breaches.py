"""One norm held against all incidents, as arrays: P(breach) at each bound and its factors (docs/semantics.md, "Prohibitions").

The order keeps the work small: time and place of the norm's widest reading first, then who did what, then exact shares of ground,
and only for what is left the three bounds and what is taken out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hudna.compliance.classes import class_breaches
from hudna.compliance.grid import near
from hudna.compliance.incident_arrays import (
    Cells,
    Flags,
    Happenings,
    Indices,
    Signature,
    actors_inside,
    arm_inside,
    kinds_inside,
    spread,
)
from hudna.compliance.needs import Acts
from hudna.compliance.places import Places, search_box, sides_of
from hudna.compliance.shares import Floats, sum_by
from hudna.compliance.takings import Cover, Extent, Measure, meet_extents, share_taken, weigh_taking, with_untold
from hudna.compliance.times import FOR_EVER, Stretches, common_time, stretches_of
from hudna.terms import CompiledAgreement
from hudna.terms.compiled import BOUNDS, OTHER_WAY_ROUND, Bound, Box, Norm

NOTHING = 1e-12  # what rounding leaves of a mass that was taken whole
ROUNDING = 1e-6  # more than this is no rounding
Binds = Mapping[Bound, int | None]  # instant from which a norm binds at each bound, microseconds; None: never
Reaching = tuple[Flags, Cover]  # which signatures a cover reaches, and the cover


@dataclass
class Scene:
    """Everything a norm is held against. A cache with a life: make one for one evaluation."""

    compiled: CompiledAgreement
    happenings: Happenings
    places: Places
    acts: Acts
    inside: dict[tuple[object, ...], Flags] = field(default_factory=dict)  # of signatures, by one side of a box

    def is_inside(self, box: Box, bound: Bound) -> Flags:
        """Say of each signature whether it is inside the box: who, what and with what."""
        return (
            self._is_inside(actors_inside, box.actors, bound)
            & self._is_inside(kinds_inside, box.kinds, bound)
            & self._is_inside(arm_inside, box.arms, bound)
        )

    def _is_inside(
        self, reads: Callable[[Signature, Any, Bound], bool], side: frozenset[str] | None, bound: Bound
    ) -> Flags:
        key = (reads, side, bound == "upper")
        if key not in self.inside:
            signatures = self.happenings.cells.signatures
            self.inside[key] = np.array([reads(each, side, bound) for each in signatures], dtype=bool)
        return self.inside[key]


@dataclass(frozen=True)
class Breaches:
    """The incidents that can breach a norm, in ascending order, and how."""

    incident: Indices
    p: Mapping[Bound, Floats]
    p_place: Floats
    p_time: Floats
    p_target: Floats
    p_actor_kind: Floats
    p_excepted: Floats
    has_taken: Flags  # incidents x takings: it took something at some bound
    breach_class: Indices  # number of the class, -1 for none


def hold_norm(scene: Scene, norm: Norm, binds: Binds) -> Breaches:
    """Hold every incident against one norm; incidents that cannot breach it are left out."""
    chosen = _candidates(scene, norm, binds)
    measure = Measure(scene.places, chosen)
    row, owner = spread(scene.happenings.cells.first, chosen)
    p: dict[Bound, Floats] = {}
    has_taken = np.zeros((len(chosen), len(norm.takings)), dtype=bool)
    factors = [np.zeros(len(chosen)) for _ in range(4)]
    p_inside = np.zeros(len(chosen))
    for bound in BOUNDS:
        covers = _covers(scene, norm, bound, chosen)
        best = np.zeros(len(chosen))
        p[bound] = np.zeros(len(chosen))
        took = np.zeros((len(norm.takings), len(chosen)))
        before: list[Reaching] = []  # boxes already held: what a reading puts into two of them counts once
        for box in norm.boxes.at(bound):
            extent = _extent(box, bound, binds)
            if extent is None:
                continue
            inside = scene.is_inside(box, bound)
            kept, held, mass, share = _hold_box(scene, measure, extent, bound, inside, before, covers, row, owner, took)
            before.append((inside, Cover(-1 - len(before), extent, np.ones(len(chosen)))))
            p[bound] += kept
            if bound == "point":
                p_inside += held
                is_best = mass * share > best
                best = np.where(is_best, mass * share, best)
                of_box = (measure.place(extent.sides), measure.time(extent.when), measure.target(extent.targets), mass)
                factors = [np.where(is_best, new, old) for new, old in zip(of_box, factors, strict=True)]
        has_taken |= took.T > NOTHING
    p = _in_order(p)
    classes = class_breaches(scene.compiled.classes, scene.happenings, chosen, _ever_inside(scene, norm), row, owner)
    lasting = np.flatnonzero(p["upper"] > NOTHING)
    return Breaches(
        incident=chosen[lasting],
        p={bound: values[lasting] for bound, values in p.items()},
        p_place=factors[0][lasting],
        p_time=factors[1][lasting],
        p_target=factors[2][lasting],
        p_actor_kind=np.minimum(factors[3], 1.0)[lasting],
        p_excepted=np.clip(p_inside - p["point"], 0.0, 1.0)[lasting],
        has_taken=has_taken[lasting],
        breach_class=classes[lasting],
    )


def _candidates(scene: Scene, norm: Norm, binds: Binds) -> Indices:
    """The incidents that meet some box of the norm's widest reading in time, place, target, actor and kind."""
    found = []
    for box in norm.boxes.upper:
        extent = _extent(box, "upper", binds)
        bounds = search_box(scene.places, box.places)
        if extent is None or bounds is None:
            continue
        chosen = _meet_in_time(scene.happenings, _meet_in_place(scene.places, bounds), extent.when)
        chosen = chosen[_has_inside(scene.happenings.cells, scene.is_inside(box, "upper"), chosen)]
        found.append(chosen[Measure(scene.places, chosen).of(extent) > 0])
    if len(found) == 1:
        return found[0]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def _meet_in_place(places: Places, bounds: tuple[float, float, float, float]) -> Indices:
    if np.isinf(bounds).all():
        return np.arange(len(places.happenings))
    return near(places.grid, bounds)


def _meet_in_time(happenings: Happenings, chosen: Indices, when: Stretches) -> Indices:
    begins, ends = happenings.begins[chosen], happenings.ends[chosen]
    return np.sort(chosen[(begins < when[-1][1]) & (ends >= when[0][0])])


def _has_inside(cells: Cells, inside: Flags, chosen: Indices) -> Flags:
    row, owner = spread(cells.first, chosen)
    has = np.zeros(len(chosen), dtype=bool)
    has[owner[inside[cells.signature[row]]]] = True
    return has


def _extent(box: Box, bound: Bound, binds: Binds) -> Extent | None:
    """The place, time and targets of a box of the norm, from the instant the norm binds; None if that is nothing."""
    since = binds[bound]
    if since is None:
        return None
    when = common_time(stretches_of(box.when), ((since, FOR_EVER),))
    return (
        Extent(sides_of(box.places, is_upper=bound == "upper"), when, with_untold(box.targets, bound)) if when else None
    )


def _covers(scene: Scene, norm: Norm, bound: Bound, chosen: Indices) -> list[Reaching]:
    """The boxes of all takings, read the other way round, with their weights."""
    other = OTHER_WAY_ROUND[bound]
    covers = []
    for number, taking in enumerate(norm.takings):
        weight = weigh_taking(taking, other, scene.compiled, scene.places, scene.acts, chosen)
        for box in taking.boxes.at(other) if weight.any() else ():
            # Under `striker` who struck must show whom: a target nobody told is not taken out.
            targets = box.targets if taking.proof_on == "striker" else with_untold(box.targets, other)
            extent = Extent(sides_of(box.places, is_upper=other == "upper"), stretches_of(box.when), targets)
            if extent.when:
                covers.append((scene.is_inside(box, other), Cover(number, extent, weight)))
    return covers


def _hold_box(
    scene: Scene, measure: Measure, extent: Extent, bound: Bound, inside: Flags, before: Sequence[Reaching],
    covers: Sequence[Reaching], row: Indices, owner: Indices, took: Floats,
) -> tuple[Floats, Floats, Floats, Floats]:  # fmt: skip
    """Give what one box of the norm keeps and what it holds of each incident, both without what the boxes before it hold; and the box's
    own mass of cells, and its share of place, time and target.
    """
    cells, n = scene.happenings.cells, len(measure.chosen)
    share = measure.of(extent)
    in_box = inside[cells.signature[row]]
    mass = sum_by(owner[in_box], cells.mass[bound][row[in_box]], n)
    shared = [each for each in before if _has_common(measure, extent, inside, each)]
    held = mass * share - _mass_taken(scene, measure, extent, bound, inside, shared, row, owner, None)
    if not covers:
        return held, held, mass, share
    taken = _mass_taken(scene, measure, extent, bound, inside, [*shared, *covers], row, owner, took)
    return mass * share - taken, held, mass, share


def _has_common(measure: Measure, extent: Extent, inside: Flags, other: Reaching) -> bool:
    """Say whether a reading puts one act into a box and another: as written the boxes of a norm are disjoint."""
    flags, cover = other
    common = meet_extents(extent, cover.extent) if (flags & inside).any() else None
    return common is not None and bool(measure.of(common).any())


def _mass_taken(
    scene: Scene, measure: Measure, extent: Extent, bound: Bound, inside: Flags, covers: Sequence[Reaching],
    row: Indices, owner: Indices, took: Floats | None,
) -> Floats:  # fmt: skip
    """Give the mass of the box that lies in at least one of the covers; cells that the same covers reach go together."""
    cells, n = scene.happenings.cells, len(measure.chosen)
    taken = np.zeros(n)
    if not covers:
        return taken
    signature = cells.signature[row]
    covered = np.array([flags & inside for flags, _ in covers])
    patterns, pattern_of = np.unique(covered, axis=1, return_inverse=True)
    for number in range(patterns.shape[1]):
        reaching = [cover for (_, cover), reaches in zip(covers, patterns[:, number], strict=True) if reaches]
        those = inside[signature] & (pattern_of.reshape(-1)[signature] == number)
        if not reaching or not those.any():
            continue
        mass_of = sum_by(owner[those], cells.mass[bound][row[those]], n)

        def note(taking: int, term: Floats, mass_of: Floats = mass_of) -> None:
            if took is not None and taking >= 0:
                took[taking] += mass_of * term

        taken += mass_of * share_taken(measure, extent, reaching, note)
    return taken


def _in_order(p: Mapping[Bound, Floats]) -> dict[Bound, Floats]:
    """Clip to 0..1 and to lower <= point <= upper, which only rounding can have broken, but for the upper end: those of authors who
    exclude one another may add up to more than 1.

    The upper end of several sides together is at most the sum of their upper ends, and at most 1.

    Raises:
        ValueError: the bounds are out of order by more than that, or the probability is beyond 0 and 1: a mistake of ours.
    """
    low, middle, high = p["lower"], p["point"], p["upper"]
    if (low > middle + ROUNDING).any() or (middle > high + ROUNDING).any():
        raise ValueError("bounds out of order: lower <= point <= upper does not hold")
    if (low < -ROUNDING).any() or (middle > 1 + ROUNDING).any():
        raise ValueError("bounds outside 0 to 1")
    point = np.clip(p["point"], 0.0, 1.0)
    return {
        "lower": np.clip(p["lower"], 0.0, point),
        "point": point,
        "upper": np.clip(p["upper"], point, 1.0),
    }


def _ever_inside(scene: Scene, norm: Norm) -> Flags:
    """Say of each signature whether some box of the norm's widest reading holds it."""
    inside = np.zeros(len(scene.happenings.cells.signatures), dtype=bool)
    for box in norm.boxes.upper:
        inside |= scene.is_inside(box, "upper")
    return inside
