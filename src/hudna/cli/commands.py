"""What the commands do: read the inputs, run the flow, say what came of it. A user's mistake is told in words, never as a traceback."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import polars as pl
import typer
from rich.console import Console

from hudna.casebook import agreement_path, agreements
from hudna.cli.imports import IN_QUARANTINE, QUARANTINE_SHOWN, tell_import
from hudna.cli.summary import print_summary, summarise
from hudna.cli.tables import write_evaluation
from hudna.findings import read_learnt
from hudna.flow import check, gazetteer_of, lexicon_of
from hudna.incidents import MERGE_AT
from hudna.papers import diff_schema
from hudna.problems import Problem, Refused, nearest_name
from hudna.reports import Intake, Lexicon, Written, import_files, read_claims, read_lexicon
from hudna.terms import (
    Agreement,
    Gazetteer,
    Node,
    agreement_schema,
    kind_tree,
    read_agreement,
    read_gazetteer,
    target_tree,
    zone_of,
)

REFUSED = 1  # exit codes: 0 is done and 2 is wrong usage

out, err = Console(), Console(stderr=True)


@contextmanager
def told_in_words(code: int = REFUSED) -> Iterator[None]:
    """End the command with a code (1, but for `hudna diff`) and the problems in words where an input is refused."""
    try:
        yield
    except Refused as refused:
        for problem in refused.problems:
            err.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
        err.print(f"{len(refused.problems)} problem{'s' if len(refused.problems) > 1 else ''}; nothing was done")
        raise typer.Exit(code) from None
    except OSError as missing:
        err.print(f"{missing.filename}: {missing.strerror}", style="red", markup=False, highlight=False)
        raise typer.Exit(code) from None


def check_agreement(
    agreement: str,
    reports: Sequence[Path],
    *,
    as_of: str | None,
    answers: Path | None,
    lexicon: Path | None,
    fit: Path | None,
    labels: Path | None,
    merges: Path | None,
    merge_at: float | None,
    gazetteer: str | None,
    out_folder: Path,
    language: str,
    as_json: bool,
) -> None:
    """Run the main job on a user's files."""
    with told_in_words():
        deal = find_agreement(agreement)
        with err.status("Reading claims, joining them into incidents, holding them against the terms …"):
            evaluation = check(
                deal,
                reports,
                as_of=as_of or datetime.now(UTC),
                lexicon=lexicon,
                answers=answers,
                learnt=read_learnt(fit) if fit else None,
                labels=labels,
                merges=merges,
                merge_at=MERGE_AT if merge_at is None else merge_at,
                gazetteer=gazetteer,
            )
        written = write_evaluation(evaluation, out_folder, language=language)
    if as_json:
        typer.echo(json.dumps(summarise(evaluation), ensure_ascii=False, indent=1, default=str))
    else:
        print_summary(out, evaluation)
        out.print(f"Board: {written}", highlight=False, soft_wrap=True)
        print_quarantine(evaluation.quarantine)
    if any(count.quarantined for count in evaluation.counts):
        raise typer.Exit(IN_QUARANTINE)


def print_quarantine(quarantine: pl.DataFrame) -> None:
    """Print what is wrong with the first rows that could not be let in; the table quarantine holds them all."""
    for row in quarantine.head(QUARANTINE_SHOWN).iter_rows(named=True):
        problem = Problem(row["file"], row=row["row"], field=row["field"], found=row["found"], expected=row["expected"])
        err.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
    if quarantine.height > QUARANTINE_SHOWN:
        err.print(f"… and {quarantine.height - QUARANTINE_SHOWN} more, in the table quarantine", style="red")


def find_agreement(name: str) -> Agreement:
    """Read an agreement from a file, or from the casebook by its id."""
    path = Path(name)
    if path.is_file():
        return read_agreement(path)
    if path.suffix in {".yaml", ".yml"} or name not in agreements():
        expected = "an agreement file, or the id of one in the casebook (`hudna casebook list`)"
        found = "a folder" if path.is_dir() else "no such file"
        raise Refused([Problem(name, found=found, expected=expected, nearest=nearest_name(name, agreements()))])
    return read_agreement(agreement_path(name))


