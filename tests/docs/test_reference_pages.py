"""The reference pages say what the code says."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from docs.reference_pages import EXIT_CODES, PAGES, allowed_values, page_of
from hudna.cli.app import app
from hudna.lint import RULES
from hudna.terms import agreement_schema

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("page", PAGES)
def test_a_reference_page_is_what_the_code_prints(page: str) -> None:
    printed = PAGES[page]()
    if os.environ.get("HUDNA_GOLDEN"):
        (REFERENCE / page).write_text(printed, encoding="utf-8")

    assert (REFERENCE / page).read_text(encoding="utf-8") == printed


def test_every_page_of_reference_is_printed() -> None:
    assert {path.relative_to(REFERENCE).as_posix() for path in REFERENCE.rglob("*.md")} == set(PAGES)


@pytest.mark.parametrize(
    ("part", "key", "values"),
    [
        ("Event", "what", "`draft` `signed` `amended` `renewed` `suspended` `lapsed` `recommitted` `ended` `published`"),
        ("OneIncident", "same", "`actor` `kind` `arm` `target` `place`"),
        ("Proof", "notice", "`reported` `reasonable_suspicion` `reasonable_grounds` `clear_and_convincing` "
         "`beyond_reasonable_doubt`"),
        ("Party", "name", ""),
    ],
)  # fmt: skip
def test_the_allowed_values_are_found_through_references_lists_and_gaps(part: str, key: str, values: str) -> None:
    field = agreement_schema()["$defs"][part]["properties"][key]

    assert allowed_values(field) == values.split()


RIVER = Path(__file__).parents[2] / "docs" / "guide" / "tutorial.md"
CLAIM = (
    "date,place,type,claimed_perpetrator,claimant,known_at\n{day},Bridge,shelling,north_army,Council,2026-02-01T20:00\n"
)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", "river.yaml", "good.csv", "--as-of", "2026-02-10"], 0),
        (["check", "river.yaml", "good.csv", "--as-of", "soon"], 1),
        (["check", "river.yaml", "good.csv", "--language", "fr"], 2),
        (["check", "river.yaml", "bad.csv", "--as-of", "2026-02-10"], 3),
    ],
)
def test_every_exit_code_of_the_page_is_met(
    words: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deal = RIVER.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    for name, text in {
        "river.yaml": deal,
        "good.csv": CLAIM.format(day="2026-02-01"),
        "bad.csv": CLAIM.format(day="x"),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    result = CliRunner().invoke(app, words)

    assert result.exit_code == code, result.output
    assert code in EXIT_CODES


def test_every_lint_rule_has_a_page() -> None:
    for rule in RULES:
        page = (REFERENCE / "rules" / page_of(rule)).read_text(encoding="utf-8")

        assert page.startswith(f"# {rule.id}: {rule.title['en']}\n")
        assert rule.explanation["ar"] in page
        assert rule.evidence in page
