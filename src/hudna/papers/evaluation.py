"""What a board is made of: the tables of one evaluation, and the names by which people know what stands in them.

`flow` fills this value; everything in `papers` only reads it. Names are data: language -> name, and a thing without a name is
shown by its id.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import dataframely as dy

from hudna.compliance.tables import Allegations, Answers, Clocks, DutyStates, Norms, Scorecard
from hudna.findings.sensitivity import Sensitivity
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.incidents.tables import Coverings, IncidentCounts, Incidents, Memberships
from hudna.reports.tables import Claims, Quarantine, Sources, Tallies
from hudna.terms.compiled import CompiledAgreement

Named = Mapping[str, str]  # language -> name


@dataclass(frozen=True)
class FileCount:
    """What became of the rows of one file: rows read = rows let in + rows in quarantine."""

    file: str
    rows_read: int
    claims: int
    tallies: int
    quarantined: int


@dataclass(frozen=True)
class TermWords:
    """A term in words: quoted wording (`text`), or our summary where the wording was not read."""

    words: Named
    form: Literal["text", "summary"] = "summary"


@dataclass(frozen=True)
class Names:
    """What things are called, id -> language -> name. `terms` is keyed by term id (a row `term/row` falls back to its term)."""

    actors: Mapping[str, Named] = field(default_factory=dict)
    kinds: Mapping[str, Named] = field(default_factory=dict)
    targets: Mapping[str, Named] = field(default_factory=dict)
    zones: Mapping[str, Named] = field(default_factory=dict)
    places: Mapping[str, Named] = field(default_factory=dict)  # by what a source wrote, where the gazetteer knows it
    terms: Mapping[str, TermWords] = field(default_factory=dict)


@dataclass(frozen=True)
class Outline:
    """An administrative area to draw under the map; `shape` is a shapely polygon in degrees, WGS84, longitude first."""

    name: Named
    shape: Any


@dataclass(frozen=True)
class Evaluation:
    """One evaluation of one agreement, as known at `as_of`, ready to be written for people."""

    compiled: CompiledAgreement
    as_of: datetime  # instant, exclusive: what became known before it counts
    norms: dy.DataFrame[Norms]
    allegations: dy.DataFrame[Allegations]
    duty_states: dy.DataFrame[DutyStates]
    clocks: dy.DataFrame[Clocks]
    answers: dy.DataFrame[Answers]
    scorecard: dy.DataFrame[Scorecard]
    incidents: dy.DataFrame[Incidents]
    incident_counts: dy.DataFrame[IncidentCounts]
    coverings: dy.DataFrame[Coverings]
    findings: dy.DataFrame[Findings]
    targets: dy.DataFrame[TargetShares]
    voices: dy.DataFrame[Voices]
    sensitivity: dy.DataFrame[Sensitivity]  # of the incidents held against somebody
    memberships: dy.DataFrame[Memberships]
    claims: dy.DataFrame[Claims]
    tallies: dy.DataFrame[Tallies]
    sources: dy.DataFrame[Sources]
    quarantine: dy.DataFrame[Quarantine]
    counts: tuple[FileCount, ...]
    has_answers_file: bool
    inputs: tuple[tuple[str, str], ...]  # name of the file, SHA-256 of its bytes
    notes: tuple[str, ...] = ()  # what the intake wants said, in English, as "battles in UCDP GED name no author"
    is_proposal: bool = False  # the guaranteed version: ladder and times are our proposal
    known_facts: tuple[tuple[str, str], ...] = ()  # (term or role, field) marked `trust: known`: known, not re-read
    names: Names = field(default_factory=Names)
    outlines: tuple[Outline, ...] = ()
    outlines_source: str = ""  # whose lines these are and as of when, for the margin of the map
    version: str = ""  # of hudna
