"""Learn from a body of claims how its sources behave: a step of its own, before and apart from weighing.

Silence is not used here: a file of claims that somebody collected says nothing about who kept silent. Nor is the base rate learnt:
nobody has told who held which ground. What is learnt is what each source, and each group's line, says of whom.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import dataframely as dy

from hudna.findings.anchors import anchors_of, sides_admitted
from hudna.findings.audit_echo import EchoProposals, audit_echo
from hudna.findings.fit import Fit, learn
from hudna.findings.parameters import Learnt, learnt_from
from hudna.findings.said import Tabled, table_of
from hudna.findings.voices import hear_voices
from hudna.findings.weigh import cases_of_violence
from hudna.incidents.tables import Memberships
from hudna.reports.tables import Claims, Sources
from hudna.terms import ActorRegister


class Lesson(NamedTuple):
    """What was learnt, and what it was learnt from."""

    learnt: Learnt
    fit: Fit
    tabled: Tabled
    incident_ids: tuple[str, ...]
    anchored: int


def learn_sources(
    claims: dy.DataFrame[Claims],
    memberships: dy.DataFrame[Memberships],
    *,
    sources: dy.DataFrame[Sources],
    actors: ActorRegister,
    known_at: datetime,
    rulings: Mapping[str, str],
    start: Learnt | None = None,
) -> Lesson:
    """Learn the rates of all sources that are listed.

    Args:
        claims: known before `known_at`.
        memberships: of these claims.
        sources: where each source stands; one that is not listed teaches nothing.
        actors: on which side each actor stands.
        known_at: instant from which the fit is known; it is not used for anything known at or before it.
        rulings: by incident, the side that a panel near no side has found (`anchors.read_anchors`); admissions are added.
        start: an earlier fit to begin from, which saves rounds; none: the template, from which every fit is reached that is worth having.
    """
    heard = hear_voices(claims, memberships, sources=sources, actors=actors)
    cases = cases_of_violence(heard)
    listed = frozenset(sources["source_id"])
    known = frozenset(
        (voice.source_id, voice.echo_group)
        for voices in heard.values()
        for voice in voices
        if voice.source_id in listed
    )
    tabled = table_of(cases, known=known)
    incident_ids = tuple(case.incident_id for case in cases)
    anchors = anchors_of(tabled, incident_ids, sides_admitted(heard) | dict(rulings))
    tabled = tabled.with_anchors(anchors)
    counts = start.counts_for(tabled) if start and cases else None
    fit = learn(tabled.contents, uses_silence=False, learns_base=False, ties_rows=True, start=counts)
    return Lesson(learnt_from(fit, tabled, known_at=known_at), fit, tabled, incident_ids, int((anchors >= 0).sum()))


def propose_echoes(lesson: Lesson) -> dy.DataFrame[EchoProposals]:
    """Propose sources that behave as one though they are listed apart; a person decides, in `sources.csv`."""
    columns = lesson.tabled.columns
    found = audit_echo(
        lesson.tabled.contents,
        lesson.fit,
        source_ids=[f"{column.source_id} ({column.echo_group}, {column.stand})" for column in columns],
        group_ids=[column.echo_group for column in columns],
    )
    return EchoProposals.validate(
        found.filter(~found["source_id"].str.starts_with("?") & ~found["other_id"].str.starts_with("?"))
    )
