"""`hudna import --format`, and a list of deleted events among the files of `hudna link`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hudna.cli.app import app
from hudna.reports import read_collection
from reports.test_acled import file_with

CSV = "date,place,type,claimant\n2016-02-27,Madaya,shelling,SOHR\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "400"})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "events.csv").write_bytes(file_with({}, {"event_date": "2016-02-01"}))
    (tmp_path / "deleted.csv").write_text("event_id_cnty,deleted_timestamp\nSYR2,1460000000\n", encoding="utf-8")
    return tmp_path


def test_a_format_given_by_hand_is_what_the_file_is_read_as(here: Path) -> None:
    told = json.loads(run("import", "claims.csv", "--format", "claims-csv", "--json").stdout)
    refused = run("import", "claims.csv", "--format", "acled")

    assert (told["claims"], told["notes"][0]) == (1, "claims.csv: read as claims CSV")
    assert refused.exit_code == 1
    assert "event_id_cnty: found no such column, expected a column of ACLED" in refused.stderr


def test_a_format_that_nobody_knows_is_told_with_the_nearest(here: Path) -> None:
    refused = run("import", "claims.csv", "--format", "geo-json")

    assert refused.exit_code == 1
    assert "did you mean 'geojson'?" in refused.stderr


def test_versions_and_withdrawals_stay_in_the_collection(here: Path) -> None:
    run("import", "events.csv", "deleted.csv", "--out", "held")

    held = read_collection(Path("held")).tables
    assert held["claims"]["claim_id"].to_list() == ["acled:SYR1", "acled:SYR2"]
    assert held["claims"]["version_at"].to_list() == held["claims"]["known_at"].to_list()
    assert held["withdrawals"]["claim_id"].to_list() == ["acled:SYR2"]


def test_a_deleted_event_is_not_linked(here: Path) -> None:
    whole = json.loads(run("link", "events.csv", "--out", "linked", "--json").stdout)
    less = json.loads(run("link", "events.csv", "deleted.csv", "--out", "linked", "--json").stdout)

    assert (whole["claims"], whole["incidents"]) == (2, 2)
    assert (less["claims"], less["incidents"]) == (1, 1)
