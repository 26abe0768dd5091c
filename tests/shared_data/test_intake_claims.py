"""Claims CSV against the file as compiled, whose README says what each type is and where `place` is."""

import re
from pathlib import Path

import polars as pl
import pytest

import hudna.casebook
from hudna.reports import Intake, read_claims, read_lexicon
from hudna.reports.claims_types import type_table
from hudna.terms.gazetteer import read_gazetteer
from shared_data.conftest import SHARED

FOLDER = SHARED / "data" / "claims_syria"
CASEBOOK = Path(hudna.casebook.__file__).parent


@pytest.fixture(scope="module")
def intake() -> Intake:
    return read_claims(
        FOLDER / "claims_syria_2015_2016.csv",
        lexicon=read_lexicon(SHARED / "data" / "syria_actors_sources"),
        gazetteer=read_gazetteer("cod-ab-syr"),
        clock="Asia/Damascus",
    )


def test_195_rows_are_157_claims_38_tallies_and_none_in_quarantine(intake: Intake) -> None:
    assert (intake.rows_read, intake.claims.height, intake.tallies.height, intake.quarantine.height) == (
        195,
        157,
        38,
        0,
    )


def test_the_table_of_types_is_that_of_the_readme() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    told = {}
    for types, kind in re.findall(r"^\| ([a-z].*?\(\d+.*?) \| (.*?) \|$", readme, flags=re.MULTILINE):
        for name in re.findall(r"([a-z_]+) \(\d+", types):
            told[name] = (
                kind.split("`")[1] if "`" in kind and "tallies" not in kind else kind.split(",")[0].split(" ")[0]
            )

    table = type_table()

    assert set(told) == set(table)
    for name, kind in told.items():
        assert table[name].is_tally == (kind == "table")
        if kind != "table":
            assert table[name].kinds == (() if kind == "none" else (kind,))


def test_the_words_list_agrees_with_the_table_of_types() -> None:
    words = (
        pl.read_csv(SHARED / "data" / "kinds" / "words.csv", infer_schema=False)
        .filter(pl.col("lang") == "claims_type")
        .fill_null("")
    )
    table = type_table()

    for row in words.iter_rows(named=True):
        known = table[row["phrase"]]
        assert known.is_tally or "".join(known.kinds or ("none",)) == row["kind"]
        assert "".join(known.arms) == row["arm"]


@pytest.mark.parametrize(
    ("shipped", "original"),
    [
        ("evidence/claims_syria/claims_syria_2015_2016.csv", "claims_syria/claims_syria_2015_2016.csv"),
        ("evidence/ucdp_ged_syria/ucdp_ged_syria_2016_2019.parquet", "ucdp_ged_syria/ucdp_ged_syria_2016_2019.parquet"),
        ("syria/actors.yaml", "syria_actors_sources/actors.yaml"),
    ],
)
def test_what_ships_is_what_was_compiled(shipped: str, original: str) -> None:
    assert (CASEBOOK / shipped).read_bytes() == (SHARED / "data" / original).read_bytes()


def test_shipped_sources_are_those_compiled_with_their_reach_added() -> None:
    shipped, compiled = (
        pl.read_csv(folder / "sources.csv", infer_schema=False)
        for folder in (CASEBOOK / "syria", SHARED / "data/syria_actors_sources")
    )

    assert shipped.drop("reach").equals(compiled)


def test_shipped_phrases_begin_with_those_compiled_and_add_who_speaks_for_a_side() -> None:
    shipped, compiled = (
        pl.read_csv(folder / "phrases.csv", infer_schema=False)
        for folder in (CASEBOOK / "syria", SHARED / "data/syria_actors_sources")
    )

    assert shipped.head(compiled.height).equals(compiled)
    assert set(shipped.tail(-compiled.height)["field"]) == {"counter_claim"}


@pytest.mark.parametrize("name", ["acled_to_kind.csv", "cameo_to_kind.csv", "ucdp_to_kind.csv", "words.csv"])
def test_shipped_code_maps_are_those_compiled(name: str) -> None:
    shipped = Path(hudna.casebook.__file__).parents[1] / "reports" / "codes" / name

    assert shipped.read_bytes() == (SHARED / "data" / "kinds" / name).read_bytes()
