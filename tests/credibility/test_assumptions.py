"""Reading numbers: each that cannot be is refused with its line and its leaf; what the file does not say, terms and defaults do, counted."""

import pytest

from credibility.deals import DEAL, NUMBERS, deal
from hudna.casebook import agreement_path, assumptions_path
from hudna.credibility.assumptions import Assumptions, parse_assumptions, read_assumptions
from hudna.credibility.catalogue import LEAVES, leaf_of
from hudna.credibility.ranges import Quantiles, Triangular, point
from hudna.credibility.said_by_terms import read_terms
from hudna.lint import choose_rules, lint_agreement
from hudna.problems import Problem, Refused
from hudna.terms import read_agreement

CASES = ("moadamiya-2013", "barzeh-2014", "four-towns-2015", "cessation-2016")


def read(numbers: str = NUMBERS, *, of: str = DEAL) -> Assumptions:
    return parse_assumptions(numbers, deal(of), file="numbers.yaml")


def refused(numbers: str, *, of: str = DEAL) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        read(numbers, of=of)
    return caught.value.problems


def with_line(old: str, new: str) -> str:
    assert NUMBERS.count(old) == 1, f"{old!r} stands {NUMBERS.count(old)} times in the numbers"
    return NUMBERS.replace(old, new)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


IMPOSSIBLE = {
    "low above high": ("opportunities_per_day: 0.05", "opportunities_per_day: [0.5, 0.2, 0.1]", "parties.west.opportunities_per_day", "a low of 0.5 above a high of 0.1"),
    "likely outside": ("loses: [2, 6, 14], costs_the_other: [0.5, 2, 5]}\nguar", "loses: [2, 16, 14], costs_the_other: 1}\nguar", "parties.west.mirror.loses", "a likely value of 16 outside 2 to 14"),
    "negative rate": ("opportunities_per_day: 0.05", "opportunities_per_day: [-0.1, 0, 0.1]", "parties.west.opportunities_per_day", "-0.1"),
    "probability above 1": ("[0.6, 0.8, 0.9]", "[0.6, 0.8, 1.9]", "monitoring.detection.armed_attack", "1.9"),
    "zero draws": ("draws: 400", "draws: 0", "verdict.draws", "0"),
    "alpha of 1": ("alpha: 0.75", "alpha: 1", "verdict.alpha", "1"),
    "another deal": ("agreement: two-banks", "agreement: two-bank", "agreement", "'two-bank'"),
    "another version": ("assumptions: 1", "assumptions: 2", "assumptions", "version 2"),
    "another unit": ("day_of_deal", "dollars", "unit", "'dollars'"),
    "unknown kind": ("      advance: {share", "      advanse: {share", "parties.east.kinds.advanse", "'advanse'"),
    "unknown party": ("  west:\n    war", "  wets:\n    war", "parties.wets", "'wets'"),
    "unknown guarantor": ("  south:\n    lever", "  suoth:\n    lever", "guarantors.suoth", "'suoth'"),
    "unknown key": ("walks_out: {credible: [0, 0.01, 0.05]}\n    mirror: {term", "walks_out: {credibel: 0}\n    mirror: {term", "parties.east.walks_out.credibel", "the unknown key 'credibel'"),
    "unknown basis": ("basis: elicited", "basis: elicted", "parties.west.war_value.basis", "'elicted'"),
    "unknown lever": ("what: [fuel]", "what: [fule]", "guarantors.north.lever.what.0", "'fule'"),
    "term that is not linked": ("term: bodies", "term: fire", "parties.east.mirror.term", "'fire'"),
    "shares": ("share: 0.3", "share: 0.2", "parties.east.kinds", "shares that add up to 0.9"),
    "falling quantiles": ("[0.5, 5], [0.9, 12]", "[0.5, 1], [0.9, 12]", "parties.east.kinds.advance.gain", "values 2, 1, 12"),
    "correlation of 2": ("war_value, 0.5]]", "war_value, 2]]", "correlated.0", "2"),
    "correlation with nothing": ("[gain, war_value", "[gian, war_value", "correlated.0", "'gian'"),
    "correlations that cannot be": ("[[gain, war_value, 0.5]]", "[[gain, war_value, 0.9], [gain, loses, 0.9], [war_value, loses, -0.9]]", "correlated", "correlations that cannot all hold together"),
    "no default": ("cost_per_client_day: [0.3, 1, 3]\n  south", "note: nothing\n  south", "guarantors.north.cost_per_client_day", "no `guarantors.north.cost_per_client_day`"),
    "two numbers": ("opportunities_per_day: 0.05", "opportunities_per_day: [0.1, 0.2]", "parties.west.opportunities_per_day", "a list of 2"),
    "a word": ("opportunities_per_day: 0.05", "opportunities_per_day: often", "parties.west.opportunities_per_day", "'often'"),
}  # fmt: skip


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_a_number_that_cannot_be_is_refused_with_its_line_and_its_leaf(case: str) -> None:
    old, new, leaf, found = IMPOSSIBLE[case]
    numbers = with_line(old, new)

    problems = refused(numbers)

    told = [problem for problem in problems if problem.field == leaf]
    assert [problem.found[: len(found)] for problem in told] == [found]
    assert told[0].file == "numbers.yaml"
    if case not in ("shares", "no default"):  # those stand at the part around them
        first_changed = next(
            n for n, (a, b) in enumerate(zip(NUMBERS.splitlines(), numbers.splitlines(), strict=False), 1) if a != b
        )
        assert told[0].line == first_changed


