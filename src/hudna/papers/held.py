"""Allegations as cards: how sure, which standard and why not a higher one, of what it is made, who says so, and the ladder."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hudna.compliance.tables import STANDARDS
from hudna.papers.due import Step, answers_to, ladder_of
from hudna.papers.evaluation import Evaluation
from hudna.papers.factors import Factor, write_factors
from hudna.papers.happenings import Happening, Toll
from hudna.papers.sentences import (
    Held,
    lower_ends_of,
    percent,
    say_probability,
    say_range,
    say_standard,
    say_why_not_higher,
)
from hudna.papers.sides import mark_of_role, name_of_accused, names_of_roles
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
    standard: Markup
    counts: bool
    probability: Markup
    range: Markup
    why: list[Markup]
    ruler_wide: Markup
    ruler_narrow: Markup
    ruler_compact: Markup
    factors: list[Factor]
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


@dataclass(frozen=True)
class Allegation:
    """The leading row of one incident and accused: the highest lower end over the norms, and the other norms it is held against."""

    lead: Mapping[str, Any]
    others: tuple[Mapping[str, Any], ...]

    @property
    def incident_id(self) -> str:
        return str(self.lead["incident_id"])

    @property
    def accused(self) -> str:
        return str(self.lead["accused"])

    @property
    def rank(self) -> int:
        return STANDARDS.index(self.lead["standard"])


def gather_allegations(evaluation: Evaluation) -> list[Allegation]:
    """One allegation for each incident and accused, strongest first. A joint accused stands only where it says more than each alone."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    order = {norm.norm_id: number for number, norm in enumerate(evaluation.compiled.norms)}
    for row in evaluation.allegations.iter_rows(named=True):
        groups[row["incident_id"], row["accused"]].append(row)
    gathered = {}
    for key, rows in groups.items():
        ranked = sorted(
            rows,
            key=lambda row: (-STANDARDS.index(row["standard"]), -row["p_lower"], order.get(row["norm_id"], len(order))),
        )
        gathered[key] = Allegation(ranked[0], tuple(ranked[1:]))
    kept = []
    for (incident_id, accused), allegation in gathered.items():
        alone = [
            gathered[incident_id, one]
            for one in accused.split("+")
            if (incident_id, one) in gathered and "+" in accused
        ]
        if not alone or allegation.rank > max(one.rank for one in alone):
            kept.append(allegation)
    return sorted(kept, key=lambda one: (-one.rank, -one.lead["p_lower"], one.incident_id, one.accused))


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
    """Write the strongest allegations in full, those at `reported` or above."""
    wide, narrow = ticks_for(evaluation, words, is_short=False), ticks_for(evaluation, words, is_short=True)
    names = {row["source_id"]: row for row in evaluation.sources.iter_rows(named=True)}
    norms = {(row["norm_id"], row["accused"]): row for row in evaluation.norms.iter_rows(named=True)}
    full = [one for one in allegations if one.rank >= 1][:FULL]
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
        )
        for number, one in enumerate(full, start=1)
    ]


def write_lines(
    evaluation: Evaluation, words: Words, allegations: Sequence[Allegation], happenings: Mapping[str, Happening]
) -> list[Line]:
    """Write the rest, those at `reported` or above, as rows of a table."""
    ticks = ticks_for(evaluation, words, is_short=True)
    rest = [one for one in allegations if one.rank >= 1][FULL : FULL + ROWS]
    lines = []
    for one in rest:
        span, between = _span_of(one.lead), say_range(words, one.lead["p_lower"], one.lead["p_upper"])
        happening = happenings[one.incident_id]
        lines.append(
            Line(
                title=happening.title,
                when=happening.when,
                accused=name_of_accused(evaluation, words, one.accused),
                side=draw_side(mark_of_role(evaluation.compiled, one.accused)),
                mark=mark_of_role(evaluation.compiled, one.accused),
                standard=say_standard(words, one.lead["standard"]),
                range=between,
                ruler=draw_ruler_compact(span, ticks, sentence=words.say("Probability {range}", range=between)),
            )
        )
    return lines


