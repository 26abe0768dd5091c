"""What a fit has learnt of sources, as a file: versioned, with the instant from which it was known.

It is kept by name and by relation (named the truth, its own side, a third, nobody; denied), so it can be used beside sides and sources
that it has never met: those keep the template. `check` only ever reads such a file; learning is a step of its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from hudna.findings.fit import Counts, Fit, group_stands, line_prior_of, prior_of, rates_of
from hudna.findings.posterior import Rates
from hudna.findings.said import Tabled
from hudna.findings.sides import NEUTRAL, UNCLEAR
from hudna.findings.templates import NEUTRAL_STAND, PHI, RELATIONS, UNCLEAR_STAND, Floats
from hudna.problems import Problem, Refused

FORMAT = "hudna-findings-fit"
VERSION = 1
DIGITS = 6
PHI_REPORTS = 4.0  # what the prior on repeating is worth, as in `fit`

Rows = Mapping[str, tuple[float, ...]]  # side -> expected counts by relation


class LearntSource(NamedTuple):
    """One source in one echo group: expected counts, priors among them."""

    source_id: str
    echo_group: str
    stand: str
    reports: int
    phi: tuple[float, float]
    rows: Rows


class LearntLine(NamedTuple):
    """The line of one echo group."""

    echo_group: str
    stand: str
    rows: Rows


@dataclass(frozen=True)
class Learnt:
    """A fit as it is stored."""

    known_at: datetime
    incidents: int
    iterations: int
    sources: tuple[LearntSource, ...]
    lines: tuple[LearntLine, ...]

    @classmethod
    def nothing(cls) -> "Learnt":
        """Give a fit that has learnt nothing: everything is as the template has it."""
        return cls(datetime.min.replace(tzinfo=UTC), 0, 0, (), ())

    @property
    def known(self) -> frozenset[tuple[str, str]]:
        """Which sources, in which groups, it knows."""
        return frozenset((source.source_id, source.echo_group) for source in self.sources)

    def rates_for(self, tabled: Tabled) -> Rates:
        """Give rates for a table of contents: the template wherever nothing was learnt. No side is more likely than another.

        A base rate is not taken from accusations: the often accused would then be guilty for being often accused.
        """
        return rates_of(self.counts_for(tabled), tabled.contents)

    def counts_for(self, tabled: Tabled) -> Counts:
        """Give the expected counts behind `rates_for`, from which draws are taken."""
        contents, sides = tabled.contents, tabled.sides
        theta = prior_of(contents.stands, contents.sides, floor=0.0)
        line = line_prior_of(contents, floor=0.0)
        learnt = {(source.source_id, source.echo_group, source.stand): source for source in self.sources}
        phi = np.tile(np.array([PHI, 1.0 - PHI]) * PHI_REPORTS, (len(contents.stands), 1))
        for place, column in enumerate(tabled.columns):
            source = learnt.get(column)
            if source is not None:
                _filled(theta[place], source.rows, sides)
                phi[place] = source.phi
        stands = group_stands(contents)
        known_lines = {each.echo_group: each for each in self.lines}
        for column in tabled.columns:
            group = contents.groups[tabled.columns.index(column)]
            told = known_lines.get(column.echo_group)
            if told is not None and told.stand == stand_name(int(stands[group]), sides):
                _filled(line[group], told.rows, sides)
        return Counts(theta, line, phi, np.ones((1, contents.sides)), None)


def learnt_from(fit: Fit, tabled: Tabled, *, known_at: datetime) -> Learnt:
    """Keep what a fit has learnt, by name.

    Args:
        fit: learnt from the contents of `tabled`.
        tabled: with the names of its sides and sources; columns that several sources share are left out.
        known_at: instant of the latest claim it has seen, or later; it is not used for anything known before.
    """
    contents, counts = tabled.contents, fit.counts
    reports = (contents.said >= 0).sum(axis=0)
    sources = tuple(
        LearntSource(
            column.source_id,
            column.echo_group,
            column.stand,
            int(reports[place]),
            (_rounded(counts.phi[place, 0]), _rounded(counts.phi[place, 1])),
            _named(counts.theta[place], tabled.sides),
        )
        for place, column in enumerate(tabled.columns)
        if not column.source_id.startswith("?")
    )
    groups = {column.echo_group: int(contents.groups[place]) for place, column in enumerate(tabled.columns)}
    sizes = np.bincount(contents.groups, minlength=contents.group_count)
    lines = tuple(
        LearntLine(
            name,
            stand_name(int(group_stands(contents)[group]), tabled.sides),
            _named(counts.line[group], tabled.sides),
        )
        for name, group in sorted(groups.items())
        if sizes[group] > 1 and not name.startswith("?")
    )
    return Learnt(known_at, len(contents), fit.iterations, sources, lines)


def write_learnt(learnt: Learnt, path: Path) -> None:
    """Write a fit as JSON; the same fit gives the same bytes."""
    told = {
        "format": FORMAT,
        "version": VERSION,
        "known_at": learnt.known_at.astimezone(UTC).isoformat(),
        "incidents": learnt.incidents,
        "iterations": learnt.iterations,
        "relations": list(RELATIONS),
        "sources": [
            {
                "source_id": source.source_id,
                "echo_group": source.echo_group,
                "stand": source.stand,
                "reports": source.reports,
                "phi": list(source.phi),
                "rows": {side: list(row) for side, row in source.rows.items()},
            }
            for source in learnt.sources
        ],
        "lines": [
            {"echo_group": line.echo_group, "stand": line.stand, "rows": {s: list(row) for s, row in line.rows.items()}}
            for line in learnt.lines
        ],
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, sort_keys=False) + "\n", encoding="utf-8")


def read_learnt(path: Path) -> Learnt:
    """Read a fit.

    Raises:
        Refused: no JSON, another format or version, or a part that is missing or of the wrong form; the problem names the field.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as wrong:
        raise Refused(
            [Problem(path.name, found=str(wrong), expected="a fit as `hudna findings fit` writes it")]
        ) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        found = repr(told.get("format")) if isinstance(told, dict) else type(told).__name__
        raise Refused([Problem(path.name, field="format", found=found, expected=FORMAT)])
    if told.get("version") != VERSION:
        expected = f"{VERSION}; fit again with this version of Hudna"
        raise Refused([Problem(path.name, field="version", found=repr(told.get("version")), expected=expected)])
    try:
        return Learnt(
            _instant(told["known_at"]),
            int(told["incidents"]),
            int(told["iterations"]),
            tuple(_source(each) for each in told["sources"]),
            tuple(LearntLine(each["echo_group"], each["stand"], _rows(each["rows"])) for each in told["lines"]),
        )
    except KeyError as missing:
        raise Refused([Problem(path.name, field=str(missing.args[0]), found="nothing", expected="a value")]) from None
    except (TypeError, ValueError) as wrong:
        raise Refused(
            [Problem(path.name, found=str(wrong), expected="a fit as `hudna findings fit` writes it")]
        ) from None


