"""Random small agreements as texts, and what the reference makes of such a text: names, times and zones settled by itself.

Read with a plain YAML reader and closed under the shipped trees by hand (docs/semantics.md, "Bounds", "Who is bound"); from
there the slow evaluator of prohibitions takes over. Nothing of `hudna.terms` but its two data files is used.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from importlib.resources import files
from math import pi, sin, sqrt
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from hudna.terms.compiled import (
    BoundedBoxes,
    Box,
    CompiledAgreement,
    Interval,
    Norm,
    PlaceSide,
    Proof,
    Region,
    Taking,
)
from reference.places import from_plane, to_plane
from reference.reckoning import end_of_day
from reference.strategies import ACTORS, KM, OUTSIDE, PLANE, agreement, coordinate, size

CLOCK = "Asia/Damascus"
EVERYWHERE = "everywhere"
SAME_AREA = sqrt(
    pi / (32 * sin(pi / 32))
)  # by so much a polygon of 64 sides reaches further than the circle of its area
Ends = tuple[datetime | None, datetime | None]


# -- the texts ---------------------------------------------------------------------------------------------------------------------------


def draw_text(rng: Random) -> str:
    """Two prohibitions, an allowance and an exclusion, with plain, undefined and disputed sides."""
    zones = "\n".join(f"  z{n}: {{circle: {circle_of(rng)}}}" for n in range(3))
    return f"""hudna: 1
id: drawn
title: {{en: Drawn}}
version: "1"
status: signed
published: 2016-02-20
clock: {CLOCK}
signed: 2016-02-20
in_force: {{from: "2016-02-28T00:00", until: {rng.choice(["2016-03-02", "2016-03-03", '"2016-03-02T07:30"'])}}}
phases:
  one: {{from: 2016-03-01, until: 2016-03-02}}
parties:
  republic: {{name: {{en: Republic}}, actors: [army, militia]}}
  council: {{name: {{en: Council}}, actors: [guard, brigade]}}
  river: {{name: {{en: River}}, actors: [boats]}}
guarantors:
  eastland: {{name: {{en: Eastland}}, answers_for: [republic, river], actors: [air_force], answers_within: PT48H}}
actors:
  {OUTSIDE}: {{}}
zones:
{zones}
  vague: {{undefined: its hills, within: z0}}
  rest_of: {{minus: [z1, z2]}}
terms:
  "1": {{forbid: [{rng.choice(["armed_attack", "armed_attack", "shelling", "military_movement"])}], by: {draw_by(rng)}{draw_sides(rng)}}}
  "2": {{forbid: [armed_attack, advance], by: {draw_by(rng)}{draw_sides(rng)}}}
  "3": {{allow: [{rng.choice(["shelling", "armed_attack", "air_strike"])}], despite: ["1"{rng.choice(["", ', "2"'])}], by: [republic, council]{draw_sides(rng)}}}
exclusions:
  outsiders: {{actors: [{OUTSIDE}], by: {rng.choice(["[republic]", "[republic, eastland]"])}, zones: [{rng.choice(["z0", "z1", "vague"])}]{draw_during(rng)}}}
