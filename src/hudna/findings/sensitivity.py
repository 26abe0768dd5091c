"""What a finding would be otherwise: without each source, with another side factor, with another base rate. The number never stands alone.

One source whose absence moves the lower end below one half, or a k at which it falls, is what a reader must know first.
"""

from collections.abc import Sequence
from dataclasses import replace

import dataframely as dy
import polars as pl

from hudna.findings.bounds import bound_sides
from hudna.findings.parameters import Learnt
from hudna.findings.posterior import Rates, template_of
from hudna.findings.said import Case, case_of_performance, case_of_violence, table_of
from hudna.findings.voices import Voice

SIDE_FACTORS = (1.0, 2.0, 3.0, 5.0)
BASE_ODDS = (0.5, 2.0)  # of the accused side, against what the finding takes


class Sensitivity(dy.Schema):
    """One row for each side that may have done it and each way of asking again; `as_found` is the finding itself."""

    side = dy.String(primary_key=True, description="the side accused; for performances done or not_done")
    change = dy.String(primary_key=True, description="as_found, without, side_factor or base_odds")
    value = dy.String(
        primary_key=True, description="the source left out, the k, or the factor on the prior odds of the side"
    )
    p = dy.Float64(min=0, max=1, nullable=True, description="probability; empty: nobody else names anybody")
    p_lower = dy.Float64(min=0, max=1, nullable=True, description="lower end")
    p_upper = dy.Float64(min=0, max=1, nullable=True, description="upper end")


def ask_again(
    voices: Sequence[Voice], *, k: float, is_performance: bool, learnt: Learnt | None = None
) -> dy.DataFrame[Sensitivity]:
    """Weigh one incident again under each change.

    Args:
        voices: of one incident.
        k: the agreement's side factor.
        is_performance: the act is a performance: the question is whether it was done.
        learnt: what is known of sources; not used for performances.
    """
    known = None if is_performance else learnt
    put = case_of_performance if is_performance else case_of_violence
    incident_id = voices[0].incident_id if voices else ""
    case = put(incident_id, voices)
    rows: list[dict[str, object]] = []
    if case is not None:
        rows += _rows(case, k=k, learnt=known, change="as_found", value="")
        for factor in SIDE_FACTORS:
            rows += _rows(case, k=factor, learnt=known, change="side_factor", value=f"{factor:g}")
        for odds in BASE_ODDS:
            for side in case.sides:
                moved = _rows(case, k=k, learnt=known, change="base_odds", value=f"{odds:g}", odds={side: odds})
                rows += [row for row in moved if row["side"] == side]
        for voice in voices:
            without = put(incident_id, [each for each in voices if each is not voice])
            found = _rows(without, k=k, learnt=known, change="without", value=voice.source_id) if without else []
            weighed = {row["side"]: row for row in found}
            empty = {"change": "without", "value": voice.source_id, "p": None, "p_lower": None, "p_upper": None}
            rows += [weighed.get(side, {"side": side, **empty}) for side in case.sides]
    table = pl.DataFrame(rows, schema=Sensitivity.create_empty().schema)
    return Sensitivity.validate(table.sort("side", "change", "value"))


def _rows(
    case: Case, *, k: float, learnt: Learnt | None, change: str, value: str, odds: dict[str, float] | None = None
) -> list[dict[str, object]]:
    tabled = table_of([case], known=learnt.known if learnt else frozenset())
    rates: Rates = learnt.rates_for(tabled) if learnt else template_of(tabled.contents)
    if odds:
        base = rates.base.copy()
        for side, factor in odds.items():
            base[:, tabled.sides.index(side)] *= factor
        rates = replace(rates, base=base)
    found = bound_sides(tabled.contents, rates, k=k)
    return [
        {
            "side": side,
            "change": change,
            "value": value,
            **{
                name: min(1.0, max(0.0, float(table[0, tabled.sides.index(side)])))
                for name, table in zip(("p", "p_lower", "p_upper"), found, strict=True)
            },
        }
        for side in case.sides
    ]
