"""Acts that an allowance or an exclusion needs: established, possible or not there (docs/semantics.md, "Needs").

An act is another incident. Held now, whatever is known counts; held as it stood at a moment, only what was known by then. How the two lie in time and place is judged from the extremes of
their intervals and discs: certain, possible or impossible (docs/decisions/0005).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

import numpy as np
import polars as pl

from hudna.compliance.incident_arrays import (
    UNKNOWN,
    Flags,
    Happenings,
    Indices,
    Signature,
    actors_inside,
    kinds_inside,
)
from hudna.compliance.shares import Floats, sum_by
from hudna.compliance.standards import Heard, count_naming, reaches
from hudna.compliance.times import MICROSECOND
from hudna.terms import CompiledAgreement, kind_tree
from hudna.terms.compiled import BOUNDS, Bound, Need

PAIRS_AT_ONCE = 1_000_000
Names = frozenset[str]


@dataclass(frozen=True)
class Timed:
    """Incidents with their ids and the instants at which they became known (microseconds since 1970)."""

    ids: pl.Series
    known: Indices
    happenings: Happenings


@dataclass(frozen=True)
class Acting:
    """Acts of given kinds by given actors, in order of their numbers: their probability, and whether it reaches the standard."""

    act: Indices
    upper: Floats
    is_established: Flags


@dataclass
class Acts:
    """Where needed acts are looked up. A cache with a life: make one for one evaluation."""

    compiled: CompiledAgreement
    held: Timed
    acts: Timed
    heard: Heard
    known_by_then: bool = False  # held as at moments: an act counts only if it was known when the held incident was
    found: dict[tuple[Names | None, Names, Names | None], Acting] = field(default_factory=dict)

    @cached_property
    def own_act(self) -> Indices:
        """For each held incident the act that is the same happening, -1 for none: itself, or what `id@instant` became."""
        number = {act_id: n for n, act_id in enumerate(self.acts.ids)}
        own = [number.get(held_id, number.get(held_id.rpartition("@")[0], -1)) for held_id in self.held.ids]
        return np.array(own, dtype=np.int64)


def needs_met(acts: Acts, needs: Sequence[Need], chosen: Indices) -> tuple[Floats, Floats]:
    """Weigh the acts that one taking needs, for each chosen incident.

    Returns:
        `certain`: 1 where every need is established, else 0. `possible`: the least, over the needs, of the upper probability
        of the likeliest act that is not impossible (1 where established).
    """
    certain, possible = np.ones(len(chosen)), np.ones(len(chosen))
    for need in needs:
        is_met, upper = _weigh_need(acts, need, chosen)
        certain = np.minimum(certain, is_met)
        possible = np.minimum(possible, np.where(is_met, 1.0, upper))
    return certain, possible


def _weigh_need(acts: Acts, need: Need, chosen: Indices) -> tuple[Flags, Floats]:
    is_met, upper = np.zeros(len(chosen), dtype=bool), np.zeros(len(chosen))
    for by, places in _by_whom(acts, need, chosen).items():
        acting = _acting(acts, by, need)
        in_time = places[np.argsort(acts.held.happenings.begins[chosen[places]], kind="stable")]
        step = max(1, PAIRS_AT_ONCE // max(1, len(acting.act)))
        for start in range(0, len(in_time), step):
            part = in_time[start : start + step]
            is_met[part], upper[part] = _weigh_pairs(acts, need, acting, chosen[part])
    return is_met, upper


def _by_whom(acts: Acts, need: Need, chosen: Indices) -> Mapping[Names | None, Indices]:
    """Group the chosen incidents by whose act they need; `by: [target]` means whoever the incident's own targets name."""
    if not need.by_target:
        return {need.by: np.arange(len(chosen))}
    targets = acts.held.happenings.targets
    first = np.searchsorted(targets.incident, np.arange(len(acts.held.ids) + 1))
    groups: dict[Names | None, list[int]] = {}
    for place, incident in enumerate(chosen.tolist()):
        rows = range(first[incident], first[incident + 1])
        named = frozenset(targets.names[targets.target[row]] for row in rows if targets.p_target[row] > 0)
        groups.setdefault(named - {UNKNOWN}, []).append(place)
    return {by: np.array(places, dtype=np.int64) for by, places in groups.items()}


def _acting(acts: Acts, by: Names | None, need: Need) -> Acting:
    key = (by, need.kinds, need.to)
    if key not in acts.found:
        acts.found[key] = _find_acting(acts, by, need)
    return acts.found[key]


