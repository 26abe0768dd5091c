"""One cell of a finding, or one target, against one box (docs/semantics.md, "An incident is a distribution")."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from hudna.terms.compiled import Bound, Interval

Row = Mapping[str, Any]
Parents = Mapping[str, str | None]  # kind -> the kind above it
MASS: Mapping[Bound, str] = {"lower": "p_lower", "point": "p_actor_kind", "upper": "p_upper"}
UNKNOWN = "unknown"


def actors_inside(cell: Row, actors: frozenset[str] | None, bound: Bound) -> bool:
    if actors is None:
        return True
    named = [actor in actors for actor in cell["actors"]]
    if not named:  # "Mass that belongs to nobody we know never counts against anyone"
        return False
    if cell["actor_reading"] == "any_of":  # one of these, not said which
        return any(named) if bound == "upper" else all(named)
    return any(named)  # one, unspecified; each: they acted together


def kinds_inside(cell: Row, kinds: frozenset[str], bound: Bound, parents: Parents) -> bool:
    if not cell["kinds"]:  # outside the tree
        return False
    if bound != "upper":
        return all(kind in kinds for kind in cell["kinds"])
    return any(kind in kinds or any(kind in above(mine, parents) for mine in kinds) for kind in cell["kinds"])


def above(kind: str, parents: Parents) -> list[str]:
    over = []
    up = parents.get(kind)
    while up is not None:
        over.append(up)
        up = parents.get(up)
    return over


def arm_inside(cell: Row, arms: frozenset[str] | None, bound: Bound) -> bool:
    if arms is None:
        return True
    return bound == "upper" if cell["arm"] == UNKNOWN else cell["arm"] in arms


def target_inside(target: str, targets: frozenset[str] | None, bound: Bound) -> bool:
    if targets is None or "anyone" in targets:
        return True
    if target == UNKNOWN:  # an untold target can be one of them, if there is one
        return bound == "upper" and bool(targets)
    return target in targets


def within(moment: datetime, interval: Interval) -> bool:
    return (interval.begins_at is None or interval.begins_at <= moment) and (
        interval.ends_at is None or moment < interval.ends_at
    )


def act_mass(
    cells: Iterable[Row], by: frozenset[str] | None, kinds: frozenset[str], bound: Bound, parents: Parents
) -> float:
    return sum(
        cell[MASS[bound]]
        for cell in cells
        if actors_inside(cell, by, bound) and kinds_inside(cell, kinds, bound, parents)
    )
