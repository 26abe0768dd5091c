"""Other people's lists of places made into a gazetteer folder: COD-AB boundaries and GeoNames dumps, in one go.

Every row that is read becomes a unit, a place, something that is neither (a river, a mountain), or a row of `quarantine.csv`. What is
written is read by `read_gazetteer` like a folder that a person wrote, and can be mended by hand.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

from hudna.problems import Problem, Refused
from hudna.terms import cod_ab, geonames
from hudna.terms.gazetteer import TABLES, Gazetteer
from hudna.terms.gazetteer_entries import COUNTRY, GOVERNORATE, Place, Unit
from hudna.terms.gazetteer_rows import PLACE_COLUMNS, UNIT_COLUMNS, Wrong, place_of, unit_of
from hudna.terms.spelling import is_arabic

COD_SOURCE = "UN OCHA COD-AB"
QUARANTINE_COLUMNS = ("file", "row", "field", "found", "expected", "raw")


@dataclass
class Loaded:
    """What was read: rows = units + places + left_out + rows in quarantine."""

    rows: int = 0
    units: dict[str, Unit] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    left_out: int = 0  # of a dump: what is no populated place
    quarantine: list[tuple[Problem, str]] = field(default_factory=list)  # what is wrong, and the row as it came
    notes: list[str] = field(default_factory=list)


def load_places(
    files: Sequence[Path], *, units: Gazetteer | None = None, source: str = COD_SOURCE, licence: str = cod_ab.LICENCE
) -> Loaded:
    """Read COD-AB GeoJSON (one file for each level) and GeoNames dumps (`.txt` or `.zip`), each recognised by its shape.

    Args:
        files: all files of one gazetteer; a table of GeoNames' further names among them is used for the places of the dumps.
        units: a gazetteer whose units hold the places, in place of COD-AB files or beside them.
        source: whose boundaries the COD-AB files are; the version and day that they name are added.
        licence: under which they are published.

    Raises:
        Refused: a file is none of these.
    """
    loaded = Loaded(units=dict(units.units) if units else {})
    boundaries: list[tuple[str, Any]] = []
    dumps: list[tuple[str, list[str]]] = []
    names: list[tuple[str, list[str]]] = []
    for path in files:
        content = _content(path)
        if content.lstrip()[:1] == "{":
            boundaries.append((path.name, _features(path.name, content)))
            continue
        lines = content.splitlines()
        columns = lines[0].count("\t") + 1 if lines else 0
        if columns == geonames.DUMP_COLUMNS:
            dumps.append((path.name, lines))
        elif columns in (geonames.NAMES_COLUMNS, 8):
            names.append((path.name, lines))
        else:
            expected = (
                "COD-AB GeoJSON, or a GeoNames dump of 19 columns (10 for its further names) with tabs between them"
            )
            raise Refused([Problem(path.name, row=1, found=f"{columns} columns", expected=expected)])
    _take_units(loaded, boundaries, source=source, licence=licence)
    _take_places(loaded, dumps, names)
    return loaded


def write_places(loaded: Loaded, folder: Path) -> None:
    """Write what was loaded as a gazetteer folder, with its quarantine.

    Raises:
        Refused: the folder holds a gazetteer already.
    """
    there = [table for table in TABLES if (folder / table).exists()]
    if there:
        found = f"{' and '.join(there)} in it"
        raise Refused(
            [Problem(str(folder), found=found, expected="a folder without a gazetteer; this one stays as it is")]
        )
    folder.mkdir(parents=True, exist_ok=True)
    if loaded.units:
        _write(folder / "units.csv", UNIT_COLUMNS, map(_unit_cells, loaded.units.values()))
        _write_areas(folder / "areas.geojson", loaded.units.values())
    if loaded.places:
        _write(folder / "places.csv", PLACE_COLUMNS, map(_place_cells, loaded.places.values()))
    if loaded.quarantine:
        _write(folder / "quarantine.csv", QUARANTINE_COLUMNS, (_quarantine_cells(*each) for each in loaded.quarantine))
    told: list[Unit | Place] = [*loaded.units.values(), *loaded.places.values()]
    whose = sorted({f"{each.source.split(', ')[0]} ({each.licence})" for each in told if each.source})
    (folder / "SOURCE").write_text("; ".join(whose) + "\n", encoding="utf-8")


def _content(path: Path) -> str:
    """Give the text of a file, or of the table in a zip of GeoNames."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                tables = [
                    name
                    for name in packed.namelist()
                    if name.endswith(".txt") and name not in ("readme.txt", "iso-languagecodes.txt")
                ]
                if len(tables) != 1:
                    raise Refused(
                        [Problem(path.name, found=f"{len(tables)} tables", expected="a zip with one table, as SY.zip")]
                    )
                content = packed.read(tables[0])
        else:
            content = path.read_bytes()
    except OSError as wrong:
        raise Refused(
            [Problem(str(path), found=wrong.strerror or str(wrong), expected="a file that can be read")]
        ) from wrong
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        found = f"a byte that is no UTF-8, at {wrong.start}"
        raise Refused([Problem(path.name, found=found, expected="UTF-8, as GeoNames and COD-AB are")]) from wrong


def _features(file: str, content: str) -> list[Any]:
    try:
        data = json.loads(content)
    except ValueError as wrong:
        raise Refused([Problem(file, found=f"no JSON: {wrong}", expected="COD-AB GeoJSON")]) from wrong
    if not cod_ab.is_cod_ab(data):
        expected = "a FeatureCollection whose features have a property such as ADM2_PCODE or adm2_pcode"
        raise Refused([Problem(file, found="no p-codes of administrative levels", expected=expected)])
    features: list[Any] = data["features"]
    return features


