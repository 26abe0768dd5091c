"""Local days and durations, reckoned the slow way (docs/semantics.md, "Time")."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


@cache
def end_of_day(day: date, clock: str) -> datetime:
    """The first instant whose local date is the day after: looked for minute by minute."""
    zone = ZoneInfo(clock)
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=6)
    while instant.astimezone(zone).date() <= day:
        instant += timedelta(minutes=1)
    return instant


def local_day(instant: datetime, clock: str) -> date:
    return instant.astimezone(ZoneInfo(clock)).date()


def after(instant: datetime, duration: str, clock: str, times: int = 1) -> datetime:
    """`duration` later, `times` over, reckoned from `instant` and not in a chain: exact for hours, to the end of the local day for days."""
    years, months, weeks, days, hours, minutes, seconds = (
        int(part or 0) * times for part in DURATION.fullmatch(duration).groups()
    )  # type: ignore[union-attr]
    exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not (years or months or weeks or days):
        return instant + exact
    assert not exact, "a mixture of days and hours is not asked here"
    day = local_day(instant, clock)
    month = day.month - 1 + months + 12 * years
    year, month = day.year + month // 12, month % 12 + 1
    day = date(year, month, min(day.day, monthrange(year, month)[1])) + timedelta(days=days + 7 * weeks)
    return end_of_day(day, clock)
