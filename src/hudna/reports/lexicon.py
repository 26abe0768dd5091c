"""Who is who in a body of reports: actors, sources, and the phrases by which reports name them.

A lexicon is a folder: `actors.yaml` (read by hudna.terms), `sources.csv`, and, where somebody has read the data, `phrases.csv`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import dataframely as dy
import polars as pl

from hudna.problems import Problem, Refused, nearest_name
from hudna.reports.cells import ROW, name_and_digest
from hudna.reports.days import first_day, last_day
from hudna.reports.table_file import read_table
from hudna.reports.tables import READINGS, Sources
from hudna.terms import ActorRegister, fold_name, read_actors

# Readings of a phrase beside those of a claim: `by_date` one of these by the day; `not_armed` nobody who fights; `unlisted` see `read_claimant`.
PHRASE_FIELDS = ("claimed_perpetrator", "claimant", "counter_claim", "ucdp_side", "ucdp_source_norm")
PHRASE_READINGS = (*READINGS, "by_date", "not_armed")
LEXICON_FILES = ("actors.yaml", "sources.csv", "phrases.csv")
_FIELDS_OF_SOURCES = ("claimant", "ucdp_source_norm", "counter_claim")
_NOBODY = ("unknown", "unlisted", "not_armed")
_SOURCE_COLUMNS = (
    "name_ar", "aliases", "kind", "leans_to", "echo_group", "quotes_mostly", "active_from", "active_to", "reach", "licence",
)  # fmt: skip


class Phrase(NamedTuple):
    """What one phrase resolves to: ids in file order, and how to read them."""

    ids: tuple[str, ...]
    reading: str


@dataclass(frozen=True)
class Lexicon:
    """Actors, sources and phrases of one body of reports. Names are looked up folded (`fold_name`)."""

    actors: ActorRegister
    sources: dy.DataFrame[Sources]
    phrases: Mapping[tuple[str, str], Phrase]  # (field, folded phrase)
    source_names: Mapping[str, str]  # folded name, alias or id -> source id
    quotes: Mapping[str, tuple[str, ...]]  # source id -> whom it mostly quotes
    files: tuple[tuple[str, str], ...] = ()  # what it was read from: name, SHA-256 of its bytes

    @classmethod
    def empty(cls) -> "Lexicon":
        """Give a lexicon that describes nobody: every claimant is then a source of its own, of unclear leaning."""
        return cls(actors=ActorRegister(), sources=Sources.create_empty(), phrases={}, source_names={}, quotes={})

    @classmethod
    def of_actors(cls, path: Path) -> "Lexicon":
        """Give a lexicon that knows the actors of a file, and no source; raises `Refused` as `read_actors` does."""
        return replace(cls.empty(), actors=read_actors(path), files=(name_and_digest(path),))


def read_lexicon(folder: Path) -> Lexicon:
    """Read the lexicon of a body of reports.

    sources.csv: source_id, name_en (required); name_ar, aliases (`|` between them, any language), kind, leans_to, echo_group,
    quotes_mostly (`|` between ids), active_from, active_to (a day, month or year), reach (`|` between sides), licence. An empty echo
    group is the source's own; an empty lean is `unclear`.
    phrases.csv: field (claimed_perpetrator, claimant, counter_claim, ucdp_side, ucdp_source_norm), phrase, resolves_to (`|` between ids), reading.

    Raises:
        Refused: the folder or `sources.csv` is missing, a file lacks a column or has one almost called as ours, an id is used twice or
            is not known, a name is missing, an alias has two owners.
    """
    if not folder.is_dir():
        expected = "a folder with sources.csv, and actors.yaml and phrases.csv where there are any"
        raise Refused([Problem(file=str(folder), found="no such folder", expected=expected)])
    actors = read_actors(folder / "actors.yaml") if (folder / "actors.yaml").is_file() else ActorRegister()
    table = _read_table(folder / "sources.csv", required=("source_id", "name_en"), optional=_SOURCE_COLUMNS)
    problems = [
        *_twice(table, file="sources.csv"),
        *_unnamed(table, file="sources.csv"),
        *_strangers_and_periods(table, file="sources.csv"),
    ]
    if problems:
        raise Refused(problems)
    sources = _sources(table)
    names, doubled = _source_names(table, file="sources.csv")
    phrases: dict[tuple[str, str], Phrase] = {}
    if (folder / "phrases.csv").is_file():
        rows = _read_table(folder / "phrases.csv", required=("field", "phrase", "resolves_to", "reading"), optional=())
        phrases, unknown = _phrases(rows, actors=frozenset(actors.actors), sources=frozenset(sources["source_id"]))
        problems += unknown
    if problems or doubled:
        raise Refused([*problems, *doubled])
    quotes = {
        row["source_id"]: tuple(split(row["quotes_mostly"], "|"))
        for row in table.iter_rows(named=True)
        if row["quotes_mostly"]
    }
    files = tuple(name_and_digest(folder / name) for name in LEXICON_FILES if (folder / name).is_file())
    return Lexicon(actors, sources, phrases, names, quotes, files)


def split(text: str, separators: str) -> list[str]:
    """Split at any of the separators; parts without anything in them are dropped."""
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    return [part.strip() for part in text.split(separators[0]) if part.strip()]


def _read_table(path: Path, *, required: Sequence[str], optional: Sequence[str]) -> pl.DataFrame:
    rows, problems = read_table(path, required=required, optional=optional, has_others=True)
    if problems:
        raise Refused(problems)
    return rows


def _sources(table: pl.DataFrame) -> dy.DataFrame[Sources]:
    told = [pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in _SOURCE_COLUMNS]
    rows = table.with_columns(told).with_columns(
        pl.col("kind", "leans_to").fill_null("unclear"), pl.coalesce("echo_group", "source_id").alias("echo_group")
    )
    unique = rows.unique("source_id", keep="first", maintain_order=True).with_columns(
        _ids("quotes_mostly").alias("quotes"),
        _ids("reach").alias("reach"),
        first_day("active_from").alias("active_from"),
        last_day("active_to").alias("active_to"),
    )
    return Sources.validate(unique.select(Sources.column_names()), cast=True)


def _ids(name: str) -> pl.Expr:
    stripped = pl.col(name).fill_null("").str.split("|").list.eval(pl.element().str.strip_chars())
    return stripped.list.eval(pl.element().filter(pl.element() != ""))


def _strangers_and_periods(table: pl.DataFrame, *, file: str) -> list[Problem]:
    """Say which cells quote a source that is not there, or give a day that nobody can read."""
    known = set(table["source_id"])
    problems = []
    for row in table.iter_rows(named=True):
        at = {"file": file, "row": row[ROW]}
        problems += [
            Problem(
                **at, field="quotes_mostly", found=name, expected="ids of this file", nearest=nearest_name(name, known)
            )
            for name in split(row["quotes_mostly"], "|")
            if name not in known
        ]
    for name in ("active_from", "active_to"):
        unread = table.filter((pl.col(name) != "") & first_day(name).is_null())
        problems += [
            Problem(file=file, row=row, field=name, found=found, expected="a day: 2016-02-27, 2016-02 or 2016")
            for row, found in unread.select(ROW, name).iter_rows()
        ]
    return problems


def _twice(table: pl.DataFrame, *, file: str) -> list[Problem]:
    again = table.filter(~pl.col("source_id").is_first_distinct() | (pl.col("source_id") == ""))
    return [
        Problem(file=file, row=row, field="source_id", found=found, expected="an id of its own")
        for row, found in again.select(ROW, "source_id").iter_rows()
    ]


def _unnamed(table: pl.DataFrame, *, file: str) -> list[Problem]:
    return [
        Problem(file=file, row=row, field="name_en", found="nothing", expected="the source's name")
        for row in table.filter(pl.col("name_en") == "")[ROW]
    ]


def refuse_unknown_leanings(lexicon: Lexicon) -> None:
    """Refuse a lexicon in which a source leans to nobody's side: its word would count as that of a side of its own.

    Raises:
        Refused: a `leans_to` that is neither none nor unclear, nor an actor or the side of one.
    """
    sides = {"none", "unclear", *lexicon.actors.ids, *(actor.camp for actor in lexicon.actors.actors.values())}
    problems = [
        Problem(
            file="sources.csv",
            field="leans_to",
            found=f"{side} (of {source})",
            expected="none, unclear, an actor or the side of one",
            nearest=nearest_name(side, sides),
        )
        for source, side in lexicon.sources.select("source_id", "leans_to").iter_rows()
        if side not in sides
    ]
    if problems:
        raise Refused(problems)


def _source_names(table: pl.DataFrame, *, file: str) -> tuple[dict[str, str], list[Problem]]:
    """Own every alias, name and id. An alias is a spelling as met in the data, so it goes before names, and names before ids.

    An alias that two sources share is a problem: nobody could tell whose word it is.
    """
    owners: dict[str, str] = {}
    problems = []
    for row in table.iter_rows(named=True):
        for alias in split(row["aliases"], "|"):
            owner = owners.setdefault(fold_name(alias), row["source_id"])
            if owner != row["source_id"]:
                expected = f"an alias of its own; it is one of {owner}"
                problems.append(Problem(file=file, row=row[ROW], field="aliases", found=alias, expected=expected))
    for column in ("name_en", "name_ar", "source_id"):
        for name, source in table.filter(pl.col(column) != "").select(column, id="source_id").iter_rows():
            owners.setdefault(fold_name(name), source)
    return owners, problems


def _phrases(
    rows: pl.DataFrame, *, actors: frozenset[str], sources: frozenset[str]
) -> tuple[dict[tuple[str, str], Phrase], list[Problem]]:
    phrases: dict[tuple[str, str], Phrase] = {}
    problems = []
    for row in rows.iter_rows(named=True):
        at = {"file": "phrases.csv", "row": row[ROW]}
        known = sources if row["field"] in _FIELDS_OF_SOURCES else actors
        ids = tuple(name for name in split(row["resolves_to"], "|") if name not in _NOBODY)
        problems += [
            Problem(
                **at,
                field="resolves_to",
                found=name,
                expected="an id of the lexicon",
                nearest=nearest_name(name, known),
            )
            for name in ids
            if name not in known
        ]
        if row["field"] not in PHRASE_FIELDS:
            expected = f"one of {', '.join(PHRASE_FIELDS)}"
            near = nearest_name(row["field"], PHRASE_FIELDS)
            problems.append(Problem(**at, field="field", found=row["field"], expected=expected, nearest=near))
        if row["reading"] not in PHRASE_READINGS:
            expected = f"one of {', '.join(PHRASE_READINGS)}"
            problems.append(Problem(**at, field="reading", found=row["reading"], expected=expected))
        phrase = Phrase(ids, row["reading"])
        if phrases.setdefault((row["field"], fold_name(row["phrase"])), phrase) != phrase:
            expected = "one meaning for each phrase; an earlier row has another"
            problems.append(Problem(**at, field="phrase", found=row["phrase"], expected=expected))
    return phrases, problems
