"""Golden tables of intake: text that a person can read in a diff. `HUDNA_GOLDEN=1 pytest`, or `make golden`, rewrites them."""

import os
from pathlib import Path

import polars as pl

GOLDEN = Path(__file__).parent / "golden"


def as_text(claims: pl.DataFrame) -> str:
    """Give a table as CSV, lists joined by a blank, instants in UTC; without the long cells, which other tests hold against the file."""
    lists = [name for name, dtype in claims.schema.items() if dtype == pl.List(pl.String)]
    instants = [name for name, dtype in claims.schema.items() if isinstance(dtype, pl.Datetime)]
    return (
        claims.drop("raw", "text", "address", "file", "format", strict=False)
        .with_columns(pl.col(name).list.join(" ") for name in lists)
        .with_columns(pl.col(name).dt.strftime("%Y-%m-%dT%H:%MZ") for name in instants)
        .write_csv()
    )


def golden(name: str, text: str) -> str:
    """Give the golden text of this name, after rewriting it if that was asked for."""
    path = GOLDEN / name
    if os.environ.get("HUDNA_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")
