"""What the models cannot say of an agreement file: which fields go together, one shape for each zone, rows, files beside it.

Source: docs/semantics.md, "Design rules": nothing can be written in two places, and no field is passed over in silence.
"""

import json
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Any

from hudna.problems import Problem, nearest_name
from hudna.terms.document import Document, Path, dotted
from hudna.terms.names import is_beside
from hudna.terms.places import SHAPES
from hudna.terms.walking import everywhere, find, mappings

FORMS = ("forbid", "require", "allow")
ONLY_IN = {
    "against": ("forbid", "allow"),
    "into": ("forbid", "allow"),
    "despite": ("allow",),
    "needs": ("allow",),
    "judged": ("allow",),
    **dict.fromkeys(
        (
            "for",
            "to",
            "quantity",
            "deadline",
            "within",
            "every",
            "partial",
            "evidence",
            "sustain",
            "jointly",
            "mirrors",
            "at_most",
            "lifesaving",
        ),
        ("require",),
    ),
}
"""Fields of a clause that mean something in some forms only."""
LINE_SHAPES = ("geojson", "undefined", "unread", "disputed")
IN_PLACES = ("Polygon", "MultiPolygon", "GeometryCollection", "Feature", "FeatureCollection")
ALONG_LINES = ("LineString", "MultiLineString", "GeometryCollection", "Feature", "FeatureCollection")


def check_forms(document: Document, *, file: str, folder: FilePath | None) -> list[Problem]:
    """Say which fields do not go together, which zones have no shape or two, and which files are not there."""
    found: list[tuple[Path, bool, str, str, str | None]] = [
        *_terms(document.data),
        *_pairs(document.data),
        *_shapes(document.data),
        *_amounts(document.data),
        *_trust(document.data),
        *_tranches(document.data),
        *_languages(document.data),
        *(_files(document.data, folder) if folder is not None else ()),
    ]
    problems = []
    for path, is_key, what, expected, nearest in found:
        places = document.key_positions if is_key else document.positions
        line, column = places.get(path) or document.positions[path]
        problems.append(
            Problem(file, line=line, column=column, field=dotted(path), found=what, expected=expected, nearest=nearest)
        )
    return problems


_Found = Iterator[tuple[Path, bool, str, str, str | None]]
"""Path, whether its key is meant, what was found, what was expected, and the nearest name."""


def _terms(data: dict[str, Any]) -> _Found:
    for name, term in mappings(data, "terms").items():
        path: Path = ("terms", name)
        forms = [form for form in FORMS if form in term]
        if not forms:
            yield path, True, f"term {name!r} without a form", "one of forbid, require and allow", None
        for form in forms[1:]:
            yield (
                (*path, form),
                True,
                f"`{form}` beside `{forms[0]}`",
                "one of forbid, require and allow in a term",
                None,
            )
        rows = term.get("rows")
        if isinstance(rows, dict) and not rows:
            yield (*path, "rows"), True, "`rows` without a row", "a row, or no `rows`", None
        for row, fields in mappings(term, "rows").items():
            for key in fields:
                if key in term and key not in ("source", "trust", "note"):
                    yield (
                        (*path, "rows", row, key),
                        True,
                        f"`{key}` in a row and in its term",
                        "each field in one of the two",
                        None,
                    )
        for where, clause in [
            (path, term),
            *(((*path, "rows", row), fields) for row, fields in mappings(term, "rows").items()),
        ]:
            yield from _fields_of_form(where, clause, forms, both={**clause, **term})


def _fields_of_form(path: Path, clause: dict[str, Any], forms: list[str], *, both: dict[str, Any]) -> _Found:
    for key in clause:
        if len(forms) == 1 and forms[0] not in ONLY_IN.get(key, FORMS):
            fits = " or ".join(f"`{form}`" for form in ONLY_IN[key])
            yield (*path, key), True, f"`{key}` in a term that has `{forms[0]}`", f"it beside {fits} only", None
    if "during" in both and "phase" in both and ("phase" in clause or "during" in clause):
        where = (*path, "phase" if "phase" in clause else "during")
        yield where, True, "`phase` beside `during`", "one of the two", None
    if "at_most" in clause and "mirrors" not in both and forms == ["require"]:
        yield (
            (*path, "at_most"),
            True,
            "`at_most` without `mirrors`",
            "`mirrors` beside it; an amount stands in `quantity`",
            None,
        )


def _pairs(data: dict[str, Any]) -> _Found:
    """Find two fields that say one thing."""
    starts = [("in_force",), *(path for _, path in find(data, "phases.*"))]
    starts += [path for value, path in everywhere(data) if path[-1:] == ("during",) and isinstance(value, dict)]
    for path in starts:
        part = _at(data, path)
        ends = [
            key
            for key in ("for", "until", "endless")
            if isinstance(part, dict) and key in part and part[key] is not False
        ]
        for key in ends[1:]:
            yield (
                (*path, key),
                True,
                f"`{key}` beside `{ends[0]}`",
                f"one of {', '.join(ends[:-1])} and {ends[-1]}",
                None,
            )
    for exclusion, part in mappings(data, "exclusions").items():
        if "during" in part and "phase" in part:
            yield ("exclusions", exclusion, "phase"), True, "`phase` beside `during`", "one of the two", None
    for adherent, path in find(data, "parties.*.adherents.[]"):
        if isinstance(adherent, dict) and ("actor" in adherent) == ("count" in adherent):
            found = (
                "an adherent with `actor` and `count`"
                if "actor" in adherent
                else "an adherent without `actor` or `count`"
            )
            yield path, False, found, "the actor that joined, or how many joined where the list is unpublished", None


