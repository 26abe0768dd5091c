"""Norms times incidents: our engine beside the bare arithmetic, and beside geopandas with one shapely intersection for each pair.

Processor time of the whole process, each way in a fresh one. `python -m benchmarks.norms WAY INCIDENTS NORMS` runs one and prints
JSON; `compare` runs them side by side.
"""

import itertools
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from math import acos, atan2, hypot, pi, sqrt
from typing import Any

import numpy as np
import polars as pl
import shapely

from benchmarks.norms_world import PLANE, World, as_tables, happenings_in, make_world
from hudna.compliance.breaches import Breaches, Scene, hold_norm
from hudna.compliance.grid import near
from hudna.compliance.grounds import bounds_of, discs_in_ground, ground_of
from hudna.compliance.needs import Acts, Timed
from hudna.compliance.places import Places, place_incidents
from hudna.compliance.shares import RingKernel
from hudna.compliance.standards import hear
from hudna.compliance.tables import DutyStates
from hudna.compliance.times import SINCE_EVER, stretches_of, time_share
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.incidents.tables import Incidents
from hudna.terms.compiled import Norm, Region
from hudna.terms.plane import from_plane, to_plane

AS_OF = datetime(2030, 1, 1, tzinfo=UTC)
ALWAYS = {"lower": SINCE_EVER, "point": SINCE_EVER, "upper": SINCE_EVER}


def compare() -> bool:
    """Print the figures and the ratios; say whether the goals are met."""
    print("norms x incidents, processor seconds (each way in a fresh process; allegations, peak memory)")
    ways = {}
    for way in ("limit", "core_numba", "core_numpy", "table", "geopandas_rough", "geopandas"):
        ways[way] = _run(way, 200_000, 50)
    core, peer, limit = ways["core_numba"]["cpu_s"], ways["geopandas"]["cpu_s"], ways["limit"]["cpu_s"]
    goals = [
        _goal("geopandas / core with numba", peer / core, at_least=40),
        _goal("geopandas with rough discs / core with numba", ways["geopandas_rough"]["cpu_s"] / core),
        _goal("geopandas / core in numpy", peer / ways["core_numpy"]["cpu_s"]),
        _goal("geopandas / whole table function", peer / ways["table"]["cpu_s"]),
        _goal("core with numba / bare arithmetic", core / limit, at_most=4),
    ]
    small = _run("core_numba", 100_000, 50)
    large = {way: _run(way, 1_000_000, 500) for way in ("core_numba", "core_numpy")}
    goals.append(_goal("1M x 500 with numba, seconds", large["core_numba"]["cpu_s"], at_most=4))
    goals.append(_goal("1M x 500 with numba, MiB", large["core_numba"]["peak_mib"], at_most=2048))
    print(f"  growth from 100k to 200k incidents: n^{np.log2(core / small['cpu_s']):.2f}")
    errors = _run("accuracy", 100_000, 50)
    goals.append(_goal("greatest difference from the slow formula, same plane", errors["same_plane"], at_most=1e-9))
    goals.append(_goal("greatest difference from one plane for each incident", errors["own_plane"], at_most=2e-4))
    return all(goals)


