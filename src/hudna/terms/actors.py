"""Who fights, under which names, in what, and what became of them: the actor register.

A register is a YAML file (format of data/syria_actors_sources/actors.yaml). An actor stands for its `members` too, while their
membership lasts, and from the date in `became` for its successors. `possible_members` are never a fact and are closed over by
nothing. Dates without a day (`2016-10`, `2012`) are read at their widest: from the first day, until the last.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from hudna.problems import Problem, Refused, nearest_name
from hudna.terms.document import read_document
from hudna.terms.spelling import fold_name

MOST_BYTES = 10_000_000  # a register may name every armed group of a war; an agreement is read by people


@dataclass(frozen=True)
class DayRange:
    """Days from `first` to `last`, both inside; None: not known, so without that end."""

    first: date | None = None
    last: date | None = None

    def meets(self, other: "DayRange") -> bool:
        starts_in_time = self.first is None or other.last is None or self.first <= other.last
        return starts_in_time and (self.last is None or other.first is None or other.first <= self.last)

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


EVER = DayRange()
_key = lru_cache(maxsize=100_000)(fold_name)  # one name is asked for on many days


@dataclass(frozen=True)
class Member:
    actor: str
    days: DayRange = EVER


@dataclass(frozen=True)
class Successor:
    """What became of an actor, from a date on; `part` says who went, where not all did."""

    actor: str
    since: date | None
    part: str | None = None


@dataclass(frozen=True)
class DatedAlias:
    """A spelling that belongs to the actor for a stretch of time only; `within` names the one source that uses it so."""

    name: str
    days: DayRange
    within: str | None = None


@dataclass(frozen=True)
class Actor:
    """One armed actor, or a label for several (`kind: unspecified`)."""

    id: str
    name: Mapping[str, str] = field(default_factory=dict)
    kind: str = "unspecified"
    camp: str = "unknown"
    aliases: tuple[str, ...] = ()
    dated_aliases: tuple[DatedAlias, ...] = ()
    members: tuple[Member, ...] = ()
    possible_members: tuple[str, ...] = ()
    fights_for: tuple[Member, ...] = ()  # whom it is allied with or commanded by, and when
    became: tuple[Successor, ...] = ()
    flies: bool | str | None = None  # True: crewed aircraft; "drones_only"; None: not known
    flies_since: date | None = None
    active: DayRange = EVER
    there_since: date | None = None  # of an outside force: first day in the country

    def is_there(self, days: DayRange) -> bool:
        """Say whether it was active, and in the country, on any of these days, as far as is known."""
        arrived = DayRange(self.there_since, None)
        return self.active.meets(days) and arrived.meets(days)

    def flies_on(self, day: date) -> bool | str | None:
        """Say whether it had aircraft on a day: True, False, `drones_only`, or None where nobody knows."""
        return False if self.flies_since is not None and day < self.flies_since else self.flies


@dataclass(frozen=True)
class ActorRegister:
    """Actors by id, in file order."""

    actors: Mapping[str, Actor] = field(default_factory=dict)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.actors

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.actors)

    def actor(self, id_: str) -> Actor:
        """Give an actor by id.

        Raises:
            LookupError: nobody has this id; the message names the nearest one.
        """
        if id_ not in self.actors:
            near = nearest_name(id_, self.actors)
            raise LookupError(f"no actor {id_!r}" + (f"; did you mean {near!r}?" if near else ""))
        return self.actors[id_]

    def camp(self, id_: str) -> str:
        """Give the side an actor stands on, `unknown` for one that the register does not have."""
        return self.actors[id_].camp if id_ in self.actors else "unknown"

    def stands_for(self, id_: str, days: DayRange = EVER, *, with_successors: bool = True) -> frozenset[str]:
        """Give the ids an actor stands for on at least one of these days: itself, its members and its successors.

        Members count if their membership meets the days at all, successors if the change lies on or before the last day; both
        are followed further, within the same days. `with_successors=False` is for parties whose successors are free.
        """
        reached = {id_}
        waiting = [(id_, days)]
        seen: set[tuple[str, DayRange]] = set(waiting)
        while waiting:
            current, span = waiting.pop()
            for other, their_days in self._next(current, span, with_successors):
                reached.add(other)
                if (other, their_days) not in seen:
                    seen.add((other, their_days))
                    waiting.append((other, their_days))
        return frozenset(reached)

    def close(self, ids: Iterable[str], days: DayRange = EVER, *, with_successors: bool = True) -> frozenset[str]:
        """Give all ids that several actors stand for."""
        return frozenset().union(*(self.stands_for(id_, days, with_successors=with_successors) for id_ in ids))

    def allies(self, ids: Iterable[str], days: DayRange = EVER) -> tuple[str, ...]:
        """Give the actors there on these days that the register says are allied with one of these or commanded by it, in file order."""
        whom = frozenset(ids)
        return tuple(
            actor.id
            for actor in self.actors.values()
            if actor.id not in whom
            and actor.is_there(days)
            and any(ally.actor in whom and ally.days.meets(days) for ally in actor.fights_for)
        )

    def changes(self, ids: Iterable[str]) -> frozenset[date]:
        """Give the days on which it changes whom actors stand for: each the first day of a membership, after one, or of a successor."""
        waiting = list(ids)
        seen: set[str] = set()
        days: set[date | None] = set()
        while waiting:
            id_ = waiting.pop()
            if id_ in seen or id_ not in self.actors:
                continue
            seen.add(id_)
            for member in self.actors[id_].members:
                last = member.days.last
                days |= {member.days.first, None if last is None else last + timedelta(days=1)}
                waiting.append(member.actor)
            for successor in self.actors[id_].became:
                days.add(successor.since)
                waiting.append(successor.actor)
        return frozenset(day for day in days if day is not None)

    def resolve(self, name: str, on: date | None = None, within: str | None = None) -> str | None:
        """Find whose name this was on a day, or None for a name of nobody or of several.

        Args:
            name: any spelling, or an id; case and marks do not matter.
            on: the day it is said of; without it no dated alias is read.
            within: the source whose own usage counts, such as `ucdp`; its dated names win over all others.
        """
        if name in self.actors:
            return name
        key = _key(name)
        dated = [] if on is None else [(id_, a) for id_, a in self._dated.get(key, ()) if a.days.holds(on)]
        for owners in (
            {id_ for id_, alias in dated if alias.within is not None and alias.within == within},
            {id_ for id_, alias in dated if alias.within is None},
            set(self._plain.get(key, ())),
        ):
            if owners:
                return owners.pop() if len(owners) == 1 else None
        return None

    def merged(self, others: Iterable[Actor]) -> "ActorRegister":
        """Give a register to which an agreement's own actors are added: their names, aliases, members and successors join what is known."""
        actors = dict(self.actors)
        for actor in others:
            actors[actor.id] = _join(actors[actor.id], actor) if actor.id in actors else actor
        return ActorRegister(actors)

    def _next(self, id_: str, days: DayRange, with_successors: bool) -> Iterable[tuple[str, DayRange]]:
        actor = self.actors.get(id_)
        if actor is None:
            return
        for member in actor.members:
            if member.days.meets(days):
                yield member.actor, _overlap(member.days, days)
        if with_successors:
            for successor in actor.became:
                since = DayRange(successor.since, None)
                if since.meets(days):
                    yield successor.actor, _overlap(since, days)

    @cached_property
    def _plain(self) -> Mapping[str, tuple[str, ...]]:
        index: dict[str, list[str]] = {}
        for actor in self.actors.values():
            keys = {fold_name(n) for n in (*actor.name.values(), *actor.aliases)}
            # An id is a name too, unless that word belongs to several by date (`HTS`).
            keys |= {fold_name(actor.id)} - self._dated.keys()
            for key in sorted(keys):
                index.setdefault(key, []).append(actor.id)
        return {key: tuple(ids) for key, ids in index.items()}

    @cached_property
    def _dated(self) -> Mapping[str, tuple[tuple[str, DatedAlias], ...]]:
        index: dict[str, list[tuple[str, DatedAlias]]] = {}
        for actor in self.actors.values():
            for alias in actor.dated_aliases:
                index.setdefault(fold_name(alias.name), []).append((actor.id, alias))
        return {key: tuple(pairs) for key, pairs in index.items()}


