"""Words by which people head their columns, in English and Arabic, and the HXL tags for the same. The table is `header_words.csv` beside this."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from hudna.terms import fold_name

KILLED = "killed"  # one number of killed: both killed_min and killed_max


def column_named(name: str) -> str | None:
    """Give the column of ours that a name stands for; nothing where none does."""
    found = meaning_of(name)
    return "killed_max" if found == KILLED else found


def meaning_of(name: str) -> str | None:
    """Give what a name stands for, `a/b/name` of a form with groups too: a column of ours, or one number of killed."""
    last = name.rsplit("/", 1)[-1]
    return _words().get(fold_name(last)) or _words().get(fold_name(last.strip("_")))


def column_tagged(tag: str) -> str | None:
    """Give the column that an HXL tag stands for: its own tag, or the longest that it only adds attributes to."""
    hashtag, *attributes = tag.split("+")
    fitting = [
        (len(wanted), column)
        for known, column in _tags()
        for known_hashtag, *wanted in [known.split("+")]
        if known_hashtag == hashtag and set(wanted) <= set(attributes)
    ]
    return max(fitting)[1] if fitting else None


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, str]]:
    text = resources.files("hudna.reports").joinpath("header_words.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def _words() -> Mapping[str, str]:
    return {fold_name(word): row["column"] for row in _rows() for word in [row["column"], *row["words"].split("|")]}


@lru_cache(maxsize=1)
def _tags() -> list[tuple[str, str]]:
    return [(tag, row["column"]) for row in _rows() if row["hxl"] for tag in row["hxl"].split("|")]
