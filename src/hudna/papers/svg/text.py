"""Text in a drawing: roughly how wide it is, and where it fits without lying on other text."""

import re

from markupsafe import Markup, escape

from hudna.papers.words import plain

WIDE = 6.7  # drawing units a character of 12 px takes, measured on Noto Sans, a little on the safe side


def width_of(text: str, *, size: float = 12.0, is_bold: bool = False) -> float:
    """Estimated width in drawing units; isolation marks take no room."""
    shown = [mark for mark in plain(text) if mark not in "\u2066\u2068\u2069"]
    return len(shown) * WIDE * size / 12.0 * (1.06 if is_bold else 1.0)


def draw_text(x: float, y: float, text: str, *, anchor: str = "start", style: str = "t") -> Markup:
    """A line of text; `anchor` is start, middle or end of the drawing's own left-to-right line."""
    shown = plain(text)
    if re.search("[\u0590-\u08ff]", shown):  # read from the right; the place of the text in the drawing stays
        anchor, turn = {"start": "end", "end": "start"}.get(anchor, anchor), ' direction="rtl"'
    else:
        turn = ""
    at = (f' text-anchor="{anchor}"' if anchor != "start" else "") + turn
    return Markup('<text x="{}" y="{}"{} class="{}">{}</text>').format(
        tidy(x),
        tidy(y),
        Markup(at),
        style,
        escape(shown),
    )


def tidy(value: float) -> str:
    """A number of a drawing: one decimal at most."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


class Room:
    """Which stretches of which lines are taken; the first that asks gets the place."""

    def __init__(self, lines: int) -> None:
        self.taken: list[list[tuple[float, float]]] = [[] for _ in range(lines)]

    def find_line(self, begins: float, ends: float, *, first: int = 0) -> int | None:
        """Take the first line, from `first` on, that is free from `begins` to `ends`, or give none."""
        for number, stretches in enumerate(self.taken):
            if number >= first and all(
                ends < other_begins or begins > other_ends for other_begins, other_ends in stretches
            ):
                stretches.append((begins, ends))
                return number
        return None
