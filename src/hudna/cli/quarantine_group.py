"""The commands on the quarantine of a collection and their arguments."""

from pathlib import Path
from typing import Annotated

import typer

from hudna.cli.options import AsJson, DealOption, GazetteerName, ReadingLexicon

quarantine = typer.Typer(
    help="Rows of a collection that could not be let in: show, mend, try again.", no_args_is_help=True
)
CollectionFolder = Annotated[
    Path, typer.Argument(help="A collection, as `hudna import … --out FOLDER` makes it.", metavar="COLLECTION")
]


@quarantine.command("show", epilog="Example: hudna quarantine show reports")
def show(folder: CollectionFolder, as_json: AsJson = False) -> None:
    """Show what is wrong: how often each reason, then row by row the cell as it came and what was expected."""
    from hudna.cli.quarantine import show_quarantine

    show_quarantine(folder, as_json=as_json)


@quarantine.command("fix", epilog="Example: hudna quarantine fix reports --out mend.csv")
def fix(
    folder: CollectionFolder,
    out: Annotated[Path, typer.Option("--out", help="The CSV file to write; one that is there is not overwritten.")],
) -> None:
    """Write the rows to a CSV that a spreadsheet opens: their cells as they came, and beside them what was wrong."""
    from hudna.cli.quarantine import write_mend_sheet

    write_mend_sheet(folder, out_file=out)


@quarantine.command("retry", epilog="Example: hudna quarantine retry reports mend.csv --agreement four-towns-2015")
def retry(
    folder: CollectionFolder,
    sheet: Annotated[Path, typer.Argument(help="The file of `hudna quarantine fix`, mended.", metavar="FILE")],
    agreement: DealOption = None,
    lexicon: ReadingLexicon = None,
    gazetteer: GazetteerName = None,
    clock: Annotated[
        str | None,
        typer.Option(
            "--clock", help="Time zone in which days are counted; else the agreement's, else the last import's."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Let the mended rows in, through the adapter by which they came; those still wrong stay in quarantine."""
    from hudna.cli.quarantine import retry_quarantine

    retry_quarantine(
        folder, sheet, agreement=agreement, lexicon=lexicon, gazetteer=gazetteer, clock=clock, as_json=as_json
    )
