"""Digits as people type them: Arabic-Indic (٣) and Persian (۳) to ASCII, with the separators of their numbers."""

import polars as pl

_ASCII = "0123456789"
_DIGITS = dict(zip("٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹", _ASCII * 2, strict=True))
# Direction marks that a phone or an editor leaves around a number, and the ways in which a minus sign is typed.
_MARKS = dict.fromkeys("\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff", "") | {"−": "-"}
_REPLACED = _DIGITS | _MARKS | {"٫": "."}
_THOUSANDS = r"٬(\d{3})\b"  # only before three digits; elsewhere it stays, and the cell is no number


def fold_digits(cells: pl.Expr) -> pl.Expr:
    """Write the digits of each cell in ASCII: `٣٣٫٧٢٦٣` is `33.7263`, `١٬٢٠٠` is `1200`, `۲۰۱۶-۰۲-۲۷` is `2016-02-27`.

    Marks of reading direction go, and a typographic minus is a minus. Everything else stays as it is, the Arabic comma too: it separates.
    """
    return cells.str.replace_many(list(_REPLACED), list(_REPLACED.values())).str.replace_all(_THOUSANDS, "$1")


def fold_digits_where_needed(cells: pl.Series) -> pl.Series:
    """Fold a column, or give it back untouched where all of it is ASCII: to look costs a tenth of folding."""
    if (cells.str.len_bytes() == cells.str.len_chars()).all():
        return cells
    return cells.to_frame("cells").select(fold_digits(pl.col("cells"))).to_series().rename(cells.name)
