"""The chapter on four truces: its examples, run one after the other, print what it says; what it says in words is so as well."""

import re
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from hudna.casebook import agreement_path, assumptions_path
from hudna.credibility import Stress, read_assumptions, stress
from hudna.terms import read_agreement

PAGE = (Path(__file__).parents[2] / "docs" / "guide" / "local-truce.md").read_text(encoding="utf-8")


def stressed(deal: str) -> Stress:
    agreement = read_agreement(agreement_path(deal))
    return stress(
        agreement, read_assumptions(assumptions_path(deal), agreement), as_of=datetime(2017, 1, 1, tzinfo=UTC)
    )


def test_the_examples_print_what_the_chapter_says() -> None:
    names: dict[str, object] = {}
    codes, texts = (re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) for language in ("python", "text"))
    printed = []
    for code in codes:
        told = StringIO()
        with redirect_stdout(told):
            exec(code, names)
        printed.append(told.getvalue())

    assert len(codes) == 7
    assert printed == texts


@pytest.fixture(scope="module")
def truces() -> dict[str, Stress]:
    return {deal: stressed(deal) for deal in ("moadamiya-2013", "four-towns-2015", "cessation-2016")}


def test_what_the_chapter_says_in_words_is_so(truces: dict[str, Stress]) -> None:
    local, towns, cessation = truces.values()

    assert "It is hollow within three weeks" in PAGE
    assert local.days.hollow_or_war[1] <= 21
    assert "in a year of play the cheated side is still there more often" in PAGE
    assert local.survival.is_at_peace[1, -1] > towns.survival.is_at_peace[1, -1]
    assert "twice as much at stake in the mirrored steps, or prizes three quarters their size" in PAGE
    assert [(fix.names[0], round(fix.value, 1)) for fix in towns.alone] == [("mirror", 11.6), ("prize", 0.7)]
    assert "fewer than one of ten, and leaves the weaker side next to nothing over war" in PAGE
    assert towns.alone[0].tried.p_holds < 0.1
    assert towns.alone[0].tried.worth[1] < 1
    assert "No set of up to three clauses of the menu" in PAGE
    assert not cessation.menu.found
