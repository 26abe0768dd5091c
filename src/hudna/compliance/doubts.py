"""Doubt about sources in a count of breaches: the probability of each allegation under each draw of the rates.

Where and when an act was, and what it hit, does not depend on who is believed; only the mass of the accused's side does. So a breach is
as probable under a draw as it is at the point, times what the draw makes of that side.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hudna.compliance.incident_arrays import UNKNOWN
from hudna.terms.compiled import CompiledAgreement

Floats = NDArray[np.float64]
Doubts = Mapping[str, Mapping[str, Floats]]  # incident -> side -> probability at the point, then under each draw
TOGETHER = "+"  # between accused roles, and between sides that are named together


def doubts_by_side(draws: pl.DataFrame) -> Doubts:
    """Index draws by incident and side."""
    found: dict[str, dict[str, Floats]] = {}
    grouped = draws.sort("draw").group_by("incident_id", "side", maintain_order=True).agg("p_side")
    for incident_id, side, p in grouped.iter_rows():
        found.setdefault(incident_id, {})[side] = np.array(p)
    return found


def drawn_breaches(rows: Sequence[Mapping[str, Any]], compiled: CompiledAgreement, doubts: Doubts) -> Floats:
    """Give the probability of each breach under each draw, (draws, rows); a ruled one does not depend on them.

    Args:
        rows: of `Allegations`.
        compiled: the agreement, which says whose actors are whose.
        doubts: as `doubts_by_side` gives them.
    """
    draws = max((len(p) - 1 for sides in doubts.values() for p in sides.values()), default=0)
    p = np.tile(np.array([row["p_breach"] for row in rows], dtype=np.float64), (max(draws, 1), 1))
    for place, row in enumerate(rows):
        own = sides_of_accused(row["accused"], compiled)
        told = [
            p_side for side, p_side in doubts.get(row["incident_id"], {}).items() if own & set(side.split(TOGETHER))
        ]
        if told and not row["ruling"]:
            mass = np.sum(told, axis=0)
            p[:, place] = np.minimum(p[:, place] * mass[1:] / max(mass[0], 1e-12), 1.0)
    return p


def sides_of_accused(accused: str, compiled: CompiledAgreement) -> set[str]:
    """Give the sides that the accused's actors stand on: their camps, and those who stand for themselves."""
    roles = [compiled.roles[name] for name in accused.split(TOGETHER) if name in compiled.roles]
    return {side for role in roles for side in (*role.camps, *role.actors)} - {UNKNOWN}
