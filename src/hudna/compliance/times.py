"""Stretches of time, and the share of an incident's time inside them. Instants are microseconds since 1970 in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np

from hudna.compliance.incident_arrays import Indices
from hudna.compliance.shares import Floats
from hudna.terms.compiled import Interval

Stretch = tuple[int, int]  # half-open
Stretches = tuple[Stretch, ...]  # disjoint, in order
SINCE_EVER, FOR_EVER = -(2**62), 2**62
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def microseconds(instant: datetime) -> int:
    """Give an instant as microseconds since 1970, exactly."""
    return (instant - EPOCH) // MICROSECOND


def stretches_of(intervals: Iterable[Interval]) -> Stretches:
    """Give intervals as pairs of integers; empty ones are left out."""
    pairs = (
        (
            SINCE_EVER if interval.begins_at is None else microseconds(interval.begins_at),
            FOR_EVER if interval.ends_at is None else microseconds(interval.ends_at),
        )
        for interval in intervals
    )
    return tuple(sorted(pair for pair in pairs if pair[0] < pair[1]))


def common_time(one: Stretches, other: Stretches) -> Stretches:
    """Give the time that lies in both."""
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple(sorted(pair for pair in pairs if pair[0] < pair[1]))


def time_share(begins: Indices, ends: Indices, stretches: Stretches) -> Floats:
    """Give the share of each interval [begins, ends) that lies in the stretches; an instant is inside or outside."""
    overlap = np.zeros(len(begins))
    held = np.zeros(len(begins), dtype=bool)
    for low, high in stretches:
        overlap += np.maximum(np.minimum(ends, high) - np.maximum(begins, low), 0)
        held |= (begins >= low) & (begins < high)
    lasts = ends - begins
    return np.where(lasts > 0, np.minimum(overlap / np.maximum(lasts, 1), 1.0), held)
