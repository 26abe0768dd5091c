"""The stress test of one deal, whole: will it hold on these numbers, what breaks first, what would make it hold.

`stress` is pure: the same agreement, numbers and record give the same answer, to the bit. What the draws say comes first, since the
likely values alone are one reading among many; what is taken apart (the chain of a step, windows, repairs) is taken apart at them.
Source: docs/guide/stress.md; docs/guide/stress-model.md.
"""

from dataclasses import replace
from datetime import datetime

import numpy as np

from hudna.credibility.assumptions import Assumptions
from hudna.credibility.constraints import MET, Constraint, constrain, in_order, say
from hudna.credibility.deviation import Why, steps_of_cost, why
from hudna.credibility.drafting import clauses_of, levers_of, offer
from hudna.credibility.draws import Values, draw_values, lay_out_inputs, likely_values, tornado_values
from hudna.credibility.ending import shortest_useful_truce
from hudna.credibility.exchange import expected_delay
from hudna.credibility.given import tolerated_values
from hudna.credibility.impossible import refuse_impossible
from hudna.credibility.inputs import NONE, Floats, Inputs, take_draws
from hudna.credibility.joint import change_jointly
from hudna.credibility.learning import Record, Seen, learn
from hudna.credibility.over_readings import move_jointly, try_alone, try_over_readings, try_sets
from hudna.credibility.point import Point, solve_point
from hudna.credibility.punishments import temptation
from hudna.credibility.repair import Effects, effects_of, try_clauses, try_levers
from hudna.credibility.simulate import Runs, survive
from hudna.credibility.stress_values import (
    Bands,
    BarOf,
    Chain,
    Delay,
    Ending,
    Quartiles,
    Row,
    Stress,
    Threat,
    Window,
)
from hudna.credibility.summary import QUANTILES, summarise
from hudna.credibility.timing import carry_out, last_safe_days
from hudna.credibility.tornado import draw_tornado
from hudna.terms import Agreement, Gazetteer

SURVIVAL_DRAWS, SURVIVAL_RUNS, SURVIVAL_DAYS = 100, 20, 365
QUARTILES = (0.25, 0.5, 0.75)
WEAKEST_BASIS = ("assumed", "elicited", "literature", "lint", "term", "record")
MENU_SIZE = 3
WHY_RUNS = 20_000


def stress(
    agreement: Agreement,
    assumptions: Assumptions,
    *,
    as_of: datetime,
    record: Record | None = None,
    gazetteer: Gazetteer | None = None,
) -> Stress:
    """Test a deal on stated numbers.

    Args:
        agreement: as `read_agreement` gives it.
        assumptions: read against it; `alpha`, `draws` and `seed` are theirs.
        as_of: the moment that is written on the answer; of a record, what was known before it counts.
        record: what `hudna check` found since the deal began; its rates take the place of what was assumed.
        gazetteer: units that the agreement's zones name.

    Raises:
        Refused: numbers that together cannot be, as retaliation that never ends; a record of a deal that has not begun.
    """
    assumptions, seen = _taught(agreement, assumptions, record, as_of=as_of)
    alpha, seed = assumptions.alpha, assumptions.seed
    likely = lay_out_inputs(assumptions, likely_values(assumptions))
    values = draw_values(assumptions, draws=assumptions.draws, seed=seed)
    drawn = lay_out_inputs(assumptions, values)
    for inputs in (likely, drawn):
        refuse_impossible(inputs, file=assumptions.file)
    summary, drawn_point = summarise(drawn, alpha=alpha)
    point = solve_point(likely, alpha=alpha)
    offers = offer(agreement, assumptions, gazetteer=gazetteer)
    levers, clauses = levers_of(likely), clauses_of(likely, offers)
    repairs = try_levers(likely, levers, alpha=alpha)
    menu = try_clauses(likely, clauses, alpha=alpha, most=MENU_SIZE)
    joint = change_jointly(likely, levers, alpha=alpha)
    survival, days = _survive(drawn, alpha=alpha, seed=seed)
    return Stress(
        agreement=agreement,
        assumptions=assumptions,
        as_of=as_of,
        summary=summary,
        constraints=rows_of(point),
        chains=tuple(_chain(point, party) for party in range(len(likely.parties))),
        windows=tuple(_windows(point, drawn_point)),
        threats=tuple(_threat(likely, party, counts) for party, counts in enumerate(summary.threats)),
        endings=tuple(_endings(assumptions, drawn_point)),
        delay=_delay(assumptions, values, drawn_point),
        now=effects_of(likely, alpha=alpha)[0],
        without=_without(likely, alpha=alpha),
        levers=tuple(repairs),
        alone=tuple(try_alone(drawn, levers, repairs, alpha=alpha)),
        joint=joint,
        joint_tried=try_over_readings(move_jointly(drawn, levers, joint), alpha=alpha)
        if joint.suffices and joint.values
        else None,
        menu=menu,
        sets=tuple(try_sets(drawn, clauses, menu, alpha=alpha)),
        offers=offers,
        tornado=_tornado(assumptions, alpha=alpha),
        survival=survival,
        days=days,
        seen=seen,
        point=point,
    )


