"""The map and its table: where the zones lie, where acts and aid were told, and how sure the place is.

Zones often lie far apart (two pairs of towns, 250 km from each other): then one panel shows all, and each cluster gets its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import shapely
from markupsafe import Markup

from hudna.papers.evaluation import Evaluation
from hudna.papers.ground import norm_ground, shape_of, zones_in_use
from hudna.papers.happenings import Happening, span_of_numbers
from hudna.papers.sides import mark_of_camp, name_of_camp, name_of_zone
from hudna.papers.svg.map import Area, Frame, MapMark, draw_map
from hudna.papers.svg.marks import draw_side
from hudna.papers.words import Words, plain
from hudna.terms import to_plane

DRAWN = 800  # incidents drawn; the highest tolls first
ROWS = 120  # rows of the table
NEAR_M = 40_000.0  # zones closer than this share a panel
WIDE = 320  # drawing units of a panel: about the width of a phone, so that its names stay legible there


@dataclass(frozen=True)
class MapRow:
    """One incident of the table under the map."""

    when: Markup
    title: Markup
    killed: Markup
    told_by: list[tuple[str, Markup, Markup]]  # side, drawing, words
    zone: Markup
    kind: str


@dataclass(frozen=True)
class MapPanel:
    title: Markup
    drawing: Markup


@dataclass(frozen=True)
class MapView:
    panels: list[MapPanel]
    rows: list[MapRow]
    acts: int
    relief: int
    more_leanings: int
    unplaced: int  # known only to a unit: counted, not drawn
    left_out: int  # beyond DRAWN
    far_away: int  # outside the zones, and no author named: not drawn
    more_rows: int
    has_outlines: bool


def write_map(evaluation: Evaluation, words: Words, happenings: Mapping[str, Happening]) -> MapView:
    """Write the panels and the table; acts of forbidden kinds and performances in the agreement's time."""
    told = [one for one in happenings.values() if one.is_in_force and (one.is_act or one.is_performance)]
    shown = [one for one in told if not (one.spot and one.spot.is_outside) or one.is_author_named or one.is_performance]
    placed = sorted((one for one in shown if one.spot), key=lambda one: (-(one.killed_max or 0), one.incident_id))
    marks = [_mark(one) for one in placed[:DRAWN]]
    zones = [
        Area(shape_of(region), plain(name_of_zone(evaluation, words, zone)))
        for zone, region in sorted(zones_in_use(evaluation.compiled).items())
    ]
    leaves = _without_unions(zones)
    rows = sorted(shown, key=lambda one: (-(one.killed_max or 0), one.occurred_from, one.incident_id))
    acts = [one for one in shown if not one.is_performance]
    return MapView(
        panels=_panels(evaluation, words, leaves, marks, len(acts), len(shown) - len(acts)),
        rows=[_row(evaluation, words, one) for one in rows[:ROWS]],
        acts=len(acts),
        relief=len(shown) - len(acts),
        more_leanings=sum(len(one.leanings) > 1 for one in acts),
        unplaced=len(shown) - len(placed),
        left_out=max(0, len(placed) - DRAWN),
        far_away=len(told) - len(shown),
        more_rows=max(0, len(rows) - ROWS),
        has_outlines=bool(evaluation.outlines),
    )


def _mark(one: Happening) -> MapMark:
    assert one.spot is not None
    return MapMark(
        one.spot.x,
        one.spot.y,
        one.spot.radius_m,
        one.killed_max or 0,
        len(one.leanings) > 1,
        one.is_performance,
        one.spot.is_outside,
    )


def _without_unions(zones: Sequence[Area]) -> list[Area]:
    """Leave out a zone that is nothing but other zones together; it would draw every line twice."""
    kept = []
    for zone in zones:
        parts = [
            other.shape
            for other in zones
            if other is not zone
            and other.shape.area < zone.shape.area * 0.999
            and zone.shape.covers(other.shape.buffer(-1))
        ]
        if len(parts) < 2 or shapely.union_all(parts).area < 0.97 * zone.shape.area:
            kept.append(zone)
    return kept