def _run(way: str, incidents: int, norms: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.norms", way, str(incidents), str(norms)]
    result: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(
        f"  {way:>11} {incidents:>9,} x {norms:<4}",
        "  ".join(f"{name} {value:.6g}" for name, value in result.items()),
        flush=True,
    )
    return result


def _goal(name: str, value: float, *, at_least: float | None = None, at_most: float | None = None) -> bool:
    is_met = (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
    wanted = (
        f"goal >= {at_least:g}"
        if at_least is not None
        else f"goal <= {at_most:g}"
        if at_most is not None
        else "no goal"
    )
    print(f"  {name}: {value:.3g} ({wanted}{'' if is_met else ', MISSED'})", flush=True)
    return is_met


# -- the ways ----------------------------------------------------------------------------------------------------------------


def _core(world: World, kernel: RingKernel | None) -> list[Breaches]:
    x, y = to_plane(PLANE, world.longitude, world.latitude)
    happenings = happenings_in(world, x, y)
    places = place_incidents(happenings, world.compiled.regions, kernel=kernel)
    nobody = pl.Series([], dtype=pl.String)
    held = Timed(nobody, np.zeros(0, dtype=np.int64), happenings)
    acts = Acts(world.compiled, held, held, hear(Voices.create_empty(), nobody, as_of=AS_OF))
    scene = Scene(world.compiled, happenings, places, acts)
    return [hold_norm(scene, norm, ALWAYS) for norm in world.compiled.norms]


def _fast_kernel() -> RingKernel:
    from hudna.compliance.shares_fast import disc_in_ring_fast

    disc_in_ring = _first_polygon(make_world(10, 2).compiled.regions)
    discs_in_ground(np.zeros(1), np.zeros(1), np.ones(1), ground_of(disc_in_ring), kernel=disc_in_ring_fast)  # compile
    return disc_in_ring_fast


def _first_polygon(regions: Any) -> Region:
    return next(region for region in regions.values() if region.polygon is not None)


def core_numba(world: World) -> Callable[[], int]:
    kernel = _fast_kernel()
    return lambda: sum(len(each.incident) for each in _core(world, kernel))


def core_numpy(world: World) -> Callable[[], int]:
    return lambda: sum(len(each.incident) for each in _core(world, None))


def table(world: World) -> Callable[[], int]:
    from hudna.compliance import hold_against_norms

    incidents, findings = as_tables(world)
    rows = (
        Incidents.validate(incidents.select(Incidents.column_names()), cast=True),
        Findings.validate(findings.select(Findings.column_names()), cast=True),
        TargetShares.create_empty(),
        Voices.create_empty(),
    )
    _fast_kernel()
    return lambda: len(hold_against_norms(world.compiled, *rows, duty_states=DutyStates.create_empty(), as_of=AS_OF))


def limit(world: World) -> Callable[[], int]:
    """What cannot be saved: project and sort once, and the exact shares of the candidate pairs, which are given."""
    kernel = _fast_kernel()
    x, y = to_plane(PLANE, world.longitude, world.latitude)
    places = place_incidents(happenings_in(world, x, y), world.compiled.regions)
    pairs = [(_ground(world, norm), _candidates(world, places, norm)) for norm in world.compiled.norms]

    def run() -> int:
        x, y = to_plane(PLANE, world.longitude, world.latitude)
        np.argsort((y // 5_000).astype(np.int64) * 1_000 + (x // 5_000).astype(np.int64), kind="stable")
        total = 0
        for ground, chosen in pairs:
            share = discs_in_ground(x[chosen], y[chosen], world.radius[chosen], ground, kernel=kernel)
            total += int(np.count_nonzero(share))
        return total

    return run


def _ground(world: World, norm: Norm) -> Any:
    return ground_of(world.compiled.regions[norm.boxes.point[0].places[0].region])


def _candidates(world: World, places: Places, norm: Norm) -> np.ndarray:
    box = norm.boxes.point[0]
    bounds = bounds_of(_ground(world, norm))
    assert bounds is not None
    chosen = near(places.grid, bounds)
    share = time_share(world.begins[chosen], world.ends[chosen], stretches_of(box.when))
    effect = places.happenings.effect
    x, y, r = effect.x[chosen], effect.y[chosen], effect.radius[chosen]
    meets = (x + r > bounds[0]) & (x - r < bounds[2]) & (y + r > bounds[1]) & (y - r < bounds[3])
    chosen = chosen[(share > 0) & meets]
    first, signature, named = world.cells.first, world.cells.signature, world.cells.signatures
    inside = np.array([each.actors[0] in (box.actors or ()) and each.kinds[0] in box.kinds for each in named])
    return np.array(
        [i for i in np.sort(chosen).tolist() if inside[signature[first[i] : first[i + 1]]].any()], dtype=np.int64
    )


def geopandas_rough(world: World) -> Callable[[], int]:
    """The same with shapely's default discs of 64 corners, which are wrong by up to 1.6e-3."""
    return geopandas(world, corners=16)


def geopandas(world: World, corners: int = 64) -> Callable[[], int]:
    """The way a script does it: buffered discs, a spatial join, and a loop over the pairs.

    `corners` of a quarter circle: with 64 a share is wrong by up to 1e-4, as much as the goal for accuracy leaves.
    """
    import geopandas as gpd

    x, y = to_plane(PLANE, world.longitude, world.latitude)
    norms = world.compiled.norms
    zones = gpd.GeoDataFrame({"norm": range(len(norms))}, geometry=[_as_polygon(world, norm) for norm in norms])
    first, signature, named = world.cells.first, world.cells.signature, world.cells.signatures

    def run() -> int:
        discs = gpd.GeoDataFrame(geometry=shapely.buffer(shapely.points(x, y), world.radius, quad_segs=corners))
        found = 0
        for i, n in zip(*(lambda pairs: (pairs.index, pairs["norm"]))(gpd.sjoin(discs, zones)), strict=True):
            box = norms[n].boxes.point[0]
            begin, end = (
                int(instant.timestamp() * 1e6) for instant in (box.when[0].begins_at, box.when[0].ends_at) if instant
            )
            overlap = max(0, min(end, world.ends[i]) - max(begin, world.begins[i])) / (world.ends[i] - world.begins[i])
            if not overlap:
                continue
            mass = 0.0
            for c in range(first[i], first[i + 1]):
                cell = named[signature[c]]
                if cell.actors[0] in (box.actors or ()) and cell.kinds[0] in box.kinds:
                    mass += world.cells.mass["point"][c]
            if mass:
                disc = discs.geometry.iloc[i]
                share = disc.intersection(zones.geometry.iloc[n]).area / disc.area
                found += int(mass * overlap * share > 0)
        return found

    return run


def _as_polygon(world: World, norm: Norm) -> Any:
    region = world.compiled.regions[norm.boxes.point[0].places[0].region]
    if region.polygon is not None:
        return region.polygon
    x, y, radius = region.circles[0]
    return shapely.Point(x, y).buffer(radius, quad_segs=64)


# -- accuracy: the slow formula, in the shared plane and in a plane of each incident's own ---------------------------------------


def accuracy(world: World) -> dict[str, float]:
    x, y = to_plane(PLANE, world.longitude, world.latitude)
    places = place_incidents(happenings_in(world, x, y), world.compiled.regions)
    kernel = _fast_kernel()
    same, own, drawn_anew = 0.0, 0.0, 0.0
    for norm in world.compiled.norms:
        ground = _ground(world, norm)
        chosen = _candidates(world, places, norm)
        share = discs_in_ground(x[chosen], y[chosen], world.radius[chosen], ground, kernel=kernel)
        numpy_share = discs_in_ground(x[chosen], y[chosen], world.radius[chosen], ground)
        same = max(same, float(np.abs(share - numpy_share).max(initial=0.0)))
        cut = np.flatnonzero((share > 0) & (share < 1))[:20]
        region = world.compiled.regions[norm.boxes.point[0].places[0].region]
        for i in cut.tolist():
            incident = int(chosen[i])
            disc = (float(x[incident]), float(y[incident]), float(world.radius[incident]))
            same = max(same, abs(share[i] - slow_share(disc, region)))
            plane = (
                f"+proj=laea +lat_0={world.latitude[incident]} +lon_0={world.longitude[incident]} +ellps=WGS84 +units=m"
            )
            here = (0.0, 0.0, disc[2])
            own = max(own, abs(share[i] - slow_share(here, _moved(region, plane))))
            drawn_anew = max(drawn_anew, abs(share[i] - slow_share(here, _drawn_anew(region, plane))))
    return {"same_plane": same, "own_plane": own, "circles_drawn_anew": drawn_anew}


def _moved(region: Region, plane: str) -> Region:
    """The same ground in another plane: its edge, corner by corner."""
    edge = region.polygon or _round(region.circles[0])
    corners = shapely.get_coordinates(edge)
    moved = np.column_stack(to_plane(plane, *from_plane(PLANE, corners[:, 0], corners[:, 1])))
    return Region(polygon=shapely.Polygon(moved))


def _drawn_anew(region: Region, plane: str) -> Region:
    """A circle zone drawn with its radius in the incident's own plane instead of the agreement's: what the choice of plane costs."""
    if region.polygon is not None:
        return _moved(region, plane)
    cx, cy, radius = region.circles[0]
    x, y = to_plane(plane, *from_plane(PLANE, [cx], [cy]))
    return Region(circles=((float(x[0]), float(y[0]), radius),))


def _round(circle: tuple[float, float, float]) -> Any:
    x, y, radius = circle
    return shapely.Point(x, y).buffer(radius, quad_segs=4096)


def slow_share(disc: tuple[float, float, float], region: Region) -> float:
    """One disc, one edge after another: the signed area of disc and triangle (centre, a, b), as geometry books give it."""
    cx, cy, r = disc
    if region.circles:
        return _slow_lens(disc, region.circles[0])
    corners = [(a - cx, b - cy) for a, b in shapely.get_coordinates(region.polygon).tolist()]
    area = sum(_triangle(*a, *b, r) for a, b in itertools.pairwise(corners))
    return abs(area) / (pi * r * r)


def _triangle(ax: float, ay: float, bx: float, by: float, r: float) -> float:
    def sector(px: float, py: float, qx: float, qy: float) -> float:
        return r * r * atan2(px * qy - py * qx, px * qx + py * qy) / 2

    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    room = length * r * r - (ax * dy - ay * dx) ** 2
    if length == 0 or room <= 0:
        return sector(ax, ay, bx, by)
    u, v = ((-(ax * dx + ay * dy) + sign * sqrt(room)) / length for sign in (-1, 1))
    u, v = max(u, 0.0), min(v, 1.0)
    if u >= v:
        return sector(ax, ay, bx, by)
    px, py, qx, qy = ax + u * dx, ay + u * dy, ax + v * dx, ay + v * dy
    return sector(ax, ay, px, py) + (px * qy - py * qx) / 2 + sector(qx, qy, bx, by)


def _slow_lens(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The lens of two circles, with arc cosines as geometry books give it."""
    (x1, y1, r), (x2, y2, big) = one, other
    d = hypot(x2 - x1, y2 - y1)
    if d >= r + big:
        return 0.0
    if d <= abs(r - big):
        return min(1.0, (big / r) ** 2)
    a, b = acos((d * d + r * r - big * big) / (2 * d * r)), acos((d * d + big * big - r * r) / (2 * d * big))
    kite = sqrt((-d + r + big) * (d + r - big) * (d - r + big) * (d + r + big)) / 2
    return (r * r * a + big * big * b - kite) / (pi * r * r)


def main(way: str, incidents: str, norms: str) -> None:
    world = make_world(int(incidents), int(norms))
    if way == "accuracy":
        print(json.dumps(accuracy(world)))
        return
    run = globals()[way](world)
    times = []
    for _ in range(1 if way.startswith("geopandas") or int(norms) > 100 else 3):
        start = time.process_time()
        allegations = run()
        times.append(time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cpu_s": float(np.median(times)), "allegations": allegations, "peak_mib": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