def constraint(agreement: Agreement, assumptions: Assumptions, values: Values) -> tuple[Row, ...]:
    """Give every constraint of one point: the deal on one value for each number, such as `likely_values` gives.

    Raises:
        Refused: values that cannot be.
        ValueError: the numbers are for another agreement.
    """
    if agreement.id != assumptions.agreement:
        raise ValueError(f"numbers for {assumptions.agreement}, not for {agreement.id}")
    inputs = lay_out_inputs(assumptions, values)
    refuse_impossible(inputs, file=assumptions.file)
    return rows_of(solve_point(inputs, alpha=assumptions.alpha))


def explain(
    agreement: Agreement, assumptions: Assumptions, constraint_id: str, *, as_of: datetime, record: Record | None = None
) -> Why:
    """Take a P or G constraint apart at the likely values, and play its one-shot deviation day by day.

    Raises:
        Refused: there is no such constraint, or it is not about one step that can be played; else as `stress` does.
    """
    assumptions, _ = _taught(agreement, assumptions, record, as_of=as_of)
    likely = lay_out_inputs(assumptions, likely_values(assumptions))
    refuse_impossible(likely, file=assumptions.file)
    point = solve_point(likely, alpha=assumptions.alpha)
    return why(point, constraint_id, draw=0, runs=WHY_RUNS, seed=assumptions.seed)


def _taught(
    agreement: Agreement, assumptions: Assumptions, record: Record | None, *, as_of: datetime
) -> tuple[Assumptions, tuple[Seen, ...]]:
    return (assumptions, ()) if record is None else learn(assumptions, record, agreement, as_of=as_of)


def rows_of(point: Point) -> tuple[Row, ...]:
    """Give the constraints of a point's first draw, in order."""

    def row(each: Constraint) -> Row:
        left, right, margin = (float(values[0]) for values in (each.left, each.right, each.margin))
        return Row(
            each.id, each.step, each.party, each.kind, each.is_required, left, right, margin, say(each, point, draw=0)
        )

    return tuple(row(each) for each in in_order(constrain(point), draw=0))


def _chain(point: Point, party: int) -> Chain:
    rows = [row for row in constrain(point).rows if row.step == "P" and row.party == party]
    kind = min(rows, key=lambda row: float(row.margin[0])).kind
    guarded = point.inputs.guarantor_of[party] != NONE
    return Chain(
        party,
        kind,
        float((temptation(point.given, point.alpha) + point.regime.lasting)[0, party, kind]),
        float(point.given.proof[0, party, kind]),
        float(point.given.tau[0, party]) if guarded else 0.0,
        float(point.punishment[0, party]) if point.acts[0, party] else 0.0,
        steps_of_cost(point, party, kind),
        float(point.regime.cost[0, party, kind]),
    )


def _windows(point: Point, drawn: Point) -> list[Window]:
    asked = {row.party: float((row.margin >= MET).mean()) for row in constrain(drawn).rows if row.step == "G"}
    return [
        Window(
            place,
            party,
            float(point.floor[0, party]),
            float(point.ceiling[0, party]),
            float(point.inputs.lever_days[0, party]),
            float(point.punishment[0, party]) if point.acts[0, party] else 0.0,
            float(point.stakes[0, party]),
            asked[party],
            float(drawn.acts[:, party].mean()),
        )
        for party, place in enumerate(point.inputs.guarantor_of)
        if place != NONE
    ]


def _threat(likely: Inputs, party: int, counts: float) -> Threat:
    return Threat(party, float(likely.war_value[0, party]), float(tolerated_values(likely)[0, party]), counts)


