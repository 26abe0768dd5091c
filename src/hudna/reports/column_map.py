"""A column map: a YAML file that says which column of somebody's table is which of ours, so that any table comes in as claims.

map: 1
columns: {date: تاريخ الحادث, place: البلدة, type: النوع}    # ours: theirs
fixed: {claimant: Village council, language: ar}              # for every row, where its column is empty or there is none
words: {type: {قصف: shelling}}                                # their word: ours
empty: [لا يوجد, N/A]                                         # cells that stand for nothing
utc: [known_at]                                               # times without an offset that are times of UTC
not_used: [deviceid]                                          # columns that are left out on purpose
dates: day-first                                              # and encoding, delimiter, sheet, header, decimal
clock: Asia/Damascus
confirm: []                                                   # doubts of the guess: a map with one left is refused
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args

import dataframely as dy
import polars as pl

from hudna.problems import Problem, Refused, nearest_name
from hudna.reports.cells import RAW, ROW, Cells, as_it_came
from hudna.reports.claims_columns import NAMES, NEVER_READ
from hudna.reports.tables import Quarantine
from hudna.reports.written import AS_FOUND, DateOrder, DecimalMark, Written
from hudna.terms import DECEIVING, Document, decode, dotted, read_document, zone_of

VERSION = 1
BESIDE = ".map.yaml"  # claims.csv is read by claims.map.yaml, where it lies beside it
_WRITTEN = tuple(part.name for part in fields(Written))
_KEYS = ("map", "columns", "fixed", "words", "empty", "utc", "not_used", "clock", "confirm", *_WRITTEN)
_CHOICES = {"dates": get_args(DateOrder), "decimal": get_args(DecimalMark)}
_TIME_WITHOUT_OFFSET = r"[T ][0-9٠-٩۰-۹]{1,2}:[0-9٠-٩۰-۹]{2}(:[0-9٠-٩۰-۹]{2}(\.[0-9]+)?)?$"


@dataclass(frozen=True)
class ColumnMap:
    """What a map says; `columns` and `words` by our names of columns."""

    file: str
    columns: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    utc: tuple[str, ...] = ()
    not_used: tuple[str, ...] = ()
    written: Written = AS_FOUND
    clock: str | None = None


def map_beside(path: Path) -> Path | None:
    """Give the map that lies beside a file, if one does."""
    beside = path.with_name(path.stem + BESIDE)
    return beside if beside.is_file() else None


def read_column_map(path: Path) -> ColumnMap:
    """Read a map.

    Raises:
        Refused: no such file, or anything in it that is not of the format; a doubt that nobody has confirmed.
    """
    if not path.is_file():
        raise Refused([Problem(path.name, found="no such file", expected="a column map; --guess writes a first one")])
    document = read_document(decode(path.read_bytes(), file=path.name), file=path.name)
    reading = _Reading(path.name, document, list(document.problems))
    data = document.data
    reading.known(data, (), _KEYS)
    if not reading.problems and data.get("map") != VERSION:
        reading.note(("map",), repr(data.get("map")), f"map: {VERSION}")
    columns, fixed = (reading.texts(data.get(key) or {}, (key,)) for key in ("columns", "fixed"))
    words = {
        name: reading.texts(told, ("words", name))
        for name, told in reading.mapping(data.get("words") or {}, ("words",)).items()
    }
    lists = {key: reading.list_of_texts(data.get(key) or [], (key,)) for key in ("empty", "utc", "not_used", "confirm")}
    for key, names in (("columns", columns), ("fixed", fixed), ("words", words)):
        reading.known(names, (key,), sorted(NAMES))
    for number, doubt in enumerate(lists["confirm"]):
        reading.note(
            ("confirm", number), repr(doubt), "a doubt settled: mend the map where it is wrong, then take this line out"
        )
    written, clock = reading.written(data), reading.clock(data)
    if reading.problems:
        raise Refused(reading.problems)
    rest = {key: tuple(lists[key]) for key in ("empty", "utc", "not_used")}
    return ColumnMap(path.name, columns, fixed, words, written=written, clock=clock, **rest)


def apply_map(cells: Cells, column_map: ColumnMap) -> Cells:
    """Give the cells under our names, in our words, with the row as it came beside them; what nobody used is noted.

    A column that the format itself tells under our name (a geometry's `lat`) is that column, unless the map names another.

    Raises:
        Refused: the map names a column that the file does not have.
    """
    asked = [
        *((("columns", name), theirs) for name, theirs in column_map.columns.items()),
        *((("not_used",), name) for name in column_map.not_used),
    ]
    absent = [
        Problem(
            column_map.file,
            field=".".join(where),
            found=repr(theirs),
            expected=f"a column of {cells.file}",
            nearest=nearest_name(theirs, cells.columns),
        )
        for where, theirs in asked
        if theirs not in cells.columns
    ]
    if absent:
        raise Refused(absent)
    kept = [name for name in cells.columns if name not in NEVER_READ]
    rows = cells.rows.with_columns(as_it_came(kept))
    own = {name: name for name in cells.ours if name not in column_map.not_used}
    column_map = replace(column_map, columns=own | dict(column_map.columns))
    names = list(dict.fromkeys([*column_map.columns, *column_map.fixed]))
    told = rows.select(ROW, RAW, *(_told(name, column_map).alias(name) for name in names))
    used = {*column_map.columns.values(), *column_map.not_used, *NEVER_READ}
    unused = [name for name in cells.columns if name not in used]
    notes = [f"read by the column map {column_map.file}", *(f"column {name} not used" for name in unused)]
    return replace(cells, columns=tuple(names), header=cells.columns, rows=told, notes=(*cells.notes, *notes))


def in_their_words(quarantine: dy.DataFrame[Quarantine], column_map: ColumnMap) -> dy.DataFrame[Quarantine]:
    """Name the columns as the file does, and show what stood in them before it was translated: that is what its sender can mend."""
    theirs = {**column_map.columns}
    if "coordinates" in theirs:
        theirs = {"lat": theirs["coordinates"], "lon": theirs["coordinates"]} | theirs
    changed = {*column_map.words, *column_map.utc, *(column_map.columns if column_map.empty else ())} & set(theirs)
    found = [
        str(json.loads(row["raw"]).get(theirs[row["field"]], row["found"])) if row["field"] in changed else row["found"]
        for row in quarantine.iter_rows(named=True)
    ]
    renamed = quarantine.with_columns(pl.col("field").replace(theirs), pl.Series("found", found, dtype=pl.String))
    return Quarantine.validate(renamed, cast=True)


def _told(name: str, column_map: ColumnMap) -> pl.Expr:
    """Say what a column of ours holds: theirs, less what stands for nothing, in our words; else the fixed value."""
    fixed = pl.lit(column_map.fixed.get(name, ""))
    if name not in column_map.columns:
        return fixed
    cell = pl.col(column_map.columns[name])
    stripped = cell.str.replace_all(DECEIVING.pattern, "").str.strip_chars()  # a map cannot hold what is not seen
    told = pl.when(stripped.is_in(list(column_map.empty))).then(pl.lit("")).otherwise(cell)
    if words := column_map.words.get(name):
        told = pl.when(stripped.is_in(list(words))).then(stripped.replace(dict(words))).otherwise(told)
    if name in column_map.utc:
        told = pl.when(told.str.contains(_TIME_WITHOUT_OFFSET)).then(told + "Z").otherwise(told)
    return pl.when(told.str.strip_chars() == "").then(fixed).otherwise(told)


@dataclass
class _Reading:
    """One map being read, and what is wrong with it."""

    file: str
    document: Document
    problems: list[Problem]

    def note(self, path: tuple[str | int, ...], found: str, expected: str, known: Iterable[str] = ()) -> None:
        places = {(): (1, 1), **self.document.positions, **self.document.key_positions}
        line, column = next(places[path[:n]] for n in range(len(path), -1, -1) if path[:n] in places)
        nearest = nearest_name(str(path[-1]), known) if known else None
        self.problems.append(
            Problem(
                self.file, line=line, column=column, field=dotted(path), found=found, expected=expected, nearest=nearest
            )
        )

    def known(self, names: Iterable[str], path: tuple[str | int, ...], known: Iterable[str]) -> None:
        known = list(known)
        for name in names:
            if name not in known:
                self.note(
                    (*path, name), repr(name), "a key of a column map" if not path else "one of our columns", known
                )

    def mapping(self, value: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.note(path, repr(value), "a mapping")
            return {}
        return value

    def texts(self, value: Any, path: tuple[str | int, ...]) -> dict[str, str]:
        told = self.mapping(value, path)
        for key, one in told.items():
            if one is None or isinstance(one, bool | dict | list) or not str(one).strip():
                self.note((*path, key), "nothing" if one is None else repr(one), "a text")
        return {str(key): str(one) for key, one in told.items()}

    def list_of_texts(self, value: Any, path: tuple[str | int, ...]) -> list[str]:
        if not isinstance(value, list) or any(isinstance(one, dict | list) or one is None for one in value):
            self.note(path, repr(value), "a list of texts")
            return []
        return [str(one) for one in value]

    def written(self, data: Mapping[str, Any]) -> Written:
        told: dict[str, Any] = {key: data[key] for key in _WRITTEN if data.get(key) is not None}
        for key, value in told.items():
            is_row = isinstance(value, int) and not isinstance(value, bool) and value > 0
            if not (is_row if key == "header" else isinstance(value, str)):
                self.note((key,), repr(value), "the row of the header, from 1" if key == "header" else "a text")
            elif key in _CHOICES and value not in _CHOICES[key]:
                self.note((key,), repr(value), f"one of {', '.join(_CHOICES[key])}")
        return Written(**told)

    def clock(self, data: Mapping[str, Any]) -> str | None:
        clock = data.get("clock")
        if clock is None:
            return None
        try:
            zone_of(clock)
        except (ValueError, TypeError) as error:
            self.note(("clock",), repr(clock), f"a time zone, as Asia/Damascus ({error})")
        return str(clock)
