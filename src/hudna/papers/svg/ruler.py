"""Rulers of probability, 0 to 100 from the left in every language; the lower end is marked and written, because it alone decides."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from hudna.papers.svg.text import Room, draw_text, tidy, width_of
from hudna.papers.words import attribute


@dataclass(frozen=True)
class Tick:
    """A standard on the ruler: its lower end (0 to 1), its name, and whether something follows from it here."""

    at: float
    label: str
    is_decisive: bool


@dataclass(frozen=True)
class Span:
    """A probability as an interval, 0 to 1: lower end, middle, upper end."""

    lower: float
    middle: float
    upper: float


def place_on(share: float, *, width: float) -> float:
    """Where a probability stands on a ruler `width` wide, with 8 units of margin on both ends."""
    return 8 + (width - 16) * share


def draw_ruler(
    span: Span, ticks: list[Tick], *, width: int, sentence: str, lower_label: str, range_label: str
) -> Markup:
    """Draw the full ruler: ticks with names below, lower end and range above. `sentence` is the label for who cannot see it."""
    begins, ends = place_on(span.lower, width=width), place_on(span.upper, width=width)
    parts = [
        f'<rect x="8" y="30" width="{width - 16}" height="18" rx="2" class="well"/>',
        f'<rect x="{tidy(begins)}" y="30" width="{tidy(max(ends - begins, 2))}" height="18" class="band"/>',
        f'<path d="M{tidy(place_on(span.middle, width=width))} 30v18" class="notch"/>',
        f'<path d="M{tidy(begins)} 24v24" class="end"/>',
        f'<path d="M{tidy(begins - 5)} 17h10l-5 7z" class="ink"/>',
    ]
    room = Room(4)
    for tick in ticks:
        x, wide = place_on(tick.at, width=width), width_of(tick.label, is_bold=tick.is_decisive)
        from_x = min(max(x - wide / 2, 4), max(width - 4 - wide, 4))
        line = room.find_line(from_x - 5, from_x + wide + 5) or 0
        stroke = 'class="tick2"' if tick.is_decisive else 'class="tick0"'
        parts.append(f'<path d="M{tidy(x)} 30v{26 + 17 * line}" {stroke}/>')
        style = "t b" if tick.is_decisive else "m"
        parts.append(draw_text(from_x + wide / 2, 67 + 17 * line, tick.label, anchor="middle", style=style))
    lines = max((number for number, taken in enumerate(room.taken) if taken), default=0)
    height = 76 + 17 * lines
    range_from = width - 8 - width_of(range_label, size=14, is_bold=True)
    parts.append(draw_text(width - 8, 12, range_label, anchor="end", style="t b z14"))
    wide = width_of(lower_label, is_bold=True)
    if begins + 9 + wide < range_from - 6 or begins - 9 - wide < 0:
        parts.append(draw_text(begins + 9, 12 if begins + 9 + wide < range_from - 6 else 24, lower_label, style="t b"))
    else:
        parts.append(draw_text(begins - 9, 22, lower_label, anchor="end", style="t b"))
    return _framed("ruler", width, height, sentence, parts)


def draw_ruler_compact(span: Span, ticks: list[Tick], *, sentence: str) -> Markup:
    """Draw the small ruler for tables: bar, middle, lower end, and the ticks from which something follows."""
    width = 132
    begins, ends = place_on(span.lower, width=width), place_on(span.upper, width=width)
    parts = [
        f'<rect x="8" y="5" width="{width - 16}" height="8" class="well"/>',
        f'<rect x="{tidy(begins)}" y="5" width="{tidy(max(ends - begins, 1.5))}" height="8" class="band"/>',
        f'<path d="M{tidy(place_on(span.middle, width=width))} 5v8" class="notch"/>',
        f'<path d="M{tidy(begins)} 2v14" class="end"/>',
    ]
    parts += [
        f'<path d="M{tidy(place_on(tick.at, width=width))} 5v12" class="tick"/>' for tick in ticks if tick.is_decisive
    ]
    return _framed("ruler compact", width, 18, sentence, parts)


def draw_factor(span: Span, *, sentence: str, is_total: bool = False) -> Markup:
    """Draw one factor of an allegation as a bar from 0 to 1; a point is a bar from 0 to it, so that factors can be compared."""
    begins, ends = 300 * span.lower, 300 * span.upper
    style = "ink" if is_total else "band"
    parts = [
        '<rect width="300" height="10" y="4" class="well"/>',
        f'<rect x="{tidy(begins)}" y="4" width="{tidy(max(ends - begins, 2))}" height="10" class="{style}"/>',
        f'<path d="M{tidy(300 * span.middle)} 1v16" class="end"/>',
    ]
    label = attribute(sentence)
    return Markup(
        f'<svg class="bar1" direction="ltr" viewBox="0 0 300 18" preserveAspectRatio="none" width="300" height="18" role="img" '
        f'aria-label="{label}">{"".join(parts)}</svg>'
    )


def draw_count(mean: float, lower: float, upper: float, *, sentence: str) -> Markup:
    """Draw an expected number with its interval on a short axis from 0."""
    top = next(step for step in _tops() if step >= max(upper, mean, 1))
    marks = _marks(top)
    scale = 180 / top
    parts = [
        part
        for mark in marks
        for part in (
            f'<path class="gridline" d="M{tidy(10 + mark * scale)} 4v18"/>',
            draw_text(10 + mark * scale, 36, f"{mark:,}", anchor="middle", style="f"),
        )
    ]
    parts.append(
        f'<path d="M{tidy(10 + lower * scale)} 13H{tidy(10 + max(upper * scale, lower * scale + 1))}" class="thick"/>'
    )
    parts.append(f'<path d="M{tidy(10 + mean * scale)} 5v17" class="end"/>')
    return _framed("count", 200, 40, sentence, parts)


def ticks_of(lower_ends: Mapping[str, float], labels: Mapping[str, str], decisive: Mapping[str, str]) -> list[Tick]:
    """The ticks of a ruler: each standard at its lower end; those in `decisive` get the consequence's name behind theirs."""
    ticks = []
    for standard, at in lower_ends.items():
        name = f"{labels[standard]} {round(100 * at)}"
        follows = decisive.get(standard)
        ticks.append(Tick(at, f"{name} · {follows}" if follows else name, bool(follows)))
    return ticks


def _framed(style: str, width: int, height: int, sentence: str, parts: list[str]) -> Markup:
    label = attribute(sentence)
    return Markup(
        f'<svg class="{style}" direction="ltr" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{label}">{"".join(parts)}</svg>'
    )


def _tops() -> list[int]:
    return [3, 5, *(base * 10**power for power in range(1, 9) for base in (1, 2, 3, 5))]


def _marks(top: int) -> list[int]:
    parts = {3: 3, 5: 5}.get(top, 2 if str(top)[0] in "12" else int(str(top)[0]))
    return [round(top * step / parts) for step in range(parts + 1)]
