"""Which sources behave as one though they are listed apart: proposals for a person to decide (research page "linkage", section 5).

Two independent sources agree as often as the truth and their habits make them. Those that agree more often, above all in what the
truth does not explain (that both name nobody, that both deny), probably carry one line. Source of the idea: Dong, Berti-Équille and
Srivastava 2009: who shares values rarely given by others is probably copying.
"""

from collections.abc import Callable
from dataclasses import replace

import dataframely as dy
import numpy as np
import polars as pl

from hudna.findings.contents import Contents
from hudna.findings.fit import Fit, learn
from hudna.findings.posterior import Rates
from hudna.findings.templates import NOTHING, Floats, contents_of, spread_over

LEAST_COMMON = 15  # incidents of which both spoke; below, agreement tells nothing
ALARM = 5.0  # standard deviations


class EchoProposals(dy.Schema):
    """One row for each pair of sources that may be one voice, the strongest first. A person decides; nothing is merged in silence."""

    source_id = dy.String(primary_key=True, description="a source")
    other_id = dy.String(primary_key=True, description="another, of another echo group")
    echo_group = dy.String(description="the first one's group")
    other_group = dy.String(description="the other one's group")
    common = dy.UInt32(description="incidents of which both spoke")
    agreed = dy.UInt32(description="of these, those in which both said the same")
    expected = dy.Float64(description="in how many they would have, had each spoken for itself")
    z = dy.Float64(description="standard deviations above that")


def audit_echo(
    contents: Contents, fit: Fit, *, source_ids: list[str], group_ids: list[str]
) -> dy.DataFrame[EchoProposals]:
    """Propose pairs of sources that agree too often to be independent.

    Args:
        contents: what was said.
        fit: learnt from it.
        source_ids: the sources, in the order of the contents.
        group_ids: the echo group of each of them, by name.

    Returns:
        Pairs of different groups with at least 15 incidents in common and z above 5.
    """
    agreed, expected, spread, common = agreements(contents, fit)
    first, second = np.triu_indices(len(source_ids), 1)
    z = excess(agreed, expected, spread)[first, second]
    is_found = (
        (contents.groups[first] != contents.groups[second]) & (common[first, second] >= LEAST_COMMON) & (z > ALARM)
    )
    rows = [
        {
            "source_id": source_ids[s],
            "other_id": source_ids[t],
            "echo_group": group_ids[s],
            "other_group": group_ids[t],
            "common": round(common[s, t]),
            "agreed": round(agreed[s, t]),
            "expected": float(expected[s, t]),
            "z": float(excess(agreed, expected, spread)[s, t]),
        }
        for s, t in zip(first[is_found], second[is_found], strict=True)
    ]
    table = pl.DataFrame(rows, schema=EchoProposals.create_empty().schema)
    return EchoProposals.validate(table.sort("z", "source_id", "other_id", descending=[True, False, False]))


def agreements(contents: Contents, fit: Fit) -> tuple[Floats, Floats, Floats, Floats]:
    """Count agreements of all pairs of sources, and what would be expected of independent ones.

    Returns:
        Agreed, expected, its variance, and incidents in common: each (sources, sources).
    """
    has_spoken = (contents.said != NOTHING).astype(np.float64)
    p = fit.p
    agreed = np.zeros((has_spoken.shape[1],) * 2)
    for content in range(contents_of(contents.sides)):
        is_said = (contents.said == content).astype(np.float64)
        agreed += is_said.T @ is_said
    expected, squares = np.zeros_like(agreed), np.zeros_like(agreed)
    for in_play in np.unique(contents.in_play).tolist():
        rows = contents.in_play == in_play
        spoke, mass, says = has_spoken[rows], p[rows], said_at_all(contents, fit.rates, in_play)
        alike = [says[:, z] @ says[:, z].T for z in range(contents.sides)]
        for z in range(contents.sides):
            expected += _together(spoke, mass[:, z]) * alike[z]
            for other in range(contents.sides):
                squares += _together(spoke, mass[:, z] * mass[:, other]) * alike[z] * alike[other]
    return agreed, expected, expected - squares, has_spoken.T @ has_spoken


def _together(has_spoken: Floats, weight: Floats) -> Floats:
    """Sum a weight over the incidents of which both of a pair spoke, for all pairs."""
    total: Floats = has_spoken.T @ (has_spoken * weight[:, None])
    return total


def excess(agreed: Floats, expected: Floats, variance: Floats) -> Floats:
    """Give agreement beyond what is expected, in standard deviations."""
    z: Floats = (agreed - expected) / np.sqrt(np.maximum(variance, 1e-9))
    return z


def said_at_all(contents: Contents, rates: Rates, in_play: int) -> Floats:
    """Give how often each source says what, by the line of its group or for itself: (sources, sides, contents).

    `in_play`: how many sides may have done it.
    """
    size = np.bincount(contents.groups, minlength=contents.group_count)
    repeats = np.where(size[contents.groups] > 1, rates.phi, 0.0)[:, None, None]
    over = np.stack([spread_over(int(stand), contents.sides, in_play) for stand in contents.stands])
    p: Floats = (repeats * rates.line + (1.0 - repeats) * rates.theta) / over
    return p


def merge_echoes(
    contents: Contents, *, fitted_by: Callable[[Contents], Fit] = learn, most: int = 50
) -> tuple[Contents, Fit, list[tuple[int, int, float]]]:
    """Merge the most suspicious pair and learn again, until none is left. For simulations and to show a person what would come of it.

    Returns:
        Contents with the merged groups (the larger group keeps its alignment), the last fit, and the merges: two groups and their z.
    """
    fit = fitted_by(contents)
    merges: list[tuple[int, int, float]] = []
    while len(merges) < most:
        agreed, expected, variance, common = agreements(contents, fit)
        z = excess(agreed, expected, variance)
        z[(contents.groups[:, None] == contents.groups[None, :]) | (common < LEAST_COMMON)] = -np.inf
        first, second = np.unravel_index(int(np.argmax(z)), z.shape)
        if not z[first, second] > ALARM:
            break
        merges.append((int(contents.groups[first]), int(contents.groups[second]), float(z[first, second])))
        contents = merged(contents, int(contents.groups[first]), int(contents.groups[second]))
        fit = fitted_by(contents)
    return contents, fit, merges


def merged(contents: Contents, one: int, other: int) -> Contents:
    """Make one echo group of two; the larger (of two alike the first) keeps its number and gives all its stand."""
    sizes = np.bincount(contents.groups, minlength=contents.group_count)
    kept, gone = (one, other) if (sizes[one], -one) >= (sizes[other], -other) else (other, one)
    stands_of_kept = np.unique(contents.stands[contents.groups == kept])
    is_moved = contents.groups == gone
    stands = np.where(is_moved & (len(stands_of_kept) == 1), stands_of_kept[0], contents.stands)
    groups = np.where(is_moved, kept, contents.groups)
    _, dense = np.unique(groups, return_inverse=True)
    return replace(contents, stands=stands, groups=dense.reshape(-1))
