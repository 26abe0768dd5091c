"""UCDP candidate events: the months before the next yearly GED, in the columns of GED, before they were vetted.

Some were published without a header; their columns are then those of GED in its usual order. `code_status` says what is still in doubt.
Source: Hegre and others, Introducing the UCDP Candidate Events Dataset, Research & Politics 2020; order of columns: GED and candidate files.
"""

from collections.abc import Sequence

from hudna.reports.cells import Cells

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
    "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id",
    "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
CLEAR = "Clear"


def is_headerless(cells: Sequence[str]) -> bool:
    """Tell whether these are the cells of an event and not the names of its columns."""
    return len(cells) == len(COLUMNS) and cells[0].strip().isdigit() and cells[2].strip().isdigit()


def notes_on_status(cells: Cells) -> list[str]:
    """Say how many events their coders do not yet call clear."""
    if "code_status" not in cells.columns:
        return []
    status = cells.rows["code_status"].str.strip_chars()
    counts = (
        status.filter((status != CLEAR) & (status != ""))
        .value_counts(sort=True)
        .sort("count", "code_status", descending=[True, False])
    )
    told = [f"{count} {name!r}" for name, count in counts.iter_rows()]
    return [f"events that UCDP does not yet call clear: {', '.join(told)} of {cells.rows_read}"] if told else []
