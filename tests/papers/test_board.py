"""The whole board: what a reader hears, and that the file keeps to itself."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from hudna.incidents import Coverings
from hudna.papers import Evaluation, write_board
from hudna.papers.board import read_style
from papers import sample
from papers.reading import elements, read_aloud

GOLDEN = Path(__file__).parent / "golden"
ROOM = Path(__file__).parents[2] / "src" / "hudna" / "papers"


@pytest.mark.parametrize(
    ("name", "make", "language"),
    [
        ("board-en", sample.evaluation, "en"),
        ("board-ar", sample.evaluation, "ar"),
        ("board-en-no-answers", sample.without_answers, "en"),
        ("board-en-empty", sample.empty, "en"),
    ],
)
def test_the_board_reads_as_it_should(name: str, make: Callable[[], Evaluation], language: str) -> None:
    text = read_aloud(write_board(make(), language=language))

    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("HUDNA_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_equal_evaluations_give_equal_bytes() -> None:
    assert write_board(sample.evaluation()) == write_board(sample.evaluation())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_file_asks_for_nothing_and_runs_nothing(language: str) -> None:
    found = elements(write_board(sample.evaluation(), language=language))

    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in found}
    for tag, attributes in found:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("src", "href", "xlink:href", "action", "poster"):
            address = attributes.get(name) or "#"
            assert address.startswith("#") or (tag == "a" and address.startswith(("https://", "http://"))), (
                tag,
                address,
            )
    assert "url(" not in read_style()
    assert "@import" not in read_style()


def test_every_link_within_the_page_has_an_end() -> None:
    found = elements(write_board(sample.evaluation()))
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]

    assert len(ids) == len(set(ids))
    assert {
        (attributes["href"] or "")[1:]
        for tag, attributes in found
        if tag == "a" and (attributes["href"] or "").startswith("#")
    } <= set(ids)


def test_every_drawing_is_decoration_or_has_a_label() -> None:
    for tag, attributes in elements(write_board(sample.evaluation())):
        if tag == "svg":
            assert attributes.get("aria-hidden") == "true" or (
                attributes.get("role") == "img" and attributes.get("aria-label")
            )


def test_style_sheets_know_no_left_and_right_and_no_shouting() -> None:
    for path in sorted((ROOM / "style").glob("*.css")):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"\b(left|right)\b", rules), path.name
        assert "!important" not in rules
        assert not re.search(r"(^|[\s,}])#[a-z][\w-]*\s*[{,]", rules), f"{path.name}: id selector"


def test_the_two_dark_blocks_of_the_tokens_are_equal() -> None:
    sheet = (ROOM / "style" / "tokens.css").read_text(encoding="utf-8")
    by_system = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', sheet, re.S)
    by_choice = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', sheet, re.S)

    assert by_system is not None
    assert by_choice is not None
    assert by_system[1].split() == by_choice[1].split()


def test_names_cannot_bring_markup_into_the_page() -> None:
    mean = sample.evaluation()
    incidents = mean.incidents.with_columns(place=pl.lit("<script>alert(1)</script>"))

    page = write_board(replace(mean, incidents=incidents, notes=("<b>{note}</b>",)))

    assert "<script" not in page
    assert "&lt;b&gt;{note}&lt;/b&gt;" in page


def test_an_address_that_is_not_of_the_web_is_not_made_a_link() -> None:
    mean = sample.evaluation()

    page = write_board(replace(mean, voices=mean.voices.with_columns(address=pl.lit("javascript:alert(1)"))))

    assert "javascript:" not in page


def test_a_source_without_a_public_address_is_named_nowhere() -> None:
    text = read_aloud(write_board(sample.evaluation()))

    assert "contact in Madaya" not in text
    assert "Only public sources are named; a number can rest on others as well." in text


def test_beside_the_number_stands_what_it_would_be_if_asked_otherwise() -> None:
    text = read_aloud(write_board(sample.evaluation()))

    assert "that Government side did it, wherever it was" in text
    assert "[As found, k = 3: 35–98 %]" in text
    assert "[k = 5: 22–99 %]" in text
    assert "[k = 3:" not in text  # the agreement's own, which is as found
    assert "[Half the base rate: 21–97 %]" in text
    assert "[Without Syrian Observatory for Human Rights: 25–93 %]" in text
    assert "Without a source that is not public" in text
    assert "nobody else names that side" in text
    assert "field_officer_3" not in text


def test_a_summary_and_the_days_that_it_covers_say_so_of_one_another() -> None:
    def board(day: str, p_covers: float) -> str:
        covers = {"episode_id": "i-taftanaz", "incident_id": day, "p_covers": p_covers}
        return read_aloud(write_board(sample.evaluation(coverings=sample.table(Coverings, [covers]))))

    of_the_same = board("i-reported", 0.9)
    summed_up = (
        "A summary of several days. 1 act within them is held by itself; where that one is the breach, this adds none."
    )
    assert summed_up in of_the_same
    assert "Lies within a summary of several days: i-taftanaz. It is counted once." in of_the_same
    for other in (board("i-reported", 0.4), board("i-fuaa", 0.9)):  # unlikely; and an act of the other side
        assert "summary of several days" not in other


def test_the_number_of_incidents_stands_between_what_other_thresholds_would_count() -> None:
    text = read_aloud(write_board(sample.evaluation()))

    assert "6 incidents from 10 claims: two claims are one at a probability of 0.35." in text
    assert re.search(r"\d+ if 0\.2 were asked, \d+ if 0\.5 were asked", text)


def test_tolls_are_told_source_by_source_and_never_added() -> None:
    text = read_aloud(write_board(sample.evaluation()))

    assert "5 SOHR (Arabic)" in text
    assert "4 Qasioun" in text
    assert "9 " not in next(line for line in text.splitlines() if "SOHR (Arabic)" in line)


def test_met_late_is_told_with_its_days_and_never_as_late_alone() -> None:
    early = sample.evaluation()
    done = early.duty_states.with_columns(
        met_at=pl.when(pl.col("duty_id") == "wounded").then(sample.at("2015-12-29T00:00")).otherwise(pl.col("met_at")),
        days_late=pl.when(pl.col("duty_id") == "wounded").then(pl.lit(94, pl.Int32)).otherwise(pl.col("days_late")),
    )

    text = read_aloud(write_board(replace(early, duty_states=done, as_of=sample.at("2015-12-30T00:00"))))

    assert "One duty was met 94 days late." in text
    assert "Met 94 days late" in text
    assert "Planned day Fri 25 Sep 2015. Done Mon 28 Dec 2015." in text
    assert "Not met" not in text


def test_lethal_events_come_with_a_word_on_what_they_cannot_show() -> None:
    text = read_aloud(write_board(sample.crowded(9)))

    assert "UCDP GED records lethal events only, and names no author for battles." in text
    assert "acts no report names an author." in text


def test_hundreds_of_incidents_stay_readable_and_under_a_megabyte() -> None:
    page = write_board(sample.crowded(900))

    assert len(page.encode()) < 1_000_000
    assert page.count('<details class="card alleg') == 40
    assert "The rest, in short" in page
    assert "The table of allegations" not in page


def test_neutral_words_are_used_throughout() -> None:
    ours = " ".join(read_aloud(write_board(make())) for make in (sample.evaluation, sample.empty)).lower()

    assert not re.search(
        r"\b(regime|terrorist|militia|martyr|massacre|liberated|confirmed|verified|proved|guilty|refuses)\b", ours
    )
    assert "!" not in ours
