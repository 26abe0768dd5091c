"""The parties side by side: who answers for each, how many breaches are expected, and how many acts reach each standard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from hudna.compliance.tables import STANDARDS
from hudna.papers.alleged import Allegation, count_acts
from hudna.papers.evaluation import Evaluation
from hudna.papers.happenings import Happening
from hudna.papers.sentences import say_standard
from hudna.papers.sides import mark_of_role, name_of_actor, names_of_roles
from hudna.papers.svg.marks import draw_side
from hudna.papers.svg.ruler import draw_count
from hudna.papers.words import Words

DEEPEST = ("reported", "reasonable_suspicion", "reasonable_grounds", "clear_and_convincing")


@dataclass(frozen=True)
class PartyCard:
    """One party: who it is, who answers, and how much is held against it."""

    mark: str
    side: Markup
    name: Markup
    guarantors: Markup
    commands: Markup
    expected: str
    interval: Markup
    at_most: Markup
    drawing: Markup
    counts: list[tuple[Markup, Markup, str]]  # standard, consequence, number
    note: Markup
    is_known: bool


def write_party(
    evaluation: Evaluation,
    words: Words,
    role_id: str,
    allegations: Sequence[Allegation],
    happenings: Mapping[str, Happening],
) -> PartyCard:
    """One party's card from the scorecard; where the scorecard has no row, from the allegations themselves."""
    role = evaluation.compiled.roles[role_id]
    card = {
        row["standard"]: row
        for row in evaluation.scorecard.iter_rows(named=True)
        if row["role"] == role_id and row["measure"] == "breaches" and row["breach_class"] == "all"
    }
    mine = [one for one in allegations if one.accused == role_id]
    expected = card.get("expected", {"value": None, "lower": None, "upper": None})
    mean, lower, upper = (expected[key] or 0.0 for key in ("value", "lower", "upper"))
    interval = words.say("90 % interval {lower} to {upper}", lower=words.number(lower), upper=words.number(upper))
    mean_said = words.number(round(mean, 1))
    proof = evaluation.compiled.proof
    counts = []
    for standard in DEEPEST:
        row = card.get(standard)
        number = (
            row["value"]
            if row and row["value"] is not None
            else sum(one.rank >= STANDARDS.index(standard) for one in mine)
        )
        consequence = [words.say("notice")] * (standard == proof.notice) + [words.say("breach")] * (
            standard == proof.breach
        )
        counts.append((say_standard(words, standard), words.commas(consequence), words.number(number)))
    return PartyCard(
        mark=mark_of_role(evaluation.compiled, role_id),
        side=draw_side(mark_of_role(evaluation.compiled, role_id)),
        name=words.name(role.name, role_id),
        guarantors=names_of_roles(evaluation, words, role.guarantors),
        commands=words.commas([name_of_actor(evaluation, words, actor) for actor in role.named_actors]),
        expected=mean_said,
        interval=interval,
        at_most=_say_at_most(evaluation, words, role_id),
        drawing=draw_count(
            mean,
            lower,
            upper,
            sentence=words.say("Expected number of breaches {mean}, {interval}", mean=mean_said, interval=interval),
        ),
        counts=counts,
        note=_say_party_note(words, mine, happenings, names_of_roles(evaluation, words, role.guarantors)),
        is_known=role.trust == "known",
    )


def _say_at_most(evaluation: Evaluation, words: Words, role_id: str) -> Markup:
    """How many it would be at the upper ends: without it an open text would look as if nothing had happened."""
    of_incidents = (
        evaluation.allegations.filter(pl.col("accused") == role_id).group_by("incident_id").agg(pl.max("p_upper"))
    )
    most = words.number(round(float(of_incidents["p_upper"].sum()), 1))
    return words.say("Expected at most {n}, if every doubt and every open word went against it", n=most)


def _say_party_note(
    words: Words, mine: Sequence[Allegation], happenings: Mapping[str, Happening], guarantors: Markup
) -> Markup:
    """How many acts are put before its guarantors, as its ladders have it, and the strongest allegation."""
    if not mine or mine[0].rank == 0:
        return words.say("Nothing is alleged against it.")
    first = mine[0]
    put = count_acts([one for one in mine if one.is_put])
    told = words.say(
        "Strongest: {title}, {when}.",
        title=happenings[first.incident_id].title,
        when=happenings[first.incident_id].when,
    )
    if put and guarantors:
        before = words.count("{n} act is put before {who}.", "{n} acts are put before {who}.", put, who=guarantors)
        told = before + " " + told
    if not first.lead["groups_not_adverse"] and not first.lead["is_admitted"] and not first.lead["ruling"]:
        return words.say("{told} Told by adverse sources only.", told=told)
    return told
