"""The guide to lint is run as it is written: its draft is saved, its commands typed, and what they print is what it shows."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli.app import app

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "lint.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_the_guide_shows_what_lint_prints_and_its_fix_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    draft, *_ = blocks("yaml")
    Path("river.yaml").write_text(draft, encoding="utf-8")
    linting, fixing = (shlex.split(command)[1:] for command in blocks("sh"))

    linted = CliRunner().invoke(app, linting)
    fixed = CliRunner().invoke(app, fixing)

    assert linted.exit_code == 4
    assert linted.stdout == blocks("text")[0]
    assert fixed.exit_code == 0
    assert Path("river.yaml").read_text(encoding="utf-8") == draft.replace("_army]}", "_army], on_split: bound}")
