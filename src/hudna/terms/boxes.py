"""Boxes: the product of a term's sides at one bound, kept as disjoint boxes.

A kind that stands for another spelling (`same_as`) adds boxes: the kinds it stands for that are not in the first box, with the
arms and targets it names. Where two such boxes overlap, the later one gives up the targets of the earlier; a zone or a region that
changes with time cuts the box at the change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from hudna.terms.compiled import Bound, Box, PlaceSide
from hudna.terms.gaps import Ids, meet_ids
from hudna.terms.intervals import Times, join, split
from hudna.terms.trees import UNKNOWN_ARM, kind_tree, target_tree
from hudna.terms.zones import Grounds

Relation = Literal["in", "into", "from"]
Places = tuple[tuple[Relation, Any], ...]  # relation, and the zones as the field writes them


@dataclass(frozen=True)
class Deeds:
    """The part of a box that says what was done, with what, to whom."""

    kinds: Ids
    arms: Ids | None
    targets: Ids | None


def make_boxes(
    actors: Ids | None, deeds: Iterable[Deeds], places: Places, when: Times, grounds: Grounds, bound: Bound
) -> tuple[Box, ...]:
    """Multiply the sides at a bound; boxes with an empty side are left out."""
    if actors is not None and not actors:
        return ()
    located = list(_located(places, when, grounds, bound))
    return tuple(
        Box(actors=actors, kinds=deed.kinds, arms=deed.arms, targets=deed.targets, places=sides, when=times)
        for deed in deeds
        if deed.kinds and (deed.arms is None or deed.arms) and (deed.targets is None or deed.targets)
        for sides, times in located
    )


def join_boxes(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Make boxes that differ in nothing but time one, in the order of their first parts."""
    times: dict[Box, list[Times]] = {}
    for box in boxes:
        times.setdefault(replace(box, when=()), []).append(box.when)
    return tuple(replace(box, when=parts[0] if len(parts) == 1 else join(parts)) for box, parts in times.items())


def spell_deeds(
    named: Iterable[str], kinds: Ids, arms: Ids | None, targets: Ids | None, *, known_targets: Ids
) -> tuple[Deeds, ...]:
    """Give the deeds that a list of kinds means, the other spellings of those that have one included; all disjoint.

    Args:
        named: the kinds as the deal names them.
        kinds: the same closed downward: what the first box holds.
        arms: the term's own arms; None limits nothing.
        targets: the term's own targets; None limits nothing.
        known_targets: every id a target can be, for what is left when a set is taken from all targets.
    """
    deeds = [Deeds(kinds, arms, targets)]
    others = [_other_spelling(kind, kinds, arms, targets) for kind in _spelled_otherwise(named)]
    # Those without an arm first: an arm is often unknown, and they must not depend on it.
    for other in sorted((o for o in others if o is not None), key=lambda o: o.arms is not None):
        deeds += _less(other, deeds[1:], known_targets)
    return tuple(deeds)


def _spelled_otherwise(named: Iterable[str]) -> list[str]:
    """Give the kinds among these and below them that have another spelling, in the order of the tree."""
    tree = kind_tree()
    inside = tree.below(*named)
    return [id_ for id_ in tree.ids if id_ in inside and tree.nodes[id_].same_as is not None]


def _other_spelling(kind: str, kinds: Ids, arms: Ids | None, targets: Ids | None) -> Deeds | None:
    same_as = kind_tree().nodes[kind].same_as
    assert same_as is not None
    rest = kind_tree().below(*same_as.kinds) - kinds
    told_arms = None if same_as.arms is None else frozenset(same_as.arms)
    told_targets = None if same_as.targets is None else target_tree().below(*same_as.targets)
    deeds = Deeds(rest, meet_ids([arms, told_arms]), meet_ids([targets, told_targets]))
    is_empty = (
        not deeds.kinds
        or (deeds.arms is not None and not deeds.arms)
        or (deeds.targets is not None and not deeds.targets)
    )
    return None if is_empty else deeds


def _less(deeds: Deeds, taken: Iterable[Deeds], known_targets: Ids) -> list[Deeds]:
    """Give what is left of deeds outside others, as disjoint deeds."""
    left = [deeds]
    for other in taken:
        left = [piece for deed in left for piece in _less_one(deed, other, known_targets)]
    return left


def _less_one(deeds: Deeds, other: Deeds, known_targets: Ids) -> list[Deeds]:
    shared = deeds.kinds & other.kinds
    arms_meet = meet_ids([deeds.arms, other.arms])
    targets_meet = meet_ids([deeds.targets, other.targets])
    if not shared or (arms_meet is not None and not arms_meet) or (targets_meet is not None and not targets_meet):
        return [deeds]
    pieces = [Deeds(deeds.kinds - shared, deeds.arms, deeds.targets)] if deeds.kinds - shared else []
    if other.targets is not None:
        rest = (known_targets if deeds.targets is None else deeds.targets) - other.targets
        if rest:
            pieces.append(Deeds(shared, deeds.arms, rest))
    if other.arms is not None:  # same targets, other arms
        rest_arms = (frozenset(kind_tree().arms) | {UNKNOWN_ARM} if deeds.arms is None else deeds.arms) - other.arms
        if rest_arms:
            pieces.append(Deeds(shared, rest_arms, targets_meet))
    return pieces


def _located(
    places: Places, when: Times, grounds: Grounds, bound: Bound
) -> Iterator[tuple[tuple[PlaceSide, ...], Times]]:
    """Give the place sides and the times for which they hold; one group for each state of zones that come and go."""
    cuts = sorted(moment for _, zones in places for moment in grounds.changes(zones))
    groups: dict[tuple[PlaceSide, ...], list[Any]] = {}
    for span in split(when, cuts):
        at = span.begins_at if span.begins_at is not None or not cuts else cuts[0] - timedelta(seconds=1)
        sides = tuple(
            PlaceSide(relation, grounds.key(zones, bound, at if cuts else None)) for relation, zones in places
        )
        if not any(grounds.regions[side.region].is_nowhere for side in sides):
            groups.setdefault(sides, []).append(span)
    for sides, spans in groups.items():
        yield sides, tuple(spans)
