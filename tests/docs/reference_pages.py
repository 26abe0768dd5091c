"""The reference pages, printed from the code: keys of the agreement file, columns of the tables, columns of a claims CSV, commands, lint rules."""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import dataframely as dy
import typer

from hudna.casebook import deals, story_of
from hudna.cli.app import app
from hudna.cli.commands import IN_QUARANTINE, REFUSED
from hudna.compliance import tables as compliance
from hudna.credibility import LEAVES, Default, Triangular
from hudna.findings import Sensitivity
from hudna.findings import tables as findings
from hudna.incidents import tables as incidents
from hudna.lint import RULES, Rule
from hudna.reports import CLAIMS_CSV_COLUMNS
from hudna.reports import tables as reports
from hudna.reports.claims_types import TypeOf, type_table
from hudna.terms import agreement_schema
from lint.cases import cases_of, file_of

EXIT_CODES = {
    0: "done",
    REFUSED: "an input was refused; nothing was done, and all that is wrong is told on standard error",
    2: "wrong usage: an unknown command or option, or a value that an option cannot take",
    IN_QUARANTINE: "done, but rows are in quarantine; the first of them are told on standard error (not with `--json`)",
}
PRINTED = "This page is printed from the code; `make golden` writes it anew.\n"


def agreement_file() -> str:
    """Every key of the agreement file, one section for each mapping of the format."""
    schema = agreement_schema()
    parts = {"Agreement": schema} | {
        name: part for name, part in schema["$defs"].items() if "properties" in part and "_" not in name
    }
    sections = "\n".join("\n".join(_section(name, part)) for name, part in parts.items())
    return (
        f"# Keys of the agreement file\n\n{PRINTED}\n"
        "`hudna schema` prints the same as JSON Schema. Any value of a part may also be `{undefined: …}`, `{unread: …}` or "
        "`{disputed: […]}`: what each means is told in [semantics](../semantics.md). The last column lists the words that a key may "
        "hold, where the format has a list of them; `…` stands for what else the key may hold.\n\n"
        f"{sections}"
    )


def _section(name: str, part: dict[str, Any]) -> Iterator[str]:
    yield f"## {name}\n\n{part.get('description', '')}\n\n| key | needed | what it is | values |\n| --- | --- | --- | --- |"
    required = set(part.get("required", ()))
    for key, field in part["properties"].items():
        values = ", ".join(allowed_values(field))
        yield f"| `{key}` | {'yes' if key in required else ''} | {cell(field.get('description', ''))} | {values} |"
    yield ""


def allowed_values(field: dict[str, Any]) -> list[str]:
    """Give the words that a field, or each item of its list, may hold, in the order of the model; `…` last where it may hold more.

    What a part may always be instead (undefined, unread, disputed) is not told again; a field without words of its own gives nothing.
    """
    found = list(dict.fromkeys(_values(field)))
    words = [f"`{json.dumps(value, ensure_ascii=False).strip(chr(34))}`" for value in found if value is not None]
    return [*words, *(["…"] if words and None in found else [])]


