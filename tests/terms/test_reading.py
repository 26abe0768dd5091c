"""What the reader says of a file that is YAML and no agreement: in a drafter's words, where it stands, all of it at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problems import Problem, Refused
from hudna.terms import Undefined, parse_agreement, read_agreement
from terms.agreements import SMALL, broken, parse, place, problems_of


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


@pytest.mark.parametrize(
    ("old", "new", "at", "found", "expected"),
    [
        ("for: P6M", "for: P6", "P6,", "'P6'", "an ISO 8601 duration such as P6M, P14D or PT48H"),
        ("within: P21D", "within: 21 days", "21 days", "'21 days'", "an ISO 8601 duration such as P6M, P14D or PT48H"),
        ("within: P21D", "within: P1DT6H", "P1DT6H", "'P1DT6H'", "an ISO 8601 duration such as P6M, P14D or PT48H"),
        (
            'version: "2016-02-26"',
            "version: 2016",
            "2016\n",
            "the number 2016",
            'a text; in quotes if it is meant as one: "2016"',
        ),
        ("deadline: 2016-03-25", "deadline: 2016-02-30", "2016-02-30", "'2016-02-30'", "a day that the calendar has"),
        ("deadline: 2016-03-25", "deadline: 25-03-2016", "25-03-2016", "'25-03-2016'", "a date such as 2027-02-26"),
        ("deadline: 2016-03-25", "deadline: [2016-03-25]", "[2016-03-25", "a list", "a date, a local time"),
        ("deadline: 2016-03-25", "deadline: {day: ten}", "ten}", "'ten'", "a whole number"),
        ("by: [all]", "by: all", "all\n    against", "'all'", "a list, such as [all]"),
        ("lat: 33.46", "lat: 133.46", "133.46", "the number 133.46", "a number of at most 90"),
        ("km: 2}", "km: 0}", "0}}", "the number 0", "a number above 0"),
        ("km: 2}", "km: wide}", "wide}", "'wide'", "a number"),
        ("hudna: 1", "hudna: 2", "2\n", "the number 2", "1"),
        ("id: small", "id: a small one", "a small one", "'a small one'", "an id: a word or an article number"),
        ("{union: [centre, strip]}", "{admin: sy03}", "sy03", "'sy03'", "a p-code such as SY0303"),
        ("arms: {heavy: {types: [tank]}}", "arms: heavy", "heavy", "'heavy'", "a mapping"),
        ("rule: in_steps", "rule: in_step", "in_step,", "'in_step'", "in_steps or in_proportion"),
        ("flag: all}]", "flag: some}]", "some}]", "'some'", "all, rest or first"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_plain_words(
    old: str, new: str, at: str, found: str, expected: str
) -> None:
    text = broken(old, new)

    problem = only(problems_of(text))

    assert (problem.line, problem.column) == place(text, at)
    assert problem.found == found
    assert expected in problem.expected
    assert problem.file == "deal.yaml"


def test_an_unknown_key_is_told_with_the_nearest_one() -> None:
    text = broken("deadline: 2016-03-25", "deadlne: 2016-03-25")

    problem = only(problems_of(text))

    assert (problem.line, problem.column) == place(text, "deadlne")
    assert (problem.field, problem.nearest) == ("terms.flag.deadlne", "deadline")


def test_an_unknown_key_within_a_gap_is_held_against_the_keys_of_a_gap() -> None:
    problem = only(problems_of(broken("deadline: 2016-03-25", "deadline: {undefined: soon, wthin: 2016-04-01}")))

    assert problem.nearest == "within"
    assert problem.expected == "one of undefined, within, source"


@pytest.mark.parametrize("cut", ["{name: Army, and allies", "{name: Army, and: allies of it", "{name: Army, أنصارها"])
def test_a_key_that_looks_like_prose_gets_the_hint_to_quote_the_text(cut: str) -> None:
    text = broken("{name: Army", cut)

    problems = problems_of(text)

    assert "quotes" in problems[0].expected or problems[0].found == "the unknown key 'and'"


def test_a_key_that_is_missing_is_told_where_its_mapping_begins() -> None:
    text = broken("lat: 33.46, ", "")

    problem = only(problems_of(text))

    assert (problem.line, problem.column) == place(text, "{lon")
    assert problem.found == "no `lat`"
    assert problem.expected == "the key `lat`: degrees north, WGS84"


def test_a_key_without_a_value_is_not_silence() -> None:
    text = broken("deadline: 2016-03-25", "deadline:")

    problem = only(problems_of(text))

    assert (problem.line, problem.column) == place(text, "deadline:\n")
    assert problem.found == "`deadline` without a value"


def test_all_problems_come_in_one_pass_in_the_order_of_the_text() -> None:
    text = (
        SMALL.replace("for: P6M", "for: P6")
        .replace("{name: Army", "{nam: Army")
        .replace("answers_for: [army]", "answers_for: [amry]")
        .replace("by: [town]", "by: [town, town_council]")
        .replace("deadline: 2016-03-25", 'deadline: "2016-03-25T00:00"')
        .replace("lat: 33.46", "lat: north")
        .replace("actors: {black", "actors: {black_banner: {}, black")
    )

    problems = problems_of(text)

    assert [problem.field for problem in problems] == [
        "in_force.for",
        "parties.army.nam",
        "guarantors.iran.answers_for.0",
        "actors.black_banner",
        "zones.centre.circle.lat",
        "terms.flag.by.1",
        "terms.flag.deadline",
    ]
    assert problems == sorted(problems, key=lambda problem: (problem.line, problem.column))
    assert problems[2].nearest == "army"


@pytest.mark.parametrize(
    ("old", "new", "at", "found"),
    [
        ("    by: [town]\n", "    by: [town]\n    forbid: [siege]\n", "require: ceasefire_begun", "`require` beside"),
        ("    require: ceasefire_begun\n", "", "flag:\n", "term 'flag' without a form"),
        ("within: P21D}", "within: P21D, by: [army]}", "by: [army]}\n  flag", "`by` in a row and in its term"),
        (
            "    in: [all_of_it]",
            "    deadline: {day: 3}",
            "deadline: {day: 3}",
            "`deadline` in a term that has `forbid`",
        ),
        ("km: 2}}", "km: 2}, admin: SY03}", "admin: SY03", "`admin` beside `circle`"),
        ("{circle: {lat: 33.46, lon: 36.19, km: 2}}", "{name: Centre}", "centre: {name", "no shape"),
        ("km: 2}}", "km: 2}, within: strip}", "within: strip", "`within` beside a shape"),
        ("for: P6M,", "for: P6M, until: 2016-08-01,", "until: 2016-08-01", "`until` beside `for`"),
        ("{to: [strip], within: P21D}", "{to: [strip], quantity: {between: [9, 5]}}", "[9, 5]", "[9, 5]"),
        (
            "{to: [strip], within: P21D}",
            "{to: [strip], quantity: {exactly: 9, at_least: 5}}",
            "at_least",
            "`at_least` beside `exactly`",
        ),
        ("{to: [strip], within: P21D}", "{to: [strip], at_most: P14D}", "at_most", "`at_most` without `mirrors`"),
        ("signed_by: nobody}", "trust: {actor: known}}", "actor: known", "the trust of 'actor'"),
        (
            "signed_by: nobody}",
            "adherents: [{date: 2016-02-27}]}",
            "{date: 2016-02-27}",
            "an adherent without `actor` or `count`",
        ),
        ("prevails: ar", "prevails: fr", "fr}", "'fr'"),
        ("flag: all}]", "defence: all}]", "defence: all", "a step of 'defence'"),
    ],
)
def test_fields_that_do_not_go_together_are_refused(old: str, new: str, at: str, found: str) -> None:
    text = broken(old, new)

    told = [(problem.line, problem.column, problem.found) for problem in problems_of(text)]

    assert any((line, column) == place(text, at) and what.startswith(found) for line, column, what in told), told


@pytest.mark.parametrize(
    ("written", "found", "expected"),
    [
        ('"2016-03-25T00:00"', "'2016-03-25T00:00'", "does not exist"),
        ('"2016-10-27T23:30"', "'2016-10-27T23:30'", "exists twice"),
        ('"2016-04-01T06:00+05:00"', "'2016-04-01T06:00+05:00'", "offset +05:00 is not in force"),
    ],
)
def test_a_written_time_exists_once_in_the_clock(written: str, found: str, expected: str) -> None:
    text = broken("deadline: 2016-03-25", f"deadline: {written}")

    problem = only(problems_of(text))

    assert (problem.line, problem.column) == place(text, written)
    assert problem.found == found
    assert expected in problem.expected


def test_an_offset_settles_which_of_two_times_is_meant_and_a_bare_date_is_reckoned() -> None:
    assert not problems_of(broken("deadline: 2016-03-25", 'deadline: "2016-10-27T23:30+03:00"'))
    assert not problems_of(SMALL)  # its deadline is the day whose midnight did not exist


def test_the_deal_starts_at_a_time_and_not_on_a_day() -> None:
    text = broken('from: "2016-02-27T06:00"', "from: 2016-02-27")

    problem = only(problems_of(text))

    assert (problem.line, problem.column) == place(text, "2016-02-27, for")
    assert problem.found == "'2016-02-27' without a time"


def test_a_vague_start_may_be_bounded_by_days() -> None:
    vague = "from: {undefined: on signing, within: {from: 2016-02-27, until: 2016-02-28}}"

    agreement = parse(broken('from: "2016-02-27T06:00"', vague))

    assert agreement.in_force is not None
    assert isinstance(agreement.in_force.from_, Undefined)
    assert agreement.in_force.from_.undefined == "on signing"


def test_numbers_of_days_need_a_day_zero() -> None:
    text = broken("day_zero: 2016-02-27\n", "")

    problem = only(problems_of(text))

    assert (problem.line, problem.column) == place(text, "{day: 14}")


def test_a_clock_is_an_iana_name() -> None:
    problem = only(problems_of(broken("Asia/Damascus", "Asia/Damaskus")))

    assert (problem.field, problem.nearest) == ("clock", "Asia/Damascus")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "there is none"),
        ("{", "this one is no JSON"),
        ('{"type": "Point", "coordinates": [36, 33]}', "GeoJSON with Polygon"),
    ],
)
def test_a_map_is_looked_for_beside_the_agreement(tmp_path: Path, content: str | None, expected: str) -> None:
    text = broken("{circle: {lat: 33.46, lon: 36.19, km: 2}}", "{geojson: centre.geojson}")
    (tmp_path / "deal.yaml").write_text(text, encoding="utf-8")
    if content is not None:
        (tmp_path / "centre.geojson").write_text(content, encoding="utf-8")

    with pytest.raises(Refused) as refused:
        read_agreement(tmp_path / "deal.yaml")

    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == place(text, "centre.geojson")
    assert expected in problem.expected


def test_a_map_outside_the_folder_of_the_agreement_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "map.geojson").write_text('{"type": "Polygon", "coordinates": []}', encoding="utf-8")
    text = broken("{circle: {lat: 33.46, lon: 36.19, km: 2}}", "{geojson: ../map.geojson}")

    with pytest.raises(Refused) as refused:
        parse_agreement(text, file="deal.yaml", folder=tmp_path / "deals")

    assert "in its folder or below" in refused.value.problems[0].expected


def test_what_was_read_is_written_back_as_it_was() -> None:
    agreement = parse(SMALL)

    assert agreement.write() == SMALL
    assert parse(agreement.write()) == agreement


def test_an_edit_of_the_document_is_written_with_comments_and_order_kept() -> None:
    agreement = parse(SMALL)
    agreement.document["zones"]["centre"]["circle"]["km"] = 3

    written = agreement.write()

    assert written == SMALL.replace("km: 2}}", "km: 3}}")
    assert parse(written) != agreement


BROKEN_YAML = [
    "{",
    "}",
    "[",
    "]",
    ": ",
    ", ",
    '"',
    "\n",
    "#",
    "- ",
    "&a ",
    "*a",
    "!!str ",
    "? ",
    "---\n",
    "\t",
    "\x00",
    "\ud800",
]
BROKEN_TERMS = [
    "~",
    "1",
    "9999-12-31T23:59",
    "undefined: x",
    "disputed: [{val: a}]",
    "{}",
    "[]",
    "within: x",
    "<<: ",
    "all",
    "source",
]
PIECES = st.sampled_from([*BROKEN_YAML, *BROKEN_TERMS, "{day: 5}", "trust: {a: known}"])


@given(at=st.integers(0, len(SMALL)), cut=st.integers(0, 20), piece=PIECES)
def test_no_edit_of_an_agreement_raises_anything_but_refused(at: int, cut: int, piece: str) -> None:
    text = SMALL[:at] + piece + SMALL[at + cut :]

    problems = problems_of(text)

    assert all(problem.line and problem.column and problem.found and problem.expected for problem in problems)
    if not problems:
        agreement = parse(text)
        assert agreement.document is not None
        assert agreement.write() == text
