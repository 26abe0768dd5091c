"""Every rule against its own cases, and no rule without what a drafter needs to judge it."""

import re
from pathlib import Path

import pytest

import hudna.lint.rules
from hudna.lint import GROUPS, RULES, Rule, lint_agreement
from lint.cases import FOLDER, cases_of, draft_of, file_of, syria

PASSES = [(rule, name) for rule in RULES for name in cases_of(rule)["passes"]]
FAILS = [(rule, name) for rule in RULES for name in cases_of(rule)["fails"]]


@pytest.mark.parametrize(("rule", "name"), PASSES, ids=[f"{rule.id}-{name}" for rule, name in PASSES])
def test_a_passing_case_gets_no_remark(rule: Rule, name: str) -> None:
    agreement = draft_of(cases_of(rule)["passes"][name])

    linted = lint_agreement(agreement, gazetteer=syria(), rules=[rule])

    assert linted.remarks == ()
    assert linted.problems == ()


@pytest.mark.parametrize(("rule", "name"), FAILS, ids=[f"{rule.id}-{name}" for rule, name in FAILS])
def test_a_failing_case_gets_exactly_its_remarks(rule: Rule, name: str) -> None:
    case = cases_of(rule)["fails"][name]

    linted = lint_agreement(draft_of(case["text"]), gazetteer=syria(), rules=[rule])

    assert [{"line": p.line, "found": p.remark.found} for p in linted.remarks] == case["remarks"]
    assert linted.problems == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_why_in_both_languages_and_which_deal_fell_to_it(rule: Rule) -> None:
    for words in (rule.title, rule.explanation, rule.group):
        assert re.search("[a-z]", words["en"])
        assert re.search("[\u0621-\u064a]", words["ar"])
    assert rule.evidence.strip()
    assert rule.source.strip()
    assert rule.check.__doc__
    assert rule.id[0] in GROUPS
    assert rule.check.__module__.rpartition(".")[2].startswith(f"{rule.id.lower()}_")
    assert cases_of(rule)["passes"]
    assert cases_of(rule)["fails"]


def test_the_catalogue_stands_in_the_order_of_the_groups() -> None:
    order = [(list(GROUPS).index(rule.id[0]), int(rule.id[1:])) for rule in RULES]

    assert order == sorted(order)


def test_ids_are_unique_and_no_file_of_cases_is_left_over() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {path.name for path in FOLDER.glob("*.yaml")} == {file_of(rule).name for rule in RULES}


def test_every_file_of_a_rule_is_in_the_catalogue() -> None:
    files = {path.stem for path in Path(hudna.lint.rules.__path__[0]).glob("[a-z]*.py")}

    assert files == {rule.check.__module__.rpartition(".")[2] for rule in RULES}
