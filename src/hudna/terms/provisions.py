"""The agreement laid out for compiling: its provisions (terms and rows, one by one), and what all of compiling looks things up in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from hudna.terms.actors import DayRange
from hudna.terms.clauses import Clause, Term
from hudna.terms.clock import start_of_local_day
from hudna.terms.compiled import Interval
from hudna.terms.force import Complain, Force, days_of
from hudna.terms.gaps import Bounded, Ids, bounded_ids, gap_words, readings, same, settled
from hudna.terms.intervals import ALWAYS, Times, meet, split
from hudna.terms.model import Agreement
from hudna.terms.people import People
from hudna.terms.trees import kind_tree
from hudna.terms.values import Undefined, Unread
from hudna.terms.zones import Grounds

Form = Literal["forbid", "require", "allow"]

ARM_WORDS = {
    "gun": "artillery",
    "howitzer": "artillery",
    "mlrs": "multiple_rocket_launcher",
    "rocket_launcher": "multiple_rocket_launcher",
    "tactical_missile": "surface_missile",
    "missile": "surface_missile",
    "rifle": "small_arms",
}
"""Words that deals use for types of arms, and the arm of the tree that reports name."""


@dataclass(frozen=True)
class Provision:
    """A term, or one row of a term that is a table with the term's own fields filled in."""

    id: str  # term or term/row
    term_id: str
    form: Form
    clause: Term
    where: tuple[str | int, ...]


@dataclass(frozen=True)
class Deal:
    """One agreement with all that its words are looked up in."""

    agreement: Agreement
    people: People
    grounds: Grounds
    force: Force
    provisions: tuple[Provision, ...]
    complain: Complain

    def expand(self, names: Iterable[str]) -> tuple[str, ...]:
        """Replace the name of a term that is a table by its rows; in order, each once."""
        return tuple(dict.fromkeys(p.id for name in names for p in self.provisions if name in (p.id, p.term_id)))

    def times(self, part: Any, where: tuple[str | int, ...], *names: str) -> Bounded[Times]:
        """Give when a term or an exclusion holds; `names`: those under which `on_lapse` may let it continue."""
        written = self.agreement.in_force
        lapse = settled(written.on_lapse) if written is not None else None
        continues = lapse is not None and lapse != "ends" and not set(names).isdisjoint(lapse.continues)
        return self.force.term_times(part.during, part.phase, where, continues=continues)

    def times_of_taking(self, part: Any, where: tuple[str | int, ...]) -> Bounded[Times]:
        """Give when an allowance or an exclusion holds. Silent, it limits nothing: it holds whenever what it is taken from does."""
        if part.during is not None:
            return self.force.period(part.during, (*where, "during"), same(ALWAYS), same(None))
        return same(ALWAYS) if part.phase is None else self.force.term_times(None, part.phase, where)

    def days(self, times: Bounded[Times]) -> DayRange:
        """Give the local days on which something can hold: those for which members and successors are closed over."""
        return DayRange(*days_of(times.upper, self.agreement.clock))

    def stretches(
        self, when: Bounded[Times], names: Iterable[str], *, shared: Bounded[Times] | None = None
    ) -> list[tuple[Bounded[Times], DayRange]]:
        """Cut times where somebody named joins, leaves or becomes another, so that within each stretch everybody stands for the same.

        Args:
            when: what is cut.
            names: actors that matter beside those of the roles.
            shared: the times that matter; cuts outside them are not made.

        Returns:
            In order, and together all of `when`: each stretch at each bound, and the days that matter in it.
        """
        matter = when if shared is None else shared
        days = self.people.changes([*self.people.roles, *names])
        cuts = [start_of_local_day(day, self.agreement.clock) for day in days]
        inside = [cut for cut in cuts if len(split(matter.upper, [cut])) > len(matter.upper)]
        return [
            (when.map(partial(_cut, stretch)), self.days(matter.map(partial(_cut, stretch))))
            for stretch in split(ALWAYS, inside)
        ]

    def kinds(self, written: Any) -> Bounded[Ids]:
        """Give the kinds a field names, closed downward; all kinds, where it is silent or at most everything."""
        tree = kind_tree()
        everything = frozenset(tree.ids)
        sets = bounded_ids(written, lambda ids: same(tree.below(*ids)))
        return sets.map(lambda ids: everything if ids is None else ids)

    def arms(self, written: Any) -> Bounded[Ids | None]:
        """Give the arms that `with` names: the deal's own id and, where its types are arms of the tree, those.

        A calibre that no report gives keeps the types out of the lower bound and the point.
        """
        return bounded_ids(written, self._arms)

    def _arms(self, names: list[str]) -> Bounded[Ids | None]:
        tree_arms = kind_tree().arms
        sure: set[str] = set()
        maybe: set[str] = set()
        for name in names:
            sure.add(name)
            arm = self.agreement.arms.get(name)
            types = (settled(arm.types) or []) if arm is not None else []
            told = {t if t in tree_arms else ARM_WORDS.get(t, "") for t in types} & set(tree_arms)
            (sure if arm is None or arm.calibre_mm is None else maybe).update(told)
        return Bounded(frozenset(sure), frozenset(sure), frozenset(sure | maybe))

    def gaps(
        self, clause: Clause, fields: Iterable[str], places: Iterable[tuple[str, Any]], obligors: Iterable[str]
    ) -> tuple[str, ...]:
        """Name what makes the bounds of a norm or duty differ: its own fields, its zones, its obligors' actors, the time in force."""
        found = [
            *side_gaps(clause, fields),
            *(f"zone: {side}" for side, zones in places if zones is not None and self.grounds.differs(zones)),
            *(f"{gap} of {role}" for role in obligors for gap in side_gaps(self.people.roles[role], ("actors",))),
        ]
        if clause.during is None and clause.phase is None and self.agreement.in_force is not None:
            found += [f"{gap} of in_force" for gap in side_gaps(self.agreement.in_force, ("from_", "until", "for_"))]
        return tuple(dict.fromkeys(found))

    def triggers(self, part: Any, phase: Any) -> tuple[tuple[str, ...], bool]:
        """Give the duties that must be met first, the phase's among them, and whether there is a trigger nobody can measure."""
        told = settled(phase)
        phases = self.agreement.phases or {}
        duties: list[str] = []
        is_undefined = False
        for after in (part.after, phases[told].after if told in phases else None):
            if after is None:
                continue
            triggers = settled(after)
            if triggers is None:
                is_undefined = True
                continue
            for trigger in triggers:
                if isinstance(trigger, Undefined | Unread):
                    is_undefined = True
                else:
                    duties += self.expand([trigger])
        return tuple(dict.fromkeys(duties)), is_undefined