def _shapes(data: dict[str, Any]) -> _Found:
    for section, shapes, least in (("zones", SHAPES, 1), ("lines", LINE_SHAPES, 0)):
        for name, part in mappings(data, section).items():
            path: Path = (section, name)
            yield from _one_shape(part, path, shapes, least=least)
            versions = part.get("disputed")
            for index, version in enumerate(versions) if isinstance(versions, list) else ():
                if isinstance(version, dict) and isinstance(version.get("val"), dict):
                    yield from _one_shape(version["val"], (*path, "disputed", index, "val"), shapes, least=1)
            if isinstance(part.get("use"), dict):
                yield from _one_shape(part["use"], (*path, "use"), shapes, least=1)


def _one_shape(part: dict[str, Any], path: Path, shapes: tuple[str, ...], *, least: int) -> _Found:
    used = [shape for shape in part if shape in shapes]
    if len(used) < least:
        yield path, len(path) == 2, "no shape", f"one of {', '.join(shapes)}", None
    for shape in used[1:]:
        yield (*path, shape), True, f"`{shape}` beside `{used[0]}`", "exactly one shape", None
    if "within" in part and not {"undefined", "unread"} & set(part):
        yield (
            (*path, "within"),
            True,
            "`within` beside a shape",
            "it beside `undefined` or `unread` only: the most they can mean",
            None,
        )
    if "use" in part and "disputed" not in part:
        yield (
            (*path, "use"),
            True,
            "`use` without `disputed`",
            "it beside `disputed` only: the value to reckon with",
            None,
        )


def _amounts(data: dict[str, Any]) -> _Found:
    for pattern in ("terms.*.quantity", "terms.*.rows.*.quantity"):
        for quantity, path in find(data, pattern):
            if not isinstance(quantity, dict):
                continue
            for one, others in (("exactly", ("at_least", "at_most", "between")), ("between", ("at_least", "at_most"))):
                for other in others:
                    if one in quantity and other in quantity:
                        yield (*path, other), True, f"`{other}` beside `{one}`", "one of the two", None
            if "rates" in quantity and "per" not in quantity:
                yield (
                    (*path, "rates"),
                    True,
                    "`rates` without `per`",
                    "`per`: the duty whose amount they multiply",
                    None,
                )
            match quantity.get("between"):
                case [int() | float() as low, int() | float() as high] if low > high:
                    yield (*path, "between"), False, f"[{low:g}, {high:g}]", "the smaller number first", None


def _trust(data: dict[str, Any]) -> _Found:
    """Find fields whose trust is told though they are not there."""
    for part, path in everywhere(data):
        trust = part.get("trust") if isinstance(part, dict) else None
        for key in trust if isinstance(trust, dict) else ():
            known = {*part, *(field for row in mappings(part, "rows").values() for field in row)} - {
                "trust",
                "source",
                "note",
            }
            if key not in known:
                yield (
                    (*path, "trust", key),
                    True,
                    f"the trust of {key!r}",
                    "a field that stands beside it",
                    nearest_name(key, known),
                )


def _tranches(data: dict[str, Any]) -> _Found:
    for name, tranche in mappings(data, "tranches").items():
        terms = tranche.get("terms")
        listed = {term for term in terms if isinstance(term, str)} if isinstance(terms, list) else set()
        steps = tranche.get("steps")
        for index, step in enumerate(steps) if isinstance(steps, list) and listed else ():
            for duty in step if isinstance(step, dict) else ():
                term = duty.partition("/")[0]
                if term in mappings(data, "terms") and not {duty, term} & listed:
                    yield (
                        ("tranches", name, "steps", index, duty),
                        True,
                        f"a step of {duty!r}",
                        "one of the tranche's `terms`, or a row of one",
                        nearest_name(duty, listed),
                    )


def _languages(data: dict[str, Any]) -> _Found:
    languages = data.get("languages")
    if isinstance(languages, dict) and isinstance(languages.get("authentic"), list):
        prevails, authentic = languages.get("prevails"), [str(language) for language in languages["authentic"]]
        if isinstance(prevails, str) and prevails not in authentic:
            yield (
                ("languages", "prevails"),
                False,
                repr(prevails),
                f"one of the authentic languages, {', '.join(authentic)}",
                None,
            )


def _files(data: dict[str, Any], folder: FilePath) -> _Found:
    for section, types in (("zones", IN_PLACES), ("lines", ALONG_LINES)):
        for version in ("", ".use", ".disputed.[].val"):
            for named, path in find(data, f"{section}.*{version}.geojson"):
                if isinstance(named, str) and (wrong := _wrong_with_map(folder, named, types)):
                    yield path, False, repr(named), wrong, None


def _wrong_with_map(folder: FilePath, named: str, types: tuple[str, ...]) -> str | None:
    """Say what is wrong with a GeoJSON file as a file; what is wrong with its ground is found where ground is made of it."""
    if not is_beside(folder, named):
        return "a GeoJSON file beside the agreement, in its folder or below"
    try:
        content = json.loads((folder / named).read_bytes())
    except OSError:
        return "a GeoJSON file beside the agreement; there is none of this name"
    except (ValueError, RecursionError):
        return "a GeoJSON file; this one is no JSON"
    if not isinstance(content, dict) or content.get("type") not in types:
        return f"GeoJSON with {types[0]} or {types[1]}"
    return None


def _at(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
