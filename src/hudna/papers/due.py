"""Clocks in words: who must act, by when, and what follows; the ladder of one allegation; who answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from hudna.compliance import is_about
from hudna.compliance.clocks import NOBODY, RULED, SETTLING, SILENCE
from hudna.papers.alleged import Allegation
from hudna.papers.evaluation import Evaluation
from hudna.papers.happenings import Happening
from hudna.papers.owed import OwedRow
from hudna.papers.sentences import say_act, say_answer, say_deadline, say_late, say_standard
from hudna.papers.sides import name_of_role, names_of_roles
from hudna.papers.svg.marks import draw_clock
from hudna.papers.words import Words
from hudna.terms.compiled import Rung

RULINGS = ("ruling", "joint_ruling")
SHOWN = 4  # acts beside the sentence; the rest stand with their allegations


@dataclass(frozen=True)
class NextAct:
    """One thing somebody must do: who and what, about what, and the clock."""

    who: Markup
    about: Markup
    tone: str
    clock: Markup  # drawing
    left: Markup  # the large words
    by: Markup  # the small words
    href: str
    due_at: datetime | None
    deadline: Markup  # the same as one sentence
    state: str  # of the clock: running, overdue, no_limit; or duty


@dataclass(frozen=True)
class Step:
    """One rung of a ladder as drawn: done, now, late or to come."""

    name: Markup
    words: Markup
    state: str


def next_acts(
    evaluation: Evaluation, words: Words, happenings: Mapping[str, Happening], duties: Sequence[OwedRow]
) -> list[NextAct]:
    """Who must act next: running clocks by time left, then what is overdue, then late duties and the next day due."""
    clocks = evaluation.clocks
    is_open = clocks["state"].cast(str).is_in(["running", "overdue", "no_limit"]) & clocks["stopped_by"].is_null()
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    furthest: dict[tuple[str, str, str], int] = {}
    for row in clocks.iter_rows(named=True):
        key = (row["incident_id"], row["accused"], row["addressee"])
        furthest[key] = max(furthest.get(key, 0), row["position"])
    for row in (
        clocks.filter(is_open)
        .sort("due_at", "incident_id", "accused", "position", nulls_last=True)
        .iter_rows(named=True)
    ):
        if (
            row["position"] == furthest[row["incident_id"], row["accused"], row["addressee"]]
        ):  # an earlier rung left behind is not the next act
            groups[row["state"], row["addressee"], row["rung"]].append(row)
    order = {"running": 0, "overdue": 1, "no_limit": 2}
    far = datetime.max.replace(tzinfo=evaluation.as_of.tzinfo)
    ranked = sorted(groups.items(), key=lambda item: (order[item[0][0]], item[1][0]["due_at"] or far, item[0]))
    acts = [_clock_act(evaluation, words, rows, happenings) for _, rows in ranked]
    late = [_duty_act(evaluation, words, row) for row in duties if row.rank == "late"][:2]
    coming = [row for row in duties if row.rank == "open" and row.due_at]
    if not late and coming:
        late = [_duty_act(evaluation, words, coming[0])]
    return acts[: SHOWN - len(late)] + late


def _clock_act(
    evaluation: Evaluation, words: Words, rows: Sequence[Mapping[str, Any]], happenings: Mapping[str, Happening]
) -> NextAct:
    row = rows[0]
    who = name_of_role(evaluation, words, row["addressee"])
    act = say_act(words, row["rung"], _act_of(evaluation, row["rung"]))
    due_at, state = row["due_at"], row["state"]
    title = happenings[row["incident_id"]].title if row["incident_id"] in happenings else words.data(row["incident_id"])
    about = (
        title
        if len(rows) == 1
        else words.count("{title} and {n} more", "{title} and {n} more", len(rows) - 1, title=title)
    )
    share = None
    if state == "running" and due_at is not None:
        whole = (due_at - row["starts_at"]).total_seconds()
        share = max(0.0, (due_at - evaluation.as_of).total_seconds() / whole) if whole > 0 else 0.0
        tone = "pend" if share < 0.25 else "run"
        left, by = words.duration(due_at - evaluation.as_of), words.say("by {when}", when=words.moment_short(due_at))
    elif state == "overdue" and due_at is not None:
        tone = "alarm" if evaluation.has_answers_file else "quiet"
        by = words.say("was due {when}", when=words.moment_short(due_at))
        left = (
            say_late(words, due_at, evaluation.as_of) if evaluation.has_answers_file else words.say("no answers file")
        )
    else:
        tone, left, by = (
            "quiet",
            words.say("no time set"),
            words.say("since {when}", when=words.moment_short(row["starts_at"])),
        )
    return NextAct(
        who=words.say("{who}: {act}", who=who, act=act),
        about=about,
        tone=tone,
        clock=draw_clock(tone, share),
        left=left,
        by=by,
        href="#allegations",
        due_at=due_at,
        deadline=say_deadline(
            words,
            who=who,
            act=act,
            state=state,
            due_at=due_at,
            as_of=evaluation.as_of,
            has_answers_file=evaluation.has_answers_file,
            has_spoken=all(_has_spoken(evaluation, one) for one in rows),
        ),
        state=state,
    )


def _duty_act(evaluation: Evaluation, words: Words, row: OwedRow) -> NextAct:
    who = name_of_role(evaluation, words, row.obligor) if row.obligor else words.say("Nobody named")
    is_late = row.rank == "late"
    due_at = row.due_at
    tone = "alarm" if is_late else "run"
    if due_at is None:
        left, by = row.state, Markup("")
    else:
        late = words.say("no report") if row.is_silent else say_late(words, due_at, evaluation.as_of)
        left = late if is_late else words.duration(due_at - evaluation.as_of)
        by = words.say("planned day {day}", day=words.day_short_due(due_at))
    return NextAct(
        who=words.say("{who}: duty {duty}", who=who, duty=words.isolated(row.duty_id)),
        about=row.what,
        tone=tone,
        clock=draw_clock(tone, None if is_late or due_at is None else 1.0),
        left=left,
        by=by,
        href="#duties",
        due_at=due_at,
        deadline=words.say("{what}: {left}.", what=row.what, left=left),
        state="duty",
    )


def ladder_of(evaluation: Evaluation, words: Words, one: Allegation) -> list[Step]:
    """The ladder of one allegation: what was done, what runs, what can still come, each with its addressee and time."""
    clocks = evaluation.clocks
    mine = clocks.filter((clocks["incident_id"] == one.incident_id) & (clocks["accused"] == one.accused))
    rows = list(mine.sort("position", "addressee").iter_rows(named=True))
    if not rows:
        return []
    steps = [
        Step(
            name=_capital_act(words, say_act(words, row["rung"], _act_of(evaluation, row["rung"]))),
            words=_say_clock(evaluation, words, row),
            state=_step_state(evaluation, row),
        )
        for row in rows
    ]
    waits = _waits_for_breach(rows)
    for number, rung in enumerate(_still_to_come(evaluation, one, rows)):
        to = [who for who in rung.to if who != "guarantor"]
        who = names_of_roles(evaluation, words, to) if to else words.say("whoever answers for the accused")
        steps.append(
            Step(
                name=_capital_act(words, say_act(words, rung.rung, rung.act)),
                words=words.say(
                    "{who}. To come: it opens once this reaches {standard}.",
                    who=who,
                    standard=say_standard(words, evaluation.compiled.proof.breach),
                )
                if waits and number == 0
                else words.say("{who}. To come: it opens when the one before runs out or is refused.", who=who),
                state="later",
            )
        )
    return steps


def _step_state(evaluation: Evaluation, row: Mapping[str, Any]) -> str:
    if row["stopped_by"] is not None and row["stopped_by"] != SILENCE:
        return "done"
    if row["state"] == "overdue":
        return "late" if evaluation.has_answers_file else "now"
    return "now" if row["state"] in ("running", "no_limit") else "done"


def _still_to_come(evaluation: Evaluation, one: Allegation, rows: Sequence[Mapping[str, Any]]) -> list[Rung]:
    """Which rungs can still open: none once the matter is settled or cleared, and none that is for other classes.

    A late acceptance settles nothing: the rung has run out, and the next opens with that.
    """
    reached = max(row["position"] for row in rows)
    last = [row for row in rows if row["position"] == reached]
    if all(_is_settled(row) for row in last) or (one.lead["ruling"] and not one.counts):
        return []
    stands_on = {row["allegation_id"]: row["breach_class"] for row in (one.lead, *one.others)}
    breach_class = stands_on.get(last[0]["allegation_id"], one.lead["breach_class"])
    return [rung for rung in evaluation.compiled.ladder[reached:] if not rung.classes or breach_class in rung.classes]


def _is_settled(row: Mapping[str, Any]) -> bool:
    """Whether a clock ended so that no rung follows from it."""
    word = row["stopped_by"]
    if row["state"] != "stopped" or word is None:
        return bool(word == SILENCE)
    return word in SETTLING or word.startswith(f"{RULED} ")


def _waits_for_breach(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the last rung has passed and yet no other opened: then it is the standard for a breach that is wanting."""
    reached = max(row["position"] for row in rows)
    return any(
        row["position"] == reached and row["state"] not in ("running", "no_limit") and not _is_settled(row)
        for row in rows
    )


