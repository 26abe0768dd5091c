"""Files without a header, whose columns are known by their order: GDELT's, and some of UCDP's candidate events."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.cells import ROW, Cells


def read_headerless(path: Path, columns: Sequence[str], *, separator: str, quoted: bool) -> Cells:
    """Read every cell as text, under the names given. Row 1 is the first, since no header stands before it.

    A row with fewer cells than columns is set aside with those that have more: without a header nothing says which is missing.

    Raises:
        Refused: the file is not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([Problem(path.name, found=str(error), expected="text in UTF-8")]) from error
    stream = io.StringIO(text, newline="")
    try:
        plain = csv.reader(stream, delimiter=separator, quoting=csv.QUOTE_NONE)
        lines = list(csv.reader(stream, delimiter=separator) if quoted else plain)
    except csv.Error as error:
        raise Refused([Problem(path.name, found=str(error), expected=f"{len(columns)} cells in each row")]) from error
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if any(line)]
    whole = [(number, line) for number, line in numbered if len(line) == len(columns)]
    rows = pl.DataFrame([line for _, line in whole], schema=dict.fromkeys(columns, pl.String), orient="row")
    aside = pl.DataFrame(
        [(number, str(len(line)), line) for number, line in numbered if len(line) != len(columns)],
        schema={"row": pl.UInt32, "found": pl.String, "cells": pl.List(pl.String)},
        orient="row",
    )
    numbers = pl.Series(ROW, [number for number, _ in whole], dtype=pl.UInt32)
    return Cells(file=path.name, columns=tuple(columns), rows=rows.with_columns(numbers), ragged=aside)
