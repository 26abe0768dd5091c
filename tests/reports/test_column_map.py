"""A column map lets any other table in, a guess writes a first one, and a doubt that nobody settled keeps the table out."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from hudna.problems import Refused
from hudna.reports import Lexicon, Written, guess_map, read_cells, read_claims
from hudna.reports.column_map import read_column_map
from hudna.terms import Gazetteer
from reports.conftest import CLOCK, Reading

ARABIC = (
    "الرقم;تاريخ الحادث;البلدة;خط العرض;خط الطول;نوع الخرق;المصدر;عدد القتلى;ملاحظات;الجهاز\n"
    "١;٢٧/٠٢/٢٠١٦;مضايا;٣٣٫٦٩٠٦;٣٦٫١٠٢٧;قصف مدفعي;المرصد السوري لحقوق الإنسان;٣;قصف؛ على البلدة;a\n"
    "٢;٠١/٠٣/٢٠١٦;الزبداني;٣٣٫٧٢٦٣;٣٦٫٠٩٥٣;غارة جوية;الشبكة السورية لحقوق الإنسان;لا يوجد;غارة;b\n"
    "٣;٠٢/٠٣/٢٠١٦;الزبداني;;;ضرب;المرصد السوري لحقوق الإنسان;٠;ضرب;c\n"
)
MAP = """map: 1
columns: {row_id: الرقم, date: تاريخ الحادث, place: البلدة, lat: خط العرض, lon: خط الطول, type: نوع الخرق,
  claimant: المصدر, killed_min: عدد القتلى, killed_max: عدد القتلى, text: ملاحظات}
