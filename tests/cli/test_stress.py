"""`hudna stress`: a sheet for each person, pooled into numbers; a mistake is told in words."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli.app import app


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["stress", *arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def fill_in(path: Path, low: float) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r"^  # (\S+\.war_value): \[ , , \]$", rf"  \1: [{low}, {low + 1}, {low + 2}]", text, flags=re.MULTILINE
    )
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_people_are_asked_apart_and_pooled(tmp_path: Path, language: str) -> None:
    sheets = [tmp_path / f"{by}.yaml" for by in ("one", "two")]
    for number, path in enumerate(sheets):
        run("elicit", "four-towns-2015", "--by", path.stem, "--out", str(path), "--lang", language)
        fill_in(path, 10.0 * number)

    told = run(
        "pool", "four-towns-2015", *map(str, sheets), "--out", str(tmp_path / "numbers.yaml"), "--on", "2015-09-20"
    )
    rows = json.loads(
        run(
            "pool",
            "four-towns-2015",
            *map(str, sheets),
            "--out",
            str(tmp_path / "again.yaml"),
            "--json",
            "--on",
            "2015-09-20",
        )
    )

    assert told.splitlines()[0] == "1.00  parties.government_side.war_value: one 1, two 11  they disagree"
    assert [(row["path"], row["apart"], row["people"]) for row in rows] == [
        (f"parties.{p}.war_value", 1.0, 2) for p in ("government_side", "armed_opposition")
    ]
    assert (tmp_path / "numbers.yaml").read_bytes() == (tmp_path / "again.yaml").read_bytes()


def test_an_unknown_kind_and_an_empty_sheet_are_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"

    assert "'mood'" in run("elicit", "four-towns-2015", "--by", "one", "--out", str(path), "--kind", "mood", code=1)
    run("elicit", "four-towns-2015", "--by", "one", "--out", str(path))
    assert "found no answers" in run(
        "pool", "four-towns-2015", str(path), str(path), "--out", str(tmp_path / "n.yaml"), code=1
    )
