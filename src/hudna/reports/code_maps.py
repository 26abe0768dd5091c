"""What the codes of event data mean as kinds of the tree: the maps `codes/*_to_kind.csv`, each with how far a code settles the kind.

Mass goes on the kind where one is named, else on all candidates; nobody picks among them. A code that is known and outside the tree is
kept as a claim without a kind. Source: codes/LICENCE.md.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from hudna.reports.lexicon import split

RELATIONS = ("exact", "within", "family", "open", "none")


class CodeMeaning(NamedTuple):
    """The kinds a code may mean: one, several candidates, or none where `relation` is `none` (or open to everything)."""

    relation: str
    kinds: tuple[str, ...]


@lru_cache(maxsize=1)
def acled_kinds() -> Mapping[tuple[str, ...], CodeMeaning]:
    """Give the meaning of each (event_type, sub_event_type), in small letters."""
    return _read_map("acled_to_kind.csv", keys=("event_type", "sub_event_type"))


@lru_cache(maxsize=1)
def cameo_kinds() -> Mapping[tuple[str, ...], CodeMeaning]:
    """Give the meaning of each listed CAMEO code, a text with its leading zeros."""
    return _read_map("cameo_to_kind.csv", keys=("code",))


@lru_cache(maxsize=1)
def ucdp_kinds() -> Mapping[tuple[str, ...], CodeMeaning]:
    """Give the meaning of each UCDP type of violence."""
    return _read_map("ucdp_to_kind.csv", keys=("type_of_violence",))


def meaning_of_cameo(code: str) -> CodeMeaning | None:
    """Look up the whole code, then its first three digits, then its root of two; None for a root that nobody knows."""
    return next((found for part in (code, code[:3], code[:2]) if (found := cameo_kinds().get((part,)))), None)


def rows_of(name: str) -> list[dict[str, str]]:
    """Read one of the files that ship in `codes`."""
    text = resources.files("hudna.reports").joinpath("codes", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _read_map(name: str, *, keys: Sequence[str]) -> dict[tuple[str, ...], CodeMeaning]:
    return {tuple(row[key].lower() for key in keys): _meaning(row) for row in rows_of(name)}


def _meaning(row: Mapping[str, str]) -> CodeMeaning:
    if row["relation"] == "none":
        return CodeMeaning("none", ())
    return CodeMeaning(row["relation"], (row["kind"],) if row["kind"] else tuple(split(row["candidates"], ";")))
