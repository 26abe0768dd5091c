"""Duties, walked through from performance to performance (docs/semantics.md, "Duties").

Each duty is simulated apart for each bound and each standard. The facts that count are put in the order in which they were
complete; the walk adds them up until the amount owed is reached, and then asks what the state is at `as_of`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hudna.terms.compiled import BOUNDS, Bound, CompiledAgreement, Duty, Quantity
from reference.cells import Parents, Row, actors_inside, kinds_inside
from reference.places import Place, patterns
from reference.prohibitions import Evidence, rows_of, whereabouts
from reference.reckoning import after, local_day
from reference.standards import lower_end

STANDARDS = ("reasonable_suspicion", "reasonable_grounds", "clear_and_convincing")
A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class State:
    """One instance of a duty at one bound and standard."""

    duty_id: str
    obligor: str
    instance: int
    bound: Bound
    standard: str
    state: str
    opened_at: datetime | None
    due_at: datetime | None
    met_at: datetime | None
    days_late: int | None
    performed: float

    @property
    def key(self) -> tuple[str, str, int, str, str]:
        return self.duty_id, self.obligor, self.instance, self.bound, self.standard


@dataclass(frozen=True)
class Performance:
    begins_at: datetime
    complete_at: datetime
    amount: float


def walk_duties(
    compiled: CompiledAgreement, evidence: Evidence, *, parents: Parents, as_of: datetime
) -> dict[tuple[str, str, int, str, str], State]:
    """Every instance of every duty that has a number by `as_of`."""
    walk = [Walk(compiled, evidence, bound, standard, parents, as_of) for bound in BOUNDS for standard in STANDARDS]
    return {state.key: state for each in walk for duty in compiled.duties for state in each.instances(duty)}


class Walk:
    """One bound and one standard."""

    def __init__(
        self,
        compiled: CompiledAgreement,
        evidence: Evidence,
        bound: Bound,
        standard: str,
        parents: Parents,
        as_of: datetime,
    ) -> None:
        self.compiled, self.evidence, self.bound, self.standard = compiled, evidence, bound, standard
        self.parents, self.as_of = parents, as_of
        self.shares: dict[tuple[str, Place], float] = {}

    def instances(self, duty: Duty) -> Iterator[State]:
        """One instance, or one for each period of `every` that has begun."""
        opens = self.opening(duty)
        ends = duty.opens[-1].ends_at if duty.opens else None
        if duty.every is None or opens is None:
            yield self.instance(duty, 1, opens, self.due(duty, opens), ends, ends)
            return
        number, begins = 1, opens
        while number == 1 or (begins < self.as_of and (ends is None or begins < ends)):
            falls_due = after(opens, duty.every, self.compiled.clock, number)  # from the start, not in a chain
            closes = falls_due if ends is None else min(falls_due, ends)  # a period that the end cuts is over with it
            yield self.instance(duty, number, begins, falls_due, closes, ends)
            number, begins = number + 1, falls_due

    def opening(self, duty: Duty) -> datetime | None:
        """When all `after` are met, else when its interval begins; an undefined trigger: at once in the upper bound, else never."""
        if not duty.opens:
            return None
        begins = duty.opens[0].begins_at
        assert begins is not None
        if duty.after_undefined:
            return begins if self.bound == "upper" else None
        triggers = [self.first_met(duty_id) for duty_id in duty.after]
        if any(trigger is None for trigger in triggers):
            return None
        return max([begins, *(trigger for trigger in triggers if trigger)])

    def first_met(self, duty_id: str) -> datetime | None:
        """When every obligor's first instance of a duty was met, late or not."""
        met = [next(iter(self.instances(duty))).met_at for duty in self.compiled.duties if duty.duty_id == duty_id]
        return None if any(each is None for each in met) else max((each for each in met if each), default=None)

    def due(self, duty: Duty, opens: datetime | None) -> datetime | None:
        due = {"lower": duty.due.lower, "point": duty.due.point, "upper": duty.due.upper}[self.bound]
        if opens is None or due.deadline_at is not None:
            return None if opens is None else due.deadline_at  # what never opens never falls due
        return after(opens, due.within, self.compiled.clock) if due.within else None

    def instance(
        self,
        duty: Duty,
        number: int,
        opens: datetime | None,
        due: datetime | None,
        closes: datetime | None,
        ends: datetime | None,
    ) -> State:
        """Walk through the performances of one instance and ask what it has come to at `as_of`."""
        quantity = {"lower": duty.quantity.lower, "point": duty.quantity.point, "upper": duty.quantity.upper}[
            self.bound
        ]
        done, met_at = 0.0, None
        for performance in self.performances(duty, quantity) if opens else []:
            if performance.begins_at < opens or (closes is not None and performance.complete_at > closes):
                continue
            done += performance.amount
            if quantity.at_most is not None:
                done = min(done, quantity.at_most)
            if met_at is None and is_enough(done, quantity, duty.floor):
                met_at = performance.complete_at
        is_in_time = met_at is not None and (
            due is None or met_at <= due
        )  # the limit itself is exclusive of what comes after
        over = ends is not None and ends <= self.as_of
        if opens is None or opens > self.as_of:
            state = "lapsed" if over else "waiting"
        elif is_in_time:
            state = "met"
        elif due is not None and due <= self.as_of and (ends is None or due <= ends):
            state = "breached"
        else:
            state = "lapsed" if over else "open"
        late = None
        if met_at is not None and due is not None and not is_in_time:
            late = (
                local_day(met_at - A_MOMENT, self.compiled.clock) - local_day(due - A_MOMENT, self.compiled.clock)
            ).days
        opened = opens if opens is not None and opens <= self.as_of else None
        return State(
            duty.duty_id,
            "+".join(duty.obligors),
            number,
            self.bound,
            self.standard,
            state,
            opened,
            due,
            met_at,
            late,
            done,
        )

    # -- which incidents are performances ------------------------------------------------------------------------------------------

    def performances(self, duty: Duty, quantity: Quantity) -> Sequence[Performance]:
        found = [self.performance(duty, quantity, incident) for incident in self.evidence.incidents]
        return sorted((each for each in found if each), key=lambda each: (each.complete_at, each.begins_at))

    def performance(self, duty: Duty, quantity: Quantity, incident: Row) -> Performance | None:
        """The incident as a performance of the duty, if it is one: of the kind, by the obligor, at the place, for the receiver, proven."""
        if incident["known_at"] >= self.as_of or incident["is_day_inferred"] or duty.kinds is None:
            return None
        if (
            not self.at_the_places(duty, incident)
            or not self.for_the_receiver(duty, incident)
            or not self.proven(duty, incident)
        ):
            return None
        if quantity.owed is None:
            amount = 0.0 if incident["quantity"] is None else incident["quantity"]
        elif incident["quantity"] is None or incident["quantity_unit"] != quantity.unit:
            return None
        else:
            amount = incident["quantity"]
        return Performance(incident["occurred_from"], incident["occurred_to"], amount)

    def at_the_places(self, duty: Duty, incident: Row) -> bool:
        """`to` and `in` ask where it ended, `from` where it came from. Only whole shares are asked of the reference."""
        where = whereabouts(self.compiled, incident)
        for key, place in (
            (duty.to_region, where.effect),
            (duty.in_region, where.effect),
            (duty.from_region, where.origin),
        ):
            if key is not None:
                if place is None:
                    return False
                share = self.share_inside(key, place)
                if not 0.001 < share < 0.999:
                    if share < 0.5:
                        return False
                else:
                    raise NotAsked("part of a performance inside a zone")
        return True

    def share_inside(self, key: str, place: Place) -> float:
        if (key, place) not in self.shares:
            found = patterns(place, {key: self.compiled.regions[key]})
            self.shares[(key, place)] = sum(p for keys, p in found.items() if key in keys)
        return self.shares[(key, place)]

    def for_the_receiver(self, duty: Duty, incident: Row) -> bool:
        if duty.receivers is None:
            return True
        return (
            sum(row["p_target"] for row in rows_of(self.evidence.targets, incident) if row["target"] in duty.receivers)
            > 0.999
        )

    def proven(self, duty: Duty, incident: Row) -> bool:
        """Does the performance reach the standard? Who claims it has an interest in it: from `breach` on, one voice must stand apart."""
        cells = rows_of(self.evidence.findings, incident)
        p, low = (
            sum(
                cell[name] for cell in cells
                if actors_inside(cell, duty.actors or None, bound) and kinds_inside(cell, duty.kinds or frozenset(), bound, self.parents)
            )
            for name, bound in (("p_actor_kind", "point"), ("p_lower", "lower"))
        )  # fmt: skip
        voices = [
            voice
            for voice in rows_of(self.evidence.voices, incident)
            if voice["known_at"] < self.as_of and not voice["is_denial"]
        ]
        naming = [
            voice for voice in voices if not duty.actors or any(actor in duty.actors for actor in voice["actors"])
        ]
        groups = {voice["echo_group"] for voice in naming}
        performers = [
            self.compiled.roles[role] for role in duty.obligors
        ] or [  # owed by nobody named: whoever performs
            role
            for role in self.compiled.roles.values()
            if any(actor in role.actors for cell in cells for actor in cell["actors"])
        ]
        own = {camp for role in performers for camp in role.camps}
        apart = any(voice["leans_to"] not in own for voice in naming)
        enough = low >= lower_end(self.compiled, self.standard) - 1e-9 and p >= 0.5 - 1e-9
        if self.standard == "reasonable_suspicion":
            return enough
        return enough and len(groups) >= 2 and apart


class NotAsked(Exception):  # noqa: N818  (the case is outside what the reference answers)
    """A case that the written semantics leaves to the engine."""


def is_enough(done: float, quantity: Quantity, floor: float | None) -> bool:
    """No amount owed: the first performance meets it. `partial.floor`: that share of the amount is enough."""
    if quantity.owed is None:
        return True
    return done >= quantity.owed * (1.0 if floor is None else floor) - 1e-9
