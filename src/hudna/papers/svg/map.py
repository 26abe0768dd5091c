"""A map as SVG in the agreement's own plane, north up: zones, incidents with where they can have been, lines beneath."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import shapely
from markupsafe import Markup

from hudna.papers.svg.text import draw_text, tidy, width_of
from hudna.papers.words import attribute


@dataclass(frozen=True)
class Frame:
    """The ground that is drawn, metres in the plane, and how wide the drawing is."""

    min_x: float
    min_y: float
    max_x: float
    max_y: float
    width: int

    @property
    def scale(self) -> float:
        return self.width / (self.max_x - self.min_x)

    @property
    def height(self) -> int:
        return round((self.max_y - self.min_y) * self.scale)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.min_x) * self.scale, (self.max_y - y) * self.scale

    def holds(self, x: float, y: float) -> bool:
        return self.min_x <= x <= self.max_x and self.min_y <= y <= self.max_y


@dataclass(frozen=True)
class Area:
    """A zone or an administrative area: its shape in the plane, and its name."""

    shape: Any
    name: str


@dataclass(frozen=True)
class MapMark:
    """An incident: solid if told by more than one leaning; violence is a circle whose area is the highest toll, relief a square."""

    x: float
    y: float
    radius_m: float
    killed: int
    is_solid: bool
    is_relief: bool
    is_outside: bool


def draw_map(
    frame: Frame,
    *,
    zones: Sequence[Area],
    outlines: Sequence[Area],
    marks: Sequence[MapMark],
    boxes: Sequence[tuple[Frame, str]] = (),
    has_names: bool,
    sentence: str,
    length: Callable[[int], str],
) -> Markup:
    """Draw one panel. `boxes` are the panels drawn larger beside it, each with its letter; `length` puts metres into words."""
    whole = shapely.box(frame.min_x, frame.min_y, frame.max_x, frame.max_y)
    parts = [
        f'<rect width="{frame.width}" height="{frame.height}" fill="var({"--map-water" if outlines else "--map-land"})"/>'
    ]
    for outline in outlines:
        clipped = shapely.intersection(shapely.simplify(outline.shape, 1 / frame.scale), whole)
        parts.append(
            _path(
                frame,
                clipped,
                'fill="var(--map-land)" stroke="var(--map-line)" stroke-width=".8" stroke-dasharray="3 2.5"',
            )
        )
    zone_style = 'fill="var(--map-zone)" fill-opacity=".08" stroke="var(--map-zone)" stroke-opacity=".6"'
    for zone in zones:
        clipped = shapely.intersection(shapely.simplify(zone.shape, 0.3 / frame.scale), whole)
        if not clipped.is_empty:
            parts.append(_path(frame, clipped, zone_style))
    taken: list[tuple[float, float, float, float]] = []
    parts += _draw_marks(frame, marks, has_discs=has_names, taken=taken)
    for box, letter in boxes:
        (x, top), (x2, bottom) = frame.at(box.min_x, box.max_y), frame.at(box.max_x, box.min_y)
        size = max(x2 - x, 14.0)
        parts.append(
            f'<rect x="{tidy(x)}" y="{tidy(top)}" width="{tidy(size)}" height="{tidy(max(bottom - top, 14.0))}" fill="none" '
            f'stroke="var(--ink)" stroke-width="1.6"/>'
        )
        parts.append(draw_text(min(x + size + 5, frame.width - 12), max(top + 11, 12), letter, style="t b halo land"))
    if has_names:
        parts += _draw_names(frame, zones, taken, style="t halo land")
    elif outlines:
        parts += _draw_names(frame, outlines, taken, style="f halo land", whole=whole)
    parts += _draw_scale(frame, length)
    return Markup(
        f'<svg class="{"map many" if len(marks) > 60 else "map"}" direction="ltr" viewBox="0 0 {frame.width} {frame.height}" width="{frame.width}" height="{frame.height}" '
        f'role="img" aria-label="{attribute(sentence)}">{"".join(parts)}</svg>'
    )


def size_of(killed: int) -> float:
    """Radius of an incident's circle in drawing units: area grows with the highest toll claimed."""
    return min(3.6 + 1.5 * sqrt(max(killed, 0)), 18.0)


