"""A made country for the benchmark of norms: towns, incidents with a distribution each, and zones with a norm each.

600 by 550 km; 70 % of the incidents lie near 60 towns; discs of 100 m to 15 km, intervals of 1 hour to 3 days, findings over 8 kinds
and 6 actors. Half of the zones are circles, half are polygons of 300 corners (shared/research/performance.md, J3).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import shapely

from hudna.compliance.incident_arrays import Cells, Discs, Happenings, Signature, Targets
from hudna.terms import from_plane
from hudna.terms.compiled import BoundedBoxes, Box, CompiledAgreement, Interval, Norm, PlaceSide, Proof, Region, Role

PLANE = "+proj=laea +lat_0=34.8 +lon_0=38.5 +ellps=WGS84 +units=m +no_defs"
WIDTH_M, HEIGHT_M = 600_000.0, 550_000.0
DAYS = 1_500
START = datetime(2012, 1, 1, tzinfo=UTC)
DAY_US = 86_400_000_000
KINDS = [
    "shelling",
    "air_strike",
    "sniping",
    "small_arms_fire",
    "siege",
    "drone_strike",
    "chemical_attack",
    "suicide_bombing",
]
ACTORS = [f"actor_{n}" for n in range(6)]


@dataclass(frozen=True)
class World:
    """Incidents and norms; positions in degrees, as they would come in."""

    longitude: np.ndarray
    latitude: np.ndarray
    radius: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    cells: Cells
    compiled: CompiledAgreement


def make_world(incidents: int, norms: int, seed: int = 7) -> World:
    rng = np.random.default_rng(seed)
    towns = rng.uniform(-0.5, 0.5, (60, 2)) * (WIDTH_M, HEIGHT_M)
    near = rng.random(incidents) < 0.7
    x, y = (rng.uniform(-0.5, 0.5, (incidents, 2)) * (WIDTH_M, HEIGHT_M)).T
    town = towns[rng.integers(0, 60, incidents)] + rng.normal(0, 6_000, (incidents, 2))
    x, y = np.where(near, town[:, 0], x), np.where(near, town[:, 1], y)
    longitude, latitude = from_plane(PLANE, x, y)
    begins = rng.integers(0, DAYS * 24, incidents) * (DAY_US // 24) + int(START.timestamp()) * 1_000_000
    ends = begins + rng.integers(1, 72, incidents) * (DAY_US // 24)
    radius = np.exp(rng.uniform(np.log(100), np.log(15_000), incidents))
    regions = {f"zone{n}": _zone(rng, towns, is_circle=n % 2 == 0) for n in range(norms)}
    return World(longitude, latitude, radius, begins, ends, _cells(rng, incidents), _agreement(rng, regions))


def happenings_in(world: World, x: np.ndarray, y: np.ndarray) -> Happenings:
    """The world as arrays, once projected."""
    n = len(x)
    nowhere = np.full(n, np.nan)
    return Happenings(
        begins=world.begins, ends=world.ends, effect=Discs(x, y, world.radius), origin=Discs(nowhere, nowhere, np.zeros(n)),
        unit=np.full(n, -1, dtype=np.int32), units=(), killed=nowhere, injured=nowhere, cells=world.cells,
        targets=Targets(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32), np.zeros(0), ()),
    )  # fmt: skip


def as_tables(world: World) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same world as the tables of incidents and findings."""
    n = len(world.begins)
    ids = pl.Series("incident_id", np.arange(n)).cast(pl.String).str.zfill(8)
    instant = pl.Datetime("us", "UTC")
    nothing = pl.lit(None)
    incidents = pl.DataFrame({"incident_id": ids, "occurred_from": world.begins, "occurred_to": world.ends}).with_columns(
        pl.col("occurred_from", "occurred_to").cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
        known_at=pl.lit(START).cast(instant), is_day_inferred=False, place=pl.lit(""), place_role=pl.lit("at"),
        latitude=pl.Series(world.latitude), longitude=pl.Series(world.longitude), radius_m=pl.Series(world.radius), unit=nothing,
        origin_latitude=nothing, origin_longitude=nothing, origin_radius_m=nothing, killed_min=nothing, killed_max=nothing,
        injured=nothing, quantity=nothing, quantity_unit=nothing, claims=pl.lit(1),
    )  # fmt: skip
    cells = world.cells
    owner = np.repeat(np.arange(n), np.diff(cells.first))
    number = np.arange(len(owner)) - cells.first[owner]
    named = cells.signatures
    findings = pl.DataFrame({"incident_id": ids.gather(owner), "draw": np.zeros(len(owner)), "cell": number}).with_columns(
        actors=pl.Series([[each.actors[0]] for each in named]).gather(cells.signature),
        actor_reading=pl.lit("one"), kinds=pl.Series([[each.kinds[0]] for each in named]).gather(cells.signature),
        arm=pl.lit("unknown"), p_actor_kind=pl.Series(cells.mass["point"]), p_lower=pl.Series(cells.mass["lower"]),
        p_upper=pl.Series(cells.mass["upper"]),
    )  # fmt: skip
    return incidents, findings


