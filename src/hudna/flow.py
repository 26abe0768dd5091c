"""The arrows in order, on one screen: start reading here.

    claims ─► link ─► weigh ─┐   what happened and who did it, as known by `as_of` and at each moment before
    agreement ─► compile ────┴─► duties ─► hold ─► date ─► rulings ─► clocks ─► scorecard   what it means under the deal

One direction, no hidden state: the same inputs give the same outputs, byte for byte. A fact counts from the instant it became
known; nothing known at or after `as_of` is looked at.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import dataframely as dy
import polars as pl

from hudna.compliance import (
    Evidence,
    Judgement,
    Otherwise,
    apply_rulings,
    check_answers,
    date_notices,
    evaluate_duties,
    hold_against_norms,
    judge_otherwise,
    list_norms,
    no_answers,
    read_answers,
    run_clocks,
    score,
)
from hudna.compliance.tables import Allegations, Answers
from hudna.findings import Learnt, Sensitivity, SideDraws, ask_again, draw_sides, hear_voices, weigh_findings
from hudna.incidents import (
    MERGE_AT,
    Coverings,
    Decisions,
    IncidentCounts,
    Memberships,
    Moments,
    count_at_thresholds,
    cover_episodes,
    link_incidents,
    read_decisions,
    refuse_unknown_claims,
    stand_at_moments,
    tie_claims,
)
from hudna.papers import Evaluation, FileCount, facts_not_reread, is_proposal, name_places, name_things, outlines
from hudna.problems import Problem, Refused
from hudna.reports import (
    Intake,
    Lexicon,
    join_intakes,
    name_and_digest,
    read_lexicon,
    refuse_unknown_leanings,
    sources_with_unlisted,
    standing_at,
)
from hudna.reports import read_claims as read_file
from hudna.reports.tables import Claims, Sources, Tallies
from hudna.terms import (
    ActorRegister,
    Agreement,
    CompiledAgreement,
    Gazetteer,
    compile_agreement,
    end_of_local_day,
    read_actors,
    read_gazetteer,
    register_of,
    shipped_gazetteers,
    to_instant,
    to_moment,
)
from hudna.terms.diff import Difference, diff_agreements
from hudna.version import __version__

__all__ = [
    "Body",
    "Established",
    "actors_of",
    "check",
    "diff",
    "establish",
    "gazetteer_of",
    "hold",
    "judge_again",
    "lexicon_of",
    "read_as_of",
    "read_body",
    "read_claims",
]


DRAW_SEED = 0  # of the draws of source parameters: the same inputs give the same bytes


class Body(NamedTuple):
    """A body of reports: every file read once, with what became of its rows."""

    intake: Intake
    counts: tuple[FileCount, ...]
    gazetteer: Gazetteer | None  # by which places were found; the terms are held by the same


class Established(NamedTuple):
    """What the claims known by `as_of` say together; it depends on no agreement but for `k`."""

    body: Body
    lexicon: Lexicon
    claims: dy.DataFrame[Claims]  # known by as_of
    sources: dy.DataFrame[Sources]
    memberships: dy.DataFrame[Memberships]
    coverings: dy.DataFrame[Coverings]
    incident_counts: dy.DataFrame[IncidentCounts]
    now: Evidence
    moments: dy.DataFrame[Moments]
    draws: dy.DataFrame[SideDraws]  # of the incidents now
    learnt: Learnt | None
    at_moments: Evidence  # the same incidents as they stood at each moment one more of their claims was known
    as_of: datetime


def check(
    agreement: Agreement,
    evidence: Sequence[str | Path],
    *,
    as_of: str | date | datetime,
    lexicon: Lexicon | str | Path | None = None,
    answers: str | Path | None = None,
    learnt: Learnt | None = None,
    labels: str | Path | None = None,
    merges: str | Path | None = None,
    merge_at: float = MERGE_AT,
    gazetteer: str | Path | None = None,
) -> Evaluation:
    """Hold an agreement against claims: the whole main job.

    Args:
        agreement: as `hudna.read_agreement` gives it.
        evidence: files of claims; the adapter is chosen by their columns.
        as_of: facts known at or after it are not looked at; how a date or a local time is read, see `read_as_of`.
        lexicon: actors, sources and phrases: their folder, or what `hudna.reports.read_lexicon` gives; without one, see `lexicon_of`.
        answers: what guarantors and others answered; none: nobody is known to have answered.
        learnt: how sources behave, as `hudna findings fit` has learnt it; not used for anything known at or before its own instant.
        labels: which drawn pairs of claims people say are one happening; they teach the linkage.
        merges: which claims people joined or kept apart by hand.
        merge_at: probability above which two claims are one happening.
        gazetteer: a list of units that ships, or a folder (docs/guide/gazetteer.md); none: that which the agreement names.
    Returns:
        Every table of docs/semantics.md, "What an evaluation returns", ready for `hudna.papers.write_board`.
    Raises:
        Refused: a file of evidence or answers that cannot be read at all, or decisions with a bad row. Single bad rows of evidence are in
            the quarantine instead.
    """
    moment = read_as_of(as_of, agreement.clock)
    lexicon = lexicon_of(agreement, lexicon)
    body = read_body(evidence, agreement=agreement, lexicon=lexicon, gazetteer=gazetteer)
    compiled = compile_agreement(agreement, gazetteer=body.gazetteer, actors=lexicon.actors)
    decisions = read_decisions(
        Path(labels) if labels else None, Path(merges) if merges else None, clock=agreement.clock
    )
    refuse_unknown_claims(decisions, body.intake.claims["claim_id"])
    established = establish(
        body, as_of=moment, lexicon=lexicon, k=compiled.proof.k, learnt=learnt, decisions=decisions, merge_at=merge_at
    )
    return hold(agreement, established, answers=answers)


def diff(
    old: Agreement,
    new: Agreement,
    *,
    lexicon: Lexicon | str | Path | None = None,
    gazetteer: str | Path | None = None,
) -> Difference:
    """Say what changed in meaning from one version of a deal to another; arguments as for `check`, each version by its own where none is
    given. Raises `Refused` for a version that cannot be compiled.
    """
    return diff_agreements(
        old,
        new,
        gazetteers=(gazetteer_of(old, gazetteer), gazetteer_of(new, gazetteer)),
        registers=(lexicon_of(old, lexicon).actors, lexicon_of(new, lexicon).actors),
    )


def judge_again(old: Evaluation, new: Evaluation, difference: Difference) -> tuple[Otherwise, ...]:
    """Say what two versions judge differently: evaluations of the same evidence, as `check` gives them, and what differs in the text."""
    before, after = (Judgement(e.allegations, e.duty_states, e.compiled) for e in (old, new))
    return judge_otherwise(before, after, names={each.old: each.new for each in difference.renumbered})


def read_as_of(written: str | date | datetime, clock: str) -> datetime:
    """Read the moment by which facts must be known, in UTC.

    A date counts as the first instant of the next local day: what became known on that day is looked at. A time without an offset is
    local, in the agreement's clock.

    Raises:
        Refused: no date and no time, or a local time that does not exist or exists twice.
    """
    try:
        if isinstance(written, datetime):
            return to_instant(written, clock) if written.tzinfo is None else written.astimezone(UTC)
        if isinstance(written, date):
            return end_of_local_day(written, clock)
        return to_moment(written, clock)
    except ValueError as wrong:
        expected = f"a date or a local time of {clock}, such as 2016-03-24 or 2016-03-24T12:00 ({wrong})"
        raise Refused([Problem("as of", found=repr(written), expected=expected)]) from None


def read_claims(
    path: str | Path,
    *,
    agreement: Agreement,
    lexicon: Lexicon | str | Path | None = None,
    gazetteer: str | Path | None = None,
    format_name: str | None = None,
) -> Intake:
    """Read one file of claims as reports on a deal: with its clock, its gazetteer and its actors.

    Its format is told by its shape, unless it is given: one of `hudna.reports.FORMATS`.

    Returns:
        Claims, tallies, withdrawals and quarantine; each row of the file is in exactly one. Raises `Refused` where nothing can be read.
    """
    return read_file(
        Path(path),
        lexicon=lexicon_of(agreement, lexicon),
        gazetteer=gazetteer_of(agreement, gazetteer),
        clock=agreement.clock,
        format_name=format_name,
    )


def gazetteer_of(agreement: Agreement, given: str | Path | None = None) -> Gazetteer | None:
    """Give the list of units by which a deal is read: the one given, else that which it names, if it ships.

    Without one `admin` is ground nobody knows. Raises `Refused` for one that is given and cannot be read.
    """
    if given is not None:
        return read_gazetteer(given)
    return read_gazetteer(agreement.gazetteer) if agreement.gazetteer in shipped_gazetteers() else None


def actors_of(agreement: Agreement) -> ActorRegister | None:
    """Give the register of actors that a deal names in `actors_from`, if it was read from a folder."""
    if not (agreement.actors_from and agreement.folder):
        return None
    return read_actors(agreement.folder / agreement.actors_from)


def lexicon_of(agreement: Agreement, lexicon: Lexicon | str | Path | None = None) -> Lexicon:
    """Give the lexicon by which reports on a deal are read: the one given, else that beside the file `actors_from` names; and always
    the actors that the agreement itself declares. Raises `Refused` where a source leans to nobody's side.
    """
    if isinstance(lexicon, str | Path):
        lexicon = read_lexicon(Path(lexicon))
    if lexicon is None and agreement.actors_from and agreement.folder:
        register = agreement.folder / agreement.actors_from
        has_sources = register.with_name("sources.csv").is_file()
        lexicon = read_lexicon(register.parent) if has_sources else Lexicon.of_actors(register)
    lexicon = lexicon or Lexicon.empty()
    lexicon = replace(lexicon, actors=register_of(agreement, lexicon.actors))
    refuse_unknown_leanings(lexicon)
    return lexicon


def read_body(
    evidence: Sequence[str | Path], *, agreement: Agreement, lexicon: Lexicon, gazetteer: str | Path | None = None
) -> Body:
    """Read files of claims, each with the adapter that its columns show; raises `Refused` for one that cannot be read at all."""
    intake = join_intakes(
        [read_claims(path, agreement=agreement, lexicon=lexicon, gazetteer=gazetteer) for path in evidence]
    )
    counts = tuple(
        FileCount(one.file, one.rows_read, one.claims, one.tallies, one.rows_in_quarantine) for one in intake.counts
    )
    return Body(intake, counts, gazetteer_of(agreement, gazetteer))


def establish(
    body: Body,
    *,
    as_of: datetime,
    lexicon: Lexicon,
    k: float,
    learnt: Learnt | None = None,
    decisions: dy.DataFrame[Decisions] | None = None,
    merge_at: float = MERGE_AT,
) -> Established:
    """Turn the claims known by `as_of` into incidents and findings, now and as they stood at each earlier moment.

    All moments go through the same arrows at once: an incident as it stood at a moment is an incident of its own. What was learnt
    of sources is used only for what was known after it was learnt.
    """
    learnt = learnt if learnt is not None and learnt.known_at < as_of else None
    claims = standing_at(body.intake, as_of=as_of)
    sources = sources_with_unlisted(lexicon.sources, claims)
    known = None if decisions is None else Decisions.validate(decisions.filter(pl.col("decided_at") < as_of))
    ties = tie_claims(claims, actors=lexicon.actors, decisions=known, merge_at=merge_at)
    linked = link_incidents(claims, ties=ties)
    weighed = weigh_findings(claims, *linked, sources=sources, actors=lexicon.actors, k=k, learnt=learnt)

    stood = stand_at_moments(claims, linked, ties=ties)
    before = (
        stood.moments.filter(pl.col("moment_at") <= learnt.known_at)["at_moment"]
        if learnt
        else pl.Series([], dtype=pl.String)
    )
    weighed_then = weigh_findings(
        claims,
        stood.incidents,
        stood.memberships,
        sources=sources,
        actors=lexicon.actors,
        k=k,
        learnt=learnt,
        by_template=frozenset(before),
    )
    return Established(
        body=body,
        lexicon=lexicon,
        claims=claims,
        sources=sources,
        memberships=linked.memberships,
        coverings=cover_episodes(ties, linked),
        incident_counts=count_at_thresholds(ties),
        now=Evidence(linked.incidents, *weighed),
        moments=stood.moments,
        draws=draw_sides(
            claims, linked.memberships, sources=sources, actors=lexicon.actors, learnt=learnt, seed=DRAW_SEED
        ),
        learnt=learnt,
        at_moments=Evidence(stood.incidents, *weighed_then),
        as_of=as_of,
    )


def hold(
    agreement: Agreement,
    established: Established,
    *,
    answers: str | Path | None = None,
) -> Evaluation:
    """Hold what is established against an agreement: duties, allegations, clocks and the scorecard."""
    as_of = established.as_of
    units = established.claims["unit"].drop_nulls().unique().sort()
    actors, gazetteer = established.lexicon.actors, established.body.gazetteer
    compiled = compile_agreement(
        agreement, gazetteer=gazetteer, actors=actors, units=units if gazetteer else (), as_of=as_of
    )
    given = read_given(answers, compiled, established)

    duty_states = evaluate_duties(compiled, *established.now, as_of=as_of)
    held = hold_against_norms(compiled, *established.now, duty_states=duty_states, as_of=as_of)
    held_then = hold_against_norms(
        compiled, *established.at_moments, duty_states=duty_states, acts=established.now, as_of=as_of
    )
    dated = date_notices(held, held_then, established.moments, compiled, duty_states)
    allegations = apply_rulings(dated, given, compiled, as_of=as_of)
    clocks = run_clocks(compiled, allegations, given, as_of=as_of)
    return Evaluation(
        compiled=compiled,
        as_of=as_of,
        norms=list_norms(compiled),
        allegations=allegations,
        duty_states=duty_states,
        clocks=clocks,
        answers=given,
        scorecard=score(
            compiled,
            allegations,
            duty_states,
            clocks,
            given,
            as_of=as_of,
            has_answers_file=answers is not None,
            draws=established.draws,
            coverings=established.coverings,
        ),
        tallies=Tallies.validate(established.body.intake.tallies.filter(pl.col("known_at") < as_of)),
        incidents=established.now.incidents,
        incident_counts=established.incident_counts,
        coverings=established.coverings,
        findings=established.now.findings,
        targets=established.now.targets,
        voices=established.now.voices,
        sensitivity=ask_alleged_again(established, allegations, k=compiled.proof.k),
        memberships=established.memberships,
        claims=established.claims,
        sources=established.sources,
        quarantine=established.body.intake.quarantine,
        counts=established.body.counts,
        inputs=(
            (agreement.file, agreement.sha256),
            *established.lexicon.files,
            *established.body.intake.files,
            *(() if answers is None else (name_and_digest(Path(answers)),)),
        ),
        notes=(*compiled.notes, *established.body.intake.notes),
        has_answers_file=answers is not None,
        is_proposal=is_proposal(agreement),
        known_facts=facts_not_reread(agreement),
        names=replace(
            name_things(agreement, actors, gazetteer),
            places=name_places(
                (*established.now.incidents["place"], *established.body.intake.tallies["place"]), gazetteer
            ),
        ),
        outlines=outlines(gazetteer),
        outlines_source=gazetteer.source if gazetteer else "",
        version=__version__,
    )


def ask_alleged_again(
    established: Established, allegations: dy.DataFrame[Allegations], *, k: float
) -> dy.DataFrame[Sensitivity]:
    """Ask again, otherwise, who did each incident that is held against somebody."""
    held = established.memberships.join(allegations.select("incident_id").unique(), on="incident_id", how="semi")
    heard = hear_voices(
        established.claims,
        Memberships.cast(held),
        sources=established.sources,
        actors=established.lexicon.actors,
    )
    return ask_again(heard, k=k, learnt=established.learnt)


def read_given(
    answers: str | Path | None, compiled: CompiledAgreement, established: Established
) -> dy.DataFrame[Answers]:
    """Read the answers known by `as_of`; a row that cannot be read, or is about nothing, refuses the file: a clock would run on for it."""
    if answers is None:
        return no_answers()
    path = Path(answers)
    given, problems = read_answers(path, compiled=compiled, clock=compiled.clock)
    known = Answers.validate(given.filter(pl.col("known_at") < established.as_of))
    problems += check_answers(known, established.now.incidents, compiled, file=path.name)
    if problems:
        raise Refused(problems)
    return known
