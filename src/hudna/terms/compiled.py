"""What an agreement means, ready to be evaluated: norms as boxes, duties, clocks (docs/semantics.md).

Everything here is a value. Names are resolved, kinds and targets are closed under their trees, actors under members and
successors, local times are instants in UTC, zones are regions in one equal-area plane. Bounds are spelled out: each side of a
box that the deal leaves undefined, unread or disputed has been settled for `lower`, `point` and `upper`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

Bound = Literal["lower", "point", "upper"]
BOUNDS: tuple[Bound, ...] = ("lower", "point", "upper")
# What takes away from a reading, or excuses it, is itself read at the other end.
OTHER_WAY_ROUND: Mapping[Bound, Bound] = {"lower": "upper", "point": "point", "upper": "lower"}


@dataclass(frozen=True)
class Interval:
    """A half-open stretch of time [begins_at, ends_at), instants in UTC; None: since ever, for ever."""

    begins_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True)
class Region:
    """Ground in the agreement's plane (metres): circles and a polygon, all disjoint from one another; or everywhere."""

    circles: tuple[tuple[float, float, float], ...] = ()  # x, y, radius
    polygon: Any = None  # shapely Polygon or MultiPolygon, counter-clockwise, simple, or None
    is_everywhere: bool = False

    @property
    def is_nowhere(self) -> bool:
        return not self.is_everywhere and not self.circles and (self.polygon is None or self.polygon.is_empty)


@dataclass(frozen=True)
class PlaceSide:
    """One condition on place. `in`: effect or origin inside; `into`: effect inside; `from`: origin inside."""

    relation: Literal["in", "into", "from"]
    region: str  # key of CompiledAgreement.regions


@dataclass(frozen=True)
class Box:
    """A product of sets. None limits nothing; an empty set makes the box empty."""

    actors: frozenset[str] | None
    kinds: frozenset[str]  # ids, closed downward
    arms: frozenset[str] | None
    targets: frozenset[str] | None  # target ids closed downward and by `is_also`, and actor ids
    places: tuple[PlaceSide, ...]  # all of them hold
    when: tuple[Interval, ...]  # disjoint, in order


@dataclass(frozen=True)
class BoundedBoxes:
    """A union of disjoint boxes, at each bound. As sets: lower within point within upper."""

    lower: tuple[Box, ...]
    point: tuple[Box, ...]
    upper: tuple[Box, ...]

    def at(self, bound: Bound) -> tuple[Box, ...]:
        return {"lower": self.lower, "point": self.point, "upper": self.upper}[bound]


@dataclass(frozen=True)
class Need:
    """An act that must be established for an allowance or an exclusion to apply (docs/semantics.md, "Needs")."""

    kinds: frozenset[str]
    by: frozenset[str] | None  # actors; None: anybody
    by_target: bool  # `by: [target]`: an actor in the incident's own target distribution
    to: frozenset[str] | None  # receivers: matched against the act's targets and actors' roles; None: not asked
    since: timedelta | None  # the act began at most that long before the incident
    before: timedelta | None  # the act was complete at least that long before the incident
    within: timedelta | None  # the act was complete at most that long after the incident
    metres: float | None  # at most that far from the incident


@dataclass(frozen=True)
class Taking:
    """What takes mass out of a norm: an allowance named in `despite`, or an exclusion. Its bounds are its own; they enter the
    breach the other way round (the norm's lower bound is reduced by the taking's upper).
    """

    taking_id: str  # term id, or exclusion id
    form: Literal["allowance", "exclusion"]
    boxes: BoundedBoxes
    needs: tuple[Need, ...] = ()
    judged: tuple[str, ...] = ()  # words only a ruling can settle: the weight is then between 0 and 1
    proof_on: Literal["striker", "complainant"] | None = None
    co_located_protected: bool = False
    not_evaluated: tuple[str, ...] = ()  # keys that would change the result and are not yet evaluated


@dataclass(frozen=True)
class Norm:
    """One prohibition as it binds one accused. `accused` holds one party; or several parties for whom the same guarantor
    answers (docs/decisions: "whoever of its clients it was, the guarantor answers").
    """

    norm_id: str  # term or term/row
    accused: tuple[str, ...]  # ids of obligors (parties, guarantors, bodies, others)
    guarantors: tuple[str, ...]  # who answers for all of the accused; empty: nobody named
    boxes: BoundedBoxes
    takings: tuple[Taking, ...]
    after: tuple[str, ...] = ()  # duties that must be met before it binds
    after_undefined: bool = False  # a trigger nobody can measure: never (lower, point), at once (upper)
    not_evaluated: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()  # "undefined: in", "disputed: during", …: what made its bounds differ


@dataclass(frozen=True)
class Quantity:
    """The amount owed. All None: no amount is fixed and the first performance meets the duty."""

    exactly: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    between: tuple[float, float] | None = None
    is_all: bool = False
    unit: str | None = None
    of: Mapping[str, float] = field(default_factory=dict)
    incl: Mapping[str, float] = field(default_factory=dict)
    only: tuple[str, ...] = ()

    @property
    def owed(self) -> float | None:
        """The number that meets it, or None where no number is owed."""
        if self.exactly is not None:
            return self.exactly
        if self.at_least is not None:
            return self.at_least
        return self.between[0] if self.between else None


