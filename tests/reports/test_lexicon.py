"""Who is who: the shipped lexicon, and what is wrong with a lexicon."""

import csv
import re
from pathlib import Path

import polars as pl
import pytest

from hudna.problems import Refused
from hudna.reports import Lexicon, read_lexicon, refuse_unknown_leanings
from hudna.terms import fold_name
from reports.conftest import CASEBOOK

ACTORS = "actors:\n  army: {name: {en: Army}, kind: state_force, camp: government_side}\n"


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (
            "source_id,name_en,lean_to\nradio,Radio,none\n",
            "sources.csv:1: lean_to: found no column of ours, expected one of source_id, name_en, name_ar",
        ),
        ("source_id,name_en\nradio,\n", "sources.csv:2: name_en: found nothing"),
        (
            "source_id,name_en,quotes_mostly\nradio,Radio,raido\n",
            "found raido, expected ids of this file; did you mean 'radio'",
        ),
    ],
)
def test_a_mistake_in_the_sources_is_refused(sources: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        read_lexicon(lexicon_folder(tmp_path, sources=sources))


def test_a_phrase_of_no_known_field_is_refused(tmp_path: Path) -> None:
    phrases = "field,phrase,resolves_to,reading\nclaiment,the radio,radio,one\n"

    with pytest.raises(Refused, match=r"phrases\.csv:2: field: found claiment"):
        read_lexicon(lexicon_folder(tmp_path, sources="source_id,name_en\nradio,Radio\n", phrases=phrases))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nosuch: found no such folder"):
        read_lexicon(tmp_path / "nosuch")


def test_a_source_that_leans_to_nobodys_side_is_refused(tmp_path: Path) -> None:
    sources = "source_id,name_en,leans_to\nradio,Radio,neutral\npress,Press,none\n"
    lexicon = read_lexicon(lexicon_folder(tmp_path, sources=sources))

    with pytest.raises(Refused, match="neutral \\(of radio\\)"):
        refuse_unknown_leanings(lexicon)


def lexicon_folder(folder: Path, *, sources: str, phrases: str | None = None) -> Path:
    (folder / "actors.yaml").write_text(ACTORS)
    (folder / "sources.csv").write_text(sources)
    if phrases is not None:
        (folder / "phrases.csv").write_text(phrases)
    return folder


def test_the_shipped_lexicon_has_106_actors_and_107_sources(lexicon: Lexicon) -> None:
    leans = dict(lexicon.sources.group_by("leans_to").len().iter_rows())

    assert (len(lexicon.actors.ids), lexicon.sources.height) == (106, 107)
    assert leans == {"none": 39, "opposition_side": 29, "government_side": 20, "unclear": 13, "kurdish_side": 6}


def test_a_source_without_an_echo_group_stands_alone(lexicon: Lexicon) -> None:
    groups = dict(lexicon.sources.select("source_id", "echo_group").iter_rows())

    assert groups["snhr"] == "snhr"
    assert groups["monitors_unspecified"] == groups["sohr"] == "eg_sohr"
    assert len({group for group in groups.values() if group.startswith("eg_")}) == 14


def test_sources_say_whom_they_mostly_quote(lexicon: Lexicon) -> None:
    assert lexicon.quotes["sputnik"] == ("russian_reconciliation_centre",)
    assert "sohr" not in lexicon.quotes


def test_every_phrase_of_the_shipped_file_leads_where_its_row_says(lexicon: Lexicon) -> None:
    with (CASEBOOK / "syria" / "phrases.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 411
    for row in rows:
        phrase = lexicon.phrases[row["field"], fold_name(row["phrase"])]
        named = [name for name in row["resolves_to"].split("|") if name not in ("unknown", "unlisted", "not_armed")]
        assert (list(phrase.ids), phrase.reading) == (named, row["reading"])


def test_names_in_both_languages_and_aliases_lead_to_the_source(lexicon: Lexicon) -> None:
    assert lexicon.source_names[fold_name("المرصد السوري لحقوق الإنسان")] == "sohr"
    assert lexicon.source_names[fold_name("Syrian Observatory for Human Rights")] == "sohr"
    assert lexicon.source_names[fold_name("SN4HR")] == "snhr"


def test_two_columns_are_enough_for_sources_and_phrases_may_be_missing(tmp_path: Path) -> None:
    lexicon = read_lexicon(lexicon_folder(tmp_path, sources="source_id,name_en\nradio,Radio\n"))

    assert lexicon.sources.rows() == [("radio", "Radio", None, "unclear", "unclear", "radio", [], None, None, [], None)]
    assert lexicon.phrases == {}


PHRASES = "field,phrase,resolves_to,reading\n"
WRONG: dict[str, tuple[str, str | None, list[tuple[str, int, str, str]]]] = {
    "a column missing": ("source_id,name\nradio,Radio\n", None, [("sources.csv", 1, "name_en", "no such column")]),
    "an id twice": ("source_id,name_en\nradio,Radio\nradio,Other\n", None, [("sources.csv", 3, "source_id", "radio")]),
    "an alias of two": (
        "source_id,name_en,aliases\na,A,The Radio|x\nb,B,the radio\n",
        None,
        [("sources.csv", 3, "aliases", "the radio")],
    ),
    "one who quotes nobody known": (
        "source_id,name_en,quotes_mostly\nradio,Radio,sohrr\nsohr,SOHR,\n",
        None,
        [("sources.csv", 2, "quotes_mostly", "sohrr")],
    ),
    "a period nobody can read": (
        "source_id,name_en,active_from,active_to\nradio,Radio,2016-02,spring\n",
        None,
        [("sources.csv", 2, "active_to", "spring")],
    ),
    "an actor nobody knows": (
        "source_id,name_en\nradio,Radio\n",
        PHRASES + "claimed_perpetrator,the army,armi,one\n",
        [("phrases.csv", 2, "resolves_to", "armi")],
    ),
    "a source where an actor belongs": (
        "source_id,name_en\nradio,Radio\n",
        PHRASES + "claimant,the army,army,one\n",
        [("phrases.csv", 2, "resolves_to", "army")],
    ),
    "a reading nobody knows": (
        "source_id,name_en\nradio,Radio\n",
        PHRASES + "claimed_perpetrator,the army,army,perhaps\n",
        [("phrases.csv", 2, "reading", "perhaps")],
    ),
    "one phrase, two meanings": (
        "source_id,name_en\nradio,Radio\n",
        PHRASES + "claimed_perpetrator,the army,army,one\nclaimed_perpetrator,The Army,army,any_of\n",
        [("phrases.csv", 3, "phrase", "The Army")],
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_lexicon_is_refused_with_file_row_and_field(case: str, tmp_path: Path) -> None:
    sources, phrases, problems = WRONG[case]

    with pytest.raises(Refused) as refused:
        read_lexicon(lexicon_folder(tmp_path, sources=sources, phrases=phrases))

    assert [(p.file, p.row, p.field, p.found) for p in refused.value.problems] == problems


def test_a_folder_without_sources_is_refused(tmp_path: Path) -> None:
    (tmp_path / "actors.yaml").write_text(ACTORS)

    with pytest.raises(Refused, match=r"sources\.csv: found no such file"):
        read_lexicon(tmp_path)


def test_sources_come_in_file_order(lexicon: Lexicon) -> None:
    with (CASEBOOK / "syria" / "sources.csv").open(encoding="utf-8", newline="") as file:
        assert lexicon.sources["source_id"].equals(
            pl.Series("source_id", [row["source_id"] for row in csv.DictReader(file)])
        )
