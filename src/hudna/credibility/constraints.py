"""What must hold for the deal to enforce itself: every constraint with its margin, the binding one, and a sentence for each.

P: a party, at an opportunity of a kind. G: a guarantor, at its deadline. R: a victim's threat to leave (told, never required: deals may
hold without it). X: staying in at all, for parties and guarantors. F: a guarantor that fights, at an opportunity of its own forces. Margins
are (right - left) / the larger of the two.

Of the hollow truce after a default it is told, not required, that a party would stay: if it would not, a default ends in war, which a
guarantor likes no better, so a guarantee that holds here holds then.
Source: docs/guide/stress-model.md.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from hudna.credibility.fighting import cost_of_own_breach
from hudna.credibility.given import tolerated_values
from hudna.credibility.inputs import NONE, Flags, Floats
from hudna.credibility.point import Point
from hudna.credibility.punishments import relative_margin, temptation

MET = -1e-7  # a punishment found by bisection meets its mark as nearly as values stand still


class Constraint(NamedTuple):
    """One requirement: left <= right in each draw."""

    id: str
    """`P1.advance`, `G2`, `R1`, `X1`; `XG1` of a guarantor, `XN1` of the hollow truce; `F1.advance` of a guarantor's own forces."""
    step: str
    party: int
    """Place of the party; of the client for a guarantor's."""
    kind: int
    """Place of the kind; -1 for others than P and F."""
    is_required: bool
    left: Floats
    right: Floats
    margin: Floats


class Constraints(NamedTuple):
    """All of a point."""

    rows: tuple[Constraint, ...]
    binding: np.ndarray
    """Place in `rows` of the required constraint with the least margin, (draws,)."""
    least: Floats
    holds: Flags
    """Whether all that is required is met, (draws,)."""


def constrain(point: Point) -> Constraints:
    """Work out every constraint of a point."""
    rows = tuple(_rows(point))
    margins = np.stack([row.margin if row.is_required else np.full_like(row.margin, np.inf) for row in rows], axis=1)
    binding = margins.argmin(axis=1)
    least: Floats = margins.min(axis=1)
    return Constraints(rows, binding, least, least >= MET)


def in_order(constraints: Constraints, *, draw: int) -> list[Constraint]:
    """Give the constraints of a draw by their margins, the required first: the first one binds."""
    return sorted(constraints.rows, key=lambda row: (not row.is_required, float(row.margin[draw])))


def say(constraint: Constraint, point: Point, *, draw: int) -> str:
    """Say a constraint in one sentence, on the numbers of a draw."""
    left, right = float(constraint.left[draw]), float(constraint.right[draw])
    holds, party = constraint.margin[draw] >= MET, point.inputs.parties[constraint.party]
    verb = {"P": "is resisted" if holds else "is taken"}
    if constraint.step == "P":
        kind = point.inputs.kinds[constraint.kind]
        return f"{party}, at an opportunity of {kind}: worth {left:.1f} days, costs {right:.1f}; it {verb['P']}."
    place = point.inputs.guarantor_of[constraint.party]
    if constraint.step == "F":
        kind = point.inputs.kinds[constraint.kind]
        return (
            f"{point.inputs.guarantors[place]}, whose own forces fight beside {party}: one {kind} by them gains it {left:.1f} of its days, "
            f"costs {right:.1f}; it {'is resisted' if holds else 'is taken'}."
        )
    if constraint.step == "G":
        will = "it would" if holds else "it would rather pretend to"
        return (
            f"{point.inputs.guarantors[place]}, asked to punish {party}: costs it {left:.1f} of its days, "
            f"pretending to would cost {right:.1f}; {will}."
        )
    if constraint.step == "R":
        believed = "its threat to leave counts" if holds else "it would rather be cheated than leave"
        return f"{party}: being cheated is worth {left:.1f} days, war {right:.1f}; {believed}."
    who = party if constraint.id[1] != "G" else point.inputs.guarantors[place]
    where = "the truce that nobody answers for" if constraint.id.startswith("XN") else "the deal"
    return f"{who}: {where} is worth {right:.1f} days, its end {left:.1f}; it {'stays' if holds else 'leaves'}."


def _rows(point: Point) -> Iterator[Constraint]:
    inputs, regime, given = point.inputs, point.regime, point.given
    needed = temptation(given, point.alpha) + regime.lasting
    tolerated = tolerated_values(inputs)
    own = cost_of_own_breach(inputs, given, regime, point.acts, point.punishment) if any(inputs.fights) else None
    for party in range(len(inputs.parties)):
        number = party + 1
        for kind, name in enumerate(inputs.kinds):
            ends = needed[:, party, kind], regime.cost[:, party, kind]
            yield _row(f"P{number}.{name}", "P", party, kind, *ends)
        yield _row(f"X{number}", "X", party, NONE, given.war[:, party], regime.value[:, party])
        yield _row(f"R{number}", "R", party, NONE, tolerated[:, party], given.war[:, party], is_required=False)
        if inputs.guarantor_of[party] == NONE:
            continue
        asked = inputs.cost_per_client_day[:, party] * point.asked[:, party]
        yield _row(f"G{number}", "G", party, NONE, asked, inputs.sham_noticed[:, party] * point.stakes[:, party])
        worth = regime.guarantor_value[:, party]
        yield _row(f"XG{number}", "X", party, NONE, np.zeros_like(worth), worth)
        if own is not None and inputs.fights[inputs.guarantor_of[party]]:
            for kind, name in enumerate(inputs.kinds):
                ends = inputs.gains_from_client_breach[:, party], own[:, party, kind]
                yield _row(f"F{number}.{name}", "F", party, kind, *ends)
        hollow = point.hollow.value[:, party]
        yield _row(f"XN{number}", "X", party, NONE, given.war[:, party], hollow, is_required=False)


def _row(
    name: str, step: str, party: int, kind: int, left: Floats, right: Floats, *, is_required: bool = True
) -> Constraint:
    return Constraint(name, step, party, kind, is_required, left, right, relative_margin(left, right))
