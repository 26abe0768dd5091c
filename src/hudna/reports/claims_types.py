"""What the `type` or `kind` cell of a claims CSV means: kinds of the tree, or a tally. The table is `claims_types.csv` beside this.

Source: the README of casebook/evidence/claims_syria, and the rows `claims_type` of the list of words (kinds/words.csv).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from hudna.problems import nearest_name
from hudna.reports.lexicon import split
from hudna.terms import kind_tree

OUTSIDE = "none"  # kept as a claim, linked and shown like the others, held against no term


@dataclass(frozen=True)
class TypeOf:
    """What one cell means; `problem` says what was expected where nobody knows it."""

    is_tally: bool = False
    kinds: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    place_role: str = "at"
    is_denial: bool = False
    problem: str = ""

    @property
    def is_performance(self) -> bool:
        """Something done that a duty can ask for; only then is a count an amount."""
        return bool(self.kinds) and kind_tree().performances().issuperset(self.kinds)


def read_type(cell: str) -> TypeOf:
    """Read a cell: a word of the table, or ids of kinds with `;` between candidates."""
    known = type_table()
    if cell in known:
        return known[cell]
    kinds = split(cell, ";")
    if kinds == [OUTSIDE]:
        return TypeOf()
    strangers = [kind for kind in kinds if kind not in kind_tree()]
    if kinds and not strangers:
        return TypeOf(kinds=tuple(kinds))
    expected = "a kind of the tree, a type of the table of types, or none"
    near = nearest_name(strangers[0], [*kind_tree().ids, *known]) if strangers else None
    return TypeOf(problem=expected + (f"; did you mean {near!r}?" if near else ""))


@lru_cache(maxsize=1)
def type_table() -> Mapping[str, TypeOf]:
    """Read the table of types that ships with the package."""
    text = resources.files("hudna.reports").joinpath("claims_types.csv").read_text(encoding="utf-8")
    return {
        row["type"]: TypeOf(
            is_tally=row["form"] == "tally",
            kinds=() if row["kind"] == OUTSIDE else (row["kind"],),
            arms=tuple(split(row["arm"], ";")),
            targets=tuple(split(row["target"], ";")),
            place_role=row["place_role"],
            is_denial=row["is_denial"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    }
