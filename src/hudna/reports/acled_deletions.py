"""ACLED's list of deleted events: each row takes a claim back. The claim itself stays where it is, with what it said until then.

Source: the deleted endpoint of ACLED's API as the R package acledR reads it: columns event_id_cnty and deleted_timestamp.
"""

from collections.abc import Sequence

import polars as pl

from hudna.reports.acled import FORMAT, by_own_names, own_names, unix_instant
from hudna.reports.cells import ROW, Cells, too_long_as_they_came
from hudna.reports.door import Check, admit
from hudna.reports.intake import Intake, intake_of
from hudna.reports.tables import Claims, Tallies, Withdrawals

COLUMNS = ("event_id_cnty", "deleted_timestamp")


def is_acled_deletions(columns: Sequence[str]) -> bool:
    """Tell whether a file with these columns is a list of deletions."""
    return set(COLUMNS) <= set(own_names(columns).values())


def read_acled_deletions(cells: Cells) -> Intake:
    """Read the list; `withdrawals` of the intake has one row for each, and the claims they mean are in another file."""
    rows = by_own_names(cells, required=COLUMNS).with_columns(unix_instant("deleted_timestamp").alias("withdrawn_at"))
    checks = [
        Check("event_id_cnty", pl.col("event_id_cnty") == "", "the id of an event"),
        Check("deleted_timestamp", pl.col("withdrawn_at").is_null(), "seconds since 1970"),
    ]
    told, quarantine = admit(
        rows, checks, file=cells.file, ragged=too_long_as_they_came(cells), cells_in_header=len(cells.columns)
    )
    withdrawals = told.select(
        pl.format("{}:{}", pl.lit(FORMAT), "event_id_cnty").alias("claim_id"),
        "withdrawn_at",
        pl.lit(cells.file).alias("file"),
        pl.col(ROW).alias("row"),
    )
    return intake_of(
        cells.file,
        claims=Claims.create_empty(),
        tallies=Tallies.create_empty(),
        quarantine=quarantine,
        rows_read=cells.rows_read,
        notes=[f"{withdrawals.height} events were deleted by ACLED: their claims count for nothing from then on"],
        withdrawals=Withdrawals.validate(withdrawals, cast=True),
    )
