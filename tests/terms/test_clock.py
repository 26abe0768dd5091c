"""Local times become instants at one door; reckoned times never fail. Numbers L… are faults of other programs (cases.md)."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.terms import (
    add_duration,
    end_of_local_day,
    local_date,
    parse_duration,
    period_bounds,
    start_of_local_day,
    to_instant,
    tzdata_version,
)
from hudna.terms.clock import Duration, warn_of_old_rules, zone_of
from terms.deals import compiled

DAMASCUS = "Asia/Damascus"
MINUTE = timedelta(minutes=1)
CLOCKS = [DAMASCUS, "Asia/Gaza", "Asia/Beirut", "Europe/Kyiv", "America/Sao_Paulo", "Asia/Aden", "Pacific/Apia"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_is_a_local_day() -> None:  # L01
    day = date(2016, 2, 27)

    assert start_of_local_day(day, DAMASCUS) == utc("2016-02-26T22:00")
    assert end_of_local_day(day, DAMASCUS) == utc("2016-02-27T22:00")
    assert local_date(utc("2016-02-26T22:00"), DAMASCUS) == day


def test_syria_stays_in_summer_time_after_october_2022() -> None:  # L03
    assert to_instant("2022-01-15T12:00", DAMASCUS) == utc("2022-01-15T10:00")
    assert to_instant("2022-11-15T12:00", DAMASCUS) == utc("2022-11-15T09:00")


def test_rules_older_than_2022e_are_warned_of() -> None:  # L03
    assert warn_of_old_rules(tzdata_version()) is None
    assert "2022d" in (warn_of_old_rules("2022d") or "")
    assert warn_of_old_rules("2022e") is None
    assert tzdata_version() >= "2026"


def test_an_agreement_compiled_with_old_rules_says_so_in_its_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled("").notes == ()

    monkeypatch.setattr("tzdata.IANA_VERSION", "2022a")

    deal = compiled("")
    assert deal.tzdata_version == "2022a"
    assert [note for note in deal.notes if "2022a" in note and "an hour off" in note]


def test_gaza_and_jerusalem_are_two_clocks() -> None:  # L06
    assert to_instant("2025-04-01T12:00", "Asia/Gaza") == utc("2025-04-01T10:00")
    assert to_instant("2025-04-01T12:00", "Asia/Jerusalem") == utc("2025-04-01T09:00")


def test_forty_eight_hours_are_exact_across_a_change_of_clocks() -> None:  # L09
    notice = to_instant("2016-03-24T20:00", DAMASCUS)

    limit = add_duration(notice, "PT48H", DAMASCUS)

    assert limit == utc("2016-03-26T18:00")
    assert limit.astimezone(ZoneInfo(DAMASCUS)).strftime("%H:%M") == "21:00"


def test_months_count_from_the_start_and_are_never_chained() -> None:  # L10
    opens = start_of_local_day(date(2016, 1, 31), DAMASCUS)

    ends = list(islice(period_bounds(opens, "P1M", DAMASCUS), 4))[1:]

    assert [local_date(end - MINUTE, DAMASCUS) for end in ends] == [
        date(2016, 2, 29),
        date(2016, 3, 31),
        date(2016, 4, 30),
    ]


def test_six_months_from_the_last_of_august_end_with_february() -> None:  # L10
    opens = to_instant("2015-08-31T12:00", DAMASCUS)

    assert add_duration(opens, "P6M", DAMASCUS) == end_of_local_day(date(2016, 2, 29), DAMASCUS)


def test_a_midnight_that_the_clock_skipped_is_an_error_if_written_and_none_if_reckoned() -> None:
    with pytest.raises(ValueError, match="does not exist in Asia/Damascus"):
        to_instant("2016-03-25T00:00", DAMASCUS)

    assert end_of_local_day(date(2016, 3, 24), DAMASCUS) == utc("2016-03-24T22:00")
    assert start_of_local_day(date(2016, 3, 25), DAMASCUS) == utc("2016-03-24T22:00")


def test_an_hour_that_comes_twice_needs_its_offset() -> None:
    with pytest.raises(ValueError, match=r"exists twice.*\+03:00 or \+02:00"):
        to_instant("2016-10-27T23:30", DAMASCUS)

    assert to_instant("2016-10-27T23:30+03:00", DAMASCUS) == utc("2016-10-27T20:30")
    assert to_instant("2016-10-27T23:30+02:00", DAMASCUS) == utc("2016-10-27T21:30")


def test_an_offset_is_checked_against_the_clock() -> None:
    with pytest.raises(ValueError, match=r"offset \+02:00 is not in force .* it is \+03:00"):
        to_instant("2027-03-01T06:00+02:00", "Asia/Amman")

    assert to_instant("2027-03-01T06:00+03:00", "Asia/Amman") == utc("2027-03-01T03:00")


@pytest.mark.parametrize("written", ["2016-02-27", "soon", "2016-02-30T12:00", "12:00"])
def test_what_is_no_date_and_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"no time of day|no date and time"):
        to_instant(written, DAMASCUS)


def test_an_unknown_clock_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(ValueError, match="Asia/Damascus"):
        zone_of("Asia/Damaskus")


def test_a_day_that_the_clock_skipped_begins_with_the_next() -> None:
    assert start_of_local_day(date(2011, 12, 30), "Pacific/Apia") == start_of_local_day(
        date(2011, 12, 31), "Pacific/Apia"
    )


def test_the_first_end_of_a_daily_period_is_that_of_the_next_day() -> None:
    opens = to_instant("2027-03-01T06:00", "Asia/Amman")

    bounds = list(islice(period_bounds(opens, "P1D", "Asia/Amman"), 3))

    assert bounds == [opens, utc("2027-03-02T21:00"), utc("2027-03-03T21:00")]


def test_exact_periods_follow_one_another_without_a_gap() -> None:
    opens = to_instant("2016-03-24T20:00", DAMASCUS)

    bounds = list(islice(period_bounds(opens, "PT12H", DAMASCUS), 4))

    assert bounds == [opens + k * timedelta(hours=12) for k in range(4)]


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P1Y2M", Duration(months=14)),
        ("P2W", Duration(days=14)),
        ("P1DT12H", Duration(days=1, exact=timedelta(hours=12))),
        ("PT1H30M10S", Duration(exact=timedelta(hours=1, minutes=30, seconds=10))),
    ],
)
def test_durations_are_read_by_their_parts(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["P", "PT", "7D", "P7", "P1.5D", "-P1D", "P1H", "p7d", ""])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        parse_duration(text)


def test_a_period_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="no length"):
        next(period_bounds(utc("2016-01-01T00:00"), "P0D", DAMASCUS))


def first_minute_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The slow twin: walk through the minutes around a day until the local date is that day or later."""
    minute = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=30)
    while minute.astimezone(zone).date() < day:
        minute += MINUTE
    return minute


