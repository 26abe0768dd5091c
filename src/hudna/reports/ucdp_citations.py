"""The citations of a GED event: `source_article` quotes every report as outlet, date, headline."""

import polars as pl

_CITATION = r"(?s)^\s*(.*?)\s*,(\d{4}-\d{2}-\d{2}),(.*)$"


def count_citations() -> pl.Expr:
    """Count the citations that read as outlet, date and headline."""
    return _pieces().list.eval(pl.element().str.contains(_CITATION)).list.sum().fill_null(0).cast(pl.Int64)


def cited(events: pl.DataFrame) -> pl.DataFrame:
    """Give one row for each citation of each event, in the order of the event's list.

    Adds `citation` (its place in the list, from 0), `outlet`, `cited_as` (the date as written), `cited_on` (null where it is no day of the
    calendar) and `headline`. Text that is no list of citations (events coded before 2013) is one citation without a date, of the
    `source_office` if there is one.
    """
    pieces = events.with_columns(_pieces().alias("piece")).explode("piece", empty_as_null=False)
    groups = pl.col("piece").str.extract_groups(_CITATION)
    office = pl.when(pl.col("source_office") != "").then("source_office").otherwise("piece")
    return pieces.with_columns(
        pl.int_range(pl.len()).over("id").alias("citation"),
        pl.coalesce(groups.struct.field("1"), office.str.strip_chars()).alias("outlet"),
        groups.struct.field("2").fill_null("").alias("cited_as"),
        groups.struct.field("2").str.to_date("%Y-%m-%d", strict=False).alias("cited_on"),
        pl.coalesce(groups.struct.field("3"), "piece").str.strip_chars().alias("headline"),
    )


def _pieces() -> pl.Expr:
    """Split at `";"`, between the quotation marks that open and close the list; a headline may hold marks of its own."""
    listed = pl.col("source_article").str.strip_chars().str.strip_prefix('"').str.strip_suffix('"').str.split('";"')
    one = pl.concat_list(pl.col("source_article").str.strip_chars())
    return pl.when(pl.col("source_article").str.contains(_CITATION)).then(listed).otherwise(one)
