"""The guide pages on the lexicon, the answers file and the gazetteer: their columns are the code's, their examples run."""

import re
import shlex
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from docs.test_tutorial import blocks, commands, type_in
from hudna.cli.app import app
from hudna.compliance import answers
from hudna.problems import Refused
from hudna.reports import lexicon, read_lexicon
from hudna.reports.place_names import not_found
from hudna.terms import read_gazetteer
from hudna.terms.gazetteer_rows import PLACE_COLUMNS, UNIT_COLUMNS

GUIDE = Path(__file__).parents[2] / "docs" / "guide"


def page(name: str) -> str:
    return (GUIDE / name).read_text(encoding="utf-8")


def first_cells(text: str) -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)


def fenced(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page(name), re.DOTALL)


def test_the_lexicon_page_has_the_columns_and_readings_of_the_code() -> None:
    sources, phrases = page("lexicon.md").split("## phrases.csv")

    assert first_cells(sources) == ["source_id", "name_en", *sorted(lexicon._SOURCE_COLUMNS, key=sources.index)]
    assert first_cells(phrases) == ["field", "phrase", "resolves_to", "reading"]
    assert all(f"`{word}`" in phrases for word in lexicon.PHRASE_READINGS)


def test_the_lexicon_of_the_page_is_read(tmp_path: Path) -> None:
    sources, phrases = fenced("lexicon.md", "csv")
    for name, text in {
        "sources.csv": sources,
        "phrases.csv": phrases,
        "actors.yaml": fenced("lexicon.md", "yaml")[0],
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    found = read_lexicon(tmp_path)

    assert found.sources["echo_group"].to_list() == ["red_crescent", "north_radio"]
    assert found.source_names["rc"] == "red_crescent"
    assert found.phrases["claimed_perpetrator", "one of the armies"].ids == ("north_army", "south_army")
    assert found.actors.resolve("the northerners") == "north_army"


def test_the_answers_page_has_the_columns_and_words_of_the_code() -> None:
    text = page("answers.md")

    assert sorted(first_cells(text)) == sorted([*answers.REQUIRED, *answers.OPTIONAL])
    assert re.findall(r"^\| `(\w+)` \| yes", text, re.MULTILINE) == list(answers.REQUIRED)
    assert "- `answer`: " + ", ".join(f"`{word}`" for word in answers.ANSWER_WORDS) in text
    assert "- `ruling`: " + ", ".join(f"`{word}`" for word in answers.RULING_WORDS) in text


def test_the_answer_of_the_page_stops_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("river.yaml").write_text(blocks("yaml")[0], encoding="utf-8")
    Path("claims.csv").write_text(blocks("csv")[1], encoding="utf-8")
    Path("lexicon").mkdir()
    Path("lexicon/sources.csv").write_text(blocks("csv")[2], encoding="utf-8")
    command = commands()[4]
    type_in(command)
    shelling = pl.read_csv("river-board/tables/allegations.csv")["incident_id"][0]
    answer = fenced("answers.md", "csv")[0].replace("{shelling}", shelling)

    Path("answers.csv").write_text(answer, encoding="utf-8")
    type_in(f"{command} --answers answers.csv")
    clocks = pl.read_csv("river-board/tables/clocks.csv")
    Path("answers.csv").write_text(answer.replace(",hill,", ",hil,"), encoding="utf-8")
    refused = CliRunner().invoke(app, [*shlex.split(command)[1:], "--answers", "answers.csv"])

    assert clocks["state"].to_list() == ["stopped"]
    assert refused.exit_code == 1


@pytest.fixture
def libya(tmp_path: Path) -> Path:
    folder = tmp_path / "cod-ab-lby"
    folder.mkdir()
    for name, text in zip(("units.csv", "places.csv"), fenced("gazetteer.md", "csv"), strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_gazetteer_of_the_page_is_read_and_has_the_columns_of_the_code(libya: Path) -> None:
    gazetteer = read_gazetteer(libya)

    assert set(gazetteer.units) == {"LY", "LY01", "LY0101"}
    assert set(gazetteer.places) == {"mill-north", "mill-south", "fort"}
    tables = page("gazetteer.md").split("## Looking")[0].split("## places.csv")
    for table, columns, example in zip(
        tables, (UNIT_COLUMNS, PLACE_COLUMNS), fenced("gazetteer.md", "csv"), strict=True
    ):
        assert first_cells(table) == list(columns) == example.splitlines()[0].split(",")
        assert all(f"| {told} |" in table.replace("\\|", "|") for told in columns.values())


def test_the_look_up_of_the_page_prints_what_the_page_shows(libya: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(libya.parent)
    [shown] = fenced("gazetteer.md", "console")
    command, expected = shown.removeprefix("$ hudna ").split("\n", 1)

    assert CliRunner().invoke(app, shlex.split(command)).output == expected


def test_the_note_of_the_page_is_what_two_mills_get(libya: Path) -> None:
    [note] = re.findall(r"^> (.*)$", page("gazetteer.md"), re.MULTILINE)

    assert not_found(["الطاحونة"], gazetteer=read_gazetteer(libya)) == [note]


def test_a_table_of_units_that_lacks_a_column_is_refused_with_its_name(libya: Path) -> None:
    example = fenced("gazetteer.md", "csv")[0]
    (libya / "units.csv").write_text(example.replace("pcode", "code", 1), encoding="utf-8")

    with pytest.raises(Refused, match="pcode: found no such column"):
        read_gazetteer(libya)


def test_the_files_of_the_places_page_are_loaded_as_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nur_admin1.geojson").write_text(fenced("data/places.md", "json")[0], encoding="utf-8")
    Path("NU.txt").write_text(fenced("data/places.md", "tsv")[0], encoding="utf-8")
    [shown] = fenced("data/places.md", "console")
    command, expected = shown.removeprefix("$ hudna ").split("\n", 1)

    result = CliRunner().invoke(app, shlex.split(command))

    assert " ".join(result.output.split()) == " ".join(expected.split())
    assert read_gazetteer(tmp_path / "nuria").places["geonames:101"].unit == "NU01"
