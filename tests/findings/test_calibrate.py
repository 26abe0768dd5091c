"""Calibration: the scores by hand, and the alarm."""

import polars as pl
import pytest

from hudna.findings import Predictions, calibrate
from hudna.findings.calibrate import brier, expected_calibration_error, log_loss, wilson_95

ENDS = {"reasonable_suspicion": 0.25, "reasonable_grounds": 0.5}


def predictions(*rows: tuple[str, float, str, bool]) -> pl.DataFrame:
    told = [
        {"incident_id": f"I-{n}", "side": side, "p": p, "p_lower": p / 2, "standard": standard, "is_true": is_true}
        for n, (side, p, standard, is_true) in enumerate(rows)
    ]
    return Predictions.validate(pl.DataFrame(told, schema=Predictions.create_empty().schema))


def test_scores_are_those_worked_out_by_hand() -> None:
    assert brier([0.8, 0.4], [True, False]) == pytest.approx((0.04 + 0.16) / 2)
    assert log_loss([0.5, 0.5], [True, False]) == pytest.approx(0.693147, abs=1e-6)
    assert expected_calibration_error([0.95, 0.95, 0.05], [True, False, False]) == pytest.approx((0.9 + 0.05) / 3)
    assert wilson_95(9, 10) == pytest.approx((0.5958, 0.9821), abs=5e-4)


def test_a_standard_counts_all_that_reach_it_and_raises_an_alarm_below_what_it_asks_for() -> None:
    kept = calibrate(
        predictions(*[("a", 0.9, "reasonable_grounds", True)] * 20, ("b", 0.6, "reasonable_suspicion", False)),
        lower_ends=ENDS,
    )
    broken = calibrate(predictions(*[("a", 0.9, "reasonable_grounds", False)] * 20), lower_ends=ENDS)

    by_name = {row["name"]: row for row in kept.to_dicts()}
    assert (by_name["reasonable_suspicion"]["n"], by_name["reasonable_grounds"]["n"]) == (21, 20)
    assert not kept["is_alarm"].any()
    assert set(broken.filter("is_alarm")["name"]) == {"reasonable_suspicion", "reasonable_grounds"}
    assert by_name["a"]["brier"] == pytest.approx(0.01)


def test_nothing_to_judge_is_told_as_nothing() -> None:
    table = calibrate(predictions(), lower_ends=ENDS)

    assert table["n"].to_list() == [0, 0]
    assert table["true_rate"].to_list() == [None, None]
