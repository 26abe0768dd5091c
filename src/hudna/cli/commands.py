"""What the commands do: read the inputs, run the flow, say what came of it. A user's mistake is told in words, never as a traceback."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import typer
from rich.console import Console

from hudna.casebook import agreement_path, agreements, export
from hudna.cli.summary import print_summary, summarise
from hudna.cli.tables import write_evaluation
from hudna.flow import check
from hudna.problems import Problem, Refused, nearest_name
from hudna.reports import Lexicon, read_claims, read_lexicon, write_intake
from hudna.terms import (
    Agreement,
    Node,
    agreement_schema,
    end_of_local_day,
    kind_tree,
    read_agreement,
    read_gazetteer,
    target_tree,
    to_instant,
)

REFUSED, IN_QUARANTINE = 1, 3  # exit codes; 0 is done and 2 is wrong usage

out, err = Console(), Console(stderr=True)


@contextmanager
def told_in_words() -> Iterator[None]:
    """End the command with exit code 1 and the problems in words where an input is refused."""
    try:
        yield
    except Refused as refused:
        for problem in refused.problems:
            err.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
        err.print(f"{len(refused.problems)} problem{'s' if len(refused.problems) > 1 else ''}; nothing was done")
        raise typer.Exit(REFUSED) from None
    except OSError as missing:
        err.print(f"{missing.filename}: {missing.strerror}", style="red", markup=False, highlight=False)
        raise typer.Exit(REFUSED) from None


def check_agreement(
    agreement: str,
    reports: Sequence[Path],
    *,
    as_of: str | None,
    answers: Path | None,
    lexicon: Path | None,
    labels: Path | None,
    merges: Path | None,
    out_folder: Path,
    language: str,
    as_json: bool,
) -> None:
    """Run the main job on a user's files."""
    if language not in {"en", "ar"}:
        raise typer.BadParameter(f"found {language!r}, expected en or ar", param_hint="--language")
    with told_in_words():
        deal = find_agreement(agreement)
        moment = read_as_of(as_of, deal.clock)
        with err.status("Reading claims, joining them into incidents, holding them against the terms …"):
            evaluation = check(
                deal,
                reports,
                as_of=moment,
                lexicon=read_lexicon(lexicon) if lexicon else None,
                answers=answers,
                labels=labels,
                merges=merges,
            )
        written = write_evaluation(evaluation, out_folder, language=language)
    if as_json:
        typer.echo(json.dumps(summarise(evaluation), ensure_ascii=False, indent=1, default=str))
    else:
        print_summary(out, evaluation)
        out.print(f"Board: {written}", highlight=False, soft_wrap=True)
    if any(count.quarantined for count in evaluation.counts):
        raise typer.Exit(IN_QUARANTINE)


def find_agreement(name: str) -> Agreement:
    """Read an agreement from a file, or from the casebook by its id."""
    path = Path(name)
    if path.is_file():
        return read_agreement(path)
    if path.suffix in {".yaml", ".yml"} or name not in agreements():
        expected = "an agreement file, or the id of one in the casebook (`hudna casebook list`)"
        raise Refused(
            [Problem(name, found="no such file", expected=expected, nearest=nearest_name(name, agreements()))]
        )
    return read_agreement(agreement_path(name))


def read_as_of(text: str | None, clock: str) -> datetime:
    """Read `--as-of`: a date counts as the first instant of the next local day; nothing is now.

    Raises:
        Refused: neither a date nor a local time of the agreement's clock.
    """
    if text is None:
        return datetime.now(UTC)
    try:
        return (
            end_of_local_day(date.fromisoformat(text), clock)
            if len(text) == len("2016-03-24")
            else to_instant(text, clock)
        )
    except ValueError as wrong:
        expected = f"a date or a local time of {clock}, such as 2016-03-24 or 2016-03-24T12:00 ({wrong})"
        raise Refused([Problem("--as-of", found=repr(text), expected=expected)]) from None


def import_claims(
    file: Path, *, out_folder: Path, clock: str, lexicon: Path | None, gazetteer: str, as_json: bool
) -> None:
    """Read a file of claims into typed tables and a quarantine."""
    with told_in_words():
        units = read_gazetteer(gazetteer)
        with err.status(f"Reading {file.name} …"):
            intake = read_claims(file, lexicon=lexicon_from(lexicon), gazetteer=units, clock=clock)
        write_intake(intake, out_folder)
    counts = {
        "rows": intake.rows_read,
        "claims": intake.claims.height,
        "tallies": intake.tallies.height,
        "in_quarantine": intake.rows_in_quarantine,
    }
    if as_json:
        typer.echo(json.dumps(counts | {"notes": list(intake.notes)}, ensure_ascii=False))
    else:
        out.print(
            f"{file.name}: {counts['rows']} rows = {intake.rows_with_claims} with claims ({counts['claims']} claims) "
            f"+ {counts['tallies']} tallies + {counts['in_quarantine']} in quarantine",
            highlight=False,
        )
        for note in intake.notes:
            out.print(f"  {note}", markup=False, highlight=False)
        for row in intake.quarantine.head(20).iter_rows(named=True):
            line = f"  {row['file']}:{row['row']}: {row['field']}: found {row['found']}, expected {row['expected']}"
            err.print(line, style="red", markup=False, highlight=False, soft_wrap=True)
        out.print(f"Written to {out_folder}: claims.parquet, tallies.parquet, quarantine.csv", highlight=False)
    if counts["in_quarantine"]:
        raise typer.Exit(IN_QUARANTINE)


def lexicon_from(folder: Path | None) -> Lexicon:
    """Read a lexicon, or give the one that the casebook's Syrian deals share."""
    from hudna.casebook import lexicon_folder

    return read_lexicon(folder or lexicon_folder())


def print_schema() -> None:
    """Print the JSON Schema of the agreement file."""
    typer.echo(json.dumps(agreement_schema(), ensure_ascii=False, indent=1))


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


def list_casebook(*, as_json: bool) -> None:
    """List the agreements that ship."""
    found = [(id_, read_agreement(agreement_path(id_))) for id_ in agreements()]
    if as_json:
        rows = [{"id": id_, "title": deal.title, "version": deal.version} for id_, deal in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for id_, deal in found:
        title = deal.title if isinstance(deal.title, str) else deal.title.get("en", "")
        out.print(f"{id_:32} {title}", highlight=False, soft_wrap=True)


def show_agreement(agreement: str) -> None:
    """Print an agreement as its file stands."""
    with told_in_words():
        typer.echo(agreement_path(agreement).read_text(encoding="utf-8"))


def export_agreement(agreement: str, folder: Path) -> None:
    """Copy an agreement and what it cites."""
    with told_in_words():
        for path in export(agreement, folder):
            out.print(str(path), markup=False, highlight=False, soft_wrap=True)
