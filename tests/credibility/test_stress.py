"""The stress test as a whole: what it says of a real deal, that all its parts say the same, and that it is pure."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from credibility.deals import DEAL, NUMBERS, deal
from hudna.casebook import agreement_path, assumptions_path
from hudna.credibility import (
    Stress,
    constraint,
    draw_values,
    explain,
    lay_out_inputs,
    likely_values,
    parse_assumptions,
    read_assumptions,
    record_stress,
    record_why,
    solve_point,
    stress,
    survive,
)
from hudna.problems import Refused
from hudna.terms import read_agreement

AS_OF = datetime(2015, 9, 20, tzinfo=UTC)


def stressed(case: str, **changes: object) -> Stress:
    agreement = read_agreement(agreement_path(case))
    return stress(agreement, replace(read_assumptions(assumptions_path(case), agreement), **changes), as_of=AS_OF)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def towns() -> Stress:
    return stressed("four-towns-2015")


@pytest.fixture(scope="module")
def local() -> Stress:
    return stressed("moadamiya-2013")


def test_the_verdicts_on_the_numbers_that_ship(towns: Stress, local: Stress) -> None:
    found = {name: stressed(name, draws=100).verdict for name in ("cessation-2016", "barzeh-2014")}

    assert towns.verdict == "partly"
    assert local.verdict == found["cessation-2016"] == "not"
    assert found["barzeh-2014"] == "self_enforcing"


def test_equal_inputs_give_equal_bytes(local: Stress) -> None:
    assert json.dumps(record_stress(local)) == json.dumps(record_stress(stressed("moadamiya-2013")))


def test_what_binds_is_the_least_of_what_is_required(towns: Stress) -> None:
    required = [row for row in towns.constraints if row.is_required]

    assert towns.binding.id == "P1.advance"
    assert towns.binding.margin == min(row.margin for row in required)
    assert not towns.is_held
    assert [row.is_required for row in towns.constraints] == sorted(
        (row.is_required for row in towns.constraints), reverse=True
    )


def test_the_chain_of_the_weakest_step_adds_up(towns: Stress) -> None:
    chain = towns.chains[0]

    assert towns.assumptions.kinds[chain.kind] == "advance"
    assert sum(step.days for step in chain.steps) == pytest.approx(chain.cost)
    assert (chain.temptation, chain.proof, chain.answer_days) == pytest.approx((17.83, 0.33075, 7.0), abs=0.01)
    assert chain.temptation == pytest.approx(towns.binding.left)
    assert chain.cost == pytest.approx(towns.binding.right)


def test_a_window_is_told_for_each_client_and_none_where_nobody_answers(towns: Stress, local: Stress) -> None:
    (iran,), (turkey,) = towns.window["iran"], towns.window["turkey"]

    assert not iran.is_open
    assert turkey.is_open
    assert turkey.floor < turkey.ceiling
    assert local.windows == ()


def test_what_suffices_alone_is_solved_over_all_readings_as_well(towns: Stress) -> None:
    assert [fix.names for fix in towns.alone] == [("mirror",), ("prize",)]
    assert towns.alone[0].value == pytest.approx(11.58, abs=0.01)
    assert all(fix.tried.p_holds > towns.summary.p_holds for fix in towns.alone)
    assert all(fix.tried.p_holds < 0.5 for fix in towns.alone)  # what suffices at the likely values is no cure


def test_an_answer_is_asked_by_name(towns: Stress, local: Stress) -> None:
    assert towns.last_safe_day["government_side"] is towns.endings[0]
    assert local.last_safe_day == {}
    assert [fix.names for fix in towns.repairs] == [("mirror",), ("prize",), ("half_prize",), ("double_mirror",)]
    assert towns.provenance["assumed"] + towns.provenance["term"] == len(towns.assumptions.values)


def test_a_repair_names_its_articles_and_the_lint_rule_that_asks_for_it(towns: Stress) -> None:
    answer = towns.offers["answer_in_two_days"]

    assert answer.proposed.rule == "G2"
    assert [article.path for article in answer.articles] == [
        "guarantors.iran.answers_within",
        "guarantors.turkey.answers_within",
    ]
    assert all(article.line is None for article in answer.articles)  # the text has none
    assert answer.remarks == tuple(towns.agreement.positions["guarantors", name][0] for name in ("iran", "turkey"))
    assert towns.offers["double_mirror"].articles[0].path == "tranches.wounded_in_step"


def test_no_single_lever_suffices_for_the_local_truce_and_it_says_so(local: Stress) -> None:
    said = record_stress(local)

    assert said["no_single_lever_suffices"] is True
    assert {each["lever"] for each in said["levers"]} == {
        "mirror",
        "prize",
        "detection",
        "attribution",
        "plea",
        "horizon",
    }
    assert said["clauses_suffice"] is False
    assert local.sets[0].names == local.menu.best.clauses


def test_more_than_half_of_the_longest_bars_assumed_is_mostly_assumption(towns: Stress) -> None:
    told = {path: replace(value, basis="elicited") for path, value in towns.assumptions.values.items()}

    assert towns.is_mostly_assumption
    assert not stressed("four-towns-2015", draws=20, values=told).is_mostly_assumption
    assert all(bar.basis == "assumed" for bar in towns.tornado[:8])


def test_both_panels_of_survival_start_at_all_and_only_fall(towns: Stress) -> None:
    for panel in towns.survival:
        assert panel.shape == (3, 366)
        assert (panel[:, 0] == 1.0).all()
        assert (np.diff(panel, axis=1) <= 0).all()
    assert (towns.survival.is_sound <= towns.survival.is_at_peace).all()


def test_on_not_at_war_alone_the_local_truce_looks_better_than_the_four_towns(towns: Stress, local: Stress) -> None:
    assert local.survival.is_at_peace[1, 365] > towns.survival.is_at_peace[1, 365]
    assert np.median(local.days.hollow_or_war) < np.median(towns.days.hollow_or_war)


def test_an_end_is_told_only_of_a_text_that_has_one(towns: Stress, local: Stress) -> None:
    assert [ending.party for ending in towns.endings] == [0, 1]
    assert all(ending.shortest_truce >= towns.assumptions.terms.days_for_rulings for ending in towns.endings)
    assert local.endings == ()


def test_the_wounded_wait_for_less_outside_the_mirror(towns: Stress, local: Stress) -> None:
    assert towns.delay is not None
    assert towns.delay.unmirrored[1] < towns.delay.mirrored[1] / 5
    assert local.delay is None


def test_a_point_is_the_deal_on_one_value_for_each_number(towns: Stress) -> None:
    rows = constraint(towns.agreement, towns.assumptions, likely_values(towns.assumptions))

    assert rows == towns.constraints
    with pytest.raises(ValueError, match="numbers for four-towns-2015"):
        constraint(
            read_agreement(agreement_path("moadamiya-2013")), towns.assumptions, likely_values(towns.assumptions)
        )


def test_a_step_taken_apart_costs_what_it_costs_when_it_is_played(towns: Stress) -> None:
    told = record_why(explain(towns.agreement, towns.assumptions, "P1.advance", as_of=AS_OF))

    assert told["cost"] == pytest.approx(13.28, abs=0.01)
    assert abs(told["cost_as_played"] - told["cost"]) < 3 * told["standard_error"] + 0.02 * told["cost"]
    with pytest.raises(Refused, match=r"P1\.advence"):
        explain(towns.agreement, towns.assumptions, "P1.advence", as_of=AS_OF)


def test_retaliation_that_never_ends_is_refused_before_anything_is_solved() -> None:
    agreement = deal(DEAL)
    numbers = NUMBERS.replace("    mirror:", "    retaliates: 1\n    mirror:") + "\n"
    numbers = numbers.replace("monitoring:\n", "monitoring:\n  victim_believes: 1\n")

    with pytest.raises(Refused, match="branching 1"):
        stress(agreement, parse_assumptions(numbers, agreement, file="numbers.yaml"), as_of=AS_OF)


@pytest.mark.parametrize(
    ("case", "breach", "hollow", "war"),
    [
        ("moadamiya-2013", (2, 6, 14), (11, 20, 34), (133, 345)),
        ("four-towns-2015", (6, 16, 40), (24, 46, 92), (76, 174)),
        ("cessation-2016", (0, 1, 3), (10, 15, 20), (33, 67, 124)),
        ("barzeh-2014", (31, 90, 244), (68, 169), ()),
    ],
)
def test_how_long_a_deal_lasts_is_what_the_prototype_measured(
    case: str, breach: tuple[int, ...], hollow: tuple[int, ...], war: tuple[int, ...]
) -> None:
    agreement = read_agreement(agreement_path(case))
    numbers = read_assumptions(assumptions_path(case), agreement)
    drawn = lay_out_inputs(numbers, draw_values(numbers, draws=100, seed=1))

    _, found = survive(solve_point(drawn, alpha=numbers.alpha), runs=20, days=365, seed=1)

    ends = np.minimum(found.war_day, found.hollow_day)
    for days, expected in ((found.breach_day, breach), (ends, hollow), (found.war_day, war)):
        quartiles = np.quantile(days, [0.25, 0.5, 0.75], method="inverted_cdf")[: len(expected)]
        assert quartiles == pytest.approx(expected, rel=0.25, abs=3)  # 100 draws of their own luck on either side
    assert (np.quantile(found.war_day, 0.25) > 365) == (war == ())
