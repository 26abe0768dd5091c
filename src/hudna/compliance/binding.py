"""From when a norm binds that is "provided that": `after` duties (docs/semantics.md, "Prohibitions and allowances")."""

import dataframely as dy
import polars as pl

from hudna.compliance.breaches import Binds
from hudna.compliance.tables import STANDARDS, DutyStates
from hudna.compliance.times import SINCE_EVER, microseconds
from hudna.terms.compiled import Bound, Norm, Proof

GIVEN_AT = (
    "reasonable_suspicion",
    "reasonable_grounds",
    "clear_and_convincing",
)  # standards at which duty states are given
# A norm reaches furthest where its duties were met soonest: on their most lenient reading.
READ_AT: dict[Bound, Bound] = {"lower": "upper", "point": "point", "upper": "lower"}


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
    at_breach = _standard_given(proof.breach)
    point = _met_at(norm, duty_states, READ_AT["point"], at_breach)
    lower = _met_at(norm, duty_states, READ_AT["lower"], at_breach)
    upper = _met_at(norm, duty_states, READ_AT["upper"], GIVEN_AT[0])
    lower = None if lower is None or point is None else max(lower, point)
    known = [each for each in (upper, point) if each is not None]
    return {"lower": lower, "point": point, "upper": min(known) if known else None}


def unmeasured_triggers(norm: Norm, duty_states: dy.DataFrame[DutyStates]) -> list[str]:
    """Name the duties a norm waits for that are not evaluated: it may bind from any time on."""
    states = _states(norm, duty_states).filter((pl.col("state") == "not_evaluated") & pl.col("met_at").is_null())
    return [f"after: {duty}" for duty in states["duty_id"].unique().sort()]


def _met_at(norm: Norm, duty_states: dy.DataFrame[DutyStates], bound: Bound, standard: str) -> int | None:
    states = _states(norm, duty_states).filter((pl.col("bound") == bound) & (pl.col("standard") == standard))
    met = states["met_at"].to_list()
    is_told = all(len(_of_duty(states, duty)) for duty in norm.after)
    if not is_told or any(instant is None for instant in met):
        return None
    return microseconds(max(met))


def _states(norm: Norm, duty_states: dy.DataFrame[DutyStates]) -> pl.DataFrame:
    """The first instances of the duties that a norm waits for; naming a term with rows names all its rows."""
    first = duty_states.filter(pl.col("instance") == 1)
    parts = [_of_duty(first, duty) for duty in norm.after]
    return pl.concat(parts).unique() if parts else first.clear()


def _of_duty(states: pl.DataFrame, duty: str) -> pl.DataFrame:
    return states.filter((pl.col("duty_id") == duty) | pl.col("duty_id").str.starts_with(f"{duty}/"))


def _standard_given(standard: str) -> str:
    if standard in GIVEN_AT:
        return standard
    return GIVEN_AT[0] if STANDARDS.index(standard) < STANDARDS.index(GIVEN_AT[0]) else GIVEN_AT[-1]
