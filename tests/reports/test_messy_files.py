"""Files as they come, made from a truth that we know: whatever their dress, nothing is lost, nothing is invented, and what is bad waits aside."""

import csv
import io
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hudna.problems import Refused
from hudna.reports import Intake, Lexicon, Written, read_claims
from hudna.terms import Gazetteer, end_of_local_day
from reports.conftest import CLOCK

SOAK = int(os.environ.get("HUDNA_SOAK", "1"))
NAMES = ("row_id", "date", "place", "lat", "lon", "type", "claimant", "killed_min", "quantity", "text")
LEVANTINE = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
EGYPTIAN = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
PLACES = ("مضايا", "الزبداني", "كفريا والفوعة", "حمص القديمة", "دير الزور", "إدلب")
WRONG = {"date": "soon", "lat": "north", "type": "shelllng", "claimant": " ", "killed_min": "several", "quantity": "-1"}


@dataclass(frozen=True)
class Truth:
    """One row, as it was before anybody wrote it down; `wrong` names the column that was then spoilt."""

    day: date
    place: str
    lat: float
    lon: float
    killed: int
    amount: float
    text: str
    wrong: str | None


@dataclass(frozen=True)
class Dress:
    """How somebody wrote the file."""

    encoding: str
    delimiter: str
    line_end: str
    digits: str
    date_form: str
    decimal: str
    degrees: str
    is_all_quoted: bool


truths = st.builds(
    Truth,
    day=st.dates(date(2011, 3, 15), date(2024, 12, 8)),
    place=st.sampled_from(PLACES),
    lat=st.integers(32_400, 37_200).map(lambda n: n / 1000),
    lon=st.integers(37_300, 42_000).map(lambda n: n / 1000),
    killed=st.integers(0, 12_345),
    amount=st.integers(0, 4_000_000).map(lambda n: n / 4),
    text=st.lists(st.sampled_from([*PLACES, "قصف", '"', ",", ";", "\t", "|", "\n", " ", "'", "،"]), max_size=8).map(
        "".join
    ),
    wrong=st.one_of(st.none(), st.none(), st.sampled_from(sorted(WRONG))),
)
dresses = st.builds(
    Dress,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859-6"]),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    digits=st.sampled_from(["ascii", "arabic", "persian"]),
    date_form=st.sampled_from(
        ["iso", "day-first", "month-first", "levantine", "egyptian", "both", "english", "compact", "year-first"]
    ),
    decimal=st.sampled_from(["point", "comma"]),
    degrees=st.sampled_from(["plain", "letters", "minutes", "pair"]),
    is_all_quoted=st.booleans(),
)


def written_day(day: date, form: str) -> str:
    names = {"levantine": LEVANTINE, "egyptian": EGYPTIAN}
    if form in names:
        return f"{day.day} {names[form][day.month - 1]} {day.year}"
    return {
        "iso": day.isoformat(),
        "day-first": f"{day.day}/{day.month}/{day.year}",
        "month-first": f"{day.month:02}-{day.day:02}-{day.year}",
        "both": f"{day.day} {LEVANTINE[day.month - 1]}/{EGYPTIAN[day.month - 1]} {day.year}",
        "english": f"{day.strftime('%B')} {day.day}, {day.year}",
        "compact": day.strftime("%Y%m%d"),
        "year-first": f"{day.year}.{day.month}.{day.day}",
    }[form]


def written_number(number: float, dress: Dress) -> str:
    text = f"{number:,.2f}"  # 1,234.50
    return text if dress.decimal == "point" else text.translate(str.maketrans(",.", ".,"))


def written_degrees(degrees: float, letter: str, dress: Dress) -> str:
    if dress.degrees == "minutes":
        seconds = round(degrees * 3600, 1)
        text = f"{int(seconds // 3600)}°{int(seconds % 3600 // 60)}'{seconds % 60:.1f}\"{letter}"
    else:
        text = f"{degrees:.3f}" + (f"° {letter}" if dress.degrees == "letters" else "")
    return text if dress.decimal == "point" else text.replace(".", ",")


