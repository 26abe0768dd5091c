"""Terms side by side: prohibitions, allowances and duties, field by field, each by what it means.

A field is compared by what it compiles to: kinds closed over the tree, obligors and targets over the register, zones as ground, moments
as instants. Two fields that are written alike are alike here; what changed below them (a zone, a party, the time in force) is said once, where it
stands.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from hudna.terms.compile_duties import due_of, quantity_of
from hudna.terms.diff.change import Change, Direction, Gain
from hudna.terms.diff.directions import of_due, of_ids, of_length, of_number, of_quantity
from hudna.terms.diff.gains import LIMITS, gain_of_clause, obligors_of, opposite, protected_by
from hudna.terms.diff.ground import compare_places
from hudna.terms.diff.plain import fields_of, plain, written
from hudna.terms.diff.readers import Reader, Readers
from hudna.terms.diff.times import compare_periods, days_between, stamp
from hudna.terms.gaps import Bounded, Ids, bounded_ids, same, settled
from hudna.terms.provisions import Provision

Aspect = Callable[[Readers, str, Provision, Provision], Any]  # (direction, what the change says), or None: the same

ALWAYS = float("inf")
RESOLVED = frozenset({"deadline", "during"})
"""Fields whose meaning can move though they are written alike: they may be counted from day zero."""
KINDS_OF_VALUE = {
    "with": "arms", "for": "targets", "phase": "phases", "despite": "terms", "mirrors": "terms", "purpose": "word", "judged": "words",
    "partial": "partial", "evidence": "evidence", "sustain": "truth", "jointly": "truth", "lifesaving": "truth", "needs": "needs",
}  # fmt: skip


def compare_terms(readers: Readers) -> Iterator[Change]:
    """Give what changed in terms: those that went and came, in the order of their files, then field by field those in both."""
    old, new = readers.old.provisions, readers.new.provisions
    for id_, provision in old.items():
        other = new.get(id_)
        if other is None:
            change = _whole(readers.old, provision, "removed")
            yield replace(change, about=readers.old_name(id_))
        elif other.form != provision.form:
            yield _whole(readers.old, provision, "removed")
    for id_, provision in new.items():
        before = old.get(id_)
        if before is None or before.form != provision.form:
            yield _whole(readers.new, provision, "added")
        else:
            yield from _compare(readers, before, provision)


def _whole(reader: Reader, provision: Provision, point: str) -> Change:
    direction: Direction = "wider" if point == "added" else "narrower"
    says = written(provision.clause)
    for field in ("text", "summary", "rows"):
        says.pop(field, None)
    is_idle = provision.form == "allow" and not provision.clause.despite  # it takes its box out of nothing
    gain = Gain() if is_idle else gain_of_clause(reader, provision, direction)
    old, new = (None, says) if point == "added" else (says, None)
    return Change("terms", provision.id, point, "term", old, new, gain, form=provision.form)


def _compare(readers: Readers, old: Provision, new: Provision) -> Iterator[Change]:
    before, after = fields_of(old.clause), fields_of(new.clause)
    for field in dict.fromkeys((*before, *after)):
        one, other = before.get(field), after.get(field)
        key = f"{field}_" if field in ("in", "from", "with", "for") else field
        is_alike = plain(one, key) == plain(other, key)
        if field == "rows" or (is_alike and field not in RESOLVED):
            continue
        aspect: Aspect = ASPECTS.get(field, _generic)
        told = aspect(readers, field, old, new)
        if told is None:
            continue
        direction, more = told
        measure = more.pop("measure", None) or KINDS_OF_VALUE.get(field, field)
        gain = more.pop("gain", None) or gain_of_clause(readers.new, new, _effect(new.form, field, direction))
        values = {"old": written(one), "new": written(other)} | more
        yield Change("terms", new.id, field, measure, gain=gain, form=new.form, was=_was(readers, new.id), **values)


def _was(readers: Readers, id_: str) -> str | None:
    old = readers.old_name(id_)
    return None if old == id_ else old


def _effect(form: str, field: str, direction: Direction | None) -> Direction | None:
    """Turn how a field moved into how the term moved: more conditions, a later day or a longer stay make it less."""
    if form == "require":
        return DUTY_EFFECT[field](direction) if field in DUTY_EFFECT else "unclear"
    return opposite(direction) if field in LIMITS else direction


def _as_it_moved(direction: Direction | None) -> Direction | None:
    return direction


DUTY_EFFECT: Mapping[str, Callable[[Direction | None], Direction | None]] = {
    "require": opposite,  # a wider kind is met by more acts
    "with": opposite,
    "by": _as_it_moved,
    "quantity": _as_it_moved,
    "deadline": opposite,
    "within": opposite,
    "every": opposite,
    "after": opposite,
    "mirrors": opposite,
    "at_most": opposite,
    "partial": _as_it_moved,
    "sustain": _as_it_moved,
    "lifesaving": _as_it_moved,
}
"""How a duty moves with a field of it: wider is more owed. Fields that are not here (places, times, who receives) may make it easier or
harder.
"""


# --- one field -------------------------------------------------------------------------------------------------------------------------


def _kinds(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    def of(reader: Reader, clause: Any) -> Bounded[Ids]:
        value = getattr(clause, field)
        if field != "require":
            return reader.deal.kinds(value)
        return reader.deal.kinds([settled(value)]) if settled(value) is not None else same(frozenset())

    return _ids(of(readers.old, old.clause), of(readers.new, new.clause), "kinds")


def _arms(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    return _ids(readers.old.deal.arms(old.clause.with_), readers.new.deal.arms(new.clause.with_), "arms")


def _targets(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    def of(reader: Reader, clause: Any) -> Bounded[Ids | None]:
        def close(names: Any) -> Bounded[Ids | None]:
            if names == "anyone":
                return same(None)
            sets = reader.deal.people.of_names([name for name in names if name != "each_other"])
            marks = {"each_other"} & set(names)  # compares parties: another thing than their actors together
            return sets.map(lambda ids: None if ids is None else ids | marks)

        return bounded_ids(clause.for_ if field == "for" else clause.against, close)

    return _ids(of(readers.old, old.clause), of(readers.new, new.clause), "targets")


def _ids(old: Bounded[Any], new: Bounded[Any], measure: str) -> Any:
    direction = of_ids(old, new)
    if direction is None:
        return None
    gone, added = (
        tuple(sorted(one - other)) if one is not None and other is not None else ()
        for one, other in ((old.point, new.point), (new.point, old.point))
    )
    return direction, {"gone": gone, "added": added, "measure": measure}


def _obligors(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    """Whom a term binds, or who may use an allowance: each role that came or went gains or loses by itself."""
    sets = [r.deal.people.obligors(p.clause.by) for r, p in ((readers.old, old), (readers.new, new))]
    if new.form != "allow":  # a term without `by` binds nobody
        sets = [same(frozenset()) if p.clause.by is None else s for p, s in zip((old, new), sets, strict=True)]
    told = _ids(sets[0], sets[1], "roles")
    if told is None:
        return None
    direction, more = told
    gone, came = more["gone"], more["added"]
    if gone or came:
        less = () if not gone else protected_by(readers.old, old)
        more_of = () if not came else protected_by(readers.new, new)
        is_leave = new.form == "allow"
        more["gain"] = Gain(came, gone, more_of, less) if is_leave else Gain(gone, came, less, more_of)
    elif new.form == "forbid" and direction != "unclear":
        more["gain"] = gain_of_clause(readers.new if obligors_of(readers.new, new) else readers.old, new, direction)
    return direction, more


def _conditions(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    """Conditions and citations: more of them is wider."""
    before, after = (plain(getattr(p.clause, field), field) or frozenset() for p in (old, new))
    if field == "after" and not _moves(readers, old, new):
        return None
    if field in ("despite", "after") and not _is_gap(before) and not _is_gap(after):
        before, after = (
            frozenset(r.deal.expand(n for n in names if isinstance(n, str)))
            | {n for n in names if not isinstance(n, str)}
            for r, names in ((readers.old, before), (readers.new, after))
        )
        if before == after:
            return None
    if _is_gap(before) or _is_gap(after):
        return "unclear", {}
    return ("wider" if after >= before else "narrower" if after <= before else "unclear"), {}


def _moves(readers: Readers, old: Provision, new: Provision) -> bool:
    return readers.old.deal.triggers(old.clause, None) != readers.new.deal.triggers(new.clause, None)


def _is_gap(value: Any) -> bool:
    return not isinstance(value, frozenset)


def _truth(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    return ("wider" if getattr(new.clause, field) else "narrower"), {}


def _mirrors(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    if old.clause.mirrors is not None and new.clause.mirrors is not None:
        return "unclear", {}
    return ("narrower" if new.clause.mirrors is None else "wider"), {}


def _at_most(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    if old.clause.mirrors is None or new.clause.mirrors is None:
        return "unclear", {"measure": "duration"}
    return of_length(old.clause.at_most, new.clause.at_most, silence=ALWAYS), {"measure": "duration"}


def _length(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    """A time to act, or a period: a duty without one never falls due for it, and one without `every` is owed once."""
    return of_length(getattr(old.clause, field), getattr(new.clause, field), silence=ALWAYS), {"measure": "duration"}


def _deadline(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    due = [due_of(p.clause, p, r.deal) for r, p in ((readers.old, old), (readers.new, new))]
    direction = of_due(*due)
    if direction is None:
        return None
    before, after = (one.point.deadline_at for one in due)
    sizes = {"days_later": days_between(before, after, readers.new.agreement.clock)} if before and after else {}
    told: dict[str, Any] = {"measure": "due", "sizes": sizes}
    if before is not None or old.clause.deadline is None:
        told["old"] = stamp(before)
    if after is not None or new.clause.deadline is None:
        told["new"] = stamp(after)
    return direction, told


def _amount(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    before, after = quantity_of(old.clause.quantity), quantity_of(new.clause.quantity)
    others = [
        {key: plain(value, key) for key, value in fields_of(told).items() if key in ("per", "rates", "named", "swap", "quality")}
        if (told := settled(p.clause.quantity)) is not None else {}
        for p in (old, new)
    ]  # fmt: skip
    direction = of_quantity(before, after)
    if others[0] != others[1]:
        direction = "unclear"
    sizes = {"amount_old": before.point.owed, "amount_new": after.point.owed}
    return direction or "unclear", {"sizes": {key: value for key, value in sizes.items() if value is not None}}


def _partial(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    parts = [settled(p.clause.partial) for p in (old, new)]
    floors = [None if part is None else settled(part.floor) for part in parts]
    return of_number(*floors, silence=1.0) or "unclear", {}  # without a floor only the whole is met


def _period(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    return compare_periods(readers, old, new, field)


def _generic(readers: Readers, field: str, old: Provision, new: Provision) -> Any:
    return "unclear", {}


ASPECTS: Mapping[str, Aspect] = {
    "forbid": _kinds, "require": _kinds, "allow": _kinds, "by": _obligors, "against": _targets, "for": _targets, "with": _arms,
    "in": compare_places, "into": compare_places, "from": compare_places, "to": compare_places, "during": _period, "phase": _period,
    "after": _conditions, "despite": _conditions, "needs": _conditions, "judged": _conditions, "quantity": _amount,
    "deadline": _deadline, "within": _length, "every": _length, "at_most": _at_most, "mirrors": _mirrors, "sustain": _truth,
    "lifesaving": _truth, "partial": _partial,
}  # fmt: skip
