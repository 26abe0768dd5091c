"""What an adapter gives: claims, tallies, withdrawals and quarantine, with a count that adds up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import dataframely as dy
import polars as pl

from hudna.reports.tables import Claims, ClaimVersions, Quarantine, Tallies, Versions, Withdrawals


class FileTally(NamedTuple):
    """What became of the rows of one file: `rows_read` is the sum of `rows_with_claims`, `tallies`, `withdrawals` and `rows_in_quarantine`."""

    file: str  # its name, which another file may have as well
    rows_read: int
    rows_with_claims: int  # a row may hold several claims, one for each source it cites
    claims: int
    tallies: int
    rows_in_quarantine: int  # a row may have several things wrong with it
    withdrawals: int = 0  # rows that take a claim back


@dataclass(frozen=True)
class Intake:
    """One file, read, or several joined. Each row is in claims, tallies, withdrawals or quarantine, never in two and never in none."""

    claims: dy.DataFrame[Claims]
    tallies: dy.DataFrame[Tallies]
    quarantine: dy.DataFrame[Quarantine]
    counts: tuple[FileTally, ...]  # one for each file, in the order given
    notes: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()  # every file read, what lies beside among them: name, SHA-256 of its bytes
    versions: dy.DataFrame[Versions] = field(
        default_factory=Versions.create_empty
    )  # of the claims whose source dates its changes
    withdrawals: dy.DataFrame[Withdrawals] = field(default_factory=Withdrawals.create_empty)
    history: dy.DataFrame[ClaimVersions] = field(
        default_factory=ClaimVersions.create_empty
    )  # every version, the last among them, of the claims of which a collection holds several
    format_name: str = ""  # as which the file was read
    read_by: str = ""  # the column map and what was said of how it is written, as `read_by.reading_as_text` tells it

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
    versions: dy.DataFrame[Versions] | None = None,
    withdrawals: dy.DataFrame[Withdrawals] | None = None,
) -> Intake:
    """Make the intake of one file, its rows counted; versions of claims that are not among `claims` are left out."""
    versions = Versions.create_empty() if versions is None else versions
    withdrawals = Withdrawals.create_empty() if withdrawals is None else withdrawals
    count = FileTally(
        file,
        rows_read,
        claims["row"].n_unique(),
        claims.height,
        tallies.height,
        quarantine["row"].n_unique(),
        withdrawals.height,
    )
    kept = Versions.validate(versions.join(claims.select("claim_id"), on="claim_id", how="semi"))
    return Intake(claims, tallies, quarantine, (count,), tuple(notes), versions=kept, withdrawals=withdrawals)


def join_intakes(intakes: Sequence[Intake]) -> Intake:
    """Put what several files gave into one, in the order given; each of them is one file, as its adapter gives it.

    An id that an earlier file has used sends the whole row of the later one to quarantine: the same file given twice must not be two
    witnesses, and ids that only happen to be equal must be told apart by those who gave them. Where the source dates its changes, the
    latest version of a claim is kept, whichever file holds it, and the earlier ones go to quarantine.

    Returns:
        The tables of all files; `counts` has one entry for each of `intakes`, in their order, and says what became of its rows here:
        those told already are in quarantine. It adds up for each file, also where two files have one name.
    """
    kept: list[Intake] = []
    taken = pl.DataFrame(schema={"found": pl.String, "by": pl.String})
    latest = _latest_versions(intakes)
    for intake in intakes:
        kept.append(_less_told_already(_less_superseded(intake, latest), taken))
        taken = pl.concat([taken, _ids(kept[-1]).select("found", by=pl.format("{}, row {}", "file", "row"))])
    return Intake(
        claims=Claims.validate(pl.concat([Claims.create_empty(), *(one.claims for one in kept)])),
        tallies=Tallies.validate(pl.concat([Tallies.create_empty(), *(one.tallies for one in kept)])),
        quarantine=Quarantine.validate(pl.concat([Quarantine.create_empty(), *(one.quarantine for one in kept)])),
        counts=tuple(count for one in kept for count in one.counts),
        notes=tuple(note for one in kept for note in one.notes),
        files=tuple(file for one in intakes for file in one.files),
        versions=Versions.validate(pl.concat([Versions.create_empty(), *(one.versions for one in kept)])),
        withdrawals=Withdrawals.validate(pl.concat([Withdrawals.create_empty(), *(one.withdrawals for one in kept)])),
    )


def _latest_versions(intakes: Sequence[Intake]) -> pl.DataFrame:
    """Give for each claim with versions the latest, and where it stands."""
    told = [
        one.versions.join(one.claims, on="claim_id", maintain_order="left").select(
            "claim_id", latest_at="version_at", by=pl.format("{}, row {}", "file", "row")
        )
        for one in intakes
    ]
    nothing = pl.DataFrame(schema={"claim_id": pl.String, "latest_at": pl.Datetime("us", "UTC"), "by": pl.String})
    rows = pl.concat([nothing, *told])
    return rows.sort("latest_at", descending=True, maintain_order=True).unique("claim_id", keep="first")


def _less_superseded(intake: Intake, latest: pl.DataFrame) -> Intake:
    """Send the rows of which another file holds a later version to quarantine."""
    old = intake.versions.join(latest, on="claim_id").filter(pl.col("version_at") < pl.col("latest_at"))
    if old.is_empty():
        return intake
    told = intake.claims.join(old, on="claim_id", maintain_order="left").unique(
        "row", keep="first", maintain_order=True
    )
    refused = told.select(
        "file", "row", "raw", found="claim_id", field=pl.lit("id"),
        expected=pl.format("the latest version of this claim; it stands in {}", "by"),
    )  # fmt: skip
    return _without_rows(intake, refused)


def _less_told_already(intake: Intake, taken: pl.DataFrame) -> Intake:
    """Send the rows with an id that was taken before to quarantine."""
    told = _ids(intake).join(taken, on="found", how="inner", maintain_order="left")
    told = told.unique(["file", "row", "raw"], keep="first", maintain_order=True)
    if told.is_empty():
        return intake
    refused = told.with_columns(
        field=pl.lit("id"), expected=pl.format("an id of its own; it was told already in {}", "by")
    )
    return _without_rows(intake, refused)


def _without_rows(intake: Intake, refused: pl.DataFrame) -> Intake:
    """Take whole rows of a file out of claims and tallies, into its quarantine."""
    quarantine = Quarantine.validate(pl.concat([intake.quarantine, refused.select(Quarantine.column_names())]))
    return intake_of(
        intake.counts[0].file,
        claims=Claims.validate(
            intake.claims.join(refused, on=["file", "row", "raw"], how="anti", maintain_order="left")
        ),
        tallies=Tallies.validate(
            intake.tallies.join(refused, on=["file", "row", "raw"], how="anti", maintain_order="left")
        ),
        quarantine=quarantine,
        rows_read=intake.rows_read,
        notes=intake.notes,
        versions=intake.versions,
        withdrawals=intake.withdrawals,
    )


def _ids(intake: Intake) -> pl.DataFrame:
    """Give every id of a file with its row; claims and tallies share one space of ids."""
    return pl.concat(
        [
            intake.claims.select("file", "row", "raw", found="claim_id"),
            intake.tallies.select("file", "row", "raw", found="tally_id"),
        ]
    )
