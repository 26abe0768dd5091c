"""The text of an agreement file, read as YAML 1.2 with a place for every key and value, and written back as it was.

The reader is stricter than YAML where readers of YAML differ: no anchors, aliases, tags or directives, no key that another reader turns
into true and false, and no number but plain decimals (`0123`, `0x1F`, `1_000` and `12:30` stay texts, and so do dates). A deal is read by
people who sign it and by programs that judge it, and both must read the same: no character that turns the order of reading or is not seen,
in comments neither (Boucher and Anderson, Trojan Source, 2021).
Source: docs/semantics.md, "Design rules".
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from hudna.problems import Problem, Refused

Path = tuple[str | int, ...]
"""Where a value stands: keys and positions in lists, from the outside in."""
Place = tuple[int, int]
"""Line and column, from 1."""

MOST_BYTES = 1_000_000
DEEPEST = 32
MOST_PROBLEMS = 1_000
"""After so many the reading stops: nobody mends more at once, and a hostile file gets no more of our time."""
DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\u00ad\u200b\u2060-\u2064\ufeff]")
"""Embeddings, overrides and isolates; soft hyphens and spaces of no width. Not the marks U+200E and U+200F and the joiners U+200C and U+200D,
which texts in Arabic and Persian need."""
MISREAD_KEYS = frozenset({"on", "off", "yes", "no"})
"""YAML 1.1 turns these into true and false, and YAML 1.1 is what most readers still speak."""

NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
FRACTION = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
WORDS: dict[str, bool | None] = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
QUOTE = "quotes around a text that holds a comma or a colon"


@dataclass
class Document:
    """What a file says, as plain values, and where it says it."""

    data: dict[str, Any] = field(default_factory=dict)
    positions: dict[Path, Place] = field(default_factory=dict)
    key_positions: dict[Path, Place] = field(default_factory=dict)
    flow: set[Path] = field(default_factory=set)  # mappings written in braces
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)  # read nevertheless, and worth a word


class UnreadableError(Exception):
    """The text cannot be read any further; the problem is already noted."""


def decode(content: bytes, *, file: str) -> str:
    """Read bytes as UTF-8.

    Raises:
        Refused: the bytes are not UTF-8; line and column are those of the first that is not.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", errors="replace")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        found = f"the byte 0x{content[error.start]:02X}"
        raise Refused([Problem(file, line=line, column=column, found=found, expected="text in UTF-8")]) from None


def read_document(text: str, *, file: str, most_bytes: int = MOST_BYTES) -> Document:
    """Read the text of one YAML document; whatever is wrong with it as YAML stands in `problems`.

    When the text cannot be read to its end, `data` holds nothing and `problems` ends with the reason.
    """
    document = Document()
    reading = _Reading(file=file, document=document, most_bytes=most_bytes)
    try:
        reading.read(text)
    except UnreadableError:
        document.data.clear()
    return document


