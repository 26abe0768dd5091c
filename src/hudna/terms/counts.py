"""What an agreement does not say, counted by section.

Silent counts the fields of a section that settle something and are absent; undefined, disputed and unread count every such value.
"""

from collections.abc import Iterator
from typing import Any

from hudna.terms.gaps import gap_words
from hudna.terms.model import Agreement
from hudna.terms.provisions import Deal, Provision

SECTIONS = (
    "history", "signed", "day_zero", "in_force", "phases", "proof", "counting", "parties", "guarantors", "bodies", "others", "actors",
    "arms", "lines", "zones", "terms", "tranches", "exclusions", "classes", "escalation", "complaints", "ending", "published",
)  # fmt: skip

EXPECTED: dict[str, tuple[str, ...]] = {
    "in_force": ("from_", "renewal", "on_lapse"),
    "proof": ("notice", "breach", "suspension", "k", "denial_of_access", "not_attributable"),
    "counting": ("unit", "one_incident"),
    "parties": ("actors", "signed_by", "on_split"),
    "guarantors": ("answers_for", "levers", "answers_within", "if_silent", "accepted_by"),
    "bodies": ("tasks", "access"),
    "others": ("consents",),
    "lines": ("dated",),
    "tranches": ("grace", "if_late"),
    "exclusions": ("zones", "by", "during", "needs", "proof_on", "co_located", "still_protected", "list_"),
    "escalation": ("to", "within", "act"),
    "complaints": ("by", "to", "opens", "ruled_within"),
    "ending": ("one_breach", "threshold", "outside", "after_collapse"),
}
"""Fields that settle something in each section: absent, the deal is silent on it. Those of terms depend on their form (below)."""

EXPECTED_OF_TERMS = {
    "forbid": ("by", "in_"),
    "allow": ("by", "needs"),
    "require": ("by", "for_", "quantity", "evidence"),
}


def count_gaps(deal: Deal) -> dict[str, dict[str, int]]:
    """Count, per section, what is silent, undefined, disputed and unread; sections with nothing to count are left out."""
    counts: dict[str, dict[str, int]] = {}
    for section in SECTIONS:
        written = getattr(deal.agreement, section)
        words = list(gap_words(written))
        count = {
            "silent": _silent(section, deal),
            **{word: words.count(word) for word in ("undefined", "disputed", "unread")},
        }
        if any(count.values()):
            counts[section] = count
    if deal.agreement.unread:
        counts["text"] = {"silent": 0, "undefined": 0, "disputed": 0, "unread": len(deal.agreement.unread)}
    return counts


def _silent(section: str, deal: Deal) -> int:
    written = getattr(deal.agreement, section)
    if section == "terms":
        return sum(_silent_in_term(provision) for provision in deal.provisions)
    fields = EXPECTED.get(section, ())
    if section == "in_force":
        return len(fields) + 1 if written is None else _absent(written, fields) + (0 if _has_end(deal.agreement) else 1)
    if section in ("proof", "counting", "complaints", "ending"):
        return len(fields) if written is None else _absent(written, fields)
    return sum(_absent(part, fields) for part in _parts(written))


def _has_end(agreement: Agreement) -> bool:
    written = agreement.in_force
    return written is not None and (
        written.for_ is not None or written.until is not None or written.endless is not None
    )


def _silent_in_term(provision: Provision) -> int:
    clause = provision.clause
    silent = _absent(clause, EXPECTED_OF_TERMS[provision.form])
    if provision.form == "forbid" and clause.in_ is None and (clause.into is not None or clause.from_ is not None):
        silent -= 1
    if provision.form == "require" and clause.deadline is None and clause.within is None and clause.every is None:
        silent += 1
    return silent


def _absent(part: Any, fields: tuple[str, ...]) -> int:
    return sum(getattr(part, field) is None for field in fields)


def _parts(section: Any) -> Iterator[Any]:
    if isinstance(section, dict):
        yield from section.values()
    elif isinstance(section, list):
        yield from section
