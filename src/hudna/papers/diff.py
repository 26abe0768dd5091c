"""Two versions, a file with disputed values, or a folder of versions, as a page and as text: what changed in meaning, by who gains."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from hudna.papers.board import STYLE, environment
from hudna.papers.change_labels import say_point, say_subject
from hudna.papers.change_values import name_of, say_names, say_value
from hudna.papers.changes import Said, say_change
from hudna.papers.comparison import Against, Comparison
from hudna.papers.evaluation import Named
from hudna.papers.hindsight import say_hindsight
from hudna.papers.words import Words, bare
from hudna.terms.diff import Change, Point

PARTS_BY_ID = frozenset({
    "terms", "zones", "exclusions", "parties", "guarantors", "bodies", "others", "classes", "phases", "tranches", "actors", "arms", "lines",
})  # fmt: skip


WAYS = ("freed", "bound", "less_protected", "more_protected")  # of a gain, as a reader asks for them
MANY = 5  # changes up to which they are their own summary
IN_SHORT = 8  # roles and groups


@dataclass(frozen=True)
class Group:
    """Changes by which the same gain."""

    heading: Markup
    changes: tuple[Said, ...]


@dataclass(frozen=True)
class Section:
    """One comparison in words."""

    heading: Markup
    verdict: Markup
    in_short: tuple[Markup, ...]  # for each whom many changes reach: how many free, bind, expose and protect it
    groups: tuple[Group, ...]
    wording: tuple[Markup, ...]  # numbers and words that changed and are no change in meaning
    hindsight: tuple[Markup, ...]


@dataclass(frozen=True)
class Table:
    """When each point moved: a column for each step between versions."""

    steps: tuple[Markup, ...]
    rows: tuple[tuple[Markup, tuple[Markup, ...]], ...]


@dataclass(frozen=True)
class Paper:
    """A whole answer of `hudna diff`, in one language."""

    words: Words
    title: Markup
    sections: tuple[Section, ...]
    table: Table | None = None
    nothing: Markup | None = None  # said where there is nothing to compare


def paper_on_versions(comparison: Comparison, *, language: str) -> Paper:
    """What differs between two versions."""
    words = Words(language, comparison.clock)
    return Paper(words, _title(words, comparison), (write_section(words, comparison),))


def paper_on_disputes(values: Sequence[Against], *, title: Named, clock: str, language: str) -> Paper:
    """What differs by meaning between the values of each dispute."""
    words = Words(language, clock)
    sections = tuple(write_section(words, one.comparison, heading=_against(words, one)) for one in values)
    nothing = None if values else words.say("No value of this file is disputed.")
    return Paper(words, words.name(title, ""), sections, nothing=nothing)


def _against(words: Words, value: Against) -> Markup:
    """Name a disputed value, and who gives the two readings: `Term 5, deadline: memorandum against press`."""
    one, other = (
        words.say("no source") if source is None else words.data(value.titles.get(source, source))
        for source in value.sources
    )
    section, *rest = (str(step) for step in value.path)
    about = rest[0] if section in PARTS_BY_ID else ""
    named = words.isolated(".".join((section, *rest)))  # as the file has it: two rows of one term are told apart
    if section not in ("history", "escalation"):
        subject = say_subject(words, value.comparison, Change(section, about, "", "", None, None))
        named = words.say("{subject} ({path})", subject=subject, path=named)
    first, second = (words.data(one) for one in value.values)
    one, other = (
        words.say("{value} ({source})", value=told, source=source) for told, source in ((first, one), (second, other))
    )
    return words.say("{where}: {one} against {other}", where=named, one=one, other=other)


def paper_on_series(comparisons: Sequence[Comparison], points: Sequence[Point], *, language: str) -> Paper:
    """When each point moved through several versions, then each step by itself."""
    last = comparisons[-1]
    words = Words(language, last.clock)
    steps = tuple(_between(words, one) for one in comparisons)
    rows = []
    for point in points:
        number = next(n for n, change in enumerate(point.steps) if change is not None)
        first = point.steps[number]
        assert first is not None
        said = say_change(words, comparisons[number], first)
        cells = tuple(
            Markup("") if change is None else _moved(words, comparisons[n], say_change(words, comparisons[n], change))
            for n, change in enumerate(point.steps)
        )
        rows.append((_row_name(words, said), cells))
    sections = tuple(
        write_section(words, one, heading=heading) for one, heading in zip(comparisons, steps, strict=True)
    )
    return Paper(words, _title(words, last), sections, Table(steps, tuple(rows)))


def _row_name(words: Words, said: Said) -> Markup:
    if said.change.measure in ("term", "part"):
        return said.subject
    return words.commas([said.subject, say_point(words, said.change)])


def _moved(words: Words, comparison: Comparison, said: Said) -> Markup:
    change = said.change
    if change.measure in ("term", "part", "also"):
        return said.sentence
    old, new = (say_value(words, comparison, value, change.measure) for value in (change.old, change.new))
    if old == new:
        return words.say("moved")
    return words.say("{old}, then {new}", old=old, new=new)


def write_section(words: Words, comparison: Comparison, *, heading: Markup | None = None) -> Section:
    """Put one comparison into words."""
    difference = comparison.difference
    said = [say_change(words, comparison, change) for change in difference.changes]
    count = words.count("{Number} change in meaning.", "{Number} changes in meaning.", len(said))
    return Section(
        heading=heading or _between(words, comparison),
        verdict=count if said else words.say("No change in meaning."),
        in_short=tuple(_in_short(words, comparison, difference.changes)) if len(said) > MANY else (),
        groups=tuple(_groups(words, comparison, said)),
        wording=tuple(_wording(words, comparison)),
        hindsight=tuple(say_hindsight(words, comparison, comparison.hindsight)) if comparison.hindsight else (),
    )


def _in_short(words: Words, comparison: Comparison, changes: Sequence[Change]) -> Iterator[Markup]:
    """Say for each role and group how many changes reach it and how, those first whom most reach."""
    counts: dict[str, Counter[str]] = {}
    for change in changes:
        for way in WAYS:
            for id_ in getattr(change.gain, way):
                counts.setdefault(id_, Counter())[way] += 1
    for id_, by_way in sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))[:IN_SHORT]:
        told = {
            "freed": words.say("freed by {n}", n=words.number(by_way["freed"])),
            "bound": words.say("bound more by {n}", n=words.number(by_way["bound"])),
            "less_protected": words.say("less protected by {n}", n=words.number(by_way["less_protected"])),
            "more_protected": words.say("more protected by {n}", n=words.number(by_way["more_protected"])),
        }
        ways = words.commas([told[way] for way in WAYS if by_way[way]])
        yield words.say("{who}: {ways}", who=name_of(words, comparison, id_), ways=ways)
    untold = sum(not change.gain.is_told for change in changes)
    if untold:
        yield words.count(
            "Of {n} change it cannot be told who gains.", "Of {n} changes it cannot be told who gains.", untold
        )


def _groups(words: Words, comparison: Comparison, said: Sequence[Said]) -> list[Group]:
    """Group by who gains, those first whose first change weighs most; what nobody can tell stands last."""
    by_gainer: dict[tuple[str, ...], list[Said]] = {}
    for one in said:
        by_gainer.setdefault(tuple(sorted(one.change.gain.gainers)), []).append(one)
    nobody = by_gainer.pop((), [])
    unnamed = [one for one in nobody if one.change.gain.is_told]
    unknown = [one for one in nobody if not one.change.gain.is_told]
    groups = []
    for ones in by_gainer.values():
        names = [name_of(words, comparison, id_) for id_ in ones[0].change.gain.gainers]
        groups.append(Group(words.say("To the gain of {who}", who=say_names(words, names)), tuple(ones)))
    if unnamed:
        groups.append(Group(words.say("Somebody is bound more, and nobody is named who gains by it"), tuple(unnamed)))
    return [*groups, *([Group(words.say("Who gains cannot be told"), tuple(unknown))] if unknown else [])]


def _wording(words: Words, comparison: Comparison) -> list[Markup]:
    difference = comparison.difference
    said = []
    if difference.renumbered:
        moved = [
            words.say("{old} is now {new}", old=words.isolated(each.old), new=words.isolated(each.new))
            for each in difference.renumbered
        ]
        said.append(words.say("Renumbered: {list}.", list=words.commas(moved)))
    if difference.reworded:
        terms = words.commas([words.isolated(id_) for id_ in difference.reworded])
        said.append(
            words.say(
                "The legal text was reworded though its structure is the same; worth a drafter’s eye: {terms}.",
                terms=terms,
            )
        )
    return said


def _between(words: Words, comparison: Comparison) -> Markup:
    old, new = comparison.difference.old, comparison.difference.new
    told = (old.version, new.version) if old.version != new.version else (old.file, new.file)
    return words.say("From {old} to {new}", old=words.isolated(told[0]), new=words.isolated(told[1]))


def _title(words: Words, comparison: Comparison) -> Markup:
    return words.name(comparison.title, comparison.difference.new.agreement_id)


# --- for people -----------------------------------------------------------------------------------------------------------------------------


def write_diff_page(paper: Paper) -> str:
    """Write a whole HTML document: style sheet inside, no script, nothing that a browser would fetch."""
    style = "".join((STYLE / name).read_text(encoding="utf-8") for name in ("tokens.css", "board.css", "diff.css"))
    return environment(paper.words).get_template("diff.html.jinja").render(
        paper=paper, words=paper.words, style=Markup(style), style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )  # fmt: skip


def write_diff_text(paper: Paper) -> str:
    """Write plain lines that survive a narrow terminal, a pipe and a copy into a mail."""
    lines = [bare(paper.title)]
    if paper.nothing is not None:
        lines.append(bare(paper.nothing))
    if paper.table is not None:
        lines += ["", bare(paper.words.say("When each point moved"))]
        for name, cells in paper.table.rows:
            lines.append(f"  {bare(name)}")
            lines += [
                f"    {bare(step)}: {bare(cell)}" for step, cell in zip(paper.table.steps, cells, strict=True) if cell
            ]
    for section in paper.sections:
        lines += ["", f"{bare(section.heading)}: {bare(section.verdict)}"]
        lines += [f"  {bare(line)}" for line in section.in_short]
        for group in section.groups:
            lines.append(bare(group.heading))
            for said in group.changes:
                lines.append("  " + " ".join(bare(part) for part in (said.sentence, *said.details)))
                if said.change.gain.is_told:
                    lines.append("    " + bare(said.gain))
        lines += [bare(line) for line in section.wording]
        if section.hindsight:
            first, *rest = section.hindsight
            lines += [bare(first), *(f"  {bare(line)}" for line in rest)]
    return "\n".join(lines) + "\n"
