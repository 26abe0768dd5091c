"""Reports: intake of what sources claim. One adapter for each format; what cannot be read goes to quarantine, and counts add up."""

from hudna.reports.cells import ROW, name_and_digest, read_cells
from hudna.reports.claims_columns import COLUMNS as CLAIMS_CSV_COLUMNS
from hudna.reports.claims_columns import Column
from hudna.reports.formats import FORMATS
from hudna.reports.guess_map import guess_map
from hudna.reports.intake import FileTally, Intake, join_intakes, standing_at, write_intake
from hudna.reports.lexicon import Lexicon, read_lexicon, refuse_unknown_leanings
from hudna.reports.names import sources_with_unlisted
from hudna.reports.read import read_claims
from hudna.reports.recognised import read_recognised
from hudna.reports.table_file import read_table
from hudna.reports.written import Written

__all__ = [
    "CLAIMS_CSV_COLUMNS",
    "FORMATS",
    "ROW",
    "Column",
    "FileTally",
    "Intake",
    "Lexicon",
    "Written",
    "guess_map",
    "join_intakes",
    "name_and_digest",
    "read_cells",
    "read_claims",
    "read_lexicon",
    "read_recognised",
    "read_table",
    "refuse_unknown_leanings",
    "sources_with_unlisted",
    "standing_at",
    "write_intake",
]