def _say_clock(evaluation: Evaluation, words: Words, row: Mapping[str, Any]) -> Markup:
    who = name_of_role(evaluation, words, row["addressee"])
    if row["stopped_by"] == NOBODY:
        return words.say("Nobody answers for the accused; the next rung opens at once.")
    if row["stopped_by"] is not None and (row["stopped_by"] != SILENCE or evaluation.has_answers_file):
        return _say_stopped(words, who, row)
    if row["due_at"] is None:
        return words.say(
            "{who}, since {when}; the text sets no time", who=who, when=words.moment_short(row["starts_at"])
        )
    due = words.moment_short(row["due_at"])
    if row["state"] == "running":
        return words.say("{who}, by {when}", who=who, when=due)
    if not evaluation.has_answers_file:
        return words.say("{who}, was due {when}; no answers file was given", who=who, when=due)
    late = say_late(words, row["due_at"], evaluation.as_of)
    if _has_spoken(evaluation, row):
        return words.say("{who}, was due {when}; {late}, not done", who=who, when=due, late=late)
    return words.say("{who}, was due {when}; {late}, no reply", who=who, when=due, late=late)


def _has_spoken(evaluation: Evaluation, row: Mapping[str, Any]) -> bool:
    """Whether the addressee of a clock has said anything on the incident and accused, if not what the clock asks for."""
    return any(
        answer["by"] == row["addressee"] for answer in _answers_known(evaluation, row["incident_id"], row["accused"])
    )


