"""Who must answer by when: the ladder of each allegation, reckoned from the record alone (docs/semantics.md, "Clocks").

Nothing here ticks. A rung opens at an instant, falls due at another, and is overdue from then on whether or not anything was
running to notice it; evaluating again, later or elsewhere, gives the same instants. An answer exactly at the limit is in time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import dataframely as dy
import polars as pl

from hudna.compliance.answers import is_about
from hudna.compliance.rulings import Ruled, gather_rulings, put_before_guarantor, ruling_on
from hudna.compliance.tables import Allegations, Answers, Clocks
from hudna.terms import add_duration
from hudna.terms.compiled import CompiledAgreement, Rung

SETTLING = ("accepted", "remedied", "done")  # a rung that ends in one of these opens no other
ENDING = ("refused", "not_ours")  # end a rung whether or not it lists them
STOPS_NOTHING = "asks_for_facts"
NOBODY = "nobody answers"
SILENCE = "accepted in silence"
RULED = "ruled"


def run_clocks(
    compiled: CompiledAgreement,
    allegations: dy.DataFrame[Allegations],
    answers: dy.DataFrame[Answers],
    *,
    as_of: datetime,
) -> dy.DataFrame[Clocks]:
    """Run the ladder of every incident and accused that was put before somebody; those cleared since stop at the ruling.

    Tables are not checked again here: the types of the arguments are the promise.

    Args:
        compiled: the agreement, for its ladder, roles and clock.
        allegations: with rulings applied; a ladder opens where `notice_at` is told and before `as_of`. An incident whose day is
            inferred must have none.
        answers: what was answered and ruled; an empty table is a run without an answers file, and gives the same clocks.
        as_of: the instant up to which facts count, exclusive.

    Returns:
        One row for each rung that has opened before one addressee, by incident, accused, place of the rung and addressee. A rung
        that nobody answers passes at once and says so. `overdue` with `stopped_at` is a late answer; `seconds_late` of an
        overdue clock without answer runs to `as_of`.
    """
    rulings = gather_rulings(answers, compiled, as_of=as_of)
    said: dict[str, list[Mapping[str, Any]]] = {}
    for answer in answers.filter(pl.col("known_at") < as_of).sort("known_at", "row").to_dicts():
        said.setdefault(answer["incident_id"], []).append(answer)
    rows: list[dict[str, Any]] = []
    for allegation in ladders_opened(allegations, as_of=as_of):
        ladder = Ladder(
            compiled,
            allegation,
            tuple(
                a
                for a in said.get(allegation["incident_id"], ())
                if is_about(a, allegation["incident_id"], allegation["accused"])
            ),
            ruling_on(allegation, rulings, compiled),
            as_of,
        )
        rows.extend(_climb(ladder))
    rows.sort(key=lambda row: (row["incident_id"], row["accused"], row["position"], row["addressee"]))
    schema = {name: column.dtype for name, column in Clocks.columns().items()}
    return Clocks.validate(pl.DataFrame(rows, schema=schema, orient="row"), cast=True)


def open_ladders(allegations: dy.DataFrame[Allegations], *, as_of: datetime) -> list[dict[str, Any]]:
    """Give the allegation on which each ladder stands that is open now, by incident and accused.

    It is the one with the highest lower end (ties: the agreement's order) of those of one incident and accused that reached notice;
    several clients of one guarantor taken together have a ladder only where none of them has its own. What a ruling that counts
    has cleared stands before nobody any more, though its clocks up to then stay on record.
    """
    standing = set(put_before_guarantor(allegations, as_of=as_of)["allegation_id"])
    return [row for row in ladders_opened(allegations, as_of=as_of) if row["allegation_id"] in standing]


def ladders_opened(allegations: dy.DataFrame[Allegations], *, as_of: datetime) -> list[dict[str, Any]]:
    """Give the allegation of every ladder that ever opened, those since cleared among them."""
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for row in allegations.filter(pl.col("notice_at") < as_of).to_dicts():
        key = (row["incident_id"], row["accused"])
        if key not in best or row["p_lower"] > best[key]["p_lower"]:
            best[key] = row
    return [
        row
        for (incident, accused), row in sorted(best.items())
        if "+" not in accused or not any((incident, party) in best for party in accused.split("+"))
    ]


@dataclass(frozen=True)
class Ladder:
    """One incident and accused before its guarantors: what was said and ruled on it before `as_of`, in the order known."""

    compiled: CompiledAgreement
    allegation: Mapping[str, Any]
    answers: tuple[Mapping[str, Any], ...]
    ruled: Ruled | None
    as_of: datetime

    @property
    def cleared_at(self) -> datetime | None:
        """From when on a ruling that counts says that it was no breach, or of nobody known: nothing opens or runs any more."""
        return self.ruled.known_at if self.ruled and not self.ruled.is_breach else None


def _climb(ladder: Ladder) -> Iterator[dict[str, Any]]:
    """Open rung after rung, each when the one before has passed, and give the clocks."""
    compiled, allegation = ladder.compiled, ladder.allegation
    last_on_notice = _last_on_notice(compiled.ladder)
    passed: dict[str, datetime | None] = {}  # of the rung before: addressee -> when it passed on
    used: dict[str, set[int]] = {}  # addressee -> answers that stopped or ended a rung of theirs in time
    is_first = True
    for position, rung in enumerate(compiled.ladder, start=1):
        if rung.classes and allegation["breach_class"] not in rung.classes:
            continue
        gate = allegation["notice_at"] if position - 1 <= last_on_notice else allegation["breach_at"]
        if gate is None:
            return
        opened: dict[str, datetime | None] = {}
        for addressee in _addressees(rung, ladder) or ("",):
            before = passed.get(addressee, min((at for at in passed.values() if at), default=None))
            opens_at = gate if is_first else max(before, gate) if before is not None else None
            if (
                opens_at is None
                or opens_at >= ladder.as_of
                or (ladder.cleared_at is not None and opens_at >= ladder.cleared_at)
            ):
                opened[addressee] = None
                continue
            clock = _run(rung, addressee, opens_at, ladder, used.setdefault(addressee, set()))
            opened[addressee] = clock.pop("passes_at")
            yield {"position": position, "rung": rung.rung, **clock}
        passed, is_first = opened, False
        if not any(passed.values()):
            return


def _last_on_notice(rungs: Sequence[Rung]) -> int:
    """Give the index of the last rung that runs from notice: the one named `answer`, else the second."""
    return next((i for i, rung in enumerate(rungs) if rung.rung == "answer"), 1)


def _addressees(rung: Rung, ladder: Ladder) -> tuple[str, ...]:
    """Give whom a rung addresses. `guarantor` is whoever answers for the accused; who is no party answers for itself."""
    names: list[str] = []
    for name in rung.to:
        if name != "guarantor":
            names.append(name)
            continue
        answering = ladder.allegation["guarantors"]
        role = ladder.compiled.roles.get(ladder.allegation["accused"])
        if not answering and role is not None and role.form != "party":
            answering = [role.role_id]
        names.extend(answering)
    return tuple(sorted(set(names)))


def _run(rung: Rung, addressee: str, opens_at: datetime, ladder: Ladder, used: set[int]) -> dict[str, Any]:
    """Run one clock. `passes_at`: when the next rung may open; None: not yet, or never, for the matter is settled."""
    compiled, allegation = ladder.compiled, ladder.allegation
    role = compiled.roles.get(addressee)
    within = rung.within or (role.answers_within if role else None)
    clock: dict[str, Any] = {
        "incident_id": allegation["incident_id"],
        "accused": allegation["accused"],
        "addressee": addressee,
        "allegation_id": allegation["allegation_id"],
        "starts_at": opens_at,
        "due_at": add_duration(opens_at, within, compiled.clock) if within and addressee else None,
        "stopped_at": None,
        "stopped_by": None,
        "state": "running" if within else "no_limit",
        "seconds_late": None,
        "passes_at": None,
    }
    if not addressee:
        return clock | {"state": "ended", "stopped_at": opens_at, "stopped_by": NOBODY, "passes_at": opens_at}
    due_at = clock["due_at"]
    is_expired = due_at is not None and due_at <= ladder.as_of
    stop = _first_stop(rung, addressee, opens_at, ladder, used)
    if stop is not None:
        stopped_at, word, is_settled, row = stop
        clock |= {"stopped_at": stopped_at, "stopped_by": word}
        if due_at is None or stopped_at <= due_at:
            clock["state"] = "ended" if word in ENDING else "stopped"
            used.update({row} if row is not None and not is_settled else ())
            return clock | {"passes_at": None if is_settled else stopped_at}
    if not is_expired:
        return clock
    assert due_at is not None
    clock |= {"state": "overdue", "passes_at": due_at}
    clock["seconds_late"] = int(((clock["stopped_at"] or ladder.as_of) - due_at).total_seconds())
    if stop is None and role is not None and role.if_silent == "taken_as_accepted":
        clock |= {"stopped_at": due_at, "stopped_by": SILENCE, "seconds_late": 0, "passes_at": None}
    return clock


def _first_stop(
    rung: Rung, addressee: str, opens_at: datetime, ladder: Ladder, used: set[int]
) -> tuple[datetime, str, bool, int | None] | None:
    """Find what stops or ends a clock first: when, the word, whether it settles the matter, and the row of the answer.

    What was said before the rung opened stops it as it opens, unless it has stopped an earlier rung of this addressee in time.
    """
    cleared_at = ladder.cleared_at
    for answer in ladder.answers:
        word = answer["answer"]
        if cleared_at is not None and answer["known_at"] > cleared_at:
            break
        if not _stops(answer, rung, addressee, ladder) or answer["row"] in used:
            continue
        return max(opens_at, answer["known_at"]), word, word in SETTLING, answer["row"]
    if cleared_at is not None:
        assert ladder.ruled is not None
        return max(opens_at, cleared_at), f"{RULED} {ladder.ruled.ruling}", True, None
    return None


def _stops(answer: Mapping[str, Any], rung: Rung, addressee: str, ladder: Ladder) -> bool:
    word, is_own = answer["answer"], bool(answer["by"] == addressee)
    if word in ENDING:
        return is_own
    if word == STOPS_NOTHING or word not in rung.stops_when:
        return False
    if word in ("ruling", "joint_ruling"):
        counts = ladder.ruled is not None and answer["row"] in ladder.ruled.rows
        return counts or (word == "ruling" and is_own and addressee not in ladder.allegation["guarantors"])
    return is_own or word == "done"  # an act of others, whoever they are
