"""What a diff says: changes in meaning, each with who gains by it, and what changed in nothing but wording (docs/semantics.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Direction = Literal["wider", "narrower", "unclear"]


@dataclass(frozen=True)
class Gain:
    """Whose hands a change frees, whom it binds more, who is less or more protected by it: ids of roles, actors and targets.

    All empty: it cannot be told. The same id both freed and bound: the change cuts both ways for it.
    """

    freed: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()
    less_protected: tuple[str, ...] = ()
    more_protected: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    @property
    def gainers(self) -> tuple[str, ...]:
        """Who gains: those freed; where nobody is, those more protected."""
        return self.freed or self.more_protected

    @property
    def reversed(self) -> "Gain":
        return Gain(self.bound, self.freed, self.more_protected, self.less_protected)


CANNOT_BE_TOLD = Gain()


def join_gains(gains: Iterable[Gain]) -> Gain:
    """Give all that several gains say, each id once; nothing, where one of them cannot be told."""
    parts = list(gains)
    if not all(part.is_told for part in parts):
        return CANNOT_BE_TOLD
    return Gain(*(tuple(dict.fromkeys(id_ for p in parts for id_ in getattr(p, each.name))) for each in fields(Gain)))


@dataclass(frozen=True)
class Change:
    """One change in meaning.

    `old` and `new` are plain values as the file would write them (moments as instants in UTC); None: the deal is silent there.
    """

    section: str  # of the file: terms, zones, parties, escalation, …; `agreement` for what stands at its top
    about: str  # id in that section, that of the new version where both have it; empty for a section that is one part
    point: str  # field, or what of it: `deadline`, `in`, `removed`, …
    measure: str  # what kind of value it is: kinds, roles, zones, moment, duration, …
    old: Any
    new: Any
    gain: Gain = CANNOT_BE_TOLD
    form: str = ""  # of a term: forbid, require, allow
    gone: tuple[str, ...] = ()  # ids covered before and no longer, closed over the tree or the register
    added: tuple[str, ...] = ()
    sizes: Mapping[str, float] = field(default_factory=dict)  # km2_*, days_*, amount_*; each of the point reading
    reaches: tuple[str, ...] = ()  # terms and exclusions through which it has an effect, where it stands elsewhere
    was: str | None = None  # id in the old version, where it is another

    @property
    def key(self) -> tuple[str, str, str]:
        return self.section, self.about, self.point


@dataclass(frozen=True)
class Version:
    """One of the versions compared."""

    agreement_id: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True)
class Renumbering:
    """A term that says the same under another id."""

    section: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """What differs between two versions: by meaning, in numbering, and in wording only."""

    old: Version
    new: Version
    changes: tuple[Change, ...]  # most consequential first
    renumbered: tuple[Renumbering, ...]
    reworded: tuple[str, ...]  # terms whose legal `text` differs though their structure does not, by new id

    @property
    def is_change(self) -> bool:
        return bool(self.changes)


CONSEQUENCE = (
    ("terms", "removed"), ("terms", "added"), ("in_force", "times"), ("exclusions", "added"), ("exclusions", "removed"),
    ("terms", "by"), ("terms", "forbid"), ("terms", "require"), ("terms", "allow"), ("zones", "ground"), ("terms", "in"),
    ("terms", "into"), ("terms", "from"), ("parties", "actors"), ("parties", ""), ("guarantors", "answers_for"), ("terms", "against"),
    ("terms", "during"), ("terms", "with"), ("terms", "despite"), ("exclusions", ""), ("terms", "needs"), ("terms", "judged"),
    ("terms", "quantity"), ("terms", "deadline"), ("terms", "within"), ("terms", "every"), ("terms", "after"), ("terms", "mirrors"),
    ("terms", ""), ("tranches", ""), ("guarantors", ""), ("escalation", ""), ("proof", ""), ("counting", ""), ("phases", ""),
    ("in_force", ""), ("classes", ""), ("bodies", ""), ("agreement", ""), ("zones", ""), ("actors", ""), ("arms", ""), ("ending", ""),
    ("complaints", ""),
)  # fmt: skip
"""Sections and points in the order of what they decide: who is bound to what, where and when; then what is owed by when; then
who answers and how it is proved; then the rest. An empty point is every other point of the section."""


def by_consequence(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Sort changes, most consequential first; within a rank they keep their order."""
    rank = {key: number for number, key in enumerate(CONSEQUENCE)}
    last = len(rank)
    return tuple(sorted(changes, key=lambda c: rank.get((c.section, c.point), rank.get((c.section, ""), last))))
