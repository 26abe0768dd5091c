"""The stress test of one deal, whole: will it hold on these numbers, what breaks first, what would make it hold.

`stress` is pure: the same agreement, numbers and record give the same answer, to the bit. What the draws say comes first, since the
likely values alone are one reading among many; what is taken apart (the chain of a step, windows, repairs) is taken apart at them.
Source: docs/guide/stress.md; docs/guide/stress-model.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

import numpy as np

from hudna.credibility.assumptions import Assumptions
from hudna.credibility.constraints import MET, Constraint, constrain, in_order, say
from hudna.credibility.deviation import Step, Why, steps_of_cost, why
from hudna.credibility.drafting import Offer, clauses_of, levers_of, offer
from hudna.credibility.draws import Values, draw_values, lay_out_inputs, likely_values, tornado_values
from hudna.credibility.ending import shortest_useful_truce
from hudna.credibility.exchange import expected_delay
from hudna.credibility.given import is_threat_credible, tolerated_values
from hudna.credibility.inputs import NONE, Floats, Inputs, take_draws
from hudna.credibility.joint import Joint, change_jointly
from hudna.credibility.learning import Record, Seen, learn
from hudna.credibility.point import Point, deterred_share, solve_point
from hudna.credibility.possible import check
from hudna.credibility.punishments import temptation
from hudna.credibility.repair import (
    Clause,
    ClauseSet,
    Effects,
    Lever,
    Menu,
    Repair,
    effects_of,
    move_lever,
    try_clauses,
    try_levers,
)
from hudna.credibility.simulate import Runs, survive
from hudna.credibility.summary import QUANTILES, Summary, summarise
from hudna.credibility.timing import carry_out, last_safe_days
from hudna.credibility.tornado import draw_tornado
from hudna.terms import Agreement, Gazetteer

SURVIVAL_DRAWS, SURVIVAL_RUNS, SURVIVAL_DAYS = 100, 20, 365
QUARTILES = (0.25, 0.5, 0.75)
TOP_BARS = 8
WEAKEST_BASIS = ("assumed", "elicited", "literature", "lint", "term", "record")
MENU_SIZE, MOST_SHOWN = 3, 3
WHY_RUNS = 20_000


class Row(NamedTuple):
    """One constraint at the likely values."""

    id: str
    step: str
    party: int
    kind: int
    is_required: bool
    left: float
    right: float
    margin: float
    sentence: str

    @property
    def holds(self) -> bool:
        return self.margin >= MET


class Chain(NamedTuple):
    """The step at which a party is nearest to breaking the deal, taken apart: days of the party."""

    party: int
    kind: int
    temptation: float
    """What the opportunity is worth, what it lasts for included; a share alpha of them is smaller."""
    proof: float
    answer_days: float
    """0 where nobody answers."""
    punishment: float
    steps: tuple[Step, ...]
    cost: float


class Window(NamedTuple):
    """What a guarantor can do to one client: how much deters, how much it would rather carry out than pretend to."""

    guarantor: int
    party: int
    floor: float
    """inf: no punishment deters by itself."""
    ceiling: float
    lever: float
    used: float
    """0: it does not act."""
    stake: float
    willing: float
    """Share of the draws in which it would do what is asked of it."""
    acting: float

    @property
    def is_open(self) -> bool:
        return self.floor <= min(self.ceiling, self.lever)


class Threat(NamedTuple):
    """Whether a party's threat to leave counts: leaving against being cheated, days of the party."""

    party: int
    leaves: float
    is_cheated: float
    counts: float
    """Share of the draws in which it does."""


class Ending(NamedTuple):
    """The last days, for one party: from how many days before the end on it is no longer deterred at every kind of temptation."""

    party: int
    never: float
    """Share of the draws in which it is not deterred however far the end; the days below are of the others, nan where there are none."""
    days: tuple[float, float, float]
    """10, 50 and 90 % quantiles."""
    shortest_truce: float
    """Median length, in days, of the shortest truce of use."""


class Delay(NamedTuple):
    """The staged exchange over the draws: quantiles at 25, 50 and 75 %, days."""

    rounds: int
    holds: float
    """Share of the draws in which every step is worth making."""
    least_rounds: int
    """Median of the fewest rounds; 0: in most draws none is enough."""
    mirrored: tuple[float, float, float]
    unmirrored: tuple[float, float, float]


class Tried(NamedTuple):
    """A change over all draws, beside the deal as drafted."""

    p_holds: float
    deterred: float
    worth: tuple[float, ...]


