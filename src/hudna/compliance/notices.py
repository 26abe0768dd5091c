"""When an allegation first reached the standards that each consequence needs (docs/semantics.md, "Clocks")."""

import dataframely as dy
import polars as pl

from hudna.compliance.binding import known_to_bind_from
from hudna.compliance.tables import STANDARDS, Allegations, DutyStates
from hudna.incidents.tables import Moments
from hudna.terms import CompiledAgreement


def date_notices(
    allegations: dy.DataFrame[Allegations],
    at_moments: dy.DataFrame[Allegations],
    moments: dy.DataFrame[Moments],
    compiled: CompiledAgreement,
    duty_states: dy.DataFrame[DutyStates],
) -> dy.DataFrame[Allegations]:
    """Fill `notice_at` and `breach_at`: the first moment at which what was known reached the standard that each needs.

    Args:
        allegations: as held on everything known now.
        at_moments: the same incidents held as they stood at each moment; `incident_id` names the moment.
        moments: `at_moment`, `incident_id`, `moment_at`, the instant from which that much was known, and `is_day_inferred`.
        compiled: the agreement, for its norms and its `proof`.
        duty_states: for norms that bind only once a duty is met: nothing reached a standard before that was known.
    Returns:
        `allegations` in their order. A later report moves neither instant, neither back nor away. An incident has neither while
        every claim on it infers the day: such a day never starts a clock.
    """
    keys = ["incident_id", "norm_id", "accused"]
    stood = (
        at_moments.rename({"incident_id": "at_moment"}).join(moments, on="at_moment").filter(~pl.col("is_day_inferred"))
    )
    rank = pl.col("standard").to_physical()
    dated: pl.DataFrame = allegations.join(
        _binding(compiled, duty_states), on="norm_id", how="left", maintain_order="left"
    )
    for column, standard in (("notice_at", compiled.proof.notice), ("breach_at", compiled.proof.breach)):
        first = (
            stood.filter(rank >= STANDARDS.index(standard)).group_by(keys).agg(pl.col("moment_at").min().alias(column))
        )
        dated = dated.drop(column).join(first, on=keys, how="left", maintain_order="left")
        dated = dated.with_columns(
            pl.when(pl.col(column).is_not_null()).then(pl.max_horizontal(column, "known_to_bind_from")).alias(column)
        )
    return Allegations.validate(dated.select(Allegations.column_names()))


def _binding(compiled: CompiledAgreement, duty_states: dy.DataFrame[DutyStates]) -> pl.DataFrame:
    """For each norm, since when it was known to bind; empty where it waits for no duty."""
    since = {norm.norm_id: known_to_bind_from(norm, duty_states, compiled.proof) for norm in compiled.norms}
    return pl.DataFrame(
        {"norm_id": list(since), "known_to_bind_from": list(since.values())},
        schema={"norm_id": pl.String, "known_to_bind_from": pl.Datetime("us", "UTC")},
    )
