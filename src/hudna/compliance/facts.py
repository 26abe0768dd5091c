"""The incidents that can matter to a duty, each with all that is known of it before `as_of`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import dataframely as dy
import polars as pl

from hudna.compliance.footing import with_plane
from hudna.compliance.kinds import kinds_above
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.incidents.tables import Incidents
from hudna.terms import kind_tree
from hudna.terms.compiled import CompiledAgreement

REVERTING = ("military_movement", "armed_attack")  # what undoes a withdrawal that must be sustained


@dataclass(frozen=True)
class Cell:
    """One cell of a finding, averaged over draws by its weight."""

    actors: tuple[str, ...]
    reading: str
    kinds: tuple[str, ...]
    arm: str
    p: float
    p_lower: float


@dataclass(frozen=True)
class Fact:
    """An incident with all that is known of it before `as_of`."""

    incident: Mapping[str, Any]
    cells: tuple[Cell, ...]
    shares: Mapping[str, float]
    voices: tuple[Mapping[str, Any], ...]


def gather_facts(
    compiled: CompiledAgreement,
    incidents: dy.DataFrame[Incidents],
    findings: dy.DataFrame[Findings],
    targets: dy.DataFrame[TargetShares],
    voices: dy.DataFrame[Voices],
    *,
    as_of: datetime,
) -> tuple[Fact, ...]:
    """Collect the incidents that can matter to a duty, in the order in which they were done.

    Left out: what is known only at or after `as_of`, and incidents whose day is inferred (they meet and breach nothing).
    """
    asked = frozenset().union(*(duty.kinds or () for duty in compiled.duties))
    if any(duty.sustain and duty.from_region and duty.obligors for duty in compiled.duties):
        asked |= reverting_kinds()
    within_reach = asked | kinds_above(asked)
    known = incidents.filter(pl.col("known_at") < as_of, ~pl.col("is_day_inferred"))
    hits = findings.filter(pl.col("kinds").list.eval(pl.element().is_in(sorted(within_reach))).list.any())
    rows = known.join(hits.select("incident_id").unique(), on="incident_id", how="semi").sort(
        "occurred_to", "incident_id"
    )
    ids = rows.select("incident_id")
    cells = _grouped(findings.join(ids, on="incident_id", how="semi").sort("incident_id", "draw", "cell"))
    shares = _grouped(targets.join(ids, on="incident_id", how="semi").sort("incident_id", "target"))
    said = (
        voices.filter(pl.col("known_at") < as_of)
        .join(ids, on="incident_id", how="semi")
        .sort("incident_id", "source_id")
    )
    voiced = _grouped(said)
    return tuple(
        Fact(
            incident=row,
            cells=_cells(cells.get(row["incident_id"], [])),
            shares={share["target"]: share["p_target"] for share in shares.get(row["incident_id"], [])},
            voices=tuple(voiced.get(row["incident_id"], [])),
        )
        for row in with_plane(rows, compiled.plane).to_dicts()
    )


@lru_cache(maxsize=1)
def reverting_kinds() -> frozenset[str]:
    """Give the kinds that undo a withdrawal."""
    return kind_tree().below(*REVERTING)


def _grouped(table: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in table.to_dicts():
        grouped.setdefault(row["incident_id"], []).append(row)
    return grouped


def _cells(rows: list[dict[str, Any]]) -> tuple[Cell, ...]:
    draws = len({row["draw"] for row in rows}) or 1
    return tuple(
        Cell(
            tuple(row["actors"]),
            row["actor_reading"],
            tuple(row["kinds"]),
            row["arm"],
            row["p_actor_kind"] / draws,
            row["p_lower"] / draws,
        )
        for row in rows
    )
