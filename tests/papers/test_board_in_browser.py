"""The board in a real browser, opened from disk with the network cut: nothing overflows, nothing is asked for, axe finds nothing."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from hudna.papers import Evaluation, write_board
from papers import sample

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(
            "No Chromium was found to open the board in: install the Debian package chromium (apt-get install chromium)."
        )
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, headless=True, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("boards")


def look(
    browser: Browser, folder: Path, make: Callable[[], Evaluation], *, language: str, theme: str, width: int
) -> dict[str, object]:
    """Open one board and tell what the browser saw; a picture is left in the folder."""
    file = folder / f"{make.__name__}-{language}.html"
    if not file.exists():
        file.write_text(write_board(make(), language=language), encoding="utf-8")
    return look_at(browser, file, theme=theme, width=width)


def look_at(browser: Browser, file: Path, *, theme: str, width: int) -> dict[str, object]:
    """Open a page from disk and tell what the browser saw; a picture is left beside it."""
    context = browser.new_context(offline=True, color_scheme=theme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    messages: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    page.screenshot(path=file.parent / f"{file.stem}-{theme}-{width}.png", full_page=True)
    page.evaluate(
        "document.querySelectorAll('details').forEach(folded => { folded.open = true })"
    )  # what is folded is part of the page
    seen: dict[str, object] = {
        "requests": [url for url in requests if url != file.as_uri()],
        "wider than the window": page.evaluate("document.documentElement.scrollWidth - window.innerWidth"),
        "direction": page.evaluate("getComputedStyle(document.body).direction"),
        "labels outside their drawing": page.evaluate(OUTSIDE),
        "words outside the next acts": page.evaluate(BEYOND),
        "smallest drawn text": page.evaluate(SMALLEST),
        "axe": [violation["id"] for violation in Axe().run(page).response["violations"]],
        "messages": messages,
    }
    context.close()
    return seen


OUTSIDE = """() => [...document.querySelectorAll('svg[role=img] text')].filter(text => {
  const inner = text.getBoundingClientRect(), outer = text.ownerSVGElement.getBoundingClientRect();
  return outer.width > 0 && (inner.x < outer.x - 2 || inner.x + inner.width > outer.x + outer.width + 2);
}).map(text => text.textContent)"""

BEYOND = """() => [...document.querySelectorAll('.act-next *')].filter(word => {
  const inner = word.getBoundingClientRect(), outer = word.closest('.act-next').getBoundingClientRect();
  return inner.left < outer.left - 1 || inner.right > outer.right + 1;
}).map(word => word.textContent)"""

SMALLEST = """() => Math.min(99, ...[...document.querySelectorAll('svg[role=img] text')].map(text => {
  const drawing = text.ownerSVGElement, shown = drawing.getBoundingClientRect().width;
  return shown > 0 ? parseFloat(getComputedStyle(text).fontSize) * shown / drawing.viewBox.baseVal.width : 99;
}))"""


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_board_opens_from_disk_without_fault(
    browser: Browser, folder: Path, language: str, theme: str, width: int
) -> None:
    seen = look(browser, folder, sample.evaluation, language=language, theme=theme, width=width)

    smallest = seen.pop("smallest drawn text")
    assert isinstance(smallest, (int, float))
    assert smallest >= (10 if width == 320 else 11)
    assert seen == {
        "requests": [],
        "wider than the window": 0,
        "direction": "rtl" if language == "ar" else "ltr",
        "labels outside their drawing": [],
        "words outside the next acts": [],
        "axe": [],
        "messages": [],
    }


@pytest.mark.parametrize("make", [sample.empty, sample.without_answers])
def test_an_empty_board_and_one_without_answers_open_without_fault(
    browser: Browser, folder: Path, make: Callable[[], Evaluation]
) -> None:
    seen = look(browser, folder, make, language="en", theme="light", width=1280)

    assert (seen["axe"], seen["wider than the window"], seen["messages"]) == ([], 0, [])


def crowd() -> Evaluation:
    return sample.crowded(600)


def test_a_crowded_board_stays_within_a_phone(browser: Browser, folder: Path) -> None:
    seen = look(browser, folder, crowd, language="en", theme="light", width=390)

    assert (seen["wider than the window"], seen["messages"], seen["labels outside their drawing"]) == (0, [], [])


def test_the_first_printed_page_holds_the_sentence_the_parties_the_days_and_the_duties(
    browser: Browser, folder: Path
) -> None:
    file = folder / "printed.html"
    file.write_text(write_board(sample.evaluation()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 703, "height": 994})  # the printed area of A4 at 96 dots to the inch
    page.goto(file.as_uri())
    page.emulate_media(media="print")

    bottom = page.evaluate("document.querySelector('#duties').getBoundingClientRect().bottom")
    printed = page.pdf(path=folder / "printed.pdf", prefer_css_page_size=True)

    assert bottom < 1010
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).display") == "none"
    assert printed.startswith(b"%PDF")
