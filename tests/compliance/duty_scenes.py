"""A small deal and what is done under it, made by hand, for the tests of duties, clocks and scorecards.

Damascus time; the republic (actor `army`, side `east`, guarantor eastland) and the council (`guard`, `west`, westland).
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import dataframely as dy
import polars as pl

from hudna.compliance import evaluate_duties
from hudna.compliance.tables import Allegations, Answers, DutyStates
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.incidents.tables import Incidents
from hudna.terms.clock import end_of_local_day, start_of_local_day, to_instant
from hudna.terms.compiled import (
    BoundedDue,
    BoundedQuantity,
    CompiledAgreement,
    Due,
    Duty,
    Interval,
    Proof,
    Quantity,
    Region,
    Role,
)
from hudna.terms.plane import from_plane

CLOCK = "Asia/Damascus"
PLANE = "+proj=laea +lat_0=33.7 +lon_0=36.1 +ellps=WGS84 +units=m +no_defs"
TOWN, CAMP = Region(circles=((0.0, 0.0, 3000.0),)), Region(circles=((50_000.0, 0.0, 3000.0),))
IN_TOWN, IN_CAMP = (0.0, 0.0), (50_000.0, 0.0)
LATER = datetime(2017, 6, 1, tzinfo=UTC)
Row = dict[str, Any]


def at(written: str) -> datetime:
    """An instant from local time in Damascus."""
    return to_instant(written, CLOCK)


def day(written: str) -> datetime:
    return start_of_local_day(date.fromisoformat(written), CLOCK)


def end_of(written: str) -> datetime:
    return end_of_local_day(date.fromisoformat(written), CLOCK)


def owed(quantity: Quantity | None = None) -> BoundedQuantity:
    quantity = quantity or Quantity()
    return BoundedQuantity(quantity, quantity, quantity)


def falls_due(deadline: datetime | None = None, within: str | None = None) -> BoundedDue:
    due = Due(deadline, within)
    return BoundedDue(due, due, due)


def persons(number: float, **parts: Any) -> BoundedQuantity:
    return owed(Quantity(exactly=number, unit="persons", **parts))


def duty(duty_id: str = "1", by: Sequence[str] = ("council",), **fields: Any) -> Duty:
    """A release of detainees with no more conditions than are told."""
    actors = {"republic": "army", "council": "guard"}
    settled: Row = {
        "duty_id": duty_id, "obligors": tuple(by), "guarantors": tuple({"republic": "eastland", "council": "westland"}.get(r, r) for r in by)[:1],
        "actors": frozenset(actors[role] for role in by if role in actors), "kinds": frozenset({"detainee_release"}), "arms": None,
        "receivers": None, "from_region": None, "to_region": None, "in_region": None, "quantity": owed(),
        "opens": (Interval(day("2016-01-01"), None),), "after": (), "after_undefined": False, "due": falls_due(), "every": None,
        "is_every_undefined": False, "sustain": False, "mirrors": None, "at_most": None, "lifesaving": False, "floor": None, "pro_rata": False,
    }  # fmt: skip
    return Duty(**(settled | fields))


ROLES = {
    "republic": Role("republic", "party", {"en": "Republic"}, frozenset({"army"}), ("army",), frozenset({"east"}), ("eastland",)),
    "council": Role("council", "party", {"en": "Council"}, frozenset({"guard"}), ("guard",), frozenset({"west"}), ("westland",)),
    "eastland": Role("eastland", "guarantor", {"en": "Eastland"}, frozenset(), (), frozenset({"east"}), (), answers_within="PT48H"),
    "westland": Role("westland", "guarantor", {"en": "Westland"}, frozenset(), (), frozenset({"west"}), (), answers_within="PT48H"),
    "mission": Role("mission", "body", {"en": "Mission"}, frozenset(), (), frozenset(), (), rules_against=("republic", "council")),
}  # fmt: skip


def deal(*duties: Duty, until: datetime | None = None, **parts: Any) -> CompiledAgreement:
    settled: Row = {
        "agreement_id": "nur", "title": {"en": "Nur"}, "version": "1", "sha256": "", "clock": CLOCK, "tzdata_version": "", "gazetteer": None,
        "in_force": (Interval(day("2016-01-01"), until),), "plane": PLANE, "regions": {"town@point": TOWN, "camp@point": CAMP},
        "zone_regions": {}, "roles": ROLES, "norms": (), "duties": duties, "tranches": (), "ladder": (), "classes": (), "proof": Proof(),
        "gaps": {}, "not_evaluated": (),
    }  # fmt: skip
    return CompiledAgreement(**(settled | parts))


class Done:
    """One thing done, as the four tables tell it; by default on a whole local day, surely, and seen by two who are no side."""

    def __init__(
        self,
        name: str,
        on: str | tuple[datetime, datetime],
        amount: float | None = None,
        *,
        by: str | None = "guard",
        kind: str = "detainee_release",
        unit: str | None = "persons",
        p: tuple[float, float] = (1.0, 1.0),
        leans: Sequence[str] = ("none", "none"),
        denied_by: Sequence[str] = (),
        shares: Mapping[str, float] | None = None,
        place: tuple[float, float] | None = None,
        radius_m: float = 500.0,
        role: str = "at",
        known: datetime | None = None,
        inferred: bool = False,
        reading: str = "one",
        voiced: Sequence[str] | None = None,
    ) -> None:
        begins, ends = (day(on), end_of(on)) if isinstance(on, str) else on
        known = known or ends
        longitude, latitude = (None, None) if place is None else (float(v) for v in from_plane(PLANE, *place))
        actors = [] if by is None else by.split("+")
        self.incident: Row = {
            "incident_id": name, "known_at": known, "occurred_from": begins, "occurred_to": ends, "is_day_inferred": inferred, "place": "",
            "place_role": role, "latitude": latitude, "longitude": longitude, "radius_m": None if place is None else radius_m,
            "quantity": amount, "quantity_unit": None if amount is None else unit, "claims": 1,
        }  # fmt: skip
        self.findings: list[Row] = [
            {"incident_id": name, "draw": 0, "cell": 0, "actors": actors, "actor_reading": reading if actors else "unknown", "kinds": [kind],
             "arm": "unknown", "p_actor_kind": p[0], "p_lower": p[1], "p_upper": 1.0}
        ]  # fmt: skip
        self.shares: list[Row] = [{"incident_id": name, "target": t, "p_target": s} for t, s in (shares or {}).items()]
        named = actors if voiced is None else list(voiced)
        said = [(lean, False) for lean in leans] + [(lean, True) for lean in denied_by]
        self.voices: list[Row] = [
            {"incident_id": name, "source_id": f"s{n}", "claim_id": f"{name}-{n}", "echo_group": f"g{n}", "leans_to": lean, "actors": named,
             "actor_reading": "one" if named else "unknown", "sides_named": [], "is_denial": is_denial, "is_performance": True,
             "is_admission": False, "known_at": known}
            for n, (lean, is_denial) in enumerate(said)
        ]  # fmt: skip


def rows_as(schema: type[dy.Schema], rows: Sequence[Row]) -> Any:
    types = {name: column.dtype for name, column in schema.columns().items()}
    return schema.validate(
        pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types), cast=True
    )


def evaluate(compiled: CompiledAgreement, *done: Done, as_of: datetime = LATER) -> dy.DataFrame[DutyStates]:
    return evaluate_duties(
        compiled,
        rows_as(Incidents, [each.incident for each in done]),
        rows_as(Findings, [row for each in done for row in each.findings]),
        rows_as(TargetShares, [row for each in done for row in each.shares]),
        rows_as(Voices, [row for each in done for row in each.voices]),
        as_of=as_of,
    )


def states(
    compiled: CompiledAgreement,
    *done: Done,
    as_of: datetime = LATER,
    bound: str = "point",
    standard: str = "reasonable_grounds",
) -> list[Row]:
    """The rows of one bound and standard."""
    table = evaluate(compiled, *done, as_of=as_of)
    return table.filter((pl.col("bound") == bound) & (pl.col("standard") == standard)).to_dicts()


def state(compiled: CompiledAgreement, *done: Done, **reading: Any) -> Row:
    """The only row, or that of the first duty."""
    return states(compiled, *done, **reading)[0]


def allegation(
    incident: str = "i1",
    accused: str = "republic",
    *,
    norm: str = "n1",
    p: tuple[float, float, float] = (0.9, 0.8, 1.0),
    **fields: Any,
) -> Row:
    row: Row = {
        "allegation_id": f"{incident}/{norm}/{accused}", "incident_id": incident, "norm_id": norm, "accused": accused,
        "guarantors": ["eastland"] if "republic" in accused else ["westland"], "p_breach": p[0], "p_lower": p[1], "p_upper": p[2],
        "p_place": 1.0, "p_time": 1.0, "p_target": 1.0, "p_actor_kind": p[0], "p_excepted": 0.0, "taken_by": [], "standard": "reasonable_grounds",
        "groups_naming": 2, "groups_not_adverse": 1, "is_admitted": False, "is_contested": False, "not_evaluated": [],
    }  # fmt: skip
    return row | fields


def allegations(*rows: Row) -> dy.DataFrame[Allegations]:
    table: dy.DataFrame[Allegations] = rows_as(Allegations, rows)
    return table


def answers(*rows: tuple[datetime, str, str] | Row) -> dy.DataFrame[Answers]:
    """Answers about incident `i1`: (known at, by, word), or fields."""
    filled = []
    for number, row in enumerate(rows, start=2):
        told = row if isinstance(row, dict) else dict(zip(("known_at", "by", "answer"), row, strict=True))
        filled.append({"row": number, "incident_id": "i1", "note": ""} | told)
    table: dy.DataFrame[Answers] = rows_as(Answers, filled)
    return table
