"""GDELT 2.0 mentions: which article told of an event, and when. They say nothing of what happened or where: that is in the events.

So a file of mentions is read beside its events (`….mentions.CSV` beside `….export.CSV`) and refused alone.
Source: GDELT Event Codebook V2.0: order of columns, MentionType, MentionTimeDate in UTC, MentionDocTranslationInfo.
"""

import hashlib
from dataclasses import dataclass

import polars as pl

from hudna.problems import Problem, Refused
from hudna.reports.cells import ROW, Cells
from hudna.reports.days import INSTANT, is_outside_the_years

COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
MENTION_TYPES = ("1", "2", "3", "4", "5", "6")  # web, citation only, CORE, DTIC, JSTOR, not textual
HASH_LENGTH = 16
_KEY = (
    "MentionTimeDate",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
)


@dataclass(frozen=True)
class Mentions:
    """The mentions that could be read, and what is to be said of the others."""

    file: str
    rows: pl.DataFrame  # GLOBALEVENTID, mention (an id of its own), MentionSourceName, MentionIdentifier, mentioned_at, language, raw_mention
    notes: tuple[str, ...]

    def notes_on(self, events: pl.DataFrame) -> list[str]:
        """Say how many mentions are of events that the file of events does not have."""
        strange = self.rows.join(events, on="GLOBALEVENTID", how="anti").height
        of_others = [
            f"{self.file}: {strange} of {self.rows.height} mentions are of events that were not let in, or are in other files; not used"
        ]
        return [f"read with the mentions in {self.file}", *self.notes, *(of_others if strange else [])]


def gdelt_instant(cell: str) -> pl.Expr:
    """Read an instant as GDELT writes it, in UTC: `20160227184500`."""
    at = (
        pl.col(cell)
        .str.strip_chars()
        .str.to_datetime("%Y%m%d%H%M%S", time_unit="us", strict=False)
        .dt.replace_time_zone("UTC")
    )
    return pl.when(pl.col(cell).str.strip_chars().str.len_bytes() == 14).then(at.cast(INSTANT))


def read_mentions(cells: Cells) -> Mentions:
    """Read a file of mentions. A row that cannot be read is left out, and a note says which and why."""
    raw = pl.struct(pl.col(name) for name in cells.columns).struct.json_encode().alias("raw_mention")
    rows = cells.rows.with_columns(raw).select(ROW, "raw_mention", pl.col(COLUMNS).str.strip_chars())
    rows = rows.with_columns(gdelt_instant("MentionTimeDate").alias("mentioned_at"))
    wrong = {
        "GLOBALEVENTID": ~pl.col("GLOBALEVENTID").str.contains(r"^\d+$"),
        "MentionTimeDate": pl.col("mentioned_at").is_null() | is_outside_the_years("mentioned_at"),
        "MentionType": ~pl.col("MentionType").is_in(list(MENTION_TYPES)),
        "MentionSourceName": pl.col("MentionSourceName") == "",
    }
    marked = rows.with_columns(
        pl.coalesce(pl.when(fails).then(pl.lit(name)) for name, fails in wrong.items()).alias("wrong")
    )
    bad = marked.filter(pl.col("wrong").is_not_null())
    unread = [(row, f"{field} {at!r} cannot be read") for row, field, at in _first_wrong(bad)]
    unread += [
        (row, f"{found} cells, and a mention has {len(COLUMNS)}")
        for row, found in cells.ragged.select("row", "found").iter_rows()
    ]
    notes = (
        [f"{cells.file}: {len(unread)} mentions not used; the first is row {unread[0][0]}: {unread[0][1]}"]
        if unread
        else []
    )
    good = marked.filter(pl.col("wrong").is_null())
    told = good.with_columns(_own_ids(good), _language(good["MentionDocTranslationInfo"]))
    twice = told.height - told.unique(["GLOBALEVENTID", "mention"]).height
    notes += [f"{cells.file}: {twice} mentions stand twice; used once"] if twice else []
    return Mentions(
        cells.file,
        told.unique(["GLOBALEVENTID", "mention"], keep="first", maintain_order=True).select(
            "GLOBALEVENTID", "mention", "MentionSourceName", "MentionIdentifier", "mentioned_at", "language", "raw_mention"
        ),
        tuple(notes),
    )  # fmt: skip


def refuse_alone(file: str) -> Refused:
    """Say what is missing to a file of mentions that is given by itself."""
    beside = file.replace(".mentions.", ".export.") if ".mentions." in file else "its events, NAME.export.CSV"
    expected = f"the file of events ({beside}), with this one beside it: mentions tell who wrote of an event and when, not what happened or where"
    return Refused([Problem(file, found="GDELT mentions alone", expected=expected)])


def _first_wrong(bad: pl.DataFrame) -> list[tuple[int, str, str]]:
    return [(row[ROW], row["wrong"], row[row["wrong"]]) for row in bad.sort(ROW).iter_rows(named=True)]


def _own_ids(rows: pl.DataFrame) -> pl.Series:
    """Name a mention by a hash of when, where and in which sentence it was, since GDELT gives it no id."""
    texts = rows.select(pl.concat_str(*_KEY, separator="\x1f")).to_series()
    hashes = [hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH] for text in texts]
    return pl.Series("mention", hashes, dtype=pl.String)


def _language(cells: pl.Series) -> pl.Series:
    """Give the language of the article: what it was translated from, else English; ISO 639-1 where there is such a code."""
    from babel.core import get_global  # heavy at import

    short = get_global("language_aliases")
    codes = cells.str.extract(r"srclc:([a-z]{2,3})", 1)
    known = {code: short.get(code, code) for code in codes.drop_nulls().unique().sort()}
    return codes.replace_strict(known, default=None, return_dtype=pl.String).fill_null("en").rename("language")
