"""UCDP-claims: the citations of UCDP GED Syria as a linkage bench, with noise of ours and the coder's clusters as truth.

Real are the clusters (which citations a coder put on one event), the bulletins, the outlets, the days of publication and the places and
days of the events. Made up is how each claim tells its event, since the coder kept only his own reading. Per claim:

- place: the precision class 1 / 2 / 3 / 4 and 5 / 6 of the event, one class coarser for 12 % of claims, is a standard deviation of 1, 6, 12, 35
  or 90 km on each axis; 60 % of the exact ones hit the point of the same gazetteer; 2 % lie 25 km farther off.
- day: 60 % tell the days of the event; the others give only their own publication, so it was that day or the day before.
- kind: one of 13 kinds in 5 branches of the tree, drawn for each event; 10 % of claims tell a sibling, 8 % only the branch, 6 % none of
  them, 5 % any of the 13.
- actors: the two sides; each is told as a label only by 22 % ("armed groups"), not at all by 12 %, as one of another camp by 2 %.
- toll: 45 % blurred by a lognormal factor (0.35), 20 % not told, 20 % a range around it.

Claims get shuffled ids, so that no name tells the truth. After shared/research/linkage_findings.md, section 2.1; the draws are not the
page's own, which nobody kept, so absolute figures differ a little and only ways measured in one run compare.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import dataframely as dy
import numpy as np
import polars as pl

from hudna.casebook import evidence as shipped_evidence
from hudna.incidents import Decisions, Ties
from hudna.incidents.arrays import family_of
from hudna.incidents.learn import draw_pairs
from hudna.reports import Lexicon, read_claims
from hudna.reports.tables import Claims

SIGMA_KM = np.array([1.0, 6.0, 12.0, 35.0, 90.0])
CLASS_OF = {1: 0, 2: 1, 3: 2, 4: 3, 5: 3, 6: 4, 7: 4}
KM_PER_DEGREE = 111.195
KINDS = (
    "shelling", "air_strike", "ground_attack", "abduction", "execution", "property_destruction", "blockade", "aid_obstruction",
    "road_closed", "advance", "overflight", "mine_explosion", "unexploded_ordnance",
)  # fmt: skip
FAMILIES = tuple(sorted({family_of(kind) for kind in KINDS}))
CAMPS = {"Government of Syria": "state", "IS": "is", "SDF": "kurdish", "Civilians": "civilians", "SNA": "turkish"}
TEST_BEGINS = date(2015, 1, 1) + timedelta(days=900)
COPY_DAYS = 1_600  # past the last day of the war and the thirty days a citation may be late


@dataclass(frozen=True)
class Bench:
    """Claims, the true cluster of each in the order of `claim_id`, and whether it belongs to the test half (events after mid-June 2017)."""

    claims: dy.DataFrame[Claims]
    truth: np.ndarray
    is_test: np.ndarray


def make_bench(seed: int, *, noise: float = 1.0, copies: int = 1, evidence: Path | None = None) -> Bench:
    """Draw the claims. `noise` multiplies the shares of place class, kind, actors and toll; `copies` are further draws, moved in time."""
    told = _citations(evidence or _shipped())
    drawn = [_tell(told, np.random.default_rng([seed, copy]), noise=noise, copy=copy) for copy in range(copies)]
    rows = pl.concat(drawn)
    order = np.random.default_rng([seed, 10_000]).permutation(rows.height)
    rows = rows.with_columns(claim_id=pl.format("claim-{}", pl.Series(order).cast(pl.String).str.zfill(7)))
    rows = rows.sort("claim_id")
    claims = Claims.validate(rows.select(Claims.column_names()), cast=True)
    truth = rows["event"].rank("dense").to_numpy().astype(np.int64) - 1
    return Bench(claims, truth, rows["is_test"].to_numpy())


def _shipped() -> Path:
    return next(path for path in shipped_evidence() if path.suffix == ".parquet")


def _citations(path: Path) -> pl.DataFrame:
    """One row for each citation: the claim as read, and its event's own columns."""
    claims = read_claims(
        path, lexicon=Lexicon.empty(), gazetteer=None, clock="Asia/Damascus", hide_given_keys=True
    ).claims
    events = pl.read_parquet(path).select(
        pl.col("id").cast(pl.String).alias("event"),
        "side_a", "side_b", "where_prec", "best", "date_start", "date_end",
        pl.col("latitude").cast(pl.Float64).alias("event_latitude"), pl.col("longitude").cast(pl.Float64).alias("event_longitude"),
    )  # fmt: skip
    event = pl.col("claim_id").str.split(":").list.get(1).alias("event")
    return claims.with_columns(event).join(events, on="event", how="left", maintain_order="left")


