"""The sides of a prohibition or an allowance: what, with what, to whom, where and when, read once and multiplied out at each bound."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hudna.terms.actors import DayRange
from hudna.terms.boxes import Deeds, Places, spell_deeds
from hudna.terms.compiled import Bound
from hudna.terms.gaps import Bounded, Ids, bounded_ids, readings, same
from hudna.terms.intervals import Times
from hudna.terms.provisions import Deal, Provision
from hudna.terms.trees import target_tree


@dataclass(frozen=True)
class Sides:
    """The sides of a prohibition or an allowance that do not depend on who did it."""

    written_kinds: Any
    kinds: Bounded[Ids]
    arms: Bounded[Ids | None]
    places: Places
    when: Bounded[Times]
    days: DayRange  # on which it can hold: for these, members and successors are closed over


def sides_of(provision: Provision, kinds: Any, when: Bounded[Times], days: DayRange, deal: Deal) -> Sides:
    """Read the sides of a prohibition or an allowance that holds at these times."""
    clause = provision.clause
    relations = (("in", clause.in_), ("into", clause.into), ("from", clause.from_))
    return Sides(
        written_kinds=kinds,
        kinds=deal.kinds(kinds),
        arms=deal.arms(clause.with_),
        places=tuple((relation, zones) for relation, zones in relations if zones is not None),  # type: ignore[misc]
        when=when,
        days=days,
    )


def targets_of(
    provision: Provision, accused: str, obligors: tuple[str, ...], days: DayRange, deal: Deal
) -> Bounded[Ids | None]:
    """Read `against` for one accused: `each_other` are the other obligors of the term."""
    others = tuple(role for role in obligors if role != accused)

    def to_set(against: Any) -> Bounded[Ids | None]:
        return same(None) if against == "anyone" else deal.people.of_names(against, days, each_other=others)

    return bounded_ids(provision.clause.against, to_set)


def deeds_of(sides: Sides, targets: Ids | None, bound: Bound, deal: Deal) -> tuple[Deeds, ...]:
    """Spell out what is forbidden or allowed at a bound, towards these targets."""
    kinds = sides.kinds.at(bound)
    named = [kind for kinds_told in _plain(sides.written_kinds) for kind in kinds_told if kind in kinds]
    return spell_deeds(named, kinds, sides.arms.at(bound), targets, known_targets=known_targets(deal))


def known_targets(deal: Deal) -> Ids:
    """Give every id that a target of an incident can be, `unknown` included; not `anyone`, which would limit nothing."""
    return frozenset((*target_tree().ids, *deal.people.known.ids, *deal.people.roles, "unknown")) - {"anyone"}


def _plain(written: Any) -> Iterator[list[str]]:
    if written is not None:
        yield from (value for value in readings(written).values if isinstance(value, list))
