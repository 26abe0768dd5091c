"""Whom a text names: the set of actors it may be blaming, and the sources whose word it is.

A set-valued claim is not a coin toss: "Syrian or Russian aircraft" names two candidates and accuses neither. What nobody can resolve stays
unknown; it is never the nearest name.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import dataframely as dy
import polars as pl

from hudna.reports.lexicon import Lexicon, Phrase, split
from hudna.reports.tables import Claims, Sources
from hudna.terms import fold_name

UNLISTED = "unlisted:"
"""Begins the id of a source that the lexicon does not describe; the rest is its folded text."""


class Naming(NamedTuple):
    """Ids of actors and how to read them; `unresolved` are the parts of the text that nobody here knows."""

    ids: tuple[str, ...]
    reading: str
    unresolved: tuple[str, ...] = ()


NOBODY = Naming((), "unknown")
_key = lru_cache(maxsize=100_000)(fold_name)  # one text is asked for on many days


def read_blame(text: str, *, on: date, lexicon: Lexicon) -> Naming:
    """Read whom a claim may be blaming (for a performance: who performed).

    A phrase of the lexicon is read as the lexicon says; else several names stand between `;` or `|` (each is named), alternatives between
    ` or ` (any of them). Of alternatives, those who were not yet in the country on that day are dropped. An alternative that nobody knows
    makes the whole unknown: leaving it out would blame the others more than the source does.
    """
    if not text.strip():
        return NOBODY
    phrase = lexicon.phrases.get(("claimed_perpetrator", _key(text)))
    if phrase:
        return _as_phrase(phrase, on=on, lexicon=lexicon)
    parts = split(text, ";|")
    alternatives = [part.strip() for part in text.split(" or ") if part.strip()] if len(parts) == 1 else []
    if len(alternatives) > 1:
        found = [_actor(name, on=on, lexicon=lexicon) for name in alternatives]
        unresolved = tuple(name for name, actor in zip(alternatives, found, strict=True) if actor is None)
        ids = tuple(dict.fromkeys(actor for actor in found if actor))
        return Naming((), "unknown", unresolved) if unresolved else _any_of(ids, on=on, lexicon=lexicon)
    found = [_actor(name, on=on, lexicon=lexicon) for name in parts]
    unresolved = tuple(name for name, actor in zip(parts, found, strict=True) if actor is None)
    return _all_of(tuple(dict.fromkeys(actor for actor in found if actor)), lexicon=lexicon)._replace(
        unresolved=unresolved
    )


def read_side(text: str, *, on: date, lexicon: Lexicon) -> Naming:
    """Read the name of a side of a UCDP dyad. Allies in a list are `any_of`; some names are written back in time, so the day decides."""
    phrase = lexicon.phrases.get(("ucdp_side", _key(text)))
    if phrase is None:
        actor = lexicon.actors.resolve(text, on=on, within="ucdp")
        return _all_of((actor,), lexicon=lexicon) if actor else Naming((), "unknown", (text,))
    if phrase.reading not in ("by_date", "any_of"):
        return _as_phrase(phrase, on=on, lexicon=lexicon)
    dated = [lexicon.actors.resolve(name, on=on, within="ucdp") for name in split(text, ",")]
    ids = tuple(dict.fromkeys(actor for actor in dated if actor))
    is_split_as_listed = None not in dated and set(ids) <= set(phrase.ids)
    ids = ids if is_split_as_listed else phrase.ids  # else all that the phrase can mean
    return Naming(ids, "one") if len(ids) == 1 else Naming(ids, "any_of")


def with_naming(
    rows: pl.DataFrame, name: str, day: str, *, read: Callable[..., Naming], lexicon: Lexicon, actors: str, reading: str
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Add whom the column `name` names on the day in `day`, as columns `actors` and `reading`; and give the names nobody here knows.

    Each distinct pair is read once, and each distinct answer is made a list once.
    """
    asked = rows.select(name, day).unique().sort(name, day)
    answers: dict[Naming, int] = {}
    numbers = [answers.setdefault(read(text, on=on, lexicon=lexicon), len(answers)) for text, on in asked.iter_rows()]
    table = pl.DataFrame(
        {"#naming": range(len(answers)), actors: [list(a.ids) for a in answers], reading: [a.reading for a in answers]},
        schema={"#naming": pl.UInt32, actors: pl.List(pl.String), reading: pl.String},
    )
    told = (
        asked.with_columns(pl.Series("#naming", numbers, dtype=pl.UInt32))
        .join(table, on="#naming", maintain_order="left")
        .drop("#naming")
    )
    unresolved = sorted({text for answer in answers for text in answer.unresolved})
    return rows.join(told, on=[name, day], how="left", maintain_order="left"), tuple(unresolved)