def in_digits(text: str, dress: Dress) -> str:
    if dress.digits == "ascii" or dress.encoding in ("cp1256", "iso8859-6"):
        return text
    return text.translate(ARABIC_DIGITS if dress.digits == "arabic" else PERSIAN_DIGITS)


def written(rows: list[Truth], dress: Dress) -> bytes:
    """Write the rows as the dress says; a spoilt cell is spoilt last."""
    if dress.encoding == "iso8859-6" and dress.degrees in ("letters", "minutes"):
        dress = Dress(**{**vars(dress), "degrees": "plain"})  # it has no degree sign
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if dress.is_all_quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=dress.delimiter, lineterminator=dress.line_end, quoting=quoting)
    is_pair = dress.degrees == "pair"
    writer.writerow([name if name != "lat" or not is_pair else "coordinates" for name in NAMES])
    for number, row in enumerate(rows):
        north, east = written_degrees(row.lat, "N", dress), written_degrees(row.lon, "E", dress)
        cells = {
            "row_id": f"R{number}",
            "date": in_digits(written_day(row.day, dress.date_form), dress),
            "place": row.place,
            "lat": in_digits(f"{north}; {east}" if is_pair else north, dress),
            "lon": "" if is_pair else in_digits(east, dress),
            "type": "evacuation",
            "claimant": "SOHR",
            "killed_min": in_digits(str(row.killed), dress),
            "quantity": in_digits(written_number(row.amount, dress), dress),
            "text": row.text,
        }  # fmt: skip
        writer.writerow((cells | ({row.wrong: WRONG[row.wrong]} if row.wrong else {})).values())
    return out.getvalue().encode(dress.encoding)


@pytest.fixture(scope="module")
def read_as(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon, gazetteer: Gazetteer) -> Any:
    path = tmp_path_factory.mktemp("messy") / "claims.csv"

    def reading(content: bytes, written: Written) -> Intake | str:
        path.write_bytes(content)
        try:
            return read_claims(path, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK, written=written)
        except Refused as asked:
            return str(asked)

    return reading


@settings(max_examples=60 * SOAK, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(truths, min_size=1, max_size=6), dress=dresses)
def test_whatever_its_dress_a_file_gives_its_rows_back(rows: list[Truth], dress: Dress, read_as: Any) -> None:
    content = written(rows, dress)
    said: dict[str, Any] = {"encoding": dress.encoding, "delimiter": dress.delimiter, "decimal": dress.decimal}
    said |= {"dates": dress.date_form} if dress.date_form in ("day-first", "month-first") else {}

    told, found = read_as(content, Written(**said)), read_as(content, Written())

    good = [row for row in rows if row.wrong is None]
    assert told.rows_read == len(rows) == told.rows_with_claims + told.rows_in_quarantine
    assert told.claims["claim_id"].to_list() == [f"claims-csv:R{n}" for n, row in enumerate(rows) if row.wrong is None]
    for claim, row in zip(told.claims.iter_rows(named=True), good, strict=True):
        assert claim["occurred_to"] == end_of_local_day(row.day, CLOCK)
        assert (
            claim["occurred_to"] - timedelta(hours=25)
            <= claim["occurred_from"]
            < datetime(row.day.year, row.day.month, row.day.day, 12, tzinfo=UTC)
        )
        assert (claim["latitude"], claim["longitude"]) == (
            pytest.approx(row.lat, abs=3e-5),
            pytest.approx(row.lon, abs=3e-5),
        )
        assert (claim["place"], claim["killed_min"], claim["quantity"]) == (row.place, row.killed, row.amount)
        assert claim["text"].replace("\r\n", "\n") == (row.text if row.text.strip() else "")
    # What is found without a word is what is true, or is asked, or waits; it is never something else.
    if isinstance(found, str):
        assert any(option in found for option in ("--encoding", "--delimiter", "--dates")), found
    else:
        assert found.rows_read == len(rows) == found.rows_with_claims + found.rows_in_quarantine
        assert_is_part_of(found.claims.rows(named=True), told.claims.rows(named=True))


def assert_is_part_of(found: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    by_id = {claim["claim_id"]: claim for claim in told}
    for claim in found:
        assert claim == by_id[claim["claim_id"]]
