"""Which episodes cover which day events: a five-day summary is about the shellings within it, and is not one of them.

An episode and an event within its days and its place, told as kinds and actors that can be the same, belong together as whole and part
(shared cases L54: one row of 50 killed over five days, three of 10 each: neither 80 killed nor four unrelated happenings). Each stays an
incident of its own; the link says that they must not be added up.
"""

import dataframely as dy
import numpy as np
import polars as pl

from hudna.incidents.arrays import Bools, ClaimArrays, Floats, Ints
from hudna.incidents.candidates import Pairs, is_near
from hudna.incidents.compare import ACTORS_CLASH, OTHER_FAMILY, compare
from hudna.incidents.link import Linked
from hudna.incidents.tables import Coverings
from hudna.incidents.ties import Ties
from hudna.incidents.together import say_together
from hudna.incidents.weights import evidence

SAID_OF_THE_PART = (
    "place",
    "kind",
    "actors",
)  # days are within by definition, and a part's toll says nothing about the whole's
EVEN_ODDS = 0.0  # an event within the days and the place of a summary is as likely meant as not, before kind and actors are read


def cover_episodes(ties: Ties, linked: Linked) -> dy.DataFrame[Coverings]:
    """Find for each episode the day events that lie within its days, near its place, and can be what it sums up.

    Two events that one coder keyed apart are none: the coder has said so.

    Args:
        ties: the ties by which the claims were linked.
        linked: what `link_incidents` made of them.

    Returns:
        One row for each episode and event, by `episode_id` and `incident_id`. The toll is a range over the whole episode: at least what the
        greatest single telling makes sure of, at most what the greatest allows; never a sum.
    """
    names = linked.memberships.sort("claim_id")["incident_id"]
    label = _first_of(names)
    told = say_together(ties.rows, label, ties.vocabulary)
    whole = np.zeros(label.size, dtype=bool)
    whole[label[ties.rows.is_episode]] = True
    heads = np.unique(label)
    heads = heads[told.is_placed[heads]]
    episodes, events = heads[whole[heads]], heads[~whole[heads]]
    i, j = _within(told.from_s, told.to_s, episodes, events)
    same = (told.line[i] ^ 1) == told.line[j]  # lines differ only in being an episode
    near, km = is_near(told, i, j)
    keep = near & same & ~_keyed_by_one_coder(ties.rows, label, i, j)
    i, j, km = i[keep], j[keep], km[keep]
    levels = compare(told, Pairs(i, j, km), ties.vocabulary)
    can_be = (levels["kind"] != OTHER_FAMILY) & (levels["actors"] != ACTORS_CLASH)
    log_odds = EVEN_ODDS + evidence(levels, ties.weights, ties.crowd.files.relation(i, j), SAID_OF_THE_PART)
    p_covers = 1.0 / (1.0 + np.exp(-log_odds))
    found = pl.DataFrame(
        {"episode_id": names.gather(i[can_be]), "incident_id": names.gather(j[can_be]), "p_covers": p_covers[can_be]}
    )
    tolls = linked.incidents.select("incident_id", "killed_min", "killed_max")
    both = found.join(tolls, on="incident_id").join(
        tolls.rename({"incident_id": "episode_id"}), on="episode_id", suffix="_whole"
    )
    greatest = [
        pl.max_horizontal(name, f"{name}_whole").max().over("episode_id").alias(name)
        for name in ("killed_min", "killed_max")
    ]
    ranged = both.with_columns(greatest).select(Coverings.column_names()).sort("episode_id", "incident_id")
    return Coverings.validate(ranged, cast=True)


def _keyed_by_one_coder(rows: ClaimArrays, label: Ints, i: Ints, j: Ints) -> Bools:
    """Tell whether one coder keyed claims of both clusters: what a coder keyed apart is two events, and none sums up the other."""
    keyed = np.flatnonzero(rows.key_space >= 0)
    held = pl.DataFrame({"cluster": label[keyed], "space": rows.key_space[keyed]}).unique()
    asked = pl.DataFrame({"cluster": i, "other": j}).with_row_index("pair")
    met = asked.join(held, on="cluster").join(held.rename({"cluster": "other"}), on=["other", "space"], how="semi")
    is_both = np.zeros(i.size, dtype=bool)
    is_both[met["pair"].to_numpy()] = True
    return is_both


def _first_of(names: pl.Series) -> Ints:
    places = pl.DataFrame({"name": names}).with_row_index("place")
    return places.select(pl.col("place").min().over("name").cast(pl.Int64))["place"].to_numpy()


def _within(begins: Floats, ends: Floats, episodes: Ints, events: Ints) -> tuple[Ints, Ints]:
    """Pair each episode with the events whose days lie within its own."""
    by_day = events[np.argsort(begins[events], kind="stable")]
    low = np.searchsorted(begins[by_day], begins[episodes], side="left")
    high = np.searchsorted(begins[by_day], ends[episodes], side="left")
    counts = np.maximum(high - low, 0)
    i = np.repeat(episodes, counts)
    offsets = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    j = by_day[np.repeat(low, counts) + offsets]
    inside = ends[j] <= ends[i]
    return i[inside], j[inside]
