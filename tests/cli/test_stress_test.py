"""`hudna stress test` and `hudna stress score`: what a mediator types, what is printed and written, what is refused in words."""

import json
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from hudna.casebook import assumptions_path, evidence
from hudna.cli.app import app

FEW = ("--draws", "20", "--as-of", "2015-09-20")


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["stress", *arguments], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.output


def test_without_a_file_the_numbers_of_the_casebook_are_used() -> None:
    shipped = run("test", "moadamiya-2013", *FEW, "--json")
    named = run("test", "moadamiya-2013", str(assumptions_path("moadamiya-2013")), *FEW, "--json")

    assert shipped == named
    assert json.loads(shipped)["verdict"] == "not"
    assert json.loads(shipped)["draws"] == 20


@pytest.mark.parametrize(("language", "words"), [("en", "on your numbers"), ("ar", "على أرقامكم")])
def test_the_report_is_written_for_people_and_for_machines(tmp_path: Path, language: str, words: str) -> None:
    told = run("test", "moadamiya-2013", *FEW, "--out", str(tmp_path), "--lang", language)

    page = (tmp_path / f"stress.{language}.html").read_text(encoding="utf-8")
    assert words in told.lower()
    assert words in page.lower()
    assert (tmp_path / f"stress.{language}.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "stress.json").read_text(encoding="utf-8"))["agreement"] == "moadamiya-2013"


def test_the_seed_is_the_readings_and_alpha_moves_what_holds() -> None:
    one, again, other = (
        run("test", "barzeh-2014", "--draws", "50", "--as-of", "2015-01-01", "--seed", seed, "--json") for seed in "112"
    )
    loose, strict = (
        json.loads(run("test", "barzeh-2014", "--draws", "50", "--alpha", alpha, "--json"))["p_holds"]
        for alpha in ("0.5", "0.9")
    )

    assert one == again != other
    assert loose > strict


def test_a_step_is_taken_apart_and_played() -> None:
    told = run("test", "moadamiya-2013", *FEW, "--why", "P1.advance")

    assert told.startswith("P1.advance: worth 21.4 days, costs 1.9; margin -0.91\n")
    assert "a commander of the other side who hits back" in told
    assert "20,000 times" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--draws", "0"), "--draws: found 0, expected a whole number from 1 to 100,000"),
        (("--alpha", "1.5"), "--alpha: found 1.5, expected a share between 0 and 1"),
        (("--why", "P1.advence", "--draws", "5"), "did you mean 'P1.advance'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(arguments: tuple[str, ...], words: str) -> None:
    assert words in run("test", "moadamiya-2013", *arguments, code=1).replace("\n", " ")


def test_numbers_for_another_agreement_are_refused() -> None:
    told = run("test", "four-towns-2015", str(assumptions_path("barzeh-2014")), code=1)

    assert "barzeh-2014" in told
    assert "nothing was done" in told


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record")
    claims = next(path for path in evidence() if path.name.startswith("claims_"))
    result = CliRunner().invoke(
        app, ["check", "four-towns-2015", str(claims), "--as-of", "2016-03-24", "--out", str(folder), "--json"]
    )
    assert result.exit_code in (0, 3), result.output
    return folder


@pytest.fixture(scope="module")
def answered(record: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same claims with one answer by Iran, a day after notice."""
    folder = tmp_path_factory.mktemp("answered")
    put = pl.read_parquet(record / "tables" / "allegations.parquet").filter(
        pl.col("notice_at").is_not_null() & (pl.col("accused") == "government_side")
    )
    incident, notice_at = put.sort("notice_at").select("incident_id", "notice_at").row(0)
    answers = folder / "answers.csv"
    answers.write_text(
        f"known_at,by,incident,accused,answer,ruling,note\n{notice_at + timedelta(days=1):%Y-%m-%dT%H:%M},iran,{incident},,accepted,,\n",
        encoding="utf-8",
    )
    claims = next(path for path in evidence() if path.name.startswith("claims_"))
    made = ["check", "four-towns-2015", str(claims), "--answers", str(answers), "--as-of", "2016-03-24"]
    result = CliRunner().invoke(app, [*made, "--out", str(folder), "--json"])
    assert result.exit_code in (0, 3), result.output
    return folder


def test_a_record_teaches_what_it_shows_and_says_so(record: Path) -> None:
    told = json.loads(
        run("test", "four-towns-2015", "--record", str(record), "--draws", "20", "--as-of", "2016-03-24", "--json")
    )

    learnt = {one["path"] for one in told["learnt"]}
    assert learnt
    assert all(
        path.endswith(".retaliates") or path == "monitoring.detection" for path in learnt
    )  # without an answers file nothing else
    assert "monitoring.detection" in learnt
    assert {one["basis"] for one in told["numbers"] if one["path"] in learnt} == {"record"}


def test_without_answers_nothing_is_scored_since_silence_and_nothing_known_look_alike(record: Path) -> None:
    told = run("score", "four-towns-2015", "--record", str(record), "--as-of", "2016-03-24", code=1)

    assert "found no answer and no ruling" in told.replace("\n", " ")


def test_the_numbers_are_scored_on_what_came(answered: Path) -> None:
    told = run("score", "four-towns-2015", "--record", str(answered), "--as-of", "2016-03-24")
    rows = json.loads(run("score", "four-towns-2015", "--record", str(answered), "--as-of", "2016-03-24", "--json"))

    assert [row["what"] for row in rows][:2] == ["rulings against government_side", "rulings against armed_opposition"]
    assert sum(row["observed"] for row in rows) >= 1
    assert all(row["is_inside"] == (row["low"] <= row["observed"] <= row["high"]) for row in rows)
    assert told.splitlines()[-1].endswith("not of anybody's good faith.")


def test_a_record_of_another_deal_is_refused(record: Path) -> None:
    told = run("test", "cessation-2016", "--record", str(record), "--as-of", "2016-03-24", "--draws", "5", code=1)

    assert "expected a record of this deal, of government and opposition" in told.replace("\n", " ")


def test_a_deal_without_numbers_is_told_how_to_get_them(tmp_path: Path) -> None:
    told = run("test", "sochi-2018", code=1).replace("\n", " ")

    assert "`hudna stress elicit` asks people for the numbers" in told


def test_a_sheet_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    sheet = tmp_path / "amal.yaml"
    run("elicit", "four-towns-2015", "--by", "amal", "--out", str(sheet))
    filled = sheet.read_text(encoding="utf-8").replace(
        "# parties.government_side.war_value: [ , , ]", "# parties.government_side.war_value: [1, 2, 3]"
    )
    sheet.write_text(filled, encoding="utf-8")

    assert "would be lost" in run("elicit", "four-towns-2015", "--by", "amal", "--out", str(sheet), code=1).replace(
        "\n", " "
    )
    assert sheet.read_text(encoding="utf-8") == filled
    told = run("pool", "four-towns-2015", str(sheet), str(sheet), "--out", str(tmp_path / "n.yaml"), code=1)
    assert "an answer behind a #" in told


def test_a_folder_without_a_record_is_refused_in_words(tmp_path: Path) -> None:
    told = run("score", "four-towns-2015", "--record", str(tmp_path), code=1)

    assert "the folder that `hudna check --out` wrote" in told.replace("\n", " ")
