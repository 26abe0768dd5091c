"""When each instance of a duty opens, falls due and was met, before anything holds it up (docs/semantics.md, "Duties").

One instance for each obligor (one for all jointly), and for each period of `every` that has begun. When a duty is met depends on
what was done and on when it opened, and it opens when the duties in `after` are met: never on what suspends it or makes it wait.
So all of this can be settled first, and tranches and mirrors afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from hudna.compliance.performances import Performance, owed_of
from hudna.terms import add_duration, period_bounds
from hudna.terms.compiled import Bound, CompiledAgreement, Due, Duty, Quantity

DutyKey = tuple[str, str]  # duty id, obligor
InstanceKey = tuple[str, str, int]
ENOUGH = 1e-9  # amounts are compared with this tolerance
CATEGORIES = ("of", "incl", "only")


@dataclass(frozen=True)
class Reading:
    """One reading of the deal (a bound) at one standard of proof, with what counts under it towards each duty."""

    compiled: CompiledAgreement
    bound: Bound
    acts: Mapping[DutyKey, tuple[Performance, ...]]
    reversions: Mapping[DutyKey, tuple[Performance, ...]]
    as_of: datetime


@dataclass(frozen=True)
class Undoing:
    """An act that undid a duty already met, and the one that made it good again."""

    at: datetime
    known_at: datetime
    made_good_by: Performance | None


@dataclass(frozen=True)
class Instance:
    """One instance of a duty under one reading. Instants in UTC."""

    duty: Duty
    obligor: str
    number: int
    quantity: Quantity
    opens_at: datetime | None  # None: it has not opened, or (`is_open_ever`) was never closed
    is_open_ever: bool
    due_at: datetime | None  # exclusive; before any time in which it was held up
    ends_at: datetime | None  # when the agreement, or the duty's own interval, ends
    acts: tuple[Performance, ...]  # what counts in its window, in order
    first_met_by: Performance | None  # the act that completed it
    undoings: tuple["Undoing", ...]  # of a duty that must be sustained, in order
    not_evaluated: tuple[str, ...] = field(default=())

    @property
    def key(self) -> InstanceKey:
        return (self.duty.duty_id, self.obligor, self.number)

    @property
    def has_opening(self) -> bool:
        return self.opens_at is not None or self.is_open_ever

    @property
    def first_met_at(self) -> datetime | None:
        return self.first_met_by.done_at if self.first_met_by else None

    @property
    def met_by(self) -> Performance | None:
        """The act by which it is met now; none too when it was undone and not made good."""
        return self.undoings[-1].made_good_by if self.undoings else self.first_met_by

    @property
    def met_at(self) -> datetime | None:
        return self.met_by.done_at if self.met_by else None

    @property
    def met_known_at(self) -> datetime | None:
        """When it was known to be met: the last of the acts that add up to what completed it became known."""
        met = self.met_by
        since = self.undoings[-1].at if self.undoings else None
        if met is None:
            return None
        until_met = self.acts[: self.acts.index(met) + 1]
        added = [act for act in until_met if act.amount > 0 and (since is None or act.done_at > since)]
        return max(act.known_at for act in (*added, met))

    @property
    def owed(self) -> float | None:
        return owed_of(self.quantity)

    @property
    def performed(self) -> float:
        """The amount performed; never above what `at_most` lets count, and where no end of it was told, what was owed."""
        since = self.undoings[-1].at if self.undoings else None
        amount = sum(act.amount for act in self.acts if since is None or act.done_at > since)
        if amount == inf:
            told = sum(act.amount for act in self.acts if act.amount < inf)
            amount = max(told, self.owed or 0.0)
        cap = self.quantity.at_most if self.quantity.at_most is not None else inf
        return min(amount, cap)


def obligor_of(duty: Duty) -> str:
    """Name who owes a duty: a role, several joined by +, or nobody ("")."""
    return "+".join(duty.obligors)


def key_of(duty: Duty) -> DutyKey:
    return (duty.duty_id, obligor_of(duty))


def named_duties(compiled: CompiledAgreement, name: str) -> tuple[Duty, ...]:
    """Give the duties that a reference names: the term of that id, or all its rows; of every obligor."""
    return tuple(d for d in compiled.duties if d.duty_id == name or d.duty_id.startswith(f"{name}/"))


def settle_instances(readings: Mapping[Bound, Reading]) -> dict[Bound, dict[DutyKey, tuple[Instance, ...]]]:
    """Settle every duty's instances at every bound, in the order of the agreement.

    What a duty waits for comes, at its lower bound, as late as any reading says and only if all do; at its upper bound as soon as
    one does. Duties that wait for one another in a circle never open.
    """
    settled: dict[tuple[Bound, DutyKey], tuple[Instance, ...]] = {}
    under_way: set[DutyKey] = set()

    def settle(bound: Bound, duty: Duty) -> tuple[Instance, ...]:
        key = key_of(duty)
        if (bound, key) not in settled:
            under_way.add(key)
            triggers = []
            for name in duty.after:
                named = named_duties(readings[bound].compiled, name)
                if not named or any(key_of(other) in under_way for other in named):
                    triggers.append(_Trigger(None))
                    continue
                for other in named:
                    read_at: tuple[Bound, ...] = ("point",) if bound == "point" else tuple(readings)
                    triggers.append(_trigger(name, [settle(each, other)[0] for each in read_at], bound))
            under_way.discard(key)
            settled[bound, key] = _instances(duty, triggers, readings[bound])
        return settled[bound, key]

    return {
        bound: {key_of(duty): settle(bound, duty) for duty in reading.compiled.duties}
        for bound, reading in readings.items()
    }


@dataclass(frozen=True)
class _Trigger:
    """When a duty in `after` was met; late or not, the act was done. `unknown` names what could not be evaluated about it."""

    met_at: datetime | None
    unknown: str | None = None


def _trigger(name: str, firsts: Sequence[Instance], bound: Bound) -> _Trigger:
    met = [first.first_met_at for first in firsts if first.first_met_at is not None]
    unknown = f"after.{name}" if any(first.not_evaluated for first in firsts) else None
    if bound == "upper":
        return _Trigger(min(met, default=None), unknown)
    return _Trigger(max(met) if met and len(met) == len(firsts) else None, unknown)


def _instances(duty: Duty, triggers: Sequence[_Trigger], reading: Reading) -> tuple[Instance, ...]:
    """Open a duty and cut it into its periods."""
    opens_at, is_open_ever = _opening(duty, triggers, reading.bound)
    unknown = tuple(sorted({trigger.unknown for trigger in triggers if trigger.unknown}))
    ends_at = _end(duty, reading.compiled)
    quantity = {"lower": duty.quantity.lower, "point": duty.quantity.point, "upper": duty.quantity.upper}[reading.bound]
    due = {"lower": duty.due.lower, "point": duty.due.point, "upper": duty.due.upper}[reading.bound]
    acts = _before_end(reading.acts.get(key_of(duty), ()), ends_at)
    reversions = _before_end(reading.reversions.get(key_of(duty), ()), ends_at)

    def instance(number: int, start: datetime | None, due_at: datetime | None, until: datetime | None) -> Instance:
        inside = (
            tuple(act for act in acts if _is_in_window(act, start, until, reading.bound))
            if start or is_open_ever
            else ()
        )
        first, undoings = _met(duty, quantity, inside, reversions)
        keys = (*_keys(duty, quantity, first is not None), *unknown)
        return Instance(
            duty,
            obligor_of(duty),
            number,
            quantity,
            start,
            is_open_ever,
            due_at,
            ends_at,
            inside,
            first,
            undoings,
            keys,
        )

    if opens_at is None:
        due_at = due.deadline_at if is_open_ever and _is_measurable(duty, reading.bound) else None
        return (instance(1, None, due_at, None),)  # what never opens never falls due
    if duty.every is None or any(not _is_of_category(key) for key in duty.not_evaluated):
        due_at = _due(due, opens_at, reading) if _is_measurable(duty, reading.bound) else None
        return (instance(1, opens_at, due_at, None),)
    instances = []
    bounds = period_bounds(opens_at, duty.every, reading.compiled.clock)
    start = next(bounds)
    for number, until in enumerate(bounds, start=1):
        own = _due(due, start, reading)
        due_at = min(own, until) if own is not None else until
        instances.append(instance(number, start, due_at if _is_measurable(duty, reading.bound) else None, until))
        start = until
        has_ended = ends_at is not None and start >= ends_at
        if start >= reading.as_of or has_ended or (due.deadline_at is not None and start >= due.deadline_at):
            break
    return tuple(instances)


def _before_end(acts: Sequence[Performance], ends_at: datetime | None) -> tuple[Performance, ...]:
    """Leave out what was done after the end: it is no performance of the deal, and breaks nothing of it."""
    return tuple(act for act in acts if ends_at is None or act.is_done_by(ends_at))


def _opening(duty: Duty, triggers: Sequence[_Trigger], bound: Bound) -> tuple[datetime | None, bool]:
    """Give the instant at which a duty opens, or None; and whether it has been open since ever."""
    if not duty.opens or (duty.after_undefined and bound != "upper"):
        return None, False
    met = [] if duty.after_undefined else [trigger.met_at for trigger in triggers]
    if any(instant is None for instant in met):
        return None, False
    latest = max((instant for instant in met if instant is not None), default=None)
    for interval in duty.opens:
        if latest is not None and interval.ends_at is not None and latest >= interval.ends_at:
            continue
        starts = [instant for instant in (latest, interval.begins_at) if instant is not None]
        return (max(starts), False) if starts else (None, True)
    return None, False


def _end(duty: Duty, compiled: CompiledAgreement) -> datetime | None:
    """Give the end that closes a duty: of its own interval, or of the agreement where that comes first."""
    closed = [
        [interval.ends_at for interval in intervals if interval.ends_at is not None]
        for intervals in (duty.opens, compiled.in_force)
        if intervals and all(interval.ends_at is not None for interval in intervals)
    ]
    return min((max(ends) for ends in closed), default=None)


def _due(due: Due, opens_at: datetime, reading: Reading) -> datetime | None:
    limits = [due.deadline_at] if due.deadline_at is not None else []
    if due.within is not None:
        limits.append(add_duration(opens_at, due.within, reading.compiled.clock))
    return min(limits, default=None)


def _is_measurable(duty: Duty, bound: Bound) -> bool:
    """Nobody breaks a duty whose act nobody can measure, except at the strictest reading."""
    return duty.kinds is not None or bound == "upper"


def _is_in_window(act: Performance, start: datetime | None, until: datetime | None, bound: Bound) -> bool:
    """Say whether an act lies in a window; at its opening a generous reading takes what may lie after it.

    An act is complete when its time ends, so of two periods that it may touch it counts at most in the one in which it ends.
    """
    if until is not None and not act.is_done_by(until):
        return False
    return start is None or act.occurred_from >= start or (bound == "lower" and act.done_at > start)


def _met(
    duty: Duty, quantity: Quantity, acts: Sequence[Performance], reversions: Sequence[Performance]
) -> tuple[Performance | None, tuple[Undoing, ...]]:
    """Give the act that first met it, and what undid it since."""
    needed = owed_of(quantity)
    needed = needed * (duty.floor if duty.floor is not None else 1.0) if needed is not None else None
    first = met = completing_act(acts, needed)
    undoings = []
    for reversion in reversions:
        if met is None:
            break
        at = reversion.done_at
        if at > met.done_at:
            met = completing_act([act for act in acts if act.done_at > at], needed)
            undoings.append(Undoing(at, reversion.known_at, met))
    return first, tuple(undoings)


def completing_act(acts: Sequence[Performance], needed: float | None) -> Performance | None:
    """Give the act with which acts, in the order done, add up to what is needed; with no number, the first."""
    amount = 0.0
    for act in acts:
        amount += act.amount
        if needed is None or amount >= needed - ENOUGH:
            return act
    return None


def completed_at(acts: Sequence[Performance], needed: float | None) -> datetime | None:
    """Give the instant at which acts add up to what is needed."""
    act = completing_act(acts, needed)
    return act.done_at if act else None


def _keys(duty: Duty, quantity: Quantity, is_met_in_total: bool) -> tuple[str, ...]:
    """Give the keys that would change the result and are not evaluated; parts of an amount only once the total is reached."""
    keys = [key for key in duty.not_evaluated if not _is_of_category(key) or is_met_in_total]
    if is_met_in_total:
        listed = {key.rsplit(".", 1)[-1] for key in keys}
        parts = {"of": quantity.of, "incl": quantity.incl, "only": quantity.only}
        keys += [f"quantity.{part}" for part in CATEGORIES if parts[part] and part not in listed]
    return tuple(keys)


def _is_of_category(key: str) -> bool:
    return key.rsplit(".", 1)[-1] in CATEGORIES
