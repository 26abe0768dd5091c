"""Asking people for the numbers: one sheet for each person, filled in apart, pooled so that disagreement stays visible.

Each payoff is asked as "how many days of this ceasefire", low, likely and high, of at least two people of different leaning, who do not see
each other's sheets. A sheet is private, as the assumptions are. Source: docs/guide/stress.md, "Asking people".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from hudna.credibility.catalogue import LEAVES, Leaf, leaf_of
from hudna.credibility.ranges import Quantiles, Range, Triangular, disagreement, pool
from hudna.credibility.reading import Reading
from hudna.credibility.said_by_terms import SaidByTerms, read_terms
from hudna.credibility.written_ranges import read_range
from hudna.problems import Problem, Refused
from hudna.terms import Agreement, decode, kind_tree

Language = Literal["en", "ar"]
VERSION = 1
PARTIES = 2
LARGE = 0.5
"""From here on two people disagree so far that what they pooled has two humps: the report names the number."""
FILLED_BEHIND_A_MARK = re.compile(r"\s*#\s*[\w.]+:\s*(\[\s*)?[-+.\d]")
HEAD: Mapping[Language, tuple[str, ...]] = {
    "en": (
        "One person fills in this sheet alone, and shows it to nobody who fills in another.",
        "Write [low, likely, high]: low and high so that it would surprise you to see it outside. Take away the # before a line that you fill in; leave what you cannot say as it is.",
    ),
    "ar": (
        "يملأ هذه الورقة شخص واحد وحده، ولا يريها لمن يملأ غيرها.",
        "اكتب [الأدنى، الأرجح، الأعلى]: بحيث يفاجئك أن يقع خارجها. واحذف علامة # قبل كل سطر تملؤه، واترك ما لا تستطيع قوله كما هو.",
    ),
}


@dataclass(frozen=True)
class Asked:
    """One number to ask for, and the question in words."""

    path: str
    leaf: Leaf
    question: str


@dataclass(frozen=True)
class Sheet:
    """What one person answered: a range for each number that the person could say."""

    by: str
    answers: Mapping[str, Range]


@dataclass(frozen=True)
class Pooled:
    """One number as several people see it."""

    path: str
    range: Range
    by: Mapping[str, Range]
    apart: float
    """0: they say the same; 1: what one holds possible another excludes."""

    @property
    def is_disputed(self) -> bool:
        return self.apart >= LARGE


def questions(agreement: Agreement, kinds: Sequence[str], *, language: Language) -> tuple[Asked, ...]:
    """Give every number to ask for of a deal, in the order of the file: what terms and defaults cannot tell, and what is worth asking anyway.

    Args:
        agreement: the deal; its first two parties that are more than a guarantor's own forces are asked about.
        kinds: kinds of breach to ask about.
        language: en or ar.

    Raises:
        Refused: the deal has fewer than two such parties, or a kind is not of the tree of kinds.
    """
    terms = read_terms(agreement)
    if len(terms.parties) < PARTIES:
        raise Refused(
            [
                Problem(
                    agreement.file, field="parties", found=", ".join(terms.parties) or "nobody", expected="two parties"
                )
            ]
        )
    known = kind_tree()
    if strangers := [kind for kind in kinds if kind not in known]:
        raise Refused(
            [Problem("--kind", found=repr(kind), expected="a kind of the tree of kinds") for kind in strangers]
        )
    return tuple(_ask(agreement, terms, kinds, language))


def _ask(agreement: Agreement, terms: SaidByTerms, kinds: Sequence[str], language: Language) -> Iterator[Asked]:
    parties = terms.parties[:PARTIES]
    names = {id_: _name(agreement, id_, language) for id_ in (*parties, *agreement.guarantors)}
    for pattern, leaf in LEAVES.items():
        question = leaf.question
        if question is None:
            continue
        text = question.en if language == "en" else question.ar
        who = (
            parties
            if pattern.startswith("parties.")
            else _guarantors(terms)
            if pattern.startswith("guarantors.")
            else ("",)
        )
        if ".mirror." in pattern and not terms.linked:
            continue
        for id_ in who:
            for kind in kinds if ".kinds." in pattern else ("",):
                path = pattern.replace("*", id_, 1).replace("*", kind, 1)
                if path in terms.values and terms.values[path].basis == "term" and "horizon" not in path:
                    continue
                word = kind_tree().nodes[kind].name[language] if kind else ""
                yield Asked(path, leaf, text.format(who=names.get(id_, ""), kind=word))


def _guarantors(terms: SaidByTerms) -> tuple[str, ...]:
    return tuple(dict.fromkeys(g for party in terms.parties[:PARTIES] for g in terms.guarantors_of[party]))


def _name(agreement: Agreement, id_: str, language: Language) -> str:
    role = agreement.parties.get(id_) or agreement.guarantors[id_]
    if isinstance(role.name, dict):
        return role.name.get(language) or role.name.get("en", id_)
    return role.name or id_


def write_sheet(agreement: Agreement, kinds: Sequence[str], *, by: str, language: Language) -> str:
    """Write an empty sheet for one person, as YAML: each question as a comment over its number, to be filled in."""
    lines = [f"# {line}" for line in HEAD[language]]
    lines += [f"elicitation: {VERSION}", f"agreement: {agreement.id}", f"by: {by}", "answers:"]
    for asked in questions(agreement, kinds, language=language):
        lines += [
            f"  # {asked.question}",
            f"  #   {asked.leaf.sort.words if language == 'en' else asked.leaf.sort.words_ar}",
            f"  # {asked.path}: [ , , ]",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def read_sheet(path: Path, agreement: Agreement) -> Sheet:
    """Read a sheet that somebody filled in.

    Raises:
        Refused: all that is wrong with it, with file, line and number.
    """
    return parse_sheet(decode(path.read_bytes(), file=path.name), agreement, file=path.name)


def parse_sheet(text: str, agreement: Agreement, *, file: str) -> Sheet:
    """Read the text of a sheet; raises as `read_sheet` does."""
    reading = Reading(text, file=file)
    data = reading.document.data
    if data:
        for key in data:
            if key not in ("elicitation", "agreement", "by", "answers"):
                reading.note(
                    (key,),
                    f"the unknown key {key!r}",
                    "one of elicitation, agreement, by, answers",
                    ("elicitation", "agreement", "by", "answers"),
                )
        if data.get("elicitation") != VERSION:
            reading.note(("elicitation",), repr(data.get("elicitation")), f"`elicitation: {VERSION}`")
        if data.get("agreement") != agreement.id:
            reading.note(
                ("agreement",), repr(data.get("agreement")), f"the id of the agreement, {agreement.id}", [agreement.id]
            )
        if not isinstance(data.get("by"), str):
            reading.note(
                ("by",), "nobody" if "by" not in data else repr(data["by"]), "a word for the person, such as expert-3"
            )
    written = data.get("answers")
    if data and not isinstance(written, dict):
        reading.note(("answers",), "no answers", "at least one number, such as `parties.x.war_value: [-20, -5, 5]`")
    for number, line in enumerate(text.splitlines(), start=1):
        if FILLED_BEHIND_A_MARK.match(line):
            expected = "the line without its #, or as it came"
            reading.problems.append(Problem(file, line=number, found="an answer behind a #", expected=expected))
    answers: dict[str, Range] = {}
    ids = {"parties": tuple(agreement.parties), "guarantors": tuple(agreement.guarantors)}
    for path, value in written.items() if isinstance(written, dict) else ():
        at = ("answers", path)
        try:
            leaf = leaf_of(path)
        except LookupError:
            reading.note(at, repr(path), "the path of a number of the assumptions file")
            continue
        parts = path.split(".")
        if parts[0] in ids and parts[1] not in ids[parts[0]]:
            reading.note(at, repr(parts[1]), f"one of the agreement's {parts[0]}", ids[parts[0]])
        elif ".kinds." in path and parts[3] not in kind_tree():
            reading.note(at, repr(parts[3]), "a kind of the tree of kinds", kind_tree().ids)
        elif (range_ := read_range(value, at, leaf, reading)) is not None:
            answers[path] = range_
    if reading.problems:
        raise Refused(sorted(reading.problems, key=lambda p: (p.line or 0, p.column or 0)))
    return Sheet(data["by"], answers)


def pool_sheets(sheets: Sequence[Sheet], *, files: Sequence[str]) -> tuple[Pooled, ...]:
    """Pool the sheets of several people, each number linearly over those who answered it, in the order of the file.

    Raises:
        Refused: fewer than two people, or one of them twice.
    """
    people = [sheet.by for sheet in sheets]
    if len(people) < 2:
        raise Refused(
            [
                Problem(
                    files[0] if files else "sheets",
                    found=f"{len(people)} sheet",
                    expected="the sheets of at least two people",
                )
            ]
        )
    twice = [file for file, by in zip(files, people, strict=True) if people.count(by) > 1]
    if twice:
        raise Refused(
            [
                Problem(file, field="by", found="a second sheet of the same person", expected="one sheet for each")
                for file in twice
            ]
        )
    order = list(LEAVES.values())
    paths = sorted(dict.fromkeys(p for sheet in sheets for p in sheet.answers), key=lambda p: order.index(leaf_of(p)))
    pooled: list[Pooled] = []
    for path in paths:
        by = {sheet.by: sheet.answers[path] for sheet in sheets if path in sheet.answers}
        sort = leaf_of(path).sort
        ranges = list(by.values())
        pooled.append(Pooled(path, pool(ranges, least=sort.least, most=sort.most), by, disagreement(ranges)))
    return tuple(pooled)


def write_assumptions(agreement: Agreement, pooled: Sequence[Pooled], *, people: Sequence[str], on: str) -> str:
    """Write an assumptions file with what was pooled; what nobody answered is left to the terms and the defaults, or refused when read."""
    lines = ["assumptions: 1", f"agreement: {agreement.id}", "unit: day_of_deal"]
    lines += [f"elicited: {{date: {on}, from: [{', '.join(people)}], pooling: linear}}"]
    tree: dict[str, Any] = {}
    for one in pooled:
        *parts, last = one.path.split(".")
        inner = tree
        for part in parts:
            inner = inner.setdefault(part, {})
        note = f', note: "apart {one.apart:.2f}"' if one.is_disputed else ""
        inner[last] = f"{{{_written(one.range)}, basis: elicited{note}}}"
    return "\n".join((*lines, *_laid_out(tree, 0))) + "\n"


def _laid_out(tree: Mapping[str, Any], depth: int) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, str):
            yield f"{'  ' * depth}{key}: {value}"
        else:
            yield f"{'  ' * depth}{key}:"
            yield from _laid_out(value, depth + 1)


def _written(range_: Range) -> str:
    if isinstance(range_, Quantiles):
        return "q: [" + ", ".join(f"[{s:g}, {v:.6g}]" for s, v in zip(range_.shares, range_.values, strict=True)) + "]"
    assert isinstance(range_, Triangular)
    return f"range: [{range_.low:.6g}, {range_.mode:.6g}, {range_.high:.6g}]"
