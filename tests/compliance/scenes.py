"""Small agreements and incidents made by hand, in metres of a plane and hours from a noon, for the tests of prohibitions."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import dataframely as dy
import polars as pl

from hudna.compliance import Evidence, hold_against_norms
from hudna.compliance.tables import Allegations, DutyStates
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.incidents.tables import Incidents
from hudna.terms import from_plane
from hudna.terms.compiled import (
    BoundedBoxes,
    Box,
    BreachClass,
    CompiledAgreement,
    Interval,
    Norm,
    PlaceSide,
    Proof,
    Region,
    Role,
    Taking,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
AS_OF = datetime(2028, 1, 1, tzinfo=UTC)
PLANE = "+proj=laea +lat_0=33.35 +lon_0=38.95 +ellps=WGS84 +units=m +no_defs"
ARMY, GUARD = frozenset({"army", "militia"}), frozenset({"guard"})
Row = dict[str, Any]


def hour(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def box(
    *,
    kinds: Sequence[str] = ("shelling",),
    actors: frozenset[str] | None = ARMY,
    places: Sequence[tuple[str, str]] = (),
    hours: tuple[float, float] | None = (-1000, 1000),
    targets: frozenset[str] | None = None,
    arms: frozenset[str] | None = None,
) -> Box:
    when = (Interval(None, None),) if hours is None else (Interval(hour(hours[0]), hour(hours[1])),)
    sides = tuple(PlaceSide(relation, region) for relation, region in places)  # type: ignore[arg-type]
    return Box(actors, frozenset(kinds), arms, targets, sides, when)


def same(*boxes: Box) -> BoundedBoxes:
    return BoundedBoxes(boxes, boxes, boxes)


def taking(taking_id: str, boxes: BoundedBoxes, **fields: Any) -> Taking:
    return Taking(taking_id, fields.pop("form", "allowance"), boxes, **fields)


def norm(
    boxes: BoundedBoxes, *takings: Taking, accused: tuple[str, ...] = ("republic",), norm_id: str = "1", **fields: Any
) -> Norm:
    return Norm(norm_id, accused, ("eastland",), boxes, takings, **fields)


def role(role_id: str, actors: frozenset[str], camp: str) -> Role:
    return Role(role_id, "party", {"en": role_id}, actors, tuple(sorted(actors)), frozenset({camp}), ("eastland",))


def agreement(
    *norms: Norm,
    regions: Mapping[str, Region] | None = None,
    proof: Proof | None = None,
    classes: Sequence[BreachClass] = (),
) -> CompiledAgreement:
    roles = {"republic": role("republic", ARMY, "east"), "council": role("council", GUARD, "west")}
    return CompiledAgreement(
        agreement_id="nur", title={"en": "Nur"}, version="1", sha256="", clock="Asia/Amman", tzdata_version="", gazetteer=None,
        in_force=(Interval(None, None),), plane=PLANE, regions=regions or {}, zone_regions={}, roles=roles, norms=norms, duties=(),
        tranches=(), ladder=(), classes=tuple(classes), proof=proof or Proof(), gaps={}, not_evaluated=(),
    )  # fmt: skip


def incident(
    incident_id: str = "i1",
    *,
    at: tuple[float, float] | None = (0.0, 0.0),
    radius_m: float | None = 1000.0,
    hours: tuple[float, float] = (0, 2),
    known: float = 100,
    unit: str | None = None,
    origin: tuple[float, float, float] | None = None,
    killed: int | None = None,
    injured: int | None = None,
) -> Row:
    longitude, latitude = degrees(at)
    origin_longitude, origin_latitude = degrees(origin[:2] if origin else None)
    return {
        "incident_id": incident_id, "known_at": hour(known), "occurred_from": hour(hours[0]), "occurred_to": hour(hours[1]),
        "is_day_inferred": False, "place": "", "place_role": "at", "latitude": latitude, "longitude": longitude,
        "radius_m": radius_m if at else None, "unit": unit, "origin_latitude": origin_latitude, "origin_longitude": origin_longitude,
        "origin_radius_m": origin[2] if origin else None, "killed_min": killed, "killed_max": killed, "injured": injured,
        "quantity": None, "quantity_unit": None, "claims": 1,
    }  # fmt: skip


def degrees(metres: tuple[float, float] | None) -> tuple[float | None, float | None]:
    if metres is None:
        return None, None
    longitude, latitude = from_plane(PLANE, [metres[0]], [metres[1]])
    return float(longitude[0]), float(latitude[0])


def cell(
    incident_id: str = "i1",
    number: int = 0,
    *,
    actors: Sequence[str] = ("army",),
    kinds: Sequence[str] = ("shelling",),
    p: float | tuple[float, float, float] = 1.0,
    reading: str = "one",
    arm: str = "unknown",
) -> Row:
    lower, point, upper = p if isinstance(p, tuple) else (p, p, p)
    return {
        "incident_id": incident_id, "draw": 0, "cell": number, "actors": list(actors), "actor_reading": reading, "kinds": list(kinds),
        "arm": arm, "p_actor_kind": point, "p_lower": lower, "p_upper": upper,
    }  # fmt: skip


def voice(
    incident_id: str,
    source: str,
    *,
    names: Sequence[str] = ("army",),
    sides: Sequence[str] = ("east",),
    leans_to: str = "none",
    group: str | None = None,
    is_denial: bool = False,
    is_admission: bool = False,
    known: float = 50,
) -> Row:
    return {
        "incident_id": incident_id, "source_id": source, "claim_id": f"{incident_id}:{source}", "echo_group": group or source,
        "leans_to": leans_to, "actors": list(names), "actor_reading": "one", "sides_named": list(sides), "is_denial": is_denial,
        "is_performance": False, "is_admission": is_admission, "known_at": hour(known), "address": None,
    }  # fmt: skip


def share(incident_id: str, target: str, p: float) -> Row:
    return {"incident_id": incident_id, "target": target, "p_target": p}


def evidence(
    incidents: Sequence[Row], cells: Sequence[Row], targets: Sequence[Row] = (), voices: Sequence[Row] = ()
) -> Evidence:
    return Evidence(
        table(Incidents, incidents), table(Findings, cells), table(TargetShares, targets), table(Voices, voices)
    )


def table(schema: type[dy.Schema], rows: Sequence[Row]) -> Any:
    if not rows:
        return schema.create_empty()
    types = {name: column.dtype for name, column in schema.columns().items()}
    return schema.validate(
        pl.DataFrame([{name: row.get(name) for name in types} for row in rows], schema=types), cast=True
    )


def hold(
    compiled: CompiledAgreement, told: Evidence, *, duty_states: Sequence[Row] = (), acts: Evidence | None = None
) -> dy.DataFrame[Allegations]:
    states = table(DutyStates, duty_states)
    return hold_against_norms(compiled, *told, duty_states=states, acts=acts, as_of=AS_OF)


def bounds_of(allegations: dy.DataFrame[Allegations]) -> tuple[float, float, float]:
    """The bounds of the only allegation."""
    assert len(allegations) == 1
    row = allegations.row(0, named=True)
    return row["p_lower"], row["p_breach"], row["p_upper"]
