"""From incidents to findings: who did it and how surely, what was hit, and who says so."""

from hudna.findings.rates import DENIAL, NEUTRAL, UNATTRIBUTED, UNCLEAR
from hudna.findings.sides import Mass, Word, weigh_sides
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
