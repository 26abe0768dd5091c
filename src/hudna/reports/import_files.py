"""Files of claims into a collection: all of them, or, where one is refused or the machine stops, none."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from hudna.reports.collection import Collection, Import, changing, write_import
from hudna.reports.import_rows import add_files
from hudna.reports.intake import Intake


def import_files(
    folder: Path,
    files: Sequence[Path],
    *,
    read: Callable[[Path], Intake],
    imported_at: datetime,
    clock: str,
) -> tuple[Import, Collection]:
    """Import files into a collection, which is made if it is not there.

    Args:
        folder: the collection.
        files: read in this order; a row of a later one may be a new version of a row of an earlier one.
        read: how a file is read, as `read_claims` with its lexicon and clock.
        imported_at: instant of the import.
        clock: IANA name of the clock in which the days of the files are counted.

    Returns:
        What became of the rows of each file, and the collection as it is now.

    Raises:
        Refused: a file that cannot be read at all, or another import under way; then nothing was imported.
    """
    with changing(folder) as collection:
        added = add_files(collection, [read(path) for path in files], imported_at=imported_at, clock=clock)
        write_import(folder, collection, added.made, added.additions)
    return added.made, added.collection
