"""Who did it, given what was said and how sources behave: a pure function of contents and rates (research page "linkage", section 4).

    P(said, z) = base[h, z] · Π_g silence or speech of the group · Π_g Σ_line Θ_g[z, line] · Π_member (φ·repeats + (1 − φ)·θ[z, said])

A group that carries one line has a hidden line, which each member repeats with probability φ or looks for itself. A group of one has
none. A word whose membership in the incident is only probable is a mixture of the word and of what the source says anywhere.
"""

from dataclasses import dataclass

import numpy as np

from hudna.findings.contents import NOT_ANCHORED, Contents, Words
from hudna.findings.templates import NOTHING, PHI, Floats, spread_over, template_rates

NEVER = -1e30  # log of a probability of nothing, which stays a number when it is subtracted from itself
LEAST = 1e-300  # in place of a probability of 0, which has no logarithm
NO_THIRD_UP_TO = 2  # sides in play among which there is no third to spread false blame over
MOST_UNSEEN = 1.0 - 1e-9  # of a truth nobody would have reported; 1 would divide by nothing


@dataclass(frozen=True)
class Rates:
    """How sources behave.

    `theta` and `line` are (sources, sides, contents): what a source says by itself, and the line of its group. `phi` is (sources,).
    `base` is (holders, sides). `reach` is (holders, sides, groups):
    how often a group speaks; None: silence is not looked at.
    """

    theta: Floats
    line: Floats
    phi: Floats
    base: Floats
    reach: Floats | None = None


def template_of(contents: Contents, *, phi: float = PHI) -> Rates:
    """Give the rates that are used before anything has been learnt: template means, no silence, no side more likely than another."""
    theta = template_rates(contents.stands, contents.sides)
    holders = int(contents.holders.max()) + 1 if len(contents) else 1
    return Rates(
        theta=theta,
        line=theta,
        phi=np.full(len(theta), phi),
        base=np.full((holders, contents.sides), 1.0 / contents.sides),
    )


def posterior(contents: Contents, rates: Rates) -> Floats:
    """Give the probability of each side for each incident, (incidents, sides); rows sum to 1. Anchored incidents are what they are."""
    logs = log_prior(contents, rates)
    for words in contents.words:
        logs += log_table(words, rates)[words.which]
    return normalised(logs, contents)


def normalised(logs: Floats, contents: Contents) -> Floats:
    """Turn log weights into probabilities that sum to 1 over the sides that may have done it."""
    if contents.may_be is not None:
        logs = np.where(contents.may_be, logs, NEVER)
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    p: Floats = weights / weights.sum(axis=1, keepdims=True)
    if contents.anchors is not None:
        known = np.flatnonzero(contents.anchors != NOT_ANCHORED)
        p[known] = 0.0
        p[known, contents.anchors[known]] = 1.0
    return p


def log_prior(contents: Contents, rates: Rates) -> Floats:
    """Give what is known without words: who does such things on that ground, and who stayed silent. Shape (incidents, sides)."""
    logs: Floats = np.log(rates.base)[contents.holders]
    if rates.reach is not None:
        logs = logs + log_speech(contents, rates.reach)[0]
    return logs


def log_speech(contents: Contents, reach: Floats) -> tuple[Floats, Floats]:
    """Weigh which groups spoke and which stayed silent, given that somebody spoke.

    Silence is one yes or no for each group, never for each source: members fall silent together. A group of which nobody was active at
    that time and place is absent and says nothing by it.

    Returns:
        The log weight and the probability that nobody speaks, each (incidents, sides).
    """
    spoke, was_there = contents.spoke.astype(np.float64), contents.was_there.astype(np.float64)
    speaks, is_silent = np.log(reach), np.log1p(-reach)
    logs, unseen = np.zeros((len(contents), contents.sides)), np.zeros((len(contents), contents.sides))
    for holder in range(len(reach)):
        rows = np.flatnonzero(contents.holders == holder)
        silence = was_there[rows] @ is_silent[holder].T
        unseen[rows] = np.minimum(np.exp(silence), MOST_UNSEEN)
        logs[rows] = silence + spoke[rows] @ (speaks[holder] - is_silent[holder]).T - np.log1p(-unseen[rows])
    return logs, unseen


