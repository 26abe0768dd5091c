"""The reference pages, printed from the code: keys of the agreement file, columns of the tables, columns of a claims CSV, commands."""

import re
from collections.abc import Iterator
from typing import Any

import dataframely as dy
import typer

from hudna.cli.app import app
from hudna.compliance import tables as compliance
from hudna.findings import tables as findings
from hudna.incidents import tables as incidents
from hudna.reports import CLAIMS_CSV_COLUMNS
from hudna.reports import tables as reports
from hudna.reports.claims_types import TypeOf, type_table
from hudna.terms import agreement_schema

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
        "`{disputed: […]}`: what each means is told in [semantics](../semantics.md).\n\n"
        f"{sections}"
    )


def _section(name: str, part: dict[str, Any]) -> Iterator[str]:
    yield f"## {name}\n\n{part.get('description', '')}\n\n| key | needed | what it is |\n| --- | --- | --- |"
    required = set(part.get("required", ()))
    for key, field in part["properties"].items():
        yield f"| `{key}` | {'yes' if key in required else ''} | {_cell(field.get('description', ''))} |"
    yield ""


def tables() -> str:
    """Every table that one room hands to another, and that `hudna check` writes."""
    schemas = [
        *(reports.Claims, reports.Tallies, reports.Sources, reports.Quarantine),
        *(incidents.Incidents, incidents.Memberships, incidents.Coverings),
        *(incidents.IncidentCounts, incidents.IncidentChanges),
        *(findings.Findings, findings.TargetShares, findings.Voices),
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
        f"# Tables\n\n{PRINTED}\n`hudna check` writes each as Parquet, CSV and JSON; coverings, incident counts and incident changes come from `hudna link`. Instants are in UTC; probabilities begin with "
        f"`p_`.\n\n{body}"
    )


def _table(schema: type[dy.Schema]) -> Iterator[str]:
    yield f"## {schema.__name__}\n\n{' '.join((schema.__doc__ or '').split())}\n\n| column | type | what it is |\n| --- | --- | --- |"
    for name, column in schema.columns().items():
        yield f"| `{name}` | {type(column).__name__.lower()}{', may be empty' if column.nullable else ''} | {_cell(column.description or '')} |"
    yield ""


def claims_csv() -> str:
    """The columns of a claims CSV and the words its `type` may hold."""
    columns = "\n".join(f"| `{each.name}` | {each.need} | {_cell(each.description)} |" for each in CLAIMS_CSV_COLUMNS)
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
    return f"# Commands\n\n{PRINTED}\n" + "\n".join(_commands(group, "hudna"))


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


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")


PAGES = {
    "agreement-file.md": agreement_file,
    "tables.md": tables,
    "claims-csv.md": claims_csv,
    "commands.md": commands,
}
