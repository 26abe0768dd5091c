"""Who gains: whose hands a change frees, whom it binds more, who is less protected by it (docs/semantics.md, "Who gains").

The rule is one of sets. A prohibition that covers less frees those it binds and protects less those it is for; so does a duty that
owes less, or later. An allowance or an exclusion that covers more frees those who may use it. Where a side neither grew nor
shrank, or its bounds disagree, nobody can tell.
"""

from collections.abc import Iterable
from typing import Any

from hudna.terms.diff.change import CANNOT_BE_TOLD, Direction, Gain
from hudna.terms.diff.readers import Reader
from hudna.terms.gaps import Unknown, readings, settled
from hudna.terms.provisions import Provision

ANYONE = ("anyone",)
LIMITS = frozenset({"after", "needs", "judged", "purpose"})
"""Fields of which more makes a prohibition or an allowance cover less."""


def gain_of_clause(reader: Reader, provision: Provision, direction: Direction | None) -> Gain:
    """Say who gains when a prohibition or an allowance covers more (wider) or less, or a duty owes more or less."""
    if direction in (None, "unclear"):
        return CANNOT_BE_TOLD
    if provision.form == "allow":
        grown = Gain(freed=users_of(reader, provision), less_protected=protected_by(reader, provision))
    else:
        grown = Gain(bound=obligors_of(reader, provision), more_protected=protected_by(reader, provision))
    return told(grown if direction == "wider" else grown.reversed)


def gain_of_exclusion(reader: Reader, id_: str, direction: Direction | None) -> Gain:
    """Say who gains when an exclusion reaches further (wider): who may strike; whoever it names is less protected."""
    if direction in (None, "unclear"):
        return CANNOT_BE_TOLD
    exclusion = reader.agreement.exclusions[id_]
    exposed = names_in_order(exclusion.actors) or ANYONE
    grown = Gain(freed=spelled_out(reader, exclusion.by), less_protected=exposed)
    return told(grown if direction == "wider" else grown.reversed)


def told(gain: Gain) -> Gain:
    """Nobody is freed or bound where nobody is named: then it cannot be told who gains."""
    return gain if gain.freed or gain.bound else CANNOT_BE_TOLD


def opposite(direction: Direction | None) -> Direction | None:
    return {"wider": "narrower", "narrower": "wider"}.get(direction or "", direction)  # type: ignore[return-value]


# --- who ----------------------------------------------------------------------------------------------------------------------------------


def obligors_of(reader: Reader, provision: Provision) -> tuple[str, ...]:
    """Give whom a term binds: `all` spelled out; nobody where it names nobody."""
    return () if provision.clause.by is None else spelled_out(reader, provision.clause.by)


def users_of(reader: Reader, provision: Provision) -> tuple[str, ...]:
    """Give who may use an allowance: its `by`, else whoever the terms bind out of which it takes its box."""
    if provision.clause.by is not None:
        return spelled_out(reader, provision.clause.by)
    taken = reader.deal.expand(provision.clause.despite or ())
    return tuple(dict.fromkeys(role for id_ in taken for role in obligors_of(reader, reader.provisions[id_])))


def protected_by(reader: Reader, provision: Provision) -> tuple[str, ...]:
    """Give whom a term is for: `against`, or of a duty who receives; each other: the obligors; nobody named: anyone."""
    written = provision.clause.for_ if provision.form == "require" else provision.clause.against
    names = names_in_order(written)
    others = obligors_of(reader, provision)
    spelled = tuple(dict.fromkeys(one for name in names for one in (others if name == "each_other" else (name,))))
    return spelled or (() if provision.form == "require" else ANYONE)


def spelled_out(reader: Reader, by: Any) -> tuple[str, ...]:
    names = reader.deal.people.everybody if by is None else reader.deal.people.spell_out(names_in_order(by))
    return tuple(names)


def everybody(reader: Reader) -> tuple[str, ...]:
    return reader.deal.people.everybody


def other_parties(reader: Reader, guarantor: str) -> tuple[str, ...]:
    """Give the parties for which a guarantor does not answer: those whom its answer is owed to."""
    written = reader.agreement.guarantors.get(guarantor)
    clients = settled(written.answers_for) if written is not None else None
    return tuple(party for party in reader.agreement.parties if party not in (clients or ()))


def names_in_order(written: Any) -> tuple[str, ...]:
    """Give every name of a field, whichever of its readings holds."""
    if written is None:
        return ()
    values: Iterable[Any] = (v.within if isinstance(v, Unknown) else v for v in readings(written).values)
    lists = [[value] if isinstance(value, str) else value for value in values if value is not None]
    return tuple(dict.fromkeys(name for names in lists for name in names if isinstance(name, str)))
