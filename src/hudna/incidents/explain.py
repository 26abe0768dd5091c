"""Why two claims were joined, or were not, in words: each comparison with its level and weight, and what would have to be different."""

from dataclasses import dataclass

import numpy as np

from hudna.incidents.arrays import Floats
from hudna.incidents.candidates import Pairs, distance_km, joint_sigma_km
from hudna.incidents.compare import COMPARISONS, MEANINGS, compare
from hudna.incidents.link import Linked
from hudna.incidents.ties import Ties, log_odds_of
from hudna.incidents.weights import before_comparing
from hudna.problems import Problem, Refused, nearest_name

NOT_OF_ONE_SORT = "a performance and an act, two ends of a transport, or an episode and a day event, which it may cover"
SAYS_NOTHING = 1.05  # factors nearer to 1 than this say nothing


@dataclass(frozen=True)
class Reason:
    """One comparison of two claims: what was found, and how many times likelier it is if they are one event (below 1: less likely)."""

    comparison: str
    found: str
    factor: float

    def __str__(self) -> str:
        """Give the sentence a reader sees."""
        if 1 / SAYS_NOTHING < self.factor < SAYS_NOTHING:
            return f"{self.found}: says nothing either way"
        if self.factor >= 1:
            return f"{self.found}: {_times(self.factor)} likelier if one event"
        return f"{self.found}: {_times(1 / self.factor)} likelier if two"


@dataclass(frozen=True)
class Why:
    """Why two claims are, or are not, one incident."""

    claim_id: str
    other_claim_id: str
    is_joined: bool
    p_one: float | None  # probability that the two are one, from the two alone; none: they were never compared
    odds_before: (
        float | None
    )  # before any comparison: true candidates for each that is not, in places and days as crowded
    reasons: tuple[Reason, ...]
    settled_by: tuple[str, ...]  # a person, a coder's key, one bulletin: what counts before any score
    merge_at: float  # probability above which two are one
    through: tuple[str, ...]  # other claims of the same incident
    would_change: tuple[str, ...]  # single differences that would turn the score of the two

    def lines(self) -> list[str]:
        """Give the whole in plain sentences."""
        verb = "are one incident" if self.is_joined else "are two incidents"
        told = [f"{self.claim_id} and {self.other_claim_id} {verb}."]
        told += [f"Settled: {text}." for text in self.settled_by]
        if self.p_one is None or self.odds_before is None:
            told.append("The two were never compared: " + "; ".join(reason.found for reason in self.reasons) + ".")
        else:
            for_each = 1 / self.odds_before
            told.append(
                f"Before comparing: of two claims so near in place and days, one pair in {1 + for_each:.0f} is one event."
                if for_each >= 1
                else f"Before comparing: even odds or better ({self.odds_before:.1f} to 1), as little else happens there."
            )
            told += [f"{reason.comparison}: {reason}" for reason in self.reasons]
            told.append(f"Together: {self.p_one:.4f} that they are one; {self.merge_at} is asked.")
        if self.is_joined and self.through:
            told.append(f"In the same incident: {', '.join(self.through)}.")
        told += [f"It would be different with {text}." for text in self.would_change]
        return told


def explain(ties: Ties, linked: Linked, claim_id: str, other_claim_id: str) -> Why:
    """Tell why two claims are, or are not, one incident; the probability is the one by which they were linked, to the last digit.

    Raises:
        Refused: one of them is not among the claims.
    """
    unknown = [id_ for id_ in (claim_id, other_claim_id) if id_ not in ties.position]
    if unknown or claim_id == other_claim_id:
        raise Refused(
            Problem("claims", field="claim", found=repr(id_), expected="the ids of two claims in the files of reports",
                    nearest=nearest_name(id_, ties.position))
            for id_ in unknown or [claim_id]
        )  # fmt: skip
    i, j = sorted((ties.position[claim_id], ties.position[other_claim_id]))
    names = dict(linked.memberships.select("claim_id", "incident_id").iter_rows())
    is_joined = names[claim_id] == names[other_claim_id]
    through = sorted(
        id_
        for id_, name in names.items()
        if is_joined and name == names[claim_id] and id_ not in (claim_id, other_claim_id)
    )
    settled = tuple(_settled(ties, i, j))
    at = _edge(ties, i, j)
    if at is None:
        reasons = tuple(Reason("apart", text, 1.0) for text in _never_compared(ties, i, j))
        return Why(claim_id, other_claim_id, is_joined, None, None, reasons, settled, ties.merge_at, tuple(through), ())
    log_odds = float(ties.edges.log_odds[at])
    before = float(before_comparing(ties.crowd, ties.weights, np.array([i]), np.array([j]))[0])
    reasons = tuple(
        Reason(name, _words(ties, name, i, j), float(np.exp(_weights_of(ties, name, at)[ties.levels[name][at]])))
        for name in COMPARISONS
    )
    p_one = float(1.0 / (1.0 + np.exp(-log_odds)))
    change = () if settled else tuple(_would_change(ties, at, log_odds))
    return Why(
        claim_id,
        other_claim_id,
        is_joined,
        p_one,
        float(np.exp(before)),
        reasons,
        settled,
        ties.merge_at,
        tuple(through),
        change,
    )


