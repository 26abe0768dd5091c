"""By what the rows of a file were read besides their format, kept as text with those in quarantine: mended rows are read by the same."""

import json
from dataclasses import asdict, replace
from typing import Any

from hudna.reports.column_map import ColumnMap
from hudna.reports.written import AS_FOUND, Written

_BY_COLUMN = ("dates", "decimal")  # of how a file is written, what is not settled once its rows are a table of ours


def reading_as_text(column_map: ColumnMap | None, written: Written, *, ours: tuple[str, ...]) -> str:
    """Give what read the rows as JSON; nothing where nothing was said.

    Args:
        column_map: the map, if any.
        written: how the file was said to be written.
        ours: columns that the format tells under our names and a table of mended rows has as well.
    """
    said = {name: value for name in _BY_COLUMN if (value := getattr(written, name))}
    if column_map is None:
        return json.dumps(said) if said else ""
    own = {name: name for name in ours if name not in column_map.not_used}
    kept = asdict(replace(column_map, columns=own | dict(column_map.columns), written=AS_FOUND))
    return json.dumps(
        {**said, "map": {name: value for name, value in kept.items() if name != "written"}}, ensure_ascii=False
    )


def reading_of_text(text: str) -> tuple[ColumnMap | None, Written]:
    """Give the map, if any, and how the rows are written."""
    if not text:
        return None, AS_FOUND
    told = json.loads(text)
    said = told.pop("map", None)
    if said is None:
        return None, Written(**told)
    lists: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return ColumnMap(**lists), Written(**told)
