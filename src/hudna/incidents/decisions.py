"""What people decided about pairs of claims: the files of labels and merges. A person's word beats a coder's key, and that the scores.

Both are CSV with a header. Labels are answers to pairs that were drawn for it, and teach the weights as well; merges are put right by hand.
- labels: `when`, `who`, `claim`, `other_claim`, `answer` (one, two); where wanted `weight` (how many pairs the answer stands for) and `note`
- merges: `when`, `who`, `claim`, `other_claim`, `what` (merge, split); where wanted `note`
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from hudna.problems import Problem, Refused, nearest_name
from hudna.reports import ROW, read_table
from hudna.terms import to_moment

LABEL, MERGE = "label", "merge"
REQUIRED = ("when", "who", "claim", "other_claim")
ANSWERS = {"answer": {"one": True, "two": False}, "what": {"merge": True, "split": False}}
OPTIONAL = {"answer": ("weight", "note"), "what": ("note",)}


class Decisions(dy.Schema):
    """One row for each time a person said of two claims that they are one happening, or two."""

    decided_at = dy.Datetime(time_zone="UTC", time_unit="us", description="when it was said; it counts from then on")
    decided_by = dy.String(min_length=1, description="who said it")
    claim_id = dy.String(min_length=1, description="one claim")
    other_claim_id = dy.String(min_length=1, description="the other")
    is_one = dy.Bool(description="they are one happening, not two")
    form = dy.Enum([LABEL, MERGE], description="label: an answer to a drawn pair; merge: put right by hand")
    weight = dy.Float64(min=0, description="how many pairs a label stands for, up to a factor")
    file = dy.String(description="name of the file")
    row = dy.UInt32(min=1, description="row of the file; the header is row 1")


def no_decisions() -> dy.DataFrame[Decisions]:
    """Nobody has decided anything."""
    return Decisions.create_empty()


def read_decisions(labels: Path | None, merges: Path | None, *, clock: str) -> dy.DataFrame[Decisions]:
    """Read a file of labels and a file of merges, either of which may be missing.

    Args:
        labels: answers to drawn pairs.
        merges: merges and splits by hand.
        clock: IANA name of the zone of times without an offset.

    Raises:
        Refused: a file is no UTF-8 text, a column is missing or nobody knows it, or a row cannot be read; with all that is wrong.
    """
    rows: list[dict[str, object]] = []
    problems: list[Problem] = []
    for path, column in ((labels, "answer"), (merges, "what")):
        if path is not None:
            table = read_table(path, required=(*REQUIRED, column), optional=OPTIONAL[column])
            problems += table.problems
            for told in table.rows.iter_rows(named=True):
                for found in _row(path.name, told[ROW], told, column, clock):
                    if isinstance(found, Problem):
                        problems.append(found)
                    else:
                        rows.append(found)
    if problems:
        raise Refused(problems)
    return Decisions.validate(pl.DataFrame(rows, schema=Decisions.create_empty().schema))


def refuse_unknown_claims(decisions: dy.DataFrame[Decisions], known: pl.Series) -> None:
    """Refuse decisions about claims that are in none of the files, each with the nearest id."""
    ids = set(known)
    problems = [
        Problem(
            row["file"],
            row["row"],
            field=field,
            found=repr(row[column]),
            expected="the id of a claim in the files of reports",
            nearest=nearest_name(row[column], ids),
        )
        for row in decisions.iter_rows(named=True)
        for field, column in (("claim", "claim_id"), ("other_claim", "other_claim_id"))
        if row[column] not in ids
    ]
    if problems:
        raise Refused(problems)


def _row(
    file: str, number: int, told: Mapping[str, Any], column: str, clock: str
) -> Iterator[Problem | dict[str, object]]:
    problems: list[Problem] = []
    words = ANSWERS[column]
    if told[column] not in words:
        expected, near = " or ".join(words), nearest_name(told[column], words)
        problems.append(Problem(file, number, field=column, found=repr(told[column]), expected=expected, nearest=near))
    problems += [
        Problem(file, number, field=name, found="nothing", expected=expected)
        for name, expected in (
            ("who", "who decided it"),
            ("claim", "the id of a claim"),
            ("other_claim", "the id of a claim"),
        )
        if not told[name]
    ]
    if told["claim"] and told["claim"] == told["other_claim"]:
        problems.append(
            Problem(file, number, field="other_claim", found=repr(told["other_claim"]), expected="another claim")
        )
    decided_at: datetime | None = None
    try:
        decided_at = to_moment(told["when"], clock)
    except ValueError as wrong:
        expected = f"a date, or a local time of {clock}, as 2016-03-24T12:00, or one with an offset ({wrong})"
        problems.append(Problem(file, number, field="when", found=repr(told["when"]), expected=expected))
    weight = 1.0
    if told.get("weight"):
        try:
            weight = float(told["weight"])
        except ValueError:
            weight = -1.0
        if not 0.0 < weight < float("inf"):
            expected = "a number above 0; empty counts as 1"
            problems.append(Problem(file, number, field="weight", found=repr(told["weight"]), expected=expected))
    if problems:
        yield from problems
        return
    yield {
        "decided_at": decided_at,
        "decided_by": told["who"],
        "claim_id": told["claim"],
        "other_claim_id": told["other_claim"],
        "is_one": words[told[column]],
        "form": LABEL if column == "answer" else MERGE,
        "weight": weight,
        "file": file,
        "row": number,
    }
