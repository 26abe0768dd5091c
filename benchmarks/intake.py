"""Intake: a messy claims CSV to typed claims and a quarantine; beside pandas with a pydantic model for each row, DuckDB's reject tables, and
polars reading the same bytes as text, which nothing can beat. Processor time, each way in a process of its own; the file is made before.

`python -m benchmarks.intake WAY FILE` runs one way and prints its figures as JSON.
"""

import json
import math
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Annotated, NamedTuple, Self
from zoneinfo import ZoneInfo

from benchmarks.messy_claims import TYPES, write_messy_claims

SMALL, LARGE, SEED, REPEATS = 100_000, 1_000_000, 7, 3
CLOCK = "Asia/Damascus"
PEER_GOAL, LIMIT_GOAL, PEAK_GOAL = 12.0, 3.0, 1.5  # times the peer, times the limit, GiB


class Figures(NamedTuple):
    cpu_s: float
    wall_s: float
    peak_gib: float
    good: int
    bad: int  # rows set aside; -1: not told


def compare() -> bool:
    """Print the figures; say whether the goals are met."""
    print("intake of a messy claims CSV, processor seconds, medians", flush=True)
    with TemporaryDirectory() as folder:
        files = {n: Path(folder) / f"claims{n}.csv" for n in (SMALL, LARGE)}
        good = {n: write_messy_claims(path, rows=n, seed=SEED) for n, path in files.items()}
        ours = {n: _measured("ours", path) for n, path in files.items()}
        limit = {n: _measured("limit", path) for n, path in files.items()}
        peer = _measured("peer", files[SMALL], repeats=1)
        duck = {n: _measured("duckdb", path) for n, path in files.items()}
        size = files[LARGE].stat().st_size / 1e6
    for n in files:
        if (ours[n].good, ours[n].bad) != (good[n], n - good[n]):
            raise AssertionError(f"{n:,} rows: {ours[n].good:,} good, but {good[n]:,} were made good")
        print(f"  {n:>9,} rows: ours {ours[n].cpu_s:.2f} (wall {ours[n].wall_s:.2f}), polars as text {limit[n].cpu_s:.2f}, "
              f"duckdb with store_rejects {duck[n].cpu_s:.2f}, which finds {duck[n].bad:,} of {n - good[n]:,} bad rows")  # fmt: skip
    if peer.good != good[SMALL]:
        raise AssertionError(f"pydantic lets {peer.good:,} rows in, we {good[SMALL]:,}")
    growth = math.log10(ours[LARGE].cpu_s / ours[SMALL].cpu_s)
    times, share = peer.cpu_s / ours[SMALL].cpu_s, ours[LARGE].cpu_s / limit[LARGE].cpu_s
    is_quick, is_near, is_small = times >= PEER_GOAL, share <= LIMIT_GOAL, ours[LARGE].peak_gib <= PEAK_GOAL
    print(f"  growth from 100k to 1M ({size:.0f} MB): n^{growth:.2f}")
    print(
        f"  pandas + pydantic / ours at 100k: {peer.cpu_s:.1f} s, {times:.1f} times (goal >= {PEER_GOAL:g}{'' if is_quick else ', MISSED'})"
    )
    print(f"  ours / polars as text at 1M: {share:.1f} times (goal <= {LIMIT_GOAL:g}{'' if is_near else ', MISSED'})")
    print(
        f"  peak at 1M: {ours[LARGE].peak_gib:.2f} GiB (goal <= {PEAK_GOAL}{'' if is_small else ', MISSED'})",
        flush=True,
    )
    return is_quick and is_near and is_small


