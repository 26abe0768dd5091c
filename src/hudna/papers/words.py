"""The voice of one language: our words through the catalogue, numbers with Latin digits, times in the agreement's clock.

A message is an English sentence with `{placeholders}`; it may hold `<b>`. What is put in is escaped, and names of people and
places stand in `<bdi>`, so that an Arabic name in an English line (or the reverse) cannot turn the line around.
"""

import gettext
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone_location
from babel.messages.pofile import read_po
from markupsafe import Markup, escape

LOCALES = {"en": "en", "ar": "ar_SY"}  # ar_SY for the Levantine months (أيلول)
SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@cache
def read_messages(language: str) -> tuple[Mapping[str, str | tuple[str, ...]], str]:
    """Read the catalogue: message -> translation (a tuple for plurals), and the rule that picks the plural. English has none."""
    if language == "en":
        return {}, "n != 1"
    source = files("hudna.papers") / "locale" / language / "LC_MESSAGES" / "hudna.po"
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    messages: dict[str, str | tuple[str, ...]] = {}
    for message in catalogue:
        if message.id and not message.fuzzy:
            key = message.id if isinstance(message.id, str) else message.id[0]
            if message.string:
                messages[key] = message.string if isinstance(message.string, str) else tuple(message.string)
    return messages, catalogue.plural_expr


