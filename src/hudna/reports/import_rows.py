"""What a file adds to a collection: each of its rows is new, known, changed, withdrawn, a tally, or in quarantine.

The same file again adds nothing. A row with the id of an earlier one that says something else is a new version, and both are kept.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

import polars as pl

from hudna.reports.collection import TABLES, Collection, FileImport, Import
from hudna.reports.intake import Intake
from hudna.reports.mended import cells_of_raw, resolve_mended, resolve_retried
from hudna.reports.tables import Claims, Tallies

ENTRY_LENGTH = 16  # hexadecimal digits
_STATUS = "#status"
_NEW, _KNOWN, _CHANGED, _READ_ANEW, _CLASH = "new", "known", "changed", "read anew", "clash"
_WHERE_IT_STOOD = ("file", "row", "raw")  # no part of what a row says


class Added(NamedTuple):
    """A collection with one more import, which of its rows are of that import, and what is to be said of it."""

    collection: Collection
    made: Import
    additions: Mapping[str, pl.DataFrame]
    quarantine: pl.DataFrame  # every row of these files that was not let in, met before or not


def add_files(
    collection: Collection,
    intakes: Sequence[Intake],
    *,
    imported_at: datetime,
    clock: str,
    retried: Mapping[int, str] | None = None,
) -> Added:
    """Add what files say to a collection, in the order given, as one import.

    Args:
        collection: it stays as it is; nothing is written.
        intakes: each of one file, as its adapter gives it.
        imported_at: instant of the import, from which a new version of an undated row stands.
        clock: in which the days of the files were counted.
        retried: of one file of rows from the quarantine, which row is which entry; those still wrong are no new entries.

    Returns:
        The collection with the import; what it adds, table by table.
    """
    number = len(collection.imports) + 1
    additions: dict[str, pl.DataFrame] = {name: schema.create_empty() for name, schema in TABLES.items()}
    files, aside = [], []
    now = collection
    for intake in intakes:
        more, told, refused = _add_file(now, intake, imported_at=imported_at, number=number, retried=retried)
        additions = {name: pl.concat([table, more[name]]) for name, table in additions.items()}
        now = replace(now, tables={name: pl.concat([table, more[name]]) for name, table in now.tables.items()})
        files.append(told)
        aside.append(refused)
    beside = tuple(file for intake in intakes for file in intake.files)
    made = Import(number, imported_at.astimezone(UTC), clock, tuple(files), beside)
    return Added(replace(now, imports=(*now.imports, made)), made, additions, pl.concat(aside))


def _add_file(
    collection: Collection,
    intake: Intake,
    *,
    imported_at: datetime,
    number: int,
    retried: Mapping[int, str] | None,
) -> tuple[dict[str, pl.DataFrame], FileImport, pl.DataFrame]:
    count = intake.counts[0]
    name, digest = next(iter(intake.files), (count.file, ""))
    is_again = any((name, digest) in one.beside for one in collection.imports)
    claims = _compared(intake, collection, is_again=is_again)
    tallies = _compared_tallies(intake, collection)
    clashing = pl.concat([claims, tallies], how="diagonal").filter(pl.col(_STATUS) == _CLASH).select("row").unique()
    quarantine = pl.concat(
        [
            intake.quarantine,
            *(_as_quarantine(table, clashing) for table in (claims, tallies)),
        ]
    )
    claims = claims.join(clashing, on="row", how="anti", maintain_order="left")
    tallies = tallies.join(clashing, on="row", how="anti", maintain_order="left")
    if retried is None:
        faults, new_entries = _new_faults(
            quarantine, collection, format_name=intake.format_name, read_by=intake.read_by, number=number
        )
    else:
        faults, new_entries = TABLES["faults"].create_empty().clone(), 0
    withdrawals, known_withdrawals = _new_withdrawals(intake, collection)
    rows = _row_counts(claims)
    resolutions = (
        resolve_mended(collection, claims, tallies, file=count.file)
        if retried is None
        else resolve_retried(claims, tallies, intake.withdrawals, retried)
    )
    resolutions = resolutions.with_columns(resolved_at=pl.lit(imported_at, pl.Datetime("us", "UTC")))
    more = {
        "claims": _versions(claims, "claims", imported_at=imported_at, number=number),
        "tallies": _versions(tallies, "tallies", imported_at=imported_at, number=number),
        "withdrawals": withdrawals,
        "faults": faults,
        "resolutions": _typed(resolutions.with_columns(import_number=pl.lit(number)), "resolutions"),
    }
    told = FileImport(
        file=count.file,
        sha256=digest,
        format=intake.format_name,
        rows_read=count.rows_read,
        new=rows.get(_NEW, 0),
        known=rows.get(_KNOWN, 0) + known_withdrawals,
        changed=rows.get(_CHANGED, 0),
        read_anew=rows.get(_READ_ANEW, 0),
        withdrawn=withdrawals.height,
        tallies=tallies["row"].n_unique(),
        in_quarantine=quarantine["row"].n_unique(),
        new_in_quarantine=new_entries,
        resolved=resolutions.height,
        notes=intake.notes,
    )
    return more, told, quarantine


def _compared(intake: Intake, collection: Collection, *, is_again: bool) -> pl.DataFrame:
    """Tell of each claim of a file whether it is new, known, changed, read anew, or somebody else's of the same id.

    A source that dates its versions is taken at its word: the same instant is the same version. Else a row is compared with the last
    version; of the very same file with all, so that a file that comes again after a mended one does not bring its mistakes back.
    """
    said = [name for name in Claims.column_names() if name not in ("claim_id", *_WHERE_IT_STOOD)]
    claims = intake.claims.join(
        intake.versions.select("claim_id", dated_at="version_at"), on="claim_id", how="left", maintain_order="left"
    )
    held = collection.tables["claims"].join(claims.select("claim_id"), on="claim_id", how="semi", maintain_order="left")
    in_tallies = collection.tables["tallies"].select(claim_id="tally_id").unique()
    if held.is_empty() and in_tallies.is_empty():
        return claims.with_columns(pl.lit(_NEW).alias(_STATUS), version_at=pl.coalesce("dated_at", "known_at"))
    content = pl.struct(said).struct.json_encode()
    versions = held.sort("version_at", "import_number", maintain_order=True).select(
        "claim_id",
        "sources",
        "occurred_from",
        "occurred_to",
        "version_at",
        "raw",
        pl.struct(said).struct.json_encode().alias("content"),
    )
    last = versions.unique("claim_id", keep="last", maintain_order=True)
    ours = claims.with_columns(content.alias("content"))
    same_anywhere = ours.join(versions.select("claim_id", "content").unique(), on=["claim_id", "content"], how="semi")[
        "claim_id"
    ]
    at_instant = versions.unique(["claim_id", "version_at"], keep="last", maintain_order=True).select(
        "claim_id", dated_at="version_at", then_content="content", then_raw="raw"
    )
    both = (
        ours.join(last.rename({name: f"last_{name}" for name in last.columns if name != "claim_id"}), on="claim_id", how="left", maintain_order="left")
        .join(at_instant, on=["claim_id", "dated_at"], how="left", maintain_order="left")
        .with_columns(
            is_dated=pl.col("dated_at").is_not_null(),
            is_held=pl.col("last_content").is_not_null(),
            is_tally=pl.col("claim_id").is_in(in_tallies["claim_id"].implode()),
            old_content=pl.when(pl.col("dated_at").is_not_null()).then("then_content").otherwise("last_content"),
            old_raw=pl.when(pl.col("dated_at").is_not_null()).then("then_raw").otherwise("last_raw"),
        )
    )  # fmt: skip
    both = both.with_columns(is_same_row=_says_the_same_row(both))
    meets = (pl.col("occurred_from") < pl.col("last_occurred_to")) & (
        pl.col("last_occurred_from") < pl.col("occurred_to")
    )
    shares_voice = pl.col("sources").list.set_intersection("last_sources").list.len() > 0
    is_known = (pl.col("old_content") == pl.col("content")).fill_null(value=False)
    if is_again:
        is_known |= pl.col("claim_id").is_in(same_anywhere.implode())
    status = (
        pl.when("is_tally").then(pl.lit(_CLASH))
        .when(~pl.col("is_held")).then(pl.lit(_NEW))
        .when(is_known).then(pl.lit(_KNOWN))
        .when("is_same_row").then(pl.lit(_READ_ANEW))
        .when(~pl.col("is_dated") & ~meets & ~shares_voice).then(pl.lit(_CLASH))
        .otherwise(pl.lit(_CHANGED))
    )  # fmt: skip
    stands = pl.when("is_dated").then("dated_at").otherwise("last_version_at")
    compared = both.with_columns(status.alias(_STATUS)).with_columns(
        version_at=pl.when(pl.col(_STATUS) == _NEW).then(pl.coalesce("dated_at", "known_at")).when(pl.col(_STATUS) == _READ_ANEW).then(stands)
        .when(pl.col("is_dated") & pl.col("old_content").is_null()).then("dated_at"),
        least_at=pl.col("last_version_at"),
    )  # fmt: skip
    return compared.select(*claims.columns, _STATUS, "version_at", "least_at")


def _says_the_same_row(both: pl.DataFrame) -> pl.Series:
    """Tell where the row is as it was, cell by cell, although it is read otherwise now; whatever the order of its columns."""
    asked = (both["old_content"] != both["content"]).fill_null(value=False)
    rows = zip(asked, both["raw"], both["old_raw"], strict=True)
    return pl.Series(
        "is_same_row",
        [bool(ask) and cells_of_raw(new) == cells_of_raw(old) for ask, new, old in rows],
        dtype=pl.Boolean,
    )


def _compared_tallies(intake: Intake, collection: Collection) -> pl.DataFrame:
    said = [name for name in Tallies.column_names() if name not in ("tally_id", *_WHERE_IT_STOOD)]
    held = collection.tables["tallies"]
    last = held.unique("tally_id", keep="last", maintain_order=True)
    content = pl.struct(said).struct.json_encode().alias("content")
    old = last.select("tally_id", content).rename({"content": "old"})
    both = intake.tallies.with_columns(content).join(old, on="tally_id", how="left", maintain_order="left")
    is_claim = pl.col("tally_id").is_in(collection.tables["claims"]["claim_id"].implode())
    status = (
        pl.when(is_claim).then(pl.lit(_CLASH)).when(pl.col("old").is_null()).then(pl.lit(_NEW))
        .when(pl.col("old") == pl.col("content")).then(pl.lit(_KNOWN)).otherwise(pl.lit(_CHANGED))
    )  # fmt: skip
    first_at = pl.when(pl.col(_STATUS) == _NEW).then("known_at")
    told = both.with_columns(status.alias(_STATUS)).with_columns(version_at=first_at, least_at=pl.col("known_at"))
    return told.drop("content", "old")


def _versions(rows: pl.DataFrame, table: str, *, imported_at: datetime, number: int) -> pl.DataFrame:
    """Give the rows that are to be kept, each with the instant from which it stands."""
    kept = rows.filter(pl.col(_STATUS) != _KNOWN)
    instant = pl.lit(imported_at, pl.Datetime("us", "UTC"))
    later = pl.max_horizontal(instant, "least_at") if "least_at" in kept.columns else instant
    return _typed(kept.with_columns(version_at=pl.coalesce("version_at", later), import_number=pl.lit(number)), table)


def _row_counts(claims: pl.DataFrame) -> dict[str, int]:
    """Count rows by what became of them; a row may hold several claims."""
    by_row = claims.group_by("row").agg(pl.col(_STATUS).unique())
    has = {status: pl.col(_STATUS).list.contains(status) for status in (_NEW, _KNOWN, _CHANGED, _READ_ANEW)}
    status = (
        pl.when(has[_CHANGED] | (has[_NEW] & (has[_KNOWN] | has[_READ_ANEW]))).then(pl.lit(_CHANGED))
        .when(has[_NEW]).then(pl.lit(_NEW)).when(has[_READ_ANEW]).then(pl.lit(_READ_ANEW)).otherwise(pl.lit(_KNOWN))
    )  # fmt: skip
    return dict(by_row.select(status.alias("status"))["status"].value_counts().iter_rows())


def _as_quarantine(rows: pl.DataFrame, clashing: pl.DataFrame) -> pl.DataFrame:
    """Set aside rows whose id is taken by something else: another source's word of another day, or a tally where this is a claim."""
    expected = "an id of its own; this one is taken by what another source says of another day, or by a tally"
    own = "claim_id" if "claim_id" in rows.columns else "tally_id"
    refused = rows.join(clashing, on="row", how="semi", maintain_order="left").unique(
        "row", keep="first", maintain_order=True
    )
    return refused.select("file", "row", field=pl.lit("id"), found=own, expected=pl.lit(expected), raw="raw")


