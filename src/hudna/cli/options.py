"""Arguments and options that several commands share: one wording for one thing."""

from pathlib import Path
from typing import Annotated

import typer

OutFolder = Annotated[Path, typer.Option("--out", help="Folder for the tables and the board; made if it is not there.")]
Labels = Annotated[
    Path | None,
    typer.Option(
        "--labels",
        help="CSV of pairs of claims that people answered as one or two: when, who, claim, other_claim, answer.",
    ),
]
Merges = Annotated[
    Path | None,
    typer.Option("--merges", help="CSV of what people joined or split by hand: when, who, claim, other_claim, what."),
]
MergeAt = Annotated[
    float | None,
    typer.Option(
        "--merge-at",
        min=0.01,
        max=0.99,
        help="Probability above which two claims are one: lower joins more; else 0.35. With some hundred labels 0.25 counts truest.",
    ),
]
GazetteerName = Annotated[
    str | None,
    typer.Option("--gazetteer", help="Shipped list of units, or a folder; else the agreement's, else none."),
]
DealOption = Annotated[
    str | None,
    typer.Option(
        "--agreement", help="Agreement file, or an id of the casebook: its clock, gazetteer and actors are used."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
AgreementName = Annotated[str, typer.Argument(help="Agreement file, or the id of one in the casebook.")]
ReportFiles = Annotated[
    list[Path], typer.Argument(help="Files of claims, in any format of docs/guide/data; each is told by its shape.")
]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="Read it as this, whatever it looks like: claims-csv, acled, gdelt, geojson, …; else told by its shape.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="Date or local time (of the agreement's clock) at which facts must be known; else now."
    ),
]
LexiconFolder = Annotated[
    Path | None,
    typer.Option("--lexicon", help="Folder with actors.yaml, sources.csv, phrases.csv; else that of `actors_from`."),
]
ReadingLexicon = Annotated[
    Path | None,
    typer.Option(
        "--lexicon", help="Folder with actors.yaml, sources.csv, phrases.csv; else the agreement's, else none."
    ),
]
FitFile = Annotated[
    Path | None,
    typer.Option("--fit", help="What `hudna findings fit` has learnt of the sources; without it the template is used."),
]
LANGUAGES = ("en", "ar")


def _known_language(language: str) -> str:
    if language not in LANGUAGES:
        raise typer.BadParameter(f"found {language!r}, expected {' or '.join(LANGUAGES)}")
    return language


Language = Annotated[
    str,
    typer.Option("--lang", "--language", callback=_known_language, help="Language of what is written: en or ar."),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", help="Of a text file: utf-8, utf-16, windows-1256, iso-8859-6, …; else found."),
]
Delimiter = Annotated[
    str | None,
    typer.Option("--delimiter", help="Between cells: comma, semicolon, tab, pipe or the character; else found."),
]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Sheet of a workbook, where it has several.")]
HeaderRow = Annotated[
    int | None,
    typer.Option("--header", min=1, help="Row of the column names, where a title stands above them; else 1."),
]
Dates = Annotated[
    str | None,
    typer.Option("--dates", help="What 01/03/2016 is: day-first or month-first; else the column shows it."),
]
Decimal = Annotated[
    str | None, typer.Option("--decimal", help="What 1,200 is: point (1200) or comma (1.2); else the column shows it.")
]