def counts_as_breach(evaluation: Evaluation, allegation: Allegation) -> bool:
    """Whether it counts: it reached the standard for a breach, or a person ruled so."""
    if allegation.lead["ruling"]:
        return bool(allegation.lead["ruling"] == "breach")
    return allegation.rank >= STANDARDS.index(evaluation.compiled.proof.breach)


def is_put_before_guarantor(evaluation: Evaluation, allegation: Allegation) -> bool:
    """Whether it reached the standard for notice, and no ruling took it away."""
    if allegation.lead["ruling"]:
        return bool(allegation.lead["ruling"] == "breach")
    return allegation.rank >= STANDARDS.index(evaluation.compiled.proof.notice)


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
) -> Card:
    row = one.lead
    span, between = _span_of(row), say_range(words, row["p_lower"], row["p_upper"])
    accused = name_of_accused(evaluation, words, one.accused)
    counts = counts_as_breach(evaluation, one)
    sentence = words.say(
        "Probability {range}, middle {middle} %. The lower end, {lower} %, reaches: {standard}.",
        range=between,
        middle=words.isolated(percent(row["p_breach"])),
        lower=words.isolated(percent(row["p_lower"])),
        standard=say_standard(words, row["standard"]),
    )
    lower_label = words.say("lower end {lower}", lower=percent(row["p_lower"]))
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
        shape=draw_state("breached" if counts else "alleged"),
        tone="alarm" if counts else "",
        state=_say_state(evaluation, words, one, counts),
        standard=say_standard(words, row["standard"]),
        counts=counts,
        probability=say_probability(words, row["p_lower"], row["p_breach"], row["p_upper"]),
        range=between,
        why=say_why_not_higher(words, _held(row), evaluation.compiled.proof.thresholds),
        ruler_wide=draw_ruler(span, wide, width=500, sentence=sentence, lower_label=lower_label, range_label=between),
        ruler_narrow=draw_ruler(
            span, narrow, width=300, sentence=sentence, lower_label=lower_label, range_label=between
        ),
        ruler_compact=draw_ruler_compact(span, wide, sentence=sentence),
        factors=write_factors(evaluation, words, row, norm),
        columns=write_columns(evaluation, words, one.accused, happening, names),
        tolls=tolls,
        ladder=ladder_of(evaluation, words, one.incident_id, one.accused),
        answers=answers_to(evaluation, words, one.incident_id, one.accused),
        caveats=_say_caveats(evaluation, words, one, happening, norm),
        taken_by=words.commas([words.isolated(taking) for taking in row["taken_by"]]),
    )


def _say_state(evaluation: Evaluation, words: Words, one: Allegation, counts: bool) -> Markup:
    if one.lead["ruling"]:
        return {
            "breach": words.say("Ruled: breach"),
            "no_breach": words.say("Ruled: no breach"),
            "outside": words.say("Ruled: outside the agreement"),
            "not_attributable": words.say("Ruled: not attributable"),
        }.get(one.lead["ruling"], words.data(one.lead["ruling"]))
    if counts:
        return words.say("Found, not ruled; counts as a breach")
    if is_put_before_guarantor(evaluation, one):
        return words.say("Alleged, not ruled; does not count as a breach")
    return words.say("Reported, not put before anybody")


def _say_caveats(
    evaluation: Evaluation, words: Words, one: Allegation, happening: Happening, norm: Mapping[str, Any] | None
) -> list[Markup]:
    said = []
    row = one.lead
    if row["is_contested"]:
        said.append(words.say("Contested: another side is named as well, or it is denied."))
    if happening.is_day_inferred:
        said.append(words.say("Every report infers the day; it starts no clock."))
    if row["not_evaluated"]:
        said.append(
            words.say("Not evaluated: {keys}.", keys=words.commas([words.data(key) for key in row["not_evaluated"]]))
        )
    if norm and norm["gaps"]:
        said.append(words.say("In this term: {gaps}.", gaps=words.commas([words.data(gap) for gap in norm["gaps"]])))
    if row["breach_class"]:
        said.append(words.say("Class: {name}.", name=words.data(row["breach_class"])))
    return said


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
