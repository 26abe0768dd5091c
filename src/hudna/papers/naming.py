"""What things are called on paper: names of actors, kinds, zones and roles, and the words of the terms."""

from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel

from hudna.papers.evaluation import Names, Outline, TermWords
from hudna.terms import GOVERNORATE, ActorRegister, Agreement, Gazetteer, bare_name, is_arabic, kind_tree, target_tree


def name_things(agreement: Agreement, actors: ActorRegister, gazetteer: Gazetteer | None = None) -> Names:
    """Collect what the actors, kinds, targets, zones and terms of an evaluation are called, in every language known.

    A zone that is one unit of the gazetteer, and has no name of its own, goes by the unit's.
    """
    return Names(
        actors=_both({id_: actors.actor(id_).name for id_ in actors.ids}, _named(agreement.actors)),
        kinds={id_: kind_tree().nodes[id_].name for id_ in kind_tree().ids},
        targets={id_: target_tree().nodes[id_].name for id_ in target_tree().ids},
        zones=_both(_units(agreement, gazetteer), _named(agreement.zones)),
        terms={
            id_: _words(term.text, term.summary) for id_, term in agreement.terms.items() if term.text or term.summary
        },
    )


def name_places(places: Iterable[str], gazetteer: Gazetteer | None) -> dict[str, Mapping[str, str]]:
    """Give the names of places, as sources wrote them, in the languages in which the gazetteer has the very same name.

    Nested units often share it (a governorate, its district, its subdistrict): the shortest form is taken. Where two places of one name
    are called differently in the other language, there is none.
    """
    found: dict[str, Mapping[str, str]] = {}
    for place in sorted(set(places) - {""}) if gazetteer else ():
        entries = gazetteer.named(place) if gazetteer else []
        names = {language: _one_name([entry.name.get(language, "") for entry in entries]) for language in ("en", "ar")}
        own = "ar" if is_arabic(place) else "en"
        if entries and any(names.values()):
            found[place] = {language: name for language, name in {**names, own: place}.items() if name}
    return found


def outlines(gazetteer: Gazetteer | None) -> tuple[Outline, ...]:
    """Give the governorates of the country as outlines for a map; none without a gazetteer that has them."""
    units = gazetteer.units.values() if gazetteer else ()
    return tuple(
        Outline(name=unit.name, shape=unit.polygon) for unit in units if unit.level == GOVERNORATE and not unit.is_disc
    )


def facts_not_reread(agreement: Agreement) -> tuple[tuple[str, str], ...]:
    """List the parts of the agreement marked `trust: known`: (part, field; or the whole part)."""
    found: list[tuple[str, str]] = []
    for section in ("parties", "guarantors", "bodies", "others", "zones", "terms", "exclusions", "escalation"):
        parts = getattr(agreement, section)
        named = parts.items() if isinstance(parts, Mapping) else ((part.rung, part) for part in parts)
        for name, part in named:
            found += [(name, field) for field in _known_fields(part)]
            for row, clause in (getattr(part, "rows", None) or {}).items():
                found += [(f"{name}/{row}", field) for field in _known_fields(clause)]
    return tuple(found)


def is_proposal(agreement: Agreement) -> bool:
    """Tell whether its ladder is ours: a rung cites the source `proposal`, as the casebook's guaranteed versions do."""
    return any(rung.source == "proposal" for rung in agreement.escalation)


def _known_fields(part: BaseModel) -> Iterator[str]:
    trust = getattr(part, "trust", None)
    if trust == "known":
        yield "whole"
    elif isinstance(trust, Mapping):
        yield from (field for field, word in trust.items() if word == "known")


def _units(agreement: Agreement, gazetteer: Gazetteer | None) -> dict[str, Mapping[str, str]]:
    if gazetteer is None or gazetteer.name != agreement.gazetteer:
        return {}
    return {
        id_: {language: name for language, name in gazetteer.units[zone.admin].name.items() if name}
        for id_, zone in agreement.zones.items()
        if isinstance(zone.admin, str) and zone.admin in gazetteer
    }


def _both(
    known: Mapping[str, Mapping[str, str]], added: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, str]]:
    """Put names together language by language: an agreement that names an actor in English takes no Arabic name away."""
    return {
        id_: {**known.get(id_, {}), **added.get(id_, {})}
        for id_ in (*known, *(id_ for id_ in added if id_ not in known))
    }


def _one_name(names: Iterable[str]) -> str | None:
    told = [name for name in names if name]
    return min(told, key=lambda name: (len(name), name)) if len({bare_name(name) for name in told}) == 1 else None


def _named(parts: Mapping[str, BaseModel]) -> dict[str, Mapping[str, str]]:
    names = {id_: getattr(part, "name", None) for id_, part in parts.items()}
    return {id_: {"en": name} if isinstance(name, str) else dict(name) for id_, name in names.items() if name}


def _words(text: object, summary: object) -> TermWords:
    words = text or summary
    return TermWords(
        words={"en": words} if isinstance(words, str) else dict(words),  # type: ignore[call-overload]
        form="text" if text else "summary",
    )
