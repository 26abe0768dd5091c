"""The numbers that ship for four deals: they are those of the case table, and what follows from them is what the table says."""

import numpy as np
import pytest

from credibility.cases import BARZEH, CESSATION, FOUR_TOWNS, LOCAL, Case, at_mode
from hudna.casebook import agreement_path, assumptions_path
from hudna.credibility.assumptions import Assumptions, read_assumptions
from hudna.credibility.draws import draw_values, lay_out_inputs, likely_values
from hudna.credibility.inputs import leaves
from hudna.credibility.point import solve_point
from hudna.terms import read_agreement

CASES = {"moadamiya-2013": LOCAL, "four-towns-2015": FOUR_TOWNS, "cessation-2016": CESSATION, "barzeh-2014": BARZEH}
UNUSED = {"until_day"}  # nothing pays by the day in the table
OF_GUARANTORS = {
    "war_after_punishment",
    "answer_days",
    "sham_noticed",
    "cares_for_client_harm",
    "stake_per_day",
    "outside_penalty",
}


def numbers(case: str) -> Assumptions:
    return read_assumptions(assumptions_path(case), read_agreement(agreement_path(case)))


@pytest.mark.parametrize(("case", "table"), CASES.items())
def test_the_likely_numbers_are_those_of_the_case_table(case: str, table: Case) -> None:
    found, expected = lay_out_inputs(numbers(case), likely_values(numbers(case))), at_mode(table)

    between = ~np.eye(2, dtype=bool)
    for name in leaves():
        if name in UNUSED or (name in OF_GUARANTORS and not table.has_guarantors):
            continue
        ours, theirs = getattr(found, name)[0], getattr(expected, name)[0]
        if name in ("harm", "retaliates"):
            ours, theirs = ours[between], theirs[between]
        assert ours == pytest.approx(theirs), name


# 10, 50 and 90 % quantiles of the deterred share over 400 draws of the prototype. Over thirty seeds ours vary by at most 0.006 (standard
# deviation), but the highest of the local truce by 0.038: there one draw in ten sits at a jump, where the weak side's threat becomes credible.
TABLE = {"moadamiya-2013": (0.07, 0.18, 0.42), "four-towns-2015": (0.60, 0.75, 0.86), "cessation-2016": (0.11, 0.23, 0.41), "barzeh-2014": (0.82, 0.93, 0.98)}  # fmt: skip


@pytest.mark.parametrize(("case", "shares"), TABLE.items())
def test_the_share_deterred_is_that_of_the_case_table(case: str, shares: tuple[float, ...]) -> None:
    found = numbers(case)

    point = solve_point(lay_out_inputs(found, draw_values(found, draws=400, seed=found.seed)), alpha=found.alpha)

    low, middle, high = np.quantile(point.deterred, [0.1, 0.5, 0.9])
    assert (low, middle) == pytest.approx(shares[:2], abs=0.04)
    assert high == pytest.approx(shares[2], abs=0.11 if case == "moadamiya-2013" else 0.04)
