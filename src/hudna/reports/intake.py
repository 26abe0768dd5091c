"""What an adapter gives: claims, tallies and quarantine, with a count that adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import dataframely as dy
import polars as pl

from hudna.reports.tables import Claims, Quarantine, Tallies


class FileTally(NamedTuple):
    """What became of the rows of one file: `rows_read` is the sum of `rows_with_claims`, `tallies` and `rows_in_quarantine`."""

    file: str  # its name, which another file may have as well
    rows_read: int
    rows_with_claims: int  # a row may hold several claims, one for each source it cites
    claims: int
    tallies: int
    rows_in_quarantine: int  # a row may have several things wrong with it


@dataclass(frozen=True)
class Intake:
    """One file, read, or several joined. Each row is in claims, in tallies or in quarantine, never in two and never in none."""

    claims: dy.DataFrame[Claims]
    tallies: dy.DataFrame[Tallies]
    quarantine: dy.DataFrame[Quarantine]
    counts: tuple[FileTally, ...]  # one for each file, in the order given
    notes: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()  # every file read, what lies beside among them: name, SHA-256 of its bytes

    @property
    def rows_read(self) -> int:
        return sum(count.rows_read for count in self.counts)

    @property
    def rows_with_claims(self) -> int:
        """Rows that became claims; a row may hold several, one for each source it cites."""
        return sum(count.rows_with_claims for count in self.counts)

    @property
    def rows_with_tallies(self) -> int:
        return sum(count.tallies for count in self.counts)

    @property
    def rows_in_quarantine(self) -> int:
        """Rows that were not let in; a row may have several things wrong with it."""
        return sum(count.rows_in_quarantine for count in self.counts)


def intake_of(
    file: str,
    *,
    claims: dy.DataFrame[Claims],
    tallies: dy.DataFrame[Tallies],
    quarantine: dy.DataFrame[Quarantine],
    rows_read: int,
    notes: Sequence[str] = (),
) -> Intake:
    """Make the intake of one file, its rows counted."""
    count = FileTally(
        file, rows_read, claims["row"].n_unique(), claims.height, tallies.height, quarantine["row"].n_unique()
    )
    return Intake(claims, tallies, quarantine, (count,), tuple(notes))


def join_intakes(intakes: Sequence[Intake]) -> Intake:
    """Put what several files gave into one, in the order given; each of them is one file, as its adapter gives it.

    An id that an earlier file has used sends the whole row of the later one to quarantine: the same file given twice must not be two
    witnesses, and ids that only happen to be equal must be told apart by those who gave them.

    Returns:
        The tables of all files; `counts` has one entry for each of `intakes`, in their order, and says what became of its rows here:
        those told already are in quarantine. It adds up for each file, also where two files have one name.
    """
    kept: list[Intake] = []
    taken = pl.DataFrame(schema={"found": pl.String, "by": pl.String})
    for intake in intakes:
        kept.append(_less_told_already(intake, taken))
        taken = pl.concat([taken, _ids(kept[-1]).select("found", by=pl.format("{}, row {}", "file", "row"))])
    return Intake(
        claims=Claims.validate(pl.concat([Claims.create_empty(), *(one.claims for one in kept)])),
        tallies=Tallies.validate(pl.concat([Tallies.create_empty(), *(one.tallies for one in kept)])),
        quarantine=Quarantine.validate(pl.concat([Quarantine.create_empty(), *(one.quarantine for one in kept)])),
        counts=tuple(count for one in kept for count in one.counts),
        notes=tuple(note for one in kept for note in one.notes),
        files=tuple(file for one in intakes for file in one.files),
    )


def _less_told_already(intake: Intake, taken: pl.DataFrame) -> Intake:
    """Send the rows with an id that was taken before to quarantine."""
    told = _ids(intake).join(taken, on="found", how="inner", maintain_order="left")
    told = told.unique("row", keep="first", maintain_order=True)
    if told.is_empty():
        return intake
    refused = told.with_columns(
        field=pl.lit("id"), expected=pl.format("an id of its own; it was told already in {}", "by")
    )
    return intake_of(
        intake.counts[0].file,
        claims=Claims.validate(intake.claims.join(told, on="row", how="anti", maintain_order="left")),
        tallies=Tallies.validate(intake.tallies.join(told, on="row", how="anti", maintain_order="left")),
        quarantine=Quarantine.validate(pl.concat([intake.quarantine, refused.select(Quarantine.column_names())])),
        rows_read=intake.rows_read,
        notes=intake.notes,
    )


def _ids(intake: Intake) -> pl.DataFrame:
    """Give every id of a file with its row; claims and tallies share one space of ids."""
    return pl.concat(
        [
            intake.claims.select("file", "row", "raw", found="claim_id"),
            intake.tallies.select("file", "row", "raw", found="tally_id"),
        ]
    )


def write_intake(intake: Intake, folder: Path) -> None:
    """Write an intake as files: claims.parquet and tallies.parquet, typed; quarantine.csv, to be read, mended and sent again."""
    folder.mkdir(parents=True, exist_ok=True)
    intake.claims.write_parquet(folder / "claims.parquet")
    intake.tallies.write_parquet(folder / "tallies.parquet")
    intake.quarantine.write_csv(
        folder / "quarantine.csv", include_bom=True
    )  # a spreadsheet needs the mark to see Arabic