@pytest.mark.parametrize(("case", "nearest"), [("unknown kind", "advance"), ("unknown party", "west"), ("unknown guarantor", "south"), ("unknown lever", "fuel"), ("unknown basis", "elicited"), ("correlation with nothing", "gain")])  # fmt: skip
def test_a_name_that_nobody_knows_brings_the_nearest(case: str, nearest: str) -> None:
    old, new, leaf, _ = IMPOSSIBLE[case]

    assert [problem.nearest for problem in refused(with_line(old, new)) if problem.field == leaf] == [nearest]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_text() -> None:
    problems = refused(
        with_line("share: 0.7", "share: 7")
        .replace("draws: 400", "draws: -1")
        .replace("basis: elicited", "basis: hunch")
    )

    assert [problem.field for problem in problems] == [
        "parties.east.kinds.armed_attack.share",
        "parties.west.war_value.basis",
        "verdict.draws",
    ]
    assert [problem.line for problem in problems] == sorted(problem.line or 0 for problem in problems)


def test_a_party_whose_guarantor_has_no_row_is_refused() -> None:
    start, end = NUMBERS.index("  south:\n"), NUMBERS.index("monitoring:")

    problems = refused(NUMBERS[:start] + NUMBERS[end:])

    assert [(p.field, p.found, p.line) for p in problems] == [
        ("guarantors", "no row for south", line_of(NUMBERS, "guarantors:"))
    ]
    assert "answers for west" in problems[0].expected


UNLINKED = DEAL.replace(", mirrors: prisoners, at_most: P7D", "")


def test_a_mirror_in_a_deal_that_links_nothing_is_refused_and_none_is_needed_there() -> None:
    numbers = NUMBERS.replace("term: bodies, ", "")

    problems = refused(numbers, of=UNLINKED)
    without = read("\n".join(line for line in NUMBERS.splitlines() if "mirror:" not in line), of=UNLINKED)

    assert [p.field for p in problems] == [
        f"parties.{p}.mirror.{what}" for p in ("east", "west") for what in ("loses", "costs_the_other")
    ]
    assert [p.line for p in problems][::2] == [
        line_of(numbers, "mirror: {loses"),
        line_of(numbers, "mirror: {loses") + 7,
    ]
    assert without.value("parties.east.mirror.loses").range == point(0)
    assert without.value("parties.east.mirror.loses").basis == "term"


def test_numbers_without_a_default_are_refused_by_name_and_the_rest_is_assumed_and_counted() -> None:
    bare = refused(
        "assumptions: 1\nagreement: two-banks\nparties: {east: {kinds: {armed_attack: {}}}, west: {kinds: {siege: {}}}}\nguarantors: {north: {}, south: {}}\n"
    )

    asked = {problem.field for problem in bare}
    found = read()

    assert {
        "parties.east.war_value",
        "parties.west.kinds.siege.gain",
        "parties.east.mirror.loses",
        "parties.west.walks_out.credible",
    } <= asked
    assert {"guarantors.north.lever.max_client_days", "guarantors.south.cost_per_client_day"} <= asked
    assert not asked & {
        "monitoring.wrong_author",
        "parties.east.retaliates",
        "horizon_days",
        "parties.east.kinds.armed_attack.share",
    }
    assert found.bases == {"assumed": 59, "term": 5, "lint": 3, "elicited": 1}
    assert len(found.defaulted) == 37
    assert set(found.defaulted) <= set(found.values)
    assert found.value("monitoring.wrong_author").range == Triangular(0, 0.05, 0.15)
    assert found.value("parties.west.war_value").note == "asked twice"


def test_every_number_is_read_as_it_was_written() -> None:
    found = read()

    assert found.parties == ("east", "west")
    assert found.kinds == ("armed_attack", "advance")
    assert found.guarantor_of == {"east": "north", "west": "south"}
    assert found.value("parties.east.kinds.armed_attack.gain").range == Triangular(2, 5, 12)
    assert found.value("parties.east.kinds.advance.gain").range == Quantiles((0.1, 0.5, 0.9), (2.0, 5.0, 12.0), 0.0)
    assert found.value("parties.west.opportunities_per_day").range == point(0.05)
    assert found.value("parties.west.kinds.armed_attack.share").range == point(1)
    assert found.value("monitoring.detection", "armed_attack").range == Triangular(0.6, 0.8, 0.9)
    assert found.value("monitoring.detection", "advance").range == Triangular(0.5, 0.75, 0.95)
    assert (found.alpha, found.draws, found.seed) == (0.75, 400, 1)


