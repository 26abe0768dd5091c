"""From incidents to findings: who did it and how surely, what was hit, and who says so."""

from hudna.findings.sides import DENIAL, NEUTRAL, UNATTRIBUTED, UNCLEAR, Mass, Word, weigh_sides
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.findings.weigh import Weighed, weigh_findings

__all__ = [
    "DENIAL",
    "NEUTRAL",
    "UNATTRIBUTED",
    "UNCLEAR",
    "Findings",
    "Mass",
    "TargetShares",
    "Voices",
    "Weighed",
    "Word",
    "weigh_findings",
    "weigh_sides",
]
