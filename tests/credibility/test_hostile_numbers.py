"""Whatever stands in an assumptions file or a sheet, it is read or refused: never a traceback."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credibility.deals import NUMBERS, deal
from hudna.credibility import parse_assumptions
from hudna.credibility.elicitation import parse_sheet
from hudna.problems import Problem, Refused

DEAL = deal()
LINES = NUMBERS.splitlines()
JUNK = [
    "3",
    "-1",
    "text",
    "[]",
    "{}",
    "[1, 2, 3]",
    "[[0.1, 2]]",
    "{q: 3}",
    "{range: {}}",
    "null",
    "true",
    "{range: [1, x, 3]}",
    "[1, [2], 3]",
    "{a: {b: {c: 1}}}",
    "1e400",
    "[nan, 0, 1]",
]


def refusals(read: Callable[[], object]) -> list[Problem]:
    """Give what was wrong with it; nothing where it was read."""
    try:
        read()
    except Refused as refused:
        return list(refused.problems)
    return []


def read_or_refuse(text: str) -> None:
    problems = refusals(lambda: parse_assumptions(text, DEAL, file="numbers.yaml"))

    assert all(problem.line for problem in problems)


@given(line=st.integers(0, len(LINES) - 1), junk=st.sampled_from(JUNK))
def test_a_line_with_anything_behind_its_key_is_read_or_refused(line: int, junk: str) -> None:
    key = LINES[line].split(":")[0]
    following = list(LINES[line + 1 :])
    depth = len(key) - len(key.lstrip())
    while following and len(following[0]) - len(following[0].lstrip()) > depth:
        following.pop(0)  # what stood below the key

    read_or_refuse("\n".join([*LINES[:line], f"{key}: {junk}", *following]))


@given(cut=st.integers(0, len(NUMBERS)), more=st.text(max_size=5))
def test_a_file_that_breaks_off_is_read_or_refused(cut: int, more: str) -> None:
    read_or_refuse(NUMBERS[:cut] + more)


@pytest.mark.parametrize("junk", JUNK)
def test_every_key_of_the_head_may_hold_anything(junk: str) -> None:
    for key in (
        "assumptions",
        "agreement",
        "unit",
        "elicited",
        "parties",
        "guarantors",
        "monitoring",
        "exchange",
        "correlated",
        "verdict",
        "outside_penalty",
    ):
        read_or_refuse("\n".join(line for line in LINES if not line.startswith(key)) + f"\n{key}: {junk}\n")
        read_or_refuse(f"{key}: {junk}\n")


@pytest.mark.parametrize("junk", JUNK)
def test_a_sheet_may_hold_anything(junk: str) -> None:
    texts = [
        f"answers: {junk}",
        f"elicitation: 1\nagreement: two-banks\nby: one\nanswers: {{parties.east.war_value: {junk}}}",
        f"elicitation: 1\nagreement: two-banks\nby: one\nanswers: {{parties.east.{junk if junk.isalpha() else 'x'}: 1}}",
    ]
    for text in texts:
        problems = refusals(partial(parse_sheet, text, DEAL, file="one.yaml"))
        assert all(problem.line for problem in problems)


def test_a_number_beyond_all_numbers_is_refused() -> None:
    text = NUMBERS.replace("opportunities_per_day: 0.05", "opportunities_per_day: 1e400")

    assert [p.field for p in refusals(lambda: parse_assumptions(text, DEAL, file="n.yaml"))] == [
        "parties.west.opportunities_per_day"
    ]
