"""Who did it, in worlds whose truth is known: majority, naive Bayes, Dawid and Skene (crowd-kit) and ours, side by side in one run.

`make bench-evidence`, or `python -m benchmarks.evidence [seeds]`; with other seeds or worlds: `from benchmarks.evidence import judge`. Needs
the extra `oracles`. The page docs/guide/findings.md shows the table and says what it cannot show.
"""

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from benchmarks.peers import crowd_kit, dawid_skene, majority, naive_bayes
from benchmarks.worlds import WORLDS, Told, World, simulate
from hudna.compliance.standards import LOWER_ENDS, grade
from hudna.compliance.tables import STANDARDS
from hudna.findings.audit_echo import merge_echoes
from hudna.findings.bounds import Bounds, bound_sides
from hudna.findings.calibrate import brier, expected_calibration_error, log_loss
from hudna.findings.contents import Contents
from hudna.findings.fit import Fit, learn
from hudna.findings.templates import NEUTRAL_STAND, Floats

SEEDS = range(4)
K = 3.0
DARK = 0.4  # share of incidents of which a bloc is silent as a whole, in the second half of the worlds

METHODS: Mapping[str, Callable[[Contents], Floats]] = {
    "majority": majority,
    "naive Bayes": naive_bayes,
    "Dawid-Skene": crowd_kit,
    "ours, no echo": lambda contents: learn(without_groups(contents)).p,
    "ours": lambda contents: learn(contents).p,
    "ours, as fitted": lambda contents: as_fitted(contents).p,
    "ours, audited": lambda contents: merge_echoes(contents)[1].p,
}


def without_groups(contents: Contents) -> Contents:
    """Take every source for independent."""
    return replace(contents, groups=np.arange(len(contents.stands)))


def dimmed(world: World) -> World:
    """The same world with each bloc silent as a whole on 40 % of incidents, and listed as one echo group: it is one in its silence."""
    return replace(world, name=f"{world.name}, blackout", blackout=DARK, lists_blocs=True)


def judge(
    worlds: Iterable[World], *, seeds: Iterable[int] = SEEDS
) -> dict[tuple[str, str], tuple[float, float, float, float]]:
    """Give Brier, log loss, calibration error and accuracy by world and method, each the mean over the seeds."""
    found = {}
    seeds = list(seeds)
    for world in worlds:
        told = [simulate(world, seed=seed) for seed in seeds]
        for name, method in METHODS.items():
            scores = [_scores(method(one.contents), one) for one in told]
            found[world.name, name] = tuple(np.mean(scores, axis=0))
    return found  # type: ignore[return-value]


def _scores(p: Floats, told: Told) -> tuple[float, float, float, float]:
    hidden = told.has_truth_hidden
    given, true = p[hidden, 0], told.truth[hidden] == 0
    right = p[hidden].argmax(axis=1) == told.truth[hidden]
    right = np.where(np.isclose(p[hidden, 0], 0.5), 0.5, right)  # a tie is a coin
    return brier(given, true), log_loss(given, true), expected_calibration_error(given, true), float(right.mean())


def as_fitted(contents: Contents) -> Fit:
    """Learn as `hudna findings fit` does from collected claims: neither silence nor a base rate (docs/decisions/0009)."""
    return learn(contents, uses_silence=False, learns_base=False, ties_rows=True)


def ladder(
    worlds: Iterable[World],
    *,
    seeds: Iterable[int] = SEEDS,
    k: float = K,
    fitted_by: Callable[[Contents], Fit] = learn,
) -> dict[str, tuple[int, float]]:
    """Say for each standard of proof how many accusations reached it as their highest, and what share of them is true."""
    reached: dict[str, list[bool]] = {standard: [] for standard in STANDARDS}
    seeds = list(seeds)
    for world in worlds:
        for seed in seeds:
            told = simulate(world, seed=seed)
            bounds = bound_sides(told.contents, fitted_by(told.contents).rates, k=k)
            for accused in range(world.sides):
                words = standards_of(told.contents, bounds, accused)
                for row in told.has_truth_hidden:
                    reached[words[row]].append(bool(told.truth[row] == accused))
    return {name: (len(true), float(np.mean(true)) if true else float("nan")) for name, true in reached.items()}


MISPLACED = (0.0, 0.05, 0.1, 0.2, 0.3)


def doubt(
    world: World, *, seeds: Iterable[int] = SEEDS, k: float = K
) -> list[tuple[float, str, float, float, float, float]]:
    """Put a share of the reports with the wrong incident, and weigh them with and without what linkage knows of its doubt.

    Returns:
        For each share and way: Brier, accuracy, share of incidents decided (one half is not between the ends), and share of these right.
    """
    rows = []
    seeds = list(seeds)
    for share in MISPLACED:
        worlds = [simulate(replace(world, misplaced=share), seed=seed) for seed in seeds]
        for way in ("doubt ignored", "doubt told"):
            scores = []
            for told in worlds:
                contents = told.contents if way == "doubt told" else replace(told.contents, weights=None)
                p, lower, upper = bound_sides(contents, learn(contents).rates, k=k)
                hidden = told.has_truth_hidden
                is_right = p[hidden].argmax(axis=1) == told.truth[hidden]
                is_decided = (lower[hidden, 0] > 0.5) | (upper[hidden, 0] < 0.5)
                score = brier(p[hidden, 0], told.truth[hidden] == 0)
                scores.append((score, is_right.mean(), is_decided.mean(), is_right[is_decided].mean()))
            rows.append((share, way, *np.mean(scores, axis=0).tolist()))
    return rows


