"""The JSON Schema of an agreement file, printed from the models, and what it says of a key at a given place."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from hudna.terms.model import Agreement

DIALECT = "https://json-schema.org/draft/2020-12/schema"
GAPS = ("undefined", "unread", "disputed")
_Schema = dict[str, Any]


def agreement_schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of an agreement file, by the keys of the file, each field with its description.

    It says what a file looks like; that names resolve, times exist and ids are no words of the format, only the reader can say.
    """
    schema = _without_null(Agreement.model_json_schema(by_alias=True, mode="validation"))
    return {"$schema": DIALECT, **schema, "title": "Agreement file of Hudna"}


def keys_at(steps: Iterable[str | int]) -> dict[str, str]:
    """Give the keys that the format has at a place, with their descriptions, in the order of the format.

    Args:
        steps: keys, positions in lists, and tags that begin with a colon (which member of a union was meant), from the outside in.
    """
    keys: dict[str, str] = {}
    for schema in _schemas_at(tuple(steps)):
        for key, field in schema.get("properties", {}).items():
            keys.setdefault(key, field.get("description", ""))
    return keys


def description_at(steps: Iterable[str | int]) -> str:
    """Give what the format says of the field at a place; nothing where it says nothing."""
    path = [step for step in steps if not str(step).startswith(":")]
    return keys_at(path[:-1]).get(str(path[-1]), "") if path else ""


@cache
def _schema() -> _Schema:
    return agreement_schema()


def _schemas_at(steps: tuple[str | int, ...]) -> list[_Schema]:
    here = list(_members(_schema()))
    for step in steps:
        if isinstance(step, str) and step.startswith(":"):
            gap = step.removeprefix(":")
            if gap in GAPS:
                here = [schema for schema in here if gap in schema.get("required", ())]
            elif gap == "written":
                here = [schema for schema in here if not set(GAPS) & set(schema.get("required", ()))]
            continue
        inner = [found for schema in here if (found := _step_into(schema, step)) is not None]
        here = [member for schema in inner for member in _members(schema)]
    return here


def _step_into(schema: _Schema, step: str | int) -> _Schema | None:
    if isinstance(step, int):
        items = schema.get("items")
        return items if isinstance(items, dict) else None
    if step in schema.get("properties", {}):
        found: _Schema = schema["properties"][step]
        return found
    rest = schema.get("additionalProperties") or next(iter(schema.get("patternProperties", {}).values()), None)
    return rest if isinstance(rest, dict) else None


def _members(schema: _Schema) -> Iterator[_Schema]:
    """Give the schemas that one stands for: through references, and each member of a union."""
    if "$ref" in schema:
        yield from _members(_schema()["$defs"][schema["$ref"].rsplit("/", 1)[-1]])
    for union in ("anyOf", "oneOf", "allOf"):
        for member in schema.get(union, ()):
            yield from _members(member)
    if "properties" in schema or "items" in schema or "additionalProperties" in schema or "patternProperties" in schema:
        yield schema


def _without_null(schema: Any) -> Any:
    """Take out `null`: a field that is not there is left out of the file, never written without a value."""
    if isinstance(schema, list):
        return [_without_null(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(value) for key, value in schema.items() if not (key == "default" and value is None)}
    if "anyOf" in kept:
        members = [member for member in kept.pop("anyOf") if member != {"type": "null"}]
        kept = {**members[0], **kept} if len(members) == 1 else {**kept, "anyOf": members}
    return kept
