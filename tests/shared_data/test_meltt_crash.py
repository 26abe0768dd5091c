"""MELTT's simulated car crashes: three sources, its 4 km and two days, its taxonomies; the published answer of its own program.

Ours is the clustering (must and cannot links, mutual bests); the window and the agreement of taxonomies are MELTT's.
"""

from collections import Counter
from itertools import combinations

import numpy as np
import polars as pl

from hudna.incidents.cluster import Edges, Tokens, contract
from shared_data.conftest import SHARED

FOLDER = SHARED / "data/meltt_crash"
TAXONOMIES = ("model_tax", "color_tax", "damage_tax")


def test_crashes_are_matched_as_meltt_published() -> None:
    rows = pl.read_csv(FOLDER / "meltt_crash_events.csv", try_parse_dates=True).with_row_index("n")
    trees = {name: _levels(name) for name in TAXONOMIES}
    is_episode = (rows["enddate"] > rows["date"]).to_numpy()
    begins, ends = (rows[name].cast(pl.Date).dt.epoch("d").to_numpy().astype(int) for name in ("date", "enddate"))
    lat, lon = np.radians(rows["latitude"].to_numpy()), np.radians(rows["longitude"].to_numpy())
    source, told = rows["dataset"].to_list(), {name: rows[name].cast(pl.String).to_list() for name in TAXONOMIES}

    edges = []
    for i, j in combinations(range(rows.height), 2):
        half = np.sin((lat[j] - lat[i]) / 2) ** 2 + np.cos(lat[i]) * np.cos(lat[j]) * np.sin((lon[j] - lon[i]) / 2) ** 2
        km = 2 * 6_371.0088 * np.arcsin(np.sqrt(half))
        days = max(abs(begins[i] - begins[j]), abs(ends[i] - ends[j]) if is_episode[i] else 0)
        if source[i] == source[j] or is_episode[i] != is_episode[j] or km > 4 or days > 2:
            continue
        depth = [_agreement(trees[name], told[name][i], told[name][j]) for name in TAXONOMIES]
        if all(depth):
            edges.append((i, j, 1.0 + sum(depth) - km / 100))
    i, j, weight = (np.array(column) for column in zip(*edges, strict=True))
    names = {name: n for n, name in enumerate(sorted(set(source)))}
    tokens = Tokens(np.arange(rows.height), np.array([names[name] for name in source]))
    cluster = contract(
        rows.height, Edges(i, j, weight.astype(float), weight.astype(float)), tokens=tokens, at_least=0.0
    )

    sizes = Counter(Counter(cluster.tolist()).values())
    assert sum(sizes.values()) == 140
    assert sizes[2] + sizes[3] == 34
    assert rows.height - 140 == 55
    assert (sizes[3], sizes[2]) == (21, 13)


def _levels(name: str) -> dict[str, list[str]]:
    table = pl.read_csv(FOLDER / f"meltt_taxonomy_{name}.csv", infer_schema=False)
    base = next(column for column in table.columns if "base" in column.lower())
    levels = [column for column in table.columns if "level" in column.lower()]
    return {row[base]: [row[base], *(row[level] for level in levels)] for row in table.iter_rows(named=True)}


def _agreement(levels: dict[str, list[str]], one: str, other: str) -> float:
    """The finer the level at which two words agree, the more; 0 if at none."""
    left, right = levels[one], levels[other]
    same = [depth for depth, (a, b) in enumerate(zip(left, right, strict=True)) if a == b]
    return 1.0 / (1 + same[0]) if same else 0.0
