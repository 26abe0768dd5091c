"""`hudna lint` and `hudna rules`: asks the rules of each file, writes safe changes, and explains the rules."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from hudna.cli.commands import REFUSED, err, find_agreement, out
from hudna.cli.remarks import FORMATS, Report, in_style
from hudna.flow import actors_of, gazetteer_of
from hudna.lint import RULES, Linted, Rule, Severity, choose_rules, fix_text, lint_agreement
from hudna.problems import Problem, Refused
from hudna.terms import Agreement

REMARKS = 4  # exit code: there are errors or warnings among the remarks


def lint_files(files: Sequence[str], *, select: Sequence[str], ignore: Sequence[str], output: str, fix: bool) -> None:
    """Lint agreements, and end with 1 if one was refused, else with 4 if there are errors or warnings."""
    if output not in FORMATS:
        raise typer.BadParameter(f"found {output!r}, expected one of {', '.join(FORMATS)}", param_hint="--format")
    try:
        rules = choose_rules(select=_words(select), ignore=_words(ignore))
    except LookupError as unknown:
        raise typer.BadParameter(str(unknown), param_hint="--select or --ignore") from None
    reports = [_lint(name, rules, fix=fix) for name in files]
    FORMATS[output](reports)
    if any(report.problems for report in reports):
        raise typer.Exit(REFUSED)
    if any(placed.rule.severity is not Severity.NOTE for report in reports for placed in report.remarks):
        raise typer.Exit(REMARKS)


def _words(options: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip().upper() for option in options for word in option.split(",") if word.strip())


def _lint(name: str, rules: Sequence[Rule], *, fix: bool) -> Report:
    try:
        agreement = find_agreement(name)
        linted = lint_by(agreement, rules)
        if fix and Path(name).is_file():
            fixed, count = fix_text(linted)
            if count:
                Path(name).write_bytes(fixed.encode("utf-8"))
                linted = lint_by(find_agreement(name), rules)
            err.print(f"{name}: {count} remark{'' if count == 1 else 's'} fixed", highlight=False, soft_wrap=True)
    except Refused as refused:
        typed = (
            replace(problem, file=name) if problem.file == Path(name).name else problem for problem in refused.problems
        )
        return Report(name, None, tuple(typed))
    except OSError as missing:
        return Report(name, None, (Problem(name, found=str(missing.strerror), expected="a file that can be read"),))
    return Report(name, linted, linted.problems)


def lint_by(agreement: Agreement, rules: Sequence[Rule]) -> Linted:
    """Lint with the gazetteer and the actors that the agreement names."""
    return lint_agreement(agreement, gazetteer=gazetteer_of(agreement), actors=actors_of(agreement), rules=rules)


def explain_rules(asked: str | None, *, as_json: bool) -> None:
    """List the rules, or explain one (or a group), in English and Arabic."""
    chosen = RULES
    if asked is not None:
        try:
            chosen = choose_rules(select=(asked.upper(),))
        except LookupError as unknown:
            raise typer.BadParameter(str(unknown), param_hint="ID") from None
    if as_json:
        typer.echo(json.dumps([_rule_as_json(rule) for rule in chosen], ensure_ascii=False, indent=1))
        return
    if asked is None or len(chosen) > 1:
        for rule in chosen:
            out.print(f"{rule.id:4}{rule.severity:9}{rule.title['en']}  {rule.title['ar']}", **in_style(""))
        return
    (rule,) = chosen
    out.print(f"{rule.id}  {rule.title['en']}  ({rule.severity}, {rule.group['en']})", **in_style("bold"))
    out.print(f"    {rule.title['ar']}", **in_style("bold"))
    for text in (
        rule.explanation["en"],
        rule.explanation["ar"],
        f"Evidence: {rule.evidence}",
        f"Source: {rule.source}",
    ):
        out.print(f"\n{text}", **in_style(""))


def _rule_as_json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "group": dict(rule.group),
        "title": dict(rule.title),
        "explanation": dict(rule.explanation),
        "evidence": rule.evidence,
        "source": rule.source,
    }
