"""Lint over the casebook beside a first reading by hand: they differ only where a reason is given."""

import re
from functools import cache

import pytest

from casebook.test_lint import lint
from hudna.lint import Linted
from shared_data.conftest import SHARED

READ = sorted(path.stem for path in (SHARED / "examples").glob("*.yaml"))

UNREAD = (
    "the field is `unread`, and what is unread is one line of the output, never a remark (the first reading's own rule)"
)
CATALOGUE = "the deal now names the register of Syrian actors, by which it has allies that stand under no party"
DIFFERENCES = {
    **{
        (deal, "P3"): CATALOGUE
        for deal in (
            "four-towns-2015",
            "homs-old-city-2014",
            "moadamiya-2013",
            "sochi-2018",
            "vienna-2254-2015",
        )
    },
    ("moadamiya-2013", "T1"): UNREAD,
    ("cessation-2016", "P5"): UNREAD,
    ("minsk-ii-2015", "P5"): UNREAD,
    ("sochi-2018", "P5"): UNREAD,
    ("yemen-2022", "P5"): UNREAD,
    (
        "gaza-2025",
        "T7",
    ): "four days lie between signature and start (the start is disputed by the hour, not by the day), and nothing freezes them",
    ("four-towns-2015", "D2", "8"): "500 is the number to reckon with, whatever the versions; it has no floor",
    (
        "minsk-ii-2015",
        "P3",
        "russia",
    ): "the file names Russian forces under a third state, and no prohibition binds them",
    ("sochi-2018", "D5", "patrols_m4"): UNREAD,
}
"""Where lint and the first reading differ: a rule, or one part of a rule's remarks; with the reason."""

PARTS = ("terms", "parties", "guarantors", "bodies", "others", "zones", "lines", "exclusions", "tranches", "phases")
ONE_FOR_A_SECTION = {"B2", "V1", "X1", "Z5"}
"""The first reading puts these at a section of the file; lint puts them at the ban, the body or the rung they are about."""


@cache
def first_reading() -> dict[str, dict[str, set[str]]]:
    """Read expected-remarks.md: deal -> rule -> the ids it names."""
    read: dict[str, dict[str, set[str]]] = {}
    deal = ""
    for line in (SHARED / "examples" / "expected-remarks.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## ([\w-]+): \d+ remarks", line):
            deal = heading[1]
            read[deal] = {}
        elif row := re.match(r"\| \**([A-Z]\d)\** \| [EWI] \| (.*) \|", line):
            read[deal][row[1]] = set(re.findall(r"`([^`]+)`", row[2]))
        elif line.startswith("## "):
            deal = ""
    return read


def ids_of(linted: Linted, rule: str) -> set[str]:
    """Give the parts of the deal that a rule remarks on: terms (without their rows), parties, zones and so on."""
    fields = [p.field.split(".") for p in linted.remarks if p.rule.id == rule]
    dotted = sorted(linted.agreement.terms, key=len, reverse=True)  # an article may be 4.5
    return {
        next((t for t in dotted if ".".join(f[1:]).startswith(t)), f[1]) if f[0] == "terms" else f[1]
        for f in fields
        if len(f) > 1 and f[0] in PARTS
    }


@pytest.mark.parametrize("deal", READ)
def test_rules_that_remark_are_those_of_the_first_reading(deal: str) -> None:
    expected = set(first_reading()[deal])
    explained = {key[1] for key in DIFFERENCES if key[0] == deal and len(key) == 2}

    found = {placed.rule.id for placed in lint(deal).remarks}

    assert found ^ expected == explained


@pytest.mark.parametrize("deal", READ)
def test_each_rule_remarks_on_the_parts_that_the_first_reading_names(deal: str) -> None:
    linted = lint(deal)
    parts = {part for name in PARTS for part in (getattr(linted.agreement, name) or {})}

    differences = set()
    for rule, ids in first_reading()[deal].items():
        if rule in ONE_FOR_A_SECTION or (deal, rule) in DIFFERENCES:
            continue
        named = {id_.partition("/")[0].removeprefix("tranches.").removeprefix("phases.") for id_ in ids} & parts
        named |= {"ca_back_50"} if (deal, rule) == ("minsk-ii-2015", "Z2") else set()  # told there as `zones`
        if rule == "R2":  # told there by duty; lint names the tranche, and its duties in words
            named -= {"aid", "wounded", "munich_aid", "madaya", "north"}
        if rule == "R3":  # the duties that `8` waits for are quoted there too
            named -= {"3", "5"}
        found = {id_ for id_ in ids_of(linted, rule) if id_ in parts}
        differences |= {(deal, rule, part) for part in named ^ found}

    assert differences == {key for key in DIFFERENCES if key[0] == deal and len(key) == 3}
