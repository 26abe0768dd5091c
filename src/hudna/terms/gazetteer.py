"""Administrative units by p-code: what `admin` in a zone means, and where a report that only names a district can have been.

A gazetteer is a folder: `units.csv` (level, ocha_pcode, names, aliases, centroid, area) and, where there are polygons,
`governorates.geojson` (properties.pcode). `cod-ab-syr` ships with the package (licence beside it). A unit without a polygon
stands as a disc of its area around its centroid, and `is_disc` says so. The country is the union of its governorates.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from hudna.problems import Problem, Refused, nearest_name

NEEDED = (
    "level", "id", "governorate_id", "district_id", "name_en", "name_ar", "lat", "lon", "area_km2", "ocha_pcode", "aliases_en", "aliases_ar",
)  # fmt: skip
COUNTRY, GOVERNORATE, DISTRICT, SUBDISTRICT = 0, 1, 2, 3  # levels, as UN OCHA numbers them


@dataclass(frozen=True)
class Unit:
    """One administrative unit. Degrees WGS84, square kilometres; `polygon` (shapely, longitude first) is None where unknown."""

    pcode: str
    level: int
    name: Mapping[str, str]  # en, ar
    aliases: tuple[str, ...]
    longitude: float  # of the centroid
    latitude: float
    area_km2: float
    parent: str | None
    polygon: Any = field(default=None, repr=False, compare=False)

    @property
    def is_disc(self) -> bool:
        return self.polygon is None


@dataclass(frozen=True)
class Gazetteer:
    """Units by p-code, countries first, then by level and p-code."""

    name: str
    units: Mapping[str, Unit]
    source: str = ""  # whose lines its polygons are, and as of when

    def __contains__(self, pcode: object) -> bool:
        return pcode in self.units

    def unit(self, pcode: str) -> Unit:
        """Give a unit by its p-code.

        Raises:
            LookupError: this gazetteer has no such unit; the message names the nearest p-code.
        """
        try:
            return self.units[pcode]
        except KeyError:
            near = self.nearest(pcode)
            raise LookupError(
                f"no unit {pcode!r} in {self.name}" + (f"; did you mean {near!r}?" if near else "")
            ) from None

    def nearest(self, pcode: str) -> str | None:
        """Give the p-code most like an unknown one: its longest known beginning, else the most similar in writing."""
        for length in range(len(pcode) - 1, 2, -1):
            if pcode[:length] in self.units:
                return pcode[:length]
        return nearest_name(pcode, self.units)

    def find(self, name: str, level: int | None = None) -> list[Unit]:
        """Give every unit that goes by a name, in any of its spellings, ordered by level and p-code; none, one or several."""
        found = (self.units[pcode] for pcode in self._by_name.get(fold_name(name), ()))
        return [unit for unit in found if level is None or unit.level == level]

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        index: dict[str, list[str]] = {}
        for unit in self.units.values():
            for key in sorted({fold_name(name) for name in (*unit.name.values(), *unit.aliases)} - {""}):
                index.setdefault(key, []).append(unit.pcode)
        return index


def read_gazetteer(name_or_folder: str | Path) -> Gazetteer:
    """Read a gazetteer that ships with the package, by name, or one from a folder.

    Raises:
        Refused: there is no such gazetteer, or a row of it cannot be read.
    """
    if isinstance(name_or_folder, Path):
        return _read(name_or_folder.name, name_or_folder)
    if name_or_folder not in shipped_gazetteers():
        if (Path(name_or_folder) / "units.csv").is_file():
            return _read(Path(name_or_folder).name, Path(name_or_folder))
        known = shipped_gazetteers()
        raise Refused(
            [
                Problem(
                    file=name_or_folder,
                    field="gazetteer",
                    found=repr(name_or_folder),
                    expected=f"a folder with units.csv, or one of {', '.join(known)}",
                    nearest=nearest_name(name_or_folder, known),
                )
            ]
        )
    return _read_shipped(name_or_folder)


def shipped_gazetteers() -> tuple[str, ...]:
    """Name the gazetteers that ship with the package."""
    folder = resources.files("hudna.terms").joinpath("gazetteers")
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.joinpath("units.csv").is_file()))


def fold_name(name: str) -> str:
    """Give the search key of a name of a place or person: spellings that differ only in marks share one.

    Case, diacritics, tatweel, hyphens and apostrophes go; the forms of alef become one, final ya is alef maqsura's, ta marbuta
    is ha. Source: data/kinds/README.md, "Reading words".
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c) and c != "ـ")
    bare = bare.translate(_ARABIC).casefold()
    bare = re.sub(r"['’‘ʼʻ`´ʾʿ\"“”]", "", bare)
    return " ".join(re.sub(r"[-‐‑‒–—_/.,()]", " ", bare).split())


