"""What the reader makes of YAML, and what of YAML it refuses, and where."""

import pytest
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from hudna.problems import Refused
from hudna.terms.document import decode, read_document
from hudna.terms.writing import open_for_editing, write_document
from terms.agreements import SMALL


@pytest.mark.parametrize(
    ("text", "line", "column", "found"),
    [
        ("", 1, 1, "an empty file"),
        ("# only a comment\n", 1, 1, "an empty file"),
        ("- a\n- b\n", 1, 1, "a list"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
        ("a: &x [1]\n", 1, 4, "the anchor &x"),
        ("a: [1]\nb: *x\n", 2, 4, "the alias *x"),
        ("a: !!python/name:os.system 1\n", 1, 4, "the tag"),
        ("%YAML 1.1\n---\na: 1\n", 1, 1, "a directive"),
        ("a: 1\nb: {c: 2, c: 3}\n", 2, 11, "the key 'c' a second time"),
        ("a: 1\non: 2\n", 2, 1, "the key 'on'"),
        ("a: {Yes: 2}\n", 1, 5, "the key 'Yes'"),
        ("9: 2\n", 1, 1, "the key 9"),
        ("a: {4.10: 2}\n", 1, 5, "the key 4.10"),
        ("a: {? [b] : 2}\n", 1, 7, "a list or a mapping as a key"),
        ("a: see: that\n", 1, 7, "a colon inside a text"),
        ("a: {b: see: that}\n", 1, 11, "does not go on or close here"),
        ("a: [1, 2\n", 2, 1, "the end of the file"),
        ("a: \x01\n", 1, 4, "the character U+0001"),
        ("a: " + "[" * 40 + "]" * 40, 1, 35, "a value 33 levels deep"),
        ("a: " + "x" * 1_000_000, 1, 1, "a file of 1,000,003 bytes"),
    ],
)
def test_what_yaml_may_not_hold_is_refused_where_it_stands(text: str, line: int, column: int, found: str) -> None:
    document = read_document(text, file="deal.yaml")

    problem = document.problems[-1]
    assert (problem.line, problem.column) == (line, column)
    assert found in problem.found
    assert problem.expected


def test_thirty_two_levels_are_read() -> None:
    assert not read_document("a: " + "[" * 31 + "]" * 31, file="deal.yaml").problems


def test_bytes_that_are_no_utf_8_are_refused_at_the_first_of_them() -> None:
    with pytest.raises(Refused) as refused:
        decode("a: 1\nب: ".encode() + b"\xff", file="deal.yaml")

    (problem,) = refused.value.problems
    assert (problem.line, problem.column, problem.found) == (2, 4, "the byte 0xFF")


def test_scalars_are_read_as_yaml_1_2_without_its_traps() -> None:
    text = "{a: 2027-02-26, b: 0123, c: 0x1F, d: 12:30, e: yes, f: 1_000, g: 12, h: 0.50, i: true, j: '7', k: .inf}"

    data = read_document(text, file="deal.yaml").data

    assert data == {
        "a": "2027-02-26",
        "b": "0123",
        "c": "0x1F",
        "d": "12:30",
        "e": "yes",
        "f": "1_000",
        "g": 12,
        "h": 0.5,
        "i": True,
        "j": "7",
        "k": ".inf",
    }


def test_every_key_and_value_has_a_place() -> None:
    document = read_document("a:\n  - {b: [x, y], ج: 2}\n", file="deal.yaml")

    assert document.positions == {
        (): (1, 1),
        ("a",): (2, 3),
        ("a", 0): (2, 5),
        ("a", 0, "b"): (2, 9),
        ("a", 0, "b", 0): (2, 10),
        ("a", 0, "b", 1): (2, 13),
        ("a", 0, "ج"): (2, 20),
    }
    assert document.key_positions == {("a",): (1, 1), ("a", 0, "b"): (2, 6), ("a", 0, "ج"): (2, 17)}


def test_a_title_that_an_unquoted_comma_has_cut_is_joined_and_noticed() -> None:
    document = read_document("title: {en: Two towns (Rasin, Talha), ar: بلدتان}\n", file="deal.yaml")

    assert document.data == {"title": {"en": "Two towns (Rasin, Talha)", "ar": "بلدتان"}}
    assert not document.problems
    (notice,) = document.notices
    assert (notice.line, notice.column) == (1, 13)
    assert "quotes" in notice.expected


def test_an_edited_document_keeps_comments_order_and_the_quotes_of_the_rest() -> None:
    editable = open_for_editing(SMALL)
    editable["terms"]["flag"]["deadline"] = DoubleQuotedScalarString("2016-04-01T12:00")

    written = write_document(editable, was=SMALL)

    assert written == SMALL.replace("deadline: 2016-03-25", 'deadline: "2016-04-01T12:00"')


def test_a_document_that_nobody_edited_is_written_as_it_was_read() -> None:
    odd = SMALL.replace("arms: {heavy: {types: [tank]}}", "arms:   { heavy:   {types:  [ tank ] }}   # odd spacing")

    assert write_document(open_for_editing(odd), was=odd) == odd
