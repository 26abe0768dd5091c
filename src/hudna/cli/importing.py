"""What `hudna import` says of how a file is written, and the first column map that `--guess` writes."""

from pathlib import Path
from typing import Any, get_args

import typer

from hudna.cli.commands import out, reading_terms, refuse_unknown_clock, told_in_words
from hudna.problems import Problem, Refused
from hudna.reports import Written, guess_map, read_recognised
from hudna.reports.column_map import BESIDE
from hudna.reports.written import DateOrder, DecimalMark


def as_said(
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    header: int | None,
    dates: str | None,
    decimal: str | None,
) -> Written:
    """Take the options together; a word that none of them knows is wrong usage."""
    for option, word, words in (("--dates", dates, get_args(DateOrder)), ("--decimal", decimal, get_args(DecimalMark))):
        if word is not None and word not in words:
            raise typer.BadParameter(f"found {word!r}, expected one of {', '.join(words)}", param_hint=option)
    said: dict[str, Any] = {"dates": dates, "decimal": decimal}
    return Written(encoding=encoding, delimiter=delimiter, sheet=sheet, header=header, **said)


def guess_columns(
    file: Path,
    *,
    agreement: str | None,
    gazetteer: str | None,
    clock: str | None,
    written: Written,
    format_name: str | None,
    out_file: Path | None,
) -> None:
    """Write a first column map of a file; one that is there already is somebody's work, and stays."""
    refuse_unknown_clock(clock)
    target = out_file or file.with_name(file.stem + BESIDE)
    with told_in_words():
        if target.exists():
            raise Refused(
                [Problem(target.name, found="a file", expected="no file: a map that is there is not written over")]
            )
        terms = reading_terms(agreement, lexicon=None, gazetteer=gazetteer, clock=clock)
        guessed = guess_map(
            read_recognised(file, written=written, format_name=format_name)[1],
            written=written,
            gazetteer=terms.gazetteer,
            clock=terms.clock if agreement or clock else None,
        )
    target.write_text(guessed, encoding="utf-8")
    doubts = guessed.partition("\nconfirm:\n")[2].splitlines()
    out.print(f"Written to {target}: {len(doubts)} doubts to settle", highlight=False)
    for doubt in doubts:
        out.print(doubt, markup=False, highlight=False, soft_wrap=True)
