"""The commands of the guides to linkage and findings are typed as they stand, on the claims that ship."""

import re
import shlex
import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from hudna.casebook import evidence
from hudna.cli.app import app

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
CLAIMS = next(path for path in evidence() if path.name.startswith("claims"))
RULINGS = "claim_id,side,by,known_at\nclaims-csv:COH-055,government_side,un_unspecified,2018-01-01T00:00+00:00\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(CLAIMS, tmp_path / "claims.csv")
    return tmp_path


def type_in(command: str) -> str:
    result = CliRunner().invoke(app, shlex.split(command.removeprefix("$ "))[1:])
    assert result.exit_code == 0, (command, result.output)
    return result.stdout


def test_the_commands_of_the_guide_to_linkage(here: Path) -> None:
    linking, asking_why, asking = re.findall(
        r"```sh\n(.*?)\n```", (GUIDE / "linkage.md").read_text(encoding="utf-8"), re.DOTALL
    )

    type_in(linking)
    told = type_in(asking_why)
    type_in(asking)

    memberships = pl.read_parquet(here / "linked" / "memberships.parquet")
    assert memberships["claim_id"].n_unique() == memberships.height == 157
    assert "times likelier" in told
    assert pl.read_csv(here / "linked" / "pairs_to_label.csv").height > 0


def test_the_commands_of_the_guide_to_findings(here: Path) -> None:
    (here / "rulings.csv").write_text(RULINGS, encoding="utf-8")
    block = re.search(r"```console\n(.*?)\n```", (GUIDE / "findings.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None

    told = [type_in(command) for command in block[1].splitlines()]

    assert len(told) == 5
    assert (here / "fit.json").is_file()
    assert all(told)