def _measured(way: str, path: Path, *, repeats: int = REPEATS) -> Figures:
    """Run a way in processes of its own, and give the run of median processor time."""
    runs = []
    for _ in range(repeats):
        command = [sys.executable, "-m", "benchmarks.intake", way, str(path)]
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append(Figures(**json.loads(ended.stdout.splitlines()[-1])))
    return sorted(runs)[len(runs) // 2]


def read_ours(path: Path) -> tuple[int, int]:
    from hudna.reports import Lexicon, read_claims

    intake = read_claims(path, lexicon=Lexicon.empty(), gazetteer=None, clock=CLOCK)
    return intake.rows_with_claims, intake.rows_in_quarantine


def read_as_text(path: Path) -> tuple[int, int]:
    import polars as pl

    return pl.read_csv(path, infer_schema=False, empty_string_is_null=False).height, -1


def read_by_row(path: Path) -> tuple[int, int]:
    """Read with pandas, then make a claim of each row by a pydantic model that asks what our checks ask of these columns: the same instants in UTC,
    the same row kept as it came; whom a text names it does not look up.
    """
    import pandas as pd
    from pydantic import BaseModel, Field, ValidationError, model_validator

    class Row(BaseModel):
        row_id: str
        date: date
        date_end: date
        place: str
        lat: Annotated[float, Field(ge=-90, le=90)]
        lon: Annotated[float, Field(ge=-180, le=180)]
        coord_precision: str
        type: str
        claimed_perpetrator: str
        claimant: Annotated[str, Field(min_length=1)]
        killed_min: Annotated[int, Field(ge=0)]
        killed_max: Annotated[int, Field(ge=0)]
        text: str
        source_url: str

        @model_validator(mode="after")
        def _agrees(self) -> Self:
            if self.date_end < self.date or self.killed_max < self.killed_min or self.type not in TYPES:
                raise ValueError("contradicts itself")
            return self

    zone, day = ZoneInfo(CLOCK), timedelta(days=1)
    claims, quarantine = [], []
    for record in pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records"):
        try:
            row = Row.model_validate(record)
        except ValidationError as wrong:
            quarantine += [(record["row_id"], one["loc"], one["input"], one["msg"], record) for one in wrong.errors()]
            continue
        claims.append(
            {
                **row.model_dump(),
                "claim_id": f"claims-csv:{row.row_id}",
                "sources": [row.claimant],
                "kinds": [row.type],
                "occurred_from": datetime.combine(row.date, time(), zone).astimezone(UTC),
                "occurred_to": datetime.combine(row.date_end + day, time(), zone).astimezone(UTC),
                "raw": json.dumps(record, ensure_ascii=False),
            }
        )
    table = pd.DataFrame(claims)
    return len(table), len({row_id for row_id, *_ in quarantine})


def read_duckdb(path: Path) -> tuple[int, int]:
    """Read typed, with what fails a cast in DuckDB's table of rejects."""
    import duckdb

    types = {
        "date": "DATE",
        "date_end": "DATE",
        "lat": "DOUBLE",
        "lon": "DOUBLE",
        "killed_min": "BIGINT",
        "killed_max": "BIGINT",
    }
    base = duckdb.connect()
    base.execute(
        "create table claims as select * from read_csv(?, header=true, quote='\"', escape='\"', store_rejects=true, types=?)",
        [str(path), types],
    )
    good = base.execute("select count(*) from claims").fetchone()
    bad = base.execute("select count(distinct line) from reject_errors").fetchone()
    return int(good[0]) if good else 0, int(bad[0]) if bad else 0


WAYS: dict[str, Callable[[Path], tuple[int, int]]] = {
    "ours": read_ours,
    "limit": read_as_text,
    "peer": read_by_row,
    "duckdb": read_duckdb,
}


def main(way: str, path: Path) -> None:
    """Run a way once on a few rows, so that its time is that of the file, then on the file."""
    with TemporaryDirectory() as folder:
        few = Path(folder) / "few.csv"
        write_messy_claims(few, rows=100, seed=SEED)
        WAYS[way](few)
    started, wall = process_time(), perf_counter()
    good, bad = WAYS[way](path)
    cpu_s, wall_s = process_time() - started, perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps(Figures(cpu_s, wall_s, peak, good, bad)._asdict()))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
