"""What new claims or decisions did to incidents known before: merges and splits, each told with both ids.

An incident's id comes from its claim first known, so most keep theirs. Where two have become one, or one has become two, whoever points at
the old id (a clock, an answer, a sentence in a paper) must be able to follow it.
"""

import dataframely as dy
import polars as pl

from hudna.incidents.tables import IncidentChanges, Memberships


def changes_between(
    before: dy.DataFrame[Memberships], after: dy.DataFrame[Memberships]
) -> dy.DataFrame[IncidentChanges]:
    """Give the merges and splits between two linkings of growing claims.

    Args:
        before: memberships as they were.
        after: memberships as they are; claims that are only here are new, and those only in `before` were taken back.

    Returns:
        A merge: one row for each incident of before whose claims went to one that also took in another's. A split: one row for each
        incident of now that holds claims of one that is torn apart. Untouched incidents, and those that only grew, have no row.
    """
    moved = (
        before.select("claim_id", "incident_id")
        .join(after.select("claim_id", becomes="incident_id"), on="claim_id")
        .group_by("incident_id", "becomes")
        .agg(pl.len().alias("claims"))
        .with_columns(
            pl.len().over("becomes").alias("came_together"),
            pl.len().over("incident_id").alias("went_apart"),
        )
    )
    told = [
        moved.filter(pl.col(count) > 1).with_columns(pl.lit(change).alias("change"))
        for change, count in (("merge", "came_together"), ("split", "went_apart"))
    ]
    rows = pl.concat(told).select(IncidentChanges.column_names()).sort("change", "incident_id", "becomes")
    return IncidentChanges.validate(rows, cast=True)