def _draw_marks(
    frame: Frame, marks: Sequence[MapMark], *, has_discs: bool, taken: list[tuple[float, float, float, float]]
) -> Iterator[str]:
    """Discs beneath, aid next, acts on top, the largest first; each kind is one group, so that hundreds stay light."""
    inside = [mark for mark in marks if frame.holds(mark.x, mark.y)]
    groups: dict[str, list[str]] = {}
    if has_discs:
        for mark in inside:
            radius = mark.radius_m * frame.scale
            if size_of(mark.killed) < radius < frame.width / 2:
                groups.setdefault("disc aid" if mark.is_relief else "disc", []).append(_circle(frame, mark, radius))
    for mark in sorted(inside, key=lambda mark: (not mark.is_relief, -mark.killed)):
        x, y = frame.at(mark.x, mark.y)
        size = size_of(mark.killed)
        if len(taken) < 200:
            taken.append((x - size, y - size, x + size, y + size))
        if mark.is_relief:
            square = f'<rect x="{tidy(x - 5)}" y="{tidy(y - 5)}" width="10" height="10"/>'
            groups.setdefault("aid2 solid" if mark.is_solid else "aid2", []).append(square)
        else:
            style = "act solid" if mark.is_solid else "act"
            groups.setdefault(f"{style} out" if mark.is_outside else style, []).append(_circle(frame, mark, size))
    for style, drawn in groups.items():
        yield f'<g class="{style}">{"".join(drawn)}</g>'


def _circle(frame: Frame, mark: MapMark, radius: float) -> str:
    x, y = frame.at(mark.x, mark.y)
    return f'<circle cx="{tidy(x)}" cy="{tidy(y)}" r="{tidy(radius)}"/>'


def _draw_names(
    frame: Frame,
    areas: Sequence[Area],
    taken: list[tuple[float, float, float, float]],
    *,
    style: str,
    whole: Any = None,
) -> Iterator[Markup]:
    for area in sorted(areas, key=lambda area: (-area.shape.area, area.name)):
        shape = shapely.intersection(area.shape, whole) if whole is not None else area.shape
        if shape.is_empty or (whole is not None and shape.area < 0.02 * whole.area):
            continue
        point = shape.representative_point() if whole is not None else shape.centroid
        if not frame.holds(point.x, point.y):
            continue
        x, y = frame.at(point.x, point.y)
        (_, top), (_, foot) = frame.at(point.x, shape.bounds[3]), frame.at(point.x, shape.bounds[1])
        wide = width_of(area.name, size=12.5)
        for text_x, text_y, anchor in (
            (x, y + 4, "middle"),
            (x + 9, y + 4, "start"),
            (x - 9, y + 4, "end"),
            (x, y - 10, "middle"),
            (x, y + 18, "middle"),
            (x, top - 5, "middle"),
            (x, foot + 14, "middle"),
        ):
            begins = text_x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            box = (begins - 2, text_y - 11, begins + wide + 2, text_y + 3)
            if box[0] < 2 or box[2] > frame.width - 2 or box[1] < 0 or box[3] > frame.height:
                continue
            if any(
                box[0] < right and box[2] > left and box[1] < bottom and box[3] > top
                for left, top, right, bottom in taken
            ):
                continue
            taken.append(box)
            yield draw_text(text_x, text_y, area.name, anchor=anchor, style=style)
            break


def _draw_scale(frame: Frame, length: Callable[[int], str]) -> list[Markup | str]:
    metres = next(
        step
        for step in (500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 10**9)
        if step * frame.scale >= 42
    )
    wide, y = metres * frame.scale, frame.height - 14
    return [
        f'<path d="M10 {y - 4}v4h{tidy(wide)}v-4" fill="none" stroke="var(--ink-2)" stroke-width="1.2"/>',
        draw_text(15 + wide, y, length(metres), style="f halo land"),
    ]


def _path(frame: Frame, shape: Any, style: str) -> str:
    rings = [
        ring
        for polygon in shapely.get_parts(shape)
        if polygon.geom_type == "Polygon" and not polygon.is_empty
        for ring in (polygon.exterior, *polygon.interiors)
    ]
    drawn = []
    for ring in rings:
        points = [frame.at(x, y) for x, y in shapely.get_coordinates(ring)[:-1]]
        drawn.append("M" + "L".join(f"{tidy(x)} {tidy(y)}" for x, y in points) + "z")
    return f'<path d="{"".join(drawn)}" {style}/>' if drawn else ""
