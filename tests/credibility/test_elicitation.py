"""Sheets: what is asked, what is refused, how people are pooled, and that what was pooled is read as assumptions."""

import re

import pytest

from credibility.deals import DEAL, deal
from hudna.credibility.assumptions import parse_assumptions
from hudna.credibility.elicitation import Sheet, parse_sheet, pool_sheets, questions, write_assumptions, write_sheet
from hudna.credibility.ranges import Quantiles, Triangular
from hudna.problems import Refused

KINDS = ("armed_attack", "advance")


def filled(by: str, war_value: str = "[-20, -5, 5]") -> str:
    """Fill in a sheet as a person does: take the marks off and write numbers."""
    text = write_sheet(deal(), KINDS, by=by, language="en")
    numbers = {
        "war_value": war_value,
        "share": "[0.4, 0.5, 0.6]",
        "opportunities_per_day": "[0.02, 0.05, 0.1]",
        "benefit_if_hollow": "[0.4, 0.6, 0.9]",
        "credible": "[0, 0.01, 0.05]",
    }

    def answer(line: re.Match[str]) -> str:
        return f"  {line[1]}: {numbers.get(line[1].rsplit('.', 1)[-1], '[1, 2, 4]')}"

    return re.sub(r"^  # (\S+): \[ , , \]$", answer, text, flags=re.MULTILINE)


def sheet(by: str, **more: str) -> Sheet:
    return parse_sheet(filled(by, **more), deal(), file=f"{by}.yaml")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_without_a_default_is_asked_for_and_nothing_that_the_terms_tell(language: str) -> None:
    asked = {one.path for one in questions(deal(), KINDS, language="ar" if language == "ar" else "en")}
    with pytest.raises(Refused) as caught:
        parse_assumptions(
            "assumptions: 1\nagreement: two-banks\nparties: {east: {kinds: {armed_attack: {}, advance: {}}}, west: {kinds: {armed_attack: {}, advance: {}}}}\nguarantors: {north: {}, south: {}}\n",
            deal(), file="numbers.yaml",
        )  # fmt: skip

    assert {problem.field for problem in caught.value.problems} <= asked
    assert "guarantors.north.answer_days" not in asked


def test_a_question_names_the_side_and_the_kind_and_asks_in_days_of_the_ceasefire() -> None:
    named = DEAL.replace("east: {actors", "east: {name: {en: East bank, ar: الضفة الشرقية}, actors")

    asked = {one.path: one.question for one in questions(deal(named), KINDS, language="en")}
    in_arabic = {one.path: one.question for one in questions(deal(named), KINDS, language="ar")}

    path = "parties.east.kinds.advance.gain"
    assert asked[path] == "How many days of this ceasefire would East bank give for a usual chance of Advance?"
    assert "الضفة الشرقية" in in_arabic[path]
    assert not [q for q in (*asked.values(), *in_arabic.values()) if "{" in q]


def test_an_empty_sheet_says_that_nothing_was_answered() -> None:
    with pytest.raises(Refused, match="found no answers"):
        parse_sheet(write_sheet(deal(), KINDS, by="one", language="en"), deal(), file="one.yaml")


def test_people_are_pooled_each_counting_the_same_and_their_disagreement_is_told() -> None:
    hawk, dove = sheet("hawk", war_value="[10, 20, 30]"), sheet("dove", war_value="[-60, -40, -20]")

    pooled = {one.path: one for one in pool_sheets([hawk, dove], files=["hawk.yaml", "dove.yaml"])}

    war = pooled["parties.east.war_value"]
    assert isinstance(war.range, Quantiles)
    assert (float(war.range.quantile(0.4)) < -20, float(war.range.quantile(0.6)) > 10) == (True, True)
    assert war.apart == pytest.approx(1, abs=1e-3)
    assert war.is_disputed
    agreed = pooled["parties.east.mirror.loses"]
    assert (agreed.range, agreed.apart, agreed.is_disputed) == (Triangular(1, 2, 4), 0, False)


def test_what_was_pooled_is_read_as_assumptions_on_basis_elicited() -> None:
    hawk, dove = sheet("hawk", war_value="[10, 20, 30]"), sheet("dove", war_value="[-60, -40, -20]")
    pooled = pool_sheets([hawk, dove], files=["hawk.yaml", "dove.yaml"])

    text = write_assumptions(deal(), pooled, people=["hawk", "dove"], on="2027-01-02")
    found = parse_assumptions(text, deal(), file="numbers.yaml")

    assert found.elicited == {"date": "2027-01-02", "from": ["hawk", "dove"], "pooling": "linear"}
    assert found.bases["elicited"] == len(pooled)
    value = found.value("parties.east.war_value")
    assert value.note == "apart 1.00"
    for share in (0.1, 0.4, 0.6, 0.9):
        expected = next(one.range for one in pooled if one.path == "parties.east.war_value").quantile(share)
        assert float(value.range.quantile(share)) == pytest.approx(float(expected), abs=1e-3)


REFUSED = {
    "a likely value outside": ("  parties.east.war_value: [-20, -5, 5]", "  parties.east.war_value: [-20, 50, 5]", "answers.parties.east.war_value"),
    "a number that nobody needs": ("  parties.east.war_value:", "  parties.east.war_mood:", "answers.parties.east.war_mood"),
    "a party of another deal": ("  parties.east.war_value:", "  parties.est.war_value:", "answers.parties.est.war_value"),
    "another deal": ("agreement: two-banks", "agreement: three-banks", "agreement"),
    "nobody": ("by: one", "by: 7", "by"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_sheet_that_cannot_be_is_refused_with_its_line(case: str) -> None:
    old, new, field = REFUSED[case]
    text = filled("one")
    assert text.count(old) == 1

    with pytest.raises(Refused) as caught:
        parse_sheet(text.replace(old, new), deal(), file="one.yaml")

    line = text[: text.index(old)].count("\n") + 1
    assert [(p.file, p.line, p.field) for p in caught.value.problems] == [("one.yaml", line, field)]


def test_one_person_alone_is_not_pooled_and_nobody_counts_twice() -> None:
    with pytest.raises(Refused, match="at least two people"):
        pool_sheets([sheet("one")], files=["one.yaml"])
    with pytest.raises(Refused, match="one sheet for each"):
        pool_sheets([sheet("one"), sheet("one")], files=["one.yaml", "again.yaml"])
