"""Nothing that the format can say is passed over: every value of a deal that uses nearly every field, taken away or said otherwise."""

from copy import deepcopy
from io import StringIO
from typing import Any

import pytest
from ruamel.yaml import YAML

from hudna.problems import Refused
from hudna.terms import parse_agreement
from hudna.terms.diff import diff_agreements
from hudna.terms.diff.plain import WORDING
from hudna.terms.walking import everywhere
from terms.diff.versions import NUR_VALLEY

DEAL = parse_agreement(NUR_VALLEY, file="nur.yaml")

DESCRIBES = WORDING | {
    "hudna", "id", "version", "status", "published", "glossary", "sources", "unread",  # what the file and its text are
    "prevails", "authentic", "also",  # told as `languages`; `prevails` alone is one of its keys
    "aliases",
}  # fmt: skip
SAID_ALOUD = {  # what holds anyway where the deal is silent (hudna.terms.diff.plain, DEFAULTS), or has no effect where it stands
    ("guarantors", "if_silent"), ("parties", "on_split"), ("proof", "k"), ("proof", "independent"), ("proof", "notice"),
    ("proof", "breach"), ("proof", "suspension"), ("proof", "not_attributable"), ("counting", "unit"), ("tranches", "order"),
    ("proof", "thresholds"), ("proof", "reasonable_suspicion"), ("history", "use"),  # it is the built-in one; the day of signature moves nothing
    ("parties", "date"), ("parties", "actors"),  # when somebody signed; the guard is also named as having joined
    ("zones", "inner"), ("zones", "hills"), ("zones", "within"), ("lines", "within"), ("actors", "new_banner"),  # nothing cites it
    ("terms", "lifesaving"), ("terms", "against"), ("parties", "who"), ("parties", "signed_by"), ("history", "what"), ("history", "by"),
}  # fmt: skip


def dumped(data: Any) -> str:
    stream = StringIO()
    YAML(typ="safe", pure=True).dump(data, stream)
    return stream.getvalue()


def places() -> list[tuple[str | int, ...]]:
    """Every key of the file that can be taken away and is no description."""
    return [
        path
        for _, path in everywhere(DEAL._document.data)
        if path and isinstance(path[-1], str) and not DESCRIBES & {step for step in path if isinstance(step, str)}
    ]


@pytest.mark.parametrize("path", places(), ids=lambda path: ".".join(str(step) for step in path))
def test_a_field_taken_away_is_told_or_says_what_holds_anyway(path: tuple[str | int, ...]) -> None:
    data = deepcopy(DEAL._document.data)
    part: Any = data
    for step in path[:-1]:
        part = part[step]
    del part[path[-1]]
    try:
        without = parse_agreement(dumped(data), file="nur.yaml")
    except Refused:
        return  # no agreement any more: nothing to compare

    difference = diff_agreements(DEAL, without)

    assert difference.is_change or (path[0], path[-1]) in SAID_ALOUD, path
    assert all(change.measure != "also" for change in difference.changes), difference.changes