@dataclass(frozen=True)
class Due:
    """When an instance falls due at one bound: at an instant, so long after opening, or never."""

    deadline_at: datetime | None = None  # exclusive end: met before this instant is in time
    within: str | None = None  # ISO 8601 duration, reckoned from opening in the agreement's clock


@dataclass(frozen=True)
class BoundedQuantity:
    lower: Quantity
    point: Quantity
    upper: Quantity


@dataclass(frozen=True)
class BoundedDue:
    """`lower`: the latest it can fall due (most lenient); `upper`: the earliest."""

    lower: Due
    point: Due
    upper: Due


@dataclass(frozen=True)
class Duty:
    """One duty of one obligor (or of several jointly, or of nobody named)."""

    duty_id: str  # term or term/row
    obligors: tuple[str, ...]  # one id; several when jointly; () when nobody is named
    guarantors: tuple[str, ...]
    actors: frozenset[str]  # who performs, closed; empty: whoever performs
    kinds: frozenset[str] | None  # None: the act is undefined, nothing can meet it
    arms: frozenset[str] | None
    receivers: frozenset[str] | None  # `for`
    from_region: str | None
    to_region: str | None
    in_region: str | None
    quantity: BoundedQuantity
    opens: tuple[Interval, ...]  # the interval in which it can be open (its `during` or phase, within `in_force`)
    after: tuple[str, ...]
    after_undefined: bool
    due: BoundedDue
    every: str | None  # ISO 8601 duration
    is_every_undefined: bool
    sustain: bool
    mirrors: str | None
    at_most: str | None  # longest suspension, ISO 8601 duration
    lifesaving: bool
    floor: float | None  # partial.floor
    pro_rata: bool
    not_evaluated: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tranche:
    tranche_id: str
    duties: tuple[str, ...]
    rule: Literal["in_steps", "in_proportion"]
    steps: tuple[Mapping[str, float | Literal["all", "rest"]], ...]  # empty: all is one step
    order: Literal["together", "as_listed"]
    slack: float | None
    grace: str | None
    if_late: Literal["wait", "go_on", "substitute"]
    not_evaluated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rung:
    rung: str
    to: tuple[str, ...]  # ids, or ("guarantor",): whoever answers for the accused
    within: str | None  # ISO 8601 duration; None: the addressee's `answers_within`; still none: no limit, never overdue
    act: str | None
    stops_when: tuple[str, ...]
    classes: tuple[str, ...]  # empty: all


@dataclass(frozen=True)
class BreachClass:
    name: str
    kinds: frozenset[str] | None
    killed_at_least: int | None  # `or: {killed: 5}`
    injured_at_least: int | None = None  # `or: {injured: 20}`


@dataclass(frozen=True)
class Proof:
    """Standards each consequence needs; where the deal is silent, the defaults of docs/semantics.md, and `silent` names them."""

    notice: str = "reasonable_suspicion"
    breach: str = "reasonable_grounds"
    suspension: str = "clear_and_convincing"
    thresholds: Mapping[str, float] = field(default_factory=dict)  # lower ends that override
    k: float = 3.0
    silent: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """A party, guarantor, body or other: whoever can owe a duty."""

    role_id: str
    form: Literal["party", "guarantor", "body", "other"]
    name: Mapping[str, str]  # language -> name
    actors: frozenset[str]  # closed under members and successors
    named_actors: tuple[str, ...]  # as the agreement lists them
    camps: frozenset[str]  # sides its actors stand on, as the actor register says
    guarantors: tuple[str, ...]  # who answers for it
    answers_within: str | None = None
    if_silent: str | None = None
    rules_against: tuple[str, ...] = ()
    trust: str = "read"


@dataclass(frozen=True)
class CompiledAgreement:
    agreement_id: str
    title: Mapping[str, str]
    version: str
    sha256: str  # of the file's bytes
    clock: str  # IANA name
    tzdata_version: str
    gazetteer: str | None
    in_force: tuple[Interval, ...]  # at the point
    plane: str  # PROJ string of the agreement's equal-area plane
    regions: Mapping[str, Region]  # key -> ground; keys name the zone and the bound, e.g. "south@upper"
    zone_regions: Mapping[str, Mapping[str, str]]  # zone id -> bound -> region key, for maps
    roles: Mapping[str, Role]
    norms: tuple[Norm, ...]
    duties: tuple[Duty, ...]
    tranches: tuple[Tranche, ...]
    ladder: tuple[Rung, ...]
    classes: tuple[BreachClass, ...]
    proof: Proof
    gaps: Mapping[str, Mapping[str, int]]  # section -> {"silent": n, "undefined": n, "disputed": n, "unread": n}
    not_evaluated: tuple[tuple[str, str], ...]  # (term or section, key)
    notes: tuple[
        str, ...
    ] = ()  # worth a word: old time-zone rules, discs for units, rings drawn clockwise, a gazetteer not at hand
