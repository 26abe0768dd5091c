"""A first column map for a table that nobody has described: guessed from the names of its columns, its HXL tags and the shapes of its cells.

Whatever is not certain is a line under `confirm:`, and a map with such a line is refused: a person reads the doubts, mends the map and takes
them out. Names of KoBoToolbox's own columns are known (`_geolocation`, `_submission_time`, `today`).
"""

import csv
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

import polars as pl

from hudna.problems import Refused, nearest_name
from hudna.reports.cells import ROW, Cells
from hudna.reports.claims_columns import COLUMNS, NAMES
from hudna.reports.claims_types import OUTSIDE, read_type, type_table
from hudna.reports.coordinates import read_degrees, split_pairs
from hudna.reports.header_words import KILLED, column_tagged, meaning_of
from hudna.reports.numbers import read_counts
from hudna.reports.places import is_swapped
from hudna.reports.written import Written
from hudna.reports.written_days import read_written_days
from hudna.terms import DECEIVING, Gazetteer, fold_name, kind_tree

MOSTLY = 0.9  # share of a column's cells that must look like what its name says
WORDS_SHOWN = 60  # words of a column that are written into a map; a column with more is no list of kinds
_KOBO = (
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
    "_tags",
    "_index",
)
_KOBO_OWN = (
    *_KOBO,
    "start",
    "end",
    "deviceid",
    "username",
    "phonenumber",
    "formhub/uuid",
    "meta/instanceID",
    "meta/rootUuid",
)
_FROM_KOBO = ("row_id", "known_at")  # what its own columns are good for
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
_TWICE_TOLD = (
    "_latitude",
    "_longitude",
    "_altitude",
    "_precision",
)  # KoBo splits a point into four columns beside the first
_DAYS = ("date", "date_end", "known_at")


@dataclass
class _Guess:
    """A map being guessed."""

    columns: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    utc: list[str] = field(default_factory=list)
    not_used: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def doubt(self, name: str, text: str) -> None:
        self.doubts.append(f"{name}: {text}")


def guess_map(cells: Cells, *, written: Written, gazetteer: Gazetteer | None, clock: str | None) -> str:
    """Write a first map of a table, as the text of a YAML file.

    Args:
        cells: the table.
        written: what its sender says of how it is written; it stands in the map.
        gazetteer: by which points are seen to have latitude and longitude in each other's place.
        clock: in which its days are days; nothing where nobody says it: then the map says nothing either, and the deal's own is used.
    """
    guess = _Guess()
    _name_columns(cells, guess)
    _doubt_places(cells, guess, gazetteer=gazetteer)
    _doubt_days(cells, guess, written=written, clock=clock or "UTC")
    _doubt_numbers(cells, guess)
    _translate_kinds(cells, guess)
    _doubt_claimants(cells, guess)
    return _as_yaml(cells, guess, written=written, clock=clock)


