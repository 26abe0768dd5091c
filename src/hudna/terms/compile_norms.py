"""Prohibitions as norms: one for each accused, and one for the clients of one guarantor taken together.

Whoever of its clients it was, the guarantor answers: where one guarantor answers for several obligors of a term, a joint norm holds
mass that lies on "one of these", which no single norm can. Source: docs/semantics.md, "Prohibitions and allowances".
"""

from collections.abc import Iterator

from hudna.terms.actors import DayRange
from hudna.terms.boxes import join_boxes, make_boxes
from hudna.terms.compile_takings import compile_takings
from hudna.terms.compiled import BOUNDS, Bound, BoundedBoxes, Box, Norm
from hudna.terms.gaps import Bounded, Ids, join_ids, meet_ids, same, settled
from hudna.terms.intervals import NEVER
from hudna.terms.provisions import Deal, Provision, names_in
from hudna.terms.sides import Sides, deeds_of, known_targets, sides_of, targets_of

NORM_SIDES = ("forbid", "by", "with_", "against", "in_", "from_", "into", "during", "phase", "after")


def compile_norms(deal: Deal) -> tuple[Norm, ...]:
    """Compile every prohibition, in the order of the file; single accused in the order of the agreement, then joint ones."""
    return tuple(
        norm for provision in deal.provisions if provision.form == "forbid" for norm in _norms_of(provision, deal)
    )


def _norms_of(provision: Provision, deal: Deal) -> Iterator[Norm]:
    clause = provision.clause
    nobody: Bounded[Ids | None] = same(frozenset())
    obligors = nobody if clause.by is None else deal.people.obligors(clause.by)
    at_most = (
        deal.people.everybody if obligors.upper is None else tuple(r for r in deal.people.roles if r in obligors.upper)
    )
    when = deal.times(clause, provision.where, provision.id, provision.term_id)
    stretches = []
    for times, days in deal.stretches(when, names_in(clause.against)):
        sides = sides_of(provision, clause.forbid, times, days, deal)
        actors = {role: _actors_of(role, obligors, days, deal) for role in at_most}
        stretches.append((actors, {r: targets_of(provision, r, at_most, days, deal) for r in at_most}, sides))
    after, after_undefined = deal.triggers(clause, clause.phase)
    gaps = _gaps(provision, at_most, deal)
    for accused, guarantors in _accused(at_most, deal):
        boxes = BoundedBoxes(
            *(join_boxes(box for part in stretches for box in _boxes(accused, *part, bound, deal)) for bound in BOUNDS)
        )
        yield Norm(
            norm_id=provision.id,
            accused=accused,
            guarantors=guarantors,
            boxes=boxes,
            takings=compile_takings(provision, accused, when, deal),
            after=after,
            after_undefined=after_undefined,
            not_evaluated=("purpose",) if clause.purpose is not None else (),
            gaps=gaps,
        )


def _accused(obligors: tuple[str, ...], deal: Deal) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give each obligor with who answers for it, then each set of several obligors that one guarantor answers for."""
    for role in obligors:
        yield (role,), deal.people.guarantors_of(role)
    joint: dict[tuple[str, ...], list[str]] = {}
    for guarantor, written in deal.agreement.guarantors.items():
        clients = tuple(role for role in obligors if role in (settled(written.answers_for) or ()))
        if len(clients) > 1:
            joint.setdefault(clients, []).append(guarantor)
    for clients, guarantors in joint.items():
        yield clients, tuple(guarantors)


def _actors_of(role: str, obligors: Bounded[Ids | None], days: DayRange, deal: Deal) -> Bounded[Ids | None]:
    """Give the actors of an obligor, nobody at the bounds at which it is none."""
    actors = deal.people.of_role(role, days)
    named = Bounded(*(obligors.at(bound) is None or role in (obligors.at(bound) or ()) for bound in BOUNDS))
    return Bounded(*(actors.at(bound) if named.at(bound) else frozenset[str]() for bound in BOUNDS))


def _boxes(
    accused: tuple[str, ...],
    actors: dict[str, Bounded[Ids | None]],
    targets: dict[str, Bounded[Ids | None]],
    sides: Sides,
    bound: Bound,
    deal: Deal,
) -> tuple[Box, ...]:
    """Multiply out the sides. Of several accused: together towards the targets they share, each alone towards the rest of its own."""
    when = sides.when.at(bound)
    if when == NEVER:
        return ()
    shared = meet_ids([targets[role].at(bound) for role in accused])
    together = join_ids([actors[role].at(bound) for role in accused])
    pieces = [(together, shared)]
    done: Ids = frozenset()
    for role in accused if len(accused) > 1 else ():
        own, alone = targets[role].at(bound), actors[role].at(bound)
        rest = frozenset[str]() if shared is None else (known_targets(deal) if own is None else own) - shared
        if rest and alone is not None:
            pieces.append((alone - done, rest))
            done |= alone
    return tuple(
        box
        for who, whom in pieces
        for box in make_boxes(who, deeds_of(sides, whom, bound, deal), sides.places, when, deal.grounds, bound)
    )


def _gaps(provision: Provision, obligors: tuple[str, ...], deal: Deal) -> tuple[str, ...]:
    clause = provision.clause
    return deal.gaps(clause, NORM_SIDES, [("in", clause.in_), ("into", clause.into), ("from", clause.from_)], obligors)
