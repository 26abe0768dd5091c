"""`hudna lint` and `hudna rules` as a user types them: the four formats, the exit codes, and what is explained."""

import json
import re
from pathlib import Path

import fastjsonschema
import pytest
from typer.testing import CliRunner, Result

from hudna.cli.app import app
from hudna.lint import RULES

SARIF_SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"
DEAL = """\
hudna: 1
id: river
title: {en: Ceasefire of the river}
version: "1"
status: draft
clock: Asia/Damascus
in_force: {from: "2026-01-01T00:00", for: P6M}   # hudna: ignore T4 because renewal is for the next round
parties:
  north: {name: North, actors: [north_army]}
terms:
  "1": {require: road_opened, by: [north]}
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def river(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "river.yaml").write_text(DEAL, encoding="utf-8")
    return tmp_path


def test_lint_cites_line_and_column_and_ends_with_4(river: Path) -> None:
    result = run("lint", "river.yaml", "--select", "T2,T4")

    assert result.exit_code == 4
    assert "river.yaml:11:3: error T2 terms.1: found a duty without a date, expected `deadline:" in result.stdout
    assert "river.yaml:7:1: error T4 in_force: ignored because renewal is for the next round (line 7)" in result.stdout
    assert "river.yaml: 1 remark (1 error, 0 warnings, 0 notes), 1 ignored" in result.stdout


def test_lint_ends_with_0_where_there_is_nothing_above_a_note(river: Path) -> None:
    assert run("lint", "river.yaml", "--select", "T1,B6").exit_code == 0
    assert run("lint", "river.yaml", "--ignore", "T,P,G,Z,C,B,D,R,V,X,M").exit_code == 0


def test_lint_ends_with_1_for_a_file_it_cannot_read_and_lints_the_others(river: Path) -> None:
    (river / "broken.yaml").write_text(DEAL.replace("[north]", "[nroth]"), encoding="utf-8")

    result = run("lint", "broken.yaml", "river.yaml", "missing.yaml", "--select", "T2")

    assert result.exit_code == 1
    assert "broken.yaml:11:36: terms.1.by.0: found 'nroth', expected" in result.stdout
    assert "river.yaml:11:3: error T2" in result.stdout
    assert "missing.yaml: found no such file" in result.stdout


def test_a_refused_file_is_named_as_it_was_typed(river: Path) -> None:
    (river / "drafts").mkdir()
    (river / "drafts" / "broken.yaml").write_text(DEAL.replace("[north]", "[nroth]"), encoding="utf-8")

    assert run("lint", "drafts/broken.yaml").stdout.startswith("drafts/broken.yaml:11:36: terms.1.by.0: found 'nroth'")


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_no_format_passes_on_a_character_that_deceives(river: Path, output: str) -> None:
    (river / "turned.yaml").write_text(DEAL.replace("north", "no\u202erth"), encoding="utf-8")

    result = run("lint", "turned.yaml", "--format", output)

    assert result.exit_code == 1
    assert "U+202E" in result.stdout
    assert "\u202e" not in result.stdout


def test_lint_ends_with_2_for_a_rule_or_a_format_that_is_not_there(river: Path) -> None:
    assert run("lint", "river.yaml", "--select", "Q7").exit_code == 2
    assert run("lint", "river.yaml", "--format", "xml").exit_code == 2


def test_json_holds_remarks_ignores_and_problems(river: Path) -> None:
    (told,) = json.loads(run("lint", "river.yaml", "--select", "T", "--format", "json").stdout)

    assert told["file"] == "river.yaml"
    assert [(r["rule"], r["line"], r["column"], r["severity"]) for r in told["remarks"]] == [
        ("T6", 1, 1, "warning"),
        ("T8", 1, 1, "warning"),
        ("T2", 11, 3, "error"),
    ]
    assert set(told["remarks"][0]["title"]) == {"en", "ar"}
    assert [(r["rule"], r["because"]) for r in told["ignored"]] == [("T4", "renewal is for the next round")]


def test_sarif_has_a_rule_for_every_result_and_says_why_one_is_suppressed(river: Path) -> None:
    (river / "a b.yaml").write_text(DEAL.replace("[north]", "[nroth]"), encoding="utf-8")

    sarif = json.loads(run("lint", "river.yaml", "a b.yaml", "--format", "sarif").stdout)

    (told,) = sarif["runs"]
    rules = told["tool"]["driver"]["rules"]
    assert sarif["version"] == "2.1.0"
    assert [rule["id"] for rule in rules] == [*(rule.id for rule in RULES), "format"]
    for result in told["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] in {"river.yaml", "a%20b.yaml"}
        assert min(place["region"].values()) >= 1
    suppressed = [result for result in told["results"] if "suppressions" in result]
    assert [(r["ruleId"], r["suppressions"][0]["justification"]) for r in suppressed] == [
        ("T4", "renewal is for the next round")
    ]


def test_sarif_is_valid_by_its_own_schema(river: Path) -> None:
    validate = fastjsonschema.compile(json.loads(SARIF_SCHEMA.read_text(encoding="utf-8")))
    (river / "هدنة النهر.yaml").write_text(DEAL.replace("[north]", "[nroth]"), encoding="utf-8")
    names = ["river.yaml", str(river / "river.yaml"), "هدنة النهر.yaml", "missing.yaml", "sochi-2018", "model"]

    sarif = json.loads(run("lint", *names, "--format", "sarif").stdout)

    validate(sarif)
    told = sarif["runs"][0]["results"]
    assert {"suppressions" in result for result in told} == {True, False}
    assert "format" in {result["ruleId"] for result in told}
    for field in ("message", "locations"):
        with pytest.raises(fastjsonschema.JsonSchemaException):
            validate({**sarif, "runs": [{**sarif["runs"][0], "results": [{**told[0], field: "nothing"}]}]})


def test_github_annotations_are_one_line_each_with_escaped_properties(river: Path) -> None:
    (river / "a,b.yaml").write_text(DEAL, encoding="utf-8")

    lines = run("lint", "a,b.yaml", "--select", "T2,T6,V7", "--format", "github").stdout.splitlines()

    assert lines[1].startswith("::notice file=a%2Cb.yaml,line=1,col=1,title=V7 No time to publish::bodies: found")
    assert [re.match(r"::(\w+)", line)[1] for line in lines] == ["warning", "notice", "error"]  # type: ignore[index]


def test_fix_writes_the_file_and_says_how_many(river: Path) -> None:
    result = run("lint", "river.yaml", "--select", "P4,X4", "--fix")

    written = (river / "river.yaml").read_text(encoding="utf-8")
    assert "2 remarks fixed" in result.stderr
    assert "on_split: bound" in written
    assert "# hudna: ignore T4 because renewal is for the next round" in written
    assert "P4" not in run("lint", "river.yaml", "--select", "P4").stdout


def test_lint_takes_an_id_of_the_casebook_and_leaves_its_file_alone() -> None:
    result = run("lint", "cessation-2016", "--select", "C1", "--fix")

    assert result.exit_code == 4
    assert (
        "error C1 exclusions.terrorists: found an exclusion without days or notice to anybody in what was read"
        in result.stdout
    )


def test_rules_lists_all_and_explains_one_in_both_languages() -> None:
    listed = run("rules").stdout

    assert len(listed.splitlines()) == len(RULES)
    explained = run("rules", "r2").stdout
    assert "R2  Life-saving duty that waits  (error, linkage)" in explained
    assert "واجب منقذ للحياة ينتظر" in explained
    assert "Bqine" in explained
    assert [rule["id"] for rule in json.loads(run("rules", "C", "--json").stdout)] == ["C1", "C2", "C3", "C4", "C5"]
    assert run("rules", "Q1").exit_code == 2
