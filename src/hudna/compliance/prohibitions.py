"""Hold every incident against every prohibition: tables in, allegations out (docs/semantics.md, "Prohibitions and allowances")."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import dataframely as dy
import numpy as np
import polars as pl

from hudna.compliance.binding import binds_from, unmeasured_triggers
from hudna.compliance.breaches import Breaches, Scene, hold_norm
from hudna.compliance.incident_arrays import Flags, cells_of, happenings_of, instants, targets_of
from hudna.compliance.needs import Acts, Timed
from hudna.compliance.places import place_incidents
from hudna.compliance.shares import RingKernel
from hudna.compliance.standards import Naming, count_naming, grade, hear
from hudna.compliance.tables import Allegations, DutyStates
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.incidents.tables import Incidents
from hudna.terms import CompiledAgreement, to_plane
from hudna.terms.compiled import Norm

DECIMALS = 12  # of probabilities: what lies beyond is rounding, and may differ from machine to machine
WORTH_COMPILING = 20_000  # incidents from which the compiled kernel, if it is installed, is quicker than importing it


class Evidence(NamedTuple):
    """What happened, who did it and at what, and who says so."""

    incidents: dy.DataFrame[Incidents]
    findings: dy.DataFrame[Findings]
    targets: dy.DataFrame[TargetShares]
    voices: dy.DataFrame[Voices]


def hold_against_norms(
    compiled: CompiledAgreement,
    incidents: dy.DataFrame[Incidents],
    findings: dy.DataFrame[Findings],
    targets: dy.DataFrame[TargetShares],
    voices: dy.DataFrame[Voices],
    *,
    duty_states: dy.DataFrame[DutyStates],
    acts: Evidence | None = None,
    as_of: datetime,
) -> dy.DataFrame[Allegations]:
    """Hold every incident against every norm that can cover it. Tables are not checked again: the types are the promise.

    Args:
        compiled: the agreement.
        incidents: degrees WGS84, metres, instants in UTC; a unit is ground if `compiled.regions` has `unit:<p-code>`.
        findings: one row for each cell; mass is averaged over draws.
        targets: target shares; what is not told is not inside any target.
        voices: who says what; they decide the standard of proof.
        duty_states: for norms that bind only once a duty is met.
        acts: where the acts that allowances need are looked up, for incidents as they stood at moments: an act counts if it was known
            by then. Not given: the same evidence, and every act known before `as_of` counts.
        as_of: rows known at or after this instant do not count.
    Returns:
        One row for each incident, norm and accused whose upper bound is above 0, ordered as the norms of the agreement and then by
        incident. Probabilities are rounded to 12 decimals; factors belong to the box of the norm that holds most of the incident
        at the point, and are 0 where the point holds nothing. `notice_at` and `breach_at` are empty: `date_notices` fills them.
    Raises:
        LookupError: a finding names an incident that is not among `incidents`.
    Source: docs/semantics.md, "Prohibitions and allowances".
    """
    evidence = Evidence(incidents, findings, targets, voices)
    held = _as_arrays(compiled, evidence, as_of)
    looked_up = held if acts is None else _as_arrays(compiled, acts, as_of)
    heard_of_acts = hear((acts or evidence).voices, looked_up.ids, as_of=as_of)
    scene = Scene(
        compiled=compiled,
        happenings=held.happenings,
        places=place_incidents(held.happenings, compiled.regions, kernel=ring_kernel(len(held.ids))),
        acts=Acts(compiled, held, looked_up, heard_of_acts, known_by_then=acts is not None),
    )
    heard = hear(voices, held.ids, as_of=as_of)
    namings: dict[tuple[str, ...], Naming] = {}
    parts = []
    for norm in compiled.norms:
        breaches = hold_norm(scene, norm, binds_from(norm, duty_states, compiled.proof))
        if norm.accused not in namings:
            roles = [compiled.roles[role] for role in norm.accused]
            actors = frozenset(actor for role in roles for actor in (role.role_id, *role.actors))
            namings[norm.accused] = count_naming(
                heard, actors, frozenset(camp for role in roles for camp in role.camps)
            )
        unmeasured = unmeasured_triggers(norm, duty_states)
        parts.append(_rows(compiled, norm, breaches, namings[norm.accused], held.ids, unmeasured))
    return Allegations.validate(pl.concat(parts) if parts else Allegations.create_empty())


def ring_kernel(incidents: int) -> RingKernel | None:
    """Give the compiled kernel where the extra `fast` is installed and there is enough to do; None: the one in numpy."""
    if incidents < WORTH_COMPILING:
        return None
    try:
        from hudna.compliance.shares_fast import disc_in_ring_fast
    except ModuleNotFoundError:
        return None
    kernel: RingKernel = disc_in_ring_fast
    return kernel


def _as_arrays(compiled: CompiledAgreement, evidence: Evidence, as_of: datetime) -> Timed:
    _refuse_strangers(evidence)
    incidents = evidence.incidents.filter(pl.col("known_at") < as_of).sort("incident_id")
    ids = incidents["incident_id"]
    happenings = happenings_of(
        incidents,
        cells_of(evidence.findings, ids),
        targets_of(evidence.targets, ids),
        project=lambda longitude, latitude: to_plane(compiled.plane, longitude, latitude),
    )
    return Timed(ids, instants(incidents["known_at"]), happenings)


def _refuse_strangers(evidence: Evidence) -> None:
    strangers = evidence.findings.join(evidence.incidents, on="incident_id", how="anti")
    if len(strangers):
        raise LookupError(
            f"a finding names incident {strangers['incident_id'].min()!r}, which is not among the incidents"
        )


def _rows(
    compiled: CompiledAgreement,
    norm: Norm,
    breaches: Breaches,
    naming: Naming,
    ids: pl.Series,
    unmeasured: Sequence[str],
) -> pl.DataFrame:
    accused, n = "+".join(norm.accused), len(breaches.incident)
    p = {bound: np.round(values, DECIMALS) for bound, values in breaches.p.items()}
    groups, not_adverse = naming.groups[breaches.incident], naming.groups_not_adverse[breaches.incident]
    is_admitted = naming.is_admitted[breaches.incident]
    names = [each.name for each in compiled.classes]
    taking_ids = [taking.taking_id for taking in norm.takings]
    unevaluated = [[*norm.not_evaluated, *unmeasured], *([*taking.not_evaluated] for taking in norm.takings)]
    touched = np.column_stack([np.ones(n, dtype=bool), breaches.has_taken])
    standards = grade(
        p["point"], p["lower"], groups_naming=groups, groups_not_adverse=not_adverse, is_admitted=is_admitted,
        thresholds=compiled.proof.thresholds,
    )  # fmt: skip
    columns: Mapping[str, pl.Series | pl.Expr] = {
        "incident_id": ids.gather(breaches.incident),
        "norm_id": pl.lit(norm.norm_id),
        "accused": pl.lit(accused),
        "guarantors": pl.lit(pl.Series([list(norm.guarantors)], dtype=pl.List(pl.String))).first(),
        "p_breach": pl.Series(p["point"]),
        "p_lower": pl.Series(p["lower"]),
        "p_upper": pl.Series(p["upper"]),
        "p_place": _rounded(breaches.p_place),
        "p_time": _rounded(breaches.p_time),
        "p_target": _rounded(breaches.p_target),
        "p_actor_kind": _rounded(breaches.p_actor_kind),
        "p_excepted": _rounded(breaches.p_excepted),
        "taken_by": _lists(breaches.has_taken, lambda taken: [taking_ids[i] for i in np.flatnonzero(taken)]),
        "breach_class": pl.Series(
            [names[i] if i >= 0 else None for i in breaches.breach_class.tolist()], dtype=pl.String
        ),
        "standard": pl.Series(standards, dtype=Allegations.standard.dtype),
        "groups_naming": pl.Series(groups).cast(pl.UInt16),
        "groups_not_adverse": pl.Series(not_adverse).cast(pl.UInt16),
        "is_admitted": pl.Series(is_admitted),
        "is_contested": pl.Series(naming.is_contested[breaches.incident]),
        "notice_at": pl.lit(None, dtype=pl.Datetime("us", "UTC")),
        "breach_at": pl.lit(None, dtype=pl.Datetime("us", "UTC")),
        "ruling": pl.lit(None, dtype=pl.String),
        "ruling_not_counting": pl.lit(None, dtype=pl.String),
        "not_evaluated": _lists(touched, lambda on: [key for i in np.flatnonzero(on) for key in unevaluated[i]]),
    }
    rows = pl.DataFrame({"row": np.arange(n)}).with_columns(**columns)
    rows = rows.with_columns(allegation_id=pl.format("{}/{}/{}", "incident_id", "norm_id", "accused"))
    return rows.select(Allegations.column_names()).filter(pl.col("p_upper") > 0)


def _rounded(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pl.Series:
    return pl.Series(np.round(np.clip(values, 0.0, 1.0), DECIMALS))


def _lists(flags: Flags, name: Callable[[Flags], list[str]]) -> pl.Series:
    """Name what is set in each row of flags; rows with the same flags share one list."""
    if not len(flags):
        return pl.Series([], dtype=pl.List(pl.String))
    if flags.shape[1] == 0:
        return pl.Series([name(flags[0])], dtype=pl.List(pl.String)).gather([0] * len(flags))
    patterns, pattern_of = np.unique(flags, axis=0, return_inverse=True)
    return pl.Series([name(pattern) for pattern in patterns], dtype=pl.List(pl.String)).gather(pattern_of.reshape(-1))
