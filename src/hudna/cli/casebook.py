"""`hudna casebook`: the deals that ship, what became of each, and which rules of lint it fell to, beside what lint finds in its file."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import typer

from hudna.casebook import (
    Fact,
    Fall,
    Happening,
    Story,
    agreement_path,
    agreements,
    export,
    sources_of,
    story_of,
    titled,
)
from hudna.cli.commands import out, told_in_words
from hudna.cli.lint import lint_by
from hudna.cli.remarks import in_style
from hudna.lint import RULES, Linted, Placed, Rule
from hudna.problems import Problem, Refused, nearest_name
from hudna.terms import Agreement, read_agreement


class Fell(NamedTuple):
    """A rule that a deal fell to: what the story says, the rule, and what lint finds in the file that was asked for."""

    fall: Fall
    rule: Rule
    remarks: tuple[Placed, ...]


class Retold(NamedTuple):
    """A story beside what lint finds; the file may be a guaranteed version, the story is that of the deal as signed."""

    story: Story
    signed: Agreement
    linted: Linted
    fell: tuple[Fell, ...]

    @property
    def others(self) -> tuple[Placed, ...]:
        """Remarks of rules that the deal is not said to have fallen to."""
        named = {fell.rule.id for fell in self.fell}
        return tuple(placed for placed in self.linted.remarks if placed.rule.id not in named)


def retell(agreement_id: str) -> Retold:
    """Give a deal's story beside what lint finds in its file.

    Raises:
        Refused: there is no such deal, or its story is not sound or names a rule that does not exist.
    """
    story, signed = story_of(agreement_id)
    known = {rule.id: rule for rule in RULES}
    strangers = [fall.rule for fall in story.fell_to if fall.rule not in known]
    if strangers:
        raise Refused(
            Problem(f"{story.story}.yaml", field="fell_to", found=repr(id_), expected="the id of a rule (`hudna rules`)",
                    nearest=nearest_name(id_, known))
            for id_ in strangers
        )  # fmt: skip
    linted = lint_by(read_agreement(agreement_path(agreement_id)), RULES)
    fell = tuple(
        Fell(fall, known[fall.rule], tuple(placed for placed in linted.remarks if placed.rule.id == fall.rule))
        for fall in story.fell_to
    )
    return Retold(story, signed, linted, fell)


def where_read(fact: Fact, retold: Retold) -> str:
    """Say how far a fact was checked and where it was read: `read: OCHA flash update 1`."""
    sources = sources_of(retold.story, retold.signed)
    places = [sources[fact.source].title] if fact.source is not None else []
    places += [f"claims {', '.join(fact.claims)}"] if fact.claims else []
    note = [f"({fact.note})"] if fact.note else []
    return " ".join([f"{fact.trust}: {'; '.join(places)}" if places else fact.trust, *note])


def day_of(happening: Happening) -> str:
    """Write when it happened: one day, or the first and the last."""
    return happening.date if happening.until is None else f"{happening.date} to {happening.until}"


def found_by_lint(fell: Fell) -> str:
    """Say what lint finds of a rule in the file, or why it finds nothing."""
    if fell.remarks:
        return "; ".join(f"line {p.line}, {p.field}: {p.remark.found}" for p in fell.remarks)
    return f"nothing: {fell.fall.unseen}" if fell.fall.unseen else "nothing in this version"


def list_casebook(*, as_json: bool) -> None:
    """List the agreements that ship."""
    found = [(id_, read_agreement(agreement_path(id_))) for id_ in agreements()]
    if as_json:
        rows = [{"id": id_, "title": deal.title, "version": deal.version} for id_, deal in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for id_, deal in found:
        out.print(f"{id_:32} {titled(deal.title)}", highlight=False, soft_wrap=True)


def show_agreement(agreement: str, *, as_file: bool, as_json: bool) -> None:
    """Tell the story of a deal, or print its agreement as the file stands."""
    with told_in_words():
        if as_file:
            typer.echo(agreement_path(agreement).read_text(encoding="utf-8"))
            return
        retold = retell(agreement)
    if as_json:
        typer.echo(json.dumps(_as_json(retold), ensure_ascii=False, indent=1))
    else:
        _print_story(retold)


def _print_story(retold: Retold) -> None:
    story, agreement = retold.story, retold.linted.agreement
    out.print(f"{titled(agreement.title)} ({agreement.id})", **in_style("bold"))
    _print_lines([story.in_short])
    _print_part("What it said", [f"{said.what} [{where_read(said, retold)}]" for said in story.said])
    _print_part(
        "What happened", [f"{day_of(each)}  {each.what} [{where_read(each, retold)}]" for each in story.happened]
    )
    lines = []
    for fell in retold.fell:
        lines += [
            f"{fell.rule.id}  {fell.rule.title['en']}: {fell.fall.why}",
            f"    lint finds {found_by_lint(fell)}",
        ]
    _print_part("Rules of lint it fell to (`hudna rules ID` tells the evidence of each)", lines)
    _print_part("What stood", list(story.stood))
    _print_part("How far this was checked", [story.checked])
    rules = {placed.rule.id for placed in retold.others}
    if rules:
        _print_lines(
            ["", f"{len(retold.others)} remarks of {len(rules)} other rules: hudna lint {retold.linted.agreement.id}"]
        )


def _print_part(heading: str, lines: list[str]) -> None:
    if lines:
        out.print(f"\n{heading}", **in_style("bold"))
        _print_lines(lines)


def _print_lines(lines: list[str]) -> None:
    for line in lines:
        out.print(line, **in_style(""))


def _as_json(retold: Retold) -> dict[str, Any]:
    return {
        "id": retold.linted.agreement.id,
        **retold.story.model_dump(mode="json", exclude={"fell_to", "sources"}),
        "sources": {
            key: source.model_dump(mode="json") for key, source in sources_of(retold.story, retold.signed).items()
        },
        "fell_to": [
            {
                **fell.fall.model_dump(mode="json"),
                "evidence": fell.rule.evidence,
                "found": [{"line": p.line, "field": p.field, "found": p.remark.found} for p in fell.remarks],
            }
            for fell in retold.fell
        ],
    }


def export_agreement(agreement: str, folder: Path) -> None:
    """Copy an agreement and what it cites."""
    with told_in_words():
        for path in export(agreement, folder):
            out.print(str(path), markup=False, highlight=False, soft_wrap=True)
