"""The commands and their arguments. Exit codes: 0 done, 1 an input was refused, 2 wrong usage, 3 done, but rows are in quarantine,
4 lint found errors or warnings. `diff` ends as diff does: 0 no change in meaning, 1 changes, 2 refused.
"""

from pathlib import Path
from typing import Annotated

import typer

from hudna.cli.findings_group import findings
from hudna.cli.options import (
    AgreementName,
    AsJson,
    AsOf,
    Dates,
    DealOption,
    Decimal,
    Delimiter,
    Encoding,
    FitFile,
    FormatName,
    GazetteerName,
    HeaderRow,
    Labels,
    Language,
    LexiconFolder,
    MergeAt,
    Merges,
    OutFolder,
    ReadingLexicon,
    ReportFiles,
    Sheet,
)
from hudna.cli.places_group import places
from hudna.cli.quarantine_group import quarantine
from hudna.cli.stress import stress
from hudna.version import __version__

app = typer.Typer(
    name="hudna",
    help="Ceasefires that somebody answers for: terms, claims, breaches, clocks.\n\n"
    "Exit codes: 0 done, 1 an input was refused, 2 wrong usage, 3 done, but rows are in quarantine, "
    "4 lint found errors or warnings. `hudna diff` ends as diff does: 0 no change in meaning, 1 changes, 2 refused.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
casebook = typer.Typer(help="Real agreements as terms, each fact with its source.", no_args_is_help=True)
app.add_typer(casebook, name="casebook")
app.add_typer(findings, name="findings")
app.add_typer(places, name="places")
app.add_typer(stress, name="stress")
app.add_typer(quarantine, name="quarantine")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command(epilog="Example: hudna check four-towns-2015.guaranteed claims.csv --as-of 2016-03-24T12:00")
def check(
    agreement: AgreementName,
    reports: ReportFiles,
    as_of: AsOf = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers", help="CSV of what guarantors and others answered; without it nobody is known to have answered."
        ),
    ] = None,
    lexicon: LexiconFolder = None,
    fit: FitFile = None,
    labels: Labels = None,
    merges: Merges = None,
    merge_at: MergeAt = None,
    gazetteer: GazetteerName = None,
    out: OutFolder = Path("hudna-out"),
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Hold claims against an agreement: allegations, duties and clocks per guarantor, a summary, tables and a board."""
    from hudna.cli.commands import check_agreement

    check_agreement(
        agreement,
        reports,
        as_of=as_of,
        answers=answers,
        lexicon=lexicon,
        fit=fit,
        labels=labels,
        merges=merges,
        merge_at=merge_at,
        gazetteer=gazetteer,
        out_folder=out,
        language=language,
        as_json=as_json,
    )


@app.command(epilog="Example: hudna diff four-towns-2015 four-towns-2015.guaranteed --format html --out changes.html")
def diff(
    old: Annotated[
        str,
        typer.Argument(
            help="The old version: a file, or an id of the casebook; alone: a folder of versions, or a file with disputed values."
        ),
    ],
    new: Annotated[str | None, typer.Argument(help="The new version.")] = None,
    evidence: Annotated[
        list[Path] | None,
        typer.Option(
            "--evidence",
            help="File of claims: also tell what the versions judge differently. May be given several times.",
        ),
    ] = None,
    as_of: AsOf = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", help="CSV of what guarantors and others answered.")
    ] = None,
    lexicon: LexiconFolder = None,
    fit: FitFile = None,
    labels: Labels = None,
    merges: Merges = None,
    gazetteer: GazetteerName = None,
    output: Annotated[str, typer.Option("--format", help="text, html or json.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help="File to write instead of printing.")] = None,
    language: Language = "en",
) -> None:
    """Say what changed in meaning between two versions, and who gains; order and wording are no change.

    Ends with 0 if nothing changed in meaning, 1 if something did, 2 if an input was refused.
    """
    from hudna.cli.diff import Read, diff_versions

    read = Read(evidence or (), as_of, answers, lexicon, fit, labels, merges, gazetteer)
    diff_versions(old, new, read, language=language, output=output, out_file=out)


@app.command(epilog="Example: hudna demo --out demo")
def demo(out: OutFolder = Path("hudna-out"), language: Language = "en", as_json: AsJson = False) -> None:
    """Run the main job on two real Syrian deals over the claims and the UCDP events that ship with the package."""
    from hudna.cli.demo import run_demo

    run_demo(out_folder=out, language=language, as_json=as_json)


@app.command("import", epilog="Example: hudna import claims.csv --agreement four-towns-2015 --out typed")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Files of claims: CSV or XLSX with our columns or a map, UCDP, ACLED, GDELT, GeoJSON, KoboToolbox JSON, KML, GeoPackage; told by its shape."
        ),
    ],
    agreement: DealOption = None,
    lexicon: ReadingLexicon = None,
    gazetteer: GazetteerName = None,
    clock: Annotated[
        str | None,
        typer.Option("--clock", help="Time zone in which its days are counted; else the agreement's, else UTC."),
    ] = None,
    column_map: Annotated[
        Path | None,
        typer.Option(
            "--map", help="Column map: which of its columns is which of ours; else FILE.map.yaml beside it, else none."
        ),
    ] = None,
    guess: Annotated[
        bool, typer.Option("--guess", help="Only write a first column map, with its doubts, to the file of --out.")
    ] = False,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    sheet: Sheet = None,
    header: HeaderRow = None,
    dates: Dates = None,
    decimal: Decimal = None,
    format_name: FormatName = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="The collection: a folder, made if it is not there, else hudna-out; with --guess the map, else FILE.map.yaml beside it.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import files of claims into a collection, all or none: only what is new or changed is added, and nothing is overwritten.

    The same file again adds nothing; a mended one adds what was mended. What could not be let in stays in the collection's quarantine.
    """
    from hudna.cli.commands import import_claims
    from hudna.cli.importing import as_said, guess_columns

    written = as_said(encoding, delimiter, sheet, header, dates, decimal)
    if guess:
        if len(files) > 1:
            raise typer.BadParameter(f"found {len(files)} files, expected one", param_hint="--guess")
        guess_columns(
            files[0],
            agreement=agreement,
            gazetteer=gazetteer,
            clock=clock,
            written=written,
            format_name=format_name,
            out_file=out,
        )
        return
    import_claims(
        files,
        agreement=agreement,
        lexicon=lexicon,
        gazetteer=gazetteer,
        clock=clock,
        written=written,
        column_map=column_map,
        format_name=format_name,
        out_folder=out or Path("hudna-out"),
        as_json=as_json,
    )


