"""A draft as rules look at it: its provisions laid out one by one, the acts it decides, its moments, and what it compiles to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

import shapely

from hudna.problems import Problem, Refused
from hudna.terms import (
    ActorRegister,
    Agreement,
    CompiledAgreement,
    DayRange,
    Force,
    Gazetteer,
    Provision,
    Undefined,
    Unread,
    compile_agreement,
    kind_tree,
    names_in,
    outline,
    provisions_of,
    settled,
)


@dataclass(frozen=True)
class Fix:
    """A safe change: set keys to values. It writes down what an evaluation presumes anyway, or mends what cannot have been meant."""

    does: str
    sets: tuple[tuple[tuple[str | int, ...], Any], ...]


@dataclass(frozen=True)
class Draft:
    """An agreement under lint."""

    agreement: Agreement
    gazetteer: Gazetteer | None = None
    actors: ActorRegister | None = None

    # --- provisions --------------------------------------------------------------------------------------------------------------

    @cached_property
    def provisions(self) -> tuple[Provision, ...]:
        """Give every term, a table as its rows, in the order of the file."""
        return provisions_of(self.agreement)

    @cached_property
    def duties(self) -> tuple[Provision, ...]:
        return tuple(p for p in self.provisions if p.form == "require")

    @cached_property
    def prohibitions(self) -> tuple[Provision, ...]:
        return tuple(p for p in self.provisions if p.form == "forbid")

    @cached_property
    def allowances(self) -> tuple[Provision, ...]:
        return tuple(p for p in self.provisions if p.form == "allow")

    def duties_of(self, *kinds: str) -> tuple[Provision, ...]:
        """Give the duties that require one of these kinds."""
        return tuple(p for p in self.duties if settled(p.clause.require) in kinds)

    def expand(self, names: Iterable[str]) -> tuple[Provision, ...]:
        """Give the provisions that names of terms mean: a table is its rows."""
        wanted = set(names)
        return tuple(p for p in self.provisions if p.id in wanted or p.term_id in wanted)

    def obligors(self, provision: Provision) -> frozenset[str]:
        """Give the roles that owe it or are bound by it, `all` spelled out."""
        named = frozenset(names_in(provision.clause.by))
        return named | self.everybody if "all" in named else named

    @cached_property
    def everybody(self) -> frozenset[str]:
        """Give whom `by: [all]` names: every party, and every guarantor that has actors."""
        fighting = (g for g, guarantor in self.agreement.guarantors.items() if settled(guarantor.actors))
        return frozenset((*self.agreement.parties, *fighting))

    def guarantors_of(self, party: str) -> tuple[str, ...]:
        """Give who answers for a party, for certain."""
        return tuple(g for g, by in self.agreement.guarantors.items() if party in (settled(by.answers_for) or ()))

    def actors_of(self, role: str) -> tuple[str, ...]:
        """Give the actors that a party or a guarantor lists."""
        agreement = self.agreement
        written = agreement.parties.get(role) or agreement.guarantors.get(role)
        return names_in(written.actors) if written is not None else ()

    @cached_property
    def days(self) -> DayRange:
        """Give the days on which the deal can bind at all."""
        times = self.force.in_force().upper
        first, last = (times[0].begins_at, times[-1].ends_at) if times else (None, None)
        return DayRange(first and first.date(), last and last.date())

    # --- acts --------------------------------------------------------------------------------------------------------------------

    @cached_property
    def forbidden(self) -> frozenset[str]:
        """Give every kind that some term forbids, closed downward."""
        return _closed(p.clause.forbid for p in self.prohibitions)

    @cached_property
    def decided(self) -> frozenset[str]:
        """Give every kind that some term forbids or allows, closed downward."""
        return self.forbidden | _closed(p.clause.allow for p in self.allowances)

    def covers(self, provision: Provision, kind: str) -> bool:
        """Say whether a prohibition or an allowance reaches a kind."""
        return kind in _closed([provision.clause.forbid, provision.clause.allow])

    # --- time --------------------------------------------------------------------------------------------------------------------

    @cached_property
    def force(self) -> Force:
        """Reckon its moments; what is wrong with one, the reader has said already."""
        return Force(self.agreement, lambda where, found, expected, *, nearest=None: None)

    def instant(self, moment: Any, edge: Literal["start", "end"]) -> datetime | None:
        """Give the instant of a written moment at the point; None where it is silent or cannot be measured."""
        told = settled(moment)
        return None if told is None else self.force.instant(told, edge, ())

    @cached_property
    def starts_at(self) -> datetime | None:
        """Give the start of the deal; None where nobody can tell it."""
        written = self.agreement.in_force
        return self.instant(written.from_, "start") if written is not None else None

    @cached_property
    def latest_start(self) -> datetime | None:
        """Give the start of the deal, or the last moment at which a vague one can be; None where nobody can tell it."""
        starts = self.force.in_force().lower
        return starts[0].begins_at if starts else None

    @cached_property
    def signed_at(self) -> datetime | None:
        return self.instant(self.agreement.signed, "start")

    def opens_at(self, duty: Provision) -> datetime | None:
        """Give the first instant at which a duty's own interval lets it open; None where nobody can tell it."""
        period, phase = settled(duty.clause.during), settled(duty.clause.phase)
        if period is None and phase is not None:
            period = (self.agreement.phases or {})[phase]
        begins = self.instant(getattr(period, "from_", None), "start")
        return begins if begins is not None else self.starts_at

    @cached_property
    def waits(self) -> Mapping[str, Mapping[str, Literal["after", "mirrors", "tranche"]]]:
        """Give, for each duty, those that it hangs on, and by what.

        An amount `per` another duty's is no such tie: it grows as the other is met, part by part.
        """
        waits: dict[str, dict[str, Literal["after", "mirrors", "tranche"]]] = {duty.id: {} for duty in self.duties}
        for tranche in self.agreement.tranches.values():
            members = [duty.id for duty in self.expand(tranche.terms)]
            for one in members if tranche.rule == "in_steps" and len(tranche.steps or ()) > 1 else ():
                waits[one].update({other: "tranche" for other in members if other != one})
        for duty in self.duties:
            phase = (self.agreement.phases or {}).get(settled(duty.clause.phase) or "")
            triggers = (*names_in(duty.clause.after), *(names_in(phase.after) if phase is not None else ()))
            mirrored = [duty.clause.mirrors] if duty.clause.mirrors is not None else []
            waits[duty.id].update({first.id: "mirrors" for first in self.expand(mirrored)})
            named = [trigger for trigger in triggers if isinstance(trigger, str)]
            waits[duty.id].update({first.id: "after" for first in self.expand(named)})
        return waits

    # --- what it compiles to -------------------------------------------------------------------------------------------------------

    @cached_property
    def compiled(self) -> CompiledAgreement | None:
        """Give the compiled agreement; None where its maps or units cannot be read: `problems` then says why."""
        return self._compiling[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._compiling[1]

    @cached_property
    def _compiling(self) -> tuple[CompiledAgreement | None, tuple[Problem, ...]]:
        try:
            return compile_agreement(self.agreement, gazetteer=self.gazetteer, actors=self.actors), ()
        except Refused as refused:
            return None, refused.problems

    def ground(self, zone: str) -> Any:
        """Give a zone at the point as a shape of the agreement's plane; empty where nobody can say."""
        return shapely.Polygon() if self.compiled is None else self.shape(self.compiled.zone_regions[zone]["point"])

    def shape(self, region: str) -> Any:
        """Give a region of the compiled agreement as a shape."""
        if region not in self._shapes and self.compiled is not None:
            self._shapes[region] = outline(self.compiled.regions[region])
        return self._shapes[region]

    @cached_property
    def _shapes(self) -> dict[str, Any]:
        return {}

    def is_vague_ground(self, zone: str) -> bool:
        """Say whether a zone, or one that it is made of, is told only in words, or in versions that differ."""
        shape = self.agreement.zones[zone]
        if shape.undefined is not None or shape.disputed is not None:
            return True
        return any(self.is_vague_ground(part) for part in (*(shape.union or ()), *(shape.minus or ())))

    def is_made_of(self, zone: str, part: str) -> bool:
        """Say whether a zone is, among others, a zone of that name."""
        shape = self.agreement.zones[zone]
        inner = (*(shape.union or ()), *(shape.minus or ()), *([shape.within] if shape.within else ()))
        return part in inner or any(self.is_made_of(other, part) for other in inner)

    # --- where it stands, and what can be written down safely ------------------------------------------------------------------------

    def line(self, *where: str | int) -> str:
        """Name the line of a part, for a remark that has a second place."""
        return f"line {self.agreement.key_positions[where][0]}"

    def line_of(self, term: str) -> str:
        """Name the line of a term or a row."""
        return self.line(*next(p.where for p in self.provisions if term in (p.id, p.term_id)))

    def write_down(self, does: str, *sets: tuple[tuple[str | int, ...], Any]) -> Fix | None:
        """Offer a draft the change that writes down what an evaluation presumes; a signed text says what it says."""
        return Fix(does, sets) if self.agreement.status == "draft" else None

    # --- what nobody here has read ---------------------------------------------------------------------------------------------------

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """Give what nobody here has seen: the parts of the text listed under `unread`, and each field that says so."""
        return (*(self.agreement.unread or ()), *_unread_fields(self.agreement, ()))


def lacking(part: Any, fields: Mapping[str, str]) -> list[str]:
    """Give the words for the fields that a part leaves out or says so that nobody can measure them. What is unread is said."""
    return [word for field, word in fields.items() if is_missing(getattr(part, field, None))]


def is_missing(value: Any) -> bool:
    """Say whether the deal is silent on something, or speaks of it without anybody being able to measure it."""
    return value is None or isinstance(value, Undefined)


def listed(words: Iterable[str]) -> str:
    """Write words as a person lists them: `a, b or c`."""
    *first, last = list(words)
    return f"{', '.join(first)} or {last}" if first else last


def _closed(named: Iterable[Any]) -> frozenset[str]:
    return kind_tree().below(*(kind for kinds in named for kind in names_in(kinds)))


def _unread_fields(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, Unread) or (path[:1] in (("zones",), ("lines",)) and getattr(value, "unread", None)):
        yield f"{'.'.join(path)} ({value.unread})"
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unread_fields(item, (*path, key))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _unread_fields(item, path)
    elif hasattr(type(value), "model_fields"):
        for name, field in type(value).model_fields.items():
            if (*path, name) != ("unread",):
                yield from _unread_fields(getattr(value, name), (*path, field.alias or name))
