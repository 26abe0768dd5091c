"""The README's own code runs."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from docs.test_tutorial import blocks
from hudna.cli.app import app

README = Path(__file__).parents[2] / "README.md"


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my-deal.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    (tmp_path / "my-claims.csv").write_text(blocks("csv")[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)

    for block in code:
        exec(compile(block, README.name, "exec"), {})

    assert len(code) == 1
    assert "North" in (tmp_path / "board.html").read_text(encoding="utf-8")


def test_the_readme_says_how_many_remarks_lint_has_on_sochi() -> None:
    (told,) = re.findall(r"^hudna lint sochi-2018 +# (\d+) remarks", README.read_text(encoding="utf-8"), re.MULTILINE)

    assert f"sochi-2018: {told} remarks" in CliRunner().invoke(app, ["lint", "sochi-2018"]).stdout


def test_every_page_the_readme_links_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README.read_text(encoding="utf-8"))

    assert len(links) > 8
    assert not [link for link in links if not (README.parent / link).exists()]
