"""What an adapter gives: claims, tallies and quarantine, with a count that adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import dataframely as dy
import polars as pl

from hudna.reports.tables import Claims, Quarantine, Tallies


@dataclass(frozen=True)
class Intake:
    """One file, read. Each row of it is in claims, in tallies or in quarantine, never in two and never in none."""

    claims: dy.DataFrame[Claims]
    tallies: dy.DataFrame[Tallies]
    quarantine: dy.DataFrame[Quarantine]
    rows_read: int
    notes: tuple[str, ...] = ()

    @property
    def rows_with_claims(self) -> int:
        """Rows of the file that became claims; a row may hold several, one for each source it cites."""
        return self.claims.select("file", "row").unique().height

    @property
    def rows_with_tallies(self) -> int:
        return self.tallies.height

    @property
    def rows_in_quarantine(self) -> int:
        """Rows of the file that were not let in; a row may have several things wrong with it."""
        return self.quarantine.select("file", "row").unique().height


def join_intakes(intakes: Sequence[Intake]) -> Intake:
    """Put what several files gave into one, in the order given.

    An id that an earlier file has used sends the whole row of the later one to quarantine: the same file given twice must not be two
    witnesses, and ids that only happen to be equal must be told apart by those who gave them.
    """
    claims: list[pl.DataFrame] = [Claims.create_empty()]
    tallies: list[pl.DataFrame] = [Tallies.create_empty()]
    quarantine: list[pl.DataFrame] = [Quarantine.create_empty()]
    for intake in intakes:
        taken = pl.concat([*(known["claim_id"] for known in claims), *(known["tally_id"] for known in tallies)])
        told_again = pl.concat(
            [
                intake.claims.filter(pl.col("claim_id").is_in(taken.implode())).select(
                    "file", "row", "raw", found="claim_id"
                ),
                intake.tallies.filter(pl.col("tally_id").is_in(taken.implode())).select(
                    "file", "row", "raw", found="tally_id"
                ),
            ]
        ).unique("row", keep="first", maintain_order=True)
        refused = told_again.with_columns(field=pl.lit("id"), expected=pl.lit("an id that no other file of these uses"))
        claims.append(intake.claims.join(told_again, on="row", how="anti", maintain_order="left"))
        tallies.append(intake.tallies.join(told_again, on="row", how="anti", maintain_order="left"))
        quarantine += [intake.quarantine, Quarantine.validate(refused.select(Quarantine.column_names()))]
    return Intake(
        claims=Claims.validate(pl.concat(claims)),
        tallies=Tallies.validate(pl.concat(tallies)),
        quarantine=Quarantine.validate(pl.concat(quarantine)),
        rows_read=sum(intake.rows_read for intake in intakes),
        notes=tuple(note for intake in intakes for note in intake.notes),
    )


def write_intake(intake: Intake, folder: Path) -> None:
    """Write an intake as files: claims.parquet and tallies.parquet, typed; quarantine.csv, to be read, mended and sent again."""
    folder.mkdir(parents=True, exist_ok=True)
    intake.claims.write_parquet(folder / "claims.parquet")
    intake.tallies.write_parquet(folder / "tallies.parquet")
    intake.quarantine.write_csv(
        folder / "quarantine.csv", include_bom=True
    )  # a spreadsheet needs the mark to see Arabic
