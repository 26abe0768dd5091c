"""Doubt about sources in a count: what one draw makes of a side moves every breach of that side."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest

from hudna.compliance.counting import count_breaches
from hudna.compliance.doubts import doubts_by_side, drawn_breaches

ROLES = {
    "north": SimpleNamespace(camps=frozenset({"north_side"}), actors=frozenset({"army"})),
    "south": SimpleNamespace(camps=frozenset({"unknown"}), actors=frozenset({"stranger"})),
}
COMPILED: Any = SimpleNamespace(roles=ROLES)


def draws_of(*rows: tuple[str, str, list[float]]) -> Any:
    told = [
        {"incident_id": incident, "draw": draw, "side": side, "p_side": p}
        for incident, side, values in rows
        for draw, p in enumerate(values)
    ]
    return doubts_by_side(pl.DataFrame(told))


def row(incident: str, accused: str, p: float, ruling: str | None = None) -> dict[str, Any]:
    return {"incident_id": incident, "accused": accused, "p_breach": p, "ruling": ruling}


def test_a_breach_moves_with_the_side_of_its_accused() -> None:
    doubts = draws_of(("I", "north_side", [0.8, 0.4, 1.0]), ("I", "other", [0.2, 0.6, 0.0]))

    p = drawn_breaches([row("I", "north", 0.4)], COMPILED, doubts)

    assert p[:, 0].tolist() == pytest.approx([0.2, 0.5])


def test_sides_named_together_and_actors_without_a_camp_are_found() -> None:
    doubts = draws_of(("I", "north_side+stranger", [0.5, 0.25]))

    p = drawn_breaches([row("I", "south", 0.5), row("I", "north+south", 0.5)], COMPILED, doubts)

    assert p[0].tolist() == pytest.approx([0.25, 0.25])


def test_a_ruling_and_an_incident_without_draws_are_not_in_doubt() -> None:
    doubts = draws_of(("I", "north_side", [0.8, 0.1]))

    p = drawn_breaches([row("I", "north", 1.0, "breach"), row("J", "north", 0.7)], COMPILED, doubts)

    assert p[0].tolist() == [1.0, 0.7]


def test_doubt_that_all_incidents_share_widens_the_count() -> None:
    rng = np.random.default_rng(1)
    values = [0.5, *rng.uniform(0.1, 0.9, 20)]
    doubts = draws_of(*((f"I{n}", "north_side", values) for n in range(60)))
    rows = [row(f"I{n}", "north", 0.5) for n in range(60)]

    known, doubted = count_breaches([0.5] * 60), count_breaches(drawn_breaches(rows, COMPILED, doubts))

    assert doubted.lower < known.lower
    assert doubted.upper > known.upper