def standards_of(contents: Contents, bounds: Bounds, accused: int) -> list[str]:
    """Grade the accusation of one side in each incident, by the rules of docs/semantics.md; nobody rules."""
    names = contents.said == accused
    groups = _groups_of(names, contents)
    friendly = (contents.stands == NEUTRAL_STAND) | (contents.stands == accused)
    own = (names & (contents.stands == accused)).any(axis=1)
    return grade(
        bounds.p[:, accused],
        bounds.lower[:, accused],
        groups_naming=groups,
        groups_not_adverse=_groups_of(names & friendly, contents),
        is_admitted=own,
        thresholds={},
        is_ruled=True,  # so that what is only proposed is shown for itself
    )


def _groups_of(names: np.ndarray, contents: Contents) -> np.ndarray:
    return sum(
        (names[:, contents.groups == group].any(axis=1) for group in range(contents.group_count)),
        np.zeros(len(names), int),
    )


def grounds_or_better(reached: Mapping[str, tuple[int, float]]) -> float:
    """Give the share true of all that reached reasonable grounds or a higher standard."""
    at_least = [reached[name] for name in STANDARDS[STANDARDS.index("reasonable_grounds") :]]
    return sum(n * true for n, true in at_least if n) / max(sum(n for n, _ in at_least), 1)


def compare(seeds: Iterable[int] = SEEDS) -> bool:
    """Print the table and the ladder; say whether the bars hold."""
    seeds = list(seeds)
    begun = time.perf_counter()
    worlds = [*WORLDS.values(), *(dimmed(world) for world in list(WORLDS.values())[:8])]
    scores = judge(worlds, seeds=seeds)
    print(f"simulated worlds, seeds {seeds}; Brier / log loss / calibration error / accuracy")
    print("| world | " + " | ".join(METHODS) + " |")
    print("|---" * (len(METHODS) + 1) + "|")
    for world in worlds:
        cells = ["/".join(f"{value:.3f}".lstrip("0") for value in scores[world.name, name]) for name in METHODS]
        print(f"| {world.name} | " + " | ".join(cells) + " |", flush=True)
    first = ladder(list(WORLDS.values())[:8], seeds=seeds)
    print("\nhighest standard reached at k = 3, and share true")
    for standard, (n, true) in first.items():
        print(f"  {standard}: {n}, {true:.3f} (asks for {LOWER_ENDS.get(standard, 0.0):.2f})")
    print("\nreports put with the wrong incident (balanced): Brier, accuracy, decided, right when decided")
    for share, way, *score in doubt(WORLDS["balanced"], seeds=seeds):
        print(f"  {share:.0%}, {way}: " + ", ".join(f"{value:.3f}" for value in score), flush=True)
    grounds = grounds_or_better(first)
    print("\ngrounds or better, and share true, as fitted")
    collected = {}
    for name, some in {"the first eight": list(WORLDS.values())[:8]} | {
        name: [world] for name, world in WORLDS.items() if name not in list(WORLDS)[:7]
    }.items():
        collected[name] = grounds_or_better(ladder(some, seeds=seeds, fitted_by=as_fitted))
        print(f"  {name}: {collected[name]:.3f}", flush=True)
    twin = np.mean(
        [
            _scores(
                dawid_skene(simulate(WORLDS["coordinated"], seed=seed).contents),
                simulate(WORLDS["coordinated"], seed=seed),
            )[3]
            for seed in seeds
        ]
    )
    print(
        f"\nDawid-Skene in `coordinated`: crowd-kit {scores['coordinated', 'Dawid-Skene'][3]:.3f}, our twin of it {twin:.3f}"
    )
    bars = {
        "coordinated: ours >= .78": scores["coordinated", "ours"][3] >= 0.78,
        "coordinated: above Dawid-Skene by >= .20": scores["coordinated", "ours"][3]
        - scores["coordinated", "Dawid-Skene"][3]
        >= 0.20,
        "three_sides: above majority": scores["three_sides", "ours"][3] > scores["three_sides", "majority"][3],
        "mislabelled: audited >= .78": scores["mislabelled", "ours, audited"][3] >= 0.78,
        f"grounds or better true >= .95 (is {grounds:.3f})": grounds >= 0.95,
        f"the same as fitted (is {collected['the first eight']:.3f})": collected["the first eight"] >= 0.95,
    }
    for bar, is_met in bars.items():
        print(f"  {bar}: {'met' if is_met else 'MISSED'}")
    print(f"  {time.perf_counter() - begun:.0f} s", flush=True)
    return all(bars.values())


if __name__ == "__main__":
    sys.exit(0 if compare(range(int(sys.argv[1])) if len(sys.argv) > 1 else SEEDS) else 1)
