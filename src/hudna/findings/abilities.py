"""Who of those named can have done an act of this kind: only some fly.

A source that says "the government side" of an air strike has named a side, not an actor; on that day only its Syrian and its Russian
aircraft can have flown. Who can is asked of the kind (its performer tags) and of the register (`flies`), never of a source.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from hudna.terms import ActorRegister, kind_tree
from hudna.terms.actors import DayRange

LABEL = "unspecified"
DRONES_ONLY = "drones_only"


@lru_cache(maxsize=1)
def _flown() -> frozenset[str]:
    return kind_tree().flown()


def those_able(
    names: tuple[str, ...], reading: str, kinds: Sequence[str], *, on: date, actors: ActorRegister
) -> tuple[tuple[str, ...], str]:
    """Narrow those a voice names to those that can have done it.

    - Of alternatives (`any_of`), who cannot fly did not fly; if none of them can, the source means something else, and all stay.
    - A label ("the government side") stands for those of its side that can, as alternatives; if the register knows none, it stays.
    - One actor named, or several together, is what the source says, and stays.

    Args:
        names, reading: whom the voice names, and how to read it.
        kinds: what it says was done; nothing is narrowed unless all are kinds that are flown.
        on: the day.
        actors: who flies, since when, and who stands on which side.
    """
    if not names or not kinds or not set(kinds) <= _flown():
        return names, reading
    with_drones = all("needs_drones" in kind_tree().nodes[kind].performer for kind in kinds)
    if reading == "any_of":
        able = tuple(name for name in names if name not in actors or _may_fly(name, on, actors, with_drones))
    elif len(names) == 1 and names[0] in actors and actors.actor(names[0]).kind == LABEL:
        able = _of_label(names[0], on=on, actors=actors, with_drones=with_drones)
    else:
        return names, reading
    return (able, "one" if len(able) == 1 else "any_of") if able else (names, reading)


def _of_label(label: str, *, on: date, actors: ActorRegister, with_drones: bool) -> tuple[str, ...]:
    """Who of a label's side surely flies; a part of another of them adds nothing."""
    told = actors.actor(label)
    meant = told.possible_members or tuple(id_ for id_ in actors.ids if actors.camp(id_) == told.camp)
    able = [
        id_
        for id_ in meant
        if id_ in actors and actors.actor(id_).kind != LABEL and _does_fly(id_, on, actors, with_drones)
    ]
    parts = {part for id_ in able for part in actors.stands_for(id_, DayRange(on, on)) if part != id_}
    return tuple(sorted(set(able) - parts))


def _may_fly(name: str, on: date, actors: ActorRegister, with_drones: bool) -> bool:
    """Whether it flies, as far as anybody knows: not knowing is no proof against."""
    flies = actors.actor(name).flies_on(on)
    return flies is not False and (flies != DRONES_ONLY or with_drones)


def _does_fly(name: str, on: date, actors: ActorRegister, with_drones: bool) -> bool:
    actor = actors.actor(name)
    flies = actor.flies_on(on)
    is_there = actor.active.holds(on) and (actor.there_since is None or actor.there_since <= on)
    return is_there and (flies is True or (flies == DRONES_ONLY and with_drones))
