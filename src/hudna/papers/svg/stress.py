"""Drawings of the stress test: the deterred share, dots for readings, a guarantor's window, bars by basis, survival in two panels.

Numbers run from the left in every language. What is assumed is dashed, what people said hollow, what stands in record or terms solid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from markupsafe import Markup

from hudna.credibility import PARTLY, SELF_ENFORCING, Floats
from hudna.papers.svg.text import draw_text, tidy, width_of
from hudna.papers.words import attribute

WIDTH = 430
SOLID = ("record", "term", "lint", "literature")


@dataclass(frozen=True)
class Bar:
    """One bar of the tornado: deterred share with its number low and high."""

    name: str
    low: float
    high: float
    basis: str
    basis_name: str


@dataclass(frozen=True)
class Mark:
    """A day marked in both panels."""

    day: float
    label: str


def draw_share(
    low: float, middle: float, high: float, *, names: Sequence[str], ends: tuple[str, str], sentence: str
) -> Markup:
    """Draw the deterred share from 0 to 1, with the three verdicts under it; `names`: not, partly, self-enforcing."""

    def at(share: float) -> float:
        return 8 + (WIDTH - 16) * share

    parts = [
        f'<rect x="8" y="34" width="{WIDTH - 16}" height="18" rx="2" class="well"/>',
        f'<rect x="{tidy(at(low))}" y="34" width="{tidy(max(at(high) - at(low), 2))}" height="18" class="band"/>',
        f'<path d="M{tidy(at(middle))} 34v18" class="notch"/>',
        draw_text(at(middle), 25, f"{middle:.2f}", anchor="middle", style="t b z14"),
    ]
    if at(low) > 44:
        parts.append(draw_text(at(low) - 6, 48, f"{low:.2f}", anchor="end"))
    if at(high) < WIDTH - 44:
        parts.append(draw_text(at(high) + 6, 48, f"{high:.2f}"))
    marks = (0.0, PARTLY, SELF_ENFORCING, 1.0)
    for name, begins, ends_at in zip(names, marks, marks[1:], strict=False):
        parts.append(draw_text((at(begins) + at(ends_at)) / 2, 74, name, anchor="middle", style="f"))
    parts += [f'<path d="M{tidy(at(mark))} 32v34" class="gridline"/>' for mark in marks[1:3]]
    parts.append(draw_text(8, 92, f"0 {ends[0]}", style="f z11"))
    parts.append(draw_text(WIDTH - 8, 92, f"1 {ends[1]}", anchor="end", style="f z11"))
    return _framed(WIDTH, 98, sentence, parts)


def draw_dots(filled: int, whole: int, *, sentence: str) -> Markup:
    """Draw readings as dots, the first so many filled."""
    dots = [
        f'<circle cx="{tidy(5.5 + 11 * place)}" cy="6.5" r="3.9" class="{"dot1" if place < filled else "dot0"}"/>'
        for place in range(whole)
    ]
    return _framed(11 * whole, 14, sentence, dots)


def draw_pair(temptation: float, cost: float, *, names: tuple[str, str], beyond: str, sentence: str) -> Markup:
    """Draw a temptation over what giving in costs; what is short is filled in another colour, and `beyond` says by how much."""
    scale = (WIDTH - 150) / max(temptation, cost, 1e-9)
    worth, price = temptation * scale, cost * scale
    parts = [
        draw_text(8, 14, names[0]),
        f'<rect x="8" y="19" width="{tidy(max(worth, 1))}" height="12" class="hollow"/>',
        draw_text(14 + worth, 30, f"{temptation:.1f}", style="t b"),
        draw_text(8, 48, names[1]),
        f'<rect x="8" y="53" width="{tidy(max(price, 1))}" height="12" class="band"/>',
    ]
    if worth > price:
        parts.append(f'<rect x="{tidy(8 + price)}" y="53" width="{tidy(worth - price)}" height="12" class="short"/>')
    parts.append(draw_text(14 + max(worth, price), 64, f"{cost:.1f}, {beyond}", style="t b"))
    return _framed(WIDTH, 72, sentence, parts)


def draw_window(floor: float, ceiling: float, lever: float, *, names: Sequence[str], sentence: str) -> Markup:
    """Draw how much would deter against how much would be carried out. `names`: too light, rather pretend, needs, would use, lever."""
    known = [each for each in (floor, ceiling, lever) if isfinite(each)]
    top = max(*known, 1.0, 0.0) * 1.15 if known else 1.0

    def at(amount: float) -> float:
        return 8 + (WIDTH - 16) * min(amount / top, 1.0)

    parts = [f'<rect x="8" y="30" width="{WIDTH - 16}" height="16" rx="2" class="well"/>']
    if isfinite(floor) and floor <= min(ceiling, lever):
        parts.append(
            f'<rect x="{tidy(at(floor))}" y="30" width="{tidy(max(at(min(ceiling, lever)) - at(floor), 2))}" height="16" class="open"/>'
        )
    else:
        parts.append(
            f'<rect x="8" y="30" width="{tidy(max(at(min(ceiling, lever)) - 8, 1))}" height="16" class="usable"/>'
        )
    room: list[tuple[float, float, int]] = []
    for amount, name, style in ((floor, names[2], "needs"), (ceiling, names[3], "would"), (lever, names[4], "lever")):
        if not isfinite(amount):
            continue
        x = at(amount)
        parts.append(f'<path d="M{tidy(x)} 26v24" class="{style}"/>')
        label = f"{name} {amount:,.1f}"
        wide = width_of(label)
        begins = min(max(x - wide / 2, 2), WIDTH - 2 - wide)
        line = next(
            line
            for line in range(4)
            if all(begins > end or begins + wide < start for start, end, taken in room if taken == line)
        )
        room.append((begins - 6, begins + wide + 6, line))
        y = (20, 62, 76, 90)[line]
        parts.append(draw_text(begins + wide / 2, y, label, anchor="middle", style="t"))
    height = 68 + 14 * max((line - 1 for _, _, line in room), default=0)
    return _framed(WIDTH, height, sentence, parts)


def draw_bars(bars: Sequence[Bar], now: float, *, sentence: str) -> Markup:
    """Draw a tornado: bars of deterred share around where it is now, drawn by what they rest on."""
    if not bars:
        return Markup("")
    least = min(min(bar.low, bar.high) for bar in bars)
    most = max(max(bar.low, bar.high) for bar in bars)
    step = next(step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if (most - least) / step <= 6 or step == 0.5)
    first, last = int(least / step) * step, (int(most / step + 1e-9) + 1) * step

    def at(share: float) -> float:
        return 10 + (WIDTH - 20) * (share - first) / (last - first)

    parts: list[str] = []
    bottom = 34 * len(bars) + 4
    for number in range(round((last - first) / step) + 1):
        x = at(first + number * step)
        parts.append(f'<path d="M{tidy(x)} 4V{bottom}" class="grid0"/>')
        anchor = "start" if number == 0 else "middle" if x < WIDTH - 24 else "end"
        parts.append(draw_text(x, bottom + 14, f"{first + number * step:.2f}", anchor=anchor, style="f"))
    for number, bar in enumerate(bars):
        y = 34 * number
        low, high = sorted((at(bar.low), at(bar.high)))
        parts.append(draw_text(10, y + 14, _cut(bar.name, WIDTH - 30 - width_of(bar.basis_name)), style="t"))
        parts.append(draw_text(WIDTH - 10, y + 14, bar.basis_name, anchor="end", style="f"))
        style = "assumed" if bar.basis == "assumed" else "elicited" if bar.basis == "elicited" else "record"
        parts.append(
            f'<rect x="{tidy(low)}" y="{y + 19}" width="{tidy(max(high - low, 1.5))}" height="9" class="{style}"/>'
        )
        # The end at which the number is low is marked: a bar alone does not say which way it works.
        parts.append(f'<path d="M{tidy(at(bar.low))} {y + 17}v13" class="lowend"/>')
        parts.append(f'<path d="M{tidy(at(now))} {y + 15}v17" class="end"/>')
    return _framed(WIDTH, bottom + 22, sentence, parts)


def draw_survival(panels: Sequence[tuple[str, Floats]], marks: Sequence[Mark], *, day: str, sentence: str) -> Markup:
    """Draw shares of runs over the days, one panel under the other: median line in its 80 % band; marked days through both."""
    last = len(panels[0][1][0]) - 1
    height = 104

    def at(when: float) -> float:
        return 34 + (WIDTH - 44) * when / last

    parts: list[str] = []
    for number, (name, shares) in enumerate(panels):
        top = 22 + number * (height + 34)

        def down(share: float, top: int = top) -> float:
            return top + height * (1.0 - share)

        low, middle, high = shares
        days = range(0, last + 1, max(1, last // 120))
        band = [f"{tidy(at(d))} {tidy(down(high[d]))}" for d in days] + [
            f"{tidy(at(d))} {tidy(down(low[d]))}" for d in reversed(days)
        ]
        line = [f"{tidy(at(d))} {tidy(down(middle[d]))}" for d in days]
        parts.append(draw_text(34, top - 8, name, style="t b"))
        for share in (0.0, 0.5, 1.0):
            parts.append(f'<path d="M34 {tidy(down(share))}H{WIDTH - 10}" class="grid0"/>')
            parts.append(draw_text(28, down(share) + 4, f"{share:g}", anchor="end", style="f"))
        parts.append(f'<path d="M{"L".join(band)}Z" class="band0"/>')
        parts.append(f'<path d="M{"L".join(line)}" class="line"/>')
        parts += [f'<path d="M{tidy(at(mark.day))} {top}v{height}" class="marked"/>' for mark in marks]
    bottom = 22 + len(panels) * (height + 34) - 34
    for when in range(0, last - 30, 90):
        parts.append(draw_text(at(when), bottom + 15, str(when), anchor="middle", style="f"))
    parts.append(draw_text(WIDTH - 10, bottom + 15, day, anchor="end", style="f"))
    lines = 0
    taken: list[tuple[float, float, int]] = []
    for mark in marks:
        label = f"{mark.label} {round(mark.day)}"
        wide = width_of(label, size=11)
        begins = min(max(at(mark.day) - wide / 2, 2), WIDTH - 2 - wide)
        row = next(
            r for r in range(9) if all(begins > end or begins + wide < start for start, end, line in taken if line == r)
        )
        taken.append((begins - 6, begins + wide + 6, row))
        lines = max(lines, row + 1)
        parts.append(draw_text(begins + wide / 2, bottom + 31 + 14 * row, label, anchor="middle", style="f z11"))
    return _framed(WIDTH, bottom + 22 + 14 * lines, sentence, parts)


def _cut(text: str, room: float) -> str:
    if width_of(text) <= room:
        return text
    kept = max(int(len(text) * room / width_of(text)) - 1, 1)
    return text[:kept].rstrip() + "…"


def _framed(width: float, height: float, sentence: str, parts: Sequence[str]) -> Markup:
    label = attribute(sentence)
    return Markup(
        f'<svg class="stress" direction="ltr" viewBox="0 0 {tidy(width)} {tidy(height)}" width="{tidy(width)}" role="img" '
        f'aria-label="{label}">{"".join(parts)}</svg>'
    )
