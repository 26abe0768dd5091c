"""M4: one thing has one name: no two ids or names that are near."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity, Where

SECTIONS = ("parties", "guarantors", "bodies", "others", "actors", "arms", "lines", "zones", "glossary")
SMALL_WORDS = frozenset({"of", "the", "in", "and", "for", "to", "a"})


class Named(NamedTuple):
    """An id, or the name under it, and its words without the small ones."""

    at: Where
    said: str
    words: tuple[str, ...]
    is_id: bool


def names_that_are_near(draft: Draft) -> Iterator[Remark]:
    """Remark on two names of the same words in another order, on two ids a letter apart, and on such a name in the text of a term."""
    named = [name for section in SECTIONS for name in _names(draft, section)]
    told: set[tuple[Where, Where]] = set()
    for one, other in combinations(named, 2):
        if one.at != other.at and (one.at, other.at) not in told and _are_near(one, other):
            told.add((one.at, other.at))
            found = f"{other.said!r} beside {one.said!r} ({draft.line(*one.at)})"
            yield Remark(other.at, found, "one name for one thing")
    ordered = {name.words: name for name in named if len(name.words) > 1}
    for id_, term in draft.agreement.terms.items():
        text = _english(term.text)
        said = [word for word in re.finditer(r"\w+", text) if word[0].casefold() not in SMALL_WORDS]
        for name in ordered.values():
            for window in (said[i : i + len(name.words)] for i in range(len(said) - len(name.words) + 1)):
                words = tuple(word[0].casefold() for word in window)
                if words != name.words and sorted(words) == sorted(name.words):
                    here = text[window[0].start() : window[-1].end()]
                    found = f"{here!r} in the text, beside {name.said!r} ({draft.line(*name.at)})"
                    yield Remark(("terms", id_, "text"), found, "one name for one thing")


def _names(draft: Draft, section: str) -> Iterator[Named]:
    for id_, part in (getattr(draft.agreement, section) or {}).items():
        yield Named((section, id_), id_, _words(id_.replace("_", " ")), is_id=True)
        name = _english(part if section == "glossary" else part.name)
        if name and section != "glossary":
            yield Named((section, id_), name, _words(name), is_id=False)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.findall(r"\w+", text.casefold()) if word not in SMALL_WORDS)


def _english(text: Any) -> str:
    return text if isinstance(text, str) else (text or {}).get("en", "")


def _are_near(one: Named, other: Named) -> bool:
    if one.at[0] != other.at[0] and len(one.words) < 2:
        return False  # a zone may bear the name of a party, and a glossary explains ids
    if one.words != other.words:
        same_words = len(one.words) > 1 and sorted(one.words) == sorted(other.words)
        return same_words or (
            one.is_id and other.is_id and one.at[0] == other.at[0] and _a_letter_apart(one.at[1], other.at[1])
        )
    return one.at[0] == other.at[0]


def _a_letter_apart(one: str | int, other: str | int) -> bool:
    """Say whether two ids of letters alone, six or more, that begin alike differ in one letter: `arty_100` and `arty_120` are two things."""
    from rapidfuzz.distance import DamerauLevenshtein

    a, b = str(one), str(other)
    if min(len(a), len(b)) < 6 or a[0] != b[0] or any(c.isdigit() for c in a + b):
        return False
    return DamerauLevenshtein.distance(a, b, score_cutoff=1) == 1


RULE = Rule(
    id="M4",
    severity=Severity.WARNING,
    title={"en": "Two names for one thing", "ar": "اسمان لشيء واحد"},
    explanation={
        "en": 'If the text says "contact line" here and "line of contact" there, a lawyer will find two lines.',
        "ar": "إذا قال النص هنا «خط التماس» وهناك «خط المواجهة» وجد محامٍ خطين.",
    },
    evidence="Drafts of digital ceasefire texts show near-miss terms again and again.",
    source="https://github.com/hrcberkeley/digital-ceasefires",
    check=names_that_are_near,
)
