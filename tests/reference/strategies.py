"""Random small agreements, drawn so that edges are hit: whole kilometres, whole hours, equal circles, zones that touch.

Everything is built by plain functions from a `Random`; hypothesis draws the seed. (Drawn choice by choice, hypothesis
prefers simple examples, in which nothing meets anything: of 300 such agreements 8 had an exception that took something.)
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon
from shapely.geometry.polygon import orient

from hudna.terms.compiled import (
    BoundedBoxes,
    Box,
    CompiledAgreement,
    Interval,
    Need,
    Norm,
    PlaceSide,
    Proof,
    Region,
    Role,
    Taking,
)

SOAK = int(os.environ.get("HUDNA_SOAK", "1"))  # `make soak` multiplies the examples
PLANE = "+proj=laea +lat_0=33.2 +lon_0=39.1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
START = datetime(2016, 3, 1, tzinfo=UTC)
KM = 1000.0

PARENTS: dict[str, str | None] = {  # the part of the tree of kinds that is drawn from; a test holds it against the shipped tree
    "armed_attack": None, "shelling": "armed_attack", "air_strike": "armed_attack", "barrel_bomb": "air_strike",
    "military_movement": None, "advance": "military_movement",
    "performance": None, "report_given": "performance", "aid_delivery": "performance", "detainee_release": "performance",
}  # fmt: skip
ATTACKS = frozenset({"armed_attack", "shelling", "air_strike", "barrel_bomb"})
KIND_SETS = [
    *[ATTACKS] * 6, frozenset({"shelling"}), frozenset({"air_strike", "barrel_bomb"}), frozenset({"military_movement", "advance"}),
    frozenset({"shelling", "advance"}),
]  # fmt: skip
ACTORS = {
    "republic": ("army", "militia"),
    "council": ("guard", "brigade"),
    "river": ("boats",),
    "eastland": ("air_force",),
}
CAMPS = {
    "republic": frozenset({"east"}),
    "council": frozenset({"west"}),
    "river": frozenset({"east"}),
    "eastland": frozenset({"east"}),
}
OUTSIDE = "banner"  # a group that belongs to nobody
TARGET_SETS = [
    *[None] * 6, frozenset({"anyone", "persons", "civilians"}), frozenset({"civilians"}), frozenset({"guard", "brigade"}),
    frozenset({"civilians", "hospitals"}), frozenset({"army", "militia", "boats", "banner"}),
]  # fmt: skip

T = TypeVar("T")


def examples(number: int) -> settings:
    """So many examples, times HUDNA_SOAK. A seed cannot be made smaller to any use, so nothing is shrunk."""
    return settings(max_examples=number * SOAK, phases=[Phase.explicit, Phase.generate], database=None)


def seeded(build: Callable[[Random], T]) -> st.SearchStrategy[T]:
    """What `build` makes of a random seed."""
    return st.integers(0, 2**48).map(lambda seed: build(Random(seed)))


def hour(n: float) -> datetime:
    return START + timedelta(hours=n)


# -- ground -------------------------------------------------------------------------------------------------------------------------


def coordinate(rng: Random) -> int:
    return rng.choice([-4, -3, -2, -2, -1, -1, 0, 0, 0, 1, 1, 2, 2, 3])


def size(rng: Random) -> int:
    return rng.choice([1, 2, 3, 3, 4, 4, 5, 6])


def scaled(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * KM, y * KM) for x, y in ring]


def circle(x: float, y: float, radius: float) -> Region:
    return Region(circles=((x * KM, y * KM, radius * KM),))


def polygon(ring: list[tuple[float, float]], *holes: list[tuple[float, float]]) -> Region:
    return Region(polygon=orient(Polygon(scaled(ring), [scaled(hole) for hole in holes])))


def rectangle(x: float, y: float, width: float, height: float, *, hole: bool = False) -> Region:
    ring = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    inner = [(x + width / 4, y + height / 4), (x + width / 2, y + height / 4), (x + width / 2, y + 3 * height / 4)]
    return polygon(ring, *([inner] if hole else []))


def draw_circle(rng: Random) -> Region:
    return circle(coordinate(rng), coordinate(rng), size(rng))


def draw_rectangle(rng: Random) -> Region:
    return rectangle(coordinate(rng) - 2, coordinate(rng) - 2, size(rng), size(rng), hole=rng.random() < 0.5)


def draw_triangle(rng: Random) -> Region:
    x, y, tilt = coordinate(rng), coordinate(rng), rng.randint(-3, 3)
    return polygon([(x, y), (x + size(rng), y + tilt), (x, y + 7)])


def draw_mixture(rng: Random) -> Region:
    """A circle and a rectangle that touch but do not overlap."""
    x, y, radius = coordinate(rng), coordinate(rng), size(rng)
    beside = rectangle(x + radius, y - 1, size(rng), size(rng), hole=rng.random() < 0.5)
    return replace(circle(x, y, radius), polygon=beside.polygon)


def draw_archipelago(rng: Random) -> Region:
    """Two circles that touch, and two squares that share a corner."""
    x, y = coordinate(rng), coordinate(rng)
    squares = rectangle(x - 6, y - 2, 2, 2).polygon.union(rectangle(x - 4, y, 2, 2).polygon)
    return Region(circles=((x * KM, y * KM, 2 * KM), ((x + 5) * KM, y * KM, 3 * KM)), polygon=squares)


def draw_ground(rng: Random) -> Region:
    shapes = [draw_circle, draw_circle, draw_rectangle, draw_triangle, draw_mixture, draw_archipelago]
    return Region(is_everywhere=True) if rng.random() < 0.1 else rng.choice(shapes)(rng)


def draw_nested_grounds(rng: Random) -> tuple[Region, Region, Region]:
    """Three regions each inside the next: what `lower`, `point` and `upper` of a zone are."""
    x, y, radius = coordinate(rng), coordinate(rng), size(rng)
    match rng.choice(["exact", "exact", "exact", "exact", "undefined", "circles", "squares"]):
        case "exact":
            ground = draw_ground(rng)
            return ground, ground, ground
        case "undefined":
            return Region(), Region(), draw_ground(rng)
        case "circles":
            return circle(x, y, radius), circle(x, y, radius + 1), circle(x, y, radius + 2)
        case _:
            return rectangle(x, y, 1, 2), rectangle(x, y, 1, 2), rectangle(x - 1, y - 1, 3, 4)


# -- boxes --------------------------------------------------------------------------------------------------------------------------


def draw_when(rng: Random) -> tuple[Interval, ...]:
    """One or two disjoint intervals, perhaps without beginning or end."""
    a, b, c, d = (hour(n) for n in sorted(rng.sample(range(49), 4)))
    choices = [
        *[(Interval(None, None),)] * 4, (Interval(a, d),), (Interval(a, d),), (Interval(a, b), Interval(c, d)),
        (Interval(None, c),), (Interval(b, None),),
    ]  # fmt: skip
    return rng.choice(choices)


def draw_boxes(rng: Random, regions: dict[str, Region], name: str, actors: frozenset[str] | None) -> BoundedBoxes:
    """One box at each bound, each within the next; now and then two, nothing at lower and point, or no limit at upper."""
    places: dict[str, tuple[PlaceSide, ...]] = {"lower": (), "point": (), "upper": ()}
    for n in range(rng.choice([0, 1, 1, 1, 2])):
        relation = rng.choice(["in", "in", "into", "from"])
        for bound, region in zip(places, draw_nested_grounds(rng), strict=True):
            regions[f"{name}-{n}@{bound}"] = region
            places[bound] += (PlaceSide(relation, f"{name}-{n}@{bound}"),)
    is_wide = rng.random() < 0.65  # else next to nothing would meet
    when, kinds, targets = (
        draw_when(rng),
        ATTACKS if is_wide else rng.choice(KIND_SETS),
        None if is_wide else rng.choice(TARGET_SETS),
    )
    arms = None if is_wide else rng.choice([*[None] * 6, frozenset({"mortar"}), frozenset({"tank", "mortar"})])
    kinds_upper = kinds | rng.choice([frozenset(), frozenset({"shelling"})])
    when_upper = rng.choice([when, (Interval(when[0].begins_at, when[-1].ends_at),), (Interval(None, None),)])
    point = Box(actors, kinds, arms, targets, places["point"], when)
    lower = replace(point, places=places["lower"])
    upper = Box(actors, kinds_upper, arms, targets, places["upper"], when_upper)
    if rng.random() < 0.1:  # an undefined side is nothing at lower and point, and everything at upper
        return BoundedBoxes((), (), (replace(upper, places=()),))
    if rng.random() < 0.3 and when == (Interval(None, None),):  # a union of two boxes
        halves = (replace(point, when=(Interval(None, hour(20)),)), replace(point, when=(Interval(hour(20), None),)))
        return BoundedBoxes((lower,), halves, (upper,))
    return BoundedBoxes((lower,), (point,), (upper,))


def draw_need(rng: Random) -> Need:
    """Acts happen half an hour off the incidents' grid, so that no relation is decided by an equal sign."""
    by, by_target = rng.choice([(None, False), (None, False), (None, True), (frozenset({"guard", "army"}), False)])
    limits: dict[str, timedelta | None] = {"since": None, "before": None, "within": None}
    if rng.random() < 0.7:
        limits[rng.choice(list(limits))] = timedelta(hours=rng.choice([1, 3, 6, 12, 24]))
    kinds = rng.choice([ATTACKS, ATTACKS, frozenset({"shelling"})])
    return Need(
        kinds,
        by,
        by_target,
        None,
        limits["since"],
        limits["before"],
        limits["within"],
        rng.choice([None, None, 2345.0, 7654.0]),
    )