def read_claimant(text: str, *, lexicon: Lexicon) -> tuple[str, ...]:
    """Read whose word a claim is: ids of sources, in the order of the text. Who only carried it is not among them.

    A source that the lexicon does not describe gets an id made of its text (`unlisted:…`), so that it is one voice of its own.
    """
    for field in ("claimant", "ucdp_source_norm"):
        phrase = lexicon.phrases.get((field, _key(text)))
        if phrase and phrase.ids:
            return phrase.ids
    whole = lexicon.source_names.get(_key(text))
    if whole:
        return (whole,)
    voices = [_voice(part, lexicon=lexicon) for part in split(text, ";|")]
    return tuple(dict.fromkeys(voices))


def sources_with_unlisted(sources: dy.DataFrame[Sources], claims: dy.DataFrame[Claims]) -> dy.DataFrame[Sources]:
    """Add a row for each source that speaks in the claims and is not described: unclear lean, an echo group of its own, after the others."""
    voices = (
        claims.select("claimant", source_id="sources")
        .explode("source_id", empty_as_null=False)
        .filter(pl.col("source_id").str.starts_with(UNLISTED))
    )
    written = pl.when(
        pl.lit(UNLISTED) + pl.col("claimant").map_elements(_key, return_dtype=pl.String) == pl.col("source_id")
    )
    rows = (
        voices.unique()
        .with_columns(written.then("claimant").alias("written"))
        .group_by("source_id")
        .agg(pl.col("written").min())
        .select(
            "source_id",
            name_en=pl.coalesce("written", pl.col("source_id").str.strip_prefix(UNLISTED)),
            name_ar=pl.lit(None, pl.String),
            kind=pl.lit("unlisted"),
            leans_to=pl.lit("unclear"),
            echo_group=pl.col("source_id"),
            quotes=pl.lit([], pl.List(pl.String)),
            active_from=pl.lit(None, pl.Date),
            active_to=pl.lit(None, pl.Date),
            reach=pl.lit([], pl.List(pl.String)),
            licence=pl.lit(None, pl.String),
        )
        .filter(~pl.col("source_id").is_in(sources["source_id"].to_list()))
        .sort("source_id")
    )
    return Sources.validate(pl.concat([sources, rows]))


def _as_phrase(phrase: Phrase, *, on: date, lexicon: Lexicon) -> Naming:
    if phrase.reading in ("unknown", "not_armed") or not phrase.ids:
        return NOBODY
    if phrase.reading in ("any_of", "by_date"):
        return _any_of(phrase.ids, on=on, lexicon=lexicon)
    return Naming(phrase.ids, phrase.reading)


def _any_of(ids: tuple[str, ...], *, on: date, lexicon: Lexicon) -> Naming:
    there = tuple(actor for actor in ids if _has_come(actor, on=on, lexicon=lexicon))
    there = there or ids  # the source names them all the same
    return Naming(there, "any_of") if len(there) > 1 else _all_of(there, lexicon=lexicon)


def _all_of(ids: tuple[str, ...], *, lexicon: Lexicon) -> Naming:
    if not ids:
        return NOBODY
    if len(ids) > 1:
        return Naming(ids, "each")
    return Naming(ids, "unspecified" if lexicon.actors.actors[ids[0]].kind == "unspecified" else "one")


def _actor(name: str, *, on: date, lexicon: Lexicon) -> str | None:
    return lexicon.actors.resolve(name, on=on)


def _has_come(actor: str, *, on: date, lexicon: Lexicon) -> bool:
    entry = lexicon.actors.actors[actor]
    return all(since is None or since <= on for since in (entry.active.first, entry.there_since))


def _voice(part: str, *, lexicon: Lexicon) -> str:
    """Give the source of `X via Y`: X. Y only carried it."""
    said = part.split(" via ")[0].strip() or part
    known = lexicon.source_names.get(_key(part)) or lexicon.source_names.get(_key(said))
    return known or UNLISTED + _key(said)