@dataclass(frozen=True)
class Words:
    """Speaks one language (`en` or `ar`) about one agreement, in its clock."""

    language: str
    clock: str
    zone: ZoneInfo = field(init=False)

    def __post_init__(self) -> None:
        if self.language not in LOCALES:
            raise ValueError(f"no catalogue for the language {self.language!r}; there is {', '.join(LOCALES)}")
        object.__setattr__(self, "zone", ZoneInfo(self.clock))

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ar" else "ltr"

    def say(self, message: str, **values: object) -> Markup:
        """Put a message into words. Values are escaped unless they are markup already."""
        found = read_messages(self.language)[0].get(message, message)
        return Markup(found if isinstance(found, str) else found[0]).format(**values)

    def count(self, one: str, many: str, n: int, **values: object) -> Markup:
        """Put a counted message into words: `{n}` in digits; `{number}`, `{Number}` spelled to ten in English, digits elsewhere."""
        messages, rule = read_messages(self.language)
        found = messages.get(one)
        text = found[_plural(rule)(n)] if isinstance(found, tuple) else (one if n == 1 else many)
        spelled = SPELLED[n] if self.language == "en" and 0 <= n <= 10 else self.number(n)
        return Markup(text).format(n=self.number(n), number=spelled, Number=spelled[:1].upper() + spelled[1:], **values)

    def name(self, names: Mapping[str, str] | None, otherwise: str) -> Markup:
        """Give a name in this language, else in English, else in any, else the id with spaces; isolated, and marked by language."""
        if names:
            language = next((tongue for tongue in (self.language, "en", *names) if names.get(tongue)), None)
            if language:
                return self.data(names[language], language)
        return self.data(otherwise.replace("_", " "), "en")

    def data(self, text: str, language: str | None = None) -> Markup:
        """Isolate a text that is not ours; `lang` is written where it differs from the page's."""
        if language and language != self.language and re.search(r"[^\W\d_]{2}", text):
            return Markup('<bdi dir="auto" lang="{}">{}</bdi>').format(language, text)
        return Markup('<bdi dir="auto">{}</bdi>').format(text)

    def listed(self, things: Sequence[Markup], *, last: str = "and") -> Markup:
        """Join as a sentence does: a, b and c."""
        if not things:
            return Markup("")
        if len(things) == 1:
            return things[0]
        head = self.commas(things[:-1])
        if last == "or":
            return self.say("{head} or {tail}", head=head, tail=things[-1])
        return self.say("{head} and {tail}", head=head, tail=things[-1])

    def commas(self, things: Sequence[Markup]) -> Markup:
        return Markup("، " if self.language == "ar" else ", ").join(things)

    def apart(self, things: Sequence[Markup]) -> Markup:
        """Set apart what has commas of its own."""
        return Markup("؛ " if self.language == "ar" else "; ").join(things)

    def number(self, value: float) -> str:
        """Write a number: Latin digits, comma for thousands, at most one decimal."""
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"

    # ---- time: instants come in UTC and are told in the agreement's clock ----
    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def moment(self, instant: datetime) -> Markup:
        """`Sun 27 Sep 2015, 09:30`."""
        return self._when(instant, f"EEE d MMM yyyy{self._comma} HH:mm")

    def moment_short(self, instant: datetime) -> Markup:
        """`Sun 27 Sep, 09:30`."""
        return self._when(instant, f"EEE d MMM{self._comma} HH:mm")

    def moment_shortest(self, instant: datetime) -> Markup:
        """`27 Sep 09:30`, for the bar of a phone."""
        return self._when(instant, "d MMM HH:mm")

    def hour(self, instant: datetime) -> Markup:
        return self._when(instant, "HH:mm")

    def day(self, instant: datetime) -> Markup:
        """`Sat 26 Sep 2015`."""
        return self._when(instant, "EEE d MMM yyyy")

    def day_short(self, instant: datetime) -> Markup:
        """`26 Sep`."""
        return self._when(instant, "d MMM")

    def local_day(self, day: date, pattern: str = "d MMM") -> str:
        """A local date that is already one, for axes."""
        return str(format_date(day, pattern, locale=LOCALES[self.language]))

    def due_day(self, due_at: datetime) -> Markup:
        """The day named by an exclusive end: the local day of the instant just before it."""
        return self.day(due_at - timedelta(microseconds=1))

    def day_short_due(self, due_at: datetime) -> Markup:
        return self.day_short(due_at - timedelta(microseconds=1))

    def city(self) -> str:
        return str(get_timezone_location(self.zone, locale=LOCALES[self.language], return_city=True))

    def city_and_offset(self, instant: datetime) -> Markup:
        """`Damascus, UTC+03:00`."""
        return self.commas([escape(self.city()), self.isolated(self.offset(instant))])

    def offset(self, instant: datetime) -> str:
        """`UTC+03:00`, of the instant's own date."""
        text = self.local(instant).strftime("%z")
        return f"UTC{text[:3]}:{text[3:5]}"

    def span(self, begins: datetime, ends: datetime) -> Markup:
        """When it can have happened: a day, hours of a day, or the first and last day. `ends` is exclusive."""
        first, last = self.local(begins), self.local(ends - timedelta(microseconds=1))
        if ends <= begins:
            return self.moment(begins)
        if first.date() != last.date():
            return self.say(
                "{first} to {last}", first=self.day(begins), last=self.day(ends - timedelta(microseconds=1))
            )
        if ends - begins >= timedelta(hours=22):  # a local day may be 23 hours long
            return self.day(begins)
        return self.say(
            "{day}, {hours}", day=self.day(begins), hours=self.isolated(f"{first:%H:%M}–{self.local(ends):%H:%M}")
        )

    def duration(self, length: timedelta) -> Markup:
        """`40 min`, `1 h 30`, `1 d 9 h`, `12 d`."""
        minutes = max(0, round(length.total_seconds() / 60))
        hours, days = minutes // 60, minutes // 1440
        rest = (minutes - days * 1440) // 60
        if minutes < 60:
            said = self.count("{n} min", "{n} min", minutes)
        elif hours < 24:
            said = (
                self.say("{h} h {m:02}", h=hours, m=minutes % 60)
                if minutes % 60
                else self.count("{n} h", "{n} h", hours)
            )
        elif days < 7 and rest:
            said = self.say("{d} d {h} h", d=days, h=rest)
        else:
            said = self.count("{n} day", "{n} days", days)
        return Markup('<span class="nowrap">{}</span>').format(said)

    def key(self, key: str, told: Markup | None) -> Markup:
        """Name a word of the agreement file. In English it is one already; in Arabic its words stand first, if it has any, and it after them."""
        if self.language == "en" or told is None:
            return self.isolated(key)
        return self.say("{words} ({key})", words=told, key=self.isolated(key))

    def isolated(self, text: str) -> Markup:
        """Isolate a number, an id or a time from the direction of the line."""
        return Markup('<bdi dir="ltr">{}</bdi>').format(text)

    @property
    def _comma(self) -> str:
        return "،" if self.language == "ar" else ","

    def _when(self, instant: datetime, pattern: str) -> Markup:
        return _written(instant, pattern, self.language, self.zone)


@lru_cache(maxsize=8192)  # thousands of incidents lie on a few hundred days
def _written(instant: datetime, pattern: str, language: str, zone: ZoneInfo) -> Markup:
    text = format_datetime(instant, pattern, tzinfo=zone, locale=LOCALES[language])
    return Markup('<bdi class="nowrap">{}</bdi>').format(text)


def plain(text: str) -> str:
    """The same words without markup, for labels and drawings; isolation is kept as invisible marks."""
    kept = re.sub(r'<bdi\b[^>]*dir="ltr"[^>]*>', "\u2066", str(text))
    kept = re.sub(r"<bdi\b[^>]*>", "\u2068", kept).replace("</bdi>", "\u2069")
    return Markup(kept).striptags()


def bare(text: str) -> str:
    """The same words without markup and without the invisible marks of direction, which few terminals understand."""
    return re.sub("[\u2066-\u2069]", "", Markup(text).striptags())


def attribute(text: str) -> Markup:
    """Words for an attribute of an element, escaped."""
    return escape(plain(text))


@cache
def _plural(rule: str) -> Callable[[int], int]:
    """The function of a `Plural-Forms` rule; the standard library compiles and checks it."""
    compiled: Callable[[int], int] = gettext.c2py(rule)
    return compiled
