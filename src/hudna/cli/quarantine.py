"""What `hudna quarantine …` does: show the rows that could not be let in, write them to be mended, try the mended ones again."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import typer

from hudna.cli.commands import err, out, print_quarantine, reading_terms, refuse_unknown_clock, told_in_words
from hudna.cli.imports import IN_QUARANTINE
from hudna.problems import Problem, Refused
from hudna.reports import Intake, mend_sheet, read_claims, read_collection, reading_of_text, retry_sheet


def show_quarantine(folder: Path, *, as_json: bool) -> None:
    """Print the open faults by reason and row by row; end with 3 where there are any."""
    with told_in_words():
        collection = read_collection(folder)
    faults = collection.open_faults
    reasons = (
        faults.group_by("field", "expected")
        .agg(rows=pl.col("entry_id").n_unique())
        .sort("rows", "field", "expected", descending=[True, False, False])
    )
    left = collection.tables["resolutions"]["entry_id"].n_unique()
    if as_json:
        rows = faults.select("entry_id", "file", "row", "field", "found", "expected", "raw").to_dicts()
        told = {"rows": faults["entry_id"].n_unique(), "left": left, "reasons": reasons.to_dicts(), "faults": rows}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        out.print(f"{faults['entry_id'].n_unique()} rows in quarantine, {left} have left it", highlight=False)
        for field, expected, rows_of_it in reasons.iter_rows():
            out.print(
                f"  {rows_of_it} × {field or 'the row'}: expected {expected}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
        for row in faults.iter_rows(named=True):
            problem = Problem(
                row["file"], row=row["row"], field=row["field"], found=repr(row["found"]), expected=row["expected"]
            )
            out.print(str(problem), markup=False, highlight=False, soft_wrap=True)
    if not faults.is_empty():
        raise typer.Exit(IN_QUARANTINE)


def write_mend_sheet(folder: Path, *, out_file: Path) -> None:
    """Write the sheet; one that is there may hold somebody's work."""
    with told_in_words():
        sheet = mend_sheet(read_collection(folder))
        if out_file.exists():
            raise Refused([Problem(str(out_file), found="a file", expected="the name of a file that is not there yet")])
        sheet.write_csv(out_file, include_bom=True)  # a spreadsheet needs the mark to see Arabic
    out.print(
        f"{sheet.height} rows written to {out_file}: mend their cells, then hudna quarantine retry {folder} {out_file}",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip


def retry_quarantine(
    folder: Path,
    sheet: Path,
    *,
    agreement: str | None,
    lexicon: Path | None,
    gazetteer: str | None,
    clock: str | None,
    as_json: bool,
) -> None:
    """Try mended rows again; end with 3 where some are still wrong."""
    refuse_unknown_clock(clock)
    with told_in_words():
        imports = read_collection(folder).imports
        clock = clock or (None if agreement or not imports else imports[-1].clock)
        terms = reading_terms(agreement, lexicon=lexicon, gazetteer=gazetteer, clock=clock)

        def read(path: Path, format_name: str, read_by: str) -> Intake:
            column_map, written = reading_of_text(read_by)
            return read_claims(path, **terms._asdict(), format_name=format_name, column_map=column_map, written=written)

        with err.status(f"Reading {sheet.name} …"):
            told = retry_sheet(folder, sheet, read=read, imported_at=datetime.now(UTC), clock=terms.clock)
    if as_json:
        counts = {name: getattr(told, name) for name in ("rows", "let_in", "still_wrong", "left_before")}
        files = [asdict(one) for one in told.made.files] if told.made else []
        typer.echo(json.dumps(counts | {"files": files}, ensure_ascii=False))
    else:
        out.print(
            f"{sheet.name}: {told.rows} rows = {told.let_in} let in + {told.still_wrong} still wrong + "
            f"{told.left_before} that had left the quarantine before",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
        print_quarantine(told.quarantine)
    if told.still_wrong:
        raise typer.Exit(IN_QUARANTINE)
