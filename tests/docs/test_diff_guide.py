"""The guide to diff is run as it is written: its drafts are saved, its commands typed, and what they print is what it shows."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli.app import app

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "diff.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_the_guide_shows_what_diff_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second, disputed = blocks("yaml")
    third = second.replace("2026-01-05", "2026-01-08").replace("2026-02-15", "2026-03-01")
    Path("drafts").mkdir()
    for name, text in {
        "first.yaml": first, "second.yaml": second, "disputed.yaml": disputed, "claims.csv": blocks("csv")[0],
        "drafts/first.yaml": first, "drafts/second.yaml": second, "drafts/third.yaml": third,
    }.items():  # fmt: skip
        Path(name).write_text(text, encoding="utf-8")

    for command, printed in zip(blocks("sh"), blocks("text"), strict=True):
        result = CliRunner().invoke(app, shlex.split(command)[1:])

        assert result.stdout == printed, command
        assert result.exit_code == 1, command
