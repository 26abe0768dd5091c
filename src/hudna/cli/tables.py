"""An evaluation as files: each table as Parquet, CSV and JSON, and the board as one HTML file."""

from pathlib import Path

import polars as pl

from hudna.papers import Evaluation, write_board

TABLES = (
    "norms",
    "allegations",
    "duty_states",
    "clocks",
    "answers",
    "scorecard",
    "tallies",
    "incidents",
    "incident_counts",
    "coverings",
    "memberships",
    "findings",
    "targets",
    "voices",
    "sensitivity",
    "claims",
    "sources",
    "quarantine",
)


def write_evaluation(evaluation: Evaluation, folder: Path, *, language: str) -> Path:
    """Write every table and the board to `folder`; give the path of the board."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        frame: pl.DataFrame = getattr(evaluation, name)
        frame.write_parquet(tables / f"{name}.parquet")
        flat(frame).write_csv(tables / f"{name}.csv")
        frame.write_json(tables / f"{name}.json")
    board = folder / "board.html"
    board.write_text(write_board(evaluation, language=language), encoding="utf-8")
    return board


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Put lists into one cell, `|` between their members: CSV has no lists."""
    lists = [name for name, kind in frame.schema.items() if kind == pl.List]
    return frame.with_columns(pl.col(name).list.join("|") for name in lists)