def _answers_known(evaluation: Evaluation, incident_id: str, accused: str) -> list[Mapping[str, Any]]:
    """The answers about one incident and accused that were known at `as_of`, in order of time."""
    answers = evaluation.answers
    known = answers.filter((answers["incident_id"] == incident_id) & (answers["known_at"] < evaluation.as_of))
    return [row for row in known.sort("known_at", "row").iter_rows(named=True) if is_about(row, incident_id, accused)]


def _say_stopped(words: Words, who: Markup, row: Mapping[str, Any]) -> Markup:
    """What stopped a clock and when; an answer after the limit is an answer, and late."""
    word, when = row["stopped_by"], words.moment_short(row["stopped_at"])
    if word == SILENCE:
        return words.say("{who}: no reply by {when}; by the text that is acceptance", who=who, when=when)
    is_cleared = word.startswith(f"{RULED} ")
    answer = say_answer(words, "ruling" if is_cleared else word, None)
    if row["state"] != "overdue" or row["due_at"] is None:
        return words.say("{who}: {answer}, {when}", who=who, answer=answer, when=when)
    if is_cleared:
        due = words.moment_short(row["due_at"])
        return words.say("{who}: no reply by {due}; {answer}, {when}", who=who, due=due, answer=answer, when=when)
    late = say_late(words, row["due_at"], row["stopped_at"])
    if word in RULINGS:
        return words.say("{who}: {answer}, {when}; {late}", who=who, answer=answer, when=when, late=late)
    return words.say("{who}: {answer}, {when}; answered {late}", who=who, answer=answer, when=when, late=late)


def answers_to(evaluation: Evaluation, words: Words, incident_id: str, accused: str) -> list[Markup]:
    """What was answered and ruled about one incident and accused, in order of time."""
    said = []
    for row in _answers_known(evaluation, incident_id, accused):
        told = words.say(
            "{who}: {answer}, {when}.",
            who=name_of_role(evaluation, words, row["by"]),
            answer=say_answer(words, row["answer"], row["ruling"]),
            when=words.moment_short(row["known_at"]),
        )
        note = Markup(" “{}”").format(words.data(row["note"])) if row["note"] else Markup("")
        said.append(told + note)
    return said


def say_waiting_rungs(evaluation: Evaluation, words: Words) -> Markup:
    """Which standard the later rungs wait for."""
    return words.say(
        "Acknowledging and answering run from {notice} on; later rungs wait for {breach}.",
        notice=say_standard(words, evaluation.compiled.proof.notice),
        breach=say_standard(words, evaluation.compiled.proof.breach),
    )


def _act_of(evaluation: Evaluation, rung: str) -> str | None:
    return next((one.act for one in evaluation.compiled.ladder if one.rung == rung), None)


def _capital_act(words: Words, act: Markup) -> Markup:
    return act if words.language == "ar" or act.startswith("<") else Markup(act[:1].upper() + act[1:])
