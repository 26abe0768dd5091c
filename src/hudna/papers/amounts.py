"""Amounts in the units that agreements use, counted as each language counts; a unit without words of its own stays as it is written."""

from markupsafe import Markup

from hudna.papers.words import Words


def say_amount(words: Words, n: float, unit: str | None) -> Markup:
    """Say so many of a unit: `1 person`, `125 persons`, in Arabic `125 شخصًا`."""
    if not unit:
        return Markup(words.number(n))
    whole = int(n)
    told = {
        "persons": words.count("{n} person", "{n} persons", whole),
        "trucks": words.count("{n} truck", "{n} trucks", whole),
        "arms": words.count("{n} weapon", "{n} weapons", whole),
        "boxes": words.count("{n} box", "{n} boxes", whole),
    }.get(unit)
    if told is None or whole != n:
        return words.say("{n} {unit}", n=words.number(n), unit=words.data(unit, "en"))
    return told
