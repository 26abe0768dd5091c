"""Rulings that anchor: by panels near no side, and by nobody else."""

from pathlib import Path

import pytest

from findings.made_world import SOURCES
from hudna.findings import read_anchors
from hudna.problems import Refused

HEADER = "claim_id,side,by,known_at\n"
SIDES = ["government_side", "opposition_side"]


def read(folder: Path, text: str) -> list[tuple[object, ...]]:
    (folder / "anchors.csv").write_text(text)
    return read_anchors(folder / "anchors.csv", sources=SOURCES, sides=SIDES).rows()


def test_a_panel_near_no_side_anchors(tmp_path: Path) -> None:
    rows = read(tmp_path, HEADER + "c1,government_side,un,2016-06-01T00:00+02:00\n")

    assert rows[0][:3] == ("c1", "government_side", "un")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("c1,goverment_side,un,2016-06-01T00:00Z", "side"),
        ("c1,government_side,gov,2016-06-01T00:00Z", "by"),
        ("c1,government_side,whoever,2016-06-01T00:00Z", "by"),
        ("c1,government_side,nobody,2016-06-01T00:00Z", "by"),
        ("c1,government_side,un,2016-06-01", "known_at"),
        ("c1,government_side,un,soon", "known_at"),
    ],
)
def test_a_row_that_is_no_ruling_refuses_the_file(tmp_path: Path, row: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, HEADER + row + "\n")

    problem = refused.value.problems[0]
    assert (problem.file, problem.row, problem.field) == ("anchors.csv", 2, field)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="known_at"):
        read(tmp_path, "claim_id,side,by\n")
