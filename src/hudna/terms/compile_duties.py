"""Duties: who owes what by when, one for each obligor and row, with what differs between its most lenient and its strictest reading.

`lower` is the most lenient reading (latest due, least owed), `upper` the strictest. A duty whose deadline lies before the deal is in
force, and that names no interval of its own, can be performed from signature on: an acceptance due the day before the start is no
breach of those who gave it. Source: docs/semantics.md, "Duties".
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hudna.terms import clauses
from hudna.terms.clock import parse_duration
from hudna.terms.compiled import BoundedDue, BoundedQuantity, Due, Duty, Interval, Quantity
from hudna.terms.force import Stretch
from hudna.terms.gaps import Bounded, Unknown, readings, settled
from hudna.terms.intervals import Times
from hudna.terms.provisions import Deal, Provision
from hudna.terms.trees import kind_tree
from hudna.terms.unevaluated import keys_of_duty

DUTY_SIDES = (
    "require",
    "by",
    "with_",
    "for_",
    "from_",
    "to",
    "in_",
    "into",
    "during",
    "phase",
    "after",
    "quantity",
    "deadline",
    "within",
    "every",
    "at_most",
    "partial",
)
NO_AMOUNT = Quantity()


def compile_duties(deal: Deal) -> tuple[Duty, ...]:
    """Compile every duty, in the order of the file; of one term, its obligors in the order in which it names them."""
    return tuple(
        duty for provision in deal.provisions if provision.form == "require" for duty in _duties_of(provision, deal)
    )


def _duties_of(provision: Provision, deal: Deal) -> Iterator[Duty]:
    clause = provision.clause
    named = settled(clause.by)
    obligors = deal.people.spell_out(named or ())
    each: list[tuple[str, ...]] = [obligors] if clause.jointly or not obligors else [(role,) for role in obligors]
    for owed_by in each:
        yield _duty(provision, owed_by, deal)


def _duty(provision: Provision, obligors: tuple[str, ...], deal: Deal) -> Duty:
    clause = provision.clause
    times = deal.times(clause, provision.where, provision.id, provision.term_id)
    due = due_of(clause, provision, deal)
    opens, is_start_unknown = opens_of(clause, times, due, deal)
    days = deal.days(times)
    after, after_undefined = deal.triggers(clause, clause.phase)
    act = settled(clause.require)
    arms = None if clause.with_ is None else deal.arms(clause.with_).upper
    receivers = settled(clause.for_)
    partial = settled(clause.partial)
    return Duty(
        duty_id=provision.id,
        obligors=obligors,
        guarantors=_guarantors(obligors, deal),
        actors=deal.people.of_roles(obligors, days).point or frozenset(),
        kinds=None if act is None else kind_tree().below(act),
        arms=arms,
        receivers=None if receivers is None else deal.people.of_names(receivers, days).upper,
        from_region=_region(clause.from_, deal),
        to_region=_region(clause.to, deal),
        in_region=_region(clause.in_ if clause.in_ is not None else clause.into, deal),
        quantity=quantity_of(clause.quantity),
        opens=opens,
        after=after,
        after_undefined=after_undefined or is_start_unknown,
        due=due,
        every=settled(clause.every),
        is_every_undefined=clause.every is not None and settled(clause.every) is None,
        sustain=bool(clause.sustain),
        mirrors=clause.mirrors,
        at_most=settled(clause.at_most),
        lifesaving=bool(clause.lifesaving),
        floor=None if partial is None else settled(partial.floor),
        pro_rata=partial is not None and bool(partial.pro_rata),
        not_evaluated=keys_of_duty(clause),
        gaps=_gaps(clause, obligors, deal),
    )


def _guarantors(obligors: tuple[str, ...], deal: Deal) -> tuple[str, ...]:
    """Give who answers for all of the obligors."""
    sets = [deal.people.guarantors_of(role) for role in obligors]
    return tuple(g for g in sets[0] if all(g in others for others in sets)) if sets else ()


def _region(zones: Any, deal: Deal) -> str | None:
    """Give the region key of a place at the point; `regions` holds the same name at `@lower` and `@upper` as well."""
    return None if zones is None else deal.grounds.key(zones, "point")


# --- when -------------------------------------------------------------------------------------------------------------------------


def opens_of(clause: clauses.Clause, times: Bounded[Times], due: BoundedDue, deal: Deal) -> tuple[Times, bool]:
    """Give when a duty can be open, and whether nobody can say so for certain.

    An interval that is nothing at the point (its start is undefined) stands as it is at most: such a duty opens at once at the upper
    bound and never at the others. At most it is open from signature.
    """
    signed = (
        deal.force.at_bound(deal.agreement.signed, "start", "lower", ("signed",))
        if deal.agreement.signed is not None
        else None
    )
    if not times.point:
        return _from(times.upper, signed), bool(times.upper)
    begins = times.point[0].begins_at
    first_due = min(
        (at for at in (due.lower.deadline_at, due.point.deadline_at, due.upper.deadline_at) if at is not None),
        default=None,
    )
    is_silent = clause.during is None and clause.phase is None and clause.after is None
    if is_silent and begins is not None and first_due is not None and first_due <= begins:
        earlier = signed if signed is not None and signed < first_due else None
        return (Interval(earlier, times.point[0].ends_at), *times.point[1:]), False
    return times.point, False


def _from(times: Times, signed: datetime | None) -> Times:
    if times and times[0].begins_at is None and signed is not None:
        return (Interval(signed, times[0].ends_at), *times[1:])
    return times


def due_of(clause: clauses.Clause, provision: Provision, deal: Deal) -> BoundedDue:
    """Give when it falls due: `lower` the latest it can mean, `upper` the earliest. An undefined deadline without `within` never does."""
    where = (*provision.where, "deadline")
    soonest, usual, longest = _lengths(clause.within)
    if clause.deadline is None:
        return BoundedDue(Due(within=longest), Due(within=usual), Due(within=soonest))
    told = readings(clause.deadline)
    stretches = [deal.force.stretch(reading, "end", where) for reading in told.values]
    point = stretches[told.values.index(told.point)]
    latest = (
        None if any(s.latest is None for s in stretches) else max(s.latest for s in stretches if s.latest is not None)
    )
    earliest = min((s.earliest for s in stretches if s.earliest is not None), default=None)
    return BoundedDue(Due(latest, longest), Due(_usual(point), usual), Due(earliest, soonest))


def _usual(point: Stretch) -> datetime | None:
    """Give the point of a deadline; of a vague one it is the latest it can mean, as at the lower bound."""
    return point.latest


def _lengths(within: Any) -> tuple[str | None, str | None, str | None]:
    """Give the shortest, usual and longest `within`; one that nobody can measure is none."""
    if within is None:
        return None, None, None
    told = readings(within)
    known = [value for value in told.values if not isinstance(value, Unknown)]
    by_length = sorted(known, key=lambda text: parse_duration(text).nominal())
    usual = None if isinstance(told.point, Unknown) else told.point
    return (by_length[0] if by_length else None), usual, (by_length[-1] if len(known) == len(told.values) else None)


# --- how much ---------------------------------------------------------------------------------------------------------------------


def quantity_of(written: Any) -> BoundedQuantity:
    """Give the amount owed: `lower` the least that any reading owes, `upper` the most; what nobody can measure owes none."""
    if written is None:
        return BoundedQuantity(NO_AMOUNT, NO_AMOUNT, NO_AMOUNT)
    told = readings(written)
    triples = [_amounts(reading) for reading in told.values]
    point = triples[told.values.index(told.point)].point
    least = min((t.lower for t in triples), key=lambda q: q.owed or 0.0)
    most = max((t.upper for t in triples), key=lambda q: q.owed or 0.0)
    return BoundedQuantity(least, point, most)


def _amounts(reading: Any) -> BoundedQuantity:
    if isinstance(reading, Unknown):
        if reading.within is None:
            return BoundedQuantity(NO_AMOUNT, NO_AMOUNT, NO_AMOUNT)
        return BoundedQuantity(NO_AMOUNT, NO_AMOUNT, _amounts(reading.within).upper)
    fields = ("exactly", "at_least", "at_most", "between", "of", "incl", "only", "unit")
    numbers = {name: Bounded(*_by_size(getattr(reading, name))) for name in fields}
    return BoundedQuantity(
        *(
            _quantity(reading, {name: number.at(bound) for name, number in numbers.items()})
            for bound in ("lower", "point", "upper")
        )
    )


def _quantity(reading: clauses.Quantity, told: dict[str, Any]) -> Quantity:
    between = told["between"]
    return Quantity(
        exactly=told["exactly"],
        at_least=told["at_least"],
        at_most=told["at_most"],
        between=None if between is None else (float(between[0]), float(between[1])),
        is_all=bool(reading.all),
        unit=told["unit"],
        of=dict(told["of"] or {}),
        incl=dict(told["incl"] or {}),
        only=tuple(told["only"] or ()),
    )


def _by_size(written: Any) -> tuple[Any, Any, Any]:
    """Give a part of a quantity at each bound: numbers by size, all else as at the point."""
    if written is None:
        return None, None, None
    told = readings(written)
    known = [value for value in told.values if not isinstance(value, Unknown)]
    point = None if isinstance(told.point, Unknown) else told.point
    if not known or not all(isinstance(value, int | float) for value in known):
        return point, point, point
    return (min(known) if len(known) == len(told.values) else None), point, max(known)


# --- what is not said ------------------------------------------------------------------------------------------------------------


def _gaps(clause: clauses.Clause, obligors: tuple[str, ...], deal: Deal) -> tuple[str, ...]:
    places = [("from", clause.from_), ("to", clause.to), ("in", clause.in_), ("into", clause.into)]
    return deal.gaps(clause, DUTY_SIDES, places, obligors)
