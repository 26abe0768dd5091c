"""What others answer to a claim, where a row tells it in one cell: `Syria and Russia deny; SOHR: Nusra`.

Each part between semicolons is read if it has one of four forms; what has none, or names whom nobody here knows, is a remark and no
claim. Nobody guesses: a part that says "toll later raised to 33" answers nothing about who did it.

    Syria and Russia deny            denials by an organ of each
    SOHR: Nusra                      SOHR names Nusra instead
    SOHR and US attribute to …       each names …; `X blames Y` likewise
    Ahrar al-Sham (a party) claims … it names itself

A side or a state ("Russia", "government") speaks through the source that `phrases.csv` gives for it under `counter_claim`.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from hudna.reports.lexicon import Lexicon, split
from hudna.terms import fold_name

_DENIES = re.compile(r"^(?P<who>.+?)\s+(?:deny|denies|denied)\b")
_BLAMES = re.compile(r"^(?P<who>.+?)\s+(?:blames?|blamed|(?:attributes?|attributed)(?: it)? to)\s+(?P<whom>.+)$")
_CLAIMS = re.compile(r"^(?P<who>.+?)\s+claims\b")
_NAMES = re.compile(r"^(?P<who>[^:]+):\s*(?P<whom>.+)$")
_ASIDE = re.compile(r"\s*\([^)]*\)")


class CounterClaim(NamedTuple):
    """One source's answer: whom it names; nobody: it denies."""

    source_id: str
    actors: tuple[str, ...]


def read_counter_claims(text: str, *, on: date, lexicon: Lexicon) -> tuple[CounterClaim, ...]:
    """Read the answers in a cell, in the order of the text; of several by one source the first.

    Args:
        text: the cell, as written.
        on: the day it is about: some names change their bearer.
        lexicon: sources, actors, and under `counter_claim` who speaks for a side.
    """
    found: dict[str, CounterClaim] = {}
    for part in split(text, ";"):
        for answer in _answers(_ASIDE.sub("", part), on=on, lexicon=lexicon):
            found.setdefault(answer.source_id, answer)
    return tuple(found.values())


def _answers(part: str, *, on: date, lexicon: Lexicon) -> Iterator[CounterClaim]:
    if told := _DENIES.match(part):
        yield from (CounterClaim(source, ()) for source in _speakers(told["who"], lexicon))
    elif told := _BLAMES.match(part) or _NAMES.match(part):
        accused = _accused(told["whom"], on=on, lexicon=lexicon)
        yield from (CounterClaim(source, accused) for source in _speakers(told["who"], lexicon) if accused)
    elif told := _CLAIMS.match(part):
        own = lexicon.actors.resolve(told["who"], on=on)
        yield from (CounterClaim(source, (own,)) for source in _speakers(told["who"], lexicon) if own)


def _speakers(text: str, lexicon: Lexicon) -> list[str]:
    sources = []
    for name in re.split(r",\s*|\s+and\s+", text):
        phrase = lexicon.phrases.get(("counter_claim", fold_name(name)))
        known = lexicon.source_names.get(fold_name(name))
        sources += list(phrase.ids) if phrase else [known] if known else []
    return sources


def _accused(text: str, *, on: date, lexicon: Lexicon) -> tuple[str, ...]:
    name = re.sub(r"^the\s+", "", text.strip())
    phrase = lexicon.phrases.get(("claimed_perpetrator", fold_name(name)))
    if phrase:
        return phrase.ids
    actor = lexicon.actors.resolve(name, on=on)
    return (actor,) if actor else ()