@given(day=st.dates(date(2011, 1, 1), date(2030, 12, 31)), clock=st.sampled_from(CLOCKS))
def test_a_day_begins_where_walking_minute_by_minute_finds_it(day: date, clock: str) -> None:
    assert start_of_local_day(day, clock) == first_minute_of_day(day, ZoneInfo(clock))


def instants_showing(naive: datetime, zone: ZoneInfo) -> list[datetime]:
    """The slow twin: all minutes within a day and a half at which a clock on the wall shows this time."""
    start = naive.replace(tzinfo=UTC) - timedelta(hours=18)
    minutes = (start + k * MINUTE for k in range(36 * 60))
    return [minute for minute in minutes if minute.astimezone(zone).replace(tzinfo=None) == naive]


@given(
    day=st.sampled_from(
        [
            date(2016, 3, 25),
            date(2016, 10, 27),
            date(2016, 10, 28),
            date(2018, 11, 4),
            date(2018, 2, 17),
            date(2025, 4, 12),
        ]
    ),
    minute=st.integers(0, 24 * 60 - 1),
    clock=st.sampled_from(CLOCKS),
)
def test_a_written_time_is_accepted_exactly_where_the_wall_clock_shows_it_once(
    day: date, minute: int, clock: str
) -> None:
    naive = datetime(day.year, day.month, day.day) + minute * MINUTE
    shown = instants_showing(naive, ZoneInfo(clock))

    if len(shown) == 1:
        assert to_instant(naive.isoformat(), clock) == shown[0]
    else:
        with pytest.raises(ValueError, match="exist"):
            to_instant(naive.isoformat(), clock)


@given(
    at=st.datetimes(datetime(2012, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),
    days=st.integers(1, 400),
    clock=st.sampled_from(CLOCKS),
)
def test_a_reckoned_day_never_fails_and_ends_with_its_last_local_day(at: datetime, days: int, clock: str) -> None:
    end = add_duration(at, f"P{days}D", clock)

    last = local_date(at, clock) + timedelta(days=days)
    assert local_date(end, clock) > last
    assert local_date(end - timedelta(microseconds=1), clock) <= last
