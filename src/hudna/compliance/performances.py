"""What was done towards a duty: which incidents count as its performance, how much, and how surely (docs/semantics.md, "Duties").

A performance is an incident of the duty's kind, by the obligor's actors, with its arms, at its places, for its receivers. Each
condition is read three ways: generously at the lower bound of a duty (it can be so), evenly at the point (it is more likely so
than not), strictly at the upper (it is certainly so). The standard of proof is a second axis and never mixes with the first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any

from hudna.compliance.facts import Cell, Fact, reverting_kinds
from hudna.compliance.footing import is_placed
from hudna.compliance.kinds import kinds_above
from hudna.compliance.standards import WITH_NOBODY, standard_given, standard_reached
from hudna.compliance.tables import STANDARDS
from hudna.terms.compiled import OTHER_WAY_ROUND, Bound, CompiledAgreement, Duty, Quantity

UNKNOWN = "unknown"
ANYONE = "anyone"
EVEN = 0.5  # at the point a condition holds when it is at least as likely as not
NEARLY_ONE = 1 - 1e-9
ONE_EACH = frozenset(  # units of which one happening is one
    {"incident", "incidents", "documents", "orders", "meetings", "roads", "patrols", "convoys", "flights", "ships"}
)


@dataclass(frozen=True)
class Performance:
    """An incident that counts towards a duty. `amount` is infinite where a generous reading puts no limit to it."""

    incident_id: str
    occurred_from: datetime
    done_at: datetime
    known_at: datetime
    amount: float
    rank: int  # highest standard reached, as an index of STANDARDS

    @property
    def is_instant(self) -> bool:
        return self.occurred_from == self.done_at

    def is_done_by(self, limit: datetime) -> bool:
        """Say whether it was done in a time that ends, exclusively, at `limit`."""
        return self.done_at < limit if self.is_instant else self.done_at <= limit


def performances_of(
    duty: Duty, facts: Iterable[Fact], compiled: CompiledAgreement, bound: Bound
) -> tuple[Performance, ...]:
    """Give what counts towards a duty at one bound, in the order done, each with the highest standard it reaches."""
    if duty.kinds is None:  # nobody can say what the act is: nothing meets it
        return ()
    quantity = {"lower": duty.quantity.lower, "point": duty.quantity.point, "upper": duty.quantity.upper}[bound]
    performers = performers_of(duty) if duty.actors or bound != "lower" else None
    found = []
    for fact in facts:
        p, p_lower = _mass(fact, performers, duty.kinds, duty.arms, bound)
        if (
            p <= 0
            or not _is_received(fact, duty.receivers, bound)
            or not is_placed(fact.incident, duty, compiled, bound)
        ):
            continue
        rank = _performance_rank(fact, duty, performers, compiled, bound, p, p_lower)
        if rank < STANDARDS.index("reasonable_suspicion"):
            continue
        row = fact.incident
        found.append(
            Performance(
                row["incident_id"],
                row["occurred_from"],
                row["occurred_to"],
                row["known_at"],
                _amount(row, quantity, bound),
                rank,
            )
        )
    return tuple(found)


def reversions_of(
    duty: Duty, facts: Iterable[Fact], compiled: CompiledAgreement, bound: Bound
) -> tuple[Performance, ...]:
    """Give what undoes a duty that must be sustained: an attack or movement by the obligor inside the ground it had to leave.

    An accusation, so it is read the other way round: strictly at the duty's lower bound, generously at the upper.
    """
    if not duty.sustain or duty.from_region is None or not duty.obligors:
        return ()
    against = OTHER_WAY_ROUND[bound]
    performers = performers_of(duty) or frozenset()
    kinds = reverting_kinds()
    camps = _camps(duty, compiled)
    found = []
    for fact in facts:
        p, p_lower = _mass(fact, performers, kinds, None, against, is_unknown_inside=False)
        if p <= 0 or not is_placed(fact.incident, duty, compiled, against, only_from=True):
            continue
        naming = [v for v in fact.voices if not v["is_denial"] and not performers.isdisjoint(v["actors"])]
        rank = _rank(
            p,
            p_lower,
            groups={v["echo_group"] for v in naming},
            not_adverse={v["echo_group"] for v in naming if v["leans_to"] in camps.union(WITH_NOBODY)},
            is_admitted=any(v["is_admission"] for v in naming),
            thresholds=compiled.proof.thresholds,
        )
        row = fact.incident
        found.append(
            Performance(
                row["incident_id"],
                row["occurred_from"],
                row["occurred_to"],
                row["known_at"],
                0.0,
                rank,
            )
        )
    return tuple(found)


def performers_of(duty: Duty) -> frozenset[str] | None:
    """Give whose acts count: the obligors' actors and the obligors themselves; None when nobody is named and anybody's do.

    Of an obligor without actors only acts under its own name count, save at the generous reading, which takes anybody's.
    """
    return duty.actors | frozenset(duty.obligors) if duty.obligors else None


def _mass(
    fact: Fact,
    performers: frozenset[str] | None,
    kinds: frozenset[str],
    arms: frozenset[str] | None,
    bound: Bound,
    *,
    is_unknown_inside: bool = True,
) -> tuple[float, float]:
    """Sum the cells inside at this reading: probability and lower end. An unknown performer counts for a named one generously."""
    inside = [
        cell
        for cell in fact.cells
        if _is_by(cell, performers, bound, is_unknown_inside)
        and _is_kind(cell, kinds, bound)
        and _is_with(cell, arms, bound)
    ]
    return min(1.0, sum(cell.p for cell in inside)), min(1.0, sum(cell.p_lower for cell in inside))


def _is_by(cell: Cell, performers: frozenset[str] | None, bound: Bound, is_unknown_inside: bool) -> bool:
    if performers is None:
        return True
    if not cell.actors:
        return bound == "lower" and is_unknown_inside
    within = [actor in performers for actor in cell.actors]
    return any(within) if cell.reading == "each" or bound == "lower" else all(within)


def _is_kind(cell: Cell, kinds: frozenset[str], bound: Bound) -> bool:
    if not cell.kinds:
        return False
    if bound != "lower":
        return all(kind in kinds for kind in cell.kinds)
    return any(kind in kinds or kind in kinds_above(kinds) for kind in cell.kinds)


def _is_with(cell: Cell, arms: frozenset[str] | None, bound: Bound) -> bool:
    return arms is None or cell.arm in arms or (cell.arm == UNKNOWN and bound == "lower")


def _is_received(fact: Fact, receivers: frozenset[str] | None, bound: Bound) -> bool:
    """Say whether the targets of the act name the receivers: possibly, with at least half their mass, or with all of it."""
    if receivers is None or ANYONE in receivers:
        return True
    named = sum(share for target, share in fact.shares.items() if target in receivers)
    untold = fact.shares.get(UNKNOWN, 0.0) if fact.shares else 1.0
    if bound == "lower":
        return named > 0 or untold > 0
    return named >= (EVEN - 1e-9 if bound == "point" else NEARLY_ONE)


def _performance_rank(
    fact: Fact,
    duty: Duty,
    performers: frozenset[str] | None,
    compiled: CompiledAgreement,
    bound: Bound,
    p: float,
    p_lower: float,
) -> int:
    """Grade a performance: whoever claims it has an interest, so from the `breach` standard on somebody else must say so too.

    Counted are echo groups that report the act by this performer (owed by nobody named: that report it at all); "not adverse"
    becomes "not aligned with the performer" (nobody named: with none of those it says did it). A denial by the performer's own side lowers the finding and proves nothing here.
    """
    reporting = [v for v in fact.voices if not v["is_denial"] and _is_named_in(v, performers, bound)]
    camps = _camps(duty, compiled)
    not_aligned = {
        v["echo_group"]
        for v in reporting
        if v["leans_to"] not in (camps if performers is not None else v["sides_named"])
    }
    rank = _rank(
        p,
        p_lower,
        groups={v["echo_group"] for v in reporting},
        not_adverse=not_aligned,
        is_admitted=False,
        thresholds=compiled.proof.thresholds,
    )
    return rank if not_aligned else min(rank, STANDARDS.index(standard_given(compiled.proof.breach)) - 1)


def _rank(
    p: float,
    lower: float,
    *,
    groups: set[str],
    not_adverse: set[str],
    is_admitted: bool,
    thresholds: Mapping[str, float],
) -> int:
    standard = standard_reached(
        p, lower, groups=len(groups), not_adverse=len(not_adverse), admitted=is_admitted, thresholds=thresholds
    )
    return STANDARDS.index(standard)


def _is_named_in(voice: Mapping[str, Any], performers: frozenset[str] | None, bound: Bound) -> bool:
    if performers is None:
        return True
    if not voice["actors"]:
        return bound == "lower"
    return not performers.isdisjoint(voice["actors"])


def _camps(duty: Duty, compiled: CompiledAgreement) -> frozenset[str]:
    roles = [compiled.roles[role] for role in duty.obligors if role in compiled.roles]
    return frozenset(duty.obligors).union(*(role.camps for role in roles))


def _amount(incident: Mapping[str, Any], quantity: Quantity, bound: Bound) -> float:
    """Give how much of what is owed an incident performs.

    In the unit owed: as told. No amount told: one, where the act itself is the unit, else nothing. Told in another unit or in
    none: nothing, for it cannot be compared. A generous reading lets what was not told in the unit owed be any amount.
    """
    told, unit = incident["quantity"], incident["quantity_unit"]
    is_limitless = bound == "lower" and owed_of(quantity) is not None
    if told is None:
        return inf if is_limitless else 1.0 if quantity.unit in ONE_EACH else 0.0
    if quantity.unit is None or unit == quantity.unit:
        return float(told)
    return inf if is_limitless else 0.0


def owed_of(quantity: Quantity) -> float | None:
    """Give the number owed, or None: no number is fixed and the first performance meets it. Parts without a total add up."""
    return quantity.owed if quantity.owed is not None else (sum(quantity.of.values()) or None)
