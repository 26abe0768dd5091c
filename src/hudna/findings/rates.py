"""How often a source says what, given who did it: the template rows of the research page "linkage", sections 4 and 7.

The rows say that sources lean, never which side lies more: swap the sides and nothing changes. They are rates for each side that
can be named, not shares of one total: with three sides or more a source may aim all its false blame at one of them, and for two
sides they are the page's rows to the digit.
"""

from typing import Literal

UNATTRIBUTED = "U"  # tells of the act and names nobody
DENIAL = "D"  # denies for its own side
NEUTRAL = "neutral"  # stands near no side
UNCLEAR = "unclear"  # stands near a side, or none: nobody has found out

PHI = 0.9  # how often a member of an echo group repeats its line instead of looking for itself; constant until it can be learnt

_OWN_SIDE_DID_IT = {"own": 0.06, "other": 0.44, UNATTRIBUTED: 0.28, DENIAL: 0.22}
_OTHER_SIDE_DID_IT = {"truth": 0.735, "third": 0.04, "own": 0.010, UNATTRIBUTED: 0.174, DENIAL: 0.081}
_NEUTRAL = {"truth": 0.55, "other": 0.06, UNATTRIBUTED: 0.38, DENIAL: 0.01}

End = Literal["point", "lower", "upper"]


def rate(stand: str, truth: str, said: str, sides: tuple[str, ...]) -> float:
    """How often a source says `said` when `truth` did it.

    Args:
        stand: the side it stands near, NEUTRAL, or UNCLEAR (the mean of all the rows it may have: one more voice of unknown
            standing is worth little, and at k = 3 no more than the other side's word).
        truth: the side that did it.
        said: the side it names, UNATTRIBUTED or DENIAL.
        sides: all sides that may have done it.
    """
    if stand == UNCLEAR:
        rows = [rate(each, truth, said, sides) for each in (NEUTRAL, *sides)]
        return sum(rows) / len(rows)
    if stand == NEUTRAL:
        row, names = _NEUTRAL, "truth" if said == truth else "other"
    elif stand == truth:
        row, names = _OWN_SIDE_DID_IT, "own" if said == stand else "other"
    else:
        row, names = _OTHER_SIDE_DID_IT, "truth" if said == truth else "own" if said == stand else "third"
    return row[said if said in (UNATTRIBUTED, DENIAL) else names]


def stretched_rate(
    stand: str, truth: str, said: str, sides: tuple[str, ...], *, accused: str, end: End, k: float
) -> float:
    """The same rate at the lower or upper end for `accused`: blame may be false up to k times as often as the template says.

    At the lower end false blame of the accused is k times as frequent, but never more frequent than true blame, and false blame
    of others while it was the accused is k times as rare; at the upper end the reverse. A side's word against itself is left as it
    is: the interest that k allows for runs against it (docs/decisions/0003).
    """
    plain = rate(stand, truth, said, sides)
    if end == "point" or said in (UNATTRIBUTED, DENIAL) or said in (stand, truth):
        return plain
    blames_accused = said == accused
    if not blames_accused and truth != accused:
        return plain
    if blames_accused == (end == "lower"):
        return min(k * plain, rate(stand, said, said, sides))
    return plain / k
