"""What became of a deal: what it said, what happened, and which rules of lint it fell to, one file for each deal beside its terms.

A story is read against its agreement: the terms and sources that it names must be there. Which rules there are it does not know; who knows (`cli`,
the tests) holds it against what lint finds. Every fact has its trust:

- `read`: read at the named source when the casebook was compiled, often only the source's opening;
- `known`: from secondary reading or general knowledge, not read again at a source;
- `assumed`: ours, for want of better.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from hudna.problems import Problem, Refused, nearest_name
from hudna.terms import Agreement, Document, decode, dotted, read_document

Trust = Literal["read", "known", "assumed"]
Day = Annotated[
    str,
    BeforeValidator(lambda written: str(written) if isinstance(written, int) else written),  # a bare year is a number
    Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"),
]
"""`2015-09-26`, `2015-09` or `2015`, as surely as it is known."""
NEEDS_SOURCE = "`source:` or `claims:`, for a fact that was read; else `trust: known` or `assumed`"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Part):
    """Where something was read."""

    title: str
    url: str | None = None


class Fact(_Part):
    """Something that is told, where it was read, and how far it was checked."""

    what: str
    source: str | None = None
    claims: tuple[str, ...] = ()  # rows of the claims that ship: evidence/claims_syria
    trust: Trust
    note: str | None = None


class Said(Fact):
    """Something the deal said; `terms` are where the agreement file says it."""

    terms: tuple[str, ...] = ()


class Happening(Fact):
    """Something that happened on a day, or between two."""

    date: Day
    until: Day | None = None


class Fall(_Part):
    """A rule of lint that the deal fell to, and how; `unseen`: why lint cannot see it in this text."""

    rule: str = Field(pattern=r"^[A-Z]\d+$")
    why: str
    unseen: str | None = None


class Story(_Part):
    """The story of one deal."""

    story: str
    in_short: str
    checked: str
    sources: dict[str, Source] = {}
    said: tuple[Said, ...] = Field(min_length=1)
    happened: tuple[Happening, ...]
    fell_to: tuple[Fall, ...]
    stood: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (*self.said, *self.happened)


def read_story(path: Path, agreement: Agreement) -> Story:
    """Read a story and hold it against its agreement.

    Raises:
        Refused: all that is wrong with it, in the order of the text.
    """
    return parse_story(decode(path.read_bytes(), file=path.name), file=path.name, agreement=agreement)


def parse_story(text: str, *, file: str, agreement: Agreement) -> Story:
    """Read the text of a story; raises as `read_story` does."""
    document = read_document(text, file=file)
    problems = list(document.problems)
    story = None
    if document.data:
        try:
            story = Story.model_validate(document.data)
        except ValidationError as error:
            problems += [
                _problem(document, file, details["loc"], str(details["msg"]), details["type"])
                for details in error.errors(include_url=False)
            ]
    if story is not None:
        problems += [
            _at(document, file, where, found, expected, known)
            for where, found, expected, known in _strangers(story, agreement)
        ]
    if problems or story is None:
        raise Refused(sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0)))
    return story


def sources_of(story: Story, agreement: Agreement) -> Mapping[str, Source]:
    """Give every source that the story may name: the agreement's own and those it adds."""
    theirs = {key: Source(title=source.title, url=source.url) for key, source in (agreement.sources or {}).items()}
    return theirs | story.sources


def titled(text: str | dict[str, str] | None) -> str:
    """Give a text by language in English."""
    return text if isinstance(text, str) else (text or {}).get("en", "")


_Stranger = tuple[tuple[str | int, ...], str, str, list[str]]


def _strangers(story: Story, agreement: Agreement) -> Iterator[_Stranger]:
    """Find what a story names and its agreement has not, facts without a source, rules told twice, and days out of order."""
    if story.story != agreement.id:
        yield ("story",), repr(story.story), "the id of the agreement", [agreement.id]
    sources = list(sources_of(story, agreement))
    for part in ("said", "happened"):
        for number, fact in enumerate(getattr(story, part)):
            if fact.source is not None and fact.source not in sources:
                yield (part, number, "source"), repr(fact.source), "a source of the agreement or of the story", sources
            if fact.trust == "read" and fact.source is None and not fact.claims:
                yield (part, number), "a fact that was read nowhere", NEEDS_SOURCE, []
    for number, said in enumerate(story.said):
        for place, term in enumerate(said.terms):
            if term not in agreement.terms:
                yield (
                    ("said", number, "terms", place),
                    repr(term),
                    "a term of the agreement",
                    list(agreement.terms),
                )
    rules = [fall.rule for fall in story.fell_to]
    for number, rule in enumerate(rules):
        if rule in rules[:number]:
            yield ("fell_to", number, "rule"), f"the rule {rule} a second time", "each rule once", []
    days = [happening.date for happening in story.happened]
    for number, (before, day) in enumerate(pairwise(days), start=1):
        if day[: len(before)] < before[: len(day)]:
            yield ("happened", number, "date"), f"{day} after {before}", "facts in the order of their days", []


def _problem(document: Document, file: str, where: tuple[str | int, ...], said: str, kind: str) -> Problem:
    """Put one of pydantic's errors into words."""
    key = str(where[-1])
    fields = _fields_at(where[:-1])
    if kind == "extra_forbidden":
        return _at(document, file, where, f"the unknown key {key!r}", f"one of {', '.join(fields)}", list(fields))
    if kind == "missing":
        return _at(document, file, where[:-1], f"no `{key}`", f"the key `{key}`", [])
    return _at(document, file, where, "a value that does not fit", said, [])


def _fields_at(where: tuple[str | int, ...]) -> tuple[str, ...]:
    parts: dict[str, type[BaseModel]] = {"said": Said, "happened": Happening, "fell_to": Fall, "sources": Source}
    return tuple((parts[str(where[0])] if where else Story).model_fields)


def _at(
    document: Document, file: str, where: tuple[str | int, ...], found: str, expected: str, known: list[str]
) -> Problem:
    line, column = next(
        document.positions[where[:n]] for n in range(len(where), -1, -1) if where[:n] in document.positions
    )
    near = nearest_name(found.removeprefix("the unknown key ").strip("'"), known) if known else None
    return Problem(file, line=line, column=column, field=dotted(where), found=found, expected=expected, nearest=near)
