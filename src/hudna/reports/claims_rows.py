"""Claims as an adapter tells them: what a format has no column for is filled in as not told."""

import dataframely as dy
import polars as pl

from hudna.reports.tables import Claims

IDS = pl.List(pl.String)
_NOT_TOLD = {"text": "", "place": "", "place_role": "at", "actor_reading": "unknown", "is_denial": False}


def as_claims(told: pl.DataFrame) -> dy.DataFrame[Claims]:
    """Complete rows to claims: a list that is not told is empty, text too, a denial is none, all else is null."""
    absent = {name: column for name, column in Claims.columns().items() if name not in told.columns}
    filled = told.with_columns(
        pl.lit([], IDS).alias(name)
        if column.dtype == IDS
        else pl.lit(_NOT_TOLD.get(name), column.dtype if name not in _NOT_TOLD else None).alias(name)
        for name, column in absent.items()
    )
    return Claims.validate(filled.select(Claims.column_names()), cast=True)
