"""Three Syrian truces and Barzeh: what the room says of them, beside what the reference prototype measured on its own draws.

Tolerances are about three standard errors of two sets of 400 draws (medians and ends of the deterred share: .03 and .07); what a better search for punishments moved is in docs/decisions/0012.
"""

import pytest

from credibility.cases import BARZEH, CESSATION, FOUR_TOWNS, LOCAL, at_mode, drawn
from hudna.credibility.inputs import Inputs
from hudna.credibility.summary import Summary, summarise
from hudna.credibility.tornado import draw_tornado, join

ALPHA, DRAWS = 0.75, 400
TABLE = {  # deterred share at 10, 50, 90 %; P(holds); breaches in 30 days, median
    "local": (LOCAL, (0.07, 0.18, 0.42), 0.0, 3.0),
    "four towns": (FOUR_TOWNS, (0.60, 0.75, 0.86), 0.055, 1.2),
    "cessation": (CESSATION, (0.11, 0.23, 0.41), 0.0, 11.9),
    "barzeh": (BARZEH, (0.82, 0.93, 0.98), 0.72, 0.2),
}


@pytest.fixture(scope="module")
def summaries() -> dict[str, Summary]:
    return {name: summarise(drawn(case, draws=DRAWS, seed=1), alpha=ALPHA)[0] for name, (case, *_) in TABLE.items()}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_table_of_the_four_cases(name: str, summaries: dict[str, Summary]) -> None:
    found = summaries[name]
    _, deterred, holds, breaches = TABLE[name]

    assert found.deterred[1] == pytest.approx(deterred[1], abs=0.03)
    assert found.deterred == pytest.approx(deterred, abs=0.07)
    assert found.p_holds == pytest.approx(holds, abs=0.07)
    assert found.breaches[1] == pytest.approx(breaches, rel=0.15, abs=0.1)
    assert found.unsettled == 0.0
    assert found.several_equilibria == 0.0


def test_the_verdicts(summaries: dict[str, Summary]) -> None:
    verdicts = {name: found.verdict for name, found in summaries.items()}

    assert verdicts["four towns"] == "partly"
    assert verdicts["local"] == verdicts["cessation"] == "not"
    order = [summaries[name].deterred[1] for name in ("barzeh", "four towns", "cessation", "local")]
    assert order == sorted(order, reverse=True)


def test_what_fails_first(summaries: dict[str, Summary]) -> None:
    assert summaries["local"].binding[0][0] == "P1.advance"
    assert summaries["local"].binding[0][1] > 0.85
    towns = dict(summaries["four towns"].binding)
    assert towns["P1.advance"] + towns["G1"] > 0.4


def test_the_guarantor_that_fights_beside_its_client_is_not_willing(summaries: dict[str, Summary]) -> None:
    none, one, both = summaries["cessation"].willing

    assert both < 0.03
    assert one > 0.5
    assert none + one + both == pytest.approx(1.0)


def test_the_weak_sides_threat_to_leave_seldom_counts(summaries: dict[str, Summary]) -> None:
    assert summaries["local"].threats[1] == pytest.approx(0.14, abs=0.05)
    assert summaries["barzeh"].threats[1] == pytest.approx(0.02, abs=0.02)


def test_hardly_anything_moves_the_share_as_alpha_moves_whether_it_holds() -> None:
    inputs = drawn(BARZEH, draws=200, seed=1)

    loose, strict = (summarise(inputs, alpha=alpha)[0] for alpha in (0.5, 0.9))

    assert loose.p_holds > 0.9
    assert strict.p_holds < 0.4
    assert loose.deterred == strict.deterred  # nobody has a guarantor: alpha sets no punishment


def test_the_tornado_puts_the_strong_sides_prize_first() -> None:
    from dataclasses import replace

    import numpy as np

    towns = at_mode(FOUR_TOWNS)

    def scaled(name: str, low: float, high: float, *, party: int | None = None) -> tuple[Inputs, Inputs]:
        ends = []
        for factor in (low, high):
            values = getattr(towns, name).copy()
            where = np.s_[:] if party is None else np.s_[:, party]
            values[where] *= factor
            ends.append(replace(towns, **{name: values}))
        return ends[0], ends[1]

    ends = {
        "prize of the strong": scaled("gain", 0.6, 1.7, party=0),
        "mirror": scaled("mirror_loses", 0.6, 1.6),
        "visibility": scaled("sham_noticed", 0.8, 1.2),
    }

    bars = draw_tornado(list(ends), join([each for pair in ends.values() for each in pair]), alpha=ALPHA)

    assert [bar.leaf for bar in bars] == ["prize of the strong", "mirror", "visibility"]
    assert bars[0].low > bars[0].high
    assert bars[1].low < bars[1].high
