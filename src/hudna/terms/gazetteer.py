"""Administrative units and populated places: what `admin` in a zone means, and where a report can have been that gives only a name.

A gazetteer is a folder of tables that people can write (hudna.terms.gazetteer_rows); `cod-ab-syr` ships with the package (licence
beside it). A unit without a polygon stands as a disc of its area around its centroid, and `is_disc` says so. The country is the
union of its governorates unless it has a row of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import shapely

from hudna.problems import Problem, Refused, nearest_name
from hudna.terms.gazetteer_entries import COUNTRY, DISTRICT, GOVERNORATE, SUBDISTRICT, Place, Unit
from hudna.terms.gazetteer_outlines import read_outlines
from hudna.terms.gazetteer_rows import read_places, read_units
from hudna.terms.globe import centroid
from hudna.terms.spelling import bare_name, fold_name, skeletons, transliterations


@dataclass(frozen=True)
class Gazetteer:
    """Units by p-code, countries first, then by level and p-code; populated places by id."""

    name: str
    units: Mapping[str, Unit]
    source: str = ""  # whose lines its polygons are, and as of when
    places: Mapping[str, Place] = field(default_factory=dict)

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
        return [unit for unit in self.named(name) if isinstance(unit, Unit) and level in (None, unit.level)]

    def named(self, name: str) -> list[Unit | Place]:
        """Give every unit, and then every populated place, that goes by a name, or has it as its p-code or id."""
        by_id = self.units.get(name.strip()) or self.places.get(name.strip())
        if by_id is not None:
            return [by_id]
        return [self.entry(key) for key, _ in self._by_name.get(fold_name(name), ())]

    def entry(self, key: str) -> Unit | Place:
        """Give a unit by its p-code or a place by its id. Raises LookupError."""
        return self.units.get(key) or self.places[key]

    def within(self, entry: Unit | Place) -> list[Unit]:
        """Give the units that hold a unit or place, the smallest first."""
        above: list[Unit] = []
        key = entry.parent if isinstance(entry, Unit) else entry.unit
        while key is not None and key in self.units and self.units[key] not in above:
            above.append(self.units[key])
            key = self.units[key].parent
        return above

    @cached_property
    def _by_name(self) -> "Spellings":
        return self._indexed(lambda name: {fold_name(name)})

    @cached_property
    def by_bare_name(self) -> "Spellings":
        """Entries by their names without article and without words such as district."""
        return self._indexed(lambda name: {bare_name(name)})

    @cached_property
    def by_sound(self) -> "Spellings":
        """Entries by the ways their Latin names may be heard."""
        return self._indexed(transliterations)

    @cached_property
    def by_consonants(self) -> "Spellings":
        """Entries by the consonants of their names in either script."""
        return self._indexed(skeletons)

    def _indexed(self, keys: Callable[[str], Iterable[str]]) -> "Spellings":
        index: dict[str, list[tuple[str, str]]] = {}
        entries: list[tuple[str, Unit | Place]] = [*self.units.items(), *self.places.items()]
        for entry_id, entry in entries:
            first: dict[str, str] = {}
            for spelling in (*entry.name.values(), *entry.aliases):
                for key in keys(spelling):
                    first.setdefault(key, spelling)
            for key in sorted(first.keys() - {""}):
                index.setdefault(key, []).append((entry_id, first[key]))
        return index


Spellings = Mapping[
    str, list[tuple[str, str]]
]  # p-codes or ids by a key, each with the first of its spellings that has the key


def read_gazetteer(name_or_folder: str | Path) -> Gazetteer:
    """Read a gazetteer that ships with the package, by name, or one from a folder.

    Raises:
        Refused: there is no such gazetteer, or a row of it cannot be read.
    """
    if isinstance(name_or_folder, Path):
        return _read(name_or_folder.name, name_or_folder)
    if name_or_folder not in shipped_gazetteers():
        if any((Path(name_or_folder) / table).is_file() for table in TABLES):
            return _read(Path(name_or_folder).resolve().name, Path(name_or_folder))
        known = shipped_gazetteers()
        raise Refused(
            [
                Problem(
                    file=name_or_folder,
                    field="gazetteer",
                    found=repr(name_or_folder),
                    expected=f"a folder with {' or '.join(TABLES)}, or one of {', '.join(known)}",
                    nearest=nearest_name(name_or_folder, known),
                )
            ]
        )
    return _read_shipped(name_or_folder)


def shipped_gazetteers() -> tuple[str, ...]:
    """Name the gazetteers that ship with the package."""
    folder = resources.files("hudna.terms").joinpath("gazetteers")
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.joinpath("units.csv").is_file()))


TABLES = ("units.csv", "places.csv")


@lru_cache(maxsize=8)
def _read_shipped(name: str) -> Gazetteer:
    return _read(name, resources.files("hudna.terms").joinpath("gazetteers").joinpath(name))


def _read(name: str, folder: Traversable | Path) -> Gazetteer:
    tables = [table for table in TABLES if folder.joinpath(table).is_file()]
    if not tables:
        found, expected = "no units.csv and no places.csv in the folder", "a table of units, of places, or both"
        raise Refused([Problem(str(name), field="gazetteer", found=found, expected=expected)])
    outlines = read_outlines(folder, name=name)
    units, problems = read_units(folder, outlines, name=name) if "units.csv" in tables else ([], [])
    units += _countries(units)
    by_pcode = {unit.pcode: unit for unit in sorted(units, key=lambda unit: (unit.level, unit.pcode))}
    places, more = read_places(folder, by_pcode, name=name) if "places.csv" in tables else ([], [])
    if problems or more:
        raise Refused([*problems, *more])
    about = folder.joinpath("SOURCE")
    return Gazetteer(
        name=str(name),
        units=by_pcode,
        source=about.read_text(encoding="utf-8").strip() if about.is_file() else "",
        places={place.id: place for place in sorted(places, key=lambda place: place.id)},
    )


def _countries(units: list[Unit]) -> list[Unit]:
    """Make each country without a row the union of its governorates; without all their polygons it has none, and no disc stands for it well."""
    countries = []
    told = {unit.pcode for unit in units if unit.level == COUNTRY}
    for code in sorted({str(unit.parent) for unit in units if unit.level == GOVERNORATE} - told):
        parts = [unit for unit in units if unit.level == GOVERNORATE and unit.parent == code]
        is_whole = all(unit.polygon is not None for unit in parts)
        # Borders shared to the fifth decimal leave hairline gaps; closing at 1e-6 degree (a decimetre) removes them.
        whole = shapely.union_all([unit.polygon for unit in parts], grid_size=1e-6) if is_whole else None
        longitude, latitude = centroid(
            whole if whole is not None else shapely.MultiPoint([(u.longitude, u.latitude) for u in parts])
        )
        countries.append(
            Unit(
                pcode=code,
                level=COUNTRY,
                name=COUNTRY_NAMES.get(code, {}),
                aliases=(),
                longitude=longitude,
                latitude=latitude,
                area_km2=sum(unit.area_km2 for unit in parts),
                parent=None,
                polygon=whole,
            )
        )
    return countries


COUNTRY_NAMES: Mapping[str, Mapping[str, str]] = {"SY": {"en": "Syria", "ar": "سوريا"}}

__all__ = [
    "COUNTRY",
    "DISTRICT",
    "GOVERNORATE",
    "SUBDISTRICT",
    "Gazetteer",
    "Place",
    "Unit",
    "fold_name",
    "read_gazetteer",
    "shipped_gazetteers",
]
