"""How the mass of a side is shared among the actors, kinds and arms that its voices name: one vote for each echo group.

Sets stay sets: "Syrian or Russian aircraft" is one cell on two actors and never half a cell on each.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from hudna.findings.voices import Voice, by_group
from hudna.terms import kind_tree

UNKNOWN_ARM = "unknown"


class Cell(NamedTuple):
    """One cell of the joint table. No actors: an unknown author."""

    actors: tuple[str, ...]
    reading: str
    kinds: tuple[str, ...]
    arm: str

    def place(self) -> tuple[object, ...]:
        """Order of cells within an incident: named authors first, then by name, kind and arm."""
        return (not self.actors, self.actors, self.reading, self.kinds, self.arm)


Shares = dict[Cell, float]  # sums to 1


def share_among_cells(voices: Sequence[Voice], *, all_voices: Sequence[Voice], names_author: bool) -> Shares:
    """Share 1 among the cells that these voices name.

    - One vote for each echo group, split evenly among its voices.
    - A voice that only names a label ("armed groups") has no vote where another names somebody finer.
    - Of two kinds on one line of the tree the more specific wins: "attack" joins "air strike" (evenly if there are several). A voice
      that tells no kind, or no arm, follows those that do. Several candidate kinds stay a set.

    Args:
        voices: the voices whose word counts here, at least one.
        all_voices: those to ask for the kind where none of `voices` tells one.
        names_author: False puts all on the unknown author.
    """
    voting = [voice for voice in voices if not voice.is_label] or list(voices) if names_author else list(voices)
    told = {voice.kinds for voice in voices if voice.kinds} or {voice.kinds for voice in all_voices if voice.kinds}
    arms = sorted({voice.arms[0] for voice in voices if len(voice.arms) == 1})
    shares: dict[Cell, Fraction] = {}  # exact, so that thirds add up to 1 in any order
    groups = by_group(voting)
    for group in groups.values():
        for voice in group:
            cells = [
                Cell(voice.able, _reading(voice), kinds, arm) if names_author else Cell((), "unknown", kinds, arm)
                for kinds in most_specific(voice.kinds, told)
                for arm in _arms(voice, arms)
            ]
            for cell in cells:
                shares[cell] = shares.get(cell, Fraction(0)) + Fraction(1, len(groups) * len(group) * len(cells))
    return {cell: float(share) for cell, share in shares.items()}


def most_specific(kinds: tuple[str, ...], told: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Give what a voice's kinds mean beside what the others tell: the finest told kinds below its own, else its own."""
    tree = kind_tree()
    all_told = sorted(set(told))
    finest = [each for each in all_told if not _finer(each, all_told)]
    if not kinds:
        return finest or [()]
    if len(kinds) > 1 or kinds[0] not in tree:
        return [kinds]
    return [each for each in _finer(kinds, all_told) if each in finest] or [kinds]


def _finer(kinds: tuple[str, ...], told: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    tree = kind_tree()
    if len(kinds) != 1:
        return []
    return [each for each in told if len(each) == 1 and each[0] in tree and kinds[0] in tree.above(each[0])]


def _arms(voice: Voice, told: list[str]) -> list[str]:
    """One arm where the voice tells one; several told at once cannot stand in one cell and stay unknown."""
    if len(voice.arms) == 1:
        return [voice.arms[0]]
    return told if not voice.arms and told else [UNKNOWN_ARM]


def _reading(voice: Voice) -> str:
    is_one = len(voice.able) == 1 and voice.able_reading in ("any_of", "each", "unknown")
    return "one" if is_one else voice.able_reading