def _edge(ties: Ties, i: int, j: int) -> int | None:
    size = len(ties.rows.ids)
    keys = ties.edges.i * size + ties.edges.j
    at = int(np.searchsorted(keys, i * size + j))
    return at if at < keys.size and int(keys[at]) == i * size + j else None


def _words(ties: Ties, comparison: str, i: int, j: int) -> str:
    rows = ties.rows
    pair = Pairs(np.array([i]), np.array([j]), np.array([0.0]))
    km = float(distance_km(rows, pair.i, pair.j)[0])
    level = int(compare(rows, Pairs(pair.i, pair.j, np.array([km])), ties.vocabulary)[comparison][0])
    words = MEANINGS[comparison][level]
    if comparison == "place" and rows.is_placed[i]:
        return f"{km:.1f} km apart, {words} (known to {float(joint_sigma_km(rows, pair.i, pair.j)[0]):.1f} km)"
    if comparison == "kind":
        left, right = (", ".join(sorted(rows.kind_sets[rows.kind_set[n]])) or "none" for n in (i, j))
        return f"{words} ({left} / {right})"
    return words


def _settled(ties: Ties, i: int, j: int) -> list[str]:
    """Give what counts before any score, strongest first."""
    rows, ids = ties.rows, {ties.rows.ids[i], ties.rows.ids[j]}
    told = [
        f"{row['decided_by']} said that they are {'one' if row['is_one'] else 'two'} ({row['file']}:{row['row']})"
        for row in ties.decisions.sort("decided_at", "form", "file", "row").iter_rows(named=True)
        if {row["claim_id"], row["other_claim_id"]} == ids
    ]
    if rows.key[i] >= 0 and rows.key[i] == rows.key[j]:
        told.append("a coder gave both the same key")
    elif rows.key_space[i] >= 0 and rows.key_space[i] == rows.key_space[j]:
        told.append("one coder gave them different keys")
    if rows.bulletin[i] >= 0 and rows.bulletin[i] == rows.bulletin[j]:
        told.append("they stand in one bulletin, which tells of two happenings")
    return told


def _never_compared(ties: Ties, i: int, j: int) -> list[str]:
    rows = ties.rows
    told = []
    if rows.line[i] != rows.line[j]:
        told.append(NOT_OF_ONE_SORT)
    if rows.is_single[i] or rows.is_single[j]:
        told.append("one of them is over more than a month or at a place nobody knows")
    if rows.is_placed[i] and rows.is_placed[j]:
        km = float(distance_km(rows, np.array([i]), np.array([j]))[0])
        told.append(f"{km:.1f} km apart, known to {float(np.hypot(rows.sigma_km[i], rows.sigma_km[j])):.1f} km")
    days = (max(rows.from_s[i], rows.from_s[j]) - min(rows.last_s[i], rows.last_s[j])) / 86_400.0
    if days > 0:
        told.append(f"{days:.0f} days apart")
    return told


def _weights_of(ties: Ties, comparison: str, at: int) -> Floats:
    """Give the weights of all levels of a comparison between the files of a pair."""
    ends = ties.edges.i[[at]], ties.edges.j[[at]]
    weights: Floats = ties.weights.by_level[comparison][ties.crowd.files.relation(*ends)[0]]
    return weights


def _would_change(ties: Ties, at: int, log_odds: float) -> list[str]:
    """Give the nearest single level that would turn the score, for each comparison that alone could."""
    asked = log_odds_of(ties.merge_at)
    told = []
    for name in COMPARISONS:
        weights = _weights_of(ties, name, at)
        now = int(ties.levels[name][at])
        turned = log_odds - weights[now] + weights
        if name == "place":  # how precisely the two are placed is given; only the distance could differ
            turned = np.where(np.arange(weights.size) // 4 == now // 4, turned, log_odds)
        turns = np.flatnonzero((turned > asked) != (log_odds > asked))
        if turns.size:
            nearest = int(turns[np.argmin(np.abs(turned[turns] - log_odds))])
            told.append(MEANINGS[name][nearest])
    return told


def _times(factor: float) -> str:
    return f"{factor:.0f} times" if factor >= 10 else f"{factor:.1f} times"