def _cut(stretch: Interval, times: Times) -> Times:
    return meet([times, (stretch,)])


def names_in(written: Any) -> tuple[str, ...]:
    """Give every name in a list, whichever of its readings holds."""
    lists = () if written is None else (told for told in readings(written).values if isinstance(told, list))
    return tuple(dict.fromkeys(name for told in lists for name in told))


def provisions_of(agreement: Agreement) -> tuple[Provision, ...]:
    """Lay out every term, a table as its rows, in the order of the file."""
    laid_out: list[Provision] = []
    for id_, term in agreement.terms.items():
        form: Form = "forbid" if term.forbid is not None else "require" if term.require is not None else "allow"
        if not term.rows:
            laid_out.append(Provision(id_, id_, form, term, ("terms", id_)))
            continue
        for row_id, row in term.rows.items():
            written = {name: getattr(row, name) for name in row.model_fields_set}
            whole = term.model_copy(update={**written, "rows": None})
            laid_out.append(Provision(f"{id_}/{row_id}", id_, form, whole, ("terms", id_, "rows", row_id)))
    return tuple(laid_out)


def side_gaps(part: Any, sides: Iterable[str]) -> tuple[str, ...]:
    """Name the gaps in some fields of a part: `undefined: in`, `disputed: during`; each once, in the order of the fields."""
    found = (f"{word}: {side.rstrip('_')}" for side in sides for word in gap_words(getattr(part, side, None)))
    return tuple(dict.fromkeys(found))
