"""The stress test: a point, 400 draws, a tornado, survival; processor time, median of three, and how time grows with draws."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

import numpy as np
from tests.credibility.cases import CESSATION, FOUR_TOWNS, at_mode, drawn

from hudna.casebook import agreement_path, assumptions_path
from hudna.credibility import (
    Clause,
    Inputs,
    Lever,
    draw_tornado,
    join,
    leaves,
    read_assumptions,
    solve_point,
    stress,
    summarise,
    survive,
    try_clauses,
)
from hudna.terms import read_agreement

ALPHA, SEED = 0.75, 1
AS_OF = datetime(2017, 1, 1, tzinfo=UTC)
POINT_S, DRAWS_S, TORNADO_S = 0.05, 5.0, 2.0

MENU = [
    Clause(leaf, ((Lever(leaf, leaf, value, how), value),))
    for leaf, value, how in (
        ("attribution", 0.7, "at_least"),
        ("carve_out_plea", 0.02, "at_most"),
        ("sham_noticed", 1.0, "at_least"),
        ("outside_penalty", 20.0, "at_least"),
        ("answer_days", 2.0, "at_most"),
        ("mirror_loses", 2.0, "times"),
        ("gain", 0.5, "times"),
        ("lever_days", 2.0, "times"),
        ("detection", 0.9, "at_least"),
        ("cost_per_client_day", 0.5, "times"),
    )
]


def compare() -> bool:
    """Print the figures with their goals; say whether all are met."""
    mode = at_mode(FOUR_TOWNS)
    solve_point(mode, alpha=ALPHA)  # imports are not the solver's
    told = [
        ("a point, Four Towns", _seconds(lambda: solve_point(mode, alpha=ALPHA)), POINT_S),
        ("a point, cessation", _seconds(lambda: solve_point(at_mode(CESSATION), alpha=ALPHA)), POINT_S),
    ]
    for case, name in ((FOUR_TOWNS, "Four Towns"), (CESSATION, "cessation")):
        inputs = drawn(case, draws=400, seed=SEED)
        told.append(
            (f"400 draws, {name}, from above and below", _seconds(lambda i=inputs: summarise(i, alpha=ALPHA)), DRAWS_S)
        )  # type: ignore[misc]
    told.append(("tornado, 35 leaves", _seconds(lambda: draw_tornado(*_ends(mode), alpha=ALPHA)), TORNADO_S))
    point = solve_point(drawn(FOUR_TOWNS, draws=100, seed=SEED), alpha=ALPHA)
    told.append(
        (
            "survival, 100 draws x 20 runs x 365 days",
            _seconds(lambda: survive(point, runs=20, days=365, seed=SEED)),
            20.0,
        )
    )
    told.append(
        (
            "clause menu, 10 clauses up to size 3",
            _seconds(lambda: try_clauses(at_mode(CESSATION), MENU, alpha=ALPHA, most=3)),
            20.0,
        )
    )
    print("hudna stress, processor seconds")
    for name, seconds, goal in told:
        print(f"  {name}: {seconds:.3f} (goal < {goal:g}{'' if seconds < goal else ', MISSED'})", flush=True)
    for draws in (1, 10, 100, 1_000, 10_000):
        inputs = drawn(FOUR_TOWNS, draws=draws, seed=SEED)
        seconds = _seconds(lambda i=inputs: solve_point(i, alpha=ALPHA), times=1)  # type: ignore[misc]
        print(f"  {draws} draws: {seconds:.3f}, {1000 * seconds / draws:.2f} ms each", flush=True)
    for clauses, most in ((5, 2), (10, 2), (5, 3), (10, 3), (10, 4)):
        menu = MENU[:clauses]
        found = try_clauses(at_mode(CESSATION), menu, alpha=ALPHA, most=most)
        seconds = _seconds(lambda m=menu, k=most: try_clauses(at_mode(CESSATION), m, alpha=ALPHA, most=k), times=1)  # type: ignore[misc]
        print(
            f"  {clauses} clauses up to size {most}: {seconds:.3f}, {found.tried} sets, {1000 * seconds / found.tried:.2f} ms each"
        )
    for guarantors, places in ((0, (-1, -1)), (1, (0, -1)), (2, (0, 1))):
        inputs = replace(drawn(FOUR_TOWNS, draws=400, seed=SEED), guarantor_of=places)
        seconds = _seconds(lambda i=inputs: solve_point(i, alpha=ALPHA), times=1)  # type: ignore[misc]
        print(f"  two parties, {guarantors} guarantors, 400 draws: {seconds:.3f}")
    for deal in ("four-towns-2015", "moadamiya-2013", "cessation-2016", "barzeh-2014"):
        agreement = read_agreement(agreement_path(deal))
        numbers = read_assumptions(assumptions_path(deal), agreement)
        seconds = _seconds(lambda a=agreement, n=numbers: stress(a, n, as_of=AS_OF), times=1)  # type: ignore[misc]
        print(f"  the whole stress test of {deal}: {seconds:.1f}")
    return all(seconds < goal for _, seconds, goal in told)


def _ends(mode: Inputs) -> tuple[list[str], Inputs]:
    """Every leaf a tenth down and up; one that is a share stays one."""
    names, ends = [], []
    for name, leaf in leaves().items():
        values = getattr(mode, name)
        low, high = (replace(mode, **{name: np.clip(values * f, leaf.least, leaf.most)}) for f in (0.9, 1.1))
        names.append(name)
        ends += [low, high]
    return names, join(ends)


def _seconds(run: Callable[[], object], *, times: int = 3) -> float:
    found = []
    for _ in range(times):
        before = time.process_time()
        run()
        found.append(time.process_time() - before)
    return median(found)


if __name__ == "__main__":
    compare()
