"""The model agreement, without each of its keys in turn: what a rule asks for is missed, and what no rule asks for is listed here."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from hudna.casebook import agreement_path
from hudna.lint import lint_agreement
from hudna.problems import Refused
from hudna.terms import parse_agreement
from hudna.terms.document import Path, read_document

MODEL = agreement_path("model")
DOCUMENT = read_document(MODEL.read_text(encoding="utf-8"), file=MODEL.name)

# The mappings whose keys are words of the deal, not of the format: deleting one of those is deleting a part, not a field.
BY_ID = [
    "parties",
    "guarantors",
    "bodies",
    "others",
    "actors",
    "arms",
    "lines",
    "zones",
    "terms",
    "tranches",
    "exclusions",
    "classes",
    "phases",
    "sources",
    "glossary",
]

ASKED = {
    "languages": "M1",
    "languages.prevails": "M1",
    "published": "M1",
    "glossary": "M2",
    "in_force": "T1 T4",
    "in_force.from": "T1",
    "in_force.for": "T4",
    "in_force.renewal": "T4",
    "in_force.on_lapse": "T4",
    "proof": "V4 V5 V6",
    "proof.notice": "V4",
    "proof.breach": "V4",
    "proof.independent": "V6",
    "proof.sides": "V6",
    "proof.denial_of_access": "V5",
    "proof.not_attributable": "V4",
    "counting": "V3",
    "counting.unit": "V3",
    "counting.one_incident": "V3",
    "parties.*.actors": "P1",
    "parties.*.signed_by": "P2",
    "parties.*.signed_by.who": "P2",
    "parties.*.on_split": "P4",
    "guarantors.*.answers_for": "G1 X6",
    "guarantors.*.levers": "G5",
    "guarantors.*.levers.[].over": "G5",
    "guarantors.*.answers_within": "G2",
    "guarantors.*.if_silent": "G2",
    "guarantors.*.accepted_by": "G6",
    "guarantors.*.present_at": "G7",
    "bodies.*.tasks": "V1 X6",
    "bodies.*.rules_against": "G3",
    "bodies.*.access": "V1",
    "bodies.*.during": "V1",
    "bodies.*.during.from": "V1",
    "bodies.*.publishes_within": "V7",
    "others.*.consents": "P5",
    "lines.*.geojson": "Z2",
    "lines.*.dated": "Z2",
    "lines.*.source": "Z2",
    "terms.*.by": "C4 D1 G4 P2 R3",
    "terms.*.against": "R5",
    "terms.*.in": "D1",
    "terms.*.during": "T7",
    "terms.*.during.from": "T7 T9",
    "terms.*.purpose": "Z5",
    "terms.*.needs": "B2",
    "terms.*.needs.[].by": "B2",
    "terms.*.needs.[].since": "B2",
    "terms.*.needs.[].within": "B2",
    "terms.*.judged": "B2",
    "terms.*.for": "D1",
    "terms.*.from": "D1",
    "terms.*.every": "D5 T2",
    "terms.*.quantity": "C4 D1 D4",
    "terms.*.quantity.all": "D1",
    "terms.*.quantity.unit": "D1",
    "terms.*.evidence": "C4 D1",
    "terms.*.evidence.[].by": "D1",
    "terms.*.evidence.[].what": "D1",
    "terms.*.partial": "D2",
    "terms.*.partial.pro_rata": "D2",
    "terms.*.partial.floor": "D2",
    "terms.*.to": "D1",
    "terms.*.quantity.exactly": "D1",
    "terms.*.quantity.named": "D4",
    "terms.*.quantity.swap": "D4",
    "terms.*.deadline": "C4 T2",
    "terms.*.quantity.at_least": "D1",
    "terms.*.rows": "D1",
    "terms.*.rows.*.to": "D1",
    "terms.*.within": "T2",
    "tranches.*.steps": "R3",
    "tranches.*.grace": "R4",
    "tranches.*.if_late": "R4",
    "exclusions.*.actors": "C1",
    "exclusions.*.zones": "C1",
    "exclusions.*.by": "C1",
    "exclusions.*.during": "C1",
    "exclusions.*.during.from": "C1",
    "exclusions.*.during.until": "C1",
    "exclusions.*.needs": "C1",
    "exclusions.*.needs.[].to": "C1",
    "exclusions.*.proof_on": "C2",
    "exclusions.*.co_located": "C2",
    "exclusions.*.still_protected": "C3",
    "exclusions.*.list": "C5",
    "exclusions.*.list.document": "C5",
    "exclusions.*.list.dated": "C5",
    "exclusions.*.list.amended_by": "C5",
    "classes.*.kinds": "V3",
    "escalation": "X1 X2 X3",
    "escalation.[].to": "X1",
    "escalation.[].within": "X1",
    "escalation.[].act": "X1 X2",
    "escalation.[].stops_when": "X1",
    "escalation.[].falls_on": "X3",
    "complaints": "T6 T8 V2",
    "complaints.by": "V2",
    "complaints.to": "V2",
    "complaints.opens": "T8",
    "complaints.form": "V2",
    "complaints.acknowledged_within": "V2",
    "complaints.facts_within": "V2",
    "complaints.ruled_within": "T6 V2",
    "complaints.docket": "V2",
    "ending": "X4 X5 Z3",
    "ending.one_breach": "X4",
    "ending.threshold": "X4",
    "ending.threshold.class": "X4",
    "ending.threshold.count": "X4",
    "ending.threshold.in": "X4",
    "ending.threshold.standard": "X4",
    "ending.threshold.decided_by": "X4",
    "ending.after_collapse": "X5",
    "ending.after_collapse.counter": "X5",
    "ending.after_collapse.adds": "X5",
    "ending.outside": "Z3",
}
"""Each key that a rule asks for (`*`: under every id, `[]`: in every item), and the rules that miss it."""

NOT_ASKED = [
    "title.en",
    "title.ar",
    "glossary.*.en",
    "glossary.*.ar",
    "sources.*.date",
    "signed",
    "in_force.renewal.by",
    "in_force.renewal.ask_before",
    "in_force.renewal.for",
    "in_force.source",
    "phases",
    "phases.*.from",
    "phases.*.for",
    "phases.*.next",
    "phases.*.source",
    "phases.*.agreed",
    "phases.*.meanwhile",
    "proof.suspension",
    "proof.thresholds",
    "proof.k",
    "counting.one_incident.km",
    "counting.one_incident.within",
    "counting.one_incident.same",
    "parties.*.name",
    "parties.*.name.en",
    "parties.*.name.ar",
    "parties.*.signed_by.date",
    "parties.*.signed_by.source",
    "parties.*.register",
    "parties.*.source",
    "guarantors.*.name",
    "guarantors.*.name.en",
    "guarantors.*.name.ar",
    "guarantors.*.actors",
    "guarantors.*.source",
    "bodies.*.name",
    "bodies.*.name.en",
    "bodies.*.name.ar",
    "bodies.*.reports_within",
    "bodies.*.source",
    "bodies.*.members",
    "bodies.*.chair",
    "others.*.name",
    "others.*.name.en",
    "others.*.name.ar",
    "others.*.source",
    "others.*.note",
    "actors.*.name",
    "actors.*.name.en",
    "actors.*.aliases",
    "arms.*.name",
    "arms.*.name.en",
    "arms.*.types",
    "arms.*.calibre_mm",
    "arms.*.calibre_mm.at_least",
    "arms.*.source",
    "zones.*.name",
    "zones.*.name.en",
    "zones.*.name.ar",
    "zones.*.source",
    "zones.*.during",
    "zones.*.during.from",
    "zones.*.during.until",
    "terms.*.text",
    "terms.*.text.en",
    "terms.*.text.ar",
    "terms.*.source",
    "terms.*.during.until",
    "terms.*.despite",
    "terms.*.needs.[].before",
    "terms.*.needs.[].to",
    "terms.*.needs.[].km",
    "terms.*.lifesaving",
    "terms.*.quantity.of",
    "terms.*.quantity.incl",
    "terms.*.quantity.quality",
    "terms.*.with",
    "terms.*.sustain",
    "terms.*.jointly",
    "terms.*.after",
    "tranches",
    "tranches.*.source",
    "tranches.*.order",
    "tranches.*.slack",
    "tranches.*.in",
    "tranches.*.attended_by",
    "exclusions",
    "exclusions.*.source",
    "exclusions.*.kinds",
    "exclusions.*.needs.[].before",
    "classes.*.or",
    "classes.*.or.killed",
    "escalation.[].source",
    "escalation.[].classes",
    "complaints.source",
    "ending.leave",
    "ending.leave.notice",
    "ending.leave.to",
    "ending.source",
    "watch",
    "watch.outcome",
    "watch.in",
    "watch.tolerated",
    "watch.rings_km",
    "watch.horizon",
    "record",
    "record.origin",
    "record.keeper",
    "record.witnesses",
    "record.quorum",
    "record.public",
]
"""Keys of the model that no rule asks for, alone: names, sources and notes; what the deal may say or leave; what another key stands in
for (a start from signature needs a term, not `signed`); what is asked only beside something the model has none of (a register of
adherents). Every other key is one without which the file is refused."""


def pattern_of(path: Path) -> str:
    return ".".join(
        "[]" if isinstance(step, int) else "*" if _is_of_the_deal(path[:index]) else step
        for index, step in enumerate(path)
    )


def _is_of_the_deal(above: Path) -> bool:
    """Say whether keys below this path are ids, categories or names of the deal's own."""
    return (
        (len(above) == 1 and above[0] in BY_ID)
        or above[-1:] in (("of",), ("incl",), ("rows",), ("witnesses",), ("thresholds",))
        or above[-2:-1] == ("steps",)
    )


