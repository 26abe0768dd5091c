"""Allegations as cards: how sure, which standard and why not a higher one, of what it is made, who says so, and the ladder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hudna.compliance.tables import STANDARDS
from hudna.papers.alleged import Allegation, counted_once
from hudna.papers.due import Step, answers_to, ladder_of
from hudna.papers.evaluation import Evaluation
from hudna.papers.factors import Factor, write_factors
from hudna.papers.file_keys import say_gap, say_key
from hudna.papers.happenings import Happening, Toll
from hudna.papers.otherwise import Again, answers_by_incident, write_otherwise
from hudna.papers.sentences import (
    Held,
    lower_ends_of,
    percent,
    say_answer,
    say_probability,
    say_range,
    say_ruling,
    say_standard,
    say_why_not_higher,
)
from hudna.papers.sides import mark_of_role, name_of_accused, name_of_role, names_of_roles
from hudna.papers.svg.marks import draw_side, draw_state
from hudna.papers.svg.ruler import Span, Tick, draw_ruler, draw_ruler_compact, ticks_of
from hudna.papers.who_says import SourceColumn, write_columns
from hudna.papers.words import Words

FULL = 40  # cards; the rest stand in the compact table
ROWS = 200  # rows of the compact table


@dataclass(frozen=True)
class Card:
    """One allegation, in full."""

    number: str
    incident_id: str
    title: Markup
    when: Markup
    known: Markup
    accused: Markup
    mark: str
    side: Markup
    guarantors: Markup
    term: Markup
    term_words: Markup
    is_quoted: bool
    also: Markup
    shape: Markup
    tone: str
    state: Markup
    standard: Markup  # or the ruling
    reaches: Markup  # the standard as a sentence; nothing where a person has ruled
    counts: bool
    probability: Markup
    range: Markup
    why: list[Markup]
    ruler_wide: Markup
    ruler_narrow: Markup
    ruler_compact: Markup
    factors: list[Factor]
    otherwise: list[Factor]
    columns: list[SourceColumn]
    tolls: list[Toll]
    ladder: list[Step]
    answers: list[Markup]
    caveats: list[Markup]
    taken_by: Markup


@dataclass(frozen=True)
class Line:
    """One allegation in the compact table."""

    title: Markup
    when: Markup
    accused: Markup
    side: Markup
    mark: str
    standard: Markup
    range: Markup
    ruler: Markup


def ticks_for(evaluation: Evaluation, words: Words, *, is_short: bool) -> list[Tick]:
    """The ticks of the rulers: the standards, and what follows from two of them in this agreement."""
    proof = evaluation.compiled.proof
    long = {standard: say_standard(words, standard) for standard in STANDARDS[2:]}
    short = {
        "reasonable_suspicion": words.say("suspicion"),
        "reasonable_grounds": words.say("grounds"),
        "clear_and_convincing": words.say("clear"),
        "beyond_reasonable_doubt": words.say("no doubt"),
    }
    decisive: dict[str, str] = {proof.notice: words.say("notice")}
    decisive[proof.breach] = words.say("notice, breach") if proof.breach == proof.notice else words.say("breach")
    return ticks_of(lower_ends_of(proof.thresholds), short if is_short else long, decisive)


def write_cards(
    evaluation: Evaluation,
    words: Words,
    allegations: Sequence[Allegation],
    happenings: Mapping[str, Happening],
    tolls: Mapping[str, list[Toll]],
) -> list[Card]:
    """Write the strongest allegations in full, those at `reported` or above or ruled on."""
    wide, narrow = ticks_for(evaluation, words, is_short=False), ticks_for(evaluation, words, is_short=True)
    names = {row["source_id"]: row for row in evaluation.sources.iter_rows(named=True)}
    norms = {(row["norm_id"], row["accused"]): row for row in evaluation.norms.iter_rows(named=True)}
    again = answers_by_incident(evaluation)
    full = [one for one in allegations if one.is_listed][:FULL]
    return [
        _write_card(
            evaluation,
            words,
            number,
            one,
            happenings[one.incident_id],
            tolls.get(one.incident_id, []),
            wide,
            narrow,
            names,
            norms,
            again,
        )
        for number, one in enumerate(full, start=1)
    ]


def write_lines(
    evaluation: Evaluation, words: Words, allegations: Sequence[Allegation], happenings: Mapping[str, Happening]
) -> list[Line]:
    """Write the rest of those at `reported` or above or ruled on, as rows of a table."""
    ticks = ticks_for(evaluation, words, is_short=True)
    rest = [one for one in allegations if one.is_listed][FULL : FULL + ROWS]
    thresholds = evaluation.compiled.proof.thresholds
    lines = []
    for one in rest:
        span = _span_of(one.lead)
        between = say_range(words, span.lower, span.upper, thresholds=thresholds)
        happening = happenings[one.incident_id]
        lines.append(
            Line(
                title=happening.title,
                when=happening.when,
                accused=name_of_accused(evaluation, words, one.accused),
                side=draw_side(mark_of_role(evaluation.compiled, one.accused)),
                mark=mark_of_role(evaluation.compiled, one.accused),
                standard=_say_reached(words, one.lead),
                range=between,
                ruler=draw_ruler_compact(span, ticks, sentence=words.say("Probability {range}", range=between)),
            )
        )
    return lines


def _write_card(
    evaluation: Evaluation,
    words: Words,
    number: int,
    one: Allegation,
    happening: Happening,
    tolls: list[Toll],
    wide: list[Tick],
    narrow: list[Tick],
    names: Mapping[str, Mapping[str, Any]],
    norms: Mapping[tuple[str, str], Mapping[str, Any]],
    again: Again,
) -> Card:
    row = one.lead
    thresholds = evaluation.compiled.proof.thresholds
    span, between = _span_of(row), say_range(words, row["p_lower"], row["p_upper"], thresholds=thresholds)
    accused = name_of_accused(evaluation, words, one.accused)
    lower, reached = percent(row["p_lower"], thresholds=thresholds), say_standard(words, row["standard"])
    sentence = words.say(
        "Probability {range}, middle {middle} %. The lower end, {lower} %, reaches: {standard}.",
        range=between,
        middle=words.isolated(percent(row["p_breach"], thresholds=thresholds)),
        lower=words.isolated(lower),
        standard=_say_reached(words, row),
    )
    lower_label = words.say("lower end {lower}", lower=lower)
    term = row["norm_id"]
    told = evaluation.names.terms.get(term) or evaluation.names.terms.get(term.split("/")[0])
    norm = norms.get((term, one.accused))
    return Card(
        number=f"a{number}",
        incident_id=one.incident_id,
        title=happening.title,
        when=happening.when,
        known=words.moment(happening.known_at),
        accused=accused,
        mark=mark_of_role(evaluation.compiled, one.accused),
        side=draw_side(mark_of_role(evaluation.compiled, one.accused)),
        guarantors=names_of_roles(evaluation, words, row["guarantors"]),
        term=words.isolated(term),
        term_words=words.name(told.words, term) if told else Markup(""),
        is_quoted=bool(told and told.form == "text"),
        also=words.commas([words.isolated(other["norm_id"]) for other in one.others]),
        shape=draw_state("breached" if one.counts else "alleged"),
        tone="alarm" if one.counts else "",
        state=_say_state(evaluation, words, one),
        standard=_say_reached(words, row),
        reaches=Markup("") if row["ruling"] else words.say("It reaches <b>{standard}</b>.", standard=reached),
        counts=one.counts,
        probability=say_probability(words, row["p_lower"], row["p_breach"], row["p_upper"], thresholds=thresholds),
        range=between,
        why=say_why_not_higher(words, _held(row), thresholds),
        ruler_wide=draw_ruler(span, wide, width=500, sentence=sentence, lower_label=lower_label, range_label=between),
        ruler_narrow=draw_ruler(
            span, narrow, width=300, sentence=sentence, lower_label=lower_label, range_label=between
        ),
        ruler_compact=draw_ruler_compact(span, wide, sentence=sentence),
        factors=write_factors(evaluation, words, row, norm),
        otherwise=write_otherwise(evaluation, words, row, happening, again, names),
        columns=write_columns(evaluation, words, one.accused, happening, names),
        tolls=tolls,
        ladder=ladder_of(evaluation, words, one),
        answers=answers_to(evaluation, words, one.incident_id, one.accused),
        caveats=_say_caveats(evaluation, words, one, happening, norm),
        taken_by=words.commas([words.isolated(taking) for taking in row["taken_by"]]),
    )


def _say_reached(words: Words, row: Mapping[str, Any]) -> Markup:
    """The standard that it reaches; where a person has ruled, the ruling."""
    return say_answer(words, "ruling", row["ruling"]) if row["ruling"] else say_standard(words, row["standard"])


def _say_state(evaluation: Evaluation, words: Words, one: Allegation) -> Markup:
    if one.lead["ruling"]:
        return {
            "breach": words.say("Ruled: breach"),
            "no_breach": words.say("Ruled: no breach"),
            "outside": words.say("Ruled: outside the agreement"),
            "not_attributable": words.say("Ruled: not attributable"),
        }.get(one.lead["ruling"], words.data(one.lead["ruling"]))
    if one.counts and not one.is_put:
        return words.say("Found, not ruled; counts as a breach, put before nobody")
    if one.counts:
        return words.say("Found, not ruled; counts as a breach")
    notice = evaluation.compiled.proof.notice
    if one.is_put and one.rank < STANDARDS.index(notice):
        return words.say(
            "Alleged, not ruled; on all that is known by now it no longer reaches {standard}",
            standard=say_standard(words, notice),
        )
    if one.is_put:
        return words.say("Alleged, not ruled; does not count as a breach")
    return words.say("Reported, not put before anybody")


def _say_caveats(
    evaluation: Evaluation, words: Words, one: Allegation, happening: Happening, norm: Mapping[str, Any] | None
) -> list[Markup]:
    said = []
    row = one.lead
    if row["ruling_not_counting"]:
        said.append(_say_ruling_not_counting(evaluation, words, row))
    if row["is_contested"]:
        said.append(words.say("Contested: another side is named as well, or it is denied."))
    if happening.is_day_inferred:
        said.append(words.say("Every report infers the day; it starts no clock."))
    parts, wholes = counted_once(evaluation, one.incident_id, one.accused)
    if parts:
        said.append(
            words.count(
                "A summary of several days. {n} act within them is held by itself; where that one is the breach, this adds none.",
                "A summary of several days. {n} acts within them are held by themselves; where one of them is the breach, this adds none.",
                len(parts),
            )
        )
    if wholes:
        told = words.commas([words.isolated(whole) for whole in wholes])
        said.append(words.say("Lies within a summary of several days: {ids}. It is counted once.", ids=told))
    if row["not_evaluated"]:
        said.append(
            words.say(
                "Not evaluated: {keys}.", keys=words.commas([say_key(words, key) for key in row["not_evaluated"]])
            )
        )
    if norm and norm["gaps"]:
        said.append(
            words.say("In this term: {gaps}.", gaps=words.commas([say_gap(words, gap) for gap in norm["gaps"]]))
        )
    if row["breach_class"]:
        said.append(words.say("Class: {name}.", name=words.data(row["breach_class"])))
    return said


def _say_ruling_not_counting(evaluation: Evaluation, words: Words, row: Mapping[str, Any]) -> Markup:
    """Who ruled what without being able to; `no_breach by hill` is how the engine writes it."""
    ruling, _, by = row["ruling_not_counting"].partition(" by ")
    told, who = say_ruling(words, ruling), name_of_role(evaluation, words, by)
    if set(by.split("+")) <= set(row["guarantors"]):
        return words.say("{ruling} by {who}, its own guarantor; that does not count.", ruling=told, who=who)
    return words.say("{ruling} by {who}; that does not count.", ruling=told, who=who)


def _held(row: Mapping[str, Any]) -> Held:
    return Held(
        row["p_lower"],
        row["p_breach"],
        row["p_upper"],
        row["standard"],
        row["groups_naming"],
        row["groups_not_adverse"],
        row["is_admitted"],
        row["ruling"],
    )


def _span_of(row: Mapping[str, Any]) -> Span:
    return Span(row["p_lower"], row["p_breach"], row["p_upper"])
