"""The reference pages say what the code says."""

import os
from pathlib import Path

import pytest

from docs.reference_pages import PAGES

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("page", PAGES)
def test_a_reference_page_is_what_the_code_prints(page: str) -> None:
    printed = PAGES[page]()
    if os.environ.get("HUDNA_GOLDEN"):
        (REFERENCE / page).write_text(printed, encoding="utf-8")

    assert (REFERENCE / page).read_text(encoding="utf-8") == printed


def test_every_page_of_reference_is_printed() -> None:
    assert {path.name for path in REFERENCE.glob("*.md")} == set(PAGES)
