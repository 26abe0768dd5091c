"""What the parts of a stress report are made of: sentences with drawings and tables, and numbers as they are written."""

from dataclasses import dataclass

from markupsafe import Markup

from hudna.papers.words import Words


@dataclass(frozen=True)
class Table:
    """The numbers of a drawing, for who cannot see it."""

    head: tuple[Markup, ...]
    rows: tuple[tuple[Markup, ...], ...]


@dataclass(frozen=True)
class Drawn:
    """A sentence with the drawing it says, and perhaps the numbers behind."""

    words: Markup
    drawing: Markup | None = None
    table: Table | None = None
    caption: Markup | None = None


def days(words: Words, value: float) -> Markup:
    """Write days with one decimal, as short as it goes."""
    return words.isolated(words.number(round(value, 1) + 0.0))  # no minus before nothing


def share_of(words: Words, value: float) -> Markup:
    return words.isolated(f"{value:.2f}")


def of_hundred(words: Words, value: float) -> Markup:
    """Say how many of 100 readings; some are not rounded to none."""
    if 0.0 < value < 0.005:
        return words.say("under 1 of 100")
    return words.say("{n} of 100", n=words.number(round(100 * value)))
