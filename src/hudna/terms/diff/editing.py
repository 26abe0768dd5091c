"""Versions of a file made from the file itself: its terms under other names, or one value in the place of a disputed one."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from hudna.terms.document import Path
from hudna.terms.model import Agreement
from hudna.terms.references import REFERENCES
from hudna.terms.walking import everywhere, find

SPACES_OF_TERMS = frozenset({"term", "duty", "prohibition"})


def edited(agreement: Agreement, data: dict[str, Any]) -> Agreement:
    """Give an agreement of other data that stands where this one stands: same file, same folder, same text."""
    made = Agreement.model_validate(data)
    made._keep(
        replace(agreement._document, data=data), file=agreement.file, folder=agreement.folder, text=agreement.text
    )
    made._sha256 = agreement.sha256
    return made


def with_zone_of(agreement: Agreement, zone: str, other: Agreement) -> Agreement:
    """Give the agreement with one zone as another version has it."""
    data = deepcopy(agreement._document.data)
    data["zones"][zone] = deepcopy(other._document.data["zones"][zone])
    return edited(agreement, data)


# --- terms under other names ---------------------------------------------------------------------------------------------------------


def with_terms_renamed(agreement: Agreement, names: Mapping[str, str]) -> Agreement:
    """Give the agreement with its terms and rows (`term/row`) under other names, and everything that cites them following.

    Args:
        agreement: any.
        names: the new name of each term and each row that gets one; a row keeps standing under its term.
    """
    if not names:
        return agreement
    data = deepcopy(agreement._document.data)
    for path in [path for reference in REFERENCES if SPACES_OF_TERMS & set(reference.spaces)
                 for _, path in find(data, reference.pattern)]:  # fmt: skip
        _put(data, path, _renamed(_at(data, path), names))
    for tranche in (data.get("tranches") or {}).values():
        for step in tranche.get("steps") or ():
            _rename_keys(step, names)
    for id_, term in (data.get("terms") or {}).items():
        rows = term.get("rows")
        if rows:
            _rename_keys(rows, {row: names[f"{id_}/{row}"].split("/", 1)[1] for row in rows if f"{id_}/{row}" in names})
    _rename_keys(data["terms"], names)
    return edited(agreement, data)


def _renamed(name: str, names: Mapping[str, str]) -> str:
    """Give the new name; a row that has none of its own follows its term."""
    term, slash, row = name.partition("/")
    return names.get(name) or f"{names.get(term, term)}{slash}{row}"


def _rename_keys(mapping: dict[str, Any], names: Mapping[str, str]) -> None:
    items = [(_renamed(key, names), value) for key, value in mapping.items()]
    mapping.clear()
    mapping.update(items)


# --- disputed values -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """One of the values on which texts or sides differ: the agreement with this value, and who gives it."""

    agreement: Agreement
    value: Any  # as the file writes it
    source: str | None  # id under `sources`
    is_point: bool  # the value reckoned with: `use`, else the first


@dataclass(frozen=True)
class Dispute:
    """A disputed value, reading by reading; the one reckoned with comes first."""

    path: Path
    readings: tuple[Reading, ...]


def disputes_in(agreement: Agreement) -> Iterator[Dispute]:
    """Give every disputed value of an agreement, in the order of the file; all else that is disputed stays so."""
    for value, path in everywhere(agreement._document.data):
        if isinstance(value, dict) and isinstance(value.get("disputed"), list):
            given = [(version["val"], version.get("source")) for version in value["disputed"]]
            if "use" in value and all(told != value["use"] for told, _ in given):
                given.insert(0, (value["use"], value.get("source")))
            point = value.get("use", given[0][0])
            told = [
                Reading(_settled(agreement, path, one), one, source, is_point=one == point) for one, source in given
            ]
            first = next(reading for reading in told if reading.is_point)
            yield Dispute(path, (first, *(reading for reading in told if reading is not first)))


def _settled(agreement: Agreement, path: Path, value: Any) -> Agreement:
    """Put one value in the place of a dispute. A zone or a line that is disputed keeps its name and times: only its shape is replaced."""
    data = deepcopy(agreement._document.data)
    disputed = _at(data, path)
    if path[:1] in (("zones",), ("lines",)) and len(path) == 2:  # a part itself, no field of it
        kept = {key: part for key, part in disputed.items() if key not in ("disputed", "use")}
        _put(data, path, kept | deepcopy(value))
    else:
        _put(data, path, deepcopy(value))
    return edited(agreement, data)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _put(data: Any, path: Path, value: Any) -> None:
    _at(data, path[:-1])[path[-1]] = value
