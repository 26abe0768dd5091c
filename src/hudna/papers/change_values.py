"""Values of a change in words: lists of names, durations, days, areas, and the four ways in which a deal can fail to say something."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from hudna.papers.comparison import Comparison
from hudna.papers.sentences import say_standard
from hudna.papers.words import Words
from hudna.terms import end_of_local_day, kind_tree, parse_duration, target_tree

SHOWN = 6  # names of a long list that are said; of the others how many


def say_value(words: Words, comparison: Comparison, value: Any, measure: str) -> Markup:
    """Say a value as a person would: what it is first, then (of a gap) that nobody can measure it, or who disputes it."""
    if value is None:
        return words.say("nothing")
    if isinstance(value, Mapping):
        if "undefined" in value:
            return words.say("“{words}”, which nobody can measure", words=words.data(value["undefined"]))
        if "unread" in value:
            return words.say("something not seen here: {words}", words=words.data(value["unread"]))
        if "disputed" in value:
            told = [say_value(words, comparison, each["val"], measure) for each in value["disputed"]]
            return words.say("disputed: {values}", values=words.listed(told, last="or"))
    return SAYERS.get(measure, _say_plain)(words, comparison, value)


def say_names(words: Words, names: Sequence[Markup]) -> Markup:
    """List names, of a long list the first ones and how many more there are."""
    if not names:
        return words.say("nobody and nothing")
    if len(names) <= SHOWN:
        return words.listed(names)
    rest = len(names) - SHOWN + 1
    more = words.count("{n} more", "{n} more", rest)
    return words.listed([*names[: SHOWN - 1], more])


def name_of(words: Words, comparison: Comparison, id_: str, measure: str = "") -> Markup:
    """Name what an id stands for: a role, an actor, a kind, a target, a zone."""
    if id_ == "each_other":
        return words.say("each other")
    if id_ == "all":
        return words.say("everybody")
    if id_ == "anyone":
        return words.say("everybody whom it protects")
    if id_ == "public":
        return words.say("the public")
    if id_ == "guarantor":
        return words.say("the guarantor of the accused")
    if measure in ("terms", "words", "classes"):
        return words.isolated(id_) if measure == "terms" else words.data(id_.replace("_", " "), "en")
    names = comparison.names
    for known in (comparison.roles, names.zones if measure == "zones" else {}, names.actors):
        if known.get(id_):
            return words.name(known[id_], id_)
    for tree in (kind_tree(), target_tree()):
        if id_ in tree:
            return words.name(tree.nodes[id_].name, id_)
    arms = kind_tree().arms
    return words.name(names.zones.get(id_) or comparison.others.get(("arms", id_)) or arms.get(id_), id_)


def _say_list(measure: str) -> Callable[[Words, Comparison, Any], Markup]:
    def say(words: Words, comparison: Comparison, value: Any) -> Markup:
        ids = [value] if isinstance(value, str) else list(value)
        if not all(isinstance(id_, str) for id_ in ids):
            return _say_plain(words, comparison, value)
        return say_names(words, [name_of(words, comparison, id_, measure) for id_ in ids])

    return say


def say_duration(words: Words, comparison: Comparison, value: str) -> Markup:
    """Say a duration as it is counted: in months and days of the calendar, or in hours."""
    told = parse_duration(value)
    minutes = round(told.exact / timedelta(minutes=1))
    parts = [
        words.count("{n} month", "{n} months", told.months) if told.months else None,
        words.count("{n} day", "{n} days", told.days) if told.days else None,
        words.count("{n} hour", "{n} hours", minutes // 60) if minutes >= 60 else None,
        words.count("{n} minute", "{n} minutes", minutes % 60) if minutes % 60 else None,
    ]
    return words.listed([part for part in parts if part is not None]) or words.count("{n} minute", "{n} minutes", 0)


def _say_due(words: Words, comparison: Comparison, value: Any) -> Markup:
    """A due instant is an exclusive end: of a whole day, the day before it."""
    if not isinstance(value, str):
        return _say_plain(words, comparison, value)
    at = datetime.fromisoformat(value)
    last_day = words.local(at - timedelta(microseconds=1)).date()
    return words.due_day(at) if end_of_local_day(last_day, words.clock) == at else words.moment(at)


def _say_moment(words: Words, comparison: Comparison, value: Any) -> Markup:
    return words.moment(datetime.fromisoformat(value))


def _say_times(words: Words, comparison: Comparison, value: Sequence[Sequence[str | None]]) -> Markup:
    spans = []
    for begins, ends in value:
        first = words.say("since ever") if begins is None else _say_moment(words, comparison, begins)
        last = words.say("no end") if ends is None else _say_due(words, comparison, ends)
        spans.append(words.say("{first} to {last}", first=first, last=last))
    return words.listed(spans) or words.say("at no time for certain")


def _say_quantity(words: Words, comparison: Comparison, value: Mapping[str, Any]) -> Markup:
    said = []
    unit = words.data(str(value.get("unit", "")).replace("_", " "), "en")
    for key in ("exactly", "at_least", "at_most", "between", "all"):
        if value.get(key) is None:
            continue
        told = value[key]
        if isinstance(told, Mapping):
            number = say_value(words, comparison, told, "number")
        elif key == "between":
            number = words.say("{first} to {last}", first=words.number(told[0]), last=words.number(told[1]))
        else:
            number = Markup(words.number(told)) if key != "all" else Markup("")
        said.append({
            "exactly": words.say("{amount} {unit}", amount=number, unit=unit),
            "at_least": words.say("at least {amount} {unit}", amount=number, unit=unit),
            "at_most": words.say("at most {amount} {unit}", amount=number, unit=unit),
            "between": words.say("{amount} {unit}", amount=number, unit=unit),
            "all": words.say("all {unit}", unit=unit),
        }[key])  # fmt: skip
    if not said:
        said.append(words.say("no fixed amount"))
    rest = {
        key: told
        for key, told in value.items()
        if key not in ("exactly", "at_least", "at_most", "between", "all", "unit")
    }
    if rest:
        said.append(_say_plain(words, comparison, rest))
    return words.commas(said)


def _say_number(words: Words, comparison: Comparison, value: Any) -> Markup:
    return Markup(f"{value:g}") if isinstance(value, int | float) else _say_plain(words, comparison, value)


def _say_standard(words: Words, comparison: Comparison, value: Any) -> Markup:
    return say_standard(words, value)


def _say_truth(words: Words, comparison: Comparison, value: Any) -> Markup:
    return words.say("yes") if value is True or value == "yes" else words.say("no")


def _say_ground(words: Words, comparison: Comparison, value: Any) -> Markup:
    """The shape of a zone as the file writes it."""
    circle = value.get("circle") if isinstance(value, Mapping) else None
    if isinstance(circle, Mapping) and isinstance(circle.get("km"), int | float):
        place = words.isolated(f"{circle['lat']:g}, {circle['lon']:g}")
        return words.say("a circle of {km} km around {place}", km=f"{circle['km']:g}", place=place)
    return _say_plain(words, comparison, value)


def _say_plain(words: Words, comparison: Comparison, value: Any) -> Markup:
    """Whatever has no words of its own, key by key as the file writes it."""
    if isinstance(value, bool):
        return _say_truth(words, comparison, value)
    if isinstance(value, Mapping):
        if {"undefined", "unread", "disputed"} & value.keys():
            return say_value(words, comparison, value, "")
        return words.commas([
            words.say("{term}: {key}", term=words.data(str(key).replace("_", " "), "en"), key=_say_plain(words, comparison, told))
            for key, told in value.items()
        ])  # fmt: skip
    if isinstance(value, list | tuple):
        return words.listed([_say_plain(words, comparison, each) for each in value])
    if isinstance(value, int | float):
        return _say_number(words, comparison, value)
    return _words_of_the_format(words).get(str(value)) or words.data(str(value).replace("_", " "), "en")


def _words_of_the_format(words: Words) -> dict[str, Markup]:
    """Give the words that the agreement file knows as values of its rules."""
    return {
        "different": words.say("different"),
        "any": words.say("any"),
        "none": words.say("none"),
        "next_rung": words.say("next rung"),
        "taken_as_accepted": words.say("taken as accepted"),
        "wait": words.say("wait"),
        "go_on": words.say("go on"),
        "substitute": words.say("substitute"),
        "bound": words.say("bound"),
        "free": words.say("free"),
        "never_ends": words.say("never ends"),
        "may_end": words.say("may end"),
        "irrelevant": words.say("irrelevant"),
        "in_steps": words.say("in steps"),
        "in_proportion": words.say("in proportion"),
        "together": words.say("together"),
        "as_listed": words.say("as listed"),
        "protected": words.say("protected"),
        "excluded": words.say("excluded"),
        "striker": words.say("striker"),
        "complainant": words.say("complainant"),
        "consent": words.say("consent"),
        "unless_refused": words.say("unless refused"),
        "incident": words.say("incident"),
        "explosion": words.say("explosion"),
        "round": words.say("round"),
        "presumed_breach": words.say("presumed breach"),
        "no_inference": words.say("no inference"),
    }


SAYERS: Mapping[str, Callable[[Words, Comparison, Any], Markup]] = {
    **{measure: _say_list(measure) for measure in ("kinds", "roles", "actors", "targets", "arms", "zones", "terms", "classes", "words", "phases")},
    "duration": say_duration, "due": _say_due, "moment": _say_moment, "times": _say_times, "quantity": _say_quantity, "number": _say_number,
    "standard": _say_standard, "truth": _say_truth, "ground": _say_ground,
}  # fmt: skip
