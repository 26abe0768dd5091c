"""The Arabic board as a browser lays it out: nothing in Latin letters stands loose, and every line reads from right to left."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hudna.papers import write_board, write_diff_page
from papers import sample
from papers.test_board_in_browser import browser
from papers.test_diff_page import big_paper

__all__ = ["browser"]  # the fixture

# Our own words for things that have no Arabic name: the data set, the hash, the software.
OURS = {"UCDP", "GED", "SHA-256", "Hudna"}

LOOSE = r"""() => {
  const found = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.parentElement.closest('bdi, [dir=ltr], style, script')) continue;
    const outside = node.textContent.replace(/[\u2066-\u2068][^\u2069]*\u2069/g, '');  // isolated in a drawing
    for (const word of outside.match(/[A-Za-z][\w.:\/-]+|\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2}/g) || []) found.add(word);
  }
  return [...found];
}"""

# Pieces of a line in the order of the document: words of ours, and each <bdi> as one. In a line that reads from right to left
# each begins left of the one before.
OUT_OF_ORDER = r"""() => {
  const wrong = [];
  for (const block of document.querySelectorAll('p, li, td, th, h1, h2, h3, summary, small, dd, .act-next *')) {
    if (block.closest('svg, bdi, [dir=ltr]') || block.querySelector('p, li, table, svg, div')) continue;
    const pieces = [], walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), range = document.createRange();
    const take = (of, text) => { const boxes = [...range.getClientRects()]; if (boxes.length) pieces.push({of, text, boxes}); };
    while (walk.nextNode()) {
      const node = walk.currentNode, bdi = node.parentElement.closest('bdi');
      if (bdi && block.contains(bdi)) {
        if (pieces.at(-1)?.of !== bdi) { range.selectNodeContents(bdi); take(bdi, bdi.textContent); }
        continue;
      }
      for (const word of node.textContent.matchAll(/[^\s]+/g)) {
        range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length); take(node, word[0]);
      }
    }
    pieces.slice(1).forEach((piece, n) => {
      const before = pieces[n].boxes.at(-1), here = piece.boxes[0], middle = box => box.left + box.width / 2;
      const sameLine = Math.abs(before.top + before.bottom - here.top - here.bottom) < 8;
      if (sameLine && middle(here) > middle(before)) wrong.push(pieces[n].text + ' then ' + piece.text);
    });
  }
  return wrong;
}"""


def look(browser: Browser, folder: Path, page: str) -> tuple[set[str], list[str]]:
    """Open a page in New York, all of it unfolded: words that stand loose, and pairs that stand in the wrong order."""
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    context = browser.new_context(offline=True, timezone_id="America/New_York", viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(file.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true })")
    seen = set(opened.evaluate(LOOSE)), opened.evaluate(OUT_OF_ORDER)
    context.close()
    return seen


@pytest.mark.parametrize("make", [sample.evaluation, sample.without_answers, sample.empty])
def test_every_id_time_and_name_of_the_arabic_board_is_isolated_and_every_line_reads_from_the_right(
    browser: Browser, tmp_path: Path, make: object
) -> None:
    loose, wrong = look(browser, tmp_path, write_board(make(), language="ar"))  # type: ignore[operator]

    assert loose <= OURS
    assert wrong == []


def test_every_line_of_the_arabic_diff_reads_from_the_right(browser: Browser, tmp_path: Path) -> None:
    assert look(browser, tmp_path, write_diff_page(big_paper("ar"))) == (set(), [])


def test_a_board_without_isolation_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    board = re.sub(r"</?bdi\b[^>]*>", "", write_board(sample.evaluation(), language="ar"))

    loose, wrong = look(browser, tmp_path, board)

    assert {"Taftanaz", "12:00", "Fuaa"} <= loose
    assert wrong
