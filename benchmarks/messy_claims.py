"""A messy claims CSV of any length, made from a seed: Arabic text with quotes and line breaks, and 5 % bad rows of nine sorts."""

import csv
from pathlib import Path

import numpy as np

COLUMNS = (
    "row_id", "date", "date_end", "place", "lat", "lon", "coord_precision", "type", "claimed_perpetrator", "claimant", "killed_min",
    "killed_max", "text", "source_url",
)  # fmt: skip
BAD_SHARE = 0.05
TEXTS = (
    'قال المرصد إن القصف استهدف "حي الزهراء" وسط المدينة، وسقط جرحى',
    "قصف مدفعي على أطراف البلدة؛ لا إصابات",
    'Shelling of the "old town", three wounded',
    "غارة جوية\nثم قصف",
    "اشتباكات متقطعة",
)
PLACES = ("الزبداني", "مضايا", "Madaya", "Douma", "إدلب", "حلب")
TYPES, CLAIMANTS = ("shelling", "airstrike", "shooting", "sniping"), ("SOHR", "Red Crescent", "SANA", "Local council")
ACTORS = ("Government", "Opposition", "unknown", "Unidentified")
# What is wrong with a bad row: its column and what stands there instead.
SPOILT = (
    ("date", "2016-02-31"), ("date", ""), ("date_end", "2015-01-01"), ("lat", "133.7"), ("lat", "north"), ("type", "shelllling"),
    ("claimant", ""), ("killed_min", "-3"), ("killed_max", "many"),
)  # fmt: skip


def write_messy_claims(path: Path, *, rows: int, seed: int) -> int:
    """Write the file; give how many of its rows are good."""
    draw = np.random.default_rng(seed)
    days = np.datetime64("2016-01-01") + draw.integers(0, 1400, rows)
    lat, lon = draw.uniform(32.5, 37.0, rows).round(4), draw.uniform(35.8, 42.0, rows).round(4)
    killed, more = draw.integers(0, 9, rows), draw.integers(0, 4, rows)
    picks = {name: draw.integers(0, 10_000, rows) for name in ("text", "place", "type", "claimant", "actor")}
    spoilt = np.where(draw.random(rows) < BAD_SHARE, draw.integers(0, len(SPOILT), rows), -1)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(COLUMNS)
        for n in range(rows):
            pick = {name: int(numbers[n]) for name, numbers in picks.items()}
            row = [
                f"M{n}", str(days[n]), str(days[n]), PLACES[pick["place"] % len(PLACES)], str(lat[n]), str(lon[n]), "town",
                TYPES[pick["type"] % len(TYPES)], ACTORS[pick["actor"] % len(ACTORS)], CLAIMANTS[pick["claimant"] % len(CLAIMANTS)],
                str(killed[n]), str(killed[n] + more[n]), f"{TEXTS[pick['text'] % len(TEXTS)]} {n}", f"https://example.org/{n}",
            ]  # fmt: skip
            if spoilt[n] >= 0:
                column, cell = SPOILT[spoilt[n]]
                row[COLUMNS.index(column)] = cell
            out.writerow(row)
    return int((spoilt < 0).sum())
