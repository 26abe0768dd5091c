"""Degrees as people write them: `33,7263`, `33.7263° N`, `33°43'34.7"N`, `٣٣٫٧٢٦٣ شمالاً`; and both in one cell, latitude first."""

import re
from typing import Literal

import polars as pl

from hudna.reports.digits import fold_digits, fold_digits_where_needed

Axis = Literal["north", "east"]
A_PAIR = "degrees north, then degrees east, as 33.7263, 36.0953"
_AXIS = {"north": {"n": 1, "s": -1}, "east": {"e": 1, "w": -1}}
_LETTERS = {"شمال": "n", "جنوب": "s", "شرق": "e", "غرب": "w", "north": "n", "south": "s", "east": "e", "west": "w"}
_LETTERS |= {letter: letter for letter in "nsew"}
_LETTER = "|".join(sorted(_LETTERS, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)?"
_ANGLE = re.compile(
    rf"(?P<before>{_LETTER})?\s*(?P<sign>[+-])?(?P<d>{_NUMBER})\s*(?P<is_degree>[°º˚d])?\s*"
    rf"(?:(?P<m>{_NUMBER})\s*['′’´`]?\s*(?:(?P<s>{_NUMBER})\s*(?:[\"″”“]|''|’’|′′)?)?)?\s*(?P<after>{_LETTER})?"
)
_FATHATAN = str.maketrans("", "", "ًٌٍَُِّْ")
_EDGES = "[](){} \t\r\n"
_APART = (r"\s*[;|/]\s*", r"\s*،\s*|,\s+|\s+,", r",", r"\s+")  # what may stand between the two, the surest first


def read_degrees(cells: pl.Series, *, axis: Axis) -> pl.Series:
    """Read a column of degrees; null where a cell is empty, cannot be read, or names the other axis. A comma here is a decimal comma."""
    text = fold_digits_where_needed(cells.str.strip_chars())
    values = text.cast(pl.Float64, strict=False)
    left = (values.is_null() & (text != "")).arg_true()
    if left.is_empty():
        return values
    frame = pl.DataFrame({"text": text.gather(left)})
    with_point = pl.col("text").str.replace(r"^([+-]?\d+)[,،](\d+)$", "$1.$2").cast(pl.Float64, strict=False)
    frame = frame.with_columns(with_point.alias("value"))
    unread = frame.filter(pl.col("value").is_null())["text"].unique().sort()
    angles = {cell: _angle(cell, axis) for cell in unread}
    read = pl.col("text").replace_strict(angles, default=None, return_dtype=pl.Float64)
    return values.scatter(left, frame.select(pl.coalesce("value", read)).to_series())


def split_pairs(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Split cells that hold both: degrees north and degrees east as texts, null where a cell is empty or no pair."""
    distinct = cells.unique().sort()
    folded = distinct.to_frame("cell").select(fold_digits(pl.col("cell"))).to_series()
    pairs = {cell: split_pair(text) for cell, text in zip(distinct, folded, strict=True) if text and text.strip()}
    sides = (
        cells.replace_strict(
            {cell: pair[side] for cell, pair in pairs.items() if pair}, default=None, return_dtype=pl.String
        )
        for side in (0, 1)
    )
    north, east = sides
    return north, east


def split_pair(text: str) -> tuple[str, str] | None:
    """Split a text into degrees north and degrees east; letters say which is which, else the first is north.

    What a phone writes behind them (height, accuracy) is left out. `33,7263,36,0953` can be cut in several ways and is no pair.
    """
    text = text.strip(_EDGES)
    for apart in _APART:
        parts = [part.strip(_EDGES) for part in re.split(apart, text)]
        if len(parts) == 2 or (apart == r"\s+" and len(parts) in (3, 4) and all(_is_plain(part) for part in parts)):
            first, second = parts[:2]
            if _angle(first, "north") is not None and _angle(second, "east") is not None:
                return first, second
            if _names_axis(first) and _angle(first, "east") is not None and _angle(second, "north") is not None:
                return second, first
    return _split_at_letters(text)


def _split_at_letters(text: str) -> tuple[str, str] | None:
    """Split degrees, minutes and seconds with spaces within, at whatever place leaves one of each axis."""
    for place in [match.start() for match in re.finditer(r"[\s,;،]+", text)]:
        first, second = text[:place].strip(_EDGES + ",;،"), text[place:].strip(_EDGES + ",;،")
        for north, east in ((first, second), (second, first)):
            if (
                _names_axis(north)
                and _names_axis(east)
                and _angle(north, "north") is not None
                and _angle(east, "east") is not None
            ):
                return north, east
    return None


def _is_plain(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", text) is not None


def _names_axis(text: str) -> bool:
    return re.search(rf"({_LETTER})", text.lower().translate(_FATHATAN)) is not None


def _angle(cell: str, axis: Axis) -> float | None:
    """Read one angle; None for what is none, and for one with a letter of the other axis."""
    text = cell.strip(_EDGES).lower().translate(_FATHATAN).replace("،", ",")
    text = re.sub(r"(شمال|جنوب|شرق|غرب)ا\b", r"\1", text)
    found = _ANGLE.fullmatch(text)
    if not found:
        return None
    letters = [_LETTERS[letter] for letter in (found["before"], found["after"]) if letter]
    is_marked = bool(letters or found["is_degree"])
    if (
        len(letters) > 1
        or (letters and (letters[0] not in _AXIS[axis] or found["sign"]))
        or (found["m"] and not is_marked)
    ):
        return None
    degrees, minutes, seconds = (float((found[part] or "0").replace(",", ".")) for part in "dms")
    if (found["m"] and degrees % 1) or (found["s"] and minutes % 1) or minutes >= 60 or seconds >= 60:
        return None
    sign = _AXIS[axis][letters[0]] if letters else -1 if found["sign"] == "-" else 1
    return sign * (degrees + minutes / 60 + seconds / 3600)