def log_table(words: Words, rates: Rates) -> Floats:
    """Give the log probability of each distinct word of a group under each side, (words, sides)."""
    if not words.has_line:
        alone: Floats = np.log(own_words(words, rates, 0)) * (words.said[:, :1] != NOTHING)
        return alone
    logs, _ = log_lines(words, rates)
    most = logs.max(axis=2, keepdims=True)
    table: Floats = most[:, :, 0] + np.log(np.exp(logs - most).sum(axis=2))
    return np.where((words.said != NOTHING).any(axis=1)[:, None], table, 0.0)


def log_lines(words: Words, rates: Rates) -> tuple[Floats, list[tuple[Floats, Floats]]]:
    """Give, for each word, side and line, the log probability of both.

    Returns:
        (words, sides, contents), and for each member its own part, without and with the line, (words, sides).
    """
    logs = np.log(np.maximum(mean_line(words, rates), LEAST))
    parts = []
    for member, source in enumerate(words.members):
        phi, weight, said = rates.phi[source], words.weights[:, member, None], words.said[:, member]
        rows = np.flatnonzero(said != NOTHING)
        alone = np.maximum(own_words(words, rates, member, share=1.0 - phi), LEAST)
        repeats = alone + weight * phi
        logs[rows] += np.log(alone[rows])[:, :, None]
        logs[rows, :, said[rows]] += np.log(repeats[rows]) - np.log(alone[rows])
        parts.append((alone, repeats))
    return logs, parts


def own_words(words: Words, rates: Rates, member: int, *, share: float = 1.0) -> Floats:
    """Give the probability of what a member says by itself under each side, times `share`; 1 where it says nothing. (words, sides).

    What may belong elsewhere is, as far as it does, as frequent as the member says it of whatever incident with these sides in play.
    """
    weight = words.weights[:, member, None]
    seen = seen_by(words, rates, member)
    p = weight * share * seen + (1.0 - weight) * of_whatever(words, seen, member)[:, None]
    return np.where((words.said[:, member] == NOTHING)[:, None], 1.0, p)


def seen_by(words: Words, rates: Rates, member: int) -> Floats:
    """Give how often a member that looks for itself says what it says, under each side, (words, sides); anything where it says nothing."""
    told = np.where(words.said[:, member] == NOTHING, 0, words.said[:, member])
    rate: Floats = rates.theta[words.members[member]].T[told]
    if words.is_aimed:
        return rate
    for in_play in np.unique(words.in_play[words.in_play > NO_THIRD_UP_TO]).tolist():
        rows = words.in_play == in_play
        rate[rows] /= spread_over(int(words.stands[member]), rate.shape[1], in_play).T[told[rows]]
    return rate


def of_whatever(words: Words, seen: Floats, member: int) -> Floats:
    """Give how often a member says that of whatever incident, whichever of the sides in play did it. (words,)."""
    mean: Floats = (seen * words.may_be).sum(axis=1) / words.in_play
    return mean


def mean_line(words: Words, rates: Rates) -> Floats:
    """Give how often a group takes each line: the mean of the lines of those who spoke. (words, sides, contents)."""
    rows = rates.line[words.members]
    is_told = (words.said != NOTHING).astype(np.float64)
    share = is_told / np.maximum(is_told.sum(axis=1, keepdims=True), 1.0)
    lines = np.zeros((len(words.said), *rows[0].shape))
    for in_play in np.unique(words.in_play).tolist():
        at = words.in_play == in_play
        over = [spread_over(int(stand), rows.shape[1], 1 if words.is_aimed else in_play) for stand in words.stands]
        lines[at] = np.einsum("wm,mzc->wzc", share[at], rows / np.stack(over))
    sides = words.may_be.shape[1]
    lines[:, :, :sides] *= words.may_be[:, None, :]  # no line blames a side that cannot have done it
    return np.where(is_told.any(axis=1)[:, None, None], lines, 1.0)