def _endings(assumptions: Assumptions, drawn: Point) -> list[Ending]:
    """Look at the last days, where the text has a last day; without one nothing unravels from it."""
    if assumptions.terms.duration_days is None:
        return []
    found = last_safe_days(drawn)
    shortest = shortest_useful_truce(found, days_for_rulings=assumptions.terms.days_for_rulings)
    return [
        Ending(
            party,
            float(never.mean()),
            three(found[~never, party], QUANTILES),
            three(shortest[~never, party], QUANTILES)[1],
        )
        for party in range(found.shape[1])
        for never in [np.isinf(found[:, party])]
    ]


def _delay(assumptions: Assumptions, values: Values, drawn: Point) -> Delay | None:
    carried = carry_out(assumptions, values, drawn, seed=assumptions.seed)
    if carried is None:
        return None
    return Delay(
        int(np.median(carried.rounds)),
        float(carried.holds.mean()),
        _median_rounds(carried.least_rounds),
        three(carried.delay_if_mirrored, QUARTILES),
        three(carried.delay_if_free, QUARTILES),
    )


def _median_rounds(rounds: Floats) -> int:
    """Give the median of the fewest rounds; 0, which stands for none being enough, counts as more than any."""
    middle = three(np.where(rounds == 0, np.inf, rounds), QUARTILES)[1]
    return 0 if np.isinf(middle) else int(middle)


def delay_under(assumptions: Assumptions, effects: Effects) -> float | None:
    """Give the days that the staged exchange takes on average at the likely values under a change; None where there is none."""
    if assumptions.exchange is None:
        return None
    quiet, freeze, rounds = (
        assumptions.value(f"exchange.{what}").range.likely for what in ("quiet_days", "freeze_days", "rounds")
    )
    step = expected_delay(effects.believed_per_day, quiet_days=quiet, freeze_days=freeze, is_mirrored=True)
    return float(2 * rounds * step)


def _without(likely: Inputs, *, alpha: float) -> dict[str, float]:
    unguarded = replace(likely, guarantor_of=(NONE,) * len(likely.guarantor_of))
    cases = {"guarantors": unguarded, "mirror": _unmirrored(likely), "both": _unmirrored(unguarded)}
    return {name: float(solve_point(inputs, alpha=alpha).deterred[0]) for name, inputs in cases.items()}


def _unmirrored(inputs: Inputs) -> Inputs:
    nothing = np.zeros_like(inputs.mirror_loses)
    return replace(inputs, mirror_loses=nothing, mirror_costs_suspender=nothing)


def _tornado(assumptions: Assumptions, *, alpha: float) -> tuple[BarOf, ...]:
    bars, values = tornado_values(assumptions)
    if not bars:
        return ()
    by_first = {paths[0]: paths for paths in bars}
    found = draw_tornado(list(by_first), lay_out_inputs(assumptions, values), alpha=alpha)

    def basis(paths: tuple[str, ...]) -> str:
        return min((assumptions.values[path].basis for path in paths), key=WEAKEST_BASIS.index)

    return tuple(BarOf(by_first[bar.leaf], bar.low, bar.high, basis(by_first[bar.leaf])) for bar in found)


def _survive(drawn: Inputs, *, alpha: float, seed: int) -> tuple[Bands, Quartiles]:
    point = solve_point(take_draws(drawn, slice(0, SURVIVAL_DRAWS)), alpha=alpha)
    shares, runs = survive(point, runs=SURVIVAL_RUNS, days=SURVIVAL_DAYS, seed=seed)
    bands = Bands(*(np.quantile(each, QUANTILES, axis=0) for each in shares))
    return bands, _quartiles(runs)


def _quartiles(runs: Runs) -> Quartiles:
    def days(when: Floats) -> tuple[float, float, float]:
        return three(np.where(when > SURVIVAL_DAYS, np.inf, when), QUARTILES)

    ends = np.minimum(runs.war_day, runs.hollow_day)
    return Quartiles(days(runs.breach_day.astype(float)), days(ends.astype(float)), days(runs.war_day.astype(float)))


def three(values: Floats, at: tuple[float, float, float]) -> tuple[float, float, float]:
    """Give three quantiles without averaging across infinity; nan of no values."""
    if not len(values):
        return (np.nan,) * 3
    low, middle, high = (float(each) for each in np.quantile(values, at, method="inverted_cdf"))
    return low, middle, high
