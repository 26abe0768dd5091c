"""`hudna findings`: how sources behave. Learning is a step of its own; `check` only uses what was learnt."""

from pathlib import Path
from typing import Annotated

import typer

from hudna.cli.options import AgreementName, AsJson, AsOf, FitFile, LexiconFolder, ReportFiles

findings = typer.Typer(
    help="How sources behave: learn it, look for echoes, calibrate, ask again. Learning is a step of its own; `check` only uses it.",
    no_args_is_help=True,
)


@findings.command(
    "fit", epilog="Example: hudna findings fit four-towns-2015 claims.csv --as-of 2016-03-24 --out fit.json"
)
def fit(
    agreement: AgreementName,
    reports: ReportFiles,
    as_of: AsOf = None,
    lexicon: LexiconFolder = None,
    anchors: Annotated[
        Path | None,
        typer.Option("--anchors", help="CSV of rulings by panels near no side: claim_id, side, by, known_at."),
    ] = None,
    start: Annotated[
        Path | None, typer.Option("--start", help="An earlier fit to begin from: fewer rounds to the same end.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="File to write.")] = Path("findings-fit.json"),
    as_json: AsJson = False,
) -> None:
    """Learn from the claims known by then how each source behaves, and store it with that instant."""
    from hudna.cli.findings import Asked, fit_findings

    asked = Asked(agreement, reports, as_of, lexicon)
    fit_findings(asked, anchors=anchors, start=start, out_file=out, as_json=as_json)


@findings.command("audit", epilog="Example: hudna findings audit cessation-2016 claims.csv --as-of 2016-05-31")
def audit(
    agreement: AgreementName,
    reports: ReportFiles,
    as_of: AsOf = None,
    lexicon: LexiconFolder = None,
    as_json: AsJson = False,
) -> None:
    """Propose sources that behave as one though they are listed apart; a person decides."""
    from hudna.cli.findings import Asked, audit_echoes

    audit_echoes(Asked(agreement, reports, as_of, lexicon), as_json=as_json)


@findings.command(
    "calibrate",
    epilog="Example: hudna findings calibrate cessation-2016 claims.csv --anchors rulings.csv --as-of 2016-05-31",
)
def calibrate(
    agreement: AgreementName,
    reports: ReportFiles,
    anchors: Annotated[
        Path, typer.Option("--anchors", help="CSV of rulings by panels near no side: claim_id, side, by, known_at.")
    ],
    as_of: AsOf = None,
    lexicon: LexiconFolder = None,
    fit: FitFile = None,
    as_json: AsJson = False,
) -> None:
    """Judge findings on rulings that became known afterwards: Brier, log loss, calibration error, and each standard."""
    from hudna.cli.findings import Asked, calibrate_findings

    calibrate_findings(Asked(agreement, reports, as_of, lexicon, fit), anchors=anchors, as_json=as_json)


@findings.command(
    "sensitivity", epilog="Example: hudna findings sensitivity cessation-2016 claims.csv --claim claims-csv:COH-055"
)
def sensitivity(
    agreement: AgreementName,
    reports: ReportFiles,
    claim: Annotated[str, typer.Option("--claim", help="Id of any claim about the incident.")],
    as_of: AsOf = None,
    lexicon: LexiconFolder = None,
    fit: FitFile = None,
    as_json: AsJson = False,
) -> None:
    """Show what a finding would be without each source, with k = 1, 2, 3, 5, and with other base rates."""
    from hudna.cli.findings import Asked, show_sensitivity

    show_sensitivity(Asked(agreement, reports, as_of, lexicon, fit), claim, as_json=as_json)
