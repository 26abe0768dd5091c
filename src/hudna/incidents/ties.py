"""What holds claims together and apart: every candidate pair with its score, the coders' keys, the bulletins, and what people decided.

A person's decision beats a coder's key, and a key beats the bulletin and the scores. Where a person says that two claims of one key are two,
the one known later leaves the key's group. Everything that partitions claims (all of them, some of them, at another threshold) does it from
these ties, so one pair has one probability whoever asks.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import dataframely as dy
import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from hudna.incidents.arrays import ClaimArrays, Floats, Ints, read_arrays
from hudna.incidents.candidates import PAIRS_AT_ONCE, Grounds, candidate_pairs, survey
from hudna.incidents.cluster import Edges, Tokens, contract
from hudna.incidents.compare import ABOUT_THE_EVENT, COMPARISONS, MEANINGS, Levels, Vocabulary, compare
from hudna.incidents.decisions import LABEL, Decisions, no_decisions
from hudna.incidents.learn import draw_pairs, learn_weights
from hudna.incidents.together import pairs_of, say_together
from hudna.incidents.weights import Crowd, Weights, before_comparing, crowd_of, evidence, files_of, weigh_levels
from hudna.problems import Problem, Refused
from hudna.reports.tables import Claims
from hudna.terms import ActorRegister

MERGE_AT = 0.35  # probability above which two are one: a policy, since splitting one breach in two doubles a count


@dataclass(frozen=True)
class Ties:
    """Claims by their positions in the order of `claim_id`, and the candidate pairs among them (i < j, sorted)."""

    rows: ClaimArrays
    vocabulary: Vocabulary
    weights: Weights
    crowd: Crowd
    edges: Edges
    levels: Levels
    decisions: dy.DataFrame[Decisions]
    merge_at: float = MERGE_AT

    @cached_property
    def position(self) -> dict[str, int]:
        """Position of each claim by its id."""
        return {claim_id: n for n, claim_id in enumerate(self.rows.ids)}


def tie_claims(
    claims: dy.DataFrame[Claims],
    *,
    actors: ActorRegister | None = None,
    decisions: dy.DataFrame[Decisions] | None = None,
    merge_at: float = MERGE_AT,
    pairs_at_once: int = PAIRS_AT_ONCE,
) -> Ties:
    """Score every pair of claims that can be one happening.

    Args:
        claims: one row for each claim.
        actors: on which side each actor stands; none: a label fits only where nobody else is named.
        decisions: what people said about pairs of them; those about claims that are not here are left out.
        merge_at: probability above which two are one, between 0 and 1.
        pairs_at_once: pairs looked at in one stretch; changes nothing but the memory.
    Raises:
        ValueError: merge_at is no probability between 0 and 1.
    """
    if not 0.0 < merge_at < 1.0:
        raise ValueError(f"merge_at is {merge_at}; it is a probability between 0 and 1, and neither")
    rows = read_arrays(claims)
    vocabulary = Vocabulary(rows, actors)
    grounds = survey(rows)
    files = files_of(rows)
    weights, chance = weigh_levels(grounds, vocabulary, files)
    i, j, levels = _candidates(grounds, vocabulary, pairs_at_once)
    free = (rows.bulletin[i] < 0) | (rows.bulletin[i] != rows.bulletin[j])
    crowd = crowd_of(rows, files, chance, i[free], j[free])
    known = no_decisions()
    if decisions is not None and not decisions.is_empty():
        ends = pl.col("claim_id").is_in(rows.ids) & pl.col("other_claim_id").is_in(rows.ids)
        known = Decisions.validate(decisions.filter(ends))
    ties = Ties(rows, vocabulary, weights, crowd, _no_edges(), levels, known)
    weights = _learn(ties, i, j)
    before = before_comparing(crowd, weights, i, j)
    relation = files.relation(i, j)
    about = before + evidence(levels, weights, relation, ABOUT_THE_EVENT)
    edges = Edges(i, j, about + evidence(levels, weights, relation, ("source",)), about)
    return replace(ties, weights=weights, edges=edges, merge_at=merge_at)


def log_odds_of(threshold: float) -> float:
    """Log-odds of a probability."""
    return float(np.log(threshold / (1.0 - threshold)))


def partition(ties: Ties, *, merge_at: float | None = None) -> Ints:
    """For each claim the smallest claim of its cluster; at another threshold than that of the ties, if one is given."""
    joined, tokens = settle(ties.rows, ties.decisions)
    return contract(
        len(ties.rows.ids),
        ties.edges,
        joined=joined,
        tokens=tokens,
        at_least=log_odds_of(ties.merge_at if merge_at is None else merge_at),
        together=Together(ties, np.arange(len(ties.rows.ids))),
    )


def partition_groups(ties: Ties, claim: Ints, group: Ints, edges: Edges) -> Ints:
    """Partition several groups of claims at once, each as if there were no others; nodes are claims, and edges lie between nodes.

    Decisions are not looked at: the groups are those of incidents that nobody decided about.
    """
    rows = ties.rows.narrow(claim)
    span = int(group.max()) + 1 if group.size else 1
    keyed = np.where(rows.key >= 0, rows.key * span + group, -1)
    joined = _first_of_each(keyed, np.arange(claim.size))
    tokens = _tokens(rows)
    at_least = log_odds_of(ties.merge_at)
    return contract(claim.size, edges, joined=joined, tokens=tokens, at_least=at_least, together=Together(ties, claim))


@dataclass(frozen=True)
class Together:
    """Score clusters by what each says together; `claim`: the position of each node's claim."""

    ties: Ties
    claim: Ints

    def __call__(self, label: Ints, a: Ints, b: Ints) -> Floats:
        """Log-odds that clusters a and b, named by their smallest nodes, are one."""
        ties = self.ties
        asked = np.unique(np.concatenate([a, b]))  # only what is asked about is pooled
        is_asked = np.zeros(label.size, dtype=bool)
        is_asked[asked] = True
        nodes = np.flatnonzero(is_asked[label])
        place = np.full(label.size, -1)
        place[nodes] = np.arange(nodes.size)
        told = say_together(self._rows.narrow(nodes), place[label[nodes]], ties.vocabulary)
        pairs = pairs_of(told, place[a], place[b])
        levels = compare(told, pairs, ties.vocabulary)
        i, j = self.claim[a], self.claim[b]
        before = before_comparing(ties.crowd, ties.weights, i, j)
        return before + evidence(levels, ties.weights, ties.crowd.files.relation(i, j), ABOUT_THE_EVENT)

    @cached_property
    def _rows(self) -> ClaimArrays:
        return self.ties.rows.narrow(self.claim)


