"""Norms times incidents: our engine beside the bare arithmetic, and beside geopandas with one shapely intersection for each pair.

Processor time of the whole process, each way in a fresh one. `python -m benchmarks.norms WAY INCIDENTS NORMS` runs one and prints
JSON; `compare` runs them side by side.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
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
from hudna.terms import to_plane
from hudna.terms.compiled import Norm, Region

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


def fast_kernel() -> RingKernel:
    from hudna.compliance.shares_fast import disc_in_ring_fast

    disc_in_ring = _first_polygon(make_world(10, 2).compiled.regions)
    discs_in_ground(np.zeros(1), np.zeros(1), np.ones(1), ground_of(disc_in_ring), kernel=disc_in_ring_fast)  # compile
    return disc_in_ring_fast


def _first_polygon(regions: Any) -> Region:
    return next(region for region in regions.values() if region.polygon is not None)


def core_numba(world: World) -> Callable[[], int]:
    kernel = fast_kernel()
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
    fast_kernel()
    return lambda: len(hold_against_norms(world.compiled, *rows, duty_states=DutyStates.create_empty(), as_of=AS_OF))


def limit(world: World) -> Callable[[], int]:
    """What cannot be saved: project and sort once, and the exact shares of the candidate pairs, which are given."""
    kernel = fast_kernel()
    x, y = to_plane(PLANE, world.longitude, world.latitude)
    places = place_incidents(happenings_in(world, x, y), world.compiled.regions)
    pairs = [(ground_in(world, norm), candidates(world, places, norm)) for norm in world.compiled.norms]

    def run() -> int:
        x, y = to_plane(PLANE, world.longitude, world.latitude)
        np.argsort((y // 5_000).astype(np.int64) * 1_000 + (x // 5_000).astype(np.int64), kind="stable")
        total = 0
        for ground, chosen in pairs:
            share = discs_in_ground(x[chosen], y[chosen], world.radius[chosen], ground, kernel=kernel)
            total += int(np.count_nonzero(share))
        return total

    return run


def ground_in(world: World, norm: Norm) -> Any:
    return ground_of(world.compiled.regions[norm.boxes.point[0].places[0].region])


def candidates(world: World, places: Places, norm: Norm) -> np.ndarray:
    box = norm.boxes.point[0]
    bounds = bounds_of(ground_in(world, norm))
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


def main(way: str, incidents: str, norms: str) -> None:
    world = make_world(int(incidents), int(norms))
    if way == "accuracy":
        from benchmarks.norms_accuracy import accuracy

        print(json.dumps(accuracy(world)))
        return
    run = globals()[way](world)
    times = []
    for _ in range(1 if way.startswith("geopandas") or int(norms) > 100 else 3):
        start = time.process_time()
        allegations = run()
        times.append(time.process_time() - start)
    print(json.dumps({"cpu_s": float(np.median(times)), "allegations": allegations, "peak_mib": peak_mib()}))


def peak_mib() -> float:
    """Give the greatest resident memory of this process. `ru_maxrss` would count what its parent held when it was forked."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
