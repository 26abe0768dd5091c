"""Cells that a spreadsheet would run as a formula, guarded by an apostrophe; numbers stay numbers, and the guard comes off again.

After OWASP, "CSV Injection": `=`, `+`, `-`, `@`, tab, carriage return and line feed begin a formula or hide one; some read the wide forms too.
"""

import polars as pl

_BEGINS = "=+\\-@\\t\\r\\n＝＋－＠"
_IS_RUN = rf"^'*(?:[{_BEGINS}]|$)"
_IS_GUARDED = rf"^'('*(?:[{_BEGINS}](?s:.*)|$))$"
_IS_NUMBER = r"^[+\-]?[\p{Nd}]+(?:[.,٫][\p{Nd}]+)?(?:[eE][+\-]?\d+)?$"


def guarded(cell: pl.Expr) -> pl.Expr:
    """Put an apostrophe before what would be run, and before what `unguarded` would take for guarded; empty cells stay empty."""
    is_run = cell.str.contains(_IS_RUN) & ~cell.str.contains(_IS_NUMBER) & (cell != "")
    return pl.when(is_run).then(pl.lit("'") + cell).otherwise(cell)


def unguarded(cell: pl.Expr) -> pl.Expr:
    """Give the cell as it was before `guarded`."""
    return pl.when(cell.str.contains(_IS_GUARDED)).then(cell.str.slice(1)).otherwise(cell)
