"""The tables of a gazetteer folder, row by row: what each column holds, and what is wrong with a row that cannot be read.

`units.csv` holds administrative units, `places.csv` populated places, `areas.geojson` the polygons of units (properties.pcode);
`SOURCE` is one line on whose they are. Of units a table may also give `ocha_pcode`, `id`, `governorate_id` and `district_id`
in place of `pcode` and `parent`, as the table of Syria does that ships, and its polygons lie in `governorates.geojson`.
"""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from hudna.problems import Problem, Refused, nearest_name
from hudna.terms.gazetteer_entries import COUNTRY, GOVERNORATE, Place, Unit

UNIT_COLUMNS: Mapping[str, str] = {
    "pcode": "p-code, unique; UN OCHA's where there is one, as `LY01`",
    "level": "0 country, 1 governorate, 2 district, 3 subdistrict, 4 below",
    "parent": "p-code of the unit one level up; of a governorate its country",
    "name_en": "name in English; one of the two names is needed",
    "name_ar": "name in Arabic",
    "aliases_en": "other spellings, `|` between them; may be left out",
    "aliases_ar": "the same in Arabic; may be left out",
    "lat": "degrees north of the unit's middle, WGS84",
    "lon": "degrees east of it",
    "area_km2": "area in km²; a unit without a polygon is the disc of this area around its middle",
    "source": "who says so, and as of when; may be left out",
    "licence": "under which licence; may be left out",
}
PLACE_COLUMNS: Mapping[str, str] = {
    "id": "p-code, or any id of its own, unique",
    "name_en": "name in English; one of the two names is needed",
    "name_ar": "name in Arabic",
    "aliases_en": "other spellings, `|` between them; may be left out",
    "aliases_ar": "the same in Arabic; may be left out",
    "lat": "degrees north, WGS84",
    "lon": "degrees east",
    "radius_m": "metres around the point within which what is said of the place can have been",
    "unit": "p-code of the smallest unit known to hold it; may be empty",
    "source": "who says so, and as of when; may be left out",
    "licence": "under which licence; may be left out",
}
MAY_BE_LEFT_OUT = frozenset({"aliases_en", "aliases_ar", "source", "licence"})
MOST_LEVELS = 4
WIDEST_M = 100_000.0  # a populated place is no wider; what is, is a unit

Row = Mapping[str, str]
Outlines = Mapping[str, tuple[Any, tuple[str, ...]]]  # polygon and further names, by p-code


class Wrong(Exception):  # noqa: N818  (it says what is wrong with a cell)
    """One cell cannot be read: its column, what was found, what was expected."""

    def __init__(self, field: str, found: str, expected: str) -> None:
        super().__init__(found)
        self.field, self.found, self.expected = field, found, expected


def read_units(folder: Traversable | Path, outlines: Outlines, *, name: str) -> tuple[list[Unit], list[Problem]]:
    """Read `units.csv`: the units that can be read, and what is wrong with the others."""
    file = f"{name}/units.csv"
    rows = [(number, as_unit_row(row)) for number, row in read_rows(folder.joinpath("units.csv"), file=file)]
    if rows:
        refuse_missing(rows[0][1], UNIT_COLUMNS, file=file)
    pcode_of = {row["id"]: row["pcode"] for _, row in rows if "id" in row}
    units: dict[str, Unit] = {}
    problems: list[Problem] = []
    for number, row in rows:
        try:
            unit = unit_of(row, outlines, pcode_of)
            if unit.pcode in units:
                raise Wrong("pcode", repr(unit.pcode), "a p-code that no row above has")
            units[unit.pcode] = unit
        except Wrong as wrong:
            problems.append(Problem(file, row=number, field=wrong.field, found=wrong.found, expected=wrong.expected))
    orphans = [unit for unit in units.values() if unit.level > GOVERNORATE and unit.parent not in units]
    numbers = {row["pcode"].strip(): number for number, row in rows}
    for unit in orphans if not problems else ():  # else its parent may be one of the rows that could not be read
        near = nearest_name(unit.parent or "", units)
        expected = "the p-code of a unit of this table, one level up"
        problems.append(
            Problem(file, numbers[unit.pcode], field="parent", found=repr(unit.parent), expected=expected, nearest=near)
        )
    return list(units.values()), problems


def read_places(
    folder: Traversable | Path, units: Mapping[str, Unit], *, name: str
) -> tuple[list[Place], list[Problem]]:
    """Read `places.csv`: the places that can be read, and what is wrong with the others."""
    file = f"{name}/places.csv"
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    rows = list(read_rows(folder.joinpath("places.csv"), file=file))
    if rows:
        refuse_missing(rows[0][1], PLACE_COLUMNS, file=file)
    for number, row in rows:
        try:
            place = place_of(row, units)
            if place.id in places or place.id in units:
                raise Wrong("id", repr(place.id), "an id that no unit and no row above has")
            places[place.id] = place
        except Wrong as wrong:
            problems.append(Problem(file, row=number, field=wrong.field, found=wrong.found, expected=wrong.expected))
    return list(places.values()), problems


