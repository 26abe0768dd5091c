"""Keys of the agreement file on paper. In English a key is a word already; in Arabic its words stand first and the key after them."""

from markupsafe import Markup

from hudna.papers.change_labels import word_of_key
from hudna.papers.words import Words


def say_key(words: Words, key: str, section: str = "") -> Markup:
    """Name a key such as `deadline` or `quantity.of`, as somebody who looks for it in the file needs it."""
    return words.key(key, word_of_key(words, key.split(".")[0], section))


def say_section(words: Words, section: str) -> Markup:
    """Name a section of the file."""
    told = {
        "history": words.say("history"),
        "in_force": words.say("time in force"),
        "phases": words.say("phases"),
        "proof": words.say("standards of proof"),
        "counting": words.say("how breaches are counted"),
        "parties": words.say("parties"),
        "guarantors": words.say("guarantors"),
        "bodies": words.say("bodies"),
        "others": words.say("third states"),
        "actors": words.say("armed groups"),
        "arms": words.say("arms"),
        "lines": words.say("lines"),
        "zones": words.say("zones"),
        "terms": words.say("terms"),
        "tranches": words.say("tranches"),
        "exclusions": words.say("exclusions"),
        "classes": words.say("classes of breaches"),
        "escalation": words.say("ladder"),
        "complaints": words.say("complaints"),
        "ending": words.say("ending"),
        "watch": words.say("what is watched"),
        "record": words.say("record"),
        "languages": words.say("languages"),
        "published": words.say("publication"),
        "unread": words.say("parts nobody here has seen"),
    }.get(section)
    return words.key(section, told)


def say_gap(words: Words, gap: str) -> Markup:
    """Say a gap as the engine writes it: `undefined: in`, `disputed: from of in_force`."""
    word, _, where = gap.partition(": ")
    key, _, part = where.partition(" of ")
    told = {
        "silent": words.say("silent"),
        "undefined": words.say("undefined"),
        "disputed": words.say("disputed"),
        "unread": words.say("unread"),
        "zone": words.say("zone"),
    }.get(word)
    if words.language == "en" or told is None:
        return words.data(gap, "en")
    at = say_key(words, key, part)
    return words.say("{gap}: {key}", gap=told, key=words.commas([say_section(words, part), at]) if part else at)