@app.command(epilog="Example: hudna export reports --table claims --to xlsx --out claims.xlsx")
def export(
    folder: Annotated[Path, typer.Argument(help="A collection, or the folder of `hudna check` or `hudna link`.")],
    to: Annotated[str, typer.Option("--to", help="csv, xlsx, parquet, geojson, geoparquet or hxl-csv.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write; one that is there is not overwritten.")],
    table: Annotated[str, typer.Option("--table", help="claims, incidents or allegations.")] = "claims",
    clock: Annotated[
        str | None,
        typer.Option(
            "--clock", help="Time zone in which times are told, each with its offset; else the last import's, else UTC."
        ),
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write a table to a file that others open. Claims come in again by `hudna import` as they were; no formula in them runs."""
    from hudna.cli.export import export as export_folder

    export_folder(folder, table=table, to=to, out_file=out, clock=clock, as_of=as_of)


@app.command(epilog="Example: hudna link claims.csv --agreement four-towns-2015 --out linked")
def link(
    reports: ReportFiles,
    out: OutFolder = Path("hudna-out"),
    labels: Labels = None,
    merges: Merges = None,
    merge_at: MergeAt = None,
    before: Annotated[
        Path | None,
        typer.Option("--before", help="Folder of an earlier run: tells which incidents merged or split since then."),
    ] = None,
    ask: Annotated[
        int, typer.Option("--ask", min=0, help="Also draw so many doubtful pairs for people to answer.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draw of --ask.")] = 0,
    agreement: DealOption = None,
    lexicon: LexiconFolder = None,
    as_json: AsJson = False,
) -> None:
    """Join claims into incidents, and say how many there would be if less or more were asked before two claims are one."""
    from hudna.cli.linking import link_claims

    link_claims(
        reports,
        out_folder=out,
        labels=labels,
        merges=merges,
        merge_at=merge_at,
        before=before,
        ask=ask,
        seed=seed,
        agreement=agreement,
        lexicon=lexicon,
        as_json=as_json,
    )


@app.command(epilog="Example: hudna why claims-csv:COH-055 claims-csv:COH-056 claims.csv --agreement four-towns-2015")
def why(
    claim: Annotated[str, typer.Argument(help="Id of a claim.")],
    other_claim: Annotated[str, typer.Argument(help="Id of another.")],
    reports: Annotated[list[Path], typer.Argument(help="All files of claims that were linked together.")],
    labels: Labels = None,
    merges: Merges = None,
    merge_at: MergeAt = None,
    agreement: DealOption = None,
    lexicon: LexiconFolder = None,
    as_json: AsJson = False,
) -> None:
    """Say why two claims are, or are not, one incident, and what would have to be different."""
    from hudna.cli.linking import tell_why

    tell_why(
        claim,
        other_claim,
        reports,
        labels=labels,
        merges=merges,
        merge_at=merge_at,
        agreement=agreement,
        lexicon=lexicon,
        as_json=as_json,
    )


@app.command(epilog="Example: hudna schema > agreement.schema.json")
def schema(
    what: Annotated[
        str, typer.Argument(help="agreement, or diff: what `hudna diff --format json` prints.")
    ] = "agreement",
) -> None:
    """Print the JSON Schema of the agreement file, or of the answer of `hudna diff`."""
    from hudna.cli.commands import print_schema

    print_schema(what)


@app.command(epilog="Example: hudna kinds aid_obstruction")
def kinds(
    kind: Annotated[str | None, typer.Argument(help="A kind (or target) to explain; none: the whole tree.")] = None,
    targets: Annotated[bool, typer.Option("--targets", help="The tree of targets instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show the tree of kinds of happenings, or explain one: names, definition, what it stands for, who can do it."""
    from hudna.cli.commands import show_kinds

    show_kinds(kind, targets=targets, as_json=as_json)


@app.command(epilog="Example: hudna lint deal.yaml --ignore V7,M2 --format sarif")
def lint(
    files: Annotated[list[str], typer.Argument(help="Agreement files, or ids of agreements in the casebook.")],
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="Only these rules: ids (R4) or letters of groups (R), with commas between."),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="All but these rules.")] = None,
    output: Annotated[str, typer.Option("--format", help="text, json, sarif or github.")] = "text",
    fix: Annotated[
        bool, typer.Option("--fix", help="Write the safe changes that remarks offer; comments stay.")
    ] = False,
) -> None:
    """Say what is wrong with a draft before anybody signs it: loopholes, each with the deal that fell to it.

    Ends with 4 if there are errors or warnings. A comment `# hudna: ignore R4 because …` on a line answers for the remarks there.
    """
    from hudna.cli.lint import lint_files

    lint_files(files, select=select or (), ignore=ignore or (), output=output, fix=fix)