def _name_columns(cells: Cells, guess: _Guess) -> None:
    """Find the column for each of ours: by our own name, by tag, by a word for it, by likeness; the first of several is taken and doubted."""
    is_kobo = sum(name in cells.columns for name in _KOBO) >= 3
    own = [name for name in cells.columns if is_kobo and (name in _KOBO_OWN or name.endswith(_TWICE_TOLD))]
    candidates: dict[str, list[tuple[int, str, str]]] = {}
    counts_killed: list[str] = []
    for theirs in cells.columns:
        rank, ours, reason = _meaning(theirs, cells.tags.get(theirs))
        if ours == "place" and _are_pairs(cells, theirs):
            rank, ours, reason = 2, "coordinates", "its cells are pairs of degrees"
        if ours == KILLED:
            ours, counts_killed = "killed_max", [*counts_killed, theirs]
        if ours and (theirs not in own or ours in _FROM_KOBO):
            candidates.setdefault(ours, []).append((rank, theirs, reason))
    for ours in [column.name for column in COLUMNS if column.name in candidates]:
        (rank, theirs, reason), *others = sorted(
            candidates[ours], key=lambda one: (one[0], _is_lesser(one[1]), cells.columns.index(one[1]))
        )
        guess.columns[ours], guess.reasons[ours] = theirs, reason
        if rank == 3:
            guess.doubt(ours, f"is it {theirs!r}? its name is only alike")
        others = [one for one in others if one[1] not in own and one[0] < 3]
        if others:
            guess.doubt(ours, f"{theirs!r} is taken; it may be {' or '.join(repr(one[1]) for one in others)}")
    if guess.columns.get("date") == "today":
        guess.doubt("date", "'today' is the day on which the form was filled in, not the day of what happened")
    if guess.columns.get("known_at") == "_submission_time":
        guess.utc.append("known_at")
    for name in ("lat", "lon"):
        if guess.columns.get(name, "").lower() in ("x", "y") and not guess.reasons[name].startswith("tagged"):
            guess.doubt(name, f"is {guess.columns[name]!r} in degrees, and {'north' if name == 'lat' else 'east'}?")
    if guess.columns.get("killed_max") in counts_killed and "killed_min" not in guess.columns:
        guess.columns["killed_min"] = guess.columns["killed_max"]
        guess.reasons["killed_min"] = "one number for both"
    guess.not_used += [name for name in own if name not in guess.columns.values()]


def _is_lesser(theirs: str) -> bool:
    """KoBo's `_uuid` stays when data move to another server, its `_id` does not; a day is told better by people than by a form."""
    return theirs in ("_id", "today", "_submission_time")


def _meaning(theirs: str, tag: str | None) -> tuple[int, str | None, str]:
    if theirs in NAMES:
        return 0, theirs, "our own name"
    if tag and (ours := column_tagged(tag)):
        return 1, ours, f"tagged {tag}"
    if theirs.startswith("#") and (ours := column_tagged(theirs.replace(" ", "").lower())):
        return 1, ours, "an HXL tag"
    if ours := meaning_of(theirs):
        return 2, ours, "by its name"
    near = nearest_name(fold_name(theirs).replace(" ", "_"), NAMES)
    return 3, near, "by a name that is alike"


def _filled(cells: Cells, theirs: str) -> pl.Series:
    return cells.rows[theirs].filter(cells.rows[theirs].str.strip_chars() != "")


def _are_pairs(cells: Cells, theirs: str) -> bool:
    filled = _filled(cells, theirs)
    return len(filled) > 0 and len(split_pairs(filled)[0].drop_nulls()) >= MOSTLY * len(filled)


def _doubt_places(cells: Cells, guess: _Guess, *, gazetteer: Gazetteer | None) -> None:
    if not {"lat", "lon", "coordinates"} & set(guess.columns):
        for theirs in cells.columns:
            if theirs not in guess.columns.values() and _are_pairs(cells, theirs):
                guess.columns["coordinates"], guess.reasons["coordinates"] = theirs, "its cells are pairs of degrees"
                guess.doubt("coordinates", f"is {theirs!r} latitude, then longitude?")
                break
    north, east = (
        (cells.rows[guess.columns[name]] for name in ("lat", "lon")) if {"lat", "lon"} <= set(guess.columns)
        else split_pairs(cells.rows[guess.columns["coordinates"]]) if "coordinates" in guess.columns
        else (pl.Series([""]), pl.Series([""]))
    )  # fmt: skip
    lat, lon = read_degrees(north.fill_null(""), axis="north"), read_degrees(east.fill_null(""), axis="east")
    known = int((lat.is_not_null() & lon.is_not_null()).sum())
    swapped = int(is_swapped(lat, lon, gazetteer=gazetteer).sum())
    if known and 2 * swapped > known:
        guess.doubt(
            "lat", f"{swapped} of {known} points make sense only with latitude and longitude in each other's place"
        )
    elif swapped:
        guess.doubt(
            "lat",
            f"{swapped} of {known} points seem to have latitude and longitude in each other's place; they will wait in quarantine",
        )
    if "place" not in guess.columns and not known:
        guess.doubt("place", f"no column holds a place: {cells.rows_read} of {cells.rows_read} rows have none")


