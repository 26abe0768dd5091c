"""A collection: the folder into which files of claims are imported again and again. Nothing in it is overwritten.

Each import adds parts (Parquet files) beside those that are there, then puts a new `collection.json` in the place of the old one, which
names them. A part that the manifest does not name is no part of the collection: so an import that is stopped half way leaves it as it was.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.intake import FileTally, Intake
from hudna.reports.tables import (
    Claims,
    ClaimVersions,
    Faults,
    Quarantine,
    Resolutions,
    Tallies,
    TallyVersions,
    Versions,
    Withdrawals,
)

MANIFEST, LOCK, PARTS = "collection.json", "collection.lock", "parts"
FORMAT, FORMAT_VERSION = "hudna-collection", 1
TABLES: Mapping[str, type[dy.Schema]] = {
    "claims": ClaimVersions,
    "tallies": TallyVersions,
    "withdrawals": Withdrawals,
    "faults": Faults,
    "resolutions": Resolutions,
}


@dataclass(frozen=True)
class FileImport:
    """What became of the rows of one file: `rows_read` is the sum of the counts of rows, each row being in one of them."""

    file: str
    sha256: str
    format: str
    rows_read: int = 0
    new: int = 0
    known: int = 0
    changed: int = 0  # a new version of a claim
    read_anew: int = 0  # the same version, read otherwise, as with another lexicon
    withdrawn: int = 0
    tallies: int = 0  # counts over many happenings, which are no claims
    in_quarantine: int = 0
    new_in_quarantine: int = 0  # of these, rows not met before
    resolved: int = 0  # rows of earlier imports that left the quarantine; not among the rows read
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        told = (self.new, self.known, self.changed, self.read_anew, self.withdrawn, self.tallies, self.in_quarantine)
        if sum(told) != self.rows_read:
            raise AssertionError(f"{self.file}: {self.rows_read} rows read, but told of {told}")


@dataclass(frozen=True)
class Import:
    """One import: one or several files, all or nothing."""

    number: int
    imported_at: datetime
    clock: str  # in which its days were counted
    files: tuple[FileImport, ...]
    beside: tuple[tuple[str, str], ...] = ()  # every file read, what lies beside among them: name, SHA-256
    parts: Mapping[str, str] = field(default_factory=dict)  # table to SHA-256 of the part


@dataclass(frozen=True)
class Collection:
    """Every table whole, in the order of the imports."""

    name: str
    tables: Mapping[str, pl.DataFrame]
    imports: tuple[Import, ...] = ()

    @classmethod
    def empty(cls, name: str) -> "Collection":
        return cls(name, {table: schema.create_empty() for table, schema in TABLES.items()})

    @property
    def open_faults(self) -> dy.DataFrame[Faults]:
        """What is wrong with the rows that are still in quarantine."""
        left = self.tables["faults"].join(self.tables["resolutions"], on="entry_id", how="anti", maintain_order="left")
        return Faults.validate(left)


def is_collection(folder: Path) -> bool:
    """Tell whether a folder is a collection."""
    return (folder / MANIFEST).is_file()


def read_collection(folder: Path) -> Collection:
    """Read a collection as its last finished import left it.

    Raises:
        Refused: no collection; one of a later version of Hudna; a part that is missing, or not as it was written.
    """
    imports = _read_manifest(folder)
    tables = {}
    for name, schema in TABLES.items():
        parts = [_read_part(folder, one, name) for one in imports if name in one.parts]
        tables[name] = schema.validate(pl.concat([schema.create_empty(), *parts]), cast=True)
    return Collection(folder.resolve().name, tables, imports)


@contextmanager
def changing(folder: Path) -> Iterator[Collection]:
    """Hold a collection (an empty one where there is none yet) for one change; a second one at once is refused.

    Raises:
        Refused: another import holds it, or it cannot be read.
    """
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        expected = "no other import into this collection; try again when it has ended"
        raise Refused([Problem(str(folder), found="an import that is under way", expected=expected)]) from None
    try:
        yield read_collection(folder) if is_collection(folder) else Collection.empty(folder.resolve().name)
    finally:
        lock.release()


def write_import(folder: Path, before: Collection, made: Import, additions: Mapping[str, pl.DataFrame]) -> None:
    """Write what an import adds, then make it count, in one step. Call it within `changing`."""
    (folder / PARTS).mkdir(exist_ok=True)
    parts = {}
    for name, table in additions.items():
        if not table.is_empty():
            path = _part(folder, made, name)
            table.write_parquet(path)
            parts[name] = _digest(path)
            _to_disk(path)
    _to_disk(folder / PARTS)
    manifest = [_as_json(one) for one in (*before.imports, replace(made, parts=parts))]
    fresh = folder / f"{MANIFEST}.new"
    told = {"format": FORMAT, "version": FORMAT_VERSION, "imports": manifest}
    fresh.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    _to_disk(fresh)
    os.replace(fresh, folder / MANIFEST)
    _to_disk(folder)


def intake_of_collection(collection: Collection) -> Intake:
    """Give a collection as the arrows take it: of each claim the last version, and every version of those that have several."""
    claims = collection.tables["claims"].with_row_index("#order")
    last = claims.sort("claim_id", "version_at", "import_number", maintain_order=True).unique(
        "claim_id", keep="last", maintain_order=True
    )
    first_met = claims.group_by("claim_id").agg(pl.min("#order").alias("#first"), pl.len().alias("#versions"))
    ordered = last.join(first_met, on="claim_id", how="left").sort("#first")
    several = claims.join(first_met.filter(pl.col("#versions") > 1), on="claim_id", how="semi", maintain_order="left")
    tallies = collection.tables["tallies"].unique("tally_id", keep="last", maintain_order=True)
    faults = collection.open_faults
    told = Claims.validate(ordered.select(Claims.column_names()))
    rows = {
        "claims": ordered.select("import_number", "file", "row").n_unique(),
        "tallies": tallies.height,
        "quarantine": faults["entry_id"].n_unique(),
    }
    count = FileTally(
        collection.name, sum(rows.values()), rows["claims"], told.height, rows["tallies"], rows["quarantine"]
    )
    versions = ordered.filter(pl.col("version_at") != pl.col("known_at")).select(
        "claim_id", "version_at", own_id=pl.col("claim_id")
    )
    return Intake(
        told,
        Tallies.validate(tallies.select(Tallies.column_names())),
        Quarantine.validate(faults.select(Quarantine.column_names())),
        (count,),
        files=tuple(dict.fromkeys(file for one in collection.imports for file in one.beside)),
        versions=Versions.validate(versions.select(Versions.column_names())),
        withdrawals=Withdrawals.validate(collection.tables["withdrawals"]),
        history=ClaimVersions.validate(several.drop("#order")),
        format_name=FORMAT,
    )


def _read_manifest(folder: Path) -> tuple[Import, ...]:
    path = folder / MANIFEST
    expected = "a collection, as `hudna import … --out FOLDER` makes it"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused([Problem(str(folder), found=f"no {MANIFEST}", expected=expected)]) from None
    except ValueError:
        raise Refused([Problem(str(path), found="no JSON", expected=expected)]) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Refused([Problem(str(path), found="other JSON", expected=expected)])
    if told.get("version") != FORMAT_VERSION:
        found, version = f"version {told.get('version')}", f"version {FORMAT_VERSION} of collections"
        raise Refused([Problem(str(path), field="version", found=found, expected=version)])
    return tuple(_from_json(one) for one in told["imports"])


def _as_json(one: Import) -> dict[str, Any]:
    return {**asdict(one), "imported_at": one.imported_at.astimezone(UTC).isoformat()}


def _from_json(told: dict[str, Any]) -> Import:
    files = tuple(FileImport(**{**one, "notes": tuple(one["notes"])}) for one in told["files"])
    return Import(
        number=told["number"],
        imported_at=datetime.fromisoformat(told["imported_at"]),
        clock=told["clock"],
        files=files,
        beside=tuple((name, digest) for name, digest in told["beside"]),
        parts=told["parts"],
    )


def _part(folder: Path, one: Import, table: str) -> Path:
    return folder / PARTS / f"{one.number:06}-{table}.parquet"


def _read_part(folder: Path, one: Import, table: str) -> pl.DataFrame:
    path = _part(folder, one, table)
    if not path.is_file() or _digest(path) != one.parts[table]:
        found = "other bytes than the import wrote" if path.is_file() else "no such file"
        expected = "the part as it was written; a collection is changed by `hudna import` alone"
        raise Refused([Problem(str(path), found=found, expected=expected)])
    return pl.read_parquet(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    """Wait until the disk has it; a folder cannot be waited for everywhere (Windows)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
