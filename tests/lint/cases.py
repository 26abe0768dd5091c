"""The cases of the rules: texts in tests/lint/rules/, one file for each rule, each case named by what it shows."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from hudna.lint import Rule
from hudna.terms import Agreement, parse_agreement, read_gazetteer

FOLDER = Path(__file__).parent / "rules"

FRAME = {
    "hudna": "hudna: 1",
    "id": "id: case",
    "title": "title: {en: A case, ar: حالة}",
    "version": 'version: "1"',
    "status": "status: draft",
    "clock": "clock: Asia/Damascus",
    "gazetteer": "gazetteer: cod-ab-syr",
    "day_zero": "day_zero: 2027-03-01",
    "in_force": 'in_force: {from: "2027-03-01T06:00", for: P6M}',
    "parties": "parties: {army: {actors: [army_forces]}, town: {actors: [town_guard]}}",
    "guarantors": "guarantors: {east: {answers_for: [army]}, west: {answers_for: [town]}}",
    "bodies": "bodies: {mission: {tasks: [observe]}}",
    "zones": "zones: {valley: {circle: {lat: 33.2, lon: 36.1, km: 40}}, bridge: {circle: {lat: 33.2, lon: 36.1, km: 1}}}",
}
"""What a case does not say, so that it loads: two parties, a guarantor each, a monitor and two zones."""


def draft_of(text: str) -> Agreement:
    """Read a case; what it leaves out of the frame stands after it, so that lines count from its own first."""
    said = set(re.findall(r"^(\w+):", text, flags=re.MULTILINE))
    frame = "\n".join(line for key, line in FRAME.items() if key not in said)
    return parse_agreement(f"{text.rstrip()}\n{frame}\n", file="case.yaml", folder=None)


def file_of(rule: Rule) -> Path:
    """Give the file of a rule's cases: it bears the name of the rule's own file."""
    return FOLDER / f"{rule.check.__module__.rpartition('.')[2]}.yaml"


def cases_of(rule: Rule) -> dict[str, dict[str, Any]]:
    """Give the cases of a rule: `passes` (name -> text) and `fails` (name -> text and remarks)."""
    return _read(file_of(rule))


@cache
def _read(path: Path) -> dict[str, dict[str, Any]]:
    cases: dict[str, dict[str, Any]] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return cases


@cache
def syria() -> Any:
    return read_gazetteer("cod-ab-syr")
