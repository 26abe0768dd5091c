"""`hudna stress`: what people think of a deal, in numbers, before anybody signs."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from hudna.cli.options import AgreementName, AsJson, AsOf, Language

stress = typer.Typer(
    help="Will this deal hold, what breaks first, what would make it hold? Sheets and numbers are private: keep them off the record.",
    no_args_is_help=True,
)


NumbersFile = Annotated[
    Path | None,
    typer.Argument(help="Assumptions file: what people think, in numbers; else those that ship with the casebook."),
]


@stress.command("test", epilog="Example: hudna stress test four-towns-2015 numbers.yaml --out report")
def stress_deal(
    agreement: AgreementName,
    assumptions: NumbersFile = None,
    draws: Annotated[
        int | None, typer.Option("--draws", help="Readings to draw from the ranges; else the file's.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Seed of the draws: the same gives the same bytes.")
    ] = None,
    alpha: Annotated[
        float | None,
        typer.Option("--alpha", help="Share of each kind of temptation that is to be deterred; else the file's."),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option("--why", help="Take one step apart and play it day by day: P1.advance, or G1 for a guarantor."),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(
            "--record", help="Folder that `hudna check --out` wrote: what happened replaces what was assumed."
        ),
    ] = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the report: two pages as PDF, the page as HTML, and JSON.")
    ] = None,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Test a deal on stated numbers: would each party and each guarantor rather keep it than break it."""
    from hudna.cli.stress_run import run_stress_test

    run_stress_test(
        agreement,
        assumptions,
        draws=draws,
        seed=seed,
        alpha=alpha,
        why=why,
        record=record,
        as_of=as_of,
        out_folder=out,
        language=language,
        as_json=as_json,
    )


@stress.command(epilog="Example: hudna stress score four-towns-2015 numbers.yaml --record hudna-out --as-of 2016-03-24")
def score(
    agreement: AgreementName,
    record: Annotated[Path, typer.Option("--record", help="Folder that `hudna check --out` wrote.")],
    assumptions: NumbersFile = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Hold rulings and answers that came against what the numbers predicted: the score of the numbers, not of anybody."""
    from hudna.cli.stress_run import run_stress_score

    run_stress_score(agreement, assumptions, record, as_of=as_of, as_json=as_json)


@stress.command(epilog="Example: hudna stress elicit four-towns-2015 --by expert-3 --out expert-3.yaml")
def elicit(
    agreement: AgreementName,
    by: Annotated[str, typer.Option("--by", help="A word for the person who will fill it in, such as expert-3.")],
    out: Annotated[Path, typer.Option("--out", help="Sheet to write.")],
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="Kind of breach to ask about; else armed_attack, advance and siege."),
    ] = None,
    language: Language = "en",
) -> None:
    """Write one person's sheet: each number as "how many days of this ceasefire", to be filled in low, likely, high."""
    from hudna.cli.commands import find_agreement, told_in_words
    from hudna.credibility.elicitation import write_sheet
    from hudna.problems import Problem, Refused

    with told_in_words():
        if out.exists():
            expected = "a path where nothing is yet: a sheet that was filled in would be lost"
            raise Refused([Problem(str(out), found="a file or folder", expected=expected)])
        kinds = kind or ["armed_attack", "advance", "siege"]
        text = write_sheet(find_agreement(agreement), kinds, by=by, language="ar" if language == "ar" else "en")
        out.write_text(text, encoding="utf-8")
    typer.echo(f"{out}: to be filled in by {by} alone")


@stress.command(epilog="Example: hudna stress pool four-towns-2015 expert-3.yaml expert-7.yaml --out numbers.yaml")
def pool(
    agreement: AgreementName,
    sheets: Annotated[list[Path], typer.Argument(help="Sheets that at least two people filled in, each alone.")],
    out: Annotated[Path, typer.Option("--out", help="Assumptions file to write.")],
    on: Annotated[str | None, typer.Option("--on", help="Day on which they were asked; else today.")] = None,
    as_json: AsJson = False,
) -> None:
    """Pool what several people answered, each counting the same, and show where they disagree."""
    from hudna.cli.commands import find_agreement, told_in_words
    from hudna.credibility.elicitation import pool_sheets, read_sheet, write_assumptions

    with told_in_words():
        deal = find_agreement(agreement)
        read = [read_sheet(path, deal) for path in sheets]
        pooled = pool_sheets(read, files=[path.name for path in sheets])
        people = [sheet.by for sheet in read]
        day = on or f"{datetime.now(UTC):%Y-%m-%d}"
        out.write_text(write_assumptions(deal, pooled, people=people, on=day), encoding="utf-8")
    if as_json:
        rows = [
            {"path": one.path, "likely": one.range.likely, "apart": round(one.apart, 4), "people": len(one.by)}
            for one in pooled
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in sorted(pooled, key=lambda p: -p.apart):
        likely = ", ".join(f"{by} {range_.likely:g}" for by, range_ in one.by.items())
        mark = "  they disagree" if one.is_disputed else ""
        typer.echo(f"{one.apart:4.2f}  {one.path}: {likely}{mark}")
    typer.echo(
        f"{out}: {len(pooled)} numbers of {len(people)} people; 0.00 is one opinion, 1.00 two that exclude each other"
    )