def draw_taking(rng: Random, regions: dict[str, Region], name: str) -> Taking:
    actors = rng.choice([None, frozenset({"army", "militia"}), frozenset({"army", "militia", "guard", "brigade"})])
    boxes = draw_boxes(rng, regions, name, actors)
    if rng.random() < 0.3:  # wide enough to take something more often than not
        everywhen = tuple(
            Box(None, ATTACKS, None, None, side[0].places[:1] if side else (), (Interval(None, None),))
            for side in (boxes.lower, boxes.point, boxes.upper)
        )
        return Taking(name, "allowance", BoundedBoxes(*((box,) for box in everywhen)) if boxes.lower else boxes)
    if rng.random() < 0.65:
        number = rng.choice([0, 0, 0, 1, 1, 2])
        judged = ("proportion",) if rng.random() < 0.1 else ()
        return Taking(name, "allowance", boxes, needs=tuple(draw_need(rng) for _ in range(number)), judged=judged)
    hit = rng.choice([frozenset({OUTSIDE}), frozenset({OUTSIDE, "civilians"})])
    boxes = BoundedBoxes(
        *(tuple(replace(box, targets=hit) for box in side) for side in (boxes.lower, boxes.point, boxes.upper))
    )
    proof_on = rng.choice([None, "striker", "complainant", "complainant"])
    return Taking(name, "exclusion", boxes, proof_on=proof_on, co_located_protected=rng.random() < 0.3)


