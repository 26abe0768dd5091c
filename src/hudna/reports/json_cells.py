"""JSON as cells of text, so that the readers of tables read it: numbers keep the digits they came with, and nothing is typed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.cells import RAW, ROW, Cells

FIRST_ROW = 2  # the first object stands where the first row below a header would


class WrittenNumber(str):
    """A number of a JSON text, as it was written there."""

    __slots__ = ()


def read_json(path: Path) -> Any:
    """Read a JSON file.

    Raises:
        Refused: not JSON in UTF-8; a number that is none (NaN); half of a pair of surrogates; nested too deep to be read.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        value = json.loads(text, parse_float=WrittenNumber, parse_int=WrittenNumber, parse_constant=_refuse_constant)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()  # half a pair, as \ud83d, is no text
    except (ValueError, RecursionError) as error:
        found = "text nested too deep" if isinstance(error, RecursionError) else str(error)[:200]
        raise Refused([Problem(path.name, found=found, expected="JSON in UTF-8")]) from error
    return value


def cells_of_rows(file: str, rows: Sequence[tuple[int, Mapping[str, str]]], *, others: Sequence[str] = ()) -> Cells:
    """Make cells of rows that are told by name, each with its number; columns stand in the order in which they are first told.

    Args:
        file: its name.
        rows: the number of each and what it tells.
        others: names that rows which were set aside have told.

    Raises:
        Refused: two names are one but for blanks around them; a name is empty, or is one that we use ourselves.
    """
    told = list(dict.fromkeys([*(name for _, row in rows for name in row), *others]))
    names = [name.strip() for name in told]
    problems = [
        Problem(file, field=name, found="two properties of this name", expected="each property once")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    problems += [
        Problem(file, field=name, found="a property of this name", expected="another name: this one is ours")
        for name in names
        if name in (ROW, RAW) or not name
    ]
    if problems:
        raise Refused(problems)
    numbers = {ROW: [number for number, _ in rows]}
    columns = {name: [row.get(key, "") for _, row in rows] for key, name in zip(told, names, strict=True)}
    table = pl.DataFrame(numbers | columns, schema={ROW: pl.UInt32} | dict.fromkeys(names, pl.String))
    nothing = pl.DataFrame(schema={"row": pl.UInt32, "found": pl.String, "cells": pl.List(pl.String)})
    return Cells(file, tuple(names), table, nothing)


def cell_of(value: Any) -> str:
    """Write one value as a cell: nothing for null, yes or no for a truth, lists and objects as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)


def objects_of(values: Iterable[Any], *, file: str, what: str) -> list[dict[str, Any]]:
    """Give the values as objects; raises `Refused` naming each that is none, and for no value at all."""
    numbered = list(enumerate(values, start=FIRST_ROW))
    if not numbered:
        raise Refused([Problem(file, found="an empty list", expected=f"{what}, or more of them")])
    problems = [
        Problem(file, number, found=cell_of(value)[:80], expected=f"{what}, an object with names and values")
        for number, value in numbered
        if not isinstance(value, dict)
    ]
    if problems:
        raise Refused(problems)
    return [value for _, value in numbered]


def _plain(value: Any) -> Any:
    """Give numbers back their kind, inside lists and objects."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return json.loads(value) if isinstance(value, WrittenNumber) else value


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name}, which is no number")
