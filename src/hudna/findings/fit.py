"""Learn how sources behave from what they said: EM with closed-form updates (research page "linkage", section 4).

It starts from the template means, never at random: the mirrored answer, in which liars are honest, fits as well. What it learns is
never fed back as an anchor.
"""

from dataclasses import dataclass, replace

import numpy as np

from hudna.findings.contents import Contents, Words, alike
from hudna.findings.posterior import Rates, log_lines, log_speech, log_table, normalised, own_words, seen_by
from hudna.findings.templates import (
    NEUTRAL_STAND,
    NOTHING,
    UNCLEAR_STAND,
    Floats,
    Indices,
    by_relation,
    contents_of,
    expand,
    is_met,
    template,
)

PRIOR_REPORTS = 12.0  # what a template row is worth, in reports
FLOOR = 0.02  # pseudo-count of every relation: no rate is ever 0
PHI_PRIOR = (2.0, 2.0)  # Beta
MOST_PHI = 0.97  # 1 would give likelihood 0 on the first dissent
BASE_PRIOR = 5.0  # Dirichlet, each side
REACH_PRIOR = 20.0  # silence speaks only as far as data show that reach depends on who did it
LEAST_REACH, MOST_REACH = 1e-4, 0.995
MOST_UNSEEN_IN_TRIALS = 0.999  # one incident stands for at most a thousand that nobody reported
CONVERGED = 1e-6  # greatest change of any probability
MOST_ITERATIONS = 2_000


@dataclass(frozen=True)
class Counts:
    """Expected counts with their priors, from which rates are means and draws are taken. By relation where a stand is known.

    Args of draws: each row of `theta` and `line` is a Dirichlet, of `phi` and `reach` a Beta, of `base` a Dirichlet.
    """

    theta: Floats  # (sources, sides, 5)
    line: Floats  # (groups, sides, 5)
    phi: Floats  # (sources, 2)
    base: Floats  # (holders, sides)
    reach: Floats | None  # (holders, sides, groups, 2); None: silence is not looked at


@dataclass(frozen=True)
class Fit:
    """What was learnt. `p` is (incidents, sides), in the order of the contents it was learnt from."""

    counts: Counts
    rates: Rates
    p: Floats
    iterations: int
    has_converged: bool


def learn(
    contents: Contents,
    *,
    uses_silence: bool = True,
    learns_base: bool = True,
    ties_rows: bool = False,
    start: Counts | None = None,
    most_iterations: int = MOST_ITERATIONS,
) -> Fit:
    """Learn the rates of all sources.

    Args:
        contents: what was said; anchors are held fixed.
        uses_silence: whether a group that says nothing tells something by it.
        learns_base: whether the base rate is learnt. Where nobody knows who held the ground it should not be: the often accused would be
            guilty for being often accused.
        ties_rows: whether a source behaves alike whichever side other than its own did it. Where many sides are accused by few, the row
            of its own side else gathers all its false blame and each other row next to nothing, and it ends as a liar for want of data.
        start: counts of an earlier fit of the same sources, sides and groups; without it the template means.
        most_iterations: publish only from a fit that has converged.
    """
    distinct, which = _alike_rows(contents)
    times = np.bincount(which, minlength=len(distinct)).astype(np.float64)
    counts = start or _start(distinct, times, uses_silence=uses_silence)
    rates = rates_of(counts, distinct)
    p, change, iteration = np.zeros((len(distinct), contents.sides)), np.inf, 0
    while change >= CONVERGED and iteration < most_iterations:
        tables = [log_table(words, rates) for words in distinct.words]
        logs, unseen = np.log(rates.base)[distinct.holders], None
        if rates.reach is not None:
            speech, unseen = log_speech(distinct, rates.reach)
            logs = logs + speech
        for words, table in zip(distinct.words, tables, strict=True):
            logs += table[words.which]
        before, p = p, normalised(logs, distinct)
        change = float(np.abs(p - before).max()) if len(p) else 0.0
        counts = _expected(distinct, rates, p, p * times[:, None], unseen, ties_rows=ties_rows)
        if not learns_base:
            counts = replace(counts, base=np.full_like(counts.base, BASE_PRIOR))
        rates = rates_of(counts, distinct)
        iteration += 1
    return Fit(counts, rates, p[which], iteration, change < CONVERGED)