def _cells(rng: np.random.Generator, incidents: int) -> Cells:
    """One to three actors times one or two kinds for each incident, with their mass."""
    signatures = tuple(Signature((actor,), "one", (kind,), "unknown") for actor in ACTORS for kind in KINDS)
    actors, kinds = rng.integers(1, 4, incidents), rng.integers(1, 3, incidents)
    counts = actors * kinds
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    owner = np.repeat(np.arange(incidents), counts)
    number = np.arange(len(owner)) - first[owner]
    actor = (rng.integers(0, 6, incidents)[owner] + number // kinds[owner]) % 6
    kind = (rng.integers(0, 8, incidents)[owner] + number % kinds[owner]) % 8
    raw = rng.uniform(0.1, 1.0, len(owner))
    point = 0.95 * raw / np.bincount(owner, weights=raw)[owner]
    mass = {"lower": 0.7 * point, "point": point, "upper": np.minimum(1.05 * point, 1.0)}
    return Cells(first, (actor * 8 + kind).astype(np.int32), mass, signatures)


def _zone(rng: np.random.Generator, towns: np.ndarray, *, is_circle: bool) -> Region:
    x, y = (
        towns[rng.integers(0, 60)] + rng.normal(0, 8_000, 2)
        if rng.random() < 0.5
        else rng.uniform(-250_000, 250_000, 2)
    )
    size = rng.uniform(5_000, 25_000)
    if is_circle:
        return Region(circles=((float(x), float(y), float(size)),))
    angle = np.sort(rng.uniform(0, 2 * np.pi, 300))
    wave = 1 + 0.2 * np.sin(5 * angle + rng.uniform(0, 6)) + 0.05 * np.sin(23 * angle)
    polygon = shapely.Polygon(np.column_stack([x + size * wave * np.cos(angle), y + size * wave * np.sin(angle)]))
    return Region(polygon=shapely.orient_polygons(polygon))


def _agreement(rng: np.random.Generator, regions: dict[str, Region]) -> CompiledAgreement:
    norms = []
    for number, region in enumerate(regions):
        begin = START + timedelta(days=int(rng.integers(0, DAYS // 2)))
        when = (Interval(begin, begin + timedelta(days=int(rng.integers(200, 700)))),)
        actors = frozenset(rng.choice(ACTORS, 3, replace=False).tolist())
        kinds = frozenset(rng.choice(KINDS, 4, replace=False).tolist())
        box = Box(actors, kinds, None, None, (PlaceSide("in", region),), when)
        norms.append(Norm(str(number), ("all",), (), BoundedBoxes((box,), (box,), (box,)), ()))
    role = Role("all", "party", {"en": "all"}, frozenset(ACTORS), tuple(ACTORS), frozenset(), ())
    return CompiledAgreement(
        agreement_id="made", title={"en": "made"}, version="1", sha256="", clock="UTC", tzdata_version="", gazetteer=None, in_force=(),
        plane=PLANE, regions=regions, zone_regions={}, roles={"all": role}, norms=tuple(norms), duties=(), tranches=(), ladder=(),
        classes=(), proof=Proof(), gaps={}, not_evaluated=(),
    )  # fmt: skip
