"""Remarks that the drafter has answered in the file itself: `# hudna: ignore R4 because the towns are an hour apart`.

A comment answers for its own line, or, alone on a line, for the next line that is not a comment. The reason is compulsory (M6).
"""

import re
from dataclasses import dataclass

COMMENT = re.compile(
    r"(?:^|\s)#\s*hudna:\s*ignore\b\s*(?P<rules>[A-Z]\d+(?:\s*,\s*[A-Z]\d+)*)?\s*(?:because\s+(?P<reason>\S.*?))?\s*$"
)


@dataclass(frozen=True)
class Ignore:
    """One comment: where it stands, for which line and rules it answers, and why."""

    line: int
    column: int
    answers_line: int
    rules: tuple[str, ...]
    reason: str | None


def find_ignores(text: str) -> tuple[Ignore, ...]:
    """Find every such comment of a file, with a reason or without."""
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text)  # where YAML counts a line
    found = []
    for number, line in enumerate(lines, start=1):
        match = COMMENT.search(line)
        if match is None:
            continue
        answered = number
        while answered <= len(lines) and lines[answered - 1].lstrip().startswith("#"):
            answered += 1
        rules = tuple(re.findall(r"[A-Z]\d+", match["rules"] or ""))
        found.append(Ignore(number, line.index("#", match.start()) + 1, answered, rules, match["reason"]))
    return tuple(found)
