"""From when a norm binds that is "provided that": `after` duties (docs/semantics.md, "Prohibitions and allowances")."""

from datetime import datetime

import dataframely as dy
import polars as pl

from hudna.compliance.breaches import Binds
from hudna.compliance.standards import DUTY_STANDARDS, standard_given
from hudna.compliance.tables import DutyStates
from hudna.compliance.times import SINCE_EVER, microseconds
from hudna.terms.compiled import OTHER_WAY_ROUND, Bound, Norm, Proof


def binds_from(norm: Norm, duty_states: dy.DataFrame[DutyStates], proof: Proof) -> Binds:
    """Give the instant (microseconds since 1970) from which a norm binds at each bound; None: it does not.

    It binds from the instant the last of its duties is met by every obligor (of a recurring duty: the first instance), performances
    reaching the breach standard, at the upper bound `reasonable_suspicion`. Where nobody can tell when a trigger comes, never at the
    lower bound and the point, at once at the upper one.
    """
    if not norm.after and not norm.after_undefined:
        return {"lower": SINCE_EVER, "point": SINCE_EVER, "upper": SINCE_EVER}
    if norm.after_undefined or unmeasured_triggers(norm, duty_states):
        return {"lower": None, "point": None, "upper": SINCE_EVER}
    at_breach = standard_given(proof.breach)
    # A norm reaches furthest where its duties were met soonest: on their most lenient reading.
    point = _met_at(norm, duty_states, "point", at_breach)
    lower = _met_at(norm, duty_states, OTHER_WAY_ROUND["lower"], at_breach)
    upper = _met_at(norm, duty_states, OTHER_WAY_ROUND["upper"], DUTY_STANDARDS[0])
    lower = None if lower is None or point is None else max(lower, point)
    known = [each for each in (upper, point) if each is not None]
    return {"lower": lower, "point": point, "upper": min(known) if known else None}


def unmeasured_triggers(norm: Norm, duty_states: dy.DataFrame[DutyStates]) -> list[str]:
    """Name the duties a norm waits for that are not evaluated: it may bind from any time on."""
    states = _states(norm, duty_states).filter((pl.col("state") == "not_evaluated") & pl.col("met_at").is_null())
    return [f"after: {duty}" for duty in states["duty_id"].unique().sort()]


def known_to_bind_from(norm: Norm, duty_states: dy.DataFrame[DutyStates], proof: Proof) -> datetime | None:
    """Give the instant from which it was known that a norm binds: when the last of its duties was known to be met; None: it waits for
    none, or nobody knows of them all.

    Read as for the norm's lower bound, which decides the standard: the duties on their strictest reading, and at the point.
    """
    known = _first_met(
        norm, duty_states, (OTHER_WAY_ROUND["lower"], "point"), standard_given(proof.breach), "met_known_at"
    )
    return None if known is None else max(known)


def _met_at(norm: Norm, duty_states: dy.DataFrame[DutyStates], bound: Bound, standard: str) -> int | None:
    met = _first_met(norm, duty_states, (bound,), standard, "met_at")
    return None if met is None else microseconds(max(met))


def _first_met(
    norm: Norm, duty_states: dy.DataFrame[DutyStates], bounds: tuple[Bound, ...], standard: str, column: str
) -> list[datetime] | None:
    """Give when each duty a norm waits for was met, or known to be; None: it waits for none, or one of them is not met."""
    is_asked = pl.col("bound").is_in(bounds) & (pl.col("standard") == standard)
    states = _states(norm, duty_states).filter(is_asked)
    is_told = norm.after and all(len(_of_duty(states, duty)) for duty in norm.after)
    return states[column].to_list() if is_told and not states[column].has_nulls() else None


def _states(norm: Norm, duty_states: dy.DataFrame[DutyStates]) -> pl.DataFrame:
    """The first instances of the duties that a norm waits for; naming a term with rows names all its rows."""
    first = duty_states.filter(pl.col("instance") == 1)
    parts = [_of_duty(first, duty) for duty in norm.after]
    return pl.concat(parts).unique() if parts else first.clear()


def _of_duty(states: pl.DataFrame, duty: str) -> pl.DataFrame:
    return states.filter((pl.col("duty_id") == duty) | pl.col("duty_id").str.starts_with(f"{duty}/"))
