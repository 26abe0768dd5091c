"""What `hudna export` does: a table of a collection, or of what `hudna check` or `hudna link` wrote, as a file that others open."""

from datetime import UTC, datetime
from pathlib import Path

import dataframely as dy
import polars as pl
import typer

from hudna.cli.commands import out, refuse_unknown_clock, told_in_words
from hudna.compliance.tables import Allegations
from hudna.flow import read_as_of
from hudna.incidents.tables import Incidents
from hudna.problems import Problem, Refused, nearest_name
from hudna.reports import (
    EXPORT_FORMATS,
    Lexicon,
    export_table,
    is_collection,
    read_claims,
    read_collection,
    standing_at,
)
from hudna.reports.tables import Claims

TABLES: dict[str, type[dy.Schema]] = {"claims": Claims, "incidents": Incidents, "allegations": Allegations}
_MADE_BY = "`hudna check`, or, for incidents, `hudna link`"


def export(folder: Path, *, table: str, to: str, out_file: Path, clock: str | None, as_of: str | None) -> None:
    """Write a table of a folder to a file; of a collection the claims that stand at `--as-of`."""
    refuse_unknown_clock(clock)
    for option, word, words in (("--table", table, TABLES), ("--to", to, EXPORT_FORMATS)):
        if word not in words:
            near = nearest_name(word, words)
            hint = f"; did you mean {near!r}?" if near else ""
            raise typer.BadParameter(f"found {word!r}, expected one of {', '.join(words)}{hint}", param_hint=option)
    with told_in_words():
        clock = clock or _clock_of(folder)
        told = _table_of(folder, table, clock=clock, as_of=as_of)
        if out_file.exists():
            raise Refused([Problem(str(out_file), found="a file", expected="the name of a file that is not there yet")])
        export_table(told, out_file, to=to, clock=clock)
    out.print(
        f"{told.height} {table} written to {out_file}; times of {clock}", markup=False, highlight=False, soft_wrap=True
    )


def _clock_of(folder: Path) -> str:
    """Give the clock of the last import; a folder of `hudna check` does not tell one."""
    imports = read_collection(folder).imports if is_collection(folder) else ()
    return imports[-1].clock if imports else "UTC"


def _table_of(folder: Path, table: str, *, clock: str, as_of: str | None) -> pl.DataFrame:
    if is_collection(folder):
        if table != "claims":
            expected = f"claims; {table} are made by {_MADE_BY}, whose folder can be exported"
            raise Refused(
                [Problem(str(folder), field="--table", found=f"a collection, for {table}", expected=expected)]
            )
        moment = read_as_of(as_of or datetime.now(UTC), clock)
        return standing_at(read_claims(folder, lexicon=Lexicon.empty(), gazetteer=None, clock=clock), as_of=moment)
    path = next(
        (one for one in (folder / "tables" / f"{table}.parquet", folder / f"{table}.parquet") if one.is_file()), None
    )
    if path is None:
        expected = f"a collection, or a folder that {_MADE_BY} wrote, with {table}.parquet"
        raise Refused(
            [Problem(str(folder), found="no such table" if folder.is_dir() else "no such folder", expected=expected)]
        )
    return TABLES[table].validate(pl.read_parquet(path), cast=True)