def _panels(
    evaluation: Evaluation, words: Words, zones: Sequence[Area], marks: Sequence[MapMark], acts: int, relief: int
) -> list[MapPanel]:
    project = partial(to_plane, evaluation.compiled.plane)
    outlines = [
        Area(
            shapely.make_valid(shapely.transform(outline.shape, project, interleaved=False)),
            plain(words.name(outline.name, "")),
        )
        for outline in evaluation.outlines
    ]
    points = shapely.MultiPoint([(mark.x, mark.y) for mark in marks])
    everything = [zone.shape for zone in zones] + ([points] if marks else []) or [outline.shape for outline in outlines]
    if not everything:
        return []
    clusters = _clusters(_of_terms(evaluation, zones))
    whole = _frame(shapely.union_all(everything).bounds, margin=0.06, least_m=12_000)
    shape = whole.height / whole.width
    small = [cluster for cluster in clusters if _extent(cluster) * 2.5 < whole.max_x - whole.min_x or len(clusters) > 1]
    details = [
        _frame(shapely.union_all([zone.shape for zone in cluster]).bounds, margin=0.12, least_m=8_000, shape=shape)
        for cluster in small[:3]
    ]
    letters = "ABC"
    sentence = words.say(
        "Map of the zones with {acts} and {relief}. The table beneath lists them.",
        acts=words.count("{n} act of violence", "{n} acts of violence", acts),
        relief=words.count("{n} of aid, release or evacuation", "{n} of aid, release or evacuation", relief),
    )
    overview = draw_map(
        whole,
        zones=zones,
        outlines=outlines,
        marks=marks,
        boxes=[(frame, letters[number]) for number, frame in enumerate(details)],
        has_names=not details,
        length=partial(_say_length, words),
        sentence=sentence,
    )
    panels = [MapPanel(words.say("All of it"), overview)]
    for number, frame in enumerate(details):
        label = words.say("{letter}, drawn larger", letter=letters[number])
        drawing = draw_map(
            frame,
            zones=zones,
            outlines=outlines,
            marks=marks,
            has_names=True,
            length=partial(_say_length, words),
            sentence=words.say("{label}: zones by name", label=label),
        )
        panels.append(MapPanel(label, drawing))
    return panels


def _say_length(words: Words, metres: int) -> str:
    said = words.say("{n} km", n=metres // 1000) if metres >= 1000 else words.say("{n} m", n=metres)
    return plain(said)


def _of_terms(evaluation: Evaluation, zones: Sequence[Area]) -> list[Area]:
    """The zones that prohibitions are about; the destination of a duty, often a whole governorate, gets no panel of its own."""
    ground = norm_ground(evaluation.compiled)
    if ground is None:
        return list(zones)
    return [zone for zone in zones if zone.shape.intersection(ground).area >= 0.5 * zone.shape.area]


def _clusters(zones: Sequence[Area]) -> list[list[Area]]:
    clusters: list[list[Area]] = []
    for zone in zones:
        near = [cluster for cluster in clusters if any(zone.shape.distance(other.shape) < NEAR_M for other in cluster)]
        merged = [zone, *(other for cluster in near for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in near] + [merged]
    return sorted(clusters, key=lambda cluster: (-len(cluster), cluster[0].name))


def _extent(cluster: Sequence[Area]) -> float:
    min_x, min_y, max_x, max_y = shapely.union_all([zone.shape for zone in cluster]).bounds
    return float(max(max_x - min_x, max_y - min_y))


def _frame(
    bounds: tuple[float, float, float, float], *, margin: float, least_m: float, shape: float | None = None
) -> Frame:
    """A frame with a margin; `shape` is height over width, else what the ground needs between 3:4 and 5:4."""
    min_x, min_y, max_x, max_y = bounds
    wide, high = max(max_x - min_x, least_m) * (1 + 2 * margin), max(max_y - min_y, least_m) * (1 + 2 * margin)
    shape = shape or min(max(high / wide, 0.75), 1.25)
    wide, high = max(wide, high / shape), max(high, wide * shape)
    x, y = (min_x + max_x) / 2, (min_y + max_y) / 2
    return Frame(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2, WIDE)


def _row(evaluation: Evaluation, words: Words, one: Happening) -> MapRow:
    if one.spot is None:
        zone = words.say("known only to a district, or not at all")
    elif one.spot.zone:
        zone = name_of_zone(evaluation, words, one.spot.zone)
    else:
        zone = words.say("outside the zones") if one.spot.is_outside else words.say("at the edge of a zone")
    told = {mark_of_camp(evaluation.compiled, camp): camp for camp in one.leanings}
    low = one.killed_min if one.killed_min is not None else one.killed_max
    high = one.killed_max if one.killed_max is not None else low
    killed = span_of_numbers(words, low, high) if low is not None and high is not None else Markup("–")
    return MapRow(
        when=one.when,
        title=one.title,
        killed=killed,
        told_by=[  # of public sources only: nobody learns what a single private one leans to
            (
                mark,
                draw_side(mark, is_leaning=True),
                name_of_camp(evaluation, words, camp) if camp else words.say("neither"),
            )
            for mark, camp in sorted(told.items())
        ],
        zone=zone,
        kind="relief" if one.is_performance else "violence",
    )
