"""What we say about a bad input: the floor under all rooms. A problem is data (the word of RFC 9457) until a door puts it into words."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with an input: where, what was found, what was expected, and the nearest known name.

    `row` counts rows of a table from 1, the header being row 1; `line` and `column` count from 1 in a text.
    """

    file: str
    row: int | None = None
    line: int | None = None
    column: int | None = None
    field: str = ""
    found: str = ""
    expected: str = ""
    nearest: str | None = None

    def __str__(self) -> str:
        """One line a person can act on: `deal.yaml:12:7: terms.1.by: found 'iram', expected a party …; did you mean 'iran'?`."""
        place = ":".join(str(part) for part in (self.file, self.row or self.line, self.column) if part)
        field = f" {self.field}:" if self.field else ""
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{place}:{field} found {self.found}, expected {self.expected}{hint}"


class Refused(Exception):  # noqa: N818  (it is an answer to the sender, not an error of ours)
    """An input that is refused whole, with all that is wrong with it, not the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


ALIKE, HALF_ALIKE = 75.0, 50.0


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Give the known name most like `name` (rapidfuzz weighted ratio of 100), or nothing.

    One that merely stands somewhere in the other (`un` in `village council`) is no hint: half of both must be alike.
    """
    from rapidfuzz import fuzz, process  # heavy at import; only bad inputs need it

    best = process.extract(name, sorted(set(known)), scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=5)
    return next((str(near) for near, *_ in best if fuzz.ratio(name, near) >= HALF_ALIKE), None)
