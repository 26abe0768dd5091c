"""Which version of a claim counts at a moment, and since when it is known.

A version stands from its own instant until a later one stands, or until the source takes the claim back. Of two readings of one version,
as with another lexicon, the later import stands. What was known later than the moment changes nothing.
"""

from datetime import datetime

import dataframely as dy
import polars as pl

from hudna.reports.intake import Intake
from hudna.reports.tables import Claims, ClaimVersions

# A version that differs only in these says the same: it is known since the one before it, and no clock starts anew for a letter in a text.
_SAYS_THE_SAME = (
    "file", "row", "raw", "text", "language", "claimant", "address", "bulletin_id", "licence", "known_at", "known_basis",
    "version_at", "import_number",
)  # fmt: skip
_ORDER, _MEANING = "#order", "#meaning"


def standing_at(intake: Intake, *, as_of: datetime | None) -> dy.DataFrame[Claims]:
    """Give the claims that were known before `as_of`, in the version of then, and that their source had not taken back by then;
    None is after everything. A version that is later than the withdrawal stands: the source has told it again.
    """
    order = intake.claims.select("claim_id").with_row_index(_ORDER)
    versioned = intake.history.select("claim_id").unique()
    dated = intake.claims.join(
        intake.versions.select("claim_id", "version_at"), on="claim_id", how="left", maintain_order="left"
    )
    told = pl.concat(
        [
            dated.join(versioned, on="claim_id", how="anti", maintain_order="left"),
            _versions_standing(intake.history, as_of=as_of).select(dated.columns),
        ]
    )
    taken_back = (
        intake.withdrawals.filter(_is_before("withdrawn_at", as_of)).group_by("claim_id").agg(pl.max("withdrawn_at"))
    )
    known = told.filter(_is_before("known_at", as_of)).join(
        taken_back, on="claim_id", how="left", maintain_order="left"
    )
    is_gone = pl.col("withdrawn_at").is_not_null() & ~(pl.col("version_at") > pl.col("withdrawn_at")).fill_null(
        value=False
    )
    standing = known.filter(~is_gone).join(order, on="claim_id", how="left").sort(_ORDER)
    return Claims.validate(standing.select(Claims.column_names()))


def _versions_standing(history: dy.DataFrame[ClaimVersions], *, as_of: datetime | None) -> pl.DataFrame:
    """Give of each claim the version that stands, known since the first of the unbroken row of versions that say the same.

    A later version that says something else was known at its own instant, whatever day the row gives: nobody can have known it before.
    """
    meant = [name for name in history.columns if name not in _SAYS_THE_SAME]
    stated = pl.when(pl.col("known_basis").cast(pl.String) == "stated").then("known_at").alias("#stated")
    ordered = (
        history.filter(_is_before("version_at", as_of))
        .sort("claim_id", "version_at", "import_number", maintain_order=True)
        .unique(["claim_id", "version_at"], keep="last", maintain_order=True)
        .with_columns(pl.struct(*meant, stated).struct.json_encode().alias(_MEANING))
    )
    begins = (pl.col(_MEANING) != pl.col(_MEANING).shift(1).over("claim_id")).fill_null(value=False)
    runs = ordered.with_columns(begins.cast(pl.Int64).cum_sum().over("claim_id").alias("#run"))
    first_of_run = runs.unique(["claim_id", "#run"], keep="first", maintain_order=True).select(
        "claim_id",
        "#run",
        since=pl.when(pl.col("#run") == 0).then("known_at").otherwise(pl.max_horizontal("known_at", "version_at")),
    )
    last = runs.unique("claim_id", keep="last", maintain_order=True)
    standing = last.join(first_of_run, on=["claim_id", "#run"], how="left", maintain_order="left")
    is_moved = pl.col("since") != pl.col("known_at")
    basis = history.schema["known_basis"]
    return standing.with_columns(
        known_at=pl.col("since"),
        known_basis=pl.when(is_moved & (pl.col("#run") > 0)).then(pl.lit("assumed", basis)).otherwise("known_basis"),
    )


def _is_before(instant: str, as_of: datetime | None) -> pl.Expr:
    return pl.lit(value=True) if as_of is None else pl.col(instant) < as_of
