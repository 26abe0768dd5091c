"""The evidence as arrays: incidents in the order of their ids, each with its cells and its targets (docs/semantics.md, "Incidents").

Cells that name the same actors, kinds and arm in the same reading share a signature, so that whether a cell is inside a box is
decided once for each signature, and an incident only looks it up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hudna.compliance.kinds import kinds_above
from hudna.compliance.shares import Floats, sum_by
from hudna.terms.compiled import Bound

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
Project = Callable[[Floats, Floats], tuple[Floats, Floats]]  # degrees (longitude, latitude) to metres (x, y)
MASS_COLUMNS: Mapping[Bound, str] = {"lower": "p_lower", "point": "p_actor_kind", "upper": "p_upper"}
UNKNOWN = "unknown"
ANYONE = "anyone"
BETWEEN_NAMES, BETWEEN_COLUMNS = "\x1f", "\x1e"  # the ASCII unit and record separators, which no id holds


@dataclass(frozen=True)
class Signature:
    """What a cell names. `reading`: one, any_of, each, unspecified, unknown (see `Findings`)."""

    actors: tuple[str, ...]
    reading: str
    kinds: tuple[str, ...]
    arm: str


@dataclass(frozen=True)
class Discs:
    """One disc for each incident, metres in the agreement's plane; NaN where there is none, radius 0 for a point."""

    x: Floats
    y: Floats
    radius: Floats

    @property
    def is_known(self) -> Flags:
        return ~np.isnan(self.x)


@dataclass(frozen=True)
class Cells:
    """Cells of all incidents, one incident after another: those of incident i are from `first[i]` to `first[i + 1]`."""

    first: Indices
    signature: NDArray[np.int32]
    mass: Mapping[Bound, Floats]
    signatures: tuple[Signature, ...]


@dataclass(frozen=True)
class Targets:
    """Target shares of all incidents; `target` counts into `names`. What is not told has no row here."""

    incident: Indices
    target: NDArray[np.int32]
    p_target: Floats
    names: tuple[str, ...]


@dataclass(frozen=True)
class Happenings:
    """Incidents as arrays. Instants are microseconds since 1970 in UTC; `unit` counts into `units`, -1 for none."""

    begins: Indices
    ends: Indices
    effect: Discs
    origin: Discs
    unit: NDArray[np.int32]
    units: tuple[str, ...]
    killed: Floats  # least number any claim tells, NaN where none tells
    injured: Floats
    cells: Cells
    targets: Targets
    shares: dict[frozenset[str], Floats] = field(default_factory=dict)  # of target sets, filled as they are asked for

    def __len__(self) -> int:
        return len(self.begins)

    def target_share(self, targets: frozenset[str] | None, chosen: Indices) -> Floats:
        """Give, for each chosen incident, the share of its targets that is in the set. None and `anyone` limit nothing; what is not
        told counts only for a set that holds `unknown`.
        """
        if targets is None or ANYONE in targets:
            return np.ones(len(chosen))
        named = targets & frozenset(self.targets.names)
        if named not in self.shares:
            is_in = np.array([name in named for name in self.targets.names], dtype=bool)
            rows = np.flatnonzero(is_in[self.targets.target]) if len(is_in) else np.zeros(0, dtype=np.int64)
            total = sum_by(self.targets.incident[rows], self.targets.p_target[rows], len(self))
            self.shares[named] = np.minimum(total, 1.0)
        return self.shares[named][chosen]


def actors_inside(signature: Signature, actors: frozenset[str] | None, bound: Bound) -> bool:
    """Say whether a cell is by these actors. `any_of`: all of them must be, at the upper bound any; nobody named: never."""
    if actors is None:
        return True
    named = [actor in actors for actor in signature.actors]
    return bool(named) and (all(named) if signature.reading == "any_of" and bound != "upper" else any(named))


def kinds_inside(signature: Signature, kinds: frozenset[str], bound: Bound) -> bool:
    """Say whether a cell is of these kinds. Several candidates: all must be; at the upper bound any, or the parent of one."""
    if bound == "upper":
        return any(kind in kinds or kind in kinds_above(kinds) for kind in signature.kinds)
    return bool(signature.kinds) and all(kind in kinds for kind in signature.kinds)


def arm_inside(signature: Signature, arms: frozenset[str] | None, bound: Bound) -> bool:
    """Say whether a cell is with these arms; an arm that is not known is inside at the upper bound only."""
    return arms is None or (bound == "upper" if signature.arm == UNKNOWN else signature.arm in arms)