def settle(rows: ClaimArrays, decisions: dy.DataFrame[Decisions]) -> tuple[Ints, Tokens]:
    """What is one from the start, by keys and people, and what must stay apart.

    Raises:
        Refused: people's decisions contradict one another (a with b, b with c, a not with c).
    """
    size = len(rows.ids)
    if decisions.is_empty():
        return _first_of_each(rows.key, np.arange(size)), _tokens(rows)
    position = {claim_id: n for n, claim_id in enumerate(rows.ids)}
    last: dict[tuple[int, int], dict[str, object]] = {}
    for row in decisions.sort("decided_at", "form", "file", "row").iter_rows(named=True):
        low, high = sorted((position[row["claim_id"]], position[row["other_claim_id"]]))
        last[low, high] = row  # the latest word on a pair counts
    merged = [pair for pair, row in last.items() if row["is_one"]]
    apart = [pair for pair, row in last.items() if not row["is_one"]]
    key = rows.key.copy()
    joined = _join(size, key, merged)
    while clash := [pair for pair in apart if joined[pair[0]] == joined[pair[1]]]:
        for pair in clash:
            keyed = [n for n in pair if key[n] >= 0]
            if not keyed:
                row = last[pair]
                raise Refused(
                    [
                        Problem(
                            str(row["file"]),
                            int(str(row["row"])),
                            field="claim",
                            found=f"{row['claim_id']} and {row['other_claim_id']} kept apart",
                            expected="no other rows that join them, one by one, in the same files",
                        )
                    ]
                )
            key[max(keyed, key=lambda n: (rows.known_s[n], rows.ids[n]))] = -1
        joined = _join(size, key, merged)
    tokens = _tokens(rows, has_key=key >= 0)
    first = int(tokens.token.max()) + 1 if tokens.token.size else 0
    numbers = np.repeat(np.arange(first, first + len(apart)), 2)
    ends = np.array(apart, dtype=np.int64).reshape(-1)
    return joined, Tokens(np.concatenate([tokens.node, ends]), np.concatenate([tokens.token, numbers]))


