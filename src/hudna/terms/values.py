"""Values of an agreement file: words, moments, durations, and the four ways in which a deal can fail to say something.

A field that the deal leaves out is `None` (silent). One that it mentions without anybody being able to measure it is `Undefined`, one
that we have not seen is `Unread`, one on which texts or sides differ is `Disputed`. Source: docs/semantics.md, "Design rules".
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Strict, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

T = TypeVar("T")
W = TypeVar("W")

RESERVED = frozenset({"all", "each_other", "target", "guarantor", "anyone", "public", "everywhere", "nobody", "rest"})
"""Words of the format: never ids."""


class Value(BaseModel):
    """A mapping of the file: frozen, and refusing keys that the format does not have."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def expected(what: str) -> PydanticCustomError:
    """Say what was expected of a value; the reader adds where it stands and what was found."""
    return PydanticCustomError("expected", "{what}", {"what": what})


def like(pattern: str) -> WithJsonSchema:
    """Tell readers of the JSON Schema what the validator asks of a text, as far as a pattern can."""
    return WithJsonSchema({"type": "string", "pattern": pattern})


# --- words and numbers -------------------------------------------------------------------------------------------------------------


def _check_id(text: str) -> str:
    if not re.fullmatch(r"\w[\w.\-]*", text):
        raise expected("an id: a word or an article number, of letters, digits, `_`, `.` and `-`")
    return text


def _check_text(text: str) -> str:
    if not text.strip():
        raise expected("a text that is not empty")
    return text


def _check_language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", text):
        raise expected(
            "the code of a language, such as en or ar, and quotes around a text that holds a comma or a colon"
        )
    return text


def _check_pcode(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}\d{0,10}", text):
        raise expected("a p-code such as SY0303, or the code of a country such as SY")
    return text


def _check_date(text: str) -> str:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            date.fromisoformat(text)
            return text
    except ValueError:
        raise expected("a day that the calendar has, such as 2027-02-26") from None
    raise expected("a date such as 2027-02-26")


def _check_moment(text: str) -> str:
    shape = re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?", text)
    if not shape:
        raise expected(
            'a date such as 2027-02-26 or a local time such as "2027-02-26T06:00", with an offset such as +03:00 if need be'
        )
    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise expected("a day that the calendar has, and an hour that the day has") from None
    return text


def _check_duration(text: str) -> str:
    if re.fullmatch(r"P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?|PT(?=\d)(\d+H)?(\d+M)?(\d+S)?", text):
        return text
    raise expected("an ISO 8601 duration such as P6M, P14D or PT48H")


