"""What `hudna import` leaves behind."""

from pathlib import Path

import polars as pl

from hudna.reports import Intake, write_intake
from hudna.reports.tables import Claims, Tallies
from reports.conftest import Reading


def test_typed_tables_come_back_as_they_were(claims_syria: Intake, tmp_path: Path) -> None:
    write_intake(claims_syria, tmp_path / "out")

    claims = Claims.validate(pl.read_parquet(tmp_path / "out" / "claims.parquet"))
    tallies = Tallies.validate(pl.read_parquet(tmp_path / "out" / "tallies.parquet"))
    assert claims.equals(claims_syria.claims)
    assert tallies.equals(claims_syria.tallies)


def test_the_quarantine_is_a_table_for_a_spreadsheet(read: Reading, tmp_path: Path) -> None:
    intake = read("date,place,type,claimant\nsoon,مضايا,shelling,SOHR\n")

    write_intake(intake, tmp_path / "out")

    written = (tmp_path / "out" / "quarantine.csv").read_bytes()
    assert written.startswith("\ufeff".encode())
    assert pl.read_csv(written).select("row", "field", "found").rows() == [(2, "date", "soon")]
    assert "مضايا" in written.decode()
