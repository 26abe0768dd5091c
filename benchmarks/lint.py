"""Linting an agreement of 200 terms beside parsing it: processor time, median of five."""

import time
from collections.abc import Callable
from statistics import median

from hudna.lint import lint_agreement
from hudna.terms import parse_agreement, read_gazetteer

TERMS = 200
HEAD = """\
hudna: 1
id: large
title: {en: A large deal}
version: "1"
status: draft
clock: Asia/Damascus
gazetteer: cod-ab-syr
day_zero: 2027-03-01
in_force: {from: "2027-03-01T06:00", for: P6M}
parties: {army: {actors: [army_forces]}, town: {actors: [town_guard]}}
guarantors: {east: {answers_for: [army], answers_within: PT48H}, west: {answers_for: [town]}}
bodies: {mission: {tasks: [observe]}}
"""


def compare() -> bool:
    """Print the figures and the ratio; say whether the goal is met."""
    text, units = agreement_of(TERMS), read_gazetteer("cod-ab-syr")
    parsing = median(_seconds(lambda: parse_agreement(text, file="large.yaml")) for _ in range(5))
    drafts = iter([parse_agreement(text, file="large.yaml") for _ in range(5)])
    linting = median(_seconds(lambda: lint_agreement(next(drafts), gazetteer=units)) for _ in range(5))
    remarks = len(lint_agreement(parse_agreement(text, file="large.yaml"), gazetteer=units).remarks)
    is_met = linting < 10 * parsing
    print(f"hudna lint, {TERMS} terms, {remarks} remarks, processor milliseconds")
    print(
        f"  {1000 * linting:.0f}, parsing {1000 * parsing:.0f}: {linting / parsing:.2f} times (goal < 10{'' if is_met else ', MISSED'})",
        flush=True,
    )
    return is_met


def agreement_of(terms: int) -> str:
    """Write an agreement of so many terms: bans with an allowance each, and chains of duties, in zones of their own."""
    zones = "".join(
        f"  z{n}: {{circle: {{lat: {34 + n / 100}, lon: {37 + n / 100}, km: 2}}}}\n" for n in range(terms // 4)
    )
    return f"{HEAD}zones:\n{zones}terms:\n" + "".join(_four_terms(n) for n in range(terms // 4))


def _four_terms(n: int) -> str:
    after = f'after: ["{n - 1}.4"], ' if n else ""
    return (
        f'  "{n}.1": {{text: {{en: No attack in zone {n}}}, forbid: [armed_attack], by: [all], in: [z{n}]}}\n'
        f'  "{n}.2": {{allow: [armed_attack], despite: ["{n}.1"], by: [army], in: [z{n}], needs: [{{act: armed_attack, by: [target]}}]}}\n'
        f'  "{n}.3": {{require: aid_delivery, by: [town], to: [z{n}], quantity: {{at_least: 20, unit: trucks}}, every: P1W}}\n'
        f'  "{n}.4": {{require: withdrawal, by: [army], from: [z{n}], {after}within: P7D}}\n'
    )


def _seconds(run: Callable[[], object]) -> float:
    before = time.process_time()
    run()
    return time.process_time() - before


if __name__ == "__main__":
    compare()
