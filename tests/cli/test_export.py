"""`hudna export` and the way back: what a user types, and what comes in again."""

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from hudna.casebook import evidence
from hudna.cli.app import app
from hudna.reports import read_collection

CLAIMS = next(str(path) for path in evidence() if path.suffix == ".csv")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held") / "reports"
    assert run("import", CLAIMS, "--agreement", "four-towns-2015", "--out", str(folder)).exit_code == 0
    return folder


@pytest.mark.parametrize("to", ["csv", "hxl-csv", "parquet", "geojson", "geoparquet"])
def test_an_export_that_comes_in_again_adds_nothing(held: Path, tmp_path: Path, to: str) -> None:
    file = tmp_path / f"claims.{ {'hxl-csv': 'csv', 'geoparquet': 'parquet'}.get(to, to) }"
    told = run("export", str(held), "--to", to, "--out", str(file))

    fresh = run("import", str(file), "--out", str(tmp_path / "fresh"))
    again = run("import", str(file), "--out", str(held))

    assert "157 claims written" in told.stdout
    assert "157 rows = 157 new + 0 known + 0 changed" in fresh.stdout
    assert "157 rows = 0 new + 157 known + 0 changed" in again.stdout
    ours, theirs = (
        read_collection(one).tables["claims"].drop("file", "row", "import_number") for one in (held, tmp_path / "fresh")
    )
    assert theirs.equals(ours)


def test_what_a_check_wrote_is_exported_too(held: Path, tmp_path: Path) -> None:
    run("check", "four-towns-2015", str(held), "--as-of", "2016-06-01", "--out", str(tmp_path / "out"))

    for table in ("incidents", "allegations"):
        told = run(
            "export",
            str(tmp_path / "out"),
            "--table",
            table,
            "--to",
            "parquet",
            "--out",
            str(tmp_path / f"{table}.parquet"),
        )
        assert told.exit_code == 0, told.stderr
        written = pl.read_parquet(tmp_path / "out" / "tables" / f"{table}.parquet")
        assert pl.read_parquet(tmp_path / f"{table}.parquet").equals(written)
        assert (
            run(
                "export",
                str(tmp_path / "out"),
                "--table",
                table,
                "--to",
                "xlsx",
                "--out",
                str(tmp_path / f"{table}.xlsx"),
            ).exit_code
            == 0
        )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--to", "xls"), "did you mean 'xlsx'"),
        (("--to", "csv", "--table", "incidents"), "made by `hudna check`"),
        (("--to", "csv", "--table", "claim"), "did you mean 'claims'"),
    ],
)
def test_a_users_mistake_is_told_in_words(held: Path, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run("export", str(held), "--out", str(tmp_path / "x.csv"), *arguments)

    assert result.exit_code in (1, 2)
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_a_collection_is_checked_as_its_file_is(held: Path, tmp_path: Path) -> None:
    for name, given in (("file", CLAIMS), ("held", str(held))):
        run("check", "four-towns-2015", given, "--as-of", "2016-06-01", "--out", str(tmp_path / name))

    for table in ("claims", "incidents", "allegations", "duty_states", "clocks"):
        ours, theirs = (pl.read_parquet(tmp_path / one / "tables" / f"{table}.parquet") for one in ("held", "file"))
        assert ours.equals(theirs), table