_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})


@lru_cache(maxsize=8)
def _read_shipped(name: str) -> Gazetteer:
    return _read(name, resources.files("hudna.terms").joinpath("gazetteers").joinpath(name))


def _read(name: str, folder: Traversable | Path) -> Gazetteer:
    table = folder.joinpath("units.csv")
    if not table.is_file():
        raise Refused(
            [
                Problem(
                    file=str(name), field="gazetteer", found="no units.csv in the folder", expected="a table of units"
                )
            ]
        )
    reader = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        raise Refused(
            Problem(f"{name}/units.csv", row=1, field=column, found="no such column", expected=f"a column {column}")
            for column in missing
        )
    rows = list(reader)
    pcode_of = {row["id"]: row["ocha_pcode"] for row in rows}
    polygons = _polygons(folder)
    units: list[Unit] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        try:
            units.append(_unit(row, pcode_of, polygons))
        except (KeyError, ValueError) as wrong:
            problems.append(
                Problem(
                    file=f"{name}/units.csv",
                    row=number,
                    found=str(wrong),
                    expected="a unit with level, p-code, lat, lon and area_km2",
                )
            )
    if problems:
        raise Refused(problems)
    units += _countries(units)
    about = folder.joinpath("SOURCE")
    return Gazetteer(
        name=str(name),
        units={u.pcode: u for u in sorted(units, key=lambda u: (u.level, u.pcode))},
        source=about.read_text(encoding="utf-8").strip() if about.is_file() else "",
    )


def _unit(
    row: Mapping[str, str], pcode_of: Mapping[str, str], polygons: Mapping[str, tuple[Any, tuple[str, ...]]]
) -> Unit:
    level, pcode = int(row["level"]), row["ocha_pcode"]
    polygon, more_names = polygons.get(pcode, (None, ()))
    parent = {
        GOVERNORATE: pcode[:2],
        DISTRICT: pcode_of.get(row["governorate_id"]),
        SUBDISTRICT: pcode_of.get(row["district_id"]),
    }[level]
    aliases = [*row["aliases_en"].split("|"), *row["aliases_ar"].split("|"), *more_names]
    return Unit(
        pcode=pcode,
        level=level,
        name={"en": row["name_en"], "ar": row["name_ar"]},
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias)),
        longitude=float(row["lon"]),
        latitude=float(row["lat"]),
        area_km2=float(row["area_km2"]),
        parent=parent,
        polygon=polygon,
    )


def _polygons(folder: Traversable | Path) -> dict[str, tuple[Any, tuple[str, ...]]]:
    file = folder.joinpath("governorates.geojson")
    if not file.is_file():
        return {}
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return {
        f["properties"]["pcode"]: (
            shape(f["geometry"]),
            tuple(v for k, v in f["properties"].items() if k.startswith("name_")),
        )
        for f in features
    }


def _countries(units: list[Unit]) -> list[Unit]:
    """Make each country the union of its governorates; without all their polygons it has none, and no disc stands for it well."""
    countries = []
    for code in sorted({unit.pcode[:2] for unit in units}):
        parts = [unit for unit in units if unit.level == GOVERNORATE and unit.pcode[:2] == code]
        if not parts:
            continue
        is_whole = all(unit.polygon is not None for unit in parts)
        # Borders shared to the fifth decimal leave hairline gaps; closing at 1e-6 degree (a decimetre) removes them.
        whole = shapely.union_all([unit.polygon for unit in parts], grid_size=1e-6) if is_whole else None
        middle = (
            whole.centroid
            if whole is not None
            else shapely.MultiPoint([(u.longitude, u.latitude) for u in parts]).centroid
        )
        countries.append(
            Unit(
                pcode=code,
                level=COUNTRY,
                name=COUNTRY_NAMES.get(code, {}),
                aliases=(),
                longitude=middle.x,
                latitude=middle.y,
                area_km2=sum(unit.area_km2 for unit in parts),
                parent=None,
                polygon=whole,
            )
        )
    return countries


COUNTRY_NAMES: Mapping[str, Mapping[str, str]] = {"SY": {"en": "Syria", "ar": "سوريا"}}
