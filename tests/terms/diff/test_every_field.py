"""Nothing that the format can say is passed over: every value of a deal that uses nearly every field, taken away or said otherwise."""

from copy import deepcopy
from io import StringIO
from typing import Any

import pytest
from ruamel.yaml import YAML

from hudna.problems import Refused
from hudna.terms import agreement_schema, parse_agreement
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
SILENT = frozenset({
    # said aloud: what holds anyway where the deal is silent (hudna.terms.diff.plain, DEFAULTS)
    "proof.notice", "proof.breach", "proof.suspension", "proof.k", "proof.independent", "proof.not_attributable", "counting.unit",
    "parties.republic.on_split", "guarantors.eastland.if_silent", "guarantors.westland.if_silent", "terms.1.against",
    "terms.13.lifesaving", "tranches.parts.order",
    # who signed, and on which of two days: it moves no time
    "parties.republic.signed_by", "parties.republic.signed_by.who", "parties.republic.signed_by.date", "history.0.date.use", "history.1.by",
    # nothing cites these zones; a line that nobody can draw is nowhere, within whatever
    "zones.inner", "zones.hills", "zones.hills.within", "lines.contact.within",
})  # fmt: skip


def dumped(data: Any) -> str:
    stream = StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.sort_base_mapping_type_on_output = False  # the order of classes counts
    yaml.dump(data, stream)
    return stream.getvalue()


def places() -> list[tuple[str | int, ...]]:
    """Every key of the file that can be taken away and is no description."""
    return [
        path
        for _, path in everywhere(DEAL._document.data)
        if path and isinstance(path[-1], str) and not DESCRIBES & {step for step in path if isinstance(step, str)}
    ]


NOT_IN_IT = {
    "geojson",
    "actors_from",
    "ground_for",
    "endless",
    "also",
}  # files, and words that stand in the place of others


def test_the_deal_written_anew_is_the_same() -> None:
    assert diff_agreements(DEAL, parse_agreement(dumped(DEAL._document.data), file="nur.yaml")).changes == ()


def test_the_deal_uses_every_key_of_the_format() -> None:
    schema = agreement_schema()
    used = {step for _, path in everywhere(DEAL._document.data) for step in path if isinstance(step, str)}

    keys = {key for part in (schema, *schema["$defs"].values()) for key in part.get("properties", ())}

    assert keys - used - WORDING == NOT_IN_IT


@pytest.mark.parametrize("path", places(), ids=lambda path: ".".join(str(step) for step in path))
def test_a_field_taken_away_is_told_and_only_what_says_nothing_is_not(path: tuple[str | int, ...]) -> None:
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

    assert difference.is_change is (".".join(map(str, path)) not in SILENT)
    assert all(change.measure != "also" for change in difference.changes), difference.changes