def rates_of(counts: Counts, contents: Contents) -> Rates:
    """Give the means of counts as rates."""
    lines = group_stands(contents)
    theta = _expanded(_shares(counts.theta), contents.stands, contents.sides)
    line = _expanded(_shares(counts.line), lines, contents.sides)[contents.groups]
    reach = None
    if counts.reach is not None:
        reach = np.clip(counts.reach[..., 0] / counts.reach.sum(axis=-1), LEAST_REACH, MOST_REACH)
    return Rates(
        theta=theta,
        line=line,
        phi=np.minimum(counts.phi[:, 0] / counts.phi.sum(axis=1), MOST_PHI),
        base=_shares(counts.base),
        reach=reach,
    )


def group_stands(contents: Contents) -> Indices:
    """Give the stand of each group's line: that of its members, or unclear where they do not agree."""
    stands = np.full(contents.group_count, UNCLEAR_STAND, dtype=np.int64)
    for group in range(contents.group_count):
        of_members = np.unique(contents.stands[contents.groups == group])
        if len(of_members) == 1:
            stands[group] = of_members[0]
    return stands


def prior_of(stands: Indices, sides: int, *, floor: float = FLOOR) -> Floats:
    """Give the prior counts of rows by relation: the template, worth twelve reports, and a floor."""
    if not len(stands):
        return np.zeros((0, sides, 5))
    return np.stack(
        [PRIOR_REPORTS * template(int(stand), sides) + floor * is_met(int(stand), sides) for stand in stands]
    )


def line_prior_of(contents: Contents, *, floor: float = FLOOR) -> Floats:
    """Give the prior counts of each group's line: the mean of its members' templates, pooled as its own stand pools them."""
    stands = group_stands(contents)
    rows = prior_of(stands, contents.sides, floor=floor)
    for group in np.flatnonzero(stands == UNCLEAR_STAND):
        members = contents.stands[contents.groups == group]
        if len(members):
            mean = np.mean([expand(template(int(each), contents.sides), int(each)) for each in members], axis=0)
            pooled = by_relation(mean, UNCLEAR_STAND, pooled="first")
            rows[group] = PRIOR_REPORTS * pooled + floor * is_met(UNCLEAR_STAND, contents.sides)
    return rows


def _alike_rows(contents: Contents) -> tuple[Contents, Indices]:
    """Keep one incident of each kind: those of which the same is known are worked out once and counted as often as they are."""
    columns = [words.which for words in contents.words]
    columns += [contents.holders] + ([] if contents.anchors is None else [contents.anchors])
    columns += [] if contents.is_active is None else list(contents.was_there.T)
    columns += [] if contents.may_be is None else list(contents.may_be.T)
    first, which = alike(columns, len(contents))
    kept = replace(
        contents,
        said=contents.said[first],
        holders=contents.holders[first],
        is_active=None if contents.is_active is None else contents.is_active[first],
        may_be=None if contents.may_be is None else contents.may_be[first],
        anchors=None if contents.anchors is None else contents.anchors[first],
        weights=None if contents.weights is None else contents.weights[first],
    )
    return kept, which


def _start(contents: Contents, times: Floats, *, uses_silence: bool) -> Counts:
    sides, holders = contents.sides, int(contents.holders.max()) + 1 if len(contents) else 1
    reach = None
    if uses_silence:
        share = (times @ contents.spoke + 0.5) / (times @ contents.was_there + 1.0)
        reach = np.tile(np.stack([share, 1.0 - share], axis=-1), (holders, sides, 1, 1))
    theta = prior_of(contents.stands, sides)
    return Counts(
        theta=theta,
        line=line_prior_of(contents),
        phi=np.tile(np.array(PHI_PRIOR), (len(contents.stands), 1)),
        base=np.full((holders, sides), BASE_PRIOR),
        reach=reach,
    )


def _expected(
    contents: Contents, rates: Rates, p: Floats, mass: Floats, unseen: Floats | None, *, ties_rows: bool
) -> Counts:
    """Give the expected counts under the probabilities of this round. `mass` is p times how often the incident is met."""
    sides = contents.sides
    theta, line = np.zeros_like(rates.theta), np.zeros((contents.group_count, sides, contents_of(sides)))
    phi = np.tile(np.array(PHI_PRIOR), (len(contents.stands), 1))
    for group, words in enumerate(contents.words):
        weight = _summed(words.which, mass, len(words.said))
        if words.has_line:
            _count_with_line(words, rates, weight, theta, line[group], phi)
        else:
            _count_alone(words, rates, weight, theta)
    stands = group_stands(contents)
    own_counts, line_counts = _pooled(theta, contents.stands), _pooled(line, stands)
    if ties_rows:
        own_counts, line_counts = _tied(own_counts, contents.stands), _tied(line_counts, stands)
    return Counts(
        theta=prior_of(contents.stands, sides) + own_counts,
        line=line_prior_of(contents) + line_counts,
        phi=phi,
        base=_count_base(contents, mass),
        reach=None if unseen is None else _count_reach(contents, mass, unseen),
    )


