"""Names: every name of an agreement file is looked up in the space that its field reads (docs/semantics.md, "Names").

Which field reads which space stands in hudna.terms.references.
"""

from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from typing import Any

from hudna.problems import Problem, Refused, nearest_name
from hudna.terms.actors import parse_actors
from hudna.terms.document import Document, Path, decode, dotted
from hudna.terms.references import IN_WORDS, REFERENCES, ROLE_SECTIONS, Reference
from hudna.terms.trees import kind_tree, target_tree
from hudna.terms.values import RESERVED
from hudna.terms.walking import everywhere, find, mappings, settled

SPACES_WITHOUT_WORDS = (*ROLE_SECTIONS, "actors", "zones", "lines", "arms", "terms")
"""Sections whose ids may not be words of the format."""


def check_names(document: Document, *, file: str, folder: FilePath | None) -> list[Problem]:
    """Look up every name, and say which resolve to nothing, with the nearest that would."""
    spaces, problems = declared_names(document, file=file, folder=folder)
    problems += _words_as_ids(document, file=file)
    problems += _shared_ids(document, file=file)
    for name, path, reference in _named(document.data):
        if name in reference.words or any(name in spaces[space] for space in reference.spaces):
            continue
        problems.append(_unknown(name, path, reference, spaces, document, file=file))
    problems += _zones_in_circles(document, file=file)
    return problems


def declared_names(
    document: Document, *, file: str, folder: FilePath | None
) -> tuple[dict[str, frozenset[str]], list[Problem]]:
    """Give every name of the file by its space, and what is wrong with the file of actors that it names."""
    data = document.data
    from_file, problems = _actors_from(document, file=file, folder=folder)
    under_roles = [
        name
        for section in ROLE_SECTIONS
        for pattern in (f"{section}.*.actors.[]", f"{section}.*.adherents.[].actor")
        for name, _ in find(data, pattern)
        if isinstance(name, str)
    ]
    spaces = {
        "role": frozenset(name for section in ROLE_SECTIONS for name in mappings(data, section)),
        "party": frozenset(mappings(data, "parties")),
        "actor": frozenset([*mappings(data, "actors"), *under_roles, *from_file]),
        "zone": frozenset(mappings(data, "zones")),
        "line": frozenset(mappings(data, "lines")),
        "arm": frozenset(mappings(data, "arms")),
        "term": frozenset(_terms_that(data, lambda term: True)),
        "duty": frozenset(_terms_that(data, lambda term: "require" in term)),
        "prohibition": frozenset(_terms_that(data, lambda term: "forbid" in term)),
        "kind": frozenset(kind_tree().ids),
        "target": frozenset(target_tree().ids),
        "phase": frozenset(mappings(data, "phases")),
        "class": frozenset(mappings(data, "classes")),
        "source": frozenset(mappings(data, "sources")),
    }
    return spaces, problems


def _terms_that(data: dict[str, Any], fits: Callable[[dict[str, Any]], bool]) -> Iterator[str]:
    for name, term in mappings(data, "terms").items():
        if fits(term):
            yield name
            yield from (f"{name}/{row}" for row in mappings(term, "rows"))


def _actors_from(document: Document, *, file: str, folder: FilePath | None) -> tuple[list[str], list[Problem]]:
    """Read the ids of the file in `actors_from`: its mapping `actors`."""
    named = document.data.get("actors_from")
    if not isinstance(named, str) or folder is None:
        return [], []
    if not is_beside(folder, named):
        return [], [
            _no_file(
                ("actors_from",), named, "a file beside the agreement, in its folder or below", document, file=file
            )
        ]
    try:
        content = (folder / named).read_bytes()
    except OSError:
        return [], [_no_file(("actors_from",), named, "a file of actors beside the agreement", document, file=file)]
    try:
        name = FilePath(named).name  # as `read_actors` calls it, so that the text is parsed once
        return list(parse_actors(decode(content, file=named), file=name).ids), []
    except Refused as refused:
        return [], list(refused.problems)


def is_beside(folder: FilePath, named: str) -> bool:
    """Say whether a named file lies in the folder of the agreement or below it."""
    try:
        return (folder / named).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False


def _no_file(path: Path, named: str, expected: str, document: Document, *, file: str) -> Problem:
    line, column = document.positions[path]
    return Problem(file, line=line, column=column, field=dotted(path), found=repr(named), expected=expected)


# --- names used ---------------------------------------------------------------------------------------------------------------------


def _named(data: dict[str, Any]) -> Iterator[tuple[str, Path, Reference]]:
    """Give every name that the file uses, with its place and the field's reference; each place once."""
    seen: set[Path] = set()
    for reference in REFERENCES:
        for name, path in find(data, reference.pattern):
            if isinstance(name, str) and path not in seen:
                seen.add(path)
                yield name, path, reference
    yield from _named_in_steps(data)
    source = Reference("source", ("source",))
    for value, path in everywhere(data):
        if path[-1:] == ("source",) and isinstance(value, str) and path[0] != "sources" and not _is_category(path):
            yield value, path, source


