"""`hudna demo`: the main job on two real Syrian deals over the evidence that ships with the package."""

import json
from pathlib import Path

import typer

from hudna.casebook import agreement_path, evidence, lexicon_folder
from hudna.cli.commands import err, out, told_in_words
from hudna.cli.summary import print_summary, summarise
from hudna.cli.tables import write_evaluation
from hudna.findings import read_learnt
from hudna.flow import Established, establish, hold, lexicon_of, read_as_of, read_body
from hudna.papers import Evaluation
from hudna.problems import Problem, Refused
from hudna.terms import Agreement, read_agreement
from hudna.terms.compiled import Proof

DEALS = ("four-towns-2015", "cessation-2016")
MOMENTS = ("2016-03-24T12:00+02:00", "2016-05-31")
DEFAULT_K = Proof().k  # both guaranteed versions write it, and the signed ones are silent
FIT = (
    "findings-fit.json"  # learnt from the claims known by the end of 24 March 2016; so the first moment does not use it
)
NO_EVIDENCE = "the claims file and the UCDP events that ship with the package"


def run_demo(*, out_folder: Path, language: str, as_json: bool) -> None:
    """Run both deals, as signed and guaranteed, at two moments; print what came of it and write tables and a board per deal."""
    with told_in_words():
        if not evidence():
            raise Refused([Problem("casebook/evidence", found="no such folder", expected=NO_EVIDENCE)])
        with err.status("Reading the evidence …"):
            deals = {
                name: read_agreement(agreement_path(name)) for deal in DEALS for name in (deal, f"{deal}.guaranteed")
            }
            moments = read_evidence(deals[DEALS[0]])
        told: list[dict[str, object]] = []
        for deal in DEALS:
            if not as_json:
                tell_signed(hold(deals[deal], moments[-1]))
            for moment, established in zip(MOMENTS, moments, strict=True):
                evaluation = hold(deals[f"{deal}.guaranteed"], established)
                told.append(summarise(evaluation))
                board = write_evaluation(evaluation, out_folder / deal / moment[:10], language=language)
                if not as_json:
                    print_summary(out, evaluation)
                    out.print(f"Board: {board}", highlight=False, soft_wrap=True)
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))


def read_evidence(deal: Agreement) -> list[Established]:
    """Read the shipped evidence once, and establish what it says at each moment; it depends on no deal."""
    lexicon = lexicon_of(deal)
    body = read_body(evidence(), agreement=deal, lexicon=lexicon)
    learnt = read_learnt(lexicon_folder() / FIT)
    return [
        establish(body, as_of=read_as_of(moment, deal.clock), lexicon=lexicon, k=DEFAULT_K, learnt=learnt)
        for moment in MOMENTS
    ]


def tell_signed(evaluation: Evaluation) -> None:
    """Say in one line what the signed text alone leads to: it sets no time, so no clock can run out."""
    alleged = evaluation.allegations
    name = evaluation.compiled.title.get("en", evaluation.compiled.agreement_id)
    measurable = alleged.filter(alleged["p_lower"] > 0).height
    out.print(
        f"\n[bold]{name}[/bold], as signed: {measurable} allegations can be measured, {alleged.height - measurable} cannot (their range "
        "starts at 0); the text sets no time to answer, so no clock runs. What follows is the guaranteed version, our proposal.",
        highlight=False,
    )
