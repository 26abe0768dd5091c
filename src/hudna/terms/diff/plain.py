"""Values of an agreement without their wording: what is left when order, notes, spellings and defaults said aloud are taken off.

Two values with the same plain form mean the same wherever they are looked up in the same names. Lists are sets but where their
order counts; a duration is its length, so that `P2W` is `P14D` (and `PT24H` is no `P1D`: the one is exact, the other ends with a local day);
what nobody can measure and what nobody here has seen are one thing to an evaluation, whatever words stand for it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from hudna.terms.clauses import Clause, Exclusion, Quantity, Tranche
from hudna.terms.clock import parse_duration
from hudna.terms.model import InForce, Renewal
from hudna.terms.procedure import Counting, Proof
from hudna.terms.roles import Guarantor, Party
from hudna.terms.trees import Tree, kind_tree, target_tree
from hudna.terms.values import Disputed, Part, Undefined, Unread

WORDING = frozenset({"source", "trust", "note", "text", "summary", "name", "title"})
"""Fields that describe: they say nothing that could be kept or broken."""

ORDERED = frozenset({"steps", "between", "minus", "escalation", "disputed"})
"""Lists whose order counts; of `minus` the first is what the others are taken from."""

DEFAULTS: Mapping[type[BaseModel], Mapping[str, Any]] = {
    Clause: {"sustain": False, "jointly": False, "lifesaving": False, "against": "anyone"},
    Quantity: {"all": False, "named": False},
    Tranche: {"order": "together", "if_late": "wait"},
    Exclusion: {"proof_on": "complainant", "co_located": "excluded"},
    Party: {"on_split": "bound"},
    Guarantor: {"if_silent": "next_rung"},
    Proof: {
        "notice": "reasonable_suspicion", "breach": "reasonable_grounds", "suspension": "clear_and_convincing", "k": 3, "independent": 2,
        "denial_of_access": "no_inference", "not_attributable": True,
    },
    Counting: {"unit": "incident"},
    InForce: {"endless": True, "on_lapse": "ends"},
    Renewal: {"how": "none"},
}  # fmt: skip
"""What holds where the deal is silent: to say it aloud changes no result (docs/semantics.md)."""

KINDS = frozenset({"forbid", "allow", "kinds", "outcome"})
TARGETS = frozenset({"against", "for", "for_", "still_protected"})

_DURATION = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?|PT(?=\d)(\d+H)?(\d+M)?(\d+S)?")


def plain(value: Any, field: str = "") -> Any:
    """Give the plain form of a value, hashable; None for one that says no more than silence."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        if field == "require":
            return _closed([value], kind_tree())
        return parse_duration(value) if _DURATION.fullmatch(value) else value
    if isinstance(value, Undefined | Unread):
        return ("unknown", plain(value.within, field))
    if isinstance(value, Disputed):
        return _disputed(value, field)
    if isinstance(value, BaseModel):
        return _part(value)
    if isinstance(value, Mapping):
        return frozenset((key, plain(item, key)) for key, item in value.items())
    if field in KINDS | TARGETS and all(isinstance(item, str) for item in value):
        return _closed(value, kind_tree() if field in KINDS else target_tree())
    items = [plain(item) for item in value]
    return tuple(items) if field in ORDERED else frozenset(items)


def fields_of(part: BaseModel) -> dict[str, Any]:
    """Give the fields of a part that say something, by the name the file gives them; what is a default or silent is left out."""
    silent = _defaults(type(part))
    found = {}
    for name, info in type(part).model_fields.items():
        written = getattr(part, name)
        if name in WORDING or written is None or (name in silent and written == silent[name]):
            continue
        if plain(written, name) not in (None, frozenset()):
            found[info.alias or name] = written
    return found


@cache
def _defaults(model: type[BaseModel]) -> Mapping[str, Any]:
    return {name: value for known, told in DEFAULTS.items() if issubclass(model, known) for name, value in told.items()}


def _part(part: BaseModel) -> Any:
    """A part is its fields; one that says nothing is silence."""
    told = frozenset((name, plain(value, name)) for name, value in fields_of(part).items())
    return told or None


def _disputed(value: Disputed[Any, Any], field: str) -> Any:
    """The values as a set, and which of them is reckoned with; one that all sides give is no dispute."""
    values = [plain(version.val, field) for version in value.disputed]
    point = values[0] if value.use is None else plain(value.use, field)
    return point if set(values) == {point} else ("disputed", frozenset(values) | {point}, point)


def _closed(names: Iterable[str], tree: Tree) -> Any:
    """A word of a tree means all below it; `anyone` means everybody, whoever is named besides."""
    told = list(names)
    if "anyone" in told:
        return "anyone"
    return tree.below(*(name for name in told if name in tree)) | {name for name in told if name not in tree}


def written(value: Any) -> Any:
    """Give a value as plain data for people and JSON, as the file would write it, without sources, notes and names."""
    if isinstance(value, BaseModel):
        return {
            info.alias or name: written(getattr(value, name))
            for name, info in type(value).model_fields.items()
            if getattr(value, name) is not None
            and not (isinstance(value, Part) and name in WORDING)
            and name != "source"
        }
    if isinstance(value, Mapping):
        return {str(key): written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    return value
