"""UCDP GED citations against the table of reports that was parsed from the same file by another program."""

from pathlib import Path

import polars as pl
import pytest

from hudna.reports import Intake, read_claims, read_lexicon
from hudna.terms.gazetteer import fold_name, read_gazetteer
from shared_data.conftest import SHARED

FOLDER = SHARED / "data" / "ucdp_ged_syria"


@pytest.fixture(scope="module")
def intake() -> Intake:
    return read_claims(
        FOLDER / "ucdp_ged_syria_2016_2019.parquet",
        lexicon=read_lexicon(SHARED / "data" / "syria_actors_sources"),
        gazetteer=read_gazetteer("cod-ab-syr"),
        clock="Asia/Damascus",
    )


@pytest.fixture(scope="module")
def beside(intake: Intake) -> pl.DataFrame:
    """Our citations beside theirs."""
    parts = pl.col("claim_id").str.split(":")
    ours = intake.claims.with_columns(
        event_id=parts.list.get(1).cast(pl.Int64), report_no=parts.list.get(2).cast(pl.Int16)
    )
    theirs = pl.read_parquet(FOLDER / "ucdp_ged_syria_reports.parquet")
    return ours.join(theirs, on=["event_id", "report_no"], how="full", coalesce=True)


def test_citations_are_the_same_21137(intake: Intake, beside: pl.DataFrame) -> None:
    assert intake.claims.height == beside.height == 21_137


def test_each_event_has_as_many_claims_as_it_names_sources(intake: Intake) -> None:
    named = pl.read_parquet(FOLDER / "ucdp_ged_syria_2016_2019.parquet").select(
        given_key=pl.format("ucdp-ged:{}", "id"), n="number_of_sources"
    )
    counted = intake.claims.group_by("given_key").len()

    assert named.join(counted, on="given_key").filter(pl.col("n") != pl.col("len")).height == 0
    assert named["n"].sum() == 21_137


def test_outlets_headlines_and_dates_are_the_same(beside: pl.DataFrame) -> None:
    assert beside.filter(pl.col("claimant") != pl.col("source")).height == 0
    assert beside.filter(pl.col("text") != pl.col("headline").str.strip_chars()).height == 0
    cited_as = pl.col("bulletin_id").str.extract(r"\|(\d{4}-\d{2}-\d{2})\|").str.to_date()
    assert beside.filter(cited_as != pl.col("report_date")).height == 0


def test_equal_reports_are_one_bulletin(beside: pl.DataFrame) -> None:
    assert (
        beside.group_by("report_id").agg(pl.col("bulletin_id").n_unique()).filter(pl.col("bulletin_id") > 1).height == 0
    )


def test_spellings_of_one_outlet_are_one_source() -> None:
    lexicon = read_lexicon(SHARED / "data" / "syria_actors_sources")
    reports = pl.read_parquet(FOLDER / "ucdp_ged_syria_reports.parquet").select("source", "source_norm").unique()

    for source, norm in reports.iter_rows():
        by_norm = lexicon.phrases["ucdp_source_norm", fold_name(norm)].ids
        by_spelling = lexicon.phrases.get(("ucdp_source_norm", fold_name(source)))
        owner = lexicon.source_names.get(fold_name(source))
        assert not by_norm or by_norm == (by_spelling.ids if by_spelling else (owner,))


def test_no_path_of_this_machine_is_in_a_claim(intake: Intake) -> None:
    assert intake.claims["file"].unique().to_list() == [Path("ucdp_ged_syria_2016_2019.parquet").name]
