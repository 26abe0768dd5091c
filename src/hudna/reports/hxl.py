"""HXL: a row of tags under the header says in a common tongue what each column holds. Source: hxlstandard.org, HXL 1.1 of 2018-04-30."""

import re
from collections.abc import Mapping, Sequence

_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z][a-z0-9_]*)*")
FEWEST = 0.25  # share of the columns that must be tagged, lest a remark such as "#1" make a row one of tags


def tags_of(row: Mapping[str, object], columns: Sequence[str]) -> dict[str, str]:
    """Give the tag of each tagged column, in lower case and without spaces, if this row is one of tags; else nothing.

    In such a row every cell is a tag or empty.
    """
    cells = {name: str(row[name]).strip().lower() for name in columns}
    tags = {name: cell for name, cell in cells.items() if _TAG.fullmatch(cell)}
    is_row_of_tags = all(cell == "" or name in tags for name, cell in cells.items())
    if not is_row_of_tags or len(tags) < FEWEST * len(columns):
        return {}
    return {name: re.sub(r"\s+", "", tag) for name, tag in tags.items()}
