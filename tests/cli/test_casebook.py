"""`hudna casebook show` as a user types it: what was said, what happened, and what lint finds of the rules a deal fell to."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hudna import casebook
from hudna.casebook import agreements
from hudna.cli.app import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_a_story_is_told_with_trust_sources_and_what_lint_finds() -> None:
    told = run("casebook", "show", "four-towns-2015").stdout

    assert "What it said\nNo military operations and no fire" in told
    assert "2015-12-28  The wounded, due on 25 September, leave 94 days late" in told
    assert "[read: claims FT-057, FT-058]" in told
    assert "R2  Life-saving duty that waits: " in told
    assert re.search(r"lint finds line \d+, tranches.wounded_in_step.terms: life-saving duties in a tranche", told)
    assert "other rules: hudna lint four-towns-2015" in told


def test_a_guaranteed_version_tells_what_it_mends_of_the_same_story() -> None:
    signed, guaranteed = (
        {fell["rule"]: fell["found"] for fell in json.loads(run("casebook", "show", id_, "--json").stdout)["fell_to"]}
        for id_ in ("cessation-2016", "cessation-2016.guaranteed")
    )

    assert set(signed) == set(guaranteed)
    assert [rule for rule in signed if signed[rule] and not guaranteed[rule]] == ["P6", "P1", "V6", "X1"]
    assert "lint finds nothing in this version" in run("casebook", "show", "cessation-2016.guaranteed").stdout


@pytest.mark.parametrize("id_", agreements())
def test_every_story_can_be_told(id_: str) -> None:
    assert run("casebook", "show", id_).exit_code == 0


def test_a_story_that_is_not_sound_or_names_no_rule_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = (casebook.FOLDER / "stories" / "sochi-2018.yaml").read_text(encoding="utf-8")
    (tmp_path / "stories").mkdir()
    for name in ("sochi-2018.yaml", "syria/actors.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((casebook.FOLDER / name).read_bytes())
    monkeypatch.setattr(casebook, "FOLDER", tmp_path)

    (tmp_path / "stories" / "sochi-2018.yaml").write_text(story.replace("rule: Z1", "rule: Z11"), encoding="utf-8")
    unknown_rule = run("casebook", "show", "sochi-2018")
    (tmp_path / "stories" / "sochi-2018.yaml").write_text(story.replace("radicals_out", "radicals"), encoding="utf-8")
    unknown_term = run("casebook", "show", "sochi-2018")
    (tmp_path / "stories" / "sochi-2018.yaml").unlink()
    missing = run("casebook", "show", "sochi-2018")

    assert (unknown_rule.exit_code, missing.exit_code) == (1, 1)
    assert "fell_to: found 'Z11', expected the id of a rule" in unknown_rule.stderr
    assert "found 'radicals', expected a term of the agreement; did you mean 'radicals_out'?" in unknown_term.stderr
    assert "No such file" in missing.stderr
