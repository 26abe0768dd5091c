"""One file of numbers being read: its data, its places, and what is wrong with it."""

import math
from collections.abc import Iterable
from typing import Any

from hudna.problems import Problem, nearest_name
from hudna.terms import dotted, read_document

Path = tuple[str | int, ...]


class Reading:
    """One file being read: its data, its places, and what is wrong with it."""

    def __init__(self, text: str, *, file: str) -> None:
        self.file = file
        self.document = read_document(text, file=file)
        self.problems: list[Problem] = list(self.document.problems)

    def note(self, path: Path, found: str, expected: str, known: Iterable[str] = ()) -> None:
        """Note a problem at a path, or at the innermost part around it that is written."""
        places = {(): (1, 1), **self.document.positions, **self.document.key_positions}
        line, column = next(places[path[:n]] for n in range(len(path), -1, -1) if path[:n] in places)
        nearest = nearest_name(found.removeprefix("the unknown key ").strip("'"), known) if known else None
        self.problems.append(
            Problem(
                self.file, line=line, column=column, field=dotted(path), found=found, expected=expected, nearest=nearest
            )
        )


def known_keys(value: Any, path: Path, known: Iterable[str], reading: Reading) -> list[str]:
    known = tuple(known)
    if not isinstance(value, dict):
        reading.note(path, shown(value), f"a mapping with keys such as {', '.join(known[:3])}")
        return []
    for key in value:
        if key not in known:
            reading.note((*path, key), f"the unknown key {key!r}", f"one of {', '.join(known)}", known)
    return [key for key in value if key in known]


def known_names(value: Any, path: Path, known: tuple[str, ...] | None, what: str, reading: Reading) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        reading.note(path, shown(value), f"a list: {what}")
        return []
    for number, name in enumerate(value):
        if known is not None and name not in known:
            reading.note((*path, number), repr(name), what, known)
    return [name for name in value if known is None or name in known]


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def shown(value: Any) -> str:
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "nothing" if value is None else "a mapping" if isinstance(value, dict) else repr(value)
