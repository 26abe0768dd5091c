"""Clocks of the ladder, rung by rung (docs/semantics.md, "Clocks")."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from hudna.terms.compiled import CompiledAgreement, Rung
from reference.cells import Row
from reference.reckoning import after

CLOSES_THE_LADDER = {"accepted", "remedied", "done"}
ENDS_A_RUNG = {"refused", "not_ours"}
ACTS_OF_OTHERS = {"ruling", "joint_ruling", "done"}


@dataclass(frozen=True)
class Clock:
    incident_id: str
    accused: str
    rung: str
    addressee: str
    allegation_id: str
    starts_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    stopped_by: str | None
    is_overdue: bool

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.incident_id, self.accused, self.rung, self.addressee


def walk_ladders(
    compiled: CompiledAgreement, allegations: Sequence[Row], answers: Sequence[Row], *, as_of: datetime
) -> dict[tuple[str, str, str, str], Clock]:
    """Every rung that has opened by `as_of`, one addressee to a rung."""
    clocks = {}
    for incident_id, accused in sorted({(row["incident_id"], row["accused"]) for row in allegations}):
        of_incident = [row for row in allegations if row["incident_id"] == incident_id]
        if "+" in accused and any(
            reaches_notice(row, as_of) for row in of_incident if row["accused"] in accused.split("+")
        ):
            continue  # one of them stands accused alone
        allegation = leading(compiled, [row for row in of_incident if row["accused"] == accused])
        if reaches_notice(allegation, as_of):
            known = [
                row
                for row in answers
                if row["known_at"] < as_of and row["incident_id"] == incident_id and row["accused"] in (None, accused)
            ]
            for clock in walk_ladder(compiled, allegation, sorted(known, key=lambda row: row["known_at"]), as_of):
                clocks[clock.key] = clock
    return clocks


def leading(compiled: CompiledAgreement, rows: Iterable[Row]) -> Row:
    """The allegation with the highest lower end; of equals the one whose norm comes first in the agreement."""
    order = [norm.norm_id for norm in compiled.norms]
    return min(rows, key=lambda row: (-row["p_lower"], order.index(row["norm_id"])))


def reaches_notice(row: Row, as_of: datetime) -> bool:
    return row["notice_at"] is not None and row["notice_at"] < as_of


def walk_ladder(
    compiled: CompiledAgreement, allegation: Row, answers: Sequence[Row], as_of: datetime
) -> Iterable[Clock]:
    opens: datetime | None = allegation["notice_at"]
    unused = list(answers)  # an answer stops one rung; one given ahead of its rung stops it as it opens
    names = [rung.rung for rung in compiled.ladder]
    on_notice = names.index("answer") + 1 if "answer" in names else 2
    for position, rung in enumerate(compiled.ladder, start=1):
        if rung.classes and allegation["breach_class"] not in rung.classes:
            continue
        if position > on_notice:  # "the later ones wait for breach"
            opens = None if opens is None or allegation["breach_at"] is None else max(opens, allegation["breach_at"])
        if opens is None or opens >= as_of:
            return
        clock, opens = run(compiled, allegation, rung, opens, unused, as_of)
        yield clock


def run(
    compiled: CompiledAgreement, allegation: Row, rung: Rung, starts: datetime, unused: list[Row], as_of: datetime
) -> tuple[Clock, datetime | None]:
    """One rung: its clock, and when the next one opens (None: it does not)."""
    (addressee,) = allegation["guarantors"] if rung.to == ("guarantor",) else rung.to
    within = rung.within or compiled.roles[addressee].answers_within
    due = after(starts, within, compiled.clock) if within else None
    stop = next((row for row in unused if stops(rung, addressee, row)), None)
    stopped_at = max(starts, stop["known_at"]) if stop else None
    runs_out = (
        due is not None and due <= as_of and (stopped_at is None or stopped_at > due)
    )  # exactly at the limit is in time
    clock = Clock(
        allegation["incident_id"], allegation["accused"], rung.rung, addressee, allegation["allegation_id"], starts, due,
        stopped_at, stop and stop["answer"], runs_out,
    )  # fmt: skip
    if runs_out:
        return clock, None if compiled.roles[addressee].if_silent == "taken_as_accepted" else due
    if stop is None:
        return clock, None
    unused.remove(stop)
    return clock, None if stop["answer"] in CLOSES_THE_LADDER else stopped_at


def stops(rung: Rung, addressee: str, row: Row) -> bool:
    """Is this an answer that stops or ends the rung? Answers come from the addressee; rulings and `done` from whoever acts."""
    if row["answer"] not in rung.stops_when and row["answer"] not in ENDS_A_RUNG:
        return False
    return row["by"] == addressee or row["answer"] in ACTS_OF_OTHERS