class Fix(NamedTuple):
    """A change that suffices at the likely values."""

    names: tuple[str, ...]
    """A lever, or clauses, by id."""
    value: float
    """Of a lever; nan for clauses."""
    effects: Effects
    tried: Tried


class BarOf(NamedTuple):
    """A bar of the tornado: deterred share with these numbers at their 10 % and 90 % quantile, the rest likely."""

    paths: tuple[str, ...]
    low: float
    high: float
    basis: str
    """The weakest of them."""


class Bands(NamedTuple):
    """Shares of runs on each day: median and 80 % band over the draws, (3, days + 1)."""

    is_at_peace: Floats
    is_sound: Floats


class Quartiles(NamedTuple):
    """Days until something happens in a run: 25, 50 and 75 % of runs; inf beyond the days that were played."""

    breach: tuple[float, float, float]
    hollow_or_war: tuple[float, float, float]
    war: tuple[float, float, float]


@dataclass(frozen=True)
class Stress:
    """Everything that a stress test says. Parties, guarantors and kinds by place; names in `assumptions`."""

    agreement: Agreement
    assumptions: Assumptions
    as_of: datetime
    summary: Summary
    constraints: tuple[Row, ...]
    """At the likely values, the required first, each by its margin: the first one binds."""
    chains: tuple[Chain, ...]
    windows: tuple[Window, ...]
    threats: tuple[Threat, ...]
    endings: tuple[Ending, ...]
    delay: Delay | None
    now: Effects
    """The deal as drafted, at the likely values: what every change is set beside."""
    without: Mapping[str, float]
    """The deterred share at the likely values without `guarantors`, `mirror`, `both`."""
    levers: tuple[Repair, ...]
    """Each alone, those that suffice first."""
    alone: tuple[Fix, ...]
    joint: Joint
    joint_tried: Tried | None
    menu: Menu
    sets: tuple[Fix, ...]
    offers: Mapping[str, Offer]
    tornado: tuple[BarOf, ...]
    survival: Bands
    days: Quartiles
    seen: tuple[Seen, ...]
    """What the record taught, if there was one."""
    point: Point = field(repr=False)

    @property
    def deterred(self) -> float:
        """Give the deterred share at the likely values."""
        return self.now.deterred

    @property
    def verdict(self) -> str:
        return self.summary.verdict

    @property
    def binding(self) -> Row:
        return self.constraints[0]

    @property
    def window(self) -> Mapping[str, tuple[Window, ...]]:
        """Give the windows of each guarantor, one for each client, by its name."""
        names = self.assumptions.guarantors
        return {name: tuple(w for w in self.windows if names[w.guarantor] == name) for name in names}

    @property
    def is_held(self) -> bool:
        """Say whether everything required holds at the likely values."""
        return all(row.holds for row in self.constraints if row.is_required)

    @property
    def is_mostly_assumption(self) -> bool:
        """Say whether more than half of the longest bars rest on nobody's word."""
        top = self.tornado[:TOP_BARS]
        return 2 * sum(bar.basis == "assumed" for bar in top) > len(top)


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
    seen: tuple[Seen, ...] = ()
    if record is not None:
        assumptions, seen = learn(assumptions, record, agreement, as_of=as_of)
    alpha, seed = assumptions.alpha, assumptions.seed
    likely = lay_out_inputs(assumptions, likely_values(assumptions))
    values = draw_values(assumptions, draws=assumptions.draws, seed=seed)
    drawn = lay_out_inputs(assumptions, values)
    for inputs in (likely, drawn):
        check(inputs, file=assumptions.file)
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
        threats=tuple(_threat(likely, drawn, party) for party in range(len(likely.parties))),
        endings=tuple(_endings(assumptions, drawn_point)),
        delay=_delay(assumptions, values, drawn_point),
        now=effects_of(likely, alpha=alpha)[0],
        without=_without(likely, alpha=alpha),
        levers=tuple(repairs),
        alone=tuple(_alone(drawn, levers, repairs, alpha=alpha)),
        joint=joint,
        joint_tried=_tried(_all_moved(drawn, levers, joint), alpha=alpha) if joint.suffices and joint.values else None,
        menu=menu,
        sets=tuple(_sets(drawn, clauses, menu, alpha=alpha)),
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
    check(inputs, file=assumptions.file)
    return rows_of(solve_point(inputs, alpha=assumptions.alpha))


