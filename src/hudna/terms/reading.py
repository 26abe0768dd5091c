"""An agreement file read whole: as YAML, as the format, by its names and its times. Whatever is wrong comes out at once.

Source: docs/semantics.md; the words of the messages are for whoever drafts, not for whoever programs.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hudna.problems import Problem, Refused, nearest_name
from hudna.terms.checks import check_forms
from hudna.terms.document import MOST_PROBLEMS, QUOTE, Document, decode, dotted, read_document
from hudna.terms.look_alikes import check_look_alikes
from hudna.terms.model import Agreement
from hudna.terms.names import check_names
from hudna.terms.schema import description_at, keys_at
from hudna.terms.times import check_times

Step = str | int


def read_agreement(path: str | Path) -> Agreement:
    """Read an agreement file; what it names beside it (GeoJSON, actors) is looked for in its folder.

    Raises:
        Refused: all that is wrong with it, in the order of the text.
        OSError: the file cannot be read.
    """
    path = Path(path)
    content = path.read_bytes()
    agreement = parse_agreement(decode(content, file=path.name), file=path.name, folder=path.parent)
    agreement._sha256 = hashlib.sha256(content).hexdigest()
    return agreement


def parse_agreement(text: str, *, file: str, folder: Path | None = None) -> Agreement:
    """Read the text of an agreement.

    Args:
        text: the whole text.
        file: the name under which problems are reported.
        folder: where files that it names are looked for; None: they are not looked for, and `actors_from` declares nothing.

    Raises:
        Refused: all that is wrong with it, in the order of the text; what keeps it from being YAML stops the reading.
    """
    document = read_document(text, file=file)
    if not document.data:
        raise Refused(
            _in_order(document.problems) or [Problem(file, line=1, column=1, found="nothing", expected="an agreement")]
        )
    agreement, problems = _fit_model(document, file=file)
    problems += document.problems
    problems += check_forms(document, file=file, folder=folder)
    problems += check_times(document, file=file)
    problems += check_names(document, file=file, folder=folder)
    problems += check_look_alikes(document, file=file)
    if problems or agreement is None:
        raise Refused(_in_order(problems))
    agreement._keep(document, file=file, folder=folder, text=text)
    return agreement


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Sort by place, each problem once; of more than anybody mends at once the first ones, and a word on the rest."""
    once = sorted(dict.fromkeys(problems), key=lambda problem: (problem.line or 0, problem.column or 0))
    if len(once) < MOST_PROBLEMS:
        return once
    last = once[MOST_PROBLEMS - 1]
    rest = replace(
        last, field="", found=f"more than {MOST_PROBLEMS - 1:,} problems", expected="these mended first", nearest=None
    )
    return [*once[: MOST_PROBLEMS - 1], rest]


# --- the model's errors in the user's words -----------------------------------------------------------------------------------------


def _fit_model(document: Document, *, file: str) -> tuple[Agreement | None, list[Problem]]:
    silent = _empty_values(document)
    problems = [_nothing_written(document, path, file=file) for path in silent]
    try:
        return Agreement.model_validate(document.data), problems
    except ValidationError as error:
        for details in error.errors(include_url=False):
            steps, path = _steps(details), _path(details)
            if path not in silent:
                problems.append(_in_words(details, steps, path, document, file=file))
        return None, problems


def _steps(details: ErrorDetails) -> tuple[Step, ...]:
    return tuple(step for step in details["loc"] if step != "[key]")


def _path(details: ErrorDetails) -> tuple[Step, ...]:
    return tuple(step for step in _steps(details) if not str(step).startswith(":"))


def _empty_values(document: Document) -> list[tuple[Step, ...]]:
    """Find every key and list item without a value."""
    found: list[tuple[Step, ...]] = []

    def look(value: Any, path: tuple[Step, ...]) -> None:
        if value is None:
            found.append(path)
        for step, inner in (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        ):
            look(inner, (*path, step))

    look(document.data, ())
    return found


def _nothing_written(document: Document, path: tuple[Step, ...], *, file: str) -> Problem:
    line, column = document.key_positions.get(path, document.positions[path])
    key = str(path[-1])
    known = keys_at(path[:-1])
    if isinstance(path[-1], int):
        found, wanted = "an item of a list without a value", "a value, or no item"
    elif path[:-1] in document.flow and (" " in key or key not in known):
        found, wanted = f"the key {key!r}, which looks like part of a text", QUOTE
    elif key in known:
        found, wanted = (
            f"`{key}` without a value",
            known[key] or "a value; a field on which the deal is silent is left out",
        )
    else:
        found, wanted = f"`{key}` without a value", "a value, or {} if there is nothing to say"
    nearest = nearest_name(key, known) if " " not in key and key not in known else None
    return Problem(file, line=line, column=column, field=dotted(path), found=found, expected=wanted, nearest=nearest)