def cells_of(findings: pl.DataFrame, incident_ids: pl.Series) -> Cells:
    """Turn findings into cells, for incidents in the order of `incident_ids`; mass is averaged over the draws of an incident."""
    written = pl.concat_str(
        pl.col("actors").list.join(BETWEEN_NAMES),
        pl.col("actor_reading").cast(pl.String),
        pl.col("kinds").list.join(BETWEEN_NAMES),
        pl.col("arm"),
        separator=BETWEEN_COLUMNS,
    )
    rows = findings.join(_numbered(incident_ids), on="incident_id", how="inner").with_columns(written=written)
    distinct = (
        rows.select("written", "actors", "actor_reading", "kinds", "arm").unique("written", keep="any").sort("written")
    )
    numbers = distinct.select("written").with_row_index("signature")
    columns = rows.select("incident", "draw", "cell", "written", *MASS_COLUMNS.values())
    columns = columns.join(numbers, on="written", how="left", maintain_order="left")
    incident, draw, cell = (columns[name].to_numpy() for name in ("incident", "draw", "cell"))
    order = np.lexsort((cell, draw, incident))
    incident, draw = incident[order], draw[order]
    is_new_draw = np.ones(len(order), dtype=bool)
    is_new_draw[1:] = (incident[1:] != incident[:-1]) | (draw[1:] != draw[:-1])
    draws = np.bincount(incident[is_new_draw], minlength=len(incident_ids))
    counts = np.bincount(incident, minlength=len(incident_ids))
    return Cells(
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        signature=columns["signature"].to_numpy()[order].astype(np.int32),
        mass={bound: columns[name].to_numpy()[order] / draws[incident] for bound, name in MASS_COLUMNS.items()},
        signatures=tuple(
            Signature(tuple(row["actors"]), row["actor_reading"], tuple(row["kinds"]), row["arm"])
            for row in distinct.iter_rows(named=True)
        ),
    )


def targets_of(targets: pl.DataFrame, incident_ids: pl.Series) -> Targets:
    """Turn target shares into arrays, for incidents in the order of `incident_ids`."""
    rows = targets.join(_numbered(incident_ids), on="incident_id", how="inner").sort("incident", "target")
    names = rows.select(pl.col("target").unique().sort()).with_row_index("number")
    rows = rows.join(names, on="target", how="left", maintain_order="left")
    return Targets(
        incident=rows["incident"].to_numpy().astype(np.int64),
        target=rows["number"].to_numpy().astype(np.int32),
        p_target=rows["p_target"].to_numpy(),
        names=tuple(names["target"]),
    )


def happenings_of(incidents: pl.DataFrame, cells: Cells, targets: Targets, *, project: Project) -> Happenings:
    """Turn incidents, already in the order of their ids, into arrays.

    Args:
        incidents: rows of `Incidents`.
        cells, targets: of the same incidents, in the same order.
        project: degrees (longitude, latitude) to metres (x, y) of the agreement's plane, over arrays.
    """
    units = incidents.select(pl.col("unit").drop_nulls().unique().sort())["unit"]
    return Happenings(
        begins=instants(incidents["occurred_from"]),
        ends=instants(incidents["occurred_to"]),
        effect=_discs(incidents, "", project),
        origin=_discs(incidents, "origin_", project),
        unit=_codes(incidents["unit"], tuple(units)),
        units=tuple(units),
        killed=incidents["killed_min"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        injured=incidents["injured"].cast(pl.Float64).fill_null(np.nan).to_numpy(),
        cells=cells,
        targets=targets,
    )


def instants(column: pl.Series) -> Indices:
    """Give instants as microseconds since 1970 in UTC."""
    return column.dt.epoch("us").to_numpy().astype(np.int64)


def spread(first: Indices, chosen: Indices) -> tuple[Indices, Indices]:
    """List the rows that belong to the chosen incidents, and for each row the place of its incident among the chosen."""
    counts = first[chosen + 1] - first[chosen]
    owner = np.repeat(np.arange(len(chosen)), counts)
    before = np.cumsum(counts) - counts
    return np.arange(len(owner)) - before[owner] + first[chosen][owner], owner


def _discs(incidents: pl.DataFrame, which: str, project: Project) -> Discs:
    latitude, longitude, radius = (
        incidents[f"{which}{name}"].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in ("latitude", "longitude", "radius_m")
    )
    x, y = np.full(len(latitude), np.nan), np.full(len(latitude), np.nan)
    known = np.flatnonzero(~np.isnan(latitude) & ~np.isnan(longitude))
    if len(known):
        x[known], y[known] = project(longitude[known], latitude[known])
    return Discs(x, y, np.nan_to_num(radius))


def _codes(column: pl.Series, names: Sequence[str]) -> NDArray[np.int32]:
    if not names:
        return np.full(len(column), -1, dtype=np.int32)
    numbers = column.replace_strict(names, list(range(len(names))), default=-1, return_dtype=pl.Int32)
    return numbers.fill_null(-1).to_numpy().astype(np.int32)


def _numbered(incident_ids: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"incident_id": incident_ids, "incident": np.arange(len(incident_ids))})
