"""A small table that people write by hand: sources, phrases, answers, decisions, rulings. All that is wrong with its header is said at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from hudna.problems import Problem, Refused, nearest_name
from hudna.reports.cells import read_cells, read_header, with_columns_for


class TableFile(NamedTuple):
    """The rows as text, stripped, with `#row`; and the rows that had more cells than the header, as problems."""

    rows: pl.DataFrame
    problems: list[Problem]


def read_table(
    path: Path, *, required: Sequence[str], optional: Sequence[str] = (), has_others: bool = False
) -> TableFile:
    """Read a CSV file of known columns.

    Args:
        path: the file, in UTF-8.
        required: columns it must have.
        optional: columns it may have; those it lacks come back empty.
        has_others: it may have columns of its own, which are left unread, unless one is almost called as ours.

    Raises:
        Refused: no such file, no CSV in UTF-8 with commas; a column is missing, stands twice, or is none of ours.
    """
    header, known = read_header(path), (*required, *optional)
    absent = [name for name in known if name not in header]
    problems = [
        Problem(
            path.name,
            1,
            field=name,
            found="no such column",
            expected=f"a column {name}",
            nearest=nearest_name(name, [column for column in header if column not in known]),
        )
        for name in required
        if name in absent
    ]
    problems += [
        Problem(
            path.name, 1, field=name, found=f"{header.count(name)} columns of this name", expected="each column once"
        )
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    for name in dict.fromkeys(header):
        near = nearest_name(name, absent)
        is_told = nearest_name(name, [column for column in required if column in absent]) is not None  # above
        is_slip = near is not None and not is_told
        if name not in known and (is_slip or not has_others):
            expected = f"one of {', '.join(known)}"
            problems.append(
                Problem(path.name, 1, field=name, found="no column of ours", expected=expected, nearest=near)
            )
    if problems:
        raise Refused(problems)
    cells = read_cells(path)
    too_long = [
        Problem(path.name, row, field="row", found=f"{found} cells", expected=f"{len(header)}, as in the header")
        for row, found in cells.ragged.select("row", "found").iter_rows()
    ]
    rows = with_columns_for(cells.rows, optional)
    return TableFile(rows.with_columns(pl.col(known).str.strip_chars()), too_long)
