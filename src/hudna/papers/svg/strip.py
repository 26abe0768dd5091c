"""A strip of days: acts against each side, duties, and now. Time runs from the left in every language."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from hudna.papers.svg.text import Room, draw_text, tidy, width_of
from hudna.papers.words import attribute

WIDTH, START, END, LANE = 980, 160, 970, 46


@dataclass(frozen=True)
class DayAct:
    """An act on a lane: day as a share of the strip's local days, its label, and whether it counts as a breach."""

    at: float  # days since the strip's first day
    label: str
    counts: bool


@dataclass(frozen=True)
class DayDuty:
    """A duty's planned day and the day it was done, in days since the strip's first; `is_late`: drawn as lateness."""

    planned: float
    done: float | None
    label: str
    is_late: bool


@dataclass(frozen=True)
class Lane:
    """One accused, or two of whom one is accused: marks (s1, s2, s3, s0), name (a line each), acts."""

    marks: Sequence[str]
    name: str
    acts: Sequence[DayAct]


@dataclass(frozen=True)
class DayAxis:
    """The days drawn: the first, how many, the labelled ones, and where now and the agreement's own time lie (in days)."""

    first: date
    days: int
    ticks: Sequence[tuple[float, str]]
    is_daily: bool  # each tick names a day and stands in its middle
    now: float | None
    now_label: str
    in_force: Sequence[tuple[float, float]]


def draw_strip(
    axis: DayAxis, lanes: Sequence[Lane], duties: Sequence[DayDuty], *, duties_name: str, sentence: str
) -> Markup:
    """Draw lanes of acts over a lane of duties; a crowded strip becomes bars of acts a day instead of diamonds."""
    is_crowded = max((len(lane.acts) for lane in lanes), default=0) > 10
    duty_rows = max(1, min(4, len(duties)))
    base = 20 + LANE * len(lanes)
    bottom = base + 8 + 17 * duty_rows + 6
    parts: list[str] = []
    for begins, ends in axis.in_force:
        low, high = max(0.0, begins), min(float(axis.days), ends)
        if high > low:
            parts.append(
                f'<rect x="{tidy(_x(axis, low))}" y="20" width="{tidy(_x(axis, high) - _x(axis, low))}" height="{tidy(bottom - 20)}" '
                f'fill="var(--sunk)" opacity=".7"/>'
            )
    for at, label in axis.ticks:
        parts.append(f'<path class="gridline" d="M{tidy(_x(axis, at))} 20V{bottom}"/>')
        if axis.is_daily:
            parts.append(draw_text(_x(axis, at + 0.5), bottom + 16, label, anchor="middle", style="f"))
        else:
            parts.append(draw_text(_x(axis, at) + 3, bottom + 16, label, style="f"))
    top = max((count for lane in lanes for count in _a_day(lane).values()), default=1)
    for number, lane in enumerate(lanes):
        y = 20 + LANE * number
        parts.append(f'<path class="gridline" d="M0 {y + LANE}H{END}"/>')
        parts += [*_draw_marks(lane.marks, y + 22), *_draw_name(lane.name, y + 31)]
        parts += _draw_bars(axis, lane, y, top) if is_crowded else _draw_diamonds(axis, lane, y)
    if is_crowded and lanes:
        parts.append(draw_text(START - 6, 34, f"{top:,}", anchor="end", style="f"))
    parts.append(draw_text(0, base + 20, duties_name, style="t"))
    parts += _draw_duties(axis, duties, base + 8)
    if axis.now is not None and 0 <= axis.now <= axis.days:
        x = _x(axis, axis.now)
        wide = width_of(axis.now_label, is_bold=True)
        parts.append(f'<path d="M{tidy(x)} 16V{bottom}" stroke="var(--ink)" stroke-width="1.6"/>')
        parts.append(
            draw_text(min(max(x, START + wide / 2), END - wide / 2), 12, axis.now_label, anchor="middle", style="t b")
        )
    height = bottom + 24
    return Markup(
        f'<svg direction="ltr" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-label="{attribute(sentence)}">{"".join(parts)}</svg>'
    )


def _x(axis: DayAxis, day: float) -> float:
    return START + (END - START) * day / max(axis.days, 1)


def _draw_diamonds(axis: DayAxis, lane: Lane, y: float) -> list[str]:
    """Diamonds with their names; two at one hour stand side by side, so that neither hides the other."""
    parts: list[str] = []
    room = Room(2)
    placed: list[tuple[float, DayAct]] = []
    for act in sorted(lane.acts, key=lambda act: (act.at, not act.counts)):
        x = _x(axis, act.at)
        while any(abs(x - other) < 15 for other, _ in placed):
            x += 15
        placed.append((x, act))
    for x, act in placed:
        fill = "var(--violence)" if act.counts else "var(--surface)"
        parts.append(
            f'<path d="M{tidy(x)} {tidy(y + 21)}l7 7-7 7-7-7z" fill="{fill}" stroke="var(--violence)" stroke-width="1.8"/>'
        )
    marks = [(x - 8, x + 8) for x, _ in placed]
    for x, act in placed:
        wide = width_of(act.label)
        for begins, anchor, text_x in ((x + 12, "start", x + 12), (x - 12 - wide, "end", x - 12)):
            if begins < START or begins + wide > END:
                continue
            crosses = any(begins < end and begins + wide > start for start, end in marks)
            stretch = (begins - 4, begins + wide + 4)
            line = room.find_line(*stretch, first=1 if crosses else 0)  # above the diamonds where one is in the way
            if line is None:
                continue
            parts.append(draw_text(text_x, y + 32 - 17 * line, act.label, anchor=anchor, style="t halo"))
            break
    return parts


