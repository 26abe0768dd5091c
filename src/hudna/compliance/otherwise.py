"""What is judged otherwise under another version of a deal: allegations and duties of two evaluations of the same evidence, side by side.

Source: docs/semantics.md, "What would have been judged otherwise".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import dataframely as dy
import polars as pl

from hudna.compliance.rulings import counts_as_breach
from hudna.compliance.tables import Allegations, DutyStates
from hudna.terms import CompiledAgreement

What = Literal["appears", "vanishes", "moves"]
NEAR = 1e-6  # nearer probabilities are one number reckoned on two planes
BOUNDED = ("p_lower", "p_breach", "p_upper")
OF_ALLEGATION = (*BOUNDED, "breach_class", "standard", "is_put", "is_breach")
OF_DUTY = ("state", "due_at", "met_at")


class Judgement(NamedTuple):
    """What one version makes of evidence: allegations and states of duties, and the version by whose standards they count."""

    allegations: dy.DataFrame[Allegations]
    duty_states: dy.DataFrame[DutyStates]
    compiled: CompiledAgreement


@dataclass(frozen=True)
class Otherwise:
    """One allegation or duty that two versions judge differently. `old` and `new` hold what each says; None: it says nothing of it."""

    what: What
    form: Literal["allegation", "duty"]
    term: str  # id in the new version, where it has one
    who: str  # accused, or obligor; several joined by +
    about: str  # incident id, or the number of the instance
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None
    moved: tuple[str, ...] = ()  # columns that differ


def judge_otherwise(old: Judgement, new: Judgement, *, names: Mapping[str, str]) -> tuple[Otherwise, ...]:
    """Compare two evaluations of the same evidence.

    Args:
        old, new: what each version makes of it.
        names: the new id of each term that has another one, rows as `term/row`.

    Returns:
        Allegations first, by incident and term, then duties at the point and at the standard that a breach needs; those judged alike
        are left out. An allegation that no bound gives any mass is none.
    """
    return (
        *_compare(_allegations(old, names), _allegations(new, {}), "allegation", OF_ALLEGATION),
        *_compare(_duties(old, names), _duties(new, {}), "duty", OF_DUTY),
    )


def _allegations(judged: Judgement, names: Mapping[str, str]) -> dict[tuple[str, str, str], dict[str, Any]]:
    counted = judged.allegations.with_columns(
        is_breach=counts_as_breach(judged.allegations, judged.compiled), is_put=pl.col("notice_at").is_not_null()
    )
    return {
        (row["incident_id"], _renamed(row["norm_id"], names), _in_order(row["accused"])): {
            key: row[key] for key in OF_ALLEGATION
        }
        for row in counted.filter(pl.col("p_upper") > 0).iter_rows(named=True)
    }


def _duties(judged: Judgement, names: Mapping[str, str]) -> dict[tuple[str, str, str], dict[str, Any]]:
    at_point = judged.duty_states.filter(
        (pl.col("bound") == "point") & (pl.col("standard") == judged.compiled.proof.breach)
    )
    return {
        (str(row["instance"]), _renamed(row["duty_id"], names), _in_order(row["obligor"])): {
            key: row[key] for key in OF_DUTY
        }
        for row in at_point.iter_rows(named=True)
    }


def _renamed(name: str, names: Mapping[str, str]) -> str:
    term, slash, row = name.partition("/")
    return names.get(name, f"{names.get(term, term)}{slash}{row}")


def _in_order(roles: str) -> str:
    """Several roles are joined in the order of the file, which says nothing."""
    return "+".join(sorted(roles.split("+")))


def _compare(
    old: Mapping[tuple[str, str, str], dict[str, Any]],
    new: Mapping[tuple[str, str, str], dict[str, Any]],
    form: Literal["allegation", "duty"],
    columns: tuple[str, ...],
) -> Iterator[Otherwise]:
    for key in sorted({*old, *new}):
        about, term, who = key
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            yield Otherwise("appears" if before is None else "vanishes", form, term, who, about, before, after)
            continue
        moved = tuple(name for name in columns if _differs(before[name], after[name]))
        if moved:
            yield Otherwise("moves", form, term, who, about, before, after, moved)


def _differs(old: Any, new: Any) -> bool:
    if isinstance(old, float) and isinstance(new, float):
        return abs(old - new) > NEAR
    return bool(old != new)
