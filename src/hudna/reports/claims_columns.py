"""The columns of the claims CSV format, Hudna's own: what each holds, and what is never read. The documentation prints this table."""

from collections.abc import Sequence
from typing import NamedTuple

from hudna.problems import Problem, nearest_name


class Column(NamedTuple):
    name: str
    need: str  # required, or, optional
    description: str


COLUMNS: tuple[Column, ...] = (
    Column(
        "row_id",
        "optional",
        "the row's own id, used once in the file; without it `#` and a hash of what the row's columns say, equal rows numbered",
    ),
    Column("date", "required", "first day it can have happened: 2016-02-27, or 2016-02, or 2016; a day is a local day"),
    Column("date_end", "optional", "last day it can have happened, inclusive; without it the end of `date`"),
    Column(
        "date_precision",
        "optional",
        "day, range, month, year or inferred; an inferred day never starts or stops a clock",
    ),
    Column("place", "or", "place as the source writes it; without lat and lon it is looked up in the gazetteer"),
    Column("lat", "or", "degrees north, WGS84"),
    Column("lon", "or", "degrees east, WGS84"),
    Column(
        "coord_precision",
        "optional",
        "site 0.5 km, town 2, city 6, district or area 15; governorate, country: the unit's own area",
    ),
    Column(
        "radius_m",
        "optional",
        "metres around lat and lon, where they are known better than in the words of coord_precision",
    ),
    Column("place_role", "optional", "at, to or from; without it what the type says"),
    Column("origin_lat", "optional", "degrees north of where it was launched"),
    Column("origin_lon", "optional", "degrees east of where it was launched"),
    Column("origin_precision", "optional", "as coord_precision, of the origin; governorate and country are not enough"),
    Column("type", "or", "a type of the table of types, or the id of a kind; several candidates with `;`"),
    Column(
        "kind",
        "or",
        "the id of a kind, where `type` is the sender's own word; several candidates with `;`; none: outside the tree",
    ),
    Column("arm", "optional", "ids of the arms named, several with `;`"),
    Column("target", "optional", "ids of targets or actors hit or served, several with `;`"),
    Column(
        "claimed_perpetrator",
        "optional",
        "who is blamed, or who performed: an id, name or alias of an actor, a party or a guarantor, or a phrase of the lexicon; several with `;` or `|`; alternatives with ` or `",
    ),
    Column("actor", "optional", "another name for claimed_perpetrator"),
    Column("claimant", "required", "who says it; `X via Y` is X's word, carried by Y; several with `;`"),
    Column("quotes", "optional", "whose word the claimant only passes on, several with `;`; they are one voice"),
    Column(
        "counter_claim",
        "optional",
        "what others answer: `X denies`, `X and Y deny`, `X: Z` and `X blames Z` (they name Z instead), `X claims it`; several with `;`",
    ),
    Column("killed_min", "optional", "persons killed, least"),
    Column("killed_max", "optional", "persons killed, most"),
    Column("injured", "optional", "persons injured"),
    Column("denies", "optional", "yes: it says that it did not happen; without it what the type says"),
    Column("quantity", "optional", "amount performed"),
    Column("quantity_unit", "optional", "unit of the amount: persons, trucks, …"),
    Column("count_value", "optional", "a count; for a performance the amount, if its unit is told"),
    Column(
        "count_breakdown",
        "optional",
        "what was counted; read for a unit only where it begins with trucks, persons, people or boxes",
    ),
    Column(
        "known_at",
        "optional",
        "when it became known; without it the end of the local day of date_end (else date) + 24 h, assumed",
    ),
    Column("text", "optional", "what the source says; without it `note`"),
    Column("note", "optional", "a remark of whoever filed the row"),
    Column("language", "optional", "ISO 639 code of the text"),
    Column("source_url", "optional", "public address of the source"),
    Column("address", "optional", "another name for source_url"),
    Column("licence", "optional", "licence of the row"),
)

# A reader must not see the answer: a human cluster label, a human verdict, a human side. They do not even stand in `raw`.
NEVER_READ = ("incident_key", "inside_agreement_scope", "contested", "perpetrator_side")
# Known and of no use here: sides come from the sources file.
NOT_USED = ("case", "claimant_side", "coord_basis")

_ONE_OF = (("place",), ("lat", "lon")), (("type",), ("kind",))


def missing_columns(columns: Sequence[str], *, file: str) -> list[Problem]:
    """Say which columns a claims CSV cannot do without are not there, each with the nearest name that is."""
    wanted = [column for column in COLUMNS if column.need == "required"]
    for choices in _ONE_OF:
        if not any(set(choice) <= set(columns) for choice in choices):
            wanted += [column for column in COLUMNS if column.name == choices[0][0]]
    others = [column for column in columns if column not in NAMES]
    return [
        Problem(
            file=file,
            row=1,
            field=column.name,
            found="no such column",
            expected=column.description,
            nearest=nearest_name(column.name, others),
        )
        for column in wanted
        if column.name not in columns
    ]


def unused_columns(columns: Sequence[str]) -> list[str]:
    """Give a note on each column that nothing here reads."""
    notes = []
    for column in columns:
        if column in NAMES or column in NEVER_READ or column in NOT_USED:
            continue
        nearest = nearest_name(column, [name for name in NAMES if name not in columns])
        notes.append(f"column {column} not used" + (f"; did you mean {nearest}?" if nearest else ""))
    return notes


NAMES: frozenset[str] = frozenset(column.name for column in COLUMNS)
