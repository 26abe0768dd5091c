"""The reference pages say what the code says."""

import os
from pathlib import Path

import pytest

from docs.reference_pages import PAGES, page_of
from hudna.lint import RULES

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("page", PAGES)
def test_a_reference_page_is_what_the_code_prints(page: str) -> None:
    printed = PAGES[page]()
    if os.environ.get("HUDNA_GOLDEN"):
        (REFERENCE / page).write_text(printed, encoding="utf-8")

    assert (REFERENCE / page).read_text(encoding="utf-8") == printed


def test_every_page_of_reference_is_printed() -> None:
    assert {path.relative_to(REFERENCE).as_posix() for path in REFERENCE.rglob("*.md")} == set(PAGES)


def test_every_lint_rule_has_a_page() -> None:
    for rule in RULES:
        page = (REFERENCE / "rules" / page_of(rule)).read_text(encoding="utf-8")

        assert page.startswith(f"# {rule.id}: {rule.title['en']}\n")
        assert rule.explanation["ar"] in page
        assert rule.evidence in page
