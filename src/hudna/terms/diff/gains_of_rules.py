"""Who gains where guarantors, rungs, standards of proof and bodies change: one small rule for each key (docs/semantics.md, "Who gains").

A rule is asked only where it is clear which way a key moved: wider is longer, higher or more.
"""

from collections.abc import Callable, Mapping

from hudna.terms.diff.change import CANNOT_BE_TOLD, Direction, Gain
from hudna.terms.diff.gains import ANYONE, everybody, gain_of_exclusion, names_in_order, opposite, other_parties
from hudna.terms.diff.readers import Reader, Readers
from hudna.terms.gaps import settled

Rule = Callable[[Readers, str, Direction], Gain]


def gain_of_whole(reader: Reader, section: str, id_: str, point: str) -> Gain:
    """Say who gains when a whole part comes or goes."""
    is_added = point == "added"
    if section == "exclusions":
        return gain_of_exclusion(reader, id_, "wider" if is_added else "narrower")
    if section == "guarantors":
        bound = Gain(bound=(id_,), more_protected=other_parties(reader, id_))
        return bound if is_added else bound.reversed
    if section == "parties":
        bound = Gain(bound=(id_,), more_protected=ANYONE)
        return bound if is_added else bound.reversed
    if section == "escalation":
        bound = Gain(bound=_addressees(reader, id_), more_protected=ANYONE)
        return bound if is_added else bound.reversed
    if section == "bodies":
        ruled = names_in_order(reader.agreement.bodies[id_].rules_against)
        bound = Gain(bound=ruled, more_protected=ANYONE) if ruled else CANNOT_BE_TOLD
        return bound if is_added else bound.reversed
    return CANNOT_BE_TOLD


def _addressees(reader: Reader, rung: str) -> tuple[str, ...]:
    """Give whom a rung asks to act: `guarantor` is whoever answers for the accused, which can be any of them."""
    written = next(one for one in reader.agreement.escalation if one.rung == rung)
    told = settled(written.to)
    names = () if told is None else (told,) if isinstance(told, str) else tuple(told)
    return tuple(one for name in names for one in (reader.agreement.guarantors if name == "guarantor" else (name,)))


def _free(who: Callable[[Reader, str], tuple[str, ...]], less: Callable[[Reader, str], tuple[str, ...]]) -> Rule:
    """A key that frees somebody the wider it is."""

    def rule(readers: Readers, id_: str, direction: Direction) -> Gain:
        freed = Gain(freed=who(readers.new, id_), less_protected=less(readers.new, id_))
        return freed if direction == "wider" else freed.reversed

    return rule


def _bind(who: Callable[[Reader, str], tuple[str, ...]], more: Callable[[Reader, str], tuple[str, ...]]) -> Rule:
    freed = _free(who, more)
    return lambda readers, id_, direction: freed(readers, id_, opposite(direction) or "unclear")


def _itself(reader: Reader, id_: str) -> tuple[str, ...]:
    return (id_,)


def _anyone(reader: Reader, id_: str) -> tuple[str, ...]:
    return ANYONE


def _all(reader: Reader, id_: str) -> tuple[str, ...]:
    return everybody(reader)


def _members(key: str, more: Callable[[Reader, str], tuple[str, ...]]) -> Rule:
    """Of a list of roles each that came is bound, each that went is freed."""

    def rule(readers: Readers, id_: str, direction: Direction) -> Gain:
        section = "guarantors" if key == "answers_for" else "bodies"
        before, after = (
            settled(getattr(getattr(r.agreement, section)[id_], key)) or () for r in (readers.old, readers.new)
        )
        gone = tuple(name for name in before if name not in after)
        came = tuple(name for name in after if name not in before)
        return Gain(freed=gone, bound=came)

    return rule


def _answers_for(readers: Readers, id_: str, direction: Direction) -> Gain:
    """A guarantor that answers for more is bound more; those it does not answer for gain by it."""
    bound = Gain(bound=(id_,), more_protected=other_parties(readers.new, id_))
    return bound if direction == "wider" else bound.reversed


