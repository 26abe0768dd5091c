"""The one door through which local times become instants (UTC), and the reckoning of days, months and periods.

Rules of the zones come from the pinned `tzdata` package alone: the machine's own files are never read, and `tzdata_version`
is an input that every output names. A *written* local time that does not exist or exists twice in its clock is an error, unless
an offset settles which of the two is meant. A *reckoned* time never fails: a day-based duration ends at the end of its last
local day, an exact one (`PT48H`) after so many seconds. The end of day D is the first instant whose local date is after D,
which in Damascus is not always midnight (on 2016-03-25 the day began at 01:00).
"""

import calendar
import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

from hudna.problems import nearest_name

zoneinfo.reset_tzpath(to=())  # else the machine's own files win, and two machines disagree about the same deadline
ZoneInfo.clear_cache()  # what was read from them before this module came in

OLDEST_RULES = (
    "2022e"  # Syria and Jordan stopped changing clocks in October 2022; older rules put their winters an hour off
)
SECOND = timedelta(seconds=1)

_DURATION = re.compile(
    r"P(?=.)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


@dataclass(frozen=True)
class Duration:
    """An ISO 8601 duration: calendar part (months, days) and exact part. `P1Y` is 12 months, `P1W` 7 days."""

    months: int = 0
    days: int = 0
    exact: timedelta = timedelta(0)

    @property
    def is_exact(self) -> bool:
        return not self.months and not self.days

    def times(self, count: int) -> "Duration":
        return Duration(self.months * count, self.days * count, self.exact * count)

    def nominal(self) -> timedelta:
        """Give its usual length (a month is 30 days), to compare durations with one another, never to reckon a date."""
        return timedelta(days=30 * self.months + self.days) + self.exact


def tzdata_version() -> str:
    """Give the version of the time-zone rules in use, such as `2026f`."""
    return str(tzdata.IANA_VERSION)


def warn_of_old_rules(version: str) -> str | None:
    """Say what is wrong with rules of this version if they are older than 2022e, else nothing."""
    if version >= OLDEST_RULES:  # a year and a letter: they sort as text
        return None
    return f"time-zone rules are of {version}, older than {OLDEST_RULES}: local times after October 2022 in Syria and Jordan are an hour off"


@lru_cache(maxsize=256)
def zone_of(clock: str) -> ZoneInfo:
    """Find the rules of a clock.

    Raises:
        ValueError: there is no such zone; the message names the nearest one.
    """
    try:
        return ZoneInfo(clock)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        near = nearest_name(clock, zoneinfo.available_timezones())
        raise ValueError(f"{clock!r} is no time zone" + (f"; did you mean {near!r}?" if near else "")) from unknown


def to_instant(written: str | datetime, clock: str) -> datetime:
    """Turn a written local date and time into the instant it means, in UTC.

    Args:
        written: `2027-03-01T06:00`, with seconds or not; an offset (`+03:00`, `Z`) may follow and is checked against `clock`.
        clock: IANA name of the zone in which it was written.

    Raises:
        ValueError: no date and time; a time that does not exist, or exists twice without an offset; an offset not in force then.
    """
    local = written if isinstance(written, datetime) else _parse(written)
    naive, zone = local.replace(tzinfo=None), zone_of(clock)
    offset = local.utcoffset()
    readings = _readings(naive, zone)
    if not readings:
        raise ValueError(f"{naive.isoformat()} does not exist in {clock}: the clock went forward over it")
    if offset is not None:
        for instant in readings:
            if naive - instant.replace(tzinfo=None) == offset:
                return instant
        there = " or ".join(_offset(naive - instant.replace(tzinfo=None)) for instant in readings)
        raise ValueError(
            f"offset {_offset(offset)} is not in force in {clock} at {naive.isoformat()}; there it is {there}"
        )
    if len(readings) > 1:
        offsets = " or ".join(_offset(naive - instant.replace(tzinfo=None)) for instant in readings)
        raise ValueError(f"{naive.isoformat()} exists twice in {clock}; write the offset that is meant, {offsets}")
    return readings[0]


def start_of_local_day(day: date, clock: str) -> datetime:
    """Give the first instant whose local date is `day` (or later, where the clock skipped the day), in UTC."""
    zone = zone_of(clock)
    midnight = datetime(day.year, day.month, day.day)
    readings = _readings(midnight, zone)
    if readings:
        return readings[0]
    # Midnight was skipped: the day begins at the change itself, which lies between the two offsets' readings of midnight.
    early = midnight.replace(tzinfo=zone, fold=1).astimezone(UTC)
    late = midnight.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while late - early > SECOND:
        middle = early + (late - early) // 2 // SECOND * SECOND
        if local_date(middle, clock) >= day:
            late = middle
        else:
            early = middle
    return early if local_date(early, clock) >= day else late


def end_of_local_day(day: date, clock: str) -> datetime:
    """Give the first instant whose local date is after `day`, in UTC: what ends by then was done on that day."""
    return start_of_local_day(day + timedelta(days=1), clock)


def to_moment(written: str, clock: str) -> datetime:
    """Read the moment by which something is known: a date counts as the first instant of the next local day, a time as it is.

    Raises:
        ValueError: as `to_instant`.
    """
    if len(written) == len("2016-03-24"):
        return end_of_local_day(date.fromisoformat(written), clock)
    return to_instant(written, clock)


def local_date(instant: datetime, clock: str) -> date:
    """Give the date that people there have at an instant."""
    return instant.astimezone(zone_of(clock)).date()


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration such as `P7D`, `P6M`, `PT48H`; whole numbers only.

    Raises:
        ValueError: the text is no duration.
    """
    match = _DURATION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no duration; write P7D, P2W, P6M or PT48H")
    n = {part: int(digits or 0) for part, digits in match.groupdict().items()}
    return Duration(
        months=12 * n["years"] + n["months"],
        days=7 * n["weeks"] + n["days"],
        exact=timedelta(hours=n["hours"], minutes=n["minutes"], seconds=n["seconds"]),
    )


def add_duration(instant: datetime, duration: str | Duration, clock: str, *, times: int = 1) -> datetime:
    """Reckon the instant at which a duration from `instant` ends, `times` times over; never fails for lack of a local time.

    Exact durations count seconds. Day-based ones count local dates from the date of `instant` and end at the end of the last:
    months before days, always from the start and never chained, so that a month from 31 January ends with 28 or 29 February
    and two months from it with 31 March. One with both parts (`P1DT12H`) counts its exact part from the end of that last day.
    """
    length = (parse_duration(duration) if isinstance(duration, str) else duration).times(times)
    if length.is_exact:
        return instant + length.exact
    day = add_months(local_date(instant, clock), length.months) + timedelta(days=length.days)
    return end_of_local_day(day, clock) + length.exact


def period_bounds(opens_at: datetime, every: str, clock: str) -> Iterator[datetime]:
    """Give the opening and then the end of each period of `every`, without end.

    Period k ends where `every`, k times over, ends from the opening. The opening day is day 0, as for every reckoned time, so
    `P1D` from 06:00 on 1 March has its first end at the end of 2 March: the part of a day it opens in is thrown in.
    """
    length = parse_duration(every)
    if length.nominal() <= timedelta(0):
        raise ValueError(f"{every!r} is no period: it has no length")
    yield opens_at
    count = 1
    while True:
        try:
            yield add_duration(opens_at, length, clock, times=count)
        except (OverflowError, ValueError):  # past the year 9999
            return
        count += 1


def add_months(day: date, months: int) -> date:
    """Give the same date so many months on, or the last of that month where it is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _parse(written: str) -> datetime:
    text = written.strip().replace(" ", "T", 1)
    if "T" not in text:
        raise ValueError(f"{written!r} has no time of day")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{written!r} is no date and time; write 2027-03-01T06:00") from None


def _readings(naive: datetime, zone: ZoneInfo) -> list[datetime]:
    """Give the instants (none, one or two, in order) at which the clock shows `naive`."""
    instants = {naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(i for i in instants if i.astimezone(zone).replace(tzinfo=None, fold=0) == naive.replace(fold=0))


def _offset(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
