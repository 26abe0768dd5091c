"""The door of intake: what is wrong with a row is found by vectorised checks, and a row goes in or into quarantine, never both.

Each check is one truth for each row, so that only the bad rows are taken apart (research: 49 times faster than a model for each row).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from hudna.reports.cells import RAW, ROW
from hudna.reports.tables import Quarantine


@dataclass(frozen=True)
class Check:
    """One thing that can be wrong with a row. `fails` that is null passes; `expected` may differ by what was found."""

    field: str
    fails: pl.Expr
    expected: str | Mapping[str, str]
    found: pl.Expr | None = None  # the cell of `field` unless told otherwise

    def as_quarantine(self, bad: pl.DataFrame, *, file: str, order: int) -> pl.DataFrame:
        """Give one row of quarantine for each of the rows that fail this check."""
        found = (pl.col(self.field) if self.found is None else self.found).fill_null("").alias("found")
        expected = (
            pl.lit(self.expected)
            if isinstance(self.expected, str)
            else pl.col("found").replace_strict(self.expected, default="")
        )
        rows = bad.select(pl.lit(file).alias("file"), pl.col(ROW).alias("row"), found, pl.col(RAW).alias("raw"))
        return rows.with_columns(field=pl.lit(self.field), expected=expected.cast(pl.String), order=pl.lit(order))


def admit(
    rows: pl.DataFrame,
    checks: Sequence[Check],
    *,
    file: str,
    ragged: pl.DataFrame,
    cells_in_header: int,
    kept: Sequence[str] | None = None,
) -> tuple[pl.DataFrame, dy.DataFrame[Quarantine]]:
    """Part the rows of a file into those let in and those in quarantine.

    Args:
        rows: cells as text with `#row` and `#raw`, and whatever typed columns the checks look at.
        checks: what can be wrong.
        file: its name, for the quarantine.
        cells_in_header: what a row that is too long should have had.
        ragged: rows that had more cells than the header, as `too_long_as_they_came` gives them.
        kept: columns wanted of the rows that are let in; all, unless told.

    Returns:
        The rows that pass every check, in file order; and one row for each thing wrong, ordered by row and then check.
    """
    fails = [check.fails.fill_null(value=False).alias(str(n)) for n, check in enumerate(checks)]
    marks = rows.select(ROW, *fails)
    is_bad = marks.select(pl.any_horizontal(pl.exclude(ROW)).alias("is_bad"))["is_bad"]
    bad, marks = rows.filter(is_bad), marks.filter(is_bad)
    entries = [
        check.as_quarantine(bad.filter(marks[str(n)]), file=file, order=n)
        for n, check in enumerate(checks)
        if marks[str(n)].any()
    ]
    too_long = ragged.select(
        pl.lit(file).alias("file"),
        "row",
        pl.format("{} cells", "found").alias("found"),
        "raw",
        pl.lit("").alias("field"),
        pl.lit(f"{cells_in_header} cells, as in the header").alias("expected"),
        pl.lit(len(checks)).alias("order"),
    )
    quarantine = pl.concat([*entries, too_long], how="diagonal_relaxed").sort("row", "order")
    good = (rows if kept is None else rows.select(kept)).filter(~is_bad)
    return good, Quarantine.validate(quarantine.select(Quarantine.column_names()), cast=True)


def with_those_aside(quarantine: dy.DataFrame[Quarantine], aside: pl.DataFrame) -> dy.DataFrame[Quarantine]:
    """Add rows of the same file that were set aside before its cells were looked at."""
    if aside.is_empty():
        return quarantine
    return Quarantine.validate(pl.concat([quarantine, aside]).sort("row", maintain_order=True), cast=True)