def explain(found: Stress, constraint_id: str) -> Why:
    """Take a P or G constraint apart at the likely values, and play its one-shot deviation day by day.

    Raises:
        Refused: there is no such constraint, or it is not about one step that can be played.
    """
    return why(found.point, constraint_id, draw=0, runs=WHY_RUNS, seed=found.assumptions.seed)


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


def _threat(likely: Inputs, drawn: Inputs, party: int) -> Threat:
    counts = float(is_threat_credible(drawn)[:, party].mean())
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
            _three(found[~never, party], QUANTILES),
            _three(shortest[~never, party], QUANTILES)[1],
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
        int(np.median(carried.least_rounds)),
        _three(carried.delay_if_mirrored, QUARTILES),
        _three(carried.delay_if_free, QUARTILES),
    )


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


def _tried(inputs: Inputs, *, alpha: float) -> Tried:
    point = solve_point(inputs, alpha=alpha)
    worth = np.median(point.regime.value - inputs.war_value, axis=0)
    return Tried(
        float(constrain(point).holds.mean()),
        float(np.median(deterred_share(point.given, point.regime))),
        tuple(float(each) for each in worth),
    )


def _alone(drawn: Inputs, levers: list[Lever], repairs: list[Repair], *, alpha: float) -> list[Fix]:
    by_id = {lever.id: lever for lever in levers}
    enough = [each for each in repairs if each.suffices and each.before.least_margin < MET]
    return [
        Fix(
            (each.lever,),
            each.value,
            each.effects,
            _tried(move_lever(drawn, by_id[each.lever], each.value), alpha=alpha),
        )
        for each in enough[:MOST_SHOWN]
    ]


def _all_moved(drawn: Inputs, levers: list[Lever], joint: Joint) -> Inputs:
    by_id = {lever.id: lever for lever in levers}
    for name, value in joint.values:
        drawn = move_lever(drawn, by_id[name], value)
    return drawn


def _sets(drawn: Inputs, clauses: list[Clause], menu: Menu, *, alpha: float) -> list[Fix]:
    by_id = {clause.id: clause for clause in clauses}

    def drafted(found: ClauseSet) -> Inputs:
        inputs = drawn
        for name in found.clauses:
            for lever, value in by_id[name].sets:
                inputs = move_lever(inputs, lever, value)
        return inputs

    shown = [found for found in menu.found if found.clauses][:MOST_SHOWN] or ([menu.best] if menu.best.clauses else [])
    return [Fix(each.clauses, float("nan"), each.effects, _tried(drafted(each), alpha=alpha)) for each in shown]


def _tornado(assumptions: Assumptions, *, alpha: float) -> tuple[BarOf, ...]:
    bars, values = tornado_values(assumptions)
    names = ["\n".join(paths) for paths in bars]
    if not names:
        return ()
    found = draw_tornado(names, lay_out_inputs(assumptions, values), alpha=alpha)

    def basis(paths: tuple[str, ...]) -> str:
        return min((assumptions.values[path].basis for path in paths), key=WEAKEST_BASIS.index)

    return tuple(BarOf(paths := tuple(bar.leaf.split("\n")), bar.low, bar.high, basis(paths)) for bar in found)


def _survive(drawn: Inputs, *, alpha: float, seed: int) -> tuple[Bands, Quartiles]:
    point = solve_point(take_draws(drawn, slice(0, SURVIVAL_DRAWS)), alpha=alpha)
    shares, runs = survive(point, runs=SURVIVAL_RUNS, days=SURVIVAL_DAYS, seed=seed)
    bands = Bands(*(np.quantile(each, QUANTILES, axis=0) for each in shares))
    return bands, _quartiles(runs)


def _quartiles(runs: Runs) -> Quartiles:
    def days(when: Floats) -> tuple[float, float, float]:
        return _three(np.where(when > SURVIVAL_DAYS, np.inf, when), QUARTILES)

    ends = np.minimum(runs.war_day, runs.hollow_day)
    return Quartiles(days(runs.breach_day.astype(float)), days(ends.astype(float)), days(runs.war_day.astype(float)))


def _three(values: Floats, at: tuple[float, float, float]) -> tuple[float, float, float]:
    """Give three quantiles without averaging across infinity; nan of no values."""
    if not len(values):
        return (np.nan,) * 3
    low, middle, high = (float(each) for each in np.quantile(values, at, method="inverted_cdf"))
    return low, middle, high
