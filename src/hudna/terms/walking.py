"""Ways through the plain values of an agreement file: every value that a field may have, through `undefined`, `unread` and `disputed`."""

from collections.abc import Iterator
from typing import Any

from hudna.terms.document import Path

GAPS = ("undefined", "unread")


def settled(value: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    """Give each value that a field names: itself, each disputed one, the one in `use`, and the `within` of a gap; with its place."""
    if not isinstance(value, dict):
        yield value, path
    elif any(gap in value for gap in GAPS):
        if "within" in value:
            yield value["within"], (*path, "within")
    elif isinstance(value.get("disputed"), list):
        for index, version in enumerate(value["disputed"]):
            if isinstance(version, dict) and "val" in version:
                yield from settled(version["val"], (*path, "disputed", index, "val"))
        if "use" in value:
            yield value["use"], (*path, "use")
    else:
        yield value, path


def find(data: Any, pattern: str) -> Iterator[tuple[Any, Path]]:
    """Find the values at a dotted pattern: `*` is any key, `[]` any item of a list (or the value, where it is no list).

    Every step goes through gaps: `terms.*.by.[]` finds the obligors of `by: {disputed: [{val: [a]}, {val: [b]}]}` too. What has another
    shape than the pattern is passed over; that it has is said elsewhere.
    """
    yield from _find(data, tuple(pattern.split(".")), ())


def _find(value: Any, steps: tuple[str, ...], path: Path) -> Iterator[tuple[Any, Path]]:
    if not steps:
        yield value, path
        return
    step, rest = steps[0], steps[1:]
    if step == "[]":
        for index, item in enumerate(value) if isinstance(value, list) else ():
            for inner, where in settled(item, (*path, index)):
                yield from _find(inner, rest, where)
        if not isinstance(value, list | dict):
            yield from _find(value, rest, path)
    elif isinstance(value, dict):
        for key in (
            value if step == "*" else ()
        ):  # a part under its id is no gap itself, though a zone may say `undefined`
            yield from _find(value[key], rest, (*path, key))
        if step in value:
            for inner, where in settled(value[step], (*path, step)):
                yield from _find(inner, rest, where)


def everywhere(value: Any, path: Path = ()) -> Iterator[tuple[Any, Path]]:
    """Give every value of a document with its place, outer ones first."""
    yield value, path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inner:
        yield from everywhere(item, (*path, step))


def mappings(data: dict[str, Any], section: str) -> dict[str, dict[str, Any]]:
    """Give the parts of a section by id, those that are mappings."""
    found = data.get(section)
    return {key: part for key, part in found.items() if isinstance(part, dict)} if isinstance(found, dict) else {}
