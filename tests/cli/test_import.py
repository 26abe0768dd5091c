"""`hudna import` as somebody types it who has a table of their own."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hudna.cli.app import app
from hudna.reports import read_collection

TABLE = "Day;Town;What;Who says\n01/03/2016;Madaya;shelling;SOHR\n02/03/2016;Madaya;sniper;SOHR\n"


def type_in(*words: str) -> Result:
    return CliRunner().invoke(app, ["import", *words])


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_guess_is_written_settled_and_used(table: Path) -> None:
    guess = type_in("table.csv", "--guess", "--out", "map.yaml", "--dates", "day-first")
    assert guess.exit_code == 0, guess.output
    assert "doubts to settle" in guess.output
    refused = type_in("table.csv", "--map", "map.yaml", "--out", "typed")
    assert refused.exit_code == 1
    assert "confirm" in refused.output

    text = Path("map.yaml").read_text(encoding="utf-8").partition("\nconfirm:")[0]
    Path("map.yaml").write_text(text.replace("columns:", 'columns:\n  claimant: "Who says"', 1), encoding="utf-8")
    read = type_in("table.csv", "--map", "map.yaml", "--out", "typed", "--json")

    assert read.exit_code == 0, read.output
    assert json.loads(read.output)["claims"] == 2
    assert read_collection(Path("typed")).tables["claims"].height == 2


def test_a_guess_says_no_clock_that_nobody_said(table: Path) -> None:
    for name, said in {
        "none": [],
        "deal": ["--agreement", "four-towns-2015"],
        "word": ["--clock", "Asia/Gaza"],
    }.items():
        assert type_in("table.csv", "--guess", "--out", f"{name}.yaml", "--dates", "day-first", *said).exit_code == 0

    texts = {name: Path(f"{name}.yaml").read_text(encoding="utf-8") for name in ("none", "deal", "word")}

    assert "clock" not in texts["none"]
    assert 'clock: "Asia/Damascus"' in texts["deal"]
    assert 'clock: "Asia/Gaza"' in texts["word"]


def test_a_map_that_is_there_is_not_written_over(table: Path) -> None:
    Path("table.map.yaml").write_text("map: 1\n", encoding="utf-8")

    guess = type_in("table.csv", "--guess")

    assert guess.exit_code == 1
    assert "not written over" in guess.output
    assert Path("table.map.yaml").read_text(encoding="utf-8") == "map: 1\n"


def test_what_is_said_of_a_file_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "date|place|type|claimant\n01/03/2016|Café|shelling|SOHR\n"
    Path("claims.csv").write_bytes(b"Incidents of March\n" + rows.encode("cp1252"))
    said = ["--encoding", "windows-1252", "--delimiter", "pipe", "--header", "2"]

    asked = type_in("claims.csv", *said)
    read = type_in("claims.csv", *said, "--dates", "day-first", "--json")

    assert asked.exit_code == 1
    assert "--dates day-first or --dates month-first" in asked.output.replace("\n", " ")
    assert read.exit_code == 0, read.output
    assert json.loads(read.output)["notes"][0] == "read as windows-1252 with pipes"


def test_a_word_that_an_option_does_not_know_is_wrong_usage(table: Path) -> None:
    assert type_in("table.csv", "--dates", "american").exit_code == 2
    assert type_in("table.csv", "--decimal", "dot").exit_code == 2
