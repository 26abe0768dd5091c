"""What lint says, in four formats: text for a person, JSON, SARIF for code hosts and editors, annotations for GitHub."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import typer

from hudna.cli.commands import out
from hudna.lint import RULES, Ignore, Linted, Placed, Severity
from hudna.problems import Problem
from hudna.version import __version__

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


@dataclass(frozen=True)
class Report:
    """What came of one file: remarks, or the problems for which it was refused."""

    file: str
    linted: Linted | None
    problems: tuple[Problem, ...]

    @property
    def remarks(self) -> tuple[Placed, ...]:
        return self.linted.remarks if self.linted else ()

    @property
    def ignored(self) -> tuple[tuple[Placed, Ignore], ...]:
        return self.linted.ignored if self.linted else ()


def print_text(reports: Sequence[Report]) -> None:
    """Print one line for each remark, then what was ignored and why, what nobody here has read, and how many there are."""
    for report in reports:
        for problem in report.problems:
            out.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)
        for placed in report.remarks:
            fix = f" (--fix: {placed.remark.fix.does})" if placed.remark.fix else ""
            out.print(f"{_place(report, placed)} {_said(placed)}{fix}", **in_style(STYLES[placed.rule.severity]))
        for placed, ignore in report.ignored:
            out.print(
                f"{_place(report, placed)} ignored because {ignore.reason} (line {ignore.line})", **in_style("dim")
            )
        if report.linted is None:
            continue
        for idle in report.linted.idle:
            out.print(f"{report.file}:{idle.line}: nothing to ignore here: {', '.join(idle.rules)}", **in_style("dim"))
        if report.linted.unread:
            out.print(f"{report.file}: not read: {'; '.join(report.linted.unread)}", **in_style("dim"))
        out.print(f"{report.file}: {_count(report)}", highlight=False, soft_wrap=True)


def _place(report: Report, placed: Placed) -> str:
    return f"{report.file}:{placed.line}:{placed.column}: {placed.rule.severity} {placed.rule.id} {placed.field}:"


def _said(placed: Placed) -> str:
    return f"found {placed.remark.found}, expected {placed.remark.expected}"


def in_style(style: str) -> dict[str, Any]:
    return {"style": style, "markup": False, "highlight": False, "soft_wrap": True}


def _count(report: Report) -> str:
    counts = [(sum(p.rule.severity is severity for p in report.remarks), severity.value) for severity in Severity]
    told = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)
    total = len(report.remarks)
    return f"{total} remark{'' if total == 1 else 's'} ({told}), {len(report.ignored)} ignored"


def print_json(reports: Sequence[Report]) -> None:
    """Print everything as JSON, one entry for each file."""
    typer.echo(json.dumps([_as_json(report) for report in reports], ensure_ascii=False, indent=1))


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "file": report.file,
        "problems": [
            {
                "line": p.line,
                "column": p.column,
                "field": p.field,
                "found": p.found,
                "expected": p.expected,
                "nearest": p.nearest,
            }
            for p in report.problems
        ],
        "remarks": [_remark_as_json(placed) for placed in report.remarks],
        "ignored": [_remark_as_json(placed) | {"because": ignore.reason} for placed, ignore in report.ignored],
        "unread": list(report.linted.unread) if report.linted else [],
    }


def _remark_as_json(placed: Placed) -> dict[str, Any]:
    return {
        "rule": placed.rule.id,
        "severity": placed.rule.severity.value,
        "title": dict(placed.rule.title),
        "line": placed.line,
        "column": placed.column,
        "field": placed.field,
        "found": placed.remark.found,
        "expected": placed.remark.expected,
        "fix": placed.remark.fix.does if placed.remark.fix else None,
    }


def print_sarif(reports: Sequence[Report]) -> None:
    """Print SARIF 2.1.0: what code hosts and editors read; what the reader refuses stands under the rule `format`."""
    index = {rule.id: number for number, rule in enumerate(RULES)}
    rules = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.title["en"]},
            "fullDescription": {"text": f"{rule.explanation['en']} {rule.evidence}"},
            "defaultConfiguration": {"level": SARIF_LEVELS[rule.severity]},
        }
        for rule in RULES
    ]
    results = [
        result
        for report in reports
        for result in (
            *(_sarif_problem(report, problem) for problem in report.problems),
            *(_sarif_result(report, placed, index) for placed in report.remarks),
            *(
                _sarif_result(report, placed, index)
                | {"suppressions": [{"kind": "inSource", "justification": ignore.reason}]}
                for placed, ignore in report.ignored
            ),
        )
    ]
    driver = {"name": "hudna lint", "version": __version__, "rules": [*rules, {"id": "format"}]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    typer.echo(json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1))


def _sarif_result(report: Report, placed: Placed, index: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": placed.rule.id,
        "ruleIndex": index[placed.rule.id],
        "level": SARIF_LEVELS[placed.rule.severity],
        "message": {"text": f"{placed.field}: {_said(placed)}"},
        "locations": [_sarif_place(report.file, placed.line, placed.column)],
    }


def _sarif_problem(report: Report, problem: Problem) -> dict[str, Any]:
    return {
        "ruleId": "format",
        "ruleIndex": len(RULES),
        "level": "error",
        "message": {"text": f"{problem.field}: found {problem.found}, expected {problem.expected}"},
        "locations": [_sarif_place(report.file, problem.line or 1, problem.column or 1)],
    }


def _sarif_place(file: str, line: int, column: int) -> dict[str, Any]:
    # A path as typed is no URI: a space or an Arabic name in it has to be written with per cent signs.
    path = Path(file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/")
    region = {"startLine": line, "startColumn": column}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def print_github(reports: Sequence[Report]) -> None:
    """Print one annotation for each remark, as GitHub's runners read them from the log."""
    for report in reports:
        for problem in report.problems:
            said = f"{problem.field}: found {problem.found}, expected {problem.expected}"
            typer.echo(_annotation("error", report.file, problem.line or 1, problem.column or 1, "format", said))
        for placed in report.remarks:
            title = f"{placed.rule.id} {placed.rule.title['en']}"
            level = GITHUB_LEVELS[placed.rule.severity]
            said = f"{placed.field}: {_said(placed)}"
            typer.echo(_annotation(level, report.file, placed.line, placed.column, title, said))


def _annotation(level: str, file: str, line: int, column: int, title: str, said: str) -> str:
    def escaped(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def in_property(text: str) -> str:
        return escaped(text).replace(":", "%3A").replace(",", "%2C")

    return f"::{level} file={in_property(file)},line={line},col={column},title={in_property(title)}::{escaped(said)}"


FORMATS: dict[str, Callable[[Sequence[Report]], None]] = {
    "text": print_text,
    "json": print_json,
    "sarif": print_sarif,
    "github": print_github,
}
