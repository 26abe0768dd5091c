"""The HXL tag of each column that we export. Source: hxlstandard.org, HXL 1.1 hashtags and attributes; a column it has no word for is #meta."""

_TAGS = {
    "claim_id": "#meta+id", "incident_id": "#event+id", "allegation_id": "#event+id+allegation", "known_at": "#date+reported",
    "occurred_from": "#date+start", "occurred_to": "#date+end", "place": "#loc+name", "latitude": "#geo+lat", "longitude": "#geo+lon",
    "radius_m": "#geo+precision+m", "unit": "#adm+code", "kinds": "#event+type", "claimant": "#meta+source", "sources": "#meta+source+code",
    "actors": "#org+code+blamed", "targets": "#affected+type", "killed_min": "#affected+killed+min", "killed_max": "#affected+killed+max",
    "injured": "#affected+injured", "text": "#description", "address": "#meta+url", "licence": "#meta+license", "language": "#meta+language",
    "quantity": "#output+num", "quantity_unit": "#output+unit", "accused": "#org+code+accused", "guarantors": "#org+code+guarantor",
    "p_breach": "#indicator+probability", "p_lower": "#indicator+probability+min", "p_upper": "#indicator+probability+max",
}  # fmt: skip


def tag_of(column: str) -> str:
    """Give the tag of a column."""
    return _TAGS.get(column, "#meta+" + column.replace("_", "+"))
