"""Why a constraint holds or fails: where the cost of one breach comes from, and the same breach played out against the day-step runs.

This is the one-shot deviation check: if no single breach, and no single sham of a guarantor, is worth more than it costs, then no
plan of breaches is.
"""

from typing import NamedTuple

from hudna.credibility.constraints import Constraint, constrain
from hudna.credibility.point import Point, take_draw
from hudna.credibility.punishments import temptation
from hudna.credibility.simulate import mean_and_error, play_of, simulate
from hudna.problems import Problem, Refused, nearest_name

DAYS = 200  # a breach has been paid for long before


class Step(NamedTuple):
    """One part of what a breach costs its author, in its days."""

    name: str
    """`sanction`, `war_after_sanction`, `mirror`, `walk_out`, `retaliation`, `other_blamed`."""
    days: float


class Why(NamedTuple):
    """A constraint of one draw, with what is behind it."""

    constraint: Constraint
    temptation: float
    """Days; what it lasts for included. For a guarantor, what punishing costs it, in its own days."""
    steps: tuple[Step, ...]
    """Of a P constraint: they add up to `solved`. Empty for others."""
    solved: float
    """What the deviation costs, by the solved values."""
    simulated: float
    error: float
    """Standard error of `simulated`."""


def why(point: Point, constraint_id: str, *, draw: int, runs: int, seed: int) -> Why:
    """Take apart a P or G constraint of one draw, and play its deviation.

    Raises:
        Refused: there is no such constraint, or it is not about one step that can be played.
    """
    rows = {row.id: row for row in constrain(point).rows if row.step in ("P", "G")}
    if constraint_id not in rows:
        nearest = nearest_name(constraint_id, rows)
        raise Refused([Problem("--why", found=constraint_id, expected=f"one of {', '.join(rows)}", nearest=nearest)])
    row = rows[constraint_id]
    one = take_draw(point, draw)
    if row.step == "G":
        return _of_a_guarantor(one, row, draw, runs=runs, seed=seed)
    kind = row.kind
    usual, forced = (
        simulate(play_of(one, runs=runs), days=DAYS, seed=seed, forced=breach) for breach in (None, (row.party, kind))
    )
    cost, error = mean_and_error(usual.value[:, row.party] - forced.value[:, row.party])
    needed = float((temptation(one.given, one.alpha) + one.regime.lasting)[0, row.party, kind])
    solved = float(one.regime.cost[0, row.party, kind])
    return Why(row, needed, steps_of_cost(one, row.party, kind), solved, cost, error)


def steps_of_cost(point: Point, party: int, kind: int, *, draw: int = 0) -> tuple[Step, ...]:
    """Split the cost of a breach into what it consists of."""
    given, regime, here, other = point.given, point.regime, (draw, party), (draw, 1 - party)
    gap = regime.value[here] - given.war[here]
    alive = given.delta[draw, 0] * (1.0 - regime.hazard[draw, 0])
    proof = given.proof[draw, party, kind] * point.acts[here]
    belief = given.belief[draw, party, kind]
    answered = proof * regime.answered_discount[here]
    blamed = given.wrong[draw, party, kind] * regime.answered_discount[other] * point.acts[other] * given.q[other]
    parts = {
        "sanction": answered * point.punishment[here],
        "war_after_sanction": answered * given.q[here] * gap,
        "mirror": belief * given.mirror[here],
        "walk_out": (belief - proof) * given.leaves[other] * alive ** given.leaves_after[other] * gap,
        "retaliation": belief * given.retaliates[other] * given.delta[draw, 0] * regime.retaliation_cost[here],
        "other_blamed": blamed * gap,
    }
    return tuple(Step(name, float(days)) for name, days in parts.items())


def _of_a_guarantor(point: Point, row: Constraint, draw: int, *, runs: int, seed: int) -> Why:
    """Punish (pay, and perhaps end the deal) against pretending to (be noticed, and be left with the hollow truce)."""
    inputs, party = point.inputs, row.party
    place = inputs.guarantor_of[party]
    full, hollow = (
        simulate(play_of(point, runs=runs, is_hollow=is_hollow), days=DAYS, seed=seed).guarantor_value[:, party]
        for is_hollow in (False, True)
    )
    noticed = float(inputs.sham_noticed[0, party])
    stakes = (1.0 - inputs.war_after_punishment[0, party]) * full - hollow + inputs.outside_penalty[0, place]
    mean, error = mean_and_error(noticed * stakes)
    return Why(row, float(row.left[draw]), (), float(row.right[draw]), mean, error)
