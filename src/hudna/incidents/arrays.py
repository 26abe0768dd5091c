"""Claims as arrays, one element for each claim, in the order of `claim_id`, so that no later step can see the order of the rows."""

from dataclasses import dataclass, fields, replace
from functools import cached_property

import dataframely as dy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from hudna.reports.tables import PLACE_ROLES, Claims
from hudna.terms import kind_tree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DAY_S = 86_400.0
HOUR_S = 3_600.0
# A claim over more than two days is an episode: a summary of many happenings. Two days and an hour: a clock may turn.
EPISODE_S = 2 * DAY_S + HOUR_S
LONGEST_EPISODE_S = 31 * DAY_S + HOUR_S  # over more than a month it could be about anything, and is compared with none
EARTH_KM = 6_371.0088
SIGMA_MIN_KM = 1.0  # "exact" in event data allows a town's width

_COLUMNS = (
    "claim_id", "bulletin_id", "given_key", "sources", "known_at", "occurred_from", "occurred_to", "place_role", "latitude", "longitude",
    "radius_m", "unit", "kinds", "actors", "actor_reading", "participants", "killed_min", "killed_max",
)  # fmt: skip

NO_KIND, ACT, PERFORMANCE = 0, 1, 2


@dataclass(frozen=True)
class ClaimArrays:
    """The claims as arrays. Seconds since 1970 UTC, degrees, kilometres. Codes number what is equal; -1: not told."""

    ids: list[str]
    known_s: Floats
    from_s: Floats
    to_s: Floats
    last_s: Floats  # start of the last day it may have happened: `to` less its length, at most a day
    lat: Floats
    lon: Floats
    sigma_km: Floats  # standard deviation of the place on each axis: half the radius of a uniform disc
    is_placed: Bools
    unit: Ints
    kind_set: Ints  # code of the set of kinds
    actor_set: Ints  # code of the set of actors and participants
    is_label: Bools  # names a label only, as "armed groups"
    source_set: Ints
    line: (
        Ints  # must agree for any comparison: act, performance or neither; the role of the place; day event or episode
    )
    is_episode: Bools
    is_single: Bools  # over more than a month, or at a place nobody knows: compared with none
    killed_low: Floats  # -1: not told
    killed_high: Floats
    bulletin: Ints
    key: Ints  # code of its given key
    # Code of the space of its given key (what stands before the colon); claims of one space are settled by its coder and not compared.
    key_space: Ints
    kind_sets: list[frozenset[str]]
    actor_sets: list[frozenset[str]]

    def narrow(self, positions: Ints, *, ids: list[str] | None = None) -> "ClaimArrays":
        """Give some of the claims in the order given, without ids unless they are named; the same claim may come several times."""
        return replace(self, ids=ids or [], **{name: getattr(self, name)[positions] for name in _ARRAYS})

    @cached_property
    def points_km(self) -> tuple[Floats, Floats, Floats]:
        """Where each place lies from the middle of a round earth, in kilometres along three axes."""
        lat, lon = np.radians(self.lat), np.radians(self.lon)
        level = EARTH_KM * np.cos(lat)
        return level * np.cos(lon), level * np.sin(lon), EARTH_KM * np.sin(lat)


_ARRAYS = tuple(
    each.name for each in fields(ClaimArrays) if each.name not in ("ids", "kind_sets", "actor_sets")
)  # those with one element for each claim


