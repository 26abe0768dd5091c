"""Which class of breach an incident is, under the norm it is held against: the first in the agreement's order that it matches."""

from collections.abc import Sequence

import numpy as np

from hudna.compliance.incident_arrays import Cells, Flags, Happenings, Indices
from hudna.compliance.shares import sum_by
from hudna.terms.compiled import BreachClass

NO_CLASS = -1


def class_breaches(
    classes: Sequence[BreachClass], happenings: Happenings, chosen: Indices, inside: Flags, row: Indices, owner: Indices
) -> Indices:
    """Give the number of each chosen incident's class.

    Args:
        classes: in the agreement's order. One with kinds matches when they hold at least half of the mass inside the norm (at
            the upper bound); one with a number killed when no claim tells of fewer, with a number injured when so many are
            told (the incident's lower median); one with none of these matches everything.
        happenings: all incidents.
        chosen: the incidents asked for.
        inside: for each signature, whether it is inside the norm.
        row, owner: the cells of the chosen incidents, and whose they are, as `spread` gives them.
    Returns:
        A number into `classes` for each, -1 where none matches.
    """
    cells, n = happenings.cells, len(chosen)
    signature = cells.signature[row]
    weight = np.where(inside[signature], cells.mass["upper"][row], 0.0) if len(inside) else np.zeros(len(row))
    total = sum_by(owner, weight, n)
    found = np.full(n, NO_CLASS, dtype=np.int64)
    for number, breach_class in enumerate(classes):
        matches = np.zeros(n, dtype=bool)
        if breach_class.kinds is not None:
            held = sum_by(owner, weight * _is_of(cells, breach_class.kinds)[signature], n)
            matches |= (2 * held >= total) & (held > 0)
        if breach_class.killed_at_least is not None:
            matches |= happenings.killed[chosen] >= breach_class.killed_at_least
        if breach_class.injured_at_least is not None:
            matches |= happenings.injured[chosen] >= breach_class.injured_at_least
        if (breach_class.kinds, breach_class.killed_at_least, breach_class.injured_at_least) == (None, None, None):
            matches[:] = True
        found[(found == NO_CLASS) & matches] = number
    return found


def _is_of(cells: Cells, kinds: frozenset[str]) -> Flags:
    return np.array([bool(each.kinds) and kinds.issuperset(each.kinds) for each in cells.signatures], dtype=bool)
