"""The days that the strip shows, and the table that stands beneath it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from hudna.papers.alleged import Allegation, count_acts
from hudna.papers.evaluation import Evaluation
from hudna.papers.happenings import Happening
from hudna.papers.owed import OwedRow
from hudna.papers.sentences import lower_first
from hudna.papers.sides import mark_of_role, name_of_accused, parties_of
from hudna.papers.svg.strip import DayAct, DayAxis, DayDuty, Lane, draw_strip
from hudna.papers.words import Words, plain

BACK, AHEAD = 8, 7  # days around now, when something happened in them
ROWS = 60


@dataclass(frozen=True)
class StripRow:
    """One line of the table under the strip."""

    when: Markup
    what: Markup
    whom: Markup
    state: Markup
    sort: datetime


@dataclass(frozen=True)
class Strip:
    title: Markup
    drawing: Markup
    rows: list[StripRow]
    more: int  # rows left out of the table


def write_strip(
    evaluation: Evaluation,
    words: Words,
    allegations: Sequence[Allegation],
    happenings: Mapping[str, Happening],
    duties: Sequence[OwedRow],
) -> Strip:
    """Write the last days if anything was alleged or due in them, else the agreement's whole time."""
    alleged = [one for one in allegations if one.is_put]
    first, days = _window(evaluation, words, alleged, happenings, duties)
    last = first + timedelta(days=days)
    shown = [one for one in alleged if first <= words.local(happenings[one.incident_id].occurred_from).date() < last]
    lanes = [_lane(evaluation, words, role_id, shown, happenings, first) for role_id in _accused(evaluation, shown)]
    dated = [
        row for row in duties if row.due_at is not None and row.rank in ("late", "met_late", "open", "met", "suspended")
    ]
    drawn = [_duty(evaluation, words, row, first) for row in dated]
    drawn = [duty for duty in drawn if duty.planned <= days and (duty.done is None or duty.done >= 0)][:4]
    rows = _rows(evaluation, words, shown, happenings, [row for row in dated if _day_of(words, row.due_at) < last])
    title = words.say("Last days") if days <= BACK + AHEAD else words.say("Day by day")
    sentence = words.say(
        "{title}, {first} to {last}: {acts} and {duties}. The table beneath lists them.",
        title=title,
        first=words.isolated(words.local_day(first, "d MMM yyyy")),
        last=words.isolated(words.local_day(last - timedelta(days=1), "d MMM yyyy")),
        acts=words.count("{n} act alleged", "{n} acts alleged", count_acts(shown)),
        duties=words.count("{n} dated duty", "{n} dated duties", len(drawn)),
    )
    drawing = draw_strip(
        _axis(evaluation, words, first, days), lanes, drawn, duties_name=words.say("Duties"), sentence=sentence
    )
    return Strip(title, drawing, rows[:ROWS], max(0, len(rows) - ROWS))


def _window(
    evaluation: Evaluation,
    words: Words,
    alleged: Sequence[Allegation],
    happenings: Mapping[str, Happening],
    duties: Sequence[OwedRow],
) -> tuple[date, int]:
    now = words.local(evaluation.as_of).date()
    recent = now - timedelta(days=BACK)
    if any(recent <= words.local(happenings[one.incident_id].occurred_from).date() <= now for one in alleged):
        return recent, BACK + AHEAD
    begins = [_day_of(words, stretch.begins_at) for stretch in evaluation.compiled.in_force if stretch.begins_at]
    ends = [_day_of(words, stretch.ends_at) for stretch in evaluation.compiled.in_force if stretch.ends_at]
    days = [words.local(happenings[one.incident_id].occurred_from).date() for one in alleged]
    dated = [_day_of(words, moment) for row in duties for moment in (row.due_at, row.met_at) if moment]
    first = min([*begins[:1], *days[:1]], default=recent)
    first = min([first, *(day for day in days if day >= first - timedelta(days=30))]) - timedelta(days=3)
    last = min(now, max([*ends, *days, *dated, first + timedelta(days=30)])) if ends else now
    return first, max((last - first).days + 4, BACK + AHEAD + 1)


