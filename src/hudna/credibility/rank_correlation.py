"""Numbers that move together: rank correlations, and the Gaussian copula that has them exactly.

A normal pair with Pearson correlation 2 sin(pi r / 6) has rank correlation r (Pearson 1907), so the matrix that is stated is turned into
that of the normals. Both must be positive semi-definite: three numbers cannot each be the opposite of the other two.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from hudna.credibility.ranges import Floats, Range
from hudna.credibility.reading import Reading, is_number

ROUNDING = 1e-9


class Correlated(NamedTuple):
    """Two numbers, by path, and their rank correlation."""

    one: str
    other: str
    rank: float


def read_correlations(
    written: Sequence[Any], ranges: Mapping[str, Range], parties: tuple[str, ...], reading: Reading
) -> tuple[Correlated, ...]:
    """Spell out `[[gain, war_value, 0.5]]`: a last word means every number of that name, paired within the same party.

    A pair of the same word ties all numbers of that name of a party to each other. Full paths mean themselves. Numbers that do not vary
    have no rank and stay out.
    """
    found: dict[frozenset[str], tuple[int, Correlated]] = {}
    for number, entry in enumerate(written):
        at = ("correlated", number)
        if not isinstance(entry, list) or len(entry) != 3 or not is_number(entry[2]):
            reading.note(
                at, "an entry of another form", "[one, other, rank correlation], such as [gain, war_value, 0.5]"
            )
            continue
        if not -1 <= entry[2] <= 1:
            reading.note(at, f"{entry[2]:g}", "a rank correlation from -1 to 1")
            continue
        if not ranges:
            continue  # the file is refused already
        sides = [_named(str(name), ranges) for name in entry[:2]]
        words = {path.rsplit(".", 1)[-1] for path in ranges} | set(ranges)
        for name, side in zip(entry[:2], sides, strict=True):
            if not side:
                reading.note(at, repr(name), "the path of a number, or its last word", words)
        for one in sides[0]:
            for other in sides[1]:
                if one == other or not _belong_together(one, other):
                    continue
                pair = frozenset((one, other))
                if pair in found and found[pair][1].rank != entry[2]:
                    reading.note(at, f"a second correlation of {one} and {other}", "each pair once")
                found.setdefault(pair, (number, Correlated(one, other, float(entry[2]))))
    pairs = tuple(c for _, c in found.values() if ranges[c.one].varies and ranges[c.other].varies)
    if pairs:
        _refuse_impossible(pairs, reading)
    return pairs


def _named(name: str, ranges: Mapping[str, Range]) -> list[str]:
    return [name] if name in ranges else [path for path in ranges if path.endswith(f".{name}")]


def _belong_together(one: str, other: str) -> bool:
    """Say whether two numbers are of the same party, or one of them of none."""
    parties = [path.split(".")[1] for path in (one, other) if path.startswith("parties.")]
    return len(set(parties)) < 2


def _refuse_impossible(pairs: tuple[Correlated, ...], reading: Reading) -> None:
    names, matrix = rank_matrix(pairs)
    worst = min(float(np.linalg.eigvalsh(m)[0]) for m in (matrix, normal_correlation(matrix)))
    if worst < -ROUNDING * len(names):
        found = f"correlations that cannot all hold together (smallest eigenvalue {worst:.3g})"
        reading.note(
            ("correlated",),
            found,
            "a matrix that is positive semi-definite: nearer to 0, or with the pairs between them told as well",
        )


def rank_matrix(pairs: Sequence[Correlated]) -> tuple[tuple[str, ...], Floats]:
    """Give the paths that are correlated with anything, sorted, and their matrix of rank correlations."""
    names = tuple(sorted({name for pair in pairs for name in pair[:2]}))
    place = {name: number for number, name in enumerate(names)}
    matrix = np.eye(len(names))
    for one, other, rank in pairs:
        matrix[place[one], place[other]] = matrix[place[other], place[one]] = rank
    return names, matrix


def normal_correlation(rank: Floats) -> Floats:
    """Give the correlations of normals whose ranks are correlated so."""
    return np.asarray(2 * np.sin(np.pi * rank / 6))
