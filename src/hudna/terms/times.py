"""Times of an agreement file: a written local time exists once in the agreement's clock, and the deal starts at a time, not on a day.

Source: docs/semantics.md, "Time". What is reckoned (`P7D`, `{day: n}`, a bare date) never fails and is not looked at here.
"""

import re
import zoneinfo
from collections.abc import Iterator

from hudna.problems import Problem, nearest_name
from hudna.terms.clock import to_instant, zone_of
from hudna.terms.document import Document, Path, dotted
from hudna.terms.walking import everywhere, find

WRITTEN_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?")
WRITTEN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
FREE_TEXT = (
    "note",
    "title",
    "url",
    "text",
    "summary",
    "undefined",
    "unread",
    "name",
    "what",
    "quality",
    "form",
    "version",
)
"""Keys under which a text may look like a time without being one."""


def check_times(document: Document, *, file: str) -> list[Problem]:
    """Say which times do not exist, exist twice or carry a wrong offset, and where a time or `day_zero` is missing."""
    problems = [*_start_without_time(document, file=file), *_days_without_zero(document, file=file)]
    clock = document.data.get("clock")
    if not isinstance(clock, str):
        return problems
    try:
        zone_of(clock)
    except (ValueError, OSError):
        nearest = nearest_name(clock, zoneinfo.available_timezones())
        return [
            *problems,
            _problem(
                ("clock",), repr(clock), "the IANA name of a time zone, such as Asia/Damascus", document, file, nearest
            ),
        ]
    return problems + list(_times_that_fail(document, clock, file=file))


def _times_that_fail(document: Document, clock: str, *, file: str) -> Iterator[Problem]:
    for value, path in everywhere(document.data):
        if not isinstance(value, str) or not WRITTEN_TIME.fullmatch(value) or any(key in path for key in FREE_TEXT):
            continue
        try:
            to_instant(value, clock)
        except (ValueError, OverflowError) as error:
            yield _problem(path, repr(value), f"a local time that exists once in {clock}: {error}", document, file)


def _start_without_time(document: Document, *, file: str) -> Iterator[Problem]:
    """Find a start of the deal that is a day: midnight is nobody's word. A bare date within `undefined` only bounds it."""
    for value, path in find(document.data, "in_force.from"):
        if "within" in path:
            continue
        if isinstance(value, dict) and "day" in value:
            yield _problem(
                path,
                "a day without a time",
                'a local time such as "2027-03-01T06:00", or {undefined: …}',
                document,
                file,
            )
        if isinstance(value, str) and WRITTEN_DATE.fullmatch(value):
            expected = f'the hour as well, such as "{value}T06:00", or {{undefined: …}} with the day in `within`'
            yield _problem(path, f"{value!r} without a time", expected, document, file)


def _days_without_zero(document: Document, *, file: str) -> Iterator[Problem]:
    if "day_zero" in document.data:
        return
    for value, path in everywhere(document.data):
        if isinstance(value, dict) and set(value) == {"day"} and path[-2:-1] not in (("of",), ("incl",), ("rates",)):
            yield _problem(
                path,
                f"{{day: {value['day']}}} without `day_zero`",
                "`day_zero: 2027-03-01` in the agreement, from which days count",
                document,
                file,
            )


def _problem(
    path: Path, found: str, expected: str, document: Document, file: str, nearest: str | None = None
) -> Problem:
    line, column = document.positions[path]
    return Problem(file, line=line, column=column, field=dotted(path), found=found, expected=expected, nearest=nearest)
