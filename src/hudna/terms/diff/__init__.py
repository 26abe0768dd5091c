"""Diff by meaning: what changed between two versions of a deal, who gains, and what is only order or wording."""

from hudna.terms.diff.change import Change, Difference, Gain, Renumbering, Version
from hudna.terms.diff.compare import diff_agreements
from hudna.terms.diff.editing import Dispute, Reading, disputes_in
from hudna.terms.diff.series import Point, in_order, when_points_moved

__all__ = [
    "Change",
    "Difference",
    "Dispute",
    "Gain",
    "Point",
    "Reading",
    "Renumbering",
    "Version",
    "diff_agreements",
    "disputes_in",
    "in_order",
    "when_points_moved",
]
