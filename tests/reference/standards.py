"""Standards of proof, read off the table (docs/semantics.md, "Standards of proof")."""

from collections.abc import Iterable, Mapping
from typing import Any

from hudna.terms.compiled import CompiledAgreement

Row = Mapping[str, Any]

LADDER = ("reported", "reasonable_suspicion", "reasonable_grounds", "clear_and_convincing", "beyond_reasonable_doubt")
LOWER_ENDS = {
    "reasonable_suspicion": 0.25,
    "reasonable_grounds": 0.5,
    "clear_and_convincing": 0.75,
    "beyond_reasonable_doubt": 0.95,
}


def lower_end(compiled: CompiledAgreement, standard: str) -> float:
    return compiled.proof.thresholds.get(standard, LOWER_ENDS.get(standard, 0.0))


def reaches(
    compiled: CompiledAgreement, standard: str, p: float, low: float, groups: int, not_adverse: int, admitted: bool
) -> bool:
    enough = low >= lower_end(compiled, standard) - 1e-9
    likely = p >= 0.5 - 1e-9
    match standard:
        case "reported":
            return groups >= 1
        case "reasonable_suspicion":
            return likely and enough
        case "reasonable_grounds":
            return likely and enough and (groups >= 2 or admitted)
        case "clear_and_convincing":
            return enough and groups >= 2 and not_adverse >= 1
        case _:
            return enough and ((groups >= 3 and not_adverse >= 1) or (admitted and groups >= 2))


def highest(compiled: CompiledAgreement, p: float, low: float, groups: int, not_adverse: int, admitted: bool) -> str:
    """The highest standard reached; the last of the ladder is only ever proposed, so it is never given here."""
    for standard in ("clear_and_convincing", "reasonable_grounds", "reasonable_suspicion", "reported"):
        if reaches(compiled, standard, p, low, groups, not_adverse, admitted):
            return standard
    return "none"


def naming(voices: Iterable[Row], actors: frozenset[str] | None, camps: frozenset[str]) -> tuple[int, int, bool]:
    """Independent echo groups that name one of `actors`, those of them not adverse, and whether its own side admits."""
    names = [voice for voice in voices if actors is None or any(actor in actors for actor in voice["actors"])]
    says_so = [voice for voice in names if not voice["is_denial"]]
    groups = {voice["echo_group"] for voice in says_so}
    friendly = {
        voice["echo_group"]
        for voice in says_so
        if voice["leans_to"] in ("none", "unclear") or voice["leans_to"] in camps
    }
    return len(groups), len(friendly), any(voice["is_admission"] for voice in names)
