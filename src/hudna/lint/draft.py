"""A draft as rules look at it: its provisions laid out one by one, the acts it decides, its moments, and what it compiles to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from hudna.problems import Problem, Refused
from hudna.terms import (
    ActorRegister,
    Agreement,
    CompiledAgreement,
    Force,
    Gazetteer,
    Provision,
    Undefined,
    Unread,
    compile_agreement,
    kind_tree,
    names_in,
    provisions_of,
    settled,
)


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
        return tuple(p for p in self.duties if not set(names_in([p.clause.require])).isdisjoint(kinds))

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
    def signed_at(self) -> datetime | None:
        return self.instant(self.agreement.signed, "start")

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