def _candidates(grounds: Grounds, vocabulary: Vocabulary, pairs_at_once: int) -> tuple[Ints, Ints, Levels]:
    rows = grounds.rows
    met = candidate_pairs(grounds, pairs_at_once=pairs_at_once)
    parts = [(pairs, compare(rows, pairs, vocabulary)) for pairs in met]
    if not parts:
        return np.empty(0, np.int64), np.empty(0, np.int64), {name: np.empty(0, np.int8) for name in MEANINGS}
    i, j = (np.concatenate([getattr(pairs, end) for pairs, _ in parts]) for end in ("i", "j"))
    order = np.argsort(i * len(rows.ids) + j)
    levels = {name: np.concatenate([told[name] for _, told in parts])[order] for name in COMPARISONS}
    return i[order], j[order], levels


def _learn(ties: Ties, i: Ints, j: Ints) -> Weights:
    labels = ties.decisions.filter(pl.col("form").cast(pl.String) == LABEL)
    if labels.is_empty() or not i.size:
        return ties.weights
    size = len(ties.rows.ids)
    ends = [np.array([ties.position[id_] for id_ in labels[name]]) for name in ("claim_id", "other_claim_id")]
    asked = np.minimum(*ends) * size + np.maximum(*ends)
    keys = i * size + j
    at = np.minimum(np.searchsorted(keys, asked), keys.size - 1)
    is_candidate = keys[at] == asked  # what was never a candidate teaches nothing about candidates
    at = at[is_candidate]
    answers = labels["is_one"].cast(pl.Float64).to_numpy()[is_candidate]
    weight = labels["weight"].to_numpy()[is_candidate]
    levels = {name: told[at] for name, told in ties.levels.items()}
    relation = ties.crowd.files.relation(i[at], j[at])
    return learn_weights(ties.weights, levels, relation, ties.crowd.log_odds(i[at], j[at]), answers, weight)


def _tokens(rows: ClaimArrays, has_key: np.ndarray | None = None) -> Tokens:
    """What no other cluster may hold beside this claim: its bulletin, and the space of its key."""
    keyed = np.flatnonzero(rows.key >= 0 if has_key is None else has_key)
    counts = np.bincount(rows.bulletin[rows.bulletin >= 0], minlength=1)
    told = np.flatnonzero(rows.bulletin >= 0)
    told = told[counts[rows.bulletin[told]] > 1]  # a bulletin of one claim keeps nothing apart
    first = counts.size
    return Tokens(np.concatenate([told, keyed]), np.concatenate([rows.bulletin[told], first + rows.key_space[keyed]]))


def _first_of_each(code: Ints, node: Ints) -> Ints:
    """For each node the smallest node of its code; itself where the code is -1."""
    joined = node.copy()
    keyed = np.flatnonzero(code >= 0)
    if keyed.size:
        _, first, which = np.unique(code[keyed], return_index=True, return_inverse=True)
        joined[keyed] = keyed[first][which]
    return joined


def _join(size: int, key: Ints, merged: list[tuple[int, int]]) -> Ints:
    by_key = _first_of_each(key, np.arange(size))
    ends = np.array(merged, dtype=np.int64).reshape(-1, 2)
    i, j = np.concatenate([np.arange(size), ends[:, 0]]), np.concatenate([by_key, ends[:, 1]])
    graph = coo_array((np.ones(i.size, np.int8), (i, j)), shape=(size, size))
    part = connected_components(graph, directed=False)[1].astype(np.int64)
    return _first_of_each(part, np.arange(size))


def _no_edges() -> Edges:
    return Edges(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0))


def pairs_to_label(ties: Ties, *, count: int, seed: int) -> pl.DataFrame:
    """Draw pairs for people to answer, as the file of labels wants them: `when`, `who` and `answer` are left empty.

    Doubtful pairs are drawn most; `weight` says how many pairs each answer will stand for. Pairs of one bulletin are
    not asked.
    """
    i, j = ties.edges.i, ties.edges.j
    is_open = (ties.rows.bulletin[i] < 0) | (ties.rows.bulletin[i] != ties.rows.bulletin[j])
    drawn, weight = draw_pairs(ties.edges.log_odds, np.flatnonzero(is_open), count=count, seed=seed)
    empty = pl.lit("")
    return pl.DataFrame(
        {
            "claim": [ties.rows.ids[n] for n in i[drawn].tolist()],
            "other_claim": [ties.rows.ids[n] for n in j[drawn].tolist()],
            "weight": weight.round(3),
        }
    ).select(empty.alias("when"), empty.alias("who"), "claim", "other_claim", empty.alias("answer"), "weight")
