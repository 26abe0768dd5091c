"""Days and moments as people write them, to `2016-02-27` and `2016-02-27T18:00+02:00`. The whole column decides which number is the day.

Read are numbers in any digits (`27/02/2016`, `2016.2.27`, `20160227`), months by name in English and in the Arabic of Damascus, Cairo, Algiers
and Rabat (`27 شباط 2016`, `27 فبراير/شباط 2016`), and Excel's serial days. What can be two days and is settled by nothing is asked. Not read:
years of two digits, and years of other calendars, which lie outside 1900 to 2100.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.cells import ROW
from hudna.reports.digits import fold_digits
from hudna.reports.written import DateOrder
from hudna.terms import fold_name, local_date

TWO_DAYS = "a day that can be read in one way only; or say --dates day-first or --dates month-first"
# ar_SY before ar: asked for the months of ar first, Babel 2.18 gives ar_SY, and with it our boards, the short names of ar (سبتمبر for أيلول).
LOCALES = ("en", "ar_SY", "ar", "ar_DZ", "ar_MA")
FIRST_SERIAL, LAST_SERIAL = 10_000, 73_415  # of five digits, up to 2100; before them stand years
# `[0-9]` and not `\d`, which to polars is any digit of any script.
_ISO = r"^[0-9]{4}(-[0-9]{2}){0,2}$"
_ISO_MOMENT = _ISO + r"|^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?$"
_FILLERS = frozenset({"of", "th", "st", "nd", "rd", "the", "في", "من", "عام", "سنه", "م", "شهر", "يوم"})
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_MONTH = re.compile(r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})|(?P<y2>\d{4})[-/.](?P<m2>\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")
_TIME = re.compile(
    r"(?P<day>.*?)(?:[T ]|،\s*|,\s*)\s*(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?\s*(?P<half>am|pm|ص|م)?\s*(?P<offset>z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


class Day(NamedTuple):
    """What one cell can mean: the day, read day first and month first, and what stands behind it."""

    day_first: str | None
    month_first: str | None
    time: str = ""
    offset: str = ""
    is_serial: bool = False

    @property
    def is_doubtful(self) -> bool:
        return None not in (self.day_first, self.month_first) and self.day_first != self.month_first


class WrittenDays(NamedTuple):
    """The column in ISO 8601, null where a cell cannot be read (an empty one stays empty); the cells that can be two days; and notes."""

    iso: pl.Series
    doubtful: frozenset[str]
    notes: tuple[str, ...] = ()


def read_written_days(
    rows: pl.DataFrame,
    column: str,
    *,
    file: str,
    order: DateOrder | None = None,
    is_1904: bool | None = None,
    clock: str | None = None,
) -> WrittenDays:
    """Read a column of days.

    Args:
        rows: cells as text, with `#row`.
        column: the column.
        file: for what is asked.
        order: which number is the day, where the sender says it.
        is_1904: whether the workbook counts from 1904; nothing for a file that is no workbook: there a serial day is read only among others.
        clock: where days are wanted: an instant with an offset is a day of this clock. Without one moments stay moments.

    Raises:
        Refused: more than half of the column can be read in two ways, and nothing in it says which.
    """
    cells = rows[column].str.strip_chars()
    is_plain = (cells == "") | cells.str.contains(_ISO_MOMENT if clock is None else _ISO)
    if is_plain.all():
        return WrittenDays(cells, frozenset())
    counts = cells.filter(~is_plain).value_counts()
    texts = counts[column].to_list()
    folded = counts.select(fold_digits(pl.col(column))).to_series().to_list()
    read = {cell: day for cell, text in zip(texts, folded, strict=True) if (day := read_day(text, is_1904=is_1904))}
    rows_of: Mapping[str, int] = dict(counts.iter_rows())
    notes: list[str] = []
    if is_1904 is None:
        read, more = _less_lone_serials(read, rows_of, plain=int((is_plain & (cells != "")).sum()), column=column)
        notes += more
    chosen = order or _order_shown(read)
    doubtful = [] if chosen else [cell for cell, day in read.items() if day.is_doubtful]
    _ask(doubtful, rows_of, cells, rows, column=column, file=file)
    if chosen and not order and any(day.is_doubtful for day in read.values()):
        notes.append(
            f"column {column} is read {chosen.replace('-', ' ')}, since {_proof(read, chosen)} can be read in no other way"
        )
    iso = {cell: _said(day, chosen) for cell, day in read.items() if cell not in doubtful}
    if clock is not None:
        iso, more = _as_local_days(iso, read, column=column, clock=clock)
        notes += more
    frame = pl.DataFrame({"cell": cells, "is_plain": is_plain})
    told = pl.col("cell").replace_strict(iso, default=None, return_dtype=pl.String)
    return WrittenDays(
        frame.select(pl.when("is_plain").then("cell").otherwise(told)).to_series(), frozenset(doubtful), tuple(notes)
    )


def read_day(text: str, *, is_1904: bool | None = None) -> Day | None:
    """Read one cell, its digits folded; nothing where it is no day."""
    text = " ".join(text.split())
    if found := _SERIAL.fullmatch(text):
        return _of_serial(float(text), is_1904=bool(is_1904)) if FIRST_SERIAL <= int(found[1]) <= LAST_SERIAL else None
    if found := _TIME.fullmatch(text):
        day, time = _date(found["day"].strip()), _time(found)
        return day._replace(time=time, offset=(found["offset"] or "").upper()) if day and time else None
    return _date(text)


def _date(text: str) -> Day | None:
    if re.fullmatch(r"\d{4}", text):
        return _one(text)
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, day = (found[1], found[3], found[4]) if found.lastindex == 4 else found.groups()
        return _one(_iso(year, month, day))
    if found := _YEAR_LAST.fullmatch(text):
        first, _, second, year = found.groups()
        day_first, month_first = _iso(year, second, first), _iso(year, first, second)
        return Day(day_first, month_first) if day_first or month_first else None
    if found := _MONTH.fullmatch(text):
        year, month = found["y"] or found["y2"], found["m"] or found["m2"]
        return _one(f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else None)
    return _with_month_name(text)


def _with_month_name(text: str) -> Day | None:
    """Read a year, a month's name (twice, where both names are given) and perhaps a day, in any order."""
    numbers = re.findall(r"\d+", text)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    month = _month_named(re.sub(r"\d+", " ", text))
    if month is None or len(years) != 1 or len(years) + len(days) != len(numbers) or len(days) > 1:
        return None
    return _one(_iso(years[0], str(month), days[0]) if days else f"{years[0]}-{month:02}")


