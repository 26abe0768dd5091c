"""What takes mass out of a norm: allowances that name it in `despite`, and exclusions that its accused may act on.

A taking carries its own bounds; the evaluation lets them enter the other way round. An exclusion reaches effects inside its
zones on its groups and on nobody in `still_protected`, and takes out only its own `by`.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hudna.terms.actors import DayRange
from hudna.terms.boxes import Deeds, Places, join_boxes, make_boxes
from hudna.terms.clauses import Exclusion
from hudna.terms.clauses import Need as WrittenNeed
from hudna.terms.clock import parse_duration
from hudna.terms.compiled import BOUNDS, Bound, BoundedBoxes, Box, Need, Taking
from hudna.terms.gaps import Bounded, Ids, bounded_ids, join_ids, settled
from hudna.terms.intervals import Times, meet
from hudna.terms.provisions import Deal, Provision, names_in
from hudna.terms.sides import deeds_of, known_targets, sides_of, targets_of
from hudna.terms.trees import kind_tree
from hudna.terms.unevaluated import keys_of_taking


def compile_takings(
    provision: Provision, accused: tuple[str, ...], when: Bounded[Times], deal: Deal
) -> tuple[Taking, ...]:
    """Compile what can take mass out of one norm, which holds at `when`: allowances in the order of the file, then exclusions.

    Who is in what is settled day by day, as far as both the norm and the taking can hold; of needs, for all those days together.
    """
    allowances = (
        _allowance(allowed, accused, when, deal)
        for allowed in deal.provisions
        if allowed.form == "allow" and provision.id in deal.expand(allowed.clause.despite or ())
    )
    exclusions = (
        _exclusion(id_, exclusion, accused, when, deal) for id_, exclusion in deal.agreement.exclusions.items()
    )
    return tuple(taking for taking in (*allowances, *exclusions) if taking is not None)


def _allowance(allowed: Provision, accused: tuple[str, ...], norm_times: Bounded[Times], deal: Deal) -> Taking | None:
    clause = allowed.clause
    obligors = deal.people.obligors(clause.by)
    if not _is_named(accused, obligors):
        return None
    when = deal.times_of_taking(clause, allowed.where)
    shared = _shared(when, norm_times)
    named = (
        tuple(deal.people.roles)
        if obligors.upper is None
        else tuple(r for r in deal.people.roles if r in obligors.upper)
    )

    def boxes_at(bound: Bound) -> Iterator[Box]:
        for times, days in deal.stretches(when, names_in(clause.against), shared=shared):
            sides = sides_of(allowed, clause.allow, times, days, deal)
            targets = join_ids(
                [targets_of(allowed, role, named, days, deal).at(bound) for role in accused if role in named]
            )
            deeds = deeds_of(sides, targets, bound, deal)
            yield from make_boxes(
                _actors(obligors, days, deal).at(bound), deeds, sides.places, times.at(bound), deal.grounds, bound
            )

    needs, judged = _needs(clause.needs, deal.days(shared), deal)
    return Taking(
        taking_id=allowed.id,
        form="allowance",
        boxes=BoundedBoxes(*(join_boxes(boxes_at(bound)) for bound in BOUNDS)),
        needs=needs,
        judged=(*_judged(clause.judged), *judged),
        not_evaluated=keys_of_taking(clause, deal.agreement),
    )


def _exclusion(
    id_: str, exclusion: Exclusion, accused: tuple[str, ...], norm_times: Bounded[Times], deal: Deal
) -> Taking | None:
    obligors = deal.people.obligors(exclusion.by)
    if not _is_named(accused, obligors):
        return None
    when = deal.times_of_taking(exclusion, ("exclusions", id_))
    shared = _shared(when, norm_times)
    kinds = deal.kinds(exclusion.kinds)
    places: Places = () if exclusion.zones is None else (("into", exclusion.zones),)
    names = (*names_in(exclusion.actors), *names_in(exclusion.still_protected))

    def boxes_at(bound: Bound) -> Iterator[Box]:
        for times, days in deal.stretches(when, names, shared=shared):
            deeds = [Deeds(kinds.at(bound), None, _excluded(exclusion, days, deal).at(bound))]
            yield from make_boxes(
                _actors(obligors, days, deal).at(bound), deeds, places, times.at(bound), deal.grounds, bound
            )

    needs, judged = _needs(exclusion.needs, deal.days(shared), deal)
    return Taking(
        taking_id=id_,
        form="exclusion",
        boxes=BoundedBoxes(*(join_boxes(boxes_at(bound)) for bound in BOUNDS)),
        needs=needs,
        judged=(*_judged(exclusion.judged), *judged),
        proof_on=exclusion.proof_on,
        co_located_protected=exclusion.co_located == "protected",
        not_evaluated=keys_of_taking(exclusion, deal.agreement),
    )


def _shared(when: Bounded[Times], norm_times: Bounded[Times]) -> Bounded[Times]:
    return Bounded(*(meet([when.at(bound), norm_times.at(bound)]) for bound in BOUNDS))


def _is_named(accused: tuple[str, ...], obligors: Bounded[Ids | None]) -> bool:
    return obligors.upper is None or not obligors.upper.isdisjoint(accused)


def _actors(obligors: Bounded[Ids | None], days: DayRange, deal: Deal) -> Bounded[Ids | None]:
    """Give the actors that a taking is for; an absent `by` limits nothing."""
    sets = []
    for bound in BOUNDS:
        roles = obligors.at(bound)
        sets.append(None if roles is None else deal.people.of_roles(sorted(roles), days).at(bound))
    return Bounded(*sets)


def _excluded(exclusion: Exclusion, days: DayRange, deal: Deal) -> Bounded[Ids | None]:
    """Give the targets outside the protection, closed over members and successors, less those that stay protected."""
    groups = bounded_ids(exclusion.actors, lambda names: deal.people.of_names(names, days))
    kept = settled(exclusion.still_protected)
    if kept is None:
        return groups
    protected = deal.people.of_names(kept, days).upper or frozenset()
    return groups.map(lambda ids: (known_targets(deal) if ids is None else ids) - protected)


def _judged(written: Any) -> tuple[str, ...]:
    if written is None:
        return ()
    words = settled(written)
    return ("judged",) if words is None else tuple(words)


def _needs(written: Any, days: DayRange, deal: Deal) -> tuple[tuple[Need, ...], tuple[str, ...]]:
    """Compile the acts that must be established; what cannot be measured about them is left to a ruling, as a `judged` word."""
    if written is None:
        return (), ()
    told = settled(written)
    if told is None:
        return (), ("needs",)
    needs, judged = [], []
    for number, need in enumerate(told):
        compiled, words = _need(need, days, deal)
        needs += compiled
        judged += [f"needs {number + 1}: {word}" for word in words]
    return tuple(needs), tuple(judged)


def _need(need: WrittenNeed, days: DayRange, deal: Deal) -> tuple[list[Need], list[str]]:
    act = settled(need.act)
    vague = [
        field
        for field in ("act", "by", "to", "since", "before", "within", "km")
        if getattr(need, field) is not None and settled(getattr(need, field)) is None
    ]
    if act is None:
        return [], vague
    by = settled(need.by)
    to = settled(need.to)
    receivers = None if to is None else deal.people.of_names(_spell_guarantor(to, deal), days).point
    km = settled(need.km)
    return [
        Need(
            kinds=kind_tree().below(act),
            by=None if by is None or by == ["target"] else deal.people.performers(by, days).point,
            by_target=by is not None and "target" in by,
            to=receivers,
            since=_span(need.since),
            before=_span(need.before),
            within=_span(need.within),
            metres=None if km is None else 1000.0 * km,
        )
    ], vague


def _spell_guarantor(to: list[str], deal: Deal) -> list[str]:
    return [one for name in to for one in (deal.agreement.guarantors if name == "guarantor" else (name,))]


def _span(written: Any) -> timedelta | None:
    """Give a relation's length; days count 24 hours here, because it is held against probabilities of hours, not against a calendar."""
    text = settled(written)
    return None if text is None else parse_duration(text).nominal()
