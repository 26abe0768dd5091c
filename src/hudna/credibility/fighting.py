"""A guarantor that fights beside its client is tempted itself, and nobody punishes it: only war and an outside penalty reach it.

What one breach by its own forces gains it is what it gains from one by its client; what it costs is reckoned here, in its own days. Its
forces are taken for part of its client's side: the other side believes, walks out and hits back as over a breach by the client.
Source: docs/guide/stress-model.md, "What must hold".
"""

import numpy as np

from hudna.credibility.given import Given, of_guarantors
from hudna.credibility.inputs import Flags, Floats, Inputs
from hudna.credibility.regime import Regime


def cost_of_own_breach(inputs: Inputs, given: Given, regime: Regime, acts: Flags, punishment: Floats) -> Floats:
    """Work out what one incident by a guarantor's own forces costs it, by client and kind; (draws, 2, kinds), its own days.

    A ruling on it is answered by nobody, so the victim is left with its belief; an outside body takes the penalty. War ends what
    the deal is worth to it. Retaliation falls on its client, is answered by it, and so on: one incident and the chain behind it.
    """
    worth = regime.guarantor_value
    alive = given.delta * (1.0 - regime.hazard)
    answered = np.where(acts, regime.answered_discount, 0.0)
    proof = given.proof * acts[..., None]
    doubt = given.belief - proof
    punished = answered * (given.cost * punishment + given.q * worth)
    # A guarantor of both pays for the other's punishment and minds the other's losses as well.
    other_punished = (answered * given.q)[:, ::-1] * worth + (given.is_shared * answered * given.cost * punishment)[
        :, ::-1
    ]
    other_harmed = (given.is_shared * given.cares)[:, ::-1][..., None] * given.harm
    other_leaves = (given.leaves * alive**given.leaves_after)[:, ::-1] * worth
    leaves = given.leaves * alive**given.leaves_after * worth
    by_client = (
        other_harmed[..., 0]
        + proof[..., 0] * punished
        + doubt[..., 0] * other_leaves
        + given.wrong[..., 0] * other_punished
    )
    on_client = (
        given.cares * given.harm[:, ::-1, 0]
        + proof[:, ::-1, 0] * other_punished
        + doubt[:, ::-1, 0] * leaves
        + given.wrong[:, ::-1, 0] * punished
    )
    hit_back = given.belief[..., 0] * given.retaliates[:, ::-1]
    both = hit_back[:, :1] * hit_back[:, 1:] * given.delta**2
    retaliation = (on_client + hit_back[:, ::-1] * given.delta * by_client) / (1.0 - both)
    outside = of_guarantors(inputs, inputs.outside_penalty) * regime.answered_discount
    cost: Floats = (
        other_harmed
        + given.proof * outside[..., None]
        + given.belief * (other_leaves + given.retaliates[:, ::-1] * given.delta * retaliation)[..., None]
        + given.wrong * other_punished[..., None]
    )
    return cost