Word = TypeAliasType("Word", Annotated[str, Strict(), AfterValidator(_check_text), like(r"\S")])
"""A word or a text, not empty."""
Id = TypeAliasType("Id", Annotated[str, Strict(), AfterValidator(_check_id), like(r"^\w[\w.\-]*$")])
"""The name under which a part is declared."""
Name = TypeAliasType("Name", Annotated[str, Strict(), AfterValidator(_check_text), like(r"\S")])
"""The name of something declared elsewhere; which space of names it is read in is said by the field (hudna.terms.names)."""
Names = TypeAliasType("Names", list[Name])
Language = TypeAliasType("Language", Annotated[str, Strict(), AfterValidator(_check_language), like(r"^[a-z]{2,3}$")])
PCode = TypeAliasType("PCode", Annotated[str, Strict(), AfterValidator(_check_pcode), like(r"^[A-Z]{2}\d{0,10}$")])
Yes = TypeAliasType("Yes", Annotated[bool, Strict()])
"""true or false."""
Whole = TypeAliasType("Whole", Annotated[int, Strict()])
Count = TypeAliasType("Count", Annotated[int, Strict(), Field(ge=0)])
Number = TypeAliasType("Number", Annotated[float, Strict(), Field(allow_inf_nan=False)])
Amount = TypeAliasType("Amount", Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)])
Share = TypeAliasType("Share", Annotated[float, Strict(), Field(ge=0, le=1)])
Kilometres = TypeAliasType("Kilometres", Annotated[float, Strict(), Field(gt=0, allow_inf_nan=False)])
Date = TypeAliasType("Date", Annotated[str, Strict(), AfterValidator(_check_date), like(r"^\d{4}-\d{2}-\d{2}$")])
"""A day of the calendar, as text."""
MomentText = TypeAliasType(
    "MomentText",
    Annotated[
        str,
        Strict(),
        AfterValidator(_check_moment),
        like(r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$"),
    ],
)
"""A date, or a local time with or without an offset, as text."""
Duration = TypeAliasType(
    "Duration",
    Annotated[
        str,
        Strict(),
        AfterValidator(_check_duration),
        like(r"^(P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?|PT(?=\d)(\d+H)?(\d+M)?(\d+S)?)$"),
    ],
)
"""An ISO 8601 duration, as text: in years, months, weeks and days, or in hours, minutes and seconds."""

Standard = TypeAliasType(
    "Standard",
    Literal[
        "reported", "reasonable_suspicion", "reasonable_grounds", "clear_and_convincing", "beyond_reasonable_doubt"
    ],
)
TrustWord = TypeAliasType("TrustWord", Literal["read", "known", "invented"])


# --- which shape a value has --------------------------------------------------------------------------------------------------------


def shape(value: Any) -> str:
    """Give `:word`, `:list` or `:mapping`: what tells the members of a union apart before any of them is tried.

    The tags begin with a colon, as no key of a file does: the path that pydantic gives for an error holds both.
    """
    if isinstance(value, Mapping | BaseModel):
        return ":mapping"
    return ":list" if isinstance(value, list | tuple) else ":word"


def gap_or_written(value: Any) -> str:
    """Give `:undefined`, `:unread` or `:disputed` for a gap and `:written` for all else."""
    for gap, model in (("undefined", Undefined), ("unread", Unread), ("disputed", Disputed)):
        if isinstance(value, model) or (isinstance(value, Mapping) and gap in value):
            return f":{gap}"
    return ":written"


def by_shape(what: str) -> Discriminator:
    """Choose the member of a union by the shape of the value; `what` is said to whom brings another shape."""
    return Discriminator(shape, custom_error_type="expected", custom_error_message=what)


# --- moments ------------------------------------------------------------------------------------------------------------------------


class Day(Value):
    """A day counted from `day_zero` of the agreement."""

    day: Whole = Field(description="`day_zero` + this many days; may be negative")


Moment = TypeAliasType(
    "Moment",
    Annotated[
        Annotated[MomentText, Tag(":word")] | Annotated[Day, Tag(":mapping")],
        by_shape('a date, a local time such as "2027-02-26T06:00", or {day: 20}'),
    ],
)


class Span(Value):
    """The earliest start and the latest end that a vague moment can mean."""

    from_: Moment | None = Field(None, alias="from", description="earliest; a bare date is the start of that day")
    until: Moment | None = Field(None, description="latest; a bare date is the end of that day")


def _moment_or_span(value: Any) -> str:
    is_day = isinstance(value, Day) or (isinstance(value, Mapping) and "day" in value)
    return ":moment" if is_day or shape(value) == ":word" else ":span"


MomentBound = TypeAliasType(
    "MomentBound",
    Annotated[
        Annotated[Moment, Tag(":moment")] | Annotated[Span, Tag(":span")],
        Discriminator(_moment_or_span),
    ],
)


# --- what a deal does not say -------------------------------------------------------------------------------------------------------


class Undefined(Value, Generic[W]):
    """The deal speaks of it, but nobody can measure it."""

    undefined: Word = Field(description="the deal's own words")
    within: W | None = Field(None, description="the most it can mean")
    source: Name | None = Field(None, description="source of these words")


class Unread(Value, Generic[W]):
    """The deal says it, and we have not seen it."""

    unread: Word = Field(description="what was not seen")
    within: W | None = Field(None, description="the most it can mean")
    source: Name | None = Field(None, description="source that says so")


class Version(Value, Generic[T, W]):
    """One of the values that texts or sides give."""

    val: Annotated[
        Annotated[T, Tag(":written")]
        | Annotated[Undefined[W], Tag(":undefined")]
        | Annotated[Unread[W], Tag(":unread")],
        Discriminator(
            gap_or_written, custom_error_type="expected", custom_error_message="a value, undefined or unread"
        ),
    ] = Field(description="the value")
    source: Name | None = Field(None, description="text or side that gives it")
    trust: TrustWord | None = Field(None, description="how far it was checked")
    note: Word | None = Field(None, description="a word of ours")


class Disputed(Value, Generic[T, W]):
    """Texts or sides differ."""

    disputed: list[Version[T, W]] = Field(min_length=1, description="the values, each with its source")
    use: T | None = Field(None, description="the value to reckon with; else the first")
    source: Name | None = Field(None, description="source that says so")


OpenIn = TypeAliasType(
    "OpenIn",
    Annotated[
        Annotated[T, Tag(":written")]
        | Annotated[Undefined[W], Tag(":undefined")]
        | Annotated[Unread[W], Tag(":unread")]
        | Annotated[Disputed[T, W], Tag(":disputed")],
        Discriminator(gap_or_written),
    ],
    type_params=(T, W),
)
"""A value of type T, or a gap whose `within` is of type W."""

Open = TypeAliasType("Open", OpenIn[T, T], type_params=(T,))
"""A value of type T, or a gap whose `within` is of the same type."""

OpenMoment = TypeAliasType("OpenMoment", OpenIn[Moment, MomentBound])

Trigger = TypeAliasType(
    "Trigger",
    Annotated[
        Annotated[Name, Tag(":written")]
        | Annotated[Undefined[Name], Tag(":undefined")]
        | Annotated[Unread[Name], Tag(":unread")],
        Discriminator(gap_or_written, custom_error_type="expected", custom_error_message="a duty, or {undefined: …}"),
    ],
)
"""A duty that must be met first, or something that nobody can measure."""

# --- parts --------------------------------------------------------------------------------------------------------------------------

Texts = TypeAliasType("Texts", dict[Language, Word])
"""A text in each of several languages."""

LangText = TypeAliasType(
    "LangText",
    Annotated[
        Annotated[Word, Tag(":word")] | Annotated[Texts, Tag(":mapping")],
        by_shape("a text, or one for each language such as {en: Rasin, ar: راسن}"),
    ],
)

Trust = TypeAliasType(
    "Trust",
    Annotated[
        Annotated[TrustWord, Tag(":word")] | Annotated[dict[Name, TrustWord], Tag(":mapping")],
        by_shape("read, known or invented, or one of them by field such as {quantity: known}"),
    ],
)


class Part(Value):
    """Any part of an agreement: it may carry its source, how far it was checked, and a note."""

    source: Name | None = Field(None, description="id under `sources`")
    trust: Trust | None = Field(None, description="read (when absent), known (not re-read) or invented; or by field")
    note: Word | None = Field(None, description="a word of ours; means nothing to the machine")


class Period(Part):
    """When a right or a ban holds."""

    from_: OpenMoment | None = Field(None, alias="from", description="start; a bare date is the start of that day")
    until: OpenMoment | None = Field(None, description="end; a bare date is the end of that day")
    for_: Open[Duration] | None = Field(None, alias="for", description="length, instead of `until`")
