"""The end of a deal with a fixed last day: from when on nothing in it deters any more, and how short a truce is too short.

What deters through the deal's own future runs out with it, and the guarantor's willingness first: it stops punishing when what is left to
lose is worth less than the punishing costs, even if its lever lasts. Source: docs/guide/stress.md, "The last days".
All arguments may be arrays over draws.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from hudna.credibility.ranges import Floats

LONGEST = 3_650
"""Days looked back from the end; what is not deterred ten years before it never is."""


@dataclass(frozen=True)
class LastDays:
    """What decides the last days: one party at its temptation, and the guarantor that answers for it. Payoffs in days, each side's own.

    `stake` is what the guarantor would lose if the deal went on for ever. The share `stake_while_deterring` of it is lost only if the
    party is in fact deterred: in days in which nobody is, the guarantee adds nothing, and there is nothing of it to lose.
    """

    temptation: ArrayLike
    proof: ArrayLike
    stake: ArrayLike
    discount: ArrayLike  # of a day
    lever: ArrayLike = np.inf  # the most that it can take from the party
    cost_per_day_taken: ArrayLike = 1.0
    sham_noticed: ArrayLike = 1.0
    answer_days: ArrayLike = 0.0
    future: ArrayLike = 0.0  # what else of the deal's future the party would risk, were it to go on for ever
    standing: ArrayLike = 0.0  # what it risks that outlives the deal
    stake_while_deterring: ArrayLike = 0.0
    outlives: ArrayLike = 0.0  # stake of the guarantor that outlives the deal: aid, trade, an outside penalty
    renewal: ArrayLike = 0.0  # chance that the deal is renewed on its last day


def last_safe_day_by_formula(
    temptation: ArrayLike, *, proof: ArrayLike, stake: ArrayLike, discount: ArrayLike, renewal: ArrayLike = 0.0
) -> Floats:
    """Give how many days before its end a deal stops being self-enforcing, as ln(1 - x / (p S)) / ln(discount).

    It takes the whole stake as running evenly to the last day, and knows neither lever nor answer time. 0: safe to the end; inf: never safe.
    """
    x, p, s, d, again = (np.asarray(a, dtype=np.float64) for a in (temptation, proof, stake, discount, renewal))
    with np.errstate(divide="ignore", invalid="ignore"):
        needed = x / (p * s)
        days = np.log((1 - needed) / (1 - again)) / np.log(d)
    return np.asarray(np.where(needed >= 1, np.inf, np.maximum(days, 0.0)))


def last_safe_day(last: LastDays, *, longest: int = LONGEST) -> Floats:
    """Give the fewest days before the end with which the party is still deterred, by induction backward from the last day.

    With t days to go a breach ruled today is punished after the answer time, by what the guarantor is then still willing to take: no more
    than its stake in the days left by then is worth. Whole days; 1: safe to the last day; inf: not safe even with `longest` days to go.
    """
    names = [f.name for f in fields(last)]
    given = np.broadcast_arrays(*(np.asarray(getattr(last, name), dtype=np.float64) for name in names))
    now: dict[str, Floats] = {name: values.ravel() for name, values in zip(names, given, strict=True)}
    waits = np.ceil(now["answer_days"]).astype(np.int64)
    everyone = np.arange(given[0].size)
    steady = now["stake"] * (
        1 - now["stake_while_deterring"]
    )  # what a day of it is worth, whether or not anybody is deterred
    left = np.empty((longest + 1, len(everyone)))
    left[0] = now["renewal"] * now["stake"]
    unsafe = np.zeros(len(everyone))
    for days in range(1, longest + 1):
        at_answer = left[np.clip(days - waits, 0, days - 1), everyone]
        today = (
            now["discount"] * at_answer + (1 - now["discount"]) * steady
        )  # answered at once: this very day is still to come
        at_stake = np.where(waits == 0, today, np.where(days >= waits, at_answer, 0.0)) + now["outlives"]
        willing = np.divide(
            now["sham_noticed"] * at_stake,
            now["cost_per_day_taken"],
            out=np.full(len(everyone), np.inf),
            where=now["cost_per_day_taken"] > 0,
        )
        punishment = now["proof"] * now["discount"] ** now["answer_days"] * np.clip(willing, 0.0, now["lever"])
        at_risk = now["future"] * (1 - (1 - now["renewal"]) * now["discount"] ** days) + now["standing"]
        is_deterred = punishment + at_risk >= now["temptation"]
        unsafe[~is_deterred] = days
        left[days] = now["discount"] * left[days - 1] + (1 - now["discount"]) * np.where(
            is_deterred, now["stake"], steady
        )
    return np.where(unsafe == longest, np.inf, unsafe + 1).reshape(given[0].shape)


def shortest_useful_truce(first_safe_day: ArrayLike, *, days_for_rulings: float) -> Floats:
    """Give the length, in days, of the shortest truce that is of use: one day of it deters, and its rulings come before its end (T6).

    Args:
        first_safe_day: as `last_safe_day` gives it. A truce shorter than that is breached from its first day on.
        days_for_rulings: as `SaidByTerms` tells it.
    """
    return np.maximum(np.asarray(first_safe_day, dtype=np.float64), days_for_rulings)
