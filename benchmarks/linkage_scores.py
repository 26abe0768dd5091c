"""How well a partition of claims agrees with the true one: pairs, B-cubed, and the number of incidents."""

from typing import NamedTuple

import numpy as np


class Agreement(NamedTuple):
    """Pair precision, recall and F1; B-cubed precision, recall and F; incidents found for each true one."""

    pair_p: float
    pair_r: float
    pair_f: float
    b3_p: float
    b3_r: float
    b3_f: float
    incidents: float

    def __str__(self) -> str:
        return (
            f"pairs P {self.pair_p:.3f} R {self.pair_r:.3f} F1 {self.pair_f:.3f}, "
            f"B3 P {self.b3_p:.3f} R {self.b3_r:.3f} F {self.b3_f:.3f}, incidents / true {self.incidents:.3f}"
        )


def agreement(truth: np.ndarray, found: np.ndarray) -> Agreement:
    """Score two labellings of the same claims, each an array of any codes."""
    _, true = np.unique(truth, return_inverse=True)
    _, got = np.unique(found, return_inverse=True)
    both, together = np.unique(true.astype(np.int64) * (got.max() + 1) + got, return_counts=True)
    size_true, size_got = np.bincount(true), np.bincount(got)
    in_true, in_got = size_true[both // (got.max() + 1)], size_got[both % (got.max() + 1)]
    hits, true_pairs, got_pairs = (float((n * (n - 1) // 2).sum()) for n in (together, size_true, size_got))
    pair_p, pair_r = hits / got_pairs if got_pairs else 1.0, hits / true_pairs if true_pairs else 1.0
    b3_p = float((together**2 / in_got).sum() / true.size)
    b3_r = float((together**2 / in_true).sum() / true.size)
    return Agreement(
        pair_p, pair_r, _f(pair_p, pair_r), b3_p, b3_r, _f(b3_p, b3_r), size_got.size / size_true.size
    )  # fmt: skip


def _f(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
