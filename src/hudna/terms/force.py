"""When the deal, a phase or a term holds: written moments, durations, phases and history become intervals at each bound.

A vague start that lies `within` a span has begun by the span's end: that is its lower bound and its point. One without a span is
nothing there, and everything at the upper bound. Of the history only `renewed` with `until`, `lapsed` and `ended` move the
interval in force. A term's own interval begins as it is written, even before the deal is in force, and never outlasts the deal.
Source: docs/semantics.md, "Time", "History".
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, Protocol

from hudna.terms.clock import add_duration, end_of_local_day, local_date, start_of_local_day, to_instant
from hudna.terms.compiled import BOUNDS, Bound
from hudna.terms.gaps import Bounded, Readings, Unknown, readings, same, settled
from hudna.terms.intervals import ALWAYS, NEVER, Times, interval, join, last_end, meet
from hudna.terms.model import Agreement, Event, Phase
from hudna.terms.values import Day, Span

Edge = Literal["start", "end"]


class Complain(Protocol):
    """Takes down a problem: where (keys), what was found, what was expected, the nearest known name."""

    def __call__(
        self, where: tuple[str | int, ...], found: str, expected: str, *, nearest: str | None = None
    ) -> None: ...


class Stretch(NamedTuple):
    """The earliest and latest instant a moment can mean, and the one at the point; None where open, equal where the deal is clear."""

    earliest: datetime | None
    point: datetime | None
    latest: datetime | None
    is_known: bool = True  # False: nothing is said that could be measured


ANY_TIME = Stretch(None, None, None, is_known=False)


@dataclass(frozen=True)
class Force:
    """When the deal is in force, and how its terms' own times are reckoned."""

    agreement: Agreement
    complain: Complain
    as_of: datetime | None = (
        None  # what happened to the deal at or after it is not known yet; None: all that the file tells
    )

    # --- moments -----------------------------------------------------------------------------------------------------------------

    def instant(self, moment: Any, edge: Edge, where: tuple[str | int, ...]) -> datetime | None:
        """Turn a written moment into an instant: a bare date or `{day: n}` is the start of that day or its end. None after a problem."""
        clock = self.agreement.clock
        try:
            if isinstance(moment, Day):
                zero = settled(self.agreement.day_zero)
                if zero is None:
                    self.complain(
                        where,
                        f"{{day: {moment.day}}} without `day_zero`",
                        "`day_zero`, the date from which days are counted",
                    )
                    return None
                day = date.fromisoformat(zero) + timedelta(days=moment.day)
            elif "T" in moment:
                return to_instant(moment, clock)
            else:
                day = date.fromisoformat(moment)
            return start_of_local_day(day, clock) if edge == "start" else end_of_local_day(day, clock)
        except (ValueError, OverflowError) as wrong:
            self.complain(where, str(wrong), f"a local time that exists once in {clock}")
            return None

    def stretch(self, reading: Any, edge: Edge, where: tuple[str | int, ...]) -> Stretch:
        """Give what one reading of a moment can mean."""
        if not isinstance(reading, Unknown):
            at = self.instant(reading, edge, where)
            return Stretch(at, at, at, is_known=at is not None)
        within = reading.within
        if within is None:
            return ANY_TIME
        if isinstance(within, Span):
            first = None if within.from_ is None else self.instant(within.from_, "start", where)
            last = None if within.until is None else self.instant(within.until, "end", where)
        else:
            first, last = self.instant(within, "start", where), self.instant(within, "end", where)
        # What is nothing at the lower bound is its point too: a start has certainly come by the last, an end not before the first.
        return Stretch(
            first, last if edge == "start" else first, last, is_known=(last if edge == "start" else first) is not None
        )

    # --- intervals ---------------------------------------------------------------------------------------------------------------

    def period(
        self, period: Any, where: tuple[str | int, ...], default: Bounded[Times], ends: Bounded[datetime | None]
    ) -> Bounded[Times]:
        """Give a written interval at each bound; where it names no start or end, those of `default`; cut at `ends` (None: not cut)."""
        told = readings(period)
        sets = [self._one_period(reading, where, default, ends) for reading in told.values]
        point = sets[told.values.index(told.point)].point
        return Bounded(meet([s.lower for s in sets]), point, join([s.upper for s in sets]))

    def _one_period(
        self, reading: Any, where: tuple[str | int, ...], default: Bounded[Times], ends: Bounded[datetime | None]
    ) -> Bounded[Times]:
        if isinstance(reading, Unknown):
            return Bounded(
                NEVER,
                NEVER,
                ALWAYS if reading.within is None else self._one_period(reading.within, where, default, ends).upper,
            )
        return self.between(reading.from_, reading.until, reading.for_, where, default, ends)

    def between(
        self,
        from_: Any,
        until: Any,
        for_: Any,
        where: tuple[str | int, ...],
        default: Bounded[Times],
        ends: Bounded[datetime | None],
    ) -> Bounded[Times]:
        """Give the interval from a start to an end or of a length, at each bound; all silent: `default` itself."""
        if from_ is None and until is None and for_ is None:
            return default
        starts = self._starts(from_, where, default)
        stops: Readings = (
            readings(until) if until is not None else readings(for_) if for_ is not None else Readings((None,), None)
        )
        pairs = [(start, stop) for start in starts.values for stop in stops.values]
        is_length = until is None and for_ is not None
        sets = [self._from_to(start, stop, is_length, where, ends) for start, stop in pairs]
        point = sets[pairs.index((starts.point, stops.point))].point
        return Bounded(meet([s.lower for s in sets]), point, join([s.upper for s in sets]))

    def _starts(self, from_: Any, where: tuple[str | int, ...], default: Bounded[Times]) -> Readings:
        """Give the stretches in which it can start, one for each reading."""
        if from_ is not None:
            told = readings(from_)
            stretches = [self.stretch(reading, "start", (*where, "from")) for reading in told.values]
            return Readings(tuple(stretches), stretches[told.values.index(told.point)])
        if not default.upper:
            return Readings((ANY_TIME,), ANY_TIME)
        first = default.upper[0].begins_at
        late = default.lower[0].begins_at if default.lower else None
        point = default.point[0].begins_at if default.point else late
        begins = Stretch(first, point, late, is_known=bool(default.lower))
        return Readings((begins,), begins)

    def _from_to(
        self, start: Stretch, stop: Any, is_length: bool, where: tuple[str | int, ...], ends: Bounded[datetime | None]
    ) -> Bounded[Times]:
        early, begin, late, is_known = start
        if stop is None:
            shortest = usual = longest = None
        elif is_length:
            length = stop.within if isinstance(stop, Unknown) else stop
            longest = None if length is None else self.after(late, length) if is_known else None
            if isinstance(stop, Unknown):
                is_known = False
            shortest, usual = (
                self.after(early, stop) if is_known else None,
                self.after(begin, stop) if is_known else None,
            )
        else:
            shortest, usual, longest, is_end_known = self.stretch(stop, "end", (*where, "until"))
            is_known = is_known and is_end_known
        upper = interval(early, _sooner(longest, ends.upper))
        if not is_known:
            return Bounded(NEVER, NEVER, upper)
        lower = interval(late, _sooner(shortest, ends.lower))
        return Bounded(lower, join([lower, interval(begin, _sooner(usual, ends.point))]), upper)

    def after(self, instant: datetime | None, duration: str) -> datetime | None:
        """Reckon a duration from an instant in the deal's clock; None from an unknown one."""
        return None if instant is None else add_duration(instant, duration, self.agreement.clock)

    # --- the deal ----------------------------------------------------------------------------------------------------------------

    def in_force(self, *, continues: bool = False) -> Bounded[Times]:
        """Give when the deal binds; `continues`: for a term that goes on after a lapse."""
        written = self.agreement.in_force
        if written is None:
            return self._through_history(Bounded(ALWAYS, ALWAYS, ALWAYS), continues=continues)
        return self._in_force_from(written.from_, continues)

    def ends(self, *, continues: bool = False) -> Bounded[datetime | None]:
        """Give when the deal is over at each bound, for terms with an interval of their own; None: never, or nobody knows."""
        whole = self.in_force(continues=continues)
        upper = last_end(whole.upper) if whole.upper else None
        lower = last_end(whole.lower) if whole.lower else self._earliest_known_end(continues)
        point = last_end(whole.point) if whole.point else upper
        return Bounded(lower, point, upper)

    def _earliest_known_end(self, continues: bool) -> datetime | None:
        """Find the first end the deal can have where its start is unknown at the lower bound."""
        written = self.agreement.in_force
        if written is None or written.from_ is None:
            return None
        known = [
            last_end(times.lower)
            for reading in readings(written.from_).values
            if not isinstance(reading, Unknown)
            for times in [self._in_force_from(reading, continues)]
            if times.lower
        ]
        return min((end for end in known if end is not None), default=None)

    def _in_force_from(self, start: Any, continues: bool) -> Bounded[Times]:
        written = self.agreement.in_force
        assert written is not None
        until, for_ = (None, None) if continues or written.endless else (written.until, written.for_)
        return self._through_history(
            self.between(start, until, for_, ("in_force",), same(ALWAYS), same(None)), continues=continues
        )

    def _through_history(self, times: Bounded[Times], *, continues: bool) -> Bounded[Times]:
        for number, event in enumerate(self.agreement.history or []):
            where = ("history", number)
            happened_at = self.at_bound(event.date, "start", "point", (*where, "date"))
            if self.as_of is not None and happened_at is not None and happened_at >= self.as_of:
                continue
            if event.what == "renewed" and event.until is not None and not continues:
                times = Bounded(*(self._renewed(times.at(b), event, b, where) for b in BOUNDS))
            elif event.what == "ended" or (event.what == "lapsed" and not continues):
                times = Bounded(*(self._closed(times.at(b), event, b, where) for b in BOUNDS))
        return times

    def _renewed(self, times: Times, event: Event, bound: Bound, where: tuple[str | int, ...]) -> Times:
        end = self.at_bound(event.until, "end", bound, (*where, "until"))
        begin = self.at_bound(event.date, "start", bound, (*where, "date"))
        if not times or end is None:
            return times
        last = times[-1]
        if (
            last.ends_at is not None and begin is not None and begin > last.ends_at
        ):  # it had run out before it was renewed
            return join([times, interval(begin, end)])
        return join([times[:-1], interval(last.begins_at, end)])

    def _closed(self, times: Times, event: Event, bound: Bound, where: tuple[str | int, ...]) -> Times:
        end = self.at_bound(event.date, "end", bound, (*where, "date"))
        return times if end is None else meet([times, interval(None, end)])

    def at_bound(self, moment: Any, edge: Edge, bound: Bound, where: tuple[str | int, ...]) -> datetime | None:
        """Give a moment at a bound: the earliest it can be at `lower`, the latest at `upper`; None where nobody knows."""
        told = readings(moment)
        if bound == "point":
            return self.stretch(told.point, edge, where).point
        stretches = [self.stretch(reading, edge, where) for reading in told.values]
        if bound == "lower":
            return min((s.earliest for s in stretches if s.earliest is not None), default=None)
        return (
            None
            if any(s.latest is None for s in stretches)
            else max((s.latest for s in stretches if s.latest is not None), default=None)
        )

    # --- terms -------------------------------------------------------------------------------------------------------------------

    def term_times(
        self, during: Any, phase: Any, where: tuple[str | int, ...], *, continues: bool = False
    ) -> Bounded[Times]:
        """Give when a term holds: its own interval, its phase, or as long as the deal."""
        if during is not None:
            return self.period(
                during, (*where, "during"), self.in_force(continues=continues), self.ends(continues=continues)
            )
        name = settled(phase)
        if phase is None:
            return self.in_force(continues=continues)
        if name is None or name not in (self.agreement.phases or {}):
            return Bounded(NEVER, NEVER, self.in_force(continues=continues).upper)
        return self.phase_times(name, continues=continues)

    def phase_times(self, name: str, *, continues: bool = False) -> Bounded[Times]:
        """Give a phase's interval; one that starts `after` duties can begin with the deal, and its terms wait for those duties."""
        phases = self.agreement.phases or {}
        phase: Phase = phases[name]
        until, for_ = phase.until, phase.for_
        following = phases.get(phase.next or "")
        if following is not None and settled(following.agreed) is False and settled(following.meanwhile) == "continues":
            until = for_ = None
        times = self.between(
            phase.from_,
            until,
            for_,
            ("phases", name),
            self.in_force(continues=continues),
            self.ends(continues=continues),
        )
        if following is not None and until is None and for_ is None and following.from_ is not None:
            starts = [
                self.at_bound(following.from_, "start", bound, ("phases", phase.next or "", "from")) for bound in BOUNDS
            ]
            times = Bounded(
                *(meet([times.at(bound), interval(None, start)]) for bound, start in zip(BOUNDS, starts, strict=True))
            )
        if (
            phase.agreed is not None and settled(phase.agreed) is not True
        ):  # its content is not agreed: nothing for certain
            return Bounded(NEVER, NEVER, times.upper)
        return times


def days_of(times: Times, clock: str) -> tuple[date | None, date | None]:
    """Give the first and last local day that intervals touch; None where they are open, or empty."""
    if not times:
        return None, None
    first, last = times[0].begins_at, times[-1].ends_at
    return (
        None if first is None else local_date(first, clock),
        None if last is None else local_date(last - timedelta(microseconds=1), clock),
    )


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    """Give the earlier of two ends, None being no end."""
    return min((end for end in (one, other) if end is not None), default=None)
