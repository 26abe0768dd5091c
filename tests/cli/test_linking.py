"""`hudna link` and `hudna why` as a user types them."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from hudna.cli.app import app

ROWS = """\
row_id,date,place,lat,lon,coord_precision,type,claimed_perpetrator,claimant,known_at
R1,2016-03-01,Madaya,33.69,36.10,site,shelling,Syrian government,Village council,2016-03-01T20:00
R2,2016-03-01,Madaya,33.69,36.10,site,shelling,Syrian government,Red Crescent,2016-03-01T21:00
R3,2016-03-20,Madaya,33.69,36.10,site,shelling,Syrian government,Village council,2016-03-21T20:00
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_link_tells_the_count_at_two_thresholds_beside_the_published(claims: Path) -> None:
    result = run("link", str(claims), "--out", str(claims.parent / "linked"), "--ask", "3")

    assert result.exit_code == 0
    assert "3 claims tell of 2 incidents (2 at 0.2, 2 at 0.5)" in result.stdout
    assert pl.read_parquet(claims.parent / "linked" / "memberships.parquet").height == 3
    asked = (claims.parent / "linked" / "pairs_to_label.csv").read_text(encoding="utf-8").splitlines()
    assert asked[0] == "when,who,claim,other_claim,answer,weight"


def test_a_split_by_hand_is_told_against_the_run_before(claims: Path) -> None:
    merges = claims.parent / "merges.csv"
    merges.write_text(
        "when,who,claim,other_claim,what\n2016-04-01T10:00,Rana,claims-csv:R1,claims-csv:R2,split\n", encoding="utf-8"
    )
    out = str(claims.parent / "linked")
    run("link", str(claims), "--out", out)

    result = run("link", str(claims), "--out", out, "--before", out, "--merges", str(merges), "--json")

    assert json.loads(result.stdout)["changes"] == {"merge": 0, "split": 2}
    assert json.loads(result.stdout)["incidents"] == 3


def test_why_tells_each_comparison_and_the_number_of_the_table(claims: Path) -> None:
    result = run("why", "claims-csv:R1", "claims-csv:R2", str(claims))
    as_json = json.loads(run("why", "claims-csv:R2", "claims-csv:R1", str(claims), "--json").stdout)

    assert "claims-csv:R1 and claims-csv:R2 are one incident." in result.stdout
    assert "time: the same day:" in result.stdout
    assert f"Together: {as_json['p_one']:.4f}" in result.stdout


def test_a_decision_about_a_claim_that_nobody_has_is_refused_with_the_nearest(claims: Path) -> None:
    labels = claims.parent / "labels.csv"
    labels.write_text(
        "when,who,claim,other_claim,answer\n2016-04-01T10:00,Rana,claims-csv:R1,claims-csv:R9,one\n", encoding="utf-8"
    )

    result = run("link", str(claims), "--labels", str(labels), "--out", str(claims.parent / "linked"))

    assert result.exit_code == 1
    assert "labels.csv:2: other_claim: found 'claims-csv:R9'" in result.stderr
