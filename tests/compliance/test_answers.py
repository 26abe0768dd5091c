"""The answers file: what gets in, and what is said about the rest."""

from pathlib import Path

import pytest

from compliance.duty_scenes import CLOCK, Done, answers, at, deal, rows_as
from hudna.compliance import check_answers, is_about, read_answers
from hudna.incidents.tables import Incidents
from hudna.problems import Refused

HEADER = "known_at,by,incident,accused,answer,ruling,note\n"


def read(tmp_path: Path, text: str) -> tuple[list[dict], list[str]]:  # type: ignore[type-arg]
    path = tmp_path / "answers.csv"
    path.write_text(text, encoding="utf-8")
    table, problems = read_answers(path, compiled=deal(), clock=CLOCK)
    return table.to_dicts(), [str(problem) for problem in problems]


def test_local_times_and_times_with_an_offset_are_instants(tmp_path: Path) -> None:
    rows, problems = read(
        tmp_path,
        HEADER
        + "2016-03-24T20:00,eastland,i1,republic,accepted,,we looked into it\n\n"
        + "2016-03-26T21:00+03:00,mission,i1,,ruling,no_breach,\n",
    )

    assert problems == []
    assert rows[0] == {
        "row": 2, "known_at": at("2016-03-24T20:00"), "by": "eastland", "incident_id": "i1", "accused": "republic", "answer": "accepted",
        "ruling": None, "note": "we looked into it",
    }  # fmt: skip
    assert (rows[1]["row"], rows[1]["known_at"], rows[1]["accused"], rows[1]["ruling"]) == (
        4,
        at("2016-03-26T21:00"),
        None,
        "no_breach",
    )


def test_optional_columns_may_be_absent_and_columns_stand_in_any_order(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, "answer,by,known_at,incident\nrefused,westland,2016-03-24 20:00,i2\n")

    assert problems == []
    assert (rows[0]["answer"], rows[0]["note"]) == ("refused", "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2016-03-25T00:30,eastland,i1,,accepted,,", "answers.csv:2: known_at: found '2016-03-25T00:30', expected a date and time of Asia/Damascus"),
        ("2016-10-27T23:30,eastland,i1,,accepted,,", "exists twice"),
        ("2016-03-24,eastland,i1,,accepted,,", "has no time of day"),
        ("2016-03-24T20:00,eastlnd,i1,,accepted,,", "by: found 'eastlnd', expected a party, guarantor, body or other of the agreement; did you mean 'eastland'?"),
        ("2016-03-24T20:00,eastland,i1,republik,accepted,,", "did you mean 'republic'?"),
        ("2016-03-24T20:00,eastland,i1,,acepted,,", "did you mean 'accepted'?"),
        ("2016-03-24T20:00,mission,i1,,ruling,nobreach,", "ruling: found 'nobreach', expected one of breach, no_breach, outside, not_attributable; did you mean 'no_breach'?"),
        ("2016-03-24T20:00,mission,i1,,ruling,,", "ruling: found ''"),
        ("2016-03-24T20:00,eastland,i1,,accepted,breach,", "expected nothing, for 'accepted' is no ruling"),
        ("2016-03-24T20:00,eastland,,,accepted,,", "expected the id of an incident"),
        ("2016-03-24T20:00,mission,i1,,joint_ruling,breach,", "expected guarantors, for a joint ruling"),
        ("2016-03-24T20:00,eastland,i1,,accepted,,note,more", "found 8 cells, expected 7, as in the header"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_and_left_out(tmp_path: Path, line: str, said: str) -> None:
    rows, problems = read(tmp_path, HEADER + line + "\n2016-03-24T20:00,eastland,i1,,accepted,,\n")

    assert [row["row"] for row in rows] == [3]
    assert len(problems) == 1
    assert said in problems[0]


def test_all_that_is_wrong_with_a_row_is_told(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, HEADER + "yesterday,nobody,,,perhaps,,\n")

    assert rows == []
    assert len(problems) == 4


def test_a_header_that_nobody_knows_refuses_the_file_with_all_that_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, "knownat,by,incident,by\n")

    said = [str(problem) for problem in refused.value.problems]
    assert said[0].endswith("known_at: found no such column, expected a column known_at; did you mean 'knownat'?")
    assert sum("by: found 2 columns of this name" in each for each in said) == 1
    assert any("answer: found no such column" in each for each in said)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(b"known_at,by\xff\n")

    with pytest.raises(Refused, match="UTF-8"):
        read_answers(path, compiled=deal(), clock=CLOCK)


def test_an_empty_file_with_its_header_has_no_answers(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + HEADER) == ([], [])


def test_an_answer_about_an_incident_that_nobody_knows_is_told_with_the_nearest_one() -> None:
    known = rows_as(Incidents, [Done(name, "2016-03-01").incident for name in ("i-fuaa", "i-madaya")])
    told = answers(
        {"known_at": at("2016-03-24T20:00"), "by": "eastland", "answer": "accepted", "incident_id": "i-fuaa"},
        {"known_at": at("2016-03-24T20:00"), "by": "eastland", "answer": "accepted", "incident_id": "i-madya"},
    )

    problems = check_answers(told, known, deal(), file="answers.csv")

    assert [str(problem) for problem in problems] == [
        "answers.csv:3: incident: found 'i-madya', expected the id of an incident known under nur; did you mean 'i-madaya'?"
    ]


@pytest.mark.parametrize(
    ("named", "accused", "expected"),
    [
        (None, "republic", True),
        ("republic", "republic", True),
        ("council", "republic", False),
        ("republic", "republic+river", True),
        ("republic+river", "river", True),
    ],
)
def test_an_answer_is_about_the_accused_it_names_alone_or_together(
    named: str | None, accused: str, expected: bool
) -> None:
    answer = {"incident_id": "i1", "accused": named}

    assert is_about(answer, "i1", accused) is expected
    assert not is_about(answer, "i2", accused)
