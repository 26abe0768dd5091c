"""Prohibitions and allowances, by counting cases one by one (docs/semantics.md, "Prohibitions").

For one incident, one norm and one bound: cut the incident's time at every instant that any box names, its ground and its origin
along every region that any box names, and its targets one by one. In each of these cases, for each cell of the finding, the
act is either inside the norm or not, and each taking either covers it or not. Add up what is inside and not taken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise, product
from math import hypot
from typing import Any, NamedTuple

from hudna.terms.compiled import BOUNDS, Bound, Box, CompiledAgreement, Need, Norm, Taking
from reference.cells import (
    MASS,
    UNKNOWN,
    Parents,
    Row,
    act_mass,
    actors_inside,
    arm_inside,
    kinds_inside,
    target_inside,
    within,
)
from reference.places import Place, Point, disc, patterns, to_plane
from reference.standards import highest, lower_end, naming, reaches

OTHER_WAY_ROUND: Mapping[Bound, Bound] = {"lower": "upper", "point": "point", "upper": "lower"}
NOTHING = 1e-12
SOMETHING = 1e-6  # what a taking must take to be named: the slices of two different cuttings differ by about 1e-8


class Evidence(NamedTuple):
    """The tables, as lists of rows."""

    incidents: Sequence[Row]
    findings: Sequence[Row]
    targets: Sequence[Row]
    voices: Sequence[Row]


@dataclass
class Held:
    """What the reference says of one incident under one norm."""

    lower: float
    point: float
    upper: float
    excepted: float  # what the takings took, at the point
    taken_by: set[str]  # what clearly took something at some bound
    grazed_by: set[str]  # those, and what took less than a millionth: a tangent, or the error of the slicing
    standard: str
    groups_naming: int
    groups_not_adverse: int
    is_admitted: bool


@dataclass
class Where:
    """The ground of an incident and of its origin; None: not known."""

    effect: Place | None
    origin: Place | None
    centre: Point | None
    radius: float
    cache: dict[tuple[bool, frozenset[str]], dict[frozenset[str], float]] = field(default_factory=dict)


def hold(
    compiled: CompiledAgreement,
    evidence: Evidence,
    *,
    acts: Evidence | None = None,
    duty_states: Iterable[Row] = (),
    parents: Parents,
    as_of: datetime,
) -> dict[tuple[str, str, str], Held]:
    """Hold every known incident against every norm; keys are (incident, norm, accused). Pairs that cannot meet are left out."""
    known_by_then = acts is not None  # held as at moments; held now, every act known before `as_of` counts
    acts = acts or evidence
    held: dict[tuple[str, str, str], Held] = {}
    for incident in evidence.incidents:
        if incident["known_at"] >= as_of:  # "facts count when `known_at` is before it"
            continue
        for norm in compiled.norms:
            case = Case(compiled, norm, incident, evidence, acts, list(duty_states), parents, as_of, known_by_then)
            lower, point, upper = (case.breach(bound) for bound in BOUNDS)
            if upper > NOTHING:
                held[(incident["incident_id"], norm.norm_id, "+".join(norm.accused))] = case.weigh(lower, point, upper)
    return held


class Case:
    """One incident before one norm."""

    def __init__(
        self, compiled: CompiledAgreement, norm: Norm, incident: Row, evidence: Evidence, acts: Evidence,
        duty_states: Sequence[Row], parents: Parents, as_of: datetime, known_by_then: bool,
    ) -> None:  # fmt: skip
        self.compiled, self.norm, self.incident, self.acts = compiled, norm, incident, acts
        self.duty_states, self.parents, self.as_of, self.known_by_then = duty_states, parents, as_of, known_by_then
        self.cells = rows_of(evidence.findings, incident)
        self.voices = [voice for voice in rows_of(evidence.voices, incident) if voice["known_at"] < as_of]
        self.shares = {row["target"]: row["p_target"] for row in rows_of(evidence.targets, incident)}
        self.shares[UNKNOWN] = self.shares.get(UNKNOWN, 0.0) + max(0.0, 1.0 - sum(self.shares.values()))
        self.where = whereabouts(compiled, incident)

    def breach(self, bound: Bound, *, with_takings: bool = True) -> float:
        """P(inside the norm and not taken) at one bound."""
        boxes = self.norm.boxes.at(bound)
        if not any(self.hand_inside(box, bound, cell) for box in boxes for cell in self.cells):
            return 0.0
        other = OTHER_WAY_ROUND[bound]  # "What takes away enters the other way round"
        takings = [(taking, self.weight(taking, other)) for taking in self.norm.takings] if with_takings else []
        takings = [(taking, weight) for taking, weight in takings if weight > 0]
        all_boxes = [*boxes, *(box for taking, _ in takings for box in taking.boxes.at(other))]
        total = 0.0
        for (moment, p_moment), (effect, p_effect), (origin, p_origin), (target, p_target) in product(
            self.moments(all_boxes), self.grounds(all_boxes, at_origin=False),
            self.grounds(all_boxes, at_origin=True), self.shares.items(),
        ):  # fmt: skip
            chance = p_moment * p_effect * p_origin * p_target
            if chance == 0:
                continue
            for cell in self.cells:
                if not self.is_bound_at(bound, moment):
                    continue
                if not any(self.inside(box, bound, cell, moment, effect, origin, target) for box in boxes):
                    continue
                left = 1.0
                for taking, weight in takings:
                    if target == UNKNOWN and taking.proof_on == "striker":
                        continue
                    if any(
                        self.inside(box, other, cell, moment, effect, origin, target) for box in taking.boxes.at(other)
                    ):
                        left *= 1.0 - weight
                total += chance * cell[MASS[bound]] * left
        return min(1.0, total)

    # -- the cases --------------------------------------------------------------------------------------------------------

    def moments(self, boxes: Sequence[Box]) -> list[tuple[datetime, float]]:
        """One instant inside each piece of the incident's time between the instants that matter, and the piece's share."""
        start, end = self.incident["occurred_from"], self.incident["occurred_to"]
        if start == end:
            return [(start, 1.0)]
        named = [
            instant
            for box in boxes
            for interval in box.when
            for instant in (interval.begins_at, interval.ends_at)
            if instant
        ]
        named += [instant for bound in BOUNDS for instant in [self.binds_from(bound)] if instant]
        cuts = sorted({start, end, *(instant for instant in named if start < instant < end)})
        return [(a, (b - a) / (end - start)) for a, b in pairwise(cuts)]

    def grounds(self, boxes: Sequence[Box], *, at_origin: bool) -> list[tuple[frozenset[str] | None, float]]:
        """Sets of regions that hold the place (or the origin), with their probabilities; None: the place is not known."""
        place = self.where.origin if at_origin else self.where.effect
        if place is None:
            return [(None, 1.0)]
        keys = frozenset(side.region for box in boxes for side in box.places)
        if (at_origin, keys) not in self.where.cache:
            self.where.cache[(at_origin, keys)] = patterns(
                place, {key: self.compiled.regions[key] for key in sorted(keys)}
            )
        return list(self.where.cache[(at_origin, keys)].items())

    def inside(
        self,
        box: Box,
        bound: Bound,
        cell: Row,
        moment: datetime,
        effect: frozenset[str] | None,
        origin: frozenset[str] | None,
        target: str,
    ) -> bool:
        """Is this case inside the box, as one bound reads cell and place?"""
        return (
            any(within(moment, interval) for interval in box.when)
            and self.hand_inside(box, bound, cell)
            and target_inside(target, box.targets, bound)
            and all(self.place_inside(side.relation, side.region, bound, effect, origin) for side in box.places)
        )

    def hand_inside(self, box: Box, bound: Bound, cell: Row) -> bool:
        return (
            actors_inside(cell, box.actors, bound)
            and kinds_inside(cell, box.kinds, bound, self.parents)
            and arm_inside(cell, box.arms, bound)
        )

    def place_inside(
        self, relation: str, key: str, bound: Bound, effect: frozenset[str] | None, origin: frozenset[str] | None
    ) -> bool:
        region = self.compiled.regions[key]
        if region.is_everywhere or region.is_nowhere:
            return region.is_everywhere
        not_known = bound == "upper"  # a place that is not known: outside at lower and point, inside at upper
        if relation == "into":
            return not_known if effect is None else key in effect
        if relation == "from":
            return not_known if origin is None else key in origin
        if origin is None:  # "an unknown origin counts as the effect alone"
            return not_known if effect is None else key in effect
        return key in origin or (not_known if effect is None else key in effect)

    # -- "provided that" ----------------------------------------------------------------------------------------------------

    def is_bound_at(self, bound: Bound, moment: datetime) -> bool:
        """A norm `after` duties binds from the instant the last of them is met."""
        if self.norm.after_undefined:
            return bound == "upper"
        if not self.norm.after:
            return True
        starts = self.binds_from(bound)
        return starts is not None and moment >= starts

    def binds_from(self, bound: Bound) -> datetime | None:
        met = []
        for duty_id in self.norm.after:
            rows = [
                row for row in self.duty_states
                if row["duty_id"] == duty_id and row["instance"] == 1 and row["bound"] == bound
                and row["standard"] == self.compiled.proof.breach
            ]  # fmt: skip
            if not rows or any(row["met_at"] is None for row in rows):
                return None
            met.append(max(row["met_at"] for row in rows))
        return max(met, default=None)

    # -- takings: needs, judged words, proof on the striker, common ground -----------------------------------------------------

    def weight(self, taking: Taking, bound: Bound) -> float:
        """How far a taking applies at its own bound."""
        party_actors = {actor for role in self.compiled.roles.values() if role.form == "party" for actor in role.actors}
        if taking.co_located_protected and any(p > 0 and target in party_actors for target, p in self.shares.items()):
            return 0.0
        if taking.judged and bound != "upper":  # only a ruling can say
            return 0.0
        if taking.proof_on == "striker":  # who strikes bears the proof: not established is nothing at every bound
            targets = {target for box in taking.boxes.at(bound) for target in (box.targets or ())}
            established = sum(p for target, p in self.shares.items() if target in targets)
            if established < lower_end(self.compiled, self.compiled.proof.breach) - 1e-9:
                return 0.0
        weights = [self.need_weight(need, bound) for need in taking.needs]
        return min(weights, default=1.0)

    def need_weight(self, need: Need, bound: Bound) -> float:
        candidates = [
            act
            for act in self.acts.incidents
            if act["known_at"] < self.as_of and (not self.known_by_then or act["known_at"] <= self.incident["known_at"])
        ]
        candidates = [act for act in candidates if act["incident_id"] != self.incident["incident_id"]]
        best = 0.0
        for act in candidates:
            relation = self.relation(need, act)
            by = need.by
            if need.by_target:
                by = frozenset(target for target, p in self.shares.items() if p > 0 and target != UNKNOWN)
            masses = [act_mass(rows_of(self.acts.findings, act), by, need.kinds, each, self.parents) for each in BOUNDS]
            if relation == "certain":
                voices = [voice for voice in rows_of(self.acts.voices, act) if voice["known_at"] < self.as_of]
                if reaches(
                    self.compiled, self.compiled.proof.breach, masses[1], masses[0], *naming(voices, by, frozenset())
                ):
                    return 1.0
            if relation != "impossible" and bound == "upper":
                best = max(best, masses[2])
        return best

    def relation(self, need: Need, act: Row) -> str:
        """certain, possible or impossible: from the extremes of both times and both places."""
        answers = []
        i_from, i_to, a_from, a_to = (
            row[key] for row in (self.incident, act) for key in ("occurred_from", "occurred_to")
        )
        if need.since is not None:  # 0 <= incident - act <= since
            answers.append(extremes(i_from - a_to, i_to - a_from, timedelta(0), need.since))
        if need.before is not None:  # the act is complete at least `before` ahead of the incident
            answers.append(extremes(i_from - a_to, i_to - a_from, need.before, timedelta.max))
        if need.within is not None:  # complete at most `within` after the incident, and not ahead of it
            answers.append(extremes(a_from - i_to, a_to - i_from, timedelta(0), need.within))
        if need.metres is not None:
            here, there = self.where, whereabouts(self.compiled, act)
            if here.centre is None or there.centre is None:
                answers.append("possible")
            else:
                apart = hypot(here.centre[0] - there.centre[0], here.centre[1] - there.centre[1])
                reach = here.radius + there.radius
                answers.append(extremes(max(0.0, apart - reach), apart + reach, 0.0, need.metres))
        if "impossible" in answers:
            return "impossible"
        return "possible" if "possible" in answers else "certain"

    # -- the standard of proof ---------------------------------------------------------------------------------------------

    def weigh(self, lower: float, point: float, upper: float) -> Held:
        roles = [self.compiled.roles[role] for role in self.norm.accused]
        actors = frozenset(actor for role in roles for actor in role.actors)
        camps = frozenset(camp for role in roles for camp in role.camps)
        groups, not_adverse, admitted = naming(self.voices, actors, camps)
        mass = self.breach("point", with_takings=False)
        took = {taking.taking_id: max(self.took(taking, bound) for bound in BOUNDS) for taking in self.norm.takings}
        taken_by, grazed_by = ({name for name, most in took.items() if most > least} for least in (SOMETHING, NOTHING))
        standard = highest(self.compiled, point, lower, groups, not_adverse, admitted)
        return Held(lower, point, upper, mass - point, taken_by, grazed_by, standard, groups, not_adverse, admitted)

    def took(self, taking: Taking, bound: Bound) -> float:
        """By how much this taking reduces the norm at this bound if it alone stands against it."""
        alone = Norm(
            self.norm.norm_id,
            self.norm.accused,
            self.norm.guarantors,
            self.norm.boxes,
            (taking,),
            self.norm.after,
            self.norm.after_undefined,
        )
        kept, self.norm = self.norm, alone
        try:
            return self.breach(bound, with_takings=False) - self.breach(bound)
        finally:
            self.norm = kept


# -- places and rows ---------------------------------------------------------------------------------------------------------------


def whereabouts(compiled: CompiledAgreement, incident: Row) -> Where:
    effect, centre, radius = None, None, 0.0
    if incident["latitude"] is not None and incident["longitude"] is not None:
        centre, radius = (
            to_plane(compiled.plane, incident["longitude"], incident["latitude"]),
            incident["radius_m"] or 0.0,
        )
        effect = disc(*centre, radius)
    elif incident["unit"] is not None and f"unit:{incident['unit']}" in compiled.regions:
        effect = Place(ground=compiled.regions[f"unit:{incident['unit']}"])
    origin = None
    if incident["origin_latitude"] is not None and incident["origin_longitude"] is not None:
        x, y = to_plane(compiled.plane, incident["origin_longitude"], incident["origin_latitude"])
        origin = disc(x, y, incident["origin_radius_m"] or 0.0)
    return Where(effect, origin, centre, radius)


def rows_of(rows: Iterable[Row], incident: Row) -> list[Row]:
    return [row for row in rows if row["incident_id"] == incident["incident_id"]]


def extremes(least: Any, most: Any, low: Any, high: Any) -> str:
    """Does a quantity known only to lie in [least, most] lie in [low, high]?"""
    if least >= low and most <= high:
        return "certain"
    return "impossible" if most < low or least > high else "possible"
