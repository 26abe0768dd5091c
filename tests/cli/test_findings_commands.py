"""`hudna findings …`, typed in as a user does."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hudna.casebook import evidence
from hudna.cli.app import app

CLAIMS = str(next(path for path in evidence() if path.suffix == ".csv"))
RULINGS = (
    "claim_id,side,by,known_at\n"
    "claims-csv:COH-055,government_side,un_unspecified,2018-01-01T00:00+00:00\n"
    "claims-csv:COH-110,government_side,un_unspecified,2018-01-01T00:00+00:00\n"
)


def type_in(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["findings", *words])
    assert result.exit_code == code, result.output
    return result.output


def test_a_fit_is_stored_and_check_uses_it(tmp_path: Path) -> None:
    told = json.loads(
        type_in(
            "fit", "four-towns-2015", CLAIMS, "--as-of", "2016-03-24", "--out", str(tmp_path / "fit.json"), "--json"
        )
    )

    assert told["has_converged"]
    assert told["known_at"] == "2016-03-24T22:00:00+00:00"
    runs = []
    for more in ([], ["--fit", str(tmp_path / "fit.json")]):
        out = tmp_path / f"out{len(more)}"
        arguments = ["check", "cessation-2016.guaranteed", CLAIMS, "--as-of", "2016-05-31", "--out", str(out), *more]
        assert CliRunner().invoke(app, arguments).exit_code in (0, 3)
        runs.append((out / "tables/findings.csv").read_bytes())
    assert runs[0] != runs[1]


def test_a_fit_can_begin_from_an_earlier_one_but_not_from_a_later(tmp_path: Path) -> None:
    day = ["fit", "four-towns-2015", CLAIMS, "--json", "--as-of"]
    type_in(*day, "2016-03-24", "--out", str(tmp_path / "first.json"))
    start = ["--start", str(tmp_path / "first.json")]

    anew = json.loads(type_in(*day, "2016-03-25", "--out", str(tmp_path / "anew.json")))
    warm = json.loads(type_in(*day, "2016-03-25", "--out", str(tmp_path / "warm.json"), *start))
    refused = type_in(*day, "2016-03-01", "--out", str(tmp_path / "no.json"), *start, code=1)

    assert warm["has_converged"]
    assert warm["iterations"] < anew["iterations"]
    assert "known_at" in refused
    assert not (tmp_path / "no.json").exists()


def test_an_audit_of_the_shipped_claims_proposes_nobody() -> None:
    assert json.loads(type_in("audit", "four-towns-2015", CLAIMS, "--as-of", "2016-05-31", "--json")) == []


def test_calibration_judges_on_later_rulings_and_refuses_a_partys(tmp_path: Path) -> None:
    (tmp_path / "rulings.csv").write_text(RULINGS)
    asked = [
        "calibrate",
        "cessation-2016",
        CLAIMS,
        "--as-of",
        "2016-05-31",
        "--anchors",
        str(tmp_path / "rulings.csv"),
        "--json",
    ]

    rows = {row["name"]: row for row in json.loads(type_in(*asked).split("\nAlarm")[0])}

    assert rows["government_side"]["n"] == 2
    assert rows["reasonable_suspicion"]["true_rate"] == 1.0
    (tmp_path / "rulings.csv").write_text(RULINGS.replace("un_unspecified", "sana"))
    assert "panel near no side" in type_in(*asked, code=1)


def test_a_finding_is_asked_again_and_a_claim_nobody_knows_is_told_with_the_nearest() -> None:
    asked = ["sensitivity", "cessation-2016", CLAIMS, "--as-of", "2016-05-31", "--claim"]

    rows = json.loads(type_in(*asked, "claims-csv:COH-055", "--json"))

    assert {row["change"] for row in rows} == {"as_found", "without", "without_origin", "side_factor", "base_odds"}
    assert "claims-csv:COH-055" in type_in(*asked, "claims-csv:COH-55", code=1)


@pytest.mark.parametrize("text", ["", "[]", '{"format": "x"}'])
def test_a_file_that_is_no_fit_refuses_the_check(tmp_path: Path, text: str) -> None:
    (tmp_path / "fit.json").write_text(text)

    result = CliRunner().invoke(
        app, ["check", "cessation-2016.guaranteed", CLAIMS, "--fit", str(tmp_path / "fit.json"), "--out", str(tmp_path)]
    )

    assert result.exit_code == 1
    assert "fit.json" in result.output
