"""R8: every deadline comes after the earliest moment at which its duty can open."""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from hudna.lint.draft import Draft
from hudna.lint.rule import Remark, Rule, Severity
from hudna.terms import Provision, local_date


class Opening(NamedTuple):
    """The earliest moment at which a duty can open, and the chain of duties that puts it there."""

    at: datetime
    chain: tuple[str, ...]


def deadlines_that_cannot_be_met(draft: Draft) -> Iterator[Remark]:
    """Remark on each deadline before the earliest opening of its duty, with the shortest chain that shows it.

    A duty with a deadline before the start of the deal is one of the days between signature and start.
    """
    duties = {duty.id: duty for duty in draft.duties}
    for duty in draft.duties:
        due_at = draft.instant(duty.clause.deadline, "end")
        opening = _earliest(duty.id, draft, duties)
        if due_at is None or opening is None or due_at > opening.at:
            continue
        way = " after ".join(f"{name} ({draft.line_of(name)})" for name in opening.chain)
        found = (
            f"due before it can open: {way} opens on {local_date(opening.at, draft.agreement.clock)} at the earliest"
        )
        yield Remark((*duty.where, "deadline"), found, "a deadline after what it waits for")


def _earliest(name: str, draft: Draft, duties: Mapping[str, Provision]) -> Opening | None:
    """Walk back over what a duty waits for, nearest first, to the latest start on the way: no step can open before it."""
    queue: deque[tuple[str, ...]] = deque([(name,)])
    seen = {name}
    latest: Opening | None = None
    while queue:
        way = queue.popleft()
        at = draft.opens_at(duties[way[-1]])
        own_due = draft.instant(duties[way[-1]].clause.deadline, "end")
        if own_due is not None and draft.starts_at is not None and own_due <= draft.starts_at:
            at = draft.signed_at
        if at is not None and (latest is None or at > latest.at):
            latest = Opening(at, way)
        for first, by in draft.waits[way[-1]].items():
            if first not in seen and by != "mirrors":  # what mirrors another may be withheld, but waits for nothing
                seen.add(first)
                queue.append((*way, first))
    return latest


RULE = Rule(
    id="R8",
    severity=Severity.ERROR,
    title={"en": "Deadlines that cannot all be met", "ar": "مواعيد لا يمكن الوفاء بها جميعاً"},
    explanation={
        "en": "A deadline that falls before the step it waits for makes a breach out of a timetable, and the breach is nobody's.",
        "ar": "الموعد الذي يحل قبل الخطوة التي ينتظرها يجعل من الجدول خرقاً لا يُنسب إلى أحد.",
    },
    evidence="No deal is known to have fallen to it alone; in requirements for machines, deadlines that contradict each other are known to go unseen.",
    source="https://github.com/ultimate-pa/ultimate/issues/547",
    check=deadlines_that_cannot_be_met,
)
