"""What or whom an incident hit or served: a distribution over targets, one vote for each echo group that tells."""

from collections.abc import Sequence
from fractions import Fraction

from hudna.findings.voices import Voice, by_group
from hudna.terms import kind_tree, target_tree

UNKNOWN = "unknown"


def share_among_targets(voices: Sequence[Voice]) -> dict[str, float]:
    """Share 1 among the targets and actors named as hit (for performances: served); what nobody tells is `unknown`.

    A group splits its vote evenly among its voices that tell, and a voice among what it tells. A kind that names its target, as
    `attack_on_hospital`, tells it. Denials tell nothing.
    """
    telling = [voice for voice in voices if not voice.is_denial and targets_told(voice)]
    groups = by_group(telling)
    shares: dict[str, Fraction] = {}  # exact, so that thirds add up to 1 in any order
    for group in groups.values():
        for voice in group:
            told = targets_told(voice)
            for target in told:
                shares[target] = shares.get(target, Fraction(0)) + Fraction(1, len(groups) * len(group) * len(told))
    return {target: float(share) for target, share in sorted(shares.items())} or {UNKNOWN: 1.0}


def targets_told(voice: Voice) -> tuple[str, ...]:
    """Give what a voice says was hit, with what its kind implies unless it tells that (or a part of it) itself.

    Of the several targets that a kind may stand for the first is the one it is named after.
    """
    tree, targets = kind_tree(), target_tree()
    if len(voice.kinds) != 1 or voice.kinds[0] not in tree:
        return voice.targets
    same_as = tree.nodes[voice.kinds[0]].same_as
    if same_as is None or not same_as.targets:
        return voice.targets
    meant = targets.below(*(target for target in same_as.targets if target in targets))
    return voice.targets if meant & set(voice.targets) else tuple(sorted({*voice.targets, same_as.targets[0]}))
