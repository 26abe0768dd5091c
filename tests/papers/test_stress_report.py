"""The report of a stress test: what a reader hears, what is printed, in both languages, and the page in a real browser."""

import io
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser

from credibility.deals import DEAL, NUMBERS, deal
from hudna.casebook import agreement_path, assumptions_path
from hudna.credibility import Stress, parse_assumptions, read_assumptions, stress
from hudna.papers import Words, write_stress_page, write_stress_pdf, write_stress_text
from hudna.terms import read_agreement
from papers.reading import elements, read_aloud
from papers.test_board_in_browser import browser, look_at

__all__ = ["browser"]  # the fixture

GOLDEN = Path(__file__).parent / "golden"
AS_OF = datetime(2027, 1, 2, 3, tzinfo=UTC)
LANGUAGES = ("en", "ar")
LONG = "Committee of the northern and southern quarters " * 7


def shipped(case: str, *, draws: int = 40) -> Stress:
    agreement = read_agreement(agreement_path(case))
    numbers = read_assumptions(assumptions_path(case), agreement)
    return stress(agreement, replace(numbers, draws=draws), as_of=AS_OF)


def invented(text: str = DEAL) -> Stress:
    agreement = deal(text)
    return stress(agreement, replace(parse_assumptions(NUMBERS, agreement, file="numbers.yaml"), draws=40), as_of=AS_OF)


@pytest.fixture(scope="module")
def two_banks() -> Stress:
    return invented()


@pytest.fixture(scope="module")
def cessation() -> Stress:
    return shipped("cessation-2016")


def printed(found: Stress, language: str) -> tuple[int, str]:
    """Count the pages of the PDF and give its words, white space made one."""
    reader = pypdf.PdfReader(io.BytesIO(write_stress_pdf(found, Words(language, found.agreement.clock))))
    text = " ".join(page.extract_text() for page in reader.pages)
    return len(reader.pages), re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_reads_as_it_should(two_banks: Stress, language: str) -> None:
    text = read_aloud(write_stress_page(two_banks, Words(language, "Asia/Damascus")))

    golden = GOLDEN / f"stress-{language}.txt"
    if os.environ.get("HUDNA_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_tests_give_equal_bytes(two_banks: Stress, language: str) -> None:
    words = Words(language, "Asia/Damascus")

    for write in (write_stress_page, write_stress_pdf, write_stress_text):
        assert write(two_banks, words) == write(two_banks, words)


def test_the_terminal_is_told_the_verdict_first_and_what_is_not_covered_last(two_banks: Stress) -> None:
    lines = write_stress_text(two_banks, Words("en", "Asia/Damascus")).splitlines()

    assert re.search(
        r"[Ss]elf-enforcing: on your numbers, about \d+ of 10 temptations are resisted\.",
        lines[3 if two_banks.is_mostly_assumption else 2],
    )
    assert lines[-1] == "  It is no forecast, and not to be used to score anyone’s good faith."
    assert "  75 of 100 are smaller" not in lines
    assert any(line.startswith("  ") and "what the chance is worth; 75 of 100 are smaller" in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_pages_are_two_and_say_what_the_page_says(two_banks: Stress, language: str) -> None:
    words = Words(language, "Asia/Damascus")

    pages, text = printed(two_banks, language)

    assert pages == 2
    wanted = {
        "en": [
            "on your numbers",
            "It is no forecast",
            "Nobody learns about the other’s resolve",
            "fear of surprise attack",
            "numbers.yaml",
            "1 / 2",
            "2 / 2",
        ],
        "ar": ["أرقامكم", "تنبؤ", "numbers.yaml"],
    }[language]
    for said in wanted:
        assert said in text, said
    assert two_banks.assumptions.sha256[:16] in text
    assert str(words.say("What would make it hold")) in text or language == "ar"


def test_a_guarantor_that_fights_is_told_and_nobody_is_said_to_intend_anything(cessation: Stress) -> None:
    text = write_stress_text(cessation, Words("en", "Asia/Damascus"))

    assert "Its own forces fight there: one breach by them gains it 1 of its days and costs it 0.9." in text
    assert "No single lever suffices, however far it is moved." in text
    assert "the best set, and not enough" in text
    assert not re.search(r"\b(intends|wants to break|bad faith|lies|cheats|dishonest)\b", text)


def test_where_nobody_guarantees_the_report_says_what_it_would_need() -> None:
    text = write_stress_text(shipped("barzeh-2014", draws=10), Words("en", "Asia/Damascus"))

    assert "Nobody answers for either side (G1). What a guarantor would change needs numbers for one" in text
    assert "At the likely values the deal holds as drafted." in text
    assert "nobody answers for it" in text


def test_what_holds_and_is_hardly_worth_it_is_never_shown_without_a_warning() -> None:
    found = shipped("four-towns-2015", draws=100)
    mirror = next(fix for fix in found.alone if fix.names == ("mirror",))

    text = write_stress_text(found, Words("en", "Asia/Damascus"))

    assert min(mirror.tried.worth) < 5
    assert "More at stake in mirrored steps: to 11.6: holds, hardly better than war" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_any_length_still_make_two_pages(language: str) -> None:
    long = invented(
        DEAL.replace(
            "west: {actors", f"west: {{name: {{en: {LONG}, ar: {'لجنة الأحياء الشمالية والجنوبية ' * 9}}}, actors"
        )
    )

    pages, text = printed(long, language)

    assert pages == 2
    assert (LONG.split()[0] if language == "en" else "لجنة") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_asks_for_nothing_and_runs_nothing(two_banks: Stress, language: str) -> None:
    found = elements(write_stress_page(two_banks, Words(language, "Asia/Damascus")))

    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in found}
    assert not [tag for tag, attributes in found if "style" in attributes]


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("en", "light", 1280), ("en", "dark", 390), ("ar", "light", 390), ("ar", "dark", 1280), ("en", "light", 320)],
)
def test_in_a_browser_nothing_overflows_and_axe_finds_nothing(
    browser: Browser, tmp_path: Path, cessation: Stress, language: str, theme: str, width: int
) -> None:
    file = tmp_path / f"stress-{language}.html"
    file.write_text(write_stress_page(cessation, Words(language, "Asia/Damascus")), encoding="utf-8")

    seen = look_at(browser, file, theme=theme, width=width)

    assert seen["direction"] == ("rtl" if language == "ar" else "ltr")
    assert seen["wider than the window"] <= 0  # type: ignore[operator]
    assert seen["labels outside their drawing"] == []
    assert (seen["requests"], seen["axe"], seen["messages"]) == ([], [], [])
