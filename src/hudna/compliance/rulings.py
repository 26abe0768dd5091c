"""Rulings replace a probability from the instant they were known (docs/semantics.md, "Clocks").

A ruling counts when it is given by a body against those whom it can find against, or jointly by the guarantors of both sides. A
guarantor's ruling on its own client, like anybody else's, is kept and shown, and changes nothing by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import dataframely as dy
import polars as pl

from hudna.compliance.tables import STANDARDS, Allegations, Answers
from hudna.terms.compiled import CompiledAgreement

RULED_BREACH_STANDARD = "beyond_reasonable_doubt"  # a person has ruled: it counts at every standard
RULED_BREACH = "breach"
FOR_ALL_ACCUSED = "not_attributable"


@dataclass(frozen=True)
class Ruled:
    """The ruling that holds on one incident and accused: what, since when, and by whom."""

    ruling: str
    known_at: datetime
    by: str
    counts: bool
    rows: tuple[int, ...]  # of the answers file

    @property
    def is_breach(self) -> bool:
        return self.ruling == RULED_BREACH

    @property
    def words(self) -> str:
        """Give the ruling with who gave it, as one that does not count stands in a table."""
        return f"{self.ruling} by {self.by}"


def apply_rulings(
    allegations: dy.DataFrame[Allegations],
    answers: dy.DataFrame[Answers],
    compiled: CompiledAgreement,
    *,
    as_of: datetime,
) -> dy.DataFrame[Allegations]:
    """Replace the probabilities of what has been ruled on before `as_of`.

    Returns:
        The same rows in the same order. Ruled `breach`: all three probabilities 1 and the standard `beyond_reasonable_doubt`, so
        that it counts at every one; `notice_at` and `breach_at` are the ruling's known time where they were not reached before.
        Ruled `no_breach`, `outside` or `not_attributable` (this one for every accused of the incident): 0, and the standard
        `none`; the instants stay, for what was put before a guarantor then was put before it. `ruling` holds the last ruling that
        counts; the last that does not fills `ruling_not_counting` with its word and who said so, and changes nothing.
    """
    rulings = gather_rulings(answers, compiled, as_of=as_of)
    if not rulings:
        return allegations
    rows = [_with_rulings(row, rulings_on(row, rulings, compiled)) for row in allegations.to_dicts()]
    return Allegations.validate(pl.DataFrame(rows, schema=allegations.schema, orient="row"))


def counts_as_breach(allegations: dy.DataFrame[Allegations], compiled: CompiledAgreement) -> pl.Series:
    """Say of each allegation whether it counts as a breach: ruled so; or nobody ruled and it reaches the standard of `proof.breach`."""
    reached = pl.col("standard").to_physical() >= STANDARDS.index(compiled.proof.breach)
    is_breach = pl.when(pl.col("ruling").is_null()).then(reached).otherwise(pl.col("ruling") == RULED_BREACH)
    return allegations.select(counts_as_breach=is_breach)["counts_as_breach"]


def put_before_guarantor(allegations: dy.DataFrame[Allegations], *, as_of: datetime) -> dy.DataFrame[Allegations]:
    """Keep what stands before a guarantor: noticed before `as_of`, and not cleared by a ruling that counts."""
    is_cleared = pl.col("ruling").is_not_null() & (pl.col("ruling") != RULED_BREACH)
    return Allegations.validate(allegations.filter(pl.col("notice_at") < as_of, ~is_cleared))


def gather_rulings(
    answers: dy.DataFrame[Answers], compiled: CompiledAgreement, *, as_of: datetime
) -> dict[str, list[Mapping[str, Any]]]:
    """Give the rulings known before `as_of` by incident, in the order in which they were known."""
    known = answers.filter(pl.col("known_at") < as_of, pl.col("answer").is_in(["ruling", "joint_ruling"]))
    gathered: dict[str, list[Mapping[str, Any]]] = {}
    for row in known.sort("known_at", "row").to_dicts():
        gathered.setdefault(row["incident_id"], []).append(row)
    return gathered


def ruling_on(
    allegation: Mapping[str, Any], rulings: Mapping[str, Sequence[Mapping[str, Any]]], compiled: CompiledAgreement
) -> Ruled | None:
    """Give the ruling that holds on an allegation: the last that counts; None: there is none."""
    return next((ruled for ruled in reversed(rulings_on(allegation, rulings, compiled)) if ruled.counts), None)


def rulings_on(
    allegation: Mapping[str, Any], rulings: Mapping[str, Sequence[Mapping[str, Any]]], compiled: CompiledAgreement
) -> list[Ruled]:
    """Give every ruling on an allegation, in the order known, each with whether it counts."""
    found: list[Ruled] = []
    joint: dict[str, dict[str, tuple[datetime, int]]] = {}  # ruling -> guarantor -> since when, row
    for row in rulings.get(allegation["incident_id"], ()):
        if not _is_about(row, allegation):
            continue
        if row["answer"] == "ruling":
            found.append(
                Ruled(row["ruling"], row["known_at"], row["by"], _can_find(row, allegation, compiled), (row["row"],))
            )
            continue
        for guarantor in row["by"].split("+"):
            for word in [word for word in joint if word != row["ruling"]]:
                joint[word].pop(guarantor, None)  # who now says otherwise no longer says that
            joint.setdefault(row["ruling"], {}).setdefault(guarantor, (row["known_at"], row["row"]))
        together = joint[row["ruling"]]
        counts = _is_both_sides(together, allegation, compiled)
        by = "+".join(sorted(together))
        found.append(
            Ruled(row["ruling"], row["known_at"], by, counts, tuple(sorted(number for _, number in together.values())))
        )
    return found


def _is_about(row: Mapping[str, Any], allegation: Mapping[str, Any]) -> bool:
    """Say whether a ruling is about this accused: named, nobody named, or (`not_attributable`) whoever it names.

    On several clients of one guarantor taken together: `breach` by any one of them is breach; what clears must clear them all,
    so it is said of the several or of nobody. What is ruled of the several clears each, and finds against none by itself.
    """
    if row["accused"] is None or row["ruling"] == FOR_ALL_ACCUSED or row["accused"] == allegation["accused"]:
        return True
    ruled, accused = set(row["accused"].split("+")), set(allegation["accused"].split("+"))
    return (
        not ruled.isdisjoint(accused)
        if row["ruling"] == RULED_BREACH and len(ruled) == 1
        else accused <= ruled and row["ruling"] != RULED_BREACH
    )


def _can_find(row: Mapping[str, Any], allegation: Mapping[str, Any], compiled: CompiledAgreement) -> bool:
    """Say whether who ruled can find against those it is about (`not_attributable`: against anybody), and is no judge in its own cause."""
    by, accused = row["by"], set(allegation["accused"].split("+"))
    role = compiled.roles.get(by)
    if role is None or by in allegation["guarantors"] or by in accused:
        return False
    about = {row["accused"]} & accused or accused
    return bool(role.rules_against) if row["ruling"] == FOR_ALL_ACCUSED else about <= set(role.rules_against)


def _is_both_sides(by: Mapping[str, Any], allegation: Mapping[str, Any], compiled: CompiledAgreement) -> bool:
    """Say whether a guarantor of the accused and a guarantor of somebody else have ruled the same."""
    own = set(allegation["guarantors"])
    guarantors = {name for name in by if name in compiled.roles and compiled.roles[name].form == "guarantor"}
    return bool(guarantors & own) and bool(guarantors - own)


def _with_rulings(row: dict[str, Any], found: Sequence[Ruled]) -> dict[str, Any]:
    last = {ruled.counts: ruled for ruled in found}
    row = row | {"ruling_not_counting": last[False].words if False in last else None}
    if True not in last:
        return row
    ruled = last[True]
    row["ruling"] = ruled.ruling
    p = 1.0 if ruled.is_breach else 0.0
    row |= {"p_breach": p, "p_lower": p, "p_upper": p, "standard": RULED_BREACH_STANDARD if ruled.is_breach else "none"}
    if ruled.is_breach:
        for column in ("notice_at", "breach_at"):
            row[column] = min(row[column], ruled.known_at) if row[column] is not None else ruled.known_at
    return row
