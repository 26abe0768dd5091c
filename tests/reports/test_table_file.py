"""Small tables that people write by hand: all that is wrong with a header at once, in the words of every other file."""

from pathlib import Path

import pytest

from hudna.problems import Refused
from hudna.reports import read_table


def read(tmp_path: Path, text: str, *, has_others: bool = False) -> tuple[list[dict[str, object]], list[str]]:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    table = read_table(path, required=("when", "who"), optional=("note",), has_others=has_others)
    return table.rows.drop("#row").to_dicts(), [str(problem) for problem in table.problems]


def test_cells_are_stripped_and_a_column_left_out_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path, "who,when\n Rana , soon\n,\n") == ([{"who": "Rana", "when": "soon", "note": ""}], [])


def test_a_row_too_long_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    rows, problems = read(tmp_path, "who,when\nRana,soon,or not\nAli,now\n")

    assert [row["who"] for row in rows] == ["Ali"]
    assert problems == ["table.csv:2: row: found 3 cells, expected 2, as in the header"]


def test_columns_of_its_own_are_unread_where_they_may_be_and_refused_where_not(tmp_path: Path) -> None:
    assert read(tmp_path, "who,when,colour\nRana,now,red\n", has_others=True)[0][0]["who"] == "Rana"
    with pytest.raises(Refused, match="colour: found no column of ours"):
        read(tmp_path, "who,when,colour\nRana,now,red\n")
    with pytest.raises(Refused, match="did you mean 'note'"):
        read(tmp_path, "who,when,notes\nRana,now,red\n", has_others=True)


def test_all_that_is_wrong_with_a_header_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, "whn,note,note\n")

    assert [(problem.field, problem.found) for problem in refused.value.problems] == [
        ("when", "no such column"),
        ("who", "no such column"),
        ("note", "2 columns of this name"),
        ("whn", "no column of ours"),
    ]


@pytest.mark.parametrize("text", ["who;when;note\nRana;soon;\n", "who\twhen\tnote\nRana\tsoon\t\n"])
def test_another_separator_is_found(text: str, tmp_path: Path) -> None:
    assert read(tmp_path, text) == ([{"who": "Rana", "when": "soon", "note": ""}], [])
