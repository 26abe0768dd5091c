"""The room's own score: what it predicted against what the record shows, for rulings and for answers.

Each prediction is a mixture of Poisson counts over the draws, so that what was uncertain before is uncertain in it. Nothing here says
whether a party kept faith: it says whether our numbers did. Source: docs/guide/stress.md, "Was it right?".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from scipy import stats

from hudna.credibility.assumptions import Assumptions
from hudna.credibility.draws import draw_values, lay_out_inputs
from hudna.credibility.impossible import refuse_impossible
from hudna.credibility.learning import Record, answer_waits, days_in_force, refuse_another_deals, ruled_against
from hudna.credibility.point import solve_point
from hudna.credibility.ranges import Floats
from hudna.problems import Problem, Refused
from hudna.terms import Agreement

LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Predicted:
    """One count: what was predicted, what was observed, and where in the prediction that lies (0.5: in its middle)."""

    what: str
    mean: float
    low: int
    high: int
    observed: int
    place: float

    @property
    def is_inside(self) -> bool:
        """Say whether the observed count lies in the 90 % of the prediction."""
        return self.low <= self.observed <= self.high


def score_count(what: str, expected: Floats, observed: int) -> Predicted:
    """Hold an observed count against a prediction.

    Args:
        what: what was counted, in words.
        expected: the expected count in each draw.
        observed: the count itself.
    """
    most = int(stats.poisson.ppf(0.9999, float(expected.max(initial=0.0)))) + 1
    below = stats.poisson.cdf(np.arange(max(most, observed) + 1)[:, None], expected).mean(axis=1)
    place = below[observed] - (below[observed] - (below[observed - 1] if observed else 0.0)) / 2
    return Predicted(
        what,
        float(expected.mean()),
        int(np.argmax(below >= LOW)),
        int(np.argmax(below >= HIGH)),
        observed,
        float(place),
    )


def score_numbers(
    agreement: Agreement, assumptions: Assumptions, record: Record, *, as_of: datetime
) -> tuple[Predicted, ...]:
    """Solve the numbers as they were before any learning, and hold the record of a deal against what they predict.

    Raises:
        Refused: numbers that cannot be; a deal that has not begun.
    """
    refuse_another_deals(record, assumptions)
    if record.answers.filter(pl.col("known_at") < as_of).is_empty():
        expected = "the folder of a check with `--answers`: without it silence and nothing known look alike"
        raise Refused([Problem("record", field="answers", found="no answer and no ruling", expected=expected)])
    days = days_in_force(agreement, as_of=as_of)
    values = draw_values(assumptions, draws=assumptions.draws, seed=assumptions.seed)
    inputs = lay_out_inputs(assumptions, values)
    refuse_impossible(inputs, file=assumptions.file)
    regime = solve_point(inputs, alpha=assumptions.alpha).regime
    rulings = {party: regime.rulings[:, place] for place, party in enumerate(assumptions.parties)}
    return score_record(assumptions, record, values, rulings_per_day=rulings, days=days, as_of=as_of)


def score_record(
    assumptions: Assumptions,
    record: Record,
    values: Mapping[str, Floats],
    *,
    rulings_per_day: Mapping[str, Floats],
    days: float,
    as_of: datetime,
) -> tuple[Predicted, ...]:
    """Hold rulings against each party, and answers of each guarantor, against what was predicted before signature.

    Args:
        assumptions: as they were before any learning.
        record: the tables of the evaluation.
        values: the draws of the assumptions.
        rulings_per_day: what the solver gives, by party, for each draw.
        days: days in force.
        as_of: facts count when they were known before it.
    """
    found = [
        score_count(
            f"rulings against {party}",
            rulings_per_day[party] * days,
            ruled_against(record, assumptions, party, as_of=as_of),
        )
        for party in assumptions.parties
    ]
    for guarantor in assumptions.guarantors:
        waits = answer_waits(assumptions, record, guarantor, as_of=as_of)
        if waits.is_empty():
            continue
        opened = _ages(record, waits, as_of)
        usual = np.maximum(values[f"guarantors.{guarantor}.answer_days"], 1e-9)
        expected = -np.expm1(-opened[None, :] / usual[:, None]).sum(axis=1)
        found.append(score_count(f"answers by {guarantor}", expected, int(waits["is_answered"].sum())))
    return tuple(found)


def _ages(record: Record, waits: pl.DataFrame, as_of: datetime) -> Floats:
    """Give for each file the days since its notice, answered or not: the time in which it could have been answered."""
    notice = (
        record.allegations.filter(pl.col("notice_at") < as_of).group_by("incident_id").agg(pl.col("notice_at").min())
    )
    joined = waits.join(notice, on="incident_id")
    return np.asarray(
        (pl.Series([as_of] * joined.height) - joined["notice_at"]).dt.total_seconds() / 86_400.0, dtype=np.float64
    )
