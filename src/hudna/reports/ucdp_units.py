"""The unit of a GED event that is known no better: its district, governorate or country, found by the names UCDP writes.

Of 57 district spellings in the Syria release 47 fold to a name of COD-AB; ten have a row in `ucdp_districts.csv`, each with its reason.
"""

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

import polars as pl

from hudna.reports.place_names import unit_named
from hudna.terms import COUNTRY, DISTRICT, GOVERNORATE, Gazetteer

TO_THE_DISTRICT = "3"
TO_THE_GOVERNORATE = ("4", "5")  # 5 is a stretch of road or coast within it
_KEYS = ["where_prec", "country", "adm_1", "adm_2"]


def units_of_events(events: pl.DataFrame, *, gazetteer: Gazetteer | None) -> pl.DataFrame:
    """Give `unit` for each distinct where_prec, country, adm_1 and adm_2 (3 to 7); null where no name is found.

    What is missing or not found at one level is looked for at the next wider one, which holds it.
    """
    asked = events.select(_KEYS).unique().sort(_KEYS)
    units = [_unit(*names, gazetteer=gazetteer) for names in asked.iter_rows()]
    return asked.with_columns(pl.Series("unit", units, dtype=pl.String))


def district_named(country: str, adm_2: str, *, gazetteer: Gazetteer) -> str | None:
    """Find the p-code of a district as UCDP writes it: "Mintaqat az Zabadani district", "Tall Abyad district"."""
    alias = _district_aliases().get((country, adm_2))
    if alias:
        return alias if alias in gazetteer else None
    name = re.sub(r"\s+district$", "", adm_2, flags=re.IGNORECASE)
    # "mintaqat" is district and "markaz" central district; the article after them is the name's own, or not written in COD-AB
    bare = re.sub(r"^(mintaqat\s+)?(markaz\s+)?", "", name, flags=re.IGNORECASE)
    without_article = re.sub(r"^(al|as|az|at|ar|ash|ath)\s+", "", bare, flags=re.IGNORECASE)
    found = (
        unit_named(spelling, gazetteer=gazetteer, level=DISTRICT)
        for spelling in (name, bare, without_article, f"Al {without_article}")
    )
    return next((pcode for pcode in found if pcode), None)


def _unit(where_prec: str, country: str, adm_1: str, adm_2: str, *, gazetteer: Gazetteer | None) -> str | None:
    if gazetteer is None:
        return None
    unit = None
    if where_prec == TO_THE_DISTRICT and adm_2:
        unit = district_named(country, adm_2, gazetteer=gazetteer)
    if unit is None and where_prec in (TO_THE_DISTRICT, *TO_THE_GOVERNORATE) and adm_1:
        bare = re.sub(r"\s+(governorate|province)$", "", adm_1, flags=re.IGNORECASE)
        unit = next(
            (found for name in (adm_1, bare) if (found := unit_named(name, gazetteer=gazetteer, level=GOVERNORATE))),
            None,
        )
    return unit or unit_named(country, gazetteer=gazetteer, level=COUNTRY)


@lru_cache(maxsize=1)
def _district_aliases() -> Mapping[tuple[str, str], str]:
    text = resources.files("hudna.reports").joinpath("ucdp_districts.csv").read_text(encoding="utf-8")
    return {(row["country"], row["adm_2"]): row["pcode"] for row in csv.DictReader(text.splitlines())}
