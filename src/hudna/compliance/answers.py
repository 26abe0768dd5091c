"""The answers file: what guarantors said and did, and who ruled (docs/semantics.md, "Clocks"). One row for each answer.

Columns: `known_at` (local time of the agreement's clock, or with an offset), `by`, `incident`, `answer`; where wanted `accused`,
`ruling` and `note`. A joint ruling is one row `by` several guarantors joined by +, or one row by each.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from hudna.compliance.tables import Answers
from hudna.incidents.tables import Incidents
from hudna.problems import Problem, nearest_name
from hudna.reports import ROW, read_table
from hudna.terms import to_instant
from hudna.terms.compiled import CompiledAgreement

GUARANTORS_ANSWERS = (
    "acknowledged",
    "accepted",
    "remedied",
    "denied_with_evidence",
    "not_ours",
    "refused",
    "asks_for_facts",
)
RULINGS_GIVEN = ("ruling", "joint_ruling")
ANSWER_WORDS = (*GUARANTORS_ANSWERS, *RULINGS_GIVEN, "done")
RULING_WORDS = ("breach", "no_breach", "outside", "not_attributable")
REQUIRED = ("known_at", "by", "incident", "answer")
OPTIONAL = ("accused", "ruling", "note")


def read_answers(path: Path, *, compiled: CompiledAgreement, clock: str) -> tuple[dy.DataFrame[Answers], list[Problem]]:
    """Read an answers file; each row is either in the table or told in the problems.

    Args:
        path: a CSV file in UTF-8, with a header.
        compiled: the agreement, for the names of its roles.
        clock: IANA name of the zone of times without an offset; a local time that does not exist or exists twice is a problem.

    Returns:
        Answers in the order of the file, and all that is wrong with its other rows.

    Raises:
        Refused: the file is no UTF-8 text, or lacks a column, or has one that nobody knows.
    """
    table = read_table(path, required=REQUIRED, optional=OPTIONAL)
    rows: list[dict[str, Any]] = []
    problems = table.problems
    for values in table.rows.iter_rows(named=True):
        row, found = _read_row(path.name, values[ROW], values, compiled, clock)
        problems.extend(found)
        if not found:
            rows.append(row)
    schema = {name: column.dtype for name, column in Answers.columns().items()}
    return Answers.validate(pl.DataFrame(rows, schema=schema, orient="row"), cast=True), problems


def check_answers(
    answers: dy.DataFrame[Answers],
    incidents: dy.DataFrame[Incidents],
    compiled: CompiledAgreement,
    *,
    file: str,
) -> list[Problem]:
    """Say which answers are about an incident that nobody knows: no clock would stop for them, and nobody would notice.

    Args:
        answers: as read; give those known by the instant evaluated, like `incidents`.
        incidents: every incident of the evaluation, whether or not it meets a norm.
        compiled: the agreement; its id tells which incidents were meant.
        file: name of the answers file.
    """
    known = incidents["incident_id"].to_list()
    strangers = answers.filter(~pl.col("incident_id").is_in(known)).sort("row")
    return [
        Problem(
            file,
            row["row"],
            field="incident",
            found=repr(row["incident_id"]),
            expected=f"the id of an incident known under {compiled.agreement_id}",
            nearest=nearest_name(row["incident_id"], known),
        )
        for row in strangers.iter_rows(named=True)
    ]


def is_about(answer: Mapping[str, Any], incident_id: str, accused: str) -> bool:
    """Say whether an answer is about an incident and an accused: named, one of several taken together (joined by +), or nobody named."""
    named = answer["accused"]
    is_meant = named is None or bool(set(named.split("+")) & set(accused.split("+")))
    return bool(answer["incident_id"] == incident_id) and is_meant


def no_answers() -> dy.DataFrame[Answers]:
    """Give the table of a run without an answers file."""
    return Answers.create_empty()


def _read_row(
    file: str, number: int, values: Mapping[str, Any], compiled: CompiledAgreement, clock: str
) -> tuple[dict[str, Any], list[Problem]]:
    problems: list[Problem] = []

    def problem(field: str, found: str, expected: str, nearest: str | None = None) -> None:
        problems.append(Problem(file, number, field=field, found=found, expected=expected, nearest=nearest))

    known_at: datetime | None = None
    try:
        known_at = to_instant(values["known_at"], clock)
    except ValueError as reason:
        problem("known_at", repr(values["known_at"]), f"a date and time of {clock}, as 2016-03-26T20:15 ({reason})")
    answer, ruling = values["answer"], values["ruling"]
    if answer not in ANSWER_WORDS:
        problem("answer", repr(answer), _one_of(ANSWER_WORDS), nearest_name(answer, ANSWER_WORDS))
    elif answer in RULINGS_GIVEN and ruling not in RULING_WORDS:
        problem("ruling", repr(ruling), _one_of(RULING_WORDS), nearest_name(ruling, RULING_WORDS))
    elif answer not in RULINGS_GIVEN and ruling:
        problem("ruling", repr(ruling), f"nothing, for {answer!r} is no ruling")
    if not values["incident"]:
        problem("incident", "''", "the id of an incident")
    by = values["by"].split("+") if answer == "joint_ruling" else [values["by"]]
    for field, names in (("by", by), ("accused", values["accused"].split("+") if values["accused"] else [])):
        for name in names:
            if name not in compiled.roles:
                problem(
                    field,
                    repr(name),
                    "a party, guarantor, body or other of the agreement",
                    nearest_name(name, compiled.roles),
                )
    if answer == "joint_ruling":
        for name in by:
            if name in compiled.roles and compiled.roles[name].form != "guarantor":
                problem("by", repr(name), "guarantors, for a joint ruling")
    row = {
        "row": number,
        "known_at": known_at,
        "by": values["by"],
        "incident_id": values["incident"],
        "accused": values["accused"] or None,
        "answer": answer,
        "ruling": ruling or None,
        "note": values["note"],
    }
    return row, problems


def _one_of(words: Iterable[str]) -> str:
    return f"one of {', '.join(words)}"
