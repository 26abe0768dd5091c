"""Records in JSON: a list of objects, or KoboToolbox's page of submissions; and UCDP's page of events.

KoboToolbox writes `_geolocation` as latitude, then longitude (GeoJSON has them the other way round), and `_submission_time` in UTC without
saying so. Sources: KoboToolbox API v2 data endpoint; UCDP API (ucdpapi.pcr.uu.se): TotalCount, TotalPages, NextPageUrl, Result.
"""

from pathlib import Path
from typing import Any

from hudna.problems import Problem, Refused
from hudna.reports.cells import Cells
from hudna.reports.json_cells import FIRST_ROW, cell_of, cells_of_rows, objects_of, read_json

GEOLOCATION = "_geolocation"


def is_ucdp_page(value: Any) -> bool:
    """Tell whether a JSON value is a page of UCDP's API."""
    return isinstance(value, dict) and {"TotalCount", "Result"} <= set(value)


def is_records(value: Any) -> bool:
    """Tell whether a JSON value is a list of objects, or a page that holds one under `results`."""
    return isinstance(value, list) or (isinstance(value, dict) and isinstance(value.get("results"), list))


def cells_of_ucdp_page(path: Path) -> tuple[Cells, list[str]]:
    """Read a page of UCDP's API into the cells that a GED file has, and say if there are more pages.

    Raises:
        Refused: it is no such page.
    """
    page = read_json(path)
    if not is_ucdp_page(page) or not isinstance(page["Result"], list):
        raise Refused(
            [Problem(path.name, found="other JSON", expected="a page of UCDP's API, with TotalCount and a list Result")]
        )
    events = objects_of(page["Result"], file=path.name, what="an event of UCDP")
    cells = cells_of_rows(path.name, [(n, _cells(event)) for n, event in enumerate(events, start=FIRST_ROW)])
    more = page.get("NextPageUrl") or page.get("PreviousPageUrl")
    pages = f"one of {cell_of(page.get('TotalPages'))} pages: {len(events)} of {cell_of(page['TotalCount'])} events"
    return cells, [pages] if more else []


def cells_of_records(path: Path) -> tuple[Cells, list[str]]:
    """Read a list of objects into the cells of a claims CSV; what KoboToolbox adds fills columns that the form has not.

    `_geolocation` gives lat and lon, `_uuid` (else `_id`) row_id, `_submission_time` known_at.

    Raises:
        Refused: it is no list of objects.
    """
    value = read_json(path)
    if not is_records(value):
        raise Refused([Problem(path.name, found="other JSON", expected="a list of records, or a page with `results`")])
    records = objects_of(value if isinstance(value, list) else value["results"], file=path.name, what="a record")
    rows = [(number, _as_claim(record)) for number, record in enumerate(records, start=FIRST_ROW)]
    is_page = isinstance(value, dict) and (value.get("next") or value.get("previous"))
    notes = [f"one of several pages: {len(records)} of {cell_of(value.get('count'))} records"] if is_page else []
    if any(GEOLOCATION in record for record in records):
        notes.append("_geolocation is read as latitude, then longitude, as KoboToolbox writes it")
    return cells_of_rows(path.name, rows), notes


def _cells(record: dict[str, Any]) -> dict[str, str]:
    return {name: cell_of(value) for name, value in record.items()}


def _as_claim(record: dict[str, Any]) -> dict[str, str]:
    told = _cells(record)
    point = record.get(GEOLOCATION)
    if isinstance(point, list) and len(point) == 2 and point != [None, None]:
        told = {"lat": cell_of(point[0]), "lon": cell_of(point[1])} | told
    own_id = told.get("_uuid") or told.get("_id")
    if own_id:
        told = {"row_id": own_id} | told
    submitted = told.get("_submission_time", "")
    if submitted:
        has_offset = submitted.endswith("Z") or submitted[-6:-5] in ("+", "-")
        told = {"known_at": submitted if has_offset else f"{submitted}+00:00"} | told
    return told