def _find_acting(acts: Acts, by: Names | None, need: Need) -> Acting:
    proof = acts.compiled.proof
    mass = {bound: _mass(acts.acts.happenings, by, need.kinds, bound) for bound in BOUNDS}
    received = _received(acts, need.to)
    mass = {bound: each * received[bound] for bound, each in mass.items()}
    naming = count_naming(acts.heard, by, _camps_of(acts.compiled, by))
    is_established = reaches(
        proof.breach, mass["point"], mass["lower"], naming.groups, naming.groups_not_adverse, naming.is_admitted,
        thresholds=proof.thresholds,
    )  # fmt: skip
    if need.kinds and need.kinds <= kind_tree().performances():  # who claims to have performed has an interest in it
        is_established &= naming.groups_not_aligned >= 1
    act = np.flatnonzero(mass["upper"] > 0)
    return Acting(act, mass["upper"][act], is_established[act])


def _mass(happenings: Happenings, by: Names | None, kinds: Names, bound: Bound) -> Floats:
    def is_of(signature: Signature) -> bool:
        return actors_inside(signature, by, bound) and kinds_inside(signature, kinds, bound)

    cells = happenings.cells
    inside = np.array([is_of(signature) for signature in cells.signatures], dtype=bool)
    rows = np.flatnonzero(inside[cells.signature]) if len(inside) else np.zeros(0, dtype=np.int64)
    incident = np.searchsorted(cells.first, rows, side="right") - 1
    return np.minimum(sum_by(incident, cells.mass[bound][rows], len(happenings)), 1.0)


def _received(acts: Acts, to: Names | None) -> Mapping[Bound, Floats]:
    """The share of each act that went to the receivers asked for; one not told may have been theirs, at the upper bound."""
    happenings = acts.acts.happenings
    everyone = np.arange(len(happenings))
    if to is None:
        return dict.fromkeys(BOUNDS, np.ones(len(everyone)))
    roles = acts.compiled.roles
    meant = to.union(*(roles[role].actors for role in to if role in roles))
    told = happenings.target_share(meant, everyone)
    named = happenings.target_share(frozenset(happenings.targets.names), everyone)
    return {"lower": told, "point": told, "upper": np.clip(1.0 - named + told, 0.0, 1.0)}


def _camps_of(compiled: CompiledAgreement, by: Names | None) -> Names:
    return frozenset(camp for role in compiled.roles.values() if by and role.actors & by for camp in role.camps)


def _weigh_pairs(acts: Acts, need: Need, acting: Acting, held: Indices) -> tuple[Flags, Floats]:
    """Judge some incidents (rows) against all acts (columns)."""
    act = acting.act
    fits = act[None, :] != acts.own_act[held][:, None]
    if acts.known_by_then:
        fits &= acts.acts.known[act][None, :] <= acts.held.known[held][:, None]
    is_certain, is_possible = fits.copy(), fits
    ours, theirs = acts.held.happenings, acts.acts.happenings
    ahead_least = ours.begins[held][:, None] - theirs.ends[act][None, :]  # incident minus act
    ahead_most = ours.ends[held][:, None] - theirs.begins[act][None, :]
    asked: list[tuple[Floats | Indices, Floats | Indices, float, float]] = []
    if need.since is not None:
        asked.append((ahead_least, ahead_most, 0, _micro(need.since)))
    if need.before is not None:
        asked.append((ahead_least, ahead_most, _micro(need.before), np.inf))
    if need.within is not None:
        asked.append((-ahead_most, -ahead_least, 0, _micro(need.within)))
    if need.metres is not None:
        asked.append((*_apart(ours, theirs, held, act), 0, need.metres))
    for least, most, low, high in asked:
        is_certain &= (least >= low) & (most <= high)
        is_possible &= (most >= low) & (least <= high)
    upper = np.where(is_possible, acting.upper[None, :], 0.0).max(axis=1, initial=0.0)
    return (is_certain & acting.is_established[None, :]).any(axis=1), upper


def _apart(ours: Happenings, theirs: Happenings, held: Indices, act: Indices) -> tuple[Floats, Floats]:
    """Least and greatest distance in metres between two discs; where a place is not known, anything."""
    dx = ours.effect.x[held][:, None] - theirs.effect.x[act][None, :]
    dy = ours.effect.y[held][:, None] - theirs.effect.y[act][None, :]
    between = np.hypot(dx, dy)
    reach = ours.effect.radius[held][:, None] + theirs.effect.radius[act][None, :]
    is_known = ~np.isnan(between)
    return np.where(is_known, np.maximum(between - reach, 0.0), 0.0), np.where(is_known, between + reach, np.inf)


def _micro(length: timedelta) -> int:
    return length // MICROSECOND