fixed: {language: ar, licence: CC BY 4.0, coord_precision: town}
words: {type: {قصف مدفعي: shelling, غارة جوية: air_strike}}
empty: [لا يوجد]
not_used: [الجهاز]
"""


def settled(guessed: str) -> str:
    """Take every doubt out, as a person does who agrees with each guess."""
    return guessed.partition("\nconfirm:")[0] + "\n"


def doubts(guessed: str) -> str:
    return guessed.partition("\nconfirm:")[2]


@pytest.fixture
def with_map(tmp_path: Path, read: Reading) -> Any:
    def reading(text: str | bytes, column_map: str, *, name: str = "claims.csv", **options: Any) -> Any:
        (tmp_path / "claims.map.yaml").write_text(column_map, encoding="utf-8")
        return read(text, name=name, **options)

    return reading


def guessed(
    tmp_path: Path, content: str | bytes, *, name: str = "table.csv", gazetteer: Gazetteer | None = None, **written: Any
) -> str:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    said = Written(**written)
    return guess_map(read_cells(path, written=said), written=said, gazetteer=gazetteer, clock=CLOCK)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256", "iso8859-6"])
def test_a_semicolon_table_of_an_arabic_excel_comes_in_by_its_map(with_map: Any, encoding: str) -> None:
    text = ARABIC if encoding in ("utf-8", "utf-16") else ARABIC.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789,"))

    intake = with_map(text.encode(encoding), MAP)

    one, two = intake.claims.iter_rows(named=True)
    assert (one["latitude"], one["longitude"], one["radius_m"], one["killed_max"]) == (33.6906, 36.1027, 2_000.0, 3)
    assert one["occurred_from"] == datetime(2016, 2, 26, 22, tzinfo=UTC)
    assert (two["kinds"], two["killed_min"], two["sources"], two["language"], two["licence"]) == (
        ["air_strike"],
        None,
        ["snhr"],
        "ar",
        "CC BY 4.0",
    )
    assert "قصف مدفعي" in one["raw"]
    quarantine = intake.quarantine.row(0, named=True)
    assert (quarantine["row"], quarantine["field"], quarantine["found"]) == (4, "نوع الخرق", "ضرب")
    assert "read by the column map claims.map.yaml" in intake.notes
    assert [name for name, _ in intake.files] == ["claims.csv", "claims.map.yaml"]
    assert (intake.rows_read, intake.rows_with_claims, intake.rows_in_quarantine) == (3, 2, 1)


def test_what_the_quarantine_shows_is_what_stood_in_the_file(with_map: Any) -> None:
    text = ARABIC.replace("٣٣٫٦٩٠٦", "٩٩٫٦٩٠٦").replace(";لا يوجد;", ";كثير;")

    intake = with_map(text, MAP)

    assert intake.quarantine.select("row", "field", "found").rows() == [
        (2, "خط العرض", "٩٩٫٦٩٠٦"), (3, "عدد القتلى", "كثير"), (3, "عدد القتلى", "كثير"), (4, "نوع الخرق", "ضرب"),
    ]  # fmt: skip


def test_a_column_that_the_map_passes_over_is_noted(with_map: Any) -> None:
    assert "column الجهاز not used" in with_map(ARABIC, MAP.replace("not_used: [الجهاز]", "")).notes


def test_the_map_says_how_the_file_is_written_and_whoever_reads_goes_before_it(with_map: Any) -> None:
    text = "d;p;k;c\n01/03/2016;Madaya;shelling;SOHR\n"
    column_map = (
        "map: 1\ncolumns: {date: d, place: p, type: k, claimant: c}\ndates: day-first\nclock: America/New_York\n"
    )

    by_map = with_map(text, column_map).claims["occurred_from"][0]
    by_word = with_map(text, column_map, written=Written(dates="month-first")).claims["occurred_from"][0]

    assert (by_map, by_word) == (datetime(2016, 3, 1, 5, tzinfo=UTC), datetime(2016, 1, 3, 5, tzinfo=UTC))


def test_a_row_too_long_is_told_by_the_files_own_header_and_hides_what_must_not_be_read(with_map: Any) -> None:
    column_map = "map: 1\ncolumns: {date: d, place: p, type: k, claimant: c}\n"

    intake = with_map(
        "contested,d,p,k,c\nyes,2016-03-01,Madaya,x,shelling,SOHR\nno,2016-03-01,Madaya,shelling,SOHR\n", column_map
    )

    assert intake.quarantine.select("row", "found", "expected").rows() == [(2, "6 cells", "5 cells, as in the header")]
    assert "yes" not in intake.quarantine["raw"][0]
    assert "no" not in intake.claims["raw"][0].replace("none", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("map: 2\n", r"1:1: map: found 2, expected map: 1"),
        ("map: 1\ncolums: {}\n", r"2:1: colums: .*did you mean 'columns'"),
        ("map: 1\ncolumns: {clamant: a}\n", r"2:11: columns.clamant: .*did you mean 'claimant'"),
        ("map: 1\nfixed: {claimant: }\n", r"fixed.claimant: found nothing, expected a text"),
        ("map: 1\nwords: {type: [a]}\n", r"words.type: .*expected a mapping"),
        ("map: 1\nempty: NA\n", r"empty: found 'NA', expected a list"),
        ("map: 1\ndates: american\n", r"dates: found 'american', expected one of day-first, month-first"),
        ("map: 1\nheader: 0\n", r"header: found 0, expected the row"),
        ("map: 1\nclock: Mars/Base\n", r"clock: found 'Mars/Base', expected a time zone"),
        ("map: 1\nconfirm: [is it so?]\n", r"confirm.0: found 'is it so\?', expected a doubt settled"),
        ("map: [1\n", r"found"),
    ],
)
def test_a_map_is_read_strictly(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.map.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(Refused, match=told):
        read_column_map(tmp_path / "a.map.yaml")


def test_a_map_that_names_a_column_that_is_not_there_is_refused(with_map: Any) -> None:
    with pytest.raises(
        Refused, match=r"columns.place: found 'البلده', expected a column of claims.csv; did you mean 'البلدة'"
    ):
        with_map(ARABIC, MAP.replace("البلدة", "البلده"))


def test_a_guess_of_an_arabic_table_is_refused_until_its_doubts_are_settled(tmp_path: Path, with_map: Any) -> None:
    guess = guessed(tmp_path, ARABIC)

    assert "'ضرب' (1 rows) leads to no kind" in doubts(guess)
    assert "killed_max: 1 of 3 cells of 'عدد القتلى' are no whole numbers" in doubts(guess)
    with pytest.raises(Refused, match="a doubt settled"):
        with_map(ARABIC, guess)
    intake = with_map(ARABIC, settled(guess))
    assert intake.claims["kinds"].to_list() == [["shelling"]]
    assert intake.quarantine.select("row", "field").unique(maintain_order=True).rows() == [
        (3, "عدد القتلى"),
        (4, "نوع الخرق"),
    ]
    assert "column الجهاز not used" in intake.notes


def test_hxl_tags_lead_the_guess_whatever_the_header_says(tmp_path: Path, with_map: Any) -> None:
    text = "A,B,C,D,E,F,G\n#date+event,#adm1+code,#loc+name,#geo+lat,#geo+lon,#affected+killed,#event+type\n2016-02-27,SY03,Madaya,33.69,36.10,2,shelling\n"

    guess = guessed(tmp_path, text)
    intake = with_map(text, settled(guess).replace("fixed: {}", "fixed: {claimant: SOHR}"))

    assert (
        doubts(guess).strip()
        == '- "claimant: no column says who says it; write `claimant:` with a name under `fixed:`"'
    )
    claim = intake.claims.row(0, named=True)
    assert (claim["row"], claim["place"], claim["latitude"], claim["killed_min"], claim["killed_max"]) == (
        3,
        "Madaya",
        33.69,
        2,
        2,
    )
    assert intake.rows_read == 1


def test_a_table_headed_by_tags_alone_is_guessed_too(tmp_path: Path) -> None:
    guess = guessed(tmp_path, "#date,#loc+name,#event+type,#meta+source\n2016-02-27,Madaya,shelling,SOHR\n")

    assert re.findall(r'^  (\w+): "(#[^"]*)"', guess, re.MULTILINE) == [
        ("date", "#date"),
        ("place", "#loc+name"),
        ("type", "#event+type"),
        ("claimant", "#meta+source"),
    ]


KOBO = ["start", "end", "today", "incident/what", "incident/location", "_incident/location_latitude", "_incident/location_longitude",
        "incident/killed", "incident/description", "_id", "_uuid", "_submission_time", "_validation_status", "_index"]  # fmt: skip


def kobo_export(path: Path) -> Path:
    """Write a workbook as KoBoToolbox exports one: names with their groups, moments as text or as days of the workbook."""
    with xlsxwriter.Workbook(path) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Incident form")
        sheet.write_row(0, 0, KOBO)
        for row, (what, place, north, east) in enumerate(
            [("قصف", "33.7263 36.0953 0 0", 33.7263, 36.0953), ("sniper", "33.6906 36.1027 0 0", 33.6906, 36.1027)],
            start=1,
        ):
            sheet.write(row, 0, f"2016-02-27T1{row}:00:00.000+02:00")
            sheet.write(row, 1, f"2016-02-27T1{row}:09:00.000+02:00")
            sheet.write_datetime(row, 2, datetime(2016, 2, 27), day)
            sheet.write_row(row, 3, [what, place, north, east, row, "على البلدة", 100 + row, f"a7c-{row}"])
            sheet.write_datetime(row, 11, datetime(2016, 2, 27, 16, row), moment)
            sheet.write(row, 13, row)
    return path


def test_a_kobo_export_is_known_by_its_own_columns(tmp_path: Path, lexicon: Lexicon, gazetteer: Gazetteer) -> None:
    path = kobo_export(tmp_path / "form.xlsx")
    guess = guess_map(read_cells(path), written=Written(), gazetteer=gazetteer, clock=CLOCK)

    assert "date: 'today' is the day on which the form was filled in" in doubts(guess)
    column_map = settled(guess).replace("fixed:", "fixed:\n  claimant: Madaya monitor", 1)
    (tmp_path / "form.map.yaml").write_text(column_map, encoding="utf-8")
    intake = read_claims(path, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)

    assert intake.quarantine.height == 0
    one = intake.claims.row(0, named=True)
    assert one["claim_id"] == "claims-csv:a7c-1"
    assert (one["latitude"], one["longitude"], one["kinds"], one["killed_max"]) == (
        33.7263,
        36.0953,
        ["shelling", "air_strike", "drone_strike"],
        1,
    )
    assert one["known_at"] == datetime(2016, 2, 27, 16, 1, tzinfo=UTC)  # KoBo's UTC, not the clock of Damascus
    assert one["occurred_from"] == datetime(2016, 2, 26, 22, tzinfo=UTC)
    assert not [note for note in intake.notes if "not used" in note]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (
            "date,place,type,claimant\n01/03/2016,Madaya,shelling,SOHR\n",
            "write `dates: day-first` or `dates: month-first`",
        ),
        ("date,lat,lon,type,claimant\n2016-03-01,36.0953,33.7263,shelling,SOHR\n", "in each other's place"),
        ("date,x,y,type,claimant\n2016-03-01,36.0953,33.7263,shelling,SOHR\n", "is 'y' in degrees, and north?"),
        ("date,kind of place,type,claimant\n2016-03-01,Madaya,shelling,SOHR\n", "place"),
        ("when,place,type,claimant\n2016-03-01,Madaya,shelling,SOHR\n", "is 'when' the day on which it happened?"),
        (
            'date,where exactly,type,claimant\n2016-03-01,"33.7263, 36.0953",shelling,SOHR\n',
            "is 'where exactly' latitude, then longitude?",
        ),
        (
            "date,place,village,type,claimant\n2016-03-01,Madaya,Madaya,shelling,SOHR\n",
            "'place' is taken; it may be 'village'",
        ),
        ("date,type,claimant\n2016-03-01,shelling,SOHR\n", "no column holds a place: 1 of 1 rows have none"),
        ("date,place,claimant\n2016-03-01,Madaya,SOHR\n", "no column says what happened"),
    ],
)
def test_a_doubt_is_told(tmp_path: Path, gazetteer: Gazetteer, text: str, doubt: str) -> None:
    assert doubt in doubts(guessed(tmp_path, text, gazetteer=gazetteer))


def test_a_table_in_our_own_columns_is_guessed_without_a_doubt(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "row_id,date,place,lat,lon,type,claimant\n1,2016-03-01,Madaya,33.69,36.10,shelling,SOHR\n"

    assert guessed(tmp_path, text, gazetteer=gazetteer).endswith("confirm: []\n")


def test_a_name_with_marks_that_are_not_seen_survives_the_map(tmp_path: Path, with_map: Any) -> None:
    text = "\u200fتاريخ\u200f,place,type,claimant\n2016-03-01,Madaya,shelling,SOHR\n"

    assert with_map(text, settled(guessed(tmp_path, text))).claims.height == 1
