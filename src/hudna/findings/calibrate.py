"""Do probabilities keep their word? Judged on incidents of which it became known later who did it.

Brier, log loss and expected calibration error by accused side; for each standard of proof how often what it was reached for was true, with
its 95 % Wilson interval. A standard raises an alarm where the lower end of that interval falls below the lower end it asks for
(research page "linkage", section 7). Anchors are selected cases, so a quiet table is no proof; a loud one is.
"""

from collections.abc import Mapping
from math import sqrt

import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import ArrayLike

BINS = 10
Z_95 = 1.959963984540054
LEAST_P = 1e-12


class Predictions(dy.Schema):
    """One row for each anchored incident and each side that may have done it."""

    incident_id = dy.String(primary_key=True, description="the incident")
    side = dy.String(primary_key=True, description="the side accused")
    p = dy.Float64(min=0, max=1, description="probability that it did it")
    p_lower = dy.Float64(min=0, max=1, description="lower end")
    standard = dy.String(description="highest standard of proof reached")
    is_true = dy.Bool(description="it did it, as became known later")


class Calibration(dy.Schema):
    """One row for each side, and one for each standard. Values that cannot be told are empty."""

    about = dy.String(primary_key=True, description="side or standard")
    name = dy.String(primary_key=True, description="which")
    n = dy.UInt32(description="predictions judged")
    true_rate = dy.Float64(nullable=True, description="share that was true")
    true_low = dy.Float64(nullable=True, description="lower end of its 95 % Wilson interval")
    true_high = dy.Float64(nullable=True, description="upper end")
    asked = dy.Float64(nullable=True, description="lower end that the standard asks for")
    brier = dy.Float64(nullable=True, description="mean squared error of p")
    log_loss = dy.Float64(nullable=True, description="mean negative logarithm of what p gave to the truth")
    ece = dy.Float64(nullable=True, description="expected calibration error, ten bins")
    is_alarm = dy.Bool(description="the standard promises more than is true")


def calibrate(predictions: dy.DataFrame[Predictions], *, lower_ends: Mapping[str, float]) -> dy.DataFrame[Calibration]:
    """Judge predictions, by side and by standard.

    Args:
        predictions: made without the later anchor.
        lower_ends: what each standard asks for, in ascending order of standards; a prediction counts at each that it reaches.
    """
    rows = [
        {"about": "side", "name": side, **_judged(predictions.filter(pl.col("side") == side))}
        for side in predictions["side"].unique().sort()
    ]
    ranks = {standard: number for number, standard in enumerate(lower_ends)}
    for standard, asked in lower_ends.items():
        reached = predictions.filter(
            pl.col("standard").replace_strict(ranks, default=-1, return_dtype=pl.Int64) >= ranks[standard]
        )
        judged = _judged(reached)
        low = judged["true_low"]
        rows.append(
            {
                "about": "standard",
                "name": standard,
                **judged,
                "asked": asked,
                "is_alarm": low is not None and low < asked,
            }
        )
    schema = Calibration.create_empty().schema
    filled = [{"asked": None, "is_alarm": False, **row} for row in rows]
    return Calibration.validate(pl.DataFrame(filled, schema=schema, orient="row"))


def _judged(rows: pl.DataFrame) -> dict[str, float | int | None]:
    p, is_true = rows["p"].to_numpy(), rows["is_true"].to_numpy()
    if not len(p):
        return dict.fromkeys(("true_rate", "true_low", "true_high", "brier", "log_loss", "ece")) | {"n": 0}
    low, high = wilson_95(int(is_true.sum()), len(p))
    return {
        "n": len(p),
        "true_rate": float(is_true.mean()),
        "true_low": low,
        "true_high": high,
        "brier": brier(p, is_true),
        "log_loss": log_loss(p, is_true),
        "ece": expected_calibration_error(p, is_true),
    }


def brier(p: ArrayLike, is_true: ArrayLike) -> float:
    """Give the mean squared error of probabilities of yes-or-no events."""
    return float(np.mean((np.asarray(p, dtype=np.float64) - np.asarray(is_true, dtype=np.float64)) ** 2))


def log_loss(p: ArrayLike, is_true: ArrayLike) -> float:
    """Give the mean negative logarithm of the probability of what was true."""
    given = np.clip(np.asarray(p, dtype=np.float64), LEAST_P, 1.0 - LEAST_P)
    return float(-np.mean(np.log(np.where(np.asarray(is_true, dtype=bool), given, 1.0 - given))))


def expected_calibration_error(p: ArrayLike, is_true: ArrayLike) -> float:
    """Give the mean distance between probability and share true, over ten bins of equal width weighed by their numbers."""
    given, true = np.asarray(p, dtype=np.float64), np.asarray(is_true, dtype=np.float64)
    which = np.minimum((given * BINS).astype(np.int64), BINS - 1)
    sums = np.bincount(which, given, BINS) - np.bincount(which, true, BINS)
    return float(np.abs(sums).sum() / len(given))


def wilson_95(successes: int, trials: int) -> tuple[float, float]:
    """Give the 95 % Wilson score interval of a share (Wilson 1927)."""
    share, spread = successes / trials, Z_95 * Z_95 / trials
    centre = (share + spread / 2) / (1 + spread)
    half = Z_95 * sqrt(share * (1 - share) / trials + spread / (4 * trials)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)
