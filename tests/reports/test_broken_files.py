"""Files that were cut, mixed up or made to hurt: each is refused in words, or its rows add up; never a traceback.

`corpus/` keeps what once broke a reader. `HUDNA_SOAK=100 pytest tests/reports/test_broken_files.py` looks for more.
"""

import io
import os
import random
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
import xlsxwriter

from hudna.problems import Refused
from hudna.reports import Lexicon, Written, guess_map, read_claims, read_recognised
from hudna.reports.column_map import BESIDE, read_column_map
from hudna.terms import Gazetteer
from reports.conftest import CLOCK
from reports.counting import adds_up
from reports.test_column_map import ARABIC, MAP, settled

SOAK = int(os.environ.get("HUDNA_SOAK", "1"))
CORPUS = Path(__file__).parent / "corpus"
GUIDES = Path(__file__).parents[2] / "docs" / "guide" / "data"
PLAIN = (
    "row_id,date,date_end,date_precision,place,lat,lon,coordinates,coord_precision,type,claimed_perpetrator,claimant,killed_min,quantity,known_at,text\n"
    'A,2016-02-27,,day,Madaya,33.69,36.10,,town,shelling,Hezbollah,SOHR,1,"1,200.5",2016-02-28T10:00,"said ""no"",\nand left"\n'
    'B,27/02/2016,28 شباط 2016,,الزبداني,٣٣٫٧,"36°5\'E",,,evacuation,,SNHR; SOHR,12.0,"1.200,5",28/02/2016 18:00,\n'
    'C,2016-03,,,,,,"33.7, 36.1",site,daily_tally,,SOHR,,0,,#REF!\n'
    "D,42427,,,Idlib,0,0,,,sniper,,SOHR,x,,noon,\n"
)
PARTS = [b",", b";", b"\t", b'"', b'""', b"\n", b"\r", b"\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd9\xa3", b"\xe1", b"0", b"-", b"9" * 30, b"e9",
         b"/", b"2016", b"#date+event,", b"nan", b"inf", b"\xe2\x80\x8f", b" ", b"|", b".", b"\xf0\x9f\x98\x80", b"T25:61", b"12:00 PM", b"+99:99",
         b"0000", b"9999-12-31", b"0001-01-01T00:00Z", b"\xd9\xab", b"\xd9\xac", b"N", b"\xc2\xb0", b"[", b"{", b": "]  # fmt: skip


def a_workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("one")
        for number, line in enumerate(
            ["date,place,type,claimant", "42427,Madaya,shelling,SOHR", "2016-02-27,#,sniper,SOHR"]
        ):
            for column, cell in enumerate(line.split(",")):
                sheet.write(number, column, float(cell) if cell.isdigit() else cell)
        sheet.write_formula(3, 1, "=1/0", None, "#DIV/0!")
    return content.getvalue()


def a_geopackage() -> bytes:
    content = io.BytesIO()
    pyogrio.raw.write(
        content,
        geometry=np.array([shapely.to_wkb(shapely.Point(36.1, 33.7)), None], dtype=object),
        field_data=[
            np.array(column, dtype=object)
            for column in (["2016-02-27", "2016-03"], ["Madaya", ""], ["shelling", "x"], ["SOHR", ""])
        ],
        fields=["date", "place", "type", "claimant"],
        geometry_type="Point",
        crs="EPSG:4326",
        driver="GPKG",
    )
    return content.getvalue()


def files_of_the_pages() -> list[tuple[str, bytes]]:
    """Give the files that the pages on formats show: one or more of each."""
    pages = [path.read_text(encoding="utf-8") for path in sorted(GUIDES.glob("*.md"))]
    shown = [block for page in pages for block in re.findall(r"```\w+ (\S+)\n(.*?)```", page, re.DOTALL)]
    return [(Path(name).suffix, content.encode()) for name, content in shown]


def seeds() -> list[tuple[str, bytes]]:
    texts = [(".csv", PLAIN.encode(encoding)) for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be")]
    texts += [
        (".csv", ARABIC.encode()),
        (".csv", "تاريخ,place\n2016-03-01,مضايا\n".encode("cp1256")),
        (".csv", PLAIN.replace(",", ";").encode()),
    ]
    more = [(".xlsx", a_workbook()), (".map.yaml", MAP.encode()), (".gpkg", a_geopackage())]
    return [*texts, *more, *files_of_the_pages()]


def broken(content: bytes, draw: random.Random) -> bytes:
    for _ in range(draw.randint(1, 6)):
        at, to = sorted((draw.randint(0, len(content)), draw.randint(0, len(content))))
        to = min(to, at + draw.choice([1, 2, 8, 200]))
        piece = draw.choice(
            [b"", draw.choice(PARTS), content[at:to] * 2, draw.randbytes(draw.randint(1, 3)), content[to : to + 20]]
        )
        content = content[:at] + piece + content[to:]
    return content[: draw.randint(0, len(content))] if draw.random() < 0.1 else content


@pytest.fixture(scope="module")
def look_at(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon, gazetteer: Gazetteer) -> Any:
    folder = tmp_path_factory.mktemp("broken")

    def looking(content: bytes, ending: str) -> None:
        """Read a file in every way, and let nothing but `Refused` out."""
        for left in folder.iterdir():
            left.unlink()
        path = folder / f"claims{'.csv' if ending == BESIDE else ending}"
        path.write_bytes(ARABIC.encode() if ending == BESIDE else content)
        if ending == BESIDE:
            path.with_name(f"claims{BESIDE}").write_bytes(content)
        with suppress(Refused):
            intake = read_claims(path, lexicon=lexicon, gazetteer=gazetteer, clock=CLOCK)
            assert adds_up(intake)
        guessed = None
        with suppress(Refused):
            guessed = guess_map(read_recognised(path)[1], written=Written(), gazetteer=gazetteer, clock=CLOCK)
        if guessed is None:
            return
        path.with_name("guessed.yaml").write_text(settled(guessed), encoding="utf-8")
        read_column_map(path.with_name("guessed.yaml"))

    return looking


@pytest.mark.parametrize("number", range(len(seeds())))
def test_a_broken_file_is_refused_or_adds_up(number: int, look_at: Any) -> None:
    ending, content = seeds()[number]
    draw = random.Random(number + 1000 * SOAK)

    for _ in range(15 * SOAK):
        spoilt = broken(content, draw)
        try:
            look_at(spoilt, ending)
        except BaseException:
            (CORPUS / f"new-{number}-{abs(hash(spoilt)):x}{ending}").write_bytes(spoilt)
            raise


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.iterdir()))
def test_what_once_broke_a_reader_no_longer_does(name: str, look_at: Any) -> None:
    look_at((CORPUS / name).read_bytes(), name[name.index(".") :])
