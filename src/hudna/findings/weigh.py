"""Weigh what sources say: who did it with which probability, between which ends, at what or whom, and who says so.

Sides first, since sources err towards their side; then, within a side, whom its voices name. What nobody claims stays unknown.
For performances ("the convoy arrived") the interests are reversed: whoever performed has reason to say so.
"""

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

import dataframely as dy
import polars as pl

from hudna.findings.bounds import bound_sides
from hudna.findings.cells import Cell, Shares, share_among_cells
from hudna.findings.parameters import Learnt
from hudna.findings.posterior import template_of
from hudna.findings.said import (
    DONE,
    Case,
    Tabled,
    case_of_performance,
    case_of_violence,
    joined_sides,
    performer_sides,
    table_of,
)
from hudna.findings.sides import Mass
from hudna.findings.tables import Findings, TargetShares, Voices
from hudna.findings.targets import share_among_targets
from hudna.findings.voices import Voice, hear_voices
from hudna.incidents.tables import Incidents, Memberships
from hudna.reports.tables import Claims, Sources
from hudna.terms import ActorRegister, kind_tree

DRAW = 0
NEGLIGIBLE = 1e-12  # what float sums leave behind

Table = dict[Cell, Mass]


class Weighed(NamedTuple):
    """Findings, target shares and voices of the same incidents."""

    findings: dy.DataFrame[Findings]
    targets: dy.DataFrame[TargetShares]
    voices: dy.DataFrame[Voices]


def weigh_findings(
    claims: dy.DataFrame[Claims],
    incidents: dy.DataFrame[Incidents],
    memberships: dy.DataFrame[Memberships],
    *,
    sources: dy.DataFrame[Sources],
    actors: ActorRegister,
    k: float,
    learnt: Learnt | None = None,
    by_template: Set[str] = frozenset(),
) -> Weighed:
    """Weigh every incident on the claims that `memberships` gives it.

    A claim carried by one side's sources alone has a lower end of at most 1/(1+k), whatever their number. A side's word against
    itself is not stretched by k (docs/decisions/0003). The mass [p, lower, upper] of a side is shared among the actors, kinds and
    arms that its voices name; the rest, and what belongs to sides that nobody names, has no actors. For an act of violence the
    table sums to 1 (if anybody affirms it at all); for a performance to the probability that it was done.

    Args:
        claims: one row for each claim.
        incidents: the incidents to weigh; one without a membership has no rows.
        memberships: which claims belong to which incident; a claim may belong to several (the same incident as it was known at
            several moments).
        sources: where each source stands; one that is not listed stands unclear and alone.
        actors: on which side each actor stands; one without a side is its own.
        k: side factor, at least 1 (research page "linkage", section 4).
        learnt: how sources behave, as a fit has learnt it; without one, and for sources it does not know, the template.
        by_template: incidents for which nothing had been learnt yet.

    Returns:
        `findings` by incident, draw and cell (named authors first, by name, kind, arm); `targets` by incident and target;
        `voices` by incident and source. The order of the rows that come in changes nothing.

    Raises:
        ValueError: k is below 1.
    """
    if k < 1.0:
        raise ValueError(f"side factor k is {k}; below 1 the ends would lie inside the probability")
    asked = memberships.join(incidents.select("incident_id"), on="incident_id", how="semi")
    heard = hear_voices(claims, Memberships.cast(asked), sources=sources, actors=actors)
    masses = weigh_cases({key: heard[key] for key in heard if key not in by_template}, k=k, learnt=learnt)
    masses |= weigh_cases({key: heard[key] for key in heard if key in by_template}, k=k, learnt=None)
    findings, targets, voices = [], [], []
    for incident_id, spoken in heard.items():
        is_performance = is_about_performance(spoken)
        tell = share_performance if is_performance else share_violence
        findings += _finding_rows(incident_id, tell(spoken, masses.get(incident_id, {})))
        targets += [
            {"incident_id": incident_id, "target": target, "p_target": p}
            for target, p in share_among_targets(spoken).items()
        ]
        voices += [_voice_row(voice, spoken, is_performance) for voice in spoken]
    return Weighed(
        Findings.validate(
            pl.DataFrame(findings, schema=Findings.create_empty().schema).sort("incident_id", "draw", "cell")
        ),
        TargetShares.validate(
            pl.DataFrame(targets, schema=TargetShares.create_empty().schema).sort("incident_id", "target")
        ),
        Voices.validate(pl.DataFrame(voices, schema=Voices.create_empty().schema).sort("incident_id", "source_id")),
    )


def weigh_cases(heard: Mapping[str, Sequence[Voice]], *, k: float, learnt: Learnt | None) -> dict[str, dict[str, Mass]]:
    """Weigh the sides of each incident that has any, all at once. What was learnt is of blame; performances keep the template."""
    performed = [
        case_of_performance(incident_id, voices)
        for incident_id, voices in heard.items()
        if is_about_performance(voices)
    ]
    blamed = cases_of_violence(heard)
    masses = _weigh(table_of(performed), performed, k=k, learnt=None)
    known = learnt.known if learnt else frozenset()
    return masses | _weigh(table_of(blamed, known=known), blamed, k=k, learnt=learnt)


