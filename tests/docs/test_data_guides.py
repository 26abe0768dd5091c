"""The pages on bringing one's own data: their files are saved, their commands typed, and what they show is what is printed."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hudna.cli.app import app
from hudna.reports import column_map

DATA = Path(__file__).parents[2] / "docs" / "guide" / "data"
PAGES = ("index", "claims-csv", "column-map", "hxl")


def page(name: str) -> str:
    return (DATA / f"{name}.md").read_text(encoding="utf-8")


def in_order(text: str) -> list[tuple[str, str, str]]:
    """Give each block with its language, and the name of a file told in the words before it."""
    told = re.findall(r"([^`]*(?:`[^`\n]+`[^`]*)*)```(\w+)\n(.*?)```", text, re.DOTALL)
    return [
        (language, (re.findall(r"`([\w.]+\.(?:csv|yaml))`", before) or [""])[-1], block)
        for before, language, block in told
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_is_printed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = ""
    blocks = in_order(page(name))
    assert {language for language, *_ in blocks} >= {"csv", "sh", "text"}

    for language, file, block in blocks:
        if language in ("csv", "yaml"):
            Path(file).write_text(block, encoding="utf-8")
        elif language == "sh":
            settle_doubts(tmp_path)
            result = CliRunner().invoke(app, shlex.split(block)[1:], env={"COLUMNS": "400"})
            assert result.exit_code in (0, 3), result.output
            printed = result.output
        else:
            assert [line for line in block.splitlines() if line not in printed.splitlines()] == []


def settle_doubts(folder: Path) -> None:
    """Do what the page asks of its reader: take the doubts of a guess out."""
    for path in folder.glob("*.map.yaml"):
        path.write_text(path.read_text(encoding="utf-8").partition("\nconfirm:")[0] + "\n", encoding="utf-8")


def test_the_page_on_maps_has_the_keys_of_the_code() -> None:
    keys: Any = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", page("column-map"), re.MULTILINE)

    assert sorted(re.findall(r"`(\w+)`", " ".join(keys))) == sorted(column_map._KEYS)


def test_every_page_is_found_from_the_first() -> None:
    others = {path.name for path in DATA.glob("*.md")} - {"index.md"}

    assert others <= set(re.findall(r"\]\(([\w-]+\.md)\)", page("index")))