def _doubt_days(cells: Cells, guess: _Guess, *, written: Written, clock: str) -> None:
    if "date" not in guess.columns:
        for theirs in cells.columns:
            filled = _filled(cells, theirs)
            if (
                theirs not in guess.columns.values()
                and len(filled)
                and _days_read(cells, theirs, written=written, clock=clock) >= MOSTLY * len(filled)
            ):
                guess.columns["date"], guess.reasons["date"] = theirs, "its cells are days"
                guess.doubt("date", f"is {theirs!r} the day on which it happened?")
                break
        else:
            guess.doubt("date", "no column holds the day on which it happened")
    for name in [name for name in _DAYS if name in guess.columns]:
        theirs = guess.columns[name]
        try:
            read = _days_read(cells, theirs, written=written, clock=clock)
        except Refused as asked:
            guess.doubt(name, f"{asked.problems[0].found}; write `dates: day-first` or `dates: month-first` below")
            continue
        if read < len(_filled(cells, theirs)):
            guess.doubt(
                name,
                f"{len(_filled(cells, theirs)) - read} of {len(_filled(cells, theirs))} cells of {theirs!r} are no days; they will wait in quarantine",
            )


def _days_read(cells: Cells, theirs: str, *, written: Written, clock: str) -> int:
    told = read_written_days(
        cells.rows.select(ROW, theirs), theirs, file=cells.file, order=written.dates, is_1904=cells.is_1904, clock=clock
    )
    return len(told.iso.filter(told.iso.fill_null("") != ""))


def _doubt_numbers(cells: Cells, guess: _Guess) -> None:
    for name in ("killed_min", "killed_max", "injured"):
        if name in guess.columns:
            filled = _filled(cells, guess.columns[name])
            unread = int(read_counts(filled).is_null().sum())
            if unread:
                guess.doubt(
                    name,
                    f"{unread} of {len(filled)} cells of {guess.columns[name]!r} are no whole numbers; they will wait in quarantine",
                )


def _translate_kinds(cells: Cells, guess: _Guess) -> None:
    """Write down what each word of the column of kinds leads to, as far as the shipped lists of words know."""
    ours = "kind" if "kind" in guess.columns else "type"
    if ours not in guess.columns:
        held = [
            theirs for theirs in cells.columns if theirs not in guess.columns.values() and _are_kinds(cells, theirs)
        ]
        if held:
            guess.columns["type"], guess.reasons["type"] = held[0], "its cells are words for kinds"
            guess.doubt("type", f"is {held[0]!r} what happened?")
    if ours not in guess.columns:
        guess.doubt("type", "no column says what happened; where all rows are of one kind, write it under `fixed:`")
        return
    counts = _filled(cells, guess.columns[ours]).str.strip_chars().value_counts(sort=True)
    unread = [(word, rows) for word, rows in counts.iter_rows() if read_type(word).problem]
    if len(unread) > WORDS_SHOWN:
        guess.doubt(
            ours,
            f"{guess.columns[ours]!r} holds {len(unread)} different texts that are no kinds: is it the column of kinds?",
        )
        return
    known = {word: _kinds_by_word().get(fold_name(word)) for word, _ in unread}
    guess.words[ours] = {word: kind for word, kind in known.items() if kind}
    if guess.words[ours]:
        guess.doubt(ours, "are the kinds under `words:` what these words mean?")
    for word, rows in unread:
        if not known[word]:
            guess.doubt(
                ours,
                f"{word!r} ({rows} rows) leads to no kind: write it under `words:` with a kind (`hudna kinds`), or {OUTSIDE}",
            )


