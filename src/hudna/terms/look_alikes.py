"""Names of two roles that look the same and are not: `army` with a Cyrillic а is another party, that owes nothing and signed nothing.

Source: Unicode Technical Standard 39, Security Mechanisms, whose table of letters that look alike the package confusable-homoglyphs holds.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from hudna.problems import Problem
from hudna.terms.document import Document, Path, Place, dotted
from hudna.terms.walking import mappings

ROLES = ("parties", "guarantors", "bodies", "others")


def check_look_alikes(document: Document, *, file: str) -> list[Problem]:
    """Say which ids and names of two roles look the same and are not: letters of another script stand in for those of one."""
    names = list(_names_of_roles(document))
    if all(said.isascii() for _, said, _, _ in names):
        return []
    first: dict[str, tuple[str, str, Place]] = {}
    problems = []
    for role, said, path, place in names:
        other_role, other, there = first.setdefault(_skeleton(said), (role, said, place))
        if other_role != role and other != said and (letters := _letters_of_other_scripts(said, other)):
            found = f"{said!r}, which looks like {other!r} on line {there[0]} and is written with {letters}"
            line, column = place
            expected = "names that can be told apart"
            problems.append(Problem(file, line=line, column=column, field=dotted(path), found=found, expected=expected))
    return problems


def _names_of_roles(document: Document) -> Iterator[tuple[str, str, Path, Place]]:
    """Give each role's id, and its name in each language: role, text, path, place."""
    for section in ROLES:
        for role, part in mappings(document.data, section).items():
            at: Path = (section, role)
            yield role, role, at, document.key_positions[at]
            name: Any = part.get("name")
            told = name if isinstance(name, dict) else {"": name}
            for language, said in told.items():
                where = (*at, "name", language) if language else (*at, "name")
                if isinstance(said, str) and where in document.positions:
                    yield role, said, where, document.positions[where]


def _skeleton(said: str) -> str:
    """Give what a name looks like: names of one skeleton look the same."""
    return "".join(_prototype(letter) for letter in unicodedata.normalize("NFKC", said))


@cache
def _prototype(letter: str) -> str:
    """Give the first of the letters that look like this one."""
    from confusable_homoglyphs.confusables import confusables_data  # a large table; only names beyond ASCII need it

    alike: list[str] = [entry["c"] for entry in confusables_data.get(letter, ())]
    return min([letter, *(other for other in alike if len(other) == 1)])


def _letters_of_other_scripts(one: str, other: str) -> str:
    """Name the letters of a text that are of another script than those of its look-alike; letters of one script are the drafter's matter."""
    pairs = zip(one, other, strict=False)
    swapped = [letter for letter, theirs in pairs if letter != theirs and _script(letter) != _script(theirs)]
    return ", ".join(dict.fromkeys(unicodedata.name(letter, "a letter without a name") for letter in swapped))


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
