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
ReportFiles = Annotated[list[Path], typer.Argument(help="Files of claims: claims CSV, UCDP GED (CSV or Parquet).")]
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
