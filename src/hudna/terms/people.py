"""Who is meant: the ids that roles, actors and targets of an agreement stand for, at each bound.

A role stands for itself (evidence of the deal may name it) and for its actors, closed over members and successors on the days that
matter; adherents that are named are among them from the day on which they joined. Actors that nobody can list are nobody for certain and, at most, everybody whom the
register knows and no other role commands. A body stands for itself, not for its members.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from hudna.terms.actors import EVER, Actor, ActorRegister, DayRange, Member, Successor, first_day
from hudna.terms.gaps import Bounded, Ids, Unknown, bounded_ids, join_ids, readings, same, settled
from hudna.terms.model import Agreement
from hudna.terms.roles import Body, Guarantor, Other, Party
from hudna.terms.trees import target_tree

NOBODY: Ids = frozenset()
UNKNOWN_SIDE = "unknown"


@dataclass(frozen=True)
class People:
    """The names of one agreement, read with an actor register (the agreement's own actors already merged in)."""

    agreement: Agreement
    register: ActorRegister | None
    known: ActorRegister = field(init=False)
    _of_roles: dict[tuple[str, DayRange], Bounded[Ids | None]] = field(init=False, default_factory=dict)  # told already

    def __post_init__(self) -> None:
        base = self.register or ActorRegister()
        named = [actor for role_id in self.roles for actor in self.named_actors(role_id)]
        object.__setattr__(self, "known", base.merged(_own_actors(self.agreement, named)))

    @cached_property
    def roles(self) -> dict[str, Party | Guarantor | Body | Other]:
        """Give every role by id: parties, guarantors, bodies, others."""
        a = self.agreement
        return {**a.parties, **a.guarantors, **a.bodies, **a.others}

    @cached_property
    def everybody(self) -> tuple[str, ...]:
        """Give whom `by: [all]` names: every party, and every guarantor that has actors."""
        fighting = [g for g, guarantor in self.agreement.guarantors.items() if settled(guarantor.actors)]
        return (*self.agreement.parties, *fighting)

    def obligors(self, by: Any) -> Bounded[Ids | None]:
        """Give the roles that a `by` names at each bound; None: anybody."""
        return bounded_ids(by, lambda names: same(frozenset(self.spell_out(names))))

    def spell_out(self, names: Iterable[str]) -> tuple[str, ...]:
        """Replace `all` by whom it names; in order, each once."""
        return tuple(dict.fromkeys(one for name in names for one in (self.everybody if name == "all" else (name,))))

    def named_actors(self, role_id: str, days: DayRange = EVER) -> tuple[str, ...]:
        """Give the actors a role lists, and the adherents it names who had joined by the last of these days, as written."""
        listed = settled(getattr(self.roles[role_id], "actors", None)) or []
        joined = (actor for actor, since in self._adherents(role_id) if DayRange(since, None).meets(days))
        return tuple(dict.fromkeys((*listed, *joined)))

    def changes(self, names: Iterable[str]) -> frozenset[date]:
        """Give the days on which it changes whom roles and actors stand for: members, successors and adherents come and go."""
        roles = [name for name in names if name in self.roles]
        actors = [*(a for role in roles for a in self.named_actors(role)), *(n for n in names if n not in self.roles)]
        joined = {since for role in roles for _, since in self._adherents(role) if since is not None}
        return self.known.changes(actors) | joined

    def _adherents(self, role_id: str) -> list[tuple[str, date | None]]:
        """Give the adherents a party names, each with the day on which it joined; None: not told."""
        role = self.roles[role_id]
        adherents = settled(role.adherents) or [] if isinstance(role, Party) else []
        return [(a.actor, first_day(settled(a.date))) for a in adherents if a.actor is not None]

    def of_role(self, role_id: str, days: DayRange = EVER) -> Bounded[Ids | None]:
        """Give the ids a role stands for on these days; None at the upper bound: anybody."""
        if (role_id, days) not in self._of_roles:
            self._of_roles[role_id, days] = self._find_role(role_id, days)
        return self._of_roles[role_id, days]

    def _find_role(self, role_id: str, days: DayRange) -> Bounded[Ids | None]:
        role = self.roles[role_id]
        itself: Ids = frozenset((role_id,))
        adherents = frozenset(self.named_actors(role_id, days))

        def close(names: Iterable[str]) -> Ids:
            return self._closed(names, days, is_bound=getattr(role, "on_split", None) != "free")

        written = getattr(role, "actors", None)
        if written is None:
            return same(itself | close(adherents))
        sets = bounded_ids(written, lambda names: same(close(names)))
        rest = close(adherents - frozenset(settled(written) or ()))
        upper = self._unclaimed(role_id, days) if sets.upper is None else sets.upper
        return Bounded(
            (sets.lower or NOBODY) | rest | itself,
            (sets.point or NOBODY) | rest | itself,
            None if upper is None else upper | rest | itself,
        )

    def of_roles(self, role_ids: Iterable[str], days: DayRange = EVER) -> Bounded[Ids | None]:
        """Give the ids several roles stand for together."""
        sets = [self.of_role(role_id, days) for role_id in role_ids if role_id in self.roles]
        return Bounded(*(join_ids([s.at(bound) for s in sets]) for bound in ("lower", "point", "upper")))

    def of_names(
        self, names: Iterable[str], days: DayRange = EVER, *, each_other: Iterable[str] = ()
    ) -> Bounded[Ids | None]:
        """Give what a list of targets, roles and actors means: `against`, `for`, `to`, `still_protected`. `anyone` limits nothing."""
        sets: list[Bounded[Ids | None]] = []
        for name in names:
            if name == "anyone":
                return same(None)
            if name == "each_other":
                sets.append(self.of_roles(each_other, days))
            elif name in self.roles:
                sets.append(self.of_role(name, days))
            elif name in target_tree():
                sets.append(same(target_tree().below(name)))
            else:
                sets.append(same(self._closed([name], days, is_bound=True)))
        return Bounded(*(join_ids([s.at(bound) for s in sets]) for bound in ("lower", "point", "upper")))

    def performers(self, names: Iterable[str], days: DayRange = EVER) -> Bounded[Ids | None]:
        """Give who may have done an act: roles and actors, `all` spelled out."""
        return self.of_names([name for name in self.spell_out(names) if name != "target"], days)

    def guarantors_of(self, role_id: str) -> tuple[str, ...]:
        """Give who answers for a role: a party's guarantors; everybody else answers for itself."""
        if role_id not in self.agreement.parties:
            return (role_id,)
        return tuple(
            g for g, guarantor in self.agreement.guarantors.items() if role_id in (settled(guarantor.answers_for) or ())
        )

    def _closed(self, names: Iterable[str], days: DayRange, *, is_bound: bool) -> Ids:
        return self.known.close(names, days, with_successors=is_bound)

    def _unclaimed(self, role_id: str, days: DayRange) -> Ids | None:
        """Give everybody whom no other role commands; None where there is no register to say who everybody is."""
        if self.register is None:
            return None
        claimed = {
            a
            for other in self.roles
            if other != role_id
            for a in self._closed(self.named_actors(other, days), days, is_bound=True)
        }
        return frozenset(self.known.ids) - claimed


def names_of(text: str | dict[str, str] | None, fallback: str) -> dict[str, str]:
    """Give a name by language; one written without a language stands under `en`, and one that is absent is the id."""
    if text is None:
        return {"en": fallback}
    return {"en": text} if isinstance(text, str) else dict(text)


def _own_actors(agreement: Agreement, named: Iterable[str]) -> list[Actor]:
    """Give the actors that the agreement declares: under `actors`, or by naming them under a role."""
    own = [Actor(id_) for id_ in named if id_ not in agreement.actors]
    for id_, actor in agreement.actors.items():
        members = readings(actor.members).point if actor.members is not None else ()
        own.append(
            Actor(
                id=id_,
                name={} if actor.name is None else names_of(actor.name, id_),
                aliases=tuple(actor.aliases or ()),
                members=() if isinstance(members, Unknown) else tuple(Member(m) for m in members),
                became=tuple(Successor(s.actor, first_day(settled(s.date))) for s in actor.became or ()),
            )
        )
    return own


def register_of(agreement: Agreement, base: ActorRegister | None = None) -> ActorRegister:
    """Give the actor register with the agreement's own actors merged in, those that roles only list among them.

    An actor whose side nobody has told stands on the side of the party that lists it: the party's id is then the name of the side.
    Roles are in it under their ids and names, so that reports can name a body, or a party as a whole; a name that the register
    knows keeps its owner.
    """
    people = People(agreement, base)
    known = people.known
    sided = [
        replace(known.actors.get(id_, Actor(id=id_, name={})), camp=_side_of(agreement, role_id))
        for role_id in (*agreement.parties, *agreement.guarantors)
        for id_ in people.named_actors(role_id)
        if known.camp(id_) == UNKNOWN_SIDE
    ]
    with_sides = ActorRegister({**known.actors, **{actor.id: actor for actor in sided}})
    as_actors = [
        Actor(
            role_id,
            name={tongue: name for tongue, name in _names(role).items() if with_sides.resolve(name) is None},
            camp=next((with_sides.camp(a) for a in people.named_actors(role_id)), _side_of(agreement, role_id)),
        )
        for role_id, role in people.roles.items()
        if with_sides.resolve(role_id) in (None, role_id)
    ]
    return with_sides.merged(as_actors)


def _names(role: Party | Guarantor | Body | Other) -> dict[str, str]:
    return {} if role.name is None else names_of(role.name, "")


def _side_of(agreement: Agreement, role_id: str) -> str:
    """Give the party a guarantor answers for, if it is one; else the role itself."""
    guarantor = agreement.guarantors.get(role_id)
    clients = settled(guarantor.answers_for) if guarantor is not None else None
    return str(clients[0]) if clients and len(clients) == 1 else role_id
