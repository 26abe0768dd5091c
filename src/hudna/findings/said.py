"""Voices as numbers: which sides may have done an incident, where each voice stands among them, and what it says.

An incident's sides are those that somebody names or stands near, and `other` where that is only one. Sides that some voice names
together ("Nusra and allied rebels") are one side of that incident: nobody says which of them it was. A voice that names its own side
together with others, and only by a label or as one of several, says nothing against its interest by it; it stands unclear.

A source that a fit knows has a column of its own. All others of one standing are alike, so they share columns: the first voice near no
side, the second, and so on. So a war of a thousand outlets is a table of some dozen columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from hudna.findings.contents import Contents
from hudna.findings.sides import DENIAL, NEUTRAL, UNATTRIBUTED, UNCLEAR, content_number, stand_number
from hudna.findings.templates import NOTHING, Indices
from hudna.findings.voices import Voice

OTHER = "other"  # whoever else: a hypothesis beside the sides that are named
DONE, NOT_DONE = "done", "not_done"


class Column(NamedTuple):
    """One column of a table of contents: a source, or one of several alike, in an echo group and at a stand."""

    source_id: str
    echo_group: str
    stand: str


class Saying(NamedTuple):
    """What one voice says. `said`: a side, UNATTRIBUTED or DENIAL."""

    source_id: str
    echo_group: str
    stand: str
    said: str
    weight: float


@dataclass(frozen=True)
class Case:
    """One incident as a question: which of these sides was it, given these sayings."""

    incident_id: str
    sides: tuple[str, ...]
    sayings: tuple[Saying, ...]


@dataclass(frozen=True)
class Tabled:
    """Cases as contents, with the names of their sides and columns."""

    contents: Contents
    sides: tuple[str, ...]
    columns: tuple[Column, ...]

    def with_anchors(self, anchors: Indices) -> "Tabled":
        """Give the same table with some incidents held fixed."""
        return replace(self, contents=replace(self.contents, anchors=anchors))


def case_of_violence(incident_id: str, voices: Sequence[Voice]) -> Case | None:
    """Put the question who did it; None where nobody affirms it, or nobody names anybody."""
    affirming = [voice for voice in voices if not voice.is_denial]
    side_of = joined_sides(affirming)
    named = sorted({side_of[voice.sides[0]] for voice in affirming if voice.sides})
    if not named:
        return None
    near = {side_of.get(voice.stand, voice.stand) for voice in voices} - {NEUTRAL, UNCLEAR}
    sides = tuple(sorted({*named, *near}))
    return Case(
        incident_id,
        sides if len(sides) > 1 else (*sides, OTHER),
        tuple(
            Saying(voice.source_id, voice.echo_group, _stand(voice, side_of), _said(voice, side_of), voice.weight)
            for voice in voices
        ),
    )


def case_of_performance(incident_id: str, voices: Sequence[Voice]) -> Case:
    """Put the question whether it was done.

    The performer's own sources say so as a party blames its adversary; the other side says so against its interest, and the performer's
    own denial is against its interest likewise. Where nobody is named as performer every side may have an interest.
    """
    performers = performer_sides(voices)
    return Case(
        incident_id,
        (DONE, NOT_DONE),
        tuple(
            Saying(
                voice.source_id,
                voice.echo_group,
                _stand_on_doing(voice, performers),
                NOT_DONE if voice.is_denial else DONE,
                voice.weight,
            )
            for voice in voices
        ),
    )


def joined_sides(voices: Sequence[Voice]) -> dict[str, str]:
    """Give, for each side that is named, itself; those named together by some voice are one, `a+b`."""
    together: dict[str, set[str]] = {}
    for voice in voices:
        block = {side for name in voice.sides for side in together.get(name, {name})}
        for side in block:
            together[side] = block
    return {side: "+".join(sorted(block)) for side, block in together.items()}


def performer_sides(voices: Sequence[Voice]) -> frozenset[str]:
    """Give the sides of those said to have performed, by denials only where nobody affirms."""
    affirmed = {side for voice in voices if not voice.is_denial for side in voice.sides}
    return frozenset(affirmed or {side for voice in voices for side in voice.sides})


def table_of(cases: Sequence[Case], *, known: frozenset[tuple[str, str]] = frozenset()) -> Tabled:
    """Put cases into numbers.

    Args:
        cases: the questions.
        known: (source, echo group) pairs that have columns of their own.
    """
    sides = tuple(sorted({side for case in cases for side in case.sides}))
    placed = [list(_in_columns(case, known)) for case in cases]
    columns = tuple(sorted({column for row in placed for column, _ in row}))
    groups = {group: number for number, group in enumerate(sorted({column.echo_group for column in columns}))}
    number = {column: place for place, column in enumerate(columns)}
    said = np.full((len(cases), len(columns)), NOTHING, dtype=np.int16)
    weights = np.ones((len(cases), len(columns)))
    may_be = np.zeros((len(cases), len(sides)), dtype=bool)
    for row, (case, words) in enumerate(zip(cases, placed, strict=True)):
        may_be[row, [sides.index(side) for side in case.sides]] = True
        for column, saying in words:
            said[row, number[column]] = content_number(saying.said, sides)
            weights[row, number[column]] = saying.weight
    contents = Contents(
        sides=len(sides),
        stands=np.array([stand_number(column.stand, sides) for column in columns], dtype=np.int64),
        groups=np.array([groups[column.echo_group] for column in columns], dtype=np.int64),
        said=said,
        holders=np.zeros(len(cases), dtype=np.int64),
        may_be=may_be,
        weights=weights if (weights < 1.0).any() else None,
    )
    return Tabled(contents, sides, columns)


def _in_columns(case: Case, known: frozenset[tuple[str, str]]) -> Iterator[tuple[Column, Saying]]:
    """Give each saying its column; those of sources that nothing is known of share columns by standing."""
    groups: dict[str, list[Saying]] = {}
    for saying in case.sayings:
        groups.setdefault(saying.echo_group, []).append(saying)
    used: dict[str, int] = {}

    def next_of(kind: str) -> int:
        used[kind] = used.get(kind, -1) + 1
        return used[kind]

    for group, sayings in sorted(groups.items(), key=lambda item: (len(item[1]), item[0])):
        is_known = any((each.source_id, group) in known for each in sayings)
        alike = group if is_known else None
        if alike is None and len(sayings) > 1:
            alike = f"?group {next_of('group')}"
        taken: dict[str, int] = {}
        for saying in sorted(sayings, key=lambda each: (each.stand, each.said, each.weight, each.source_id)):
            if (saying.source_id, group) in known:
                yield Column(saying.source_id, group, saying.stand), saying
            elif alike is None:
                name = f"?{saying.stand} {next_of(saying.stand)}"
                yield Column(name, name, saying.stand), saying
            else:
                taken[saying.stand] = taken.get(saying.stand, -1) + 1
                yield Column(f"?{saying.stand} {taken[saying.stand]}", alike, saying.stand), saying


def _stand(voice: Voice, side_of: Mapping[str, str]) -> str:
    if voice.stand in voice.sides and len(voice.sides) > 1 and not voice.is_against_own:
        return UNCLEAR
    return side_of.get(voice.stand, voice.stand)


def _said(voice: Voice, side_of: Mapping[str, str]) -> str:
    """A denial denies for the source's own side; one that clears somebody else is read as naming nobody."""
    if not voice.is_denial:
        return side_of[voice.sides[0]] if voice.sides else UNATTRIBUTED
    return DENIAL if not voice.sides or voice.leans_to in voice.sides else UNATTRIBUTED


def _stand_on_doing(voice: Voice, performers: frozenset[str]) -> str:
    """Near whom a source stands, put as the side whose blame it would like to be true of the other: see `templates`.

    The performer's own sources stand near NOT_DONE: "done" is what they like to say, as an adversary likes to blame. The other
    side's stand near DONE. Where no performer is named, a source with a side is taken to like what it says.
    """
    if voice.stand in (NEUTRAL, UNCLEAR):
        return voice.stand
    sides = frozenset(voice.sides) or performers
    if not sides:
        return DONE if voice.is_denial else NOT_DONE
    return NOT_DONE if voice.stand in sides else DONE
