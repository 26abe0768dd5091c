"""Numbers, times and the catalogue: Latin digits, Levantine months, every message translated."""

from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import jinja2.ext
import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import hudna.papers
from hudna.papers import Words
from hudna.papers.amounts import say_amount
from hudna.papers.file_keys import say_gap, say_key, say_section
from hudna.papers.words import bare, plain, read_messages
from papers.sample import AS_OF, at

EN, AR = Words("en", "Asia/Damascus"), Words("ar", "Asia/Damascus")
ROOM = Path(hudna.papers.__file__).parent


@pytest.mark.parametrize(
    ("length", "english", "arabic"),
    [
        (timedelta(minutes=40), "40 min", "40 دقيقة"),
        (timedelta(minutes=90), "1 h 30", "1 س و30 د"),
        (timedelta(hours=2), "2 h", "ساعتان"),
        (timedelta(hours=33), "1 d 9 h", "1 ي و9 س"),
        (timedelta(days=12, hours=3), "12 days", "12 يومًا"),
        (timedelta(seconds=-5), "0 min", "أقل من دقيقة"),
    ],
)
def test_durations_are_told_in_the_two_largest_units(length: timedelta, english: str, arabic: str) -> None:
    assert EN.duration(length).striptags() == english
    assert AR.duration(length).striptags() == arabic


def test_a_moment_is_told_in_the_agreements_clock_with_levantine_months_and_latin_digits() -> None:
    assert EN.moment(AS_OF).striptags() == "Tue 29 Sep 2015, 12:00"
    assert AR.moment(AS_OF).striptags() == "الثلاثاء 29 أيلول 2015، 12:00"
    assert (EN.city(), AR.city(), EN.offset(AS_OF)) == ("Damascus", "دمشق", "UTC+03:00")
    assert EN.offset(at("2015-12-01T00:00")) == "UTC+02:00"


def test_an_interval_is_told_as_a_day_as_hours_or_as_two_days() -> None:
    assert EN.span(at("2015-09-26T00:00"), at("2015-09-27T00:00")).striptags() == "Sat 26 Sep 2015"
    assert EN.span(at("2015-09-26T17:00"), at("2015-09-26T21:00")).striptags() == "Sat 26 Sep 2015, 17:00–21:00"
    assert EN.span(at("2015-09-26T00:00"), at("2015-09-29T00:00")).striptags() == "Sat 26 Sep 2015 to Mon 28 Sep 2015"
    assert EN.span(at("2015-09-26T17:00"), at("2015-09-26T17:00")).striptags() == "Sat 26 Sep 2015, 17:00"


def test_the_day_named_by_an_exclusive_end_is_the_day_before() -> None:
    assert EN.due_day(at("2015-09-26T00:00")).striptags() == "Fri 25 Sep 2015"


@pytest.mark.parametrize(
    ("n", "arabic"),
    [
        (0, "أقل من يوم"),
        (1, "يوم واحد"),
        (2, "يومان"),
        (3, "3 أيام"),
        (11, "11 يومًا"),
        (100, "100 يوم"),
        (103, "103 أيام"),
    ],
)
def test_arabic_counts_have_six_forms(n: int, arabic: str) -> None:
    assert AR.count("{n} day", "{n} days", n) == arabic


def test_names_are_escaped_isolated_and_marked_with_their_language() -> None:
    assert AR.name({"en": "Fuaa & <Kefraya>"}, "fuaa") == '<bdi dir="auto" lang="en">Fuaa &amp; &lt;Kefraya&gt;</bdi>'
    assert AR.name({"en": "Fuaa", "ar": "الفوعة"}, "fuaa") == '<bdi dir="auto">الفوعة</bdi>'
    assert EN.name(None, "armed_groups") == '<bdi dir="auto">armed groups</bdi>'


def test_words_without_markup_keep_their_isolation() -> None:
    assert plain(EN.isolated("A-2")) == "\u2066A-2\u2069"
    assert plain('<bdi dir="auto">x &amp; y</bdi>') == "\u2068x & y\u2069"


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="there is en, ar"):
        Words("xx", "UTC")


def messages_in_use() -> set[str]:
    found: set[str] = set()
    for path in ROOM.rglob("*.py"):
        with path.open("rb") as file:
            for _, message, _, _ in extract("python", file, keywords={"say": None, "count": (1, 2)}):
                found.add(message if isinstance(message, str) else message[0])
    for path in ROOM.rglob("*.jinja"):
        with path.open("rb") as file:
            for _, _, message, _ in jinja2.ext.babel_extract(file, ["say", "count"], [], {}):
                found.add(message if isinstance(message, str) else str(message[0]))
    return found


def test_every_message_is_translated_and_the_catalogue_holds_no_other() -> None:
    assert set(read_messages("ar")[0]) == messages_in_use()


def test_a_translation_uses_the_placeholders_of_its_message_and_no_others() -> None:
    with (files("hudna.papers") / "locale/ar/LC_MESSAGES/hudna.po").open("rb") as file:
        catalogue = read_po(file, locale="ar")

    for message in catalogue:
        ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if not ids[0]:
            continue
        allowed = {part.split("}")[0].split(":")[0] for one in ids for part in one.split("{")[1:]} | {"n"}
        for string in strings:
            used = {part.split("}")[0].split(":")[0] for part in string.split("{")[1:]}
            assert used <= allowed, (ids[0], string)


def test_the_arabic_of_our_words_has_latin_digits_only() -> None:
    for translation in read_messages("ar")[0].values():
        text = translation if isinstance(translation, str) else " ".join(translation)
        assert not set(text) & set("٠١٢٣٤٥٦٧٨٩"), text


def test_keys_and_gaps_are_told_as_the_file_writes_them_and_in_arabic_with_their_words_first() -> None:
    english, arabic = Words("en", "Asia/Damascus"), Words("ar", "Asia/Damascus")

    assert plain_words(say_key(english, "quantity.of")) == "quantity.of"
    assert plain_words(say_key(arabic, "deadline")) == "الموعد الأخير (deadline)"
    assert plain_words(say_gap(english, "disputed: from of in_force")) == "disputed: from of in_force"
    assert (
        plain_words(say_gap(arabic, "disputed: from of in_force"))
        == "مختلف فيه: مدة السريان (in_force)، البداية (from)"
    )
    assert plain_words(say_section(arabic, "parties")) == "الأطراف (parties)"
    assert plain_words(say_section(arabic, "something_new")) == "something_new"


@pytest.mark.parametrize(
    ("n", "unit", "english", "arabic"),
    [
        (1, "persons", "1 person", "شخص واحد"),
        (5, "persons", "5 persons", "5 أشخاص"),
        (125, "persons", "125 persons", "125 شخصًا"),
        (20_000, "persons", "20,000 persons", "20,000 شخص"),
        (12, "trucks", "12 trucks", "12 شاحنة"),
        (2.5, "tonnes", "2.5 tonnes", "2.5 tonnes"),
        (3, None, "3", "3"),
    ],
)
def test_amounts_are_counted_as_each_language_counts(n: float, unit: str | None, english: str, arabic: str) -> None:
    assert plain_words(say_amount(Words("en", "Asia/Damascus"), n, unit)) == english
    assert plain_words(say_amount(Words("ar", "Asia/Damascus"), n, unit)) == arabic


def plain_words(said: object) -> str:
    return bare(str(said))
