"""The page on the model of the stress test: its example runs, its constraints and inputs are the code's."""

import re
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path

from credibility.cases import CESSATION, at_mode
from hudna.credibility import constrain, leaves, solve_point

PAGE = (Path(__file__).parents[2] / "docs" / "guide" / "stress-model.md").read_text(encoding="utf-8")


def test_the_example_says_what_the_page_says() -> None:
    code, said = (re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)[0] for language in ("python", "text"))
    printed = StringIO()

    with redirect_stdout(printed):
        exec(code, {})

    assert printed.getvalue() == said


def test_every_input_is_on_the_page() -> None:
    rows = PAGE.split("## What it is told")[1].splitlines()[4:]

    assert rows == [
        f"| `{name}` | {leaf.symbol} | {leaf.axes or '-'} | `{leaf.path}` | {leaf.meaning} |"
        for name, leaf in leaves().items()
    ]


def test_every_form_of_constraint_is_on_the_page() -> None:
    deal = replace(at_mode(CESSATION), fights=(True, False))
    forms = {re.sub(r"\d.*", "", row.id) for row in constrain(solve_point(deal, alpha=0.75)).rows}

    assert forms == {
        re.sub(r"\d.*", "", name) for name in re.findall(r"`([A-Z]+\d[.a-z]*)`", PAGE.split("## By hand")[0])
    }
