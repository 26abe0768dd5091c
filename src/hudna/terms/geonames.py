"""GeoNames dumps as rows of a gazetteer: populated places with a point, and their names in English and Arabic.

A dump is one table without header: tab-separated, UTF-8, 19 columns, nothing quoted. `alternateNamesV2` (10 columns) says in which
language a further name is. Source: https://download.geonames.org/export/dump/readme.txt. Licence: CC BY 4.0.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from hudna.terms.gazetteer_rows import Wrong
from hudna.terms.spelling import is_arabic

DUMP_COLUMNS, NAMES_COLUMNS = 19, 10
LICENCE = "CC BY 4.0"
SOURCE = "GeoNames"
# GeoNames does not say how far off a point may be. The middle of a town is taken as within 2 km of whatever is said to have happened
# "in" it, and that of a city of 100,000 as within 6 km: the radii that claims of precision `town` and `city` have.
RADIUS_M, CITY_RADIUS_M, CITY_POPULATION = 2_000, 6_000, 100_000
GONE = frozenset(
    {"PPLH", "PPLCH", "PPLQ", "PPLW"}
)  # historical, abandoned, destroyed: old reports still use their names
NO_NAMES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny", "abbr"})


class FurtherName(NamedTuple):
    """A row of alternateNamesV2: language, name, whether it is the one preferred there."""

    language: str
    name: str
    is_preferred: bool


def read_dump(
    lines: Iterable[str], names: Mapping[str, list[FurtherName]]
) -> Iterator[tuple[int, dict[str, str] | Wrong | None]]:
    """Give each line by its number (from 1): cells for `places.csv`, what is wrong with it, or None for what is no populated place."""
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != DUMP_COLUMNS:
            yield number, Wrong("line", f"{len(cells)} columns", f"{DUMP_COLUMNS} columns, tabs between them")
        elif cells[6] != "P":
            yield number, None
        else:
            yield number, _place(cells, names.get(cells[0], []))


def read_names(
    lines: Iterable[str], wanted: frozenset[str]
) -> tuple[dict[str, list[FurtherName]], list[tuple[int, Wrong]]]:
    """Read alternateNamesV2: the names of the places wanted, by geonameid, and the lines that cannot be read."""
    found: dict[str, list[FurtherName]] = {}
    wrong = []
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) not in (8, NAMES_COLUMNS):  # the older table has neither `from` nor `to`
            wrong.append(
                (number, Wrong("line", f"{len(cells)} columns", f"{NAMES_COLUMNS} columns, tabs between them"))
            )
        elif cells[1] in wanted and cells[2] not in NO_NAMES and not cells[2].startswith("fr_"):
            found.setdefault(cells[1], []).append(FurtherName(cells[2], cells[3], cells[4] == "1"))
    return found, wrong


def _place(cells: list[str], further: list[FurtherName]) -> dict[str, str]:
    geonameid, name, ascii_name, others, latitude, longitude = cells[:6]
    by_language = {
        language: next(
            (
                each.name
                for each in sorted(further, key=lambda each: not each.is_preferred)
                if each.language == language
            ),
            "",
        )
        for language in ("en", "ar")
    }
    spellings = [name, ascii_name, *others.split(","), *(each.name for each in further)]
    arabic = [each for each in spellings if is_arabic(each)]
    latin = [each for each in spellings if each.isascii() or not is_arabic(each)]
    name_en = by_language["en"] or ("" if is_arabic(name) else name)
    name_ar = by_language["ar"] or (arabic[0] if arabic else "")
    population = int(cells[14]) if cells[14].isascii() and cells[14].isdigit() else 0
    return {
        "id": f"geonames:{geonameid}" if geonameid else "",
        "name_en": name_en,
        "name_ar": name_ar,
        "aliases_en": _joined(latin, without=name_en),
        "aliases_ar": _joined(arabic, without=name_ar),
        "lat": latitude,
        "lon": longitude,
        "radius_m": str(CITY_RADIUS_M if population >= CITY_POPULATION else RADIUS_M),
        "unit": "",
        "source": f"{SOURCE}, {cells[18]}" + (", no longer lived in" if cells[7] in GONE else ""),
        "licence": LICENCE,
    }


def _joined(names: list[str], *, without: str) -> str:
    return "|".join(dict.fromkeys(name.replace("|", " ") for name in names if name and name != without))