def draw_agreement(rng: Random) -> CompiledAgreement:
    """One or two norms, with up to three takings shared between them."""
    regions: dict[str, Region] = {"unit:SY01": draw_mixture(rng), "unit:SY02": draw_rectangle(rng)}
    taken = [draw_taking(rng, regions, f"taking{n}") for n in range(rng.choice([1, 2, 2, 3]))]
    norms = []
    for n in range(rng.choice([1, 2])):
        accused = rng.choice([*[("republic",)] * 5, ("council",), ("republic", "river"), ("eastland",)])
        actors = frozenset(actor for role in accused for actor in ACTORS[role])
        reduced_by = tuple(taking for taking in taken if rng.random() < 0.8)
        norms.append(Norm(f"{n}", accused, ("eastland",), draw_boxes(rng, regions, f"norm{n}", actors), reduced_by))
    thresholds = rng.choice([{}, {}, {"reasonable_grounds": 0.4, "clear_and_convincing": 0.6}])
    return agreement(regions, tuple(norms), Proof(thresholds=thresholds))


def agreement(regions: dict[str, Region], norms: tuple[Norm, ...], proof: Proof, **parts: Any) -> CompiledAgreement:
    """A compiled agreement of the four roles above."""
    roles = {
        role: Role(role, "guarantor" if role == "eastland" else "party", {"en": role}, frozenset(actors), actors, CAMPS[role],
                   () if role == "eastland" else ("eastland",), answers_within="PT48H" if role == "eastland" else None)
        for role, actors in ACTORS.items()
    }  # fmt: skip
    settled: dict[str, Any] = {
        "agreement_id": "drawn", "title": {"en": "Drawn"}, "version": "1", "sha256": "0" * 64, "clock": "Asia/Damascus", "tzdata_version": "2026b",
        "gazetteer": None, "in_force": (Interval(None, None),), "plane": PLANE, "regions": regions, "zone_regions": {}, "roles": roles, "norms": norms,
        "duties": (), "tranches": (), "ladder": (), "classes": (), "proof": proof, "gaps": {}, "not_evaluated": (),
    }  # fmt: skip
    return CompiledAgreement(**(settled | parts))
