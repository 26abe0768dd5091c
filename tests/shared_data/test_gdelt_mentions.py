"""A real update of GDELT's mentions, with a header in small letters and commas: every row is read."""

from pathlib import Path

import pytest

from hudna.problems import Refused
from hudna.reports import Lexicon, read_claims
from reports.test_gdelt import EVENT, lines
from shared_data.conftest import SHARED

SAMPLE = SHARED / "data" / "gdelt_mentions_sample" / "gdelt_v2_mentions_20170701.csv"
NOBODY = {"lexicon": Lexicon.empty(), "gazetteer": None, "clock": "UTC"}


def test_the_sample_is_known_as_mentions_and_refused_alone() -> None:
    with pytest.raises(Refused, match="found GDELT mentions alone"):
        read_claims(SAMPLE, **NOBODY)  # type: ignore[arg-type]


def test_its_1635_rows_tell_of_1430_events_by_205_outlets(tmp_path: Path) -> None:
    rows = [line.split(",") for line in SAMPLE.read_text(encoding="utf-8").splitlines()[1:]]
    events = sorted({row[0] for row in rows})
    day = {"SQLDATE": "20160227", "DATEADDED": "20160701000000"}
    told = lines(EVENT, *(day | {"GLOBALEVENTID": event} for event in events))
    (tmp_path / "20170701234500.export.CSV").write_bytes(told)
    (tmp_path / "20170701234500.mentions.CSV").write_bytes(SAMPLE.read_bytes())

    intake = read_claims(tmp_path / "20170701234500.export.CSV", **NOBODY)  # type: ignore[arg-type]

    assert (intake.rows_read, intake.rows_with_claims, intake.claims.height) == (1_430, 1_430, 1_635)
    assert intake.claims["claimant"].n_unique() == 205
    assert intake.claims["language"].null_count() == 0
    assert intake.notes[2:3] == ("read with the mentions in 20170701234500.mentions.CSV",)