def _accused(evaluation: Evaluation, shown: Sequence[Allegation]) -> list[str]:
    parties = [role.role_id for role in parties_of(evaluation.compiled)]
    return parties + sorted({one.accused for one in shown} - set(parties))


def _lane(
    evaluation: Evaluation,
    words: Words,
    role_id: str,
    shown: Sequence[Allegation],
    happenings: Mapping[str, Happening],
    first: date,
) -> Lane:
    acts = [
        DayAct(
            _days(words, first, happenings[one.incident_id].occurred_from),
            plain(happenings[one.incident_id].place),
            one.counts,
        )
        for one in shown
        if one.accused == role_id
    ]
    accused = role_id.split("+")
    names = [plain(name_of_accused(evaluation, words, one)) for one in accused]
    return Lane([mark_of_role(evaluation.compiled, one) for one in accused], "\n".join(names), acts)


def _duty(evaluation: Evaluation, words: Words, row: OwedRow, first: date) -> DayDuty:
    assert row.due_at is not None
    is_late = row.rank in ("late", "met_late")
    name = plain(words.isolated(row.duty_id))
    label = (
        words.say("{duty}: {state}", duty=name, state=lower_first(words, row.state))
        if is_late
        else words.say("{duty}, planned day", duty=name)
    )
    return DayDuty(
        planned=_days(words, first, row.due_at),
        done=_days(words, first, row.met_at) if row.met_at else None,
        label=plain(label),
        is_late=is_late,
    )


def _axis(evaluation: Evaluation, words: Words, first: date, days: int) -> DayAxis:
    every_day = [first + timedelta(days=number) for number in range(days)]
    if days <= 20:
        marked = [(day, words.local_day(day, "d MMM" if day == first or day.day == 1 else "d")) for day in every_day]
    elif days <= 120:
        marked = [(day, words.local_day(day)) for day in every_day if (day - first).days % 7 == 0]
        marked = marked if days <= 84 else marked[::2]
    else:
        months = [day for day in every_day if day.day == 1]
        step = max(1, len(months) // 12)
        marked = [
            (day, words.local_day(day, "MMM yyyy" if day.month == 1 or day == months[0] else "MMM"))
            for day in months[::step]
        ]
    now = _days(words, first, evaluation.as_of)
    return DayAxis(
        first=first,
        days=days,
        ticks=[((day - first) / timedelta(days=1), label) for day, label in marked],
        is_daily=days <= 20,
        now=now,
        now_label=plain(words.say("as known {hour}", hour=words.moment_shortest(evaluation.as_of))),
        in_force=[
            (
                _days(words, first, stretch.begins_at) if stretch.begins_at else 0.0,
                _days(words, first, stretch.ends_at) if stretch.ends_at else float(days),
            )
            for stretch in evaluation.compiled.in_force
        ],
    )


def _rows(
    evaluation: Evaluation,
    words: Words,
    shown: Sequence[Allegation],
    happenings: Mapping[str, Happening],
    duties: Sequence[OwedRow],
) -> list[StripRow]:
    rows = []
    for one in shown:
        happening = happenings[one.incident_id]
        state = words.say("counts as a breach") if one.counts else words.say("alleged, does not count")
        rows.append(
            StripRow(
                happening.when,
                happening.title,
                name_of_accused(evaluation, words, one.accused),
                state,
                happening.occurred_from,
            )
        )
    for row in duties:
        assert row.due_at is not None
        rows.append(
            StripRow(
                words.due_day(row.due_at),
                words.say("{what}: planned day", what=row.what),
                row.who,
                row.state,
                row.due_at,
            )
        )
    return sorted(rows, key=lambda row: row.sort)


def _days(words: Words, first: date, instant: datetime) -> float:
    local = words.local(instant)
    return (local.date() - first) / timedelta(days=1) + (local.hour * 60 + local.minute) / 1440


def _day_of(words: Words, instant: datetime | None) -> date:
    return words.local(instant).date() if instant else date.max
