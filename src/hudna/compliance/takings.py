"""What allowances and exclusions take out of a norm, exactly (docs/semantics.md, "Prohibitions").

A cell of an incident's finding keeps P(in the norm's box and in none of the takings that cover the cell). Two takings that overlap
take their common part once: inclusion-exclusion over boxes, where the meet of boxes is again a box.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from hudna.compliance.incident_arrays import ANYONE, UNKNOWN, Indices
from hudna.compliance.needs import Acts, needs_met
from hudna.compliance.places import Places, Side, place_share
from hudna.compliance.shares import Floats
from hudna.compliance.standards import TOLERANCE, lower_end
from hudna.compliance.times import Stretches, common_time, time_share
from hudna.terms import CompiledAgreement
from hudna.terms.compiled import Bound, Taking


@dataclass(frozen=True)
class Extent:
    """The part of a box that is not about who did what: place sides, time and targets."""

    sides: frozenset[Side]
    when: Stretches
    targets: frozenset[str] | None


@dataclass(frozen=True)
class Cover:
    """One box of a taking, read at one bound, with the weight of the taking for each chosen incident."""

    taking: int
    extent: Extent
    weight: Floats


@dataclass
class Measure:
    """P(place, time and target in an extent) for fixed incidents; each factor is computed once."""

    places: Places
    chosen: Indices
    of_place: dict[frozenset[Side], Floats] = field(default_factory=dict)
    of_time: dict[Stretches, Floats] = field(default_factory=dict)

    def place(self, sides: frozenset[Side]) -> Floats:
        if sides not in self.of_place:
            self.of_place[sides] = place_share(self.places, sides, self.chosen)
        return self.of_place[sides]

    def time(self, when: Stretches) -> Floats:
        if when not in self.of_time:
            happenings = self.places.happenings
            self.of_time[when] = time_share(happenings.begins[self.chosen], happenings.ends[self.chosen], when)
        return self.of_time[when]

    def target(self, targets: frozenset[str] | None) -> Floats:
        return self.places.happenings.target_share(targets, self.chosen)

    def of(self, extent: Extent) -> Floats:
        rest = self.time(extent.when) * self.target(extent.targets)
        return rest * self.place(extent.sides) if rest.any() else rest  # ground is what costs


def share_taken(
    measure: Measure, extent: Extent, covers: Sequence[Cover], on_first: Callable[[int, Floats], None]
) -> Floats:
    """Give P(in the extent and in at least one of the covers), each cover applying with its weight, independently.

    Covers of one taking apply together, so what two of them share counts once with the weight of the taking; as written they are
    disjoint, but a reading can put one act into both. `on_first` is told what each cover would take if it stood alone.
    """
    taken = np.zeros(len(measure.chosen))
    nothing = np.zeros(len(measure.chosen))

    def add(extent: Extent, weight: Floats, rest: Sequence[Cover], sign: float, applied: frozenset[int]) -> None:
        for number, cover in enumerate(rest):
            common = meet_extents(extent, cover.extent)
            if common is None:
                continue
            both = weight if cover.taking in applied else weight * cover.weight
            term = both * measure.of(common) if both.any() else nothing
            if not term.any():
                continue
            if not applied:
                on_first(cover.taking, term)
            np.add(taken, sign * term, out=taken)
            add(common, both, rest[number + 1 :], -sign, applied | {cover.taking})

    add(extent, np.ones(len(measure.chosen)), covers, 1.0, frozenset())
    return taken


def meet_extents(one: Extent, other: Extent) -> Extent | None:
    """Give what two extents have in common; None when that is nothing whatever the incident."""
    when = common_time(one.when, other.when)
    targets = _meet_targets(one.targets, other.targets)
    if not when or (targets is not None and not targets):
        return None
    return Extent(one.sides | other.sides, when, targets)


def weigh_taking(
    taking: Taking, bound: Bound, compiled: CompiledAgreement, places: Places, acts: Acts, chosen: Indices
) -> Floats:
    """Give how far a taking applies to each chosen incident, at a bound of its own: needs, judged words, proof and co-location.

    A key that is not evaluated leaves it like a judged word: it may apply, and only the upper bound says so.
    """
    weight = np.ones(len(chosen))
    if (taking.judged or taking.not_evaluated) and bound != "upper":
        return np.zeros(len(chosen))
    if taking.needs:
        certain, possible = needs_met(acts, taking.needs, chosen)
        weight = possible if bound == "upper" else certain
    if taking.proof_on == "striker":
        excluded = frozenset(target for box in taking.boxes.at(bound) for target in box.targets or ())
        established = places.happenings.target_share(excluded, chosen)
        weight = weight * (established >= lower_end(compiled.proof.breach, compiled.proof.thresholds) - TOLERANCE)
    if taking.co_located_protected:
        of_parties = [role.actors for role in compiled.roles.values() if role.form == "party"]
        weight = weight * (places.happenings.target_share(frozenset().union(*of_parties), chosen) == 0)
    return weight


def with_untold(targets: frozenset[str] | None, bound: Bound) -> frozenset[str] | None:
    """Give the targets of a box as a bound reads them: one that nobody told may be any of them, and only the upper bound says so."""
    return targets if targets is None or bound != "upper" else targets | {UNKNOWN}


def _meet_targets(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or ANYONE in one:
        return other
    if other is None or ANYONE in other:
        return one
    return one & other
