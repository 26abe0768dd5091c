"""From claims to incidents: record linkage in space and time, and what the claims of one incident say together."""

from hudna.incidents.link import Linked, link_incidents
from hudna.incidents.moments import Stood, stand_at_moments
from hudna.incidents.pool import pool_incidents
from hudna.incidents.tables import Incidents, Memberships, Moments

__all__ = [
    "Incidents",
    "Linked",
    "Memberships",
    "Moments",
    "Stood",
    "link_incidents",
    "pool_incidents",
    "stand_at_moments",
]