def stand_name(stand: int, sides: Sequence[str]) -> str:
    """Give the name of a stand by its number."""
    return {NEUTRAL_STAND: NEUTRAL, UNCLEAR_STAND: UNCLEAR}[stand] if stand < 0 else sides[stand]


def _filled(rows: Floats, told: Rows, sides: Sequence[str]) -> None:
    for place, side in enumerate(sides):
        if side in told:
            rows[place] = np.where(rows[place] > 0.0, np.maximum(told[side], rows[place] * 1e-9), rows[place])


def _named(rows: Floats, sides: Sequence[str]) -> dict[str, tuple[float, ...]]:
    return {side: tuple(_rounded(value) for value in row) for side, row in zip(sides, rows, strict=True)}


def _rounded(value: float) -> float:
    return round(float(value), DIGITS)


def _source(told: Mapping[str, Any]) -> LearntSource:
    phi = tuple(float(value) for value in told["phi"])
    if len(phi) != 2 or min(phi) <= 0.0:
        raise ValueError(f"phi of {told['source_id']}: found {told['phi']}, expected two counts above 0")
    return LearntSource(
        told["source_id"],
        told["echo_group"],
        told["stand"],
        int(told["reports"]),
        (phi[0], phi[1]),
        _rows(told["rows"]),
    )


def _rows(told: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    rows = {side: tuple(float(value) for value in row) for side, row in told.items()}
    for side, row in rows.items():
        if len(row) != len(RELATIONS) or min(row) < 0.0 or sum(row) <= 0.0:
            raise ValueError(
                f"row of {side}: found {list(row)}, expected {len(RELATIONS)} counts, one for each relation"
            )
    return rows


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"known_at: found {text}, expected an instant with its offset")
    return instant.astimezone(UTC)
