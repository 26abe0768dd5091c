"""The tutorial is run as it is written: its files are saved, its commands typed, its claims about the outcome held."""

import re
import shlex
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from hudna.casebook import evidence
from hudna.cli.app import app

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "tutorial.md"
CLAIMS = next((path for path in evidence() if path.suffix == ".csv"), None)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines() if line.startswith("hudna")]


def type_in(command: str, **values: str) -> Result:
    for name, value in values.items():
        command = command.replace(f"{{{name}}}", value)
    result = CliRunner().invoke(app, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_part_shows_what_it_says(here: Path) -> None:
    listing, exporting, checking = commands()[:3]

    assert "four-towns-2015.guaranteed" in type_in(listing).stdout
    type_in(exporting)
    told = type_in(checking, claims=str(CLAIMS)).stdout

    assert "195 rows read: 157 claims, 38 tallies" in told
    assert re.search(
        r"Before Iran.*Air strike, Taftanaz: .* 25–\d+ %, reasonable suspicion: not counted", told, re.DOTALL
    )
    assert re.search(r"Before Turkey.*Shelling, Fuaa/Kefraya: .*: a breach", told, re.DOTALL)
    assert "wounded (owed by nobody named): met 94 days late" in told
    assert "no answers file" in told


def test_an_answer_stops_both_of_turkeys_clocks(here: Path) -> None:
    checking = commands()[2]
    type_in(checking, claims=str(CLAIMS))
    allegations = pl.read_csv("board/tables/allegations.csv")
    fuaa = allegations.filter((pl.col("accused") == "armed_opposition") & (pl.col("standard") == "reasonable_grounds"))
    (here / "answers.csv").write_text(blocks("csv")[0].replace("{fuaa}", fuaa["incident_id"][0]), encoding="utf-8")

    type_in(f"{checking} --answers answers.csv", claims=str(CLAIMS))

    clocks = pl.read_csv("board/tables/clocks.csv").filter(pl.col("incident_id") == fuaa["incident_id"][0])
    assert clocks["rung"].to_list() == ["acknowledge", "answer"]
    assert clocks["state"].to_list() == ["stopped", "stopped"]


def test_a_deal_from_nothing_is_judged(here: Path) -> None:
    (here / "river.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    (here / "claims.csv").write_text(blocks("csv")[1], encoding="utf-8")
    (here / "lexicon").mkdir()
    (here / "lexicon" / "sources.csv").write_text(blocks("csv")[2], encoding="utf-8")
    unknown, described = commands()[3:]

    first, second = type_in(unknown).stdout, type_in(described).stdout

    assert re.search(r"Shelling, Bridge: North.*reasonable suspicion: not counted as a breach", first)
    assert re.search(r"Shelling, Bridge: North.*: a breach", second)
