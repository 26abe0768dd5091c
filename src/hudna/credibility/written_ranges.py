"""A number as a file writes it: a point, a range, or quantiles, alone or with where it comes from."""

from itertools import pairwise
from typing import Any, NamedTuple

from hudna.credibility.catalogue import Leaf
from hudna.credibility.ranges import Quantiles, Range, Triangular, point
from hudna.credibility.reading import Path, Reading, is_number, shown

BASES = ("term", "lint", "record", "literature", "elicited", "assumed")
OF_EVERY_PART = ("note", "source")
OF_A_NUMBER = ("range", "q", "basis", *OF_EVERY_PART)


class Told(NamedTuple):
    """A number as the file tells it."""

    range: Range
    basis: str
    source: str
    note: str


def read_number(value: Any, path: Path, leaf: Leaf, reading: Reading) -> Told | None:
    """Read a number, a range `[low, likely, high]`, quantiles `{q: [[share, value], …]}`, or either with basis, source and note."""
    before = len(reading.problems)
    basis = "elicited" if "elicited" in reading.document.data else "assumed"
    source, note, range_ = "", "", None
    if isinstance(value, dict):
        for key in value:
            if key not in OF_A_NUMBER:
                reading.note((*path, key), f"the unknown key {key!r}", f"one of {', '.join(OF_A_NUMBER)}", OF_A_NUMBER)
        basis, source, note = (
            str(value.get(key, default)) for key, default in (("basis", basis), ("source", ""), ("note", ""))
        )
        if basis not in BASES:
            reading.note((*path, "basis"), repr(basis), f"one of {', '.join(BASES)}", BASES)
        if ("range" in value) == ("q" in value):
            reading.note(
                path,
                "no range" if "range" not in value else "both `range` and `q`",
                "`range: [low, likely, high]` or `q: [[0.1, 2], [0.9, 12]]`",
            )
        elif "range" in value:
            range_ = read_range(value["range"], path, leaf, reading)
        else:
            range_ = _read_quantiles(value["q"], path, leaf, reading)
    else:
        range_ = read_range(value, path, leaf, reading)
    return Told(range_, basis, source, note) if range_ is not None and len(reading.problems) == before else None


def read_range(value: Any, path: Path, leaf: Leaf, reading: Reading) -> Range | None:
    """Read a point or `[low, likely, high]`; None, and a problem noted, where it is neither."""
    numbers = value if isinstance(value, list) else [value]
    if len(numbers) not in (1, 3) or not all(is_number(n) for n in numbers):
        reading.note(path, shown(value), f"a number or `[low, likely, high]`: {leaf.sort.words}")
        return None
    if outside := [n for n in numbers if not leaf.sort.least <= n <= leaf.sort.most]:
        reading.note(path, f"{outside[0]:g}", leaf.sort.words)
        return None
    if len(numbers) == 1:
        return point(float(numbers[0]))
    low, mode, high = map(float, numbers)
    if low > high:
        reading.note(path, f"a low of {low:g} above a high of {high:g}", "low, likely, high, in this order")
    elif not low <= mode <= high:
        reading.note(
            path, f"a likely value of {mode:g} outside {low:g} to {high:g}", "low, likely, high, in this order"
        )
    else:
        return Triangular(low, mode, high)
    return None


def _read_quantiles(value: Any, path: Path, leaf: Leaf, reading: Reading) -> Range | None:
    pairs = value if isinstance(value, list) else []
    if len(pairs) < 2 or not all(
        isinstance(pair, list) and len(pair) == 2 and all(map(is_number, pair)) for pair in pairs
    ):
        reading.note(
            path, shown(value), "at least two pairs of a share and a value: `q: [[0.1, 2], [0.5, 5], [0.9, 12]]`"
        )
        return None
    shares, values = tuple(float(pair[0]) for pair in pairs), tuple(float(pair[1]) for pair in pairs)
    if not all(0 < share < 1 for share in shares) or any(a >= b for a, b in pairwise(shares)):
        reading.note(
            path, f"shares {', '.join(f'{s:g}' for s in shares)}", "shares between 0 and 1, each above the one before"
        )
    elif any(a > b for a, b in pairwise(values)):
        reading.note(path, f"values {', '.join(f'{v:g}' for v in values)}", "values that never fall")
    elif outside := [v for v in values if not leaf.sort.least <= v <= leaf.sort.most]:
        reading.note(path, f"{outside[0]:g}", leaf.sort.words)
    else:
        return Quantiles(shares, values, leaf.sort.least, leaf.sort.most)
    return None