def keys_by_pattern() -> dict[str, list[Path]]:
    keys: dict[str, list[Path]] = {}
    for path in DOCUMENT.key_positions:
        pattern = pattern_of(path)
        if not pattern.endswith("*"):
            keys.setdefault(pattern, []).append(path)
    return keys


KEYS = keys_by_pattern()


def without(paths: list[Path]) -> str:
    data: Any = copy.deepcopy(DOCUMENT.data)
    for *above, key in paths:
        part = data
        for step in above:
            part = part[step]
        del part[key]
    return json.dumps(data, ensure_ascii=False)  # JSON is YAML, and quicker to write


def rules_that_miss(pattern: str) -> Iterator[str]:
    agreement = parse_agreement(without(KEYS[pattern]), file="model.yaml", folder=MODEL.parent)
    yield from sorted({placed.rule.id for placed in lint_agreement(agreement, gazetteer=None).remarks})


@pytest.mark.parametrize("pattern", KEYS)
def test_a_deleted_key_is_missed_by_the_rules_that_ask_for_it(pattern: str) -> None:
    if pattern in ASKED:
        assert " ".join(rules_that_miss(pattern)) == ASKED[pattern]
    elif pattern in NOT_ASKED:
        assert list(rules_that_miss(pattern)) == []
    else:
        with pytest.raises(Refused):
            list(rules_that_miss(pattern))


def test_every_listed_key_is_one_of_the_model() -> None:
    assert set(ASKED) | set(NOT_ASKED) <= set(KEYS)
    assert not set(ASKED) & set(NOT_ASKED)
