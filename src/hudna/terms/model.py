"""The agreement as its file writes it: one model for each mapping of the format, one field for each key (docs/semantics.md).

Keys that Python keeps for itself end in `_`: `in_`, `from_`, `with_`, `for_`, `or_`, `class_`.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Discriminator, Field, PrivateAttr, Tag
from ruamel.yaml.comments import CommentedMap
from typing_extensions import TypeAliasType

from hudna.problems import Problem
from hudna.terms.clauses import Exclusion, Term, Tranche
from hudna.terms.document import Document
from hudna.terms.places import Arm, Line, Zone
from hudna.terms.procedure import BreachClassOf, Complaints, Counting, Ending, Proof, Record, RungOf, Watch
from hudna.terms.roles import Actor, Body, Guarantor, Other, Party
from hudna.terms.values import (
    Date,
    Duration,
    Id,
    LangText,
    Language,
    Moment,
    Name,
    Names,
    Open,
    OpenIn,
    OpenMoment,
    Part,
    Span,
    Trigger,
    Value,
    Word,
    Yes,
    by_shape,
    shape,
)
from hudna.terms.writing import open_for_editing, write_document


class Languages(Part):
    """In which languages the text is authentic."""

    authentic: list[Language] = Field(description="languages whose text binds")
    prevails: Language | None = Field(None, description="the one that prevails where they differ")
    also: list[Language] | None = Field(None, description="languages into which it was put")


class SourceOf(Value):
    """Where a part of this file comes from."""

    title: Word = Field(description="what it is")
    url: Word | None = Field(None, description="where it can be read")
    date: Open[Date] | None = Field(None, description="its day")
    note: Word | None = Field(None, description="a word of ours")


class Event(Part):
    """One event in the life of the deal."""

    what: Literal[
        "draft", "signed", "amended", "renewed", "suspended", "lapsed", "recommitted", "ended", "published"
    ] = Field(description="what happened")
    date: OpenMoment = Field(description="when")
    until: OpenMoment | None = Field(None, description="with `renewed`: the new end")
    by: Open[Names] | None = Field(None, description="roles that did it")
    adds: Names | None = Field(None, description="terms that came in by it")


class Continues(Value):
    """Terms that go on."""

    continues: Names = Field(description="terms that go on")


OnLapse = TypeAliasType(
    "OnLapse",
    Annotated[
        Annotated[Literal["ends"], Tag(":word")] | Annotated[Continues, Tag(":mapping")],
        by_shape('ends, or {continues: ["1"]}'),
    ],
)

Meanwhile = TypeAliasType(
    "Meanwhile",
    Annotated[
        Annotated[Literal["continues", "ends"], Tag(":word")] | Annotated[Continues, Tag(":mapping")],
        by_shape('continues, ends, or {continues: ["1"]}'),
    ],
)


Published = TypeAliasType(
    "Published",
    Annotated[
        Annotated[Date, Tag(":word")] | Annotated[Literal[False], Tag(":false")],
        Discriminator(
            lambda value: f":{value}".lower() if isinstance(value, bool) else shape(value),
            custom_error_type="expected",
            custom_error_message="the day of publication, or false",
        ),
    ],
)


class Renewal(Part):
    """How the deal is renewed."""

    how: Open[Literal["none", "consent", "unless_refused"]] = Field(
        description="by nothing, by consent, or unless somebody refuses"
    )
    by: Open[Names] | None = Field(None, description="roles that renew or refuse")
    ask_before: Open[Duration] | None = Field(None, description="how long before the end it is asked for")
    for_: Open[Duration] | None = Field(None, alias="for", description="for how long it is renewed")


class InForce(Part):
    """From when to when the deal binds."""

    from_: OpenIn[Moment, Span] | None = Field(
        None, alias="from", description="local time of the start; a date alone is an error"
    )
    for_: Open[Duration] | None = Field(None, alias="for", description="for how long")
    until: OpenMoment | None = Field(None, description="end, instead of `for`; a bare date is the end of that day")
    endless: Yes | None = Field(None, description="true: it says itself that it has no end")
    renewal: Open[Renewal] | None = Field(None, description="how it is renewed")
    on_lapse: Open[OnLapse] | None = Field(None, description="what goes on after it: `ends`, or terms that continue")


class Phase(Part):
    """An interval that terms may cite."""

    name: LangText | None = Field(None, description="its name")
    from_: OpenMoment | None = Field(
        None, alias="from", description="start; without it and `after`: the start of the deal"
    )
    until: OpenMoment | None = Field(None, description="end; a bare date is the end of that day")
    for_: Open[Duration] | None = Field(None, alias="for", description="how long, instead of `until`")
    after: Open[list[Trigger]] | None = Field(None, description="duties; it starts at the instant they are met")
    next: Name | None = Field(None, description="the phase that follows")
    agreed: Open[Yes] | None = Field(None, description="whether its content is agreed")
    talks_by: OpenMoment | None = Field(None, description="when talks on it begin")
    meanwhile: Open[Meanwhile] | None = Field(None, description="what holds while the next is not agreed")


class Agreement(Part):
    """A signed or draft text, as terms."""

    hudna: Literal[1] = Field(description="version of this format")
    id: Id = Field(description="name of the agreement in every output")
    title: LangText = Field(description="its title")
    version: Word = Field(description="a text, in quotes, such as the date of the version")
    status: Literal["draft", "signed"] = Field(description="draft or signed")
    languages: Languages | None = Field(None, description="in which languages the text is authentic")
    published: Open[Published] | None = Field(None, description="day of publication, or false")
    glossary: dict[Id, LangText] | None = Field(None, description="what the deal's words mean")
    sources: dict[Id, SourceOf] | None = Field(None, description="where the parts of this file come from")
    unread: list[Word] | None = Field(None, description="parts of the text that nobody here has seen")
    history: list[Event] | None = Field(None, description="what happened to the deal")
    clock: Word = Field(description="IANA name of the zone in which days and local times are counted")
    gazetteer: Word | None = Field(None, description="which list of p-codes `admin` means")
    signed: OpenMoment | None = Field(None, description="when it was signed")
    day_zero: Open[Date] | None = Field(None, description="`{day: n}` is this date + n")
    in_force: InForce | None = Field(None, description="from when to when it binds")
    phases: dict[Id, Phase] | None = Field(None, description="intervals that terms may cite")
    proof: Proof | None = Field(None, description="the standard each consequence needs")
    counting: Counting | None = Field(None, description="what one breach is")
    parties: dict[Id, Party] = Field(default_factory=dict, description="signatories that owe obligations")
    guarantors: dict[Id, Guarantor] = Field(default_factory=dict, description="outside powers that answer for parties")
    bodies: dict[Id, Body] = Field(default_factory=dict, description="whoever acts for the deal and is no side of it")
    others: dict[Id, Other] = Field(default_factory=dict, description="third states and hosts")
    actors: dict[Id, Actor] = Field(
        default_factory=dict, description="names, aliases, members and successors of actors"
    )
    actors_from: Word | None = Field(None, description="a file with more actors, beside the agreement")
    arms: dict[Id, Arm] = Field(default_factory=dict, description="classes of weapons and goods, for `with`")
    lines: dict[Id, Line] = Field(default_factory=dict, description="lines with their date and map")
    zones: dict[Id, Zone] = Field(default_factory=dict, description="named areas")
    terms: dict[Id, Term] = Field(default_factory=dict, description="the clauses")
    tranches: dict[Id, Tranche] = Field(default_factory=dict, description="duties exchanged step by step")
    exclusions: dict[Id, Exclusion] = Field(default_factory=dict, description="groups outside the deal's protection")
    classes: dict[Id, BreachClassOf] = Field(default_factory=dict, description="classes of breaches")
    escalation: list[RungOf] = Field(default_factory=list, description="the ladder, one rung after the other")
    complaints: Complaints | None = Field(None, description="who may complain, to whom, and what then happens by when")
    ending: Ending | None = Field(None, description="what ends the deal, and what does not")
    watch: Watch | None = Field(None, description="what is watched for")
    record: Record | None = Field(None, description="the signed public record of the deal")

    _document: Document = PrivateAttr(default_factory=Document)
    _file: str = PrivateAttr(default="")
    _folder: Path | None = PrivateAttr(default=None)
    _text: str = PrivateAttr(default="")
    _sha256: str = PrivateAttr(default="")
    _editable: CommentedMap | None = PrivateAttr(default=None)

    @property
    def positions(self) -> Mapping[tuple[str | int, ...], tuple[int, int]]:
        """Line and column (from 1) of every value, by its path: keys as the file writes them, and positions in lists."""
        return self._document.positions

    @property
    def key_positions(self) -> Mapping[tuple[str | int, ...], tuple[int, int]]:
        """Line and column (from 1) of every key, by the path of its value."""
        return self._document.key_positions

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What was read nevertheless and is worth a word: titles without quotes that a comma had cut."""
        return tuple(self._document.notices)

    @property
    def file(self) -> str:
        """Name of the file, as problems and remarks report it."""
        return self._file

    @property
    def folder(self) -> Path | None:
        """Folder in which the files that it names are looked for."""
        return self._folder

    @property
    def text(self) -> str:
        """The text of the file as it was read."""
        return self._text

    @property
    def sha256(self) -> str:
        """SHA-256 of the file's bytes, in hexadecimal."""
        return self._sha256

    @property
    def document(self) -> CommentedMap:
        """The file as ruamel.yaml keeps it, with comments and order: edit it, `write` it, and parse what was written."""
        if self._editable is None:
            self._editable = open_for_editing(self._text)
        return self._editable

    def write(self) -> str:
        """Give the text of the file, comments and order kept; of a document that nobody edited, the very text that was read."""
        return self._text if self._editable is None else write_document(self._editable, was=self._text)

    def __eq__(self, other: object) -> bool:
        """Two agreements are equal if they say the same, wherever it stands in whichever file."""
        return isinstance(other, Agreement) and dict(self) == dict(other)

    __hash__ = None  # type: ignore[assignment]  # as of any value that holds lists

    def _keep(self, document: Document, *, file: str, folder: Path | None, text: str) -> None:
        """Keep where it came from."""
        self._document, self._file, self._folder, self._text = document, file, folder, text
        self._sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