def _a_day(lane: Lane) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for act in lane.acts:
        counts[int(act.at)] += 1
    return counts


def _draw_bars(axis: DayAxis, lane: Lane, y: float, top: int) -> list[str]:
    """Bars of acts a day: the filled part counts as a breach, the hollow part is alleged."""
    wide = max(1.5, (END - START) / max(axis.days, 1) - 1.5)
    breaches: dict[int, int] = defaultdict(int)
    for act in lane.acts:
        breaches[int(act.at)] += act.counts
    parts = []
    for day, count in sorted(_a_day(lane).items()):
        x, high = _x(axis, day), (LANE - 10) * count / top
        full = (LANE - 10) * breaches[day] / top
        foot = y + LANE
        if count > breaches[day]:
            parts.append(
                f'<rect x="{tidy(x)}" y="{tidy(foot - high)}" width="{tidy(wide)}" height="{tidy(high - full)}" fill="var(--surface)" '
                f'stroke="var(--violence)"/>'
            )
        if breaches[day]:
            parts.append(
                f'<rect x="{tidy(x)}" y="{tidy(foot - full)}" width="{tidy(wide)}" height="{tidy(full)}" fill="var(--violence)" '
                f'stroke="var(--violence)"/>'
            )
    return parts


def _draw_duties(axis: DayAxis, duties: Sequence[DayDuty], y: float) -> list[str]:
    parts, room = [], Room(4)
    for duty in duties:
        begins, ends = max(0.0, duty.planned), duty.done if duty.done is not None else (axis.now or float(axis.days))
        if ends < 0 or duty.planned > axis.days:
            continue
        first, last = _x(axis, begins), _x(axis, min(max(ends, begins), axis.days))
        wide = width_of(duty.label, is_bold=duty.is_late)
        is_after = last + 12 + wide < END
        text_x = last + 12 if is_after else first - 10
        stretch = (first - 6, last + 16 + wide) if is_after else (first - 14 - wide, last + 6)
        anchor = "start" if is_after else "end"
        if stretch[0] < START:  # no room on either end: on the line itself
            text_x, anchor = (first + last) / 2, "middle"
            stretch = (first - 6, last + 6)
        line = room.find_line(*stretch)
        if line is None:
            continue
        at = y + 17 * line
        colour = "var(--signal)" if duty.is_late else "var(--relief)"
        parts.append(f'<path d="M{tidy(first)} {tidy(at)}v14" stroke="{colour}" stroke-width="2.5"/>')
        if duty.is_late and last > first:
            parts.append(f'<path d="M{tidy(first)} {tidy(at + 7)}H{tidy(last)}" stroke="{colour}" stroke-width="5"/>')
        if duty.done is not None and duty.done <= axis.days:
            parts.append(
                f'<circle cx="{tidy(_x(axis, max(duty.done, 0)))}" cy="{tidy(at + 7)}" r="6" fill="var(--relief)" stroke="var(--surface)"/>'
            )
        if anchor == "middle":
            parts.append(
                f'<rect x="{tidy(text_x - wide / 2 - 5)}" y="{tidy(at)}" width="{tidy(wide + 10)}" height="14" fill="var(--surface)"/>'
            )
        style = "t b sig" if duty.is_late else "t"
        parts.append(draw_text(text_x, at + 11, duty.label, anchor=anchor, style=style))
    return parts


def _draw_marks(marks: Sequence[str], y: float) -> list[str]:
    return [_draw_mark(mark, y - 8 * (len(marks) - 1) + 16 * number) for number, mark in enumerate(marks)]


def _draw_mark(mark: str, y: float) -> str:
    shapes = {
        "s1": f'<rect x="1" y="{y}" width="10" height="10" class="c1"/>',
        "s2": f'<circle cx="6" cy="{y + 5}" r="5" class="c2"/>',
        "s3": f'<path d="M6 {y}l5 10H1z" class="c3"/>',
    }
    return shapes.get(mark, f'<circle cx="6" cy="{y + 5}" r="4.4" class="c0"/>')


def _draw_name(name: str, y: float) -> list[str]:
    """A lane's name within its margin, on one line or two; a line break in it holds."""
    room = START - 26
    lines = name.splitlines() if "\n" in name else _break(name, room)
    fitted = []
    for line in lines[:2]:
        while width_of(line) > room:
            line = line.rstrip("…")[:-1].rstrip() + "…"
        fitted.append(line)
    above = 8 if len(fitted) > 1 else 0
    return [draw_text(18, y - above + 15 * number, line, style="t") for number, line in enumerate(fitted)]


def _break(name: str, room: float) -> list[str]:
    lines = [""]
    for word in name.split():
        if lines[-1] and width_of(f"{lines[-1]} {word}") > room and len(lines) < 2:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
