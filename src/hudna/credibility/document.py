"""The text of an assumptions file, held against its format and the ids of its agreement, with a place for every number."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hudna.credibility.catalogue import LEAVES, Leaf
from hudna.credibility.reading import Path, Reading, is_number, known_keys, known_names, shown
from hudna.credibility.said_by_terms import SaidByTerms
from hudna.credibility.written_ranges import OF_A_NUMBER, OF_EVERY_PART, Told, read_number
from hudna.terms import Agreement, dotted, kind_tree

VERSION = 1
PLAIN = (
    "assumptions",
    "agreement",
    "unit",
    "elicited",
    "correlated",
    "verdict",
    "parties.*.mirror.term",
    "guarantors.*.answers_for",
    "guarantors.*.fights",
    "guarantors.*.lever.what",
    "monitoring.rules_on",
    "exchange.order",
)
"""Keys that hold no number of the deal."""
UNIT = "day_of_deal"
MOST_DRAWS = 100_000


@dataclass
class Written:
    """What the file says, before the terms and the defaults fill it up."""

    parties: tuple[str, ...] = ()
    guarantors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    kinds_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, Told] = field(default_factory=dict)
    plain: dict[str, Any] = field(default_factory=dict)
    linked_by: dict[str, str] = field(default_factory=dict)
    answers_for: dict[str, list[str]] = field(default_factory=dict)
    fights: dict[str, bool] = field(default_factory=dict)
    levers: dict[str, list[str]] = field(default_factory=dict)
    rules_on: dict[str, str] = field(default_factory=dict)
    exchange_order: tuple[str, ...] = ()
    elicited: dict[str, Any] = field(default_factory=dict)
    correlated: list[Any] = field(default_factory=list)
    alpha: float = 0.75
    draws: int = 400
    seed: int = 1


def read_written(reading: Reading, agreement: Agreement, terms: SaidByTerms) -> Written:
    """Read all that the file writes; what is wrong with it goes to `reading`."""
    written = Written()
    ids: Mapping[str, tuple[str, ...]] = {
        "party": terms.parties,
        "guarantor": tuple(agreement.guarantors),
        "kind": kind_tree().ids,
    }
    data = reading.document.data
    if not data:
        return written
    _walk(data, (), "", written, ids, reading)
    _read_head(data, agreement, reading)
    parties = data.get("parties") if isinstance(data.get("parties"), dict) else {}
    guarantors = data.get("guarantors") if isinstance(data.get("guarantors"), dict) else {}
    assert isinstance(parties, dict)
    assert isinstance(guarantors, dict)
    written.parties = tuple(party for party in terms.parties if party in parties)
    written.guarantors = tuple(g for g in agreement.guarantors if g in guarantors)
    for party in written.parties:
        kinds = parties[party].get("kinds") if isinstance(parties[party], dict) else None
        written.kinds_of[party] = tuple(kinds) if isinstance(kinds, dict) else ()
        if not written.kinds_of[party]:
            reading.note(("parties", party), "no kinds of breach", "`kinds:` with at least one")
    written.kinds = _fire_first(dict.fromkeys(kind for kinds in written.kinds_of.values() for kind in kinds))
    _read_plain(written, ids, reading)
    return written


def _fire_first(kinds: Iterable[str]) -> tuple[str, ...]:
    """Put the kinds in their order, with attacks first: accidents and retaliation are of the first kind."""
    attacks = kind_tree().below("armed_attack")
    return tuple(sorted(kinds, key=lambda kind: kind not in attacks))


def _walk(
    value: Any, path: Path, pattern: str, written: Written, ids: Mapping[str, tuple[str, ...]], reading: Reading
) -> None:
    """Go down the file, a leaf at a time; `pattern` is the path with `*` for ids."""
    if pattern in PLAIN:
        written.plain[dotted(path)] = value
        return
    leaf = LEAVES.get(pattern)
    if leaf is not None and not _is_for_each(value, leaf):
        told = read_number(value, path, leaf, reading)
        if told is not None:
            written.values[dotted(path)] = told
        return
    if leaf is not None:
        for id_, inner in value.items():
            if id_ not in ids[leaf.by or ""]:
                known = ids[leaf.by or ""]
                reading.note(
                    (*path, id_), repr(id_), f"a {leaf.by} of the agreement" if leaf.by != "kind" else "a kind", known
                )
            elif told := read_number(inner, (*path, id_), leaf, reading):
                written.values[dotted((*path, id_))] = told
        return
    if not isinstance(value, dict):
        reading.note(path, shown(value), f"a mapping with keys such as {', '.join(_keys_below(pattern)[:3])}")
        return
    for key, inner in value.items():
        keys = _keys_below(pattern)
        below = f"{pattern}.{key}" if pattern else key
        if "*" in keys:
            space = {"parties": "party", "guarantors": "guarantor", "parties.*.kinds": "kind"}.get(pattern, "party")
            if key not in ids[space]:
                reading.note(
                    (*path, key),
                    repr(key),
                    f"a {space} of the agreement" if space != "kind" else "a kind of the tree of kinds",
                    ids[space],
                )
                continue
            below = f"{pattern}.*"
        elif key in OF_EVERY_PART and pattern:
            continue
        elif key not in keys:
            reading.note((*path, key), f"the unknown key {key!r}", f"one of {', '.join(keys)}", keys)
            continue
        _walk(inner, (*path, key), below, written, ids, reading)


def _keys_below(pattern: str) -> list[str]:
    start = f"{pattern}." if pattern else ""
    return list(dict.fromkeys(p.removeprefix(start).split(".")[0] for p in (*PLAIN, *LEAVES) if p.startswith(start)))


def _is_for_each(value: Any, leaf: Leaf) -> bool:
    return leaf.by is not None and isinstance(value, dict) and not set(value) & set(OF_A_NUMBER)


def _read_head(data: dict[str, Any], agreement: Agreement, reading: Reading) -> None:
    """Note a version that we cannot read, numbers that are about another deal, or of another unit."""
    if data.get("assumptions") != VERSION or isinstance(data.get("assumptions"), bool):
        found = f"version {data['assumptions']!r}" if "assumptions" in data else "no version"
        reading.note(("assumptions",), found, f"`assumptions: {VERSION}`")
    if data.get("agreement") != agreement.id:
        reading.note(
            ("agreement",), repr(data.get("agreement")), f"the id of the agreement, {agreement.id}", [agreement.id]
        )
    if data.get("unit", UNIT) != UNIT:
        reading.note(
            ("unit",),
            repr(data["unit"]),
            f"{UNIT}: every payoff is counted in days of the deal's benefit to that player",
        )


def _read_plain(written: Written, ids: Mapping[str, tuple[str, ...]], reading: Reading) -> None:
    for dotted_path, value in written.plain.items():
        path = tuple(dotted_path.split("."))
        match path:
            case ("parties", party, "mirror", "term"):
                written.linked_by[party] = str(value)
            case ("guarantors", guarantor, "answers_for"):
                written.answers_for[guarantor] = known_names(
                    value, path, ids["party"], "a party of the agreement", reading
                )
            case ("guarantors", guarantor, "lever", "what"):
                written.levers[guarantor] = known_names(value, path, None, "a list of words", reading)
            case ("guarantors", guarantor, "fights"):
                if isinstance(value, bool):
                    written.fights[guarantor] = value
                else:
                    reading.note(path, shown(value), "true or false")
            case ("monitoring", "rules_on"):
                for party in known_keys(value, path, ids["party"], reading):
                    written.rules_on[party] = str(value[party])
            case ("exchange", "order"):
                order = tuple(known_names(value, path, ids["party"], "a party of the agreement", reading))
                if len(set(order)) != 2 or set(order) != set(written.parties):
                    reading.note(
                        path, ", ".join(order) or shown(value), "the two parties, the one that gives first in front"
                    )
                written.exchange_order = order
            case ("elicited",):
                written.elicited = value if isinstance(value, dict) else {}
            case ("correlated",):
                if isinstance(value, list):
                    written.correlated = value
                else:
                    reading.note(path, shown(value), "a list such as [[gain, war_value, 0.5]]")
            case ("verdict",):
                _read_verdict(written, value, reading)
    if "exchange" in reading.document.data and not written.exchange_order:
        reading.note(("exchange",), "no `order`", "`order: [who gives first, who gives second]`")


def _read_verdict(written: Written, value: Any, reading: Reading) -> None:
    known = ("alpha", "draws", "seed")
    for key in known_keys(value, ("verdict",), known, reading):
        given, path = value[key], ("verdict", key)
        if key == "alpha":
            if is_number(given) and 0 < given < 1:
                written.alpha = float(given)
            else:
                reading.note(path, shown(given), "a share between 0 and 1, such as 0.75")
        elif (
            not isinstance(given, int)
            or isinstance(given, bool)
            or not (0 if key == "seed" else 1) <= given <= (2**63 if key == "seed" else MOST_DRAWS)
        ):
            reading.note(
                path,
                shown(given),
                "a whole number, 0 or more" if key == "seed" else f"a whole number from 1 to {MOST_DRAWS:,}",
            )
        elif key == "draws":
            written.draws = given
        else:
            written.seed = given
