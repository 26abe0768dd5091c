"""The pages on formats: their files are saved under their names, their commands typed, and what they print is printed."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.cli.app import app
from hudna.cli.commands import IN_QUARANTINE

PAGES = Path(__file__).parents[2] / "docs" / "guide" / "data"
NAMES = ["import.md", "export.md", "acled.md", "ucdp.md", "gdelt.md", "geojson.md", "json-records.md", "kml-gpkg.md"]


def printed_by(command: str) -> str:
    result = CliRunner().invoke(app, shlex.split(command)[1:], env={"COLUMNS": "400"})
    assert result.exit_code in (0, IN_QUARANTINE), result.output
    return " ".join(result.output.split())


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_what_is_printed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = (PAGES / name).read_text(encoding="utf-8")
    for file, content in re.findall(r"```\w+ (\S+)\n(.*?)```", page, re.DOTALL):
        Path(file).write_text(content, encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", page, re.DOTALL)

    assert blocks
    for block in blocks:
        command, *lines = block.splitlines()
        told, at = printed_by(command.removeprefix("$ ")), 0
        for line in lines:
            at = told.find(" ".join(line.split()), at)
            assert at >= 0, (line, told)


def test_the_deleted_event_of_the_page_no_longer_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for file, content in re.findall(
        r"```csv (\S+)\n(.*?)```", (PAGES / "acled.md").read_text(encoding="utf-8"), re.DOTALL
    ):
        Path(file).write_text(content, encoding="utf-8")

    before, after = (
        printed_by(f"hudna check four-towns-2015 events.csv deleted.csv --as-of {day} --json --out board")
        for day in ("2016-04-01", "2016-05-01")
    )

    assert '"incidents": 2' in before
    assert '"incidents": 1' in after
