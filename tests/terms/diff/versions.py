"""Versions of small agreements: read, compared, and what was told of them, in short."""

from pathlib import Path

from hudna.terms import parse_agreement
from hudna.terms.diff import Change, Difference, diff_agreements
from terms.deals import HEAD, IN_FORCE, SIDES, ZONES

NUR_VALLEY = (Path(__file__).parent / "nur_valley.yaml").read_text(encoding="utf-8")

FIRE = '  "1": {forbid: [armed_attack], by: [all], in: [centre]}\n'


def deal(
    terms: str, *, more: str = "", head: str = HEAD, in_force: str = IN_FORCE, sides: str = SIDES, zones: str = ZONES
) -> str:
    return head + in_force + sides + zones + f"terms:\n{terms}" + more


def diff(old: str, new: str) -> Difference:
    return diff_agreements(parse_agreement(old, file="old.yaml"), parse_agreement(new, file="new.yaml"))


def changed(old: str, new: str, passage: str, by: str) -> Difference:
    """Compare a text with itself, one passage replaced."""
    assert passage in old
    return diff(old, old.replace(passage, by))


def keys(difference: Difference) -> list[tuple[str, str, str]]:
    return [change.key for change in difference.changes]


def only(difference: Difference) -> Change:
    (change,) = difference.changes
    return change