def _values(schema: dict[str, Any]) -> Iterator[Any]:
    """Give each word that a schema lists, and None for whatever it allows without listing it."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        if not name.startswith(("Undefined_", "Unread_", "Disputed_")):
            yield from _values(agreement_schema()["$defs"][name])
        return
    members = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    if members:
        for member in members:
            yield from _values(member)
    elif "enum" in schema or "const" in schema:
        yield from schema.get("enum", [schema.get("const")])
    elif isinstance(schema.get("items"), dict):
        yield from _values(schema["items"])
    else:
        yield None


def tables() -> str:
    """Every table that one room hands to another, and that `hudna check` writes."""
    schemas = [
        *(reports.Claims, reports.Tallies, reports.Versions, reports.Withdrawals, reports.Sources, reports.Quarantine),
        *(incidents.Incidents, incidents.Memberships, incidents.Coverings),
        *(incidents.IncidentCounts, incidents.IncidentChanges),
        *(findings.Findings, findings.TargetShares, findings.Voices, Sensitivity),
        *(
            compliance.Norms,
            compliance.Allegations,
            compliance.DutyStates,
            compliance.Clocks,
            compliance.Answers,
            compliance.Scorecard,
        ),
    ]
    body = "\n".join("\n".join(_table(schema)) for schema in schemas)
    return (
        f"# Tables\n\n{PRINTED}\n`hudna check` writes each as Parquet, CSV and JSON; incident changes come from `hudna link`. Instants are in UTC; probabilities begin with "
        f"`p_`.\n\n{body}"
    )


def _table(schema: type[dy.Schema]) -> Iterator[str]:
    yield f"## {schema.__name__}\n\n{' '.join((schema.__doc__ or '').split())}\n\n| column | type | what it is |\n| --- | --- | --- |"
    for name, column in schema.columns().items():
        yield f"| `{name}` | {type(column).__name__.lower()}{', may be empty' if column.nullable else ''} | {cell(column.description or '')} |"
    yield ""


def claims_csv() -> str:
    """The columns of a claims CSV and the words its `type` may hold."""
    columns = "\n".join(f"| `{each.name}` | {each.need} | {cell(each.description)} |" for each in CLAIMS_CSV_COLUMNS)
    types = "\n".join(f"| `{name}` | {_read_as(told)} |" for name, told in type_table().items())
    return (
        f"# Claims CSV\n\n{PRINTED}\nOne row is one claim: one source's statement about one happening. UTF-8, a header, any order of "
        "columns. A row that cannot be read goes to quarantine with what was found and what was expected; the others go in. A type may "
        "also be any kind of `hudna kinds`.\n\n| column | need | what it is |\n| --- | --- | --- |\n"
        f"{columns}\n\n## Words for `type`\n\n| type | read as |\n| --- | --- |\n{types}\n"
    )


def _read_as(told: TypeOf) -> str:
    if told.is_tally:
        return "a tally: a count over many happenings, in a table of its own"
    kinds = ", ".join(f"`{kind}`" for kind in told.kinds) or "a claim held against no term"
    return f"{kinds}{', as a denial' if told.is_denial else ''}"


def commands() -> str:
    """Every command with its help and its example."""
    group = typer.main.get_command(app)
    codes = "\n".join(f"| {code} | {told} |" for code, told in EXIT_CODES.items())
    as_diff = "`hudna diff` alone ends as `diff` does: 0 no change in meaning, 1 changes, 2 an input was refused or the usage was wrong."
    return (
        f"# Commands\n\n{PRINTED}\n## Exit codes\n\n| code | when |\n| --- | --- |\n{codes}\n\n{as_diff}\n\n"
        + "\n".join(_commands(group, "hudna"))
    )


def _commands(command: Any, name: str) -> Iterator[str]:
    for child_name, child in getattr(command, "commands", {}).items():
        if hasattr(child, "commands"):
            yield from _commands(child, f"{name} {child_name}")
            continue
        yield f"## `{name} {child_name}`\n\n{child.help}\n\n{child.epilog or ''}\n"
        for parameter in child.params:
            told = getattr(parameter, "help", "") or ""
            if parameter.name != "help":
                names = parameter.opts if parameter.param_type_name == "option" else [parameter.name.upper()]
                yield f"- `{', '.join(names)}`: {told}"
        yield ""


def assumptions_file() -> str:
    """Every number of an assumptions file: what it is, what it can be, and what stands in for it."""
    rows = "\n".join(
        f"| `{leaf.path}`{_for_each(leaf.by)} | {cell(leaf.what)} | {leaf.sort.words} | {_stand_in(leaf.default)} |"
        for leaf in LEAVES.values()
    )
    return (
        f"# Numbers of the assumptions file\n\n{PRINTED}\nHow the file is written is told in [Will this deal hold?](../guide/stress.md). `*` stands "
        "for the id of a party, a kind or a guarantor. A default is low, likely, high; where there is none, and the terms do not tell the "
        f"number, it is refused by its name.\n\n| number | what it is | what it can be | default |\n| --- | --- | --- | --- |\n{rows}\n"
    )


def _for_each(by: str | None) -> str:
    return f", or for each {by}" if by else ""


def _stand_in(default: Default | None) -> str:
    if default is None:
        return ""
    low, likely, high = (f"{float(default.range.quantile(end)):g}" for end in (0.0, 0.5, 1.0))
    if isinstance(default.range, Triangular):
        likely = f"{default.range.mode:g}"
    return f"{likely if low == high else f'{low}, {likely}, {high}'} ({default.provenance})"


def rules() -> str:
    """Every lint rule in one table, in the order of the groups."""
    rows = "\n".join(
        f"| [{rule.id}](rules/{page_of(rule)}) | {rule.severity} | {rule.group['en']} | {cell(rule.title['en'])} | {cell(rule.title['ar'])} |"
        for rule in RULES
    )
    return (
        f"# Rules of `hudna lint`\n\n{PRINTED}\nHow to use them is told in [Lint a draft](../guide/lint.md).\n\n"
        f"| rule | severity | group | title | العنوان |\n| --- | --- | --- | --- | --- |\n{rows}\n"
    )


def page_of(rule: Rule) -> str:
    return f"{file_of(rule).stem}.md"


def rule_page(rule: Rule) -> str:
    """One rule: why, the deal that fell to it, what it asks, and its cases."""
    asks = " ".join((rule.check.__doc__ or "").split())
    cases = cases_of(rule)
    passes = "\n".join(f"{name.capitalize()}:\n\n{_yaml(text)}" for name, text in cases["passes"].items())
    fails = "\n".join(
        f"{name.capitalize()}: {'; '.join(_told(remark) for remark in case['remarks'])}.\n\n{_yaml(case['text'])}"
        for name, case in cases["fails"].items()
    )
    return (
        f"# {rule.id}: {rule.title['en']}\n\n{PRINTED}\n"
        f"{str(rule.severity).capitalize()}, in the group {rule.group['en']}. {rule.explanation['en']}\n\n"
        f'<div dir="rtl" lang="ar">\n\n**{rule.title["ar"]}**: {rule.explanation["ar"]}\n\n</div>\n\n'
        f"**Evidence.** {rule.evidence} Source: {rule.source}{_fell_to(rule)}\n\n**What it asks.** {asks}\n\n"
        f"## Passes\n\n{passes}\n## Fails\n\n{fails}"
    )


@cache
def fallen() -> dict[str, list[str]]:
    """Give the deals of the casebook that fell to each rule."""
    falls = [(fall.rule, deal) for deal in deals() for fall in story_of(deal)[0].fell_to]
    return {rule: [deal for other, deal in falls if other == rule] for rule, _ in falls}


def _fell_to(rule: Rule) -> str:
    links = ", ".join(f"[{deal}](../../casebook/{deal}.md)" for deal in fallen().get(rule.id, ()))
    return f" In the casebook: {links}." if links else ""


def _told(remark: dict[str, Any]) -> str:
    return f"line {remark['line']}, {remark['found']}"


def _yaml(text: str) -> str:
    return f"```yaml\n{text.rstrip()}\n```\n"


def cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


PAGES: dict[str, Callable[[], str]] = {
    "agreement-file.md": agreement_file,
    "tables.md": tables,
    "claims-csv.md": claims_csv,
    "assumptions-file.md": assumptions_file,
    "commands.md": commands,
    "rules.md": rules,
    **{f"rules/{page_of(rule)}": partial(rule_page, rule) for rule in RULES},
}
