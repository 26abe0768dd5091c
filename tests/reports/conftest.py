"""What the tests of intake share: the shipped lexicon and gazetteer, and a way to write a small file."""

from collections.abc import Callable
from pathlib import Path

import pytest

import hudna.casebook
from hudna.reports import Intake, Lexicon, read_claims, read_lexicon
from hudna.terms import Gazetteer, read_gazetteer

CASEBOOK = Path(hudna.casebook.__file__).parent
CLAIMS_SYRIA = CASEBOOK / "evidence" / "claims_syria" / "claims_syria_2015_2016.csv"
GED_SYRIA = CASEBOOK / "evidence" / "ucdp_ged_syria" / "ucdp_ged_syria_2016_2019.parquet"
CLOCK = "Asia/Damascus"

Reading = Callable[..., Intake]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return read_lexicon(CASEBOOK / "syria")


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return read_gazetteer("cod-ab-syr")


@pytest.fixture(scope="session")
def claims_syria(lexicon: Lexicon, gazetteer: Gazetteer) -> Intake:
    return read_claims(CLAIMS_SYRIA, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)


@pytest.fixture(scope="session")
def ged_syria(lexicon: Lexicon, gazetteer: Gazetteer) -> Intake:
    return read_claims(GED_SYRIA, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)


@pytest.fixture
def read(tmp_path: Path, lexicon: Lexicon, gazetteer: Gazetteer) -> Reading:
    """Write a text (or bytes) to a file and read it as claims."""

    def reading(text: str | bytes, *, name: str = "claims.csv", **options: object) -> Intake:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        chosen = {"lexicon": lexicon, "gazetteer": gazetteer, "clock": CLOCK} | options
        return read_claims(path, **chosen)  # type: ignore[arg-type]

    return reading


@pytest.fixture(scope="session")
def session_read(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon, gazetteer: Gazetteer) -> Reading:
    """Read a text as claims, as often as a property test likes."""
    path = tmp_path_factory.mktemp("claims") / "claims.csv"

    def reading(text: str) -> Intake:
        path.write_text(text, encoding="utf-8")
        return read_claims(path, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)

    return reading
