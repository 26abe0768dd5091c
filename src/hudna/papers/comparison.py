"""What a page on two versions is made of: what differs, what would have been judged otherwise, and what things are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from hudna.compliance import Otherwise
from hudna.papers.evaluation import Evaluation, Named, Names
from hudna.papers.naming import name_things
from hudna.terms import ActorRegister, Agreement
from hudna.terms.diff import Difference


@dataclass(frozen=True)
class Happened:
    """An incident in short, to name it by."""

    occurred_from: datetime
    place: str
    kind: str | None


@dataclass(frozen=True)
class Hindsight:
    """Which past incidents and duties two versions judge otherwise, on the same claims as known by `as_of`."""

    as_of: datetime
    otherwise: tuple[Otherwise, ...]
    incidents: Mapping[str, Happened]
    judged: int  # incidents that were held against both


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side, ready to be written for people."""

    difference: Difference
    clock: str
    title: Named
    names: Names
    roles: Mapping[str, Named] = field(default_factory=dict)
    others: Mapping[tuple[str, str], Named] = field(default_factory=dict)  # (section, id) of phases, arms and lines
    hindsight: Hindsight | None = None  # None: no evidence was given


@dataclass(frozen=True)
class Against:
    """One value of a dispute against the one that is reckoned with."""

    path: tuple[str | int, ...]  # where it stands in the file
    sources: tuple[str | None, str | None]  # ids of who gives the one, and the other
    titles: Mapping[str, str]  # of sources by id
    values: tuple[str, str]  # as the file writes them
    comparison: Comparison


def name_both(old: Agreement, new: Agreement, registers: tuple[ActorRegister, ActorRegister]) -> dict[str, Any]:
    """Give what things are called in two versions, the new one's names first: the fields of a `Comparison` that hold names."""
    told = [name_things(agreement, register) for agreement, register in zip((old, new), registers, strict=True)]
    names = Names(
        **{each.name: {**getattr(told[0], each.name), **getattr(told[1], each.name)} for each in fields(Names)}
    )
    roles: dict[str, Named] = {}
    others: dict[tuple[str, str], Named] = {}
    for agreement in (old, new):
        for section in ("parties", "guarantors", "bodies", "others"):
            roles |= {id_: _named(part) for id_, part in getattr(agreement, section).items()}
        for section in ("phases", "arms", "lines"):
            others |= {(section, id_): _named(part) for id_, part in (getattr(agreement, section) or {}).items()}
    title = new.title if isinstance(new.title, dict) else {"en": new.title}
    return {"names": names, "roles": roles, "others": others, "title": title, "clock": new.clock}


def _named(part: Any) -> Named:
    name = getattr(part, "name", None)
    return {} if name is None else {"en": name} if isinstance(name, str) else dict(name)


def happenings_of(*evaluations: Evaluation) -> dict[str, Happened]:
    """Give every incident of some evaluations in short."""
    found: dict[str, Happened] = {}
    for evaluation in evaluations:
        kinds = dict(
            evaluation.findings.select("incident_id", "kinds")
            .filter(evaluation.findings["kinds"].list.len() > 0)
            .iter_rows()
        )
        for row in evaluation.incidents.select("incident_id", "occurred_from", "place").iter_rows(named=True):
            told = kinds.get(row["incident_id"])
            found[row["incident_id"]] = Happened(row["occurred_from"], row["place"], told[0] if told else None)
    return found
