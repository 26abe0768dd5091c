"""Claims as `hudna export` writes them: every column of the table `Claims`, so that they come in again as they were, without any lexicon."""

from collections.abc import Sequence
from pathlib import Path

import dataframely as dy
import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.cells import ROW, Cells, as_it_came, too_long_as_they_came, with_columns_for
from hudna.reports.door import Check, admit, with_those_aside
from hudna.reports.intake import Intake, intake_of
from hudna.reports.tables import Claims, Quarantine, Tallies
from hudna.reports.typed_cells import UTC_COLUMN, checks_of_columns, typed_columns

FORMAT = "hudna-claims"
_TELLING = ("claim_id", "actor_reading", "known_basis")


def is_typed_claims(columns: Sequence[str]) -> bool:
    """Tell whether a file with these columns is an export of claims."""
    return set(_TELLING) <= set(columns)


def read_typed_claims(cells: Cells, *, is_guarded: bool = True) -> Intake:
    """Read an export of claims; `file` and `row` are those of this file, `raw` is the row as it first came.

    Args:
        cells: the file; instants may stand in columns `…_utc`, as in a workbook, and the place in `lat` and `lon`, as in GeoJSON.
        is_guarded: an apostrophe guards texts that a spreadsheet would run.

    Raises:
        Refused: a column is missing.
    """
    named = {"lat": "latitude", "lon": "longitude"} if is_placed_by_geometry(cells) else {}
    rows = cells.rows.rename(named, strict=False)
    if named:  # of features without any geometry there are no such columns
        rows = with_columns_for(rows, list(named.values()))
    columns = [name for name in rows.columns if name != ROW]
    there = {name.removesuffix(UTC_COLUMN) for name in columns}
    missing = [name for name in Claims.column_names() if name not in there]
    if missing:
        expected = "every column of the table claims, as `hudna export` writes them"
        raise Refused(Problem(cells.file, 1, field=name, found="no such column", expected=expected) for name in missing)
    typed = typed_columns(rows, Claims, is_guarded=is_guarded)
    both = rows.with_columns(typed[name].alias(f"{name}#") for name in typed.columns).with_columns(as_it_came(columns))
    good, quarantine = admit(
        both,
        [
            *checks_of_columns(Claims, columns),
            Check("claim_id", ~pl.col("claim_id").is_first_distinct(), "an id used once in the file"),
            Check("occurred_to", pl.col("occurred_to#") <= pl.col("occurred_from#"), "an instant after occurred_from", found=pl.lit("")),
        ],
        file=cells.file,
        ragged=too_long_as_they_came(cells),
        cells_in_header=len(cells.columns),
    )  # fmt: skip
    claims = good.select(pl.col(f"{name}#").alias(name) for name in Claims.column_names()).with_columns(
        good[ROW].alias("row"), file=pl.lit(cells.file)
    )
    quarantine = with_those_aside(quarantine, cells.aside)
    return _intake(cells.file, Claims.validate(claims, cast=True), quarantine, cells.rows_read)


def is_placed_by_geometry(cells: Cells) -> bool:
    """Tell whether the place came as a geometry, so that no column holds it."""
    return not {"latitude", "longitude"} & set(cells.columns)


def read_typed_parquet(path: Path) -> Intake | None:
    """Read an export of claims in Parquet or GeoParquet; nothing where it is another table."""
    try:
        if not is_typed_claims(list(pl.read_parquet_schema(path))):
            return None
        told = pl.read_parquet(path)
        claims = Claims.validate(
            told.select(Claims.column_names()).with_columns(
                pl.int_range(2, pl.len() + 2, dtype=pl.UInt32).alias("row"), file=pl.lit(path.name)
            ),
            cast=True,
        )
    except (pl.exceptions.PolarsError, dy.exc.ValidationError, OSError) as error:
        expected = "a table of claims, as `hudna export` writes it"
        raise Refused([Problem(path.name, found=str(error).strip().splitlines()[0], expected=expected)]) from error
    return _intake(path.name, claims, Quarantine.create_empty(), claims.height)


def _intake(file: str, claims: dy.DataFrame[Claims], quarantine: dy.DataFrame[Quarantine], rows_read: int) -> Intake:
    return intake_of(file, claims=claims, tallies=Tallies.create_empty(), quarantine=quarantine, rows_read=rows_read)