def _are_kinds(cells: Cells, theirs: str) -> bool:
    """Tell whether at least half of a column's cells are words that lead to kinds."""
    counts = _filled(cells, theirs).str.strip_chars().value_counts()
    known: int = sum(
        rows for word, rows in counts.iter_rows() if fold_name(word) in _kinds_by_word() or not read_type(word).problem
    )
    return known > 0 and 2 * known >= int(counts["count"].sum())


@lru_cache(maxsize=1)
def _kinds_by_word() -> Mapping[str, str]:
    """Give the kinds by folded word: names of the tree, types, and words of reports that lead to one kind or to a few."""
    text = resources.files("hudna.reports").joinpath("codes/words.csv").read_text(encoding="utf-8")
    words = {
        fold_name(row["phrase"]): row["kind"]
        for row in csv.DictReader(text.splitlines())
        if row["kind"] and row["lang"] != "claims_type"
    }
    types = {fold_name(word): word for word in type_table()}
    tree = kind_tree()
    names = {fold_name(name): kind for kind in tree.ids for name in (*tree.nodes[kind].name.values(), kind)}
    return {word: kind for word, kind in (words | types | names).items() if not read_type(kind).problem}


def _doubt_claimants(cells: Cells, guess: _Guess) -> None:
    if "claimant" not in guess.columns:
        guess.doubt("claimant", "no column says who says it; write `claimant:` with a name under `fixed:`")
    told = guess.columns.get("text") or guess.columns.get("note")
    if "language" not in guess.columns and told and (_filled(cells, told).str.contains(r"\p{Arabic}").mean() or 0) == 1:
        guess.fixed["language"] = "ar"


def _as_yaml(cells: Cells, guess: _Guess, *, written: Written, clock: str | None) -> str:
    lines = [
        f"# How {cells.file} is read as claims. Guessed: mend it, and take the lines under `confirm:` out as you settle them."
    ]
    lines += [f"# {note}" for note in cells.notes]
    lines += ["map: 1", "columns:  # ours: theirs"]
    lines += [f"  {ours}: {_quoted(theirs)}  # {guess.reasons[ours]}" for ours, theirs in guess.columns.items()]
    lines += (
        ["fixed:  # for every row whose column is empty or missing"]
        if guess.fixed
        else ["fixed: {}  # for every row whose column is empty or missing"]
    )
    lines += [f"  {ours}: {_quoted(value)}" for ours, value in guess.fixed.items()]
    lines += [f"{key}: {_quoted(value)}" for key, value in vars(written).items() if value is not None]
    lines += [f"clock: {_quoted(clock)}"] if clock else []
    if any(guess.words.values()):
        lines.append("words:  # theirs: ours")
        for ours, words in guess.words.items():
            lines += [f"  {ours}:", *(f"    {_quoted(word)}: {_quoted(kind)}" for word, kind in words.items())]
    if guess.utc:
        lines.append(f"utc: [{', '.join(guess.utc)}]  # KoBo writes these times in UTC and does not say so")
    if guess.not_used:
        lines.append(f"not_used: [{', '.join(map(_quoted, guess.not_used))}]")
    used = {*guess.columns.values(), *guess.not_used}
    lines += [f"# column {_quoted(name)} not used" for name in cells.columns if name not in used]
    lines += ["confirm:", *(f"  - {_quoted(doubt)}" for doubt in guess.doubts)] if guess.doubts else ["confirm: []"]
    return "\n".join(lines) + "\n"


def _quoted(value: object) -> str:
    """Quote a text as JSON does, which YAML reads too, without the characters that a map may not hold; marks are written as numbers."""
    quoted = json.dumps(DECEIVING.sub("", value) if isinstance(value, str) else value, ensure_ascii=False)
    return "".join(f"\\U{ord(c):08x}" if unicodedata.category(c) in _UNSEEN else c for c in quoted)