def read_actors(path: Path) -> ActorRegister:
    """Read an actor register.

    Raises:
        Refused: the file is no register, or an entry points at an actor that is not in it, or names a date that is none.
    """
    return parse_actors(path.read_text(encoding="utf-8"), file=path.name)


@lru_cache(
    maxsize=8
)  # a register is a value: the same text gives the same one, and an agreement is read against it twice
def parse_actors(text: str, *, file: str) -> ActorRegister:
    """Read an actor register from its text; raises as `read_actors` does."""
    document = read_document(text, file=file, most_bytes=MOST_BYTES)
    if document.problems:
        raise Refused(document.problems)
    data = document.data
    if not isinstance(data.get("actors"), Mapping):
        raise Refused(
            [
                Problem(
                    file=file,
                    field="actors",
                    found="no mapping of actors",
                    expected="`actors:` with one entry for each id",
                )
            ]
        )
    actors: dict[str, Actor] = {}
    problems: list[Problem] = []
    for id_, entry in data["actors"].items():
        try:
            actors[str(id_)] = actor_from(str(id_), entry or {})
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            problems.append(
                Problem(
                    file=file,
                    field=f"actors.{id_}",
                    found=str(wrong),
                    expected="an actor in the format of the register",
                )
            )
    for actor in actors.values():
        dated: tuple[Member | Successor, ...] = (*actor.members, *actor.fights_for, *actor.became)
        pointed = [*(entry.actor for entry in dated), *actor.possible_members]
        problems += [
            Problem(
                file=file,
                field=f"actors.{actor.id}",
                found=repr(id_),
                expected="the id of an actor",
                nearest=nearest_name(id_, actors),
            )
            for id_ in pointed
            if id_ not in actors and not problems
        ]
    if problems:
        raise Refused(problems)
    return ActorRegister(actors)


