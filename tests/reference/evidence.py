"""Random evidence for the drawn agreements: incidents, findings, target shares and voices, as the engine takes them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import dataframely as dy
import polars as pl

from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.incidents.tables import Incidents
from reference.places import from_plane
from reference.prohibitions import Evidence
from reference.strategies import KM, OUTSIDE, PLANE, coordinate, hour, size

Cells = dict[str, Any]
FOUGHT = [*["shelling"] * 12, "air_strike", "barrel_bomb", "armed_attack", "advance"]
BLAMED = [*["army"] * 18, "militia", "guard", "brigade", "boats", "air_force", OUTSIDE]
HIT = ["civilians", "civilians", "hospitals", "army", "guard", OUTSIDE, OUTSIDE, OUTSIDE, "unknown"]
CHANCES = [100, 95, 90, 80, 75, 60, 50, 50, 33, 25, 10]


@dataclass(frozen=True)
class Tables:
    """One body of evidence as declared tables."""

    incidents: dy.DataFrame[Incidents]
    findings: dy.DataFrame[Findings]
    targets: dy.DataFrame[TargetShares]
    voices: dy.DataFrame[Voices]

    def as_rows(self) -> Evidence:
        return Evidence(
            self.incidents.to_dicts(), self.findings.to_dicts(), self.targets.to_dicts(), self.voices.to_dicts()
        )


def draw_evidence(rng: Random, *, prefix: str = "i") -> Tables:
    """Up to four incidents on the grid of whole hours, or (as acts that a `needs` asks for) half an hour off it."""
    incidents, findings, shares, voices = [], [], [], []
    for n in range(rng.choice([1, 2, 3, 4])):
        incident = draw_incident(rng, f"{prefix}{n}")
        incidents.append(incident)
        findings.extend(draw_findings(rng, f"{prefix}{n}"))
        shares.extend(draw_shares(rng, f"{prefix}{n}"))
        voices.extend(draw_voices(rng, f"{prefix}{n}", incident["known_at"]))
    return tables(incidents, findings, shares, voices)


def draw_incident(rng: Random, incident_id: str) -> Cells:
    start, length = rng.randint(14, 32) + rng.choice([0.0, 0.0, 0.5]), rng.choice([0, 1, 3, 12, 24])
    row: Cells = {
        "incident_id": incident_id, "occurred_from": hour(start), "occurred_to": hour(start + length),
        "known_at": hour(start + length + rng.choice([1, 2, 9, 40])),
    }  # fmt: skip
    match rng.choice([*["disc"] * 8, "disc", "disc", "disc", "point", "unit", "unplaced"]):
        case "disc":
            row |= placed("", coordinate(rng), coordinate(rng), size(rng) * KM)
        case "point":
            row |= placed("", coordinate(rng) + 0.3127, coordinate(rng) + 0.2719, rng.choice([0.0, None]))
        case "unit":
            return row | {"unit": rng.choice(["SY01", "SY02"])}
        case _:
            return row
    if rng.random() < 0.4:
        row |= placed("origin_", coordinate(rng), coordinate(rng), rng.randint(1, 3) * KM)
    return row


def placed(prefix: str, x: float, y: float, radius_m: float | None) -> Cells:
    longitude, latitude = from_plane(PLANE, x * KM, y * KM)
    return {f"{prefix}longitude": longitude, f"{prefix}latitude": latitude, f"{prefix}radius_m": radius_m}


def draw_findings(rng: Random, incident_id: str) -> list[Cells]:
    number = rng.choice([1, 1, 1, 2, 3])
    return [draw_cell(rng, incident_id, cell, number) for cell in range(number)]


def draw_cell(rng: Random, incident_id: str, cell: int, number: int) -> Cells:
    reading = rng.choice(["one", "one", "one", "one", "one", "one", "any_of", "each", "unspecified", "unknown"])
    several = list(dict.fromkeys(rng.choices(BLAMED, k=3)))
    actors = [] if reading == "unknown" else several if reading in ("any_of", "each") else several[:1]
    low, p, high = sorted(rng.choices(CHANCES, k=3))
    return {
        "incident_id": incident_id, "draw": 0, "cell": cell, "actors": actors, "actor_reading": reading,
        "kinds": list(dict.fromkeys(rng.choices(FOUGHT, k=rng.choice([0, *[1] * 12, 2, 2])))), "arm": rng.choice(["mortar", "tank", "unknown"]),
        "p_actor_kind": p / 100 / number, "p_lower": low / 100 / number, "p_upper": high / 100 / number,
    }  # fmt: skip


def draw_shares(rng: Random, incident_id: str) -> list[Cells]:
    """The target distribution; what is not told lies on `unknown`."""
    hit = list(dict.fromkeys(rng.choices(HIT, k=rng.choice([1, 2, 3]))))
    parts = [rng.randint(1, 4) for _ in hit]
    return [
        {"incident_id": incident_id, "target": target, "p_target": part / sum(parts)}
        for target, part in zip(hit, parts, strict=True)
    ]


def draw_voices(rng: Random, incident_id: str, known_at: datetime) -> list[Cells]:
    rows = []
    for n in range(rng.choice([0, 1, 2, 3, 4])):
        actors = list(
            dict.fromkeys(
                rng.choices(["army", "army", "army", "guard", "boats", "air_force"], k=rng.choice([0, 1, 1, 1, 2]))
            )
        )
        reading = "unknown" if not actors else "one" if len(actors) == 1 else rng.choice(["any_of", "each"])
        is_denial = rng.random() < 0.2
        rows.append({
            "incident_id": incident_id, "source_id": f"s{n}", "claim_id": f"{incident_id}-s{n}", "echo_group": rng.choice("abc"),
            "leans_to": rng.choice(["east", "west", "none", "unclear"]), "actors": actors, "actor_reading": reading, "sides_named": [],
            "is_denial": is_denial, "is_performance": False, "is_admission": not is_denial and rng.random() < 0.1,
            "known_at": known_at + timedelta(hours=n),
        })  # fmt: skip
    return rows


def tables(incidents: list[Cells], findings: list[Cells], shares: list[Cells], voices: list[Cells]) -> Tables:
    return Tables(
        rows_as(Incidents, incidents),
        rows_as(Findings, findings),
        rows_as(TargetShares, shares),
        rows_as(Voices, voices),
    )


UNLESS_TOLD: Cells = {"is_day_inferred": False, "place": "", "place_role": "at", "claims": 1}


def rows_as(schema: type[dy.Schema], rows: list[Cells]) -> Any:
    """Rows with what is left out empty, checked against the declared table."""
    types = {name: column.dtype for name, column in schema.columns().items()}
    rows = [UNLESS_TOLD | row for row in rows] if schema is Incidents else rows
    return schema.validate(
        pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types), cast=True
    )