def _in_words(
    details: ErrorDetails, steps: tuple[Step, ...], path: tuple[Step, ...], document: Document, *, file: str
) -> Problem:
    kind, value, context = details["type"], details["input"], details.get("ctx", {})
    is_key = details["loc"][-1:] == ("[key]",)
    if kind == "extra_forbidden":
        return _unknown_key(steps, path, document, file=file)
    if kind == "missing":
        line, column = document.positions[path[:-1]]
        what = description_at(steps)
        expected = f"the key `{path[-1]}`" + (f": {what}" if what else "")
        return Problem(file, line=line, column=column, field=dotted(path), found=f"no `{path[-1]}`", expected=expected)
    place = document.key_positions if is_key else document.positions
    line, column = place.get(path) or document.positions.get(path) or _nearest_place(document, path)
    found = f"the key {path[-1]!r}" if is_key and path else _shown(value)
    nearest = None
    if kind in ("literal_error", "enum"):
        options = [option.strip("'") for option in str(context["expected"]).replace(" or ", ", ").split(", ")]
        nearest = nearest_name(value, options) if isinstance(value, str) else None
    return Problem(
        file,
        line=line,
        column=column,
        field=dotted(path),
        found=found,
        expected=_expected(details, path),
        nearest=nearest,
    )


def _unknown_key(steps: tuple[Step, ...], path: tuple[Step, ...], document: Document, *, file: str) -> Problem:
    line, column = document.key_positions.get(path) or _nearest_place(document, path)
    key = str(path[-1])
    known = keys_at(steps[:-1])
    looks_like_prose = path[:-1] in document.flow and (" " in key or not key.isascii())
    if looks_like_prose:
        return Problem(
            file,
            line=line,
            column=column,
            field=dotted(path),
            found=f"the key {key!r}, which looks like part of a text",
            expected=QUOTE,
        )
    names = ", ".join(sorted(known, key=lambda name: name in ("source", "trust", "note")))  # what every part has, last
    expected = f"one of {names}" if known else "no key here"
    return Problem(
        file,
        line=line,
        column=column,
        field=dotted(path),
        found=f"the unknown key {key!r}",
        expected=expected,
        nearest=nearest_name(key, known),
    )


def _nearest_place(document: Document, path: tuple[Step, ...]) -> tuple[int, int]:
    """Give the place of the value, or of the innermost one around it that has a place."""
    for length in range(len(path), -1, -1):
        if path[:length] in document.positions:
            return document.positions[path[:length]]
    return 1, 1


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return f"{str(value).lower()} (true or false)"
    if isinstance(value, int | float):
        return f"the number {value:g}" if abs(value) < 1e6 else f"the number {value}"
    if isinstance(value, str):
        return repr(value) if len(value) <= 60 else repr(value[:57] + "…")
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "nothing"


def _expected(details: ErrorDetails, path: tuple[Step, ...]) -> str:
    """Say what was expected, in words; what pydantic names is not what a drafter knows."""
    kind, value, context = details["type"], details["input"], details.get("ctx", {})
    match kind:
        case "expected":
            return str(context.get("what") or details["msg"])
        case "literal_error" | "enum":
            return str(context["expected"]).replace("'", "").replace("False", "false")
        case "string_type":
            return (
                f'a text; in quotes if it is meant as one: "{value}"'
                if isinstance(value, bool | int | float)
                else "a text"
            )
        case "list_type":
            return f"a list, such as [{value}]" if isinstance(value, str) else "a list"
        case "dict_type" | "model_type" | "model_attributes_type" | "mapping_type":
            known = [key for key in keys_at(path) if key not in ("source", "trust", "note")]
            return f"a mapping with keys such as {', '.join(known[:3])}" if known else "a mapping: {key: value}"
        case "int_type" | "int_from_float":
            return "a whole number"
        case "float_type" | "finite_number":
            return "a number"
        case "bool_type":
            return "true or false"
        case "greater_than":
            return f"a number above {context['gt']:g}"
        case "greater_than_equal":
            return f"a number of at least {context['ge']:g}"
        case "less_than_equal":
            return f"a number of at most {context['le']:g}"
        case "too_short":
            return f"at least {context['min_length']} in this list"
        case "too_long":
            return f"at most {context['max_length']} in this list"
    return "a value of another kind"
