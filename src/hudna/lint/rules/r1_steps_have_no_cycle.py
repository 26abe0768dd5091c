"""R1: no step waits, through others, for itself."""

from collections import deque
from collections.abc import Iterator, Mapping

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity


def steps_that_wait_for_each_other(draft: Draft) -> Iterator[Remark]:
    """Remark once on each circle of `after`, `mirrors` and tranches, with the shortest chain that shows it."""
    waits = draft.waits
    told: set[str] = set()
    for duty in draft.duties:
        if duty.id in told:
            continue
        chain = _shortest_circle(duty.id, waits)
        if chain:
            told.update(chain)
            lines = ", ".join(draft.line_of(name) for name in chain[1:-1])
            found = f"steps that wait for each other: {' after '.join(chain)}" + (f" ({lines})" if lines else "")
            yield Remark((*duty.where,), found, "an order in which one of them can be done first")


def _shortest_circle(start: str, waits: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Give the shortest way back to a duty that is not made of one tranche's edges alone: those in a tranche go step by step together."""
    queue: deque[tuple[tuple[str, ...], bool]] = deque([((start,), False)])
    seen = {(start, False)}
    while queue:
        way, is_bound = queue.popleft()
        for other, by in waits[way[-1]].items():
            bound = is_bound or by != "tranche"
            if other == start and bound:
                return (*way, other)
            if (other, bound) not in seen:
                seen.add((other, bound))
                queue.append(((*way, other), bound))
    return ()


RULE = Rule(
    id="R1",
    severity=Severity.ERROR,
    title={"en": "Steps that wait for each other", "ar": "خطوات ينتظر بعضها بعضاً"},
    explanation={
        "en": '"After you": each step waits for the other and neither is ever late.',
        "ar": "«بعدك»: كل خطوة تنتظر الأخرى، ولا تُعد أي منهما متأخرة أبداً.",
    },
    evidence='A general failure ("after you"); the checklists for drafters ask for steps without gaps or circles.',
    source="http://spotidoc.com/doc/40139/do%E2%80%99s-and-don%E2%80%99ts-of-sustainable-ceasefire-agreements",
    check=steps_that_wait_for_each_other,
)
