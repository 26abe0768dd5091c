"""Lint over the casebook: a golden file of its remarks, the loopholes that killed, and the model deal, which has none."""

import os
from functools import cache
from pathlib import Path

import pytest

from hudna.casebook import agreement_path, agreements
from hudna.flow import actors_of, gazetteer_of
from hudna.lint import RULES, Linted, lint_agreement
from hudna.terms import read_agreement

GOLDEN = Path(__file__).parent / "golden" / "lint.txt"
DEALS = [id_ for id_ in agreements() if not id_.endswith(".guaranteed")]

KILLED_BY = {
    "cessation-2016": ("C1", "G3", "T8", "P6"),
    "four-towns-2015": ("R2", "R4", "D3", "X1"),
    "vienna-2254-2015": ("T3", "G1"),
    "sochi-2018": ("Z1",),
    "hodeidah-2018": ("X2", "D1"),
    "minsk-ii-2015": ("Z2",),
    "yemen-2022": ("T2", "T4", "V1"),
    "gaza-2025": ("R6",),
    "libya-2020": ("D1",),
    "astana-deescalation-2017": ("G3", "T5"),
}


@cache
def lint(deal: str) -> Linted:
    agreement = read_agreement(agreement_path(deal))
    return lint_agreement(agreement, gazetteer=gazetteer_of(agreement), actors=actors_of(agreement))


@pytest.mark.parametrize(("deal", "rule"), [(deal, rule) for deal, rules in KILLED_BY.items() for rule in rules])
def test_the_loophole_that_killed_a_deal_is_found(deal: str, rule: str) -> None:
    assert rule in {placed.rule.id for placed in lint(deal).remarks}


def test_the_model_agreement_is_clean() -> None:
    linted = lint("model")

    assert linted.remarks == ()
    assert linted.problems == ()


@pytest.mark.parametrize("deal", DEALS)
def test_what_is_unread_makes_no_remark_and_is_told_apart(deal: str) -> None:
    linted = lint(deal)
    unread = {path[:-1] for path in linted.agreement.positions if path[-1:] == ("unread",)}

    assert not [p for p in linted.remarks if tuple(p.remark.at) in unread and p.rule.id != "C1"]
    assert len(linted.unread) == len(linted.agreement.unread or ()) + len(unread - {()})
    for placed in linted.remarks:
        if placed.remark.is_of_absence and linted.agreement.unread:
            assert placed.remark.found.endswith("in what was read")


def test_the_remarks_are_those_of_the_golden_file() -> None:
    lines = [
        f"{deal}:{p.line}:{p.column} {p.rule.id} {p.field}: {p.remark.found}"
        for deal in DEALS
        for p in lint(deal).remarks
    ]
    printed = "\n".join(lines) + "\n"
    if os.environ.get("HUDNA_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(printed, encoding="utf-8")

    assert GOLDEN.read_text(encoding="utf-8") == printed


def test_rules_that_no_deal_sets_off_are_the_ones_named() -> None:
    found = {placed.rule.id for deal in DEALS for placed in lint(deal).remarks}

    silent = {rule.id for rule in RULES} - found
    assert silent == {"Z4", "R1", "M3"} | {"T9", "Z6", "Z7", "B7", "R7", "R8", "X6", "M4", "M5", "M6"}
