"""From claims to incidents: record linkage in space and time, and what the claims of one incident say together."""

from hudna.incidents.decisions import Decisions, no_decisions, read_decisions, refuse_unknown_claims
from hudna.incidents.link import Linked, count_at_thresholds, link_incidents
from hudna.incidents.moments import Stood, stand_at_moments
from hudna.incidents.pool import pool_incidents
from hudna.incidents.tables import Coverings, IncidentChanges, IncidentCounts, Incidents, Memberships, Moments
from hudna.incidents.ties import Ties, tie_claims

__all__ = [
    "Coverings",
    "Decisions",
    "IncidentChanges",
    "IncidentCounts",
    "Incidents",
    "Linked",
    "Memberships",
    "Moments",
    "Stood",
    "Ties",
    "count_at_thresholds",
    "link_incidents",
    "no_decisions",
    "pool_incidents",
    "read_decisions",
    "refuse_unknown_claims",
    "stand_at_moments",
    "tie_claims",
]
