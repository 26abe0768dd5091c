"""Who did it and to whom, as far as an ACLED event says. The order of its two actors says nothing, but for violence against civilians.

So an actor is blamed where the event leaves no other: it is the first actor of violence against civilians, or the one armed side of an
event whose other side is empty or a crowd. Else both took part, and nobody is blamed.
Source: ACLED Codebook, "Event aggregation" (the order of actors), "Actors", "Civilian targeting".
"""

import re
from datetime import date

import polars as pl

from hudna.reports.claims_rows import IDS
from hudna.reports.code_maps import acled_kinds
from hudna.reports.door import Check
from hudna.reports.lexicon import Lexicon, split
from hudna.reports.names import NOBODY, Naming, read_blame, with_naming

# Numbers until 2024, words since; both are in use, in the singular and the plural.
ARMED, CROWD, NONE = "armed", "crowd", "none"
SIDE_OF_INTER = {
    **dict.fromkeys(["", "0"], NONE),
    **dict.fromkeys(["1", "2", "3", "4", "8"], ARMED),
    **dict.fromkeys(["5", "6", "7"], CROWD),
    **dict.fromkeys(["state force", "rebel group", "political militia", "identity militia"], ARMED),
    **dict.fromkeys(["external/other force", "external force", "other force"], ARMED),
    **dict.fromkeys(["rioter", "protester", "civilian"], CROWD),
}
CIVILIAN_TARGETING = ("", "civilian targeting", "civilians targeted")
AGAINST_CIVILIANS = "violence against civilians"
# Whoever stopped a weapon did not use it, whoever signed was not alone, and who gave ground or took it is the story of two sides.
NOBODYS_ACT = ("agreement", "disrupted weapons use", "non-violent transfer of territory")
_CIVILIANS = r"(?i)\b(civilians|protesters)\b"
_WOMEN = r"(?i)\bwomen \("


def checks_of_sides() -> list[Check]:
    """List what can be wrong with the columns that say who and to whom."""
    word = "an actor type of ACLED: 1 to 8, or State forces, Rebel group, …"
    checks = [Check("actor1", (pl.col("actor1") == "") & (pl.col("actor2") == ""), "the name of an actor")]
    checks += [Check(name, _side(name).is_null(), word) for name in ("inter1", "inter2")]
    targeting = ~pl.col("civilian_targeting").str.to_lowercase().is_in(list(CIVILIAN_TARGETING))
    return [*checks, Check("civilian_targeting", targeting, "Civilian targeting, or nothing")]


def with_sides(events: pl.DataFrame, *, lexicon: Lexicon) -> tuple[pl.DataFrame, list[str]]:
    """Add whom each event blames (`actors`, `actor_reading`), who took part (`participants`) and who was hit (`targets`)."""
    strangers: list[str] = []
    for number in ("1", "2"):
        events, unknown = with_naming(
            events, f"actor{number}", "day", read=read_acled_actor, lexicon=lexicon,
            actors=f"named_{number}", reading=f"reading_{number}",
        )  # fmt: skip
        strangers += unknown
        events, _ = with_naming(
            events, f"assoc_actor_{number}", "day", read=_read_allies, lexicon=lexicon,
            actors=f"allies_{number}", reading=f"reading_allies_{number}",
        )  # fmt: skip
    events = events.with_columns(_author().alias("author"))
    nobody = pl.lit([], IDS)
    author, allies = pl.col("author"), pl.concat_list("allies_1", "allies_2")
    both = pl.concat_list("named_1", "named_2", allies)
    others = pl.when(author == "1").then("allies_1").when(author == "2").then("allies_2").otherwise(both)
    told = events.with_columns(
        pl.when(author == "1").then("named_1").when(author == "2").then("named_2").otherwise(nobody).alias("actors"),
        pl.when(author == "1").then("reading_1").when(author == "2").then("reading_2").otherwise(pl.lit("unknown")).alias("actor_reading"),
        others.list.unique(maintain_order=True).alias("participants"),
        _targets().alias("targets"),
    )  # fmt: skip
    told = told.with_columns(pl.col("participants").list.set_difference("actors"))
    return told, [f"{name!r} is not in the lexicon: actor read as unknown" for name in sorted(set(strangers))]


def read_acled_actor(text: str, *, on: date, lexicon: Lexicon) -> Naming:
    """Read the name of an actor: as it stands, without the country or the years after it, without the short name before it.

    Crowds and unidentified groups are nobody; a name that is not known in any of these spellings is unresolved.
    """
    plain = re.sub(r"\s*\([^()]*\)", "", text).strip()
    if not plain or re.match(r"(?i)(unidentified|civilians|protesters|rioters)\b", plain):
        return NOBODY
    for spelling in dict.fromkeys((text, plain, plain.partition(":")[2].strip() or plain)):
        found = read_blame(spelling, on=on, lexicon=lexicon)
        if found.ids:
            return found
    return Naming((), "unknown", (text,))


def _read_allies(text: str, *, on: date, lexicon: Lexicon) -> Naming:
    """Read those actors among the associated ones that somebody knows; most are descriptions of victims or crowds."""
    ids = [id_ for name in split(text, ";") for id_ in read_acled_actor(name, on=on, lexicon=lexicon).ids]
    return Naming(tuple(dict.fromkeys(ids)), "unknown")


def _side(inter: str) -> pl.Expr:
    word = pl.col(inter).str.to_lowercase().str.strip_suffix("s")
    return word.replace_strict(SIDE_OF_INTER, default=None, return_dtype=pl.String)


def _author() -> pl.Expr:
    """Give 1 or 2 for the actor that is blamed, null for none."""
    kindless = [" / ".join(pair) for pair, meaning in acled_kinds().items() if not meaning.kinds]
    types, sub_type = pl.col("types").str.to_lowercase(), pl.col("sub_event_type").str.to_lowercase()
    first_is_armed, second_is_armed = _side("inter1") == ARMED, _side("inter2") == ARMED
    is_nobodys = sub_type.is_in(list(NOBODYS_ACT)) | types.is_in(kindless)
    is_first = (pl.col("event_type").str.to_lowercase() == AGAINST_CIVILIANS) | (first_is_armed & ~second_is_armed)
    return (
        pl.when(is_nobodys).then(None).when(is_first).then(pl.lit("1")).when(second_is_armed & ~first_is_armed).then(pl.lit("2"))
    )  # fmt: skip


def _targets() -> pl.Expr:
    """Civilians where the event says that they were the target, or where they are the side that was not the author's; women if it names them."""
    suffered = pl.when(pl.col("author") == "1").then("actor2").when(pl.col("author") == "2").then("actor1")
    is_civilian = (pl.col("civilian_targeting") != "") | suffered.str.contains(_CIVILIANS).fill_null(value=False)
    women = pl.concat_str("assoc_actor_1", pl.lit(";"), "assoc_actor_2").str.contains(_WOMEN)
    return (
        pl.when(is_civilian & women).then(pl.lit(["women"], IDS))
        .when(is_civilian).then(pl.lit(["civilians"], IDS))
        .otherwise(pl.lit([], IDS))
    )  # fmt: skip
