"""Safe changes written into the file, with its comments, its order and its quotes kept."""

from typing import Any

from hudna.lint.check import Linted
from hudna.lint.rule import Where


def fix_text(linted: Linted) -> tuple[str, int]:
    """Write every change that the remarks offer into the text.

    Returns:
        The text, and for how many remarks it was changed; the very text that was read where none offers a change.
    """
    fixes = [placed.remark.fix for placed in linted.remarks if placed.remark.fix is not None]
    for fix in fixes:
        for where, value in fix.sets:
            _set(linted.agreement.document, where, value)
    written = linted.agreement.write()
    if fixes and "\r\n" in linted.agreement.text:  # the writer ends lines its own way; a file keeps its ends
        written = written.replace("\r\n", "\n").replace("\n", "\r\n")
    return written, len(fixes)


def _set(document: Any, where: Where, value: Any) -> None:
    """Set a key; mappings on the way to it that are not there are made."""
    *way, key = where
    part = document
    for step in way:
        if isinstance(part, dict) and step not in part:
            part[step] = type(document)()
        part = part[step]
    part[key] = value