def test_what_the_terms_say_fills_what_the_file_leaves_open() -> None:
    found = read()

    assert found.value("guarantors.north.answer_days").range == point(2)
    assert found.value("guarantors.north.answer_days").basis == "term"
    assert found.value("guarantors.south.answer_days").range == Triangular(7, 20, 45)
    assert found.value("guarantors.south.answer_days").basis == "lint"
    assert found.value("horizon_days").range == Triangular(45, 90, 180)
    assert found.value("monitoring.attribution", "east").range == Triangular(0.09, 0.17, 0.36)
    assert found.value("monitoring.attribution", "west").range == Triangular(0.003, 0.006, 0.018)
    assert found.value("monitoring.carve_out_plea", "east").range == Triangular(0.3, 0.6, 0.9)
    assert found.value("monitoring.carve_out_plea", "west").range == Triangular(0, 0.02, 0.1)


def test_a_file_that_says_otherwise_than_the_terms_is_followed_and_the_departure_is_told() -> None:
    found = read(with_line("  north:\n", "  north:\n    answer_days: [1, 5, 30]\n"))

    assert found.value("guarantors.north.answer_days").range == Triangular(1, 5, 30)
    assert found.departs == ("guarantors.north.answer_days",)


def test_who_rules_cannot_be_told_otherwise_than_in_the_agreement() -> None:
    problems = refused(with_line("monitoring:\n", "monitoring:\n  rules_on: {east: friends}\n"))

    assert [(p.field, p.expected) for p in problems] == [("monitoring.rules_on.east", "as in the agreement: panel")]


@pytest.mark.parametrize("case", CASES)
def test_lint_and_the_stress_test_see_the_same_in_a_draft(case: str) -> None:
    agreement = read_agreement(agreement_path(case))
    linted = lint_agreement(agreement, gazetteer=None, rules=choose_rules(select=("G2", "G3", "C1", "R2", "T6")))
    remarked = {placed.rule.id for placed in (*linted.remarks, *(p for p, _ in linted.ignored))}

    terms = read_terms(agreement)

    by_rule = {said.rule for said in terms.values.values()} - {""}
    assert by_rule <= remarked
    assert terms.is_life_held == ("R2" in remarked)
    assert terms.is_shorter_than_its_rulings == ("T6" in remarked)
    assert ("C1" in remarked) == any(said.rule == "C1" for said in terms.values.values())
    assert ("G3" in remarked) == any(said.rule == "G3" for said in terms.values.values())


@pytest.mark.parametrize("case", CASES)
def test_every_number_of_the_casebook_is_written_with_its_basis(case: str) -> None:
    agreement, path = read_agreement(agreement_path(case)), assumptions_path(case)

    found = read_assumptions(path, agreement)

    silent = [p for p, v in found.values.items() if f"{p.rsplit('.', 1)[-1]}:" not in path.read_text(encoding="utf-8")]
    assert silent in (
        [f"parties.{party}.benefit_per_day" for party in found.parties],  # the unit itself
        [],
    )
    assert sum(found.bases.values()) == len(found.values)


def test_the_likely_numbers_of_four_towns_are_those_of_its_case_table() -> None:
    found = read_assumptions(assumptions_path("four-towns-2015"), read_agreement(agreement_path("four-towns-2015")))

    likely = {path: value.range.likely for path, value in found.values.items()}

    assert likely["horizon_days"] == 180
    assert likely["parties.government_side.kinds.advance.gain"] == 10
    assert likely["parties.armed_opposition.kinds.siege.gain"] == 4.5
    assert likely["guarantors.turkey.lever.max_client_days"] == 6
    assert likely["monitoring.carve_out_plea.armed_opposition"] == pytest.approx(0.3 * 0.02)
    assert found.departs  # the file says that the guarantors talked, where the text has nobody to rule


def test_a_party_that_is_only_its_guarantors_forces_is_no_side_of_its_own() -> None:
    terms = read_terms(read_agreement(agreement_path("cessation-2016")))

    assert terms.parties == ("government", "opposition")
    assert terms.values["guarantors.russia.gains_from_client_breach"].default.range == Triangular(0.2, 1, 3)


def test_every_leaf_is_found_by_a_path_with_ids_in_it() -> None:
    for pattern, leaf in LEAVES.items():
        path = pattern.replace("*", "somebody")
        assert leaf_of(path) is leaf
        assert leaf.by is None or leaf_of(f"{path}.each") is leaf
    with pytest.raises(LookupError):
        leaf_of("parties.somebody.mood")
