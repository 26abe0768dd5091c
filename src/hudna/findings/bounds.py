"""Between which ends a side did it, if sources may blame falsely k times as often as the rates say (research page "linkage", section 4).

For the lower end of an accused side: its prior odds are divided by k; false blame of it is k times as frequent, but never more frequent
than true blame; false blame of others while it was the accused is k times as rare. For the upper end the reverse. Rows are not
renormalised: these are bounds on likelihood ratios, exact for two sides and wide for more.

With k above 1 a source may also aim all its false blame at one side, where p spreads it evenly over the third sides in play.

Two rules beside the page's corner keep the ends honest. Stretching by k can make a group's accusation worthless, never turn it round: a
second source that repeats the first does not lower the lower end. And no denial lifts the lower end of the one who denies, alone or
within a group: the guilty deny more often than others, which the probability knows, but the end is that of the words without the
denial, if that is lower, and the upper end of the others likewise (docs/decisions/0007). A side's word against itself is left as it is: the interest that k allows for runs against it
(docs/decisions/0003).
"""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hudna.findings.contents import NOT_ANCHORED, Contents, Words
from hudna.findings.posterior import Rates, log_prior, log_table, posterior
from hudna.findings.templates import NEUTRAL_STAND, NOTHING, UNCLEAR_STAND, Floats, Indices

Flags = NDArray[np.bool_]
LEAST_LOG, MOST_LOG = -700.0, 700.0


class Bounds(NamedTuple):
    """Three tables (incidents, sides) with lower <= p <= upper."""

    p: Floats
    lower: Floats
    upper: Floats


def bound_sides(contents: Contents, rates: Rates, *, k: float) -> Bounds:
    """Weigh every side of every incident, between its ends.

    Args:
        contents: what was said.
        rates: how sources behave: the template's, or learnt ones.
        k: side factor, at least 1; with 1 both ends are p.

    Returns:
        p as `posterior` gives it; lower falls and upper rises with k. An anchored incident is what it is at all three.
    """
    prior = log_prior(contents, rates)
    p = posterior(contents, rates)
    said = [words.aimed() if k > 1.0 else words for words in contents.words]
    tables = [log_table(words, rates) for words in said]
    lower, upper = np.zeros_like(p), np.zeros_like(p)
    for accused in range(contents.sides):
        low, high = (stretched(rates, contents.stands, accused, k=k, is_lower=is_lower) for is_lower in (True, False))
        ratio = prior[:, [accused]] - prior
        ratios = [ratio - math.log(k), ratio + math.log(k)]
        for words, table in zip(said, tables, strict=True):
            lower_ratio = _lower_ratio(words, table, low, contents.sides, accused, k)
            upper_ratio = _upper_ratio(words, table, high, contents.sides, accused, k)
            for denier in range(contents.sides) if k > 1.0 else ():  # with 1 the rates are taken at their word
                undenied = _without_denials(words, contents, denier)
                if undenied is None:
                    continue
                point = log_table(undenied, rates)
                if denier == accused:
                    without = _lower_ratio(undenied, point, low, contents.sides, accused, k)
                    lower_ratio = np.minimum(lower_ratio, without)
                else:
                    without = _upper_ratio(undenied, point, high, contents.sides, accused, k)
                    upper_ratio[:, denier] = np.maximum(upper_ratio[:, denier], without[:, denier])
            ratios[0] += lower_ratio[words.which]
            ratios[1] += upper_ratio[words.which]
        lower[:, accused], upper[:, accused] = (_share(each, accused, contents) for each in ratios)
    if contents.anchors is not None:
        is_known = (contents.anchors != NOT_ANCHORED)[:, None]
        lower, upper = np.where(is_known, p, lower), np.where(is_known, p, upper)
    return Bounds(p, np.minimum(lower, p), np.maximum(upper, p))


def stretched(rates: Rates, stands: Indices, accused: int, *, k: float, is_lower: bool) -> Rates:
    """Give the rates at the lower or upper end for the accused."""
    return replace(
        rates,
        theta=_stretched(rates.theta, stands, accused, k, is_lower),
        line=_stretched(rates.line, stands, accused, k, is_lower),
    )


def _stretched(rows: Floats, stands: Indices, accused: int, k: float, is_lower: bool) -> Floats:
    sides, told = rows.shape[1], rows.copy()
    others = [side for side in range(sides) if side != accused]
    for other in others:
        blames = np.flatnonzero(stands != accused)  # names the accused, and it was the other
        plain = rows[blames, other, accused]
        most = np.maximum(plain, np.minimum(k * plain, rows[blames, accused, accused]))
        told[blames, other, accused] = most if is_lower else plain / k
        clears = np.flatnonzero(stands != other)  # names the other, and it was the accused
        plain = rows[clears, accused, other]
        most = np.maximum(plain, np.minimum(k * plain, rows[clears, other, other]))
        told[clears, accused, other] = plain / k if is_lower else most
    return told


def _without_denials(words: Words, contents: Contents, side: int) -> Words | None:
    """Give the same words without the denials of those who may stand near a side; None where there are none."""
    stands = contents.stands[words.members]
    may_be_own = np.isin(stands, [side, NEUTRAL_STAND, UNCLEAR_STAND])
    is_own_denial = (words.said == contents.sides + 1) & may_be_own
    return replace(words, said=np.where(is_own_denial, NOTHING, words.said)) if is_own_denial.any() else None


def _lower_ratio(words: Words, point_table: Floats, low: Rates, sides: int, accused: int, k: float) -> Floats:
    """Log likelihood ratios of the accused against each side in each distinct word, at the lower end."""
    point = point_table[:, [accused]] - point_table
    table = log_table(words, low)
    lower, zero = table[:, [accused]] - table, np.zeros_like(point)
    lower = np.where(_names_others(words, sides, accused), lower, np.maximum(lower, np.minimum(zero, point)))
    doubted = np.minimum(lower, np.maximum(np.minimum(zero, point), point - math.log(k)))
    return np.where(_names(words, accused), lower, doubted)


def _upper_ratio(words: Words, point_table: Floats, high: Rates, sides: int, accused: int, k: float) -> Floats:
    """The same at the upper end."""
    point = point_table[:, [accused]] - point_table
    table = log_table(words, high)
    upper, zero = table[:, [accused]] - table, np.zeros_like(point)
    doubted = np.maximum(upper, np.minimum(np.maximum(zero, point), point + math.log(k)))
    upper = np.where(_names_others(words, sides, accused), upper, doubted)
    return np.where(_names(words, accused), upper, np.minimum(upper, np.maximum(zero, point)))


def _names(words: Words, accused: int) -> Flags:
    named: Flags = (words.said == accused).any(axis=1)[:, None]
    return named


def _names_others(words: Words, sides: int, accused: int) -> Flags:
    named: Flags = ((words.said >= 0) & (words.said < sides) & (words.said != accused)).any(axis=1)[:, None]
    return named


def _share(ratios: Floats, accused: int, contents: Contents) -> Floats:
    """Probability of the accused from its log-odds against each other side that may have done it."""
    odds = np.exp(np.clip(-ratios, LEAST_LOG, MOST_LOG))
    odds[:, accused] = 0.0
    if contents.may_be is None:
        share: Floats = 1.0 / (1.0 + odds.sum(axis=1))
        return share
    odds = np.where(contents.may_be, odds, 0.0)
    return np.where(contents.may_be[:, accused], 1.0 / (1.0 + odds.sum(axis=1)), 0.0)