def _month_named(text: str) -> int | None:
    words = fold_name(text.replace("،", " ")).split()
    named: set[int] = set()
    while words:
        for length in (2, 1):
            month = _months().get(" ".join(words[:length]))
            if month:
                named.add(month)
                del words[:length]
                break
        else:
            if words.pop(0) not in _FILLERS:
                return None
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """Give every name of a month by its folded spelling, of two words with and without the article."""
    from babel import Locale

    names: dict[str, int] = {"sept": 9}
    for locale in map(Locale.parse, LOCALES):
        for width in ("wide", "abbreviated"):
            for month, name in locale.months["format"][width].items():
                folded = fold_name(name)
                names |= {folded: month, folded.replace(" ال", " "): month}
    return names


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _one(iso: str | None) -> Day | None:
    return Day(iso, iso) if iso else None


def _time(found: re.Match[str]) -> str:
    hour, minute, second = (int(found[part] or 0) for part in "hms")
    half = (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half in ("pm", "م") else 0)
    return f"{hour:02}:{minute:02}:{second:02}" if hour < 24 and minute < 60 and second < 60 else ""


def _of_serial(number: float, *, is_1904: bool) -> Day:
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
    moment = start + timedelta(seconds=round(number * 86_400))
    time = "" if number == int(number) else moment.time().isoformat()
    return Day(moment.date().isoformat(), moment.date().isoformat(), time, is_serial=True)