def _is_category(path: Path) -> bool:
    """Say whether a key `source` is a word of the author's, not a key of the format: a category, an id, a step."""
    return (
        path[0] == "glossary"
        or path[-2:-1] in (("of",), ("incl",), ("rates",), ("witnesses",), ("trust",))
        or path[-3:-2] == ("steps",)
    )


def _named_in_steps(data: dict[str, Any]) -> Iterator[tuple[str, Path, Reference]]:
    for tranche, part in mappings(data, "tranches").items():
        steps = part.get("steps")
        for index, step in enumerate(steps) if isinstance(steps, list) else ():
            for name in step if isinstance(step, dict) else ():
                yield name, ("tranches", tranche, "steps", index, name), Reference("tranches.*.steps", ("duty",))


def _unknown(
    name: str, path: Path, reference: Reference, spaces: dict[str, frozenset[str]], document: Document, *, file: str
) -> Problem:
    is_key = reference.pattern == "tranches.*.steps"
    line, column = (document.key_positions if is_key else document.positions)[path]
    expected = " or ".join(
        [*(IN_WORDS[space] for space in reference.spaces), *(f"`{word}`" for word in reference.words)]
    )
    known = {name for space in reference.spaces for name in spaces[space]} | set(reference.words)
    if (term := name.partition("/")[0]) in known and term != name:
        known = {other for other in known if other.startswith(f"{term}/")}
    found = repr(name)
    if ("duty" in reference.spaces or "prohibition" in reference.spaces) and name in spaces["term"]:
        found += f", a term that {_what_it_does(document.data['terms'][term])}"
        known = set()
    elif name in RESERVED:
        found += ", a word of the format"
        known = set()
    else:
        found += _where_else(name, reference, spaces)
    return Problem(
        file,
        line=line,
        column=column,
        field=dotted(path),
        found=found,
        expected=expected,
        nearest=nearest_name(name, known),
    )


def _what_it_does(term: dict[str, Any]) -> str:
    return next((f"{verb}s" for verb in ("forbid", "require", "allow") if verb in term), "does nothing")


def _where_else(name: str, reference: Reference, spaces: dict[str, frozenset[str]]) -> str:
    for space, what in (
        ("role", "a role"),
        ("actor", "an actor"),
        ("zone", "a zone"),
        ("line", "a line"),
        ("kind", "a kind"),
        ("arm", "an arm"),
    ):
        if space not in reference.spaces and name in spaces[space]:
            return f", {what}"
    return ""


# --- names declared -----------------------------------------------------------------------------------------------------------------


def _words_as_ids(document: Document, *, file: str) -> Iterator[Problem]:
    for section in SPACES_WITHOUT_WORDS:
        for name in mappings(document.data, section):
            if name in RESERVED:
                line, column = document.key_positions[section, name]
                yield Problem(
                    file,
                    line=line,
                    column=column,
                    field=section,
                    found=f"the id {name!r}, a word of the format",
                    expected="another word as id",
                )


def _shared_ids(document: Document, *, file: str) -> Iterator[Problem]:
    """Parties, guarantors, bodies and others share one space: the same id twice is one too many."""
    first: dict[str, str] = {}
    for section in ROLE_SECTIONS:
        for name in mappings(document.data, section):
            if name in first:
                line, column = document.key_positions[section, name]
                yield Problem(
                    file,
                    line=line,
                    column=column,
                    field=f"{section}.{name}",
                    found=f"the id {name!r} a second time",
                    expected=f"another id: `{first[name]}` has it, and parties, guarantors, bodies and others share one space of names",
                )
            first.setdefault(name, section)


def _zones_in_circles(document: Document, *, file: str) -> Iterator[Problem]:
    """Find zones that are made of themselves."""
    zones = mappings(document.data, "zones")
    made_of = {
        name: [(other, path) for other, path in _zones_named_in(zone, ("zones", name)) if other in zones]
        for name, zone in zones.items()
    }
    told: set[str] = set()
    for start in zones:
        ways: list[tuple[str, ...]] = [(start,)]
        seen = {start}
        while ways and start not in told:
            way = ways.pop()
            for other, path in made_of[way[-1]]:
                if other == start:
                    line, column = document.positions[path]
                    found = f"{other!r} in a circle: {' > '.join((*way, start))}"
                    yield Problem(
                        file,
                        line=line,
                        column=column,
                        field=dotted(path),
                        found=found,
                        expected="a zone that is not made of this one",
                    )
                    told.update(way)
                    break
                if other not in seen:
                    seen.add(other)
                    ways.append((*way, other))


def _zones_named_in(zone: dict[str, Any], path: Path) -> Iterator[tuple[str, Path]]:
    shapes = [(zone, path), (zone.get("use"), (*path, "use"))]
    versions = zone.get("disputed")
    for index, version in enumerate(versions) if isinstance(versions, list) else ():
        if isinstance(version, dict):
            shapes.append((version.get("val"), (*path, "disputed", index, "val")))
    for shape, where in shapes:
        if isinstance(shape, dict):
            for key in ("union", "minus"):
                for item, at in settled(shape.get(key), (*where, key)):
                    for index, name in enumerate(item) if isinstance(item, list) else ():
                        if isinstance(name, str):
                            yield name, (*at, index)
            if isinstance(shape.get("within"), str):
                yield shape["within"], (*where, "within")