def _exclusion(readers: Readers, id_: str, direction: Direction) -> Gain:
    return gain_of_exclusion(readers.new, id_, direction)


def _conditions(readers: Readers, id_: str, direction: Direction) -> Gain:
    return gain_of_exclusion(readers.new, id_, opposite(direction))


def _proof_on(readers: Readers, id_: str, direction: Direction) -> Gain:
    """With the proof on whoever strikes, less is taken out."""
    is_on_striker = readers.new.agreement.exclusions[id_].proof_on == "striker"
    return gain_of_exclusion(readers.new, id_, "narrower" if is_on_striker else "wider")


def _co_located(readers: Readers, id_: str, direction: Direction) -> Gain:
    is_protected = readers.new.agreement.exclusions[id_].co_located == "protected"
    return gain_of_exclusion(readers.new, id_, "narrower" if is_protected else "wider")


def _if_silent(readers: Readers, id_: str, direction: Direction) -> Gain:
    """A silence that counts as acceptance binds the guarantor."""
    bound = Gain(bound=(id_,), more_protected=other_parties(readers.new, id_))
    return bound if readers.new.agreement.guarantors[id_].if_silent == "taken_as_accepted" else bound.reversed


def _splits(readers: Readers, id_: str, direction: Direction) -> Gain:
    """Successors that stay bound bind the party's groups."""
    bound = Gain(bound=(id_,), more_protected=ANYONE)
    return bound.reversed if readers.new.agreement.parties[id_].on_split == "free" else bound


def _access_denied(readers: Readers, id_: str, direction: Direction) -> Gain:
    bound = Gain(bound=everybody(readers.new), more_protected=ANYONE)
    proof = readers.new.agreement.proof
    return bound if proof is not None and proof.denial_of_access == "presumed_breach" else bound.reversed


GAINS: Mapping[tuple[str, str], Rule] = {
    ("parties", "on_split"): _splits,
    ("guarantors", "answers_within"): _free(_itself, other_parties),
    ("guarantors", "if_silent"): _if_silent,
    ("guarantors", "answers_for"): _answers_for,
    ("guarantors", "levers"): _bind(_itself, other_parties),
    ("bodies", "rules_against"): _members("rules_against", _anyone),
    ("bodies", "access"): _bind(_all, _anyone),
    ("bodies", "reports_within"): _free(_itself, _anyone),
    ("bodies", "publishes_within"): _free(_itself, _anyone),
    ("exclusions", "actors"): _exclusion, ("exclusions", "zones"): _exclusion, ("exclusions", "kinds"): _exclusion,
    ("exclusions", "by"): _exclusion, ("exclusions", "during"): _exclusion, ("exclusions", "phase"): _exclusion,
    ("exclusions", "needs"): _conditions, ("exclusions", "judged"): _conditions, ("exclusions", "still_protected"): _exclusion,
    ("exclusions", "proof_on"): _proof_on, ("exclusions", "co_located"): _co_located,
    ("escalation", "within"): _free(_addressees, _anyone),
    ("escalation", "stops_when"): _free(_addressees, _anyone),
    ("escalation", "classes"): _bind(_addressees, _anyone),
    ("proof", "notice"): _free(_all, _anyone), ("proof", "breach"): _free(_all, _anyone), ("proof", "k"): _free(_all, _anyone),
    ("proof", "suspension"): _bind(_all, _anyone),  # the higher, the harder it is to withhold a mirrored duty
    ("proof", "thresholds"): _free(_all, _anyone), ("proof", "independent"): _free(_all, _anyone),
    ("proof", "denial_of_access"): _access_denied,
    ("complaints", "by"): _bind(_all, _anyone),
}  # fmt: skip
"""Keys whose movement has a clear side; of all others it cannot be told who gains."""

CHOICES = frozenset({"proof_on", "co_located", "if_silent", "on_split", "denial_of_access"})
"""Keys that are one word or another: their rule looks at the word, and there is no longer or shorter."""
