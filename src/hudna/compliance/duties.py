"""The state of every duty: who owed what by when, and whether it was done (docs/semantics.md, "Duties").

`waiting` -> `open` -> `met` | `breached` | `suspended` | `lapsed`. For each reading of the deal (bound) and each standard that a
performance must reach: settle when instances open, fall due and are met; then what tranches hold up; then what is withheld
because a mirror is in breach; then read off the state. An instant has come when it is at or before `as_of`; facts
count when they were known before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import dataframely as dy
import polars as pl

from hudna.compliance.facts import Fact, gather_facts
from hudna.compliance.holds import Hold, move_due
from hudna.compliance.instances import (
    DutyKey,
    Instance,
    InstanceKey,
    Reading,
    key_of,
    named_duties,
    settle_instances,
)
from hudna.compliance.mirrors import EXCUSED_FROM, breach_at, suspend_by_mirrors
from hudna.compliance.performances import Performance, performances_of, reversions_of
from hudna.compliance.standards import DUTY_STANDARDS
from hudna.compliance.tables import STANDARDS, DutyStates
from hudna.compliance.tranches import hold_by_tranches
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.incidents.tables import Incidents
from hudna.terms import local_date
from hudna.terms.compiled import BOUNDS, OTHER_WAY_ROUND, Bound, CompiledAgreement

MOMENT = timedelta(microseconds=1)


def evaluate_duties(
    compiled: CompiledAgreement,
    incidents: dy.DataFrame[Incidents],
    findings: dy.DataFrame[Findings],
    targets: dy.DataFrame[TargetShares],
    voices: dy.DataFrame[Voices],
    *,
    as_of: datetime,
) -> dy.DataFrame[DutyStates]:
    """Say in which state each instance of each duty is.

    Tables are not checked again here: the types of the arguments are the promise.

    Args:
        compiled: the agreement.
        incidents: what happened; those known at or after `as_of` are ignored, those whose day is inferred meet and breach nothing.
        findings: who did it.
        targets: for whom.
        voices: who says so; those known at or after `as_of` are ignored.
        as_of: the instant up to which facts count, exclusive; in UTC.

    Returns:
        One row for each instance, bound and standard, in the agreement's order. `lower` is the most lenient reading for
        whoever owes the duty, `upper` the strictest: what holds it up (tranches, mirrors) is read the other way round.
        A duty with keys that would change its result and are not evaluated has one instance, `not_evaluated`.

    Raises:
        LookupError: a duty names ground that the agreement does not have.
    """
    facts = gather_facts(compiled, incidents, findings, targets, voices, as_of=as_of)
    counted = {bound: _count(compiled, facts, bound) for bound in BOUNDS}
    settled = {standard: settle_instances(_read(compiled, counted, standard, as_of)) for standard in DUTY_STANDARDS}
    waits = {standard: _wait(compiled, counted, settled[standard], standard) for standard in DUTY_STANDARDS}
    excused = EXCUSED_FROM[compiled.proof.suspension]
    held = {bound: waits[excused][bound][0] for bound in BOUNDS}
    withheld = suspend_by_mirrors(settled[excused], held, compiled, as_of=as_of)
    rows: list[dict[str, Any]] = []
    for standard in DUTY_STANDARDS:
        for bound in BOUNDS:
            judged = Judged(
                settled[standard], *waits[standard][bound], withheld[bound], compiled, bound, standard, as_of
            )
            rows.extend(_rows(judged))
    order = {key_of(duty): n for n, duty in enumerate(compiled.duties)}
    rank = {name: n for n, name in enumerate((*BOUNDS, *DUTY_STANDARDS))}
    rows.sort(
        key=lambda row: (
            order[row["duty_id"], row["obligor"]],
            row["instance"],
            rank[row["bound"]],
            rank[row["standard"]],
        )
    )
    schema = {name: column.dtype for name, column in DutyStates.columns().items()}
    return DutyStates.validate(pl.DataFrame(rows, schema=schema, orient="row"), cast=True)


@dataclass(frozen=True)
class Counted:
    """At one bound, what counts towards each duty, what undoes it, and what a substitute would count."""

    acts: Mapping[DutyKey, tuple[Performance, ...]]
    reversions: Mapping[DutyKey, tuple[Performance, ...]]
    stand_ins: Mapping[DutyKey, tuple[Performance, ...]]


@dataclass(frozen=True)
class Judged:
    """All that the states at one bound and standard are read off from."""

    settled: Mapping[Bound, Mapping[DutyKey, tuple[Instance, ...]]]
    held: Mapping[InstanceKey, list[Hold]]
    unknown: Mapping[InstanceKey, tuple[str, ...]]
    withheld: Mapping[InstanceKey, list[Hold]]
    compiled: CompiledAgreement
    bound: Bound
    standard: str
    as_of: datetime


def _count(compiled: CompiledAgreement, facts: Sequence[Fact], bound: Bound) -> Counted:
    substituting = [tranche for tranche in compiled.tranches if tranche.if_late == "substitute"]
    names = [name for tranche in substituting for name in tranche.duties]
    replaceable = {key_of(duty): duty for name in names for duty in named_duties(compiled, name)}
    return Counted(
        acts={key_of(duty): performances_of(duty, facts, compiled, bound) for duty in compiled.duties},
        reversions={key_of(duty): reversions_of(duty, facts, compiled, bound) for duty in compiled.duties},
        stand_ins={
            key: performances_of(replace(duty, receivers=None, arms=None), facts, compiled, bound)
            for key, duty in replaceable.items()
        },
    )


def _read(
    compiled: CompiledAgreement, counted: Mapping[Bound, Counted], standard: str, as_of: datetime
) -> dict[Bound, Reading]:
    return {
        bound: Reading(compiled, bound, _reaching(found.acts, standard), _reaching(found.reversions, standard), as_of)
        for bound, found in counted.items()
    }


def _wait(
    compiled: CompiledAgreement,
    counted: Mapping[Bound, Counted],
    settled: Mapping[Bound, Mapping[DutyKey, tuple[Instance, ...]]],
    standard: str,
) -> dict[Bound, tuple[dict[InstanceKey, list[Hold]], dict[InstanceKey, tuple[str, ...]]]]:
    stand_ins = {bound: _reaching(found.stand_ins, standard) for bound, found in counted.items()}
    return {bound: hold_by_tranches(settled, stand_ins, compiled, bound) for bound in BOUNDS}


def _reaching(
    found: Mapping[DutyKey, tuple[Performance, ...]], standard: str
) -> dict[DutyKey, tuple[Performance, ...]]:
    rank = STANDARDS.index(standard)
    return {key: tuple(act for act in acts if act.rank >= rank) for key, acts in found.items()}


def _rows(judged: Judged) -> Iterator[dict[str, Any]]:
    as_of = judged.as_of
    for instance in (instance for own in judged.settled[judged.bound].values() for instance in own):
        waits, suspensions = judged.held.get(instance.key, []), judged.withheld.get(instance.key, [])
        holds = [*waits, *suspensions]
        state = _state(instance, waits, suspensions, as_of)
        keys = [*instance.not_evaluated, *_unknown_linkage(instance, state, judged)]
        is_breached = state == "breached" and not keys
        due_at = move_due(instance.due_at, holds) if instance.due_at else None
        met_at = instance.met_at if state in ("met", "breached") and not keys else None
        yield {
            "duty_id": instance.duty.duty_id,
            "obligor": instance.obligor,
            "instance": instance.number,
            "bound": judged.bound,
            "standard": judged.standard,
            "guarantors": list(instance.duty.guarantors),
            "state": "not_evaluated" if keys else state,
            "opened_at": instance.opens_at if instance.opens_at and instance.opens_at <= as_of else None,
            "due_at": due_at,
            "met_at": met_at,
            "met_known_at": instance.met_known_at if met_at is not None else None,
            "breach_known_at": breach_at(instance, holds, as_of=as_of) if is_breached else None,
            "days_late": days_late(met_at, due_at, judged.compiled.clock) if is_breached else None,
            "owed": instance.owed,
            "performed": instance.performed,
            "unit": instance.quantity.unit,
            "incidents": [act.incident_id for act in instance.acts],
            "not_evaluated": keys,
        }


def _state(instance: Instance, waits: Sequence[Hold], suspensions: Sequence[Hold], as_of: datetime) -> str:
    """Read off the state at `as_of`."""
    has_ended = instance.ends_at is not None and instance.ends_at <= as_of
    if not instance.has_opening or (instance.opens_at is not None and instance.opens_at > as_of):
        return "lapsed" if has_ended else "waiting"
    if breach_at(instance, [*waits, *suspensions], as_of=as_of) is not None:
        return "breached"
    if instance.met_by is not None:
        return "met"
    if has_ended:
        return "lapsed"
    if any(hold.holds_at(as_of) for hold in suspensions):
        return "suspended"
    return "waiting" if any(hold.holds_at(as_of) for hold in waits) else "open"


def days_late(met_at: datetime | None, due_at: datetime | None, clock: str) -> int | None:
    """Count the local days from the day on which a duty fell due to the day on which it was met (both ends are exclusive)."""
    if met_at is None or due_at is None:
        return None
    return (local_date(met_at - MOMENT, clock) - local_date(due_at - MOMENT, clock)).days


def _unknown_linkage(instance: Instance, state: str, judged: Judged) -> list[str]:
    """Give the links to what could not be evaluated that would change this state: what is met or lapsed is so either way."""
    if state not in ("open", "breached", "suspended", "waiting"):
        return []
    keys = list(judged.unknown.get(instance.key, ()))
    mirror = instance.duty.mirrors
    if mirror is not None and not instance.duty.lifesaving:
        others = named_duties(judged.compiled, mirror)
        sources = [judged.settled[OTHER_WAY_ROUND[judged.bound]][key_of(other)][0] for other in others]
        if any(source.not_evaluated for source in sources):
            keys.append(f"mirrors.{mirror}")
    return keys
