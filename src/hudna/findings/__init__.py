"""From incidents to findings: who did it and how surely, what was hit, and who says so."""

from hudna.findings.anchors import Anchors, read_anchors
from hudna.findings.audit_echo import EchoProposals
from hudna.findings.calibrate import Calibration, Predictions, calibrate
from hudna.findings.draws import draw_sides
from hudna.findings.learn_sources import Lesson, learn_sources, propose_echoes
from hudna.findings.parameters import Learnt, read_learnt, write_learnt
from hudna.findings.sensitivity import Sensitivity, ask_again
from hudna.findings.sides import DENIAL, NEUTRAL, UNATTRIBUTED, UNCLEAR, Mass, Word, weigh_sides
from hudna.findings.tables import Findings, SideDraws, TargetShares, Voices
from hudna.findings.voices import hear_voices
from hudna.findings.weigh import Weighed, weigh_findings

__all__ = [
    "DENIAL",
    "NEUTRAL",
    "UNATTRIBUTED",
    "UNCLEAR",
    "Anchors",
    "Calibration",
    "EchoProposals",
    "Findings",
    "Learnt",
    "Lesson",
    "Mass",
    "Predictions",
    "Sensitivity",
    "SideDraws",
    "TargetShares",
    "Voices",
    "Weighed",
    "Word",
    "ask_again",
    "calibrate",
    "draw_sides",
    "hear_voices",
    "learn_sources",
    "propose_echoes",
    "read_anchors",
    "read_learnt",
    "weigh_findings",
    "weigh_sides",
    "write_learnt",
]
