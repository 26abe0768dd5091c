"""Exact count of breaches: our transform beside scipy's `poisson_binom.pmf`, and the sum that nothing can beat. Processor time."""

import time
from collections.abc import Callable

import numpy as np

from hudna.compliance.counting import count_breaches, distribution


def compare() -> bool:
    """Print the figures and the ratios; say whether the goals are met."""
    from scipy.stats import poisson_binom

    print("exact count of breaches, processor milliseconds")
    rng = np.random.default_rng(5)
    p = {n: rng.beta(0.6, 0.9, n) for n in (1_000, 10_000, 100_000)}
    ours = {n: _milliseconds(lambda n=n: count_breaches(p[n]), repeats=5) for n in p}  # type: ignore[misc]
    least = {n: _milliseconds(lambda n=n: (p[n].sum(), (p[n] * (1 - p[n])).sum()), repeats=20) for n in p}  # type: ignore[misc]
    peer = _milliseconds(lambda: poisson_binom(p[10_000]).pmf(np.arange(10_001)), repeats=1)
    error = np.abs(distribution(p[1_000]) - poisson_binom(p[1_000]).pmf(np.arange(1_001))).max()
    for n in p:
        print(f"  {n:>7,}: ours {ours[n]:.1f}, mean and spread alone {least[n]:.2f}")
    print(f"  10,000: scipy pmf {peer:.0f}; greatest difference from it at 1,000: {error:.1e}")
    print(f"  growth from 10k to 100k: n^{np.log10(ours[100_000] / ours[10_000]):.2f}")
    is_quick, is_quicker = ours[100_000] <= 150, peer / ours[10_000] >= 50
    print(f"  100k: {ours[100_000]:.0f} ms (goal <= 150{'' if is_quick else ', MISSED'})")
    print(
        f"  scipy / ours at 10k: {peer / ours[10_000]:.0f} (goal >= 50{'' if is_quicker else ', MISSED'})", flush=True
    )
    return is_quick and is_quicker


def _milliseconds(run: Callable[[], object], *, repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return 1000 * float(np.median(times))


if __name__ == "__main__":
    compare()