def read_rows(path: Traversable | Path, *, file: str) -> Iterator[tuple[int, Row]]:
    """Give the rows of a CSV in UTF-8 with their numbers, the header being row 1.

    Raises:
        Refused: it is not UTF-8, or a row is longer than the header.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        found = f"a byte that is no UTF-8, at {wrong.start}"
        raise Refused([Problem(file, found=found, expected="a table saved as CSV UTF-8, with commas")]) from wrong
    try:
        table = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as wrong:
        raise Refused([Problem(file, found=str(wrong), expected="a table saved as CSV UTF-8, with commas")]) from wrong
    header = [column.strip() for column in table[0]] if table else []
    for number, cells in enumerate(table[1:], start=2):
        if not any(cells):
            continue
        if len(cells) > len(header):
            found = f"{len(cells)} cells under {len(header)} columns"
            raise Refused([Problem(file, row=number, found=found, expected="quotes around a cell with a comma")])
        yield number, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))


def refuse_missing(row: Row, columns: Mapping[str, str], *, file: str) -> None:
    """Refuse a table that lacks columns, all of them at once, each with the nearest that it has."""
    missing = [column for column in columns if column not in row and column not in MAY_BE_LEFT_OUT]
    if missing:
        raise Refused(
            Problem(
                file, row=1, field=column, found="no such column", expected=f"a column {column}: {columns[column]}",
                nearest=nearest_name(column, set(row) - set(columns)),
            )
            for column in missing
        )  # fmt: skip


def as_unit_row(row: Row) -> Row:
    """Give a row of units under the present names of its columns."""
    if "pcode" in row or "ocha_pcode" not in row:
        return row
    level = row.get("level", "").strip()
    above = {"1": row["ocha_pcode"][:2], "2": row.get("governorate_id", ""), "3": row.get("district_id", "")}
    return {**row, "pcode": row["ocha_pcode"], "parent": above.get(level, "")}


def unit_of(row: Row, outlines: Outlines, pcode_of: Mapping[str, str]) -> Unit:
    """Make a unit of a row. `pcode_of` tells the p-code of a parent that is given by another id.

    Raises:
        Wrong: a cell cannot be read.
    """
    pcode = _text(row, "pcode")
    level = _number(row, "level", at_least=COUNTRY, at_most=MOST_LEVELS)
    if level != int(level):
        raise Wrong("level", repr(row["level"]), UNIT_COLUMNS["level"])
    parent = row["parent"].strip() if level == COUNTRY else _text(row, "parent")
    polygon, more_names = outlines.get(pcode, (None, ()))
    latitude, longitude = _point(row)
    return Unit(
        pcode=pcode,
        level=int(level),
        name=_names(row),
        aliases=_aliases(row, more_names),
        longitude=longitude,
        latitude=latitude,
        area_km2=_number(row, "area_km2", at_least=0.0, at_most=510_065_622.0),  # the globe's
        parent=pcode_of.get(parent, parent) or None,
        polygon=polygon,
        source=row.get("source", "").strip(),
        licence=row.get("licence", "").strip(),
    )


def place_of(row: Row, units: Mapping[str, Unit]) -> Place:
    """Make a populated place of a row.

    Raises:
        Wrong: a cell cannot be read, or its unit is not among `units`.
    """
    unit = row["unit"].strip()
    if unit and unit not in units:
        near = nearest_name(unit, units)
        raise Wrong(
            "unit",
            repr(unit),
            "the p-code of a unit of units.csv, or nothing" + (f"; did you mean {near!r}?" if near else ""),
        )
    latitude, longitude = _point(row)
    return Place(
        id=_text(row, "id"),
        name=_names(row),
        aliases=_aliases(row, ()),
        longitude=longitude,
        latitude=latitude,
        radius_m=_number(row, "radius_m", at_least=0.0, at_most=WIDEST_M),
        unit=unit or None,
        source=row.get("source", "").strip(),
        licence=row.get("licence", "").strip(),
    )


def _text(row: Row, column: str) -> str:
    text = row[column].strip()
    if not text:
        raise Wrong(column, "nothing", {**PLACE_COLUMNS, **UNIT_COLUMNS}[column])
    return text


def _number(row: Row, column: str, *, at_least: float, at_most: float) -> float:
    expected = f"a number, {at_least:g} to {at_most:g}"
    try:
        number = float(row[column])  # also of Arabic-Indic and Persian digits
    except ValueError:
        raise Wrong(column, repr(row[column]), expected) from None
    if not (math.isfinite(number) and at_least <= number <= at_most):
        raise Wrong(column, repr(row[column]), expected)
    return number


def _point(row: Row) -> tuple[float, float]:
    latitude = _number(row, "lat", at_least=-90.0, at_most=90.0)
    longitude = _number(row, "lon", at_least=-180.0, at_most=180.0)
    if latitude == longitude == 0.0:
        raise Wrong("lat", "0, 0", "a place on land; blanks that became numbers look like this")
    return latitude, longitude


def _names(row: Row) -> dict[str, str]:
    names = {"en": row["name_en"].strip(), "ar": row["name_ar"].strip()}
    if not any(names.values()):
        raise Wrong("name_en", "no name", "a name in English or in Arabic")
    return names


def _aliases(row: Row, more: Sequence[str]) -> tuple[str, ...]:
    told = [*row.get("aliases_en", "").split("|"), *row.get("aliases_ar", "").split("|"), *more]
    return tuple(dict.fromkeys(alias.strip() for alias in told if alias.strip()))
