"""What `hudna places …` does: find a name in a gazetteer, and make a gazetteer of other people's lists."""

import json
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.table import Table

from hudna.cli.commands import err, out, told_in_words
from hudna.cli.imports import IN_QUARANTINE, QUARANTINE_SHOWN
from hudna.problems import Problem, Refused
from hudna.terms import Candidate, Gazetteer, Place, Unit, find_places, read_gazetteer, shipped_gazetteers
from hudna.terms.load_places import Loaded, load_places, write_places

LEVELS = {0: "country", 1: "governorate", 2: "district", 3: "subdistrict"}


def find_in_gazetteer(name: str, *, gazetteer: str | None, as_json: bool) -> None:
    """Print every unit and place that a name may mean, and why; the end code is 1 where there is none."""
    with told_in_words():
        searched = read_gazetteer(gazetteer or shipped_gazetteers()[0])
        candidates = find_places(name, searched)
        if not candidates and not as_json:
            raise Refused([Problem(searched.name, found=repr(name), expected="a name of one of its units or places")])
    told = [_told(candidate, searched) for candidate in candidates]
    if as_json:
        typer.echo(
            json.dumps({"gazetteer": searched.name, "name": name, "candidates": told}, ensure_ascii=False, indent=1)
        )
        raise typer.Exit(0 if candidates else 1)
    table = Table("id", "name", "", "what", "in", "why", box=None, pad_edge=False)
    for row in told:
        why = row["reason"] if row["spelling"] in (row["en"], row["ar"]) else f"{row['reason']}: {row['spelling']}"
        table.add_row(row["id"], row["en"], row["ar"], row["what"], row["in"], why)
    out.print(table)


def _told(candidate: Candidate, gazetteer: Gazetteer) -> dict[str, str]:
    entry = candidate.entry
    return {
        "id": candidate.key,
        "en": entry.name.get("en", ""),
        "ar": entry.name.get("ar", ""),
        "what": _what(entry),
        "in": ", ".join(unit.name.get("en") or unit.name.get("ar") or unit.pcode for unit in gazetteer.within(entry)),
        "reason": candidate.reason,
        "spelling": candidate.spelling,
    }


def _what(entry: Unit | Place) -> str:
    return "place" if isinstance(entry, Place) else LEVELS.get(entry.level, f"unit of level {entry.level}")


def load_into_folder(
    files: Sequence[Path], *, folder: Path, units: str | None, source: str, licence: str, as_json: bool
) -> None:
    """Make a gazetteer folder of COD-AB and GeoNames files; what cannot be read stands in its quarantine.csv."""
    with told_in_words():
        with err.status("Reading places …"):
            loaded = load_places(files, units=read_gazetteer(units) if units else None, source=source, licence=licence)
        write_places(loaded, folder)
    in_quarantine = len(loaded.quarantine)
    if as_json:
        counts = {
            "rows": loaded.rows,
            "units": len(loaded.units),
            "places": len(loaded.places),
            "left_out": loaded.left_out,
        }
        typer.echo(json.dumps({**counts, "in_quarantine": in_quarantine, "notes": loaded.notes}, ensure_ascii=False))
    else:
        _print_loaded(loaded, folder)
    if in_quarantine:
        raise typer.Exit(IN_QUARANTINE)


def _print_loaded(loaded: Loaded, folder: Path) -> None:
    levels = [unit.level for unit in loaded.units.values()]
    by_level = ", ".join(f"{levels.count(n)} {LEVELS.get(n, f'of level {n}')}" for n in sorted(set(levels)))
    out.print(
        f"{loaded.rows} rows read. The gazetteer has {len(levels)} units" + (f" ({by_level})" if by_level else "")
        + f" and {len(loaded.places)} places; {loaded.left_out} rows are no populated place, {len(loaded.quarantine)} are in quarantine",
        highlight=False,
    )  # fmt: skip
    for note in loaded.notes:
        out.print(f"  {note}", markup=False, highlight=False)
    for problem, _ in loaded.quarantine[:QUARANTINE_SHOWN]:
        err.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
    if len(loaded.quarantine) > QUARANTINE_SHOWN:
        err.print(f"… and {len(loaded.quarantine) - QUARANTINE_SHOWN} more, in quarantine.csv", style="red")
    out.print(f"Written to {folder}: use it with --gazetteer {folder}", highlight=False, soft_wrap=True)
