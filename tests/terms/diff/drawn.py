"""Versions drawn at random: a deal with bans, leave, exclusions, duties, a ladder and standards; one place of it said otherwise; and one
that says the same in another order, with other words and other numbers.
"""

from copy import deepcopy
from io import StringIO
from random import Random
from typing import Any

from ruamel.yaml import YAML

from reference.texts import draw_text

DURATIONS = ["PT2H", "PT48H", "P2D", "P14D", "P2W", "P1M"]
STANDARDS = ["reported", "reasonable_suspicion", "reasonable_grounds", "clear_and_convincing"]


def draw_deal(rng: Random) -> dict[str, Any]:
    """The prohibitions of `reference.texts` with duties, tranches, classes, a ladder and standards added."""
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(draw_text(rng))
    data["day_zero"] = rng.choice(["2016-02-28", "2016-02-29"])
    data["terms"] |= {
        "4": draw_duty(rng) | {"text": {"en": rng.choice(["Aid comes", "Aid shall come"])}},
        "5": draw_duty(rng) | rng.choice([{}, {"after": ["4"]}, {"mirrors": "4", "at_most": rng.choice(DURATIONS)}, {"sustain": True}]),
    }  # fmt: skip
    for id_ in ("1", "2", "3"):
        data["terms"][id_] |= rng.choice([{}, {}, {"after": ["4"]}]) if id_ != "3" else rng.choice([{}, {"judged": ["proportion"]}, {
            "needs": [{"act": "armed_attack", "by": ["target"], "since": rng.choice(["PT1H", "PT12H"])}]}])  # fmt: skip
    data["classes"] = {
        "grave": {"kinds": [rng.choice(["air_strike", "shelling"])], "or": {"killed": rng.choice([1, 5])}},
        "other": {},
    }
    data["proof"] = {
        "notice": rng.choice(STANDARDS[:2]),
        "breach": rng.choice(STANDARDS),
        "thresholds": {"reasonable_grounds": rng.choice([0.3, 0.5])},
    }
    data["escalation"] = [
        {"rung": "notice", "to": "guarantor", "within": rng.choice(DURATIONS)},
        {"rung": "answer", "to": "guarantor", "stops_when": ["accepted"], **rng.choice([{}, {"classes": ["grave"]}])},
    ]  # fmt: skip
    return data


def draw_duty(rng: Random) -> dict[str, Any]:
    due = rng.choice([{"deadline": {"day": rng.choice([1, 2, 3])}}, {"within": rng.choice(DURATIONS)}, {"every": "P1D"}, {},
                      {"deadline": {"undefined": "soon", "within": {"from": "2016-03-01", "until": "2016-03-02"}}}])  # fmt: skip
    return {
        "require": rng.choice(["aid_delivery", "detainee_release"]), "by": rng.choice([["republic"], ["council"], ["republic", "council"]]),
        **rng.choice([{}, {"to": ["z0"]}, {"to": ["z1"]}]), **rng.choice([{}, {"for": ["civilians"]}]),
        **rng.choice([{}, {"quantity": {rng.choice(["exactly", "at_least"]): rng.choice([2, 3]), "unit": "trucks"}}]), **due,
        **rng.choice([{}, {"jointly": True}]),
    }  # fmt: skip


def as_text(data: dict[str, Any]) -> str:
    stream = StringIO()
    YAML(typ="safe", pure=True).dump(_spelled(data), stream)
    return stream.getvalue()


def _spelled(value: Any) -> Any:
    """Dates as the text writes them."""
    if isinstance(value, dict):
        return {key: _spelled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_spelled(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


# -- one thing said otherwise ----------------------------------------------------------------------------------------------------------


def mutate(data: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Say one thing as another drawn deal says it, or not at all: any value of any depth may be it."""
    mutant, donor = deepcopy(data), draw_deal(rng)
    paths = [
        path
        for path in _paths(mutant)
        if path[0] not in ("hudna", "id", "clock", "status", "parties", "guarantors", "actors")
    ]
    paths += [("guarantors", "eastland", "answers_within"), ("parties", "republic", "actors")]
    path = rng.choice(paths)
    part, other = _parent(mutant, path), _parent(donor, path)
    if isinstance(other, dict) and path[-1] in other:
        part[path[-1]] = other[path[-1]]
    elif rng.random() < 0.5 and isinstance(part, dict) and len(path) > 2:
        del part[path[-1]]
    elif path[-1] == "actors":
        part["actors"] = ["army"]
    elif path[-1] == "answers_within":
        part["answers_within"] = rng.choice(DURATIONS)
    return mutant


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(*path, step) for step, _ in inner]
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [deeper for step, item in inner for deeper in _paths(item, (*path, step))]


def _parent(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


# -- the same said otherwise -----------------------------------------------------------------------------------------------------------

SETS = frozenset(
    {
        "by",
        "against",
        "forbid",
        "allow",
        "in",
        "into",
        "despite",
        "after",
        "actors",
        "answers_for",
        "stops_when",
        "kinds",
    }
)
ORDERED = frozenset({"classes"})
SPELLINGS = {"P14D": "P2W", "P2W": "P14D", "PT48H": "PT2880M", "PT2H": "PT120M"}
IDS = {"1": "20", "2": "1", "3": "2", "4": "article.4", "5": "4"}


def say_the_same(data: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The deal in another order, with other words, durations spelled otherwise, defaults said aloud and its terms renumbered."""
    told: dict[str, Any] = _reordered(data, rng)
    told |= {"title": {"en": "Another title"}, "version": "2", "sources": {"s": {"title": "a source"}}}
    told["terms"]["1"]["summary"] = {"en": "our words"}
    told["terms"]["2"]["note"] = "a note"
    told["exclusions"]["outsiders"].setdefault("proof_on", "complainant")
    told["proof"].setdefault("suspension", "clear_and_convincing")
    told["terms"]["4"].setdefault("lifesaving", False)
    told["zones"]["unused"] = {"circle": {"lat": 33.2, "lon": 39.1, "km": 1}}
    return _renumbered(told) if rng.random() < 0.7 else told


def _reordered(value: Any, rng: Random, key: str = "") -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        if key not in ORDERED:
            rng.shuffle(items)
        return {name: _reordered(item, rng, name) for name, item in items}
    if isinstance(value, list):
        items = [_reordered(item, rng) for item in value]
        if key in SETS:
            rng.shuffle(items)
        return items
    return SPELLINGS.get(value, value) if isinstance(value, str) else value


def _renumbered(data: dict[str, Any]) -> dict[str, Any]:
    data["terms"] = {IDS[id_]: term for id_, term in data["terms"].items()}
    for term in data["terms"].values():
        for field in ("despite", "after"):
            if field in term:
                term[field] = [IDS[id_] for id_ in term[field]]
        if "mirrors" in term:
            term["mirrors"] = IDS[term["mirrors"]]
    return data