def _take_units(loaded: Loaded, files: Iterable[tuple[str, Any]], *, source: str, licence: str) -> None:
    """Take the units of all files, the widest first, since a unit needs the one that holds it."""
    told = []
    mended = 0
    for file, features in files:
        for number, read in cod_ab.read_cod_ab(features, source=source, licence=licence):
            loaded.rows += 1
            feature = features[number - 1]
            raw = json.dumps(feature.get("properties") if isinstance(feature, Mapping) else feature, ensure_ascii=False)
            if isinstance(read, Wrong):
                loaded.quarantine.append((_problem(file, number, read), raw))
            else:
                told.append((int(read.cells["level"]), file, number, read, raw))
    for level, file, number, read, raw in sorted(told, key=lambda each: each[0]):
        try:
            unit = unit_of(read.cells, {read.cells["pcode"]: (read.polygon, ())}, {})
            if unit.pcode in loaded.units:
                raise Wrong("pcode", repr(unit.pcode), "a p-code that no other unit has")
            if level > GOVERNORATE and unit.parent not in loaded.units:
                expected = f"the p-code of a unit of level {level - 1}; load that file as well"
                raise Wrong("parent", repr(unit.parent), expected)
        except Wrong as wrong:
            loaded.quarantine.append((_problem(file, number, wrong), raw))
            continue
        mended += read.is_mended
        loaded.units[unit.pcode] = unit
    if mended:
        loaded.notes.append(f"{mended} outlines crossed themselves and were mended")


def _take_places(
    loaded: Loaded, dumps: Iterable[tuple[str, list[str]]], names: Iterable[tuple[str, list[str]]]
) -> None:
    dumps = list(dumps)
    wanted = frozenset(line.split("\t", 1)[0] for _, lines in dumps for line in lines)
    further: dict[str, list[geonames.FurtherName]] = {}
    for file, lines in names:
        found, wrongs = geonames.read_names(lines, wanted)
        loaded.notes.append(f"{file}: {sum(map(len, found.values()))} further names of {len(found)} places")
        loaded.rows += len(wrongs)
        loaded.quarantine += [(_problem(file, number, wrong), lines[number - 1]) for number, wrong in wrongs]
        for key, more in found.items():
            further.setdefault(key, []).extend(more)
    holder = _holder(loaded.units)
    for file, lines in dumps:
        for number, read in geonames.read_dump(lines, further):
            loaded.rows += 1
            if read is None:
                loaded.left_out += 1
                continue
            try:
                if isinstance(read, Wrong):
                    raise read
                place = place_of(read, loaded.units)
                if place.id in loaded.places:
                    raise Wrong("id", repr(place.id), "an id that no row above has")
            except Wrong as wrong:
                loaded.quarantine.append((_problem(file, number, wrong), lines[number - 1]))
                continue
            unit = holder(place.longitude, place.latitude)
            loaded.places[place.id] = place_of({**read, "unit": unit}, loaded.units) if unit else place


def _holder(units: Mapping[str, Unit]) -> Any:
    """Give a function that finds the smallest unit whose polygon holds a point; the empty text where none does."""
    drawn = [unit for unit in units.values() if unit.polygon is not None and unit.level > COUNTRY]
    tree = shapely.STRtree([unit.polygon for unit in drawn])

    def holder(longitude: float, latitude: float) -> str:
        inside = [drawn[at] for at in tree.query(shapely.Point(longitude, latitude), predicate="intersects").tolist()]
        return min(inside, key=lambda unit: (-unit.level, unit.pcode)).pcode if inside else ""

    return holder


def _problem(file: str, row: int, wrong: Wrong) -> Problem:
    return Problem(file, row=row, field=wrong.field, found=wrong.found, expected=wrong.expected)


def _unit_cells(unit: Unit) -> dict[str, str]:
    return {
        "pcode": unit.pcode, "level": str(unit.level), "parent": unit.parent or "", "area_km2": repr(unit.area_km2), **_shared_cells(unit),
    }  # fmt: skip


def _place_cells(place: Place) -> dict[str, str]:
    return {"id": place.id, "radius_m": repr(place.radius_m), "unit": place.unit or "", **_shared_cells(place)}


def _shared_cells(entry: Unit | Place) -> dict[str, str]:
    return {
        "name_en": entry.name.get("en", ""),
        "name_ar": entry.name.get("ar", ""),
        "aliases_en": "|".join(alias for alias in entry.aliases if not is_arabic(alias)),
        "aliases_ar": "|".join(alias for alias in entry.aliases if is_arabic(alias)),
        "lat": repr(entry.latitude),
        "lon": repr(entry.longitude),
        "source": entry.source,
        "licence": entry.licence,
    }


def _quarantine_cells(problem: Problem, raw: str) -> dict[str, str]:
    told = (problem.file, str(problem.row), problem.field, problem.found, problem.expected, raw)
    return dict(zip(QUARANTINE_COLUMNS, told, strict=True))


def _write(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _write_areas(path: Path, units: Iterable[Unit]) -> None:
    features = [
        {"type": "Feature", "properties": {"pcode": unit.pcode}, "geometry": mapping(unit.polygon)}
        for unit in units
        if unit.polygon is not None
    ]
    if features:
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
