"""`hudna diff` as a user types it: its ends, its formats, and what it refuses."""

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from typer.testing import CliRunner, Result

from hudna.cli.app import app
from hudna.papers import DiffAnswer
from terms.diff.versions import FIRE, deal

AID = '  "2": {require: aid_delivery, by: [army], for: [civilians], to: [centre], deadline: 2016-03-10}\n'
OLD, NEW = (
    deal(FIRE + AID),
    deal(FIRE + AID).replace("2016-03-10", "2016-03-20").replace('"2016-02-26"', '"2016-02-27"'),
)
CLAIMS = """\
date,place,lat,lon,coord_precision,type,claimed_perpetrator,claimant,known_at
2016-03-02,Centre,33.46,36.19,site,shelling,brigade_one,Red Crescent,2016-03-02T20:00
2016-03-03,Edge,33.475,36.19,site,shelling,brigade_one,Red Crescent,2016-03-03T20:00
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["diff", *words])


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "old.yaml": OLD,
        "new.yaml": NEW,
        "bad.yaml": OLD.replace("[all]", "[nobody_known]"),
        "claims.csv": CLAIMS,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["old.yaml", "old.yaml"], 0),
        (["old.yaml", "new.yaml"], 1),
        (["old.yaml", "bad.yaml"], 2),
        (["old.yaml", "missing.yaml"], 2),
        (["old.yaml", "new.yaml", "--format", "pdf"], 2),
        (["old.yaml", "new.yaml", "--lang", "fr"], 2),
        (["old.yaml", "--evidence", "claims.csv"], 2),
        (["old.yaml", "new.yaml", "--evidence", "missing.csv"], 2),
        (["old.yaml"], 0),
        (["."], 2),
    ],
)
def test_it_ends_as_diff_does(versions: Path, words: list[str], code: int) -> None:
    assert run(*words).exit_code == code


def test_a_refusal_tells_what_is_wrong_and_prints_nothing_else(versions: Path) -> None:
    result = run("old.yaml", "bad.yaml")

    assert "nobody_known" in result.stderr
    assert result.stdout == ""


def test_json_follows_its_schema(versions: Path) -> None:
    result = run("old.yaml", "new.yaml", "--format", "json")

    answer = TypeAdapter(DiffAnswer).validate_json(result.stdout)
    (change,) = answer.comparisons[0].changes
    assert (change.about, change.point, change.sizes, change.gain.freed) == (
        "2",
        "deadline",
        {"days_later": 10},
        ["army"],
    )
    assert "10 days later" in change.says
    schema = json.loads(CliRunner().invoke(app, ["schema", "diff"]).stdout)
    assert set(json.loads(result.stdout)) == set(schema["properties"])


def test_evidence_tells_what_would_be_judged_otherwise(versions: Path) -> None:
    smaller = OLD.replace(
        "centre: {circle: {lat: 33.46, lon: 36.19, km: 2}}", "centre: {circle: {lat: 33.46, lon: 36.19, km: 1}}"
    )
    (versions / "smaller.yaml").write_text(smaller, encoding="utf-8")

    result = run("old.yaml", "smaller.yaml", "--evidence", "claims.csv", "--as-of", "2016-04-01", "--format", "json")

    hindsight = json.loads(result.stdout)["comparisons"][0]["hindsight"]
    assert hindsight["judged"] == 2
    (one,) = hindsight["otherwise"]  # the shelling at the edge, 1.7 km from the middle
    assert (one["form"], one["what"], one["term"], one["who"], one["new"]) == (
        "allegation",
        "vanishes",
        "1",
        "army",
        None,
    )
    assert one["old"]["p_upper"] > 0.5


def test_a_page_is_written_in_arabic(versions: Path) -> None:
    result = run("old.yaml", "new.yaml", "--format", "html", "--lang", "ar", "--out", "changes.html")

    page = (versions / "changes.html").read_text(encoding="utf-8")
    assert result.stdout == ""
    assert '<html lang="ar" dir="rtl">' in page
    assert "بعده بـ10 أيام" in page


def test_a_file_without_disputes_says_so(versions: Path) -> None:
    assert "No value of this file is disputed." in run("old.yaml").stdout


def test_a_folder_of_two_deals_is_refused_as_no_versions_of_one(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(OLD.replace("town", "village").replace("army", "militia"), encoding="utf-8")

    told = run(str(tmp_path))

    assert told.exit_code == 2
    assert "with no party in common, expected versions of one deal" in told.output


def test_a_time_to_answer_without_a_ladder_is_said_to_start_no_clock(versions: Path) -> None:
    told = CliRunner().invoke(app, ["check", "old.yaml", "claims.csv", "--as-of", "2016-03-10"])

    assert "no rung of a ladder starts it" in told.output, told.output
