"""What an import into a collection came to, in words and as JSON."""

import json
from dataclasses import asdict, fields
from pathlib import Path

import typer
from rich.console import Console

from hudna.problems import Problem
from hudna.reports import Collection, FileImport, Import

QUARANTINE_SHOWN = 20
IN_QUARANTINE = 3  # exit code: done, but rows are in quarantine
# What is always told, and what only where there is some.
_ALWAYS = {
    "new": "new",
    "known": "known",
    "changed": "changed",
    "withdrawn": "withdrawn",
    "in_quarantine": "in quarantine",
}
_SELDOM = {"read_anew": "read anew", "tallies": "tallies"}
_COUNTS = tuple(one.name for one in fields(FileImport) if one.type is int or one.type == "int")

out, err = Console(), Console(stderr=True)


def tell_import(made: Import, collection: Collection, *, folder: Path, as_json: bool) -> None:
    """Print what became of the rows of each file and of all; end with 3 where rows are in quarantine."""
    total = {name: sum(getattr(one, name) for one in made.files) for name in _COUNTS}
    held = collection.tables["claims"]["claim_id"].n_unique()
    if as_json:
        told = {"rows": total.pop("rows_read"), **total, "claims": held, "withdrawals": total["withdrawn"]}
        notes = [note for one in made.files for note in one.notes]
        typer.echo(
            json.dumps(told | {"notes": notes, "files": [asdict(one) for one in made.files]}, ensure_ascii=False)
        )
    else:
        for one in made.files:
            out.print(
                _as_sum(one.file, {name: getattr(one, name) for name in _COUNTS}),
                markup=False,
                highlight=False,
                soft_wrap=True,
            )
            for note in one.notes:
                out.print(f"  {note}", markup=False, highlight=False, soft_wrap=True)
        if len(made.files) > 1:
            out.print(_as_sum("together", total), markup=False, highlight=False, soft_wrap=True)
        if total["resolved"]:
            out.print(f"{total['resolved']} rows left the quarantine: they came again, mended", highlight=False)
        _tell_faults(collection, made)
        left = collection.open_faults["entry_id"].n_unique()
        waiting = f", {left} rows in quarantine: hudna quarantine show {folder}" if left else ""
        out.print(f"{folder} holds {held} claims{waiting}", markup=False, highlight=False, soft_wrap=True)
    if total["in_quarantine"]:
        raise typer.Exit(IN_QUARANTINE)


def _as_sum(name: str, counts: dict[str, int]) -> str:
    parts = [f"{counts[key]} {word}" for key, word in _ALWAYS.items()]
    parts[-1:-1] = [f"{counts[key]} {word}" for key, word in _SELDOM.items() if counts[key]]
    return f"{name}: {counts['rows_read']} rows = {' + '.join(parts)}"


def _tell_faults(collection: Collection, made: Import) -> None:
    """Print what is wrong with the first rows that this import was the first to meet."""
    faults = collection.tables["faults"]
    fresh = faults.filter(faults["import_number"] == made.number)
    for row in fresh.head(QUARANTINE_SHOWN).iter_rows(named=True):
        problem = Problem(row["file"], row=row["row"], field=row["field"], found=row["found"], expected=row["expected"])
        err.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
    if fresh.height > QUARANTINE_SHOWN:
        err.print(f"… and {fresh.height - QUARANTINE_SHOWN} more: hudna quarantine show", style="red")
