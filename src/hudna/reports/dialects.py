"""What stands between the cells of a text file: found by reading its beginning in each way, and asked where two ways give a table."""

import csv
import io
from collections.abc import Sequence

from hudna.problems import Problem, Refused
from hudna.reports.written import DELIMITERS

LOOKED_AT = 100  # rows by which a delimiter is judged
MOSTLY = 0.9  # share of them that must have as many cells as the header
_WORDS = {character: word for word, character in DELIMITERS.items()}


def delimiter_of(start: str, *, file: str, said: str | None = None) -> str:
    """Give the character between cells.

    Args:
        start: the beginning of the text; its last row may be cut short.
        file: its name.
        said: a word of `DELIMITERS` or the character itself, where the sender says it.

    Raises:
        Refused: two characters both give a table of several columns, or none does although the header holds one.
    """
    if said is not None:
        return _as_said(said, file=file)
    header = start.split("\n", 1)[0]
    there = [character for character in _WORDS if character in header]
    if len(there) < 2:
        return there[0] if there else ","
    tables = [character for character in there if _is_table(start, character)]
    if len(tables) == 1:
        return tables[0]
    named = " or ".join(f"{_WORDS[character]}s" for character in tables or there)
    found = f"a text that can be a table by {named}" if tables else f"a header with {named} that the rows do not follow"
    option = "say which with --delimiter " + " or ".join(_WORDS[character] for character in tables or there)
    raise Refused([Problem(file, row=1, found=found, expected=option)])


def told_delimiter(delimiter: str) -> str:
    """Put a delimiter into words: `semicolons`."""
    return f"{_WORDS[delimiter]}s" if delimiter in _WORDS else repr(delimiter)


def _as_said(said: str, *, file: str) -> str:
    character = DELIMITERS.get(said, said)
    if len(character) != 1 or character in '"\r\n' or ord(character) > 0x7F:
        expected = f"one of {', '.join(DELIMITERS)}, or one character"
        raise Refused([Problem(file, field="delimiter", found=repr(said), expected=expected)])
    return character


def _is_table(start: str, delimiter: str) -> bool:
    rows = _rows(start, delimiter)
    if not rows or len(rows[0]) < 2:
        return False
    below = [row for row in rows[1 : LOOKED_AT + 1] if row]
    return sum(len(row) == len(rows[0]) for row in below) >= MOSTLY * len(below)


def _rows(start: str, delimiter: str) -> Sequence[list[str]]:
    rows = []
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > LOOKED_AT + 1:
                break
    except csv.Error:
        return []
    return rows[:-1] if len(rows) > 2 and not start.endswith("\n") else rows
