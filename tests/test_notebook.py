"""The Python API, as the docstring of `hudna` shows it."""

from datetime import UTC, datetime

import pytest

import hudna
from hudna.casebook import agreement_path, evidence

CLAIMS = [path for path in evidence() if path.suffix == ".csv"]


def test_a_deal_is_read_checked_and_written_from_python() -> None:
    deal = hudna.read_agreement(agreement_path("four-towns-2015.guaranteed"))

    intake = hudna.read_claims(CLAIMS[0], agreement=deal)
    evaluation = hudna.check(deal, CLAIMS, as_of=datetime(2016, 3, 24, 10, tzinfo=UTC))

    assert intake.claims.height == 157
    assert set(evaluation.allegations["accused"]) == {"government_side", "armed_opposition"}
    assert hudna.write_board(evaluation).startswith("<!doctype html>")


def test_a_name_nobody_knows_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        hudna.chek  # type: ignore[attr-defined]  # noqa: B018
