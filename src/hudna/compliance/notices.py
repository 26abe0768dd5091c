"""When an allegation first reached the standards that each consequence needs (docs/semantics.md, "Clocks")."""

import dataframely as dy
import polars as pl

from hudna.compliance.tables import STANDARDS, Allegations
from hudna.terms import CompiledAgreement


def date_notices(
    allegations: dy.DataFrame[Allegations],
    at_moments: dy.DataFrame[Allegations],
    moments: pl.DataFrame,
    compiled: CompiledAgreement,
) -> dy.DataFrame[Allegations]:
    """Fill `notice_at` and `breach_at`: the first moment at which what was known reached the standard that each needs.

    Args:
        allegations: as held on everything known now.
        at_moments: the same incidents held as they stood at each moment; `incident_id` names the moment.
        moments: `at_moment`, `incident_id`, `moment_at`, the instant from which that much was known, and `is_day_inferred`.
        compiled: the agreement, for its `proof`.
    Returns:
        `allegations` in their order. A later report moves neither instant, neither back nor away. An incident has neither while
        every claim on it infers the day: such a day never starts a clock.
    """
    keys = ["incident_id", "norm_id", "accused"]
    stood = (
        at_moments.rename({"incident_id": "at_moment"}).join(moments, on="at_moment").filter(~pl.col("is_day_inferred"))
    )
    rank = pl.col("standard").to_physical()
    dated: pl.DataFrame = allegations
    for column, standard in (("notice_at", compiled.proof.notice), ("breach_at", compiled.proof.breach)):
        first = (
            stood.filter(rank >= STANDARDS.index(standard)).group_by(keys).agg(pl.col("moment_at").min().alias(column))
        )
        dated = dated.drop(column).join(first, on=keys, how="left", maintain_order="left")
    return Allegations.validate(dated.select(Allegations.column_names()))
