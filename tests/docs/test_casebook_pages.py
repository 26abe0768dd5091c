"""The pages of the casebook say what its files and lint say."""

import os
from pathlib import Path

import pytest

from docs.casebook_pages import PAGES
from hudna.casebook import deals

CASEBOOK = Path(__file__).parents[2] / "docs" / "casebook"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_casebook_is_what_its_files_print(page: str) -> None:
    printed = PAGES[page]()
    if os.environ.get("HUDNA_GOLDEN"):
        CASEBOOK.mkdir(exist_ok=True)
        (CASEBOOK / page).write_text(printed, encoding="utf-8")

    assert (CASEBOOK / page).read_text(encoding="utf-8") == printed


def test_every_deal_has_a_page_and_every_page_a_deal() -> None:
    assert {path.stem for path in CASEBOOK.iterdir()} == {"index", *deals()}