def _new_faults(
    quarantine: pl.DataFrame, collection: Collection, *, format_name: str, read_by: str, number: int
) -> tuple[pl.DataFrame, int]:
    """Give the faults of rows that no earlier import has met, and how many rows these are."""
    rows = quarantine.select("file", "row", "raw").unique("row", keep="first", maintain_order=True)
    met: dict[str, int] = {}
    entries = []
    for file, raw in rows.select("file", "raw").iter_rows():
        text = json.dumps([file, cells_of_raw(raw)], ensure_ascii=False, sort_keys=True)
        met[text] = met.get(text, 0) + 1
        entries.append(
            hashlib.sha256(f"{text}\x1e{met[text]}".encode("utf-8", "surrogatepass")).hexdigest()[:ENTRY_LENGTH]
        )
    named = rows.select("row", pl.Series("entry_id", entries, dtype=pl.String))
    faults = quarantine.join(named, on="row", how="left", maintain_order="left")
    fresh = faults.join(collection.tables["faults"], on="entry_id", how="anti", maintain_order="left")
    fresh = fresh.with_columns(format=pl.lit(format_name), read_by=pl.lit(read_by), import_number=pl.lit(number))
    return _typed(fresh, "faults"), fresh["entry_id"].n_unique()


def _new_withdrawals(intake: Intake, collection: Collection) -> tuple[pl.DataFrame, int]:
    """Give the withdrawals that no earlier import has told, and how many rows told what is known."""
    fresh = intake.withdrawals.join(
        collection.tables["withdrawals"], on=["claim_id", "withdrawn_at"], how="anti", maintain_order="left"
    ).unique(["claim_id", "withdrawn_at"], keep="first", maintain_order=True)
    return fresh, intake.withdrawals.height - fresh.height


def _typed(rows: pl.DataFrame, table: str) -> pl.DataFrame:
    schema = TABLES[table]
    return schema.validate(rows.select(schema.column_names()), cast=True)
