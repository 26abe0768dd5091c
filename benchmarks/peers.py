"""What others would make of the same reports: majority, naive Bayes, Dawid and Skene. All take contents as `hudna.findings` has them.

Ours of Dawid and Skene (Applied Statistics 28, 1979) is the slow, obvious twin that tests run; `crowd_kit` is the library's own.
"""

import numpy as np

from hudna.findings.contents import NOT_ANCHORED, Contents
from hudna.findings.templates import Floats

HONEST = 0.7  # how often naive Bayes takes any source to name the right side


def majority(contents: Contents) -> Floats:
    """Share of the votes for each side; half a vote for each is added, so that one report is no certainty."""
    votes = np.stack([(contents.said == side).sum(axis=1) for side in range(contents.sides)], axis=1) + 0.5
    return votes / votes.sum(axis=1, keepdims=True)


def naive_bayes(contents: Contents) -> Floats:
    """Every report that names a side is right with 0.7, whoever makes it."""
    wrong = (1.0 - HONEST) / (contents.sides - 1)
    votes = np.stack([(contents.said == side).sum(axis=1) for side in range(contents.sides)], axis=1)
    odds = HONEST**votes * wrong ** (votes.sum(axis=1, keepdims=True) - votes)
    return odds / odds.sum(axis=1, keepdims=True)


def dawid_skene(contents: Contents, *, iterations: int = 100) -> Floats:
    """One confusion matrix for each source, learnt from a majority start; words that name nobody are dropped, anchors are given."""
    sides, said = contents.sides, contents.said
    names = [said == side for side in range(sides)]
    votes = np.stack([each.sum(axis=1) for each in names], axis=1)
    heard = votes.sum(axis=1) > 0
    p = np.where(heard[:, None], votes / np.maximum(votes.sum(axis=1, keepdims=True), 1), 1.0 / sides)
    for _ in range(iterations):
        p = _anchored(p, contents)
        confusion = np.stack([p[heard].T @ each[heard] for each in names], axis=-1) + 1e-10  # truth, source, named
        confusion /= confusion.sum(axis=-1, keepdims=True)
        logs = np.log(p[heard].mean(axis=0) + 1e-10) + sum(
            names[x] @ np.log(confusion[:, :, x]).T for x in range(sides)
        )
        p = np.exp(logs - logs.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
    return p


def crowd_kit(contents: Contents, *, iterations: int = 100) -> Floats:
    """Dawid and Skene as crowd-kit has it (the extra `oracles`); incidents of which nobody names a side get one half."""
    import pandas as pd
    from crowdkit.aggregation import DawidSkene

    incident, source = np.nonzero((contents.said >= 0) & (contents.said < contents.sides))
    rows = pd.DataFrame({"task": incident, "worker": source, "label": contents.said[incident, source].astype(int)})
    anchored = np.flatnonzero(contents.anchors != NOT_ANCHORED) if contents.anchors is not None else np.array([], int)
    known = pd.Series(contents.anchors[anchored].astype(int), index=anchored) if len(anchored) else None
    known = None if known is None else known[known.index.isin(rows["task"].unique())]
    found = DawidSkene(n_iter=iterations).fit_predict_proba(rows, true_labels=known)
    p = np.full((len(contents), contents.sides), 1.0 / contents.sides)
    p[found.index.to_numpy()] = found.reindex(columns=range(contents.sides)).fillna(0.0).to_numpy()
    return p


def _anchored(p: Floats, contents: Contents) -> Floats:
    if contents.anchors is None:
        return p
    known = np.flatnonzero(contents.anchors != NOT_ANCHORED)
    p = p.copy()
    p[known] = 0.0
    p[known, contents.anchors[known]] = 1.0
    return p
