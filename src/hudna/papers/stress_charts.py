"""The two charts of a stress report: what the answer hangs on, and how long the deal lasts; each with its numbers."""

from collections.abc import Iterator
from math import isfinite

from markupsafe import Markup

from hudna.credibility import Stress
from hudna.papers.stress_drawn import Drawn, Table, share_of
from hudna.papers.stress_names import name_bar, name_basis
from hudna.papers.svg.stress import Bar, Mark, draw_bars, draw_survival
from hudna.papers.words import Words, plain

BARS = 8
MOST_NEVER = (
    0.5  # where one side is not deterred in most readings however far the end, no day of the deal is the last safe one
)


def tell_bars(found: Stress, words: Words) -> Drawn:
    shown = found.tornado[:BARS]
    bars = [
        Bar(plain(name_bar(found, words, bar.paths)), bar.low, bar.high, bar.basis, plain(name_basis(words, bar.basis)))
        for bar in shown
    ]
    table = Table(
        (words.say("Number"), words.say("at its low end"), words.say("at its high end"), words.say("basis")),
        tuple(
            (
                name_bar(found, words, bar.paths),
                share_of(words, bar.low),
                share_of(words, bar.high),
                name_basis(words, bar.basis),
            )
            for bar in shown
        ),
    )
    said = words.say(
        "Deterred share as each number runs from its 10 to its 90 % quantile, all others likely. The line marks {now}. Dashed: assumed, said by nobody yet; hollow: asked of people; solid: from the record or the terms.",
        now=share_of(words, found.deterred),
    )
    return Drawn(said, draw_bars(bars, found.deterred, sentence=plain(said)), table)


def tell_survival(found: Stress, words: Words) -> Drawn:
    names = (words.say("Not back at war"), words.say("Neither war nor hollow"))
    panels = [(plain(name), panel) for name, panel in zip(names, found.survival, strict=True)]
    last = len(found.survival.is_at_peace[0]) - 1
    marks = [Mark(at, plain(label)) for at, label in _marks(found, words) if 0 < at <= last]
    at = [day for day in (30, 90, 180, 365) if day <= last]
    table = Table(
        (words.say("Day"), *names),
        tuple(
            (
                words.isolated(str(day)),
                *(
                    words.say(
                        "{middle} ({low} to {high})",
                        middle=share_of(words, panel[1, day]),
                        low=share_of(words, panel[0, day]),
                        high=share_of(words, panel[2, day]),
                    )
                    for panel in found.survival
                ),
            )
            for day in at
        ),
    )
    said = words.say(
        "Share of played runs, median and 80 % of the readings. First deliberate breach: day {breach} in half of the runs; hollow or war: day {hollow}; war: day {war}. Both panels are needed: a side that is cheated and stays looks like peace in the first.",
        breach=_day(words, found.days.breach[1], last),
        hollow=_day(words, found.days.hollow_or_war[1], last),
        war=_day(words, found.days.war[1], last),
    )
    return Drawn(said, draw_survival(panels, marks, day=plain(words.say("days")), sentence=plain(said)), table)


def _marks(found: Stress, words: Words) -> Iterator[tuple[float, Markup]]:
    terms = found.assumptions.terms
    if terms.duration_days is not None:
        yield terms.duration_days, words.say("written end")
        safe = [ending.days[1] for ending in found.endings if ending.never < MOST_NEVER and isfinite(ending.days[1])]
        if len(safe) == len(found.endings):
            yield terms.duration_days - max(safe), words.say("last safe day")
    if found.delay is not None:
        yield found.delay.mirrored[1], words.say("exchange done")


def _day(words: Words, value: float, last: int) -> Markup:
    return (
        words.isolated(words.number(round(value))) if isfinite(value) else words.say("after {n}", n=words.number(last))
    )