def read_arrays(claims: dy.DataFrame[Claims]) -> ClaimArrays:
    """Turn claims into arrays in the order of `claim_id`."""
    rows = claims.select(_COLUMNS).sort("claim_id")  # not the rows as they came: they are most of a table's bytes
    kind_sets, kind_set = _sets(rows["kinds"])
    named = rows.select(pl.concat_list("actors", "participants").alias("named"))["named"]
    actor_sets, actor_set = _sets(named)
    acts = np.array([_line_of(kinds) for kinds in kind_sets], dtype=np.int64)
    roles = _ints(rows["place_role"].to_physical())
    from_s, to_s = _seconds(rows["occurred_from"]), _seconds(rows["occurred_to"])
    is_placed = _bools(rows["latitude"].is_not_null() & rows["longitude"].is_not_null())
    unit = _codes(rows["unit"])
    low = rows.select(pl.coalesce("killed_min", "killed_max", pl.lit(-1)))["killed_min"]
    high = rows.select(pl.coalesce("killed_max", "killed_min", pl.lit(-1)))["killed_max"]
    is_episode = to_s - from_s > EPISODE_S
    line = (acts[kind_set] * len(PLACE_ROLES) + roles) * 2 + is_episode if rows.height else roles
    return ClaimArrays(
        ids=rows["claim_id"].to_list(),
        known_s=_seconds(rows["known_at"]),
        from_s=from_s,
        to_s=to_s,
        last_s=to_s - np.minimum(to_s - from_s, DAY_S),
        lat=_floats(rows["latitude"].fill_null(0.0)),
        lon=_floats(rows["longitude"].fill_null(0.0)),
        sigma_km=np.maximum(SIGMA_MIN_KM, _floats(rows["radius_m"].fill_null(0.0)) / 2_000.0),
        is_placed=is_placed,
        unit=np.where(is_placed, -1, unit),
        kind_set=kind_set,
        actor_set=actor_set,
        is_label=_bools(rows["actor_reading"].cast(pl.String) == "unspecified"),
        source_set=_sets(rows["sources"])[1],
        line=line,
        is_episode=is_episode,
        is_single=(to_s - from_s > LONGEST_EPISODE_S) | (~is_placed & (unit < 0)),
        killed_low=_floats(low),
        killed_high=_floats(high),
        bulletin=_codes(rows["bulletin_id"]),
        key=_codes(rows["given_key"]),
        key_space=_codes(rows["given_key"].str.split(":").list.first()),
        kind_sets=kind_sets,
        actor_sets=actor_sets,
    )


def family_of(kind: str) -> str:
    """The branch that two words for one act share: the top of the tree, but for performances the kind just below it.

    Shelling and an air strike are often one event in two mouths; a delivery is never a release.
    """
    tree = kind_tree()
    line = (kind, *tree.above(kind)) if kind in tree else (kind,)
    return line[-2] if len(line) > 1 and kind in tree.performances() else line[-1]


def _line_of(kinds: frozenset[str]) -> int:
    if not kinds:
        return NO_KIND
    return PERFORMANCE if kinds <= kind_tree().performances() else ACT


def _sets(column: pl.Series) -> tuple[list[frozenset[str]], Ints]:
    """Number the sets in a column of lists by their sorted members, so that the order of the rows cannot show.

    Few lists are distinct: only they are taken apart (sorting every list in polars took 4 of 9 seconds for 211k claims).
    """
    joined = column.list.join("\n").fill_null("")
    firsts, which = np.unique(_codes(joined), return_inverse=True)
    sets = [frozenset(text.split("\n")) if text else frozenset() for text in joined.gather(firsts).to_list()]
    distinct = sorted(set(sets), key=sorted)
    number = {members: n for n, members in enumerate(distinct)}
    of_list = np.array([number[members] for members in sets], dtype=np.int64)
    return distinct, of_list[which]


def _codes(column: pl.Series) -> Ints:
    """Number what is equal by the first row that tells it; -1: not told. Ranking words cost four times as much."""
    rows = pl.DataFrame({"word": column}).with_row_index("row")
    first = pl.col("row").first().over("word").cast(pl.Int64)
    return _ints(rows.select(pl.when(pl.col("word").is_null()).then(-1).otherwise(first))["literal"])


def _seconds(column: pl.Series) -> Floats:
    return _floats(column.dt.epoch("us")) / 1e6


def _floats(column: pl.Series) -> Floats:
    return column.cast(pl.Float64).to_numpy().astype(np.float64)


def _ints(column: pl.Series) -> Ints:
    return column.cast(pl.Int64).to_numpy().astype(np.int64)


def _bools(column: pl.Series) -> Bools:
    return column.cast(pl.Boolean).to_numpy().astype(np.bool_)