def _less_lone_serials(
    read: dict[str, Day], rows_of: Mapping[str, int], *, plain: int, column: str
) -> tuple[dict[str, Day], list[str]]:
    """Leave out serial days of a text file where they are not fewer than written ones: they may be any number."""
    serials = {cell: day for cell, day in read.items() if day.is_serial}
    if not serials:
        return read, []
    count = sum(rows_of[cell] for cell in serials)
    written = plain + sum(rows_of[cell] for cell in read if cell not in serials)
    if count >= written:
        return {cell: day for cell, day in read.items() if cell not in serials}, []
    cell, day = next(iter(sorted(serials.items())))
    return read, [
        f"column {column}: {count} cells are read as serial days of Excel, counted from 1900: {cell} as {day.day_first}"
    ]


def _order_shown(read: Mapping[str, Day]) -> DateOrder | None:
    """Tell which number is the day, if a cell shows it and none shows the other."""
    day_first = any(day.month_first is None for day in read.values())
    month_first = any(day.day_first is None for day in read.values())
    if day_first == month_first:
        return None
    return "day-first" if day_first else "month-first"


def _proof(read: Mapping[str, Day], chosen: str) -> str:
    return next(cell for cell, day in read.items() if None in (day.day_first, day.month_first))


def _said(day: Day, order: DateOrder | None) -> str | None:
    """Give what a cell says in one order; one that settles itself needs none, unless the sender says that it is the other."""
    iso = (
        day.month_first
        if order == "month-first"
        else day.day_first
        if order == "day-first"
        else day.day_first or day.month_first
    )
    return iso and iso + (f"T{day.time}{day.offset}" if day.time else "")


def _ask(
    doubtful: list[str], rows_of: Mapping[str, int], cells: pl.Series, rows: pl.DataFrame, *, column: str, file: str
) -> None:
    """Refuse a column that is mostly doubtful; where it is not, the doubtful rows alone wait in quarantine."""
    count = sum(rows_of[cell] for cell in doubtful)
    if 2 * count <= (cells != "").sum():
        return
    first = rows.filter(cells.is_in(doubtful)).row(0, named=True)
    found = (
        f"{first[column]!r} and {count - 1} more that can each be two days"
        if count > 1
        else f"{first[column]!r}, which can be two days"
    )
    raise Refused(
        [Problem(file, row=first[ROW], field=column, found=found, expected="--dates day-first or --dates month-first")]
    )


def _as_local_days(
    iso: dict[str, str | None], read: Mapping[str, Day], *, column: str, clock: str
) -> tuple[dict[str, str | None], list[str]]:
    """Turn moments into days: without an offset the day as written; with one the day of the clock, unless all are midnights of UTC."""
    moments = {cell for cell, text in iso.items() if text and "T" in text}
    with_offset = {cell for cell in moments if read[cell].offset}
    are_midnights = all(
        read[cell].time == "00:00:00" and read[cell].offset in ("Z", "+00:00", "+0000") for cell in with_offset
    )
    days = dict(iso)
    for cell in moments:
        text = iso[cell] or ""
        days[cell] = text[:10] if cell not in with_offset or are_midnights else _local_day(text, clock=clock)
    notes = []
    if with_offset:
        how = "as written, all of them midnights of UTC" if are_midnights else f"of the clock {clock}"
        notes.append(f"column {column} holds instants: read as days {how}")
    return days, notes


def _local_day(text: str, *, clock: str) -> str | None:
    try:
        return local_date(datetime.fromisoformat(text).astimezone(UTC), clock).isoformat()
    except (ValueError, OverflowError):
        return None