@app.command(epilog="Example: hudna rules R4")
def rules(
    rule: Annotated[
        str | None, typer.Argument(help="Id of a rule, or letter of a group; none: all rules.", metavar="[ID]")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the rules of `hudna lint`, or explain one: what it asks, why, and which deal fell to it."""
    from hudna.cli.lint import explain_rules

    explain_rules(rule, as_json=as_json)


@casebook.command("list", epilog="Example: hudna casebook list")
def casebook_list(as_json: AsJson = False) -> None:
    """List the agreements of the casebook."""
    from hudna.cli.casebook import list_casebook

    list_casebook(as_json=as_json)


@casebook.command("show", epilog="Example: hudna casebook show sochi-2018")
def casebook_show(
    agreement: Annotated[str, typer.Argument(help="Id of an agreement.")],
    as_file: Annotated[bool, typer.Option("--file", help="Print the agreement as its file stands instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell the story of a deal: what it said, what happened, and which rules of lint it fell to, with what lint finds in its file."""
    from hudna.cli.casebook import show_agreement

    show_agreement(agreement, as_file=as_file, as_json=as_json)


@casebook.command("export", epilog="Example: hudna casebook export cessation-2016 my-deal")
def casebook_export(
    agreement: Annotated[str, typer.Argument(help="Id of an agreement.")],
    folder: Annotated[Path, typer.Argument(help="Where to put it; made if it is not there.")],
) -> None:
    """Copy an agreement, and the actors and sources it cites, to a folder of yours."""
    from hudna.cli.casebook import export_agreement

    export_agreement(agreement, folder)
