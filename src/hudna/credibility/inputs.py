"""What the stress test is told: one value in each draw of every leaf of an assumptions file, as arrays.

The first axis of every array is the draw. Pairs of parties are matrices, so that more than two parties can come later; today there are
exactly two. Payoffs are in days of the deal's benefit to that player, and no two players' payoffs are ever added or compared.
Source: docs/guide/stress-model.md; symbols as there.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
PARTIES = 2
NONE = -1


class Leaf(NamedTuple):
    """How an array is declared: the annotation of its field."""

    axes: str
    """What its axes after the draw count: `party`, `victim`, `guarantor`, `kind`."""
    symbol: str
    path: str
    """The leaf of the assumptions file; `{party}` and so on stand for names."""
    meaning: str
    least: float = 0.0
    most: float = np.inf


@dataclass(frozen=True, eq=False)
class Inputs:
    """Everything that a point solution needs, with one row for each draw.

    `parties`, `kinds` and `guarantors` name the axes. `guarantor_of` gives for each party the place of its guarantor, or -1; one
    guarantor may answer for both. Kind 0 is the fire that comes back: accidents, retaliation and their cost are of that kind.
    `fights` says of each guarantor whether it has forces of its own there; empty: none has.
    `is_grim` believes every threat to leave, where otherwise a threat is believed only of who would rather fight than be cheated.
    """

    parties: tuple[str, ...]
    kinds: tuple[str, ...]
    guarantors: tuple[str, ...]
    guarantor_of: tuple[int, ...]

    impatience_per_year: Annotated[Floats, Leaf("", "365 r", "impatience_per_year", "rate of discount, a year")]
    horizon_days: Annotated[
        Floats, Leaf("", "H", "horizon_days", "expected days before an outside event makes the deal moot", least=1.0)
    ]

    benefit_per_day: Annotated[Floats, Leaf("party", "v", "parties.{party}.benefit_per_day", "a day of the deal; 1")]
    benefit_if_hollow: Annotated[
        Floats,
        Leaf(
            "party",
            "chi",
            "parties.{party}.benefit_if_hollow",
            "share of the benefit left when nobody answers for the deal",
            most=1.0,
        ),
    ]
    war_value: Annotated[
        Floats, Leaf("party", "W", "parties.{party}.war_value", "present value of war, days", least=-np.inf)
    ]
    opportunities_per_day: Annotated[
        Floats,
        Leaf(
            "party kind",
            "lambda",
            "parties.{party}.opportunities_per_day",
            "chance a day of an opportunity of this kind (all opportunities times the kind's share)",
            most=1.0,
        ),
    ]
    gain: Annotated[
        Floats,
        Leaf("party kind", "x", "parties.{party}.kinds.{kind}.gain", "median size of a temptation, days", least=1e-9),
    ]
    gain_tail: Annotated[
        Floats,
        Leaf(
            "party kind",
            "x90/x50",
            "parties.{party}.kinds.{kind}.gain_tail",
            "its 90 % quantile as a multiple of its median",
            least=1.0 + 1e-9,
        ),
    ]
    pays_per_day: Annotated[
        Floats,
        Leaf(
            "party kind",
            "y",
            "parties.{party}.kinds.{kind}.pays_per_day",
            "what an uncorrected breach pays, days a day",
        ),
    ]
    until_day: Annotated[
        Floats, Leaf("party kind", "L", "parties.{party}.kinds.{kind}.until_day", "days for which it can pay")
    ]
    harm: Annotated[
        Floats,
        Leaf(
            "party victim kind",
            "h",
            "parties.{party}.kinds.{kind}.harm_to_other",
            "harm of one incident by the party to the victim, days of the victim; the diagonal is not read",
        ),
    ]
    accidents_per_day: Annotated[
        Floats, Leaf("party", "epsilon", "parties.{party}.accidents_per_day", "incidents that nobody ordered, a day")
    ]
    retaliates: Annotated[
        Floats,
        Leaf(
            "party victim",
            "s",
            "parties.{party}.retaliates",
            "chance that a commander of the party hits the other back for a believed incident",
            most=1.0,
        ),
    ]
    walks_out_credible: Annotated[
        Floats,
        Leaf(
            "party",
            "theta",
            "parties.{party}.walks_out.credible",
            "chance that the party ends the deal after a believed incident without ruling, if its threat is credible",
            most=1.0,
        ),
    ]
    walks_out_in_anger: Annotated[
        Floats,
        Leaf(
            "party",
            "theta0",
            "parties.{party}.walks_out.in_anger",
            "the same, whether or not the threat is credible",
            most=1.0,
        ),
    ]
    walks_out_after_days: Annotated[
        Floats, Leaf("party", "tau_N", "parties.{party}.walks_out.after_days", "days until it does")
    ]
    mirror_loses: Annotated[
        Floats,
        Leaf("party", "M", "parties.{party}.mirror.loses", "what suspension costs the party if it is accused, days"),
    ]
    mirror_costs_suspender: Annotated[
        Floats,
        Leaf(
            "party",
            "N",
            "parties.{party}.mirror.costs_the_other",
            "what suspending costs the party if it suspends, days; the file tells it with the accused, here it is the suspender's",
        ),
    ]

    detection: Annotated[
        Floats, Leaf("party kind", "d", "monitoring.detection.{kind}", "chance that an incident is detected", most=1.0)
    ]
    attribution: Annotated[
        Floats,
        Leaf(
            "party", "a", "monitoring.attribution.{party}", "chance that a detected one is ruled its author's", most=1.0
        ),
    ]
    carve_out_plea: Annotated[
        Floats,
        Leaf(
            "party",
            "e",
            "monitoring.carve_out_plea.{party}",
            "chance that an exclusion is pleaded with success",
            most=1.0,
        ),
    ]
    wrong_author: Annotated[
        Floats,
        Leaf(
            "party",
            "w",
            "monitoring.wrong_author",
            "chance that a detected one of the party is ruled the victim's",
            most=1.0,
        ),
    ]
    victim_believes: Annotated[
        Floats,
        Leaf(
            "party kind",
            "b",
            "monitoring.victim_believes",
            "chance that the victim believes the party to be the author; never below proof",
            most=1.0,
        ),
    ]
    false_rulings_per_day: Annotated[
        Floats,
        Leaf(
            "party", "phi", "monitoring.false_rulings_per_day", "fabricated complaints upheld against the party, a day"
        ),
    ]
    unfounded_beliefs_per_day: Annotated[
        Floats,
        Leaf(
            "party",
            "phi_b",
            "monitoring.unfounded_beliefs_per_day",
            "incidents that never were and the other believes of the party, a day",
        ),
    ]
    war_after_punishment: Annotated[
        Floats,
        Leaf(
            "party",
            "q",
            "monitoring.war_after_punishment",
            "chance that a punishment of the party ends the deal",
            most=1.0,
        ),
    ]

    lever_days: Annotated[
        Floats,
        Leaf(
            "party",
            "K max",
            "guarantors.{guarantor}.lever.max_client_days",
            "most that its guarantor can take from it, days",
        ),
    ]
    cost_per_client_day: Annotated[
        Floats,
        Leaf(
            "party",
            "c",
            "guarantors.{guarantor}.cost_per_client_day",
            "what taking one day costs the guarantor, its own days",
        ),
    ]
    answer_days: Annotated[
        Floats, Leaf("party", "tau", "guarantors.{guarantor}.answer_days", "days from ruling to punishment")
    ]
    sham_noticed: Annotated[
        Floats,
        Leaf("party", "upsilon", "guarantors.{guarantor}.sham_noticed", "chance that a sham is noticed", most=1.0),
    ]
    cares_for_client_harm: Annotated[
        Floats,
        Leaf(
            "party",
            "h_g",
            "guarantors.{guarantor}.cares_for_client_harm",
            "the guarantor's loss for each day of harm to the party",
        ),
    ]
    gains_from_client_breach: Annotated[
        Floats,
        Leaf(
            "party",
            "share",
            "guarantors.{guarantor}.gains_from_client_breach",
            "the guarantor's gain from one breach by the party, its own days",
        ),
    ]
    stake_per_day: Annotated[
        Floats,
        Leaf(
            "guarantor",
            "v_g",
            "guarantors.{guarantor}.stake_per_day",
            "a day of the deal to the guarantor, its own days",
        ),
    ]
    outside_penalty: Annotated[
        Floats,
        Leaf(
            "guarantor", "Z", "outside_penalty", "what an outside body takes from a guarantor in default, its own days"
        ),
    ]
    fights: tuple[bool, ...] = ()
    is_grim: bool = False

    @property
    def draws(self) -> int:
        """How many draws."""
        return len(self.horizon_days)


@cache
def leaves() -> dict[str, Leaf]:
    """Give the declaration of every array by the name of its field, in their order."""
    hints = get_type_hints(Inputs, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")}


def take_draws(inputs: Inputs, which: NDArray[Any] | slice) -> Inputs:
    """Give the same inputs for some of the draws, by place or mask."""
    return replace(inputs, **{name: getattr(inputs, name)[which] for name in leaves()})


def proof(inputs: Inputs) -> Floats:
    """Chance that a breach ends in a ruling against its author: detection x attribution x (1 - plea); (draws, parties, kinds)."""
    found: Floats = inputs.detection * (inputs.attribution * (1.0 - inputs.carve_out_plea))[..., None]
    return found


def belief(inputs: Inputs) -> Floats:
    """Chance that the victim believes it: as stated, and at least the proof, since a victim believes a ruling in its favour."""
    return np.maximum(inputs.victim_believes, proof(inputs))


def branching(inputs: Inputs) -> Floats:
    """Incidents that one incident leads to by way of retaliation and its answer; from 1 on the spiral never ends; (draws,)."""
    first = belief(inputs)[:, 0, 0] * inputs.retaliates[:, 1, 0]
    second = belief(inputs)[:, 1, 0] * inputs.retaliates[:, 0, 1]
    product: Floats = first * second
    return product
