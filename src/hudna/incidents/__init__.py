"""From claims to incidents: record linkage in space and time, and what the claims of one incident say together."""

from hudna.incidents.changes import changes_between
from hudna.incidents.covers import cover_episodes
from hudna.incidents.decisions import Decisions, no_decisions, read_decisions, refuse_unknown_claims
from hudna.incidents.explain import Why, explain
from hudna.incidents.link import Linked, count_at_thresholds, link_incidents
from hudna.incidents.moments import Stood, stand_at_moments
from hudna.incidents.pool import pool_incidents
from hudna.incidents.tables import Coverings, IncidentChanges, IncidentCounts, Incidents, Memberships, Moments
from hudna.incidents.ties import MERGE_AT, Ties, pairs_to_label, tie_claims

__all__ = [
    "MERGE_AT",
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
    "Why",
    "changes_between",
    "count_at_thresholds",
    "cover_episodes",
    "explain",
    "link_incidents",
    "no_decisions",
    "pairs_to_label",
    "pool_incidents",
    "read_decisions",
    "refuse_unknown_claims",
    "stand_at_moments",
    "tie_claims",
]
