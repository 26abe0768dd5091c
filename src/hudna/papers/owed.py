"""Duties in words: past their day first; "met 94 days late", never "late" alone once it was done, never "met" alone when it was late.

Silence is not a denial: a duty of which nobody reports anything is told as that, with the day it was due.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from hudna.compliance import standard_given
from hudna.papers.amounts import say_amount
from hudna.papers.evaluation import Evaluation
from hudna.papers.file_keys import say_key
from hudna.papers.happenings import Happening, name_kinds
from hudna.papers.sentences import say_late, say_standard
from hudna.papers.sides import name_of_role, name_of_zone, names_of_roles
from hudna.papers.words import Words
from hudna.terms.compiled import Duty

RANKS = (
    "late",
    "breached",
    "met_late",
    "told",
    "suspended",
    "open",
    "waiting",
    "not_evaluated",
    "met",
    "lapsed",
    "waived",
)


@dataclass(frozen=True)
class OwedRow:
    """One duty of one obligor as it stands, at the point and the standard for a breach, or the nearest at which duties are walked through."""

    duty_id: str
    obligor: str
    rank: str  # one of RANKS
    shape: str
    tone: str  # "", run, pend, alarm
    state: Markup
    what: Markup
    is_quoted: bool
    who: Markup
    details: list[Markup]
    due_at: datetime | None
    met_at: datetime | None
    days_late: int | None
    known_fields: Sequence[str]
    instances: list["InstanceRow"]
    is_silent: bool = False  # nobody reports anything of it


@dataclass(frozen=True)
class InstanceRow:
    """One instance of a duty, for the table."""

    number: int
    state: Markup
    due: Markup
    done: Markup
    amount: Markup
    range: Markup  # the state at the lenient and at the strict reading, where they differ


def tell_duties(evaluation: Evaluation, words: Words, happenings: Mapping[str, Happening]) -> list[OwedRow]:
    """Every duty and obligor as one row, late first, then by the day it was due."""
    standard = standard_given(evaluation.compiled.proof.breach)
    duties = {duty.duty_id: duty for duty in evaluation.compiled.duties}
    at: dict[tuple[str, str], dict[int, dict[str, Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(dict))
    shown = evaluation.duty_states.filter(evaluation.duty_states["standard"] == standard)
    for row in shown.sort("duty_id", "obligor", "instance").iter_rows(named=True):
        at[row["duty_id"], row["obligor"]][row["instance"]][row["bound"]] = row
    told = told_as_done(evaluation)
    rows = [
        _tell_duty(evaluation, words, duties.get(duty_id), duty_id, obligor, instances, happenings, told)
        for (duty_id, obligor), instances in at.items()
    ]
    far = datetime.max.replace(tzinfo=evaluation.as_of.tzinfo)
    return sorted(rows, key=lambda row: (RANKS.index(row.rank), row.due_at or far, row.duty_id, row.obligor))


def told_as_done(evaluation: Evaluation) -> dict[tuple[str, str, int], datetime]:
    """Find the instances (duty, obligor, number) that reports say were performed, below the standard at which it would count."""
    at_point = evaluation.duty_states.filter(evaluation.duty_states["bound"] == "point")
    shown = standard_given(evaluation.compiled.proof.breach)
    done: dict[tuple[str, str, int], datetime] = {}
    established = set()
    for row in at_point.iter_rows(named=True):
        key = (row["duty_id"], row["obligor"], row["instance"])
        if row["met_at"] is not None:
            done.setdefault(key, row["met_at"])
            if row["standard"] == shown:
                established.add(key)
    return {key: met_at for key, met_at in done.items() if key not in established}


def _tell_duty(
    evaluation: Evaluation,
    words: Words,
    duty: Duty | None,
    duty_id: str,
    obligor: str,
    instances: Mapping[int, Mapping[str, Mapping[str, Any]]],
    happenings: Mapping[str, Happening],
    told: Mapping[tuple[str, str, int], datetime],
) -> OwedRow:
    points = [by_bound.get("point") or next(iter(by_bound.values())) for by_bound in instances.values()]
    lead = min(
        points,
        key=lambda row: (
            RANKS.index(_rank(row, evaluation.as_of)),
            row["due_at"] or row["opened_at"] or evaluation.as_of,
        ),
    )
    rank = _rank(lead, evaluation.as_of)
    told_at = told.get((duty_id, obligor, lead["instance"]))
    if rank == "late" and told_at:
        rank = "told"
    what, is_quoted = _say_what(evaluation, words, duty, duty_id)
    details = _say_details(evaluation, words, duty, lead, happenings)
    if told_at:
        details.insert(
            0,
            words.say(
                "Reports say it was done on {day}; that does not reach {standard}.",
                day=words.due_day(told_at),
                standard=say_standard(words, standard_given(evaluation.compiled.proof.breach)),
            ),
        )
    if len(instances) > 1:
        details.insert(0, _say_instances(words, [_rank(row, evaluation.as_of) for row in points]))
    differs = _say_range(evaluation, words, next(by for by in instances.values() if lead in by.values()))
    if differs:
        details.append(differs)
    known = sorted({name for what_, name in evaluation.known_facts if what_ in (duty_id, duty_id.split("/")[0])})
    return OwedRow(
        duty_id=duty_id,
        obligor=obligor,
        rank=rank,
        shape={"met_late": "breached", "told": "alleged"}.get(rank, rank),
        tone={"late": "alarm", "breached": "alarm", "met_late": "alarm", "suspended": "pend", "open": "run"}.get(
            rank, ""
        ),
        state=say_state(words, lead, evaluation.as_of, is_told=rank == "told"),
        what=what,
        is_quoted=is_quoted,
        who=_say_who(evaluation, words, obligor, lead["guarantors"]),
        details=details,
        due_at=lead["due_at"],
        met_at=lead["met_at"],
        days_late=lead["days_late"],
        known_fields=[say_key(words, name) for name in known] if known != ["whole"] else known,
        is_silent=rank == "late" and not lead["performed"],
        instances=[_tell_instance(evaluation, words, number, by_bound) for number, by_bound in instances.items()],
    )


def _rank(row: Mapping[str, Any], as_of: datetime) -> str:
    """Where a state stands in the list: a breach that was later met, one that is still owed, or the state itself."""
    if row["state"] == "breached":
        return "met_late" if row["met_at"] else "late"
    return str(row["state"])


def say_state(words: Words, row: Mapping[str, Any], as_of: datetime, *, is_told: bool = False) -> Markup:
    """The state in words: what was done and when, or how long it has been owed. `is_told`: reports below the standard say it was done."""
    state, due_at, met_at, days = row["state"], row["due_at"], row["met_at"], row["days_late"]
    if state == "breached" and met_at:
        if days:
            return words.count("Met {n} day late", "Met {n} days late", days)
        return words.say("Met late, on the due day")
    if state == "breached" and is_told:
        return words.say("Told as done, not established")
    if state == "breached" and due_at and not row["performed"]:
        return words.say("No report that it was done, due {day}", day=words.due_day(due_at))
    if state == "breached":
        return words.say("Not met, {how}", how=say_late(words, due_at, as_of)) if due_at else words.say("Breached")
    if state == "open":
        return words.say("Open") if due_at else words.say("Open, no date")
    if state == "met":
        return words.say("Met in time") if due_at else words.say("Met")
    return {
        "waiting": words.say("Waiting"),
        "suspended": words.say("Suspended"),
        "waived": words.say("Waived"),
        "lapsed": words.say("Lapsed"),
        "not_evaluated": words.say("Not evaluated"),
    }[state]


def _say_what(evaluation: Evaluation, words: Words, duty: Duty | None, duty_id: str) -> tuple[Markup, bool]:
    told = evaluation.names.terms.get(duty_id) or evaluation.names.terms.get(duty_id.split("/")[0])
    if told:
        what = words.name(told.words, duty_id)
        row = duty_id.partition("/")[2]
        if row and duty_id not in evaluation.names.terms:
            what = words.say("{what} ({row})", what=what, row=name_of_zone(evaluation, words, row))
        return what, told.form == "text"
    if duty and duty.kinds:
        return name_kinds(evaluation, words, _topmost(duty.kinds)), False
    return words.name(None, duty_id), False


def _topmost(kinds: frozenset[str]) -> list[str]:
    """The few kinds a duty names; a set closed downward with many members is told by its first three."""
    return sorted(kinds)[:3]


def _say_who(evaluation: Evaluation, words: Words, obligor: str, guarantors: Sequence[str]) -> Markup:
    if not obligor:
        return words.say("owed by nobody named")
    owes = name_of_role(evaluation, words, obligor)
    if guarantors and list(guarantors) != [obligor]:
        return words.say(
            "{owes}; {guarantor} answers", owes=owes, guarantor=names_of_roles(evaluation, words, guarantors)
        )
    return owes


def _say_details(
    evaluation: Evaluation, words: Words, duty: Duty | None, row: Mapping[str, Any], happenings: Mapping[str, Happening]
) -> list[Markup]:
    details = []
    if row["due_at"]:
        details.append(words.say("Planned day {day}.", day=words.due_day(row["due_at"])))
    if row["met_at"]:
        details.append(words.say("Done {day}.", day=words.due_day(row["met_at"])))
    details.append(_say_amount(words, row))
    done = [happenings[incident].title for incident in row["incidents"] if incident in happenings]
    if done:
        details.append(words.say("Told: {acts}.", acts=words.commas(done[:3])))
    if row["state"] == "waiting" and duty and duty.after:
        after = [_say_what(evaluation, words, None, other)[0] for other in duty.after]
        details.append(words.say("Starts after: {duties}.", duties=words.commas(after)))
    if duty and duty.after_undefined:
        details.append(words.say("Its trigger cannot be measured as written."))
    if row["not_evaluated"]:
        details.append(
            words.say(
                "Not evaluated: {keys}.", keys=words.commas([say_key(words, key) for key in row["not_evaluated"]])
            )
        )
    return [detail for detail in details if detail]


def _say_amount(words: Words, row: Mapping[str, Any]) -> Markup:
    if row["owed"] is not None:
        owed = say_amount(words, row["owed"], row["unit"])
        return words.say("{done} of {owed}.", done=words.number(row["performed"]), owed=owed)
    if row["performed"]:
        return words.say("{done} told; no amount was fixed.", done=say_amount(words, row["performed"], row["unit"]))
    return words.say("No amount was fixed.") if row["state"] in ("met", "breached", "open") else Markup("")


def _say_instances(words: Words, ranks: Sequence[str]) -> Markup:
    counted = [
        (words.count("{n} late", "{n} late", ranks.count("late")), ranks.count("late")),
        (words.count("{n} met late", "{n} met late", ranks.count("met_late")), ranks.count("met_late")),
        (words.count("{n} met in time", "{n} met in time", ranks.count("met")), ranks.count("met")),
        (words.count("{n} open", "{n} open", ranks.count("open")), ranks.count("open")),
    ]
    told = words.commas([text for text, n in counted if n])
    return words.count("{n} period: {told}.", "{n} periods: {told}.", len(ranks), told=told or words.say("none due"))


def _say_range(evaluation: Evaluation, words: Words, by_bound: Mapping[str, Mapping[str, Any]]) -> Markup:
    lower, upper = by_bound.get("lower"), by_bound.get("upper")
    if (
        not lower
        or not upper
        or (lower["state"], lower["met_at"], lower["days_late"])
        == (upper["state"], upper["met_at"], upper["days_late"])
    ):
        return Markup("")
    return words.say(
        "The text can be read either way: at its mildest “{mild}”, at its strictest “{strict}”.",
        mild=say_state(words, lower, evaluation.as_of),
        strict=say_state(words, upper, evaluation.as_of),
    )


def _tell_instance(
    evaluation: Evaluation, words: Words, number: int, by_bound: Mapping[str, Mapping[str, Any]]
) -> InstanceRow:
    row = by_bound.get("point") or next(iter(by_bound.values()))
    return InstanceRow(
        number=number,
        state=say_state(words, row, evaluation.as_of),
        due=words.due_day(row["due_at"]) if row["due_at"] else words.say("no date"),
        done=words.due_day(row["met_at"]) if row["met_at"] else words.say("not done"),
        amount=_say_amount(words, row),
        range=_say_range(evaluation, words, by_bound),
    )
