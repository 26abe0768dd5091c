"""What is said of a bad input: one line, and a nearest name only where it helps."""

import pytest

from hudna.problems import Problem, nearest_name


@pytest.mark.parametrize(
    ("name", "known", "nearest"),
    [
        ("shellling", ["shelling", "sniping"], "shelling"),
        ("date_from", ["date", "place"], "date"),
        ("village council", ["un", "iran"], None),
        ("north", ["other"], None),
        ("anything", [], None),
    ],
)
def test_a_name_is_hinted_at_only_where_it_is_near(name: str, known: list[str], nearest: str | None) -> None:
    assert nearest_name(name, known) == nearest


def test_a_problem_is_one_line_with_place_field_found_and_expected() -> None:
    problem = Problem("deal.yaml", line=12, column=7, field="by", found="'iram'", expected="a party", nearest="iran")

    assert str(problem) == "deal.yaml:12:7: by: found 'iram', expected a party; did you mean 'iran'?"