class ReadingTerms(NamedTuple):
    """By which files of claims are read."""

    lexicon: Lexicon
    gazetteer: Gazetteer | None
    clock: str


def reading_terms(
    agreement: str | None, *, lexicon: Path | None, gazetteer: str | None = None, clock: str | None = None
) -> ReadingTerms:
    """Take what is given, else what the agreement names; without one nobody is known, and days are those of UTC."""
    deal = find_agreement(agreement) if agreement else None
    return ReadingTerms(
        lexicon=lexicon_of(deal, lexicon) if deal else read_lexicon(lexicon) if lexicon else Lexicon.empty(),
        gazetteer=read_gazetteer(gazetteer) if gazetteer else gazetteer_of(deal) if deal else None,
        clock=clock or (deal.clock if deal else "UTC"),
    )


def refuse_unknown_clock(clock: str | None) -> None:
    if clock is not None:
        try:
            zone_of(clock)
        except ValueError as unknown:
            raise typer.BadParameter(str(unknown), param_hint="--clock") from None


def import_claims(
    files: Sequence[Path],
    *,
    agreement: str | None,
    lexicon: Path | None,
    gazetteer: str | None,
    clock: str | None,
    written: Written,
    column_map: Path | None,
    format_name: str | None,
    out_folder: Path,
    as_json: bool,
) -> None:
    """Import files of claims into a collection, all or none; what is given goes before what the agreement names."""
    refuse_unknown_clock(clock)
    with told_in_words():
        terms = reading_terms(agreement, lexicon=lexicon, gazetteer=gazetteer, clock=clock)

        def read(path: Path) -> Intake:
            return read_claims(path, **terms._asdict(), written=written, column_map=column_map, format_name=format_name)

        with err.status(f"Reading {', '.join(file.name for file in files)} …"):
            made, collection = import_files(
                out_folder, files, read=read, imported_at=datetime.now(UTC), clock=terms.clock
            )
    tell_import(made, collection, folder=out_folder, as_json=as_json)


def print_schema(what: str) -> None:
    """Print the JSON Schema of the agreement file, or of what `hudna diff` says."""
    schemas = {"agreement": agreement_schema, "diff": diff_schema}
    if what not in schemas:
        raise typer.BadParameter(f"found {what!r}, expected one of {', '.join(schemas)}", param_hint="WHAT")
    typer.echo(json.dumps(schemas[what](), ensure_ascii=False, indent=1))


def show_kinds(kind: str | None, *, targets: bool, as_json: bool) -> None:
    """Print a tree, or explain one of its words."""
    tree = target_tree() if targets else kind_tree()
    if kind is None:
        if as_json:
            typer.echo(json.dumps({id_: explain(tree.nodes[id_]) for id_ in tree.ids}, ensure_ascii=False, indent=1))
            return
        for id_ in tree.ids:
            name = tree.nodes[id_].name
            out.print(f"{'  ' * len(tree.above(id_))}{id_}  {name['en']}  {name['ar']}", highlight=False)
        return
    with told_in_words():
        known = {**kind_tree().nodes, **target_tree().nodes}
        if kind not in known:
            near = nearest_name(kind, known)
            raise Refused(
                [Problem("kinds", found=repr(kind), expected="a kind or a target of the trees", nearest=near)]
            )
    told = explain(known[kind])
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for field, value in told.items():
        if value:
            out.print(f"{field:12} {value}", markup=False, highlight=False)


def explain(node: Node) -> dict[str, object]:
    """Give what is known of a kind or target, as plain values."""
    same = node.same_as
    return {
        "id": node.id,
        "en": node.name["en"],
        "ar": node.name["ar"],
        "parent": node.parent,
        "definition": node.definition,
        "is_also": list(node.is_also),
        "same_as": {"kinds": same.kinds, "arms": same.arms, "targets": same.targets} if same else None,
        "done_by": [kind_tree().performers[tag] for tag in node.performer],
        "counts": node.counts,
        "codes": dict(node.codes),
    }