"""


def circle_of(rng: Random) -> str:
    longitude, latitude = from_plane(PLANE, coordinate(rng) * KM, coordinate(rng) * KM)
    return f"{{lat: {latitude!r}, lon: {longitude!r}, km: {size(rng)}}}"


def draw_by(rng: Random) -> str:
    return rng.choice(["[all]", "[republic]", "[republic, council]", "[republic, river]", "[eastland, republic]"])


def draw_sides(rng: Random) -> str:
    against = rng.choice(
        ["", "", ", against: anyone", ", against: [civilians]", ", against: [council]", ", against: [each_other]"]
    )
    place = rng.choice(
        ["", ", in: [z0]", ", in: [z0, z1]", ", into: [z1]", ", from: [z2]", ", in: [vague]", ", in: [rest_of]"]
    )
    return against + place + draw_during(rng)


def draw_during(rng: Random) -> str:
    disputed = '{disputed: [{val: "2016-03-01T18:00"}, {val: 2016-03-02}]'
    return rng.choice([
        "", "", ", during: {from: 2016-03-01, until: 2016-03-01}", ', during: {from: "2016-03-01T20:00", until: 2016-03-02}',
        f", during: {{from: {disputed}}}, until: 2016-03-02}}", f", during: {{from: {disputed}, use: 2016-03-02}}, until: 2016-03-02}}",
    ])  # fmt: skip


# -- what a text means -------------------------------------------------------------------------------------------------------------------


def tree(name: str) -> list[Mapping[str, Any]]:
    """A shipped tree as its rows."""
    text = files("hudna.terms").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return list(YAML(typ="safe").load(text)[name])


KINDS, TARGETS = tree("kinds"), tree("targets")
ALL_PARENTS: dict[str, str | None] = {row["id"]: row["parent"] for row in KINDS}


def below(ids: Iterable[str], rows: list[Mapping[str, Any]]) -> frozenset[str]:
    """The ids with all that lies below them or is also one of them, until nothing new is found."""
    found = set(ids)
    while True:
        more = {row["id"] for row in rows if row["parent"] in found or found & set(row.get("is_also") or ())}
        if more <= found:
            return frozenset(found)
        found |= more


def mean(text: str) -> CompiledAgreement:
    """What the text means, as norms; only what `draw_text` writes is understood."""
    deal = YAML(typ="safe").load(text)
    meaning = Meaning(deal)
    norms = [norm for number, term in deal["terms"].items() if "forbid" in term for norm in meaning.norms(number, term)]
    return agreement(meaning.regions, tuple(norms), Proof())


class Meaning:
    """One text read."""

    def __init__(self, deal: Mapping[str, Any]) -> None:
        self.deal = deal
        self.regions: dict[str, Region] = {
            name: self.disc(zone["circle"]) for name, zone in deal["zones"].items() if "circle" in zone
        }
        self.regions[EVERYWHERE] = Region(is_everywhere=True)

    def norms(self, number: str, term: Mapping[str, Any]) -> list[Norm]:
        """One norm for each accused, and one for those for whom one guarantor answers together."""
        obligors = [*self.deal["parties"], *self.deal["guarantors"]] if term["by"] == ["all"] else term["by"]
        clients = [role for role in obligors if role in self.deal["guarantors"]["eastland"]["answers_for"]]
        accused = [(role,) for role in obligors] + ([tuple(clients)] if len(clients) > 1 else [])
        return [
            Norm(
                number,
                roles,
                ("eastland",),
                self.boxes(term, term["forbid"], roles, obligors),
                self.takings(number, roles),
            )
            for roles in accused
        ]

    def takings(self, number: str, accused: tuple[str, ...]) -> tuple[Taking, ...]:
        """Each excuses only its own `by`; the zones of an exclusion are ground on which it is hit."""
        allowed = [
            Taking(name, "allowance", self.boxes(term, term["allow"], term["by"], term["by"]))
            for name, term in self.deal["terms"].items() if number in term.get("despite", ()) and set(accused) & set(term["by"])
        ]  # fmt: skip
        excluded = [
            Taking(name, "exclusion", self.boxes(out | {"into": out["zones"]}, list(ALL_PARENTS), out["by"], out["by"], frozenset(out["actors"])))
            for name, out in self.deal["exclusions"].items() if set(accused) & set(out["by"])
        ]  # fmt: skip
        return tuple(allowed + excluded)

    def boxes(
        self,
        term: Mapping[str, Any],
        kinds: list[str],
        who: Iterable[str],
        obligors: list[str],
        hit: frozenset[str] | None = None,
    ) -> BoundedBoxes:
        who = list(who)
        if (
            "each_other" in term.get("against", ()) and hit is None
        ):  # "compares parties, not actors": of each the others
            pairs = [(frozenset(ACTORS[role]), self.targets(term, role, obligors)) for role in who]
        else:
            pairs = [
                (frozenset(actor for role in who for actor in ACTORS[role]), hit or self.targets(term, "", obligors))
            ]
        sides = []
        for bound in ("lower", "point", "upper"):
            relation, zones = next(
                ((word, term[word]) for word in ("in", "into", "from") if word in term), ("in", None)
            )
            when = self.when(term, bound)
            if zones == ["vague"] and bound != "upper":  # undefined: nothing, and nothing at the point
                sides.append(())
                continue
            places = () if zones is None else (PlaceSide(relation, self.ground(zones)),)
            moments = () if when is None else (Interval(*when),)
            sides.append(
                tuple(Box(actors, below(kinds, KINDS), None, targets, places, moments) for actors, targets in pairs)
            )
        return BoundedBoxes(*sides)

    def targets(self, term: Mapping[str, Any], role: str, obligors: list[str]) -> frozenset[str] | None:
        named = term.get("against", "anyone")
        if named == "anyone":
            return None
        found: set[str] = set()
        for name in named:
            if name == "each_other":
                found |= {actor for other in obligors if other != role for actor in ACTORS[other]}
            else:
                found |= set(ACTORS[name]) if name in ACTORS else below([name], TARGETS)
        return frozenset(found)

    # -- zones: slicing needs disjoint pieces, so unions and differences are asked of shapes cut fine ----------------------------------

    def disc(self, circle: Mapping[str, float]) -> Region:
        x, y = to_plane(PLANE, circle["lon"], circle["lat"])
        return Region(circles=((x, y, circle["km"] * KM),))

    def ground(self, zones: list[str]) -> str:
        key = "+".join(zones)
        if key == "vague":
            return "z0"
        if key == "rest_of":
            self.regions[key] = Region(polygon=self.round("z1").difference(self.round("z2")))
        elif len(zones) > 1:
            shape = self.round(zones[0])
            for zone in zones[1:]:
                shape = shape.union(self.round(zone))
            self.regions[key] = Region(polygon=shape)
        return key

    def round(self, zone: str) -> Any:
        from shapely.geometry import Point

        ((x, y, radius),) = self.regions[zone].circles
        return Point(x, y).buffer(radius * SAME_AREA, quad_segs=16)

    # -- time ------------------------------------------------------------------------------------------------------------------------

    def when(self, term: Mapping[str, Any], bound: str) -> Ends | None:
        """In force and `during`, both; None: never."""
        begins, ends = start(self.deal["in_force"]["from"]), end(self.deal["in_force"]["until"])
        if "during" in term:
            begins, ends = (
                max(begins, self.settled(term["during"]["from"], bound)),
                min(ends, end(term["during"]["until"])),
            )
        return (begins, ends) if begins < ends else None

    def settled(self, value: Any, bound: str) -> datetime:
        """`disputed`: the meet is the later start, the join the earlier; the point is `use`, else the first value."""
        if not isinstance(value, dict):
            return start(value)
        starts = [start(each["val"]) for each in value["disputed"]]
        return {
            "lower": max(starts),
            "upper": min(starts),
            "point": start(value["use"]) if "use" in value else starts[0],
        }[bound]


def start(written: Any) -> datetime:
    """A date begins with its day; a local time is that time in the clock of the deal."""
    if isinstance(written, date) and not isinstance(written, datetime):
        return end_of_day(written - timedelta(days=1), CLOCK)
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(CLOCK))


def end(written: Any) -> datetime:
    """A date ends with its day."""
    if isinstance(written, date) and not isinstance(written, datetime):
        return end_of_day(written, CLOCK)
    return start(written)