def _tell(told: pl.DataFrame, rng: np.random.Generator, *, noise: float, copy: int) -> pl.DataFrame:
    n = told.height
    event = told["event"].rank("dense").to_numpy().astype(np.int64) - 1
    lat, lon, radius_m = _places(told, rng, noise)
    only_published = (rng.random(n) < 0.4) & (told["known_basis"] == "published").to_numpy()
    published = pl.col("known_at") - pl.duration(days=2)
    moved = pl.duration(days=COPY_DAYS * copy)
    suffix = f"#{copy}" if copy else ""
    actors, is_label = _sides(told, rng, noise)
    low, high = _tolls(told, rng, noise)
    return told.with_columns(
        pl.Series("latitude", lat),
        pl.Series("longitude", lon),
        pl.Series("radius_m", radius_m),
        pl.lit(None, pl.String).alias("unit"),
        pl.Series("kinds", _kinds(event, rng, noise), dtype=pl.List(pl.String)),
        pl.Series("participants", actors, dtype=pl.List(pl.String)),
        pl.lit([], pl.List(pl.String)).alias("actors"),
        pl.lit([], pl.List(pl.String)).alias("targets"),
        pl.Series("actor_reading", np.where(is_label, "unspecified", "unknown")),
        pl.Series("killed_min", low, dtype=pl.Int64),
        pl.Series("killed_max", high, dtype=pl.Int64),
        pl.Series("only_published", only_published),
        (pl.col("event") + suffix).alias("event"),
        (pl.col("bulletin_id") + suffix).alias("bulletin_id"),
        (pl.col("date_start") >= TEST_BEGINS).alias("is_test"),
    ).with_columns(
        (pl.when("only_published").then(published).otherwise("occurred_from") + moved).alias("occurred_from"),
        (pl.when("only_published").then("known_at").otherwise("occurred_to") + moved).alias("occurred_to"),
        pl.when("only_published").then(pl.lit("range")).otherwise("date_precision").alias("date_precision"),
        (pl.col("known_at") + moved).alias("known_at"),
    )


