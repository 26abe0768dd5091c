"""Reports: intake of what sources claim. One adapter for each format; what cannot be read goes to quarantine, and counts add up."""

from hudna.reports.cells import ROW, name_and_digest, read_cells
from hudna.reports.claims_columns import COLUMNS as CLAIMS_CSV_COLUMNS
from hudna.reports.claims_columns import Column
from hudna.reports.collection import Collection, FileImport, Import, is_collection, read_collection
from hudna.reports.export import FORMATS as EXPORT_FORMATS
from hudna.reports.export import export_table
from hudna.reports.formats import FORMATS
from hudna.reports.guess_map import guess_map
from hudna.reports.import_files import import_files
from hudna.reports.intake import FileTally, Intake, join_intakes
from hudna.reports.lexicon import Lexicon, read_lexicon, refuse_unknown_leanings
from hudna.reports.mend_sheet import Retry, mend_sheet, retry_sheet
from hudna.reports.names import sources_with_unlisted
from hudna.reports.read import read_claims
from hudna.reports.read_by import reading_of_text
from hudna.reports.recognised import read_recognised
from hudna.reports.standing import standing_at
from hudna.reports.table_file import read_table
from hudna.reports.written import Written

__all__ = [
    "CLAIMS_CSV_COLUMNS",
    "EXPORT_FORMATS",
    "FORMATS",
    "ROW",
    "Collection",
    "Column",
    "FileImport",
    "FileTally",
    "Import",
    "Intake",
    "Lexicon",
    "Retry",
    "Written",
    "export_table",
    "guess_map",
    "import_files",
    "is_collection",
    "join_intakes",
    "mend_sheet",
    "name_and_digest",
    "read_cells",
    "read_claims",
    "read_collection",
    "read_lexicon",
    "read_recognised",
    "read_table",
    "reading_of_text",
    "refuse_unknown_leanings",
    "retry_sheet",
    "sources_with_unlisted",
    "standing_at",
]