def cases_of_violence(heard: Mapping[str, Sequence[Voice]]) -> list[Case]:
    """Put the question who did it, for each incident of violence of which somebody names somebody."""
    cases = (
        case_of_violence(incident_id, voices)
        for incident_id, voices in heard.items()
        if not is_about_performance(voices)
    )
    return [case for case in cases if case is not None]


def _weigh(tabled: Tabled, cases: Sequence[Case], *, k: float, learnt: Learnt | None) -> dict[str, dict[str, Mass]]:
    if not cases:
        return {}
    rates = learnt.rates_for(tabled) if learnt else template_of(tabled.contents)
    found = bound_sides(tabled.contents, rates, k=k)
    number = {side: place for place, side in enumerate(tabled.sides)}
    return {
        case.incident_id: {side: Mass(*(float(table[row, number[side]]) for table in found)) for side in case.sides}
        for row, case in enumerate(cases)
    }


def is_about_performance(voices: Sequence[Voice]) -> bool:
    """Tell whether the act is a performance: some kind is told, and every kind told is one."""
    told = {kind for voice in voices for kind in voice.kinds}
    return bool(told) and told <= _performances()


@lru_cache(maxsize=1)
def _performances() -> frozenset[str]:
    return kind_tree().performances()


def share_violence(voices: Sequence[Voice], masses: Mapping[str, Mass]) -> Table:
    """Share the mass of each side among those that its voices name; the rest, and sides that nobody names, has no actors.

    Where nobody names anybody all lies on the unknown author; where there are only denials nobody claims that it happened, and
    the unknown author has between nothing and everything.
    """
    affirming = [voice for voice in voices if not voice.is_denial]
    if not affirming:
        return _spread(Mass(0.0, 0.0, 1.0), share_among_cells(voices, all_voices=voices, names_author=False))
    unknown = share_among_cells(affirming, all_voices=voices, names_author=False)
    if not masses:
        return _spread(Mass(1.0, 1.0, 1.0), unknown)
    side_of = joined_sides(affirming)
    named = sorted(set(side_of.values()))
    table: Table = {}
    for side in named:
        naming = [voice for voice in affirming if voice.sides and side_of[voice.sides[0]] == side]
        _add(table, _spread(masses[side], share_among_cells(naming, all_voices=affirming, names_author=True)))
    claimed = [masses[side] for side in named]
    rest = Mass(
        _at_least_0(1.0 - sum(mass.p for mass in claimed)),
        _at_least_0(1.0 - sum(mass.upper for mass in claimed)),
        _at_least_0(1.0 - sum(mass.lower for mass in claimed)),
    )
    _add(table, _spread(rest, unknown))
    return table


def share_performance(voices: Sequence[Voice], masses: Mapping[str, Mass]) -> Table:
    """Share the mass of "done" among those named as performers; the mass of "not done" belongs to no cell."""
    affirming, done = [voice for voice in voices if not voice.is_denial], masses[DONE]
    naming = [voice for voice in affirming if voice.actors] or (
        [voice for voice in voices if voice.actors] if not affirming else []
    )
    if naming:
        return _spread(done, share_among_cells(naming, all_voices=voices, names_author=True))
    return _spread(done, share_among_cells(affirming or voices, all_voices=voices, names_author=False))


def _spread(mass: Mass, shares: Shares) -> Table:
    return {cell: mass.share(share) for cell, share in shares.items()}


def _add(table: Table, more: Table) -> None:
    for cell, mass in more.items():
        table[cell] = table[cell].plus(mass) if cell in table else mass


def _at_least_0(value: float) -> float:
    return value if value > NEGLIGIBLE else 0.0


def _finding_rows(incident_id: str, table: Table) -> list[dict[str, object]]:
    told = {cell: mass for cell, mass in table.items() if mass.upper > 0.0}
    return [
        {
            "incident_id": incident_id,
            "draw": DRAW,
            "cell": number,
            "actors": list(cell.actors),
            "actor_reading": cell.reading,
            "kinds": list(cell.kinds),
            "arm": cell.arm,
            "p_actor_kind": min(mass.p, 1.0),
            "p_lower": min(mass.lower, mass.p, 1.0),
            "p_upper": min(max(mass.upper, mass.p), 1.0),
        }
        for number, (cell, mass) in enumerate(sorted(told.items(), key=lambda item: item[0].place()))
    ]


def _voice_row(voice: Voice, voices: Sequence[Voice], is_performance: bool) -> Mapping[str, object]:
    return {
        "incident_id": voice.incident_id,
        "source_id": voice.source_id,
        "claim_id": voice.claim_id,
        "echo_group": voice.echo_group,
        "leans_to": voice.leans_to,
        "actors": list(voice.actors),
        "actor_reading": voice.reading,
        "sides_named": list(voice.sides),
        "is_denial": voice.is_denial,
        "is_performance": is_performance,
        "is_admission": is_admission(voice, voices, is_performance=is_performance),
        "known_at": voice.known_at,
        "address": voice.address,
    }


def is_admission(voice: Voice, voices: Sequence[Voice], *, is_performance: bool) -> bool:
    """Tell whether an organ speaks against its side: names it as the author, or says that its own performance was not done.

    "One of us or of them" admits nothing.
    """
    if not voice.is_organ:
        return False
    if is_performance:
        return voice.is_denial and voice.leans_to in (frozenset(voice.sides) or performer_sides(voices))
    is_own = voice.leans_to in voice.sides and (len(voice.sides) == 1 or voice.reading == "each")
    return is_own and not voice.is_denial
