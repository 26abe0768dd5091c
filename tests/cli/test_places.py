"""`hudna places`: what a user sees."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from hudna.cli.app import app


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["places", *arguments])


def test_find_lists_every_candidate_with_where_it_is_and_why() -> None:
    result = run("find", "Zabadani", "--json")

    told = json.loads(result.output)
    assert result.exit_code == 0
    assert [each["id"] for each in told["candidates"]] == ["SY0307", "SY030700"]
    assert told["candidates"][0] == {
        "id": "SY0307", "en": "Al-Zabadani", "ar": "الزبداني", "what": "district", "in": "Rif Dimashq, Syria",
        "reason": "same but for article or unit", "spelling": "Al-Zabadani",
    }  # fmt: skip


def test_find_prints_a_table_and_ends_with_1_where_nothing_is_found() -> None:
    assert "SY0402" in run("find", "القصير").output
    result = run("find", "Atlantis")
    assert (result.exit_code, "'Atlantis'" in result.output) == (1, True)
    assert run("find", "Atlantis", "--json").exit_code == 1


def test_load_makes_a_gazetteer_and_ends_with_3_for_a_row_in_quarantine(tmp_path: Path) -> None:
    cells = [
        "9",
        "Madaya",
        "Madaya",
        "مضايا",
        "33.69",
        "36.10",
        "P",
        "PPL",
        "SY",
        *[""] * 5,
        "0",
        "",
        "",
        "",
        "2024-05-06",
    ]
    (tmp_path / "SY.txt").write_text("\t".join(cells) + "\n1\tshort\n", encoding="utf-8")

    result = run("load", f"{tmp_path}/SY.txt", "--units", "cod-ab-syr", "--out", f"{tmp_path}/syria")

    assert result.exit_code == 3
    assert "2 rows read. The gazetteer has 349 units" in result.output
    assert "1 places" in result.output
    found = run("find", "مضايا", "--gazetteer", f"{tmp_path}/syria", "--json")
    assert "geonames:9" in {each["id"] for each in json.loads(found.output)["candidates"]}
    assert run("load", f"{tmp_path}/SY.txt", "--out", f"{tmp_path}/syria").exit_code == 1
