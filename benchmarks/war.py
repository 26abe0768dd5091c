"""A whole war: the shipped UCDP events of Syria read, linked and weighed, and one round of learning on 100,000 incidents. Processor time."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from benchmarks.worlds import WORLDS, simulate
from hudna.casebook import evidence, lexicon_folder
from hudna.findings import weigh_findings
from hudna.findings.contents import Contents
from hudna.findings.fit import learn
from hudna.incidents import link_incidents
from hudna.reports import read_claims, read_lexicon
from hudna.terms import read_gazetteer

CLOCK = "Asia/Damascus"
ROUNDS = 6

Result = TypeVar("Result")


def compare() -> bool:
    """Print the figures; say whether the goals are met."""
    lexicon, gazetteer = read_lexicon(lexicon_folder()), read_gazetteer("cod-ab-syr")
    events = next(path for path in evidence() if path.suffix == ".parquet")
    print("a whole war, processor seconds")
    intake, reading = _timed(lambda: read_claims(events, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK))
    linked, linking = _timed(lambda: link_incidents(intake.claims))
    _, weighing = _timed(
        lambda: weigh_findings(intake.claims, *linked, sources=lexicon.sources, actors=lexicon.actors, k=3.0)
    )
    contents = simulate(replace(WORLDS["balanced"], incidents=100_000), seed=1).contents
    a_round = (_learning(contents, ROUNDS) - _learning(contents, 1)) / (ROUNDS - 1)
    goals = {
        f"{intake.claims.height:,} claims read": (reading, 10.0),
        "linked": (linking, 10.0),
        f"{linked.incidents.height:,} incidents weighed": (weighing, 10.0),
        "100,000 incidents, one round of learning": (a_round, 1.5),
    }
    for name, (seconds, goal) in goals.items():
        print(f"  {name}: {seconds:.2f} (goal <= {goal}{'' if seconds <= goal else ', MISSED'})", flush=True)
    return all(seconds <= goal for seconds, goal in goals.values())


def _timed(run: Callable[[], Result]) -> tuple[Result, float]:
    begun = time.process_time()
    result = run()
    return result, time.process_time() - begun


def _learning(contents: Contents, rounds: int) -> float:
    return _timed(lambda: learn(contents, most_iterations=rounds))[1]


if __name__ == "__main__":
    compare()
