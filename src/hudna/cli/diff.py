"""`hudna diff`: two versions, one file with disputed values, or a folder of versions. Ends as `diff` does: 0 no change in meaning, 1 changes,
2 an input was refused.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import typer
from pydantic import BaseModel

from hudna.cli.commands import err, find_agreement, print_quarantine, told_in_words
from hudna.findings import read_learnt
from hudna.flow import check, diff, judge_again, lexicon_of
from hudna.papers import (
    Against,
    Comparison,
    DiffAnswer,
    Hindsight,
    Paper,
    happenings_of,
    name_both,
    paper_on_disputes,
    paper_on_series,
    paper_on_versions,
    record_diff,
    record_points,
    write_diff_page,
    write_diff_text,
)
from hudna.problems import Problem, Refused
from hudna.terms import Agreement, read_agreement
from hudna.terms.diff import disputes_in, in_order, when_points_moved

CHANGED, REFUSED = 1, 2  # exit codes, as `diff` has them; 0 is no change in meaning
FORMATS = ("text", "html", "json")


@dataclass(frozen=True)
class Read:
    """How two versions and the evidence on them are read: as `hudna check` reads one."""

    evidence: Sequence[Path]
    as_of: str | None
    answers: Path | None
    lexicon: Path | None
    fit: Path | None
    labels: Path | None
    merges: Path | None
    gazetteer: str | None


def diff_versions(old: str, new: str | None, read: Read, *, language: str, output: str, out_file: Path | None) -> None:
    """Compare, print or write, and end with the code that says whether anything changed in meaning."""
    if output not in FORMATS:
        raise typer.BadParameter(f"found {output!r}, expected one of {', '.join(FORMATS)}", param_hint="--format")
    if new is None and read.evidence:
        raise typer.BadParameter("evidence is held against two versions: name both", param_hint="--evidence")
    with told_in_words(REFUSED), err.status("Comparing …"):
        if new is not None:
            paper, answer = _two(find_agreement(old), find_agreement(new), read, language)
        elif Path(old).is_dir():
            paper, answer = _folder(Path(old), read, language)
        else:
            paper, answer = _disputes(find_agreement(old), read, language)
    told = _in_format(output, paper, answer)
    if out_file is None:
        typer.echo(told, nl=False)
    else:
        with told_in_words(REFUSED):
            out_file.write_text(told, encoding="utf-8")
    if any(comparison.is_change for comparison in answer.comparisons):
        raise typer.Exit(CHANGED)


def _in_format(output: str, paper: Callable[[], Paper], answer: DiffAnswer) -> str:
    if output == "json":
        return _as_json(answer)
    return write_diff_page(paper()) if output == "html" else write_diff_text(paper())


def _as_json(answer: BaseModel) -> str:
    return answer.model_dump_json(indent=1) + "\n"


Told = tuple[Callable[[], Paper], DiffAnswer]


def _two(old: Agreement, new: Agreement, read: Read, language: str) -> Told:
    comparison = _compare(old, new, read)
    answer = DiffAnswer(comparisons=[record_diff(comparison, language=language)])
    return lambda: paper_on_versions(comparison, language=language), answer


def _folder(folder: Path, read: Read, language: str) -> Told:
    files = sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"})
    if len(files) < 2:
        found = f"{len(files)} agreement file{'' if len(files) == 1 else 's'}"
        raise Refused([Problem(str(folder), found=found, expected="two versions or more (*.yaml)")])
    versions = in_order([read_agreement(path) for path in files])
    for one, other in pairwise(versions):
        if not set(one.parties) & set(other.parties):
            found = f"{Path(one.file).name} and {Path(other.file).name}, with no party in common"
            raise Refused([Problem(str(folder), found=found, expected="versions of one deal")])
    comparisons = [_compare(one, other, read) for one, other in pairwise(versions)]
    points = when_points_moved([comparison.difference for comparison in comparisons])
    answer = DiffAnswer(
        comparisons=[record_diff(one, language=language) for one in comparisons],
        points=record_points(points, comparisons),
    )
    return lambda: paper_on_series(comparisons, points, language=language), answer


def _disputes(agreement: Agreement, read: Read, language: str) -> Told:
    """Each disputed value against the one reckoned with."""
    titles = {id_: source.title for id_, source in (agreement.sources or {}).items()}
    told = []
    for dispute in disputes_in(agreement):
        first, *others = dispute.readings
        told += [
            Against(
                dispute.path,
                (first.source, one.source),
                titles,
                (_written(first.value), _written(one.value)),
                _compare(first.agreement, one.agreement, read),
            )
            for one in others
        ]
    answer = DiffAnswer(comparisons=[
        record_diff(
            one.comparison, language=language, where=".".join(map(str, one.path)), old_source=one.sources[0], new_source=one.sources[1]
        )
        for one in told
    ])  # fmt: skip
    title = agreement.title if isinstance(agreement.title, dict) else {"en": agreement.title}
    return lambda: paper_on_disputes(told, title=title, clock=agreement.clock, language=language), answer


def _written(value: object) -> str:
    return (
        str(value)
        if isinstance(value, str | int | float | date)
        else json.dumps(value, ensure_ascii=False, default=str)
    )


def _compare(old: Agreement, new: Agreement, read: Read) -> Comparison:
    difference = diff(old, new, lexicon=read.lexicon, gazetteer=read.gazetteer)
    registers = (lexicon_of(old, read.lexicon).actors, lexicon_of(new, read.lexicon).actors)
    names = name_both(old, new, registers)
    if not read.evidence:
        return Comparison(difference=difference, **names)
    as_of = read.as_of or datetime.now(UTC)  # one moment for both
    learnt = read_learnt(read.fit) if read.fit else None
    first, second = (
        check(
            agreement, read.evidence, as_of=as_of, lexicon=read.lexicon, answers=read.answers, learnt=learnt, labels=read.labels,
            merges=read.merges, gazetteer=read.gazetteer,
        )
        for agreement in (old, new)
    )  # fmt: skip
    print_quarantine(second.quarantine)
    hindsight = Hindsight(
        second.as_of, judge_again(first, second, difference), happenings_of(first, second), second.incidents.height
    )
    return Comparison(difference=difference, hindsight=hindsight, **names)
