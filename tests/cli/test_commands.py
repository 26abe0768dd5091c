"""The commands as a user types them: what they print, what they write, and with which code they end."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from hudna.casebook import agreements, evidence
from hudna.cli.app import app

CLAIMS = next((str(path) for path in evidence() if path.suffix == ".csv"), "")
DEAL = """\
hudna: 1
id: river
title: {en: Ceasefire of the river}
version: "2026-01-01"
status: draft
clock: Asia/Damascus
in_force: {from: "2026-01-01T00:00", for: P6M}
parties:
  north: {name: North, actors: [north_army]}
  south: {name: South, actors: [south_army]}
guarantors:
  hill: {name: Hill, answers_for: [north], answers_within: PT48H}
  sea: {name: Sea, answers_for: [south], answers_within: PT48H}
zones:
  bridge: {circle: {lat: 35.0, lon: 38.0, km: 5}}
terms:
  "1": {forbid: [armed_attack], by: [all], against: anyone, in: [bridge]}
escalation:
  - {rung: answer, to: guarantor, within: PT48H, act: answer, stops_when: [accepted]}
"""
ROWS = """\
date,place,lat,lon,coord_precision,type,claimed_perpetrator,claimant,known_at
2026-02-01,Bridge,35.0,38.0,site,shelling,north_army,Village council,2026-02-01T20:00
2026-02-01,Bridge,35.0,38.0,site,shelling,north_army,Red Crescent,2026-02-01T21:00
2026-02-30,Bridge,35.0,38.0,site,shelling,south_army,Village council,2026-02-01T20:00
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def river(tmp_path: Path) -> Path:
    (tmp_path / "river.yaml").write_text(DEAL, encoding="utf-8")
    (tmp_path / "claims.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


def test_check_says_who_is_accused_before_whom_and_ends_with_3_for_a_row_in_quarantine(river: Path) -> None:
    result = run(
        "check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/out"
    )

    assert result.exit_code == 3
    assert "Before Hill: 1" in result.stdout
    assert "Shelling, Bridge: North" in result.stdout
    assert "1 rows in quarantine" in result.stdout
    assert "no answers file" in result.stdout
    assert (river / "out" / "board.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_check_writes_every_table_in_three_formats(river: Path) -> None:
    run("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/out")

    written = {path.name for path in (river / "out" / "tables").iterdir()}
    assert {"allegations.parquet", "allegations.csv", "allegations.json", "quarantine.csv"} <= written
    allegations = pl.read_parquet(river / "out" / "tables" / "allegations.parquet")
    assert allegations["accused"].to_list() == ["north"]


def test_the_same_inputs_give_the_same_bytes(river: Path) -> None:
    files = []
    for out in ("one", "two"):
        run("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/{out}")
        files.append({path.name: path.read_bytes() for path in sorted((river / out).rglob("*")) if path.is_file()})

    assert files[0] == files[1]


def test_an_answers_file_stops_a_clock(river: Path) -> None:
    arguments = [
        "check",
        f"{river}/river.yaml",
        f"{river}/claims.csv",
        "--as-of",
        "2026-02-10",
        "--out",
        f"{river}/out",
    ]
    told = json.loads(run(*arguments, "--json").stdout)
    incident = told["allegations"][0]["incident_id"]
    (river / "answers.csv").write_text(
        f"known_at,by,incident,answer\n2026-02-02T12:00,hill,{incident},accepted\n", encoding="utf-8"
    )

    answered = json.loads(run(*arguments, "--answers", f"{river}/answers.csv", "--json").stdout)

    assert [clock["state"] for clock in told["clocks"]] == ["overdue"]
    assert [clock["state"] for clock in answered["clocks"]] == ["stopped"]


def test_an_answer_known_after_as_of_is_not_looked_at(river: Path) -> None:
    (river / "answers.csv").write_text(
        "known_at,by,incident,answer\n2026-03-05T12:00,hill,I-00000000,accepted\n", encoding="utf-8"
    )

    result = run("check", f"{river}/river.yaml", f"{river}/claims.csv", "--as-of", "2026-02-10", "--out", f"{river}/out",
                 "--answers", f"{river}/answers.csv")  # fmt: skip

    assert result.exit_code == 3, result.stderr


def test_a_fact_known_after_as_of_changes_nothing(river: Path) -> None:
    early = json.loads(
        run(
            "check",
            f"{river}/river.yaml",
            f"{river}/claims.csv",
            "--as-of",
            "2026-02-01T20:30",
            "--out",
            f"{river}/o",
            "--json",
        ).stdout
    )

    assert early["claims_known"] == 1


def test_a_wrong_agreement_is_told_with_line_column_and_the_nearest_name(river: Path) -> None:
    (river / "river.yaml").write_text(DEAL.replace("in: [bridge]", "in: [brigde]"), encoding="utf-8")

    result = run("check", f"{river}/river.yaml", f"{river}/claims.csv")

    assert result.exit_code == 1
    assert "river.yaml:17:" in result.stderr
    assert "did you mean 'bridge'?" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "nosuch.yaml", "x.csv"], "nosuch.yaml"),
        (["check", "cesation-2016", "x.csv"], "did you mean 'cessation-2016'"),
        (["casebook", "show", "four-town"], "did you mean 'four-towns-2015'"),
        (["kinds", "shellling"], "did you mean 'shelling'"),
        (["check", "cessation-2016", "nosuch.csv"], "nosuch.csv"),
        (["check", "cessation-2016", CLAIMS, "--as-of", "tomorrow"], "tomorrow"),
    ],
)
def test_a_users_mistake_is_told_in_words(arguments: list[str], told: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 1
    assert told in result.stderr.replace("\n", " ")
    assert "Traceback" not in result.stderr


def test_import_writes_typed_tables_and_a_quarantine(river: Path) -> None:
    result = run("import", f"{river}/claims.csv", "--out", f"{river}/typed")

    assert result.exit_code == 3
    assert "3 rows = 2 with claims (2 claims) + 0 tallies + 1 in quarantine" in result.stdout
    assert pl.read_parquet(river / "typed" / "claims.parquet").height == 2
    assert "2026-02-30" in (river / "typed" / "quarantine.csv").read_text(encoding="utf-8-sig")


def test_the_claims_file_that_ships_is_195_rows() -> None:
    told = json.loads(run("import", CLAIMS, "--json").stdout)

    assert (told["rows"], told["claims"], told["tallies"], told["in_quarantine"]) == (195, 157, 38, 0)


def test_schema_is_json_schema() -> None:
    schema = json.loads(run("schema").stdout)

    assert schema["title"] == "Agreement file of Hudna"
    assert "terms" in schema["properties"]


def test_kinds_tells_the_tree_and_one_kind() -> None:
    assert "  shelling  Shelling" in run("kinds").stdout
    told = json.loads(run("kinds", "attack_on_hospital", "--json").stdout)
    assert told["same_as"]["targets"] == ["hospitals", "ambulances", "medical"]


def test_the_casebook_is_listed_shown_and_exported(tmp_path: Path) -> None:
    listed = run("casebook", "list").stdout
    assert all(id_ in listed for id_ in agreements())
    assert run("casebook", "show", "cessation-2016").stdout.startswith(("hudna: 1", "#"))
    assert run("casebook", "export", "cessation-2016", str(tmp_path / "mine")).exit_code == 0
    checked = run(
        "check",
        str(tmp_path / "mine" / "cessation-2016.yaml"),
        CLAIMS,
        "--as-of",
        "2016-05-31",
        "--out",
        str(tmp_path / "out"),
    )
    assert checked.exit_code == 0, checked.stderr


def test_python_m_hudna_is_the_same_door() -> None:
    told = subprocess.run([sys.executable, "-m", "hudna", "--version"], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == run("--version").stdout.strip()


def test_every_command_shows_an_example() -> None:
    for command in ("check", "demo", "import", "schema", "kinds", "casebook list", "casebook show", "casebook export"):
        assert "Example: hudna" in run(*command.split(), "--help").stdout


def test_check_hears_what_people_decided_about_claims(river: Path) -> None:
    head, *rows = ROWS.splitlines()
    numbered = [f"row_id,{head}", *(f"R{n},{row}" for n, row in enumerate(rows, start=1))]
    (river / "claims.csv").write_text("\n".join(numbered), encoding="utf-8")
    merges = river / "merges.csv"
    merges.write_text(
        "when,who,claim,other_claim,what\n2026-02-03T10:00,Rana,claims-csv:R1,claims-csv:R2,split\n", encoding="utf-8"
    )
    told = ("check", f"{river}/river.yaml", f"{river}/claims.csv", "--out", f"{river}/out", "--merges", str(merges))

    run(*told, "--as-of", "2026-02-10")
    after = pl.read_parquet(river / "out" / "tables" / "incidents.parquet").height
    run(*told, "--as-of", "2026-02-03T09:00")
    before = pl.read_parquet(river / "out" / "tables" / "incidents.parquet").height

    assert (before, after) == (1, 2)