@dataclass
class _Reading:
    """One pass over the events of a YAML text."""

    file: str
    document: Document
    most_bytes: int = MOST_BYTES

    def read(self, text: str) -> None:
        size = len(text.encode("utf-8", errors="surrogatepass"))
        if size > self.most_bytes:
            raise self.stop((1, 1), f"a file of {size:,} bytes", f"at most {self.most_bytes:,} bytes")
        text = text.removeprefix("\ufeff")
        self.refuse_deceiving(text)
        try:
            events = self.checked(YAML(typ="safe", pure=True).parse(io.StringIO(text)))
            root = next((event for event in events if not isinstance(event, DocumentStartEvent)), None)
            if root is None or (isinstance(root, ScalarEvent) and root.value == "" and not root.style):
                raise self.stop((1, 1), "an empty file", "an agreement, from `hudna: 1` on")
            data = self.value(root, events, ())
            for _ in events:
                pass
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            raise self.stop(place, *_in_plain_words(error)) from error
        except ReaderError as error:
            before = text[: error.position] if isinstance(error.position, int) else ""
            place = (before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
            raise self.stop(
                place, f"the character U+{_code_point(error.character):04X}", "text that YAML allows"
            ) from error
        except (YAMLError, ValueError) as error:
            raise self.stop(
                (1, 1), str(error).splitlines()[0] if str(error) else "something that is no YAML", "YAML 1.2"
            ) from error
        if isinstance(data, dict):
            self.document.data.update(data)
        else:
            raise self.stop(
                _place(root), f"a {'list' if isinstance(data, list) else 'text'}", "a mapping, from `hudna: 1` on"
            )

    def checked(self, events: Iterator[Event]) -> Iterator[Event]:
        """Pass on the events that carry values, and refuse what this format does without."""
        depth, documents = 0, 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.stop(_place(event), "a second document", "one document in a file")
                if event.version or event.tags:
                    raise self.stop((1, 1), "a directive (%)", "a file without directives")
                continue
            if isinstance(event, AliasEvent):
                raise self.stop(_place(event), f"the alias *{event.anchor}", "the value itself: aliases are not read")
            if anchor := getattr(event, "anchor", None):
                self.note(_place(event), f"the anchor &{anchor}", "no anchors: a value is written where it stands")
            if tag := getattr(event, "ctag", None):
                self.note(_place(event), f"the tag {tag}", "no tags: a value is a text, a number, true or false")
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > DEEPEST:
                raise self.stop(_place(event), f"a value {depth} levels deep", f"at most {DEEPEST} levels")
            if isinstance(event, ScalarEvent):
                self.refuse_escaped(event)
            if isinstance(event, ScalarEvent | CollectionStartEvent | CollectionEndEvent):
                yield event

    def refuse_deceiving(self, text: str) -> None:
        """Note each character of the text that turns the order of reading or is not seen."""
        for match in DECEIVING.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
            self.note((line, column), *_deceiving(match[0]))

    def refuse_escaped(self, event: ScalarEvent) -> None:
        """Note such a character that is written as an escape, between double quotes, and does not stand in the text."""
        match = DECEIVING.search(event.value) if event.style == '"' else None
        lines = range(event.start_mark.line + 1, event.end_mark.line + 2)
        if match and not any(problem.line in lines for problem in self.document.problems):
            self.note(_place(event), *_deceiving(match[0]))

    def value(self, event: Event, events: Iterator[Event], path: Path) -> Any:
        self.document.positions[path] = _place(event)
        if isinstance(event, MappingStartEvent):
            if event.flow_style:
                self.document.flow.add(path)
            return self.mapping(events, path)
        if isinstance(event, SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(item := next(events), CollectionEndEvent):
                items.append(self.value(item, events, (*path, len(items))))
            return items
        assert isinstance(event, ScalarEvent)
        return _scalar(event)

    def mapping(self, events: Iterator[Event], path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(events), CollectionEndEvent):
            place = _place(event)
            key = self.key(event, events, path)
            if key is None or key in found:
                if key is not None:
                    first = self.document.key_positions[*path, key]
                    self.note(
                        place,
                        f"the key {key!r} a second time",
                        f"each key once; it stands on line {first[0]}",
                        (*path, key),
                    )
                unread = _Reading(self.file, Document())
                unread.value(next(events), events, path)
                self.document.problems += unread.document.problems
                continue
            self.document.key_positions[*path, key] = place
            found[key] = self.value(next(events), events, (*path, key))
        self.join_cut_text(found, path)
        return found

    def key(self, event: Event, events: Iterator[Event], path: Path) -> str | None:
        """Give the key as text, or note why it is none."""
        place = _place(event)
        if not isinstance(event, ScalarEvent):
            _Reading(self.file, Document()).value(event, events, path)
            self.note(place, "a list or a mapping as a key", f"a word; {QUOTE}", path)
            return None
        read = _scalar(event)
        if not isinstance(read, str):
            self.note(place, f"the key {event.value or 'of no name'}", f'a key that is a text: "{event.value}"', path)
            return None
        if read.lower() in MISREAD_KEYS:
            self.note(
                place,
                f"the key {read!r}",
                "another word: other readers of YAML turn on, off, yes and no into true and false",
                path,
            )
            return None
        return read

    def join_cut_text(self, found: dict[str, Any], path: Path) -> None:
        """Join a text by language that an unquoted comma has cut: `{en: A, B, ar: ج}` says "A, B".

        A key without a value that is no code of a language can be nothing else in such a mapping; it is joined, and noticed.
        """
        if path not in self.document.flow or not _is_text_by_language(path):
            return
        last: str | None = None
        for key in list(found):
            if found[key] is None and last is not None and not re.fullmatch("[a-z]{2,3}", key):
                found[last] = f"{found[last]}, {key}"
                del found[key]
                where = (*path, last)
                line, column = self.document.positions[where]
                self.document.notices = [
                    notice for notice in self.document.notices if (notice.line, notice.column) != (line, column)
                ]
                self.document.notices.append(
                    Problem(
                        self.file,
                        line=line,
                        column=column,
                        field=dotted(where),
                        found=f"{found[last]!r} without quotes",
                        expected=QUOTE,
                    )
                )
                self.document.key_positions.pop((*path, key))
                self.document.positions.pop((*path, key))
            else:
                last = key if isinstance(found[key], str) else None

    def note(self, place: Place, found: str, expected: str, path: Path = ()) -> None:
        """Note a problem; with one too many the reading ends."""
        if len(self.document.problems) >= MOST_PROBLEMS:
            raise UnreadableError
        self.document.problems.append(
            Problem(self.file, line=place[0], column=place[1], field=dotted(path), found=found, expected=expected)
        )

    def stop(self, place: Place, found: str, expected: str) -> UnreadableError:
        """Note a problem after which nothing more can be read."""
        self.note(place, found, expected)
        return UnreadableError()


def _deceiving(character: str) -> tuple[str, str]:
    named = unicodedata.name(character, "a control character")
    return (
        f"the character U+{ord(character):04X} ({named})",
        "text without characters that turn the order of reading or are not seen",
    )


def dotted(path: Path) -> str:
    """Write a path as a person reads it: `terms.4.needs.0.act`; what would deceive the reader stands as its code."""
    return DECEIVING.sub(lambda match: f"\\u{ord(match[0]):04x}", ".".join(str(part) for part in path))


def _place(event: Event) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _scalar(event: ScalarEvent) -> str | int | float | bool | None:
    text: str = event.value
    if event.style or event.ctag:
        return text
    if text in EMPTY:
        return None
    if text in WORDS:
        return WORDS[text]
    if NUMBER.fullmatch(text):
        return int(text) if len(text) < 20 else float(text)
    return float(text) if FRACTION.fullmatch(text) else text


def _is_text_by_language(path: Path) -> bool:
    if path[:1] == ("glossary",):
        return len(path) == 2
    return path == ("title",) or (path[-1:] in (("name",), ("text",), ("summary",)) and len(path) > 1)


def _code_point(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[:1] or "\ufffd")


def _in_plain_words(error: MarkedYAMLError) -> tuple[str, str]:
    """Say what a parser of YAML stumbled on: what was found, and what was expected."""
    said = str(error.problem or error.context or "something that is no YAML")
    if "found unexpected end of stream" in said or "<stream end>" in said:
        return "the end of the file", "the closing quote or bracket"
    if "'\\t'" in said or "tab" in said:
        return "a tab", "spaces: a line is indented, and a value set off from its key, by spaces only"
    if "mapping values are not allowed" in said:
        return "a colon inside a text", f"{QUOTE}; or, for a key of its own, the indentation of the keys beside it"
    if "expected ',' or" in said:
        return "a list or mapping that does not go on or close here", f"`,`, or the closing bracket; {QUOTE}"
    if (
        "could not find expected ':'" in said
        or "did not find expected <block" in said
        or "expected <block end>" in said
    ):
        return "a line that is no `key: value`", "`key: value`, indented as the lines around it"
    return said.removeprefix("found "), "YAML 1.2"
