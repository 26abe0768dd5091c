"""The Python API, as the docstring of `hudna` shows it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

import hudna
from hudna.casebook import agreement_path, evidence
from hudna.flow import read_as_of

CLAIMS = [path for path in evidence() if path.suffix == ".csv"]


def test_a_deal_is_read_checked_and_written_from_python() -> None:
    deal = hudna.read_agreement(agreement_path("four-towns-2015.guaranteed"))

    intake = hudna.read_claims(str(CLAIMS[0]), agreement=deal)
    evaluation = hudna.check(deal, CLAIMS, as_of="2016-03-24T12:00")

    assert intake.claims.height == 157
    assert set(evaluation.allegations["accused"]) == {"government_side", "armed_opposition"}
    assert hudna.write_board(evaluation).startswith("<!doctype html>")


def test_a_name_nobody_knows_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        hudna.chek  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize(
    "written",
    [
        "2016-03-24",
        date(2016, 3, 24),
        "2016-03-25T01:00",  # midnight does not exist there on the 25th
        datetime(2016, 3, 25, 1),
        datetime(2016, 3, 24, 22, tzinfo=UTC),
        datetime(2016, 3, 25, 7, tzinfo=timezone(timedelta(hours=9))),
    ],
)
def test_as_of_is_read_in_the_clock_of_the_agreement(written: str | date | datetime) -> None:
    assert read_as_of(written, "Asia/Damascus") == datetime(2016, 3, 24, 22, tzinfo=UTC)


def test_the_names_of_the_door_are_listed() -> None:
    assert dir(hudna) == sorted(hudna.__all__)
