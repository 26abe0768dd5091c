"""A diff on paper: sentences, order, both languages, and the page in a real browser with the network cut."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from hudna.papers import (
    Comparison,
    Paper,
    name_both,
    paper_on_series,
    paper_on_versions,
    write_diff_page,
    write_diff_text,
)
from hudna.terms import Agreement, parse_agreement, register_of
from hudna.terms.diff import diff_agreements, when_points_moved
from papers.test_board_in_browser import browser, look_at
from terms.diff.versions import FIRE, NUR_VALLEY, deal

__all__ = ["browser"]  # the fixture

AID = '  "2": {require: aid_delivery, by: [army], for: [civilians], to: [centre], deadline: 2016-03-10, quantity: {exactly: 20, unit: trucks}}\n'


def compare(old: str, new: str) -> Comparison:
    versions = [parse_agreement(text, file=name) for text, name in ((old, "old.yaml"), (new, "new.yaml"))]
    registers = (register_of(versions[0]), register_of(versions[1]))
    return Comparison(difference=diff_agreements(*versions), **name_both(versions[0], versions[1], registers))


def text(old: str, new: str, *, language: str = "en") -> str:
    return write_diff_text(paper_on_versions(compare(old, new), language=language))


def said(passage: str, by: str, *, language: str = "en") -> str:
    old = deal(FIRE + AID)
    assert passage in old
    return text(old, old.replace(passage, by), language=language)


@pytest.mark.parametrize(
    ("passage", "by", "sentence"),
    [
        ("deadline: 2016-03-10", "deadline: 2016-03-12", "Term 2, deadline: it was Thu 10 Mar 2016; now it is Sat 12 Mar 2016. 2 days later."),
        ("deadline: 2016-03-10", 'deadline: "2016-03-10T12:00"', "now it is Thu 10 Mar 2016, 12:00."),
        ("deadline: 2016-03-10", "deadline: {undefined: soon}", "now it is “soon”, which nobody can measure."),
        ("deadline: 2016-03-10, ", "within: P1M, ", "Term 2, time to act: nothing was said; now it is 1 month."),
        ("exactly: 20", "at_least: 10", "Term 2, amount owed: it was 20 trucks; now it is at least 10 trucks."),
        ("answers_within: PT48H", "answers_within: PT36H", "Guarantor patron, time to answer: it was 48 hours; now it is 36 hours."),
        ("[armed_attack]", "[shelling]", "it was Armed attack; now it is Shelling."),
        ("by: [all]", "by: [army]", "who is bound: it was everybody; now it is Army."),
        ("in: [centre]}\n  \"2\"", "in: [vague]}\n  \"2\"", "At most: 12.6 km² before, 1,257 km² now."),
    ],
)  # fmt: skip
def test_a_change_is_a_sentence(passage: str, by: str, sentence: str) -> None:
    assert sentence in said(passage, by)


def test_who_gains_heads_what_gains_it_and_what_cannot_be_told_stands_last() -> None:
    lines = said("deadline: 2016-03-10", "deadline: 2016-03-12").splitlines()
    both = text(
        deal(FIRE + AID), deal(FIRE + AID).replace("2016-03-10", "2016-03-12").replace("Asia/Damascus", "Asia/Beirut")
    )

    assert lines[3] == "To the gain of Army"
    assert lines[5].strip() == "Hands freed: Army. Less protected: Civilians."
    assert both.index("To the gain of") < both.index("Who gains cannot be told")


def test_no_change_is_said_with_what_was_only_renumbered_or_reworded() -> None:
    old = deal('  "1": {text: {en: No fire}, forbid: [armed_attack], by: [all]}\n' + AID)
    new = old.replace("No fire", "No fire at all").replace('"2"', '"3"')

    told = text(old, new)

    assert "No change in meaning." in told
    assert "Renumbered: 2 is now 3." in told
    assert "worth a drafter’s eye: 1." in told


def test_the_same_is_said_in_arabic_with_latin_digits() -> None:
    told = said("deadline: 2016-03-10", "deadline: 2016-03-21", language="ar")

    assert "البند 2، الموعد الأخير: كان الخميس 10 آذار 2016؛ وصار الاثنين 21 آذار 2016. بعده بـ11 يومًا." in told


# -- the page ----------------------------------------------------------------------------------------------------------------------------


def big_paper(language: str) -> Paper:
    """Everything that a page can show: a deal with nearly every field against half of it, a renumbering, and a table of versions."""
    old = parse_agreement(NUR_VALLEY, file="old.yaml")
    new = parse_agreement(
        NUR_VALLEY.replace("PT48H", "P7D").replace("km: 3}", "km: 2}").replace("day: 20", "day: 30"), file="new.yaml"
    )
    versions: list[tuple[Agreement, Agreement]] = [(old, new), (new, old)]
    comparisons = [
        Comparison(difference=diff_agreements(*pair), **name_both(*pair, (register_of(pair[0]), register_of(pair[1]))))
        for pair in versions
    ]
    points = when_points_moved([comparison.difference for comparison in comparisons])
    return paper_on_series(comparisons, points, language=language)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_opens_from_disk_without_fault(
    browser: Browser, tmp_path: Path, language: str, theme: str, width: int
) -> None:
    file = tmp_path / "changes.html"
    file.write_text(write_diff_page(big_paper(language)), encoding="utf-8")

    seen = look_at(browser, file, theme=theme, width=width)

    assert seen["direction"] == ("rtl" if language == "ar" else "ltr")
    assert seen["wider than the window"] == 0
    assert (seen["requests"], seen["axe"], seen["messages"]) == ([], [], [])
