"""The walk from a bad text to a clean one is walked as it is written: parts put in place, files saved, commands typed, output shown."""

import os
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli.app import app
from hudna.flow import actors_of, gazetteer_of
from hudna.lint import lint_agreement
from hudna.terms import read_agreement

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "drafting.md"
DRAFT = Path("idlib/draft.yaml")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
PART = re.compile(r"^(\w+):.*\n(?:(?:[ #].*)?\n)*", re.MULTILINE)


def put_in_place(draft: str, parts: str) -> str:
    """Put each top-level part of a text in place of the one of the same name, or at the end."""
    for part in PART.finditer(parts):
        there = next((old for old in PART.finditer(draft) if old[1] == part[1]), None)
        draft = draft + part[0] if there is None else draft[: there.start()] + part[0] + draft[there.end() :]
    return draft


def walk(guide: str) -> str:
    """Do what the guide says, block by block, and give it with what the commands did print."""
    said = ""

    def follow(block: re.Match[str]) -> str:
        nonlocal said
        language, body = block[1], block[2]
        if language == "yaml":
            before = DRAFT if DRAFT.exists() else DRAFT.with_name("sochi-2018.yaml")
            DRAFT.write_text(put_in_place(before.read_text(encoding="utf-8"), body), encoding="utf-8")
        elif language == "json":
            DRAFT.with_name("area-edge.geojson").write_text(body, encoding="utf-8")
        elif language == "sh":
            said = ""
            for command in body.splitlines():
                result = CliRunner().invoke(app, shlex.split(command)[1:])
                assert result.exit_code in {0, 1, 4}, (command, result.output)
                said = result.stdout
        elif language == "text":
            return f"```text\n{said}```"
        return block[0]

    return BLOCK.sub(follow, guide)


def test_the_walk_prints_what_it_shows_and_ends_with_a_clean_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    guide = GUIDE.read_text(encoding="utf-8")

    walked = walk(guide)
    if os.environ.get("HUDNA_GOLDEN"):
        GUIDE.write_text(walked, encoding="utf-8")

    assert GUIDE.read_text(encoding="utf-8") == walked
    draft = read_agreement(DRAFT)
    linted = lint_agreement(draft, gazetteer=gazetteer_of(draft), actors=actors_of(draft))
    assert (linted.remarks, linted.ignored, linted.problems) == ((), (), ())
    assert walked.count("0 remarks") == 1


def test_the_guide_says_how_many_remarks_there_are_at_first() -> None:
    (told,) = re.findall(r"^(\d+) remarks in all", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)

    assert f"sochi-2018: {told} remarks" in CliRunner().invoke(app, ["lint", "sochi-2018"]).stdout
