"""How a file is written, as far as whoever sends it says so. What is not said is found in the file, and told; where it cannot be, asked."""

from dataclasses import dataclass, fields
from typing import Literal

DateOrder = Literal["day-first", "month-first"]
DecimalMark = Literal["point", "comma"]
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}


@dataclass(frozen=True)
class Written:
    """The options of `hudna import`, and the keys of a column map, by which a file is read."""

    encoding: str | None = None
    delimiter: str | None = None  # a word of DELIMITERS, or the character
    sheet: str | None = None
    header: int | None = None  # row (in a text, line) of the column names, where a title stands above them
    dates: DateOrder | None = None
    decimal: DecimalMark | None = None

    def or_else(self, other: "Written") -> "Written":
        """Give what is said here, and where nothing is, what the other says."""
        return Written(**{part.name: getattr(self, part.name) or getattr(other, part.name) for part in fields(self)})


AS_FOUND = Written()