def _count_alone(words: Words, rates: Rates, weight: Floats, theta: Floats) -> None:
    source = words.members[0]
    rows = np.flatnonzero(words.said[:, 0] != NOTHING)
    said = words.said[rows, 0]
    is_word = words.weights[rows, :1] * seen_by(words, rates, 0)[rows] / own_words(words, rates, 0)[rows]
    np.add.at(theta[source].T, said, weight[rows] * is_word)


def _count_with_line(words: Words, rates: Rates, weight: Floats, theta: Floats, line: Floats, phi: Floats) -> None:
    """Share each word between the line that was repeated and what a member saw for itself."""
    logs, parts = log_lines(words, rates)
    q = np.exp(logs - logs.max(axis=2, keepdims=True))
    q /= q.sum(axis=2, keepdims=True)
    has_spoken = (words.said != NOTHING).any(axis=1)
    line += np.einsum("wz,wzl->zl", weight[has_spoken], q[has_spoken])
    for member, source in enumerate(words.members):
        rows = np.flatnonzero(words.said[:, member] != NOTHING)
        said = words.said[rows, member]
        alone, repeats = (part[rows] for part in parts[member])
        repeated = q[rows, :, said] * (1.0 - alone / repeats)
        seen = seen_by(words, rates, member)[rows]
        own = words.weights[rows, member, None] * (1.0 - rates.phi[source]) * seen / alone
        looked = (1.0 - repeated) * own
        np.add.at(theta[source].T, said, weight[rows] * looked)
        phi[source] += (weight[rows] * repeated).sum(), (weight[rows] * looked).sum()


def _count_base(contents: Contents, mass: Floats) -> Floats:
    holders = int(contents.holders.max()) + 1 if len(contents) else 1
    return BASE_PRIOR + _summed(contents.holders, mass, holders)


def _count_reach(contents: Contents, mass: Floats, unseen: Floats) -> Floats:
    """Count how often each group spoke, out of all incidents: those we know of, and those we must expect that nobody reported."""
    trials = mass / (1.0 - np.minimum(unseen, MOST_UNSEEN_IN_TRIALS))
    spoke, was_there = contents.spoke.astype(np.float64), contents.was_there.astype(np.float64)
    holders = int(contents.holders.max()) + 1 if len(contents) else 1
    counted = np.zeros((holders, contents.sides, contents.group_count, 2))
    for holder in range(holders):
        rows = np.flatnonzero(contents.holders == holder)
        yes, tried = mass[rows].T @ spoke[rows], trials[rows].T @ was_there[rows]
        pool = (yes.sum(axis=0) + 0.5) / (tried.sum(axis=0) + 5.0)
        counted[holder, ..., 0] = REACH_PRIOR * pool + yes
        counted[holder, ..., 1] = np.maximum(REACH_PRIOR * (1.0 - pool) + tried - yes, FLOOR)
    return counted


def _tied(rows: Floats, stands: Indices) -> Floats:
    """Give all rows but that of a source's own side the same counts: their sum."""
    is_own = stands[:, None] == np.arange(rows.shape[1])[None, :]
    total = np.where(is_own[:, :, None], 0.0, rows).sum(axis=1, keepdims=True)
    return np.where(is_own[:, :, None], rows, total)


def _summed(which: Indices, mass: Floats, size: int) -> Floats:
    total = np.zeros((size, mass.shape[1]))
    for side in range(mass.shape[1]):
        total[:, side] = np.bincount(which, mass[:, side], size)
    return total


def _pooled(values: Floats, stands: Indices) -> Floats:
    if not len(stands):
        return np.zeros((0, values.shape[1], 5))
    return np.stack([by_relation(rows, int(stand)) for rows, stand in zip(values, stands, strict=True)])


def _expanded(rows: Floats, stands: Indices, sides: int) -> Floats:
    if not len(stands):
        return np.zeros((0, sides, contents_of(sides)))
    return np.stack([expand(each, int(stand)) for each, stand in zip(rows, stands, strict=True)])


def _shares(counts: Floats) -> Floats:
    shares: Floats = counts / np.maximum(counts.sum(axis=-1, keepdims=True), 1e-300)
    return shares


__all__ = ["NEUTRAL_STAND", "Counts", "Fit", "group_stands", "learn", "prior_of", "rates_of"]