def _places(told: pl.DataFrame, rng: np.random.Generator, noise: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n = told.height
    level = np.array([CLASS_OF[int(code)] for code in told["where_prec"].to_list()])
    coarser = np.minimum(level + (rng.random(n) < 0.12 * noise), 4)
    sigma = SIGMA_KM[coarser]
    north, east = rng.normal(0, 1, (2, n)) * sigma
    same_point = (coarser == 0) & (rng.random(n) < 0.6)
    north[same_point] = east[same_point] = 0.0
    wrong, angle = rng.random(n) < 0.02, rng.uniform(0, 2 * np.pi, n)
    north, east = north + wrong * 25 * np.cos(angle), east + wrong * 25 * np.sin(angle)
    lat = told["event_latitude"].to_numpy() + north / KM_PER_DEGREE
    lon = told["event_longitude"].to_numpy() + east / (KM_PER_DEGREE * np.cos(np.radians(lat)))
    return lat, lon, sigma * 2_000.0


def _kinds(event: np.ndarray, rng: np.random.Generator, noise: float) -> list[list[str]]:
    true = rng.integers(0, len(KINDS), int(event.max()) + 1)[event]
    draw = rng.random(event.size) / noise
    other = rng.integers(0, 1_000_000, event.size)
    told: list[list[str]] = []
    for kind, d, pick in zip((KINDS[k] for k in true), draw, other.tolist(), strict=True):
        siblings = [k for k in KINDS if family_of(k) == family_of(kind) and k != kind]
        if d < 0.10:
            told.append([siblings[pick % len(siblings)]])
        elif d < 0.18:
            told.append([family_of(kind)])
        elif d < 0.24:
            told.append(list(FAMILIES))
        elif d < 0.29:
            told.append([KINDS[pick % len(KINDS)]])
        else:
            told.append([kind])
    return told


def _sides(told: pl.DataFrame, rng: np.random.Generator, noise: float) -> tuple[list[list[str]], np.ndarray]:
    sides = [told["side_a"].to_list(), told["side_b"].to_list()]
    everybody = sorted({side for column in sides for side in column})
    n = told.height
    draws = rng.random((2, n)) / noise
    picks = rng.integers(0, len(everybody), (2, n))
    named: list[list[str]] = [[] for _ in range(n)]
    is_label = np.zeros(n, dtype=bool)
    for column, draw, pick in zip(sides, draws, picks, strict=True):
        for row, side in enumerate(column):
            if draw[row] < 0.22:
                is_label[row] = True
            elif draw[row] < 0.34:
                continue
            elif draw[row] < 0.36:
                others = [name for name in everybody if _camp(name) != _camp(side)]
                named[row].append(others[pick[row] % len(others)])
            else:
                named[row].append(side)
    return [sorted(set(names)) for names in named], is_label


def _camp(name: str) -> str:
    return CAMPS.get(name, "insurgents")


def _tolls(told: pl.DataFrame, rng: np.random.Generator, noise: float) -> tuple[list[int | None], list[int | None]]:
    best = told["best"].to_numpy().astype(np.float64)
    n = best.size
    blurred = np.where(rng.random(n) < 0.45 * noise, np.rint(best * np.exp(rng.normal(0, 0.35, n))), best)
    draw = rng.random(n) / noise
    width = np.maximum(1.0, np.rint(0.3 * blurred))
    is_range = (draw >= 0.20) & (draw < 0.40)
    low = np.where(is_range, np.maximum(blurred - width, 0.0), blurred).astype(int).tolist()
    high = np.where(is_range, blurred + width, blurred).astype(int).tolist()
    missing = (draw < 0.20).tolist()
    return (
        [None if gone else value for gone, value in zip(missing, low, strict=True)],
        [None if gone else value for gone, value in zip(missing, high, strict=True)],
    )


def draw_labels(bench: Bench, ties: Ties, *, count: int, seed: int) -> dy.DataFrame[Decisions]:
    """Answer pairs of the training half as a person would who knows the coder's clusters; drawn as `hudna.incidents.pairs_to_label` does."""
    i, j = ties.edges.i, ties.edges.j
    rows = ties.rows
    is_open = ~bench.is_test[i] & ~bench.is_test[j] & ((rows.bulletin[i] < 0) | (rows.bulletin[i] != rows.bulletin[j]))
    drawn, weight = draw_pairs(ties.edges.log_odds, np.flatnonzero(is_open), count=count, seed=seed)
    asked = pl.DataFrame(
        {
            "claim_id": [rows.ids[n] for n in i[drawn].tolist()],
            "other_claim_id": [rows.ids[n] for n in j[drawn].tolist()],
            "is_one": bench.truth[i[drawn]] == bench.truth[j[drawn]],
            "weight": weight,
        }
    )
    told = asked.with_row_index("row", offset=2).with_columns(
        decided_at=pl.datetime(2026, 1, 1, time_zone="UTC", time_unit="us"),
        decided_by=pl.lit("coder"),
        form=pl.lit("label"),
        file=pl.lit("made"),
    )
    return Decisions.validate(told.select(Decisions.column_names()), cast=True)
