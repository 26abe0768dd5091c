"""What a lint rule is, and what it says: one rule asks one thing of a draft and remarks on each place where the answer is no."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hudna.lint.draft import Draft, Fix

__all__ = ["GROUPS", "Fix", "Remark", "Rule", "Severity", "Where", "Words"]

Where = tuple[str | int, ...]
"""Keys as the file writes them, and positions in lists, from the outside in."""
Words = Mapping[str, str]
"""The same in English (`en`) and in Arabic (`ar`)."""

GROUPS: Mapping[str, Words] = {
    "T": {"en": "time", "ar": "الزمن"},
    "P": {"en": "parties", "ar": "الأطراف"},
    "G": {"en": "guarantors", "ar": "الضامنون"},
    "Z": {"en": "places", "ar": "الأماكن"},
    "C": {"en": "carve-outs", "ar": "الاستثناءات"},
    "B": {"en": "acts", "ar": "الأفعال"},
    "D": {"en": "duties", "ar": "الواجبات"},
    "R": {"en": "linkage", "ar": "الترابط"},
    "V": {"en": "verification", "ar": "التحقق"},
    "X": {"en": "consequences", "ar": "العواقب"},
    "M": {"en": "text", "ar": "النص"},
}
"""The eleven groups, by the letter with which their rules' ids begin."""


class Severity(StrEnum):
    """How much hangs on it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Remark:
    """What a rule says about one place of a draft.

    `is_of_absence`: it is about something that is not there; where parts of the text are unread, it then ends "in what was read".
    """

    at: Where
    found: str
    expected: str
    is_of_absence: bool = False
    fix: Fix | None = None
    line: int | None = None  # where it is about no part of the deal but about a comment: where that stands
    column: int | None = None


@dataclass(frozen=True)
class Rule:
    """One rule: what it asks, why, which deal fell to it, and the function that asks."""

    id: str
    severity: Severity
    title: Words
    explanation: Words
    evidence: str
    source: str
    check: Callable[[Draft], Iterator[Remark]]

    @property
    def group(self) -> Words:
        return GROUPS[self.id[0]]
