"""Files written to hurt: each is refused with the reason, in the order of the text, and soon."""

import time

import pytest

from hudna.problems import Problem, Refused
from hudna.terms import parse_actors, parse_agreement
from hudna.terms.document import MOST_PROBLEMS

HEAD = 'hudna: 1\nid: small\ntitle: Small\nversion: "1"\nstatus: draft\nclock: Asia/Damascus\n'
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
RLO, LRI, ZWSP = "\u202e", "\u2066", "\u200b"
SOON_S = 5.0  # processor seconds; the slowest takes about one on the machine it was written on


def problems_of(text: str) -> tuple[Problem, ...]:
    """Read a text that is refused, soon, and give its problems."""
    began = time.process_time()
    with pytest.raises(Refused) as refused:
        parse_agreement(text, file="small.yaml")
    assert time.process_time() - began < SOON_S
    found = refused.value.problems
    assert [(p.line, p.column) for p in found] == sorted((p.line or 0, p.column or 0) for p in found)
    return found


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        (HEAD + "# " + "x" * 2_000_000, 1, "a file of 2,000,0"),
        (BOMB + "# " + "x" * 2_000_000, 1, "a file of 2,000,"),
        (HEAD + "parties:\n" + "  army: {actors: [a]}\n" * 100_000, 1, "a file of 2,2"),
        (BOMB, 2, "the alias *a"),
        (HEAD + "terms: " + "[" * 900_000, 7, "a value 33 levels deep"),
        (HEAD + "terms: " + "{a: " * 200_000, 7, "a value 33 levels deep"),
        (HEAD + "- " * 400_000, 7, "a line that is no `key: value`"),
        ("- " * 400_000 + "x", 1, "a value 33 levels deep"),
        ("".join(" " * n + "a:\n" for n in range(1_300)), 33, "a value 33 levels deep"),
        (HEAD + "parties:\n\tarmy: {actors: [a]}\n", 8, "a tab"),
        (HEAD + "parties:\n  army:\t{actors: [a]}\n", 8, "a tab"),
        (HEAD + "a: '" + "''" * 400_000, 7, "the end of the file"),
    ],
    ids=lambda value: str(value)[:24].replace("\n", " ") if isinstance(value, str) else str(value),
)
def test_what_nobody_can_read_to_its_end_is_refused_with_the_reason(text: str, line: int, found: str) -> None:
    problem = problems_of(text)[-1]

    assert problem.line == line
    assert found in problem.found


def test_a_million_bytes_of_comments_are_passed_over_soon() -> None:
    (problem,) = problems_of(HEAD + "#\n" * 490_000 + "parties: {army: {actor: [a]}}\n")

    assert "the unknown key 'actor'" in problem.found


@pytest.mark.parametrize("key", ["  army: {}\n", '  "army": {}\n'])
def test_the_same_key_without_end_is_told_a_thousand_times_and_not_more(key: str) -> None:
    found = problems_of(HEAD + "parties:\n" + key * 40_000)

    assert len(found) == MOST_PROBLEMS
    assert "the key 'army' a second time" in found[0].found
    assert found[-1].found == "more than 999 problems"


def test_a_register_of_actors_is_read_by_the_same_rules() -> None:
    bomb = BOMB.replace("a: &a [", "actors: &a [", 1)

    with pytest.raises(Refused, match="the alias") as refused:
        parse_actors(bomb, file="actors.yaml")

    assert refused.value.problems[-1].line == 2


def test_one_key_twice_is_told_with_both_lines() -> None:
    (problem,) = problems_of(HEAD + "parties:\n  army: {actors: [a]}\n  army: {actors: [b]}\n")

    assert (problem.line, problem.field) == (9, "parties.army")
    assert "stands on line 8" in problem.expected


# --- what deceives the eye -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "column", "named"),
    [
        (f"parties: {{ar{RLO}my: {{actors: [a]}}}}", 13, "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        (f"parties: {{army: {{actors: [a{LRI}b]}}}}", 28, "U+2066 (LEFT-TO-RIGHT ISOLATE)"),
        (f'parties: {{army: {{name: "Army{ZWSP}", actors: [a]}}}}', 29, "U+200B (ZERO WIDTH SPACE)"),
        ('parties: {army: {actors: ["a\\u202eb"]}}', 27, "U+202E"),
        (f"parties: {{army: {{actors: [a]}}}}  # the town{RLO} does not sign", 43, "U+202E"),
    ],
)
def test_a_character_that_turns_the_order_or_is_not_seen_is_refused_where_it_stands(
    written: str, column: int, named: str
) -> None:
    found = [problem for problem in problems_of(f"{HEAD}{written}\n") if "the character" in problem.found]

    assert [(problem.line, problem.column) for problem in found] == [(7, column)]
    assert named in found[0].found


def test_no_message_about_such_a_character_holds_it() -> None:
    told = [str(problem) for problem in problems_of(f"{HEAD}parties: {{ar{RLO}my: {{actors: [a]}}}}\n")]

    assert told
    assert not any(RLO in line for line in told)


@pytest.mark.parametrize(
    ("parties", "letters"),
    [
        ("{army: {actors: [a]}, \u0430rmy: {actors: [b]}}", "CYRILLIC SMALL LETTER A"),
        ("{army: {actors: [a]}, \uff41rmy: {actors: [b]}}", "FULLWIDTH LATIN SMALL LETTER A"),
        ("{army: {name: Hamas, actors: [a]}, town: {name: H\u0430mas, actors: [b]}}", "CYRILLIC SMALL LETTER A"),
        ("{army: {name: {en: coco}, actors: [a]}, town: {name: {en: \u0441\u043e\u0441\u043e}, actors: [b]}}",
         "CYRILLIC SMALL LETTER ES, CYRILLIC SMALL LETTER O"),
    ],
)  # fmt: skip
def test_two_parties_that_look_the_same_and_are_not_are_refused(parties: str, letters: str) -> None:
    (problem,) = problems_of(f"{HEAD}parties: {parties}\n")

    assert "which looks like" in problem.found
    assert problem.found.endswith(f"on line 7 and is written with {letters}")


def test_a_party_and_a_guarantor_that_look_the_same_are_refused_too() -> None:
    text = (
        f"{HEAD}parties: {{iran_side: {{actors: [a]}}}}\nguarantors: {{ir\u0430n_side: {{answers_for: [iran_side]}}}}\n"
    )

    (problem,) = problems_of(text)

    assert (problem.line, problem.field) == (8, "guarantors.ir\u0430n_side")


@pytest.mark.parametrize(
    "parties",
    [
        "{army: {name: {en: Army, ar: الجيش}, actors: [a]}, town: {name: {en: Town, ar: البلدة}, actors: [b]}}",
        "{الجيش: {actors: [a]}, البلدة: {actors: [b]}}",
        "{one: {name: الجبهة الشامية, actors: [a]}, two: {name: الجبهه الشاميه, actors: [b]}}",  # one script: M4's matter
        "{army: {name: {en: Hamas, fr: Hamas}, actors: [a]}, été: {actors: [b]}}",
    ],
)
def test_names_in_arabic_and_in_two_languages_are_read(parties: str) -> None:
    assert len(parse_agreement(f"{HEAD}parties: {parties}\n", file="small.yaml").parties) == 2