def actor_from(id_: str, entry: Mapping[str, Any]) -> Actor:
    """Make an actor from plain values, as a register or the `actors` of an agreement write them; raises ValueError for a bad date."""
    name = entry.get("name") or {}
    active = entry.get("active") or {}
    return Actor(
        id=id_,
        name={"en": name} if isinstance(name, str) else dict(name),
        kind=entry.get("kind") or "unspecified",
        camp=entry.get("camp") or "unknown",
        aliases=tuple(str(alias) for alias in entry.get("aliases") or ()),
        dated_aliases=tuple(DatedAlias(a["name"], _days(a), a.get("in")) for a in entry.get("dated_aliases") or ()),
        members=_members(entry.get("members")),
        possible_members=tuple(entry.get("possible_members") or ()),
        fights_for=(*_members(entry.get("allied_with")), *_members(entry.get("commanded_by"))),
        became=tuple(Successor(s["actor"], first_day(s.get("date")), s.get("part")) for s in entry.get("became") or ()),
        flies=entry.get("flies"),
        flies_since=first_day(entry.get("flies_from")),
        active=_days(active),
        there_since=first_day(active.get("in_syria_from")),
    )


def _members(entries: Iterable[Any] | None) -> tuple[Member, ...]:
    return tuple(Member(m, EVER) if isinstance(m, str) else Member(m["actor"], _days(m)) for m in entries or ())


def first_day(written: object) -> date | None:
    """Give the first day of `2016-10-09`, `2016-10` or `2016`."""
    if written is None or isinstance(written, date):
        return written
    parts = [int(part) for part in str(written).split("-")]
    year, month, day, *_ = (*parts, 1, 1)
    return date(year, month, day)


def last_day(written: object) -> date | None:
    """Give the last day of `2016-10-09`, `2016-10` or `2016`."""
    if written is None or isinstance(written, date):
        return written
    parts = [int(part) for part in str(written).split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _days(entry: Mapping[str, Any]) -> DayRange:
    return DayRange(first_day(entry.get("from")), last_day(entry.get("until")))


def _overlap(one: DayRange, other: DayRange) -> DayRange:
    firsts = [day for day in (one.first, other.first) if day is not None]
    lasts = [day for day in (one.last, other.last) if day is not None]
    return DayRange(max(firsts, default=None), min(lasts, default=None))


def _join(known: Actor, added: Actor) -> Actor:
    return Actor(
        id=known.id,
        name={**known.name, **added.name},
        kind=known.kind,
        camp=known.camp if known.camp != "unknown" else added.camp,
        aliases=tuple(dict.fromkeys((*known.aliases, *added.aliases))),
        dated_aliases=tuple(dict.fromkeys((*known.dated_aliases, *added.dated_aliases))),
        members=tuple(dict.fromkeys((*known.members, *added.members))),
        possible_members=tuple(dict.fromkeys((*known.possible_members, *added.possible_members))),
        fights_for=tuple(dict.fromkeys((*known.fights_for, *added.fights_for))),
        became=tuple(dict.fromkeys((*known.became, *added.became))),
        flies=known.flies,
        flies_since=known.flies_since,
        active=known.active,
        there_since=known.there_since,
    )
